// configure.ac: PLATFORM_TRIPLET, MULTIARCH, SOABI_PLATFORM and the direction of the C stack.
#include "autoconf.hpp"
#include "compiler_words.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

std::string likely_triplet(const Context& c) {
  if (matches("*-apple-darwin*", c.var("host"))) return "darwin";
  return (matches("i?86", c.var("host_cpu")) ? "i386" : c.var("host_cpu")) + "-" + c.var("host_os");
}

/// What the preprocessor makes of the tree's own table of platforms. Where the table stands in configure.ac, musl is told
/// from glibc by the build system's name.
void platform(Context& c) {
  c.checking("for the platform triplet based on compiler characteristics");
  const std::optional<std::string> words = platform_words(c, likely_triplet(c));
  if (!words) return c.result("none");
  std::string name = *words;
  const std::size_t glibc = name.find("linux-gnu");
  if (table_stands_in_configure(c) && matches("linux-musl*", c.var("build_os")) && glibc != std::string::npos) name.replace(glibc, 9, "linux-musl");
  c.set("PLATFORM_TRIPLET", name);
  c.result(name);
}

void multiarch(Context& c) {
  c.checking("for multiarch");
  if (matches("Darwin*|iOS|FreeBSD*", c.var("ac_sys_system"))) {
    c.set("MULTIARCH", "");
  } else {
    const std::string script = shell_variables(c, {"CC"}) + "$CC --print-multiarch 2>/dev/null\n";
    c.set("MULTIARCH", c.quick_command(script, c.var("PLATFORM_TRIPLET")).output);
    // A compiler that says more than it is asked for makes unquoted words of configure's fall apart from here on.
    if (c.var("MULTIARCH").find_first_of(" \t\n") != std::string::npos) {
      return c.give_up("what $CC says of its multiarch (" + c.var("MULTIARCH").substr(0, c.var("MULTIARCH").find('\n')) + "...)");
    }
  }
  c.subst("MULTIARCH");
  const bool at_once = c.checkout().says("AC_SUBST([MULTIARCH])\nAC_MSG_RESULT([$MULTIARCH])");
  if (at_once) c.result(c.var("MULTIARCH"));
  if (!c.empty("PLATFORM_TRIPLET") && !c.empty("MULTIARCH")) {
    if (!c.is("PLATFORM_TRIPLET", c.var("MULTIARCH"))) {
      return c.fail("internal configure error for the platform triplet, please file a bug report");
    }
  } else if (!c.empty("PLATFORM_TRIPLET")) {
    c.set("MULTIARCH", c.var("PLATFORM_TRIPLET"));
  }
  c.subst("PLATFORM_TRIPLET");
  if (!at_once) c.result(c.var("MULTIARCH"));
}

/// echo "$PLATFORM_TRIPLET" | cut -d '-' -f2
std::string second_field(const std::string& text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string::npos) return text;
  return text.substr(dash + 1, text.find('-', dash + 1) - dash - 1);
}

}  // namespace

void platform_triplet(Context& c) {
  platform(c);
  multiarch(c);
  const std::string& triplet = c.var("PLATFORM_TRIPLET");
  c.set("SOABI_PLATFORM", c.is("ac_sys_system", "iOS") ? second_field(triplet) : triplet);
  if (c.checkout().wants_macro("SOABI_PLATFORM") && !c.empty("SOABI_PLATFORM")) {
    c.define("SOABI_PLATFORM", c.x("\"${SOABI_PLATFORM}\""));
  }
  if (!c.empty("MULTIARCH")) c.set("MULTIARCH_CPPFLAGS", "-DMULTIARCH=\\\"" + c.var("MULTIARCH") + "\\\"");
  c.subst("MULTIARCH_CPPFLAGS");
}

void stack_direction(Context& c) {
  if (!c.checkout().says("_Py_STACK_GROWS_DOWN")) return;
  c.set("_Py_STACK_GROWS_DOWN", matches("hppa*", c.var("host")) ? "0" : "1");
  c.define("_Py_STACK_GROWS_DOWN", c.var("_Py_STACK_GROWS_DOWN"));
  c.subst("_Py_STACK_GROWS_DOWN");
}

}  // namespace pyconfigure::decide
