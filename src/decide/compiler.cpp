// configure.ac: the C compiler and its name, the preprocessor and text tools, system extensions, the C++ compiler.
#include "autoconf.hpp"
#include "compiler_words.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// expr "//$CC" : '.*/\(.*\)'
std::string after_last_slash(const std::string& text) {
  const std::size_t slash = text.rfind('/');
  return slash == std::string::npos ? text : text.substr(slash + 1);
}

std::string likely_compiler(const Context& c) {
  for (const char* name : {"clang", "emcc", "icc", "xlc"}) {
    if (c.var("CC").find(name) != std::string::npos) return name;
  }
  return matches("*-apple-*|*-freebsd*|*-openbsd*|*-android*|wasm32-*", c.var("host")) ? "clang" : "gcc";
}

std::string compiler_name(Context& c) {
  const CompilerWords words = compiler_words(c, likely_compiler(c));
  if (words.name.empty()) return "unknown";
  const bool knows_mpicc = c.checkout().says("[CC_BASENAME], [mpicc]") || c.checkout().says("= \"mpicc\"; then");
  const bool mpicc = knows_mpicc && c.is("CC_BASENAME", "mpicc");
  return mpicc ? "mpicc" : words.name;
}

struct Pair {
  std::string_view c_command;  ///< a pattern, in older trees
  std::string_view c_name;     ///< ac_cv_cc_name, in newer ones
  std::string_view cxx;
};

constexpr Pair kPairs[] = {
    {"gcc", "gcc", "g++"},
    {"cc", "cc", "c++"},
    {"clang|*/clang", "clang", "clang++"},
    {"icc|*/icc", "icc", "icpc"},
};

/// The C++ compiler that belongs to the C compiler.
void matching_cxx(Context& c) {
  const bool by_command = c.checkout().says("case \"$CC\" in\n        gcc) ");
  // Most trees shift the arguments: the path to search is `notfound`, where nothing is, and the plain name wins.
  const bool shifted = c.checkout().says("[g++], [g++], [notfound])");
  const std::string compiler = c.var(by_command ? "CC" : "ac_cv_cc_name");
  for (const Pair& pair : kPairs) {
    if (!matches(by_command ? pair.c_command : pair.c_name, compiler)) continue;
    if (shifted) {
      path_tool(c, "CXX", pair.cxx, pair.cxx, "notfound");
    } else {
      path_tool(c, "CXX", pair.cxx, "notfound");
    }
    break;
  }
  if (c.is("CXX", "notfound")) c.set("CXX", "");
}

}  // namespace

void c_compiler(Context& c) {
  prog_cc(c);
  prog_cpp(c);
  prog_grep(c);
  prog_sed(c);
  prog_egrep(c);
  c.set("CC_BASENAME", after_last_slash(c.var("CC")));
  c.cache_check("for CC compiler name", "ac_cv_cc_name", [&] { return compiler_name(c); });
}

void system_extensions(Context& c) {
  use_system_extensions(c);
  if (!c.checkout().says("[ac_cv_gcc_compat],")) return;
  c.cache_check("for GCC compatible compiler", "ac_cv_gcc_compat", [&] {
    return c.preprocesses(source("#if !defined(__GNUC__)\n#error \"no relative of gcc\"\n#endif\n"));
  });
}

void cxx_main(Context& c) {
  if (!c.checkout().says("AC_SUBST(MAINCC)")) return;
  c.subst("MAINCC");
  c.checking("for --with-cxx-main=<compiler>");
  const auto given = c.with("cxx_main");
  const bool plain = !given || *given == "no";
  c.set("with_cxx_main", plain ? "no" : "yes");
  if (plain) {
    c.set("MAINCC", "$(CC)");
  } else if (*given == "yes") {
    c.set("MAINCC", "$(CXX)");
  } else {
    c.set("MAINCC", *given);
    if (c.empty("CXX")) c.set("CXX", *given);
  }
  c.result(c.var("with_cxx_main"));
}

void cxx_compiler(Context& c) {
  c.subst("CXX");
  c.set("preset_cxx", c.var("CXX"));
  if (c.empty("CXX")) matching_cxx(c);
  if (c.empty("CXX")) {
    std::vector<std::string> names = words(c.var("CCC"));
    for (const char* name : {"c++", "g++", "gcc", "CC", "cxx", "cc++", "cl"}) names.emplace_back(name);
    check_tools(c, "CXX", names, "notfound");
    if (c.is("CXX", "notfound")) c.set("CXX", "");
  }
  if (!c.is("preset_cxx", c.var("CXX"))) {
    c.notice(c.x(c.checkout().message("AC_MSG_NOTICE", "then set CXX on the configure command line")));
  }
}

}  // namespace pyconfigure::decide
