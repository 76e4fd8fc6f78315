// Machines on which everything is there, or nothing is; presets; and that a pass depends on its answers alone.
#include "decide_machine_test.hpp"

namespace pyconfigure::test {
namespace {

using ExtremesTest = MachineTest;

TEST_F(ExtremesTest, WhereNothingIsThereTheFirstDecisionRefuses) {
  machine = FakeOracle(FakeOracle::Otherwise::no);
  const decide::Context& c = run();
  EXPECT_EQ(error(), "cannot find required auxiliary files: install-sh config.guess config.sub");
  EXPECT_EQ(c.status(), 1);
  EXPECT_EQ(c.guesses(), 0U);
}

TEST_F(ExtremesTest, WithoutACompilerThereIsNothingToDo) {
  machine = FakeOracle(FakeOracle::Otherwise::no);
  imitate(machine, gnu_linux());
  machine.which("gcc", "");
  const decide::Context& c = run();
  EXPECT_EQ(error(), "no acceptable C compiler found in $PATH\nSee 'config.log' for more details");
  EXPECT_EQ(c.status(), 1);
  EXPECT_TRUE(standard_error(c).starts_with("configure: error: in '/build':\n"));
}

TEST_F(ExtremesTest, ACompilerThatMakesNothingEndsWith77) {
  machine = FakeOracle(FakeOracle::Otherwise::no);
  imitate(machine, gnu_linux());
  machine.command("for file in a.out", "");
  const decide::Context& c = run();
  EXPECT_EQ(error(), "C compiler cannot create executables\nSee 'config.log' for more details");
  EXPECT_EQ(c.status(), 77);
}

TEST_F(ExtremesTest, ProgramsThatDoNotRunEndWith77) {
  machine = FakeOracle(FakeOracle::Otherwise::no);
  imitate(machine, gnu_linux());
  const decide::Context& c = run();
  EXPECT_EQ(error(),
            "cannot run C compiled programs.\nIf you meant to cross compile, use '--host'.\n"
            "See 'config.log' for more details");
  EXPECT_EQ(c.status(), 77);
}

TEST_F(ExtremesTest, APreprocessorThatFindsEveryHeaderIsNotSane) {
  machine = FakeOracle(FakeOracle::Otherwise::yes);
  imitate(machine, gnu_linux());
  const decide::Context& c = run();
  EXPECT_EQ(error(), "C preprocessor \"/lib/cpp\" fails sanity check\nSee 'config.log' for more details");
  EXPECT_EQ(c.status(), 1);
}

/// Yes to all that can be there; no to the two questions that ask whether the compiler is out of its mind.
TEST_F(ExtremesTest, WhereEverythingIsThereAllModulesAre) {
  machine = FakeOracle(FakeOracle::Otherwise::yes);
  imitate(machine, gnu_linux());
  machine.header("ac_nonexistent.h", false).program("(void) strchr;", false);
  machine.header("float.h", true);
  run();
  ASSERT_TRUE(finished()) << error();
  for (const char* name : {"_bz2", "_lzma", "_ssl", "_hashlib", "_sqlite3", "_tkinter", "readline", "_dbm", "_uuid"}) {
    EXPECT_EQ(module(name), "yes") << name;
  }
}

TEST_F(ExtremesTest, WhereOnlyTheCompilerWorksModulesAreMissing) {
  for (const char* header : {"bzlib.h", "lzma.h", "openssl/opensslv.h", "openssl/evp.h", "sqlite3.h", "zlib.h", "ffi.h",
                             "uuid.h", "uuid/uuid.h", "tcl.h", "gdbm.h", "ndbm.h", "db.h", "readline/readline.h"}) {
    machine.header(header, false);
  }
  for (const char* library : {"bz2", "lzma", "ssl", "sqlite3", "z", "ffi", "readline"}) machine.library(library, false);
  imitate(machine, gnu_linux());
  run();
  ASSERT_TRUE(finished()) << error();
  for (const char* name : {"_bz2", "_lzma", "_ssl", "_hashlib", "_ctypes", "zlib"}) {
    EXPECT_EQ(module(name), "missing") << name;
  }
  EXPECT_EQ(module("readline"), "missing");
  EXPECT_EQ(module("_sqlite3"), "disabled");
  EXPECT_EQ(module("math"), "yes");
}

TEST_F(ExtremesTest, PresetAnswersAreNotAskedAgain) {
  imitate(machine, gnu_linux());
  const decide::Context& c = run({}, {"ac_cv_func_fork=no", "ac_cv_header_zlib_h=yes"});
  ASSERT_TRUE(finished()) << error();
  EXPECT_NE(standard_output(c).find("checking for fork... (cached) no\n"), std::string::npos);
  EXPECT_EQ(macro_of(c, "HAVE_FORK"), std::nullopt);
  EXPECT_TRUE(machine.was_asked("link call of vfork"));
  EXPECT_FALSE(machine.was_asked_exactly("link call of fork"));
}

TEST_F(ExtremesTest, OfPresetModulesOnlyNotAvailableCounts) {
  imitate(machine, gnu_linux());
  const decide::Context& c = run({"py_cv_module__json=n/a"}, {"py_cv_module__ssl=n/a", "py_cv_module__csv=missing"});
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(module("_ssl"), "n/a");
  EXPECT_EQ(module("_json"), "n/a");
  EXPECT_EQ(module("_csv"), "yes");
  EXPECT_EQ(var("MODULE__SSL_TRUE"), "#");
  EXPECT_EQ(var("MODULE__SSL_FALSE"), "");
  EXPECT_NE(standard_output(c).find("checking for stdlib extension module _ssl... n/a\n"), std::string::npos);
}

TEST_F(ExtremesTest, TheSameAnswersGiveTheSamePass) {
  imitate(machine, gnu_linux());
  const decide::Context& first = run({"--enable-optimizations", "--with-lto"});
  const std::string text = standard_output(first) + standard_error(first);
  const decide::Vars vars = first.vars();
  const std::vector<std::string> questions = machine.questions();
  FakeOracle again(FakeOracle::Otherwise::unknown);
  std::swap(machine, again);
  imitate(machine, gnu_linux());
  const decide::Context& second = run({"--enable-optimizations", "--with-lto"});
  EXPECT_EQ(standard_output(second) + standard_error(second), text);
  EXPECT_EQ(second.vars(), vars);
  EXPECT_EQ(machine.questions(), questions);
}

TEST_F(ExtremesTest, AfterAnErrorNothingMoreIsAsked) {
  imitate(machine, gnu_linux());
  run();
  const std::size_t all = machine.questions().size();
  FakeOracle again(FakeOracle::Otherwise::unknown);
  std::swap(machine, again);
  imitate(machine, gnu_linux());
  run({"--with-hash-algorithm=x"});
  EXPECT_EQ(error(), "unknown hash algorithm 'x'");
  EXPECT_LT(machine.questions().size(), all);
}

}  // namespace
}  // namespace pyconfigure::test
