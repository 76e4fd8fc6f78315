// configure.ac: macOS: architectures, SDK and deployment target (part of the gcc-compatible flags).
#include "darwin_version.hpp"

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// One value of --with-universal-archs.
struct UniversalArchs {
  std::string_view name;
  std::string_view flags;          ///< UNIVERSAL_ARCH_FLAGS
  std::string_view lipo_32bit;     ///< LIPO_32BIT_FLAGS
  std::string_view run_32bit;      ///< ARCH_RUN_32BIT
  std::string_view triples;        ///< ARCH_TRIPLES
  std::string_view lipo_intel64;   ///< LIPO_INTEL64_FLAGS
};

constexpr UniversalArchs kUniversalArchs[] = {
    {"32-bit", "-arch ppc -arch i386", "", "", "ppc-apple-darwin i386-apple-darwin", ""},
    {"64-bit", "-arch ppc64 -arch x86_64", "", "true", "ppc64-apple-darwin x86_64-apple-darwin", ""},
    {"all", "-arch i386 -arch ppc -arch ppc64 -arch x86_64", "-extract ppc7400 -extract i386",
     "/usr/bin/arch -i386 -ppc", "i386-apple-darwin ppc-apple-darwin ppc64-apple-darwin x86_64-apple-darwin", ""},
    {"universal2", "-arch arm64 -arch x86_64", "", "true", "aarch64-apple-darwin x86_64-apple-darwin",
     "-extract x86_64"},
    {"intel", "-arch i386 -arch x86_64", "-extract i386", "/usr/bin/arch -i386",
     "i386-apple-darwin x86_64-apple-darwin", ""},
    {"intel-32", "-arch i386", "", "", "i386-apple-darwin", ""},
    {"intel-64", "-arch x86_64", "", "true", "x86_64-apple-darwin", ""},
    {"3-way", "-arch i386 -arch ppc -arch x86_64", "-extract ppc7400 -extract i386", "/usr/bin/arch -i386 -ppc",
     "i386-apple-darwin ppc-apple-darwin x86_64-apple-darwin", ""},
};

void which_compiler(Context& c) {
  c.checking("which compiler should be used");
  // The 10.4 SDK needs Apple's old gcc.
  if (matches("*/MacOSX10.4u.sdk", c.var("UNIVERSALSDK"))) {
    c.set("CC", "gcc-4.0");
    c.set("CPP", "cpp-4.0");
  }
  c.result(c.var("CC"));
}

void universal_archs(Context& c) {
  const UniversalArchs* archs = nullptr;
  for (const UniversalArchs& row : kUniversalArchs) {
    if (c.is("UNIVERSAL_ARCHS", row.name)) archs = &row;
  }
  if (archs == nullptr) {
    return c.fail("proper usage is --with-universal-arch=universal2|32-bit|64-bit|all|intel|3-way");
  }
  c.set("UNIVERSAL_ARCH_FLAGS", archs->flags);
  c.set("LIPO_32BIT_FLAGS", archs->lipo_32bit);
  c.set("LIPO_INTEL64_FLAGS", archs->lipo_intel64);
  c.set("ARCH_RUN_32BIT", archs->run_32bit);
  if (c.checkout().says("ARCH_TRIPLES=")) c.set("ARCH_TRIPLES", archs->triples);

  if (!c.is("UNIVERSALSDK", "/")) {
    c.set_x("CFLAGS", "${UNIVERSAL_ARCH_FLAGS} -isysroot ${UNIVERSALSDK} ${CFLAGS}");
    c.set_x("LDFLAGS", "${UNIVERSAL_ARCH_FLAGS} -isysroot ${UNIVERSALSDK} ${LDFLAGS}");
    c.set_x("CPPFLAGS", "-isysroot ${UNIVERSALSDK} ${CPPFLAGS}");
  } else {
    c.set_x("CFLAGS", "${UNIVERSAL_ARCH_FLAGS} ${CFLAGS}");
    c.set_x("LDFLAGS", "${UNIVERSAL_ARCH_FLAGS} ${LDFLAGS}");
  }
}

/// What to build for when nobody said: this machine's version, except for the oldest systems.
std::string present_target(Context& c) {
  const std::string version = c.command("sw_vers -productVersion", "14.0").output;
  const std::string major = version_part(version, 0);
  const std::string minor = version_part(version, 1);
  c.set("cur_target_major", major);
  c.set("cur_target_minor", minor);
  if (number(major) != 10 || number(minor) < 3 || number(minor) > 5) return major + "." + minor;

  if (!c.empty("enable_universalsdk")) {
    return matches("all|3-way|intel|64-bit", c.var("UNIVERSAL_ARCHS")) ? "10.5" : "10.3";
  }
  return c.command("/usr/bin/arch", "i386").output == "i386" ? "10.4" : "10.3";
}

void deployment_target(Context& c) {
  c.checking("which MACOSX_DEPLOYMENT_TARGET to use");
  c.set("cur_target", present_target(c));
  c.set("CONFIGURE_MACOSX_DEPLOYMENT_TARGET",
        c.var(c.has("MACOSX_DEPLOYMENT_TARGET") ? "MACOSX_DEPLOYMENT_TARGET" : "cur_target"));
  // Compilers asked from here on must build for what the Makefile will build for.
  c.set_x("MACOSX_DEPLOYMENT_TARGET", "$CONFIGURE_MACOSX_DEPLOYMENT_TARGET");
  c.export_var("MACOSX_DEPLOYMENT_TARGET");
  c.set("EXPORT_MACOSX_DEPLOYMENT_TARGET", "");
  c.result(c.var("MACOSX_DEPLOYMENT_TARGET"));
}

}  // namespace

void darwin_flags(Context& c) {
  if (c.checkout().says("if test \"${CC}\" = gcc\n")) {
    if (c.is("CC", "gcc")) which_compiler(c);
  } else {
    which_compiler(c);
  }

  // Symbols newer than the deployment target would fail at run time.
  if (c.checkout().says("[-Wunguarded-availability]") &&
      ax_check_compile_flag(c, "-Wunguarded-availability", "-Werror")) {
    c.append("CFLAGS_NODIST", " -Werror=unguarded-availability");
  }

  c.set("LIPO_INTEL64_FLAGS", "");
  if (!c.empty("enable_universalsdk")) universal_archs(c);
  deployment_target(c);

  c.checking("if specified universal architectures work");
  if (c.links(program("#include <stdio.h>", "printf(\"%d\", 7);"))) {
    c.result("yes");
  } else {
    c.result("no");
    c.fail("check config.log and use the '--with-universal-archs' option");
  }
}

}  // namespace pyconfigure::decide
