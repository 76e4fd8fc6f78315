// AC_CHECK_HEADER(S), AC_HEADER_DIRENT, AC_HEADER_MAJOR and the default includes.
#include "decide/autoconf.hpp"
#include "decide/autoconf/likely.hpp"
#include "pyconfigure/base/text.hpp"

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

/// The same as autoconf 2.69 has it: <stdio.h> is always there, STDC_HEADERS and HAVE_MEMORY_H play a part.
std::string older_usual_includes() {
  std::string text = "#include <stdio.h>";
  for (const char* header : {"sys/types.h", "sys/stat.h"}) {
    text += "\n#ifdef HAVE_" + tr_cpp(header) + "\n# include <" + header + ">\n#endif";
  }
  text +=
      "\n#ifdef STDC_HEADERS\n# include <stdlib.h>\n# include <stddef.h>\n#else\n# ifdef HAVE_STDLIB_H\n"
      "#  include <stdlib.h>\n# endif\n#endif\n#ifdef HAVE_STRING_H\n"
      "# if !defined STDC_HEADERS && defined HAVE_MEMORY_H\n#  include <memory.h>\n# endif\n# include <string.h>\n#endif";
  for (const char* header : {"strings.h", "inttypes.h", "stdint.h", "unistd.h"}) {
    text += "\n#ifdef HAVE_" + tr_cpp(header) + "\n# include <" + header + ">\n#endif";
  }
  return text;
}

/// Up to autoconf 2.69 a header is compiled and preprocessed, and two that disagree are warned about.
void warn_of_disagreement(Context& c, const std::string& name, bool compiled, bool preprocessed) {
  if (compiled == preprocessed || (compiled && !c.empty("ac_c_preproc_warn_flag"))) return;
  const auto say = [&](const std::string& text) { c.warn(name + ": " + text); };
  if (compiled) {
    say("accepted by the compiler, rejected by the preprocessor!");
    return say("proceeding with the compiler's result");
  }
  say("present but cannot be compiled");
  say("    check for missing prerequisite headers?");
  say("see the Autoconf documentation");
  say("    section \"Present But Cannot Be Compiled\"");
  say("proceeding with the compiler's result");
  const std::string report = "## Report this to " + c.var("PACKAGE_BUGREPORT") + " ##";
  const std::string line = "## " + std::string(report.size() - 6, '-') + " ##";
  for (const std::string& text : {line, report, line}) c.err(c.x("$as_me: WARNING:     ") + text + "\n");
}

/// AC_CHECK_HEADER without includes of its own, up to autoconf 2.69: usability, presence, result.
bool check_usable_and_present(Context& c, const std::string& name) {
  const std::string variable = "ac_cv_header_" + tr_sh(name);
  bool compiled = false;
  if (!c.has(variable)) {
    c.checking(name + " usability");
    compiled = c.compiles(source(default_includes(c) + "\n#include <" + name + ">"));
    c.result(compiled ? "yes" : "no");
    c.checking(name + " presence");
    const bool preprocessed = c.preprocesses(source("#include <" + name + ">"));
    c.result(preprocessed ? "yes" : "no");
    warn_of_disagreement(c, name, compiled, preprocessed);
  }
  return c.cache_check("for " + name, variable, [&] { return compiled; }) == "yes";
}

}  // namespace

const std::string& default_includes(Context& c) {
  static const std::string newer = usual_includes();
  static const std::string older = older_usual_includes();
  const std::string& usual = autoconf_before(c, "2.70") ? older : newer;
  // configure.ac replaces the text for a while with one of its own; nobody else sets this name.
  return c.has("ac_includes_default") ? c.var("ac_includes_default") : usual;
}

bool check_header(Context& c, std::string_view header) {
  if (autoconf_before(c, "2.70")) return check_usable_and_present(c, std::string(header));
  return check_header(c, header, default_includes(c));
}

bool check_header(Context& c, std::string_view header, std::string_view includes) {
  const std::string name(header);
  return c.cache_check("for " + name, "ac_cv_header_" + tr_sh(name), [&] {
    return c.compiles(source(std::string(includes) + "\n#include <" + name + ">"));
  }) == "yes";
}

bool check_headers(Context& c, Names headers) {
  bool found = false;
  for (std::string_view header : headers) {
    found = check_header(c, header);
    if (found) c.define("HAVE_" + tr_cpp(header));
  }
  return found;
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
  for (std::string_view header : headers) {
    if (check_headers(c, {header})) {
      if (if_found) if_found();
    } else if (if_not) {
      if_not();
    }
  }
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

namespace {

/// The compiler is the preprocessor, with nothing that has it say more, and grep the usual one: what these two make of a program need not
/// be asked with a pipe.
bool reads_as_usual(Context& c) {
  const std::string cc = c.var("CC");
  if (base::words(cc).size() != 1 || c.var("CPP") != cc + " -E" || !c.var("GREP_OPTIONS").empty()) return false;
  for (const std::string& word : base::words(c.var("CPPFLAGS"))) {
    if (word.size() < 3 || !(word.starts_with("-D") || word.starts_with("-U") || word.starts_with("-I"))) return false;
  }
  const std::vector<std::string> egrep = base::words(c.var("EGREP"));
  if (egrep.size() != 2 || !egrep[0].ends_with("/grep") || !egrep[0].starts_with('/') || egrep[1] != "-E") return false;
  return c.is_elf_file(egrep[0]);
}

}  // namespace

bool egrep_cpp(Context& c, std::string_view pattern, std::string_view text, bool guess) {
  if (pattern.find_first_not_of(base::kNameCharacters) == std::string_view::npos && reads_as_usual(c)) {
    return !c.finds(probe::Phase::preprocess, {probe::Program::Shape::whole, std::string(text), {}, {}}, {pattern}, guess ? pattern : "").empty();
  }
  const std::string script = shell_variables(c, {"CPP", "CPPFLAGS", "EGREP"}) +
                             "if $CPP $CPPFLAGS conftest.c 2>/dev/null | $EGREP '" + std::string(pattern) +
                             "' >/dev/null 2>&1; then echo yes; else echo no; fi\n";
  probe::ScratchFile file = conftest(c, text);
  // Another preprocessor may look for headers elsewhere.
  if (c.var("CPP") == c.var("CC") + " -E") {
    file.program = std::make_shared<probe::ProgramProbe>(
        c.program_probe(probe::Phase::preprocess, {probe::Program::Shape::whole, std::string(text), {}, {}}));
  }
  return c.command(script, guess ? "yes" : "no", {std::move(file)}).output == "yes";
}

bool egrep_header(Context& c, std::string_view pattern, std::string_view header) {
  return egrep_cpp(c, pattern, "#include <" + std::string(header) + ">\n");
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
  if (autoconf_before(c, "2.70")) {
    // <sys/types.h> counted when a call linked.
    const std::string plain = c.cache_check("whether sys/types.h defines makedev", "ac_cv_header_sys_types_h_makedev", [&] {
      return c.links(program("#include <sys/types.h>\n", "return makedev(0, 0);"), false);
    });
    if (plain != "no") return;
  }
  if (check_header(c, "sys/mkdev.h")) c.define("MAJOR_IN_MKDEV");
  if (c.is("ac_cv_header_sys_mkdev_h", "no") && check_header(c, "sys/sysmacros.h")) c.define("MAJOR_IN_SYSMACROS");
}

}  // namespace pyconfigure::decide
