// Does a header define a macro? AX_CHECK_DEFINE in newer trees, a look at the preprocessor's output in older ones.
#pragma once

#include <string>
#include <string_view>

#include "autoconf.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

inline bool defined_in(Context& c, std::string_view header, std::string_view macro, bool guess = false) {
  if (c.checkout().says("AX_CHECK_DEFINE(")) return ax_check_define(c, std::string(header), macro);
  const std::string text =
      "#include <" + std::string(header) + ">\n#ifdef " + std::string(macro) + "\nyes\n#endif\n";
  return egrep_cpp(c, "yes", text, guess);
}

}  // namespace pyconfigure::decide
