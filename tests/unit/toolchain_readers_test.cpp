// Reading compilers, linkers and preprocessors; which macros count; command lines.
#include <gtest/gtest.h>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/headers.hpp"
#include "toolchain/live_macros.hpp"

namespace pyconfigure::toolchain {
namespace {

using Names = std::set<std::string>;
using Words = std::vector<std::string>;

// --- linkers ---------------------------------------------------------------------------------------------------------

TEST(UndefinedSymbols, OfGnuLd) {
  EXPECT_EQ(undefined_symbols("/usr/bin/ld: /tmp/ccX.o: in function `main':\n"
                              "functions.c:(.text+0x1a): undefined reference to `fork1'\n"
                              "/usr/bin/ld: functions.c:(.text+0x24): undefined reference to `plock'\n"
                              "collect2: error: ld returned 1 exit status\n"),
            (Names{"fork1", "plock"}));
  EXPECT_EQ(undefined_symbols("/tmp/ccX.o:f.c:function main: more undefined references to `kqueue' follow\n"),
            Names{"kqueue"});
}

TEST(UndefinedSymbols, OfGold) {
  EXPECT_EQ(undefined_symbols("/tmp/ccX.o:functions.c:function main: error: undefined reference to 'fork1'\n"),
            Names{"fork1"});
}

TEST(UndefinedSymbols, OfLldMoldAndWasmLd) {
  EXPECT_EQ(undefined_symbols("ld.lld: error: undefined symbol: fork1\n>>> referenced by functions.c\n"
                              ">>>               /tmp/f.o:(main)\n"),
            Names{"fork1"});
  EXPECT_EQ(undefined_symbols("mold: error: undefined symbol: fork1\n>>> referenced by functions.c\n"), Names{"fork1"});
  EXPECT_EQ(undefined_symbols("wasm-ld: error: /tmp/f.o: undefined symbol: fork1\n"), Names{"fork1"});
}

TEST(UndefinedSymbols, OfApplesLdLoseTheirUnderscore) {
  EXPECT_EQ(
      undefined_symbols("Undefined symbols for architecture arm64:\n  \"_fork1\", referenced from:\n"
                        "      _main in functions-1.o\n  \"__getpty\", referenced from:\n      _main in functions-1.o\n"
                        "ld: symbol(s) not found for architecture arm64\n"),
      (Names{"fork1", "_getpty"}));
}

TEST(UndefinedSymbols, OfOtherComplaintsAreNone) {
  EXPECT_EQ(undefined_symbols("/usr/bin/ld: cannot find -lnothere: No such file or directory\n"
                              "warning: the use of `tmpnam' is dangerous\n"),
            Names{});
}

// --- compilers -------------------------------------------------------------------------------------------------------

TEST(CompilerErrors, BelongToFiles) {
  const auto errors = compiler_errors(
      "pyconfigure-body-3: In function 'pyconfigure_body_3':\n"
      "pyconfigure-body-3:4:9: error: 'foo' undeclared (first use in this function)\n"
      "    4 | (void) foo;\n"
      "pyconfigure-body-7:1:1: warning: unused\n"
      "pyconfigure-body-8:2: error: without a column\n");
  ASSERT_TRUE(errors);
  ASSERT_EQ(errors->size(), 2U);
  EXPECT_EQ((*errors)[0].file, "pyconfigure-body-3");
  EXPECT_EQ((*errors)[1].file, "pyconfigure-body-8");
}

TEST(CompilerErrors, OfClangLookTheSame) {
  const auto errors =
      compiler_errors("pyconfigure-body-0:3:3: fatal error: 'x.h' file not found\n1 error generated.\n");
  ASSERT_TRUE(errors);
  ASSERT_EQ(errors->size(), 1U);
  EXPECT_EQ((*errors)[0].file, "pyconfigure-body-0");
}

TEST(CompilerErrors, WithoutAPlaceBelongToNobody) {
  EXPECT_FALSE(compiler_errors("a.c:1:1: error: x\ncc1: error: unrecognized command-line option '-fx'\n"));
  EXPECT_FALSE(compiler_errors("gcc: internal compiler error: Segmentation fault signal terminated program cc1\n"));
}

TEST(CompilerErrors, ClangStopsCountingAfterTwenty) {
  const auto errors =
      compiler_errors("a.c:1:1: error: x\nfatal error: too many errors emitted, stopping now [-ferror-limit=]\n");
  ASSERT_TRUE(errors) << "those that were told are errors all the same";
  EXPECT_EQ(errors->size(), 1U);
}

TEST(CompilerErrors, InJsonAreNotRead) {
  const auto errors = compiler_errors("[{\"kind\": \"error\", \"message\": \"x\", \"locations\": []}]\n");
  ASSERT_TRUE(errors);
  EXPECT_TRUE(errors->empty()) << "a failure without an error that can be read goes to the lone form";
}

TEST(Lines, WithAWord) {
  EXPECT_EQ(lines_with("a b\nc\nb\n", "b"), "a b\nb\n");
}

// --- headers ---------------------------------------------------------------------------------------------------------

TEST(Includes, AreCertainOutsideConditionals) {
  const Includes found = includes_of(
      "#include <a.h>\n# ifdef X\n #  include <b.h>\n#else\n#include <c.h>\n#endif\n"
      "#include \"own.h\"\n#include<d.h>\n");
  EXPECT_EQ(found.all, (Words{"a.h", "b.h", "c.h", "d.h"}));
  EXPECT_EQ(found.certain, (Words{"a.h", "d.h"}));
}

os::Exit preprocessed(std::string text) {
  os::Exit end;
  end.out = std::move(text);
  return end;
}

TEST(Survey, TellsAbsentHeaders) {
  const HeaderSurvey survey =
      read_survey(preprocessed("# 1 \"survey.c\"\npyconfigure_header_2\n# 1 \"/usr/include/b.h\" 1 3 4\n"
                               "# 1 \"<built-in>\"\npyconfigure_survey_end\n"),
                  {"a.h", "b.h"});
  EXPECT_TRUE(survey.usable);
  EXPECT_TRUE(survey.complete);
  EXPECT_EQ(survey.absent, Names{"a.h"});
  EXPECT_EQ(survey.files, (Words{"/usr/include/b.h", "survey.c"}));
}

TEST(Survey, IsOfNoUseWhereNoHeaderIsMarked) {
  const HeaderSurvey survey = read_survey(preprocessed("# 1 \"survey.c\"\npyconfigure_survey_end\n"), {"a.h"});
  EXPECT_FALSE(survey.usable) << "__has_include was not understood";
  EXPECT_TRUE(survey.absent.empty());
}

TEST(Survey, IsIncompleteWhenAHeaderStopsIt) {
  EXPECT_FALSE(read_survey(preprocessed("# 1 \"survey.c\"\npyconfigure_header_1\n"), {"a.h"}).complete);
}

TEST(Survey, WithoutLineMarkersItDoesNotKnowTheFiles) {
  EXPECT_FALSE(read_survey(preprocessed("pyconfigure_header_1\npyconfigure_survey_end\n"), {"a.h"}).complete)
      << "the preprocessor ran with -P";
}

// --- macros ----------------------------------------------------------------------------------------------------------

std::shared_ptr<const probe::Confdefs> confdefs(const Words& macros) {
  auto list = std::make_shared<probe::Confdefs>();
  for (const std::string& macro : macros) list->lines.push_back({macro, "#define " + macro + " 1\n"});
  return list;
}

TEST(LiveMacros, OfOthersAlwaysCount) {
  const LiveMacros live;
  EXPECT_TRUE(live.live("_GNU_SOURCE"));
  EXPECT_TRUE(live.live("const"));
  EXPECT_FALSE(live.live("HAVE_FORK"));
  EXPECT_FALSE(live.live("SIZEOF_INT"));
}

TEST(LiveMacros, ADeadOneChangesNothing) {
  LiveMacros live;
  EXPECT_EQ(live.digest(confdefs({"_GNU_SOURCE", "HAVE_FORK"}), 2), live.digest(confdefs({"_GNU_SOURCE"}), 1));
  EXPECT_NE(live.digest(confdefs({"_GNU_SOURCE"}), 1), live.digest(confdefs({}), 0));
  EXPECT_NE(live.digest(confdefs({"A", "B"}), 2), live.digest(confdefs({"B", "A"}), 2)) << "order counts";
}

TEST(LiveMacros, AMentionedOneCounts) {
  LiveMacros live;
  const auto with = confdefs({"HAVE_FORK"});
  const std::string before = live.digest(with, 1);
  EXPECT_TRUE(live.scan_text("#ifdef HAVE_FORK\n"));
  EXPECT_FALSE(live.scan_text("x HAVE_FORK y")) << "known by now";
  EXPECT_NE(live.digest(with, 1), before);
  EXPECT_FALSE(live.live("HAVE_FOR")) << "a part of a name is another name";
}

TEST(LiveMacros, AHeaderIsReadOnce) {
  os::TemporaryFolder folder;
  std::string error;
  ASSERT_TRUE(folder.create(error));
  const std::string header = folder.path() + "/x.h";
  os::write_plain(header, "#if SIZEOF_LONG == 8\n");
  LiveMacros live;
  EXPECT_TRUE(live.scan_file(header));
  os::write_plain(header, "HAVE_B");
  EXPECT_FALSE(live.scan_file(header));
  EXPECT_TRUE(live.live("SIZEOF_LONG"));
  EXPECT_FALSE(live.scan_file("/no/such/header.h"));
}

TEST(LiveMacros, AllCountOnceTheHeadersAreNotKnown) {
  LiveMacros live;
  EXPECT_TRUE(live.everything());
  EXPECT_FALSE(live.everything());
  EXPECT_TRUE(live.live("HAVE_FORK"));
}

// --- command lines ---------------------------------------------------------------------------------------------------

TEST(CommandLine, VariablesFallApartAtBlanksAndQuotesAreCharacters) {
  EXPECT_EQ(fields({"gcc -m64", " -DX=\"a b\"\t-g"}), (Words{"gcc", "-m64", "-DX=\"a", "b\"", "-g"}));
  EXPECT_TRUE(fields({"", "  "}).empty());
}

TEST(CommandLine, PatternsOfPathnamesAreExpanded) {
  EXPECT_EQ(fields({"/etc/pass[w]d /no/such*"}), (Words{"/etc/passwd", "/no/such*"}));
}

TEST(CommandLine, PlainCommandsNeedNoShell) {
  EXPECT_EQ(script_words("uname -s"), (Words{"uname", "-s"}));
  for (const char* text : {"a; b", "echo $X", "A=b c", "test -f x", "echo `x`", "a > b", "", "cd x && y"}) {
    EXPECT_EQ(script_words(text).front(), "/bin/sh") << text;
  }
}

TEST(CommandLine, OddFlagsAndErrorsFromWarnings) {
  probe::ToolEnv env;
  env.cc = "gcc";
  EXPECT_FALSE(odd_flags(env));
  for (const char* flags :
       {"-fdiagnostics-format=json", "-fmax-errors=1", "-Wfatal-errors", "@args", "-MMD", "-S", "-save-temps"}) {
    env.cflags = flags;
    EXPECT_TRUE(odd_flags(env)) << flags;
  }
  env.cflags = "-O2";
  EXPECT_FALSE(warnings_are_errors(env));
  env.cflags = "-Werror=format";
  EXPECT_TRUE(warnings_are_errors(env));
}

}  // namespace
}  // namespace pyconfigure::toolchain
