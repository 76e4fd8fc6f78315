// configure.ac: --with-ensurepip, d_type of struct dirent, getrandom, POSIX shared memory.
#include <string>
#include <string_view>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

void ensurepip(Context& c) {
  c.checking("for ensurepip");
  if (!c.with("ensurepip")) {
    c.set("with_ensurepip", matches("Emscripten|WASI|iOS", c.var("ac_sys_system")) ? "no" : "upgrade");
  }
  const std::string& choice = c.var("with_ensurepip");
  if (matches("yes|upgrade", choice)) {
    c.set("ENSUREPIP", "upgrade");
  } else if (matches("install|no", choice)) {
    c.set("ENSUREPIP", choice);
  } else {
    return c.fail("--with-ensurepip=upgrade|install|no");
  }
  c.result(c.var("ENSUREPIP"));
  c.subst("ENSUREPIP");
}

void dirent_type(Context& c) {
  c.cache_check("if the dirent structure of a d_type field", "ac_cv_dirent_d_type", [&] {
    return c.links(
        source("#include <dirent.h>\n"
               "int main(void) {\n"
               "  struct dirent file;\n"
               "  return file.d_type == DT_UNKNOWN;\n"
               "}\n"));
  });
  if (c.yes("ac_cv_dirent_d_type")) c.define("HAVE_DIRENT_D_TYPE");
}

void getrandom(Context& c) {
  // Whether the running kernel has it, and enough of it, is looked at when Python runs.
  c.cache_check("for the Linux getrandom() syscall", "ac_cv_getrandom_syscall", [&] {
    return c.links(
        source("#include <stddef.h>\n"
               "#include <unistd.h>\n"
               "#include <sys/syscall.h>\n"
               "#include <linux/random.h>\n"
               "int main(void) {\n"
               "  char bytes[1];\n"
               "  const size_t count = sizeof(bytes);\n"
               "  const int how = GRND_NONBLOCK;\n"
               "  (void)syscall(SYS_getrandom, bytes, count, how);\n"
               "  return 0;\n"
               "}\n"));
  });
  if (c.yes("ac_cv_getrandom_syscall")) c.define("HAVE_GETRANDOM_SYSCALL");
  c.cache_check("for the getrandom() function", "ac_cv_func_getrandom", [&] {
    return c.links(
        source("#include <stddef.h>\n"
               "#include <sys/random.h>\n"
               "int main(void) {\n"
               "  char bytes[1];\n"
               "  const size_t count = sizeof(bytes);\n"
               "  const int how = 0;\n"
               "  (void)getrandom(bytes, count, how);\n"
               "  return 0;\n"
               "}\n"));
  });
  if (c.yes("ac_cv_func_getrandom")) c.define("HAVE_GETRANDOM");
}

void shared_memory(Context& c) {
  c.set("POSIXSHMEM_CFLAGS", "-I$(srcdir)/Modules/_multiprocessing");
  SaveEnv save(c);
  search_libs(c, "shm_open", {"rt"});
  if (c.is("ac_cv_search_shm_open", "-lrt")) c.set("POSIXSHMEM_LIBS", "-lrt");
  // configure.ac adds <sys/mman.h> to the default includes meanwhile; AC_CHECK_FUNCS does not look at them.
  check_funcs(
      c, {"shm_open", "shm_unlink"}, [&] { c.set("have_posix_shmem", "yes"); },
      [&] { c.set("have_posix_shmem", "no"); });
}

}  // namespace pyconfigure::decide
