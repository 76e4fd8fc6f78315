// Texts as sed and awk see them: lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pyconfigure::render {

/// The lines of `text` without their newlines. A last line that has no newline counts, an empty one does not.
inline std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

inline bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

inline bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

inline bool is_name_char(char c) {
  return is_name_start(c) || (c >= '0' && c <= '9');
}

/// The length of the run of blanks (spaces and tabs) at the start of `text`.
inline std::size_t blanks(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && is_blank(text[length])) ++length;
  return length;
}

/// The length of the C identifier at the start of `text`, 0 when there is none.
inline std::size_t name_length(std::string_view text) {
  if (text.empty() || !is_name_start(text.front())) return 0;
  std::size_t length = 1;
  while (length < text.size() && is_name_char(text[length])) ++length;
  return length;
}

/// `text` with every `from` replaced by `to`, from the left, without looking at replaced text again.
inline std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  std::size_t at = 0;
  for (std::size_t hit = text.find(from); hit != std::string_view::npos; hit = text.find(from, at)) {
    result.append(text, at, hit - at).append(to);
    at = hit + from.size();
  }
  return result.append(text.substr(at));
}

}  // namespace pyconfigure::render
