// C source text as tokens: spellings kept once, files cut into runs of text and directives.
//
// What is understood here is what system headers are written in. Whatever is not (trigraphs, raw strings, a string that
// does not end) makes a file `odd`, and nobody draws conclusions from it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace pyconfigure::c {

/// A spelling, kept once: equal atoms are equal spellings.
using Atom = std::uint32_t;

enum class Kind : std::uint8_t { identifier, number, character, string, punctuator, other };

struct Token {
  Atom atom = 0;
  Kind kind = Kind::other;
  bool space = false;      ///< blanks stand before it
  bool blocked = false;    ///< a macro's name that will not be expanded any more
  std::uint8_t lines = 0;  ///< line breaks before it, since the last token of its run of text

  bool operator==(const Token& other) const { return atom == other.atom; }
};

using Tokens = std::vector<Token>;

/// Spellings that are asked for so often that they have fixed atoms.
enum Known : Atom {
  kNothing,
  kOpen,
  kClose,
  kOpenBrace,
  kCloseBrace,
  kOpenBracket,
  kCloseBracket,
  kComma,
  kSemicolon,
  kStar,
  kEquals,
  kHash,
  kPaste,
  kDots,
  kColon,
  kDot,
  kArrow,
  kDefined,
  kVaArgs,
  kVaOpt,
  kMain,
  kHasInclude,
  kHasIncludeNext,
  kFile,
  kLine,
  kFormat,
  kFormatToo,
  kExtern,
  kStatic,
  kStruct,
  kUnion,
  kFirstUnknown,
};

class Atoms {
 public:
  Atoms();
  Atom of(std::string_view spelling);
  Atom of(char spelling);
  /// Has anybody asked for it before?
  bool knows(std::string_view spelling) const;
  const std::string_view& text(Atom atom) const { return spellings_[atom]; }
  /// The same with a blank behind it. (Not of kNothing.)
  std::string_view text_and_blank(Atom atom) const { return {spellings_[atom].data(), spellings_[atom].size() + 1}; }
  std::size_t size() const { return spellings_.size(); }

 private:
  struct Place {
    std::uint32_t hash = 0;
    Atom atom = kNothing;     ///< a free place
    std::uint64_t begin = 0;  ///< the first characters, so that most need not be looked at where they stand
  };

  void grow();
  /// Where it stands in the table, or where it would stand.
  std::size_t place_of(std::string_view spelling, std::uint32_t hash, std::uint64_t begin) const;

  std::vector<std::string_view> spellings_;
  std::vector<Place> table_;              ///< open addressing
  std::array<Atom, 256> characters_{};  ///< those of one character, as far as they were asked for
  std::deque<std::string> blocks_;  ///< spellings, each with a blank behind it
};

enum class Directive : std::uint8_t {
  none,  ///< text
  define,
  undef,
  if_,
  ifdef,
  ifndef,
  elif,
  elifdef,
  elifndef,
  else_,
  endif,
  include,
  include_next,
  error,
  warning,
  pragma,
  line,
  nothing,
  other,
};

/// A run of text lines, or a directive; its tokens are those behind the directive's name.
struct Item {
  Directive directive = Directive::none;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t next_branch = 0;  ///< of a conditional: the item of the next #elif, #else or #endif of the same level
};

/// A file, or a text that is like one.
struct SourceText {
  Tokens tokens;
  std::vector<Item> items;
  Atom guard = kNothing;  ///< the whole text stands in #ifndef GUARD
  bool odd = false;       ///< holds something that is not understood
  bool imports = false;   ///< #import, #embed
};

/// Cuts `text` into tokens.
SourceText cut(std::string_view text, Atoms& atoms);

/// The one token that `spelling` is; false when it is none or several.
bool one_token(std::string_view spelling, Atoms& atoms, Token& token);

/// Tokens as text, a blank between any two.
void append_text(std::string& out, const Token* begin, const Token* end, const Atoms& atoms);

}  // namespace pyconfigure::c
