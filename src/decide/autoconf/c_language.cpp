// AC_C_CONST, AC_C_BIGENDIAN, AC_STRUCT_TM and AC_STRUCT_TIMEZONE.
#include "decide/autoconf.hpp"
#include "pyconfigure/probe/embedded.hpp"

namespace pyconfigure::decide {

namespace {

/// Two different `-arch` words in the tools' flags make a compiler that builds for several machines at once.
bool builds_universal(const Context& c) {
  std::string arch;
  bool after_arch = false;
  for (const std::string& word : words(c.x("$CC $CFLAGS $CPPFLAGS $LDFLAGS"))) {
    if (after_arch) {
      if (matches("i?86|x86_64|ppc|ppc64", word)) {
        if (!arch.empty() && arch != word) return true;
        arch = word;
      }
      after_arch = false;
    } else {
      after_arch = word == "-arch";
    }
  }
  return false;
}

/// Which of the two byte patterns the executable of a cross compiler holds.
std::string byte_order_in_executable(Context& c) {
  const std::string script = shell_variables(c, {"CC", "CFLAGS", "CPPFLAGS", "LDFLAGS", "LIBS", "ac_exeext"}) +
                             "$CC -o conftest$ac_exeext $CFLAGS $CPPFLAGS $LDFLAGS conftest.c $LIBS >&2 || exit 0\n"
                             "test -s conftest$ac_exeext || exit 0\n"
                             "if grep BIGenDianSyS conftest$ac_exeext >/dev/null; then echo big; fi\n"
                             "if grep LiTTleEnDian conftest$ac_exeext >/dev/null; then echo little; fi\n";
  const std::string seen =
      c.command(script, "little", {conftest(c, probe::embedded_program("byte_order_words.c"))}).output;
  if (seen == "big") return "yes";
  return seen == "little" ? "no" : "unknown";
}

std::string is_bigendian(Context& c) {
  const bool apple = c.compiles(
      source("#ifndef __APPLE_CC__\n#error \"cannot build universal binaries\"\n#endif\ntypedef int dummy;\n"), false);
  if (apple && builds_universal(c)) return "universal";

  static constexpr std::string_view kParam = "#include <sys/types.h>\n#include <sys/param.h>\n";
  if (c.compiles(
          program(kParam,
                  "#if ! (defined BYTE_ORDER && defined BIG_ENDIAN && defined LITTLE_ENDIAN \\\n"
                  "       && BYTE_ORDER && BIG_ENDIAN && LITTLE_ENDIAN)\n#error \"no byte order here\"\n#endif\n"))) {
    const bool big =
        c.compiles(program(kParam, "#if BYTE_ORDER != BIG_ENDIAN\n#error \"not big endian\"\n#endif\n"), false);
    return big ? "yes" : "no";
  }
  static constexpr std::string_view kLimits = "#include <limits.h>\n";
  if (c.compiles(
          program(kLimits,
                  "#if ! (defined _LITTLE_ENDIAN || defined _BIG_ENDIAN)\n#error \"no byte order here\"\n#endif\n"),
          false)) {
    const bool big = c.compiles(program(kLimits, "#ifndef _BIG_ENDIAN\n#error \"not big endian\"\n#endif\n"), false);
    return big ? "yes" : "no";
  }
  if (c.yes("cross_compiling")) return byte_order_in_executable(c);
  const bool little = c.runs(program(default_includes(c),
                                     "union { long int whole; char byte[sizeof (long int)]; } value;\n"
                                     "value.whole = 1;\nreturn value.byte[sizeof (long int) - 1] == 1;"))
                          .ok;
  return little ? "no" : "yes";
}

}  // namespace

void c_const(Context& c) {
  const std::string works = c.cache_check("for an ANSI C-conforming const", "ac_cv_c_const", [&] {
    return c.compiles(program("", probe::embedded_program("const_keyword.c")));
  });
  if (works == "no") c.define("const", "/**/");
}

void c_bigendian(Context& c) {
  const std::string order =
      c.cache_check("whether byte ordering is bigendian", "ac_cv_c_bigendian", [&] { return is_bigendian(c); });
  if (c.stopped()) return;
  if (order == "yes") {
    c.define("WORDS_BIGENDIAN");
  } else if (order == "universal") {
    c.define("AC_APPLE_UNIVERSAL_BUILD");
  } else if (order != "no") {
    c.fail("unknown endianness\n presetting ac_cv_c_bigendian=no (or yes) will help");
  }
}

void struct_tm(Context& c) {
  const std::string header =
      c.cache_check("whether struct tm is in sys/time.h or time.h", "ac_cv_struct_tm", [&]() -> std::string {
        return c.compiles(program("#include <sys/types.h>\n#include <time.h>\n",
                                  "struct tm broken_down;\nint *seconds = &broken_down.tm_sec;\nreturn !seconds;"))
                   ? "time.h"
                   : "sys/time.h";
      });
  if (header == "sys/time.h") c.define("TM_IN_SYS_TIME");
}

void struct_timezone(Context& c) {
  if (!c.has("ac_cv_struct_tm")) struct_tm(c);
  check_members(c, {"struct tm.tm_zone"}, c.x("#include <sys/types.h>\n#include <$ac_cv_struct_tm>\n"));
  if (c.yes("ac_cv_member_struct_tm_tm_zone")) return c.define("HAVE_TM_ZONE");
  check_decls(c, {"tzname"}, "#include <time.h>\n");
  const bool found = c.cache_check("for tzname", "ac_cv_var_tzname", [&] {
    return c.links(
        program("#include <time.h>\n#if !HAVE_DECL_TZNAME\nextern char *tzname[];\n#endif\n", "return tzname[0][0];"));
  }) == "yes";
  if (found) c.define("HAVE_TZNAME");
}

}  // namespace pyconfigure::decide
