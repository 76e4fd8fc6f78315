// pyconfig.h from pyconfig.h.in and confdefs.h, as config.status renders AC_CONFIG_HEADERS.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/probe/probe.hpp"

namespace pyconfigure::render {

/// What confdefs.h says of one macro in the end.
struct Macro {
  std::string parameters;  ///< "(a, b)" for a function-like macro. Once seen it stays, even when a later line has none.
  std::string value;       ///< As it follows the name, with the blank before it: " 1", " " for an empty value.
};

using Macros = std::map<std::string, Macro, std::less<>>;

/// The text of confdefs.h, without the comment on its first line.
std::string confdefs_text(const probe::Confdefs& confdefs);

/// Every #define line of `confdefs`, whatever conditionals stand around it; the last one of a name wins.
Macros collect_macros(std::string_view confdefs);

/// `template_text` as the header `output`: a banner, then each #undef or #define of a known macro replaced by its
/// definition and each other #undef by a comment.
std::string config_header(std::string_view template_text, const Macros& macros, std::string_view output,
                          const std::vector<std::string>& inputs);

}  // namespace pyconfigure::render
