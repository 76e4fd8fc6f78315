// configure.ac: PY_STDLIB_MOD, PY_STDLIB_MOD_SIMPLE, and MODULE_BLOCK.
#include "modules.hpp"

#include <string>

#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

std::string upper_case(std::string_view text) {
  std::string out(text);
  for (char& ch : out) {
    if (ch >= 'a' && ch <= 'z') ch = static_cast<char>(ch - 'a' + 'A');
  }
  return out;
}

bool holds(Module::Condition condition, const Context& c) {
  return condition == nullptr || condition(c);
}

const char* state_of(const Module& module, const Context& c) {
  if (!holds(module.enabled, c)) return "disabled";
  return holds(module.supported, c) ? "yes" : "missing";
}

void decide_module(Context& c, const Module& module) {
  if (!module.simple) c.checking("for stdlib extension module " + std::string(module.name));
  const std::string state = "py_cv_module_" + std::string(module.name);
  // Of a value preset by the user or found in a cache only n/a counts.
  if (!c.is(state, "n/a")) c.set(state, state_of(module, c));

  const std::string prefix = "MODULE_" + upper_case(module.name);
  const bool yes = c.yes(state);
  c.append("MODULE_BLOCK", prefix + "_STATE=" + c.var(state) + "\n");
  if (yes && module.cflags != nullptr) c.append("MODULE_BLOCK", prefix + "_CFLAGS=" + c.x(module.cflags) + "\n");
  if (yes && module.ldflags != nullptr) c.append("MODULE_BLOCK", prefix + "_LDFLAGS=" + c.x(module.ldflags) + "\n");
  c.subst(prefix + "_TRUE", yes ? "" : "#");
  c.subst(prefix + "_FALSE", yes ? "#" : "");
  if (!module.simple) c.result(c.var(state));
}

}  // namespace

void decide_modules(Context& c, std::span<const Module> modules) {
  for (const Module& module : modules) decide_module(c, module);
}

void modules(Context& c) {
  c.set("MODULE_BLOCK", "");
  decide_modules(c, modules_before_hacl());
}

void more_modules(Context& c) {
  decide_modules(c, modules_after_hacl());
  c.subst("MODULE_BLOCK");
}

}  // namespace pyconfigure::decide
