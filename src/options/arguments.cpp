// ac_configure_args: the arguments as the Makefile and config.status remember them.
#include <vector>

#include "options/arguments.hpp"
#include "pyconfigure/options/request.hpp"

namespace pyconfigure::options {

namespace {

bool any_of(std::string_view word, std::initializer_list<std::string_view> whole) {
  for (std::string_view candidate : whole) {
    if (word == candidate) return true;
  }
  return false;
}

bool begins_with_any(std::string_view word, std::initializer_list<std::string_view> beginnings) {
  for (std::string_view candidate : beginnings) {
    if (word.starts_with(candidate)) return true;
  }
  return false;
}

/// Words that are never remembered: they are about this run, not about the configuration.
bool forgotten(std::string_view word) {
  return any_of(word, {"-no-create", "-n", "-no-recursion", "-q", "-quiet", "--quiet", "--quie", "--qui", "--qu", "--q",
                       "-silent", "--silent", "--silen", "--sile", "--sil"}) ||
         begins_with_any(word, {"--no-c", "--no-r"});
}

/// Words of which only the last of several identical ones is remembered.
bool once(std::string_view word) {
  return word.find('=') != std::string_view::npos || any_of(word, {"--config-cache", "-C", "-gas", "-nfp", "-q", "-silent", "-v", "--x"}) ||
         begins_with_any(word, {"-disable-", "--disable-", "-enable-", "--enable-", "--g", "--nf", "--q", "--sil", "-verb",
                                "-with-", "--with-", "-without-", "--without-"});
}

std::string escaped(std::string_view word) {
  std::string out;
  for (char ch : word) {
    if (ch == '\'') {
      out += "'\\''";
    } else {
      out += ch;
    }
  }
  return out;
}

}  // namespace

std::string quote_argument(std::string_view word) { return "'" + escaped(word) + "'"; }

std::string remembered_arguments(const std::vector<std::string>& arguments) {
  std::vector<std::string> words;
  std::string all;
  for (const std::string& argument : arguments) {
    if (forgotten(argument)) continue;
    words.push_back(escaped(argument));
    all += " '" + words.back() + "'";
  }
  all += ' ';
  std::string kept;
  std::string so_far;
  bool keep_next = false;
  for (const std::string& word : words) {
    so_far += " '" + word + "'";
    if (keep_next) {
      keep_next = false;
    } else if (once(word)) {
      // The script looks for the word behind what it has seen so far.
      if (all.starts_with(so_far) && all.find(" '" + word + "' ", so_far.size()) != std::string::npos) continue;
    } else if (word.starts_with('-')) {
      keep_next = true;
    }
    kept += " '" + word + "'";
  }
  return kept;
}

std::string invocation_arguments(const std::vector<std::string>& arguments) {
  // Words without shell characters are shown bare, as autoconf 2.71 and later do.
  constexpr std::string_view kUnsafe = "|&;<>()$`\\\"*?[ '\t";
  std::string out;
  for (const std::string& argument : arguments) {
    const bool safe = !argument.empty() && argument.find_first_of(kUnsafe) == std::string::npos && argument.front() != '#' &&
                      argument.front() != '~' && argument.find('\n') == std::string::npos;
    out += safe ? " " + argument : " " + quote_argument(argument);
  }
  return out;
}

}  // namespace pyconfigure::options
