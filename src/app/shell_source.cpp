#include "app/shell_source.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "pyconfigure/options/request.hpp"
#include "pyconfigure/os/files.hpp"
#include "pyconfigure/os/process.hpp"

namespace pyconfigure::app {

namespace {

// The shell's own names, which change by themselves.
const std::set<std::string, std::less<>> kRestless = {
    "_",       "BASHPID",       "BASH_ARGC", "BASH_ARGV",    "BASH_COMMAND", "BASH_LINENO",  "BASH_SOURCE", "BASH_SUBSHELL",
    "DIRSTACK", "EPOCHREALTIME", "EPOCHSECONDS", "FUNCNAME", "HISTCMD",     "LINENO",       "PIPESTATUS",  "PPID",
    "RANDOM",  "SECONDS",       "SHELLOPTS", "SHLVL",        "SRANDOM",      "pyconfigure_name", "IFS", "OLDPWD", "OPTIND"};

// `set` shows each variable on a line of its own; further lines of a value give names that are no variables.
constexpr std::string_view kNames = "(set) 2>&1 | sed -n 's/^\\([a-zA-Z_][a-zA-Z0-9_]*\\)=.*/\\1/p'";

bool is_name(std::string_view name) {
  const auto letter = [](char ch) { return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch == '_'; };
  return !name.empty() && letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char ch) { return letter(ch) || (ch >= '0' && ch <= '9'); });
}

std::string script_for(const std::string& path, const std::string& folder, bool may_fail, const decide::Vars& vars) {
  const std::string room = options::quote_argument(folder);
  std::string text = "if (set -o posix) 2>/dev/null; then set -o posix; fi\n";
  for (const auto& [name, value] : vars) {
    if (is_name(name)) text += name + "=" + options::quote_argument(value) + "\n";
  }
  text += std::string(kNames) + " >" + room + "/before\n";
  text += ". " + options::quote_argument(path) + (may_fail ? "\n" : " || { : >" + room + "/failed; exit 1; }\n");
  text += "IFS=' \t\n'\nexport -p >" + room + "/exported\nfor pyconfigure_name in `" + std::string(kNames) + "`; do\n" +
          "  eval \"test \\\"\\${$pyconfigure_name+y}\\\" = y\" || continue\n" +
          "  eval \"printf '%s=%s\\\\0' $pyconfigure_name \\\"\\${$pyconfigure_name}\\\"\"\ndone >" + room + "/after\n";
  return text;
}

std::vector<std::string> split(const std::string& text, char end) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  for (std::size_t next = text.find(end); next != std::string::npos; next = text.find(end, at)) {
    parts.push_back(text.substr(at, next - at));
    at = next + 1;
  }
  return parts;
}

/// The names of `export -p`, in the forms of the POSIX shells and of bash.
std::set<std::string> exported_names(const std::string& text) {
  std::set<std::string> names;
  for (const std::string& line : split(text, '\n')) {
    for (const std::string_view before : {"export ", "declare -x ", "typeset -x "}) {
      if (!line.starts_with(before)) continue;
      const std::string name = line.substr(before.size(), line.find('=') - before.size());
      if (is_name(name)) names.insert(name);
    }
  }
  return names;
}

using Values = std::map<std::string, std::string>;

Values values_of(const std::string& text) {
  Values values;
  for (const std::string& entry : split(text, '\0')) {
    const std::size_t equals = entry.find('=');
    if (equals != std::string::npos) values[entry.substr(0, equals)] = entry.substr(equals + 1);
  }
  return values;
}

void take_over(const Values& after, const std::set<std::string>& before, decide::Vars& vars) {
  for (const auto& [name, value] : after) {
    if (kRestless.contains(name)) continue;
    if (vars.contains(name) || !before.contains(name)) vars[name] = value;
  }
  std::erase_if(vars, [&](const auto& entry) { return is_name(entry.first) && !after.contains(entry.first); });
}

void take_over(const Values& after, const std::set<std::string>& exported, std::vector<std::string>& env) {
  const auto name_of = [](const std::string& entry) { return entry.substr(0, entry.find('=')); };
  std::erase_if(env, [&](const std::string& entry) {
    const std::string name = name_of(entry);
    return is_name(name) && !kRestless.contains(name);
  });
  for (const std::string& name : exported) {
    const auto value = after.find(name);
    if (value != after.end() && !kRestless.contains(name)) env.push_back(name + "=" + value->second);
  }
}

/// `text` has `word` where a shell word begins.
bool has_word(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    if (at == 0 || std::string_view(" \t\n;&|({`").find(text[at - 1]) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

std::string needs_the_script(const std::string& text) {
  std::string code;
  for (const std::string& line : split(text + "\n", '\n')) {
    const std::size_t first = line.find_first_not_of(" \t");
    if (first != std::string::npos && line[first] != '#') code += line + "\n";
  }
  for (const char* part : {"&5", "&6", "&7", "$0", "$#", "$*", "$@", "$1", "()", "as_fn_"}) {
    if (code.find(part) != std::string::npos) return part;
  }
  for (const char* word : {"ac_init_help=", "no_create=", "silent=", "srcdir=", "set", "cd", "umask", "shift", "alias", "exec", "IFS=", "as_me="}) {
    const std::string blank = std::string(word).ends_with('=') ? "" : " ";
    if (has_word(code, word + blank)) return word;
  }
  return {};
}

Sourced source_file(const std::string& path, const std::string& folder, bool may_fail, decide::Vars& vars,
                    std::vector<std::string>& env) {
  Sourced result;
  os::TemporaryFolder room;
  if (!room.create(result.err)) {
    result.failed = true;
    return result;
  }
  const std::string script = room.path() + "/source.sh";
  os::write_plain(script, script_for(path, room.path(), may_fail, vars));
  os::Command command;
  // configure itself goes on in bash where it finds one.
  command.argv = {"/bin/sh", script};
  for (const char* bash : {"/usr/bin/bash", "/bin/bash"}) {
    if (os::test('x', bash)) command.argv.front() = bash;
  }
  command.env = env;
  command.folder = folder;
  const os::Exit end = os::run_one(command);
  result.out = end.out;
  result.err = end.err;
  result.status = end.code;
  const auto after = os::read_file(room.path() + "/after");
  result.failed = os::test('e', room.path() + "/failed");
  result.ended = !after && !result.failed;
  if (!after) return result;
  const Values values = values_of(*after);
  std::set<std::string> before;
  for (std::string& name : split(os::read_file(room.path() + "/before").value_or(""), '\n')) before.insert(std::move(name));
  take_over(values, before, vars);
  take_over(values, exported_names(os::read_file(room.path() + "/exported").value_or("")), env);
  return result;
}

}  // namespace pyconfigure::app
