#include "pyconfigure/tree/statements.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "pyconfigure/base/text.hpp"

namespace pyconfigure::tree {

namespace {

constexpr std::uint32_t kKnown[] = {
#include "tree/known_statements.inc"
};

// Lists that decide reads from the checkout, by a word that each has.
constexpr std::string_view kReadLists[] = {"explicit_bzero", "getentropy", "sys/param.h"};
constexpr std::string_view kListMacros[] = {"AC_CHECK_FUNCS([", "AC_CHECK_HEADERS(["};

/// The macro of a list that `line` begins; empty when it begins none.
std::string_view list_macro(std::string_view line) {
  for (std::string_view macro : kListMacros) {
    if (line.starts_with(macro)) return macro;
  }
  return {};
}

bool blank(char ch) { return ch == ' ' || ch == '\t' || ch == '\r'; }

/// The text with what stands in the parentheses of AS_HELP_STRING left out; line breaks stay.
std::string without_help(std::string_view text) {
  constexpr std::string_view kMacro = "AS_HELP_STRING(";
  std::string out;
  while (true) {
    const std::size_t at = text.find(kMacro);
    if (at == std::string_view::npos) return out.append(text);
    out.append(text.substr(0, at + kMacro.size()));
    std::size_t end = at + kMacro.size();
    for (int depth = 1; end < text.size() && depth > 0; ++end) {
      if (text[end] == '(') ++depth;
      if (text[end] == ')') --depth;
      if (text[end] == '\n') out += '\n';
    }
    text.remove_prefix(end);
  }
}

/// Blanks at both ends gone, those inside made one.
std::string tidy(std::string_view line) {
  std::string out;
  for (char ch : line) {
    if (!blank(ch)) {
      out += ch;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

bool comment(std::string_view line) {
  if (line.starts_with("dnl")) return true;
  if (!line.starts_with("#")) return false;
  if (line.size() == 1) return true;
  // `# include` and its kind belong to a test program.
  return line[1] == ' ' && !c_directive(line.substr(2));
}

/// `AC_SUBST([NAME])`: whether there is a value for it is found out when a template asks.
bool plain_substitution(std::string_view line) {
  constexpr std::string_view kBegin = "AC_SUBST([";
  if (!line.starts_with(kBegin) || !line.ends_with("])")) return false;
  const std::string_view name = line.substr(kBegin.size(), line.size() - kBegin.size() - 2);
  return name.find_first_of("[](), ") == std::string_view::npos;
}

/// One list over several lines whose words the checkout gives.
bool read_list(std::string_view text) {
  const std::string_view macro = list_macro(text);
  if (macro.empty() || !text.ends_with("])")) return false;
  const std::string_view words = text.substr(macro.size(), text.size() - macro.size() - 2);
  if (words.find_first_of("[](),$") != std::string_view::npos) return false;
  return std::any_of(std::begin(kReadLists), std::end(kReadLists), [&](std::string_view word) {
    return (" " + std::string(words) + " ").find(" " + std::string(word) + " ") != std::string::npos;
  });
}

std::uint32_t hash_of(std::string_view before, std::string_view line) {
  std::uint64_t state = 0xcbf29ce484222325ULL;
  const auto mix = [&](std::string_view text) {
    for (char ch : text) state = (state ^ static_cast<unsigned char>(ch)) * 0x100000001b3ULL;
    state = (state ^ 0xff) * 0x100000001b3ULL;
  };
  mix(before);
  mix(line);
  return static_cast<std::uint32_t>(state ^ (state >> 32));
}

template <class Visit>
void each_pair(const std::vector<Statement>& lines, Visit visit) {
  const Statement end{"", lines.empty() ? 0 : lines.back().line, {}};
  for (std::size_t i = 0; i <= lines.size(); ++i) {
    const Statement& line = i == lines.size() ? end : lines[i];
    visit(hash_of(i == 0 ? std::string_view() : std::string_view(lines[i - 1].text), line.text), line);
  }
}

}  // namespace

bool c_directive(std::string_view text) {
  constexpr std::array<std::string_view, 11> kDirectives = {"if",     "ifdef", "ifndef", "elif",  "else",  "endif",
                                                            "define", "undef", "error",  "include", "pragma"};
  return std::find(kDirectives.begin(), kDirectives.end(), text.substr(0, text.find(' '))) != kDirectives.end();
}

std::string describe_place(std::string_view file, int line, std::string_view text) {
  std::string place = "line " + std::to_string(line) + " of " + std::string(file);
  if (!text.empty()) place += " (" + std::string(text.substr(0, 60)) + (text.size() > 60 ? "..." : "") + ")";
  return place;
}

std::vector<Statement> statements(std::string_view configure_ac) {
  const std::string text = without_help(configure_ac);
  std::vector<Statement> lines;
  Statement list;  // one that is still open
  int number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = tidy(std::string_view(text).substr(at, end - at));
    at = end + 1;
    ++number;
    if (line.empty() || comment(line) || plain_substitution(line)) continue;
    const bool begins_list = list.text.empty() && !list_macro(line).empty();
    if (begins_list || !list.text.empty()) {
      if (begins_list) list.line = number;
      if (line.ends_with('\\')) line.pop_back();
      list.text = tidy(list.text + " " + line);
      if (list.text.find(')') == std::string::npos) continue;
      if (read_list(list.text)) {
        const std::size_t macro = list_macro(list.text).size();
        list.words = base::words(std::string_view(list.text).substr(macro, list.text.size() - macro - 2));
        list.text = list.text.substr(0, macro) + "...])";
      }
      lines.push_back(std::move(list));
      list = {};
      continue;
    }
    lines.push_back({std::move(line), number, {}});
  }
  if (!list.text.empty()) lines.push_back(std::move(list));
  return lines;
}

std::vector<std::string> listed_words(const std::vector<Statement>& lines) {
  std::vector<std::string> words;
  for (const Statement& line : lines) words.insert(words.end(), line.words.begin(), line.words.end());
  return words;
}

std::vector<std::uint32_t> statement_hashes(const std::vector<Statement>& lines) {
  std::vector<std::uint32_t> hashes;
  each_pair(lines, [&](std::uint32_t hash, const Statement&) { hashes.push_back(hash); });
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

std::string unknown_statement(const std::vector<Statement>& lines) {
  std::string found;
  each_pair(lines, [&](std::uint32_t hash, const Statement& statement) {
    if (!found.empty() || std::binary_search(std::begin(kKnown), std::end(kKnown), hash)) return;
    found = describe_place("configure.ac", statement.line, statement.text);
  });
  return found;
}

}  // namespace pyconfigure::tree
