// --with-readline in trees that look for the library by linking alone, with a termcap library where it needs one.
#pragma once

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::decide {

bool readline_wants_termcap(const Context& c);
/// LIBREADLINE, READLINE_LIBS, HAVE_LIBREADLINE. LIBS stays changed until features_with_termcap.
void find_readline_and_termcap(Context& c);
void features_with_termcap(Context& c);

}  // namespace pyconfigure::decide
