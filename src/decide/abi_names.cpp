// configure.ac: SOABI, EXT_SUFFIX, LDVERSION, LIBPYTHON, --with-platlibdir, LIBPL, --with-wheel-pkg-dir.
#include <algorithm>
#include <string>

#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

std::string without(std::string text, char unwanted) {
  std::erase(text, unwanted);
  return text;
}

std::string soabi(const Context& c, const std::string& abi_flags) {
  std::string tag = "cpython-" + without(c.var("VERSION"), '.') + abi_flags;
  const char* platform = c.checkout().says("SOABI_PLATFORM=") ? "SOABI_PLATFORM" : "PLATFORM_TRIPLET";
  if (!c.empty(platform)) tag += "-" + c.var(platform);
  return tag;
}

void library_tags(Context& c) {
  c.subst("SOABI");
  c.checking("ABIFLAGS");
  c.result(c.var("ABIFLAGS"));
  c.checking("SOABI");
  c.set("SOABI", soabi(c, c.var("ABIFLAGS")));
  c.result(c.var("SOABI"));
  c.subst("ALT_SOABI");
  const bool not_with_refs = c.checkout().says("test \"$Py_DEBUG\" = 'true' -a \"$with_trace_refs\" != \"yes\"");
  if (c.is("Py_DEBUG", "true") && !(not_with_refs && c.yes("with_trace_refs"))) {
    // A debug build loads what was built for the release build too.
    c.set("ALT_SOABI", soabi(c, without(c.var("ABIFLAGS"), 'd')));
    c.define("ALT_SOABI", "\"" + c.var("ALT_SOABI") + "\"");
  }
  c.subst("EXT_SUFFIX");
  c.set_x("EXT_SUFFIX", ".${SOABI}${SHLIB_SUFFIX}");
  c.checking("LDVERSION");
  c.set("LDVERSION", "$(VERSION)$(ABIFLAGS)");
  c.result(c.var("LDVERSION"));
}

/// Extension modules are linked with libpython on Android and Cygwin only, and with the framework on iOS.
void module_linking(Context& c) {
  c.subst("LIBPYTHON");
  if (!c.checkout().says("AC_SUBST([MODULE_DEPS_SHARED])")) {
    // Older trees do so for static builds as well.
    const bool linked = !c.empty("ANDROID_API_LEVEL") || c.is("MACHDEP", "cygwin");
    return c.set("LIBPYTHON", linked ? c.x("-lpython${VERSION}${ABIFLAGS}") : "");
  }
  c.subst("MODULE_DEPS_SHARED");
  c.set("MODULE_DEPS_SHARED", "$(MODULE_DEPS_STATIC) $(EXPORTSYMS)");
  c.set("LIBPYTHON", "");
  if (c.is("PY_ENABLE_SHARED", "1") && (!c.empty("ANDROID_API_LEVEL") || c.is("MACHDEP", "cygwin"))) {
    c.append("MODULE_DEPS_SHARED", " $(LDLIBRARY)");
    if (c.checkout().says("LIBPYTHON=\"\\$(BLDLIBRARY)\"")) {
      c.set("LIBPYTHON", "$(BLDLIBRARY)");
    } else {
      c.set_x("LIBPYTHON", "-lpython${VERSION}${ABIFLAGS}");
    }
  }
  if (c.is("ac_sys_system", "iOS")) c.append("MODULE_DEPS_SHARED", " $(PYTHONFRAMEWORKDIR)/$(PYTHONFRAMEWORK)");
}

void library_folders(Context& c) {
  const bool has_libdest = c.checkout().says("AC_SUBST([LIBDEST])");
  const std::string thread = c.checkout().says("AC_SUBST([ABI_THREAD])") ? "$(ABI_THREAD)" : "";
  c.subst("BINLIBDEST");
  c.subst("PLATLIBDIR", "lib");
  if (!has_libdest) c.set("BINLIBDEST", "$(LIBDIR)/python$(VERSION)" + thread);
  c.checking("for --with-platlibdir");
  const auto given = c.with("platlibdir");
  if (given && !given->empty() && *given != "yes" && *given != "no") {
    c.result("yes");
    c.set("PLATLIBDIR", *given);
    if (!has_libdest) c.set("BINLIBDEST", "${exec_prefix}/${PLATLIBDIR}/python$(VERSION)" + thread);
  } else {
    c.result("no");
  }
  if (has_libdest) {
    c.subst("LIBDEST", "${prefix}/${PLATLIBDIR}/python$(VERSION)$(ABI_THREAD)");
    c.set("BINLIBDEST", "${exec_prefix}/${PLATLIBDIR}/python$(VERSION)$(ABI_THREAD)");
  }
  c.subst("PY_ENABLE_SHARED");
  std::string folder = has_libdest ? "$(LIBDEST)" : "$(prefix)" + c.x("/${PLATLIBDIR}/python${VERSION}");
  if (!has_libdest && !thread.empty()) folder += c.var("ABI_THREAD");
  folder += "/config-" + c.var("LDVERSION");
  if (!c.empty("PLATFORM_TRIPLET")) folder += "-" + c.var("PLATFORM_TRIPLET");
  c.subst("LIBPL", folder);
}

void wheel_folder(Context& c) {
  c.subst("WHEEL_PKG_DIR", "");
  c.checking("for --with-wheel-pkg-dir");
  const auto given = c.with("wheel-pkg-dir");
  if (given && !given->empty()) {
    c.result("yes");
    c.set("WHEEL_PKG_DIR", *given);
  } else {
    c.result("no");
  }
}

}  // namespace

void abi_names(Context& c) {
  library_tags(c);
  module_linking(c);
  library_folders(c);
  wheel_folder(c);
}

}  // namespace pyconfigure::decide
