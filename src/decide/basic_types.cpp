// configure.ac: large file macros, the basic types, their sizes and alignments, pthread_t and pthread_key_t.
#include <cstdlib>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

constexpr std::string_view kSysTypes =
    "#ifdef HAVE_SYS_TYPES_H\n"
    "#include <sys/types.h>\n"
    "#endif\n";

constexpr std::string_view kSysTypesAndTime =
    "#ifdef HAVE_SYS_TYPES_H\n"
    "#include <sys/types.h>\n"
    "#endif\n"
    "#ifdef HAVE_TIME_H\n"
    "#include <time.h>\n"
    "#endif\n";

constexpr std::string_view kPthreadIfThere =
    "#ifdef HAVE_PTHREAD_H\n"
    "#include <pthread.h>\n"
    "#endif\n";

constexpr std::string_view kPthread = "#include <pthread.h>\n";

long size_of(const Context& c, std::string_view type) {
  return std::strtol(c.var("ac_cv_sizeof_" + std::string(type)).c_str(), nullptr, 10);
}

void large_file_support(Context& c) {
  c.checking("whether to enable large file support");
  const bool large = size_of(c, "off_t") > size_of(c, "long") && size_of(c, "long_long") >= size_of(c, "off_t");
  c.set("have_largefile_support", large ? "yes" : "no");
  if (c.is("ac_sys_system", "Emscripten") && c.checkout().says("[Emscripten], [have_largefile_support=\"no\"]")) {
    c.set("have_largefile_support", "no");
  }
  if (c.yes("have_largefile_support")) c.define("HAVE_LARGEFILE_SUPPORT");
  c.result(c.var("have_largefile_support"));
}

}  // namespace

void large_file_macros(Context& c) {
  c.set("use_lfs", matches("GNU*", c.var("ac_sys_system")) ? "no" : "yes");
  if (c.yes("use_lfs")) {
    if (matches("AIX*", c.x("$ac_sys_system/$ac_sys_release"))) c.define("_LARGE_FILES");
    c.define("_LARGEFILE_SOURCE");
    c.define("_FILE_OFFSET_BITS", "64");
  }
  // SCO's headers say off_t themselves only without this macro.
  c.confdefs_block("_OFF_T", "#if defined(SCO_DS)\n#undef _OFF_T\n#endif\n");
}

void basic_types(Context& c) {
  type_mode_t(c);
  type_off_t(c);
  type_pid_t(c);
  c.define("RETSIGTYPE", "void");
  type_size_t(c);
  type_uid_t(c);
  check_types(c, {"ssize_t"});
  const bool own_macro = c.checkout().says("AC_CHECK_TYPES([__uint128_t]");
  if (own_macro ? check_types(c, {"__uint128_t"}) : check_type(c, "__uint128_t")) c.define("HAVE_GCC_UINT128_T");
}

void sizes(Context& c) {
  check_sizeof(c, "int");
  check_sizeof(c, "long");
  check_alignof(c, "long");
  for (const char* type : {"long long", "void *", "short", "float", "double", "fpos_t", "size_t"}) {
    check_sizeof(c, type);
  }
  check_alignof(c, "size_t");
  check_sizeof(c, "pid_t");
  check_sizeof(c, "uintptr_t");
  if (c.checkout().says("AC_CHECK_ALIGNOF([max_align_t])")) check_alignof(c, "max_align_t");
  type_long_double(c);
  check_sizeof(c, "long double");
  check_sizeof(c, "_Bool");
  check_sizeof(c, "off_t", kSysTypes);
  large_file_support(c);
  check_sizeof(c, "time_t", kSysTypesAndTime);
}

void pthread_types(Context& c) {
  const SaveVar cc(c, "CC");
  append_thread_option(c, "CC");

  const std::string there = c.cache_check("for pthread_t", "ac_cv_have_pthread_t", [&] {
    return c.compiles(program(kPthread, "pthread_t thread; thread = *(pthread_t*)0;"));
  });
  if (there == "yes") check_sizeof(c, "pthread_t", kPthreadIfThere);

  check_sizeof(c, "pthread_key_t", kPthread);
  const std::string arithmetic = c.cache_check(
      "whether pthread_key_t is compatible with int", "ac_cv_pthread_key_t_is_arithmetic_type", [&] {
        return size_of(c, "pthread_key_t") == size_of(c, "int") &&
               c.compiles(program(kPthread, "pthread_key_t key; key * 1;"));
      });
  if (arithmetic == "yes") c.define("PTHREAD_KEY_T_IS_COMPATIBLE_WITH_INT");
}

}  // namespace pyconfigure::decide
