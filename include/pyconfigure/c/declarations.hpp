// External declarations (C11 6.9): where each ends in a stream of tokens, and which names it declares.
//
// Names are taken for declared when in doubt, never the other way round: what cannot be read declares every name in it.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "pyconfigure/c/tokens.hpp"

namespace pyconfigure::c {

/// What an identifier is to the grammar.
enum class Word : std::uint8_t {
  name,
  storage,  ///< static, const, inline ...: stands before or after a type
  type,     ///< int, double, __builtin_va_list ...
  typedef_,
  aggregate,  ///< struct, union
  enum_,
  type_of,    ///< typeof, _Atomic, _BitInt: a type when parentheses follow
  attribute,  ///< with parentheses that say nothing of names
  assertion,  ///< _Static_assert
  keyword,    ///< any other: no name
};

/// The words of the language, by atom.
class Words {
 public:
  /// `standard` is __STDC_VERSION__ (0: none); `gnu`: GNU's extensions are on; `floats`: _Float32 and its likes are
  /// keywords.
  Words(Atoms& atoms, long standard, bool gnu, bool floats = true);
  Word of(Atom atom) const { return atom < words_.size() ? words_[atom] : Word::name; }
  /// Is it an attribute that has nothing to do with whether a function is kept which nobody mentions, nor with what code is made of it?
  bool keeps_nothing(Atom attribute) const { return plain_attributes_.contains(attribute); }

 private:
  std::vector<Word> words_;
  std::unordered_set<Atom> plain_attributes_;
};

/// Tells where external declarations end.
class Boundaries {
 public:
  /// True when the declaration ends with this token.
  bool ends(const Token& token, const Words& words);
  /// Parentheses or braces that nothing opened.
  bool broken() const { return broken_; }

 private:
  int round_ = 0;
  int braces_ = 0;
  bool aggregate_ = false;     ///< struct, union or enum was seen, and its braces may follow
  int names_ = 0;              ///< since then
  bool in_attribute_ = false;  ///< the parentheses are an attribute's
  bool initializer_ = false;
  bool body_ = false;  ///< the braces are a function's
  bool broken_ = false;
};

/// What is known of a name before a declaration.
enum : std::uint8_t { kIsTypedef = 1, kIsTag = 2, kIsUnsure = 4, kIsComplete = 8, kIsStruct = 16, kIsUnion = 32 };

struct Declared {
  Atom name = kNothing;
  std::uint8_t is = 0;
};

/// What a declaration declares.
struct Declares {
  std::vector<Declared> names;
  bool senseless = false;  ///< what it says cannot be meant
  bool unread = false;     ///< it could not be read: every name in it may be declared
  bool function = false;   ///< it is a function with its body
  std::size_t body = 0;    ///< where that begins
};

/// Does a declaration that is no function with its body define an object? Types, prototypes and what is extern do not.
bool defines_object(const Tokens& tokens, const Words& words);

/// May the declaration need types to be complete, whose names may not even stand in it? Prototypes, pointers and the plainest
/// typedefs do not.
bool needs_complete_types(const Tokens& tokens, const Words& words);

/// Does the declaration have nothing but `__attribute__` in a form that concerns the front end of a compiler alone? Whether instructions are
/// known, or a call is an error, is seen behind that.
bool has_plain_attributes(const Tokens& tokens, const Words& words);

/// Is a function with its body one that is seen nowhere else, and gone when nobody mentions it? `body`: where that begins.
bool is_plainly_static(const Tokens& tokens, const Words& words, std::size_t body);

/// Reads one declaration. is[i] tells what tokens[i] is before it.
Declares read_declaration(const Tokens& tokens, const Words& words, const std::vector<std::uint8_t>& is);

}  // namespace pyconfigure::c
