// AC_CHECK_LIB, AC_SEARCH_LIBS and CPython's PY_CHECK_LIB.
#include "decide/autoconf.hpp"
#include "decide/autoconf/likely.hpp"

namespace pyconfigure::decide {

namespace {

/// Calls the function whatever its real type is. Unlike AC_CHECK_FUNC's, the program does not look for stubs.
probe::Program call_of(const std::string& function) {
  return program("#ifdef __cplusplus\nextern \"C\"\n#endif\nchar " + function + " (void);",
                 "return " + function + " ();");
}

std::string with_libs(std::string_view library, std::string_view other_libs, const std::string& libs) {
  return "-l" + std::string(library) + " " + std::string(other_libs) + " " + libs;
}

}  // namespace

bool check_lib(Context& c, std::string_view library, std::string_view function, std::string_view other_libs) {
  const std::string lib(library);
  const std::string name(function);
  return c.cache_check("for " + name + " in -l" + lib, "ac_cv_lib_" + tr_sh(lib + "_" + name), [&] {
    c.set("ac_check_lib_save_LIBS", c.var("LIBS"));
    c.set("LIBS", with_libs(lib, other_libs, c.var("LIBS")));
    const bool found = c.links(call_of(name), likely_library(lib) && likely_function(name));
    c.set("LIBS", c.var("ac_check_lib_save_LIBS"));
    return found;
  }) == "yes";
}

bool check_lib_use(Context& c, std::string_view library, std::string_view function, std::string_view other_libs) {
  if (!check_lib(c, library, function, other_libs)) return false;
  c.define("HAVE_LIB" + tr_cpp(library));
  c.set("LIBS", "-l" + std::string(library) + " " + c.var("LIBS"));
  return true;
}

void py_check_lib(Context& c, std::string_view library, std::string_view function,
                  const std::function<void()>& if_found, const std::function<void()>& if_not,
                  std::string_view other_libs) {
  c.set("py_check_lib_save_LIBS", c.var("LIBS"));
  if (check_lib(c, library, function, other_libs)) {
    if (if_found) if_found();
  } else if (if_not) {
    if_not();
  }
  c.set("LIBS", c.var("py_check_lib_save_LIBS"));
}

bool search_libs(Context& c, std::string_view function, Names libraries, std::string_view other_libs) {
  const std::string name(function);
  const std::string found = c.cache_check("for library containing " + name, "ac_cv_search_" + tr_sh(name), [&] {
    c.set("ac_func_search_save_LIBS", c.var("LIBS"));
    const std::string save = c.var("LIBS");
    std::string where = "no";
    if (c.links(call_of(name), likely_function(name))) where = "none required";
    for (auto library = libraries.begin(); library != libraries.end() && where == "no"; ++library) {
      c.set("LIBS", with_libs(*library, other_libs, save));
      if (c.links(call_of(name), likely_library(*library))) where = "-l" + std::string(*library);
    }
    c.set("LIBS", save);
    return where;
  });
  c.set("ac_res", found);
  if (c.stopped() || found == "no") return false;
  if (found != "none required") c.set("LIBS", found + " " + c.var("LIBS"));
  return true;
}

}  // namespace pyconfigure::decide
