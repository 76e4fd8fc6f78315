// Names that only mean something in the build folder.
#pragma once

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::app {

/// Does anything that compilers or the loader use have a name that is relative to the build folder?
bool relative_names(const decide::Vars& vars);

}  // namespace pyconfigure::app
