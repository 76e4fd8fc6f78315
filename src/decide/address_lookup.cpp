// configure.ac: getaddrinfo and its bugs, getnameinfo; gethostbyname_r and how many arguments it takes.
#include <string>
#include <string_view>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

constexpr std::string_view kNetdb = "\n#include <sys/types.h>\n#include <sys/socket.h>\n#include <netdb.h>\n"
                                    "#include <stdio.h>\n";

std::string is_getaddrinfo_buggy(Context& c) {
  if (!c.yes("cross_compiling")) {
    return c.runs(source(probe::embedded_program("getaddrinfo_bug.c"))).ok ? "no" : "yes";
  }
  const bool knows_phones = c.checkout().says("ac_cv_buggy_getaddrinfo=\"no\"\n");
  if (knows_phones && matches("Linux-android|iOS", c.var("ac_sys_system"))) return "no";
  return c.has("enable_ipv6") ? "no -- configured with --(en|dis)able-ipv6" : "yes";
}

/// How gethostbyname_r may look. The variables stand uninitialised on purpose: nothing runs.
struct Signature {
  std::string_view arguments;
  std::string_view macro;
  std::string_view body;
};

constexpr Signature kSignatures[] = {
    {"6", "HAVE_GETHOSTBYNAME_R_6_ARG",
     "char *host;\nstruct hostent *entry, *found;\nchar space[2048];\nint size = 2048;\nint error;\n"
     "(void) gethostbyname_r(host, entry, space, size, &found, &error)"},
    {"5", "HAVE_GETHOSTBYNAME_R_5_ARG",
     "char *host;\nstruct hostent *entry;\nchar space[2048];\nint size = 2048;\nint error;\n"
     "(void) gethostbyname_r(host, entry, space, size, &error)"},
    {"3", "HAVE_GETHOSTBYNAME_R_3_ARG",
     "char *host;\nstruct hostent *entry;\nstruct hostent_data data;\n(void) gethostbyname_r(host, entry, &data);"},
};

void count_arguments(Context& c) {
  for (const Signature& signature : kSignatures) {
    c.checking("gethostbyname_r with " + std::string(signature.arguments) + " args");
    const bool fits = c.compiles(program("#include <netdb.h>\n", signature.body), signature.arguments == "6");
    if (fits) {
      c.define("HAVE_GETHOSTBYNAME_R");
      c.define(signature.macro);
    }
    c.result(fits ? "yes" : "no");
    if (fits) return;
  }
}

}  // namespace

void getaddrinfo(Context& c) {
  c.cache_check("for getaddrinfo", "ac_cv_func_getaddrinfo",
                [&] { return c.links(program(kNetdb, "getaddrinfo(NULL, NULL, NULL, NULL);")); });
  if (c.yes("ac_cv_func_getaddrinfo")) {
    c.cache_check("getaddrinfo bug", "ac_cv_buggy_getaddrinfo", [&] { return is_getaddrinfo_buggy(c); });
  }
  if (c.is("ac_cv_func_getaddrinfo", "no") || c.yes("ac_cv_buggy_getaddrinfo")) {
    if (c.yes("ipv6")) {
      return c.fail("You must get working getaddrinfo() function or pass the \"--disable-ipv6\" option to configure.");
    }
  } else {
    c.define("HAVE_GETADDRINFO");
  }
  check_funcs(c, {"getnameinfo"});
}

void gethostbyname(Context& c) {
  if (check_func(c, "gethostbyname_r")) {
    c.define("HAVE_GETHOSTBYNAME_R");
    c.set("OLD_CFLAGS", c.var("CFLAGS"));
    c.set_x("CFLAGS", "$CFLAGS $MY_CPPFLAGS $MY_THREAD_CPPFLAGS $MY_CFLAGS");
    count_arguments(c);
    c.set("CFLAGS", c.var("OLD_CFLAGS"));
  } else {
    check_funcs(c, {"gethostbyname"});
  }
  c.subst("HAVE_GETHOSTBYNAME_R_6_ARG");
  c.subst("HAVE_GETHOSTBYNAME_R_5_ARG");
  c.subst("HAVE_GETHOSTBYNAME_R_3_ARG");
  c.subst("HAVE_GETHOSTBYNAME_R");
  c.subst("HAVE_GETHOSTBYNAME");
}

}  // namespace pyconfigure::decide
