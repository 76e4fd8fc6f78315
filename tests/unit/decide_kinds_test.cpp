// Options about the kind of build: debug, GIL, profiling, LTO, PGO, BOLT, JIT, the shared library.
#include <gtest/gtest.h>

#include "decide/sections.hpp"
#include "decide_scene.hpp"

namespace pyconfigure::test {
namespace {

using decide::Context;
using Otherwise = FakeOracle::Otherwise;

// --- debug, GIL ------------------------------------------------------------------------------------------------------

TEST(AbiFlags, DisableGilAndPydebugAddTheirLetters) {
  Scene scene;
  scene.set("enable_gil", "no").set("with_pydebug", "yes");
  const Context& c = scene.run({decide::disable_gil, decide::with_pydebug, decide::with_assertions});
  EXPECT_EQ(c.var("ABIFLAGS"), "td");
  EXPECT_EQ(c.var("ABI_THREAD"), "t");
  EXPECT_EQ(macro_of(c, "Py_GIL_DISABLED"), "1");
  EXPECT_EQ(standard_output(c),
            "checking for --disable-gil... yes\nchecking for --with-pydebug... yes\n"
            "checking for --with-assertions... implied by --with-pydebug\n");
}

TEST(AbiFlags, AnythingButYesDisablesTheGil) {
  EXPECT_EQ(Scene().set("enable_gil", "maybe").run(decide::disable_gil).var("disable_gil"), "yes");
  EXPECT_EQ(Scene().set("enable_gil", "yes").run(decide::disable_gil).var("disable_gil"), "no");
  EXPECT_EQ(Scene().run(decide::disable_gil).var("disable_gil"), "no");
}

TEST(AbiFlags, TraceRefsNeedTheGil) {
  Scene scene;
  scene.set("enable_gil", "no").set("with_trace_refs", "yes");
  const Context& c = scene.run({decide::disable_gil, decide::with_trace_refs});
  EXPECT_EQ(error_of(c), "--disable-gil cannot be used with --with-trace-refs");
  EXPECT_EQ(c.status(), 1);
}

TEST(AbiFlags, PyDebugOfTheEnvironmentStaysWithoutTheOption) {
  Scene scene;
  scene.set("Py_DEBUG", "true");
  EXPECT_EQ(scene.run({decide::with_pydebug, decide::with_assertions}).var("assertions"), "true");
}

// --- the shared library ----------------------------------------------------------------------------------------------

TEST(SharedLibrary, OnlyYesEnablesItAndOtherWordsAreEchoed) {
  const Context& c = Scene().set("enable_shared", "perhaps").run(decide::enable_shared);
  EXPECT_EQ(standard_output(c), "checking for --enable-shared... perhaps\n");
  Scene scene;
  scene.set("enable_shared", "perhaps").set("ac_sys_system", "Linux");
  EXPECT_EQ(scene.run({decide::library_name, decide::ldlibrary}).var("PY_ENABLE_SHARED"), "0");
}

TEST(SharedLibrary, TheRunTimePathKeepsWhatTheUserHas) {
  Scene scene;
  scene.set("enable_shared", "yes").set("ac_sys_system", "Linux").set("LD_LIBRARY_PATH", "/opt/lib");
  const Context& c = scene.run({decide::library_name, decide::ldlibrary});
  EXPECT_EQ(c.var("RUNSHARED"), "LD_LIBRARY_PATH=/build:/opt/lib");
  EXPECT_EQ(c.var("PY3LIBRARY"), "libpython3.so");
}

TEST(SharedLibrary, ADebugBuildHasNoStableAbiLibrary) {
  Scene scene;
  scene.set("enable_shared", "yes").set("ac_sys_system", "Linux").set("with_pydebug", "yes");
  EXPECT_EQ(scene.run({decide::library_name, decide::ldlibrary}).var("PY3LIBRARY"), "");
}

TEST(SharedLibrary, WithoutTheStaticOnePythonNeedsItsObjects) {
  Scene scene;
  scene.set("with_static_libpython", "no").set("ac_sys_system", "Linux").set("enable_shared", "no");
  const Context& c =
      scene.run({decide::library_name, decide::static_libpython, decide::ldlibrary, decide::library_deps});
  EXPECT_EQ(c.var("STATIC_LIBPYTHON"), "0");
  EXPECT_EQ(c.var("LINK_PYTHON_DEPS"), "$(PY3LIBRARY) $(EXPORTSYMS) $(LIBRARY_OBJS)");
  EXPECT_EQ(c.var("LIBRARY_DEPS"), "$(LIBRARY) $(PY3LIBRARY) $(EXPORTSYMS)");
}

TEST(Profiling, FallsBackWhereTheLinkerCannot) {
  Scene scene(Otherwise::no);
  scene.set("enable_profiling", "yes").set("CC", "gcc");
  const Context& refused = scene.run(decide::enable_profiling);
  EXPECT_EQ(standard_output(refused), "checking for --enable-profiling... no\n");
  EXPECT_EQ(refused.var("CC"), "gcc");
  scene.machine.flag("-pg", true);
  EXPECT_EQ(scene.run(decide::enable_profiling).var("LDFLAGS"), "-pg ");
}

// --- lto, pgo, bolt --------------------------------------------------------------------------------------------------

TEST(Lto, UnknownKindsAreRefused) {
  const Context& c = Scene().set("with_lto", "bogus").run(decide::with_lto);
  EXPECT_EQ(error_of(c), "unknown lto option: 'bogus'");
  EXPECT_EQ(standard_output(c), "checking for --with-lto... ") << "the line is never finished";
  EXPECT_EQ(c.status(), 1);
}

TEST(Lto, GccHasNoThinKind) {
  Scene scene;
  scene.set("with_lto", "thin").set("ac_cv_cc_name", "gcc");
  EXPECT_EQ(error_of(scene.run(decide::with_lto)), "thin lto is not supported under gcc compiler.");
}

TEST(Lto, GccKeepsObjectsThatLinkWithout) {
  Scene scene;
  scene.set("with_lto", "yes").set("ac_cv_cc_name", "gcc").set("ac_cv_prog_cc_g", "yes").set("ac_sys_system", "Linux");
  const Context& c = scene.run(decide::with_lto);
  EXPECT_EQ(c.var("LTOFLAGS"), "-flto -fuse-linker-plugin -ffat-lto-objects -g");
  EXPECT_EQ(c.var("LDFLAGS_NODIST"), " -flto -fuse-linker-plugin -ffat-lto-objects -g");
  EXPECT_EQ(c.var("LDFLAGS_NOLTO"), "-fno-lto");
}

TEST(Lto, ClangNeedsItsArchiver) {
  Scene scene(Otherwise::yes);
  scene.set("with_lto", "yes").set("ac_cv_cc_name", "clang").set("llvm_path", "/llvm").set("ac_sys_system", "Linux");
  scene.machine.which("llvm-ar", "/llvm/llvm-ar");
  EXPECT_EQ(scene.run(decide::with_lto).var("AR"), "/llvm/llvm-ar");
  EXPECT_EQ(scene.result().var("LTOFLAGS"), "-flto=thin");
  scene.machine.which("llvm-ar", "").file('x', "''", false);
  EXPECT_EQ(error_of(scene.run(decide::with_lto)),
            "llvm-ar is required for a --with-lto build with clang but could not be found.");
}

TEST(Lto, ClangWithoutTheThinKindTakesThePlainOne) {
  Scene scene(Otherwise::yes);
  scene.machine.flag("-flto=thin", false);
  scene.set("with_lto", "yes").set("ac_cv_cc_name", "clang").set("ac_sys_system", "Linux");
  const Context& c = scene.run(decide::with_lto);
  EXPECT_EQ(c.var("LTOFLAGS"), "-flto");
  EXPECT_EQ(c.var("LDFLAGS_NOLTO"), "-flto");
}

TEST(Lto, EmccKnowsOneKind) {
  Scene scene;
  scene.set("with_lto", "full").set("ac_cv_cc_name", "emcc");
  EXPECT_EQ(error_of(scene.run(decide::with_lto)), "emcc supports only default lto.");
}

TEST(Optimizations, ChooseTheProfiledBuild) {
  Scene scene(Otherwise::yes);
  scene.set("enable_optimizations", "yes").set("ac_cv_gcc_compat", "yes");
  const Context& c = scene.run(decide::enable_optimizations);
  EXPECT_EQ(c.var("DEF_MAKE_ALL_RULE"), "profile-opt");
  EXPECT_EQ(c.var("CFLAGS_NODIST"), " -fno-semantic-interposition");
  EXPECT_EQ(Scene().run(decide::enable_optimizations).var("DEF_MAKE_ALL_RULE"), "build_all");
}

TEST(Optimizations, ClangNeedsProfdataOnlyWhereProfilesAreRequired) {
  Scene scene;
  scene.set("ac_cv_cc_name", "clang").set("llvm_path", "/llvm");
  EXPECT_EQ(error_of(scene.run(decide::pgo_flags)), "");
  EXPECT_EQ(scene.result().var("LLVM_PROF_ERR"), "yes");
  scene.set("REQUIRE_PGO", "yes");
  EXPECT_EQ(error_of(scene.run(decide::pgo_flags)),
            "llvm-profdata is required for a --enable-optimizations build but could not be found.");
}

TEST(Optimizations, AtomicCountersAreTooSlowOnOldIntel) {
  Scene scene(Otherwise::yes);
  scene.set("ac_cv_cc_name", "gcc").set("ac_cv_i686", "no");
  EXPECT_EQ(scene.run(decide::pgo_flags).var("PGO_PROF_GEN_FLAG"), "-fprofile-generate -fprofile-update=atomic");
  scene.set("ac_cv_i686", "yes");
  EXPECT_EQ(scene.run(decide::pgo_flags).var("PGO_PROF_GEN_FLAG"), "-fprofile-generate");
}

TEST(Bolt, NeedsItsTools) {
  Scene scene;
  scene.set("enable_bolt", "yes");
  EXPECT_EQ(error_of(scene.run(decide::enable_bolt)),
            "llvm-bolt is required for a --enable-bolt build but could not be found.");
}

TEST(Bolt, TheCommonFlagsAreAskedForAndNeverTold) {
  const Context& c = Scene().run(decide::bolt_flags);
  EXPECT_TRUE(
      standard_output(c).starts_with("checking BOLT_COMMON_FLAGS... checking BOLT_INSTRUMENT_FLAGS...  -update"));
  EXPECT_EQ(Scene().set("BOLT_APPLY_FLAGS", "-mine").run(decide::bolt_flags).var("BOLT_APPLY_FLAGS"), "-mine");
}

// --- jit -------------------------------------------------------------------------------------------------------------

TEST(Jit, ModesSetTheirFlags) {
  Scene scene;
  scene.set("enable_experimental_jit", "interpreter");
  const Context& c = scene.run(decide::experimental_jit);
  EXPECT_EQ(c.var("CFLAGS_NODIST"), " -D_Py_TIER2=4");
  EXPECT_EQ(c.var("REGEN_JIT_COMMAND"), "");
  scene.set("enable_experimental_jit", "yes-off").set("host", "x86_64-pc-linux-gnu").set("Py_DEBUG", "true");
  scene.run(decide::experimental_jit);
  EXPECT_EQ(scene.result().var("CFLAGS_NODIST"), " -D_Py_TIER2=3 -D_Py_JIT");
  EXPECT_TRUE(scene.result().var("REGEN_JIT_COMMAND").ends_with(" --debug"));
}

TEST(Jit, WithoutItTheResultIsOneBlank) {
  EXPECT_EQ(standard_output(Scene().run(decide::experimental_jit)), "checking for --enable-experimental-jit...  \n");
}

TEST(Jit, BadModesAndTheMissingGilAreRefused) {
  Scene scene;
  scene.set("enable_experimental_jit", "fast");
  EXPECT_EQ(error_of(scene.run(decide::experimental_jit)),
            "invalid argument: --enable-experimental-jit=fast; expected no|yes|yes-off|interpreter");
  scene.set("enable_experimental_jit", "yes").set("disable_gil", "yes");
  EXPECT_EQ(error_of(scene.run(decide::experimental_jit)),
            "--enable-experimental-jit cannot be used with --disable-gil.");
}

}  // namespace
}  // namespace pyconfigure::test
