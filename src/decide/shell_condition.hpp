// Conditions of the shell that configure.ac states as data: `test "$x" = yes -a "$y" != no`, with && || ! { } around.
#pragma once

#include <optional>
#include <string_view>

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::decide {

/// Does the condition hold? Nothing when it is written in a way that is not understood here.
std::optional<bool> holds(const Context& c, std::string_view condition);

/// Text between double quotes with its variables replaced. Nothing when it holds anything but text and variables.
std::optional<std::string> in_double_quotes(const Context& c, std::string_view text);

}  // namespace pyconfigure::decide
