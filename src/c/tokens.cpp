#include "pyconfigure/c/tokens.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace pyconfigure::c {

namespace {

constexpr std::string_view kKnown[] = {"",
                                       "(",
                                       ")",
                                       "{",
                                       "}",
                                       "[",
                                       "]",
                                       ",",
                                       ";",
                                       "*",
                                       "=",
                                       "#",
                                       "##",
                                       "...",
                                       ":",
                                       ".",
                                       "->",
                                       "defined",
                                       "__VA_ARGS__",
                                       "__VA_OPT__",
                                       "main",
                                       "__has_include",
                                       "__has_include_next",
                                       "__FILE__",
                                       "__LINE__",
                                       "format",
                                       "__format__",
                                       "extern",
                                       "static",
                                       "struct",
                                       "union"};
static_assert(std::size(kKnown) == kFirstUnknown);

constexpr std::size_t kBlock = 1 << 16;

template <class Number>
std::uint64_t number_at(const char* at) {
  Number number = 0;
  std::memcpy(&number, at, sizeof number);
  return number;
}

/// The first eight characters as a number; of fewer all, which no other text of that size has. (Nothing is copied whose size has to be
/// looked at: that is a call.)
std::uint64_t beginning_of(std::string_view text) {
  const char* const at = text.data();
  const std::size_t size = text.size();
  if (size >= 8) return number_at<std::uint64_t>(at);
  if (size >= 4) return number_at<std::uint32_t>(at) | number_at<std::uint32_t>(at + size - 4) << (8 * (size - 4));
  if (size == 0) return 0;
  return number_at<std::uint8_t>(at) | number_at<std::uint8_t>(at + size / 2) << (8 * (size / 2)) |
         number_at<std::uint8_t>(at + size - 1) << (8 * (size - 1));
}

/// Of texts with the same size and beginning.
bool same_rest(std::string_view left, std::string_view right) {
  const std::size_t size = left.size();
  if (size <= 8) return true;
  if (size <= 16) return number_at<std::uint64_t>(left.data() + size - 8) == number_at<std::uint64_t>(right.data() + size - 8);
  return std::memcmp(left.data() + 8, right.data() + 8, size - 8) == 0;
}

std::uint32_t hash_of(std::string_view text, std::uint64_t beginning) {
  std::uint64_t hash = (beginning ^ (text.size() * 0x9e3779b97f4a7c15ULL)) * 0xff51afd7ed558ccdULL;
  hash ^= hash >> 32;
  if (text.size() > 8) {
    for (std::size_t at = 8; at + 8 < text.size(); at += 8) {
      hash = (hash ^ number_at<std::uint64_t>(text.data() + at)) * 0xff51afd7ed558ccdULL;
      hash ^= hash >> 32;
    }
    hash = (hash ^ number_at<std::uint64_t>(text.data() + text.size() - 8)) * 0xff51afd7ed558ccdULL;
    hash ^= hash >> 32;
  }
  return static_cast<std::uint32_t>(hash);
}

enum : std::uint8_t { kLetter = 1, kDigit = 2, kBlank = 4 };

constexpr std::array<std::uint8_t, 256> classes() {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t ch = 0; ch < 256; ++ch) {
    const bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch == '_' || ch == '$' || ch >= 128;
    if (letter) table[ch] = kLetter;
    if (ch >= '0' && ch <= '9') table[ch] = kDigit;
    if (ch == ' ' || ch == '\t' || ch == '\v' || ch == '\f') table[ch] = kBlank;
  }
  return table;
}

constexpr std::array<std::uint8_t, 256> kClasses = classes();

std::uint8_t class_of(char ch) {
  return kClasses[static_cast<unsigned char>(ch)];
}

/// Without backslash-newlines and carriage returns at line ends.
std::string spliced(std::string_view text, bool& odd) {
  std::string out;
  out.reserve(text.size());
  const bool carriage = text.find('\r') != std::string_view::npos;
  while (!text.empty()) {
    const std::size_t at = std::min(carriage ? text.find_first_of("\\\r") : text.find('\\'), text.size());
    out += text.substr(0, at);
    text.remove_prefix(at);
    if (text.empty()) break;
    std::size_t end = 1;
    while (end < text.size() && (class_of(text[end]) == kBlank || text[end] == '\r')) ++end;
    const bool break_follows = end < text.size() && text[end] == '\n';
    if (text.front() == '\r') {
      if (!text.starts_with("\r\n")) {
        out += '\r';
        odd = true;  // a line's end to some compilers
      }
      text.remove_prefix(1);
    } else if (break_follows) {
      // Compilers differ about blanks between the two.
      odd = odd || (end != 1 && text.substr(1, end - 1) != "\r");
      text.remove_prefix(end + 1);
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

Directive directive_of(std::string_view name) {
  static constexpr std::pair<std::string_view, Directive> kNames[] = {
      {"define", Directive::define},   {"undef", Directive::undef},       {"if", Directive::if_},
      {"ifdef", Directive::ifdef},     {"ifndef", Directive::ifndef},     {"elif", Directive::elif},
      {"elifdef", Directive::elifdef}, {"elifndef", Directive::elifndef}, {"else", Directive::else_},
      {"endif", Directive::endif},     {"include", Directive::include},   {"include_next", Directive::include_next},
      {"error", Directive::error},     {"warning", Directive::warning},   {"pragma", Directive::pragma},
      {"line", Directive::line}};
  for (const auto& [word, directive] : kNames) {
    if (word.size() == name.size() && word[0] == name[0] && word == name) return directive;
  }
  return Directive::other;
}

/// The first character that no name goes on with.
const char* past_name(const char* at, const char* end) {
  while (at < end && (class_of(*at) & (kLetter | kDigit)) != 0) ++at;
  return at;
}

class Lexer {
 public:
  Lexer(std::string_view text, Atoms& atoms) : at_(text.data()), end_(text.data() + text.size()), atoms_(atoms) {}

  SourceText run() {
    out_.tokens.reserve(static_cast<std::size_t>(end_ - at_) / 8);
    while (at_ < end_) line();
    out_.tokens.shrink_to_fit();
    out_.items.shrink_to_fit();
    links();
    return std::move(out_);
  }

  /// The tokens up to the end of the line, which is passed; comments may go on over lines.
  void rest_of_line() {
    while (at_ < end_ && *at_ != '\n') token();
    if (at_ < end_) ++at_;
    space_ = false;
    lines_ += 1;
  }

  bool skip_blanks() {
    while (at_ < end_) {
      if (class_of(*at_) == kBlank) {
        ++at_;
      } else if (*at_ == '/' && at_ + 1 < end_ && at_[1] == '*') {
        // (There are fewer slashes than asterisks in comments.)
        const char* close = find('/', at_ + 2);
        while (close != end_ && (close < at_ + 3 || close[-1] != '*')) close = find('/', close + 1);
        if (close == end_) runs_on();
        at_ = close == end_ ? end_ : close + 1;
      } else if (*at_ == '/' && at_ + 1 < end_ && at_[1] == '/') {
        at_ = find('\n', at_);
      } else {
        return true;
      }
      space_ = true;
    }
    return false;
  }

  SourceText out_;

 private:
  std::uint32_t count() const { return static_cast<std::uint32_t>(out_.tokens.size()); }

  /// What is not understood may not end with its line.
  void runs_on() { out_.odd = runs_on_ = true; }

  /// The next such character, or the end.
  const char* find(char ch, const char* from) const {
    if (from >= end_) return end_;
    const void* const found = std::memchr(from, ch, static_cast<std::size_t>(end_ - from));
    return found == nullptr ? end_ : static_cast<const char*>(found);
  }

  void line() {
    space_ = false;
    if (!skip_blanks()) return;
    if (*at_ == '\n') {
      ++at_;
      ++lines_;
      return;
    }
    if (*at_ == '#' && !(at_ + 1 < end_ && at_[1] == '#')) {
      ++at_;
      directive();
      return;
    }
    const std::uint32_t begin = count();
    // A line break is a blank to the text.
    if (out_.items.empty() || out_.items.back().directive != Directive::none) lines_ = 0;
    space_ = true;
    rest_of_line();
    if (!out_.items.empty() && out_.items.back().directive == Directive::none) {
      out_.items.back().end = count();
    } else if (count() != begin) {
      out_.items.push_back({Directive::none, begin, count(), 0});
    }
  }

  void directive() {
    skip_blanks();
    const char* const name = at_;
    at_ = past_name(at_, end_);
    const std::string_view word(name, static_cast<std::size_t>(at_ - name));
    Item item{word.empty() ? Directive::nothing : directive_of(word), count(), 0, 0};
    // `# 33 "file"` and its likes.
    if (word.empty() && at_ < end_ && *at_ != '\n') item.directive = Directive::other;
    if (item.directive == Directive::include || item.directive == Directive::include_next) {
      skip_blanks();
      if (at_ < end_ && *at_ == '<') header_name();
    }
    space_ = false;
    const bool was_odd = out_.odd;
    rest_of_line();
    // What an #error says is no C, nor need be what we do not know.
    const bool words = item.directive == Directive::error || item.directive == Directive::warning;
    if (words || item.directive == Directive::other) out_.odd = was_odd || runs_on_;
    out_.imports = out_.imports || word == "import" || word == "embed";
    item.end = count();
    out_.items.push_back(item);
  }

  void header_name() {
    const char* const begin = at_;
    while (at_ < end_ && *at_ != '>' && *at_ != '\n') ++at_;
    if (at_ < end_ && *at_ == '>') ++at_;
    add(begin, Kind::string);
  }

  void add(const char* begin, Kind kind) {
    const auto lines = static_cast<std::uint8_t>(std::min(lines_, 255));
    const std::size_t size = static_cast<std::size_t>(at_ - begin);
    const Atom atom = size == 1 ? atoms_.of(*begin) : atoms_.of(std::string_view(begin, size));
    out_.tokens.push_back({atom, kind, space_, false, lines});
    space_ = false;
    lines_ = 0;
  }

  /// A string or character constant whose quote stands at `at_`.
  void quoted(const char* begin) {
    const char quote = *at_++;
    while (at_ < end_ && *at_ != quote && *at_ != '\n') at_ += *at_ == '\\' && at_ + 1 < end_ ? 2 : 1;
    if (at_ >= end_ || *at_ != quote) {
      // An apostrophe in text that no compiler is to see, which takes the rest of the line; an error where one does.
      while (at_ < end_ && *at_ != '\n') ++at_;
      add(begin, Kind::other);
      return;
    }
    ++at_;
    add(begin, quote == '"' ? Kind::string : Kind::character);
  }

  void number() {
    const char* const begin = at_;
    while (at_ < end_) {
      if (*at_ == '.' || (class_of(*at_) & (kLetter | kDigit)) != 0) {
        const char last = *at_++;
        const bool exponent = last == 'e' || last == 'E' || last == 'p' || last == 'P';
        if (exponent && at_ < end_ && (*at_ == '+' || *at_ == '-')) ++at_;
      } else {
        break;
      }
    }
    // C23 separates digits with apostrophes; before it they begin a character.
    if (at_ + 1 < end_ && *at_ == '\'' && (class_of(at_[1]) & (kLetter | kDigit)) != 0) out_.odd = true;
    add(begin, Kind::number);
  }

  void token() {
    if (*at_ == ' ') {
      space_ = true;
      if (++at_ == end_) return;
    }
    if ((class_of(*at_) == kBlank || *at_ == '/') && !skip_blanks()) return;
    if (*at_ == '\n') return;
    const char* const begin = at_;
    const std::uint8_t type = class_of(*at_);
    if (type == kLetter) {
      at_ = past_name(at_, end_);
      if (at_ < end_ && (*at_ == '"' || *at_ == '\'')) {
        const std::string_view prefix(begin, static_cast<std::size_t>(at_ - begin));
        if (prefix == "L" || prefix == "u" || prefix == "U" || prefix == "u8") {
          quoted(begin);
          return;
        }
        // Raw strings.
        if (prefix.ends_with('R')) runs_on();
      }
      add(begin, Kind::identifier);
    } else if (type == kDigit || (*at_ == '.' && at_ + 1 < end_ && class_of(at_[1]) == kDigit)) {
      number();
    } else if (*at_ == '"' || *at_ == '\'') {
      quoted(begin);
    } else {
      punctuator();
    }
  }

  void punctuator() {
    const char* const begin = at_++;
    const char second = at_ < end_ ? *at_ : '\0';
    switch (*begin) {
      case '(':
      case ')':
      case '[':
      case ']':
      case '{':
      case '}':
      case ';':
      case ',':
      case '~':
        break;
      case ':':
        out_.odd = out_.odd || second == '>';  // a digraph
        break;
      case '?':
        out_.odd = out_.odd || second == '?';  // a trigraph, where those are on
        break;
      case '.':
        if (second == '.' && at_ + 1 < end_ && at_[1] == '.') at_ += 2;
        break;
      case '#':
        if (second == '#') ++at_;
        break;
      case '<':
      case '>':
        out_.odd = out_.odd || (*begin == '<' && (second == ':' || second == '%'));
        if (second == *begin) {
          ++at_;
          if (at_ < end_ && *at_ == '=') ++at_;
        } else if (second == '=') {
          ++at_;
        }
        break;
      case '+':
      case '-':
      case '&':
      case '|':
        if (second == *begin || second == '=' || (*begin == '-' && second == '>')) ++at_;
        break;
      case '=':
      case '!':
      case '*':
      case '/':
      case '^':
        if (second == '=') ++at_;
        break;
      case '%':
        out_.odd = out_.odd || second == ':' || second == '>';
        if (second == '=') ++at_;
        break;
      default:
        add(begin, Kind::other);
        return;
    }
    add(begin, Kind::punctuator);
  }

  /// Ties each conditional to its next branch, and looks whether the whole text stands in one.
  void links() {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < out_.items.size(); ++i) {
      switch (out_.items[i].directive) {
        case Directive::if_:
        case Directive::ifdef:
        case Directive::ifndef:
          open.push_back(i);
          break;
        case Directive::elifdef:
        case Directive::elifndef:
          // Who knows them takes them for branches, and others do not.
          out_.odd = true;
          return;
        case Directive::elif:
        case Directive::else_:
        case Directive::endif:
          if (open.empty() ||
              (out_.items[open.back()].directive == Directive::else_ && out_.items[i].directive != Directive::endif)) {
            out_.odd = true;
            return;
          }
          out_.items[open.back()].next_branch = static_cast<std::uint32_t>(i);
          if (out_.items[i].directive == Directive::endif) {
            open.pop_back();
          } else {
            open.back() = i;
          }
          break;
        default:
          break;
      }
    }
    out_.odd = out_.odd || !open.empty();
    if (out_.odd || out_.items.empty()) return;
    const Item& first = out_.items.front();
    if (first.directive == Directive::ifndef && first.next_branch + 1 == out_.items.size() &&
        first.end == first.begin + 1) {
      out_.guard = out_.tokens[first.begin].atom;
    }
  }

  const char* at_;
  const char* end_;
  Atoms& atoms_;
  bool space_ = false;
  bool runs_on_ = false;
  int lines_ = 0;
};

}  // namespace

Atoms::Atoms() : table_(1 << 16) {
  for (std::string_view spelling : kKnown) {
    if (spelling.empty()) {
      spellings_.emplace_back();
    } else {
      of(spelling);
    }
  }
}

inline std::size_t Atoms::place_of(std::string_view spelling, std::uint32_t hash, std::uint64_t begin) const {
  std::size_t at = hash & (table_.size() - 1);
  while (table_[at].atom != kNothing) {
    const Place& place = table_[at];
    if (place.hash == hash && place.begin == begin && spellings_[place.atom].size() == spelling.size() &&
        same_rest(spellings_[place.atom], spelling)) {
      return at;
    }
    at = (at + 1) & (table_.size() - 1);
  }
  return at;
}

bool Atoms::knows(std::string_view spelling) const {
  const std::uint64_t begin = beginning_of(spelling);
  return table_[place_of(spelling, hash_of(spelling, begin), begin)].atom != kNothing;
}

Atom Atoms::of(std::string_view spelling) {
  const std::uint64_t begin = beginning_of(spelling);
  const std::uint32_t hash = hash_of(spelling, begin);
  const std::size_t at = place_of(spelling, hash, begin);
  if (table_[at].atom != kNothing) return table_[at].atom;
  if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() <= spelling.size()) {
    blocks_.emplace_back().reserve(std::max(kBlock, spelling.size() + 1));
  }
  std::string& block = blocks_.back();
  const std::size_t place = block.size();
  block.append(spelling) += ' ';
  const Atom atom = static_cast<Atom>(spellings_.size());
  spellings_.emplace_back(block.data() + place, spelling.size());
  table_[at] = {hash, atom, begin};
  if (spellings_.size() * 2 > table_.size()) grow();
  return atom;
}

Atom Atoms::of(char spelling) {
  Atom& known = characters_[static_cast<unsigned char>(spelling)];
  if (known == kNothing) known = of(std::string_view(&spelling, 1));
  return known;
}

void Atoms::grow() {
  std::vector<Place> table(table_.size() * 2);
  for (const Place& place : table_) {
    if (place.atom == kNothing) continue;
    std::size_t at = place.hash & (table.size() - 1);
    while (table[at].atom != kNothing) at = (at + 1) & (table.size() - 1);
    table[at] = place;
  }
  table_ = std::move(table);
}

namespace {

/// Does something stand in it that has to be joined or taken out before it is cut?
bool has_line_ends_of_its_own(std::string_view text) {
  if (text.find('\r') != std::string_view::npos) return true;
  for (std::size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at + 1)) {
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    if (next == '\n' || class_of(next) == kBlank) return true;
  }
  return false;
}

}  // namespace

SourceText cut(std::string_view text, Atoms& atoms) {
  bool odd = false;
  std::string copy;
  if (has_line_ends_of_its_own(text)) text = copy = spliced(text, odd);
  SourceText out = Lexer(text, atoms).run();
  out.odd = out.odd || odd || text.find('\0') != std::string_view::npos;
  return out;
}

bool one_token(std::string_view spelling, Atoms& atoms, Token& token) {
  Lexer lexer(spelling, atoms);
  lexer.rest_of_line();
  if (lexer.out_.tokens.size() != 1 || lexer.out_.odd || lexer.out_.tokens[0].kind == Kind::other) return false;
  token = lexer.out_.tokens[0];
  return atoms.text(token.atom) == spelling;
}

void append_text(std::string& out, const Token* begin, const Token* end, const Atoms& atoms) {
  for (const Token* token = begin; token != end; ++token) {
    out += atoms.text_and_blank(token->atom);
  }
}

}  // namespace pyconfigure::c
