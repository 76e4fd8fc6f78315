// AC_PROG_CC: the names of the files that the compiler makes, and whether they run here.
#include <algorithm>

#include "decide/autoconf.hpp"
#include "decide/autoconf/compiler_parts.hpp"
#include "pyconfigure/base/text.hpp"

namespace pyconfigure::decide {

namespace {

/// Files that compilers leave beside the one that counts; objects are passed over where executables are looked for.
constexpr std::string_view kBeside =
    "*.c | *.xcoff | *.tds | *.d | *.pdb | *.xSYM | *.bb | *.bbg | *.map | *.inf | *.dSYM";

std::string tool_variables(const Context& c) {
  return shell_variables(c, {"CC", "CFLAGS", "CPPFLAGS", "LDFLAGS", "LIBS", "ac_exeext"});
}

/// Shell text that prints the first file of `names` that is not one of `beside`.
std::string print_first(std::string_view names, const std::string& beside) {
  std::string text = "for file in ";
  text += names;
  text += "; do\n  test -f \"$file\" || continue\n  case $file in\n    " + beside +
          ") continue ;;\n  esac\n  printf '%s\\n' \"$file\"\n  break\ndone\n";
  return text;
}

std::string print_object() { return print_first("conftest.o conftest.obj conftest.*", std::string(kBeside)); }

std::string print_executable(std::string_view names) { return print_first(names, std::string(kBeside) + " | *.o | *.obj"); }
std::string print_default_executable() {
  return print_executable("a.out conftest.exe conftest a.exe a_out.exe b.out conftest.*");
}
std::string print_named_executable() { return print_executable("conftest.exe conftest conftest.*"); }

std::string ending_from_first_dot(const std::string& file) {
  const std::size_t dot = file.find('.');
  return dot == std::string::npos ? std::string() : file.substr(dot);
}

probe::ScratchFile empty_main(const Context& c) {
  return conftest(c, "\nint\nmain " + main_parameters(c) + "\n{\n\n  ;\n  return 0;\n}\n");
}

/// Nothing in the text is for the compiler proper.
bool only_for_the_linker(const std::string& text) {
  const std::vector<std::string> words = base::words(text);
  return std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return word.starts_with("-Wl,") || (word.size() > 2 && (word.starts_with("-L") || word.starts_with("-l")));
  });
}

/// What is there before says nothing: where the compiler's name is relative, all this happens in the build folder.
constexpr std::string_view kNothingStale = "rm -f -r conftest conftest.exe conftest.o conftest.obj a.out a.exe a_out.exe b.out\n";

/// The linker has just made an executable; when the driver hands it a given name as it is, that is what the next one is
/// called, and none has to be made. GCC quotes what needs it, clang every word. A wrapper may repeat what it was told, or do more
/// than the driver behind it says, and so may a linker: only a driver that is no script, starts nobody else and has a linker that is none either is believed.
constexpr std::string_view kNamedByTheDriver = R"sh(is_program () {
  file=`command -v "$1"` || return 1
  begin=
  IFS= read -r begin 2>/dev/null <"$file"
  case $begin in ?ELF*) ;; *) return 1 ;; esac
}
plain_driver () {
  is_program "$1" && is_program "`"$1" -print-prog-name=ld 2>/dev/null`" || return 1
  shift
  for word; do
    case $word in -*) ;; *) return 1 ;; esac
  done
}
if plain_driver $CC && said=`$CC '-###' -o conftest $CFLAGS $CPPFLAGS $LDFLAGS conftest.o $LIBS 2>&1`; then
  case $said in
    *'-### -o conftest'*) ;;
    *' -o conftest '* | *' "-o" "conftest" '*) printf '%s\n' conftest; exit 0 ;;
  esac
fi
)sh";

/// Does the compiler call its files as nearly all do: conftest.o, a.out, and conftest where that is asked for? Then one
/// compilation has shown it for all three questions (and what other programs are compiled to may have). Anything else, and anything that fails, leaves each question to
/// its own commands.
bool usual_names(Context& c) {
  if (c.has("ac_cv_exeext") || c.has("ac_cv_objext") || !only_for_the_linker(c.var("LDFLAGS")) ||
      !only_for_the_linker(c.var("LIBS")))
    return false;
  const std::string script =
      shell_variables(c, {"CC", "CFLAGS", "CPPFLAGS", "LDFLAGS", "LIBS"}) + std::string(kNothingStale) +
      "$CC -c $CFLAGS $CPPFLAGS conftest.c >&2 || exit 1\n" + print_object() +
      "$CC $CFLAGS $CPPFLAGS $LDFLAGS conftest.o $LIBS >&2 || exit 1\n" +
      print_default_executable() +
      "rm -f -r conftest\n" + std::string(kNamedByTheDriver) +
      "$CC -o conftest $CFLAGS $CPPFLAGS $LDFLAGS conftest.o $LIBS >&2 || exit 1\n" +
      print_named_executable();
  return c.usual_files_command(script, probe::kUsualFiles, empty_main(c)).output == probe::kUsualFiles;
}

/// Without -o first: it tells broken compilers from others, and gives a first idea of the suffix.
void default_output(Context& c) {
  c.checking("whether the C compiler works");
  const std::string script = tool_variables(c) + std::string(kNothingStale) + "$CC $CFLAGS $CPPFLAGS $LDFLAGS conftest.c $LIBS >&2 || exit 0\n" +
                             print_default_executable();
  const std::string file = usual_names(c) ? "a.out" : c.command(script, "a.out", {empty_main(c)}).output;
  if (!file.empty()) {
    const bool says_nothing = matches("[ab].out", file) || file.find('.') == std::string::npos;
    if (!says_nothing && (!c.has("ac_cv_exeext") || c.is("ac_cv_exeext", "no"))) {
      c.set("ac_cv_exeext", ending_from_first_dot(file));
    }
    if (c.is("ac_cv_exeext", "no")) c.set("ac_cv_exeext", "");
  }
  c.set("ac_file", file);
  c.result(file.empty() ? "no" : "yes");
  if (file.empty()) return c.failure("C compiler cannot create executables", 77);
  c.checking("for C compiler default output file name");
  c.result(file);
  c.set("ac_exeext", c.var("ac_cv_exeext"));
}

void suffix(Context& c) {
  c.checking("for suffix of executables");
  const std::string script = tool_variables(c) + std::string(kNothingStale) +
                             "$CC -o conftest$ac_exeext $CFLAGS $CPPFLAGS $LDFLAGS conftest.c $LIBS >&2 || exit 1\n" +
                             print_named_executable();
  if (!usual_names(c)) {
    const Outcome linked = c.command(script, "conftest", {empty_main(c)});
    if (!linked.ok) return c.failure("cannot compute suffix of executables: cannot compile and link");
    const std::string ending = ending_from_first_dot(linked.output);
    if (!ending.empty()) c.set("ac_cv_exeext", ending);
  }
  c.result(c.var("ac_cv_exeext"));
  c.set("EXEEXT", c.var("ac_cv_exeext"));
  c.set("ac_exeext", c.var("EXEEXT"));
}

void cross_compiling(Context& c) {
  c.checking("whether we are cross compiling");
  if (!c.yes("cross_compiling")) {
    const bool runs =
        c.runs(program("#include <stdio.h>",
                       "int wrong;\nFILE *file = fopen (\"conftest.out\", \"w\");\nif (!file)\n  return 1;\n"
                       "wrong = ferror (file) || fclose (file) != 0;\nremove (\"conftest.out\");\nreturn wrong;\n"))
            .ok;
    if (runs) {
      c.set("cross_compiling", "no");
    } else if (c.is("cross_compiling", "maybe")) {
      c.set("cross_compiling", "yes");
    } else {
      const std::string quote = autoconf_before(c, "2.72") ? "`" : "'";
      return c.failure("cannot run C compiled programs.\nIf you meant to cross compile, use " + quote + "--host'.",
                       autoconf_before(c, "2.70") ? 1 : 77);
    }
  }
  c.result(c.var("cross_compiling"));
}

}  // namespace

void find_executable_suffix(Context& c) {
  default_output(c);
  suffix(c);
  cross_compiling(c);
}

void find_object_suffix(Context& c) {
  c.cache_check("for suffix of object files", "ac_cv_objext", [&] {
    if (usual_names(c)) return std::string("o");
    const std::string script = tool_variables(c) + std::string(kNothingStale) + "$CC -c $CFLAGS $CPPFLAGS conftest.c >&2 || exit 1\n" +
                               print_object();
    const Outcome compiled = c.command(script, "conftest.o", {empty_main(c)});
    if (!compiled.ok) c.failure("cannot compute suffix of object files: cannot compile");
    const std::size_t dot = compiled.output.rfind('.');
    return dot == std::string::npos ? std::string() : compiled.output.substr(dot + 1);
  });
  c.set("OBJEXT", c.var("ac_cv_objext"));
  c.set("ac_objext", c.var("OBJEXT"));
}

}  // namespace pyconfigure::decide
