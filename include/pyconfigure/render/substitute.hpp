// @VARIABLE@ templates, rendered as config.status renders AC_CONFIG_FILES.
//
// Two stages. The first knows a dozen names that depend on the place of the output (@srcdir@, @abs_builddir@, ...) and
// looks at a line again after each replacement. The second knows the substituted variables, splits the line at `@`
// once, leaves names that nobody knows as they stand, and never looks into a value.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pyconfigure::render {

using Values = std::map<std::string, std::string, std::less<>>;

/// Where the sources and the build are, and the two tools whose relative paths depend on the place of the output.
struct BuildPaths {
  std::string srcdir;     ///< As it was typed or found: ".", "..", "../X", "/abs".
  std::string build_dir;  ///< The working folder, absolute.
  std::string install;    ///< $INSTALL
  std::string mkdir_p;    ///< $MKDIR_P
};

struct Rendered {
  std::string text;
  std::vector<std::string> warnings;  ///< As `config.status: WARNING: TEXT` shows them.
};

/// What @configure_input@ stands for in `output` made from `inputs`; also the inside of a header's first comment.
std::string configure_input(std::string_view output, const std::vector<std::string>& inputs);

/// The names of the first stage and their values, in the order in which they are tried.
std::vector<std::pair<std::string, std::string>> built_in_values(const BuildPaths& paths, std::string_view output,
                                                                 std::string_view configure_input);

/// `template_text` as the file `output` (relative to the build folder) made from `inputs` (relative to the sources).
Rendered substitute(std::string_view template_text, const Values& values, const BuildPaths& paths,
                    std::string_view output, const std::vector<std::string>& inputs);

/// Every NAME that stands as @NAME@ in `template_text`.
std::set<std::string, std::less<>> references(std::string_view template_text);

}  // namespace pyconfigure::render
