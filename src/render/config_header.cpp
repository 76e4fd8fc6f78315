#include "pyconfigure/render/config_header.hpp"

#include <optional>

#include "lines.hpp"
#include "pyconfigure/render/substitute.hpp"

namespace pyconfigure::render {
namespace {

/// The rest of a `#define ` line from the name on; nothing for other lines.
std::optional<std::string_view> after_define(std::string_view line) {
  constexpr std::string_view word = "define";
  line.remove_prefix(blanks(line));
  if (!line.starts_with('#')) return std::nullopt;
  line.remove_prefix(1);
  line.remove_prefix(blanks(line));
  if (!line.starts_with(word)) return std::nullopt;
  line.remove_prefix(word.size());
  const std::size_t gap = blanks(line);
  if (gap == 0) return std::nullopt;
  return line.substr(gap);
}

/// The length of `(a, b)` at the start of `text`, 0 when there is none that closes before another one opens.
std::size_t parameters_length(std::string_view text) {
  if (!text.starts_with('(')) return 0;
  const std::size_t end = text.find_first_of("()", 1);
  return end == std::string_view::npos || text[end] == '(' ? 0 : end + 1;
}

bool take_continuation(std::string_view& line) {
  if (!line.ends_with('\\')) return false;
  line.remove_suffix(1);
  return true;
}

/// A line of the header template that speaks of a macro.
struct Directive {
  std::string_view before;  ///< Up to and with the `#` and the blanks after it.
  std::string_view word;    ///< define or undef
  std::string_view macro;
};

std::optional<Directive> parse_directive(std::string_view line) {
  std::size_t at = blanks(line);
  if (at >= line.size() || line[at] != '#') return std::nullopt;
  ++at;
  at += blanks(line.substr(at));
  Directive directive;
  directive.before = line.substr(0, at);
  std::string_view rest = line.substr(at);
  for (const std::string_view word : {"define", "undef"}) {
    if (rest.starts_with(word)) directive.word = word;
  }
  if (directive.word.empty()) return std::nullopt;
  rest.remove_prefix(directive.word.size());
  const std::size_t gap = blanks(rest);
  if (gap == 0) return std::nullopt;
  rest.remove_prefix(gap);
  const std::size_t length = name_length(rest);
  if (length == 0) return std::nullopt;
  directive.macro = rest.substr(0, length);
  if (length < rest.size() && !is_blank(rest[length]) && rest[length] != '(') return std::nullopt;
  return directive;
}

}  // namespace

std::string confdefs_text(const probe::Confdefs& confdefs) {
  std::string text;
  for (const probe::Confdef& line : confdefs.lines) text += line.text;
  return text;
}

Macros collect_macros(std::string_view confdefs) {
  Macros macros;
  const std::vector<std::string_view> lines = split_lines(confdefs);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::optional<std::string_view> definition = after_define(lines[i]);
    if (!definition) continue;
    std::string_view rest = *definition;
    bool more = take_continuation(rest);
    const std::size_t length = name_length(rest);
    const std::string name(rest.substr(0, length));
    const std::size_t parameters = length == 0 ? 0 : parameters_length(rest.substr(length));
    // configure's sed script loses a definition of several lines without parameters when its first line holds one of
    // these characters; it takes the quoting of the character for success.
    const bool lost = more && parameters == 0 && rest.find_first_of("\"\\") != std::string_view::npos;
    if (length == 0 && !lost) continue;
    const std::string_view value = rest.substr(length + parameters);
    std::string text = " " + std::string(value.substr(blanks(value)));
    while (more && i + 1 < lines.size()) {
      std::string_view next = lines[++i];
      more = take_continuation(next);
      text.append("\\\n").append(next);
    }
    if (lost) continue;
    Macro& macro = macros[name];
    if (parameters > 0) macro.parameters = rest.substr(length, parameters);
    macro.value = std::move(text);
  }
  return macros;
}

std::string config_header(std::string_view template_text, const Macros& macros, std::string_view output,
                          const std::vector<std::string>& inputs) {
  std::string text = "/* " + configure_input(output, inputs) + "  */\n";
  text.reserve(template_text.size() + text.size());
  for (const std::string_view line : split_lines(template_text)) {
    const std::optional<Directive> directive = parse_directive(line);
    const auto known = directive ? macros.find(directive->macro) : macros.end();
    if (known != macros.end()) {
      text.append(directive->before).append("define ").append(directive->macro);
      text.append(known->second.parameters).append(known->second.value);
    } else if (directive && directive->word == "undef") {
      text.append("/* ").append(directive->before).append("undef ").append(directive->macro).append(" */");
    } else {
      text.append(line);
    }
    text += '\n';
  }
  return text;
}

}  // namespace pyconfigure::render
