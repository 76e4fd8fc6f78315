#include "m4.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pyconfigure::tree::m4 {

namespace {

constexpr std::string_view kBlanks = " \t\n\r\f\v";
constexpr std::size_t kLastColumn = 79;
constexpr std::size_t kOptionColumn = 26;
constexpr int kMaxDepth = 50;  // A definition that names itself ends here.

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kQuadrigraphs = {{
    {"@<:@", "["}, {"@:>@", "]"}, {"@S|@", "$"}, {"@%:@", "#"}, {"@{:@", "("}, {"@:}@", ")"}, {"@&t@", ""},
}};

/// Behind the quoted text that opens at `at`; the end of the text when it is never closed.
std::size_t quoted_end(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '[') ++depth;
    if (text[at] == ']' && --depth == 0) return at + 1;
  }
  return text.size();
}

/// What stands between the quotes of a quoted text.
std::string_view unquoted(std::string_view text, std::size_t at, std::size_t end) {
  const bool closed = end > at + 1 && text[end - 1] == ']';
  return text.substr(at + 1, end - at - 1 - (closed ? 1 : 0));
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (;;) {
    const std::size_t start = text.find_first_not_of(kBlanks);
    if (start == std::string_view::npos) return words;
    text.remove_prefix(start);
    words.push_back(text.substr(0, text.find_first_of(kBlanks)));
    text.remove_prefix(words.back().size());
  }
}

std::string normalized(std::string_view text) {
  std::string out;
  for (std::string_view word : words_of(text)) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

std::string changed_case(std::string text, bool upper) {
  for (char& ch : text) {
    if (upper && ch >= 'a' && ch <= 'z') ch = static_cast<char>(ch - 'a' + 'A');
    if (!upper && ch >= 'A' && ch <= 'Z') ch = static_cast<char>(ch - 'A' + 'a');
  }
  return text;
}

std::string expand_at(std::string_view text, const Definitions& definitions, int depth);

/// AS_HELP_STRING: the name of an option in the left column, its description filled in the right one.
std::string help_string(const Call& call, const Definitions& definitions, int depth) {
  const std::string left = expand_at(call.argument(0), definitions, depth);
  const std::string right = expand_at(call.argument(1), definitions, depth);
  return text_wrap(right, kOptionColumn, "  " + expand_at(left, definitions, depth) + " ");
}

/// The text macros of m4sugar and m4sh that occur where text is needed. Returns false for any other name.
bool text_macro(std::string_view name, const Call& call, const Definitions& definitions, int depth, std::string& out) {
  const auto first = [&] { return expand_at(call.argument(0), definitions, depth); };
  if (name == "AS_HELP_STRING") {
    out += help_string(call, definitions, depth);
  } else if (name == "m4_normalize" || name == "m4_flatten") {
    out += normalized(expand_at(first(), definitions, depth));
  } else if (name == "m4_toupper") {
    out += changed_case(first(), true);
  } else if (name == "m4_tolower") {
    out += changed_case(first(), false);
  } else {
    return false;
  }
  return true;
}

/// Expands the name at `at`, and the call that it may be; returns where to go on.
std::size_t expand_name(std::string_view text, std::size_t at, const Definitions& definitions, int depth,
                        std::string& out) {
  const std::size_t end = name_end(text, at);
  const std::string_view name = text.substr(at, end - at);
  if (name == "dnl") return line_end(text, at);
  if (depth < kMaxDepth && (name.starts_with("m4_") || name == "AS_HELP_STRING")) {
    const Call call = parse_call(text, end);
    if (text_macro(name, call, definitions, depth + 1, out)) return call.end;
  }
  const auto found = definitions.find(name);
  if (found == definitions.end() || depth >= kMaxDepth) {
    out += name;
    return end;
  }
  const Call call = parse_call(text, end);
  out += expand_at(instantiate(found->second, call, definitions), definitions, depth + 1);
  return call.end;
}

std::string expand_at(std::string_view text, const Definitions& definitions, int depth) {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '[') {
      const std::size_t end = quoted_end(text, at);
      out += unquoted(text, at, end);
      at = end;
    } else if (is_name_start(text[at])) {
      at = expand_name(text, at, definitions, depth, out);
    } else if (text[at] == '#') {  // A comment is output as it stands.
      const std::size_t end = line_end(text, at);
      out += text.substr(at, end - at);
      at = end;
    } else {
      out += text[at++];
    }
  }
  return out;
}

}  // namespace

std::size_t line_end(std::string_view text, std::size_t at) {
  const std::size_t newline = text.find('\n', at);
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

Call parse_call(std::string_view text, std::size_t at) {
  Call call;
  call.end = at;
  if (at >= text.size() || text[at] != '(') return call;
  std::size_t depth = 0;  // of parentheses inside the call's own
  std::size_t start = std::min(text.find_first_not_of(kBlanks, ++at), text.size());
  for (at = start; at < text.size();) {
    const char ch = text[at];
    if (ch == '[') {
      at = quoted_end(text, at);
    } else if (is_name_start(ch)) {
      const std::size_t end = name_end(text, at);
      at = text.substr(at, end - at) == "dnl" ? line_end(text, at) : end;
    } else if (ch == '#') {
      at = line_end(text, at);
    } else if (ch == ')' && depth == 0) {
      call.arguments.push_back(text.substr(start, at - start));
      call.end = at + 1;
      return call;
    } else if (ch == ',' && depth == 0) {
      call.arguments.push_back(text.substr(start, at - start));
      start = std::min(text.find_first_not_of(kBlanks, at + 1), text.size());
      at = start;
    } else {
      if (ch == '(') ++depth;
      if (ch == ')') --depth;
      ++at;
    }
  }
  call.arguments.push_back(text.substr(std::min(start, text.size())));
  call.end = text.size();
  return call;
}

std::string expand(std::string_view text, const Definitions& definitions) { return expand_at(text, definitions, 0); }

std::string instantiate(std::string_view body, const Call& call, const Definitions& definitions) {
  std::string out;
  out.reserve(body.size());
  for (;;) {
    const std::size_t dollar = body.find('$');
    if (dollar == std::string_view::npos || dollar + 1 == body.size()) break;
    const char digit = body[dollar + 1];
    if (digit >= '1' && digit <= '9') {
      out += body.substr(0, dollar);
      out += expand(call.argument(static_cast<std::size_t>(digit - '1')), definitions);
      body.remove_prefix(dollar + 2);
    } else {
      out += body.substr(0, dollar + 1);
      body.remove_prefix(dollar + 1);
    }
  }
  out += body;
  return out;
}

std::string without_quadrigraphs(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto* const graph = std::find_if(kQuadrigraphs.begin(), kQuadrigraphs.end(),
                                           [&](const auto& pair) { return text.starts_with(pair.first); });
    if (graph != kQuadrigraphs.end()) {
      out += graph->second;
      text.remove_prefix(graph->first.size());
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

std::string text_wrap(std::string_view text, std::size_t indent, std::string_view first) {
  const std::string new_line = "\n" + std::string(indent, ' ');
  std::string out = without_quadrigraphs(first);
  if (out.size() > indent) {
    out.resize(out.find_last_not_of(' ') + 1);  // autoconf leaves no blanks at the end of a line
    out += new_line;
  } else {
    out.resize(indent, ' ');
  }
  std::size_t column = indent;
  std::string_view separator;  // Nothing before the first word, wherever it goes.
  for (std::string_view raw : words_of(text)) {
    const std::string word = without_quadrigraphs(raw);
    column += word.size() + 1;
    if (column > kLastColumn) {
      column = indent + word.size() + 1;
      out += new_line;
    } else {
      out += separator;
      separator = " ";
    }
    out += word;
  }
  return out;
}

}  // namespace pyconfigure::tree::m4
