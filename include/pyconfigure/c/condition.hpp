// The expressions of #if (C11 6.10.1).
#pragma once

#include <functional>
#include <string>

#include "pyconfigure/c/tokens.hpp"

namespace pyconfigure::c {

/// What a condition may ask besides arithmetic.
struct ConditionAsks {
  /// Is the name defined as a macro?
  std::function<bool(Atom)> defined;
  /// `__has_attribute (x)` and its likes: the name, and the tokens between the parentheses. The value; false when
  /// nobody knows.
  std::function<bool(Atom, const Token*, const Token*, long long&)> query;
  bool wide_is_unsigned = false;  ///< wchar_t is
};

/// The value of a condition whose macros are expanded. False when it is not understood.
bool evaluate(const Tokens& tokens, const Atoms& atoms, const ConditionAsks& asks, bool& value);

}  // namespace pyconfigure::c
