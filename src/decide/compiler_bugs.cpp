// configure.ac: -O2 and what goes wrong with it: fortified memmove, inlining in ceval.c, gcc's ipa-pure-const pass.
#include <string>
#include <string_view>

#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// An uncached AC_RUN_IFELSE whose program exits with 0 when all is well: no, yes, or undefined when cross compiling.
void bug(Context& c, std::string_view variable, const probe::Program& text) {
  const bool cross = c.yes("cross_compiling");
  c.set(variable, cross ? "undefined" : c.runs(text).ok ? "no" : "yes");
}

}  // namespace

void optimization_level(Context& c) {
  c.cache_check("for -O2", "ac_cv_compile_o2", [&] {
    SaveVar cflags(c, "CFLAGS");
    c.set("CFLAGS", "-O2");
    return c.compiles(program("", ""));
  });
}

void memmove_bug(Context& c) {
  c.checking("for glibc _FORTIFY_SOURCE/memmove bug");
  {
    SaveVar cflags(c, "CFLAGS");
    c.set("CFLAGS", c.is("ac_cv_compile_o2", "no") ? "" : "-O2 -D_FORTIFY_SOURCE=2");
    bug(c, "have_glibc_memmove_bug", source(probe::embedded_program("fortified_memmove.c")));
  }
  c.result(c.var("have_glibc_memmove_bug"));
  if (c.yes("have_glibc_memmove_bug")) c.define("HAVE_GLIBC_MEMMOVE_BUG");
}

void ceval_inlining(Context& c) {
  if (!c.checkout().says("AC_SUBST([CFLAGS_CEVAL])")) return;
  c.checking("if we need to manually block large inlining in ceval.c");
  bug(c, "block_huge_inlining_in_ceval",
      source("int main(void) {\n"
             "// This version of clang inlines so much into the evaluation loop that its frame overflows the stack.\n"
             "#if defined(__clang__) && (__clang_major__ == 22)\n"
             "  return 1;\n"
             "#else\n"
             "  return 0;\n"
             "#endif\n"
             "}\n"));
  c.result(c.var("block_huge_inlining_in_ceval"));
  if (c.yes("block_huge_inlining_in_ceval") && c.yes("ac_cv_computed_gotos")) {
    c.append("CFLAGS_CEVAL", " -finline-max-stacksize=512");
  }
  c.subst("CFLAGS_CEVAL");
}

void ipa_pure_const_bug(Context& c) {
  const bool by_command = c.checkout().says("case $CC in\n        *gcc*)\n            AC_MSG_CHECKING([for gcc ipa");
  const bool gcc = by_command ? matches("*gcc*", c.var("CC")) : c.is("ac_cv_cc_name", "gcc");
  if (!c.yes("ac_cv_gcc_asm_for_x87") || !gcc) return;
  c.checking("for gcc ipa-pure-const bug");
  {
    SaveVar cflags(c, "CFLAGS");
    c.set("CFLAGS", "-O2");
    bug(c, "have_ipa_pure_const_bug", source(probe::embedded_program("ipa_pure_const.c")));
  }
  c.result(c.var("have_ipa_pure_const_bug"));
  if (c.yes("have_ipa_pure_const_bug")) c.define("HAVE_IPA_PURE_CONST_BUG");
}

}  // namespace pyconfigure::decide
