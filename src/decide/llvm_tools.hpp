// Where LLVM's tools are looked for: $PATH, then the folder that a `clang` symbolic link points to.
#pragma once

#include <string_view>

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::decide {

/// AC_PATH_TOOL(VARIABLE, PROGRAM, ['']) along $llvm_path: whether VARIABLE is an executable then. When nothing is
/// found the variable holds two quote characters, as configure's does.
bool find_llvm_tool(Context& c, std::string_view variable, std::string_view program);

}  // namespace pyconfigure::decide
