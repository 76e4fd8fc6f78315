#include "pyconfigure/c/declarations.hpp"

#include <algorithm>

namespace pyconfigure::c {

namespace {

struct WordList {
  Word word;
  std::vector<std::string_view> names;
};

const std::vector<WordList>& word_lists() {
  static const std::vector<WordList> kLists = {
      {Word::storage,
       {"static",
        "extern",
        "const",
        "volatile",
        "inline",
        "register",
        "auto",
        "restrict",
        "_Noreturn",
        "_Thread_local",
        "__thread",
        "__extension__",
        "__inline",
        "__inline__",
        "__const",
        "__const__",
        "__volatile",
        "__volatile__",
        "__restrict",
        "__restrict__",
        "thread_local",
        "constexpr",
        "_Nonnull",
        "_Nullable",
        "_Null_unspecified",
        "__signed_volatile__"}},
      {Word::type,
       {"void",        "char",       "short",      "int",      "long",       "float",       "double",
        "signed",      "unsigned",   "_Bool",      "bool",     "_Complex",   "_Imaginary",  "__complex",
        "__complex__", "__signed",   "__signed__", "__int128", "__int128_t", "__uint128_t", "__builtin_va_list",
        "__float80",   "__float128", "__ibm128",   "_Float16", "_Float32",   "_Float64",    "_Float128",
        "_Float32x",   "_Float64x",  "_Float128x", "__bf16",   "__fp16",     "_Decimal32",  "_Decimal64",
        "_Decimal128", "__auto_type"}},
      {Word::typedef_, {"typedef"}},
      {Word::aggregate, {"struct", "union"}},
      {Word::enum_, {"enum"}},
      {Word::type_of, {"typeof", "__typeof", "__typeof__", "typeof_unqual", "_Atomic", "_BitInt"}},
      {Word::attribute,
       {"__attribute__", "__attribute", "__asm__", "__asm", "asm", "__declspec", "_Alignas", "alignas"}},
      {Word::assertion, {"_Static_assert", "static_assert"}},
      {Word::keyword,
       {"break",
        "case",
        "continue",
        "default",
        "do",
        "else",
        "for",
        "goto",
        "if",
        "return",
        "sizeof",
        "switch",
        "while",
        "_Alignof",
        "__alignof",
        "__alignof__",
        "_Generic",
        "__label__",
        "__real__",
        "__imag__",
        "__builtin_offsetof",
        "__builtin_types_compatible_p",
        "__builtin_choose_expr",
        "__builtin_va_arg",
        "__builtin_va_start",
        "__builtin_va_end",
        "__builtin_va_copy"}}};
  return kLists;
}

/// The first C standard (as __STDC_VERSION__ has it) in which the word is a keyword; GNU's C may have it before.
struct LateWord {
  std::string_view word;
  long since = 0;
  bool gnu = false;
};

constexpr LateWord kLateWords[] = {{"inline", 199901, true},         {"restrict", 199901, false},
                                   {"typeof", 202311, true},         {"asm", 999999, true},
                                   {"typeof_unqual", 202311, false}, {"bool", 202311, false},
                                   {"constexpr", 202311, false},     {"thread_local", 202311, false},
                                   {"alignas", 202311, false},       {"static_assert", 202311, false}};

}  // namespace

Words::Words(Atoms& atoms, long standard, bool gnu, bool floats) {
  for (std::string_view name : {"unused", "always_inline", "gnu_inline", "artificial", "noinline", "nothrow", "pure", "const", "leaf",
                                "warn_unused_result", "nonnull", "deprecated", "malloc", "returns_nonnull", "cold", "hot", "format", "printf",
                                "scanf", "noreturn", "sentinel", "access", "read_only", "write_only", "read_write", "none", "alloc_size", "format_arg", "strftime", "returns_twice", "nonstring", "alloc_align", "aligned", "mode",
                                "transparent_union"}) {
    plain_attributes_.insert(atoms.of(name));
    plain_attributes_.insert(atoms.of("__" + std::string(name) + "__"));
  }
  // A keyword that is taken for a name only makes declarations unreadable; the other way round would be an error.
  const auto late = [&](std::string_view name) {
    for (const LateWord& word : kLateWords) {
      if (word.word == name) return standard < word.since && !(word.gnu && gnu);
    }
    return false;
  };
  for (const WordList& list : word_lists()) {
    for (std::string_view name : list.names) {
      if (late(name) || (!floats && name.starts_with("_Float"))) continue;
      const Atom atom = atoms.of(name);
      if (atom >= words_.size()) words_.resize(atom + 1, Word::name);
      words_[atom] = list.word;
    }
  }
}

bool Boundaries::ends(const Token& token, const Words& words) {
  if (braces_ > 0) {
    if (token.atom == kOpenBrace) ++braces_;
    if (token.atom == kCloseBrace && --braces_ == 0 && round_ == 0 && body_) return true;
    return false;
  }
  if (round_ > 0) {
    if (token.atom == kOpen || token.atom == kOpenBracket || token.atom == kOpenBrace) ++round_;
    if (token.atom == kClose || token.atom == kCloseBracket || token.atom == kCloseBrace) --round_;
    if (round_ == 0) in_attribute_ = false;
    return false;
  }
  switch (token.atom) {
    case kOpen:
    case kOpenBracket:
      round_ = 1;
      if (!in_attribute_) aggregate_ = false;
      return false;
    case kOpenBrace:
      braces_ = 1;
      body_ = !aggregate_ && !initializer_;
      aggregate_ = false;
      return false;
    case kClose:
    case kCloseBracket:
    case kCloseBrace:
      broken_ = true;
      return false;
    case kEquals:
      initializer_ = true;
      return false;
    case kComma:
      initializer_ = false;
      return false;
    case kSemicolon:
      return true;
    case kColon:
      // An enumeration with an underlying type: braces may follow, or not.
      broken_ = broken_ || aggregate_;
      return false;
    default:
      break;
  }
  const Word word = token.kind == Kind::identifier ? words.of(token.atom) : Word::keyword;
  switch (word) {
    case Word::aggregate:
    case Word::enum_:
      aggregate_ = true;
      names_ = 0;
      break;
    case Word::attribute:
      in_attribute_ = true;
      break;
    case Word::name:
      if (aggregate_ && ++names_ > 1) aggregate_ = false;
      break;
    default:
      aggregate_ = false;
      break;
  }
  return false;
}

namespace {

class Reader {
 public:
  Reader(const Tokens& tokens, const Words& words, const std::vector<std::uint8_t>& is)
      : tokens_(tokens), words_(words), is_(is) {}

  Declares run() {
    if (!read()) found_.unread = true;
    return std::move(found_);
  }

 private:
  Word word(std::size_t i) const {
    return i < tokens_.size() && tokens_[i].kind == Kind::identifier ? words_.of(tokens_[i].atom) : Word::keyword;
  }
  Atom atom(std::size_t i) const { return i < tokens_.size() ? tokens_[i].atom : static_cast<Atom>(kNothing); }

  /// The place behind the group that opens at `i`.
  std::size_t behind_group(std::size_t i) const {
    int depth = 0;
    for (; i < tokens_.size(); ++i) {
      const Atom at = tokens_[i].atom;
      if (at == kOpen || at == kOpenBrace || at == kOpenBracket) ++depth;
      if ((at == kClose || at == kCloseBrace || at == kCloseBracket) && --depth == 0) return i + 1;
    }
    return i;
  }

  void declare(std::size_t i, std::uint8_t is) { found_.names.push_back({tokens_[i].atom, is}); }

  /// Tags and enumerators between `begin` and `end`.
  void tags(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const Word at = word(i);
      if (at != Word::aggregate && at != Word::enum_) continue;
      std::size_t next = i + 1;
      while (word(next) == Word::attribute) next = behind_group(next + 1);
      if (word(next) == Word::name) {
        // One that is not known yet is declared by being mentioned.
        if (atom(next + 1) == kOpenBrace) {
          declare(next, kIsTag | kIsComplete);
        } else if (atom(next + 1) == kSemicolon || (is_[next] & kIsTag) == 0) {
          declare(next, kIsTag);
        }
        ++next;
      }
      // An underlying type, or an unnamed bit-field.
      if (atom(next) == kColon) found_.unread = true;
      if (at == Word::enum_ && atom(next) == kOpenBrace) enumerators(next);
    }
  }

  void enumerators(std::size_t open) {
    const std::size_t end = behind_group(open) - 1;
    bool first = true;
    for (std::size_t i = open + 1; i < end; ++i) {
      if (first && tokens_[i].kind == Kind::identifier) declare(i, 0);
      first = false;
      if (atom(i) == kOpen || atom(i) == kOpenBrace || atom(i) == kOpenBracket) {
        i = behind_group(i) - 1;
      } else if (atom(i) == kComma) {
        first = true;
      }
    }
  }

  bool read() {
    std::size_t at = 0;
    if (word(0) == Word::assertion) return finish();
    if (tokens_.size() == 1 && atom(0) == kSemicolon) return true;
    if (word(0) == Word::attribute && (atom(0) != kOpen) && is_asm(0)) return false;
    bool typed = false;
    bool is_typedef = false;
    // The specifiers.
    for (bool more = true; more && at < tokens_.size();) {
      switch (word(at)) {
        case Word::storage:
          ++at;
          break;
        case Word::typedef_:
          is_typedef = true;
          ++at;
          break;
        case Word::type:
          typed = true;
          ++at;
          break;
        case Word::attribute:
          if (atom(at + 1) != kOpen) return false;
          at = behind_group(at + 1);
          break;
        case Word::type_of:
          ++at;
          if (atom(at) == kOpen) {
            typed = true;
            at = behind_group(at);
          }
          break;
        case Word::aggregate:
        case Word::enum_:
          typed = true;
          ++at;
          while (word(at) == Word::attribute) at = behind_group(at + 1);
          if (word(at) == Word::name) ++at;
          if (atom(at) == kOpenBrace) at = behind_group(at);
          break;
        case Word::name:
          if (!typed && (is_[at] & kIsUnsure) != 0) return false;
          if (!typed && (is_[at] & kIsTypedef) != 0) {
            typed = true;
            ++at;
          } else {
            more = false;
          }
          break;
        default:
          more = false;
          break;
      }
    }
    // A type that we do not know, or C before 1999.
    return typed && declarators(at, is_typedef) && finish();
  }

  bool is_asm(std::size_t i) const {
    // At file level only assembler begins with one of these.
    return word(i) == Word::attribute && i == 0 && atom(1) == kOpen && tokens_.size() > 2 &&
           tokens_[2].kind == Kind::string;
  }

  bool declarators(std::size_t at, bool is_typedef) {
    // (A typedef of nothing has a keyword of ours for its name.)
    if (atom(at) == kSemicolon && at + 1 == tokens_.size()) {
      found_.senseless = is_typedef;
      return !is_typedef;
    }
    while (true) {
      int open = 0;
      // To the name.
      while (true) {
        const Word here = word(at);
        if (here == Word::storage || atom(at) == kStar) {
          ++at;
        } else if (here == Word::attribute) {
          if (atom(at + 1) != kOpen) return false;
          at = behind_group(at + 1);
        } else if (atom(at) == kOpen) {
          ++open;
          ++at;
        } else {
          break;
        }
      }
      if (word(at) != Word::name) return false;
      declare(at, is_typedef ? kIsTypedef : 0);
      ++at;
      // What may follow it.
      while (at < tokens_.size()) {
        const Atom here = atom(at);
        if (here == kOpen || here == kOpenBracket) {
          at = behind_group(at);
        } else if (here == kClose && open > 0) {
          --open;
          ++at;
        } else if (word(at) == Word::attribute && atom(at + 1) == kOpen) {
          at = behind_group(at + 1);
        } else {
          break;
        }
      }
      if (open != 0 || at >= tokens_.size()) return false;
      if (atom(at) == kEquals) {
        while (at < tokens_.size() && atom(at) != kComma && atom(at) != kSemicolon) {
          const Atom here = atom(at);
          at = here == kOpen || here == kOpenBrace || here == kOpenBracket ? behind_group(at) : at + 1;
        }
      }
      if (atom(at) == kSemicolon) return at + 1 == tokens_.size();
      if (atom(at) == kOpenBrace) {
        found_.function = true;
        found_.body = at;
        return behind_group(at) == tokens_.size();
      }
      if (atom(at) != kComma) return false;
      ++at;
    }
  }

  bool finish() {
    tags(0, found_.function ? found_.body : tokens_.size());
    return true;
  }

  const Tokens& tokens_;
  const Words& words_;
  const std::vector<std::uint8_t>& is_;
  Declares found_;
};

}  // namespace

Declares read_declaration(const Tokens& tokens, const Words& words, const std::vector<std::uint8_t>& is) {
  return Reader(tokens, words, is).run();
}

namespace {

bool has_initializer(const Tokens& tokens) {
  return std::any_of(tokens.begin(), tokens.end(), [](const Token& token) { return token.atom == kEquals; });
}

}  // namespace

bool defines_object(const Tokens& tokens, const Words& words) {
  bool type_only = false;
  bool parameters = false;
  bool initializer = false;  // (enumerators with values stand in braces)
  int depth = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Atom atom = tokens[i].atom;
    const Word word = tokens[i].kind == Kind::identifier ? words.of(atom) : Word::keyword;
    if (depth == 0 && (word == Word::typedef_ || word == Word::assertion || atom == kExtern))
      return atom == kExtern && has_initializer(tokens);
    // `int f (void)`, but not `T (a)`; and of several declarators one may be anything.
    if (depth == 0 && atom == kOpen && i > 1 && words.of(tokens[i - 1].atom) == Word::name) parameters = true;
    if (depth == 0 && atom == kComma) return true;
    if (depth == 0 && atom == kEquals) initializer = true;
    if (atom == kOpen || atom == kOpenBrace || atom == kOpenBracket) ++depth;
    if (atom == kClose || atom == kCloseBrace || atom == kCloseBracket) --depth;
  }
  // struct X { ... };
  const Word first = words.of(tokens.front().atom);
  type_only = (first == Word::aggregate || first == Word::enum_) && tokens.size() > 1 &&
              (tokens[tokens.size() - 2].atom == kCloseBrace || tokens.size() == 3);
  return initializer || (!type_only && !parameters);
}

bool needs_complete_types(const Tokens& tokens, const Words& words) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.atom == kOpenBrace || token.atom == kOpenBracket || token.atom == kEquals) return true;
    if (token.kind != Kind::identifier) continue;
    const Word word = words.of(token.atom);
    if (word == Word::keyword || word == Word::type_of || word == Word::assertion) return true;
    // `__attribute__ ((...))` and `asm ("...")` say nothing of types, `_Alignas (T)` does.
    if (word != Word::attribute) continue;
    if (i + 2 >= tokens.size() || (tokens[i + 2].atom != kOpen && tokens[i + 2].kind != Kind::string)) return true;
  }
  return defines_object(tokens, words);
}

bool has_plain_attributes(const Tokens& tokens, const Words& words) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != Kind::identifier || words.of(tokens[i].atom) != Word::attribute) continue;
    // `int f (void) __asm__ ("g");`: a name for the linker.
    std::size_t at = i + 2;
    while (at < tokens.size() && tokens[at].kind == Kind::string) ++at;
    const bool prototype = i > 0 && tokens[i - 1].atom == kClose && tokens.back().atom == kSemicolon;
    if (prototype && at > i + 2 && at < tokens.size() && tokens[i + 1].atom == kOpen && tokens[at].atom == kClose) {
      i = at;
      continue;
    }
    // asm ("..."), __declspec (...), _Alignas (...)
    if (i + 2 >= tokens.size() || tokens[i + 1].atom != kOpen || tokens[i + 2].atom != kOpen) return false;
    int depth = 0;
    for (++i; i < tokens.size(); ++i) {
      if (tokens[i].atom == kOpen) ++depth;
      if (tokens[i].atom == kClose && --depth == 0) break;
      // (What stands between the parentheses of an attribute is its own business.)
      if (depth == 2 && tokens[i].kind == Kind::identifier && !words.keeps_nothing(tokens[i].atom)) return false;
    }
  }
  return true;
}

bool is_plainly_static(const Tokens& tokens, const Words& words, std::size_t body) {
  int depth = 0;
  int attribute = 0;  // the depth in which the last one stands
  bool is_static = false;
  for (std::size_t i = 0; i < body && i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (depth == 0 && token.atom == kStatic) is_static = true;
    if (token.atom == kOpen || token.atom == kOpenBrace) ++depth;
    if ((token.atom == kClose || token.atom == kCloseBrace) && --depth < attribute) attribute = 0;
    if (token.kind != Kind::identifier) continue;
    if (words.of(token.atom) == Word::attribute) {
      attribute = depth + 1;
    } else if (attribute > 0 && !words.keeps_nothing(token.atom)) {
      return false;
    }
  }
  return is_static;
}

}  // namespace pyconfigure::c
