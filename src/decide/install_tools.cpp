// configure.ac: AR, ARFLAGS, INSTALL, MKDIR_P, LN.
#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

void archiver(Context& c) {
  c.subst("AR");
  check_tools(c, "AR", {"ar", "aal"}, "ar");
  c.subst("ARFLAGS");
  if (c.empty("ARFLAGS")) c.set("ARFLAGS", "rcs");
  if (!c.checkout().says("AC_CHECK_TOOLS([READELF]")) return;
  check_tools(c, "READELF", {"readelf"}, ":");
  if (c.yes("cross_compiling") && matches("readelf|:", c.var("READELF"))) {
    c.fail("readelf for the host is required for cross builds");
  }
}

void install_tools(Context& c) {
  // HP-UX's install has no -d.
  if (matches("hp*|HP*", c.var("MACHDEP")) && c.empty("INSTALL")) {
    c.set("INSTALL", c.checkout().srcdir + "/install-sh -c");
  }
  prog_install(c);
  prog_mkdir_p(c);

  // Some file systems have no hard links.
  c.subst("LN");
  if (c.empty("LN")) c.set("LN", matches("CYGWIN*", c.var("ac_sys_system")) ? "ln -s" : "ln");
}

}  // namespace pyconfigure::decide
