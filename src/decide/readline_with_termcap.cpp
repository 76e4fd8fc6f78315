#include "readline_with_termcap.hpp"

#include <string>
#include <string_view>

#include "autoconf.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

namespace {

constexpr std::string_view kIncludes =
    "#include <stdio.h>\n"
    "#ifdef WITH_EDITLINE\n"
    "# include <editline/readline.h>\n"
    "#else\n"
    "# include <readline/readline.h>\n"
    "#endif\n";

probe::Program call_of(const std::string& function) {
  return program("#ifdef __cplusplus\nextern \"C\"\n#endif\nchar " + function + " (void);",
                 "return " + function + " ();");
}

void link_with_termcap(Context& c) {
  c.checking("how to link readline libs");
  for (const std::string termcap : {"", "tinfo", "ncursesw", "ncurses", "curses", "termcap"}) {
    c.set("py_libtermcap", termcap);
    c.set("READLINE_LIBS", c.x("-l$LIBREADLINE") + (termcap.empty() ? "" : " -l" + termcap));
    c.set_x("LIBS", "$READLINE_LIBS $LIBS_no_readline");
    if (c.links(call_of("readline"))) c.set("py_cv_lib_readline", "yes");
    if (c.yes("py_cv_lib_readline")) break;
  }
  const bool found = c.yes("py_cv_lib_readline");
  c.result(found ? c.var("READLINE_LIBS") : "none");
  if (found) c.define("HAVE_LIBREADLINE");
}

void declared(Context& c, std::string_view symbol, std::string_view macro) {
  if (check_decl(c, symbol, kIncludes)) c.define(macro);
}

void in_library(Context& c, std::string_view symbol, std::string_view macro) {
  // AC_CHECK_LIB with a library in a variable: the quotes behind its name become part of the cache variable's.
  const std::string name(symbol);
  const std::string library = c.var("LIBREADLINE");
  const std::string cache_var = "ac_cv_lib_" + tr_sh(library + "''_" + name);
  c.cache_check("for " + name + " in -l" + library, cache_var, [&] {
    const SaveVar libs(c, "LIBS");
    c.set_x("LIBS", "-l$LIBREADLINE $READLINE_LIBS $LIBS");
    return c.links(call_of(name));
  });
  if (c.yes(cache_var)) c.define(macro);
}

}  // namespace

bool readline_wants_termcap(const Context& c) { return c.checkout().says("[how to link readline libs]"); }

void find_readline_and_termcap(Context& c) {
  if (!c.with("readline")) c.set("with_readline", "yes");
  c.set("py_cv_lib_readline", "no");
  c.set("LIBS_no_readline", c.var("LIBS"));
  const std::string choice = c.var("with_readline");
  if (choice == "no") return;
  if (matches("editline|edit", choice)) {
    c.set("LIBREADLINE", "edit");
    c.define("WITH_EDITLINE");
  } else if (matches("yes|readline", choice)) {
    c.set("LIBREADLINE", "readline");
  } else {
    return c.fail("proper usage is --with(out)-readline[=editline]");
  }
  link_with_termcap(c);
}

void features_with_termcap(Context& c) {
  if (c.yes("py_cv_lib_readline")) {
    declared(c, "rl_completion_append_character", "HAVE_RL_COMPLETION_APPEND_CHARACTER");
    declared(c, "rl_completion_suppress_append", "HAVE_RL_COMPLETION_SUPPRESS_APPEND");
    in_library(c, "rl_pre_input_hook", "HAVE_RL_PRE_INPUT_HOOK");
    in_library(c, "rl_completion_display_matches_hook", "HAVE_RL_COMPLETION_DISPLAY_MATCHES_HOOK");
    in_library(c, "rl_resize_terminal", "HAVE_RL_RESIZE_TERMINAL");
    in_library(c, "rl_completion_matches", "HAVE_RL_COMPLETION_MATCHES");
    declared(c, "rl_catch_signals", "HAVE_RL_CATCH_SIGNAL");
    in_library(c, "append_history", "HAVE_RL_APPEND_HISTORY");
  }
  c.set("LIBS", c.var("LIBS_no_readline"));
}

}  // namespace pyconfigure::decide
