// configure.ac: ncurses and its panel library, and what their curses.h offers.
#include <algorithm>
#include <string>
#include <string_view>

#include "autoconf.hpp"
#include "pyconfigure/base/text.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "pyconfigure/tree/macro_calls.hpp"
#include "sections.hpp"
#include "shell_words.hpp"

namespace pyconfigure::decide {

namespace {

// NCURSES_OPAQUE=0 shows the members of WINDOW whatever ncurses was built with.
constexpr std::string_view kCursesIncludes =
    "#define NCURSES_OPAQUE 0\n"
    "#if defined(HAVE_NCURSESW_NCURSES_H)\n"
    "#  include <ncursesw/ncurses.h>\n"
    "#elif defined(HAVE_NCURSESW_CURSES_H)\n"
    "#  include <ncursesw/curses.h>\n"
    "#elif defined(HAVE_NCURSES_NCURSES_H)\n"
    "#  include <ncurses/ncurses.h>\n"
    "#elif defined(HAVE_NCURSES_CURSES_H)\n"
    "#  include <ncurses/curses.h>\n"
    "#elif defined(HAVE_NCURSES_H)\n"
    "#  include <ncurses.h>\n"
    "#elif defined(HAVE_CURSES_H)\n"
    "#  include <curses.h>\n"
    "#endif\n";

/// PY_CHECK_CURSES
void pkg_check_curses(Context& c, std::string_view curses, std::string_view panel) {
  pkg_check_modules(
      c, "CURSES", curses,
      [&] {
        c.define("HAVE_" + tr_cpp(curses));
        c.set("have_curses", "yes");
        pkg_check_modules(
            c, "PANEL", panel,
            [&] {
              c.define("HAVE_" + tr_cpp(panel));
              c.set("have_panel", "yes");
            },
            [&] { c.set("have_panel", "no"); });
      },
      [&] { c.set("have_curses", "no"); });
}

/// The link has the last word, and stands in for pkg-config where that said no. Where nothing but LIBS was needed,
/// the text `none required` goes into LIBS_VARIABLE, as it does in configure.
void confirm_by_linking(Context& c, std::string_view function, Names libraries, std::string_view have,
                        std::string_view libs_variable) {
  if (!search_libs(c, function, libraries)) {
    c.set(have, "no");
  } else if (c.is(have, "no")) {
    c.set(have, "yes");
    if (!c.has(libs_variable)) c.set(libs_variable, c.var("ac_cv_search_" + std::string(function)));
  }
}

/// The wide interface can be there under the plain name too.
void wide_curses(Context& c) {
  if (c.is("have_curses", "no") || !c.checkout().says("ac_cv_curses_wide")) return;
  c.set("save_curses_cppflags", c.var("CPPFLAGS"));
  c.append("CPPFLAGS", c.x(" $CURSES_CFLAGS"));
  c.cache_check("whether curses supports wide characters", "ac_cv_curses_wide", [&] {
    return c.links(
        program(kCursesIncludes, "\ncchar_t cell;\nsetcchar(&cell, L\"w\", A_NORMAL, 0, NULL);\nadd_wch(&cell);\n"));
  });
  c.set("CPPFLAGS", c.var("save_curses_cppflags"));
  if (c.yes("ac_cv_curses_wide")) c.define("HAVE_NCURSESW");
}

/// In trees where setup.py looks for the library: is it the header alone that counts?
bool headers_only(const tree::Checkout& checkout) { return !checkout.says("PY_CHECK_CURSES("); }

bool compiles_cached(Context& c, std::string_view message, std::string_view cache_var, std::string_view body,
                     std::string_view includes) {
  return c.cache_check(message, cache_var, [&] { return c.compiles(program(includes, body)); }) == "yes";
}

/// configure.ac from the definition of the curses probes on.
std::string_view curses_part(const tree::Checkout& checkout) {
  const std::string_view text = checkout.configure_ac;
  return text.substr(std::min(base::find(text, "AC_DEFUN([PY_CHECK_CURSES_FUNC]"), text.size()));
}

void curses_interface(Context& c) {
  const bool plain = headers_only(c.checkout());
  const std::string_view includes = plain ? "#include <curses.h>" : kCursesIncludes;
  check_headers(c, {"term.h"}, plain ? "\n#ifdef HAVE_CURSES_H\n#include <curses.h>\n#endif\n" : kCursesIncludes);
  if (compiles_cached(c, "whether mvwdelch is an expression", "ac_cv_mvwdelch_is_expression",
                      "\nint deleted;\ndeleted = mvwdelch(0,0,0);\n", includes)) {
    c.define("MVWDELCH_IS_EXPRESSION");
  }
  if (compiles_cached(c, "whether WINDOW has _flags", "ac_cv_window_has_flags",
                      "\nWINDOW *window;\nwindow->_flags = 0;\n",
                      plain ? "#define NCURSES_OPAQUE 0\n#include <curses.h>\n" : kCursesIncludes)) {
    c.define("WINDOW_HAS_FLAGS");
  }
  // Which ones a CPython asks for is its own matter.
  for (const tree::MacroCall& call :
       tree::macro_calls(curses_part(c.checkout()), {"PY_CHECK_CURSES_FUNC", "PY_CHECK_CURSES_VAR"})) {
    const std::string& name = call.argument(0);
    const bool function = call.macro == "PY_CHECK_CURSES_FUNC";
    const std::string body = function ? "\n#ifndef " + name + "\nvoid *x=" + name + "\n#endif\n"
                                      : "\nint x = " + name + "; (void)x;\n";
    if (compiles_cached(c, (function ? "for curses function " : "for curses variable ") + name,
                        "ac_cv_lib_curses_" + name, body, includes)) {
      c.define("HAVE_CURSES_" + tr_cpp(name));
    }
  }
  if (!c.checkout().says("[ac_cv_lib_curses_getmouse]")) return;
  // PDCurses has a getmouse(void) that is something else.
  if (compiles_cached(c, "for ncurses-style curses function getmouse", "ac_cv_lib_curses_getmouse",
                      "MEVENT mouse; (void)getmouse(&mouse);", includes)) {
    c.define("HAVE_CURSES_GETMOUSE");
  }
}

}  // namespace

void curses(Context& c) {
  if (headers_only(c.checkout())) {
    c.set("ac_save_cppflags", c.var("CPPFLAGS"));
    if (c.is("cross_compiling", "no")) c.append("CPPFLAGS", " -I/usr/include/ncursesw");
    check_headers(c, {"curses.h", "ncurses.h"});
    curses_interface(c);
    return c.set("CPPFLAGS", c.var("ac_save_cppflags"));
  }
  c.set("have_curses", "no");
  c.set("have_panel", "no");
  pkg_check_curses(c, "ncursesw", "panelw");
  if (c.is("have_curses", "no")) pkg_check_curses(c, "ncurses", "panel");

  SaveEnv save(c);
  c.append("CPPFLAGS", c.x(" $CURSES_CFLAGS $PANEL_CFLAGS"));
  check_headers(c, {"ncursesw/curses.h", "ncursesw/ncurses.h", "ncursesw/panel.h", "ncurses/curses.h",
                    "ncurses/ncurses.h", "ncurses/panel.h", "curses.h", "ncurses.h", "panel.h"});
  c.append("LIBS", c.x(" $CURSES_LIBS $PANEL_LIBS"));
  confirm_by_linking(c, "initscr", {"ncursesw", "ncurses"}, "have_curses", "CURSES_LIBS");
  confirm_by_linking(c, "update_panels", {"panelw", "panel"}, "have_panel", "PANEL_LIBS");

  // configure.ac guards the rest with a test of two constant words, which always holds.
  c.set("CURSES_CFLAGS", echoed_without(c.var("CURSES_CFLAGS"), "-D_XOPEN_SOURCE=600"));
  // Apple's ncurses hides its wide interface otherwise.
  if (c.is("ac_sys_system", "Darwin")) c.append("CURSES_CFLAGS", " -D_XOPEN_SOURCE_EXTENDED=1");
  c.set("PANEL_CFLAGS", echoed_without(c.var("PANEL_CFLAGS"), "-D_XOPEN_SOURCE=600"));
  wide_curses(c);
  curses_interface(c);
  // A variable that nothing sets; the end of the scope mends it.
  c.set("CPPFLAGS", c.var("ac_save_cppflags"));
}

}  // namespace pyconfigure::decide
