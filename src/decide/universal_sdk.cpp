// configure.ac: --enable-universalsdk, --with-universal-archs.
#include <string>

#include "decide/autoconf.hpp"
#include "decide/sections.hpp"
#include "decide/shell_quoted.hpp"

namespace pyconfigure::decide {

namespace {

bool is_folder(Context& c, const std::string& path) { return !path.empty() && c.file_test('d', path); }

/// The SDK that the installed Xcode has, else the oldest that was ever universal, else the system itself.
std::string default_sdk(Context& c) {
  const std::string sdk =
      c.command("/usr/bin/xcodebuild -version -sdk macosx Path 2>/dev/null",
                "/Applications/Xcode.app/Contents/Developer/Platforms/MacOSX.platform/Developer/SDKs/MacOSX.sdk")
          .output;
  if (sdk.find(".sdk") != std::string::npos) return sdk;
  const std::string oldest = "/Developer/SDKs/MacOSX10.4u.sdk";
  return is_folder(c, oldest) ? oldest : "/";
}

void given_sdk(Context& c) {
  if (c.yes("enableval")) c.set("enableval", default_sdk(c));
  if (c.is("enableval", "no")) {
    c.set("UNIVERSALSDK", "");
    c.set("enable_universalsdk", "");
    return;
  }
  c.set("UNIVERSALSDK", c.var("enableval"));
  if (!is_folder(c, c.var("UNIVERSALSDK"))) {
    c.fail(c.x("--enable-universalsdk specifies non-existing SDK: ${UNIVERSALSDK}"));
  }
}

/// 32-bit where the SDK has PowerPC code, as in the days of yore.
std::string default_architectures(Context& c) {
  if (c.empty("UNIVERSALSDK") || c.command("uname -s", "Linux").output != "Darwin") return "32-bit";
  const std::string library = shell_quoted(c.var("UNIVERSALSDK") + "/usr/lib/libSystem.dylib");
  return c.command("/usr/bin/file -L " + library + " | grep ppc").output.empty() ? "intel" : "32-bit";
}

}  // namespace

void universal_sdk(Context& c) {
  c.checking("for --enable-universalsdk");
  if (c.enable("universalsdk")) {
    given_sdk(c);
  } else {
    c.set("UNIVERSALSDK", "");
    c.set("enable_universalsdk", "");
  }
  c.result(c.empty("UNIVERSALSDK") ? "no" : c.var("UNIVERSALSDK"));
  c.subst("UNIVERSALSDK");

  c.subst("ARCH_RUN_32BIT", "");
  c.set("UNIVERSAL_ARCHS", default_architectures(c));
  c.subst("LIPO_32BIT_FLAGS");
  c.subst("LIPO_INTEL64_FLAGS");
  c.checking("for --with-universal-archs");
  if (auto given = c.with("universal-archs")) c.set("UNIVERSAL_ARCHS", *given);
  c.result(c.empty("UNIVERSALSDK") ? "no" : c.var("UNIVERSAL_ARCHS"));
}

}  // namespace pyconfigure::decide
