// configure.ac: zlib, bzip2, liblzma, libzstd.
#include <string>
#include <string_view>

#include "autoconf.hpp"
#include "defaults.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// PY_CHECK_EMSCRIPTEN_PORT: Emscripten brings its own port of a library, unless the user points elsewhere.
void use_emscripten_port(Context& c, const std::string& prefix, std::string_view flags) {
  if (c.is("ac_sys_system", "Emscripten") && c.empty(prefix + "_CFLAGS") && c.empty(prefix + "_LIBS")) {
    c.set(prefix + "_CFLAGS", flags);
    c.set(prefix + "_LIBS", flags);
  }
}

/// ${VAR-VALUE}: only what is not set at all gets the value.
void set_if_unset(Context& c, std::string_view name, std::string_view value) {
  if (!c.has(name)) c.set(name, value);
}

void default_flags(Context& c, const std::string& prefix, std::string_view libs) {
  set_if_unset(c, prefix + "_CFLAGS", "");
  set_if_unset(c, prefix + "_LIBS", libs);
}

void use_flags(Context& c, const std::string& prefix) {
  c.set_x("CPPFLAGS", "$CPPFLAGS $" + prefix + "_CFLAGS");
  try_libraries_of(c, prefix + "_LIBS");
}

void zlib_by_hand(Context& c) {
  const SaveEnv scope(c);
  use_flags(c, "ZLIB");
  check_headers(
      c, {"zlib.h"},
      [&] {
        py_check_lib(c, "z", "gzread", [&] { c.set("have_zlib", "yes"); }, [&] { c.set("have_zlib", "no"); });
      },
      [&] { c.set("have_zlib", "no"); });
  if (!c.yes("have_zlib")) return;
  default_flags(c, "ZLIB", "-lz");
  py_check_lib(c, "z", "inflateCopy", [&] { c.define("HAVE_ZLIB_COPY"); });
}

void zlib(Context& c) {
  use_emscripten_port(c, "ZLIB", "-sUSE_ZLIB");
  const bool newer = c.checkout().says("[zlib >= 1.2.2.1]");
  pkg_check_modules(
      c, "ZLIB", newer ? "zlib >= 1.2.2.1" : "zlib >= 1.2.0",
      [&] {
        c.set("have_zlib", "yes");
        c.define("HAVE_ZLIB_COPY");
      },
      [&] { zlib_by_hand(c); });
  if (c.yes("have_zlib")) {
    c.set_x("BINASCII_CFLAGS", "-DUSE_ZLIB_CRC32 $ZLIB_CFLAGS");
    c.set_x("BINASCII_LIBS", "$ZLIB_LIBS");
  }
}

/// A library that pkg-config does not know: its header and one function, under the user's flags.
struct Library {
  std::string_view have;
  const char* prefix;
  std::string_view header;
  std::string_view name;
  std::string_view function;
  std::string_view libs;
};

void library_by_hand(Context& c, const Library& library) {
  const SaveEnv scope(c);
  use_flags(c, library.prefix);
  check_headers(
      c, {library.header},
      [&] { c.set(library.have, check_lib(c, library.name, library.function) ? "yes" : "no"); },
      [&] { c.set(library.have, "no"); });
  if (c.yes(library.have)) default_flags(c, library.prefix, library.libs);
}

void check_library(Context& c, const Library& library, std::string_view modules) {
  pkg_check_modules(
      c, library.prefix, modules, [&] { c.set(library.have, "yes"); }, [&] { library_by_hand(c, library); });
}

void zstd_headers(Context& c) {
  c.checking("ZSTD_VERSION_NUMBER >= 1.4.5");
  const bool recent = c.compiles(program("#include \"zstd.h\"", "#if ZSTD_VERSION_NUMBER < 10405\n"
                                                                "#  error \"needs zstd 1.4.5\"\n#endif\n"));
  c.result(recent ? "yes" : "no");
  if (!recent) return c.set("have_libzstd", "no");
  check_headers(
      c, {"zstd.h", "zdict.h"}, [&] { c.set("have_libzstd", "yes"); }, [&] { c.set("have_libzstd", "no"); });
}

void zstd_by_hand(Context& c) {
  const SaveEnv scope(c);
  c.set_x("CPPFLAGS", "$CPPFLAGS $LIBZSTD_CFLAGS");
  c.set_x("CFLAGS", "$CFLAGS $LIBZSTD_CFLAGS");
  c.set_x("LIBS", "$LIBS $LIBZSTD_LIBS");
  if (search_libs(c, "ZDICT_finalizeDictionary", {"zstd"})) {
    zstd_headers(c);
  } else {
    c.set("have_libzstd", "no");
  }
  if (c.yes("have_libzstd")) default_flags(c, "LIBZSTD", "-lzstd");
}

/// The remote debugger compresses its files where libzstd is there.
void remote_debugging_flags(Context& c) {
  if (!c.checkout().says("AC_SUBST([REMOTE_DEBUGGING_CFLAGS])")) return;
  const bool have = c.yes("have_libzstd");
  c.set("REMOTE_DEBUGGING_CFLAGS", have ? c.x("-DHAVE_ZSTD $LIBZSTD_CFLAGS") : "");
  c.set("REMOTE_DEBUGGING_LIBS", have ? c.var("LIBZSTD_LIBS") : "");
  c.subst("REMOTE_DEBUGGING_CFLAGS");
  c.subst("REMOTE_DEBUGGING_LIBS");
}

}  // namespace

void compression(Context& c) {
  zlib(c);
  use_emscripten_port(c, "BZIP2", "-sUSE_BZIP2");
  check_library(c, {"have_bzip2", "BZIP2", "bzlib.h", "bz2", "BZ2_bzCompress", "-lbz2"}, "bzip2");
  check_library(c, {"have_liblzma", "LIBLZMA", "lzma.h", "lzma", "lzma_easy_encoder", "-llzma"}, "liblzma");
  if (c.checkout().says("PKG_CHECK_MODULES([LIBZSTD]")) {
    pkg_check_modules(
        c, "LIBZSTD", "libzstd >= 1.4.5", [&] { c.set("have_libzstd", "yes"); }, [&] { zstd_by_hand(c); });
    remote_debugging_flags(c);
  }
}

}  // namespace pyconfigure::decide
