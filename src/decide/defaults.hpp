// The shell's ${NAME-value}: a default for a variable that nobody has set, an empty one counting as set. And where a
// tree puts the flags of a library that it is about to try.
#pragma once

#include <string>
#include <string_view>

#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

/// NAME=${NAME-"value"}
inline void set_unless_set(Context& c, std::string_view name, std::string_view value) {
  if (!c.has(name)) c.set(name, value);
}

/// LIBS="$LIBS $NAME". Older trees put the libraries into LDFLAGS, before or behind what is there.
inline void try_libraries_of(Context& c, const std::string& name) {
  const tree::Checkout& tree = c.checkout();
  if (tree.says("LDFLAGS=\"$LDFLAGS $" + name + "\"")) return c.set_x("LDFLAGS", "$LDFLAGS $" + name);
  if (tree.says("LDFLAGS=\"$" + name + " $LDFLAGS\"")) return c.set_x("LDFLAGS", "$" + name + " $LDFLAGS");
  if (tree.says("LIBS=\"$" + name + " $LDFLAGS\"")) return c.set_x("LIBS", "$" + name + " $LDFLAGS");
  c.set_x("LIBS", "$LIBS $" + name);
}

}  // namespace pyconfigure::decide
