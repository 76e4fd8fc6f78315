// Text cut into pieces.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace pyconfigure::base {

/// What names of C and of the shell consist of.
inline constexpr std::string_view kNameCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";

/// The words between blanks, tabs and line breaks, as a shell splits an unquoted variable.
inline std::vector<std::string> words(std::string_view text) {
  const auto blank = [](char ch) { return ch == ' ' || ch == '\t' || ch == '\n'; };
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    while (at < text.size() && !blank(text[at])) ++at;
    if (at != begin) out.emplace_back(text.substr(begin, at - begin));
    while (at < text.size() && blank(text[at])) ++at;
  }
  return out;
}

/// Calls `visit` with each line, without its line break.
template <class Visit>
void each_line(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    visit(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// text.find(wanted, from) for long texts: much faster where `wanted` begins with a frequent character.
inline std::size_t find(std::string_view text, std::string_view wanted, std::size_t from = 0) {
  if (from > text.size()) return std::string_view::npos;
  const void* const at = memmem(text.data() + from, text.size() - from, wanted.data(), wanted.size());
  return at == nullptr ? std::string_view::npos : static_cast<std::size_t>(static_cast<const char*>(at) - text.data());
}

/// The folders of a search path such as $PATH, empty ones with them.
inline std::vector<std::string> folders(std::string_view path) {
  std::vector<std::string> out;
  while (!path.empty()) {
    const std::size_t colon = path.find(':');
    out.emplace_back(path.substr(0, colon));
    if (colon == std::string_view::npos) break;
    path.remove_prefix(colon + 1);
  }
  return out;
}

}  // namespace pyconfigure::base
