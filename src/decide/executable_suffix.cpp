// configure.ac: the options for WebAssembly, --with-suffix, the case-insensitive build folder, HP-UX's cc.
#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

void dynamic_linking(Context& c) {
  c.checking("for --enable-wasm-dynamic-linking");
  if (c.enable("wasm-dynamic-linking")) {
    const bool wasi = c.is("ac_sys_system", "WASI");
    static constexpr std::string_view kNotYet = "WASI dynamic linking is not implemented yet.";
    if (wasi && c.checkout().says(kNotYet)) return c.fail(kNotYet);
    if (!wasi && !c.is("ac_sys_system", "Emscripten")) {
      return c.fail("--enable-wasm-dynamic-linking only applies to Emscripten and WASI");
    }
  } else {
    c.set("enable_wasm_dynamic_linking", "missing");
  }
  c.result(c.var("enable_wasm_dynamic_linking"));
}

void pthreads(Context& c) {
  c.checking("for --enable-wasm-pthreads");
  if (!c.enable("wasm-pthreads")) {
    c.set("enable_wasm_pthreads", "missing");
  } else if (c.is("ac_sys_system", "WASI") && c.checkout().says("WASI threading is not implemented yet.")) {
    return c.fail("WASI threading is not implemented yet.");
  } else if (!matches("Emscripten|WASI", c.var("ac_sys_system"))) {
    return c.fail("--enable-wasm-pthreads only applies to Emscripten and WASI");
  }
  c.result(c.var("enable_wasm_pthreads"));
}

/// 3.13 and before.
void emscripten_target(Context& c) {
  c.checking("for --with-emscripten-target");
  const bool emscripten = c.is("ac_sys_system", "Emscripten");
  if (const auto target = c.with("emscripten-target")) {
    if (!emscripten) return c.fail("--with-emscripten-target only applies to Emscripten");
    if (!matches("browser|node|browser-debug|node-debug", *target)) {
      return c.fail("Invalid argument: --with-emscripten-target=browser|node");
    }
    c.set("ac_sys_emscripten_target", *target);
  } else if (emscripten) {
    c.set("ac_sys_emscripten_target", "browser");
  }
  c.result(c.var("ac_sys_emscripten_target"));
}

std::string usual_suffix(const Context& c) {
  if (c.is("ac_sys_system", "WASI")) return ".wasm";
  if (!c.is("ac_sys_system", "Emscripten")) return "";
  if (!c.checkout().says("$ac_sys_system/$ac_sys_emscripten_target")) return ".mjs";
  return matches("browser*|node*", c.var("ac_sys_emscripten_target")) ? ".js" : "";
}

}  // namespace

void wasm_options(Context& c) {
  if (c.checkout().says("[for --with-emscripten-target]")) emscripten_target(c);
  dynamic_linking(c);
  pthreads(c);
}

void executable_suffix(Context& c) {
  c.checking("for --with-suffix");
  if (const auto suffix = c.with("suffix")) {
    const bool word = *suffix == "yes" || *suffix == "no";
    c.set("EXEEXT", !word ? *suffix : *suffix == "yes" ? ".exe" : "");
  } else {
    c.set("EXEEXT", usual_suffix(c));
  }
  c.result(c.var("EXEEXT"));
  if (c.checkout().says("AS_VAR_SET([ac_exeext], [$EXEEXT])")) c.set("ac_exeext", c.var("EXEEXT"));
}

void case_insensitive_folder(Context& c) {
  c.subst("BUILDEXEEXT");
  c.checking("for case-insensitive build directory");
  static constexpr std::string_view kScript =
      "test -d CaseSensitiveTestDir || mkdir CaseSensitiveTestDir\n"
      "if test -d casesensitivetestdir; then echo yes; else echo no; fi\n"
      "rmdir CaseSensitiveTestDir\n";
  const bool insensitive = c.brief_command(kScript, "no").output == "yes" && c.empty("EXEEXT");
  c.result(insensitive ? "yes" : "no");
  c.set("BUILDEXEEXT", insensitive ? ".exe" : c.var("EXEEXT"));
}

void hp_compiler(Context& c) {
  const bool by_command = c.checkout().says("case $CC in\n    cc|*/cc) CC=\"$CC -Ae\"");
  const std::string compiler = c.var(by_command ? "CC" : "ac_cv_cc_name");
  if (matches("hp*|HP*", c.var("ac_sys_system")) && matches("cc|*/cc", compiler)) c.append("CC", " -Ae");
}

}  // namespace pyconfigure::decide
