// Options and decisions that hang on the system or the compiler: frameworks, sanitizers, safety, WebAssembly, MACHDEP.
#include <gtest/gtest.h>

#include "decide/sections.hpp"
#include "decide_scene.hpp"

namespace pyconfigure::test {
namespace {

using decide::Context;
using Otherwise = FakeOracle::Otherwise;

// --- frameworks ------------------------------------------------------------------------------------------------------

TEST(Framework, IsForAppleOnly) {
  Scene scene;
  scene.set("ac_sys_system", "Linux").set("enable_framework", "yes");
  EXPECT_EQ(error_of(scene.run(decide::framework)), "Unknown platform for framework build");
  scene.set("enable_framework", "/opt/Frameworks");
  EXPECT_EQ(error_of(scene.run(decide::framework)), "Unknown platform for framework build");
  scene.set("enable_framework", "no");
  EXPECT_EQ(error_of(scene.run(decide::framework)), "");
  EXPECT_EQ(scene.result().var("enable_framework"), "") << "later tests look for an empty value";
}

TEST(Framework, DsymutilIsForAppleOnly) {
  Scene scene;
  scene.set("with_dsymutil", "yes").set("MACHDEP", "linux");
  EXPECT_EQ(error_of(scene.run(decide::dsymutil)), "dsymutil debug linking is only available in macOS.");
  scene.set("MACHDEP", "darwin");
  EXPECT_EQ(error_of(scene.run(decide::dsymutil)), "dsymutil command not found on $PATH");
}

TEST(AppStore, OnlyAppleHasADefaultPatch) {
  Scene scene;
  scene.set("ac_sys_system", "Linux").set("with_app_store_compliance", "yes");
  EXPECT_EQ(error_of(scene.run(decide::app_store_compliance)),
            "no default app store compliance patch available for Linux");
  scene.set("with_app_store_compliance", "mine.patch");
  EXPECT_EQ(scene.run(decide::app_store_compliance).var("APP_STORE_COMPLIANCE_PATCH"), "mine.patch");
}

// --- sanitizers: any use of the option switches them on --------------------------------------------------------------

TEST(Sanitizers, WithoutAddressSanitizerSwitchesItOn) {
  Scene scene;
  scene.set("with_address_sanitizer", "no").set("BASECFLAGS", "-mine");
  const Context& c = scene.run(decide::address_sanitizer);
  EXPECT_EQ(standard_output(c), "checking for --with-address-sanitizer... no\n");
  EXPECT_EQ(c.var("BASECFLAGS"), "-fsanitize=address -fno-omit-frame-pointer -mine");
  EXPECT_EQ(c.var("with_pymalloc"), "no");
  EXPECT_EQ(Scene().run(decide::address_sanitizer).var("BASECFLAGS"), "");
}

TEST(Sanitizers, TheMemorySanitizerNeedsTheCompilersHelp) {
  Scene scene;
  scene.set("with_memory_sanitizer", "yes");
  EXPECT_EQ(error_of(scene.run(decide::memory_sanitizer)), "The selected compiler doesn't support memory sanitizer");
}

TEST(Sanitizers, UndefinedBehaviourAndThreads) {
  Scene scene;
  scene.set("with_undefined_behavior_sanitizer", "yes").set("with_thread_sanitizer", "yes");
  const Context& c = scene.run({decide::undefined_behavior_sanitizer, decide::thread_sanitizer});
  EXPECT_EQ(c.var("LDFLAGS"), "-fsanitize=thread -fsanitize=undefined ");
  EXPECT_TRUE(c.yes("with_ubsan"));
  EXPECT_TRUE(c.yes("with_tsan"));
  EXPECT_FALSE(c.has("with_pymalloc"));
}

// --- safety ----------------------------------------------------------------------------------------------------------

TEST(Safety, DisableSafetySwitchesItOn) {
  Scene scene(Otherwise::yes);
  scene.set("enable_safety", "no");
  const Context& c = scene.run(decide::safety_flags);
  EXPECT_TRUE(standard_output(c).starts_with("checking for --enable-safety... yes\n"));
  EXPECT_TRUE(c.var("CFLAGS_NODIST").starts_with(" -fstack-protector-strong -Wtrampolines"));
}

TEST(Safety, OnlyAVariableOfTheEnvironmentKeepsItOff) {
  Scene scene(Otherwise::yes);
  scene.set("enable_safety", "yes").set("disable_safety", "yes");
  EXPECT_EQ(scene.run(decide::safety_flags).var("CFLAGS_NODIST"), "");
}

TEST(Safety, FlagsThatTheCompilerRefusesAreWarnedAbout) {
  Scene scene(Otherwise::yes);
  scene.machine.flag("-Wtrampolines", false);
  scene.set("enable_safety", "yes").set("enable_slower_safety", "yes");
  const Context& c = scene.run(decide::safety_flags);
  EXPECT_EQ(standard_error(c), "configure: WARNING: -Wtrampolines not supported\n");
  EXPECT_EQ(c.var("CFLAGS_NODIST"),
            " -fstack-protector-strong -Wimplicit-fallthrough -Werror=format-security -Wbidi-chars=any -Wall"
            " -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3");
}

// --- WebAssembly -----------------------------------------------------------------------------------------------------

TEST(WebAssembly, OptionsAreRefusedElsewhereEvenWhenTheySayNo) {
  Scene scene;
  scene.set("ac_sys_system", "Linux").set("enable_wasm_dynamic_linking", "no");
  EXPECT_EQ(error_of(scene.run(decide::wasm_options)),
            "--enable-wasm-dynamic-linking only applies to Emscripten and WASI");
  scene.vars.erase("enable_wasm_dynamic_linking");
  scene.set("enable_wasm_pthreads", "no");
  EXPECT_EQ(error_of(scene.run(decide::wasm_options)), "--enable-wasm-pthreads only applies to Emscripten and WASI");
}

TEST(WebAssembly, WithoutTheOptionsTheResultIsMissing) {
  EXPECT_EQ(standard_output(Scene().set("ac_sys_system", "Linux").run(decide::wasm_options)),
            "checking for --enable-wasm-dynamic-linking... missing\nchecking for --enable-wasm-pthreads... missing\n");
}

TEST(WebAssembly, ThreadsChangeTheTarget) {
  Scene scene;
  scene.set("ac_sys_system", "WASI").set("enable_wasm_pthreads", "yes");
  EXPECT_EQ(scene.run(decide::wasm_flags).var("CFLAGS"), " -target wasm32-wasi-threads -pthread");
}

TEST(Suffix, IsTheSystemsOrTheUsers) {
  EXPECT_EQ(Scene().set("ac_sys_system", "WASI").run(decide::executable_suffix).var("EXEEXT"), ".wasm");
  EXPECT_EQ(Scene().set("ac_sys_system", "WASI").set("with_suffix", "no").run(decide::executable_suffix).var("EXEEXT"),
            "");
  EXPECT_EQ(Scene().set("with_suffix", "yes").run(decide::executable_suffix).var("ac_exeext"), ".exe");
  EXPECT_EQ(Scene().set("with_suffix", ".py").run(decide::executable_suffix).var("EXEEXT"), ".py");
}

// --- systems ---------------------------------------------------------------------------------------------------------

TEST(Machdep, OfTheUserIsNotQuestioned) {
  Scene scene;
  scene.set("MACHDEP", "mine");
  EXPECT_EQ(standard_output(scene.run(decide::machine)), "checking MACHDEP... \"mine\"\n");
  EXPECT_TRUE(scene.machine.questions().empty());
}

TEST(Machdep, IsTheSystemsNameAndMajorRelease) {
  struct Row {
    const char* system;
    const char* release;
    const char* machdep;
  };
  for (const Row& row :
       {Row{"NetBSD", "10.0", "netbsd10"}, Row{"GNU/kFreeBSD", "9.1", "gnukfreebsd9"}, Row{"OSF1", "V5.1", "osf1V5"},
        Row{"HP-UX", "B.11.31", "hp-ux11"}, Row{"Linux", "6.1", "linux"}, Row{"Darwin", "24.6.0", "darwin"},
        Row{"IRIX64", "6.5", "irix646"}}) {
    Scene scene;
    scene.machine.command("uname -s", std::string(row.system) + "\n")
        .command("uname -r", std::string(row.release) + "\n");
    EXPECT_EQ(scene.run(decide::machine).var("MACHDEP"), row.machdep) << row.system;
  }
}

TEST(Systems, ThatAreGone) {
  Scene scene;
  scene.set("ac_sys_system", "Linux").set("ac_sys_release", "1.2.13");
  EXPECT_EQ(error_of(scene.run(decide::unsupported_systems)),
            "This system \\(Linux/1.2.13\\) is no longer supported. See README for details.");
  scene.set("ac_sys_release", "2.0.1");
  EXPECT_EQ(error_of(scene.run(decide::unsupported_systems)), "");
  scene.set("ac_sys_system", "atheos").set("ac_sys_release", "0.3");
  EXPECT_EQ(error_of(scene.run(decide::unsupported_systems)),
            "This system \\(atheos/0.3\\) is no longer supported. See README for details.");
}

TEST(SupportTier, IsReadFromTheTreesTable) {
  Scene scene;
  scene.set("host", "x86_64-pc-linux-gnu").set("ac_cv_cc_name", "gcc");
  EXPECT_EQ(standard_output(scene.run(decide::support_tier)),
            "checking for PEP 11 support tier... x86_64-pc-linux-gnu/gcc has tier 1 (supported)\n");
  scene.set("host", "x86_64-unknown-freebsd14.1").set("ac_cv_cc_name", "clang");
  EXPECT_EQ(standard_output(scene.run(decide::support_tier)),
            "checking for PEP 11 support tier... x86_64-unknown-freebsd14.1/clang has tier 3 (partially supported)\n");
  scene.set("host", "vax-dec-ultrix4");
  EXPECT_EQ(standard_error(scene.run(decide::support_tier)),
            "configure: WARNING: vax-dec-ultrix4/clang is not supported\n");
}

TEST(ThreadNames, HaveTheSystemsLength) {
  EXPECT_EQ(macro_of(Scene().set("ac_sys_system", "OpenBSD").run(decide::thread_name_length), "_PYTHREAD_NAME_MAXLEN"),
            "23");
  EXPECT_EQ(macro_of(Scene().set("ac_sys_system", "AIX").run(decide::thread_name_length), "_PYTHREAD_NAME_MAXLEN"),
            std::nullopt);
}

TEST(PlatformModules, ACommentBeforeAnArmIsNoPartOfItsPattern) {
  Scene scene;
  scene.tree.configure_ac = R"(AC_DEFUN([PY_STDLIB_MOD_SET_NA], [body])
AS_CASE([$ac_sys_system],
  [AIX], [PY_STDLIB_MOD_SET_NA([_scproxy])],
  dnl this one has it
  [Darwin], [],
  [VxWorks*], [PY_STDLIB_MOD_SET_NA([_scproxy], [grp])],
  [PY_STDLIB_MOD_SET_NA([_scproxy])]
)

MODULE_BLOCK=
)";
  EXPECT_FALSE(scene.set("ac_sys_system", "Darwin").run(decide::platform_modules).has("py_cv_module__scproxy"));
  EXPECT_EQ(scene.set("ac_sys_system", "VxWorks7").run(decide::platform_modules).var("py_cv_module_grp"), "n/a");
  EXPECT_EQ(scene.set("ac_sys_system", "Linux").run(decide::platform_modules).var("py_cv_module__scproxy"), "n/a");
}

TEST(Ipv6, IsAskedOfTheHeadersOnlyWithoutTheOption) {
  Scene scene;
  scene.set("enable_ipv6", "no").set("cross_compiling", "no");
  EXPECT_EQ(standard_output(scene.run(decide::ipv6)), "checking if --enable-ipv6 is specified... no\n");
  EXPECT_TRUE(scene.machine.questions().empty());
  scene.set("enable_ipv6", "perhaps");
  EXPECT_EQ(macro_of(scene.run(decide::ipv6), "ENABLE_IPV6"), "1");
}

TEST(CachedCompiler, OfAnotherRunIsRefused) {
  Scene scene;
  scene.set("ac_cv_prog_CC", "clang").set("CC", "gcc").set("cache_file", "config.cache");
  EXPECT_EQ(error_of(scene.run(decide::compiler_presets)),
            "cached CC is different -- throw away config.cache\n"
            "(it is also a good idea to do 'make clean' before compiling)");
}

TEST(StrictOverflow, IsWarnedAboutWhereTheCompilerCannot) {
  Scene scene;
  scene.set("with_strict_overflow", "yes").set("CC", "cc");
  EXPECT_EQ(standard_error(scene.run(decide::strict_overflow)),
            "configure: WARNING: --with-strict-overflow=yes requires a compiler that supports -fstrict-overflow\n");
}

}  // namespace
}  // namespace pyconfigure::test
