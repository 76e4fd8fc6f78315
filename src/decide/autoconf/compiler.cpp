// AC_PROG_CC: which compiler, does it work, what do its files end with, which C does it speak. And AC_PROG_CPP.
#include "decide/autoconf.hpp"
#include "decide/autoconf/compiler_parts.hpp"

namespace pyconfigure::decide {

namespace {

void choose_compiler(Context& c) {
  check_tool(c, "CC", "gcc");
  if (c.empty("CC") && !c.empty("ac_tool_prefix")) {
    const std::string prefixed = c.var("ac_tool_prefix") + "cc";
    check_prog(c, "CC", prefixed, prefixed);
  }
  if (c.empty("CC")) check_prog(c, "CC", "cc", "cc", {}, {}, "/usr/ucb/cc");
  if (c.empty("CC")) check_tools(c, "CC", {"cl.exe"});
  if (c.empty("CC") && !autoconf_before(c, "2.70")) check_tool(c, "CC", "clang");
  if (c.empty("CC")) c.failure("no acceptable C compiler found in $PATH");
}

/// For config.log alone: what the compiler says of itself.
void log_version(Context& c) {
  c.log("checking for C compiler version");
  c.log(version_of_compiler(c));
  c.log(c.quick_command(shell_variables(c, {"CC"}) + "$CC -v 2>&1").output);
}

}  // namespace

std::string version_of_compiler(Context& c, std::string_view guess) {
  return c.quick_command(shell_variables(c, {"CC"}) + "$CC --version 2>/dev/null", guess).output;
}

namespace {

void detect_gnu(Context& c) {
  const bool older = autoconf_before(c, "2.70");
  c.cache_check(older ? "whether we are using the GNU C compiler" : "whether the compiler supports GNU C",
                "ac_cv_c_compiler_gnu",
                [&] { return c.compiles(program("", "#ifndef __GNUC__\n#error \"not GNU C\"\n#endif\n")); });
  c.set("ac_compiler_gnu", c.var("ac_cv_c_compiler_gnu"));
  c.set("GCC", c.yes("ac_compiler_gnu") ? "yes" : "");
}

/// -g counts as accepted when it compiles without a word, or when the compiler complains without it as well.
bool accepts_debug_option(Context& c) {
  const SaveVar warnings(c, "ac_c_werror_flag");
  const SaveVar cflags(c, "CFLAGS");
  const std::string before = c.var("ac_c_werror_flag");
  c.set("ac_c_werror_flag", "yes");
  c.set("CFLAGS", "-g");
  if (c.compiles(program("", ""))) return true;
  c.set("CFLAGS", "");
  if (c.compiles(program("", ""))) return false;
  c.set("ac_c_werror_flag", before);
  c.set("CFLAGS", "-g");
  return c.compiles(program("", ""));
}

void choose_debug_option(Context& c) {
  const bool given = c.has("CFLAGS");
  c.set("ac_test_CFLAGS", given ? "y" : "");
  c.set("ac_save_CFLAGS", c.var("CFLAGS"));
  const std::string accepts = c.cache_check("whether " + c.var("CC") + " accepts -g", "ac_cv_prog_cc_g",
                                            [&] { return accepts_debug_option(c); });
  if (given) return;
  const bool gnu = c.yes("GCC");
  if (accepts == "yes") {
    c.set("CFLAGS", gnu ? "-g -O2" : "-g");
  } else {
    c.set("CFLAGS", gnu ? "-O2" : "");
  }
}

}  // namespace

void prog_cc(Context& c) {
  c.unset("ac_includes_default");
  choose_compiler(c);
  log_version(c);
  find_executable_suffix(c);
  find_object_suffix(c);
  detect_gnu(c);
  choose_debug_option(c);
  choose_c_standard(c);
  for (const char* name : {"CC", "CFLAGS", "LDFLAGS", "LIBS", "CPPFLAGS", "EXEEXT", "OBJEXT"}) c.subst(name);
}

// --- AC_PROG_CPP
// -------------------------------------------------------------------------------------------------------

namespace {

/// Takes what is there and notices what is not; with warnings counting as failures when nothing else helps.
bool preprocessor_is_sane(Context& c) {
  for (const char* warnings_fail : {"", "yes"}) {
    c.set("ac_c_preproc_warn_flag", warnings_fail);
    // A syntax error is nothing to a preprocessor; a compiler in disguise would stumble over it.
    if (!c.preprocesses(source("#include <limits.h>\n\t\t     Syntax error"))) continue;
    if (c.preprocesses(source("#include <ac_nonexistent.h>"), false)) continue;
    return true;
  }
  return false;
}

void choose_preprocessor(Context& c) {
  const std::string cc = c.var("CC");
  for (const std::string& candidate :
       {cc + " -E", cc + " -E -traditional-cpp", std::string("cpp"), std::string("/lib/cpp")}) {
    c.set("CPP", candidate);
    if (preprocessor_is_sane(c)) break;
  }
  c.set("ac_cv_prog_CPP", c.var("CPP"));
}

}  // namespace

void prog_cpp(Context& c) {
  c.checking("how to run the C preprocessor");
  // On old Suns the variable named a folder.
  if (!c.empty("CPP") && c.file_test('d', c.var("CPP"))) c.set("CPP", "");
  if (c.empty("CPP")) {
    if (c.has("ac_cv_prog_CPP")) {
      c.cached();
    } else {
      choose_preprocessor(c);
    }
    c.set("CPP", c.var("ac_cv_prog_CPP"));
  } else {
    c.set("ac_cv_prog_CPP", c.var("CPP"));
  }
  c.result(c.var("CPP"));
  if (!preprocessor_is_sane(c)) c.failure("C preprocessor \"" + c.var("CPP") + "\" fails sanity check");
  c.subst("CPP");
  c.subst("CPPFLAGS");
}

}  // namespace pyconfigure::decide
