#include "app/shell_ground.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string_view>

namespace pyconfigure::app {

namespace {

// Readonly in bash, or with a meaning for it that an assignment changes.
constexpr std::string_view kShellNames[] = {"UID",     "EUID",   "PPID",    "IFS",    "SHELL",    "SHELLOPTS", "BASHOPTS", "LINENO",
                                            "OPTIND",  "RANDOM", "SECONDS", "GROUPS", "FUNCNAME", "DIRSTACK",  "HISTCMD",  "BASH_VERSINFO"};
// Of the environment: what changes how the shell reads the script, or goes into config.status's sed as it is.
constexpr std::string_view kReachingIn[] = {"SHELLOPTS", "BASHOPTS", "extrasub", "ac_vpsub"};
constexpr std::string_view kBlanks = " \t\n";

template <std::size_t N>
bool one_of(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// The script's own variables; caches and CPython's names are for everybody.
bool of_the_script(std::string_view name) {
  return name.starts_with("as_") || (name.starts_with("ac_") && !name.starts_with("ac_cv_") && !name.starts_with("ac_sys_"));
}

/// enable_shared as the command line has it.
std::string spelled(std::string name) {
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

std::string of_words(const std::vector<std::string>& arguments, const options::Request& request) {
  for (const std::string& word : request.exported) {
    const std::string name = word.substr(0, word.find('='));
    if (one_of(kShellNames, name) || of_the_script(name)) return "an assignment to " + name;
  }
  for (const std::string& word : arguments) {
    // How much of it is quoted depends on what the script's sed takes for a line.
    if (word.find('\'') != std::string::npos && word.find('\n') != std::string::npos) return "a word with a quote and a line break";
  }
  for (const auto& [name, value] : request.values) {
    if (value.origin == options::Origin::autoconf_default) continue;
    if (name.starts_with("enable_") && value.text.find_first_of(kBlanks) != std::string::npos) {
      return "a blank in the value of --" + spelled(name);
    }
    if (name == "with_framework_name" && (value.text.starts_with('-') || value.text.find_first_of("*?[ \t\n") != std::string::npos)) {
      return "the value of --with-framework-name";
    }
    const bool into_sed = name == "INSTALL" || name == "MKDIR_P";
    if (into_sed && value.text.find_first_of("&\\|\n") != std::string::npos) return "what stands in " + name;
    if (name == "PATH_SEPARATOR" && !value.text.empty() && value.text != ":") return "the variable PATH_SEPARATOR";
  }
  return {};
}

std::string of_folders(const tree::Checkout& checkout) {
  // Unquoted in the script. (`&` and a backslash are quoted by us where the script forgets it.)
  if (checkout.srcdir.find_first_of(" \t\n'\"$`*?[") != std::string::npos) return "the name of the source folder";
  if (!checkout.srcdir.starts_with("..")) return {};
  // Where the folder that we are in was reached by a symbolic link, `..` is one folder for `cd`, and another for `ls`.
  std::error_code failed;
  const std::filesystem::path physical = std::filesystem::weakly_canonical(checkout.srcdir, failed);
  const std::filesystem::path logical =
      std::filesystem::weakly_canonical((std::filesystem::path(checkout.build_dir) / checkout.srcdir).lexically_normal(), failed);
  if (!failed && physical != logical) return "a build folder behind a symbolic link, with " + checkout.srcdir + " as the source,";
  return {};
}

}  // namespace

std::string shell_ground(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
                         const options::Request& request, const tree::Checkout& checkout) {
  for (const std::string& entry : environment) {
    const std::string name = entry.substr(0, entry.find('='));
    if (one_of(kReachingIn, name) && entry.size() > name.size() + 1) return "the variable " + name;
  }
  std::string found = of_words(arguments, request);
  return found.empty() ? of_folders(checkout) : found;
}

}  // namespace pyconfigure::app
