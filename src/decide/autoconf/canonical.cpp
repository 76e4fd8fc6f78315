// AC_CANONICAL_HOST: the system that this runs on and the one that the result will run on, as the tree's own
// config.guess and config.sub name them.
// Autoconf's manual, "Getting the Canonical System Type".
#include <string>
#include <string_view>

#include "decide/autoconf.hpp"
#include "decide/shell_quoted.hpp"

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

std::string build_system(Context& c) {
  if (!c.empty("build_alias")) {
    c.set("ac_build_alias", c.var("build_alias"));
    return canonical(c, c.var("build_alias"));
  }
  const std::string guess = script_call(c, "config.guess");
  // Both scripts as one question: the second needs the answer of the first.
  const Outcome both = c.build_command("alias=$(" + guess + "); test -n \"$alias\" && " +
                                           "sh " + shell_quoted(c.var("ac_aux_dir") + "config.sub") + " $alias",
                                       likely_system());
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
  const Outcome works = c.build_command(script_call(c, "config.sub", "sun4") + " >/dev/null 2>&1");
  if (!works.ok) return c.fail(c.x("cannot run $SHELL ${ac_aux_dir}config.sub"), works.status);

  c.cache_check("build system type", "ac_cv_build", [&] { return build_system(c); });
  split(c, "build");

  c.cache_check("host system type", "ac_cv_host", [&] {
    return c.empty("host_alias") ? c.var("ac_cv_build") : canonical(c, c.var("host_alias"));
  });
  split(c, "host");
}

}  // namespace pyconfigure::decide
