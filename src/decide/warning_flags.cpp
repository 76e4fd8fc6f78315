// configure.ac: the flags for compilers that understand gcc's options (and the two systems with others).
#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

const probe::Program& empty_program() {
  static const probe::Program kEmpty = program("", "");
  return kEmpty;
}

/// PY_CHECK_CC_WARNING: is -WNAME known? `verb` is enable or disable, and only words.
bool cc_warning(Context& c, std::string_view verb, std::string_view name, std::string message = {}) {
  if (message.empty()) {
    message = "if we can " + std::string(verb) + " " + c.var("CC") + " " + std::string(name) + " warning";
  }
  const std::string cache_var = "ac_cv_" + std::string(verb) + "_" + tr_sh(name) + "_warning";
  return c.cache_check(message, cache_var, [&] {
    const SaveVar cflags(c, "CFLAGS");
    // Older trees forget the blank, so that the flag becomes part of the last one before it.
    const bool glued = c.checkout().says("AS_VAR_APPEND([CFLAGS], [\"-W$2 -Werror\"])");
    c.append("CFLAGS", (glued ? "-W" : " -W") + std::string(name) + " -Werror");
    const std::string parameters = main_parameters(c);
    return c.compiles(parameters == "(void)" ? empty_program()
                                             : source("int\nmain " + parameters + "\n{\n  return 0;\n}\n"));
  }) == "yes";
}

/// Old gcc warns about legal code unless told -fno-strict-aliasing. The message shows CC with the option.
void strict_aliasing(Context& c) {
  {
    const SaveVar cc(c, "CC");
    const SaveVar cflags(c, "CFLAGS");
    const std::string plain_cc = c.var("CC");
    c.append("CC", " -fno-strict-aliasing");
    c.cache_check(c.x("whether $CC accepts and needs -fno-strict-aliasing"), "ac_cv_no_strict_aliasing", [&] {
      if (!c.compiles(empty_program())) return false;
      c.set("CC", plain_cc + " -fstrict-aliasing");
      c.append("CFLAGS", " -Werror -Wstrict-aliasing");
      return !c.compiles(program("void take(int **where) {}", "double *number; take((int **) &number);"));
    });
  }
  if (c.yes("ac_cv_no_strict_aliasing")) c.append("BASECFLAGS", " -fno-strict-aliasing");
}

void disabled_warnings(Context& c) {
  // An argument separator is missing in configure.ac: this question is asked of icc alone, when its answer is set.
  if (is_compiler(c, "icc")) {
    c.set("ac_cv_disable_unused_result_warning", "no");
    cc_warning(c, "disable", "unused-result");
  }
  if (c.yes("ac_cv_disable_unused_result_warning")) {
    c.append("BASECFLAGS", " -Wno-unused-result");
    c.append("CFLAGS_NODIST", " -Wno-unused-result");
  }
  if (cc_warning(c, "disable", "unused-parameter")) c.append("CFLAGS_NODIST", " -Wno-unused-parameter");
  if (c.checkout().says("PY_CHECK_CC_WARNING([disable], [int-conversion])")) {
    cc_warning(c, "disable", "int-conversion");
    // Not the variable that the check has just set, so only the environment or a cache can add the flag.
    if (c.yes("ac_cv_disable_int_conversion")) c.append("CFLAGS_NODIST", " -Wno-int-conversion");
  }
  if (cc_warning(c, "disable", "missing-field-initializers")) {
    c.append("CFLAGS_NODIST", " -Wno-missing-field-initializers");
  }
}

/// gcc accepts -Wunreachable-code and ignores it; clang means it, also when it calls itself gcc.
void unreachable_code(Context& c) {
  const bool known = cc_warning(c, "enable", "unreachable-code");
  bool wanted = known && !c.is("Py_DEBUG", "true");
  if (wanted) {
    constexpr std::string_view kGnu = "Free Software Foundation";
    wanted = version_of_compiler(c, c.is("ac_cv_cc_name", "clang") ? "" : kGnu).find(kGnu) == std::string::npos;
  }
  if (wanted) {
    c.append("BASECFLAGS", " -Wunreachable-code");
  } else {
    c.set("ac_cv_enable_unreachable_code_warning", "no");
  }
}

/// Does CC take `option`? Asked with the option in CC, and the message shows it.
bool cc_takes(Context& c, std::string_view option, std::string_view message, std::string_view cache_var) {
  const SaveVar cc(c, "CC");
  c.append("CC", std::string(" ").append(option));
  return c.cache_check(c.x(message), cache_var, [&] { return c.compiles(empty_program()); }) == "yes";
}

void gcc_compatible_flags(Context& c) {
  frame_pointer_flags(c);
  c.append("CFLAGS_NODIST", " -std=c11");
  if (cc_warning(c, "enable", "extra", "if we can add -Wextra")) c.append("CFLAGS_NODIST", " -Wextra");
  strict_aliasing(c);
  disabled_warnings(c);
  if (cc_warning(c, "enable", "sign-compare")) c.append("BASECFLAGS", " -Wsign-compare");
  unreachable_code(c);
  if (cc_warning(c, "enable", "strict-prototypes")) c.append("CFLAGS_NODIST", " -Wstrict-prototypes");
  if (cc_takes(c, "-Werror=implicit-function-declaration",
               "if we can make implicit function declaration an error in $CC",
               "ac_cv_enable_implicit_function_declaration_error")) {
    c.append("CFLAGS_NODIST", " -Werror=implicit-function-declaration");
  }
  if (cc_takes(c, "-fvisibility=hidden", "if we can use visibility in $CC", "ac_cv_enable_visibility")) {
    c.append("CFLAGS_NODIST", " -fvisibility=hidden");
  }

  // Full IEEE 754 arithmetic on Alpha.
  if (matches("alpha*", c.var("host"))) c.append("BASECFLAGS", " -mieee");
  if (matches("SCO_SV*", c.var("ac_sys_system"))) {
    c.append("BASECFLAGS", " -m486 -DSCO5");
  } else if (matches("Darwin*", c.var("ac_sys_system"))) {
    darwin_flags(c);
  }
}

}  // namespace

void warning_flags(Context& c) {
  if (gcc_like(c)) {
    gcc_compatible_flags(c);
  } else if (matches("OpenUNIX*|UnixWare*", c.var("ac_sys_system"))) {
    c.append("BASECFLAGS", " -K pentium,host,inline,loop_unroll,alloca ");
  } else if (matches("SCO_SV*", c.var("ac_sys_system"))) {
    c.append("BASECFLAGS", " -belf -Ki486 -DSCO5");
  }
}

}  // namespace pyconfigure::decide
