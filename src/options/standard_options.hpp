// The options that every autoconf script has.
#pragma once

#include <string_view>

namespace pyconfigure::options {

enum class Takes { value, nothing };

/// One standard option. `shortest` is the shortest abbreviation that is accepted after two dashes; after one dash only
/// the whole name is.
struct StandardOption {
  std::string_view name;
  std::string_view shortest;
  std::string_view variable;
  Takes takes = Takes::value;
  std::string_view set_to = {};  ///< Takes::nothing: what the variable becomes
  std::string_view initial = {}; ///< the variable's value when the option is not given
  char letter = 0;               ///< one-letter form
  std::string_view gap = {};     ///< an abbreviation that autoconf forgot
  bool two_dashes_only = false;
};

// Autoconf's manual, "Installation Directory Variables", "Specifying Target Triplets", "configure Invocation".
inline constexpr StandardOption kStandardOptions[] = {
    {"bindir", "bi", "bindir", Takes::value, {}, "${exec_prefix}/bin"},
    {"build", "bu", "build_alias"},
    {"cache-file", "c", "cache_file", Takes::value, {}, "/dev/null"},
    {"config-cache", "config-cache", "cache_file", Takes::nothing, "config.cache", "/dev/null", 'C', {}, true},
    {"datadir", "datad", "datadir", Takes::value, {}, "${datarootdir}"},
    {"datarootdir", "datar", "datarootdir", Takes::value, {}, "${prefix}/share"},
    {"docdir", "do", "docdir", Takes::value, {}, "${datarootdir}/doc/${PACKAGE_TARNAME}", 0, "docd"},
    {"dvidir", "dv", "dvidir", Takes::value, {}, "${docdir}"},
    {"exec-prefix", "ex", "exec_prefix", Takes::value, {}, "NONE"},
    {"exec_prefix", "exec_prefix", "exec_prefix", Takes::value, {}, "NONE", 0, {}, true},
    {"gas", "g", "with_gas", Takes::nothing, "yes"},
    {"host", "ho", "host_alias"},
    {"htmldir", "ht", "htmldir", Takes::value, {}, "${docdir}"},
    {"includedir", "inc", "includedir", Takes::value, {}, "${prefix}/include"},
    {"infodir", "inf", "infodir", Takes::value, {}, "${datarootdir}/info"},
    {"libdir", "libd", "libdir", Takes::value, {}, "${exec_prefix}/lib"},
    {"libexecdir", "libe", "libexecdir", Takes::value, {}, "${exec_prefix}/libexec"},
    {"localedir", "locale", "localedir", Takes::value, {}, "${datarootdir}/locale"},
    {"localstatedir", "locals", "localstatedir", Takes::value, {}, "${prefix}/var"},
    {"mandir", "m", "mandir", Takes::value, {}, "${datarootdir}/man"},
    {"nfp", "nf", "with_fp", Takes::nothing, "no"},
    {"no-create", "no-c", "no_create", Takes::nothing, "yes", "", 'n'},
    {"no-recursion", "no-r", "no_recursion", Takes::nothing, "yes", ""},
    {"oldincludedir", "o", "oldincludedir", Takes::value, {}, "/usr/include"},
    {"pdfdir", "pd", "pdfdir", Takes::value, {}, "${docdir}"},
    {"prefix", "p", "prefix", Takes::value, {}, "NONE"},
    {"program-prefix", "program-p", "program_prefix", Takes::value, {}, "NONE"},
    {"program-suffix", "program-s", "program_suffix", Takes::value, {}, "NONE"},
    {"progr-tra", "progr-tra", "program_transform_name", Takes::value, {}, "s,x,x,", 0, {}, true},  // what it has instead
    {"program-transform-name", "program-t", "program_transform_name", Takes::value, {}, "s,x,x,", 0, "program-tra"},
    {"psdir", "ps", "psdir", Takes::value, {}, "${docdir}"},
    {"quiet", "q", "silent", Takes::nothing, "yes", "", 'q'},
    {"runstatedir", "r", "runstatedir", Takes::value, {}, "${localstatedir}/run"},
    {"sbindir", "sb", "sbindir", Takes::value, {}, "${exec_prefix}/sbin"},
    {"sharedstatedir", "sh", "sharedstatedir", Takes::value, {}, "${prefix}/com"},
    {"silent", "sil", "silent", Takes::nothing, "yes", ""},
    {"site", "sit", "site", Takes::value, {}, ""},
    {"srcdir", "sr", "srcdir", Takes::value, {}, ""},
    {"sysconfdir", "sy", "sysconfdir", Takes::value, {}, "${prefix}/etc"},
    {"target", "t", "target_alias"},
    {"verbose", "verb", "verbose", Takes::nothing, "yes", "", 'v'},
    {"x-includes", "x-i", "x_includes", Takes::value, {}, "NONE"},
    {"x-libraries", "x-l", "x_libraries", Takes::value, {}, "NONE"},
};

/// The order in which the script checks the directory options.
inline constexpr std::string_view kDirectories[] = {
    "exec_prefix", "prefix",        "bindir", "sbindir", "libexecdir", "datarootdir", "datadir",   "sysconfdir",
    "sharedstatedir", "localstatedir", "includedir", "oldincludedir", "docdir", "infodir", "htmldir", "dvidir",
    "pdfdir",      "psdir",         "libdir", "localedir", "mandir",   "runstatedir"};

}  // namespace pyconfigure::options
