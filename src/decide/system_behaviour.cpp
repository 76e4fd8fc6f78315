// configure.ac: nice(), poll() and tzset() as they behave, the nanoseconds of struct stat, socklen_t, mbstowcs().
#include <string>
#include <string_view>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// AC_CACHE_CHECK around AC_RUN_IFELSE: yes when the program says so; cross compiling reads as no.
bool runs_cached(Context& c, std::string_view message, std::string_view cache_var, const probe::Program& text,
                 bool guess) {
  return c.cache_check(message, cache_var, [&] { return !c.yes("cross_compiling") && c.runs(text, guess).ok; }) ==
         "yes";
}

bool stat_member(Context& c, std::string_view message, std::string_view cache_var, const std::string& member,
                 bool guess) {
  return c.cache_check(message, cache_var, [&] {
    return c.compiles(program("#include <sys/stat.h>\n", "struct stat st;\nst." + member + " = 1;\n"), guess);
  }) == "yes";
}

}  // namespace

void broken_nice(Context& c) {
  // Yes when nice() gives 0 for success rather than the new priority.
  const probe::Program text = source(
      "#include <stdlib.h>\n"
      "#include <unistd.h>\n"
      "int main(void)\n"
      "{\n"
      "  int first = nice(1);\n"
      "  if (first == -1 || first != nice(2))\n"
      "    exit(1);\n"
      "  exit(0);\n"
      "}\n");
  if (runs_cached(c, "for broken nice()", "ac_cv_broken_nice", text, false)) c.define("HAVE_BROKEN_NICE");
}

void broken_poll(Context& c) {
  const probe::Program text = source(probe::embedded_program("broken_poll.c"));
  if (runs_cached(c, "for broken poll()", "ac_cv_broken_poll", text, false)) c.define("HAVE_BROKEN_POLL");
}

void working_tzset(Context& c) {
  const probe::Program text = source(probe::embedded_program("working_tzset.c"));
  if (runs_cached(c, "for working tzset()", "ac_cv_working_tzset", text, true)) c.define("HAVE_WORKING_TZSET");
}

void stat_nanoseconds(Context& c) {
  if (stat_member(c, "for tv_nsec in struct stat", "ac_cv_stat_tv_nsec", "st_mtim.tv_nsec", true)) {
    c.define("HAVE_STAT_TV_NSEC");
  }
  if (stat_member(c, "for tv_nsec2 in struct stat", "ac_cv_stat_tv_nsec2", "st_mtimespec.tv_nsec", false)) {
    c.define("HAVE_STAT_TV_NSEC2");
  }
}

void socket_length(Context& c) {
  constexpr std::string_view kIncludes =
      "#ifdef HAVE_SYS_TYPES_H\n"
      "#include <sys/types.h>\n"
      "#endif\n"
      "#ifdef HAVE_SYS_SOCKET_H\n"
      "#include <sys/socket.h>\n"
      "#endif\n";
  // The newer macro defines HAVE_SOCKLEN_T, too.
  const bool own_macro = c.checkout().says("AC_CHECK_TYPES([socklen_t]");
  const bool found = own_macro ? check_types(c, {"socklen_t"}, kIncludes) : check_type(c, "socklen_t", kIncludes);
  if (!found) c.define("socklen_t", "int");
}

void size_t_format(Context& c) {
  if (!c.checkout().says("ac_cv_have_size_t_format")) return;
  c.cache_check("for %zd printf() format support", "ac_cv_have_size_t_format", [&]() -> std::string {
    if (c.yes("cross_compiling")) return "cross -- assuming yes";
    return c.runs(source(probe::embedded_program("size_format.c"))).ok ? "yes" : "no";
  });
  if (!c.is("ac_cv_have_size_t_format", "no")) c.define("PY_FORMAT_SIZE_T", "\"z\"");
}

void broken_mbstowcs(Context& c) {
  const probe::Program text = source(
      "#include <stddef.h>\n"
      "#include <stdio.h>\n"
      "#include <stdlib.h>\n"
      "int main(void) {\n"
      "  size_t wide = -1;\n"
      "  const char *narrow = \"four\";\n"
      "  wide = mbstowcs(NULL, narrow, 0);\n"
      "  return wide != 4;\n"
      "}\n");
  c.cache_check("for broken mbstowcs", "ac_cv_broken_mbstowcs",
                [&] { return !c.yes("cross_compiling") && !c.runs(text).ok; });
  if (c.yes("ac_cv_broken_mbstowcs")) c.define("HAVE_BROKEN_MBSTOWCS");
}

}  // namespace pyconfigure::decide
