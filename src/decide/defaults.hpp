// The shell's ${NAME-value}: a default for a variable that nobody has set, an empty one counting as set.
#pragma once

#include <string_view>

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::decide {

/// NAME=${NAME-"value"}
inline void set_unless_set(Context& c, std::string_view name, std::string_view value) {
  if (!c.has(name)) c.set(name, value);
}

}  // namespace pyconfigure::decide
