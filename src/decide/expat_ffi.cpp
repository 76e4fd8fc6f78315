// configure.ac: --with-system-expat; libffi for _ctypes, and whether it passes complex numbers.
#include "autoconf.hpp"
#include "defaults.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// macOS brings libffi in its SDK.
void ffi_of_the_sdk(Context& c) {
  SaveEnv saved(c);
  c.set_x("CFLAGS", "-I${SDKROOT}/usr/include/ffi $CFLAGS");
  if (!check_header(c, "ffi.h")) return;
  if (!check_lib(c, "ffi", "ffi_call")) return;
  c.set("have_libffi", "yes");
  c.set_x("LIBFFI_CFLAGS", "-I${SDKROOT}/usr/include/ffi -DUSING_APPLE_OS_LIBFFI=1");
  c.set("LIBFFI_LIBS", "-lffi");
}

void ffi_by_hand(Context& c) {
  SaveEnv saved(c);
  c.set_x("CPPFLAGS", "$CPPFLAGS $LIBFFI_CFLAGS");
  c.set_x("LIBS", "$LIBS $LIBFFI_LIBS");
  if (!check_header(c, "ffi.h")) return;
  if (check_lib(c, "ffi", "ffi_call")) {
    c.set("have_libffi", "yes");
    set_unless_set(c, "LIBFFI_CFLAGS", "");
    set_unless_set(c, "LIBFFI_LIBS", "-lffi");
  } else {
    c.set("have_libffi", "no");
  }
}

void ffi_functions(Context& c) {
  SaveEnv saved(c);
  c.set_x("CFLAGS", "$CFLAGS $LIBFFI_CFLAGS");
  c.set_x("LIBS", "$LIBS $LIBFFI_LIBS");
  py_check_func(c, "ffi_prep_cif_var", "#include <ffi.h>");
  py_check_func(c, "ffi_prep_closure_loc", "#include <ffi.h>");
  py_check_func(c, "ffi_closure_alloc", "#include <ffi.h>");
}

void ffi_flags(Context& c) {
  c.set("ctypes_malloc_closure", "no");
  const std::string system = c.var("ac_sys_system");
  if (system == "Darwin" || system == "iOS") {
    c.set("ctypes_malloc_closure", "yes");
  } else if (system == "sunos5") {
    c.append("LIBFFI_LIBS", " -mimpure-text");
  }
  if (c.yes("ctypes_malloc_closure")) {
    c.set("MODULE__CTYPES_MALLOC_CLOSURE", "_ctypes/malloc_closure.c");
    c.append("LIBFFI_CFLAGS", " -DUSING_MALLOC_CLOSURE_DOT_C=1");
  }
  if (c.yes("ac_cv_lib_dl_dlopen")) c.append("LIBFFI_LIBS", " -ldl");
}

/// libffi 3.2.1 has the macro for it, only 3.3.0 can really do it: hence a run.
void ffi_complex(Context& c) {
  c.cache_check("libffi has complex type support", "ac_cv_ffi_complex_double_supported", [&] {
    SaveEnv saved(c);
    c.set_x("CPPFLAGS", "$CPPFLAGS $LIBFFI_CFLAGS");
    c.set_x("LIBS", "$LIBS $LIBFFI_LIBS");
    if (c.yes("cross_compiling")) return false;
    return c.runs(source(probe::embedded_program("ffi_complex.c")), c.yes("have_libffi")).ok;
  });
  if (c.yes("ac_cv_ffi_complex_double_supported")) c.define("_Py_FFI_SUPPORT_C_COMPLEX");
}

/// Where setup.py builds _ctypes, configure only says where libffi's headers are.
void system_ffi(Context& c) {
  c.checking("for --with-system-ffi");
  const std::string given = c.with("system_ffi").value_or("");
  if (c.is("ac_sys_system", "Darwin")) {
    if (given.empty()) c.set("with_system_ffi", "no");
    if (!matches("|yes|no", given)) return c.fail("--with-system-ffi accepts no arguments");
    c.result(c.var("with_system_ffi"));
  } else {
    c.result("yes");
    if (!given.empty()) c.warn("--with(out)-system-ffi is ignored on this platform");
    c.set("with_system_ffi", "yes");
  }
  c.set("LIBFFI_INCLUDEDIR", "");
  if (c.yes("with_system_ffi") && !c.empty("PKG_CONFIG")) {
    c.set("LIBFFI_INCLUDEDIR",
          c.brief_command(shell_variables(c, {"PKG_CONFIG"}) +
                          "\"$PKG_CONFIG\" libffi --cflags-only-I 2>/dev/null | sed -e 's/^-I//;s/ *$//'")
              .output);
  }
  c.subst("LIBFFI_INCLUDEDIR");
}

}  // namespace

void expat(Context& c) {
  c.checking("for --with-system-expat");
  if (!c.with("system_expat")) c.set("with_system_expat", "no");
  c.result(c.var("with_system_expat"));
  if (c.yes("with_system_expat")) {
    set_unless_set(c, "LIBEXPAT_CFLAGS", "");
    set_unless_set(c, "LIBEXPAT_LDFLAGS", "-lexpat");
    c.set("LIBEXPAT_INTERNAL", "");
  } else {
    c.set("LIBEXPAT_CFLAGS", "-I$(srcdir)/Modules/expat");
    c.set("LIBEXPAT_LDFLAGS", "-lm $(LIBEXPAT_A)");
    c.set("LIBEXPAT_INTERNAL", "$(LIBEXPAT_HEADERS) $(LIBEXPAT_A)");
  }
  c.subst("LIBEXPAT_CFLAGS");
  c.subst("LIBEXPAT_LDFLAGS");
  c.subst("LIBEXPAT_INTERNAL");
}

void libffi(Context& c) {
  if (c.checkout().says("AC_MSG_CHECKING(for --with-system-ffi)")) return system_ffi(c);
  c.subst("LIBFFI_CFLAGS");
  c.subst("LIBFFI_LIBS");
  c.subst("MODULE__CTYPES_MALLOC_CLOSURE");
  c.set("have_libffi", "missing");
  if (c.is("ac_sys_system", "Darwin")) ffi_of_the_sdk(c);
  if (c.is("have_libffi", "missing")) {
    pkg_check_modules(
        c, "LIBFFI", "libffi", [&] { c.set("have_libffi", "yes"); }, [&] { ffi_by_hand(c); });
  }
  if (c.yes("have_libffi")) {
    ffi_flags(c);
    ffi_functions(c);
  }
  if (c.checkout().says("ac_cv_ffi_complex_double_supported")) ffi_complex(c);
}

}  // namespace pyconfigure::decide
