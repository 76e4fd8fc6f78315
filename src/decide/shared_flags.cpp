// configure.ac: flags for shared objects and for what loads them: CCSHARED, LINKFORSHARED, CFLAGSFORSHARED, SHLIBS.
#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// CCSHARED where nobody gave it; systems that need none leave the variable alone.
void module_compile_flags(Context& c) {
  const std::string system = c.x("$ac_sys_system/$ac_sys_release");
  const auto is = [&](std::string_view pattern) { return matches(pattern, system); };
  const auto gcc_or = [&](std::string_view flags) { c.set("CCSHARED", gcc_like(c) ? "-fPIC" : flags); };
  if (is("SunOS*")) {
    if (gcc_like(c)) {
      c.set("CCSHARED", "-fPIC");
    } else {
      c.set("CCSHARED", c.command("uname -p", "sparc").output == "sparc" ? "-xcode=pic32" : "-Kpic");
    }
  } else if (is("hp*|HP*")) {
    gcc_or("+z");
  } else if (is("Linux-android*") && c.checkout().says("\tLinux-android*) ;;\n")) {
  } else if (is("Linux*|GNU*")) {
    c.set("CCSHARED", "-fPIC");
  } else if (is("Emscripten*|WASI*")) {
    if (c.yes("enable_wasm_dynamic_linking")) c.set("CCSHARED", "-fPIC");
  } else if (is("FreeBSD*|NetBSD*|OpenBSD*|DragonFly*|Haiku*")) {
    c.set("CCSHARED", "-fPIC");
  } else if (is("OpenUNIX*|UnixWare*")) {
    gcc_or("-KPIC");
  } else if (is("SCO_SV*")) {
    gcc_or("-Kpic -belf");
  } else if (is("VxWorks*")) {
    c.set("CCSHARED", "-fpic -D__SO_PICABILINUX__  -ftls-model=global-dynamic");
  }
}

/// Apple's linker sets the main thread's stack size: deep recursion must not overflow it.
void apple_link_flags(Context& c) {
  c.set_x("LINKFORSHARED", "$extra_undefs -framework CoreFoundation");
  c.set("stack_size", c.yes("with_ubsan") ? "4000000" : "1000000");  // 64 and 16 MB, hexadecimal
  c.define("THREAD_STACK_SIZE", c.x("0x$stack_size"));
  const std::string with_stack = c.x("-Wl,-stack_size,$stack_size $LINKFORSHARED");
  if (c.is("ac_sys_system", "Darwin")) {
    c.set("LINKFORSHARED", with_stack);
    if (!c.empty("enable_framework")) {
      c.append("LINKFORSHARED", " $(PYTHONFRAMEWORKDIR)/Versions/$(VERSION)/$(PYTHONFRAMEWORK)");
    }
  } else if (c.is("ac_sys_system", "iOS")) {
    c.set("LINKFORSHARED", with_stack + " $(PYTHONFRAMEWORKDIR)/$(PYTHONFRAMEWORK)");
  }
}

void sunos_link_flags(Context& c) {
  const bool gcc = c.checkout().says("SunOS/5*) case $CC in") ? matches("*gcc*", c.var("CC"))
                                                              : c.yes("ac_cv_gcc_compat");
  if (!gcc) return;
  const Outcome help =
      c.command(shell_variables(c, {"CC"}) + "$CC -Xlinker --help 2>&1 | grep export-dynamic", "export-dynamic");
  if (!help.output.empty()) c.set("LINKFORSHARED", "-Xlinker --export-dynamic");
}

/// LINKFORSHARED where nobody gave it.
void executable_link_flags(Context& c) {
  const std::string system = c.x("$ac_sys_system/$ac_sys_release");
  const auto is = [&](std::string_view pattern) { return matches(pattern, system); };
  if (is("AIX*")) {
    c.set("LINKFORSHARED", "-Wl,-bE:Modules/python.exp -lld");
  } else if (is("hp*|HP*")) {
    c.set("LINKFORSHARED", "-Wl,-E -Wl,+s");
  } else if (is("Linux-android*")) {
    c.set("LINKFORSHARED", "-pie -Xlinker -export-dynamic");
  } else if (is("Linux*|GNU*")) {
    c.set("LINKFORSHARED", "-Xlinker -export-dynamic" +
                               distribution_link_flags(c, "LINKFORSHARED=\"-Xlinker -export-dynamic"));
  } else if (is("Darwin/*|iOS/*")) {
    apple_link_flags(c);
  } else if (is("OpenUNIX*|UnixWare*|SCO_SV*")) {
    c.set("LINKFORSHARED", "-Wl,-Bexport");
  } else if (is("ReliantUNIX*")) {
    c.set("LINKFORSHARED", "-W1 -Blargedynsym");
  } else if (is("FreeBSD*|NetBSD*|OpenBSD*|DragonFly*")) {
    if (makes_elf(c)) c.set("LINKFORSHARED", "-Wl,--export-dynamic");
  } else if (is("SunOS/5*")) {
    sunos_link_flags(c);
  } else if (is("CYGWIN*")) {
    if (c.is("enable_shared", "no")) c.set("LINKFORSHARED", "-Wl,--out-implib=$(LDLIBRARY)");
  } else if (is("QNX*")) {
    c.set("LINKFORSHARED", "-Wl,-E -N 2048K");  // -N: a stack that test_compile.py does not overflow
  } else if (is("VxWorks*")) {
    c.set("LINKFORSHARED", "-Wl,-export-dynamic");
  }
}

}  // namespace

bool gcc_like(const Context& c) {
  return c.yes(c.checkout().says("case $GCC in\nyes)") ? "GCC" : "ac_cv_gcc_compat");
}

void shared_flags(Context& c) {
  c.checking("CCSHARED");
  if (c.empty("CCSHARED")) module_compile_flags(c);
  c.result(c.var("CCSHARED"));

  c.checking("LINKFORSHARED");
  if (c.empty("LINKFORSHARED")) executable_link_flags(c);
  c.result(c.var("LINKFORSHARED"));

  c.subst("CFLAGSFORSHARED");
  c.checking("CFLAGSFORSHARED");
  if (c.var("LIBRARY") != c.var("LDLIBRARY")) {
    // Cygwin's interpreter DLL does without; its extension modules do not.
    c.set("CFLAGSFORSHARED", matches("CYGWIN*", c.var("ac_sys_system")) ? "" : "$(CCSHARED)");
  }
  if (c.yes("enable_wasm_dynamic_linking")) c.set("CFLAGSFORSHARED", "$(CCSHARED)");
  c.result(c.var("CFLAGSFORSHARED"));

  c.subst("SHLIBS");
  c.checking("SHLIBS");
  c.set("SHLIBS", "$(LIBS)");
  c.result(c.var("SHLIBS"));
}

}  // namespace pyconfigure::decide
