// configure.ac: PY_STDLIB_MOD, PY_STDLIB_MOD_SIMPLE, PY_HACL_CREATE_MODULE, and MODULE_BLOCK. The declarations are read
// from the checkout: which modules there are, in which order (that of MODULE_BLOCK's lines), what enables them, what
// supports them, and their flags.
#include "modules.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "pyconfigure/tree/macro_calls.hpp"
#include "sections.hpp"
#include "shell_condition.hpp"

namespace pyconfigure::decide {

namespace {

constexpr std::string_view kBlanks = " \t\n";

/// One declaration. Conditions and flags that are blank in the declaration are as good as absent: such a condition
/// holds, such flags have no line. Flags whose variables are all empty do have one.
struct Module {
  std::string name;
  bool simple = false;  ///< Says nothing, and is there unless the platform cannot have it.
  std::string enabled;
  std::string supported;
  std::string cflags;
  std::string ldflags;
};

struct Interlude {
  std::string_view words;  ///< of configure.ac, where it stands
  void (*run)(Context&);
};

constexpr Interlude kInterludes[] = {
    {"\nLIBHACL_FLAG_I=", hacl_flags},
    {"falling back to pure-Python version", libmpdec_warnings},
};

bool blank(std::string_view text) {
  return text.find_first_not_of(kBlanks) == std::string_view::npos;
}

std::string upper_case(std::string_view text) {
  std::string out(text);
  for (char& ch : out) {
    if (ch >= 'a' && ch <= 'z') ch = static_cast<char>(ch - 'a' + 'A');
  }
  return out;
}

void not_understood(Context& c, const std::string& name, const std::string& text) {
  c.fail("configure.ac declares the module " + name + " by '" + text +
         "', which pyconfigure does not know\nuse the checkout's own ./configure for it");
}

bool met(Context& c, const Module& module, const std::string& condition) {
  if (blank(condition)) return true;
  const std::optional<bool> result = holds(c, condition);
  if (!result) not_understood(c, module.name, condition);
  return result.value_or(false);
}

const char* state_of(Context& c, const Module& module) {
  if (!met(c, module, module.enabled)) return "disabled";
  return met(c, module, module.supported) ? "yes" : "missing";
}

void add_line(Context& c, const Module& module, std::string_view variable, const std::string& text) {
  if (blank(text)) return;
  const std::optional<std::string> value = in_double_quotes(c, text);
  if (!value) return not_understood(c, module.name, text);
  c.append("MODULE_BLOCK", "MODULE_" + upper_case(module.name) + std::string(variable) + "=" + *value + "\n");
}

void decide_module(Context& c, const Module& module) {
  if (!module.simple) c.checking("for stdlib extension module " + module.name);
  const std::string state = "py_cv_module_" + module.name;
  // Of a value preset by the user or found in a cache only n/a counts.
  if (!c.is(state, "n/a")) c.set(state, state_of(c, module));

  const std::string prefix = "MODULE_" + upper_case(module.name);
  const bool yes = c.yes(state);
  c.append("MODULE_BLOCK", prefix + "_STATE=" + c.var(state) + "\n");
  if (yes) {
    add_line(c, module, "_CFLAGS", module.cflags);
    add_line(c, module, "_LDFLAGS", module.ldflags);
  }
  c.subst(prefix + "_TRUE", yes ? "" : "#");
  c.subst(prefix + "_FALSE", yes ? "#" : "");
  if (!module.simple) c.result(c.var(state));
}

/// LIBHACL_<COMPONENT>_LDFLAGS names a make variable.
Module hacl_module(Context& c, const tree::MacroCall& call) {
  const std::string body = tree::definition_of(c.checkout().configure_ac, call.macro);
  if (body.find("[[LIBHACL_][$1][_LIB_${LIBHACL_LDEPS_LIBTYPE}]]") == std::string::npos ||
      body.find("PY_STDLIB_MOD([$2], [$3], [], [$LIBHACL_CFLAGS], [\\$($v)])") == std::string::npos) {
    not_understood(c, call.argument(1), call.macro);
  }
  const std::string variable = "LIBHACL_" + call.argument(0);
  c.set(variable + "_LDFLAGS", variable + c.x("_LIB_${LIBHACL_LDEPS_LIBTYPE}"));
  return {call.argument(1), false, call.argument(2), {}, "$LIBHACL_CFLAGS", "\\$($" + variable + "_LDFLAGS)"};
}

Module declared_by(Context& c, const tree::MacroCall& call) {
  if (call.macro == "PY_HACL_CREATE_MODULE") return hacl_module(c, call);
  if (call.macro == "PY_STDLIB_MOD_SIMPLE") return {call.argument(0), true, {}, {}, call.argument(1), call.argument(2)};
  return {call.argument(0), false, call.argument(1), call.argument(2), call.argument(3), call.argument(4)};
}

}  // namespace

void modules(Context& c) {
  c.set("MODULE_BLOCK", "");
  const std::string& text = c.checkout().configure_ac;
  const std::vector<std::string_view> macros = {"PY_STDLIB_MOD", "PY_STDLIB_MOD_SIMPLE", "PY_HACL_CREATE_MODULE"};
  const std::size_t begin = base::find(text, "\nMODULE_BLOCK=");
  const std::string_view declarations = std::string_view(text).substr(std::min(begin, text.size()));
  std::size_t done = 0;
  for (const tree::MacroCall& call : tree::macro_calls(declarations, macros)) {
    for (const Interlude& each : kInterludes) {
      const std::size_t at = declarations.find(each.words);
      if (at >= done && at < call.at) each.run(c);
    }
    done = call.at;
    decide_module(c, declared_by(c, call));
    if (c.stopped()) return;
  }
  c.subst("MODULE_BLOCK");
}

}  // namespace pyconfigure::decide
