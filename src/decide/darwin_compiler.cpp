// configure.ac: SDKROOT and the choice of a compiler on macOS.
#include <string>
#include <string_view>

#include "decide/autoconf.hpp"
#include "decide/sections.hpp"
#include "decide/shell_quoted.hpp"

namespace pyconfigure::decide {

namespace {

void sdk_root(Context& c) {
  check_prog(c, "HAS_XCRUN", "xcrun", "yes", "missing");
  c.checking("macOS SDKROOT");
  if (c.empty("SDKROOT")) {
    c.set("SDKROOT", c.yes("HAS_XCRUN") ? c.build_command("xcrun --show-sdk-path", "/").output : "/");
  }
  c.result(c.var("SDKROOT"));
}

/// The first DIR/NAME of PATH that can be executed, spelled with PATH's own words.
std::string first_on_path(Context& c, std::string_view name) {
  std::string_view path = c.var("PATH");
  while (!path.empty()) {
    const std::size_t end = path.find(':');
    const std::string candidate = std::string(path.substr(0, end)) + "/" + std::string(name);
    if (c.file_test('x', candidate)) return candidate;
    if (end == std::string_view::npos) break;
    path.remove_prefix(end + 1);
  }
  return {};
}

void use_clang(Context& c, std::string_view notice) {
  c.notice(notice);
  c.set("CC", c.var("found_clang"));
  c.set_x("CXX", "$found_clang++");
}

void choose_compiler(Context& c) {
  c.set("found_gcc", first_on_path(c, "gcc"));
  c.set("found_clang", first_on_path(c, "clang"));
  const bool gcc = !c.empty("found_gcc");
  const bool clang = !c.empty("found_clang");
  if (gcc && clang) {
    const std::string version = c.build_command(shell_quoted(c.var("found_gcc")) + " --version").output;
    if (version.find("llvm-gcc") != std::string::npos) use_clang(c, "Detected llvm-gcc, falling back to clang");
  } else if (clang) {
    use_clang(c, "No GCC found, use CLANG");
  } else if (!gcc) {
    c.set("found_clang", c.build_command("/usr/bin/xcrun -find clang 2>/dev/null", "/usr/bin/clang").output);
    if (c.empty("found_clang")) return;
    c.notice("Using clang from Xcode.app");
    c.set("CC", c.var("found_clang"));
    c.set("CXX", c.build_command("/usr/bin/xcrun -find clang++", "/usr/bin/clang++").output);
  }
}

}  // namespace

void darwin_compiler(Context& c) {
  c.subst("HAS_XCRUN");
  if (!c.is("ac_sys_system", "Darwin")) return;
  sdk_root(c);
  if (c.empty("CC")) choose_compiler(c);
}

}  // namespace pyconfigure::decide
