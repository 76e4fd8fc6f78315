#include "decide_scene.hpp"

#include <cstdio>
#include <cstdlib>

#include "app/transcript.hpp"
#include "pyconfigure/decide/decide.hpp"
#include "pyconfigure/options/request.hpp"
#include "pyconfigure/tree/reader.hpp"

namespace pyconfigure::test {

namespace {

// In configure.ac's syntax: the statements that decide recognises a tree of this kind by, and texts that it prints.
constexpr const char* kConfigureAc = R"(m4_define([PYTHON_VERSION], [3.14])
AC_PREREQ([2.72])
AC_INIT([python],[PYTHON_VERSION],[https://bugs.example/])
AC_SUBST([host_prefix])
ac_sys_system=Darwin
ac_sys_system=Linux
ac_sys_system=Linux-android
ac_sys_system=Cygwin
ac_sys_system=iOS
ac_sys_system=VxWorks
ac_sys_system=Emscripten
ac_sys_system=WASI
MACHDEP="aix" MACHDEP="freebsd" MACHDEP="android" MACHDEP="linux" MACHDEP="cygwin" MACHDEP="darwin" MACHDEP="unknown"
# arm64-apple-ios-ar, emcc -dumpversion
enableval=iOS/Frameworks/\$\(MULTIARCH\)
AC_MSG_CHECKING([for --with-app-store-compliance])
AC_DEFINE([_XOPEN_SOURCE], [700], [about it])
AS_CASE([$host/$ac_cv_cc_name],
  [x86_64-*-linux-gnu/gcc],      [PY_SUPPORT_TIER=1], dnl the first arm that fits counts
  [aarch64-apple-darwin*/clang], [PY_SUPPORT_TIER=2],
  [x86_64-*-freebsd*/clang],     [PY_SUPPORT_TIER=3],
  [PY_SUPPORT_TIER=0]
)
AS_CASE([$PY_SUPPORT_TIER], [1], [])
if test "$cross_compiling" = yes; then
  RUNSHARED=
fi
# _Py_STACK_GROWS_DOWN, ARCH_TRIPLES=, ac_cv_i686
AC_ARG_ENABLE([safety], [])
AC_MSG_CHECKING([for --enable-optimizations])
AC_MSG_CHECKING([for --enable-experimental-jit])
AS_VAR_SET([REGEN_JIT_COMMAND], ["\$(PYTHON_FOR_REGEN) build.py ${ARCH_TRIPLES:-$host} --cflags=\"$CFLAGS_JIT\""])
AS_VAR_SET([JIT_STENCILS_H], ["jit_stencils.h"])
AC_SUBST([JIT_STENCILS_H])
AC_MSG_ERROR([--enable-experimental-jit cannot be used with --disable-gil.])
AC_ARG_WITH([tail-call-interp], [])
AC_ARG_WITH([remote-debug], [])
AC_SUBST([_PYTHREAD_NAME_MAXLEN])
dnl What tells this tree from older and newer ones, a word of each statement:
AC_ARG_ENABLE([gil]
AC_CHECK_ALIGNOF([max_align_t])
AC_SUBST([ABI_THREAD]) AC_SUBST([CFLAGS_CEVAL]) AC_SUBST([MODULE_DEPS_SHARED])
AS_VAR_SET([ac_exeext], [$EXEEXT])
AX_CHECK_DEFINE(
Check that ThinLTO is accepted
DEF_MAKE_ALL_RULE="build_emscripten"
LIBS="$LIBS -llog"
NO_STRICT_OVERFLOW_CFLAGS
PYDEBUG_CFLAGS="-O3"
Unknown platform for framework build
--disable-gil cannot be used with --with-trace-refs
[-Wunguarded-availability] [-fprofile-update=atomic]
[CC_BASENAME], [mpicc]
[ac_cv_gcc_compat],
[for --enable-bolt] [for --with-app-store-compliance] [for --with-dsymutil] [for --with-mimalloc]
[for --with-strict-overflow] [for --with-thread-sanitizer] [for _dbm module CFLAGS and LIBS] [perf trampoline]
-Wl,-object_path_lto
working C11 stdatomic.h
if test "${ac_cv_cc_name}" != "clang"
if test "$ac_sys_system" != "Linux-android"; then
test "$ac_sys_system" != "Linux-android" && test
AC_MSG_NOTICE([
  The C++ compiler is "$CXX"; then set CXX on the configure command line
])
AC_MSG_NOTICE([
If you want a release build with everything, say so.
])
AC_MSG_WARN([$host is not looked after by the CPython core team])
)";

std::string stream(const decide::Context& c, bool to_stderr) {
  std::string text;
  for (const report::Piece& piece : app::transcript(c.events(), 0, "configure")) {
    if (piece.to_stderr == to_stderr) text += piece.text;
  }
  return text;
}

}  // namespace

tree::Checkout synthetic_checkout() {
  tree::Checkout checkout;
  checkout.srcdir = "../sources";
  checkout.abs_srcdir = "/sources";
  checkout.build_dir = "/build";
  checkout.package = "python";
  checkout.version = "3.14";
  checkout.autoconf_version = "2.72";
  checkout.configure_ac = kConfigureAc;
  checkout.macros = {"SOABI_PLATFORM", "_Py_TAIL_CALL_INTERP"};
  return checkout;
}

const tree::Checkout* real_checkout() {
  static const std::unique_ptr<const tree::Checkout> checkout = [] {
    std::unique_ptr<tree::Checkout> read;
    const char* folder = std::getenv("PYCONFIGURE_TEST_TREE");
    if (folder == nullptr || *folder == '\0') return read;
    read = std::make_unique<tree::Checkout>();
    std::string error;
    if (!tree::read_checkout(folder, "/build", *read, error)) {
      std::fprintf(stderr, "PYCONFIGURE_TEST_TREE: %s\n", error.c_str());
      std::exit(1);
    }
    return read;
  }();
  return checkout.get();
}

decide::Vars variables_after(const tree::Checkout& checkout, const std::vector<std::string>& arguments,
                             const std::vector<std::string>& environment) {
  const options::Request request = options::parse(arguments, environment);
  decide::Vars vars;
  for (const auto& [name, value] : request.values) vars.emplace(name, value.text);
  vars["ac_configure_args"] = request.configure_args;
  vars["srcdir"] = checkout.srcdir;
  vars["PWD"] = checkout.build_dir;
  vars["as_me"] = "configure";
  for (const tree::Precious& precious : checkout.precious) {
    const auto it = vars.find(precious.name);
    const bool set = it != vars.end();
    const std::string value = set ? it->second : "";
    vars["ac_cv_env_" + precious.name + "_set"] = set ? "set" : "";
    vars["ac_cv_env_" + precious.name + "_value"] = value;
  }
  return vars;
}

std::unique_ptr<decide::Context> decide_on(const tree::Checkout& checkout, FakeOracle& machine,
                                           const std::vector<std::string>& arguments,
                                           const std::vector<std::string>& environment) {
  auto c = std::make_unique<decide::Context>(variables_after(checkout, arguments, environment), checkout, machine);
  decide::decide(*c);
  return c;
}

std::string standard_output(const decide::Context& c) {
  return stream(c, false);
}
std::string standard_error(const decide::Context& c) {
  return stream(c, true);
}

std::string error_of(const decide::Context& c) {
  if (!c.failed()) return {};
  std::string text;
  for (const decide::Event& event : c.events()) {
    if (event.kind == decide::Event::Kind::error) text = event.text;
  }
  return text;
}

std::optional<std::string> macro_of(const decide::Context& c, std::string_view macro) {
  std::optional<std::string> value;
  const std::string start = "#define " + std::string(macro) + " ";
  for (const probe::Confdef& line : c.confdefs().lines) {
    if (line.text.starts_with(start)) value = line.text.substr(start.size(), line.text.size() - start.size() - 1);
  }
  return value;
}

decide::Context Scene::run(std::initializer_list<Section> sections) {
  context_ = std::make_unique<decide::Context>(vars, tree, machine);
  for (Section section : sections) {
    if (!context_->stopped()) section(*context_);
  }
  return *context_;
}

}  // namespace pyconfigure::test
