#include "pyconfigure/c/condition.hpp"

#include <cctype>
#include <cstdint>

#include "pyconfigure/c/expander.hpp"

namespace pyconfigure::c {

namespace {

/// 64 bits, and whether they count as unsigned.
struct Value {
  std::uint64_t bits = 0;
  bool is_unsigned = false;
};

std::int64_t as_signed(const Value& value) {
  return static_cast<std::int64_t>(value.bits);
}

Value truth(bool is) {
  return {is ? 1ULL : 0ULL, false};
}

bool read_number(std::string_view text, Value& value) {
  int base = 10;
  if (text.size() > 1 && text[0] == '0') {
    base = text[1] == 'x' || text[1] == 'X' ? 16 : text[1] == 'b' || text[1] == 'B' ? 2 : 8;
    text.remove_prefix(base == 8 ? 1 : 2);
    if (text.empty()) return false;
  }
  std::uint64_t bits = 0;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char ch = static_cast<char>(std::tolower(static_cast<unsigned char>(text[at])));
    const int digit = ch >= '0' && ch <= '9' ? ch - '0' : ch >= 'a' && ch <= 'f' && base == 16 ? ch - 'a' + 10 : 99;
    if (digit >= base) break;
    if (bits > (~0ULL - static_cast<std::uint64_t>(digit)) / static_cast<std::uint64_t>(base)) return false;
    bits = bits * static_cast<std::uint64_t>(base) + static_cast<std::uint64_t>(digit);
  }
  std::string_view suffix = text.substr(at);
  bool is_unsigned = false;
  const auto take_unsigned = [&] {
    if (is_unsigned || suffix.empty() || (suffix[0] != 'u' && suffix[0] != 'U')) return;
    is_unsigned = true;
    suffix.remove_prefix(1);
  };
  take_unsigned();
  for (std::string_view longs : {"ll", "LL", "l", "L"}) {
    if (!suffix.starts_with(longs)) continue;
    suffix.remove_prefix(longs.size());
    break;
  }
  take_unsigned();
  if (!suffix.empty()) return false;
  if (bits > static_cast<std::uint64_t>(INT64_MAX)) {
    if (base == 10 && !is_unsigned) return false;
    is_unsigned = true;
  }
  value = {bits, is_unsigned};
  return true;
}

bool read_character(std::string_view text, bool wide_is_unsigned, Value& value) {
  const bool wide = text.starts_with('L');
  if (wide) text.remove_prefix(1);
  if (text.size() == 3 && text[0] == '\'' && static_cast<unsigned char>(text[1]) < 128 && text[1] != '\\') {
    value = {static_cast<std::uint64_t>(text[1]), wide && wide_is_unsigned};
    return true;
  }
  if (text.size() == 4 && text[0] == '\'' && text[1] == '\\' && text[2] == '0') {
    value = {0, wide && wide_is_unsigned};
    return true;
  }
  return false;
}

class Evaluator {
 public:
  Evaluator(const Tokens& tokens, const Atoms& atoms, const ConditionAsks& asks)
      : tokens_(tokens), atoms_(atoms), asks_(asks) {}

  bool run(bool& result) {
    const Value value = conditional(true);
    if (failed_ || at_ != tokens_.size() || tokens_.empty()) return false;
    result = value.bits != 0;
    return true;
  }

 private:
  std::string_view peek() const { return at_ < tokens_.size() ? atoms_.text(tokens_[at_].atom) : std::string_view(); }
  bool take(std::string_view word) {
    if (at_ >= tokens_.size() || tokens_[at_].kind != Kind::punctuator || peek() != word) return false;
    ++at_;
    return true;
  }
  Value fail() {
    failed_ = true;
    return {};
  }

  /// `counts` false: the value is not used, so a division by zero is no error.
  Value conditional(bool counts) {
    const Value condition = binary(0, counts);
    if (!take("?")) return condition;
    const bool yes = condition.bits != 0;
    const Value first = conditional(counts && yes);
    if (!take(":")) return fail();
    const Value second = conditional(counts && !yes);
    const bool is_unsigned = first.is_unsigned || second.is_unsigned;
    return {yes ? first.bits : second.bits, is_unsigned};
  }

  static int level_of(std::string_view op) {
    static constexpr std::pair<std::string_view, int> kLevels[] = {
        {"||", 1}, {"&&", 2}, {"|", 3},  {"^", 4},  {"&", 5}, {"==", 6}, {"!=", 6}, {"<", 7},  {">", 7},
        {"<=", 7}, {">=", 7}, {"<<", 8}, {">>", 8}, {"+", 9}, {"-", 9},  {"*", 10}, {"/", 10}, {"%", 10}};
    // Most of them are the end of something in parentheses.
    if (op == ")") return 0;
    for (const auto& [word, level] : kLevels) {
      if (word == op) return level;
    }
    return 0;
  }

  Value binary(int above, bool counts) {
    Value left = unary(counts);
    while (!failed_ && at_ < tokens_.size() && tokens_[at_].kind == Kind::punctuator) {
      const std::string_view op = peek();
      const int level = level_of(op);
      if (level == 0 || level <= above) break;
      ++at_;
      bool right_counts = counts;
      if (op == "||") right_counts = counts && left.bits == 0;
      if (op == "&&") right_counts = counts && left.bits != 0;
      left = apply(op, left, binary(level, right_counts), counts);
    }
    return left;
  }

  Value apply(std::string_view op, Value left, Value right, bool counts) {
    if (op == "||") return truth(left.bits != 0 || right.bits != 0);
    if (op == "&&") return truth(left.bits != 0 && right.bits != 0);
    if (op == "<<" || op == ">>") {
      if (right.bits > 63) return counts ? fail() : left;
      if (op == "<<") return {left.bits << right.bits, left.is_unsigned};
      return {left.is_unsigned ? left.bits >> right.bits : static_cast<std::uint64_t>(as_signed(left) >> right.bits),
              left.is_unsigned};
    }
    const bool is_unsigned = left.is_unsigned || right.is_unsigned;
    if (op == "==") return truth(left.bits == right.bits);
    if (op == "!=") return truth(left.bits != right.bits);
    if (level_of(op) == 7) {
      const bool less = is_unsigned ? left.bits < right.bits : as_signed(left) < as_signed(right);
      const bool same = left.bits == right.bits;
      return truth(op == "<" ? less : op == ">" ? !less && !same : op == "<=" ? less || same : !less);
    }
    if (op == "|") return {left.bits | right.bits, is_unsigned};
    if (op == "^") return {left.bits ^ right.bits, is_unsigned};
    if (op == "&") return {left.bits & right.bits, is_unsigned};
    if (op == "+") return {left.bits + right.bits, is_unsigned};
    if (op == "-") return {left.bits - right.bits, is_unsigned};
    if (op == "*") return {left.bits * right.bits, is_unsigned};
    if (right.bits == 0 || (!is_unsigned && as_signed(right) == -1)) return counts ? fail() : left;
    if (op == "/")
      return {is_unsigned ? left.bits / right.bits : static_cast<std::uint64_t>(as_signed(left) / as_signed(right)),
              is_unsigned};
    return {is_unsigned ? left.bits % right.bits : static_cast<std::uint64_t>(as_signed(left) % as_signed(right)),
            is_unsigned};
  }

  Value unary(bool counts) {
    // (The deepest that headers go is a dozen.)
    if (++depth_ > kDeepest) return fail();
    const Value value = operand(counts);
    --depth_;
    return value;
  }

  Value operand(bool counts) {
    if (at_ < tokens_.size() && tokens_[at_].kind != Kind::punctuator) return word();
    if (take("!")) return truth(unary(counts).bits == 0);
    if (take("-")) {
      const Value value = unary(counts);
      return {0 - value.bits, value.is_unsigned};
    }
    if (take("+")) return unary(counts);
    if (take("~")) {
      const Value value = unary(counts);
      return {~value.bits, value.is_unsigned};
    }
    if (take("(")) {
      const Value value = conditional(counts);
      return take(")") ? value : fail();
    }
    return fail();
  }

  Value word() {
    const Token& token = tokens_[at_++];
    const std::string_view text = atoms_.text(token.atom);
    Value value;
    switch (token.kind) {
      case Kind::number:
        return read_number(text, value) ? value : fail();
      case Kind::character:
        return read_character(text, asks_.wide_is_unsigned, value) ? value : fail();
      case Kind::identifier:
        if (token.atom == kDefined) return defined();
        if (is_query(text)) return query(token.atom);
        // C23 has values for them.
        if (text == "true" || text == "false") return fail();
        return {};
      default:
        return fail();
    }
  }

  Value defined() {
    const bool open = take("(");
    if (at_ >= tokens_.size() || tokens_[at_].kind != Kind::identifier) return fail();
    const Atom name = tokens_[at_++].atom;
    if (open && !take(")")) return fail();
    return truth(asks_.defined(name));
  }

  Value query(Atom name) {
    if (!take("(")) return fail();
    const std::size_t begin = at_;
    int depth = 0;
    while (at_ < tokens_.size() && !(depth == 0 && tokens_[at_].atom == kClose)) {
      if (tokens_[at_].atom == kOpen) ++depth;
      if (tokens_[at_].atom == kClose) --depth;
      ++at_;
    }
    if (at_ >= tokens_.size()) return fail();
    long long value = 0;
    if (!asks_.query(name, tokens_.data() + begin, tokens_.data() + at_, value)) return fail();
    ++at_;
    return {static_cast<std::uint64_t>(value), false};
  }

  const Tokens& tokens_;
  const Atoms& atoms_;
  const ConditionAsks& asks_;
  static constexpr int kDeepest = 200;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool failed_ = false;
};

}  // namespace

bool evaluate(const Tokens& tokens, const Atoms& atoms, const ConditionAsks& asks, bool& value) {
  return Evaluator(tokens, atoms, asks).run(value);
}

}  // namespace pyconfigure::c
