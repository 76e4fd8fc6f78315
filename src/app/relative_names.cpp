#include "app/relative_names.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"

namespace pyconfigure::app {

namespace {

/// Where an empty folder can lead to a program, a library or a header.
constexpr const char* kProgramPaths[] = {"PATH", "COMPILER_PATH"};
constexpr const char* kOtherPaths[] = {"LD_LIBRARY_PATH", "LIBRARY_PATH", "CPATH", "C_INCLUDE_PATH"};
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

bool has_empty_folder(std::string_view path) {
  return path.starts_with(':') || path.ends_with(':') || path.find("::") != std::string_view::npos;
}

/// A source folder's own scripts are looked for by nobody.
bool is_some_program(const std::filesystem::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  for (const char* script : {"configure", "config.guess", "config.sub", "install-sh", "config.status"}) {
    if (name == script) return false;
  }
  return os::test('f', entry.path().string()) && os::test('x', entry.path().string());
}

/// Headers, their folders, libraries.
bool is_for_compilers(const std::filesystem::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  const bool library = name.ends_with(".a") || name.ends_with(".o") || name.find(".so") != std::string::npos || name == "specs";
  return library || name.ends_with(".h") || os::test('d', entry.path().string());
}

template <class Condition>
bool any_entry(const std::string& folder, Condition condition) {
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    if (condition(entry)) return true;
  }
  return false;
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

bool relative_names(const decide::Vars& vars, const std::string& build_dir) {
  const auto empty_folder_in = [&](const auto& names) {
    return std::any_of(std::begin(names), std::end(names), [&](const char* name) { return has_empty_folder(value_of(vars, name)); });
  };
  return std::any_of(std::begin(kSearchPaths), std::end(kSearchPaths),
                     [&](const char* name) { return relative_path(value_of(vars, name)); }) ||
         std::any_of(std::begin(kCommands), std::end(kCommands),
                     [&](const char* name) { return relative_command(value_of(vars, name)); }) ||
         (empty_folder_in(kProgramPaths) && any_entry(build_dir, is_some_program)) ||
         (empty_folder_in(kOtherPaths) && any_entry(build_dir, is_for_compilers));
}

}  // namespace pyconfigure::app
