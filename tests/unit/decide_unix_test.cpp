// What decide makes of Unix systems that are not this one.
#include "decide_machine_test.hpp"
#include "pyconfigure/os/files.hpp"

namespace pyconfigure::test {
namespace {

using UnixTest = MachineTest;

TEST_F(UnixTest, GnuLinuxIsTheUsualCase) {
  imitate(machine, gnu_linux());
  run();
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("MACHDEP"), "linux");
  EXPECT_EQ(var("MULTIARCH"), "x86_64-linux-gnu");
  EXPECT_EQ(var("SOABI"), "cpython-314-x86_64-linux-gnu");
  EXPECT_EQ(var("LDSHARED"), "$(CC) -shared");
  EXPECT_EQ(var("LINKFORSHARED"), "-Xlinker -export-dynamic");
  EXPECT_EQ(var("PERF_TRAMPOLINE_OBJ"), "Python/asm_trampoline.o");
  EXPECT_EQ(var("prefix"), "/usr/local");
  EXPECT_EQ(module("_scproxy"), "n/a");
}

TEST_F(UnixTest, TheScriptsThatNameASystemAreOnlyForetoldWhenTheyAreKnown) {
  const auto imitate_scripts = [&](const std::string& added) {
    imitate(machine, gnu_linux());
    for (const char* name : {"/config.guess", "/config.sub"}) {
      const auto text = os::read_file(real_checkout()->abs_srcdir + name);
      ASSERT_TRUE(text.has_value());
      machine.file('R', real_checkout()->srcdir + name, true, *text + added);
    }
  };
  imitate_scripts("");
  run();
  EXPECT_EQ(var("build"), "x86_64-pc-linux-gnu");
  EXPECT_TRUE(machine.was_asked("ordinary_system"));
  EXPECT_FALSE(machine.was_asked("sun4"));

  machine = FakeOracle(FakeOracle::Otherwise::unknown);
  imitate_scripts("\n");
  run();
  EXPECT_EQ(var("build"), "x86_64-pc-linux-gnu");
  EXPECT_FALSE(machine.was_asked("ordinary_system"));
  EXPECT_TRUE(machine.was_asked("sun4"));
}

TEST_F(UnixTest, ACompilerWithNamesOfItsOwnIsAskedForEach) {
  imitate(machine, gnu_linux());
  machine.command("$CC -c $CFLAGS $CPPFLAGS conftest.c", "conftest.obj\n")
      .command("$CC $CFLAGS $CPPFLAGS $LDFLAGS conftest.c $LIBS", "a.exe\n")
      .command("$CC -o conftest$ac_exeext", "conftest.exe\n")
      .command("$LDFLAGS conftest.o $LIBS", "conftest.obj\n", 1);
  const decide::Context& c = run();
  EXPECT_EQ(var("OBJEXT"), "obj");
  EXPECT_EQ(var("ac_cv_exeext"), ".exe");
  EXPECT_NE(standard_output(c).find("checking for C compiler default output file name... a.exe\n"), std::string::npos);
}

TEST_F(UnixTest, WordsForTheCompilerInTheFlagsOfTheLinkerAreSeenWhenItCompiles) {
  imitate(machine, gnu_linux());
  machine.command("for file in a.out", "", 0).command("$LDFLAGS conftest.o $LIBS", "conftest.o\na.out\nconftest\n");
  run({"LDFLAGS=-Wl,-O1 -L/lib -mtune=nothing"});
  EXPECT_NE(error().find("C compiler cannot create executables"), std::string::npos);
  run({"LDFLAGS=-Wl,-O1 -L/lib", "LIBS=-lm"});
  EXPECT_EQ(var("ac_cv_objext"), "o");
  EXPECT_EQ(error().find("C compiler cannot create executables"), std::string::npos);
}

TEST_F(UnixTest, MuslHasATripletOfItsOwnAndNoTrampoline) {
  imitate(machine, musl_linux());
  machine.header("execinfo.h", false).function("backtrace", false);
  const decide::Context& c = run();
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("MULTIARCH"), "x86_64-linux-musl") << "the tree's name stands in for a compiler that gives none";
  EXPECT_EQ(var("EXT_SUFFIX"), ".cpython-314-x86_64-linux-musl.so");
  EXPECT_EQ(var("LIBPL"), "$(prefix)/lib/python3.14/config-$(VERSION)$(ABIFLAGS)-x86_64-linux-musl");
  EXPECT_EQ(var("PERF_TRAMPOLINE_OBJ"), "");
  EXPECT_EQ(macro_of(c, "HAVE_EXECINFO_H"), std::nullopt);
  EXPECT_EQ(macro_of(c, "PY_SUPPORT_TIER"), "0");
  EXPECT_NE(standard_error(c).find("x86_64-pc-linux-musl/gcc is not supported"), std::string::npos);
}

TEST_F(UnixTest, OneStartOfThePreprocessorNamesCompilerAndPlatform) {
  imitate(machine, gnu_linux());
  machine.command("cat pyconf.table", "PLATFORM_TRIPLET=asked-for-nothing\n");
  run();
  EXPECT_EQ(var("ac_cv_cc_name"), "gcc");
  EXPECT_EQ(var("PLATFORM_TRIPLET"), "x86_64-linux-gnu");
}

TEST_F(UnixTest, APlatformThatTheTableRefusesLeavesTheCompilerItsName) {
  imitate(machine, gnu_linux());
  machine.command("cat pyconf.table", "", 1).rule([](const probe::Probe& probe) -> std::optional<probe::Answer> {
    const auto* command = std::get_if<probe::CommandProbe>(&probe);
    if (command == nullptr || command->script.find("$CPP $CPPFLAGS conftest.c") == std::string::npos) return std::nullopt;
    const bool with_table = command->files.front().text.find("platform_triplet.c") != std::string::npos;
    probe::Answer answer;
    answer.status = with_table ? 1 : 0;
    answer.ok = !with_table;
    answer.output = with_table ? "gcc\npyconf_table_follows\n" : "gcc\n";
    return answer;
  });
  const decide::Context& c = run();
  EXPECT_EQ(var("ac_cv_cc_name"), "gcc");
  EXPECT_NE(standard_output(c).find("compiler characteristics... none"), std::string::npos);
}

TEST_F(UnixTest, MuslRaisesTheThreadStackThatTheDefaultIsTooSmallFor) {
  imitate(machine, musl_linux());
  machine.command("$CC -pthread $CFLAGS conftest.c -o conftest", "1\n");
  const decide::Context& c = run();
  EXPECT_EQ(macro_of(c, "_Py_LINKER_THREAD_STACK_SIZE"), "1048576");
  EXPECT_EQ(var("LDFLAGS"), " -Wl,-z,stack-size=1048576");
}

TEST_F(UnixTest, ATripletThatTheCompilerContradictsEndsTheRun) {
  Machine confused = musl_linux();
  confused.multiarch = "x86_64-linux-gnu";
  imitate(machine, confused);
  run();
  EXPECT_EQ(error(), "internal configure error for the platform triplet, please file a bug report");
}

TEST_F(UnixTest, FreeBsdElf) {
  imitate(machine, freebsd());
  const decide::Context& c = run({"--enable-shared"});
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("MACHDEP"), "freebsd") << "without the release";
  EXPECT_EQ(var("LDSHARED"), "$(CC) -shared");
  EXPECT_EQ(var("CCSHARED"), "-fPIC");
  EXPECT_EQ(var("LINKFORSHARED"), "-Wl,--export-dynamic");
  EXPECT_EQ(var("INSTSONAME"), "libpython$(LDVERSION).so.1.0");
  EXPECT_EQ(var("RUNSHARED"), "LD_LIBRARY_PATH=/build");
  EXPECT_EQ(macro_of(c, "_PYTHREAD_NAME_MAXLEN"), "19");
  EXPECT_EQ(macro_of(c, "_XOPEN_SOURCE"), "700");
}

TEST_F(UnixTest, AixExportsSymbolsFromAList) {
  imitate(machine, aix());
  const decide::Context& c = run();
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("MACHDEP"), "aix");
  EXPECT_EQ(var("EXPORTSYMS"), "Modules/python.exp");
  EXPECT_EQ(var("EXPORTSFROM"), ".");
  EXPECT_EQ(var("BLDSHARED"), "Modules/ld_so_aix $(CC) -bI:Modules/python.exp");
  EXPECT_EQ(var("LDSHARED"), "$(LIBPL)/ld_so_aix $(CC) -bI:$(LIBPL)/python.exp");
  EXPECT_EQ(var("LINKFORSHARED"), "-Wl,-bE:Modules/python.exp -lld");
  EXPECT_EQ(macro_of(c, "HAVE_BROKEN_PIPE_BUF"), "1");
  EXPECT_EQ(var("GNULD"), "no");
}

TEST_F(UnixTest, CygwinIsSharedByDefaultAndItsModulesAreLinkedWithPython) {
  imitate(machine, cygwin());
  run();
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("MACHDEP"), "cygwin");
  EXPECT_EQ(var("enable_shared"), "yes");
  EXPECT_EQ(var("LDLIBRARY"), "libpython$(LDVERSION).dll.a");
  EXPECT_EQ(var("DLLLIBRARY"), "libpython$(LDVERSION).dll");
  EXPECT_EQ(var("SHLIB_SUFFIX"), ".dll");
  EXPECT_EQ(var("LDSHARED"), "gcc -shared -Wl,--enable-auto-image-base");
  EXPECT_EQ(var("CFLAGSFORSHARED"), "");
  EXPECT_EQ(var("LIBPYTHON"), "-lpython3.14");
}

TEST_F(UnixTest, StaticCygwinMakesAnImportLibrary) {
  imitate(machine, cygwin());
  run({"--disable-shared"});
  EXPECT_EQ(var("BLDLIBRARY"), "$(LIBRARY)");
  EXPECT_EQ(var("LDLIBRARY"), "libpython$(LDVERSION).dll.a");
  EXPECT_EQ(var("LINKFORSHARED"), "-Wl,--out-implib=$(LDLIBRARY)");
}

TEST_F(UnixTest, SunOsHidesNothingBehindXopenSource) {
  imitate(machine, sunos());
  const decide::Context& c = run();
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("MACHDEP"), "sunos5");
  EXPECT_EQ(macro_of(c, "Py_SUNOS_VERSION"), "511");
  EXPECT_EQ(macro_of(c, "_XOPEN_SOURCE"), std::nullopt);
  EXPECT_EQ(macro_of(c, "_PYTHREAD_NAME_MAXLEN"), "31");
  EXPECT_EQ(var("LDSHARED"), "$(CC) -shared");
}

TEST_F(UnixTest, HpUxCompilersAndMachinesDiffer) {
  imitate(machine, hp_ux());
  machine.program("__GNUC__", false).command("uname -m", "ia64\n");
  const decide::Context& c = run();
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("MACHDEP"), "hp-ux11") << "the letter before the release goes";
  EXPECT_EQ(var("CC"), "cc -Ae");
  EXPECT_EQ(var("SHLIB_SUFFIX"), ".so");
  EXPECT_EQ(var("LDSHARED"), "$(CC) -b");
  EXPECT_EQ(var("CCSHARED"), "+z");
  EXPECT_EQ(var("LINKFORSHARED"), "-Wl,-E -Wl,+s");
  EXPECT_EQ(macro_of(c, "_INCLUDE__STDC_A1_SOURCE"), "1");

  machine.command("uname -m", "9000/800\n");
  run({"--enable-shared"});
  EXPECT_EQ(var("SHLIB_SUFFIX"), ".sl");
  EXPECT_EQ(var("LDLIBRARY"), "libpython$(LDVERSION).sl");
}

}  // namespace
}  // namespace pyconfigure::test
