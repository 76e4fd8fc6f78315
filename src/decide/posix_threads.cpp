// configure.ac: the compiler's thread flags, and POSIX threads.
#include <string>

#include "autoconf.hpp"
#include "defined_in.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

void add_to_compilers(Context& c, const std::string& flag) {
  c.set("CC", c.var("CC") + " " + flag);
  if (c.yes("ac_cv_cxx_thread")) c.set("CXX", c.var("CXX") + " " + flag);
  c.set("posix_threads", "yes");
}

void found_with(Context& c, std::string_view added_lib) {
  c.set("posix_threads", "yes");
  if (!added_lib.empty()) c.set("LIBS", c.var("LIBS") + std::string(added_lib));
}

/// A link with the header: HP-UX renames pthread_create there.
bool pthread_create_links(Context& c) {
  c.set("_libs", c.var("LIBS"));
  c.set_x("LIBS", "$LIBS -lpthread");
  c.checking("for pthread_create in -lpthread");
  if (c.links(program("#include <stdio.h>\n"
                      "#include <stdlib.h>\n"
                      "#include <pthread.h>\n"
                      "void * thread_body (void *unused) { exit (0); }\n",
                      "pthread_create (NULL, NULL, thread_body, NULL)"))) {
    c.result("yes");
    c.set("posix_threads", "yes");
    return true;
  }
  c.set("LIBS", c.var("_libs"));  // no result is said: the next check goes on in the same line
  return false;
}

/// No thread flag makes threads work: look through the libraries that have had them.
void search_libraries(Context& c) {
  if (!c.empty("withval") && c.file_test('d', c.var("withval"))) c.set_x("LDFLAGS", "$LDFLAGS -L$withval");
  c.checking("for _POSIX_THREADS in unistd.h");
  c.set("unistd_defines_pthreads", defined_in(c, "unistd.h", "_POSIX_THREADS") ? "yes" : "no");
  c.result(c.var("unistd_defines_pthreads"));
  c.define("_REENTRANT");

  if (pthread_create_links(c)) {
  } else if (check_func(c, "pthread_detach")) {
    found_with(c, "");
  } else if (check_lib(c, "pthreads", "pthread_create")) {
    found_with(c, " -lpthreads");
  } else if (check_lib(c, "c_r", "pthread_create")) {
    found_with(c, " -lc_r");
  } else if (check_lib(c, "pthread", "__pthread_create_system")) {
    found_with(c, " -lpthread");
  } else if (check_lib(c, "cma", "pthread_create")) {
    found_with(c, " -lcma");
  } else if (c.is("ac_sys_system", "WASI")) {
    c.set("posix_threads", "stub");
  } else {
    return c.fail("could not find pthreads on your system");
  }
  if (check_lib(c, "mpc", "usconfig")) c.set_x("LIBS", "$LIBS -lmpc");
}

void broken_on_some_systems(Context& c) {
  const std::string system = c.x("$ac_sys_system/$ac_sys_release");
  if (system == "SunOS/5.6") {
    c.define("HAVE_PTHREAD_DESTRUCTOR");
  } else if (matches("SunOS/5.8|AIX/*|NetBSD/*", system)) {
    c.define("HAVE_BROKEN_POSIX_SEMAPHORES");
  }
}

void scope_system(Context& c) {
  c.cache_check("if PTHREAD_SCOPE_SYSTEM is supported", "ac_cv_pthread_system_supported", [&] {
    if (c.yes("cross_compiling")) return false;
    std::string text(probe::embedded_program("pthread_scope_system.c"));
    if (c.checkout().says("if (pthread_join(id, NULL)) return (-1)")) text.insert(0, "#define JOIN_THE_THREAD 1\n");
    return c.runs(source(text)).ok;
  });
  if (c.yes("ac_cv_pthread_system_supported")) c.define("PTHREAD_SYSTEM_SCHED_SUPPORTED");
}

void posix_thread_features(Context& c) {
  if (c.is("unistd_defines_pthreads", "no")) c.define("_POSIX_THREADS");
  broken_on_some_systems(c);
  scope_system(c);
  check_funcs(c, {"pthread_sigmask"}, [&] {
    if (matches("CYGWIN*", c.var("ac_sys_system"))) c.define("HAVE_BROKEN_PTHREAD_SIGMASK");
  });
  check_funcs(c, {"pthread_getcpuclockid"});
}

}  // namespace

void posix_threads(Context& c) {
  if (c.yes("ac_cv_pthread_is_default")) {
    c.define("_REENTRANT");
    c.set("posix_threads", "yes");
    if (c.is("ac_sys_system", "SunOS")) c.set_x("CFLAGS", "$CFLAGS -D_REENTRANT");
  } else if (c.yes("ac_cv_kpthread")) {
    add_to_compilers(c, "-Kpthread");
  } else if (c.yes("ac_cv_kthread")) {
    add_to_compilers(c, "-Kthread");
  } else if (c.yes("ac_cv_pthread")) {
    add_to_compilers(c, "-pthread");
  } else {
    search_libraries(c);
  }
  if (c.yes("posix_threads")) posix_thread_features(c);
  if (c.is("posix_threads", "stub")) c.define("HAVE_PTHREAD_STUBS");
}

}  // namespace pyconfigure::decide
