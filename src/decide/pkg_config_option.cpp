// configure.ac: --with-pkg-config, and --with-missing-stdlib-config where a tree has it.
#include <string>

#include "decide/autoconf.hpp"
#include "decide/sections.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

void pkg_config_option(Context& c) {
  if (!c.with("pkg-config")) c.set("with_pkg_config", "check");
  for (std::string_view name : {"PKG_CONFIG", "PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR"}) c.subst(name);
  if (matches("yes|check", c.var("with_pkg_config"))) {
    if (c.empty("PKG_CONFIG")) {
      // Cached values of an earlier run must not decide.
      c.unset("PKG_CONFIG");
      c.unset("ac_cv_path_ac_pt_PKG_CONFIG");
      c.unset("ac_cv_prog_ac_ct_PKG_CONFIG");
    }
    pkg_prog_pkg_config(c);
  } else if (c.is("with_pkg_config", "no")) {
    c.set("PKG_CONFIG", "");
    // AX_CHECK_OPENSSL looks for pkg-config itself.
    c.set("ac_cv_path_ac_pt_PKG_CONFIG", "");
    c.set("ac_cv_prog_ac_ct_PKG_CONFIG", "");
  } else {
    return c.fail(c.x("invalid argument --with-pkg-config=$with_pkg_config"));
  }
  if (c.yes("with_pkg_config") && c.empty("PKG_CONFIG")) c.fail("pkg-config is required");
}

void missing_stdlib_config(Context& c) {
  if (!c.checkout().says("AC_ARG_WITH([missing-stdlib-config]")) return;
  c.subst("MISSING_STDLIB_CONFIG", c.with("missing-stdlib-config").value_or(""));
}

}  // namespace pyconfigure::decide
