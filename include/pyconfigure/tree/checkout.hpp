// A CPython checkout: what its files say.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pyconfigure::tree {

/// One AC_ARG_ENABLE / AC_ARG_WITH of the checkout's configure.ac.
struct Option {
  bool enable = false;    ///< AC_ARG_ENABLE rather than AC_ARG_WITH
  std::string name;       ///< as written: experimental-jit, system-expat
  std::string help;       ///< the option's help block as configure --help prints it (may be several lines)
};

/// One AC_ARG_VAR: a precious variable and its help text.
struct Precious {
  std::string name;
  std::string help;
};

/// Immutable once read. Paths are as typed by the user: `srcdir` is how the Makefile will spell it.
class Checkout {
 public:
  std::string srcdir;           ///< as configure would spell it: ".", "..", "../X", "/abs"
  std::string abs_srcdir;       ///< absolute, not normalised beyond what configure does
  std::string build_dir;        ///< logical working folder ($PWD)
  std::string package;          ///< AC_INIT's name: "python"
  std::string version;          ///< PYTHON_VERSION of configure.ac: "3.14"
  std::string bug_report;       ///< AC_INIT's address for bug reports
  std::string autoconf_version; ///< of AC_PREREQ / the generated script: "2.72"
  std::string own_script;       ///< the configure that autoconf generated, seen from abs_srcdir; empty: it is not there
  std::string configure_ac;     ///< the whole text
  std::string aclocal_m4;       ///< the whole text; empty when there is none
  std::vector<Option> options;        ///< in the order of `configure --help`
  std::vector<Precious> precious;     ///< in the order that configure treats them in
  std::set<std::string, std::less<>> substituted;  ///< every variable that configure.ac AC_SUBSTs, macros' included
  std::set<std::string, std::less<>> macros;       ///< every macro that pyconfig.h.in has an #undef for

  /// The tree's own script as configure would spell it, and where it would be when it is not there.
  std::string script_path() const { return srcdir + "/" + (own_script.empty() ? "configure" : own_script); }
  /// True when configure.ac contains `text`: the usual way to ask the tree rather than its version.
  /// Each text is looked for once; a run asks for the same ones in every pass.
  bool says(std::string_view text) const;
  /// The same for aclocal.m4, which holds the macros that come from elsewhere (pkg.m4, autoconf-archive).
  bool macros_say(std::string_view text) const { return aclocal_m4.find(text) != std::string::npos; }
  /// The first argument of the first MACRO([...]) in configure.ac that contains `containing`, quotes taken off; empty
  /// when there is none. For paragraphs of text that configure prints: message("AC_MSG_NOTICE", "If you want a release").
  std::string message(std::string_view macro, std::string_view containing) const;
  /// The tree's script was made by an older autoconf than `release`; one that is not known counts as the newest.
  bool autoconf_before(std::string_view release) const { return !autoconf_version.empty() && autoconf_version < release; }
  /// The text in the quotes of that autoconf: before 2.72 a back-quote opens.
  std::string quoted(std::string_view text) const { return (autoconf_before("2.72") ? "`" : "'") + std::string(text) + "'"; }
  bool wants_macro(std::string_view macro) const { return macros.find(macro) != macros.end(); }

 private:
  mutable std::map<std::string, bool, std::less<>> said_;
};

/// Where a checkout keeps its own script while pyconfigure stands in its place.
inline constexpr const char* kScriptAside = "configure.autoconf";

}  // namespace pyconfigure::tree
