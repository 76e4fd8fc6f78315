// configure.ac: libraries that functions of libc live in on some systems, AIX's C++ extensions, --with-libs.
#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

void realtime_and_intl_libraries(Context& c) {
  search_libs(c, "sem_init", {"pthread", "rt", "posix4"});
  if (check_lib(c, "intl", "textdomain")) {
    c.define("WITH_LIBINTL");
    c.set_x("LIBS", "-lintl $LIBS");
  }
}

void aix_extensions(Context& c) {
  if (!matches("AIX*", c.var("ac_sys_system"))) return;
  c.checking("for genuine AIX C++ extensions support");
  if (c.links(program("#include <load.h>", R"(loadAndInit("", 0, ""))"), false)) {
    c.define("AIX_GENUINE_CPLUSPLUS");
    c.result("yes");
  } else {
    c.result("no");
  }
  // The date of the kernel's fileset becomes part of the platform tag.
  c.checking("for the system builddate");
  c.set("AIX_BUILDDATE", c.command("lslpp -Lcq bos.mp64 | awk -F: '{ print $NF }'", "9898").output);
  c.define("AIX_BUILDDATE", c.var("AIX_BUILDDATE"));
  c.result(c.var("AIX_BUILDDATE"));
}

void socket_libraries(Context& c) {
  if (check_lib(c, "nsl", "t_open")) c.set_x("LIBS", "-lnsl $LIBS");
  if (check_lib(c, "socket", "socket", c.x("$LIBS"))) c.set_x("LIBS", "-lsocket $LIBS");
  if (matches("Haiku*", c.x("$ac_sys_system/$ac_sys_release"))) {
    if (check_lib(c, "network", "socket", c.x("$LIBS"))) c.set_x("LIBS", "-lnetwork $LIBS");
  }
}

void with_libs(Context& c) {
  c.checking("for --with-libs");
  if (auto given = c.with("libs")) {
    c.result(*given);
    c.set_x("LIBS", "$withval $LIBS");
  } else {
    c.result("no");
  }
}

}  // namespace pyconfigure::decide
