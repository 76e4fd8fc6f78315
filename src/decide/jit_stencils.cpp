// configure.ac: JIT_STENCILS_H, JIT_SHIM_O and JIT_SHIM_BUILD_O, the files of the JIT compiler for the target platform.
#include <string>
#include <string_view>

#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

struct Target {
  std::string_view hosts;  ///< a pattern
  std::string_view name;   ///< as the files have it
};

constexpr Target kTargets[] = {
    {"aarch64-apple-darwin*", "aarch64-apple-darwin"},
    {"x86_64-apple-darwin*", "x86_64-apple-darwin"},
    {"aarch64-pc-windows-msvc", "aarch64-pc-windows-msvc"},
    {"i686-pc-windows-msvc", "i686-pc-windows-msvc"},
    {"x86_64-pc-windows-msvc", "x86_64-pc-windows-msvc"},
    {"aarch64-*-linux-gnu", "aarch64-unknown-linux-gnu"},
    {"x86_64-*-linux-gnu", "x86_64-unknown-linux-gnu"},
};

void set_files(Context& c) {
  if (!c.empty("enable_universalsdk") && c.is("UNIVERSAL_ARCHS", "universal2")) {
    c.set("JIT_STENCILS_H", "jit_stencils-aarch64-apple-darwin.h jit_stencils-x86_64-apple-darwin.h");
    c.set("JIT_SHIM_O", "jit_shim-universal2-apple-darwin.o");
    c.set("JIT_SHIM_BUILD_O", "jit_shim-aarch64-apple-darwin.o jit_shim-x86_64-apple-darwin.o");
    return;
  }
  for (const Target& target : kTargets) {
    if (!matches(target.hosts, c.var("host"))) continue;
    c.set("JIT_STENCILS_H", "jit_stencils-" + std::string(target.name) + ".h");
    c.set("JIT_SHIM_O", "jit_shim-" + std::string(target.name) + ".o");
    break;
  }
  c.set("JIT_SHIM_BUILD_O", c.var("JIT_SHIM_O"));
}

}  // namespace

void jit_stencils(Context& c) {
  // Without shims the tree names its one file where it decides about the JIT.
  if (!c.checkout().says("AC_SUBST([JIT_SHIM_BUILD_O])")) return;
  for (const char* name : {"JIT_STENCILS_H", "JIT_SHIM_O", "JIT_SHIM_BUILD_O"}) c.set(name, "");
  if (!c.empty("jit_flags")) set_files(c);
  for (const char* name : {"JIT_STENCILS_H", "JIT_SHIM_O", "JIT_SHIM_BUILD_O"}) c.subst(name);
}

}  // namespace pyconfigure::decide
