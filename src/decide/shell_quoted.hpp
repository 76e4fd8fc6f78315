// A value as one word of shell text, for questions that are asked with Context::command.
#pragma once

#include <string>
#include <string_view>

namespace pyconfigure::decide {

/// `text` in single quotes.
inline std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (char ch : text) {
    if (ch == '\'') {
      out += "'\\''";
    } else {
      out += ch;
    }
  }
  return out + "'";
}

}  // namespace pyconfigure::decide
