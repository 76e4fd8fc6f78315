// configure.ac: which option, if any, makes the compiler provide POSIX threads.
#include <algorithm>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// Run rather than linked: some compilers accept an option that they don't know.
bool starts_a_thread(Context& c, bool guess) {
  return !c.yes("cross_compiling") && c.runs(source(probe::embedded_program("pthread_create.c")), guess).ok;
}

void check_option(Context& c, const std::string& option, std::string_view cache_var) {
  c.cache_check(c.x("whether $CC accepts ") + option, cache_var, [&] {
    const SaveVar cc(c, "CC");
    c.append("CC", " " + option);
    return starts_a_thread(c, option == "-pthread");
  });
}

/// `test $ac_cv_kthread = no -a ...` with nothing in the variable (ac_cv_pthread_is_default came from outside): the
/// shell complains and the test is false.
void complain_of_empty_kthread(Context& c) {
  shell_complaint(c, "if test $ac_cv_kthread = no -a", "test: too many arguments");
}

/// Hand-made as configure has it: CXX and its option alone, no CXXFLAGS, no confdefs.h, the C ending.
bool cxx_links(Context& c) {
  const std::string script = shell_variables(c, {"CXX", "ac_exeext", "ac_objext"}) +
                             "{\n"
                             "  $CXX -c conftest.c\n"
                             "  $CXX -o conftest$ac_exeext conftest.${ac_objext:-o} &&\n"
                             "  test -s conftest$ac_exeext && ./conftest$ac_exeext\n"
                             "} >/dev/null 2>&1 && echo yes\n";
  return c.command(script, "yes", {{"conftest.c", "void nothing();int main(){nothing();}void nothing(){}\n"}}).output ==
         "yes";
}

bool cxx_accepts_option(Context& c) {
  const SaveVar cxx(c, "CXX");
  return append_thread_option(c, "CXX") && cxx_links(c);
}

}  // namespace

bool append_thread_option(Context& c, std::string_view variable) {
  const char* option = c.yes("ac_cv_kpthread")  ? " -Kpthread"
                       : c.yes("ac_cv_kthread") ? " -Kthread"
                       : c.yes("ac_cv_pthread") ? " -pthread"
                                                : nullptr;
  if (option != nullptr) c.append(variable, option);
  return option != nullptr;
}

void pthread_flags(Context& c) {
  c.cache_check("whether pthreads are available without options", "ac_cv_pthread_is_default", [&] {
    if (!starts_a_thread(c, true)) return false;
    c.set("ac_cv_kthread", "no");
    c.set("ac_cv_pthread", "no");
    return true;
  });

  if (c.yes("ac_cv_pthread_is_default")) {
    c.set("ac_cv_kpthread", "no");
  } else {
    check_option(c, "-Kpthread", "ac_cv_kpthread");
  }
  const bool is_default = !c.is("ac_cv_pthread_is_default", "no");
  if (c.is("ac_cv_kpthread", "no") && !is_default) check_option(c, "-Kthread", "ac_cv_kthread");
  if (c.empty("ac_cv_kthread")) {
    complain_of_empty_kthread(c);
  } else if (c.is("ac_cv_kthread", "no") && !is_default) {
    check_option(c, "-pthread", "ac_cv_pthread");
  }

  if (c.empty("CXX")) {
    c.set("ac_cv_cxx_thread", "no");
  } else if (c.checkout().says("AC_MSG_CHECKING(whether $CXX also accepts")) {
    c.checking(c.x("whether $CXX also accepts flags for thread support"));
    c.set("ac_cv_cxx_thread", cxx_accepts_option(c) ? "yes" : "no");
    c.result(c.var("ac_cv_cxx_thread"));
  } else {
    c.cache_check(c.x("whether $CXX also accepts flags for thread support"), "ac_cv_cxx_thread",
                  [&] { return cxx_accepts_option(c); });
  }
}

}  // namespace pyconfigure::decide
