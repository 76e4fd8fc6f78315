// configure.ac: MACHDEP, the prefixes at run time, the names of the iOS tools.
#include <algorithm>
#include <string>
#include <string_view>

#include "decide/autoconf.hpp"
#include "decide/sections.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

namespace {

struct Row {
  std::string_view pattern;
  std::string_view name;
};

/// Systems that can be built for from elsewhere. A row counts where the tree knows its system.
constexpr Row kCrossSystems[] = {
    {"*-*-linux-android*", "Linux-android"}, {"*-*-linux*", "Linux"},   {"*-gnu", "GNU"},
    {"*-*-cygwin*", "Cygwin"},               {"*-apple-ios*", "iOS"},   {"*-*-darwin*", "Darwin"},
    {"*-*-vxworks*", "VxWorks"},             {"*-*-emscripten", "Emscripten"}, {"*-*-wasi*", "WASI"},
};

/// Names that lose their release number.
constexpr Row kPlainNames[] = {
    {"aix*", "aix"},     {"freebsd*", "freebsd"}, {"linux-android*", "android"}, {"linux*", "linux"},
    {"cygwin*", "cygwin"}, {"darwin*", "darwin"}, {"", "unknown"},
};

void cross_system(Context& c) {
  const std::string& host = c.var("host");
  for (const Row& row : kCrossSystems) {
    if (!matches(row.pattern, host)) continue;
    if (!c.checkout().says("ac_sys_system=" + std::string(row.name) + "\n")) continue;
    // Older trees do not know WASI with a word behind it (wasi-threads, wasip1).
    if (row.name == "WASI" && c.checkout().says("*-*-wasi)\n") && !host.ends_with("-wasi")) continue;
    c.set("ac_sys_system", row.name);
    c.set("ac_sys_release", "");
    return;
  }
  c.set("MACHDEP", "unknown");
  c.fail("cross build not supported for " + host);
}

void this_system(Context& c) {
  c.set("ac_sys_system", c.quick_command("uname -s", "Linux").output);
  const bool by_version = matches("AIX|UnixWare|OpenUNIX", c.var("ac_sys_system"));
  c.set("ac_sys_release", by_version ? c.quick_command("uname -v", "7").output : c.quick_command("uname -r", "6.1").output);
}

/// tr -d '/ '
std::string without_slashes_and_blanks(std::string_view text) {
  std::string out;
  for (const std::string& word : words(text)) out += word;
  std::erase(out, '/');
  return out;
}

std::string lower(std::string text) {
  for (char& ch : text) {
    if (ch >= 'A' && ch <= 'Z') ch = static_cast<char>(ch - 'A' + 'a');
  }
  return text;
}

/// The major number of a release, without the letter that some systems put before it (V.5 on OSF/1).
std::string major_release(std::string_view release) {
  std::string out = without_slashes_and_blanks(release);
  if (out.size() > 1 && out[0] >= 'A' && out[0] <= 'Z' && out[1] == '.') out.erase(0, 2);
  return out.substr(0, out.find('.'));
}

void machine_name(Context& c) {
  c.set("ac_md_system", lower(without_slashes_and_blanks(c.var("ac_sys_system"))));
  c.set("ac_md_release", major_release(c.var("ac_sys_release")));
  c.set_x("MACHDEP", "$ac_md_system$ac_md_release");
  for (const Row& row : kPlainNames) {
    if (!matches(row.pattern, c.var("MACHDEP"))) continue;
    if (!c.checkout().says("MACHDEP=\"" + std::string(row.name) + "\"")) continue;
    c.set("MACHDEP", row.name);
    break;
  }
  if (c.is("ac_sys_system", "SunOS") && c.checkout().says("SUNOS_VERSION")) {
    // The generated script has lost the brackets of a pattern that was to add a zero: only the dots go.
    std::string version = c.var("ac_sys_release");
    std::erase(version, '.');
    c.set("SUNOS_VERSION", version);
    c.define("Py_SUNOS_VERSION", version);
  }
}

void runtime_prefixes(Context& c) {
  if (!c.checkout().says("AC_SUBST([host_prefix])")) return;
  const bool emscripten = c.is("ac_sys_system", "Emscripten");
  if (c.empty("host_prefix")) c.set("host_prefix", emscripten ? "/" : "${prefix}");
  c.subst("host_prefix");
  if (c.empty("host_exec_prefix")) c.set("host_exec_prefix", emscripten ? c.var("host_prefix") : "${exec_prefix}");
  c.subst("host_exec_prefix");
}

}  // namespace

void machine(Context& c) {
  c.subst("MACHDEP");
  c.checking("MACHDEP");
  if (c.empty("MACHDEP")) {
    if (c.yes("cross_compiling")) {
      cross_system(c);
    } else {
      this_system(c);
    }
    machine_name(c);
  }
  c.result("\"" + c.var("MACHDEP") + "\"");
  runtime_prefixes(c);
}

void ios_tools(Context& c) {
  if (!c.checkout().says("arm64-apple-ios-ar")) return;
  const std::string& host = c.var("host");
  std::string stem;
  if (matches("aarch64-apple-ios*-simulator", host)) {
    stem = "arm64-apple-ios-simulator-";
  } else if (matches("aarch64-apple-ios*", host)) {
    stem = "arm64-apple-ios-";
  } else if (matches("x86_64-apple-ios*-simulator", host)) {
    stem = "x86_64-apple-ios-simulator-";
  } else {
    return;
  }
  if (c.empty("AR")) c.set("AR", stem + "ar");
  if (c.empty("CC")) c.set("CC", stem + "clang");
  if (c.empty("CPP")) c.set("CPP", stem + "cpp");
  if (c.empty("CXX")) c.set("CXX", stem + "clang++");
}

}  // namespace pyconfigure::decide
