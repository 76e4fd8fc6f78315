// AC_PROG_GREP, AC_PROG_EGREP and AC_PROG_SED: the first one of GNU's, else the one that takes the longest lines.
#include "decide/autoconf.hpp"
#include "decide/autoconf/path_search.hpp"
#include "decide/shell_quoted.hpp"

namespace pyconfigure::decide {

namespace {

constexpr std::string_view kXpg4 = ":/usr/xpg4/bin";

/// Prints the best of the programs in `$candidates`, one a line. Each that is not GNU's is fed a line that doubles
/// until the program drops something of it, or until 10 * 2^10 characters went through: more is not asked for.
constexpr std::string_view kSelect = R"sh(
best= most=0
IFS='
'
for tool in $candidates; do
  case `"$tool" --version 2>&1` in
    *GNU*) best=$tool; break ;;
  esac
  count=0
  printf %s 0123456789 >line
  while :; do
    cat line line >twice
    mv twice line
    cp line input
    printf '%s\n' "$ending" >>input
    filter <input >output 2>/dev/null || break
    diff output input >/dev/null 2>&1 || break
    count=`expr $count + 1`
    if test $count -gt $most; then
      best=$tool
      most=$count
    fi
    test $count -gt 10 && break
  done
done
printf '%s\n' "$best"
)sh";

struct Selection {
  std::vector<std::string> names;
  std::string path;
  std::string ending;  ///< what the long line ends with
  std::string filter;  ///< the shell function `filter`: has to give back what it reads
};

std::string select(Context& c, const Selection& want, std::vector<probe::ScratchFile> files = {}) {
  std::string list;
  std::string first;
  for (const Executable& file : executables(c, want.names, want.path)) {
    if (first.empty()) first = file.path();
    list += file.path() + "\n";
  }
  if (first.empty()) return {};
  std::string script =
      "ending='" + want.ending + "'\nfilter () { " + want.filter + "; }\ncandidates=" + shell_quoted(list) + "\n";
  script += kSelect;
  return c.quick_command(script, first, std::move(files)).output;
}

/// The variable is taken as it is when the user has set it.
std::string chosen(Context& c, std::string_view variable, const Selection& want, const std::string& complaint,
                   std::vector<probe::ScratchFile> files = {}) {
  if (!c.empty(variable)) return c.var(variable);
  std::string best = select(c, want, std::move(files));
  if (best.empty()) c.fail(complaint);
  return best;
}

}  // namespace

void prog_grep(Context& c) {
  const std::string path = c.var("PATH") + std::string(kXpg4);
  c.cache_check("for grep that handles long lines and -e", "ac_cv_path_GREP", [&] {
    return chosen(c, "GREP", {{"grep", "ggrep"}, path, "GREP", R"("$tool" -e 'GREP$' -e '-(cannot match)-')"},
                  "no acceptable grep could be found in " + path);
  });
  c.subst("GREP", c.var("ac_cv_path_GREP"));
}

void prog_egrep(Context& c) {
  const std::string path = c.var("PATH") + std::string(kXpg4);
  c.cache_check("for egrep", "ac_cv_path_EGREP", [&] {
    const std::string script = shell_variables(c, {"GREP"}) + "echo a | $GREP -E '(a|b)' >/dev/null 2>&1";
    if (c.quick_command(script).ok) return c.var("GREP") + " -E";
    return chosen(c, "EGREP", {{"egrep"}, path, "EGREP", R"("$tool" 'EGREP$')"},
                  "no acceptable egrep could be found in " + path);
  });
  c.subst("EGREP", c.var("ac_cv_path_EGREP"));
  if (autoconf_before(c, "2.72")) return;
  c.subst("EGREP_TRADITIONAL", c.var("EGREP"));
  c.set("ac_cv_path_EGREP_TRADITIONAL", c.var("EGREP"));
}

void prog_sed(Context& c) {
  c.cache_check("for a sed that does not truncate output", "ac_cv_path_SED", [&] {
    // A script of 99 commands, which some old seds cannot hold.
    std::string commands;
    for (int i = 0; i < 99; ++i) commands += "s/" + std::string(35, 'a') + "/" + std::string(33, 'b') + "/\n";
    return chosen(c, "SED", {{"sed", "gsed"}, c.var("PATH"), "", R"("$tool" -f pyconf.commands)"},
                  "no acceptable sed could be found in $PATH", {{"pyconf.commands", commands}});
  });
  c.subst("SED", c.var("ac_cv_path_SED"));
}

}  // namespace pyconfigure::decide
