// What headers say, read as text: which names of ours they mention, and which headers they include.
//
// Conditionals are not followed: every #include of a file counts, whatever #if it stands in, and every file that a name
// can mean. The answer is so a superset of what any compiler would read with any macros defined.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace pyconfigure::toolchain {

/// Is `macro` one of the names that are looked for in headers, since a package defines them for itself? All others are
/// taken as mentioned everywhere.
bool own_macro(std::string_view macro);

/// Lets a set of names be asked with a part of a text.
struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>{}(name); }
};
using Names = std::unordered_set<std::string, NameHash, std::equal_to<>>;

/// The names of ours that some text mentions.
struct Mentions {
  bool all = false;     ///< nobody knows: every name has to be taken as mentioned
  bool closed = false;  ///< the text includes nothing, and `names` are all that stand in it
  bool main = false;    ///< a header says something of a function main, or of one that is called before it
  Names names;

  void add(const Mentions& other);
  bool operator==(const Mentions&) const = default;
};

/// An #include of a file.
struct IncludeLine {
  std::string name;  ///< empty: computed by a macro
  bool quoted = false;

  bool operator==(const IncludeLine&) const = default;
};

/// The #include lines of a text, whatever conditionals they stand in.
std::vector<IncludeLine> include_lines(std::string_view text);
/// Adds the names of ours in `text`.
void scan_names(std::string_view text, Names& names);
/// Adds all names in `text`.
void scan_all_names(std::string_view text, Names& names);

/// What one header says.
struct HeaderFile {
  std::vector<IncludeLine> includes;
  Names names;
  bool main = false;  ///< `main (` stands in it, or something that is called before that
};

/// Header files, each read once.
class HeaderFiles {
 public:
  /// Null when it cannot be read.
  const HeaderFile* read(const std::string& path);

 private:
  std::unordered_map<std::string, std::unique_ptr<HeaderFile>> files_;
};

/// The headers along one search path.
class HeaderTexts {
 public:
  /// `folders` in the order in which the compiler looks through them; a macOS framework folder ends in " (framework
  /// directory)", as compilers print it. Relative ones start at `base`.
  HeaderTexts(HeaderFiles& files, std::vector<std::string> folders, const std::string& base);

  /// What the header and all that it may include mention.
  const Mentions& of(const std::string& header);

 private:
  const std::vector<std::string>& found(const std::string& name);
  void follow(const IncludeLine& line, const std::string& folder, std::vector<std::string>& open);

  HeaderFiles& files_;
  std::vector<std::string> folders_;
  std::unordered_map<std::string, std::vector<std::string>> found_;
  std::map<std::string, Mentions> mentions_;
};

/// The folders that `gcc -E -v` and its likes tell on standard error; nothing when they tell none.
std::optional<std::vector<std::string>> search_folders(std::string_view said);

}  // namespace pyconfigure::toolchain
