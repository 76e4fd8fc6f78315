// What a macro guesses before the answer is there. A wrong guess costs a round, never a wrong result, so these tables
// know nothing but a usual GNU/Linux machine.
#pragma once

#include <string_view>

namespace pyconfigure::decide {

bool likely_function(std::string_view name);  ///< also of what a header declares
bool likely_library(std::string_view name);
bool likely_member(std::string_view name);

}  // namespace pyconfigure::decide
