// The table of CPython's own options and precious variables, 3.11 to 3.15: one row each. It feeds docs/options.md, the
// shell completions, the typed view of a request and the suggestions for misspelt options. What an option does is
// decided in src/decide; --help prints the checkout's own words.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/options/request.hpp"

namespace pyconfigure::options {

/// What the value of an option means. `--x` is the value yes, `--disable-x` and `--without-x` the value no.
enum class Meaning {
  yes_enables,  ///< only the word yes switches it on
  no_disables,  ///< every value but no switches it on
  presence,     ///< being given counts, whatever the value, no included
  keyword,      ///< one of `words`
  keywords,     ///< a list of `words`
  path,         ///< a file or folder
  text,         ///< anything
};

/// The minor versions of CPython 3 that have something; `last` is 0 where the newest has it.
struct Versions {
  int first = 11;
  int last = 0;

  constexpr bool has(int minor) const { return minor >= first && (last == 0 || minor <= last); }
};

struct OptionRow {
  std::string_view name;          ///< as configure.ac spells it, without enable or with
  bool enable = false;            ///< --enable/--disable rather than --with/--without
  Meaning meaning = Meaning::text;
  std::string_view words = {};    ///< accepted words, with | between
  std::string_view initial = {};  ///< what it is when not given
  Versions versions = {};
  std::string_view effect = {};
  std::string_view outputs = {};  ///< what it changes of the files and their content
  std::string_view quirk = {};    ///< what one would not expect of it
  bool spelled_off = false;       ///< people write its negative form: --disable-gil, --without-pymalloc
};

/// A precious variable (AC_ARG_VAR): part of CONFIG_ARGS when set.
struct VariableRow {
  std::string_view name;
  Versions versions = {};
  std::string_view effect = {};
};

std::span<const OptionRow> enable_rows();
std::span<const OptionRow> with_rows();
std::vector<OptionRow> option_rows();  ///< both
std::span<const VariableRow> variable_rows();

/// The shell variable: enable_experimental_jit, with_lto.
std::string variable_of(const OptionRow& row);
/// The way people spell it: --enable-shared, --disable-gil, --with-lto.
std::string spelled(const OptionRow& row);
/// The words of a row one by one.
std::vector<std::string_view> words_of(const OptionRow& row);

/// The value of one option in a request, and where it came from.
struct Setting {
  enum class State { not_given, off, on, word, text };
  State state = State::not_given;
  std::string_view text;
  Origin origin = Origin::autoconf_default;
  std::size_t argument = 0;  ///< index of the argument, where that is the origin

  bool given() const { return state != State::not_given; }
};

/// A view into `request`, which has to outlive it.
Setting typed(const Request& request, const OptionRow& row);
/// "argument 3", "environment", "default".
std::string origin_words(const Setting& setting);

/// docs/options.md.
std::string options_markdown();
/// A completion script for `shell` (bash or zsh); empty for another one.
std::string completion(std::string_view shell);
/// The nearest of `candidates` to what was typed (`--enabel-shared`), spelled out, or nothing when none is near.
std::string suggestion(std::string_view typed, const std::vector<std::string>& candidates);
/// Every option as a candidate, both forms.
std::vector<std::string> known_spellings();

}  // namespace pyconfigure::options
