// configure.ac: --disable-gil, --with-pydebug, --with-trace-refs, --enable-pystats, --with-assertions: the kinds of
// build that change the ABI or what the interpreter checks, and the letters they add to ABIFLAGS.
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

void disable_gil(Context& c) {
  c.subst("ABIFLAGS", "");
  if (!c.checkout().says("AC_ARG_ENABLE([gil]")) return;
  c.subst("ABI_THREAD", "");
  c.checking("for --disable-gil");
  const auto given = c.enable("gil");
  c.set("disable_gil", given && *given != "yes" ? "yes" : "no");
  c.result(c.var("disable_gil"));
  if (!c.yes("disable_gil")) return;
  c.define("Py_GIL_DISABLED");
  c.append("ABIFLAGS", "t");
  c.set("ABI_THREAD", "t");
}

void with_pydebug(Context& c) {
  c.checking("for --with-pydebug");
  const auto given = c.with("pydebug");
  if (!given) return c.result("no");  // Py_DEBUG stays as the environment has it.
  if (*given != "no") {
    c.define("Py_DEBUG");
    c.result("yes");
    c.set("Py_DEBUG", "true");
    c.append("ABIFLAGS", "d");
  } else {
    c.result("no");
    c.set("Py_DEBUG", "false");
  }
}

void with_trace_refs(Context& c) {
  c.checking("for --with-trace-refs");
  if (!c.with("trace-refs")) c.set("with_trace_refs", "no");
  c.result(c.var("with_trace_refs"));
  if (c.yes("with_trace_refs")) c.define("Py_TRACE_REFS");
  static constexpr std::string_view kClash = "--disable-gil cannot be used with --with-trace-refs";
  if (c.yes("disable_gil") && c.yes("with_trace_refs") && c.checkout().says(kClash)) c.fail(kClash);
}

void enable_pystats(Context& c) {
  c.checking("for --enable-pystats");
  if (!c.enable("pystats")) c.set("enable_pystats", "no");
  c.result(c.var("enable_pystats"));
  if (c.yes("enable_pystats")) c.define("Py_STATS");
}

void with_assertions(Context& c) {
  c.set("assertions", "false");
  c.checking("for --with-assertions");
  const auto given = c.with("assertions");
  if (given && *given != "no") c.set("assertions", "true");
  if (c.is("assertions", "true")) {
    c.result("yes");
  } else if (c.is("Py_DEBUG", "true")) {
    c.set("assertions", "true");
    c.result("implied by --with-pydebug");
  } else {
    c.result("no");
  }
}

}  // namespace pyconfigure::decide
