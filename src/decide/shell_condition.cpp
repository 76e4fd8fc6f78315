#include "shell_condition.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "autoconf.hpp"

namespace pyconfigure::decide {

namespace {

/// A word of a command, or one of the shell's operators standing alone.
struct Token {
  std::string text;
  bool quoted = false;  ///< Some of it stood in quotes: never an operator, and a word even when empty.

  bool is(std::string_view sign) const { return !quoted && text == sign; }
};

using Tokens = std::vector<Token>;

bool is_blank(char ch) { return ch == ' ' || ch == '\t' || ch == '\n'; }

std::size_t name_end(std::string_view text, std::size_t at) {
  while (at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_')) ++at;
  return at;
}

/// `&&`, `||`, `;`, `(` or `)` at the beginning of the text.
std::string_view operator_at(std::string_view text) {
  for (const std::string_view sign : {"&&", "||", ";", "(", ")"}) {
    if (text.starts_with(sign)) return sign;
  }
  return {};
}

/// The end of text that opens with `quote`; npos when it is never closed.
std::size_t closing_quote(std::string_view text, char quote) {
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '\\' && quote == '"') {
      ++at;
    } else if (text[at] == quote) {
      return at;
    }
  }
  return std::string_view::npos;
}

/// What stands outside quotes: a variable there must be one field, or the words would be others.
bool add_unquoted(const Context& c, std::string_view text, Token& token) {
  if (text.find_first_of("`*?<>|&\\~") != std::string_view::npos) return false;
  const auto expanded = in_double_quotes(c, text);
  if (!expanded || (text.find('$') != std::string_view::npos && words(*expanded).size() != 1)) return false;
  token.text += *expanded;
  return true;
}

bool add_quoted(const Context& c, std::string_view text, char quote, Token& token) {
  token.quoted = true;
  if (quote == '\'') {
    token.text += text;
    return true;
  }
  const auto expanded = in_double_quotes(c, text);
  if (expanded) token.text += *expanded;
  return expanded.has_value();
}

/// Takes one word off the front of the text.
bool read_word(const Context& c, std::string_view& text, Token& token) {
  while (!text.empty() && !is_blank(text.front()) && operator_at(text).empty()) {
    const char quote = text.front();
    if (quote == '"' || quote == '\'') {
      const std::size_t end = closing_quote(text, quote);
      if (end == std::string_view::npos || !add_quoted(c, text.substr(1, end - 1), quote, token)) return false;
      text.remove_prefix(end + 1);
    } else if (text.starts_with("\\(") || text.starts_with("\\)")) {
      token.text += text[1];
      text.remove_prefix(2);
    } else {
      const std::size_t end = std::min(text.find_first_of(" \t\n\"';()&|\\", 1), text.size());
      if (!add_unquoted(c, text.substr(0, end), token)) return false;
      text.remove_prefix(end);
    }
  }
  return true;
}

std::optional<Tokens> split(const Context& c, std::string_view text) {
  Tokens tokens;
  for (;;) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    if (text.empty()) return tokens;
    Token token;
    if (const std::string_view sign = operator_at(text); !sign.empty()) {
      token.text = sign;
      text.remove_prefix(sign.size());
    } else if (!read_word(c, text, token)) {
      return std::nullopt;
    }
    tokens.push_back(std::move(token));
  }
}

/// The operands of one `test` command.
class Test {
 public:
  explicit Test(const Tokens& operands) : operands_(operands) {}

  std::optional<bool> value() {
    const auto result = either();
    return at_ == operands_.size() ? result : std::nullopt;
  }

 private:
  bool take(std::string_view sign) {
    const bool there = at_ < operands_.size() && operands_[at_].is(sign);
    if (there) ++at_;
    return there;
  }

  std::optional<bool> either() {
    std::optional<bool> result = both();
    while (result && take("-o")) {
      const auto more = both();
      if (!more) return std::nullopt;
      result = *result || *more;
    }
    return result;
  }

  std::optional<bool> both() {
    std::optional<bool> result = primary();
    while (result && take("-a")) {
      const auto more = primary();
      if (!more) return std::nullopt;
      result = *result && *more;
    }
    return result;
  }

  std::optional<bool> primary() {
    const std::size_t left = operands_.size() - at_;
    if (left >= 3 && (operands_[at_ + 1].is("=") || operands_[at_ + 1].is("!="))) {
      const bool same = operands_[at_].text == operands_[at_ + 2].text;
      const bool wanted = operands_[at_ + 1].is("=");
      at_ += 3;
      return same == wanted;
    }
    if (left >= 2 && (operands_[at_].is("-n") || operands_[at_].is("-z"))) {
      const bool empty = operands_[at_ + 1].text.empty();
      const bool wanted = operands_[at_].is("-z");
      at_ += 2;
      return empty == wanted;
    }
    return nested();
  }

  std::optional<bool> nested() {
    if (take("!")) {
      const auto inner = primary();
      return inner ? std::optional<bool>(!*inner) : std::nullopt;
    }
    if (!take("(")) return std::nullopt;
    const auto inner = either();
    return take(")") ? inner : std::nullopt;
  }

  const Tokens& operands_;
  std::size_t at_ = 0;
};

/// Commands joined by && and ||.
class List {
 public:
  explicit List(const Tokens& tokens) : tokens_(tokens) {}

  std::optional<bool> value() {
    const auto result = joined();
    return at_ == tokens_.size() ? result : std::nullopt;
  }

 private:
  bool take(std::string_view sign) {
    const bool there = at_ < tokens_.size() && tokens_[at_].is(sign);
    if (there) ++at_;
    return there;
  }

  std::optional<bool> joined() {
    std::optional<bool> result = command();
    while (result) {
      const bool conjunction = take("&&");
      if (!conjunction && !take("||")) break;
      const auto more = command();
      if (!more) return std::nullopt;
      result = conjunction ? (*result && *more) : (*result || *more);
    }
    return result;
  }

  std::optional<bool> command() {
    if (take("!")) {
      const auto inner = command();
      return inner ? std::optional<bool>(!*inner) : std::nullopt;
    }
    if (take("{")) {
      const auto inner = joined();
      return take(";") && take("}") ? inner : std::nullopt;
    }
    if (take("true")) return true;
    if (take("false")) return false;
    if (!take("test")) return std::nullopt;
    Tokens operands;
    while (at_ < tokens_.size() && !tokens_[at_].is("&&") && !tokens_[at_].is("||") && !tokens_[at_].is(";")) {
      operands.push_back(tokens_[at_++]);
    }
    return Test(operands).value();
  }

  const Tokens& tokens_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<bool> holds(const Context& c, std::string_view condition) {
  const auto tokens = split(c, condition);
  return tokens ? List(*tokens).value() : std::nullopt;
}

std::optional<std::string> in_double_quotes(const Context& c, std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '`') return std::nullopt;
    if (text[at] == '\\') {
      if (at + 1 == text.size() || (text[at + 1] != '$' && text[at + 1] != '"')) return std::nullopt;
      out += text[at + 1];
      at += 2;
    } else if (text[at] == '$') {
      const bool braces = text.substr(at + 1).starts_with('{');
      const std::size_t name = at + (braces ? 2 : 1);
      const std::size_t end = name_end(text, name);
      if (end == name || (braces && (end == text.size() || text[end] != '}'))) return std::nullopt;
      out += c.var(text.substr(name, end - name));
      at = end + (braces ? 1 : 0);
    } else {
      out += text[at++];
    }
  }
  return out;
}

}  // namespace pyconfigure::decide
