// Reading compilers, linkers and preprocessors; which macros count; command lines.
#include <gtest/gtest.h>

#include <filesystem>

#include "engine_bench.hpp"
#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/guesses.hpp"
#include "toolchain/header_texts.hpp"
#include "toolchain/headers.hpp"
#include "toolchain/live_macros.hpp"
#include "toolchain/shared_library.hpp"
#include "toolchain/survey.hpp"

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

TEST(UndefinedSymbols, AloneOrWithOtherComplaints) {
  const std::string ld =
      "/usr/bin/ld: /tmp/p.o: in function `f':\np.c:(.text+0x1a): undefined reference to `fork1'\n"
      "collect2: error: ld returned 1 exit status\n";
  EXPECT_TRUE(only_undefined_symbols(ld));
  EXPECT_FALSE(only_undefined_symbols("/usr/bin/ld: cannot find -lx: No such file or directory\n" + ld));
  EXPECT_FALSE(only_undefined_symbols("/tmp/ld: warning: x is stale\n" + ld));
  EXPECT_FALSE(only_undefined_symbols("collect2: error: ld returned 1 exit status\n"));
  EXPECT_TRUE(
      only_undefined_symbols("ld.lld: error: undefined symbol: fork1\n>>> referenced by p.c\n"
                             ">>>               /tmp/p.o:(f)\nclang: error: linker command failed with exit code 1\n"));
}

TEST(MissingLibraries, AreNamedByLinkers) {
  EXPECT_EQ(missing_libraries("/usr/bin/ld: cannot find -ldld: No such file or directory\n"
                              "/usr/bin/ld: cannot find -lintl\n/usr/bin/ld: cannot find x.o\n"
                              "collect2: error: ld returned 1 exit status\n"),
            (Names{"dld", "intl"}));
  EXPECT_EQ(missing_libraries("ld.lld: error: unable to find library -lsocket\n"), Names{"socket"});
  EXPECT_EQ(missing_libraries("/usr/bin/ld.gold: error: cannot find -lsocket\n"), Names{"socket"});
  EXPECT_EQ(missing_libraries("mold: fatal: library not found: socket\n"), Names{"socket"});
  EXPECT_EQ(missing_libraries("ld: library not found for -lsocket\nld: library 'dld' not found\n"), (Names{"socket", "dld"}));
  EXPECT_EQ(missing_libraries("a.c:1: undefined reference to `x'\n"), Names{});
}

TEST(LinkerWarnings, AreLeftOutWithTheirPlaces) {
  EXPECT_EQ(without_linker_warnings("/usr/bin/ld: a.o: in function `f':\na.c:(.text+0x24): warning: chflags is not implemented\n"
                                    "/usr/bin/ld: b.o: in function `g':\nb.c:(.text+0x1): warning: old\n"
                                    "b.c:(.text+0x2): undefined reference to `x'\nend\n"),
            "/usr/bin/ld: b.o: in function `g':\nb.c:(.text+0x2): undefined reference to `x'\nend\n");
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

TEST(CompilerErrors, OfACompilerThatGaveUpAreNotRead) {
  EXPECT_FALSE(compiler_errors("a.c:1:1: error: x\n(null):0: confused by earlier errors, bailing out\n"));
  EXPECT_FALSE(compiler_errors("a.c:1:1: error: x\ngcc: fatal error: Killed signal terminated program cc1\n"));
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

TEST(IncludeLines, CountWhateverConditionalTheyStandIn) {
  const std::vector<IncludeLine> lines = include_lines(
      "#if 0\n#  include <a.h>\n#endif\n #include \"own.h\" /* x */\n#include_next <b.h>\n#include CHOSEN\n"
      "/* We can include <c.h>\n#include's words */\n#define includes <d.h>\n#include<e.h>");
  EXPECT_EQ(lines,
            (std::vector<IncludeLine>{{"a.h", false}, {"own.h", true}, {"b.h", false}, {"", false}, {"e.h", false}}));
}

os::Exit preprocessed(std::string out, std::string err) {
  os::Exit end;
  end.out = std::move(out);
  end.err = std::move(err);
  return end;
}

constexpr const char* kSearchList =
    "ignoring nonexistent directory \"/x\"\n#include \"...\" search starts here:\n Own\n#include <...> search starts "
    "here:\n"
    " /usr/include\n /Library/Frameworks (framework directory)\nEnd of search list.\n";

TEST(Survey, TellsWhichHeadersAreThereAndWhereTheyAreLookedFor) {
  const SurveyReport report = read_survey(
      preprocessed("# 1 \"survey.c\"\npyconfigure_header_2\n# 1 \"<built-in>\"\n", kSearchList), {"a.h", "b.h"});
  EXPECT_TRUE(report.usable);
  EXPECT_EQ(report.present, Names{"b.h"});
  EXPECT_EQ(report.folders, (Words{"Own", "/usr/include", "/Library/Frameworks (framework directory)"}));
}

TEST(Survey, IsOfNoUseWhereNoHeaderIsMarked) {
  EXPECT_FALSE(read_survey(preprocessed("# 1 \"survey.c\"\n", kSearchList), {"a.h"}).usable)
      << "__has_include was not understood";
  EXPECT_FALSE(read_survey(preprocessed("pyconfigure_header_7\n", kSearchList), {"a.h"}).usable);
}

TEST(Survey, WithoutASearchListNobodyKnowsTheFolders) {
  EXPECT_FALSE(read_survey(preprocessed("pyconfigure_header_1\n", "gcc version 12\n"), {"a.h"}).folders);
  EXPECT_FALSE(search_folders("#include <...> search starts here:\n /usr/include\n")) << "it does not end";
}

// --- macros ----------------------------------------------------------------------------------------------------------

class HeaderTextsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string error;
    ASSERT_TRUE(folder.create(error));
    for (const char* name : {"/one", "/two", "/one/sub", "/F.framework", "/F.framework/Headers"}) {
      os::make_folder(folder.path() + name, error);
    }
  }
  void put(const std::string& name, const std::string& text) { os::write_plain(folder.path() + "/" + name, text); }

  /// Which of the names in these tests it mentions.
  Words mentioned(const Mentions& mentions) {
    Words names;
    for (const char* name : {"HAVE_F", "HAVE_FORK", "SIZEOF_LONG", "WITH_D", "xHAVE_NOT", "HAVE"}) {
      if (mentions.names.contains(files.number(name))) names.emplace_back(name);
    }
    return names;
  }

  os::TemporaryFolder folder;
  HeaderFiles files;
};

TEST(NameSet, HoldsNumbers) {
  NameSet set;
  EXPECT_FALSE(set.contains(0));
  set.add(200);
  set.add(3);
  for (std::uint32_t number : {0U, 4U, 63U, 64U, 199U, 201U, 100000U}) EXPECT_FALSE(set.contains(number)) << number;
  EXPECT_TRUE(set.contains(3) && set.contains(200));
  NameSet other;
  other.add(3);
  EXPECT_NE(set, other);
  other.add(set);
  EXPECT_EQ(set, other);
  set.add(NameSet());
  EXPECT_EQ(set, other) << "nothing comes along";
}


TEST_F(HeaderTextsTest, MentionWhatTheirIncludesMention) {
  put("one/a.h", "#ifdef HAVE_FORK\n#endif\n#ifdef NEVER\n#include <b.h>\n#include \"sub/c.h\"\n#endif\n");
  put("two/b.h", "SIZEOF_LONG\n#include <a.h>\n#include <absent.h>\n");
  put("one/sub/c.h", "#include \"d.h\"\n");
  put("one/sub/d.h", "WITH_D xHAVE_NOT HAVE\n");
  HeaderTexts texts(files, {"one", folder.path() + "/two"}, folder.path());
  EXPECT_EQ(mentioned(texts.of("a.h")), (Words{"HAVE_FORK", "SIZEOF_LONG", "WITH_D"}));
  EXPECT_EQ(mentioned(texts.of("absent.h")), Words{});
  EXPECT_FALSE(texts.of("a.h").all);
}

TEST_F(HeaderTextsTest, CommentsMentionNothing) {
  put("one/a.h", "/* HAVE_F main ( #include <b.h>\n */ int x; // SIZEOF_LONG\n/**/ # /**/ include /**/ <c.h>\n");
  put("one/b.h", "WITH_D\n");
  put("one/c.h", "HAVE_\\\nFORK\n");
  HeaderTexts texts(files, {"one"}, folder.path());
  EXPECT_EQ(mentioned(texts.of("a.h")), (Words{"HAVE_FORK"}));
  EXPECT_FALSE(texts.of("a.h").main);
}

TEST_F(HeaderTextsTest, WhatIsNotUnderstoodIsReadAsText) {
  put("one/a.h", "#if 0\n#elifdef X\n#include <b.h>\n#endif\n/* HAVE_F */\n");
  put("one/b.h", "#ifdef SIZEOF_LONG\n#endif\n");
  HeaderTexts texts(files, {"one"}, folder.path());
  EXPECT_EQ(mentioned(texts.of("a.h")), (Words{"HAVE_F", "SIZEOF_LONG"}));
  EXPECT_TRUE(texts.of("a.h").main) << "nobody knows";
  EXPECT_FALSE(texts.of("b.h").main);
}

TEST_F(HeaderTextsTest, OneThatIsNoFileIsNotRead) {
  put("two/a.h", "HAVE_F\n");
  std::filesystem::create_directory(folder.path() + "/one/a.h");
  ASSERT_EQ(mkfifo((folder.path() + "/one/b.h").c_str(), 0600), 0);
  HeaderTexts texts(files, {"one", "nowhere", "two"}, folder.path());
  EXPECT_EQ(mentioned(texts.of("a.h")), (Words{"HAVE_F"}));
  EXPECT_EQ(mentioned(texts.of("b.h")), Words{});
  EXPECT_TRUE(texts.of("b.h").all) << "it is there, and nobody knows what it says";
  std::filesystem::create_symlink("/dev/null", folder.path() + "/one/c.h");
  ASSERT_NE(files.files().find(folder.path() + "/one/c.h"), nullptr);
  EXPECT_TRUE(files.files().find(folder.path() + "/one/c.h")->text.odd);
}

TEST_F(HeaderTextsTest, WhatImportsMayBringAnyHeader) {
  put("one/a.h", "#import <b.h>\n");
  put("one/b.h", "#pragma GCC poison c\n");
  HeaderTexts texts(files, {"one"}, folder.path());
  EXPECT_TRUE(texts.of("a.h").all);
  EXPECT_FALSE(texts.of("b.h").all);
}

TEST_F(HeaderTextsTest, AnIncludeThatAMacroChoosesMayBeAnyHeader) {
  put("one/a.h", "#include <b.h>\n");
  put("one/b.h", "#include CHOSEN\n");
  EXPECT_TRUE(HeaderTexts(files, {"one"}, folder.path()).of("a.h").all);
}

TEST_F(HeaderTextsTest, OfFrameworks) {
  put("F.framework/Headers/f.h", "HAVE_F\n");
  HeaderTexts texts(files, {folder.path() + " (framework directory)"}, "/");
  EXPECT_EQ(mentioned(texts.of("F/f.h")), Words{"HAVE_F"});
}

// --- marks -----------------------------------------------------------------------------------------------------------

TEST(SeenMarks, AreTakenOutOfWhatClangSays) {
  const std::string said =
      "b.c:1:6: warning: unused variable 'x'\nint x;\n    ^\n"
      "pyconfigure-seen-3:1:2: warning: \"seen\" [-W#warnings]\n#warning \"seen\"\n ^\n"
      "2 warnings generated.\n"
      "pyconfigure-seen-4:1:2: warning: \"seen\" [-W#warnings]\n    1 | #warning \"seen\"\n      |  ^\n"
      "1 warning and 3 errors generated.\n"
      "pyconfigure-seen-5:1:2: warning: \"seen\" [-W#warnings]\n#warning \"seen\"\n ^\n"
      "1 warning generated.\n";
  EXPECT_EQ(without_marks(said), "b.c:1:6: warning: unused variable 'x'\nint x;\n    ^\n1 warning generated.\n3 errors generated.\n");
  EXPECT_TRUE(was_seen(said, 3));
  EXPECT_FALSE(was_seen(said, 30));
}

TEST(SeenMarks, AreTakenOutOfWhatGccSays) {
  EXPECT_EQ(without_marks("pyconfigure-seen-0:1:2: warning: #warning \"seen\" [-Wcpp]\nx.c:1: error: ^\n"), "x.c:1: error: ^\n");
  EXPECT_FALSE(was_seen("", 0));
}

TEST(OwnMacros, AreLookedFor) {
  for (const char* name : {"HAVE_FORK", "SIZEOF_INT", "Py_DEBUG", "ENABLE_IPV6"}) EXPECT_TRUE(own_macro(name)) << name;
  for (const char* name : {"_GNU_SOURCE", "const", "", "XHAVE_"}) EXPECT_FALSE(own_macro(name)) << name;
}

/// A program that sees definitions of these macros.
probe::ProgramProbe program(const Words& macros, std::string prologue = {}) {
  auto list = std::make_shared<probe::Confdefs>();
  for (const std::string& macro : macros) list->lines.push_back({macro, "#define " + macro + " 1\n"});
  probe::ProgramProbe probe;
  probe.env.cc = "gcc";
  probe.program.prologue = std::move(prologue);
  probe.confdefs_seen = list->lines.size();
  probe.confdefs = list;
  return probe;
}

TEST(LiveMacros, ADeadOneChangesNothing) {
  HeaderFiles files;
  LiveMacros live(files, "/");
  const std::string text = "#include <a.h>\n";
  EXPECT_EQ(live.digest(program({"_GNU_SOURCE", "HAVE_FORK"}, text)), live.digest(program({"_GNU_SOURCE"}, text)));
  EXPECT_NE(live.digest(program({"_GNU_SOURCE"}, text)), live.digest(program({}, text)));
  EXPECT_NE(live.digest(program({"A", "B"}, text)), live.digest(program({"B", "A"}, text))) << "order counts";
}

TEST(LiveMacros, OfATextWithoutHeadersOnlyItsOwnNamesCount) {
  HeaderFiles files;
  LiveMacros live(files, "/");
  const std::string text = "int f (void) { return N; }\n";
  const auto digest = [&](const Words& macros) { return live.digest(program(macros, text)); };
  EXPECT_EQ(digest({"_GNU_SOURCE", "HAVE_FORK", "void_", "1"}), digest({}));
  for (const char* name : {"N", "int", "f", "void", "return"}) EXPECT_NE(digest({name}), digest({})) << name;
  EXPECT_EQ(digest({"_GNU_SOURCE", "N"}), digest({"N"}));
}

TEST(LiveMacros, ANameThatLeadsToOthersLetsThemCount) {
  HeaderFiles files;
  LiveMacros live(files, "/");
  const auto digest = [&](const std::string& value, const Words& others, const std::string& flags = {}) {
    probe::ProgramProbe probe = program(others, "int n = N;\n");
    auto list = std::make_shared<probe::Confdefs>(*probe.confdefs);
    list->lines.push_back({"N", "#define N" + value + "\n"});
    probe.confdefs = list;
    probe.confdefs_seen = list->lines.size();
    probe.env.cflags = flags;
    return live.digest(probe);
  };
  for (const char* value : {"", " 1", " -(2)"}) EXPECT_EQ(digest(value, {"M"}), digest(value, {})) << value;
  for (const char* value : {" M", " 1L", "() 1", " 1 \\\n M"}) EXPECT_NE(digest(value, {"M"}), digest(value, {})) << value;
  EXPECT_NE(digest(" 1", {"M"}, "-Dn=M"), digest(" 1", {}, "-Dn=M")) << "the flags name it";
  EXPECT_NE(digest(" 1", {"M"}, "-DM=2"), digest(" 1", {}, "-DM=2")) << "they define it, too";
  for (const char* flags : {"-D n=M", "-Wp,-Dn=M", "--define-macro=n=M", "-D M"}) {
    EXPECT_NE(digest(" 1", {"M"}, flags), digest(" 1", {}, flags)) << flags;
  }
  EXPECT_EQ(digest(" 1", {"M"}, "-Wall"), digest(" 1", {}, "-Wall"));
  EXPECT_NE(digest(" 1", {"M"}, "-Wall -Werror"), digest(" 1", {}, "-Wall -Werror")) << "a macro may be the compiler's own";
  EXPECT_NE(digest(" 1", {"M"}, "-include m.h"), digest(" 1", {}, "-include m.h")) << "somebody else may";
}

TEST_F(HeaderTextsTest, AFolderThatOnlyMakeKnowsChangesNoSearch) {
  probe::ProgramProbe probe = program({});
  const std::string plain = search_key(probe);
  probe.env.cflags = "-I$(srcdir)/nowhere";
  EXPECT_EQ(search_key(probe), plain);
  probe.env.cflags = "-Inowhere";
  EXPECT_NE(search_key(probe), plain) << "it may come";
  const std::string before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  std::filesystem::create_directories("$(srcdir)/nowhere");
  probe.env.cflags = "-I$(srcdir)/nowhere";
  EXPECT_NE(search_key(probe), plain) << "it is there";
  std::filesystem::current_path(before);
}

TEST(LiveMacros, WhateverMayBringAnotherTextIsNoTextOfItsOwn) {
  HeaderFiles files;
  LiveMacros live(files, "/");
  for (const char* text : {"#include A_H\n", "#import \"a.h\"\n", "#inc\\\nlude <a.h>\n", "\?\?=include <a.h>\n", "#embed \"a\"\n"}) {
    EXPECT_NE(live.digest(program({"M"}, text)), live.digest(program({}, text))) << text;
  }
}

TEST(LiveMacros, OneThatTheProgramMentionsCounts) {
  HeaderFiles files;
  LiveMacros live(files, "/");
  const std::string text = "#ifdef HAVE_FORK\n#endif\n";
  EXPECT_NE(live.digest(program({"HAVE_FORK"}, text)), live.digest(program({}, text)));
  EXPECT_EQ(live.digest(program({"HAVE_FOR"}, text)), live.digest(program({}, text)))
      << "a part of a name is another name";
}

TEST_F(HeaderTextsTest, OneThatAHeaderMentionsCountsForThoseWhoIncludeIt) {
  put("one/a.h", "#if HAVE_FORK\n#endif\n");
  LiveMacros live(files, folder.path());
  const std::string text = "#include <a.h>\n";
  const auto with = program({"HAVE_FORK"}, text);
  const std::string before = live.digest(with);
  EXPECT_EQ(before, live.digest(program({}, text))) << "nothing is known yet";
  EXPECT_TRUE(live.learn(search_key(with), Words{"one"}));
  EXPECT_FALSE(live.learn(search_key(with), Words{"one"}));
  EXPECT_NE(live.digest(with), before);
  EXPECT_EQ(live.digest(program({"HAVE_FORK"}, "int other;\n")), live.digest(program({}, "int other;\n")));
}

TEST_F(HeaderTextsTest, WhatTheFlagsIncludeIsReadToo) {
  put("forced.h", "HAVE_FORK\n");
  LiveMacros live(files, folder.path());
  probe::ProgramProbe with = program({"HAVE_FORK"});
  with.env.cflags = "-Wp,-D_X=1,-U_Y -include forced.h";
  probe::ProgramProbe without = program({});
  without.env.cflags = with.env.cflags;
  EXPECT_TRUE(live.learn(search_key(with), Words{"one"}));
  EXPECT_NE(live.digest(with), live.digest(without));
  EXPECT_EQ(live.digest(program({"SIZEOF_INT"})), live.digest(program({})));
}

TEST_F(HeaderTextsTest, WhatTheFlagsStandForIsInEveryProgram) {
  put("one/a.h", "int a;\n");
  LiveMacros live(files, folder.path());
  const std::string text = "#include <a.h>\n";
  for (const char* flags : {"-Dx=HAVE_FORK", "-D x=HAVE_FORK", "-Wp,-Dx=HAVE_FORK"}) {
    probe::ProgramProbe with = program({"HAVE_FORK"}, text);
    probe::ProgramProbe without = program({}, text);
    with.env.cppflags = without.env.cppflags = flags;
    live.learn(search_key(with), Words{"one"});
    EXPECT_NE(live.digest(with), live.digest(without)) << flags;
  }
}

TEST_F(HeaderTextsTest, MainIsNoticed) {
  put("one/a.h", "int main (int, char **);\n");
  put("one/b.h", "int main_loop (void); /* the main thing; domain() */\n");
  put("one/c.h", "#include <a.h>\n");
  LiveMacros live(files, folder.path());
  live.learn(search_key(program({})), Words{"one"});
  for (const auto& [name, says] : {std::pair("a", true), std::pair("b", false), std::pair("c", true)}) {
    EXPECT_EQ(live.of(program({}, std::string("#include <") + name + ".h>\n")).main, says) << name;
  }
}

TEST_F(HeaderTextsTest, AllCountWhereTheHeadersAreNotKnown) {
  LiveMacros live(files, folder.path());
  const std::string text = "#include <a.h>\n";
  EXPECT_TRUE(live.learn(search_key(program({})), std::nullopt));
  EXPECT_NE(live.digest(program({"HAVE_FORK"}, text)), live.digest(program({}, text)));
  EXPECT_EQ(live.digest(program({"HAVE_FORK"})), live.digest(program({}))) << "no header, nothing unknown";
}

TEST(SearchKey, LeavesOutWhatCannotMoveAHeader) {
  auto key = [](std::string cflags) {
    probe::ProgramProbe probe = program({});
    probe.env.cflags = std::move(cflags);
    return search_key(probe);
  };
  EXPECT_EQ(key("-O2 -DX=1  -Wall -g -std=c99 -fno-strict-aliasing"), key(""));
  EXPECT_EQ(key("-Wp,-D_FORTIFY_SOURCE=3"), key(""));
  for (const char* flag : {"-I/x", "-isystem /x", "-Wp,-I,/x", "-m32", "-nostdinc", "-include x.h", "-D"}) {
    EXPECT_NE(key(flag), key("")) << flag;
  }
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
       {"-fmax-errors=1", "-Wfatal-errors", "@args", "-MMD", "-S", "-save-temps"}) {
    env.cflags = flags;
    EXPECT_TRUE(odd_flags(env)) << flags;
  }
  env.cflags = "-O2";
  EXPECT_FALSE(warnings_are_errors(env));
  env.cflags = "-Werror=format-security";
  EXPECT_FALSE(warnings_are_errors(env)) << "it concerns a program's own statements";
  for (const char* flags : {"-Werror", "-Werror=missing-prototypes", "-pedantic-errors"}) {
    env.cflags = flags;
    EXPECT_TRUE(warnings_are_errors(env)) << flags;
  }
  env.cflags = "";
  env.ldflags = "-Werror";
  EXPECT_TRUE(warnings_are_errors(env));
}

TEST(CommandLine, UsualFlagsAreNotOdd) {
  for (const char* cc : {"gcc", "ccache gcc", "env A=b distcc gcc -m32", "clang -target x86_64-linux-gnu"}) {
    probe::ToolEnv env;
    env.cc = cc;
    env.cflags = "-O2 -isystem /x -include x.h --param ssp-buffer-size=4 -Wp,-D_FORTIFY_SOURCE=2 -D X=1";
    env.cppflags = "-I /usr/include/x -Iy";
    env.ldflags = "-Wl,-rpath,/x -Wl,-z,relro -Wl,-z,defs -Wl,--no-undefined -Wl,-init,x -L/lib -rdynamic x.o";
    env.libs = "-ldl x.a";
    EXPECT_FALSE(odd_flags(env)) << cc;
  }
}

TEST(CommandLine, FlagsThatLetProgramsMeetAreOdd) {
  for (const char* flags : {"-Wl,--unresolved-symbols=ignore-all", "-Wl,--warn-unresolved-symbols", "-undefined dynamic_lookup", "-shared", "-Wl,-r",
                            "-Wl,-z,undefs", "-Wl,-r,-x"}) {
    probe::ToolEnv env;
    env.cc = "gcc";
    env.ldflags = flags;
    EXPECT_TRUE(odd_flags(env)) << flags;
  }
  for (const char* flags : {"stray", "-O2 b\"", "-I x y"}) {
    probe::ToolEnv env;
    env.cc = "gcc";
    env.cppflags = flags;
    EXPECT_TRUE(odd_flags(env)) << flags;
  }
}

TEST(CommandLine, WhatOnlyLaysOutWordsIsLeftOutOfBatches) {
  probe::ToolEnv env;
  env.cc = "gcc -fdiagnostics-color=always";
  env.cflags = "-O2 -fdiagnostics-format=json -g";
  EXPECT_EQ(fields({plain_speech(env).cc, plain_speech(env).cflags}), (Words{"gcc", "-O2", "-g"}));
}

TEST(CommandLine, WhatLibrariesNeedIsNobodyElsesByItself) {
  probe::ToolEnv env;
  for (const char* flags : {"-Wl,--copy-dt-needed-entries", "-Wl,--as-needed,--add-needed"}) {
    env.ldflags = flags;
    EXPECT_TRUE(odd_flags(env)) << flags;
  }
  for (const char* flags : {"-Wl,--no-copy-dt-needed-entries", "-Wl,--no-add-needed", "-fsanitize=undefined", "-Wl,--as-needed"}) {
    env.ldflags = flags;
    EXPECT_FALSE(odd_flags(env)) << flags;
  }
}

TEST(CommandLine, WhereTheFrontEndDoesNotSeeAll) {
  probe::ToolEnv env;
  env.cc = "ccache gcc -pthread";
  for (const char* flags : {"", "-O2 -g -Wall -DX=1 -fno-strict-aliasing -std=gnu11 -march=native", "-I/no/such/folder", "-m32"}) {
    env.cflags = flags;
    EXPECT_FALSE(whole_compile_counts(env)) << flags;
  }
  for (const char* flags : {"-mno-sse", "-mgeneral-regs-only", "-Wa,-march=generic64", "-march=armv8-a+nofp", "-fplugin=x.so", "-Xassembler -W",
                            "-iquote x", "-specs=x"}) {
    env.cflags = flags;
    EXPECT_TRUE(whole_compile_counts(env)) << flags;
  }
  for (const auto& [flags, names] : {std::pair("-I/", true), std::pair("-I/no/such/folder", false), std::pair("-O2", false)}) {
    env.cflags = flags;
    EXPECT_FALSE(whole_compile_counts(env)) << flags;
    EXPECT_EQ(names_folders(env), names) << flags;
  }
}

TEST(CommandLine, FilesBesideTheOutput) {
  probe::ToolEnv env;
  env.cflags = "-O2 -g";
  EXPECT_FALSE(leaves_files(env));
  for (const char* flags : {"--coverage", "-fstack-usage", "-fdump-tree-original", "-ftime-trace"}) {
    env.cflags = flags;
    EXPECT_TRUE(leaves_files(env)) << flags;
  }
}

TEST(Archives, ThatALinkerTookMembersOf) {
  const std::string usual = "/none/lib/crt1.o\n/none/lib/gcc/../gcc/crtbegin.o\n/tmp/p.o\n/none/lib/libdl.a\n/none/lib/gcc/libgcc.a\n";
  EXPECT_TRUE(no_archives(usual)) << "looked into, nothing taken";
  EXPECT_TRUE(no_archives(usual + "(/none/lib/libc_nonshared.a)atexit.oS\n/none/lib/gcc/../libc.a(printf.o)\n(/none/lib/gcc/libgcc.a)x.o\n"));
  EXPECT_TRUE(no_archives(usual + "/none/llvm/lib/clang/17/lib/libclang_rt.builtins.a(x.o)\n"));
  for (const char* line : {"(/none/lib/libx.a)one.o", "(/opt/libc.a)one.o", "(/none/lib/libx_nonshared.a)one.o", "(/opt/x.lib)one.o",
                           "/opt/x.lib(one.o)", "(/none/lib/libgcc2.a)one.o", "libclang_rt.x.a(one.o)"}) {
    EXPECT_FALSE(no_archives(usual + line + "\n")) << line;
  }
  EXPECT_FALSE(no_archives(usual + "(/opt/libx.a)one.o\n"));
  EXPECT_FALSE(no_archives(usual + "./libx.a(one.o)\n"));
  EXPECT_FALSE(no_archives("")) << "a linker that tells nothing proves nothing";
}

TEST(CompilerWarnings, AreLeftOutAndErrorsStay) {
  EXPECT_EQ(without_compiler_warnings("f.c: In function 'main':\nf.c:1:6: warning: conflicting types for built-in\n"
                                      "    1 | char fork(void);\n      |      ^~~~\n  +++ |+#include <math.h>\nf.c:2:1: note: x\n"
                                      "f.c:3:1: error: bad\nld: x\n1 warning generated.\n"),
            "f.c:3:1: error: bad\nld: x\n");
}

}  // namespace
TEST(Guesses, MembersThatNoHeaderNames) {
  c::Atoms words;
  words.of("st_size");
  EXPECT_TRUE(words.knows("st_size"));
  EXPECT_FALSE(words.knows("st_sizes"));
  EXPECT_FALSE(words.knows("a_name_of_more_than_eight_characters"));
  words.of("a_name_of_more_than_eight_characters");
  EXPECT_TRUE(words.knows("a_name_of_more_than_eight_characters"));
  const auto guess = [&](const std::string& body) {
    const probe::Answer* const answer = HeaderGuesses::by_members(test::compile_body(body), words);
    return answer == nullptr ? '?' : answer->ok ? 'y' : 'n';
  };
  EXPECT_EQ(guess("static struct stat value; if (value.st_size) return 0;"), '?') << "it may be there";
  EXPECT_EQ(guess("static struct stat value; if (value.st_other) return 0;"), 'n');
  EXPECT_EQ(guess("static struct stat value; if (sizeof value.st_other) return 0;"), 'n');
  EXPECT_EQ(guess("double x = 1.5e3; x = .5; return x > 1.;"), '?');
  probe::ProgramProbe link = test::link_body("value.st_other;");
  EXPECT_EQ(HeaderGuesses::by_members(link, words), nullptr);
}

}  // namespace pyconfigure::toolchain
