// configure.ac: --with-computed-gotos, --with-tail-call-interp, --with-remote-debug, AIX's PIPE_BUF.
#include <string>
#include <string_view>

#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// An option whose yes and no become MACRO 1 and 0. Any other value defines nothing and has no result printed.
void yes_no_macro(Context& c, std::string_view option, std::string_view macro) {
  c.checking("for --with-" + std::string(option));
  const auto given = c.with(option);
  if (!given) {
    c.result("no value specified");
  } else if (*given == "yes") {
    c.define(macro, "1");
    c.result("yes");
  } else if (*given == "no") {
    c.define(macro, "0");
    c.result("no");
  }
}

}  // namespace

void computed_gotos(Context& c) {
  yes_no_macro(c, "computed-gotos", "USE_COMPUTED_GOTOS");
  c.cache_check(c.x("whether $CC supports computed gotos"), "ac_cv_computed_gotos", [&]() -> std::string {
    if (c.yes("cross_compiling")) {
      if (!c.has("with_computed_gotos")) return "no";
      return c.var("with_computed_gotos") + " -- configured --with(out)-computed-gotos";
    }
    return c.runs(source("int main(int argc, char **argv)\n"
                         "{\n"
                         "  static void *table[1] = { &&there };\n"
                         "  goto jump;\n"
                         "there:\n"
                         "  return 0;\n"
                         "jump:\n"
                         "  goto *table[0];\n"
                         "  return 1;\n"
                         "}\n"))
                   .ok
               ? "yes"
               : "no";
  });
  if (matches("yes*", c.var("ac_cv_computed_gotos"))) c.define("HAVE_COMPUTED_GOTOS");
}

void tail_call_interpreter(Context& c) {
  if (!c.checkout().says("[tail-call-interp],")) return;
  const bool private_macro = c.checkout().wants_macro("_Py_TAIL_CALL_INTERP");
  yes_no_macro(c, "tail-call-interp", private_macro ? "_Py_TAIL_CALL_INTERP" : "Py_TAIL_CALL_INTERP");
}

void remote_debug(Context& c) {
  if (!c.checkout().says("[remote-debug],")) return;
  c.checking("for --with-remote-debug");
  if (!c.with("remote-debug")) c.set("with_remote_debug", "yes");
  if (c.yes("with_remote_debug")) {
    c.define("Py_REMOTE_DEBUG");
    c.result("yes");
  } else {
    c.result("no");
  }
}

void pipe_buf(Context& c) {
  if (matches("AIX*", c.var("ac_sys_system"))) c.define("HAVE_BROKEN_PIPE_BUF");
}

}  // namespace pyconfigure::decide
