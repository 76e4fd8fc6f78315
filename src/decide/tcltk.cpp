// configure.ac: Tcl and Tk for _tkinter.
#include <string>

#include "autoconf.hpp"
#include "defaults.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

constexpr const char* kQueries[] = {
    "tcl >= 8.5.12 tk >= 8.5.12",     "tcl8.6 tk8.6", "tcl86 tk86", "tcl8.5 >= 8.5.12 tk8.5 >= 8.5.12",
    "tcl85 >= 8.5.12 tk85 >= 8.5.12",
};

/// FreeBSD's Tk needs X11, which is not pulled in by itself.
void add_x11(Context& c) {
  if (!pkg_check_exists(c, "x11")) return;
  pkg_check_modules(
      c, "X11", "x11",
      [&] {
        c.set_x("TCLTK_CFLAGS", "$TCLTK_CFLAGS $X11_CFLAGS");
        c.set_x("TCLTK_LIBS", "$TCLTK_LIBS $X11_LIBS");
      },
      [&] {
        c.fail("pkg-config has x11, but does not say how to compile and link with it; set X11_CFLAGS and X11_LIBS");
      });
}

void try_libraries(Context& c) {
  SaveEnv saved(c);
  c.set_x("CPPFLAGS", "$CPPFLAGS $TCLTK_CFLAGS");
  try_libraries_of(c, "TCLTK_LIBS");
  const bool by_address = c.checkout().says("void *x1 = Tcl_Init");
  const char* body = by_address ? "void *tcl = Tcl_Init;\nvoid *tk = Tk_Init;" : "Tcl_Init(NULL);\nTk_Init(NULL);";
  if (c.links(program(probe::embedded_program("tcltk_versions.c"), body), c.yes("found_tcltk"))) {
    c.set("have_tcltk", "yes");
    // Tk's bundled X11 headers have declarations without prototypes.
    c.append("TCLTK_CFLAGS", " -Wno-strict-prototypes -DWITH_APPINIT=1");
  } else {
    c.set("have_tcltk", "no");
  }
}

}  // namespace

void tcltk(Context& c) {
  for (const char* name : {"TCLTK_CFLAGS", "TCLTK_LIBS", "X11_CFLAGS", "X11_LIBS"}) c.subst(name);
  c.set("found_tcltk", "no");
  for (const char* query : kQueries) {
    c.set("_QUERY", query);
    if (pkg_check_exists(c, query)) {
      pkg_check_modules(
          c, "TCLTK", query, [&] { c.set("found_tcltk", "yes"); }, [&] { c.set("found_tcltk", "no"); });
    }
    if (c.yes("found_tcltk")) break;
  }
  if (c.is("found_tcltk", "no")) {
    set_unless_set(c, "TCLTK_CFLAGS", "");
    set_unless_set(c, "TCLTK_LIBS", "");
  }
  if (matches("FreeBSD*", c.var("ac_sys_system"))) add_x11(c);
  try_libraries(c);
}

}  // namespace pyconfigure::decide
