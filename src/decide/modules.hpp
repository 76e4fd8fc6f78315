// PY_STDLIB_MOD and its relatives: the extension modules of the standard library, as configure.ac declares them.
#pragma once

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::decide {

/// What stands between the declarations of modules, in the trees that have it there.
void hacl_flags(Context& c);         ///< LIBHACL_*: how the HACL* implementations of the hashes are compiled and linked
void libmpdec_warnings(Context& c);  ///< that the bundled libmpdec goes, or that there is none at all

}  // namespace pyconfigure::decide
