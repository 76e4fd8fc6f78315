// AC_PROG_INSTALL and AC_PROG_MKDIR_P.
#include "decide/autoconf.hpp"
#include "decide/autoconf/path_search.hpp"
#include "decide/shell_quoted.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

namespace {

/// Folders whose install is known to be something else.
constexpr std::string_view kNotFrom =
    "./|/[cC]/*|/etc/*|/usr/sbin/*|/usr/etc/*|/sbin/*|/usr/afsws/bin/*|"
    "?:[\\/]os2[\\/]install[\\/]*|?:[\\/]OS2[\\/]INSTALL[\\/]*|/usr/ucb/*";

/// `install` itself, when its text says that it is AIX's (dspmsg) or one of HP's scripts (pwplus).
bool is_another_install(Context& c, const Executable& file) {
  const std::string path = file.path();
  if (!path.ends_with("/install")) return false;
  const std::string& text = c.read_file(path);
  return text.find("dspmsg") != std::string::npos || text.find("pwplus") != std::string::npos;
}

/// Prints the first program of the list that installs two files at once.
constexpr std::string_view kSelectInstall = R"sh(
IFS='
'
for tool in $candidates; do
  test ! -e pyconf.folder || rm -rf pyconf.folder
  echo 1 >pyconf.one
  echo 2 >pyconf.two
  mkdir pyconf.folder
  if "$tool" -c pyconf.one pyconf.two "`pwd`/pyconf.folder/" &&
     test -s pyconf.one && test -s pyconf.two &&
     test -s pyconf.folder/pyconf.one && test -s pyconf.folder/pyconf.two; then
    printf '%s\n' "$tool"
    break
  fi
done
rm -rf pyconf.one pyconf.two pyconf.folder
)sh";

/// Whose `mkdir -p` is known to survive another one doing the same, by the version that it prints.
constexpr std::string_view kGoodMkdir = R"('mkdir ('*'coreutils) '* | *'BusyBox '* | 'mkdir (fileutils) '4.1*)";
/// Up to autoconf 2.69.
constexpr std::string_view kOlderGoodMkdir =
    R"('mkdir (GNU coreutils) '* | 'mkdir (coreutils) '* | 'mkdir (fileutils) '4.1*)";

/// Prints the first good program of the list.
std::string select_mkdir(std::string_view good) {
  return "IFS='\n'\nfor tool in $candidates; do\n  case `\"$tool\" --version 2>&1` in\n    " + std::string(good) +
         ")\n      printf '%s\\n' \"$tool\"\n      break ;;\n  esac\ndone\n";
}

std::string select(Context& c, const std::vector<Executable>& candidates, std::string_view script) {
  if (candidates.empty()) return {};
  std::string list;
  for (const Executable& file : candidates) list += file.path() + "\n";
  return c.quick_command("candidates=" + shell_quoted(list) + "\n" + std::string(script), candidates.front().path()).output;
}

/// The script that stands in the tree, for systems without a usable program.
std::string script_of_the_tree(Context& c) {
  const std::string folder = c.checkout().srcdir + "/";
  if (c.file_test('f', folder + "install-sh")) return folder + "install-sh -c";
  if (c.file_test('f', folder + "install.sh")) return folder + "install.sh -c";
  return folder + "shtool install -c";
}

void choose_install(Context& c) {
  if (c.has("ac_cv_path_install")) {
    c.cached();
  } else {
    std::vector<Executable> candidates = executables(c, {"ginstall", "scoinst", "install"}, c.var("PATH"));
    std::erase_if(candidates, [&](const Executable& file) { return matches(kNotFrom, file.folder) || is_another_install(c, file); });
    const std::string found = select(c, candidates, kSelectInstall);
    if (!found.empty()) c.set("ac_cv_path_install", found + " -c");
  }
  c.set("INSTALL", c.has("ac_cv_path_install") ? c.var("ac_cv_path_install") : script_of_the_tree(c));
}

void choose_mkdir(Context& c) {
  if (c.has("ac_cv_path_mkdir")) {
    c.cached();
  } else {
    const auto candidates = executables(c, {"mkdir", "gmkdir"}, c.var("PATH") + ":/opt/sfw/bin");
    const std::string found =
        select(c, candidates, select_mkdir(autoconf_before(c, "2.70") ? kOlderGoodMkdir : kGoodMkdir));
    if (!found.empty()) c.set("ac_cv_path_mkdir", found);
  }
  const std::string last_resort = autoconf_before(c, "2.72") ? c.var("ac_install_sh") + " -d" : "mkdir -p";
  c.set("MKDIR_P", c.has("ac_cv_path_mkdir") ? c.var("ac_cv_path_mkdir") + " -p" : last_resort);
}

}  // namespace

void prog_install(Context& c) {
  c.checking("for a BSD-compatible install");
  if (c.empty("INSTALL")) choose_install(c);
  c.result(c.var("INSTALL"));
  if (c.empty("INSTALL_PROGRAM")) c.set("INSTALL_PROGRAM", "${INSTALL}");
  c.subst("INSTALL_PROGRAM");
  if (c.empty("INSTALL_SCRIPT")) c.set("INSTALL_SCRIPT", "${INSTALL}");
  c.subst("INSTALL_SCRIPT");
  if (c.empty("INSTALL_DATA")) c.set("INSTALL_DATA", "${INSTALL} -m 644");
  c.subst("INSTALL_DATA");
}

void prog_mkdir_p(Context& c) {
  c.checking(autoconf_before(c, "2.70") ? "for a thread-safe mkdir -p" : "for a race-free mkdir -p");
  if (c.empty("MKDIR_P")) choose_mkdir(c);
  c.result(c.var("MKDIR_P"));
  c.subst("MKDIR_P");
}

}  // namespace pyconfigure::decide
