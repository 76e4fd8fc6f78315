// configure.ac: functions that crash on Android, the big list of library functions, functions whose address is
// taken, flock, unsetenv, -lresolv, chflags.
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// The words of an m4 list, which may be broken over lines with backslashes.
std::vector<std::string> words_of(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n";
  std::vector<std::string> words;
  for (;;) {
    const std::size_t start = text.find_first_not_of(kBlanks);
    if (start == std::string_view::npos) return words;
    text.remove_prefix(start);
    const std::string_view word = text.substr(0, text.find_first_of(kBlanks));
    if (word != "\\") words.emplace_back(word);
    text.remove_prefix(word.size());
  }
}

/// The AC_CHECK_FUNCS of the checkout whose list has `member`: which functions a CPython asks for is its own matter.
void check_listed_functions(Context& c, std::string_view member) {
  const std::vector<std::string> functions = words_of(c.checkout().message("AC_CHECK_FUNCS", member));
  if (functions.empty()) return c.fail("configure.ac has no list of functions with " + std::string(member));
  for (const std::string& function : functions) check_funcs(c, {function});
}

void block_android_functions(Context& c) {
  if (!c.is("ac_sys_system", "Linux-android") || !c.checkout().says("blocked_funcs=")) return;
  std::vector<std::string_view> blocked = {
      // Unprivileged processes crash in these.
      "chroot", "initgroups", "setegid", "seteuid", "setgid", "sethostname", "setregid", "setresgid", "setresuid",
      "setreuid", "setuid",
      // Always fail.
      "sem_open", "sem_unlink"};
  if (android_api_below(c, 23)) blocked.push_back("fchmodat");  // AT_SYMLINK_NOFOLLOW is silently ignored there.
  for (std::string_view name : blocked) c.set("ac_cv_func_" + std::string(name), "no");
}

void check_functions(Context& c) {
  check_listed_functions(c, "explicit_bzero");
  if (c.checkout().says("AC_CHECK_FUNCS([statx])") && matches("Linux*", c.var("ac_sys_system"))) {
    check_funcs(c, {"statx"});
  }
  // Linux has no modes on symbolic links; where there is an lchmod it only fails.
  if (!c.is("MACHDEP", "linux")) check_funcs(c, {"lchmod"});
  // iOS links these, but using them is an error.
  const bool apart = c.checkout().message("AC_CHECK_FUNCS", "getentropy").find("explicit_bzero") == std::string::npos;
  if (apart && !c.is("ac_sys_system", "iOS")) check_listed_functions(c, "getentropy");
  if (c.checkout().says("AC_CHECK_FUNCS([dup3 pipe2])") && !matches("iOS|Darwin", c.var("ac_sys_system"))) {
    check_funcs(c, {"dup3", "pipe2"});
  }
}

void check_epoll(Context& c) {
  if (c.checkout().says("AC_ARG_ENABLE([epoll]")) {
    c.checking("for --disable-epoll");
    const auto given = c.enable("epoll");
    c.set("disable_epoll", given && *given == "no" ? "yes" : "no");
    c.result(c.var("disable_epoll"));
    if (!c.is("disable_epoll", "no")) return;
  }
  py_check_func(c, "epoll_create", "#include <sys/epoll.h>", "HAVE_EPOLL");
  py_check_func(c, "epoll_create1", "#include <sys/epoll.h>");
}

constexpr std::string_view kUnistd = "#include <unistd.h>";
constexpr std::string_view kMemfdHeaders = R"(
#ifdef HAVE_SYS_MMAN_H
#include <sys/mman.h>
#endif
#ifdef HAVE_SYS_MEMFD_H
#include <sys/memfd.h>
#endif
)";
constexpr std::string_view kEventfdHeaders = R"(
#ifdef HAVE_SYS_EVENTFD_H
#include <sys/eventfd.h>
#endif
)";
constexpr std::string_view kTimerfdHeaders = R"(
#ifdef HAVE_SYS_TIMERFD_H
#include <sys/timerfd.h>
#endif
)";

/// A definition in a library is not enough for these: CPython takes their address, so they must be declared.
void check_addressable_functions(Context& c) {
  if (check_decl(c, "dirfd", "#include <sys/types.h>\n#include <dirent.h>\n")) c.define("HAVE_DIRFD");
  for (std::string_view function : {"chroot", "link", "symlink", "fchdir", "fsync", "fdatasync"}) {
    py_check_func(c, function, kUnistd);
  }
  check_epoll(c);
  py_check_func(c, "kqueue", "\n#include <sys/types.h>\n#include <sys/event.h>\n");
  py_check_func(c, "prlimit", "\n#include <sys/time.h>\n#include <sys/resource.h>\n");
  py_check_func(c, "_dyld_shared_cache_contains_path", "#include <mach-o/dyld.h>",
                "HAVE_DYLD_SHARED_CACHE_CONTAINS_PATH");
  py_check_func(c, "memfd_create", kMemfdHeaders);
  py_check_func(c, "eventfd", kEventfdHeaders);
  if (c.checkout().says("PY_CHECK_FUNC([timerfd_create]")) {
    py_check_func(c, "timerfd_create", kTimerfdHeaders, "HAVE_TIMERFD_CREATE");
  }
  py_check_func(c, "ctermid_r", "#include <stdio.h>");
}

void check_flock(Context& c) {
  c.cache_check("for flock declaration", "ac_cv_flock_decl",
                [&] { return c.compiles(program("#include <sys/file.h>", "void* p = flock")); });
  // Older trees look into libbsd whatever libc has.
  const bool always = c.checkout().says("AC_CHECK_FUNCS([flock])\n");
  if (c.yes("ac_cv_flock_decl") && always) {
    check_funcs(c, {"flock"});
    if (check_lib(c, "bsd", "flock")) c.set("FCNTL_LIBS", "-lbsd");
  } else if (c.yes("ac_cv_flock_decl")) {
    check_funcs(c, {"flock"}, {}, [&] {
      if (check_lib(c, "bsd", "flock")) c.set("FCNTL_LIBS", "-lbsd");
    });
  }
  py_check_func(c, "getpagesize", kUnistd);
}

void check_unsetenv(Context& c) {
  c.cache_check("for broken unsetenv", "ac_cv_broken_unsetenv", [&] {
    return !c.compiles(program("#include <stdlib.h>", "int status = unsetenv(\"NAME\")"));
  });
  if (c.yes("ac_cv_broken_unsetenv")) c.define("HAVE_BROKEN_UNSETENV");
}

/// Solaris keeps inet_aton and hstrerror in -lresolv.
void check_resolver(Context& c) {
  check_progs(c, "TRUE", {"true"}, "/bin/true");
  const bool socket_libs = c.checkout().says("AC_CHECK_LIB([c], [hstrerror]");
  if (!socket_libs) {
    if (!check_lib(c, "c", "inet_aton")) check_lib_use(c, "resolv", "inet_aton");
    return;
  }
  for (std::string_view function : {"inet_aton", "hstrerror"}) {
    if (!check_lib(c, "c", function) && check_lib(c, "resolv", function)) c.set("SOCKET_LIBS", "-lresolv");
  }
}

/// chflags and lchflags have to work, not only to be there; a cross build settles for the latter.
void check_file_flags(Context& c, const std::string& function, std::string_view macro) {
  const std::string cache_var = "ac_cv_have_" + function;
  c.cache_check("for " + function, cache_var, [&]() -> std::string {
    if (c.yes("cross_compiling")) return "cross";
    const probe::Program text = source("#include <sys/stat.h>\n#include <unistd.h>\nint main(int argc, char *argv[])\n"
                                       "{\n  return " + function + "(argv[0], 0) != 0;\n}\n");
    return c.runs(text, false).ok ? "yes" : "no";
  });
  if (c.is(cache_var, "cross")) c.set(cache_var, check_func(c, function) ? "yes" : "no");
  if (c.yes(cache_var)) c.define(macro);
}

}  // namespace

bool android_api_below(const Context& c, int level) {
  const std::string& text = c.var("ANDROID_API_LEVEL");
  int value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && value < level;
}

void library_functions(Context& c) {
  block_android_functions(c);
  check_functions(c);
  check_addressable_functions(c);
  check_flock(c);
  check_unsetenv(c);
  check_resolver(c);
  check_file_flags(c, "chflags", "HAVE_CHFLAGS");
  check_file_flags(c, "lchflags", "HAVE_LCHFLAGS");
}

}  // namespace pyconfigure::decide
