// configure.ac: --with-lto.
#include "autoconf.hpp"
#include "compiler_kind.hpp"
#include "llvm_tools.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// What Apple's linker needs besides: an object file that dsymutil can find afterwards.
std::string apple_link(const Context& c) {
  const bool keeps_object = c.checkout().says("-Wl,-object_path_lto");
  return keeps_object ? R"( -Wl,-export_dynamic -Wl,-object_path_lto,"$@".lto)" : " -Wl,-export_dynamic";
}

void lto_option(Context& c) {
  c.checking("for --with-lto");
  const auto given = c.with("lto");
  if (!given) return c.result("no");
  if (*given == "full" || *given == "thin" || *given == "yes") {
    c.set("Py_LTO", "true");
    c.set("Py_LTO_POLICY", *given == "yes" ? "default" : *given);
    c.result("yes");
  } else if (*given == "no") {
    c.set("Py_LTO", "false");
    c.result("no");
  } else {
    c.set("Py_LTO", "false");
    c.fail("unknown lto option: '" + *given + "'");
  }
}

/// Archives of LTO objects are only readable with LLVM's own ar.
void archiver_for_clang(Context& c) {
  c.set("LLVM_AR_FOUND", find_llvm_tool(c, "LLVM_AR", "llvm-ar") ? "found" : "not-found");
  if (c.is("ac_sys_system", "Darwin") && c.is("LLVM_AR_FOUND", "not-found")) {
    c.set("found_llvm_ar", c.command("/usr/bin/xcrun -find ar 2>/dev/null", "/usr/bin/ar").output);
    if (!c.empty("found_llvm_ar")) {
      c.set("LLVM_AR", "/usr/bin/xcrun ar");
      c.set("LLVM_AR_FOUND", "found");
      c.notice(c.x("llvm-ar found via xcrun: ${LLVM_AR}"));
    }
  }
  if (c.is("LLVM_AR_FOUND", "not-found")) {
    c.set("LLVM_PROFR_ERR", "yes");
    return c.fail("llvm-ar is required for a --with-lto build with clang but could not be found.");
  }
  c.set("LLVM_AR_ERR", "no");
  c.set("AR", c.var("LLVM_AR"));
}

void clang_lto(Context& c) {
  // Objects made for LTO need -flto to be linked; the thin kind is quicker and takes full ones as well.
  c.set("LDFLAGS_NOLTO", "-fno-lto");
  c.set("LDFLAGS_NOLTO", ax_check_compile_flag(c, "-flto=thin") ? "-flto=thin" : "-flto");
  archiver_for_clang(c);

  std::string flag = "-flto=" + c.var("Py_LTO_POLICY");
  if (c.is("Py_LTO_POLICY", "default")) {
    const bool prefers_thin = c.checkout().says("Check that ThinLTO is accepted");
    flag = prefers_thin && ax_check_compile_flag(c, "-flto=thin") ? "-flto=thin" : "-flto";
  }
  if (matches("Darwin*", c.var("ac_sys_system"))) {
    c.set("LTOFLAGS", flag + apple_link(c));
    c.set("LTOCFLAGS", flag);
  } else {
    c.set("LTOFLAGS", flag);
  }
}

void emcc_lto(Context& c) {
  if (!c.is("Py_LTO_POLICY", "default")) return c.fail("emcc supports only default lto.");
  c.set("LTOFLAGS", "-flto");
  c.set("LTOCFLAGS", "-flto");
}

void gcc_lto(Context& c) {
  if (c.is("Py_LTO_POLICY", "thin")) return c.fail("thin lto is not supported under gcc compiler.");
  c.set("LDFLAGS_NOLTO", "-fno-lto");
  if (matches("Darwin*", c.var("ac_sys_system"))) {
    c.set("LTOFLAGS", "-flto" + apple_link(c));
    c.set("LTOCFLAGS", "-flto");
  } else {
    c.set("LTOFLAGS", "-flto -fuse-linker-plugin -ffat-lto-objects");
    if (c.checkout().says("-ffat-lto-objects -flto-partition=none")) c.append("LTOFLAGS", " -flto-partition=none");
  }
}

}  // namespace

void with_lto(Context& c) {
  lto_option(c);
  for (const char* name : {"LLVM_AR", "LLVM_AR_FOUND"}) c.subst(name);
  if (!c.is("Py_LTO", "true")) return;
  const bool by_command = c.checkout().says("if test \"$Py_LTO\" = 'true' ; then\n  case $CC in");
  const std::string compiler = by_command ? named_in(c.var("CC"), {"clang", "emcc", "gcc"}) : c.var("ac_cv_cc_name");
  if (compiler == "clang") {
    clang_lto(c);
  } else if (compiler == "emcc") {
    emcc_lto(c);
  } else if (compiler == "gcc") {
    gcc_lto(c);
  }
  // Debug symbols are made at link time here.
  if (c.yes("ac_cv_prog_cc_g")) c.append("LTOFLAGS", " -g");
  c.append("CFLAGS_NODIST", " " + c.var(c.has("LTOCFLAGS") ? "LTOCFLAGS" : "LTOFLAGS"));
  c.append("LDFLAGS_NODIST", " " + c.var("LTOFLAGS"));
}

}  // namespace pyconfigure::decide
