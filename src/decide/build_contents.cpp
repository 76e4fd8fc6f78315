// configure.ac: --with-builtin-hashlib-hashes, --disable-test-modules, libatomic, the length of a thread's name.
#include <algorithm>
#include <string>
#include <string_view>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// The program includes a header of the tree. Programs are compiled in a scratch folder, where the -I of a relative
/// srcdir leads nowhere: there the header is named by its absolute path (it finds its own parts beside it), and
/// CPPFLAGS stays as configure has it. A srcdir with a blank in it falls apart in -I, for configure as for us.
std::string atomic_program(const tree::Checkout& checkout) {
  std::string text(probe::embedded_program("pyatomic.c"));
  const bool relative = !checkout.srcdir.starts_with('/');
  if (relative && checkout.srcdir.find_first_of(" \t\n") == std::string::npos) {
    constexpr std::string_view kInclude = "#include \"pyatomic.h\"";
    const std::size_t at = text.find(kInclude);
    if (at != std::string::npos) {
      text.replace(at, kInclude.size(), "#include \"" + checkout.abs_srcdir + "/Include/pyatomic.h\"");
    }
  }
  return text;
}

/// The library of _blake2, in trees that have a copy of its own only for want of it.
void libb2(Context& c) {
  pkg_check_modules(
      c, "LIBB2", "libb2",
      [&] {
        c.set("have_libb2", "yes");
        c.define("HAVE_LIBB2");
      },
      [&] { c.set("have_libb2", "no"); });
}

}  // namespace

void builtin_hashlib_hashes(Context& c) {
  // SHA-2 was two words once.
  const bool two_words = c.checkout().says("md5,sha1,sha256,sha512,sha3,blake2");
  c.set("default_hashlib_hashes", two_words ? "md5,sha1,sha256,sha512,sha3,blake2" : "md5,sha1,sha2,sha3,blake2");
  c.checking("for --with-builtin-hashlib-hashes");
  const auto given = c.with("builtin-hashlib-hashes");
  if (!given || *given == "yes") {
    c.set("with_builtin_hashlib_hashes", c.var("default_hashlib_hashes"));
  } else if (*given == "no") {
    c.set("with_builtin_hashlib_hashes", "");
  }
  const std::string hashes = c.var("with_builtin_hashlib_hashes");
  c.result(hashes);
  c.define("PY_BUILTIN_HASHLIB_HASHES", "\"" + hashes + "\"");

  std::size_t start = 0;
  while (start <= hashes.size()) {
    const std::size_t comma = std::min(hashes.find(',', start), hashes.size());
    const std::string hash = hashes.substr(start, comma - start);
    if (matches(two_words ? "md5|sha1|sha256|sha512|sha3|blake2" : "md5|sha1|sha2|sha3|blake2", hash)) c.set("with_builtin_" + hash, "yes");
    start = comma + 1;
  }
  if (c.yes("with_builtin_blake2") && c.checkout().says("PKG_CHECK_MODULES([LIBB2]")) libb2(c);
}

void test_modules(Context& c) {
  c.checking("for --disable-test-modules");
  const auto given = c.enable("test-modules");
  c.set("TEST_MODULES", !given || *given == "yes" ? "yes" : "no");
  const bool without_in_browsers = c.checkout().says("[Emscripten/browser*], [TEST_MODULES=no]");
  if (!given && without_in_browsers && c.is("ac_sys_system", "Emscripten") &&
      matches("browser*", c.var("ac_sys_emscripten_target"))) {
    c.set("TEST_MODULES", "no");
  }
  c.result(c.var("TEST_MODULES"));
  c.subst("TEST_MODULES");
}

void libatomic(Context& c) {
  if (!c.checkout().says("[ac_cv_libatomic_needed]")) return;
  SaveVar cppflags(c, "CPPFLAGS");
  c.set("CPPFLAGS", c.var("BASECPPFLAGS") + " -I. -I" + c.checkout().srcdir + "/Include " + c.var("CPPFLAGS"));
  c.cache_check("whether libatomic is needed by <pyatomic.h>", "ac_cv_libatomic_needed",
                [&] { return !c.links(source(atomic_program(c.checkout()))); });
  if (!c.yes("ac_cv_libatomic_needed")) return;
  c.append("LIBS", " -latomic");
  if (!c.has("LIBATOMIC")) c.set("LIBATOMIC", "-latomic");
}

void thread_name_length(Context& c) {
  if (!c.checkout().says("AC_SUBST([_PYTHREAD_NAME_MAXLEN])")) return;
  constexpr struct {
    std::string_view systems;
    std::string_view bytes;
  } kLengths[] = {
      {"Linux*|NetBSD*", "15"}, {"SunOS*", "31"}, {"Darwin|iOS", "63"}, {"FreeBSD*", "19"}, {"OpenBSD*", "23"},
  };
  c.set("_PYTHREAD_NAME_MAXLEN", "");
  for (const auto& row : kLengths) {
    if (matches(row.systems, c.var("ac_sys_system"))) c.set("_PYTHREAD_NAME_MAXLEN", row.bytes);
  }
  if (!c.empty("_PYTHREAD_NAME_MAXLEN")) c.define("_PYTHREAD_NAME_MAXLEN", c.var("_PYTHREAD_NAME_MAXLEN"));
  c.subst("_PYTHREAD_NAME_MAXLEN");
}

}  // namespace pyconfigure::decide
