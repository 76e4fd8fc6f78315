// configure.ac: the prefix, versions, the macros that open up the BSDs' and Darwin's headers, the recorded arguments.
#include <string>

#include "decide/sections.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

void package(Context& c) {
  std::string prefix = c.var("prefix");
  if (prefix != "/" && prefix.ends_with('/')) prefix.pop_back();
  c.set("prefix", prefix);

  c.subst("VERSION", c.checkout().version);
  c.subst("SOVERSION", "1.0");
  c.define("_NETBSD_SOURCE");
  c.define("__BSD_VISIBLE");
  c.define("_DARWIN_C_SOURCE");
  c.set("define_xopen_source", "yes");
  c.subst("CONFIG_ARGS", c.var("ac_configure_args"));
}

}  // namespace pyconfigure::decide
