// configure.ac: the extension modules that a platform cannot have (PY_STDLIB_MOD_SET_NA), MODULE_BUILDTYPE.
// The table is read from the checkout.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "pyconfigure/tree/macro_calls.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// What a table of systems says of this one: AS_CASE and PY_STDLIB_MOD_SET_NA inside one another. False when there is
/// anything else in it.
bool mark(Context& c, const std::vector<tree::MacroCall>& calls);

/// A comment between two arms leaves the blanks before the pattern, which the shell does not mind.
std::string pattern_of(const tree::MacroCall& call, std::size_t index) {
  const std::string& text = call.argument(index);
  const std::size_t first = text.find_first_not_of(" \t\n");
  return first == std::string::npos ? std::string() : text.substr(first);
}

bool mark_case(Context& c, const tree::MacroCall& call) {
  const std::string word = c.x(call.argument(0));
  const std::size_t count = call.arguments.size();
  for (std::size_t at = 1; at < count; at += 2) {
    const bool last = at + 1 == count;  // for every other system
    if (!last && !matches(pattern_of(call, at), word)) continue;
    const auto chosen = tree::only_calls(call.argument(last ? at : at + 1));
    return chosen && mark(c, *chosen);
  }
  return true;
}

bool mark(Context& c, const std::vector<tree::MacroCall>& calls) {
  for (const tree::MacroCall& call : calls) {
    if (call.macro == "PY_STDLIB_MOD_SET_NA") {
      // A comma after a list's last name makes configure.ac name one module more, with no name.
      for (const std::string& module : call.arguments) c.set("py_cv_module_" + module, "n/a");
    } else if (call.macro != "AS_CASE" || !mark_case(c, call)) {
      return false;
    }
  }
  return true;
}

/// The table is all that configure.ac uses PY_STDLIB_MOD_SET_NA for.
std::vector<tree::MacroCall> table_of(const tree::Checkout& checkout) {
  const std::string_view text = checkout.configure_ac;
  const std::size_t begin = base::find(text, "AC_DEFUN([PY_STDLIB_MOD_SET_NA]");
  const std::size_t end = base::find(text, "\nMODULE_BLOCK=", begin);
  if (begin == std::string_view::npos) return {};
  auto calls = tree::macro_calls(text.substr(begin, end - begin), {"AS_CASE", "PY_STDLIB_MOD_SET_NA"});
  std::erase_if(calls, [](const tree::MacroCall& call) {
    return call.macro == "AS_CASE" && std::none_of(call.arguments.begin(), call.arguments.end(), [](const auto& each) {
             return each.find("PY_STDLIB_MOD_SET_NA") != std::string::npos;
           });
  });
  return calls;
}

}  // namespace

void platform_modules(Context& c) {
  if (mark(c, table_of(c.checkout()))) return;
  c.fail("configure.ac has a table of the modules that a platform cannot have in a form that pyconfigure does not know\n"
         "use the checkout's own ./configure for it");
}

void module_build_type(Context& c) {
  if (matches("wasm32|wasm64", c.var("host_cpu"))) {
    c.set("MODULE_BUILDTYPE", "static");
  } else if (c.empty("MODULE_BUILDTYPE")) {
    c.set("MODULE_BUILDTYPE", "shared");
  }
  c.subst("MODULE_BUILDTYPE");
  if (!c.checkout().says("[for additional Modules/Setup files]")) return;
  c.checking("for additional Modules/Setup files");
  c.set("MODULES_SETUP_STDLIB", matches("Emscripten|WASI", c.var("ac_sys_system")) ? "Modules/Setup.stdlib" : "");
  c.result(c.var("MODULES_SETUP_STDLIB"));
  c.subst("MODULES_SETUP_STDLIB");
}

}  // namespace pyconfigure::decide
