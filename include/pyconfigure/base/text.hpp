// Text cut into pieces.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace pyconfigure::base {

/// What names of C and of the shell consist of.
inline constexpr std::string_view kNameCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";

/// The words between blanks, tabs and line breaks, as a shell splits an unquoted variable.
inline std::vector<std::string> words(std::string_view text) {
  static constexpr std::string_view kBlanks = " \t\n";
  std::vector<std::string> out;
  while (true) {
    const std::size_t begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return out;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(kBlanks), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
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
