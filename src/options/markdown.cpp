// docs/options.md, from the table.
#include "pyconfigure/options/user_options.hpp"

namespace pyconfigure::options {

namespace {

constexpr std::string_view kPreamble = R"(# The options of CPython's configure

Made from the table in `src/options` by `pyconfigure --print-options-markdown`; a test compares. `--help` lists the
options of a checkout in its own words. The versions are those in which the option was seen in configure.ac (3.11.2,
3.13.5, 3.13.15, 3.14.7, 3.15.0rc1); 3.12 is taken from CPython's documents.

How values are read:

| meaning | `--x` | `--x=no`, `--disable-x` | `--x=word` |
| --- | --- | --- | --- |
| only yes | on | off | off |
| not no | on | off | on |
| presence | on | **on** | on |
| keyword, keywords | the word `yes` | the word `no` | one of the words; others are refused unless the note says more |
| path, text | the text `yes` | the text `no` | that text |

The last use of an option wins. `-`, `.` and `+` in a name are the same as `_`. A variable of the environment with the
option's name (`with_pydebug=yes`) works as the option does, without a trace in CONFIG_ARGS.
)";

std::string_view meaning_words(Meaning meaning) {
  switch (meaning) {
    case Meaning::yes_enables:
      return "only yes";
    case Meaning::no_disables:
      return "not no";
    case Meaning::presence:
      return "presence";
    case Meaning::keyword:
      return "keyword";
    case Meaning::keywords:
      return "keywords";
    case Meaning::path:
      return "path";
    case Meaning::text:
      break;
  }
  return "text";
}

std::string version_words(const Versions& versions) {
  const std::string first = "3." + std::to_string(versions.first);
  if (versions.last == 0) return versions.first == 11 ? std::string("all") : "from " + first;
  return versions.first == versions.last ? first : first + " to 3." + std::to_string(versions.last);
}

/// A star would make text slanted; the table's own bar stands for one between words.
std::string cell(std::string_view text) {
  std::string out;
  for (const char ch : text) {
    if (ch == '*' || ch == '|' || ch == '<' || ch == '_') out += '\\';
    out += ch;
  }
  return out;
}

std::string value_words(const OptionRow& row) {
  std::string out(meaning_words(row.meaning));
  if (row.meaning != Meaning::keyword && row.meaning != Meaning::keywords && row.meaning != Meaning::path &&
      row.meaning != Meaning::text) {
    return out;
  }
  const char* before = ": ";
  for (const std::string_view word : words_of(row)) {
    out += before + ("`" + std::string(word) + "`");
    before = ", ";
  }
  return out;
}

void add_rows(std::string& out, std::string_view title, std::span<const OptionRow> rows) {
  out += "\n## " + std::string(title) + "\n\n";
  out += "| option | value | when not given | versions | effect | changes | note |\n";
  out += "| --- | --- | --- | --- | --- | --- | --- |\n";
  for (const OptionRow& row : rows) {
    out += "| `" + spelled(row) + "` | " + value_words(row) + " | " + cell(row.initial) + " | " +
           version_words(row.versions) + " | " + cell(row.effect) + " | " + cell(row.outputs) + " | " +
           cell(row.quirk) + " |\n";
  }
}

}  // namespace

std::string options_markdown() {
  std::string out(kPreamble);
  add_rows(out, "--enable and --disable", enable_rows());
  add_rows(out, "--with and --without", with_rows());
  out += "\n## Precious variables\n\n";
  out += "Set in the environment or as `NAME=VALUE`; when set they are part of CONFIG_ARGS. A pair `X_CFLAGS`, `X_LIBS`\n";
  out += "is what pkg-config would have said of the library.\n\n";
  out += "| variable | versions | what for |\n| --- | --- | --- |\n";
  for (const VariableRow& row : variable_rows()) {
    out += "| `" + std::string(row.name) + "` | " + version_words(row.versions) + " | " + cell(row.effect) + " |\n";
  }
  return out;
}

}  // namespace pyconfigure::options
