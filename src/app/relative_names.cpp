#include "app/relative_names.hpp"

#include <algorithm>
#include <iterator>

#include "pyconfigure/base/text.hpp"

namespace pyconfigure::app {

namespace {

constexpr const char* kSearchPaths[] = {"PATH",          "LD_LIBRARY_PATH", "LIBRARY_PATH", "CPATH",            "C_INCLUDE_PATH",
                                        "COMPILER_PATH", "GCC_EXEC_PREFIX", "LD_PRELOAD",   "DYLD_LIBRARY_PATH"};
constexpr const char* kCommands[] = {"CC", "CPP", "CFLAGS", "CPPFLAGS", "LDFLAGS", "LIBS", "CONFIG_SHELL"};
constexpr std::string_view kTakeFiles[] = {"-include", "-imacros", "-T", "-specs", "-B", "--sysroot"};

std::string_view value_of(const decide::Vars& vars, const char* name) {
  const auto it = vars.find(name);
  return it == vars.end() ? std::string_view() : std::string_view(it->second);
}

bool relative_path(std::string_view path) {
  const std::vector<std::string> folders = base::folders(path);
  return std::any_of(folders.begin(), folders.end(),
                     [](const std::string& folder) { return !folder.empty() && !folder.starts_with('/'); });
}

/// `is_file`: the word before takes a file.
bool relative_word(std::string_view word, bool is_file) {
  if (word.find("./") != std::string_view::npos || word.starts_with('@') || word == "-B.") return true;
  if (!word.starts_with('-')) return !word.starts_with('/') && (is_file || word.find('/') != std::string_view::npos);
  const std::size_t equals = word.find('=');
  if (equals == std::string_view::npos || word.starts_with("-D")) return false;
  const std::string_view value = word.substr(equals + 1);
  return value.find('/') != std::string_view::npos && !value.starts_with('/');
}

bool relative_command(std::string_view command) {
  bool is_file = false;
  for (const std::string& word : base::words(command)) {
    if (relative_word(word, is_file)) return true;
    is_file = std::find(std::begin(kTakeFiles), std::end(kTakeFiles), word) != std::end(kTakeFiles);
  }
  return false;
}

}  // namespace

bool relative_names(const decide::Vars& vars) {
  return std::any_of(std::begin(kSearchPaths), std::end(kSearchPaths),
                     [&](const char* name) { return relative_path(value_of(vars, name)); }) ||
         std::any_of(std::begin(kCommands), std::end(kCommands),
                     [&](const char* name) { return relative_command(value_of(vars, name)); });
}

}  // namespace pyconfigure::app
