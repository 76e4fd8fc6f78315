// configure.ac: OTHER_LIBTOOL_OPT and LIBTOOL_CRUFT, which older trees link a macOS framework with.
#include <string>
#include <string_view>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

constexpr std::string_view kInstallName =
    " -install_name $(PYTHONFRAMEWORKINSTALLDIR)/Versions/$(VERSION)/$(PYTHONFRAMEWORK)"
    " -compatibility_version $(VERSION) -current_version $(VERSION)";

std::string machine_of_arch(Context& c) { return c.command("/usr/bin/arch", "i386").output; }

/// The architecture that a build without --with-universal-archs is for.
void default_architecture(Context& c) {
  const bool narrow = c.yes("cross_compiling") ||
                      c.runs(source("#include <unistd.h>\n"
                                    "int main(int argc, char *argv[])\n{\n  return sizeof(long) == 4 ? 0 : 1;\n}\n"),
                             false)
                          .ok;
  c.set("ac_osx_32bit", narrow ? "yes" : "no");
  const std::string arch = machine_of_arch(c);
  if (arch == "i386") return c.set("MACOSX_DEFAULT_ARCH", narrow ? "i386" : "x86_64");
  if (arch == "ppc") return c.set("MACOSX_DEFAULT_ARCH", narrow ? "ppc" : "ppc64");
  if (arch == "arm64" && !narrow) return c.set("MACOSX_DEFAULT_ARCH", "arm64");
  c.fail("Unexpected output of 'arch' on macOS");
}

void present_darwin(Context& c) {
  c.set("gcc_version", c.command("gcc -dumpversion", "4.2.1").output);
  // Compared as text, as the shell's test does it: 12 comes before 4.0.
  c.set("LIBTOOL_CRUFT", c.command(shell_variables(c, {"gcc_version"}) +
                                       "if test ${gcc_version} '<' 4.0; then echo -lcc_dynamic; fi")
                             .output);
  default_architecture(c);
  c.set_x("LIBTOOL_CRUFT", "$LIBTOOL_CRUFT -lSystem -lSystemStubs -arch_only ${MACOSX_DEFAULT_ARCH}");
  c.append("LIBTOOL_CRUFT", kInstallName);
}

}  // namespace

void darwin_libtool(Context& c) {
  if (!c.checkout().says("AC_SUBST(LIBTOOL_CRUFT)")) return;
  c.subst("OTHER_LIBTOOL_OPT");
  c.subst("LIBTOOL_CRUFT");
  const std::string system = c.x("$ac_sys_system/$ac_sys_release");
  if (matches("Darwin/[01567]\\..*", system)) {
    c.set("OTHER_LIBTOOL_OPT", "-prebind -seg1addr 0x10000000");
    c.set("LIBTOOL_CRUFT", "-framework System -lcc_dynamic");
    if (c.empty("enable_universalsdk")) c.append("LIBTOOL_CRUFT", " -arch_only " + machine_of_arch(c));
    c.append("LIBTOOL_CRUFT", kInstallName);
  } else if (matches("Darwin/*", system)) {
    c.set("OTHER_LIBTOOL_OPT", "");
    present_darwin(c);
  }
}

}  // namespace pyconfigure::decide
