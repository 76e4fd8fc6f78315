// configure.ac: --enable-optimizations, PROFILE_TASK: which rules `make` follows by default.
#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

void make_rules(Context& c, std::string_view all_rule, std::string_view require_pgo, std::string_view rule) {
  c.set("DEF_MAKE_ALL_RULE", all_rule);
  c.set("REQUIRE_PGO", require_pgo);
  c.set("DEF_MAKE_RULE", rule);
}

void optimized_build(Context& c) {
  static constexpr std::string_view kClash =
      "CFLAGS contains -O0 which may conflict with --enable-optimizations. "
      "Consider removing -O0 from CFLAGS for optimal performance.";
  if (c.checkout().says("CFLAGS contains -O0") && matches("*-O0*", c.var("CFLAGS"))) c.warn(kClash);
  make_rules(c, "profile-opt", "yes", "build_all");
  const bool by_command = c.checkout().says("DEF_MAKE_RULE=\"build_all\"\n  case $CC in\n    *gcc*)");
  const bool gcc = by_command ? matches("*gcc*", c.var("CC")) : c.yes("ac_cv_gcc_compat");
  const bool strict = c.checkout().says("-fno-semantic-interposition\"\n      ], [], [-Werror])");
  if (gcc && ax_check_compile_flag(c, "-fno-semantic-interposition", strict ? "-Werror" : "")) {
    c.append("CFLAGS_NODIST", " -fno-semantic-interposition");
    c.append("LDFLAGS_NODIST", " -fno-semantic-interposition");
  }
}

}  // namespace

void enable_optimizations(Context& c) {
  c.subst("DEF_MAKE_ALL_RULE");
  c.subst("DEF_MAKE_RULE");
  c.set("Py_OPT", "false");
  c.checking("for --enable-optimizations");
  const auto given = c.enable("optimizations");
  if (given && *given != "no") c.set("Py_OPT", "true");
  c.result(c.is("Py_OPT", "true") ? "yes" : "no");

  if (c.is("Py_OPT", "true")) {
    optimized_build(c);
  } else if (c.is("ac_sys_system", "Emscripten")) {
    make_rules(c, c.checkout().says("DEF_MAKE_ALL_RULE=\"build_emscripten\"") ? "build_emscripten" : "build_wasm", "no", "all");
  } else if (c.is("ac_sys_system", "WASI")) {
    make_rules(c, "build_wasm", "no", "all");
  } else {
    make_rules(c, "build_all", "no", "all");
  }
}

void profile_task(Context& c) {
  c.subst("PROFILE_TASK");
  c.checking("PROFILE_TASK");
  if (c.empty("PROFILE_TASK")) c.set("PROFILE_TASK", "-m test --pgo --timeout=$(TESTTIMEOUT)");
  c.result(c.var("PROFILE_TASK"));
}

}  // namespace pyconfigure::decide
