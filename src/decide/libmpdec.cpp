// configure.ac: --with-system-libmpdec, --with-decimal-contextvar and the flavour of the bundled libmpdec.
#include <string>

#include "autoconf.hpp"
#include "defaults.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

void use_bundled(Context& c) {
  c.set("LIBMPDEC_CFLAGS", "-I$(srcdir)/Modules/_decimal/libmpdec");
  c.set("LIBMPDEC_LIBS", "-lm $(LIBMPDEC_A)");
  c.set("LIBMPDEC_INTERNAL", "$(LIBMPDEC_HEADERS) $(LIBMPDEC_A)");
  c.set("have_mpdec", "yes");
  c.set("with_system_libmpdec", "no");
}

/// The text of the checkout's `AC_MSG_WARN([m4_normalize([...])])` as m4_normalize leaves it: one blank between words.
std::string warning_about(const Context& c, std::string_view words) {
  std::string text = c.checkout().message("AC_MSG_WARN", words);
  if (const auto open = text.find("m4_normalize(["); open != std::string::npos) {
    text.erase(0, open + std::string_view("m4_normalize([").size());
    if (const auto close = text.rfind("])"); close != std::string::npos) text.erase(close);
  }
  std::string out;
  bool blank = false;
  for (char ch : text) {
    if (ch == ' ' || ch == '\n' || ch == '\t') {
      blank = !out.empty();
    } else {
      if (blank) out += ' ';
      blank = false;
      out += ch;
    }
  }
  return out;
}

void find_system_library(Context& c) {
  pkg_check_modules(
      c, "LIBMPDEC", "libmpdec >= 2.5.0", [] {},
      [&] {
        set_unless_set(c, "LIBMPDEC_CFLAGS", "");
        set_unless_set(c, "LIBMPDEC_LIBS", "-lmpdec -lm");
        c.set("LIBMPDEC_INTERNAL", "");
      });
}

void try_system_library(Context& c) {
  SaveEnv saved(c);
  c.set_x("CPPFLAGS", "$CPPFLAGS $LIBMPDEC_CFLAGS");
  c.set_x("LIBS", "$LIBS $LIBMPDEC_LIBS");
  const bool links = c.links(program("#include <mpdecimal.h>\n"
                                     "#if MPD_VERSION_HEX < 0x02050000\n"
                                     "#  error \"too old\"\n"
                                     "#endif\n",
                                     "const char *version = mpd_version();"),
                             false);
  c.set("have_mpdec", links ? "yes" : "no");
}

std::string libmpdec_machine(Context& c) {
  if (c.is("libmpdec_system", "Darwin")) return "universal";  // the architectures that the interpreter is built for
  // The x64 and x87 probes come later in configure.ac: here only a cache can know their answers.
  if (c.is("ac_cv_sizeof_size_t", "8")) {
    if (c.yes("ac_cv_gcc_asm_for_x64")) return "x64";
    return c.yes("ac_cv_type___uint128_t") ? "uint128" : "ansi64";
  }
  if (c.is("ac_cv_sizeof_size_t", "4")) {
    if (!c.yes("ac_cv_gcc_asm_for_x87") || c.is("libmpdec_system", "sunos")) return "ansi32";
    const bool by_command = c.checkout().says("AS_CASE([$CC],\n               [*gcc*],   [libmpdec_machine=ppro]") ||
                            c.checkout().says("AS_CASE([$CC],\n            [*gcc*],   [libmpdec_machine=ppro]");
    return matches("*gcc*|*clang*", c.var(by_command ? "CC" : "ac_cv_cc_name")) ? "ppro" : "ansi32";
  }
  return "unknown";
}

struct Flavour {
  std::string_view machine;
  std::string_view cflags;
};

constexpr Flavour kFlavours[] = {
    {"x64", " -DCONFIG_64=1 -DASM=1"},     {"uint128", " -DCONFIG_64=1 -DANSI=1 -DHAVE_UINT128_T=1"},
    {"ansi64", " -DCONFIG_64=1 -DANSI=1"}, {"ppro", " -DCONFIG_32=1 -DANSI=1 -DASM=1 -Wno-unknown-pragmas"},
    {"ansi32", " -DCONFIG_32=1 -DANSI=1"}, {"ansi-legacy", " -DCONFIG_32=1 -DANSI=1 -DLEGACY_COMPILER=1"},
    {"universal", " -DUNIVERSAL=1"},
};

void bundled_flavour(Context& c) {
  c.checking("for decimal libmpdec machine");
  if (matches("Darwin*", c.var("ac_sys_system"))) {
    c.set("libmpdec_system", "Darwin");
  } else if (matches("SunOS*", c.var("ac_sys_system"))) {
    c.set("libmpdec_system", "sunos");
  } else {
    c.set("libmpdec_system", "other");
  }
  c.set("libmpdec_machine", libmpdec_machine(c));
  c.result(c.var("libmpdec_machine"));
  for (const Flavour& flavour : kFlavours) {
    if (c.is("libmpdec_machine", flavour.machine)) return c.append("LIBMPDEC_CFLAGS", flavour.cflags);
  }
  c.fail("_decimal: unsupported architecture");
}

void decimal_contextvar(Context& c) {
  c.checking("for --with-decimal-contextvar");
  if (!c.with("decimal_contextvar")) c.set("with_decimal_contextvar", "yes");
  if (!c.is("with_decimal_contextvar", "no")) c.define("WITH_DECIMAL_CONTEXTVAR");
  c.result(c.var("with_decimal_contextvar"));
}

/// Where the bundled copy is the default, and a system's library is taken without a look at it.
void unchecked_libmpdec(Context& c) {
  c.checking("for --with-system-libmpdec");
  if (!c.with("system_libmpdec")) c.set("with_system_libmpdec", "no");
  c.result(c.var("with_system_libmpdec"));
  if (c.yes("with_system_libmpdec")) {
    set_unless_set(c, "LIBMPDEC_CFLAGS", "");
    set_unless_set(c, "LIBMPDEC_LDFLAGS", "-lmpdec");
    c.set("LIBMPDEC_INTERNAL", "");
  } else {
    c.set("LIBMPDEC_CFLAGS", "-I$(srcdir)/Modules/_decimal/libmpdec");
    c.set("LIBMPDEC_LDFLAGS", "-lm $(LIBMPDEC_A)");
    c.set("LIBMPDEC_INTERNAL", "$(LIBMPDEC_HEADERS) $(LIBMPDEC_A)");
    if (c.yes("with_pydebug")) c.append("LIBMPDEC_CFLAGS", " -DTEST_COVERAGE");
  }
  for (const char* name : {"LIBMPDEC_CFLAGS", "LIBMPDEC_LDFLAGS", "LIBMPDEC_INTERNAL"}) c.subst(name);
  decimal_contextvar(c);
  bundled_flavour(c);
  if (c.yes("have_ipa_pure_const_bug")) c.append("LIBMPDEC_CFLAGS", " -fno-ipa-pure-const");
  if (c.yes("have_glibc_memmove_bug")) c.append("LIBMPDEC_CFLAGS", " -U_FORTIFY_SOURCE");
}

}  // namespace

void libmpdec(Context& c) {
  if (c.checkout().says("AC_SUBST([LIBMPDEC_LDFLAGS])")) return unchecked_libmpdec(c);
  c.subst("LIBMPDEC_LIBS");
  c.checking("for --with-system-libmpdec");
  if (!c.with("system_libmpdec")) c.set("with_system_libmpdec", "yes");
  c.result(c.var("with_system_libmpdec"));

  // Where the bundled copy is on its way out it is no longer what a missing library or an odd word falls back to.
  const bool falls_back = c.checkout().says("falling back to bundled libmpdec");
  if (c.yes("with_system_libmpdec")) {
    find_system_library(c);
  } else if (falls_back || c.is("with_system_libmpdec", "no")) {
    use_bundled(c);
  }
  if (c.yes("with_system_libmpdec")) {
    try_system_library(c);
  } else if (falls_back) {
    c.warn(warning_about(c, "the bundled copy of libmpdec"));
  }
  if (falls_back && c.yes("with_system_libmpdec") && c.is("have_mpdec", "no")) {
    c.warn(warning_about(c, "falling back to bundled libmpdec"));
    use_bundled(c);
  }

  if (c.yes("with_pydebug")) c.append("LIBMPDEC_CFLAGS", " -DTEST_COVERAGE");
  decimal_contextvar(c);
  if (c.is("with_system_libmpdec", "no")) bundled_flavour(c);
  if (c.yes("have_ipa_pure_const_bug")) c.append("LIBMPDEC_CFLAGS", " -fno-ipa-pure-const");
  if (c.yes("have_glibc_memmove_bug")) c.append("LIBMPDEC_CFLAGS", " -U_FORTIFY_SOURCE");
  c.subst("LIBMPDEC_CFLAGS");
  c.subst("LIBMPDEC_INTERNAL");
}

void libmpdec_warnings(Context& c) {
  if (c.is("with_system_libmpdec", "no")) c.warn(warning_about(c, "the bundled copy of libmpdec"));
  if (c.yes("with_system_libmpdec") && c.is("have_mpdec", "no")) {
    c.warn(warning_about(c, "falling back to pure-Python version"));
  }
}

}  // namespace pyconfigure::decide
