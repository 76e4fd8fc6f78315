// AC_CANONICAL_HOST: the system that this runs on and the one that the result will run on, as the tree's own
// config.guess and config.sub name them.
// Autoconf's manual, "Getting the Canonical System Type".
#include <string>
#include <string_view>

#include "decide/autoconf.hpp"
#include "decide/shell_quoted.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "pyconfigure/tree/system_scripts.hpp"

namespace pyconfigure::decide {

namespace {

/// What to go on with until the scripts have spoken: the system that this program was compiled for.
constexpr std::string_view likely_system() {
#if defined(__APPLE__) && defined(__aarch64__)
  return "aarch64-apple-darwin24.6.0";
#elif defined(__APPLE__)
  return "x86_64-apple-darwin24.6.0";
#elif defined(__aarch64__)
  return "aarch64-unknown-linux-gnu";
#elif defined(__riscv)
  return "riscv64-unknown-linux-gnu";
#elif defined(__powerpc64__)
  return "powerpc64le-unknown-linux-gnu";
#elif defined(__s390x__)
  return "s390x-ibm-linux-gnu";
#else
  return "x86_64-pc-linux-gnu";
#endif
}

/// `sh AUX/SCRIPT` followed by what stands in `alias`, split into words as an unquoted expansion is.
std::string script_call(const Context& c, std::string_view script, std::string_view alias = {}) {
  const std::string path = shell_quoted(c.var("ac_aux_dir") + std::string(script));
  if (alias.empty()) return "sh " + path;
  return "alias=" + shell_quoted(alias) + "; sh " + path + " $alias";
}

/// The script is there with a text that is known to answer as we expect of it.
bool known_script(Context& c, std::string_view script) {
  return tree::is_known_system_script(c.read_file(c.var("ac_aux_dir") + std::string(script)));
}

/// Puts what a failing script wrote to its standard error before the error that ends the run.
void show_errors(Context& c, const std::string& call) {
  const Outcome said = c.build_command("{ " + call + "; } 2>&1 >/dev/null");
  if (!said.output.empty()) c.err(said.output + "\n");
}

/// config.sub's answer for `alias`; the run ends when it refuses.
std::string canonical(Context& c, const std::string& alias) {
  const std::string call = script_call(c, "config.sub", alias);
  const Outcome answer = c.build_command(call, likely_system());
  if (answer.ok) return answer.output;
  show_errors(c, call);
  c.fail(c.x("$SHELL ${ac_aux_dir}config.sub ") + alias + " failed", answer.status);
  return {};
}

/// config.guess asks the preprocessor twice, and before that, where no compiler is named, whether cc compiles. On an ordinary
/// 64-bit x86 Linux one start of it tells all that (or none: see cc_is_gcc), and config.sub has nothing to change. Whatever could lead the script
/// elsewhere is left to it: another compiler to ask, no folder for its files, words of uname that look like a system's
/// (between colons), no answer from the compiler.
constexpr std::string_view kOrdinaryFolder = R"sh(ordinary_system () {
  test -z "${CC_FOR_BUILD-}${HOST_CC-}" || return 1
  test ! -f /.attbin/uname || return 1
  room=${TMPDIR-/tmp}
  case $room in
    /*) test -d "$room" && test -w "$room" && test -x "$room" || return 1 ;;
    *) return 1 ;;
  esac
)sh";

/// A script may give each of them another answer.
constexpr std::string_view kWordsOfUname = R"sh(
  machine=`uname -m 2>/dev/null` || return 1
  release=`uname -r 2>/dev/null` || return 1
  system=`uname -s 2>/dev/null` || return 1
  version=`uname -v 2>/dev/null` || return 1
  middle="$release $version"
)sh";

/// POSIX, "uname": they come in that order.
constexpr std::string_view kLineOfUname = R"sh(
  line=`uname -s -r -v -m 2>/dev/null` || return 1
  machine=${line##* }
  system=${line%% *}
  middle=${line#* }
  middle=${middle% *}
)sh";

constexpr std::string_view kOrdinaryWords = R"sh(
  test "$machine:$system" = x86_64:Linux || return 1
  case $middle in
    :* | *: | *:[!0-9]* | *[!0-9]:*) return 1 ;;
  esac
)sh";

constexpr std::string_view kAskCompiler = R"sh(
  case ${CC-} in
    '') said=`cc -c -o conftest.o conftest.c 2>&1` || return 1 ;;
    *) said=`$CC -E conftest.c 2>/dev/null` || return 1 ;;
  esac
  case $said in
    *'build system libc: gnu.'*) echo x86_64-pc-linux-gnu ;;
    *'build system libc: musl.'*) echo x86_64-pc-linux-musl ;;
    *) return 1 ;;
  esac
}
ordinary_system || )sh";

constexpr std::string_view kNoCompiler = R"sh(
  test -z "${CC-}" || return 1
  echo x86_64-pc-linux-gnu
}
ordinary_system || )sh";

/// The program that a shell starts for the word; empty where that is none in a folder of its own.
std::string first_in_path(Context& c, std::string_view word) {
  const std::vector<std::string> found = c.which(word);
  return found.empty() || !found.front().starts_with('/') ? std::string() : found.front();
}

/// cc is another name for gcc, which stands beside it: whether it compiles is what is asked next anyway, and what it preprocesses can be
/// asked with the rest.
bool cc_is_gcc(Context& c) {
  if (!c.empty("CC") || !c.empty("host_alias")) return false;
  const std::string cc = first_in_path(c, "cc");
  const std::string gcc = first_in_path(c, "gcc");
  if (cc.empty() || gcc.empty() || cc.substr(0, cc.rfind('/')) != gcc.substr(0, gcc.rfind('/'))) return false;
  const std::string driver = c.real_path(gcc);
  // (Others may go by the name that they are called.)
  return !driver.empty() && driver == c.real_path(cc) && c.is_elf_file(driver, "COLLECT_GCC_OPTIONS=");
}

/// Would config.guess find that the C library is GNU's in `gcc -E`?
bool library_is_gnus(Context& c) {
  const std::string text = "#define PYCONF_PREPROCESSED\n" + std::string(probe::embedded_program("build_system_libc.c"));
  const bool musl = !c.glob("/lib/ld-musl-*").empty() && c.glob("/lib*/ld-linux*").empty();
  return !c.finds_in_preprocessed("gcc", text, {"pyprobe_libc_gnu"}, musl ? "" : "pyprobe_libc_gnu").empty();
}

/// The system's name in full; `scripts` is the command that asks both scripts for it. `known_sub`: config.sub is known.
Outcome answer_of_scripts(Context& c, const std::string& scripts, bool known_sub) {
  if (!known_sub || !known_script(c, "config.guess")) return c.build_command(scripts, likely_system());
  const std::string otherwise = "{ cd " + shell_quoted(c.var("ac_pwd")) + " && " + scripts + "; }\n";
  const std::string uname = first_in_path(c, "uname");
  const std::string_view words = !uname.empty() && c.is_elf_file(uname) ? kLineOfUname : kWordsOfUname;
  const std::string looks = std::string(kOrdinaryFolder) + std::string(words) + std::string(kOrdinaryWords);
  if (cc_is_gcc(c) && library_is_gnus(c)) return c.command(looks + std::string(kNoCompiler) + otherwise, likely_system());
  return c.command(looks + std::string(kAskCompiler) + otherwise, likely_system(),
                   {{"conftest.c", std::string(probe::embedded_program("build_system_libc.c"))}});
}

std::string build_system(Context& c, bool known_sub) {
  if (!c.empty("build_alias")) {
    c.set("ac_build_alias", c.var("build_alias"));
    return canonical(c, c.var("build_alias"));
  }
  const std::string guess = script_call(c, "config.guess");
  // Both scripts as one question: the second needs the answer of the first.
  const std::string scripts = "alias=$(" + guess + "); test -n \"$alias\" && sh " +
                              shell_quoted(c.var("ac_aux_dir") + "config.sub") + " $alias";
  const Outcome both = answer_of_scripts(c, scripts, known_sub);
  if (both.ok) return both.output;
  const Outcome alias = c.build_command(guess, likely_system());
  if (alias.output.empty()) {
    show_errors(c, guess);
    c.fail("cannot guess build type; you must specify one");
    return {};
  }
  c.set("ac_build_alias", alias.output);
  return canonical(c, alias.output);
}

/// NAME, NAME_cpu, NAME_vendor and NAME_os from ac_cv_NAME.
void split(Context& c, const std::string& name) {
  const std::string triplet = c.var("ac_cv_" + name);
  if (!matches("*-*-*", triplet)) return c.fail("invalid value of canonical " + name);
  const std::size_t first = triplet.find('-');
  const std::size_t second = triplet.find('-', first + 1);
  std::string os = triplet.substr(second + 1);
  if (os.ends_with('-')) os.pop_back();
  for (char& ch : os) {
    if (ch == ' ') ch = '-';
  }
  c.subst(name, triplet);
  c.subst(name + "_cpu", triplet.substr(0, first));
  c.subst(name + "_vendor", triplet.substr(first + 1, second - first - 1));
  c.subst(name + "_os", os);
}

}  // namespace

void canonical_host(Context& c) {
  const bool known_sub = known_script(c, "config.sub");
  if (!known_sub) {
    const Outcome works = c.build_command(script_call(c, "config.sub", "sun4") + " >/dev/null 2>&1");
    if (!works.ok) return c.fail(c.x("cannot run $SHELL ${ac_aux_dir}config.sub"), works.status);
  }

  c.cache_check("build system type", "ac_cv_build", [&] { return build_system(c, known_sub); });
  split(c, "build");

  c.cache_check("host system type", "ac_cv_host", [&] {
    return c.empty("host_alias") ? c.var("ac_cv_build") : canonical(c, c.var("host_alias"));
  });
  split(c, "host");
}

}  // namespace pyconfigure::decide
