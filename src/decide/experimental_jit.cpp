// configure.ac: --enable-experimental-jit, and the flags of particular compilers after it.
#include <optional>
#include <string>
#include <string_view>

#include "compiler_kind.hpp"
#include "pyconfigure/base/text.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "pyconfigure/tree/macro_calls.hpp"
#include "sections.hpp"
#include "shell_condition.hpp"

namespace pyconfigure::decide {

namespace {

struct Mode {
  std::string_view option;
  std::string_view jit_flags;
  std::string_view tier2_flags;
};

constexpr Mode kModes[] = {
    {"no", "", ""},
    {"yes", "-D_Py_JIT", "-D_Py_TIER2=1"},
    {"yes-off", "-D_Py_JIT", "-D_Py_TIER2=3"},
    {"interpreter", "", "-D_Py_TIER2=4"},
    {"interpreter-off", "", "-D_Py_TIER2=6"},  // left out of the help text
};

/// How configure.ac names what to compile for: macOS may have several processors.
constexpr std::string_view kTriples = "${ARCH_TRIPLES:-$host}";

/// The command as configure.ac has it, `["\$(PYTHON_FOR_REGEN) ... build.py ..."]`.
std::optional<std::string> regenerating_command(const Context& c) {
  for (const tree::MacroCall& call : tree::macro_calls(c.checkout().configure_ac, {"AS_VAR_SET"})) {
    if (call.argument(0) != "REGEN_JIT_COMMAND") continue;
    std::string text = call.argument(1);
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::nullopt;
    text = text.substr(1, text.size() - 2);
    if (const std::size_t at = text.find(kTriples); at != std::string::npos) {
      text.replace(at, kTriples.size(), c.empty("ARCH_TRIPLES") ? "$host" : "$ARCH_TRIPLES");
    }
    return in_double_quotes(c, text);
  }
  return std::nullopt;
}

void regenerate_stencils(Context& c) {
  const auto command = regenerating_command(c);
  if (!command) {
    return c.fail("configure.ac sets REGEN_JIT_COMMAND in a way that pyconfigure does not know\n"
                  "use the checkout's own ./configure for it");
  }
  c.set("REGEN_JIT_COMMAND", *command);
  if (c.checkout().says("AS_VAR_SET([JIT_STENCILS_H], [\"jit_stencils.h\"])")) c.set("JIT_STENCILS_H", "jit_stencils.h");
  if (c.is("Py_DEBUG", "true")) c.append("REGEN_JIT_COMMAND", " --debug");
}

void without_the_gil(Context& c) {
  if (!c.yes("disable_gil") || c.is("enable_experimental_jit", "no")) return;
  if (c.checkout().says("AC_MSG_WARN([--enable-experimental-jit does not work")) {
    c.warn("--enable-experimental-jit does not work correctly with --disable-gil.");
  } else if (c.checkout().says("--enable-experimental-jit cannot be used with --disable-gil")) {
    c.fail("--enable-experimental-jit cannot be used with --disable-gil.");
  }
}

void decide_jit(Context& c) {
  c.checking("for --enable-experimental-jit");
  if (!c.enable("experimental-jit")) c.set("enable_experimental_jit", "no");
  const Mode* mode = nullptr;
  for (const Mode& row : kModes) {
    if (c.is("enable_experimental_jit", row.option)) mode = &row;
  }
  if (mode == nullptr) {
    return c.fail(c.x("invalid argument: --enable-experimental-jit=$enable_experimental_jit; "
                      "expected no|yes|yes-off|interpreter"));
  }
  c.set("jit_flags", mode->jit_flags);
  c.set("tier2_flags", mode->tier2_flags);
  if (!mode->tier2_flags.empty()) c.append("CFLAGS_NODIST", c.x(" $tier2_flags"));
  if (!mode->jit_flags.empty()) {
    c.append("CFLAGS_NODIST", c.x(" $jit_flags"));
    regenerate_stencils(c);
  }
  c.subst("REGEN_JIT_COMMAND");
  if (c.checkout().says("AC_SUBST([JIT_STENCILS_H])")) c.subst("JIT_STENCILS_H");
  c.result(c.x("$tier2_flags $jit_flags"));
}

/// Older trees decide about the JIT before they look at the optimisation options.
bool decides_early(const Context& c) {
  const std::string& text = c.checkout().configure_ac;
  return base::find(text, "[for --enable-experimental-jit]") < base::find(text, "[for --enable-optimizations]");
}

bool knows_the_jit(const Context& c) {
  return c.checkout().says("[for --enable-experimental-jit]");
}

}  // namespace

void early_experimental_jit(Context& c) {
  if (knows_the_jit(c) && decides_early(c)) decide_jit(c);
}

void experimental_jit(Context& c) {
  if (!knows_the_jit(c)) return;
  if (!decides_early(c)) decide_jit(c);
  without_the_gil(c);
}

bool is_compiler(const Context& c, std::string_view name) {
  if (c.checkout().says("case \"$CC\" in\n*icc*)")) return named_in(c.var("CC"), {"icc", "xlc"}) == name;
  if (!c.checkout().says("case \"$CC_BASENAME\" in\n*mpicc*)")) return c.is("ac_cv_cc_name", name);
  return c.var("CC_BASENAME").find(name) != std::string::npos;
}

void compiler_flags(Context& c) {
  if (is_compiler(c, "mpicc")) {
    c.append("CFLAGS_NODIST", "");
  } else if (is_compiler(c, "icc")) {
    c.append("CFLAGS_NODIST", " -fp-model strict");  // floats misbehave without
  } else if (is_compiler(c, "xlc")) {
    c.append("CFLAGS_NODIST", " -qalias=noansi -qmaxmem=-1");
  }
  if (!c.is("assertions", "true")) c.set_x("OPT", "-DNDEBUG $OPT");
  if (!c.empty("ac_arch_flags")) c.append("BASECFLAGS", c.x(" $ac_arch_flags"));
}

}  // namespace pyconfigure::decide
