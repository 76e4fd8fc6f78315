// configure.ac: pseudo-terminal devices, and the framework that every macOS link needs.
#include <string>

#include "decide/autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// When cross compiling, the device's presence has to come from the user.
bool answered(Context& c, const std::string& device, const std::string& cache_var) {
  if (c.has(cache_var)) return true;
  c.checking("for " + device);
  c.result("not set");
  c.fail("set " + cache_var + " to yes/no in your CONFIG_SITE file when cross compiling");
  return false;
}

bool device_there(Context& c, const std::string& device, const std::string& cache_var) {
  return c.cache_check("for " + device, cache_var, [&] { return c.file_test('r', device); }) == "yes";
}

}  // namespace

void device_files(Context& c) {
  c.notice("checking for device files");
  const bool knows_phones = c.checkout().says("  ac_cv_file__dev_ptmx=no\n");
  if (knows_phones && matches("Linux-android|iOS", c.var("ac_sys_system"))) {
    c.set("ac_cv_file__dev_ptmx", "no");
    c.set("ac_cv_file__dev_ptc", "no");
    return;
  }
  if (c.yes("cross_compiling")) {
    if (!answered(c, "/dev/ptmx", "ac_cv_file__dev_ptmx")) return;
    if (!answered(c, "/dev/ptc", "ac_cv_file__dev_ptc")) return;
  }
  if (device_there(c, "/dev/ptmx", "ac_cv_file__dev_ptmx")) c.define("HAVE_DEV_PTMX");
  if (device_there(c, "/dev/ptc", "ac_cv_file__dev_ptc")) c.define("HAVE_DEV_PTC");
}

void core_foundation(Context& c) {
  if (c.empty("ac_sys_system")) {  // MACHDEP came from outside
    shell_complaint(c, "\nif test $ac_sys_system = Darwin\n", "test: =: unary operator expected");
  }
  if (c.is("ac_sys_system", "Darwin")) c.append("LIBS", " -framework CoreFoundation");
}

}  // namespace pyconfigure::decide
