// configure.ac: -Wl,--no-as-needed, Android's API level, systems that are no longer supported.
#include "autoconf.hpp"
#include "compiler_words.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

void no_as_needed(Context& c) {
  // NO_AS_NEEDED is set where the question is asked, so a cached answer leaves it as it was: empty.
  c.cache_check("for -Wl,--no-as-needed", "ac_cv_wl_no_as_needed", [&] {
    c.set("save_LDFLAGS", c.var("LDFLAGS"));
    // Older trees forget the blank, so that the flag becomes part of the last one before it.
    const bool glued = c.checkout().says("AS_VAR_APPEND([LDFLAGS], [-Wl,--no-as-needed])");
    c.append("LDFLAGS", glued ? "-Wl,--no-as-needed" : " -Wl,--no-as-needed");
    const bool works = c.links(program("", ""));
    c.set("NO_AS_NEEDED", works ? "-Wl,--no-as-needed" : "");
    c.set("LDFLAGS", c.var("save_LDFLAGS"));
    return works;
  });
  c.subst("NO_AS_NEEDED");
}

void android(Context& c) {
  c.checking("for the Android API level");
  const std::string levels = compiler_words(c, c.var("ac_cv_cc_name")).android;
  const std::size_t colon = levels.find(':');
  if (colon == std::string::npos) return c.result("not Android");
  c.set("ANDROID_API_LEVEL", levels.substr(0, colon));
  c.set("_arm_arch", levels.substr(colon + 1));
  c.result(c.var("ANDROID_API_LEVEL"));
  if (c.empty("ANDROID_API_LEVEL")) return c.fail("Fatal: you must define __ANDROID_API__");
  c.define("ANDROID_API_LEVEL", c.var("ANDROID_API_LEVEL"));
  if (c.checkout().says("LIBS=\"$LIBS -llog\"")) c.set_x("LIBS", "$LIBS -llog");  // __android_log_write
  c.checking("for the Android arm ABI");
  c.result(c.var("_arm_arch"));
  if (c.is("_arm_arch", "7")) {
    c.set_x("BASECFLAGS", "${BASECFLAGS} -mfloat-abi=softfp -mfpu=vfpv3-d16");
    c.set_x("LDFLAGS", "${LDFLAGS} -march=armv7-a -Wl,--fix-cortex-a8");
  }
}

void unsupported_systems(Context& c) {
  const std::string system = c.x("$ac_sys_system/$ac_sys_release");
  if (matches("atheos*|Linux*/1*", system)) {
    c.fail("This system \\(" + system + "\\) is no longer supported. See README for details.");
  }
}

}  // namespace pyconfigure::decide
