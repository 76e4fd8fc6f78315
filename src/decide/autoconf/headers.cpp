// AC_CHECK_HEADER(S), AC_HEADER_DIRENT, AC_HEADER_MAJOR and the default includes.
#include "decide/autoconf.hpp"
#include "decide/autoconf/likely.hpp"

namespace pyconfigure::decide {

namespace {

/// The headers that most test programs start with, each where it is known to be there.
std::string usual_includes() {
  std::string text = "#include <stddef.h>";
  for (const char* header : {"stdio.h", "stdlib.h", "string.h", "inttypes.h", "stdint.h", "strings.h", "sys/types.h",
                             "sys/stat.h", "unistd.h"}) {
    text += "\n#ifdef HAVE_" + tr_cpp(header) + "\n# include <" + header + ">\n#endif";
  }
  return text;
}

}  // namespace

const std::string& default_includes(Context& c) {
  static const std::string usual = usual_includes();
  // configure.ac replaces the text for a while with one of its own; nobody else sets this name.
  return c.has("ac_includes_default") ? c.var("ac_includes_default") : usual;
}

bool check_header(Context& c, std::string_view header) {
  return check_header(c, header, default_includes(c));
}

bool check_header(Context& c, std::string_view header, std::string_view includes) {
  const std::string name(header);
  return c.cache_check("for " + name, "ac_cv_header_" + tr_sh(name), [&] {
    return c.compiles(source(std::string(includes) + "\n#include <" + name + ">"), likely_header(name));
  }) == "yes";
}

bool check_headers(Context& c, Names headers) {
  return check_headers(c, headers, default_includes(c));
}

bool check_headers(Context& c, Names headers, std::string_view includes) {
  bool found = false;
  for (std::string_view header : headers) {
    found = check_header(c, header, includes);
    if (found) c.define("HAVE_" + tr_cpp(header));
  }
  return found;
}

void check_headers(Context& c, Names headers, const std::function<void()>& if_found,
                   const std::function<void()>& if_not) {
  check_headers(c, headers, default_includes(c), if_found, if_not);
}

void check_headers(Context& c, Names headers, std::string_view includes, const std::function<void()>& if_found,
                   const std::function<void()>& if_not) {
  for (std::string_view header : headers) {
    if (check_headers(c, {header}, includes)) {
      if (if_found) if_found();
    } else if (if_not) {
      if_not();
    }
  }
}

void header_dirent(Context& c) {
  c.set("ac_header_dirent", "no");
  for (const std::string header : {"dirent.h", "sys/ndir.h", "sys/dir.h", "ndir.h"}) {
    const bool found =
        c.cache_check("for " + header + " that defines DIR", "ac_cv_header_dirent_" + tr_sh(header), [&] {
          return c.compiles(
              program("#include <sys/types.h>\n#include <" + header + ">\n", "if ((DIR *) 0)\nreturn 0;"));
        }) == "yes";
    if (!found) continue;
    c.define("HAVE_" + tr_cpp(header));
    c.set("ac_header_dirent", header);
    break;
  }
  // opendir sits in -ldir or -lx on old SCO systems.
  search_libs(c, "opendir", {c.is("ac_header_dirent", "dirent.h") ? "dir" : "x"});
}

void header_major(Context& c) {
  if (check_header(c, "sys/mkdev.h")) c.define("MAJOR_IN_MKDEV");
  if (c.is("ac_cv_header_sys_mkdev_h", "no") && check_header(c, "sys/sysmacros.h")) c.define("MAJOR_IN_SYSMACROS");
}

}  // namespace pyconfigure::decide
