#include "autoconf_macros.hpp"

#include <algorithm>

namespace pyconfigure::tree {

namespace {

constexpr PreciousRow kLdflags = {
    "LDFLAGS", "linker flags, e.g. -L<lib dir> if you have libraries in a nonstandard directory <lib dir>"};
constexpr PreciousRow kLibs = {"LIBS", "libraries to pass to the linker, e.g. -l<library>"};
constexpr PreciousRow kCppflags = {"CPPFLAGS",
                                   "(Objective) C/C++ preprocessor flags, e.g. -I<include dir> if you have headers in "
                                   "a nonstandard directory <include dir>"};

// Sorted by name.
const MacroRow kMacros[] = {
    {"AC_CANONICAL_BUILD", {"build", "build_cpu", "build_os", "build_vendor"}, {}},
    {"AC_CANONICAL_HOST",
     {"build", "build_cpu", "build_os", "build_vendor", "host", "host_cpu", "host_os", "host_vendor"},
     {}},
    {"AC_INIT",
     {"DEFS", "ECHO_C", "ECHO_N", "ECHO_T", "LIBS", "PACKAGE_BUGREPORT", "PACKAGE_NAME", "PACKAGE_STRING",
      "PACKAGE_TARNAME", "PACKAGE_URL", "PACKAGE_VERSION", "PATH_SEPARATOR", "SHELL", "bindir", "build_alias",
      "datadir", "datarootdir", "docdir", "dvidir", "exec_prefix", "host_alias", "htmldir", "includedir", "infodir",
      "libdir", "libexecdir", "localedir", "localstatedir", "mandir", "oldincludedir", "pdfdir", "prefix",
      "program_transform_name", "psdir", "runstatedir", "sbindir", "sharedstatedir", "sysconfdir", "target_alias"},
     {{"build_alias", ""}, {"host_alias", ""}, {"target_alias", ""}}},
    {"AC_LIBOBJ", {"LIBOBJS"}, {}},
    {"AC_OUTPUT", {"LIBOBJS", "LTLIBOBJS"}, {}},
    {"AC_PROG_CC",
     {"CC", "CFLAGS", "CPPFLAGS", "EXEEXT", "LDFLAGS", "LIBS", "OBJEXT", "ac_ct_CC"},
     {{"CC", "C compiler command"}, {"CFLAGS", "C compiler flags"}, kLdflags, kLibs, kCppflags}},
    {"AC_PROG_CPP", {"CPP", "CPPFLAGS"}, {{"CPP", "C preprocessor"}, kCppflags}},
    {"AC_PROG_EGREP", {"EGREP", "GREP"}, {}},
    {"AC_PROG_FGREP", {"FGREP", "GREP"}, {}},
    {"AC_PROG_GREP", {"GREP"}, {}},
    {"AC_PROG_INSTALL", {"INSTALL_DATA", "INSTALL_PROGRAM", "INSTALL_SCRIPT"}, {}},
    {"AC_PROG_LN_S", {"LN_S"}, {}},
    {"AC_PROG_MKDIR_P", {"MKDIR_P"}, {}},
    {"AC_PROG_SED", {"SED"}, {}},
    {"AC_REPLACE_FUNCS", {"LIBOBJS"}, {}},
};

}  // namespace

const MacroRow* autoconf_macro(std::string_view macro) {
  const auto before = [](const MacroRow& each, std::string_view name) { return each.macro < name; };
  const auto* const row = std::lower_bound(std::begin(kMacros), std::end(kMacros), macro, before);
  return row != std::end(kMacros) && row->macro == macro ? row : nullptr;
}

}  // namespace pyconfigure::tree
