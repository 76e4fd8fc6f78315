// configure.ac: how extension modules and the shared library are built: SHLIB_SUFFIX, LDSHARED, LDCXXSHARED, BLDSHARED.
#include <functional>

#include "autoconf.hpp"
#include "darwin_version.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// LDSHARED and LDCXXSHARED: the compiler with `options`.
void with_compiler(Context& c, std::string_view options) {
  c.set("LDSHARED", "$(CC) " + std::string(options));
  c.set("LDCXXSHARED", "$(CXX) " + std::string(options));
}

void with_gcc_or(Context& c, std::string_view options) { with_compiler(c, gcc_like(c) ? "-shared" : options); }

void append_to_both(Context& c, std::string_view text) {
  c.append("LDSHARED", text);
  c.append("LDCXXSHARED", text);
}

/// macOS before 10.3: against the framework, else `otherwise`.
void old_darwin(Context& c, const std::function<void()>& otherwise) {
  with_compiler(c, "-bundle");
  if (!c.empty("enable_framework")) {
    c.set("BLDSHARED", c.var("LDSHARED") + " $(PYTHONFRAMEWORKDIR)/Versions/$(VERSION)/$(PYTHONFRAMEWORK)");
    append_to_both(c, " $(PYTHONFRAMEWORKPREFIX)/$(PYTHONFRAMEWORKDIR)/Versions/$(VERSION)/$(PYTHONFRAMEWORK)");
  } else {
    otherwise();
  }
}

void darwin(Context& c, const std::string& system) {
  if (matches("Darwin/1.3*", system)) {
    old_darwin(c, [&] { append_to_both(c, " -undefined suppress"); });
  } else if (matches("Darwin/1.4*|Darwin/5.*|Darwin/6.*", system)) {
    old_darwin(c, [&] {
      c.set("BLDSHARED", c.var("LDSHARED") + " -bundle_loader $(BUILDPYTHON)");
      append_to_both(c, " -bundle_loader $(BINDIR)/python$(VERSION)$(EXE)");
    });
  } else {
    const std::string target = c.var("MACOSX_DEPLOYMENT_TARGET");
    c.set("dep_target_major", version_part(target, 0));
    c.set("dep_target_minor", version_part(target, 1));
    if (number(c.var("dep_target_major")) == 10 && number(c.var("dep_target_minor")) <= 2) {
      return c.fail("MACOSX_DEPLOYMENT_TARGET too old (" + target + "), only 10.3 or later is supported");
    }
    with_compiler(c, "-bundle -undefined dynamic_lookup");
    c.set_x("BLDSHARED", "$LDSHARED");
  }
}

void openbsd(Context& c) {
  if (!makes_elf(c) && matches("[01].*|2.[0-7]|2.[0-7].*", c.command("uname -r", "7.0").output)) {
    c.set_x("LDSHARED", "ld -Bshareable ${LDFLAGS}");
  } else {
    with_compiler(c, "-shared $(CCSHARED)");
  }
}

/// LDSHARED where nobody gave it.
void linker_of_modules(Context& c) {
  const std::string system = c.x("$ac_sys_system/$ac_sys_release");
  const auto is = [&](std::string_view pattern) { return matches(pattern, system); };
  // An older pattern has no room for the release, and so never matches.
  const char* wasm = c.checkout().says("\tEmscripten|WASI)\n") ? "Emscripten|WASI" : "Emscripten*|WASI*";
  if (is("AIX*")) {
    c.set("BLDSHARED", "Modules/ld_so_aix $(CC) -bI:Modules/python.exp");
    c.set("LDSHARED", "$(LIBPL)/ld_so_aix $(CC) -bI:$(LIBPL)/python.exp");
  } else if (is("SunOS/5*")) {
    with_gcc_or(c, "-G");
  } else if (is("hp*|HP*")) {
    with_gcc_or(c, "-b");
  } else if (is("Darwin/*")) {
    darwin(c, system);
  } else if (is("iOS/*")) {
    with_compiler(c, "-dynamiclib -F . -framework $(PYTHONFRAMEWORK)");
    c.set_x("BLDSHARED", "$LDSHARED");
  } else if (is("Linux*|GNU*|QNX*|VxWorks*|Haiku*")) {
    with_compiler(c, "-shared" + distribution_link_flags(c, "LDSHARED='$(CC) -shared"));
  } else if (is(wasm) || is("NetBSD*|DragonFly*")) {
    with_compiler(c, "-shared");
  } else if (is("FreeBSD*")) {
    if (makes_elf(c)) {
      with_compiler(c, "-shared");
    } else {
      c.set("LDSHARED", "ld -Bshareable");
    }
  } else if (is("OpenBSD*")) {
    openbsd(c);
  } else if (is("OpenUNIX*|UnixWare*")) {
    with_gcc_or(c, "-G");
  } else if (is("SCO_SV*")) {
    with_compiler(c, "-Wl,-G,-Bexport");
  } else if (is("CYGWIN*")) {
    c.set("LDSHARED", "gcc -shared -Wl,--enable-auto-image-base");
    c.set("LDCXXSHARED", "g++ -shared -Wl,--enable-auto-image-base");
  } else {
    c.set("LDSHARED", "ld");
  }
}

}  // namespace

/// Debian's configure.ac has linker options of its own here.
std::string distribution_link_flags(Context& c, std::string_view before) {
  const std::string flags = " -Wl,-O1 -Wl,-Bsymbolic-functions";
  return c.checkout().says(std::string(before) + flags) ? flags : "";
}

bool makes_elf(Context& c) {
  return !c.command(shell_variables(c, {"CC"}) + "$CC -dM -E - </dev/null | grep __ELF__", "#define __ELF__ 1")
              .output.empty();
}

void shared_library_suffix(Context& c) {
  for (const char* name : {"SHLIB_SUFFIX", "LDSHARED", "LDCXXSHARED", "BLDSHARED", "CCSHARED", "LINKFORSHARED"}) {
    c.subst(name);
  }
  c.checking("the extension of shared libraries");
  if (c.empty("SHLIB_SUFFIX")) {
    const std::string& system = c.var("ac_sys_system");
    if (matches("hp*|HP*", system)) {
      c.set("SHLIB_SUFFIX", c.command("uname -m", "ia64").output == "ia64" ? ".so" : ".sl");
    } else {
      c.set("SHLIB_SUFFIX", matches("CYGWIN*", system) ? ".dll" : ".so");
    }
  }
  c.result(c.var("SHLIB_SUFFIX"));
}

void shared_linker(Context& c) {
  c.checking("LDSHARED");
  if (c.empty("LDSHARED")) linker_of_modules(c);
  // emconfigure gives LDSHARED, so this is decided apart from it.
  if (c.yes("enable_wasm_dynamic_linking") && c.is("ac_sys_system", "Emscripten")) {
    c.set("BLDSHARED", "$(CC) -shared -sSIDE_MODULE=1");
  }
  c.result(c.var("LDSHARED"));
  if (!c.has("LDCXXSHARED")) c.set_x("LDCXXSHARED", "$LDSHARED");

  c.checking("BLDSHARED flags");
  if (!c.has("BLDSHARED")) c.set_x("BLDSHARED", "$LDSHARED");
  c.result(c.var("BLDSHARED"));
}

}  // namespace pyconfigure::decide
