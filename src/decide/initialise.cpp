// What a script made by autoconf does between its argument loop and its main body: the variables that it starts with,
// the shell that it runs in, and where the auxiliary files are.
// Autoconf's manual, "Initialization Macros", "Preset Output Variables", "Input" (AC_CONFIG_AUX_DIR).
#include <string>
#include <string_view>

#include "decide/autoconf.hpp"
#include "decide/sections.hpp"
#include "decide/shell_quoted.hpp"
#include "pyconfigure/base/text.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

namespace {

struct Preset {
  std::string_view name;
  std::string_view value;
};

// Set before the arguments are read: the environment cannot change them, a VAR=value word can.
constexpr Preset kPresets[] = {
    {"ac_default_prefix", "/usr/local"},
    {"ac_clean_files", ""},
    {"ac_config_libobj_dir", "."},
    {"LIBOBJS", ""},
    {"cross_compiling", "no"},
    {"subdirs", ""},
    {"MFLAGS", ""},
    {"MAKEFLAGS", ""},
    {"PACKAGE_URL", ""},
    {"ECHO_C", ""},
    {"ECHO_N", "-n"},
    {"ECHO_T", ""},
};

constexpr std::string_view kSubstituted[] = {
    "SHELL",         "PATH_SEPARATOR",    "PACKAGE_NAME", "PACKAGE_TARNAME",        "PACKAGE_VERSION",
    "PACKAGE_STRING", "PACKAGE_BUGREPORT", "PACKAGE_URL",  "exec_prefix",            "prefix",
    "bindir",        "sbindir",           "libexecdir",   "program_transform_name", "datarootdir",
    "datadir",       "sysconfdir",        "sharedstatedir", "localstatedir",        "runstatedir",
    "includedir",    "oldincludedir",     "docdir",       "infodir",                "htmldir",
    "dvidir",        "pdfdir",            "psdir",        "libdir",                 "localedir",
    "mandir",        "DEFS",              "ECHO_C",       "ECHO_N",                 "ECHO_T",
    "LIBS",          "build_alias",       "host_alias",   "target_alias",
};

bool is_argument(const Context& c, std::string_view name) {
  return c.var("ac_configure_args").find(" '" + std::string(name) + "=") != std::string::npos;
}

void preset(Context& c, std::string_view name, std::string_view value) {
  if (!is_argument(c, name)) c.set(name, value);
}

/// Argument `index` of the tree's AC_INIT, quotes taken off.
std::string init_argument(const Context& c, int index) {
  const std::string& text = c.checkout().configure_ac;
  std::size_t at = base::find(text, "\nAC_INIT(");
  for (int i = 0; i <= index && at != std::string::npos; ++i) at = text.find('[', at + 1);
  if (at == std::string::npos) return {};
  const std::size_t end = text.find(']', at);
  return end == std::string::npos ? std::string() : text.substr(at + 1, end - at - 1);
}

void package_identity(Context& c) {
  const std::string name = init_argument(c, 0);
  const std::string& version = c.checkout().version;
  preset(c, "PACKAGE_NAME", name);
  preset(c, "PACKAGE_TARNAME", name);
  preset(c, "PACKAGE_VERSION", version);
  preset(c, "PACKAGE_STRING", name + " " + version);
  preset(c, "PACKAGE_BUGREPORT", init_argument(c, 2));
}

void cross_compiling(Context& c) {
  c.set("target", c.var("target_alias"));
  if (!c.empty("host_alias")) {
    if (c.empty("build_alias")) {
      c.set("cross_compiling", "maybe");
    } else if (!c.is("build_alias", c.var("host_alias"))) {
      c.set("cross_compiling", "yes");
    }
  }
  c.set("ac_tool_prefix", c.empty("host_alias") ? "" : c.var("host_alias") + "-");
}

void precious_variables(Context& c) {
  for (const tree::Precious& precious : c.checkout().precious) {
    // AC_ARG_VAR substitutes, whether or not its branch of the script is reached.
    c.subst(precious.name);
    const std::string cached = "ac_cv_env_" + precious.name;
    const std::string now = "ac_env_" + precious.name;
    const std::string set = c.has(precious.name) ? "set" : "";
    c.set(now + "_set", set);
    c.set(now + "_value", c.var(precious.name));
    if (!c.has(cached + "_set")) c.set(cached + "_set", set);
    if (!c.has(cached + "_value")) c.set(cached + "_value", c.var(precious.name));
  }
}

// --- the shell that the script runs in -----------------------------------------------------------------------------

/// Run by a shell: says `good` when it can do what the script needs, and ends well when it also has what the script would like.
constexpr std::string_view kGrade = R"(by_subshell () { (exit $1); }
by_return () { return $1; }
by_subshell 0 || exit 1
by_subshell 1 && exit 1
by_return 0 || exit 1
by_return 1 && exit 1
(set outer; by_return 0 inner && test "$1" = outer) || exit 1
inner=$(echo $(echo nested))
test "$inner" = nested || exit 1
test -x / || exit 1
echo good
first=$LINENO
second=$LINENO
test "x$first" != "x$second" && test "x`expr $first + 1`" = "x$second" || exit 1
test $(( 1 + 1 )) = 2 || exit 1
)";

constexpr std::string_view kSearch = R"(grade () { grade=`"$1" ./pyconf.grade.sh` && grade=best; }
exec 3>&1 >/dev/null 2>&1
grade /bin/sh
first=$grade
case $first in best) echo /bin/sh >&3; exit 0 ;; esac
found=
IFS=:
for folder in /bin /usr/bin $path; do
  case $folder in /*/) ;; /*) folder=$folder/ ;; *) continue ;; esac
  for name in sh bash ksh sh5; do
    shell=$folder$name
    test -f "$shell" || continue
    if test "$shell" = /bin/sh; then grade=$first; else grade "$shell"; fi
    case $grade in
      best) echo "$shell" >&3; exit 0 ;;
      good) found=$shell ;;
    esac
  done
done
if test -f "$user_shell"; then
  grade "$user_shell"
  case $grade in good | best) found=$user_shell ;; esac
fi
echo "${found:-/bin/sh}" >&3
)";

/// The script goes on in another shell when /bin/sh cannot count lines (dash), and names that shell in what it writes.
void running_shell(Context& c) {
  if (!c.empty("CONFIG_SHELL")) {
    c.set("SHELL", c.var("CONFIG_SHELL"));
    return;
  }
  const std::string text = "path=" + shell_quoted(c.var("PATH")) + "\nuser_shell=" + shell_quoted(c.var("SHELL")) +
                           "\n" + std::string(kSearch);
  c.set("SHELL", c.command(text, "/bin/bash", {{"pyconf.grade.sh", std::string(kGrade)}}).output);
}

// --- the auxiliary files -------------------------------------------------------------------------------------------

constexpr std::string_view kScripts[] = {"config.guess", "config.sub"};

/// The installing script of `folder` with its arguments, empty when there is none.
std::string install_script(Context& c, const std::string& folder) {
  for (const Preset& script : {Preset{"install-sh", " -c"}, {"install.sh", " -c"}, {"shtool", " install -c"}}) {
    const std::string path = folder + std::string(script.name);
    if (!c.file_test('f', path)) continue;
    c.log("  " + path + " found");
    return path + std::string(script.value);
  }
  return {};
}

/// Are all auxiliary files in `folder`? Adds those that are not to `missing`; without it, stops at the first one.
bool has_auxiliary_files(Context& c, const std::string& folder, std::string* missing) {
  bool all = true;
  const std::string install = install_script(c, folder);
  c.set("ac_install_sh", install);
  if (install.empty()) {
    if (missing == nullptr) return false;
    all = false;
    *missing += " install-sh";
  }
  for (std::string_view name : kScripts) {
    const std::string path = folder + std::string(name);
    if (c.file_test('f', path)) {
      c.log("  " + path + " found");
      continue;
    }
    if (missing == nullptr) return false;
    all = false;
    *missing += " " + std::string(name);
  }
  return all;
}

/// Up to autoconf 2.69 the installing script decides alone, and the folder's name has no slash at its end.
void older_auxiliary_files(Context& c) {
  const std::string& srcdir = c.var("srcdir");
  for (std::string_view up : {"", "/..", "/../.."}) {
    const std::string folder = srcdir + std::string(up) + "/";
    c.set("ac_install_sh", install_script(c, folder));
    if (!c.empty("ac_install_sh")) return c.set("ac_aux_dir", folder);
  }
  c.fail("cannot find install-sh, install.sh, or shtool in " + ('"' + srcdir + "\" \"" + srcdir) + "/..\" \"" + srcdir +
         "/../..\"");
}

void auxiliary_files(Context& c) {
  if (autoconf_before(c, "2.70")) return older_auxiliary_files(c);
  c.log("looking for aux files: install-sh config.guess config.sub");
  std::string missing;
  bool first = true;
  for (std::string_view up : {"", "/..", "/../.."}) {
    std::string folder = c.var("srcdir") + std::string(up);
    if (!folder.ends_with('/')) folder += '/';
    c.log(" trying " + folder);
    if (has_auxiliary_files(c, folder, first ? &missing : nullptr)) {
      c.set("ac_aux_dir", folder);
      return;
    }
    first = false;
  }
  c.fail("cannot find required auxiliary files:" + missing);
}

}  // namespace

void initialise(Context& c) {
  for (const Preset& row : kPresets) preset(c, row.name, row.value);
  package_identity(c);
  c.set("as_me", "configure");
  if (!c.has("PATH_SEPARATOR")) c.set("PATH_SEPARATOR", ":");
  c.set("srcdir", c.checkout().srcdir);
  for (std::string_view name : kSubstituted) c.subst(name);
  cross_compiling(c);
  precious_variables(c);
  running_shell(c);
  auxiliary_files(c);
}

}  // namespace pyconfigure::decide
