// Completion scripts for shells, from the tables.
#include "options/standard_options.hpp"
#include "pyconfigure/options/user_options.hpp"

namespace pyconfigure::options {

namespace {

struct Candidate {
  std::string word;  ///< with a final `=` where a value follows
  std::string about;
  std::string values;  ///< with blanks between
};

bool takes_value(const OptionRow& row) {
  return row.meaning == Meaning::keyword || row.meaning == Meaning::keywords || row.meaning == Meaning::path ||
         row.meaning == Meaning::text;
}

std::vector<Candidate> candidates() {
  std::vector<Candidate> all;
  for (const OptionRow& row : option_rows()) {
    Candidate candidate{spelled(row), std::string(row.effect), {}};
    if (takes_value(row) && !row.spelled_off) {
      candidate.word += '=';
      for (const std::string_view word : words_of(row)) candidate.values += (candidate.values.empty() ? "" : " ") + std::string(word);
    }
    all.push_back(std::move(candidate));
  }
  for (const StandardOption& option : kStandardOptions) {
    if (option.takes == Takes::value && option.two_dashes_only) continue;  // another spelling of a neighbour
    all.push_back({"--" + std::string(option.name) + (option.takes == Takes::value ? "=" : ""), {}, {}});
  }
  for (const char* word : {"--help", "--help=short", "--version"}) all.push_back({word, {}, {}});
  for (const VariableRow& row : variable_rows()) all.push_back({std::string(row.name) + "=", std::string(row.effect), {}});
  return all;
}

std::string bash() {
  std::string words;
  std::string cases;
  for (const Candidate& candidate : candidates()) {
    words += " " + candidate.word;
    if (!candidate.values.empty()) cases += "    " + candidate.word + "*) values='" + candidate.values + "' ;;\n";
  }
  return R"(# bash completion for pyconfigure
_pyconfigure() {
  local word=${COMP_LINE:0:COMP_POINT} values= words='
)" + words.substr(1) +
         R"('
  word=${word##*[[:blank:]]}
  COMPREPLY=()
  case $word in
)" + cases +
         R"(    *=*) COMPREPLY=($(compgen -f -- "${word#*=}")); return ;;
  esac
  if [ -n "$values" ]; then
    COMPREPLY=($(compgen -W "$values" -- "${word#*=}"))
    return
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  case ${COMPREPLY[0]-} in *=) compopt -o nospace ;; esac
}
complete -F _pyconfigure pyconfigure
)";
}

/// `text` for the description of a zsh _arguments specification in single quotes.
std::string zsh_words(std::string_view text) {
  std::string out;
  for (const char ch : text) {
    if (ch == '[' || ch == ']' || ch == ':') out += '\\';
    out += ch == '\'' ? "'\\''" : std::string(1, ch);
  }
  return out;
}

std::string zsh() {
  std::string out = "#compdef pyconfigure\n_arguments \\\n";
  for (const Candidate& candidate : candidates()) {
    if (!candidate.word.starts_with("--")) continue;
    const bool value = candidate.word.ends_with('=');
    out += "  '" + candidate.word + "[" + zsh_words(candidate.about) + "]";
    if (value) out += ":value:" + (candidate.values.empty() ? std::string("_files") : "(" + candidate.values + ")");
    out += "' \\\n";
  }
  return out + "  '*:variable:'\n";
}

}  // namespace

std::string completion(std::string_view shell) {
  if (shell == "bash") return bash();
  return shell == "zsh" ? zsh() : std::string();
}

}  // namespace pyconfigure::options
