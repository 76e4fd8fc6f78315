// configure.ac: llvm_path.
#include "llvm_tools.hpp"

#include "autoconf.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// Prints the folder that holds what the `clang` of $PATH is a symbolic link to; nothing when it is no link.
constexpr std::string_view kFolderOfLinkedClang =
    "clang=`which clang`\n"
    "if test -L \"$clang\"; then\n"
    "  target=`readlink \"$clang\"`\n"
    "  echo \"`dirname \"$clang\"`/`dirname \"$target\"`\"\n"
    "fi\n";

}  // namespace

void llvm_path(Context& c) {
  c.set("llvm_bin_dir", "");
  c.set("llvm_path", c.var("PATH"));
  const bool by_command = c.checkout().says("if test \"${CC}\" = \"clang\"");
  if (!c.is(by_command ? "CC" : "ac_cv_cc_name", "clang")) return;
  const std::string folder = c.build_command(kFolderOfLinkedClang).output;
  if (folder.empty()) return;
  c.set("llvm_bin_dir", folder);
  c.set_x("llvm_path", "${llvm_path}${PATH_SEPARATOR}${llvm_bin_dir}");
}

bool find_llvm_tool(Context& c, std::string_view variable, std::string_view program) {
  path_tool(c, variable, program, "''", c.var("llvm_path"));
  return !c.empty(variable) && c.file_test('x', c.var(variable));
}

}  // namespace pyconfigure::decide
