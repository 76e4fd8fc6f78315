// configure.ac: flags for WebAssembly systems, the thread stack size on Linux, and the first flag substitutions.
#include "autoconf.hpp"
#include "pyconfigure/base/text.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// Up to 3.13: for a browser or for node.
void emscripten_target_flags(Context& c) {
  const std::string& target = c.var("ac_sys_emscripten_target");
  if (matches("*-debug", target)) c.set("wasm_debug", "yes");
  if (matches("browser*", target)) {
    c.append("LINKFORSHARED", " --preload-file=$(WASM_ASSETS_DIR)");
    c.set("WASM_ASSETS_DIR", ".$(prefix)");
    c.set("WASM_STDLIB", "$(WASM_ASSETS_DIR)/local/lib/python$(VERSION)/os.py");
    c.set("WASM_LINKFORSHARED_DEBUG", "-gsource-map --emit-symbol-map");
  } else if (matches("node*", target)) {
    c.append("LDFLAGS_NODIST", " -sALLOW_MEMORY_GROWTH -sNODERAWFS");
    c.append("LINKFORSHARED", " -sEXIT_RUNTIME");
    c.set("WASM_LINKFORSHARED_DEBUG", "-gseparate-dwarf --emit-symbol-map");
  }
}

void emscripten_modules_and_threads(Context& c) {
  if (c.yes("enable_wasm_dynamic_linking")) c.append("LINKFORSHARED", " -sMAIN_MODULE");
  if (c.yes("enable_wasm_pthreads")) {
    c.append("CFLAGS_NODIST", " -pthread");
    c.append("LDFLAGS_NODIST", " -sUSE_PTHREADS");
    c.append("LINKFORSHARED", " -sPROXY_TO_PTHREAD");
  }
}

void emscripten_debugging(Context& c) {
  if (c.yes("wasm_debug")) {
    c.append("LDFLAGS_NODIST", " -sASSERTIONS");
    c.append("LINKFORSHARED", c.x(" $WASM_LINKFORSHARED_DEBUG"));
  } else {
    c.append("LINKFORSHARED", " -O2 -g0");
  }
}

void older_emscripten_flags(Context& c) {
  c.append("LDFLAGS_NODIST", " -sALLOW_MEMORY_GROWTH -sTOTAL_MEMORY=20971520");
  c.append("LDFLAGS_NODIST", " -sWASM_BIGINT");
  c.append("LDFLAGS_NODIST", " -sFORCE_FILESYSTEM -lidbfs.js -lnodefs.js -lproxyfs.js -lworkerfs.js");
  emscripten_modules_and_threads(c);
  emscripten_target_flags(c);
  emscripten_debugging(c);
}

void emscripten_flags(Context& c) {
  c.set("wasm_debug", c.yes("Py_DEBUG") ? "yes" : "no");
  if (c.checkout().says("-sTOTAL_MEMORY=20971520")) return older_emscripten_flags(c);
  c.append("LINKFORSHARED", " -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=20971520");
  c.append("LDFLAGS_NODIST", " -sWASM_BIGINT");
  c.append("LINKFORSHARED", " -sFORCE_FILESYSTEM -lidbfs.js -lnodefs.js -lproxyfs.js -lworkerfs.js");
  c.append("LINKFORSHARED", " -sEXPORTED_RUNTIME_METHODS=FS,callMain,ENV,HEAPU32,TTY,ERRNO_CODES");
  c.append("LINKFORSHARED", " -sEXPORTED_FUNCTIONS=_main,_Py_Version,__PyRuntime,_PyGILState_GetThisThreadState,");
  if (c.checkout().says("_PyGILState_GetThisThreadState,__Py_DumpTraceback,")) {
    c.append("LINKFORSHARED", "__Py_DumpTraceback,");
  }
  c.append("LINKFORSHARED", "__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET");
  c.append("LINKFORSHARED", " -sSTACK_SIZE=5MB");
  c.append("LINKFORSHARED", " -sTEXTDECODER=2");
  emscripten_modules_and_threads(c);
  c.append("LDFLAGS_NODIST", " -sEXIT_RUNTIME");
  c.set("WASM_LINKFORSHARED_DEBUG", "-gseparate-dwarf --emit-symbol-map");
  emscripten_debugging(c);
}

void wasi_flags(Context& c) {
  c.define("_WASI_EMULATED_SIGNAL");
  c.define("_WASI_EMULATED_GETPID");
  c.define("_WASI_EMULATED_PROCESS_CLOCKS");
  c.append("LIBS", " -lwasi-emulated-signal -lwasi-emulated-getpid -lwasi-emulated-process-clocks");
  c.define("_WASI_EMULATED_SIGNAL");  // configure.ac writes this line a second time, by hand

  if (c.yes("enable_wasm_pthreads")) {
    // CFLAGS too: only the sysroot of the threads target has pthread_create, sem_init and so on.
    c.append("CFLAGS", " -target wasm32-wasi-threads -pthread");
    c.append("CFLAGS_NODIST", " -target wasm32-wasi-threads -pthread");
    c.append("LDFLAGS_NODIST", " -target wasm32-wasi-threads -pthread");
    c.append("LDFLAGS_NODIST", " -Wl,--import-memory");
    c.append("LDFLAGS_NODIST", " -Wl,--export-memory");
    c.append("LDFLAGS_NODIST", " -Wl,--max-memory=10485760");
  }
  // How much memory and stack is the tree's matter.
  constexpr std::string_view kStart = "AS_VAR_APPEND([LDFLAGS_NODIST], [\" -z stack-size=";
  const std::string& text = c.checkout().configure_ac;
  const std::size_t start = base::find(text, kStart);
  if (start == std::string::npos) return;
  const std::size_t value = text.find('"', start) + 1;
  c.append("LDFLAGS_NODIST", text.substr(value, text.find('"', value) - value));
}

/// (That is no status which compilers have when they fail.)
constexpr int kSmallStack = 23;

std::string measured_stack_size(Context& c) {
  const std::string_view small = "1048576";
  const bool musl = c.var("host").find("musl") != std::string::npos;
  const Outcome outcome = c.runs_plainly(source(probe::embedded_program("thread_stack_size.c")), c.var("CC") + " -pthread", !musl);
  if (outcome.ok) return "default";
  return outcome.status == kSmallStack || !outcome.known ? std::string(small) : "unknown";
}

}  // namespace

void wasm_flags(Context& c) {
  if (c.is("ac_sys_system", "Emscripten")) {
    emscripten_flags(c);
  } else if (c.is("ac_sys_system", "WASI")) {
    wasi_flags(c);
  }
}

void thread_stack_size(Context& c) {
  if (c.checkout().says("ac_cv_thread_stack_size") && c.is("ac_sys_system", "Linux") && c.is("cross_compiling", "no")) {
    const std::string size =
        c.cache_check("for thread stack size", "ac_cv_thread_stack_size", [&] { return measured_stack_size(c); });
    if (size != "default" && size != "unknown") {
      c.append("LDFLAGS", " -Wl,-z,stack-size=" + size);
      c.define("_Py_LINKER_THREAD_STACK_SIZE", size);
    }
  }
}

void base_flags(Context& c) {
  if (c.yes("enable_wasm_dynamic_linking")) {
    c.set("ac_cv_func_dlopen", "yes");
  } else if (c.is("enable_wasm_dynamic_linking", "no")) {
    c.set("ac_cv_func_dlopen", "no");
  }

  for (const char* name : {"BASECFLAGS", "CFLAGS_NODIST", "LDFLAGS_NODIST", "LDFLAGS_NOLTO"}) c.subst(name);
  if (c.checkout().says("AC_SUBST([EXE_LDFLAGS])")) c.subst("EXE_LDFLAGS");
  c.subst("WASM_ASSETS_DIR");
  c.subst("WASM_STDLIB");
  c.subst("UNIVERSAL_ARCH_FLAGS", "");

  if (!c.checkout().says("NO_STRICT_OVERFLOW_CFLAGS")) return;
  const char* overflow = c.yes("with_strict_overflow") ? "STRICT_OVERFLOW_CFLAGS" : "NO_STRICT_OVERFLOW_CFLAGS";
  c.append("BASECFLAGS", " " + c.var(overflow));
}

}  // namespace pyconfigure::decide
