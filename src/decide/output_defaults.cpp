// What AC_OUTPUT settles before config.status is written: the prefixes that were not given, DEFS, LIBOBJS.
#include "pyconfigure/decide/context.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// Variables that every autoconf script substitutes.
constexpr const char* kStandard[] = {
    "LTLIBOBJS",    "LIBOBJS",      "DEFS",           "ECHO_C",         "ECHO_N",        "ECHO_T",     "LIBS",
    "build_alias",  "host_alias",   "target_alias",   "PATH_SEPARATOR", "SHELL",         "bindir",     "datadir",
    "datarootdir",  "docdir",       "dvidir",         "exec_prefix",    "htmldir",       "includedir", "infodir",
    "libdir",       "libexecdir",   "localedir",      "localstatedir",  "runstatedir",   "mandir",     "oldincludedir",
    "pdfdir",       "prefix",       "program_transform_name",           "psdir",         "sbindir",    "sharedstatedir",
    "sysconfdir",   "PACKAGE_NAME", "PACKAGE_TARNAME", "PACKAGE_VERSION", "PACKAGE_STRING", "PACKAGE_BUGREPORT",
    "PACKAGE_URL"};

/// Each word of LIBOBJS as an object file in $LIBOBJDIR: `${LIBOBJDIR}dup2$U.o`.
std::string library_objects(const std::string& words, const std::string& ending) {
  std::string out;
  std::size_t at = 0;
  while ((at = words.find_first_not_of(" \t\n", at)) != std::string::npos) {
    const std::size_t end = std::min(words.find_first_of(" \t\n", at), words.size());
    std::string name = words.substr(at, end - at);
    for (const char* suffix : {"$U.o", ".o", ".obj"}) {
      if (name.ends_with(suffix)) {
        name.resize(name.size() - std::string_view(suffix).size());
        break;
      }
    }
    out += " ${LIBOBJDIR}" + name + ending;
    at = end;
  }
  return out;
}

}  // namespace

void output_defaults(Context& c) {
  if (c.is("prefix", "NONE")) c.set("prefix", c.empty("ac_default_prefix") ? "/usr/local" : c.var("ac_default_prefix"));
  if (c.is("exec_prefix", "NONE")) c.set("exec_prefix", "${prefix}");
  c.set("DEFS", "-DHAVE_CONFIG_H");
  const std::string words = c.var("LIBOBJS");
  c.set("LIBOBJS", library_objects(words, "$U." + c.var("ac_objext")));
  c.set("LTLIBOBJS", library_objects(words, "$U.lo"));
  for (const char* name : kStandard) c.subst(name);
}

}  // namespace pyconfigure::decide
