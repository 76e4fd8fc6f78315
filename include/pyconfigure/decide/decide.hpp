// The whole of configure.ac's decisions, pure: one pass over the sections.
#pragma once

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::decide {

/// Runs every section in order on `c` until the end or until the context stops. Does no I/O and runs nothing.
void decide(Context& c);

/// What configure says at the very end, after config.status and makesetup have run.
void closing_notices(Context& c);

}  // namespace pyconfigure::decide
