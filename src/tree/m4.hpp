// As much of the m4 language, as autoconf sets it up ([ ] quote, dnl and # comment), as reading configure.ac takes.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pyconfigure::tree::m4 {

/// A name and what it stands for; `$1` to `$9` in the text are a call's arguments.
using Definitions = std::map<std::string, std::string, std::less<>>;

/// What a character can begin: `letter` and `digit` make names, `comment` is `#`.
enum class Class : unsigned char { other, letter, digit, comment };

inline constexpr std::array<Class, 256> kClasses = [] {
  std::array<Class, 256> classes{};
  for (unsigned ch = 'a'; ch <= 'z'; ++ch) classes[ch] = Class::letter;
  for (unsigned ch = 'A'; ch <= 'Z'; ++ch) classes[ch] = Class::letter;
  for (unsigned ch = '0'; ch <= '9'; ++ch) classes[ch] = Class::digit;
  classes['_'] = Class::letter;
  classes['#'] = Class::comment;
  return classes;
}();

inline Class class_of(char ch) { return kClasses[static_cast<unsigned char>(ch)]; }
inline bool is_name_start(char ch) { return class_of(ch) == Class::letter; }
inline bool is_name_char(char ch) { return is_name_start(ch) || class_of(ch) == Class::digit; }

/// The end of the name that starts at `at`.
inline std::size_t name_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_name_char(text[at])) ++at;
  return at;
}
/// Behind the end of the line that holds `at`.
std::size_t line_end(std::string_view text, std::size_t at);

/// The arguments of a macro call, as written, blanks in front taken off as m4 does.
struct Call {
  std::vector<std::string_view> arguments;
  std::size_t end = 0;  ///< Behind the closing parenthesis.

  std::string_view argument(std::size_t index) const {
    return index < arguments.size() ? arguments[index] : std::string_view();
  }
};

/// The call whose name ends at `at`. Without an opening parenthesis there it has no arguments and ends at `at`.
Call parse_call(std::string_view text, std::size_t at);

/// One round of expansion: one level of quotes goes, comments go, names of `definitions` and a few of m4sugar's text
/// macros (m4_normalize, m4_toupper, AS_HELP_STRING...) become their values. Other names stay.
std::string expand(std::string_view text, const Definitions& definitions);

/// `body` with `$1`... replaced by the call's arguments, each expanded once.
std::string instantiate(std::string_view body, const Call& call, const Definitions& definitions);

/// @<:@ and its like become the characters that they stand for.
std::string without_quadrigraphs(std::string_view text);

/// m4_text_wrap: words filled to 79 columns behind `first` and, on further lines, `indent` blanks.
std::string text_wrap(std::string_view text, std::size_t indent, std::string_view first);

}  // namespace pyconfigure::tree::m4
