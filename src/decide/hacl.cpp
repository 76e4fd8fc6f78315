// configure.ac: how the HACL* implementations of the hashes are compiled and linked.
#include <charconv>
#include <string>
#include <string_view>

#include "autoconf.hpp"
#include "modules.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

namespace {

void hacl_compiler_flags(Context& c) {
  c.set("LIBHACL_FLAG_I", "-I$(srcdir)/Modules/_hacl -I$(srcdir)/Modules/_hacl/include");
  c.set("LIBHACL_FLAG_D", "-D_BSD_SOURCE -D_DEFAULT_SOURCE");
  if (matches("Linux*", c.var("ac_sys_system")) && c.is("ac_cv_func_explicit_bzero", "no")) {
    c.append("LIBHACL_FLAG_D", " -DLINUX_NO_EXPLICIT_BZERO");
  }
  c.subst("LIBHACL_CFLAGS", c.x("${LIBHACL_FLAG_I} ${LIBHACL_FLAG_D} $(PY_STDMODULE_CFLAGS) $(CCSHARED)"));
  c.subst("LIBHACL_LDFLAGS", "");
}

/// One binary for two processors, whose x86 flags say nothing about the other half.
void universal_implementation(Context& c) {
  const bool universal =
      c.is("UNIVERSAL_ARCHS", "universal2") || (c.is("build_cpu", "aarch64") && c.is("build_vendor", "apple"));
  c.set("use_hacl_universal2_impl", universal ? "yes" : "no");
}

/// The SIMD sources need aligned_alloc, which Android has since level 28; WASI has none of the x86 headers.
bool simd_possible(const Context& c) {
  if (!matches("Linux-android|WASI", c.var("ac_sys_system"))) return true;
  const std::string& text = c.var("ANDROID_API_LEVEL");
  int level = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), level);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && level >= 28;
}

void simd(Context& c, const std::string& bits, std::string_view flags, const std::string& object) {
  const std::string prefix = "LIBHACL_SIMD" + bits;
  const std::string objects = "LIBHACL_BLAKE2_SIMD" + bits + "_OBJS";
  if (simd_possible(c) && ax_check_compile_flag(c, flags, "-Werror")) {
    c.set(prefix + "_FLAGS", flags);
    c.define("_Py_HACL_CAN_COMPILE_VEC" + bits);
    c.checking("for HACL* SIMD" + bits + " implementation");
    const bool universal = c.yes("use_hacl_universal2_impl");
    c.set(objects, "Modules/_hacl/" + object + (universal ? "_universal2.o" : ".o"));
    c.result(universal ? "universal2" : "standard");
  }
  c.subst(prefix + "_FLAGS");
  c.subst(objects);
}

void linking_type(Context& c) {
  c.checking("for HACL* library linking type");
  const bool by_build_type = c.checkout().says("= \"WASI\" || test \"$MODULE_BUILDTYPE\" = \"static\"");
  const bool is_static = c.is("ac_sys_system", "WASI") || (by_build_type && c.is("MODULE_BUILDTYPE", "static"));
  c.set("LIBHACL_LDEPS_LIBTYPE", is_static ? "STATIC" : "SHARED");
  c.result(is_static ? "static" : "shared");
  c.subst("LIBHACL_LDEPS_LIBTYPE");
}

}  // namespace

void hacl_flags(Context& c) {
  hacl_compiler_flags(c);
  universal_implementation(c);
  simd(c, "128", "-msse -msse2 -msse3 -msse4.1 -msse4.2", "Hacl_Hash_Blake2s_Simd128");
  simd(c, "256", "-mavx2", "Hacl_Hash_Blake2b_Simd256");
  linking_type(c);
}

}  // namespace pyconfigure::decide
