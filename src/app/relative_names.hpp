// Names that only mean something in the build folder.
#pragma once

#include <string>

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::app {

/// Does anything that compilers or the loader use have a name that is relative to the build folder? Nothing between the colons of a search
/// path means that folder, which counts when there is something in it that could be found.
bool relative_names(const decide::Vars& vars, const std::string& build_dir);

}  // namespace pyconfigure::app
