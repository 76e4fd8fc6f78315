// configure.ac: --enable-experimental-jit, and the flags of particular compilers after it.
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

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

void regenerate_stencils(Context& c) {
  const std::string target = c.var(c.empty("ARCH_TRIPLES") ? "host" : "ARCH_TRIPLES");
  std::string command = "$(PYTHON_FOR_REGEN) $(srcdir)/Tools/jit/build.py " + target +
                        c.x(" --output-dir . --pyconfig-dir . --cflags=\"$CFLAGS_JIT\"");
  if (c.checkout().says("--llvm-version=")) {
    command += c.x(" --llvm-version=\"$LLVM_VERSION\" --llvm-tools-install-dir=\"$LLVM_TOOLS_INSTALL_DIR\"");
  }
  c.set("REGEN_JIT_COMMAND", command);
  if (c.checkout().says("AC_SUBST([JIT_STENCILS_H])")) c.set("JIT_STENCILS_H", "jit_stencils.h");
  if (c.is("Py_DEBUG", "true")) c.append("REGEN_JIT_COMMAND", " --debug");
}

void without_the_gil(Context& c) {
  if (!c.yes("disable_gil") || c.is("enable_experimental_jit", "no")) return;
  if (c.checkout().says("AC_MSG_WARN([--enable-experimental-jit does not work")) {
    c.warn("--enable-experimental-jit does not work correctly with --disable-gil.");
  } else {
    c.fail("--enable-experimental-jit cannot be used with --disable-gil.");
  }
}

}  // namespace

void experimental_jit(Context& c) {
  // The trees that have no such check decide this elsewhere, before the optimisation options.
  if (!c.checkout().says("AS_VAR_IF([tier2_flags],")) return;
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
  without_the_gil(c);
}

bool is_compiler(const Context& c, std::string_view name) {
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
