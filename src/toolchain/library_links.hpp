// The libraries of many programs: which program would have been linked with its own, when it has been linked without?
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "toolchain/shared_library.hpp"

namespace pyconfigure::toolchain {

/// The names of the files and `-l` libraries in a linker script that stands for a library (GNU ld's manual, "File
/// Commands"); nothing when it is none, or says anything else.
std::optional<std::vector<std::string>> script_members(std::string_view text);

class LibraryLink {
 public:
  /// `words`: the -l words of all of them; `folders`: those of -L words.
  explicit LibraryLink(std::vector<std::string> words, std::vector<std::string> folders = {})
      : words_(std::move(words)), folders_(std::move(folders)) {}

  /// Takes the files that the linker has told, one a line.
  void learn(const std::string& told);
  /// Reads what will be asked about these libraries, when there is time for that.
  void look_ahead();
  /// A program lacks these symbols when it is linked with the libraries of `linked_with` alone: would it have been linked
  /// with its own `-l` words? Nothing when that is not clear: when its own libraries are not such as bring nothing but
  /// their symbols, or one of `linked_with` that is none of its own may have brought something.
  std::optional<bool> links(const std::vector<std::string>& own_words, const std::vector<std::string>& linked_with,
                            const std::set<std::string>& lacks);
  /// Have the words that are not `own` brought nothing, since each is an archive without members?
  bool others_are_empty(const std::vector<std::string>& own);

 private:
  using Paths = std::vector<std::string>;

  std::optional<Paths> find(const std::string& word);
  std::optional<std::string> told_file(const std::string& name) const;
  bool empty(const std::string& word);
  bool brings_something(const std::string& archive, const std::set<std::string>& libraries, const std::set<std::string>& lacks);

  std::vector<std::string> words_;
  std::vector<std::string> folders_;
  SharedLibraries libraries_;
  std::string told_;
  std::set<std::string> files_;
  std::map<std::string, std::optional<Paths>> paths_;  ///< the files of each word; nothing when that is not clear
  std::string c_library_;
  std::string folder_;  ///< where that stands
};

}  // namespace pyconfigure::toolchain
