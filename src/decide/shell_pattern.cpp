// Shell `case` patterns (POSIX, "Pattern Matching Notation"), in the C locale.
#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::decide {

namespace {

/// Matches one bracket expression at `pattern[at]` ('['); sets `at` behind it. False with `at` unchanged when it never
/// closes, in which case '[' stands for itself.
bool match_bracket(std::string_view pattern, std::size_t& at, char ch, bool& matched) {
  std::size_t i = at + 1;
  const bool negate = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negate) ++i;
  const std::size_t first = i;
  bool hit = false;
  while (i < pattern.size() && (pattern[i] != ']' || i == first)) {
    const char low = pattern[i];
    char high = low;
    if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
      high = pattern[i + 2];
      i += 2;
    }
    const auto as_byte = [](char value) { return static_cast<unsigned char>(value); };
    hit = hit || (as_byte(low) <= as_byte(ch) && as_byte(ch) <= as_byte(high));
    ++i;
  }
  if (i >= pattern.size()) return false;
  at = i + 1;
  matched = hit != negate;
  return true;
}

bool match_one(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;  // where to go on after the last '*'
  std::size_t star_text = 0;
  while (t < text.size() || p < pattern.size()) {
    bool step = false;
    if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      star_text = t;
      continue;
    }
    if (p < pattern.size() && t < text.size()) {
      std::size_t next = p;
      bool matched = false;
      if (pattern[p] == '?') {
        step = true;
        next = p + 1;
      } else if (pattern[p] == '[' && match_bracket(pattern, next, text[t], matched)) {
        step = matched;
      } else {
        if (pattern[p] == '\\' && p + 1 < pattern.size()) next = p + 1;
        step = pattern[next] == text[t];
        ++next;
      }
      if (step) {
        p = next;
        ++t;
        continue;
      }
    }
    if (star == std::string_view::npos || star_text >= text.size()) return false;
    p = star;
    t = ++star_text;
  }
  return true;
}

}  // namespace

bool matches(std::string_view pattern, std::string_view text) {
  while (true) {
    std::size_t bar = 0;
    bool in_bracket = false;
    while (bar < pattern.size() && (pattern[bar] != '|' || in_bracket)) {
      if (pattern[bar] == '[') in_bracket = true;
      if (pattern[bar] == ']') in_bracket = false;
      ++bar;
    }
    if (match_one(pattern.substr(0, bar), text)) return true;
    if (bar >= pattern.size()) return false;
    pattern.remove_prefix(bar + 1);
  }
}

}  // namespace pyconfigure::decide
