// configure.ac: --with-strict-overflow, -Og, PYDEBUG_CFLAGS, CFLAGS_ALIASING, OPT.
#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
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
  const char* release = c.checkout().says("OPT=\"-g $WRAP -O3 -Wall\"") ? "-g $WRAP -O3 -Wall" : "-g -O3 -Wall";
  std::string opt = "-O3 -Wall";
  if (c.yes("ac_cv_prog_cc_g")) opt = c.is("Py_DEBUG", "true") ? c.x("-g $PYDEBUG_CFLAGS -Wall") : c.x(release);
  if (matches("SCO_SV*", c.var("ac_sys_system"))) opt += " -m486 -DSCO5";
  return opt;
}

/// Is the compiler clang, by its own word when CC does not say so?
void find_clang(Context& c) {
  if (matches("*clang*", c.var("CC"))) return c.set("cc_is_clang", "1");
  const Outcome version = c.command(shell_variables(c, {"CC"}) + "$CC --version 2>&1 | grep clang");
  c.set("cc_is_clang", version.output.empty() ? "" : "1");
}

/// WRAP: integer overflow wraps around, where the compiler's help knows the option.
void find_wrap_option(Context& c) {
  const Outcome known = c.command(shell_variables(c, {"CC"}) + "\"$CC\" -v --help 2>/dev/null | grep -c -- -fwrapv", "1");
  if ((!known.output.empty() && known.output != "0") || !c.empty("cc_is_clang")) c.set("WRAP", "-fwrapv");
}

/// Meant for clang; newer trees have the test the wrong way round.
bool keeps_aliasing_loose(const Context& c) {
  if (c.checkout().says("if test -n \"${cc_is_clang}\"")) return !c.empty("cc_is_clang");
  return c.checkout().says("if test \"${ac_cv_cc_name}\" != \"clang\"") != c.is("ac_cv_cc_name", "clang");
}

}  // namespace

void strict_overflow(Context& c) {
  if (c.checkout().says("cc_is_clang=1")) find_clang(c);
  if (!c.checkout().says("[for --with-strict-overflow]")) return;
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
  if (c.is("ac_sys_system", "WASI") && c.checkout().says("PYDEBUG_CFLAGS=\"-O3\"")) c.set("PYDEBUG_CFLAGS", "-O3");
}

void opt_flags(Context& c) {
  c.subst("OPT");
  c.subst("CFLAGS_ALIASING");
  if (c.has("OPT") && !c.is("OPT", "unset")) return;
  if (c.yes("GCC")) {
    if (c.checkout().says("WRAP=\"-fwrapv\"")) find_wrap_option(c);
    if (keeps_aliasing_loose(c)) c.set("CFLAGS_ALIASING", "-fno-strict-aliasing");  // dtoa.c needs it.
    c.set("OPT", gcc_opt(c));
  } else {
    c.set("OPT", "-O");
  }
}

}  // namespace pyconfigure::decide
