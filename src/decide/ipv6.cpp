// configure.ac: --enable-ipv6 and the IPv6 stack; SocketCAN's raw socket options.
#include <string>

#include "autoconf.hpp"
#include "defined_in.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

void ask_the_headers(Context& c) {
  const bool family =
      c.compiles(program("#include <sys/types.h>\n#include <sys/socket.h>\n", "int domain = AF_INET6;"));
  c.set("ipv6", family ? "yes" : "no");
  if (c.is("ac_sys_system", "WASI")) c.set("ipv6", "no");
  c.result(c.var("ipv6"));
  if (c.yes("ipv6")) {
    c.checking("if RFC2553 API is available");
    const bool scope = c.compiles(program("#include <sys/types.h>\n#include <netinet/in.h>\n",
                                          "struct sockaddr_in6 address;\naddress.sin6_scope_id;"));
    c.set("ipv6", scope ? "yes" : "no");
    c.result(c.var("ipv6"));
  }
  if (c.yes("ipv6")) c.define("ENABLE_IPV6");
}

void enable_ipv6(Context& c) {
  c.checking("if --enable-ipv6 is specified");
  const auto given = c.enable("ipv6");
  if (!given) return ask_the_headers(c);
  if (*given == "no") {
    c.result("no");
    c.set("ipv6", "no");
  } else {
    c.result("yes");
    c.define("ENABLE_IPV6");
    c.set("ipv6", "yes");
  }
}

void stack_in(Context& c, std::string_view type, std::string_view lib, std::string_view libdir) {
  c.set("ipv6type", type);
  if (!lib.empty()) c.set("ipv6lib", lib);
  if (!libdir.empty()) c.set("ipv6libdir", libdir);
}

/// The historic stacks in configure.ac's order; each tells whether it is this one.
using StackCheck = void (*)(Context&);

constexpr StackCheck kStacks[] = {
    [](Context& c) {
      if (defined_in(c, "netinet/in.h", "IPV6_INRIA_VERSION")) stack_in(c, "inria", "", "");
    },
    [](Context& c) {
      if (!defined_in(c, "netinet/in.h", "__KAME__")) return;
      stack_in(c, "kame", "inet6", "/usr/local/v6/lib");
      c.set("ipv6trylibc", "yes");
    },
    [](Context& c) {
      // Older trees want glibc 2.1 or newer, of 1999.
      if (!defined_in(c, "features.h", "__GLIBC__", true)) return;
      stack_in(c, "linux-glibc", "", "");
      c.set("ipv6trylibc", "yes");
    },
    [](Context& c) {
      if (!c.file_test('d', "/usr/inet6")) return;
      stack_in(c, "linux-inet6", "inet6", "/usr/inet6/lib");
      c.set_x("BASECFLAGS", "-I/usr/inet6/include $BASECFLAGS");
    },
    [](Context& c) {
      if (!c.file_test('f', "/etc/netconfig")) return;
      if (c.read_file("/etc/netconfig").find("tcp6") == std::string::npos) return;
      stack_in(c, "solaris", "", "");
      c.set("ipv6trylibc", "yes");
    },
    [](Context& c) {
      if (defined_in(c, "sys/param.h", "_TOSHIBA_INET6")) stack_in(c, "toshiba", "inet6", "/usr/local/v6/lib");
    },
    [](Context& c) {
      if (!defined_in(c, "/usr/local/v6/include/sys/v6config.h", "__V6D__")) return;
      stack_in(c, "v6d", "v6", "/usr/local/v6/lib");
      c.set_x("BASECFLAGS", "-I/usr/local/v6/include $BASECFLAGS");
    },
    [](Context& c) {
      if (defined_in(c, "sys/param.h", "_ZETA_MINAMI_INET6")) stack_in(c, "zeta", "inet6", "/usr/local/v6/lib");
    },
};

void ipv6_stack(Context& c) {
  c.set("ipv6type", "unknown");
  c.set("ipv6lib", "none");
  c.set("ipv6trylibc", "no");
  const bool announced = !c.checkout().says("AX_CHECK_DEFINE(");  // and looked for in a cross build, too
  if (!c.yes("ipv6") || (!announced && !c.is("cross_compiling", "no"))) return;
  if (announced) c.checking("ipv6 stack type");
  for (StackCheck check : kStacks) {
    check(c);
    if (!c.is("ipv6type", "unknown")) break;
  }
  if (!announced) c.checking("ipv6 stack type");
  c.result(c.var("ipv6type"));
}

void ipv6_library(Context& c) {
  if (!c.yes("ipv6") || c.is("ipv6lib", "none")) return;
  const bool noticed = c.checkout().says("AC_MSG_NOTICE([using libc])");
  const auto say = [&](const std::string& library) { noticed ? c.notice("using " + library) : c.result(library); };
  if (!noticed) c.checking("ipv6 library");
  if (c.file_test('d', c.var("ipv6libdir")) && c.file_test('f', c.x("$ipv6libdir/lib${ipv6lib}.a"))) {
    c.set_x("LIBS", "-L$ipv6libdir -l$ipv6lib $LIBS");
    say(c.x("lib$ipv6lib"));
  } else if (c.yes("ipv6trylibc")) {
    say("libc");
  } else {
    c.fail(
        c.x("No $ipv6lib library found; cannot continue. You need to fetch lib$ipv6lib.a from appropriate ipv6 kit "
            "and compile beforehand."));
  }
}

}  // namespace

void ipv6(Context& c) {
  enable_ipv6(c);
  ipv6_stack(c);
  ipv6_library(c);
}

void can_raw(Context& c) {
  const std::string_view header = "#include <linux/can/raw.h>\n";
  c.cache_check("CAN_RAW_FD_FRAMES", "ac_cv_can_raw_fd_frames",
                [&] { return c.compiles(program(header, "int option = CAN_RAW_FD_FRAMES;")); });
  if (c.yes("ac_cv_can_raw_fd_frames")) c.define("HAVE_LINUX_CAN_RAW_FD_FRAMES");
  c.cache_check("for CAN_RAW_JOIN_FILTERS", "ac_cv_can_raw_join_filters",
                [&] { return c.compiles(program(header, "int option = CAN_RAW_JOIN_FILTERS;")); });
  if (c.yes("ac_cv_can_raw_join_filters")) c.define("HAVE_LINUX_CAN_RAW_JOIN_FILTERS");
}

}  // namespace pyconfigure::decide
