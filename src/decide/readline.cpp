// configure.ac: --with-readline, and what the GNU readline or libedit found can do.
#include <string>
#include <string_view>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "readline_with_termcap.hpp"
#include "sections.hpp"
#include "shell_words.hpp"

namespace pyconfigure::decide {

namespace {

// GNU readline's headers use FILE without including <stdio.h>, so that one has to come first.
constexpr std::string_view kReadlineIncludes =
    "#include <stdio.h>\n"
    "#ifdef WITH_EDITLINE\n"
    "# include <editline/readline.h>\n"
    "#else\n"
    "# include <readline/readline.h>\n"
    "# include <readline/history.h>\n"
    "#endif\n";

/// One of the two libraries that provide the readline interface.
struct Flavour {
  std::string_view prefix;   ///< of the precious variables
  std::string_view package;  ///< for pkg-config
  std::string_view header;
  std::string_view library;
  bool editline;
};

constexpr Flavour kGnu{"LIBREADLINE", "readline", "readline/readline.h", "readline", false};
constexpr Flavour kEdit{"LIBEDIT", "libedit", "editline/readline.h", "edit", true};

/// --with-readline: with_readline becomes readline, edit or no.
bool chosen_flavour(Context& c) {
  const auto given = c.with("readline");
  if (!given) {
    c.set("with_readline", "readline");
  } else if (matches("editline|edit", *given)) {
    c.set("with_readline", "edit");
  } else if (matches("yes|readline", *given)) {
    c.set("with_readline", "readline");
  } else if (*given != "no") {
    c.fail("proper usage is --with(out)-readline[=editline|readline|no]");
    return false;
  }
  return true;
}

/// Without pkg-config's word: look for the header, then for the function in the library.
void find_without_pkg_config(Context& c, const Flavour& flavour) {
  const std::string cflags = std::string(flavour.prefix) + "_CFLAGS";
  const std::string libs = std::string(flavour.prefix) + "_LIBS";
  SaveEnv save(c);
  c.set("CPPFLAGS", c.var("CPPFLAGS") + " " + c.var(cflags));
  c.set("LIBS", c.var("LIBS") + " " + c.var(libs));
  check_headers(
      c, {flavour.header},
      [&] {
        if (!check_lib(c, flavour.library, "readline")) {
          c.set("with_readline", "no");
          return;
        }
        c.set("LIBREADLINE", flavour.library);
        if (flavour.editline) c.define("WITH_EDITLINE");
        c.set("READLINE_CFLAGS", c.var(cflags));
        c.set("READLINE_LIBS", c.has(libs) ? c.var(libs) : "-l" + std::string(flavour.library));
      },
      [&] { c.set("with_readline", "no"); });
}

void find_flavour(Context& c, const Flavour& flavour) {
  pkg_check_modules(
      c, flavour.prefix, flavour.package,
      [&] {
        if (flavour.editline) c.define("WITH_EDITLINE");
        c.set("LIBREADLINE", flavour.library);
        c.set("READLINE_CFLAGS", c.var(std::string(flavour.prefix) + "_CFLAGS"));
        c.set("READLINE_LIBS", c.var(std::string(flavour.prefix) + "_LIBS"));
      },
      [&] { find_without_pkg_config(c, flavour); });
}

void declared(Context& c, std::string_view symbol, std::string_view macro) {
  if (check_decl(c, symbol, kReadlineIncludes)) c.define(macro);
}

void linked(Context& c, std::string_view symbol, std::string_view macro) {
  const std::string name(symbol);
  c.cache_check("for " + name + " in -l" + c.var("LIBREADLINE"), "ac_cv_readline_" + name,
                [&] { return c.links(program(kReadlineIncludes, "void *x = " + name)); });
  if (c.yes("ac_cv_readline_" + name)) c.define(macro);
}

void startup_hook_arguments(Context& c) {
  c.cache_check("if rl_startup_hook takes arguments", "ac_cv_readline_rl_startup_hook_takes_args", [&] {
    const std::string includes =
        std::string(kReadlineIncludes) + "extern int startup_probe(const char *text, int state);\n";
    return c.compiles(program(includes, "rl_startup_hook=startup_probe;"));
  });
  if (c.yes("ac_cv_readline_rl_startup_hook_takes_args")) c.define("Py_RL_STARTUP_HOOK_TAKES_ARGS");
}

}  // namespace

void readline(Context& c) {
  if (readline_wants_termcap(c)) return find_readline_and_termcap(c);
  if (!chosen_flavour(c)) return;
  if (c.is("with_readline", "readline")) find_flavour(c, kGnu);
  if (c.is("with_readline", "edit")) find_flavour(c, kEdit);
  // pyconfig.h has its own, higher, _XOPEN_SOURCE.
  c.set("READLINE_CFLAGS", echoed_without(c.var("READLINE_CFLAGS"), "-D_XOPEN_SOURCE=600"));
  c.checking("how to link readline");
  c.result(c.is("with_readline", "no") ? "no" : c.x("$with_readline (CFLAGS: $READLINE_CFLAGS, LIBS: $READLINE_LIBS)"));
}

void readline_features(Context& c) {
  if (readline_wants_termcap(c)) return features_with_termcap(c);
  if (c.is("with_readline", "no")) return;
  SaveEnv save(c);
  c.set_x("CPPFLAGS", "$CPPFLAGS $READLINE_CFLAGS");
  c.set_x("LIBS", "$LIBS $READLINE_LIBS");
  c.set("LIBS_SAVE", c.var("LIBS"));
  declared(c, "rl_completion_append_character", "HAVE_RL_COMPLETION_APPEND_CHARACTER");
  declared(c, "rl_completion_suppress_append", "HAVE_RL_COMPLETION_SUPPRESS_APPEND");
  linked(c, "rl_pre_input_hook", "HAVE_RL_PRE_INPUT_HOOK");
  linked(c, "rl_completion_display_matches_hook", "HAVE_RL_COMPLETION_DISPLAY_MATCHES_HOOK");
  linked(c, "rl_resize_terminal", "HAVE_RL_RESIZE_TERMINAL");
  linked(c, "rl_completion_matches", "HAVE_RL_COMPLETION_MATCHES");
  declared(c, "rl_catch_signals", "HAVE_RL_CATCH_SIGNAL");
  linked(c, "append_history", "HAVE_RL_APPEND_HISTORY");
  check_types(c, {"rl_compdisp_func_t"}, kReadlineIncludes);
  startup_hook_arguments(c);
}

}  // namespace pyconfigure::decide
