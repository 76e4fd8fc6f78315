// configure.ac: --with-framework-name, --enable-framework, --with-app-store-compliance.
#include <string>
#include <string_view>

#include "decide/autoconf.hpp"
#include "decide/sections.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

namespace {

constexpr std::string_view kUnixTargets = "commoninstall bininstall maninstall";

constexpr std::string_view kSubstituted[] = {
    "PYTHONFRAMEWORK",           "PYTHONFRAMEWORKIDENTIFIER",
    "PYTHONFRAMEWORKDIR",        "PYTHONFRAMEWORKPREFIX",
    "PYTHONFRAMEWORKINSTALLDIR", "PYTHONFRAMEWORKINSTALLNAMEPREFIX",
    "RESSRCDIR",                 "FRAMEWORKINSTALLFIRST",
    "FRAMEWORKINSTALLLAST",      "FRAMEWORKALTINSTALLFIRST",
    "FRAMEWORKALTINSTALLLAST",   "FRAMEWORKPYTHONW",
    "FRAMEWORKUNIXTOOLSPREFIX",  "FRAMEWORKINSTALLAPPSPREFIX",
    "INSTALLTARGETS",
};

/// What is cleared when no framework is built.
constexpr std::string_view kCleared[] = {
    "PYTHONFRAMEWORK",      "PYTHONFRAMEWORKPREFIX",    "PYTHONFRAMEWORKINSTALLDIR",
    "RESSRCDIR",            "FRAMEWORKINSTALLFIRST",    "PYTHONFRAMEWORKINSTALLNAMEPREFIX",
    "FRAMEWORKINSTALLLAST", "FRAMEWORKALTINSTALLFIRST", "FRAMEWORKALTINSTALLLAST",
    "FRAMEWORKPYTHONW",
};

/// Where this tree keeps its iOS files.
std::string ios_folder(const Context& c) {
  for (std::string_view folder : {"Platforms/Apple/iOS", "Apple/iOS"}) {
    if (c.checkout().says("enableval=" + std::string(folder) + "/Frameworks")) return std::string(folder);
  }
  return "iOS";
}

void output_file(Context& c, const std::string& path) { c.config_file({.path = path, .input = path + ".in"}); }

void framework_name(Context& c) {
  if (auto name = c.with("framework-name")) {
    c.set("PYTHONFRAMEWORK", *name);
    c.set("PYTHONFRAMEWORKDIR", *name + ".framework");
    std::string identifier = "org.python.";
    for (const std::string& word : words(*name)) {
      if (!identifier.ends_with('.')) identifier += ' ';
      for (char ch : word) identifier += ch >= 'A' && ch <= 'Z' ? static_cast<char>(ch - 'A' + 'a') : ch;
    }
    c.set("PYTHONFRAMEWORKIDENTIFIER", identifier);
  } else {
    c.set("PYTHONFRAMEWORK", "Python");
    c.set("PYTHONFRAMEWORKDIR", "Python.framework");
    c.set("PYTHONFRAMEWORKIDENTIFIER", "org.python.python");
  }
}

void unix_tools_prefix(Context& c) {
  c.set("FRAMEWORKUNIXTOOLSPREFIX", c.is("prefix", "NONE") ? c.var("ac_default_prefix") : c.var("prefix"));
}

/// Older trees know of Darwin alone, and build a framework wherever they are told to.
bool knows_platforms(const Context& c) { return c.checkout().says("Unknown platform for framework build"); }

void no_framework(Context& c) {
  if (knows_platforms(c) && c.is("ac_sys_system", "iOS")) return c.fail("iOS builds must use --enable-framework");
  for (std::string_view name : kCleared) c.set(name, "");
  c.set("PYTHONFRAMEWORKDIR", "no-framework");
  c.set("INSTALLTARGETS", kUnixTargets);
  unix_tools_prefix(c);
  c.set("enable_framework", "");
}

/// dirname(1)
std::string folder_of(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  path.resize(slash);
  while (path.ends_with('/')) path.pop_back();
  return path.empty() ? "/" : path;
}

/// Applications and tools go beside a framework that is put into somebody's own Library folder.
void darwin_prefixes(Context& c) {
  c.set("FRAMEWORKINSTALLAPPSPREFIX", "/Applications");
  unix_tools_prefix(c);
  const std::string& where = c.var("enableval");
  const bool no_prefix = c.is("prefix", "NONE");
  if (matches("/System*", where)) {
    if (no_prefix) c.set("FRAMEWORKUNIXTOOLSPREFIX", "/usr");
  } else if (!matches("/Library*", where) && matches("*/Library/Frameworks", where)) {
    c.set("MDIR", folder_of(folder_of(where)));
    c.set_x("FRAMEWORKINSTALLAPPSPREFIX", "${MDIR}/Applications");
    if (no_prefix) c.set("FRAMEWORKUNIXTOOLSPREFIX", c.var("MDIR"));
  }
}

void darwin_framework(Context& c) {
  const std::string rule = knows_platforms(c) ? "frameworkinstallversionedstructure" : "frameworkinstallstructure";
  c.set("FRAMEWORKINSTALLFIRST", rule);
  c.set("FRAMEWORKALTINSTALLFIRST", rule + " ");
  c.set("FRAMEWORKINSTALLLAST", "frameworkinstallmaclib frameworkinstallapps frameworkinstallunixtools");
  c.set("FRAMEWORKALTINSTALLLAST", "frameworkinstallmaclib frameworkinstallapps frameworkaltinstallunixtools");
  c.set("FRAMEWORKPYTHONW", "frameworkpythonw");
  c.set("INSTALLTARGETS", kUnixTargets);
  darwin_prefixes(c);
  c.set_x("prefix", "$PYTHONFRAMEWORKINSTALLDIR/Versions/$VERSION");
  c.set("PYTHONFRAMEWORKINSTALLNAMEPREFIX", c.var("prefix"));
  c.set("RESSRCDIR", "Mac/Resources/framework");
  output_file(c, "Mac/Makefile");
  output_file(c, "Mac/PythonLauncher/Makefile");
  output_file(c, "Mac/Resources/framework/Info.plist");
  output_file(c, "Mac/Resources/app/Info.plist");
}

void ios_framework(Context& c) {
  c.set("FRAMEWORKINSTALLFIRST", "frameworkinstallunversionedstructure");
  c.set("FRAMEWORKALTINSTALLFIRST", "frameworkinstallunversionedstructure ");
  c.set("FRAMEWORKINSTALLLAST", "frameworkinstallmobileheaders");
  c.set("FRAMEWORKALTINSTALLLAST", "frameworkinstallmobileheaders");
  c.set("FRAMEWORKPYTHONW", "");
  c.set("INSTALLTARGETS", "libinstall inclinstall sharedinstall");
  c.set("prefix", c.var("PYTHONFRAMEWORKPREFIX"));
  c.set_x("PYTHONFRAMEWORKINSTALLNAMEPREFIX", "@rpath/$PYTHONFRAMEWORKDIR");
  c.set("RESSRCDIR", ios_folder(c) + "/Resources");
  output_file(c, ios_folder(c) + "/Resources/Info.plist");
}

void given_framework(Context& c) {
  const bool darwin = !knows_platforms(c) || c.is("ac_sys_system", "Darwin");
  const bool ios = c.is("ac_sys_system", "iOS");
  if (c.yes("enableval")) {
    if (!darwin && !ios) return c.fail("Unknown platform for framework build");
    c.set("enableval", darwin ? "/Library/Frameworks" : ios_folder(c) + "/Frameworks/$(MULTIARCH)");
  }
  if (c.is("enableval", "no")) return no_framework(c);
  c.set("PYTHONFRAMEWORKPREFIX", c.var("enableval"));
  c.set_x("PYTHONFRAMEWORKINSTALLDIR", "$PYTHONFRAMEWORKPREFIX/$PYTHONFRAMEWORKDIR");
  if (darwin) {
    darwin_framework(c);
  } else if (ios) {
    ios_framework(c);
  } else {
    c.fail("Unknown platform for framework build");
  }
}

}  // namespace

void framework(Context& c) {
  framework_name(c);
  if (c.enable("framework")) {
    given_framework(c);
  } else {
    no_framework(c);
  }
  for (std::string_view name : kSubstituted) c.subst(name);
  c.define("_PYTHONFRAMEWORK", c.x("\"${PYTHONFRAMEWORK}\""));
}

void app_store_compliance(Context& c) {
  if (!c.checkout().says("[for --with-app-store-compliance]")) return;
  constexpr std::string_view kDefaultPatch = "Mac/Resources/app-store-compliance.patch";
  c.checking("for --with-app-store-compliance");
  const auto given = c.with("app_store_compliance");
  if (given && *given != "yes") {
    c.set("APP_STORE_COMPLIANCE_PATCH", *given);
    c.result("applying custom app store compliance patch");
  } else if (given && !matches("Darwin|iOS", c.var("ac_sys_system"))) {
    return c.fail(c.x("no default app store compliance patch available for $ac_sys_system"));
  } else if (given || c.is("ac_sys_system", "iOS")) {
    c.set("APP_STORE_COMPLIANCE_PATCH", kDefaultPatch);
    c.result("applying default app store compliance patch");
  } else {
    c.set("APP_STORE_COMPLIANCE_PATCH", "");
    c.result("not patching for app store compliance");
  }
  c.subst("APP_STORE_COMPLIANCE_PATCH");
}

}  // namespace pyconfigure::decide
