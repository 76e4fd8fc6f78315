// configure.ac: --enable-safety and --enable-slower-safety.
#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// Any use of the option means yes, --disable- included; only a variable `disable_NAME` in the environment means no.
bool asked_for(Context& c, std::string_view option) {
  const std::string name = tr_sh(option);
  c.checking("for --enable-" + std::string(option));
  const bool wanted = c.enable(option).has_value() && !c.yes("disable_" + name);
  c.set("enable_" + name, wanted ? "yes" : "no");
  c.result(c.var("enable_" + name));
  return wanted;
}

/// Adds `flags` to CFLAGS_NODIST when the compiler takes `flag`.
void add_if_accepted(Context& c, std::string_view flag, std::string_view flags) {
  if (ax_check_compile_flag(c, flag, "-Werror")) {
    c.append("CFLAGS_NODIST", " " + std::string(flags));
  } else {
    c.warn(std::string(flag) + " not supported");
  }
}

}  // namespace

void safety_flags(Context& c) {
  if (!c.checkout().says("AC_ARG_ENABLE([safety]")) return;
  if (asked_for(c, "safety")) {
    for (const char* flag : {"-fstack-protector-strong", "-Wtrampolines", "-Wimplicit-fallthrough",
                             "-Werror=format-security", "-Wbidi-chars=any", "-Wall"}) {
      add_if_accepted(c, flag, flag);
    }
  }
  if (asked_for(c, "slower-safety")) {
    add_if_accepted(c, "-D_FORTIFY_SOURCE=3", "-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3");
  }
}

}  // namespace pyconfigure::decide
