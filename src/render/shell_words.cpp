#include "pyconfigure/render/shell_words.hpp"

#include "lines.hpp"

namespace pyconfigure::render {
namespace {

/// Characters that a word keeps its quotes for.
bool is_unsafe(char c) {
  return std::string_view("|&;<>()$`\\\"*?[ \t").find(c) != std::string_view::npos;
}

/// Whether the character at `at` makes a shell do something about it.
bool needs_quotes(std::string_view value, std::size_t at) {
  const char c = value[at];
  if (c == '~') return at == 0 || value[at - 1] == '=' || value[at - 1] == ':';
  if (c == '#') return at == 0;
  return std::string_view(" \t\n'\"\\|&;()<>!{}*[?]^$`").find(c) != std::string_view::npos;
}

}  // namespace

std::string escape_single_quotes(std::string_view text) {
  return replace_all(text, "'", "'\\''");
}

std::string single_quoted(std::string_view text) {
  return "'" + escape_single_quotes(text) + "'";
}

std::string as_set_shows(std::string_view value) {
  if (value == "'") return "\\'";
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (needs_quotes(value, at)) return single_quoted(value);
  }
  return std::string(value);
}

std::string readable_arguments(std::string_view quoted_arguments) {
  if (quoted_arguments.find('\n') != std::string_view::npos) return std::string(quoted_arguments);
  std::string text;
  std::size_t at = 0;
  while (at < quoted_arguments.size()) {
    const std::string_view rest = quoted_arguments.substr(at);
    if (rest.starts_with(" '") && rest.size() > 3 && !is_unsafe(rest[2]) && rest[2] != '#' && rest[2] != '~') {
      std::size_t end = 3;
      while (end < rest.size() && !is_unsafe(rest[end])) ++end;
      // The longest word without unsafe characters that a quote follows.
      end = end < rest.size() ? rest.rfind('\'', end) : rest.rfind('\'');
      if (end != std::string_view::npos && end >= 3) {
        text.append(" ").append(rest.substr(2, end - 2));
        at += end + 1;
        continue;
      }
    }
    text += quoted_arguments[at++];
  }
  return text;
}

}  // namespace pyconfigure::render
