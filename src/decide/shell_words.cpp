#include "shell_words.hpp"

namespace pyconfigure::decide {

std::vector<std::string> shell_words(std::string_view text) {
  constexpr std::string_view kBlank = " \t\n";
  std::vector<std::string> words;
  std::size_t at = text.find_first_not_of(kBlank);
  while (at != std::string_view::npos) {
    const std::size_t end = text.find_first_of(kBlank, at);
    words.emplace_back(text.substr(at, end == std::string_view::npos ? end : end - at));
    at = text.find_first_not_of(kBlank, end == std::string_view::npos ? text.size() : end);
  }
  return words;
}

std::string echoed(std::string_view text) {
  std::string line;
  for (const std::string& word : shell_words(text)) {
    if (!line.empty()) line += ' ';
    line += word;
  }
  return line;
}

std::string echoed_without(std::string_view text, std::string_view plain) {
  std::string line = echoed(text);
  for (std::size_t at = line.find(plain); at != std::string::npos; at = line.find(plain, at)) {
    line.erase(at, plain.size());
  }
  return line;
}

bool is_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  constexpr std::size_t kMostDigits = 9;
  return !text.empty() && text.size() <= kMostDigits && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace pyconfigure::decide
