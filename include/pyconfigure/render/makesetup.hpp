// Modules/makesetup: Makefile from Makefile.pre, and config.c from config.c.in, by the module lines of Setup files.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pyconfigure::render {

/// What differs between the makesetup scripts of the CPython branches, read off the checkout's own script.
struct MakesetupDialect {
  bool line_break_before_input = false;  ///< 3.15: a file without a last newline does not run into the next one.
  bool module_deps = true;               ///< 3.12+: objects depend on $(MODULE_DEPS_STATIC) or $(MODULE_DEPS_SHARED).
  bool objects_need_config = false;      ///< before 3.12: objects depend on Modules/config.c
  bool cygwin_library = false;           ///< before 3.12: the script adds libpython to modules on Cygwin
  bool module_link_deps = true;          ///< 3.14+: shared modules depend on $(MODULE_X_LDEPS).
  std::string link_tail;                 ///< $(MODULE_LDFLAGS_SHARED), $(LIBPYTHON) in 3.13.5, nothing before that.

  static MakesetupDialect of_script(std::string_view script);
};

/// A Setup file, in the order in which the script is given them. No text: the file is not there.
struct SetupFile {
  std::string name;  ///< "-n": the files after this one count for their definitions and libraries only.
  std::optional<std::string> text;
};

struct MakesetupInput {
  std::vector<SetupFile> setup_files;
  std::string srcdir = "Modules";  ///< -s
  std::string config_name;         ///< -c: config.c.in as config.c's first line names it
  std::string config_template;
  std::string makefile_name = "Makefile.pre";  ///< -m
  std::string makefile_template;
  MakesetupDialect dialect;
  /// Pathname expansion of one word in the build folder; no matches: the word stands. May be empty.
  std::function<std::vector<std::string>(const std::string&)> glob;
};

struct MakesetupResult {
  int status = 0;      ///< Not 0: neither file is written.
  std::string errors;  ///< What goes to standard error. Standard output stays empty.
  std::string makefile;
  std::string config_c;
};

MakesetupResult makesetup(const MakesetupInput& input);

}  // namespace pyconfigure::render
