// configure.ac: --with-libm, --with-libc, inline assembler, the order of the words of a double, double rounding, the
// functions that a C99 libm has.
#include <string>
#include <string_view>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// --with-libm and --with-libc: STRING replaces the default, `no` empties it.
void library_option(Context& c, std::string_view option, const std::string& variable) {
  const std::string usage = "--with-" + std::string(option) + "=STRING";
  c.checking("for " + usage);
  const auto given = c.with(option);
  if (!given) return c.result("default " + variable + "=\"" + c.var(variable) + "\"");
  if (*given == "no") {
    c.set(variable, "");
    c.result("force " + variable + " empty");
  } else if (*given != "yes") {
    c.set(variable, *given);
    c.result("set " + variable + "=\"" + *given + "\"");
  } else {
    c.fail("proper usage is " + usage);
  }
}

void assembler_check(Context& c, std::string_view message, std::string_view cache_var, std::string_view body,
                     std::string_view macro, bool guess) {
  c.cache_check(message, cache_var, [&] { return c.links(program("", body), guess); });
  if (c.yes(cache_var)) c.define(macro);
}

void unknown_word_order(Context& c) {
  const tree::Checkout& tree = c.checkout();
  const std::string& cpu = c.var("host_cpu");
  if (tree.says("AX_C_FLOAT_WORDS_BIGENDIAN\nif test")) {
    // The macro's own words, before configure.ac could say anything.
    return c.fail(
        "\n\nUnknown float word ordering. You need to manually preset\n"
        "ax_cv_c_float_words_bigendian=no (or yes) according to your system.\n\n    ");
  }
  // Some ARM systems mix both orders; what is neither must be that.
  if (tree.says("DOUBLE_IS_ARM_MIXED_ENDIAN_IEEE754") && matches("*arm*", cpu)) {
    return c.define("DOUBLE_IS_ARM_MIXED_ENDIAN_IEEE754");
  }
  if (tree.says("[wasm*], [AC_DEFINE([DOUBLE_IS_LITTLE_ENDIAN_IEEE754]")) {
    if (matches("wasm*", cpu)) c.define("DOUBLE_IS_LITTLE_ENDIAN_IEEE754");
    return;
  }
  c.fail(
      "Unknown float word ordering. You need to manually preset ax_cv_c_float_words_bigendian=no (or yes) "
      "according to your system.");
}

/// dtoa.c needs 53 bit rounding, so on x86 and m68k the control word of the FPU has to be in reach.
void control_words(Context& c) {
  assembler_check(c, "whether we can use gcc inline assembler to get and set x87 control word", "ac_cv_gcc_asm_for_x87",
                  "unsigned short word;\n"
                  "__asm__ __volatile__ (\"fnstcw %0\" : \"=m\" (word));\n"
                  "__asm__ __volatile__ (\"fldcw %0\" : : \"m\" (word));\n",
                  "HAVE_GCC_ASM_FOR_X87", true);
  const bool data_or_memory = c.checkout().says("\"=dm\" (fpcr)");
  const std::string operand = data_or_memory ? "dm" : "g";
  assembler_check(c, "whether we can use gcc inline assembler to get and set mc68881 fpcr", "ac_cv_gcc_asm_for_mc68881",
                  "unsigned int word;\n"
                  "__asm__ __volatile__ (\"fmove.l %%fpcr,%0\" : \"=" + operand + "\" (word));\n"
                  "__asm__ __volatile__ (\"fmove.l %0,%%fpcr\" : : \"" + operand + "\" (word));\n",
                  "HAVE_GCC_ASM_FOR_MC68881", false);
}

void double_rounding(Context& c) {
  c.cache_check("for x87-style double rounding", "ac_cv_x87_double_rounding", [&] {
    c.set("ac_save_cc", c.var("CC"));
    c.set_x("CC", "$CC $BASECFLAGS");
    const bool twice =
        !c.yes("cross_compiling") && !c.runs(source(probe::embedded_program("double_rounding.c"))).ok;
    c.set("CC", c.var("ac_save_cc"));
    return twice;
  });
  if (c.yes("ac_cv_x87_double_rounding")) c.define("X87_DOUBLE_ROUNDING");
}

}  // namespace

void math_libraries(Context& c) {
  if (!check_func(c, "__fpu_control")) check_lib_use(c, "ieee", "__fpu_control");
  c.subst("LIBM");
  if (!c.is("ac_sys_system", "Darwin")) c.set("LIBM", "-lm");
  library_option(c, "libm", "LIBM");
  c.subst("LIBC");
  library_option(c, "libc", "LIBC");
}

void floating_point(Context& c) {
  assembler_check(c, "for x64 gcc inline assembler", "ac_cv_gcc_asm_for_x64",
                  "__asm__ __volatile__ (\"movq %rcx, %rax\");\n", "HAVE_GCC_ASM_FOR_X64", true);
  ax_c_float_words_bigendian(
      c,
      [&] {
        // Used without actions, the macro defines a name of its own.
        if (c.checkout().says("AX_C_FLOAT_WORDS_BIGENDIAN\nif test")) c.define("FLOAT_WORDS_BIGENDIAN");
        c.define("DOUBLE_IS_BIG_ENDIAN_IEEE754");
      },
      [&] { c.define("DOUBLE_IS_LITTLE_ENDIAN_IEEE754"); },
      [&] { unknown_word_order(c); });
  control_words(c);
  double_rounding(c);
}

void math_functions(Context& c) {
  c.set("LIBS_SAVE", c.var("LIBS"));
  c.set_x("LIBS", "$LIBS $LIBM");
  check_funcs(c, {"acosh", "asinh", "atanh", "erf", "erfc", "expm1", "log1p", "log2"}, {},
              [&] { c.fail("Python requires C99 compatible libm"); });
  c.set("LIBS", c.var("LIBS_SAVE"));
}

}  // namespace pyconfigure::decide
