// The parts of AC_PROG_CC that stand in files of their own.
#pragma once

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::decide {

/// Does the compiler make executables, what are they called, do they run here? EXEEXT, ac_exeext, cross_compiling.
void find_executable_suffix(Context& c);
/// OBJEXT, ac_objext.
void find_object_suffix(Context& c);
/// The option, if any, that makes the compiler take C11, C99 or C89; goes to CC.
void choose_c_standard(Context& c);

}  // namespace pyconfigure::decide
