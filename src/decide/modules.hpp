// PY_STDLIB_MOD and its relatives: the extension modules of the standard library as data.
#pragma once

#include <span>
#include <string_view>

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::decide {

/// One declaration. A condition that is null holds. The flags are expanded like double-quoted shell text (a `\$` stays
/// for make); null means that the declaration has none, so that no line is written, where an empty value has its line.
struct Module {
  using Condition = bool (*)(const Context&);

  std::string_view name;
  bool simple = false;  ///< PY_STDLIB_MOD_SIMPLE: says nothing, and is there unless the platform cannot have it.
  Condition enabled = nullptr;
  Condition supported = nullptr;
  const char* cflags = nullptr;
  const char* ldflags = nullptr;
};

std::span<const Module> modules_before_hacl();
std::span<const Module> hacl_modules();
std::span<const Module> modules_after_hacl();

/// Decides each module: py_cv_module_X, MODULE_X_TRUE and MODULE_X_FALSE, and its lines in MODULE_BLOCK.
void decide_modules(Context& c, std::span<const Module> modules);

}  // namespace pyconfigure::decide
