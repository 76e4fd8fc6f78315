// configure.ac: structures and their members, const, signed, prototypes, socketpair, sa_len.
#include <string_view>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// Members that came to struct statx after the function itself.
void statx_members(Context& c) {
  if (!c.yes("ac_cv_func_statx") || !c.checkout().says("AC_CHECK_MEMBERS([struct statx.stx_mnt_id])")) return;
  for (std::string_view member :
       {"struct statx.stx_mnt_id", "struct statx.stx_dio_mem_align", "struct statx.stx_subvol",
        "struct statx.stx_atomic_write_unit_min", "struct statx.stx_dio_read_offset_align",
        "struct statx.stx_atomic_write_unit_max_opt"}) {
    check_members(c, {member});
  }
}

void members(Context& c) {
  if (c.checkout().says("AC_DEFINE([TIME_WITH_SYS_TIME]") && c.yes("ac_cv_header_sys_time_h")) {
    c.define("TIME_WITH_SYS_TIME");
  }
  struct_tm(c);
  struct_timezone(c);
  for (std::string_view member : {"struct stat.st_rdev", "struct stat.st_blksize", "struct stat.st_flags",
                                  "struct stat.st_gen", "struct stat.st_birthtime", "struct stat.st_blocks"}) {
    check_members(c, {member});
  }
  check_members(c, {"struct passwd.pw_gecos", "struct passwd.pw_passwd"},
                "\n#include <sys/types.h>\n#include <pwd.h>\n");
  check_members(c, {"siginfo_t.si_band"}, "#include <signal.h>\n");  // Cygwin has none
  statx_members(c);
}

void compile_check(Context& c, std::string_view message, std::string_view cache_var, const probe::Program& text,
                   std::string_view macro, bool guess = true) {
  c.cache_check(message, cache_var, [&] { return c.compiles(text, guess); });
  if (c.yes(cache_var)) c.define(macro);
}

void declarations(Context& c) {
  compile_check(c, "for time.h that defines altzone", "ac_cv_header_time_altzone",
                program("#include <time.h>", "return altzone;"), "HAVE_ALTZONE", false);
  compile_check(c, "for addrinfo", "ac_cv_struct_addrinfo", program("#include <netdb.h>", "struct addrinfo info"),
                "HAVE_ADDRINFO");
  compile_check(c, "for sockaddr_storage", "ac_cv_struct_sockaddr_storage",
                program("#include <sys/types.h>\n#include <sys/socket.h>", "struct sockaddr_storage storage"),
                "HAVE_SOCKADDR_STORAGE");
  compile_check(c, "for sockaddr_alg", "ac_cv_struct_sockaddr_alg",
                program("#include <sys/types.h>\n#include <sys/socket.h>\n#include <linux/if_alg.h>",
                        "struct sockaddr_alg address"),
                "HAVE_SOCKADDR_ALG");
}

}  // namespace

void structures(Context& c) {
  members(c);
  declarations(c);
}

void compiler_characteristics(Context& c) {
  c_const(c);
  c.cache_check("for working signed char", "ac_cv_working_signed_char_c",
                [&] { return c.compiles(program("", "signed char letter;")); });
  if (c.is("ac_cv_working_signed_char_c", "no")) c.define("signed", "/**/");
  compile_check(c, "for prototypes", "ac_cv_function_prototypes",
                program("int prototyped(int number) { return 0; }", "return prototyped(10);"), "HAVE_PROTOTYPES");
  if (c.checkout().says("ac_cv_stdarg_prototypes")) {
    c.set("works", "no");
    compile_check(c, "for variable length prototypes and stdarg.h", "ac_cv_stdarg_prototypes",
                  program("#include <stdarg.h>\n"
                          "int\nany_number (int count, ...)\n{\n  va_list rest;\n  va_start (rest, count);\n"
                          "  va_arg (rest, int);\n  va_arg (rest, char *);\n  va_arg (rest, double);\n  return 0;\n}\n",
                          "return any_number (10, \"\", 2.5);"),
                  "HAVE_STDARG_PROTOTYPES");
  }
  py_check_func(c, "socketpair", "\n#include <sys/types.h>\n#include <sys/socket.h>\n");
  compile_check(c, "if sockaddr has sa_len member", "ac_cv_struct_sockaddr_sa_len",
                program("#include <sys/types.h>\n#include <sys/socket.h>",
                        "struct sockaddr address;\naddress.sa_len = 0;"),
                "HAVE_SOCKADDR_SA_LEN", false);
}

}  // namespace pyconfigure::decide
