// configure.ac: --with-strict-overflow, -Og, PYDEBUG_CFLAGS, CFLAGS_ALIASING, OPT.
#include "pyconfigure/decide/context.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// Does the compiler take `flags` as its only CFLAGS? save_CFLAGS is written as _SAVE_VAR does.
void check_flags_alone(Context& c, std::string_view flags, const std::string& message, std::string_view cache_var) {
  c.set("save_CFLAGS", c.var("CFLAGS"));
  c.set("CFLAGS", flags);
  c.cache_check(message, cache_var, [&] { return c.compiles(program("", "")); });
  c.set("CFLAGS", c.var("save_CFLAGS"));
}

std::string gcc_opt(Context& c) {
  std::string opt = "-O3 -Wall";
  if (c.yes("ac_cv_prog_cc_g")) opt = c.is("Py_DEBUG", "true") ? c.x("-g $PYDEBUG_CFLAGS -Wall") : "-g -O3 -Wall";
  if (matches("SCO_SV*", c.var("ac_sys_system"))) opt += " -m486 -DSCO5";
  return opt;
}

}  // namespace

void strict_overflow(Context& c) {
  check_flags_alone(c, "-fstrict-overflow -fno-strict-overflow",
                    c.x("if $CC supports -fstrict-overflow and -fno-strict-overflow"),
                    "ac_cv_cc_supports_fstrict_overflow");
  const bool supported = c.yes("ac_cv_cc_supports_fstrict_overflow");
  c.set("STRICT_OVERFLOW_CFLAGS", supported ? "-fstrict-overflow" : "");
  c.set("NO_STRICT_OVERFLOW_CFLAGS", supported ? "-fno-strict-overflow" : "");

  c.checking("for --with-strict-overflow");
  if (!c.with("strict-overflow")) {
    c.set("with_strict_overflow", "no");
  } else if (c.is("ac_cv_cc_supports_fstrict_overflow", "no")) {
    c.warn("--with-strict-overflow=yes requires a compiler that supports -fstrict-overflow");
  }
  c.result(c.var("with_strict_overflow"));
}

void debug_optimization(Context& c) {
  check_flags_alone(c, "-Og", c.x("if $CC supports -Og optimization level"), "ac_cv_cc_supports_og");
  c.set("PYDEBUG_CFLAGS", c.yes("ac_cv_cc_supports_og") ? "-Og" : "-O0");
  // WASI: unoptimised frames would use up the stack after too few calls.
  if (c.is("ac_sys_system", "WASI")) c.set("PYDEBUG_CFLAGS", "-O3");
}

void opt_flags(Context& c) {
  c.subst("OPT");
  c.subst("CFLAGS_ALIASING");
  if (c.has("OPT") && !c.is("OPT", "unset")) return;
  if (c.yes("GCC")) {
    if (!c.is("ac_cv_cc_name", "clang")) c.set("CFLAGS_ALIASING", "-fno-strict-aliasing");  // dtoa.c needs it.
    c.set("OPT", gcc_opt(c));
  } else {
    c.set("OPT", "-O");
  }
}

}  // namespace pyconfigure::decide
