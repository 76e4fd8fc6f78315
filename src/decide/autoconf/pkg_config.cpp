// pkg-config: PKG_PROG_PKG_CONFIG, PKG_CHECK_MODULES, PKG_CHECK_EXISTS.
// pkg-config's manual, "Autoconf macros".
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

constexpr std::string_view kTellErrors =
    "if test \"${pyconf_short_of-}\" != \"$pkg_tool\"; then\n"  // one shell may be asked about several packages
    "  if $pkg_tool --atleast-pkgconfig-version 0.20 >/dev/null 2>&1; then pkg_short=--short-errors; else pkg_short=; fi\n"
    "  pyconf_short_of=$pkg_tool\n"
    "fi\n"
    "$pkg_tool $pkg_short --print-errors --cflags --libs \"$pkg_modules\" 2>&1\n";

/// Existence, and both sets of flags or what is missing, as one question. The tool's own words go to the log.
Package query(Context& c, std::string_view modules) {
  // Nothing is caught in a variable: that would fork the shell for each.
  const std::string text = tool_and_modules(c, modules) + R"sh(
$pkg_tool --exists --print-errors "$pkg_modules" >&2
pkg_status=$?
printf '%s\037' "$pkg_status"
if test "$pkg_status" = 0; then
  for pkg_what in --cflags --libs; do
    $pkg_tool $pkg_what "$pkg_modules" 2>/dev/null
    printf '\037%s\037' "$?"
  done
else
)sh" + std::string(kTellErrors) +
                           "fi\n";
  const std::vector<std::string> said = fields(c.brief_command(text, "0\037\0370\037\0370").output);
  Package package;
  package.exists = status_of(said[0]);
  if (said.size() >= 5) {
    package.cflags = without_newlines(said[1]);
    package.cflags_status = status_of(said[2]);
    package.libs = without_newlines(said[3]);
    package.libs_status = status_of(said[4]);
  } else if (said.size() == 2) {
    package.errors = said[1];
  }
  return package;
}

void log_existence(Context& c, std::string_view modules, int status) {
  c.log("$PKG_CONFIG --exists --print-errors \"" + std::string(modules) + "\"");
  c.log("$? = " + std::to_string(status));
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
  log_existence(c, modules, package.exists);
  if (package.exists != 0) return Found::failed;
  c.set(target, libs ? package.libs : package.cflags);
  return (libs ? package.libs_status : package.cflags_status) == 0 ? so_far : Found::failed;
}

/// What is missing, in pkg-config's words; for the log alone.
void log_errors(Context& c, const std::string& prefix, std::string_view modules) {
  const std::string variable = prefix + "_PKG_ERRORS";
  const Package package = query(c, modules);
  c.set(variable, package.exists != 0 ? package.errors
                                      : c.brief_command(tool_and_modules(c, modules) + std::string(kTellErrors)).output);
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
  const int status = query(c, modules).exists;
  log_existence(c, modules, status);
  return status == 0;
}

}  // namespace pyconfigure::decide
