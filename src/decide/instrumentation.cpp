// configure.ac: --with-valgrind, --with-dtrace.
#include <string>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// NetBSD's dtrace makes a header rather than an object, and must keep away from the system's libraries.
bool is_netbsd(const Context& c) {
  return c.checkout().says("DTRACE_TEST_FLAGS") && matches("*netbsd*", c.var("host"));
}

/// Does this dtrace know how to make an object to link with (-G)? That of macOS does not, and need not.
bool probes_require_linking(Context& c) {
  c.set("DTRACE_TEST_FLAGS", is_netbsd(c) ? "-x nolibs -h" : "-G");
  std::string script = shell_variables(c, {"DTRACE", "DFLAGS", "DTRACE_TEST_FLAGS"});
  if (!c.var("DTRACE").starts_with("/")) script += "DTRACE=\"" + c.checkout().build_dir + "/$DTRACE\"\n";
  script += "\"$DTRACE\" $DFLAGS $DTRACE_TEST_FLAGS -s conftest.d -o conftest.o >/dev/null 2>&1";
  return c.command(script, {}, {{"conftest.d", "BEGIN{}\n"}}).ok;
}

}  // namespace

void valgrind(Context& c) {
  c.checking("for --with-valgrind");
  if (!c.with("valgrind")) c.set("with_valgrind", "no");
  c.result(c.var("with_valgrind"));
  if (c.is("with_valgrind", "no")) return;
  if (!check_header(c, "valgrind/valgrind.h")) {
    return c.fail("Valgrind support requested but headers not available");
  }
  c.define("WITH_VALGRIND");
  c.set_x("OPT", "-DDYNAMIC_ANNOTATIONS_ENABLED=1 $OPT");
}

void dtrace(Context& c) {
  c.checking("for --with-dtrace");
  if (!c.with("dtrace")) c.set("with_dtrace", "no");
  c.result(c.var("with_dtrace"));
  for (const char* name : {"DTRACE", "DFLAGS", "DTRACE_HEADERS", "DTRACE_OBJS"}) c.subst(name);
  c.set("DTRACE", "");
  c.set("DTRACE_HEADERS", "");
  c.set("DTRACE_OBJS", "");
  if (!c.yes("with_dtrace")) return;

  path_prog(c, "DTRACE", "dtrace", "not found");
  if (c.is("DTRACE", "not found")) return c.fail("dtrace command not found on $PATH");
  c.define("WITH_DTRACE");
  c.set("DTRACE_HEADERS", "Include/pydtrace_probes.h");
  c.cache_check("whether DTrace probes require linking", "ac_cv_dtrace_link",
                [&] { return probes_require_linking(c); });
  if (c.yes("ac_cv_dtrace_link")) c.set("DTRACE_OBJS", "Python/pydtrace.o");
  if (is_netbsd(c)) c.set_x("DFLAGS", "$DFLAGS -x nolibs");
}

}  // namespace pyconfigure::decide
