// configure.ac: netdb and socket functions, setgroups, login names, pseudo terminals, large files, process groups,
// namespaces, clocks, device numbers.
#include <string>
#include <string_view>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

constexpr std::string_view kSocketHeaders = R"(
#include <sys/types.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <arpa/inet.h>
)";

void network(Context& c) {
  for (std::string_view function :
       {"hstrerror", "getservbyname", "getservbyport", "gethostbyname", "gethostbyaddr", "getprotobyname"}) {
    py_check_func(c, function, "#include <netdb.h>");
  }
  for (std::string_view function : {"inet_aton", "inet_ntoa", "inet_pton", "getpeername", "getsockname", "accept",
                                    "bind", "connect", "listen", "recvfrom", "sendto", "setsockopt", "socket"}) {
    py_check_func(c, function, kSocketHeaders);
  }
  py_check_func(c, "setgroups", "\n#include <unistd.h>\n#ifdef HAVE_GRP_H\n#include <grp.h>\n#endif\n");
}

void login_names(Context& c) {
  if (!c.checkout().says("AC_CHECK_DECL([MAXLOGNAME]")) return;
  const bool misspelt = c.checkout().says("include <sys/params.h>");
  const std::string_view headers = misspelt ? "#include <sys/params.h>\n" : "#include <sys/param.h>\n";
  if (check_decl(c, "MAXLOGNAME", headers)) c.define("HAVE_MAXLOGNAME");
  check_decls(c, {"UT_NAMESIZE"}, "#include <utmp.h>\n");
  if (c.yes("ac_cv_have_decl_UT_NAMESIZE")) c.define("HAVE_UT_NAMESIZE");
  // musl's own prctl_mm_map clashes with the kernel's.
  if (c.checkout().says("AC_CHECK_DECLS([PR_SET_VMA_ANON_NAME]") && !c.is("ac_cv_libc", "musl")) {
    check_decls(c, {"PR_SET_VMA_ANON_NAME"}, "#include <linux/prctl.h>\n#include <sys/prctl.h>\n");
    if (c.yes("ac_cv_have_decl_PR_SET_VMA_ANON_NAME")) c.define("_Py_HAVE_PR_SET_VMA_ANON_NAME");
  }
}

/// openpty and forkpty may be in -lutil or -lbsd, which then stay in LIBS.
void check_pty_function(Context& c, std::string_view function, std::string_view macro) {
  check_funcs(c, {function}, {}, [&] {
    for (std::string_view library : {"util", "bsd"}) {
      if (!check_lib(c, library, function)) continue;
      c.define(macro);
      c.append("LIBS", " -l" + std::string(library));
      return;
    }
  });
}

void pseudo_terminals(Context& c) {
  check_pty_function(c, "openpty", "HAVE_OPENPTY");
  if (search_libs(c, "login_tty", {"util"})) c.define("HAVE_LOGIN_TTY");
  check_pty_function(c, "forkpty", "HAVE_FORKPTY");
}

void process_groups(Context& c) {
  check_funcs(c, {"getpgrp"}, [&] {
    if (c.compiles(program("#include <unistd.h>", "getpgrp(0);"), false)) c.define("GETPGRP_HAVE_ARG");
  });
  check_funcs(c, {"setpgrp"}, [&] {
    if (c.compiles(program("#include <unistd.h>", "setpgrp(0,0);"), false)) c.define("SETPGRP_HAVE_ARG");
  });
}

/// A clock function that is in -lrt where it is not in the C library.
void check_clock_function(Context& c, std::string_view function, std::string_view macro) {
  check_funcs(c, {function}, {}, [&] {
    if (check_lib(c, "rt", function)) c.define(macro);
  });
}

void clocks(Context& c) {
  check_funcs(c, {"clock_gettime"}, {}, [&] {
    if (!check_lib(c, "rt", "clock_gettime")) return;
    c.append("LIBS", " -lrt");
    c.define("HAVE_CLOCK_GETTIME");
    c.define("TIMEMODULE_LIB", "rt");
  });
  check_clock_function(c, "clock_getres", "HAVE_CLOCK_GETRES");
  // Android and iOS link clock_settime, but crash unprivileged processes that call it.
  const bool gates = c.checkout().says("test \"$ac_sys_system\" != \"Linux-android\" && test");
  if (!gates || !matches("Linux-android|iOS", c.var("ac_sys_system"))) {
    check_clock_function(c, "clock_settime", "HAVE_CLOCK_SETTIME");
  }
  // Interrupted by a signal, older Androids return the wrong value.
  if (!(gates && c.is("ac_sys_system", "Linux-android") && android_api_below(c, 23))) {
    check_clock_function(c, "clock_nanosleep", "HAVE_CLOCK_NANOSLEEP");
  }
  check_clock_function(c, "nanosleep", "HAVE_NANOSLEEP");
}

constexpr std::string_view kDeviceHeaders = R"(
#if defined(MAJOR_IN_MKDEV)
#include <sys/mkdev.h>
#elif defined(MAJOR_IN_SYSMACROS)
#include <sys/types.h>
#include <sys/sysmacros.h>
#else
#include <sys/types.h>
#endif
)";

void device_numbers(Context& c) {
  c.cache_check("for major, minor, and makedev", "ac_cv_device_macros",
                [&] { return c.links(program(kDeviceHeaders, "makedev(major(0),minor(0));")); });
  if (c.yes("ac_cv_device_macros")) c.define("HAVE_DEVICE_MACROS");
  c.define("SYS_SELECT_WITH_SYS_TIME");
}

}  // namespace

void network_functions(Context& c) {
  network(c);
  login_names(c);
}

void system_functions(Context& c) {
  pseudo_terminals(c);
  check_funcs(c, {"fseek64", "fseeko", "fstatvfs", "ftell64", "ftello", "statvfs"});
  replace_funcs(c, {"dup2"});
  process_groups(c);
  if (c.checkout().says("AC_CHECK_FUNCS([setns unshare])")) check_funcs(c, {"setns", "unshare"});
  crypt_library(c);
  clocks(c);
  device_numbers(c);
}

}  // namespace pyconfigure::decide
