// configure.ac: _PYTHON_HOST_PLATFORM, _XOPEN_SOURCE and its kin, deployment targets, the compiler's name in the cache,
// the flags that a target cannot do without.
#include <string>
#include <string_view>

#include "decide/autoconf.hpp"
#include "decide/sections.hpp"
#include "pyconfigure/base/text.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

namespace {

/// cut -d - -fINDEX, for text that has a '-' in it; counted from 1.
std::string field(std::string_view text, int index) {
  while (--index > 0) {
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos) return {};
    text.remove_prefix(dash + 1);
  }
  return std::string(text.substr(0, text.find('-')));
}

std::string ios_identity(Context& c) {
  const std::string os = field(c.var("host"), 3);
  std::string device = field(c.var("host"), 4);
  if (device.empty()) device = "os";
  c.set("_host_os", os);
  c.set("_host_device", device);
  c.checking("iOS deployment target");
  const std::string target = os.size() > 3 ? os.substr(3) : "13.0";
  c.set("IPHONEOS_DEPLOYMENT_TARGET", target);
  c.result(target);
  const std::string cpu = c.is("host_cpu", "aarch64") ? "arm64" : c.var("host_cpu");
  return target + "-" + cpu + "-iphone" + device;
}

/// The part of the platform's name after MACHDEP; stops the run for a system that the tree cannot be built for.
std::string host_identity(Context& c) {
  const std::string& host = c.var("host");
  const std::string& cpu = c.var("host_cpu");
  const tree::Checkout& tree = c.checkout();
  const std::string family = matches("arm*", cpu) ? "arm" : cpu;
  if (matches("*-*-linux*", host)) return family;
  if (tree.says("ac_sys_system=GNU\n") && matches("*-gnu", host)) return cpu;
  if (matches("*-*-cygwin*", host)) return {};
  if (tree.says("ac_sys_system=iOS\n") && matches("*-apple-ios*", host)) return ios_identity(c);
  if (tree.says("ac_sys_system=Darwin\n") && matches("*-*-darwin*", host)) return family;
  if (matches("*-*-vxworks*", host)) return cpu;
  if (tree.says("emcc -dumpversion") && matches("*-*-emscripten", host)) {
    return c.command("emcc -dumpversion | cut -f1 -d-", "4.0.0").output + "-" + cpu;
  }
  if (matches("wasm32-*-*|wasm64-*-*", host)) return cpu;
  c.set("MACHDEP", "unknown");
  c.fail("cross build not supported for " + host);
  return {};
}

/// Systems that hide what Python needs when _XOPEN_SOURCE is defined.
constexpr std::string_view kWithoutXopen =
    "OpenBSD/2.*|OpenBSD/3.*|OpenBSD/4.[0123456]|"
    "NetBSD/1.5|NetBSD/1.5.*|NetBSD/1.6|NetBSD/1.6.*|NetBSD/1.6[A-S]|"
    "SunOS/*|OpenUNIX/8.0.0|UnixWare/7.1.[0-4]|SCO_SV/3.2|"
    "Darwin/[6789].*|Darwin/[12][0-9].*|iOS/*|QNX/6.3.2|VxWorks/*|hp*|HP*";

/// The value that the tree's AC_DEFINE gives to `macro`: the editions of the standards move with the releases.
std::string tree_value(const Context& c, const std::string& macro, std::string_view otherwise) {
  const std::string start = "AC_DEFINE([" + macro + "], [";
  const std::string& text = c.checkout().configure_ac;
  const std::size_t at = base::find(text, start);
  if (at == std::string::npos) return std::string(otherwise);
  const std::size_t value = at + start.size();
  return text.substr(value, text.find(']', value) - value);
}

}  // namespace

void host_platform(Context& c) {
  c.subst("_PYTHON_HOST_PLATFORM");
  if (!c.yes("cross_compiling")) return;
  const std::string identity = host_identity(c);
  c.set("_host_ident", identity);
  c.set("_PYTHON_HOST_PLATFORM", c.var("MACHDEP") + (identity.empty() ? "" : "-" + identity));
}

void source_macros(Context& c) {
  const std::string system = c.x("$ac_sys_system/$ac_sys_release");
  // OpenBSD takes back __BSD_VISIBLE when _XOPEN_SOURCE is defined, unless it sees this.
  if (matches("OpenBSD/*", system)) c.define("_BSD_SOURCE");
  if (matches(kWithoutXopen, system)) c.set("define_xopen_source", "no");
  if (c.yes("define_xopen_source")) {
    c.define("_XOPEN_SOURCE", tree_value(c, "_XOPEN_SOURCE", "700"));
    c.define("_XOPEN_SOURCE_EXTENDED");
    c.define("_POSIX_C_SOURCE", tree_value(c, "_POSIX_C_SOURCE", "200809L"));
  }
  c.set("define_stdc_a1", matches("hp*|HP*", c.var("ac_sys_system")) ? "yes" : "no");
  if (c.yes("define_stdc_a1")) c.define("_INCLUDE__STDC_A1_SOURCE");
}

void compiler_presets(Context& c) {
  c.subst("CONFIGURE_MACOSX_DEPLOYMENT_TARGET", "");
  c.subst("EXPORT_MACOSX_DEPLOYMENT_TARGET", "#");
  c.subst("IPHONEOS_DEPLOYMENT_TARGET");

  if (!c.empty("ac_cv_prog_CC") && !c.empty("CC") && !c.is("CC", c.var("ac_cv_prog_CC"))) {
    return c.fail(c.x("cached CC is different -- throw away $cache_file\n"
                      "(it is also a good idea to do 'make clean' before compiling)"));
  }
  // AC_PROG_CC leaves CFLAGS alone when they are set, even to nothing.
  if (c.empty("CFLAGS")) c.set("CFLAGS", "");
  if (matches("wasm64-*-emscripten", c.var("host"))) {
    c.append("CFLAGS", " -sMEMORY64=1");
    c.append("LDFLAGS", " -sMEMORY64=1");
  }
  if (c.is("ac_sys_system", "iOS")) {
    const std::string flag = c.x(" -mios-version-min=${IPHONEOS_DEPLOYMENT_TARGET}");
    c.append("CFLAGS", flag);
    c.append("LDFLAGS", flag);
  }
}

}  // namespace pyconfigure::decide
