// Headers as they stand on the disk, each read and cut into tokens once: which names of ours they mention, and which
// headers they include.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "pyconfigure/c/preprocessor.hpp"

namespace pyconfigure::toolchain {

/// Is `macro` one of the names that are looked for in headers, since a package defines them for itself? All others are
/// taken as mentioned everywhere.
bool own_macro(std::string_view macro);

/// Names by their numbers (HeaderFiles::number).
class NameSet {
 public:
  void add(std::uint32_t number);
  void add(const NameSet& other);
  bool contains(std::uint32_t number) const {
    return number / kBits < words_.size() && (words_[number / kBits] >> (number % kBits) & 1) != 0;
  }
  bool operator==(const NameSet&) const = default;

 private:
  static constexpr std::uint32_t kBits = 64;

  std::vector<std::uint64_t> words_;  ///< the last one is not 0
};

/// Calls `what` with all names in `text`.
void each_name(std::string_view text, const std::function<void(std::string_view)>& what);

/// An #include of a file.
struct IncludeLine {
  std::string name;  ///< empty: computed by a macro
  bool quoted = false;

  bool operator==(const IncludeLine&) const = default;
};

/// The #include lines of a text, whatever conditionals they stand in.
std::vector<IncludeLine> include_lines(std::string_view text);

/// What one header says.
struct HeaderFile {
  std::string folder;
  std::vector<IncludeLine> includes;
  NameSet names;      ///< those of ours
  bool main = false;  ///< `main (` stands in it, or something that is called before that
};

/// Header files, each read once.
class HeaderFiles {
 public:
  HeaderFiles();

  /// Null when it cannot be read.
  const HeaderFile* read(const std::string& path);
  /// Each name has a number of its own, and only those that somebody has asked for have one.
  std::uint32_t number(std::string_view name) { return number_of(atoms_.of(name)); }

  c::Atoms& atoms() { return atoms_; }
  c::Files& files() { return files_; }

 private:
  std::optional<std::string> text_of(const std::string& path);
  std::uint32_t number_of(c::Atom atom);
  /// Is it a name of ours?
  bool is_own(c::Atom atom);
  void read_tokens(const c::SourceText& text, HeaderFile& header);

  c::Atoms atoms_;
  c::Files files_;
  std::unordered_map<std::string, bool> folders_;  ///< is there such a folder?
  std::unordered_map<const c::File*, std::unique_ptr<HeaderFile>> headers_;
  std::vector<std::uint32_t> numbers_;  ///< by atom; 0: it has none yet, else one more than the number
  std::uint32_t numbered_ = 0;
  std::vector<char> own_;  ///< by atom
};

}  // namespace pyconfigure::toolchain
