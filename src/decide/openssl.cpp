// configure.ac: OpenSSL, --with-openssl-rpath, --with-ssl-default-suites.
#include <string>
#include <string_view>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "sections.hpp"
#include "shell_words.hpp"

namespace pyconfigure::decide {

namespace {

void runtime_path_option(Context& c) {
  if (c.yes("GNULD")) {
    c.set("rpath_arg", "-Wl,--enable-new-dtags,-rpath=");
  } else {
    c.set("rpath_arg", c.is("ac_sys_system", "Darwin") ? "-Wl,-rpath," : "-Wl,-rpath=");
  }
}

/// All -L words count as one: the first loses its -L, the others stay as they are.
void runtime_path_from_linker_flags(Context& c) {
  const std::string& flags = c.var("OPENSSL_LDFLAGS");
  if (!flags.starts_with("-L")) return;
  c.append("OPENSSL_LDFLAGS_RPATH", " " + c.var("rpath_arg") + echoed(flags).substr(2));
}

/// PY_UNSUPPORTED_OPENSSL_BUILD=static: neither supported nor advertised, and some people depend on it.
void static_openssl(Context& c) {
  if (!c.is("PY_UNSUPPORTED_OPENSSL_BUILD", "static")) return;
  c.checking("for unsupported static openssl build");
  c.set("new_OPENSSL_LIBS", "");
  for (const std::string& word : shell_words(c.var("OPENSSL_LIBS"))) {
    if (word.starts_with("-l")) {
      const std::string archive = "lib" + word.substr(2) + ".a";
      c.set("libname", word.substr(2));
      c.append("new_OPENSSL_LIBS", " -l:" + archive + " -Wl,--exclude-libs," + archive);
    } else {
      c.append("new_OPENSSL_LIBS", " " + word);
    }
  }
  c.set_x("OPENSSL_LIBS", "$new_OPENSSL_LIBS $ZLIB_LIBS");
  c.result(c.var("OPENSSL_LIBS"));
}

void libcrypto_only(Context& c) {
  c.set("LIBCRYPTO_LIBS", "");
  for (const std::string& word : shell_words(c.var("OPENSSL_LIBS"))) {
    if (!matches("-l*ssl*|-Wl*ssl*", word)) c.append("LIBCRYPTO_LIBS", " " + word);
  }
}

void provides(Context& c, std::string_view module, std::string_view libs_variable, std::string_view file) {
  SaveEnv save(c);
  c.append("LIBS", " " + c.var(libs_variable));
  c.set_x("CFLAGS", "$CFLAGS $OPENSSL_INCLUDES");
  c.set_x("LDFLAGS", "$LDFLAGS $OPENSSL_LDFLAGS $OPENSSL_LDFLAGS_RPATH");
  const std::string name(module);
  c.cache_check("whether OpenSSL provides required " + name + " module APIs", "ac_cv_working_openssl_" + name,
                [&] { return c.links(source(probe::embedded_program(file))); });
}

}  // namespace

void openssl(Context& c) {
  ax_check_openssl(
      c, [&] { c.set("have_openssl", "yes"); }, [&] { c.set("have_openssl", "no"); });
}

void openssl_rpath(Context& c) {
  runtime_path_option(c);
  c.checking("for --with-openssl-rpath");
  if (!c.with("openssl-rpath")) c.set("with_openssl_rpath", "no");
  const std::string& choice = c.var("with_openssl_rpath");
  if (matches("auto|yes", choice)) {
    c.set("OPENSSL_RPATH", "auto");
    runtime_path_from_linker_flags(c);
  } else if (choice == "no") {
    c.set("OPENSSL_RPATH", "");
  } else if (!choice.empty() && c.file_test('d', choice)) {
    c.set("OPENSSL_RPATH", choice);
    c.set_x("OPENSSL_LDFLAGS_RPATH", "${rpath_arg}$with_openssl_rpath");
  } else {
    return c.fail("--with-openssl-rpath \"" + choice + "\" is not a directory");
  }
  c.result(c.var("OPENSSL_RPATH"));
  c.subst("OPENSSL_RPATH");
  static_openssl(c);
  libcrypto_only(c);
}

void openssl_features(Context& c) {
  provides(c, "ssl", "OPENSSL_LIBS", "openssl_ssl.c");
  provides(c, "hashlib", "LIBCRYPTO_LIBS", "openssl_hashlib.c");
}

void ssl_default_suites(Context& c) {
  c.checking("for --with-ssl-default-suites");
  const auto given = c.with("ssl-default-suites");
  c.result(given.value_or("python"));
  if (!given || *given == "python") {
    c.define("PY_SSL_DEFAULT_CIPHERS", "1");
  } else if (*given == "openssl") {
    c.define("PY_SSL_DEFAULT_CIPHERS", "2");
  } else {
    c.define("PY_SSL_DEFAULT_CIPHERS", "0");
    c.define("PY_SSL_DEFAULT_CIPHER_STRING", "\"" + *given + "\"");
  }
}

}  // namespace pyconfigure::decide
