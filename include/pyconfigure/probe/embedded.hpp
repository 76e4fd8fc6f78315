// The C programs under probes/, embedded at build time.
#pragma once

#include <string_view>

namespace pyconfigure::probe {

/// The text of probes/NAME (with its ending, e.g. "broken_poll.c"). Asking for a file that does not exist is a bug.
std::string_view embedded_program(std::string_view name);

}  // namespace pyconfigure::probe
