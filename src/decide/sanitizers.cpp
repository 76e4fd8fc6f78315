// configure.ac: --enable-framework's flags, --with-dsymutil, dyld, and the sanitizers.
#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

void framework_flags(Context& c) {
  c.checking("for --enable-framework");
  if (c.empty("enable_framework")) return c.result("no");
  c.append("BASECFLAGS", " -fno-common -dynamic");
  c.define("WITH_NEXT_FRAMEWORK");
  c.result("yes");
  if (c.yes("enable_shared")) {
    c.fail("Specifying both --enable-shared and --enable-framework is not supported, "
           "use only --enable-framework instead");
  }
}

void dsymutil(Context& c) {
  if (!c.checkout().says("[for --with-dsymutil]")) return;
  c.subst("DSYMUTIL", "");
  c.subst("DSYMUTIL_PATH", "");
  c.checking("for --with-dsymutil");
  const auto given = c.with("dsymutil");
  if (given && *given != "no") {
    if (!c.is("MACHDEP", "darwin")) return c.fail("dsymutil debug linking is only available in macOS.");
    c.result("yes");
    c.set("DSYMUTIL", "true");
    path_prog(c, "DSYMUTIL_PATH", "dsymutil", "not found");
    if (c.is("DSYMUTIL_PATH", "not found")) return c.fail("dsymutil command not found on $PATH");
  } else {
    c.result("no");
  }
}

void dyld(Context& c) {
  c.checking("for dyld");
  if (matches("Darwin/*", c.x("$ac_sys_system/$ac_sys_release"))) {
    c.define("WITH_DYLD");
    c.result("always on for Darwin");
  } else {
    c.result("no");
  }
}

// The sanitizers' options act whenever they are used at all: --without-... and --with-...=no switch them on, too.

void address_sanitizer(Context& c) {
  c.checking("for --with-address-sanitizer");
  if (auto given = c.with("address_sanitizer")) {
    c.result(*given);
    c.set_x("BASECFLAGS", "-fsanitize=address -fno-omit-frame-pointer $BASECFLAGS");
    c.set_x("LDFLAGS", "-fsanitize=address $LDFLAGS");
    c.set("with_pymalloc", "no");  // it wants the memory allocation for itself
  } else {
    c.result("no");
  }
}

void memory_sanitizer(Context& c) {
  c.checking("for --with-memory-sanitizer");
  if (auto given = c.with("memory_sanitizer")) {
    c.result(*given);
    if (!ax_check_compile_flag(c, "-fsanitize=memory")) {
      return c.fail("The selected compiler doesn't support memory sanitizer");
    }
    c.set_x("BASECFLAGS", "-fsanitize=memory -fsanitize-memory-track-origins=2 -fno-omit-frame-pointer $BASECFLAGS");
    c.set_x("LDFLAGS", "-fsanitize=memory -fsanitize-memory-track-origins=2 $LDFLAGS");
    c.set("with_pymalloc", "no");
  } else {
    c.result("no");
  }
}

void undefined_behavior_sanitizer(Context& c) {
  c.checking("for --with-undefined-behavior-sanitizer");
  if (auto given = c.with("undefined_behavior_sanitizer")) {
    c.result(*given);
    c.set_x("BASECFLAGS", "-fsanitize=undefined $BASECFLAGS");
    c.set_x("LDFLAGS", "-fsanitize=undefined $LDFLAGS");
    c.set("with_ubsan", "yes");
  } else {
    c.result("no");
    c.set("with_ubsan", "no");
  }
}

void thread_sanitizer(Context& c) {
  if (!c.checkout().says("[for --with-thread-sanitizer]")) return;
  c.checking("for --with-thread-sanitizer");
  if (auto given = c.with("thread_sanitizer")) {
    c.result(*given);
    c.set_x("BASECFLAGS", "-fsanitize=thread $BASECFLAGS");
    c.set_x("LDFLAGS", "-fsanitize=thread $LDFLAGS");
    c.set("with_tsan", "yes");
  } else {
    c.result("no");
    c.set("with_tsan", "no");
  }
}

}  // namespace pyconfigure::decide
