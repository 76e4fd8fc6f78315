// configure.ac: the library that _uuid uses, and whether its node value can be relied upon.
#include "autoconf.hpp"
#include "defaults.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// Newer trees note what was found in ac_cv_have_* variables, which a user can preset, and define the macros at the
/// end. Older ones define `macro` (if any) on the spot.
void note(Context& c, std::string_view variable, std::string_view macro = {}) {
  if (c.checkout().says("ac_cv_have_uuid_h")) {
    c.set(variable, "yes");
  } else if (!macro.empty()) {
    c.define(macro);
  }
}

void defaults(Context& c, std::string_view libs) {
  set_unless_set(c, "LIBUUID_CFLAGS", "");
  set_unless_set(c, "LIBUUID_LIBS", libs);
}

/// AIX and the BSDs have the functions of RFC 4122 in libc.
void libc_with_uuid_h(Context& c) {
  check_headers(c, {"uuid.h"}, [&] {
    check_funcs(c, {"uuid_create", "uuid_enc_be"}, [&] {
      c.set("have_uuid", "yes");
      note(c, "ac_cv_have_uuid_h");
      defaults(c, "");
    });
  });
}

/// util-linux without pkg-config's help.
void libuuid_by_hand(Context& c) {
  SaveEnv saved(c);
  c.set_x("CPPFLAGS", "$CPPFLAGS $LIBUUID_CFLAGS");
  try_libraries_of(c, "LIBUUID_LIBS");
  check_headers(c, {"uuid/uuid.h"}, [&] {
    note(c, "ac_cv_have_uuid_uuid_h");
    py_check_lib(c, "uuid", "uuid_generate_time", [&] { c.set("have_uuid", "yes"); });
    py_check_lib(c, "uuid", "uuid_generate_time_safe", [&] {
      c.set("have_uuid", "yes");
      note(c, "ac_cv_have_uuid_generate_time_safe", "HAVE_UUID_GENERATE_TIME_SAFE");
    });
  });
  if (c.yes("have_uuid")) defaults(c, "-luuid");
}

void libuuid(Context& c) {
  pkg_check_modules(
      c, "LIBUUID", "uuid >= 2.20",
      [&] {
        // HAVE_UUID_H although <uuid.h> may only be reachable with LIBUUID_CFLAGS.
        c.set("have_uuid", "yes");
        if (c.checkout().says("ac_cv_have_uuid_h")) {
          c.set("ac_cv_have_uuid_generate_time_safe", "yes");
          c.set("ac_cv_have_uuid_h", "yes");
        } else {
          c.define("HAVE_UUID_H");
          c.define("HAVE_UUID_GENERATE_TIME_SAFE");
        }
      },
      [&] { libuuid_by_hand(c); });
}

/// macOS: the header of libuuid, the functions in libc.
void libc_with_uuid_uuid_h(Context& c) {
  check_headers(c, {"uuid/uuid.h"}, [&] {
    if (!check_func(c, "uuid_generate_time")) return;
    c.set("have_uuid", "yes");
    note(c, "ac_cv_have_uuid_uuid_h");
    defaults(c, "");
  });
}

void define_what_was_noted(Context& c) {
  if (c.yes("ac_cv_have_uuid_h")) c.define("HAVE_UUID_H");
  if (c.yes("ac_cv_have_uuid_uuid_h")) c.define("HAVE_UUID_UUID_H");
  if (c.yes("ac_cv_have_uuid_generate_time_safe")) c.define("HAVE_UUID_GENERATE_TIME_SAFE");
  const bool openbsd_too = c.checkout().says("= \"NetBSD\" || test \"$ac_sys_system\" = \"OpenBSD\"; then\n  have_uuid");
  const bool netbsd = openbsd_too || c.checkout().says("= \"NetBSD\"; then\n  have_uuid");
  if ((netbsd && c.is("ac_sys_system", "NetBSD")) || (openbsd_too && c.is("ac_sys_system", "OpenBSD"))) {
    // Their libuuid makes version 4 only.
    c.set("have_uuid", "missing");
    c.define("HAVE_UUID_H", "0");
  }
}

/// Only a preset shell variable HAVE_UUID_GENERATE_TIME_SAFE leads here: configure itself sets the macro, not the
/// variable. Its two test runs count a written node as a failure (their exit status is 1 whether they run or not even
/// compile), so they never give a node, and only presets of py_cv_uuid_node* can be equal. Nothing is asked.
void stable_node(Context& c) {
  if (!c.yes("have_uuid") || !c.is("HAVE_UUID_GENERATE_TIME_SAFE", "1")) return;
  c.checking("if uuid_generate_time_safe() node value is stable");
  for (int run = 0; run < 2; ++run) SaveEnv saved(c);  // the save_* variables change all the same
  if (!c.empty("py_cv_uuid_node1") && c.is("py_cv_uuid_node1", c.var("py_cv_uuid_node2"))) {
    c.define("HAVE_UUID_GENERATE_TIME_SAFE_STABLE_MAC");
    c.result("stable");
  } else {
    c.result("unstable");
  }
}

}  // namespace

void uuid(Context& c) {
  c.subst("LIBUUID_CFLAGS");
  c.subst("LIBUUID_LIBS");
  c.set("have_uuid", "missing");
  libc_with_uuid_h(c);
  if (c.is("have_uuid", "missing")) libuuid(c);
  if (c.is("have_uuid", "missing")) libc_with_uuid_uuid_h(c);
  if (c.checkout().says("ac_cv_have_uuid_h")) define_what_was_noted(c);
  if (c.is("have_uuid", "missing")) c.set("have_uuid", "no");
  if (c.checkout().says("PY_EXTRACT_UUID_GENERATE_TIME_SAFE_MAC")) stable_node(c);
}

}  // namespace pyconfigure::decide
