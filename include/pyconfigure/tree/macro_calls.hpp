// Calls of macros in configure.ac's text, for what is data there: lists of modules, tables by system.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pyconfigure::tree {

/// One call, its arguments with a level of quotes and the comments off.
struct MacroCall {
  std::string macro;
  std::vector<std::string> arguments;
  std::size_t at = 0;  ///< Where the name stands in the text.

  const std::string& argument(std::size_t index) const;  ///< Empty when the call has fewer.
};

/// The calls of these macros in their order, also inside other macros' arguments, but neither in definitions nor inside
/// each other.
std::vector<MacroCall> macro_calls(std::string_view text, const std::vector<std::string_view>& macros);

/// The calls that a text consists of; nothing when there is anything else in it than calls and comments.
std::optional<std::vector<MacroCall>> only_calls(std::string_view text);

/// The body that configure.ac gives to a macro of its own (AC_DEFUN); empty when it does not.
std::string definition_of(std::string_view text, std::string_view macro);

}  // namespace pyconfigure::tree
