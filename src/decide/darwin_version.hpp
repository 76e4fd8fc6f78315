// Version numbers as configure.ac takes them apart for macOS.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>

namespace pyconfigure::decide {

/// The part before (0) or after (1) the first dot. Text without a dot is both parts, as the sed command has it.
inline std::string version_part(std::string_view version, int part) {
  const auto is_digit = [](char ch) { return ch >= '0' && ch <= '9'; };
  const std::size_t dot = version.find('.');
  if (dot == std::string_view::npos) return std::string(version);
  std::size_t first = dot;
  while (first > 0 && is_digit(version[first - 1])) --first;
  std::size_t last = dot + 1;
  while (last < version.size() && is_digit(version[last])) ++last;
  std::string out(version.substr(0, first));
  out += part == 0 ? version.substr(first, dot - first) : version.substr(dot + 1, last - dot - 1);
  return out;
}

/// The operand of `test -eq`; what is no number compares as -1.
inline long number(const std::string& text) {
  char* end = nullptr;
  const long value = std::strtol(text.c_str(), &end, 10);
  return text.empty() || *end != '\0' ? -1 : value;
}

}  // namespace pyconfigure::decide
