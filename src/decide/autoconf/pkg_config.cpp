// pkg-config: PKG_PROG_PKG_CONFIG, PKG_CHECK_MODULES, PKG_CHECK_EXISTS.
// pkg-config's manual, "Autoconf macros".
#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "decide/autoconf.hpp"
#include "decide/shell_quoted.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

namespace {

constexpr char kSeparator = '\037';

/// What pkg-config says of some modules.
struct Package {
  int exists = 0;  ///< exit status
  int cflags_status = 0;
  int libs_status = 0;
  std::string cflags;
  std::string libs;
  std::string errors;  ///< what is missing, in pkg-config's words
};

std::vector<std::string> fields(std::string_view text) {
  std::vector<std::string> out;
  while (true) {
    const std::size_t end = text.find(kSeparator);
    out.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

/// As $(...) leaves them out at the end.
std::string without_newlines(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

int status_of(const std::string& digits) {
  int status = 0;
  for (char ch : digits) {
    if (ch >= '0' && ch <= '9') status = status * 10 + (ch - '0');
  }
  return status;
}

/// The tool may be several words and its search path relative, so it is called by the shell and in the build folder.
std::string tool_and_modules(const Context& c, std::string_view modules) {
  return "pkg_tool=" + shell_quoted(c.var("PKG_CONFIG")) + "\npkg_modules=" + shell_quoted(modules) + "\n";
}

/// Is the tool pkgconf itself, and no script or program around it? When that gives the flags of some modules it has found them.
bool is_pkgconf(Context& c) {
  const std::string tool = c.var("PKG_CONFIG");
  return tool.starts_with('/') && c.file_test('f', tool) && c.is_elf_file(tool, "libpkgconf.so");
}

/// (To catch what it complains of in a variable would fork the shell.)
constexpr std::string_view kFlags = R"sh(
pkg_flags () {
  for pkg_what in cflags libs; do
    printf '\037%s=' $pkg_what
    $pkg_tool --$pkg_what "$pkg_modules"
    pkg_status=$?
    printf '\037%s_status=%s' $pkg_what "$pkg_status"
    if test "$pkg_status" != 0 && test "$1" != all; then break; fi
  done
}
)sh";

constexpr std::string_view kFound = "pkg_flags\nif test \"$pkg_status\" = 0; then printf '\\037exists=0'; fi\n";

constexpr std::string_view kExistence = R"sh(
printf '\037errors='
$pkg_tool --exists --print-errors "$pkg_modules" 2>&1
pkg_status=$?
printf '\037exists=%s' "$pkg_status"
if test "$pkg_status" = 0; then pkg_flags all 2>/dev/null; fi
)sh";

/// It has not found what it was asked for (rather than something that that needs).
bool says_missing(const std::string& words) { return words.find("required by 'virtual:world', not found") != std::string::npos; }

/// Existence, and both sets of flags or what is missing, as one question. pkgconf is not asked for existence where it gives the flags, nor
/// where it says what is missing: it reads all packages that there are before it says so.
Package query(Context& c, std::string_view modules) {
  const std::string text = tool_and_modules(c, modules) + std::string(kFlags);
  const std::string guess = "\037exists=0";
  Outcome answer;
  bool missing = false;
  if (is_pkgconf(c)) {
    answer = c.brief_command(text + std::string(kFound), guess);
    missing = answer.output.find("\037exists=") == std::string::npos && says_missing(answer.diagnostics);
    if (missing) answer.output += "\037errors=" + answer.diagnostics + "\037exists=1";
  }
  if (!missing && answer.output.find("\037exists=") == std::string::npos) answer = c.brief_command(text + std::string(kExistence), guess);
  Package package;
  for (const std::string& field : fields(answer.output)) {
    const std::size_t equals = std::min(field.find('='), field.size());
    const std::string name = field.substr(0, equals);
    const std::string value = field.substr(std::min(equals + 1, field.size()));
    if (name == "exists") package.exists = status_of(value);
    if (name == "cflags") package.cflags = without_newlines(value);
    if (name == "cflags_status") package.cflags_status = status_of(value);
    if (name == "libs") package.libs = without_newlines(value);
    if (name == "libs_status") package.libs_status = status_of(value);
    if (name == "errors") package.errors = without_newlines(value);
  }
  return package;
}

void log_existence(Context& c, std::string_view modules, const Package& package) {
  c.log("$PKG_CONFIG --exists --print-errors \"" + std::string(modules) + "\"");
  if (!package.errors.empty()) c.log(package.errors);
  c.log("$? = " + std::to_string(package.exists));
}

enum class Found { yes, failed, untried };

/// One of PREFIX_CFLAGS and PREFIX_LIBS: the user's, or pkg-config's.
Found flags(Context& c, const std::string& variable, std::string_view modules, bool libs, Found so_far) {
  const std::string target = "pkg_cv_" + variable;
  if (!c.empty(variable)) {
    c.set(target, c.var(variable));
    return so_far;
  }
  if (c.empty("PKG_CONFIG")) return Found::untried;
  const Package package = query(c, modules);
  log_existence(c, modules, package);
  if (package.exists != 0) return Found::failed;
  c.set(target, libs ? package.libs : package.cflags);
  return (libs ? package.libs_status : package.cflags_status) == 0 ? so_far : Found::failed;
}

/// What is missing, in pkg-config's words; for the log alone. (Here it is told as much as before, and not in fewer words.)
void log_errors(Context& c, const std::string& prefix, std::string_view modules) {
  const std::string variable = prefix + "_PKG_ERRORS";
  c.set(variable, query(c, modules).errors);
  c.log(c.var(variable));
}

}  // namespace

void pkg_prog_pkg_config(Context& c) {
  for (std::string_view name : {"PKG_CONFIG", "PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR"}) c.subst(name);
  // Even an empty PKG_CONFIG in the environment counts as the user's choice here.
  if (!c.is("ac_cv_env_PKG_CONFIG_set", "set")) path_tool(c, "PKG_CONFIG", "pkg-config");
  if (c.empty("PKG_CONFIG")) return;
  c.set("_pkg_min_version", "0.9.0");
  c.checking("pkg-config is at least version 0.9.0");
  const std::string tool = "pkg_tool=" + shell_quoted(c.var("PKG_CONFIG"));
  const Outcome recent = c.brief_command(tool + "; $pkg_tool --atleast-pkgconfig-version 0.9.0");
  c.result(recent.ok ? "yes" : "no");
  if (!recent.ok) c.set("PKG_CONFIG", "");
}

void pkg_check_modules(Context& c, std::string_view prefix, std::string_view modules,
                       const std::function<void()>& if_found, const std::function<void()>& if_not) {
  const std::string cflags = std::string(prefix) + "_CFLAGS";
  const std::string libs = std::string(prefix) + "_LIBS";
  c.subst(cflags);
  c.subst(libs);
  const bool by_prefix = c.checkout().macros_say("AC_MSG_CHECKING([for $1])");
  c.checking("for " + std::string(by_prefix ? prefix : modules));
  Found found = flags(c, cflags, modules, false, Found::yes);
  found = flags(c, libs, modules, true, found);
  if (found == Found::yes) {
    c.set(cflags, c.var("pkg_cv_" + cflags));
    c.set(libs, c.var("pkg_cv_" + libs));
    c.result("yes");
    c.set("pkg_failed", "no");
    if (if_found) if_found();
    return;
  }
  c.set("pkg_failed", found == Found::failed ? "yes" : "untried");
  c.result("no");
  if (found == Found::failed) log_errors(c, std::string(prefix), modules);
  if (if_not) if_not();
}

bool pkg_check_exists(Context& c, std::string_view modules) {
  if (c.empty("PKG_CONFIG")) return false;
  const Package package = query(c, modules);
  log_existence(c, modules, package);
  return package.exists == 0;
}

}  // namespace pyconfigure::decide
