// What headers along a search path say: which names of ours they and all that they may include mention.
//
// Conditionals are not followed: every #include of a file counts, whatever #if it stands in, and every file that a name
// can mean. The answer is so a superset of what any compiler would read with any macros defined.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "toolchain/header_files.hpp"

namespace pyconfigure::toolchain {

/// The names of ours that some text mentions.
struct Mentions {
  bool all = false;     ///< nobody knows: every name has to be taken as mentioned
  bool closed = false;  ///< the text includes nothing, and `names` are all that stand in it
  bool main = false;    ///< a header says something of a function main, or of one that is called before it
  NameSet names;

  void add(const Mentions& other);
  bool operator==(const Mentions&) const = default;
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
  /// A header, and those that it may include.
  struct Node {
    const HeaderFile* file = nullptr;
    std::vector<Node*> leads_to;
    bool followed = false;  ///< `leads_to` is known
    bool computes = false;  ///< a macro chooses one more
    std::uint32_t seen = 0;
  };

  Node* node(const std::string& path);
  const std::vector<Node*>& found(const std::string& name);
  void follow(Node& node);

  HeaderFiles& files_;
  std::vector<std::string> folders_;
  std::unordered_map<const HeaderFile*, std::unique_ptr<Node>> nodes_;
  std::unordered_map<std::string, std::vector<Node*>> found_;
  std::unordered_map<std::string, Mentions> mentions_;
  std::uint32_t walks_ = 0;
};

/// The folders that `gcc -E -v` and its likes tell on standard error; nothing when they tell none.
std::optional<std::vector<std::string>> search_folders(std::string_view said);

}  // namespace pyconfigure::toolchain
