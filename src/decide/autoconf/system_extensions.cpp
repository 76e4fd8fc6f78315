// AC_USE_SYSTEM_EXTENSIONS, and before it the headers that the default includes depend on.
#include "decide/autoconf.hpp"
#include "pyconfigure/probe/embedded.hpp"

namespace pyconfigure::decide {

namespace {

void usual_headers(Context& c) {
  check_headers(c, {"stdio.h", "stdlib.h", "string.h", "inttypes.h", "stdint.h", "strings.h", "sys/stat.h",
                    "sys/types.h", "unistd.h", "wchar.h", "minix/config.h"});
  if (c.yes("ac_cv_header_stdlib_h") && c.yes("ac_cv_header_string_h")) c.define("STDC_HEADERS");
}

bool needs_xopen_source(Context& c) {
  if (!c.yes("ac_cv_header_wchar_h")) return false;
  static constexpr std::string_view kState = "#include <wchar.h>\nmbstate_t state;";
  if (c.compiles(program(kState, ""))) return false;
  return c.compiles(program("#define _XOPEN_SOURCE 500\n" + std::string(kState), ""));
}

bool toupper_follows_ascii(Context& c) {
  return c.yes("cross_compiling") || c.runs(source(probe::embedded_program("ctype_table.c"))).ok;
}

/// AC_HEADER_STDC.
void ansi_headers(Context& c) {
  const std::string all = c.cache_check("for ANSI C header files", "ac_cv_header_stdc", [&] {
    static constexpr std::string_view kHeaders =
        "#include <stdlib.h>\n#include <stdarg.h>\n#include <string.h>\n#include <float.h>\n";
    return c.compiles(program(kHeaders, "")) && egrep_header(c, "memchr", "string.h") &&
           egrep_header(c, "free", "stdlib.h") && toupper_follows_ascii(c);
  });
  if (all == "yes") c.define("STDC_HEADERS");
}

/// AC_USE_SYSTEM_EXTENSIONS up to autoconf 2.69.
void use_older_system_extensions(Context& c) {
  ansi_headers(c);
  check_headers(c, {"sys/types.h", "sys/stat.h", "stdlib.h", "string.h", "memory.h", "strings.h", "inttypes.h",
                    "stdint.h", "unistd.h"},
                default_includes(c));
  c.set("MINIX", check_header(c, "minix/config.h") ? "yes" : "");
  if (c.yes("MINIX")) {
    c.define("_POSIX_SOURCE");
    c.define("_POSIX_1_SOURCE", "2");
    c.define("_MINIX");
  }
  c.cache_check("whether it is safe to define __EXTENSIONS__", "ac_cv_safe_to_define___extensions__",
                [&] { return c.compiles(program("#define __EXTENSIONS__ 1\n" + default_includes(c), "")); });
  if (c.yes("ac_cv_safe_to_define___extensions__")) c.define("__EXTENSIONS__");
  for (const char* macro : {"_ALL_SOURCE", "_GNU_SOURCE", "_POSIX_PTHREAD_SEMANTICS", "_TANDEM_SOURCE"}) {
    c.define(macro);
  }
}

}  // namespace

void use_system_extensions(Context& c) {
  if (autoconf_before(c, "2.70")) return use_older_system_extensions(c);
  usual_headers(c);
  c.cache_check("whether it is safe to define __EXTENSIONS__", "ac_cv_safe_to_define___extensions__",
                [&] { return c.compiles(program("#define __EXTENSIONS__ 1\n" + default_includes(c), "")); });
  c.cache_check("whether _XOPEN_SOURCE should be defined", "ac_cv_should_define__xopen_source",
                [&] { return needs_xopen_source(c); });
  for (const char* macro :
       {"_ALL_SOURCE", "_DARWIN_C_SOURCE", "_GNU_SOURCE", "_HPUX_ALT_XOPEN_SOCKET_API", "_NETBSD_SOURCE",
        "_OPENBSD_SOURCE", "_POSIX_PTHREAD_SEMANTICS", "__STDC_WANT_IEC_60559_ATTRIBS_EXT__",
        "__STDC_WANT_IEC_60559_BFP_EXT__", "__STDC_WANT_IEC_60559_DFP_EXT__", "__STDC_WANT_IEC_60559_EXT__",
        "__STDC_WANT_IEC_60559_FUNCS_EXT__", "__STDC_WANT_IEC_60559_TYPES_EXT__", "__STDC_WANT_LIB_EXT2__",
        "__STDC_WANT_MATH_SPEC_FUNCS__", "_TANDEM_SOURCE"}) {
    c.define(macro);
  }
  const bool minix = c.yes("ac_cv_header_minix_config_h");
  c.set("MINIX", minix ? "yes" : "");
  if (minix) {
    c.define("_MINIX");
    c.define("_POSIX_SOURCE");
    c.define("_POSIX_1_SOURCE", "2");
  }
  if (c.yes("ac_cv_safe_to_define___extensions__")) c.define("__EXTENSIONS__");
  if (c.yes("ac_cv_should_define__xopen_source")) c.define("_XOPEN_SOURCE", "500");
}

}  // namespace pyconfigure::decide
