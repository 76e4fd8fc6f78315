// configure.ac: libraries of modules that are gone since: nis, ossaudiodev, _crypt.
#include <string>

#include "autoconf.hpp"
#include "defaults.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// Without pkg-config's word: yp_match in libc or in libnsl.
void nsl_by_hand(Context& c) {
  set_unless_set(c, "LIBNSL_CFLAGS", "");
  {
    SaveEnv saved(c);
    c.set("have_nis", search_libs(c, "yp_match", {"nsl"}) ? "yes" : "no");
  }
  const std::string& found = c.var("ac_cv_search_yp_match");
  c.set("libnsl", matches("no|none required", found) ? "" : found);
  set_unless_set(c, "LIBNSL_LIBS", c.var("libnsl"));
}

void crypt_by_hand(Context& c) {
  SaveEnv saved(c);
  if (!search_libs(c, "crypt_r", {"crypt"})) return;
  c.define("HAVE_CRYPT_R");
  const std::string& found = c.var("ac_cv_search_crypt_r");
  c.set("libcrypt", found == "none required" ? "" : found);
  set_unless_set(c, "LIBCRYPT_LIBS", c.var("libcrypt"));
}

}  // namespace

void nis(Context& c) {
  if (!c.checkout().says("PKG_CHECK_MODULES([LIBNSL]")) return;
  pkg_check_modules(
      c, "LIBNSL", "libnsl", [&] { c.set("have_nis", "yes"); }, [&] { nsl_by_hand(c); });
  if (c.yes("have_nis")) {
    SaveEnv saved(c);
    c.set_x("CPPFLAGS", "$CPPFLAGS $LIBNSL_CFLAGS");
    check_headers(c, {"rpc/rpc.h"});
  }
  c.set("OSSAUDIODEV_LIBS", matches("NetBSD*", c.var("ac_sys_system")) ? "-lossaudio" : "");
}

void crypt_library(Context& c) {
  if (!c.checkout().says("PKG_CHECK_MODULES([LIBCRYPT]")) return;
  pkg_check_modules(
      c, "LIBCRYPT", "libxcrypt >= 3.1.1", [&] { c.define("HAVE_CRYPT_R"); }, [&] { crypt_by_hand(c); });
  SaveEnv saved(c);
  c.set_x("CPPFLAGS", "$CPPFLAGS $LIBCRYPT_CFLAGS");
  c.set_x("LIBS", "$LIBCRYPT_LIBS $LIBS");
  c.cache_check("for crypt or crypt_r", "ac_cv_crypt_crypt", [&] {
    return c.links(
        program("#ifdef HAVE_CRYPT_H\n#include <crypt.h>\n#endif\n#include <unistd.h>\n",
                "#ifdef HAVE_CRYPT_R\nvoid *function = crypt_r;\n#else\nvoid *function = crypt;\n#endif\n"));
  });
}

}  // namespace pyconfigure::decide
