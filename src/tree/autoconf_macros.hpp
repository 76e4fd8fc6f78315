// What autoconf's own macros substitute and make precious: the part of their expansion that cannot be read in a tree.
#pragma once

#include <initializer_list>
#include <string_view>

namespace pyconfigure::tree {

struct PreciousRow {
  std::string_view name;
  std::string_view help;  ///< Empty: precious, but not in the help.
};

struct MacroRow {
  std::string_view macro;
  std::initializer_list<std::string_view> substituted;
  std::initializer_list<PreciousRow> precious;
};

/// The row of `macro`, or null.
const MacroRow* autoconf_macro(std::string_view macro);

}  // namespace pyconfigure::tree
