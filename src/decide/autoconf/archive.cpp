// The macros that configure.ac takes from autoconf-archive.
#include "decide/autoconf.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

namespace {

/// OPENSSL_* from pkg-config; false when it knows no openssl.
bool openssl_from_pkg_config(Context& c) {
  check_tool(c, "PKG_CONFIG", "pkg-config");
  if (c.empty("PKG_CONFIG")) return false;
  const std::string tool = shell_variables(c, {"PKG_CONFIG"}) + "$PKG_CONFIG openssl ";
  const Outcome folders = c.brief_command(tool + "--libs-only-L 2>/dev/null");
  c.set("OPENSSL_LDFLAGS", folders.output);
  if (!folders.ok) return false;
  c.set("OPENSSL_LIBS", c.brief_command(tool + "--libs-only-l 2>/dev/null", "-lssl -lcrypto ").output);
  c.set("OPENSSL_INCLUDES", c.brief_command(tool + "--cflags-only-I 2>/dev/null").output);
  return true;
}

void openssl_from_folders(Context& c) {
  c.set("OPENSSL_INCLUDES", "");
  for (const std::string& folder : words(c.var("ssldirs"))) {
    // The shell would put the names of what is there in its place.
    if (folder.find_first_of("*?[") != std::string::npos) return c.give_up("the pattern " + folder + " of --with-openssl");
    c.set("ssldir", folder);
    const bool older = c.checkout().macros_say("[for openssl/ssl.h in $ssldir]");
    c.checking((older ? "for openssl/ssl.h in " : "for include/openssl/ssl.h in ") + folder);
    const bool found = c.file_test('f', folder + "/include/openssl/ssl.h");
    if (found) {
      c.set("OPENSSL_INCLUDES", "-I" + folder + "/include");
      c.set("OPENSSL_LDFLAGS", "-L" + folder + "/lib");
      c.set("OPENSSL_LIBS", "-lssl -lcrypto");
    }
    c.result(found ? "yes" : "no");
    if (found) {
      c.set("found", "true");
      break;
    }
  }
}

/// A double whose bytes read "noonsees" in one word order and "seesnoon" in the other.
std::string float_word_order(Context& c, probe::Phase phase, probe::Program program) {
  const std::string seen = c.finds(phase, std::move(program), {"noonsees", "seesnoon"}, "seesnoon");
  if (seen == "noonsees") return "yes";
  return seen == "seesnoon" ? "no" : "unknown";
}

}  // namespace

bool ax_check_compile_flag(Context& c, std::string_view flag, std::string_view extra_flags) {
  const std::string option(flag);
  const std::string extra(extra_flags);
  return c.cache_check("whether C compiler accepts " + option, "ax_cv_check_cflags_" + tr_sh(extra + "_" + option),
                       [&] {
                         const SaveVar cflags(c, "CFLAGS");
                         c.set("ax_check_save_flags", c.var("CFLAGS"));
                         c.append("CFLAGS", " " + extra + " " + option);
                         return c.compiles(program("", ""));
                       }) == "yes";
}

bool ax_check_define(Context& c, std::string_view includes, std::string_view macro) {
  const std::string header(includes);
  const std::string name(macro);
  const bool likely = !matches("IPV6_INRIA_VERSION|__KAME__|__V6D__|_T6|INIA_IPV6", name);
  return c.cache_check("for " + name + " defined in " + header, "ac_cv_defined_" + tr_sh(name + "_" + header), [&] {
    return c.compiles(
        program("#include <" + header + ">",
                "\n#ifdef " + name + "\n  int there;\n  (void)there;\n#else\n#error \"not there\"\n#endif\n"),
        likely);
  }) != "no";
}

void ax_check_openssl(Context& c, const std::function<void()>& if_found, const std::function<void()>& if_not) {
  c.set("found", "false");
  if (const auto folder = c.with("openssl")) {
    if (matches("|y|ye|yes|n|no", *folder)) return c.fail("Invalid --with-openssl value");
    c.set("ssldirs", *folder);
  } else if (openssl_from_pkg_config(c)) {
    c.set("found", "true");
  } else {
    c.set("ssldirs", "/usr/local/ssl /usr/lib/ssl /usr/ssl /usr/pkg /usr/local /usr");
  }
  if (!c.is("found", "true")) openssl_from_folders(c);

  c.checking("whether compiling and linking against OpenSSL works");
  c.log(
      c.x("Trying link with OPENSSL_LDFLAGS=$OPENSSL_LDFLAGS; OPENSSL_LIBS=$OPENSSL_LIBS; "
          "OPENSSL_INCLUDES=$OPENSSL_INCLUDES"));
  for (const char* name : {"LIBS", "LDFLAGS", "CPPFLAGS"}) c.set(std::string("save_") + name, c.var(name));
  c.set_x("LDFLAGS", "$LDFLAGS $OPENSSL_LDFLAGS");
  c.set_x("LIBS", "$OPENSSL_LIBS $LIBS");
  c.set_x("CPPFLAGS", "$OPENSSL_INCLUDES $CPPFLAGS");
  const bool works = c.links(program("#include <openssl/ssl.h>", "SSL_new(NULL)"));
  c.result(works ? "yes" : "no");
  if (works) {
    if_found();
  } else {
    if_not();
  }
  for (const char* name : {"CPPFLAGS", "LDFLAGS", "LIBS"}) c.set(name, c.var(std::string("save_") + name));
  for (const char* name : {"OPENSSL_INCLUDES", "OPENSSL_LIBS", "OPENSSL_LDFLAGS"}) c.subst(name);
}

void ax_c_float_words_bigendian(Context& c, const std::function<void()>& if_big, const std::function<void()>& if_little,
                                const std::function<void()>& if_unknown) {
  const bool older = c.checkout().macros_say("grep noonsees conftest.$ac_objext");
  const std::string order =
      c.cache_check("whether float word ordering is bigendian", "ax_cv_c_float_words_bigendian", [&] {
        // The older form is only compiled.
        if (older)
          return float_word_order(c, probe::Phase::compile, source("double words = 9.090423496703681e+223;\n"));
        return float_word_order(c, probe::Phase::link, source(probe::embedded_program("float_words.c")));
      });
  if (c.stopped()) return;
  if (order == "yes") {
    if_big();
  } else if (order == "no") {
    if_little();
  } else {
    if_unknown();
  }
}

}  // namespace pyconfigure::decide
