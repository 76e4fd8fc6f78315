// configure.ac: LIBRARY, LINKCC, EXPORTSYMS, GNULD, --enable-shared, --with(out)-static-libpython, --enable-profiling,
// LDLIBRARY and its relatives, HOSTRUNNER, LIBRARY_DEPS. What the library is called and how python is linked to it.
#include "autoconf.hpp"
#include "pyconfigure/base/text.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// One word of shell text that stands for exactly `text`.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (char ch : text) {
    if (ch == '\'') {
      out += "'\\''";
    } else {
      out += ch;
    }
  }
  return out + "'";
}

/// VARIABLE=`pwd`${VARIABLE:+:${VARIABLE}}: the build folder in front of a search path of the run-time linker.
void run_shared_through(Context& c, const std::string& search_path) {
  std::string value = search_path + "=" + c.checkout().build_dir;
  if (!c.empty(search_path)) value += ":" + c.var(search_path);
  c.set("RUNSHARED", value);
}

/// libpython3.so, the stable ABI's library, goes with release builds only.
void stable_abi_library(Context& c) {
  if (!c.yes("with_pydebug")) c.set("PY3LIBRARY", "libpython3.so");
}

void shared_library_of_unix(Context& c, const std::string& system) {
  if (matches("SunOS*", system)) {
    c.set("LDLIBRARY", "libpython$(LDVERSION).so");
    c.set("BLDLIBRARY", "-Wl,-R,$(LIBDIR) -L. -lpython$(LDVERSION)");
    run_shared_through(c, "LD_LIBRARY_PATH");
    c.set_x("INSTSONAME", "$LDLIBRARY.$SOVERSION");
    stable_abi_library(c);
  } else if (matches("Linux*|GNU*|NetBSD*|FreeBSD*|DragonFly*|OpenBSD*|VxWorks*", system)) {
    c.set("LDLIBRARY", "libpython$(LDVERSION).so");
    c.set("BLDLIBRARY", "-L. -lpython$(LDVERSION)");
    run_shared_through(c, "LD_LIBRARY_PATH");
    // Android packages take no library whose name goes on after `.so`.
    const bool knows = c.checkout().says("if test \"$ac_sys_system\" != \"Linux-android\"; then");
    if (!knows || system != "Linux-android") c.set_x("INSTSONAME", "$LDLIBRARY.$SOVERSION");
    stable_abi_library(c);
  } else if (matches("hp*|HP*", system)) {
    const bool itanium = c.command("uname -m", "ia64").output == "ia64";
    c.set("LDLIBRARY", itanium ? "libpython$(LDVERSION).so" : "libpython$(LDVERSION).sl");
    c.set("BLDLIBRARY", "-Wl,+b,$(LIBDIR) -L. -lpython$(LDVERSION)");
    run_shared_through(c, "SHLIB_PATH");
  }
}

void shared_library(Context& c) {
  const std::string system = c.var("ac_sys_system");
  if (matches("CYGWIN*", system)) {
    c.set("LDLIBRARY", "libpython$(LDVERSION).dll.a");
    c.set("BLDLIBRARY", "-L. -lpython$(LDVERSION)");
    c.set("DLLLIBRARY", "libpython$(LDVERSION).dll");
  } else if (matches("Darwin*", system)) {
    c.set("LDLIBRARY", "libpython$(LDVERSION).dylib");
    c.set("BLDLIBRARY", "-L. -lpython$(LDVERSION)");
    run_shared_through(c, "DYLD_LIBRARY_PATH");
  } else if (system == "iOS") {
    c.set("LDLIBRARY", "libpython$(LDVERSION).dylib");
  } else if (matches("AIX*", system)) {
    c.set("LDLIBRARY", "libpython$(LDVERSION).so");
    run_shared_through(c, "LIBPATH");
  } else {
    shared_library_of_unix(c, system);
  }
}

/// Older trees say what LDLIBRARY is only after HOSTRUNNER.
bool runner_comes_between(const Context& c) {
  const std::string& text = c.checkout().configure_ac;
  const std::size_t result = base::find(text, "AC_MSG_RESULT($LDLIBRARY)");
  return result != std::string::npos && result > base::find(text, "AC_MSG_CHECKING([HOSTRUNNER])");
}

/// The library inside a framework: it is built, but linked by -framework and not by name.
void framework_library(Context& c) {
  const bool darwin_alone = !c.checkout().says("Unknown platform for framework build");
  if (darwin_alone || c.is("ac_sys_system", "Darwin")) {
    c.set("LDLIBRARY", "$(PYTHONFRAMEWORKDIR)/Versions/$(VERSION)/$(PYTHONFRAMEWORK)");
  } else if (c.is("ac_sys_system", "iOS")) {
    c.set("LDLIBRARY", "$(PYTHONFRAMEWORKDIR)/$(PYTHONFRAMEWORK)");
  } else {
    return c.fail("Unknown platform for framework build");
  }
  c.set("BLDLIBRARY", "");
  run_shared_through(c, "DYLD_FRAMEWORK_PATH");
}

void wasi_runner(Context& c) {
  if (c.checkout().says("HOSTRUNNER must be set when cross-compiling to WASI")) {
    return c.fail("HOSTRUNNER must be set when cross-compiling to WASI");
  }
  // The runtime starts in `/`: the folder of _sysconfigdata has to be put on the module search path by name.
  constexpr std::string_view kStart = "[HOSTRUNNER='wasmtime ";
  const std::string& text = c.checkout().configure_ac;
  const std::size_t start = base::find(text, kStart);
  if (start == std::string::npos) return;
  const std::size_t value = text.find('\'', start) + 1;
  c.set("HOSTRUNNER", text.substr(value, text.find('\'', value) - value));
}

/// Up to 3.13 there is a target for browsers, where nothing runs the interpreter.
bool runs_in_node(const Context& c) {
  if (!c.is("ac_sys_system", "Emscripten")) return false;
  return !c.checkout().says("[Emscripten/node*], [") || matches("node*", c.var("ac_sys_emscripten_target"));
}

/// Does node still know this option? Node 16 dropped some.
void node_option_if_known(Context& c, const std::string& option, std::string_view cache_var) {
  const bool known = c.cache_check("for node " + option, cache_var, [&] {
    return c.command(shell_variables(c, {"NODE"}) + "$NODE -v " + option + " >/dev/null 2>&1 && echo yes").output == "yes";
  }) == "yes";
  if (known) c.append("HOSTRUNNER", " " + option);
}

void node_runner(Context& c) {
  path_tool(c, "NODE", "node", "node");
  c.set("HOSTRUNNER", c.var("NODE"));
  if (c.checkout().says("ac_cv_tool_node_wasm_bigint")) {
    node_option_if_known(c, "--experimental-wasm-bigint", "ac_cv_tool_node_wasm_bigint");
    if (c.yes("enable_wasm_pthreads")) {
      c.append("HOSTRUNNER", " --experimental-wasm-threads");
      node_option_if_known(c, "--experimental-wasm-bulk-memory", "ac_cv_tool_node_wasm_bulk_memory");
    }
  }
  if (c.is("host_cpu", "wasm64")) c.append("HOSTRUNNER", " --experimental-wasm-memory64");
}

}  // namespace

void library_name(Context& c) {
  c.subst("LIBRARY");
  c.checking("LIBRARY");
  if (c.empty("LIBRARY")) c.set("LIBRARY", "libpython$(VERSION)$(ABIFLAGS).a");
  c.result(c.var("LIBRARY"));

  for (const char* name : {"LDLIBRARY", "DLLLIBRARY", "BLDLIBRARY", "PY3LIBRARY", "LDLIBRARYDIR", "INSTSONAME",
                           "RUNSHARED", "LDVERSION"}) {
    c.subst(name);
  }
  c.set("LDLIBRARY", c.var("LIBRARY"));
  c.set("BLDLIBRARY", "$(LDLIBRARY)");
  c.set("INSTSONAME", "$(LDLIBRARY)");
  c.set("DLLLIBRARY", "");
  c.set("LDLIBRARYDIR", "");
  c.set("RUNSHARED", "");
  c.set("LDVERSION", c.var("VERSION"));
}

void link_command(Context& c) {
  c.subst("LINKCC");
  c.checking("LINKCC");
  if (c.empty("LINKCC")) {
    // QNX: only qcc understands -N.
    const bool own_main = c.checkout().says("$(PURIFY) $(MAINCC)");  // --with-cxx-main
    const char* usual = own_main ? "$(PURIFY) $(MAINCC)" : "$(PURIFY) $(CC)";
    c.set("LINKCC", matches("QNX*", c.var("ac_sys_system")) ? "qcc" : usual);
  }
  c.result(c.var("LINKCC"));
}

void export_symbols(Context& c) {
  c.subst("EXPORTSYMS", "");
  c.subst("EXPORTSFROM", "");
  c.checking("EXPORTSYMS");
  if (matches("AIX*", c.var("ac_sys_system"))) {
    c.set("EXPORTSYMS", "Modules/python.exp");
    c.set("EXPORTSFROM", ".");  // the main executable
  }
  c.result(c.var("EXPORTSYMS"));
}

void gnu_ld(Context& c) {
  c.subst("GNULD");
  c.checking("for GNU ld");
  std::string script = "linker=ld\n";
  const bool any_gnu = c.checkout().says("ac_prog=ld\nif test \"$GCC\" = yes");
  if (any_gnu ? c.yes("GCC") : c.is("ac_cv_cc_name", "gcc")) script = "CC=" + quoted(c.var("CC")) + "\nlinker=`$CC -print-prog-name=ld`\n";
  script += "\"$linker\" -V 2>&1 </dev/null\n";
  const Outcome out = c.brief_command(script, "GNU ld");
  c.set("GNULD", matches("*GNU*", out.output) ? "yes" : "no");
  c.result(c.var("GNULD"));
}

void enable_shared(Context& c) {
  c.checking("for --enable-shared");
  c.enable("shared");
  if (c.empty("enable_shared")) c.set("enable_shared", matches("CYGWIN*", c.var("ac_sys_system")) ? "yes" : "no");
  c.result(c.var("enable_shared"));
}

void static_libpython(Context& c) {
  c.subst("STATIC_LIBPYTHON", "1");
  c.checking("for --with-static-libpython");
  if (c.with("static-libpython") == "no") {
    c.result("no");
    c.set("STATIC_LIBPYTHON", "0");
  } else {
    c.result("yes");
  }
  if (!c.checkout().says("AC_ARG_ENABLE([static-libpython-for-interpreter]")) return;
  c.checking("for --enable-static-libpython-for-interpreter");
  c.enable("static-libpython-for-interpreter");
  if (c.empty("enable_static_libpython_for_interpreter")) c.set("enable_static_libpython_for_interpreter", "no");
  c.result(c.var("enable_static_libpython_for_interpreter"));
}

void enable_profiling(Context& c) {
  c.checking("for --enable-profiling");
  c.enable("profiling");
  if (c.yes("enable_profiling")) {
    const SaveVar cc(c, "CC");
    c.set_x("CC", "$CC -pg");
    if (!c.links(source("int main(void) { return 0; }\n"))) c.set("enable_profiling", "no");
  } else {
    c.set("enable_profiling", "no");
  }
  c.result(c.var("enable_profiling"));
  if (c.yes("enable_profiling")) {
    c.set_x("BASECFLAGS", "-pg $BASECFLAGS");
    c.set_x("LDFLAGS", "-pg $LDFLAGS");
  }
}

void ldlibrary(Context& c) {
  c.checking("LDLIBRARY");
  if (!c.empty("enable_framework")) {
    framework_library(c);
  } else {
    c.set("BLDLIBRARY", "$(LDLIBRARY)");
  }
  if (c.yes("enable_shared")) {
    c.set("PY_ENABLE_SHARED", "1");
    c.define("Py_ENABLE_SHARED");
    shared_library(c);
  } else {
    c.set("PY_ENABLE_SHARED", "0");
    if (matches("CYGWIN*", c.var("ac_sys_system"))) {
      c.set("BLDLIBRARY", "$(LIBRARY)");
      c.set("LDLIBRARY", "libpython$(LDVERSION).dll.a");
    }
  }
  if (!runner_comes_between(c)) c.result(c.var("LDLIBRARY"));

  const bool cleared = c.checkout().says("if test \"$cross_compiling\" = yes; then\n  RUNSHARED=\n") ||
                       c.checkout().says("if test \"$cross_compiling\" = yes; then\n\tRUNSHARED=\n");
  if (cleared && c.yes("cross_compiling")) c.set("RUNSHARED", "");
}

void host_runner(Context& c) {
  for (const char* name : {"NODE", "HOSTRUNNER"}) c.subst(name);
  const bool between = runner_comes_between(c);
  if (!between) c.checking("HOSTRUNNER");
  if (c.empty("HOSTRUNNER")) {
    if (runs_in_node(c)) {
      node_runner(c);
    } else if (c.is("ac_sys_system", "WASI")) {
      wasi_runner(c);
    } else {
      c.set("HOSTRUNNER", "");
    }
  }
  if (between) c.checking("HOSTRUNNER");
  c.result(c.var("HOSTRUNNER"));
  // Handed on in the environment, where the shell will expand it.
  if (!c.empty("HOSTRUNNER")) c.set_x("PYTHON_FOR_BUILD", "_PYTHON_HOSTRUNNER='$HOSTRUNNER' $PYTHON_FOR_BUILD");
  if (between) c.result(c.var("LDLIBRARY"));
}

void library_deps(Context& c) {
  c.set("LIBRARY_DEPS", "$(PY3LIBRARY) $(EXPORTSYMS)");
  if (c.checkout().says("$(WASM_STDLIB) python.html python.worker.js") && c.is("ac_sys_system", "Emscripten") &&
      matches("browser*", c.var("ac_sys_emscripten_target"))) {
    c.set("LIBRARY_DEPS", "$(PY3LIBRARY) $(WASM_STDLIB) python.html python.worker.js");
  }
  c.set("LINK_PYTHON_DEPS", "$(LIBRARY_DEPS)");
  if (c.is("PY_ENABLE_SHARED", "1") || !c.empty("enable_framework")) {
    c.set_x("LIBRARY_DEPS", "$(LDLIBRARY) $LIBRARY_DEPS");
    if (c.is("STATIC_LIBPYTHON", "1")) c.set_x("LIBRARY_DEPS", "$(LIBRARY) $LIBRARY_DEPS");
    const bool static_interpreter = c.checkout().says("AC_ARG_ENABLE([static-libpython-for-interpreter]") &&
                                    c.yes("enable_static_libpython_for_interpreter");
    c.set("LINK_PYTHON_OBJS", static_interpreter ? "$(LIBRARY_OBJS)" : "$(BLDLIBRARY)");
  } else {
    // The interpreter is made of the object files; a build without the static library must still compile them.
    if (c.is("STATIC_LIBPYTHON", "0")) c.set_x("LINK_PYTHON_DEPS", "$LIBRARY_DEPS $(LIBRARY_OBJS)");
    c.set_x("LIBRARY_DEPS", "$(LIBRARY) $LIBRARY_DEPS");
    c.set("LINK_PYTHON_OBJS", "$(LIBRARY_OBJS)");
  }
  for (const char* name : {"LIBRARY_DEPS", "LINK_PYTHON_DEPS", "LINK_PYTHON_OBJS"}) c.subst(name);
}

}  // namespace pyconfigure::decide
