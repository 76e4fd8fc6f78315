// AC_CHECK_FUNC, AC_CHECK_FUNCS, AC_REPLACE_FUNCS and CPython's PY_CHECK_FUNC.
#include "decide/autoconf.hpp"
#include "decide/autoconf/likely.hpp"

namespace pyconfigure::decide {

namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& ch : out) {
    if (ch >= 'a' && ch <= 'z') ch = static_cast<char>(ch - 'a' + 'A');
  }
  return out;
}

}  // namespace

bool check_func(Context& c, std::string_view function) {
  const std::string name(function);
  return c.cache_check("for " + name, "ac_cv_func_" + tr_sh(name),
                       [&] { return c.links_function(name, likely_function(name)); }) == "yes";
}

bool check_funcs(Context& c, Names functions) {
  bool found = false;
  for (std::string_view function : functions) {
    found = check_func(c, function);
    if (found) c.define("HAVE_" + tr_cpp(function));
  }
  return found;
}

void check_funcs(Context& c, Names functions, const std::function<void()>& if_found,
                 const std::function<void()>& if_not) {
  for (std::string_view function : functions) {
    if (check_funcs(c, {function})) {
      if (if_found) if_found();
    } else if (if_not) {
      if_not();
    }
  }
}

bool py_check_func(Context& c, std::string_view function, std::string_view includes, std::string_view macro) {
  const std::string name(function);
  const bool found = c.cache_check("for " + name, "ac_cv_func_" + tr_sh(name), [&] {
    return c.compiles(program(includes, "void *x=" + name), likely_function(name));
  }) == "yes";
  if (found) c.define(macro.empty() ? "HAVE_" + upper(name) : std::string(macro));
  return found;
}

void replace_funcs(Context& c, Names functions) {
  c.subst("LIBOBJS");
  for (std::string_view function : functions) {
    if (check_funcs(c, {function})) continue;
    const std::string object = std::string(function) + "." + c.var("ac_objext");
    if ((" " + c.var("LIBOBJS") + " ").find(" " + object + " ") == std::string::npos) {
      c.append("LIBOBJS", " " + object);
    }
  }
}

}  // namespace pyconfigure::decide
