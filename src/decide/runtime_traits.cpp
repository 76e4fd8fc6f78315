// configure.ac: POSIX semaphores, RTLD_* flags, --enable-big-digits, wchar_t, byte order, right shifts, getc_unlocked.
#include <algorithm>
#include <string>
#include <string_view>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "sections.hpp"
#include "shell_words.hpp"

namespace pyconfigure::decide {

namespace {

bool runs_here(Context& c, const probe::Program& text, bool when_cross, bool guess = true) {
  return c.yes("cross_compiling") ? when_cross : c.runs(text, guess).ok;
}

void wchar_size_and_sign(Context& c) {
  c.set("wchar_h", check_header(c, "wchar.h") ? "yes" : "no");
  if (!c.yes("wchar_h")) return;
  c.define("HAVE_WCHAR_H");
  check_sizeof(c, "wchar_t", "#include <wchar.h>\n");
  c.cache_check("whether wchar_t is signed", "ac_cv_wchar_t_signed", [&] {
    return runs_here(c, source("#include <wchar.h>\nint main()\n{\n  return (wchar_t) -1 < (wchar_t) 0 ? 0 : 1;\n}\n"),
                     true);
  });
}

/// What the awk program of configure.ac makes of os-release: the values of NAME lines without their quotes.
std::string os_release_name(std::string_view text) {
  std::string names;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (!line.starts_with("NAME=")) continue;
    line.remove_prefix(5);
    line = line.substr(0, line.find('='));
    if (!names.empty()) names += '\n';
    if (line.size() > 2) names += line.substr(1, line.size() - 2);
  }
  return names;
}

}  // namespace

void semaphores(Context& c) {
  c.cache_check("whether POSIX semaphores are enabled", "ac_cv_posix_semaphores_enabled", [&] {
    return runs_here(c, source(probe::embedded_program("posix_semaphores.c")), true);
  });
  // Debian builds where there are no semaphores for systems that have them.
  const bool assumed = c.checkout().says("launchpad.net/bugs/630511") && c.var("ac_sys_system").starts_with("Linux");
  if (c.is("ac_cv_posix_semaphores_enabled", "no") && !assumed) c.define("POSIX_SEMAPHORES_NOT_ENABLED");
  c.cache_check("for broken sem_getvalue", "ac_cv_broken_sem_getvalue", [&] {
    return !runs_here(c, source(probe::embedded_program("sem_getvalue.c")), false);
  });
  if (c.yes("ac_cv_broken_sem_getvalue")) c.define("HAVE_BROKEN_SEM_GETVALUE");
}

void dlopen_flags(Context& c) {
  check_decls(c,
              {"RTLD_LAZY", "RTLD_NOW", "RTLD_GLOBAL", "RTLD_LOCAL", "RTLD_NODELETE", "RTLD_NOLOAD", "RTLD_DEEPBIND",
               "RTLD_MEMBER"},
              "#include <dlfcn.h>\n");
}

void big_digits(Context& c) {
  c.checking("digit size for Python's longs");
  const auto given = c.enable("big-digits");
  if (!given) return c.result("no value specified");
  if (*given == "yes") {
    c.set("enable_big_digits", "30");
  } else if (*given == "no") {
    c.set("enable_big_digits", "15");
  } else if (!matches("15|30", *given)) {
    return c.fail("bad value " + *given + " for --enable-big-digits; value should be 15 or 30");
  }
  c.result(c.var("enable_big_digits"));
  c.define("PYLONG_BITS_IN_DIGIT", c.var("enable_big_digits"));
}

void wide_characters(Context& c) {
  wchar_size_and_sign(c);
  c.checking("whether wchar_t is usable");
  const std::string& size = c.var("ac_cv_sizeof_wchar_t");
  if (!is_integer(size)) return c.give_up("ac_cv_sizeof_wchar_t='" + size + "'");
  const bool usable = std::stoi(size) >= 2 && c.is("ac_cv_wchar_t_signed", "no");
  if (usable) c.define("HAVE_USABLE_WCHAR_T");
  c.result(usable ? "yes" : "no");
  if (c.is("ac_sys_system", "SunOS") && c.file_test('f', "/etc/os-release")) {
    c.set("OS_NAME", os_release_name(c.read_file("/etc/os-release")));
    // Its wide characters are not Unicode where the locale is not.
    if (c.is("OS_NAME", "Oracle Solaris")) c.define("HAVE_NON_UNICODE_WCHAR_T_REPRESENTATION");
  }
}

void byte_order(Context& c) { c_bigendian(c); }

void right_shift(Context& c) {
  c.cache_check("whether right shift extends the sign bit", "ac_cv_rshift_extends_sign", [&] {
    return runs_here(c, source("int main(void)\n{\n  return (-1)>>3 == -1 ? 0 : 1;\n}\n"), true);
  });
  if (c.is("ac_cv_rshift_extends_sign", "no")) c.define("SIGNED_RIGHT_SHIFT_ZERO_FILLS");
}

void unlocked_input(Context& c) {
  c.cache_check("for getc_unlocked() and friends", "ac_cv_have_getc_unlocked", [&] {
    return c.links(program("#include <stdio.h>",
                           "FILE *in = stdin;\n"
                           "flockfile(in);\ngetc_unlocked(in);\nfunlockfile(in);\n"));
  });
  if (c.yes("ac_cv_have_getc_unlocked")) c.define("HAVE_GETC_UNLOCKED");
}

}  // namespace pyconfigure::decide
