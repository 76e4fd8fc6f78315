// Batches with the compilers of this machine: every kind says yes and no as its lone form does.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "engine_bench.hpp"
#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"

namespace pyconfigure::test {
namespace {

using Questions = std::vector<probe::ProgramProbe>;

const std::string kTypes = "#include <sys/types.h>\n#include <unistd.h>\n";

Questions functions() {
  // gtty is a stub in glibc.
  return {call_of("fork"), call_of("no_such_function"), call_of("printf"), call_of("gtty"),
          call_of("another_missing_one")};
}

Questions bodies() {
  return {compile_body("void *x = fork;\n(void) x;", kTypes),
          compile_body("void *x = no_such_thing;", kTypes),
          compile_body("if (sizeof (pid_t)) return 0;", kTypes),
          compile_body("if (sizeof (no_such_type)) return 0;", kTypes),
          compile_body("int unused;", kTypes),
          compile_body("if (sizeof ((pid_t))) return 0;", kTypes),
          compile_body("return 1 +;", kTypes)};
}

Questions texts() {
  return {compile_text("int a;\n"), compile_text("int a b;\n"), compile_text("#error \"no\"\n"),
          header("fcntl.h"),        header("no_such_header.h"), header("sys/stat.h")};
}

Questions programs() {
  return {link_body("return 0;", "#include <stdio.h>\n"),
          link_body("return nowhere_defined ();", "int nowhere_defined (void);\n"),
          run_text("int main (void) { return 7; }\n"),
          run_text("#include <stdlib.h>\nint main (void) { abort (); }\n"),
          run_text("#include <stdio.h>\nint main (void) { return printf (\"words\\n\") != 6; }\n"),
          run_text("int twice = 1;\nint main (void) { return twice - 1; }\n"),
          run_text("int twice = 2;\nint main (void) { return twice - 1; }\n")};
}

Questions values() {
  return {value_of("(long int) (sizeof (int))", kTypes), value_of("(long int) (sizeof (no_such_type))", kTypes),
          value_of("-5L", kTypes)};
}

Questions all_kinds() {
  Questions all;
  for (const Questions& some : {functions(), bodies(), texts(), programs(), values()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

// --- with the usual flags --------------------------------------------------------------------------------------------

class GccTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!have_tool("gcc")) GTEST_SKIP() << "gcc is not here";
  }
  EngineBench bench;
};

TEST_F(GccTest, Functions) {
  EXPECT_EQ(ask_both_ways(bench, functions()), "ynynn");
}

TEST_F(GccTest, Bodies) {
  EXPECT_EQ(ask_both_ways(bench, bodies()), "ynynynn");
}

TEST_F(GccTest, BodiesThatDeclareTheSameNameDifferently) {
  EXPECT_EQ(ask_both_ways(bench, {compile_body("int one_name (void);\n(void) one_name;"),
                                  compile_body("char one_name (int);\n(void) one_name;"),
                                  compile_body("extern long one_name;\n(void) one_name;")}),
            "yyy");
}

TEST_F(GccTest, BodiesBehindOneThatDefinesAMacro) {
  EXPECT_EQ(ask_both_ways(bench, {compile_body("#define SEEN 1\n(void) SEEN;"),
                                  compile_body("#ifdef SEEN\n#error \"seen\"\n#endif\n")}),
            "yy");
}

TEST_F(GccTest, BodiesUnderSeveralPrologues) {
  const Questions questions = {compile_body("void *x = fork;", kTypes), compile_body("void *x = nothing;", kTypes),
                               compile_body("FILE *x = stdin;", "#include <stdio.h>\n"),
                               compile_body("void *x = fork;", "#include <stdio.h>\n"),
                               compile_body("int x;", "#include <stdlib.h>\n#error \"not here\"\n"),
                               compile_body("int y;", "#include <stdlib.h>\n#error \"not here\"\n"),
                               compile_body("int x;", "#include <stddef.h>\n"),
                               compile_body("#error \"nor here\"", "#include <stddef.h>\n")};
  EXPECT_EQ(ask_both_ways(bench, questions), "ynynnnyn");
  const std::string said = bench.ask(questions, true)[1].diagnostics;
  EXPECT_TRUE(said.starts_with("conftest.c:4:")) << said;
}

TEST_F(GccTest, TextsAndHeaders) {
  EXPECT_EQ(ask_both_ways(bench, texts()), "ynnyny");
}

TEST_F(GccTest, ProgramsThatLinkAndRun) {
  EXPECT_EQ(ask_both_ways(bench, programs()), "ynnnyyn");
  const std::vector<probe::Answer> answers = bench.ask(programs(), true);
  EXPECT_EQ(answers[2].status, 7);
  EXPECT_EQ(answers[3].status, 128 + 6) << "a crash is no business of the others";
  EXPECT_EQ(answers[4].output, "words\n");
}

TEST_F(GccTest, ProgramsThatShareAUnit) {
  const std::string history = "#include <stdio.h>\nint never_there (void);\n";
  const Questions questions = {link_body("return printf (\"x\");", history),
                               link_body("return never_there ();", history),
                               link_body("return puts (\"y\");", history),
                               link_body("return undeclared_type x;", history),
                               link_body("return fork ();", "char fork (void);\n"),
                               link_body("return not_fork ();", "char not_fork (void);\n"),
                               link_body("return getpid ();", "char getpid (void);\n"),
                               link_body("return getpid ();", "char getpid (int);\n"),
                               run_body("puts (\"z\");", history)};
  EXPECT_EQ(ask_both_ways(bench, questions), "ynynynyny");
  EXPECT_EQ(bench.ask(questions, true).back().output, "z\n");
}

TEST_F(GccTest, TextsInWhatIsMade) {
  probe::ProgramProbe linked = link_body("puts (\"one text\");", "#include <stdio.h>\n");
  linked.program.finds = {"no such text", "one text"};
  probe::ProgramProbe compiled = compile_text("const char *x = \"another\";\n");
  compiled.program.finds = {"another", "one text"};
  probe::ProgramProbe broken = compile_text("no program\n");
  broken.program.finds = {"another"};
  const Questions questions = {linked, compiled, broken, link_body("return 0;", "#include <stdio.h>\n")};
  EXPECT_EQ(ask_both_ways(bench, questions), "yyny");
  for (bool batch : {true, false}) {
    const std::vector<probe::Answer> answers = bench.ask(questions, batch);
    EXPECT_EQ(answers[0].output, "one text\n");
    EXPECT_EQ(answers[1].output, "another\n");
    EXPECT_EQ(answers[2].output, "");
  }
}

TEST_F(GccTest, ManyFunctionsInOneLink) {
  Questions questions;
  for (const char* name : {"fork", "gtty", "missing_a", "getpid", "tmpnam", "missing_b", "printf", "abort", "exit"}) {
    questions.push_back(call_of(name));
  }
  EXPECT_EQ(ask_both_ways(bench, questions), "ynnyynyyy");
  questions = {};
  for (const char* name : {"fork", "wait", "kill", "getpid", "pause", "alarm", "printf", "abort", "exit"}) {
    questions.push_back(call_of(name));
  }
  EXPECT_EQ(ask_both_ways(bench, questions), "yyyyyyyyy");
  EXPECT_EQ(bench.cost().lone, 0U);
}

TEST_F(GccTest, ErrorsOfWarningsMayStandInTheFlagsOfTheLinker) {
  bench.tools.ldflags = "-Werror";
  std::string verdicts;
  Questions questions = functions();
  for (const char* name : {"execv", "snprintf", "getpid", "abort", "exit"}) questions.push_back(call_of(name));
  EXPECT_EQ(ask_both_ways(bench, questions).substr(5), "nnynn");
}

TEST(CommandLine, TemporaryFoldersMayHaveBlanks) {
  probe::ToolEnv env;
  env.cc = "gcc";
  env.exeext = "a b";
  const std::vector<std::string> line = toolchain::link_line(env, {"/t 2/x.c"}, "/t 2/conftesta b");
  EXPECT_EQ(line, (std::vector<std::string>{"gcc", "-o", "/t 2/conftesta", "b", "/t 2/x.c"}));
  env.exeext = "";
  EXPECT_EQ(toolchain::link_line(env, {"/t 2/x.c"}, "/t 2/conftest")[2], "/t 2/conftest");
}

TEST_F(GccTest, ASuffixOfSeveralWordsIsSeveralWords) {
  bench.tools.exeext = "a b";
  EXPECT_EQ(ask_both_ways(bench, {link_body("return 0;", "int a;\n"), run_text("int main (void) { return 0; }\n")}), "nn");
}

TEST_F(GccTest, MembersOfArchivesMakeProgramsDependOnEachOther) {
  const std::string room = bench.folder();
  os::write_plain(room + "/a.c", "int plugged_hole (void) { return 1; }\n");
  os::write_plain(room + "/b.c", "int plugged_hole (void);\nint needs_hole (void) { return plugged_hole (); }\n");
  ASSERT_EQ(std::system(("cd " + room + " && gcc -c a.c b.c && ar rc liba.a a.o && ar rc libb.a b.o").c_str()), 0);
  bench.tools.libs = room + "/liba.a " + room + "/libb.a";
  // needs_hole is in the last archive and needs the one before: alone it does not link.
  EXPECT_EQ(ask_both_ways(bench, {call_of("needs_hole"), call_of("plugged_hole"), call_of("fork")}), "nyy");
  EXPECT_EQ(ask_both_ways(bench, {link_body("return needs_hole ();", "int needs_hole (void);\n"),
                                  link_body("return plugged_hole ();", "int plugged_hole (void);\n"),
                                  run_text("int main (void) { return 0; }\n")}),
            "nyy");
}

TEST_F(GccTest, NamesMayBeRelativeToTheBuildFolder) {
  const std::string room = bench.folder();
  os::write_plain(room + "/mycc", "#!/bin/sh\nexec gcc \"$@\"\n");
  ASSERT_EQ(std::system(("chmod +x " + room + "/mycc").c_str()), 0);
  bench.tools.cc = "./mycc";
  bench.in_build_folder = true;
  const Questions questions = {run_text("#include <stdio.h>\nint main (void) { return fopen (\"mycc\", \"r\") == NULL; }\n"),
                               run_text("#include <stdio.h>\nint main (void) { return fopen (\"gmon.out\", \"w\") == NULL; }\n"),
                               run_text("#include <stdio.h>\nint main (void) { return fopen (\"somebody's\", \"w\") == NULL; }\n"),
                               value_of("sizeof (int)", kTypes)};
  EXPECT_EQ(ask_both_ways(bench, questions), "yyyy");
  EXPECT_FALSE(os::test('e', room + "/gmon.out")) << "what test programs leave is swept away";
  EXPECT_TRUE(os::test('e', room + "/somebody's")) << "and nothing else";
  EXPECT_TRUE(os::test('e', room + "/mycc"));
}

TEST_F(GccTest, AWrapperThatHidesFlags) {
  const std::string wrapper = bench.folder() + "/hiding";
  const Questions questions = {compile_body("int *where; return *where;", kTypes), compile_body("int x = 1; return x;", kTypes),
                               link_body("return 0;", "#include <stdlib.h>\n"),   link_body("int unused; return 0;", "#include <stdio.h>\n"),
                               run_text("#include <stdio.h>\nint main (void) { return 0; }\n"),
                               run_text("int main (void) { int unused; return 0; }\n")};
  for (const auto& [flags, verdicts] : {std::pair("-Wall -Werror", "nyynyn"), std::pair("-Werror=missing-prototypes", "yyyyyy"),
                                        std::pair("-Werror=unused-variable", "yyynyn")}) {
    os::write_plain(wrapper, std::string("#!/bin/sh\nexec gcc ") + flags + " \"$@\"\n");
    ASSERT_EQ(std::system(("chmod +x " + wrapper).c_str()), 0);
    bench.tools.cc = wrapper;
    EXPECT_EQ(ask_both_ways(bench, questions), verdicts) << flags;
  }
}

TEST_F(GccTest, WordsThatAreNoOptions) {
  bench.tools.cppflags = "-DX=\"a b\"";
  EXPECT_EQ(ask_both_ways(bench, {compile_body("int x;", kTypes), compile_body("int y;", kTypes), compile_text("int z;\n"), header("fcntl.h")}),
            "nnnn");
}

TEST_F(GccTest, ALinkerThatToleratesUndefinedSymbols) {
  bench.tools.ldflags = "-Wl,--unresolved-symbols=ignore-all";
  EXPECT_EQ(ask_both_ways(bench, {call_of("no_such_function"), call_of("fork"), link_body("return nowhere ();", "int nowhere (void);\n"),
                                  run_text("int main (void) { return 0; }\n"), run_text("int main (void) { return 3; }\n")}),
            "yyyyn");
}

TEST_F(GccTest, AWrapperThatMakesWarningsErrors) {
  const std::string wrapper = bench.folder() + "/cc";
  os::write_plain(wrapper, "#!/bin/sh\nexec gcc -Werror=builtin-declaration-mismatch \"$@\"\n");
  ASSERT_EQ(std::system(("chmod +x " + wrapper).c_str()), 0);
  bench.tools.cc = wrapper;
  Questions questions;
  for (const char* name : {"fork", "execv", "getpid", "missing_b", "printf", "abort", "exit", "kill", "wait"}) {
    questions.push_back(call_of(name));
  }
  EXPECT_EQ(ask_both_ways(bench, questions), "nnynnnnyy");
}

TEST_F(GccTest, ACompilerSeesTheFlagsOfTheLinker) {
  bench.tools.ldflags = "-DFROM_LDFLAGS -Wl,-O1";
  bench.tools.libs = "-DFROM_LIBS -lm";
  EXPECT_EQ(ask_both_ways(bench, {run_text("int main (void) { return FROM_LDFLAGS - 1; }\n"),
                                  run_text("int main (void) { return FROM_LIBS - 1; }\n"),
                                  link_body("return FROM_LIBS;", "extern int one;\n"), run_text("int main (void) { return 3; }\n")}),
            "yyyn");
  EXPECT_EQ(bench.cost().lone, 0U);
}

TEST_F(GccTest, MissingLibrariesAreToldTogether) {
  auto with = [](probe::ProgramProbe probe, const char* libs) {
    probe.env = {"gcc", "gcc -E", "", "", "", libs, "", false, false};
    return probe;
  };
  bench.own_tools = true;
  EXPECT_EQ(ask_both_ways(bench, {with(link_body("return 0;", "extern int a;\n"), "-lno_such_library"),
                                  with(link_body("return 0;", "extern int b;\n"), "-lm"),
                                  with(link_body("return 0;", "extern int c;\n"), "-lm -lneither_this"),
                                  with(link_body("return nowhere ();", "int nowhere (void);\n"), "-lm -lm -lc")}),
            "nynn");
  EXPECT_EQ(bench.cost().batched, 4U);
}

TEST_F(GccTest, WhatLibrariesHaveIsReadFromThem) {
  auto with = [](const char* call, const char* declaration, const char* libs) {
    probe::ProgramProbe probe = link_body(call, declaration);
    probe.env = {"gcc", "gcc -E", "", "", "", libs, "", false, false};
    return probe;
  };
  bench.own_tools = true;
  EXPECT_EQ(ask_both_ways(bench, {with("return (int) (long) &tgamma;", "char tgamma (void);\n", "-lm"),
                                  with("return (int) (long) &tgamma;", "char tgamma (void);\n", ""),
                                  with("return (int) (long) &tgamma_not;", "char tgamma_not (void);\n", "-lm -lm"),
                                  with("return (int) (long) &lgamma + (int) (long) &nowhere;", "char lgamma (void);\nchar nowhere (void);\n", "-lm -lc"),
                                  with("return (int) (long) &fork;", "char fork (void);\n", "-lc"),
                                  with("return (int) (long) &fork;", "char fork (void);\n", "-lno_such_library")}),
            "ynnnyn");
  EXPECT_EQ(bench.cost().lone, 0U);
}

TEST_F(GccTest, UndefinedSymbolsNeedNoSecondLink) {
  EXPECT_EQ(ask_both_ways(bench, {link_body("return fork ();", "char fork (void);\n"),
                                  link_body("return not_fork ();", "char not_fork (void);\n"),
                                  run_text("int main (void) { return 0; }\n"),
                                  run_text("int nowhere (void);\nint main (void) { return nowhere (); }\n")}),
            "ynyn");
  EXPECT_EQ(bench.cost().lone, 0U);
}

TEST_F(GccTest, Values) {
  EXPECT_EQ(ask_both_ways(bench, values()), "yny");
  const std::vector<probe::Answer> answers = bench.ask(values(), true);
  EXPECT_EQ(answers[0].output, "4");
  EXPECT_EQ(answers[2].output, "-5");
}

TEST_F(GccTest, ABatchSavesProcesses) {
  bench.ask(functions(), true);
  EXPECT_EQ(bench.cost().lone, 0U);
  bench.ask(bodies(), true);
  EXPECT_EQ(bench.cost().lone, 0U);
}

TEST(ClangBatches, GoOnAfterTheErrorLimit) {
  if (!have_tool("clang")) GTEST_SKIP() << "clang is not here";
  EngineBench bench;
  bench.tools.cc = "clang";
  Questions questions;
  for (int i = 0; i < 25; ++i) questions.push_back(compile_body("(void) missing_" + std::to_string(i) + ";"));
  questions.push_back(compile_body("(void) 0;"));
  std::string verdicts;
  for (const probe::Answer& answer : bench.ask(questions, true)) verdicts += answer.ok ? 'y' : 'n';
  EXPECT_EQ(verdicts, std::string(25, 'n') + "y");
  EXPECT_EQ(bench.cost().lone, 0U);
}

// --- with other tools and flags --------------------------------------------------------------------------------------

struct Tools {
  const char* cc;
  const char* cflags;
  const char* ldflags;
};

class BatchesTest : public testing::TestWithParam<Tools> {};

TEST_P(BatchesTest, AnswerAsTheLoneFormsDo) {
  const Tools& chosen = GetParam();
  if (!have_tool(chosen.cc)) GTEST_SKIP() << chosen.cc << " is not here";
  EngineBench bench;
  bench.tools.cc = chosen.cc;
  bench.tools.cflags = chosen.cflags;
  bench.tools.ldflags = chosen.ldflags;
  // Linkers and plugins for -flto are not everywhere.
  if (!bench.ask({link_body("")}, false).front().ok) GTEST_SKIP() << "these flags do not work here";
  const std::string verdicts = ask_both_ways(bench, all_kinds());
  EXPECT_EQ(verdicts[1], 'n');
  EXPECT_NE(verdicts.find('y'), std::string::npos);
}

std::string name_of(const testing::TestParamInfo<Tools>& info) {
  std::string name = info.param.cc;
  for (const char* text : {info.param.cflags, info.param.ldflags}) {
    for (const char* at = text; *at != '\0'; ++at) {
      if ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9')) name += *at;
    }
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Tools, BatchesTest,
                         testing::Values(Tools{"gcc", "-O2 -Wall -Wextra -Werror -Wmissing-prototypes", ""},
                                         Tools{"gcc", "-O2 -flto", ""}, Tools{"gcc", "-std=c99 -pedantic-errors", ""},
                                         Tools{"gcc", "-w", "-fuse-ld=gold"}, Tools{"clang", "", ""},
                                         Tools{"clang", "-O2 -Werror -fcolor-diagnostics", "-fuse-ld=lld"}),
                         name_of);

}  // namespace
TEST(Commands, ThatLookAtAPreprocessedProgramAreTheSameWhateverIsNothingToIt) {
  if (!have_tool("gcc")) GTEST_SKIP() << "no gcc";
  EngineBench bench;
  toolchain::Engine engine({{"PATH=/usr/bin:/bin", "LC_ALL=C"}, bench.folder(), 2, true, 60, false});
  const auto looked_at = [](const std::vector<std::string>& macros) {
    auto confdefs = std::make_shared<probe::Confdefs>();
    std::string text;
    for (const std::string& macro : macros) {
      confdefs->lines.push_back({macro, "#define " + macro + " 1\n"});
      text += confdefs->lines.back().text;
    }
    probe::ProgramProbe program = compile_text("#include <limits.h>\n#ifdef SIZEOF_MINE\nyes\n#endif\n");
    program.phase = probe::Phase::preprocess;
    program.env.cc = "gcc";
    program.confdefs = confdefs;
    program.confdefs_seen = confdefs->lines.size();
    probe::CommandProbe command{"gcc -E conftest.c | grep yes || echo no", {}, {}};
    command.files.push_back({"conftest.c", text + program.program.prologue, std::make_shared<probe::ProgramProbe>(program)});
    return probe::Probe(command);
  };
  probe::ProgramProbe other = compile_text("#include <limits.h>\nint x;\n");
  other.env.cc = "gcc";
  other.confdefs = std::make_shared<probe::Confdefs>();
  EXPECT_EQ(engine.find(looked_at({"HAVE_NOTHING"}), true), nullptr);
  EXPECT_EQ(engine.find(other, true), nullptr) << "it shows where headers are";
  std::string error;
  ASSERT_TRUE(engine.answer_noted(error)) << error;
  const auto output = [&](const std::vector<std::string>& macros) {
    const probe::Answer* const answer = engine.find(looked_at(macros), true);
    return answer == nullptr ? std::string("unknown") : answer->output;
  };
  EXPECT_EQ(output({}), "no\n");
  EXPECT_EQ(output({"HAVE_ANYTHING", "WITH_IT"}), "no\n");
  EXPECT_EQ(output({"SIZEOF_MINE"}), "unknown");
  EXPECT_EQ(output({"_GNU_SOURCE"}), "unknown");
  ASSERT_TRUE(engine.answer_noted(error)) << error;
  EXPECT_EQ(output({"SIZEOF_MINE"}), "yes\n");
  EXPECT_EQ(output({"HAVE_ANYTHING", "SIZEOF_MINE"}), "yes\n");
}

TEST(Commands, ThatArePreprocessedRideWithASurvey) {
  if (!have_tool("gcc")) GTEST_SKIP() << "no gcc";
  EngineBench bench;
  const std::string compiler = bench.folder() + "/cc";
  os::write_plain(compiler, "#!/bin/sh\necho \"$*\" >>'" + bench.folder() + "/starts'\nexec gcc \"$@\"\n");
  ASSERT_EQ(std::system(("chmod +x " + compiler).c_str()), 0);
  struct Case {
    const char* text;
    const char* cpp;
    const char* cflags;
    std::size_t starts;
  };
  const char* const plain = "#define MINE 1\n#undef __linux__\n\n#ifdef __GNUC__\n  gcc MINE\n#endif\n#ifdef __linux__\nlinux\n#endif\n#if __has_include(<limits.h>)\nlimits\n#endif\n";
  for (const Case& one : {Case{plain, " -E", "", 1}, Case{plain, " -E -DMORE", "", 2}, Case{plain, " -E", "-O2", 2},
                          Case{"one\n#error no\ntwo\n", " -E", "", 3}, Case{"#if 1\nunfinished\n", " -E", "", 3}, Case{"pyconfigure_header_1\n", " -E", "", 1}}) {
    std::vector<probe::Answer> answers;
    for (const bool batch : {true, false}) {
      toolchain::Engine engine({{"PATH=/usr/bin:/bin", "LC_ALL=C"}, bench.folder(), 2, batch, 60, false});
      probe::ProgramProbe program = compile_text("#include <limits.h>\n#include <no_such_header.h>\nint x;\n");
      program.env.cc = compiler;
      program.env.cflags = one.cflags;
      program.confdefs = std::make_shared<probe::Confdefs>();
      probe::CommandProbe command{compiler + one.cpp + " conftest.c 2>/dev/null", {{"conftest.c", one.text}}, {}};
      command.preprocessor = probe::ToolEnv{};
      command.preprocessor->cpp = compiler + one.cpp;
      os::remove_file(bench.folder() + "/starts");
      EXPECT_EQ(engine.find(command, true), nullptr);
      EXPECT_EQ(engine.find(program, true), nullptr);
      std::string error;
      ASSERT_TRUE(engine.answer_noted(error)) << error;
      const std::string starts = os::read_file(bench.folder() + "/starts").value_or("");
      if (batch) {
        EXPECT_EQ(std::count(starts.begin(), starts.end(), '\n'), one.starts) << one.text << starts;
      }
      const probe::Answer* answer = engine.find(command, true);
      ASSERT_NE(answer, nullptr);
      answers.push_back(*answer);
      // What is asked besides is nothing to the programs.
      EXPECT_EQ(engine.find(program, true), nullptr);
      ASSERT_TRUE(engine.answer_noted(error)) << error;
      answer = engine.find(program, true);
      ASSERT_NE(answer, nullptr);
      EXPECT_FALSE(answer->ok);
    }
    const auto said = [](const probe::Answer& answer) {
      std::string left;
      std::istringstream lines(answer.output);
      for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && !line.starts_with('#')) left += line + "\n";
      }
      return left;
    };
    EXPECT_EQ(answers[0].ok, answers[1].ok) << one.text;
    EXPECT_EQ(said(answers[0]), said(answers[1])) << one.text;
    EXPECT_EQ(answers[0].command, answers[1].command);
  }
}

TEST(Commands, OfOneShellAreNothingToEachOther) {
  EngineBench bench;
  const std::string build = bench.folder();
  os::write_plain(build + "/here", "build folder\n");
  const auto brief = [](const std::string& script, bool in_build_folder) {
    probe::CommandProbe command{script, {}, {}, in_build_folder, true};
    if (!in_build_folder) command.files.push_back({"here", "scratch " + script.substr(0, 1) + "\n"});
    return probe::Probe(command);
  };
  // Each looks at what the ones before could have changed: the folder, a variable that tools see, its streams, the shell itself.
  const std::string look = "cat here; sh -c 'echo $SHARED'; echo \"${SHARED-}\" >&2";
  std::vector<probe::Probe> commands;
  for (const bool in_build_folder : {true, false}) {
    for (const char* script : {"pkg_mine=1; ", "SHARED=changed; export SHARED; ", "SHARED=changed; ", "exit 3; ", "cd /; cat here || cd \"$OLDPWD\"; ", "kill -9 $$; ",
                               "false\n", "exec 2>/dev/null; ", "set -e; false; ", "unset SHARED; ", ""}) {
      commands.push_back(brief(script + look + " #" + (in_build_folder ? "b" : "s"), in_build_folder));
    }
    commands.push_back(brief(": last; sh -c 'echo $SHARED'", in_build_folder));
  }
  std::vector<std::vector<probe::Answer>> answers;
  for (const bool together : {true, false}) {
    toolchain::Engine engine({{"PATH=/usr/bin:/bin", "LC_ALL=C", "SHARED=as it was"}, build, 1, together, 60, false});
    for (const probe::Probe& command : commands) EXPECT_EQ(engine.find(command, true), nullptr);
    std::string error;
    // (Commands that are killed make the round worthless.)
    engine.answer_noted(error);
    answers.emplace_back();
    for (const probe::Probe& command : commands) {
      const probe::Answer* const answer = engine.find(command, true);
      ASSERT_NE(answer, nullptr);
      answers.back().push_back(*answer);
    }
  }
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const std::string& script = std::get<probe::CommandProbe>(commands[i]).script;
    EXPECT_EQ(answers[0][i].output, answers[1][i].output) << script;
    EXPECT_EQ(answers[0][i].status, answers[1][i].status) << script;
    EXPECT_EQ(answers[0][i].diagnostics, answers[1][i].diagnostics) << script;
  }
  EXPECT_EQ(answers[0].back().output, "as it was\n");
  EXPECT_EQ(os::read_file(build + "/here").value_or(""), "build folder\n");
}

}  // namespace pyconfigure::test
