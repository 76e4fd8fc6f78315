// AC_PROG_CC: the newest of C11, C99 and C89 that the compiler takes, and with which option.
#include "decide/autoconf.hpp"
#include "decide/autoconf/compiler_parts.hpp"
#include "pyconfigure/probe/embedded.hpp"

namespace pyconfigure::decide {

namespace {

struct Standard {
  std::string name;                     ///< as messages have it: C11
  std::string tag;                      ///< as variables have it: c11
  std::vector<std::string_view> parts;  ///< the programs in probes/ that it must take, each with its `check_` function
  std::vector<std::string_view> options;  ///< tried in this order after none at all
};

const std::vector<Standard>& standards() {
  static const std::vector<Standard> all = {
      {"C11", "c11", {"c89", "c99", "c11"}, {"-std=gnu11"}},
      {"C99",
       "c99",
       {"c89", "c99"},
       {"-std=gnu99", "-std=c99", "-c99", "-qlanglvl=extc1x", "-qlanglvl=extc99", "-AC99", "-D_STDC_C99="}},
      {"C89",
       "c89",
       {"c89"},
       {"-qlanglvl=extc89", "-qlanglvl=ansi", "-std", "-Ae", "-Aa -D_HPUX_SOURCE", "-Xc -D__EXTENSIONS__"}},
  };
  return all;
}

probe::Program program_for(const Standard& standard) {
  std::string text;
  std::string calls;
  for (std::string_view part : standard.parts) {
    text += probe::embedded_program("language_" + std::string(part) + ".c");
    calls += "  wrong |= check_" + std::string(part) + " (argc, argv);\n";
  }
  return source(text + "\nint\nmain (int argc, char **argv)\n{\n  int wrong = 0;\n" + calls + "  return wrong;\n}\n");
}

std::string option_for(Context& c, const Standard& standard) {
  const SaveVar cc(c, "CC");
  const std::string plain = c.var("CC");
  const probe::Program text = program_for(standard);
  if (c.compiles(text)) return {};
  for (std::string_view option : standard.options) {
    c.set("CC", plain + " " + std::string(option));
    // A guessed yes would put the option into CC, and all later questions would be about another compiler.
    if (c.compiles(text, false)) return std::string(option);
  }
  return "no";
}

bool speaks(Context& c, const Standard& standard) {
  const bool older = autoconf_before(c, "2.70");
  c.checking("for " + c.var("CC") + " option to " +
             (older ? "accept ISO " + standard.name : "enable " + standard.name + " features"));
  const std::string cache = "ac_cv_prog_cc_" + standard.tag;
  const std::string option = c.cache_value(cache, [&] { return option_for(c, standard); });
  if (option == "no") {
    c.result("unsupported");
    return false;
  }
  c.result(option.empty() ? "none needed" : option);
  if (!option.empty()) c.append("CC", " " + option);
  if (!older) {
    c.set("ac_cv_prog_cc_stdc", option);
    c.set("ac_prog_cc_stdc", standard.tag);
  }
  return true;
}

}  // namespace

void choose_c_standard(Context& c) {
  if (autoconf_before(c, "2.70")) {
    speaks(c, standards().back());  // C89 is all that was asked for then
    return;
  }
  c.set("ac_prog_cc_stdc", "no");
  for (const Standard& standard : standards()) {
    if (speaks(c, standard)) return;
  }
}

}  // namespace pyconfigure::decide
