// config.guess and config.sub, the scripts that name the system: are they ones whose answers decide can foretell?
#pragma once

#include <string_view>

namespace pyconfigure::tree {

/// The whole text is one of those that tools/learn-statements has seen to answer as decide expects of it.
bool is_known_system_script(std::string_view text);

}  // namespace pyconfigure::tree
