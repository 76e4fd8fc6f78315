// The executable that programs share: how many links it takes, and what linkers may do that others do not.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "engine_bench.hpp"
#include "pyconfigure/os/process.hpp"
#include "toolchain/program_batch.hpp"
#include "toolchain/shared_library.hpp"

namespace pyconfigure::test {

namespace {

using Questions = std::vector<probe::ProgramProbe>;

class ExecutableTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!have_tool("gcc")) GTEST_SKIP() << "no gcc";
    bench.own_tools = true;
  }

  /// gcc behind shell text that sees its words: $links is set when it is to make the shared executable.
  void wrap(const std::string& text) {
    bench.tools.cc = bench.folder() + "/cc";
    os::write_plain(bench.tools.cc, "#!/bin/sh\nlinks=\ncase \"$*\" in *-c\\ *) ;; */programs.o*) links=yes; echo link >>'" + log() + "' ;; esac\n" + text +
                                        "\nexec gcc \"$@\"\n");
    ASSERT_EQ(std::system(("chmod +x " + bench.tools.cc).c_str()), 0);
  }

  std::string log() const { return bench.folder() + "/links"; }

  /// How many links there were since the last time.
  std::size_t links() {
    const std::string text = os::read_file(log()).value_or("");
    os::remove_file(log());
    return text.size() / std::string("link\n").size();
  }

  probe::ProgramProbe with(probe::ProgramProbe probe, const std::string& libraries) const {
    probe.env = bench.tools;
    probe.env.libs = libraries;
    return probe;
  }

  /// Some run, and some lack what is in a library or nowhere.
  Questions questions() const {
    const auto calls = [](const std::string& function, const std::string& header) {
      return link_body("return " + function + " ();", "#include <" + header + ">\nint " + function + " ();\n");
    };
    return {with(calls("fegetround", "stdio.h"), "-lm"),
            with(calls("nowhere_at_all", "stdlib.h"), "-lm"),
            with(calls("fegetround", "time.h"), ""),
            with(link_body("void *x = nowhere_else; return x == 0;", "#include <errno.h>\nint nowhere_else (void);\n"), ""),
            with(link_body("return getpid ();", "#include <unistd.h>\n"), ""),
            with(run_text("#include <stdlib.h>\nint main (void) { exit (3); }\n"), ""),
            with(value_of("sizeof (long) * 2", "#include <stddef.h>\n"), ""),
            with(value_of("sizeof (wchar_t) / 4", "#include <wchar.h>\n"), ""),
            with(calls("ns_datetosecs", "string.h"), "-lresolv")};
  }

  static constexpr const char* kExpected = "ynnnynyyy";

  EngineBench bench;
};

/// How many processes it takes to ask the questions.
std::size_t starts(EngineBench& bench, const Questions& questions) {
  const std::size_t before = os::processes_started();
  bench.ask(questions, true);
  return os::processes_started() - before;
}

probe::ProgramProbe run_with(const std::string& statements, const std::string& header = "stdlib.h") {
  return run_text("#include <" + header + ">\n#include <unistd.h>\n#include <signal.h>\nint main (void) { " + statements + " return 0; }\n");
}

}  // namespace

TEST_F(ExecutableTest, ProgramsHaveAProcessEachAndShareAStart) {
  Questions questions = {with(run_with("", "time.h"), ""), with(run_with("exit (3);", "errno.h"), ""), with(run_with("return 7;", "stddef.h"), ""),
                         with(run_with("static int last = 1; exit (last);", "limits.h"), "")};
  EXPECT_EQ(ask_both_ways(bench, questions), "ynnn");
  const std::size_t few = starts(bench, questions);
  // What one does to its process, or leaves for its end, is nothing to the others.
  questions.push_back(with(run_with("signal (SIGUSR1, SIG_IGN); close (2); alarm (50); nice (5);"), ""));
  questions.push_back(with(run_with("static char *big; big = malloc (100); _exit (big == 0);", "string.h"), ""));
  EXPECT_EQ(ask_both_ways(bench, questions), "ynnnyy");
  EXPECT_EQ(starts(bench, questions), few);
}

TEST_F(ExecutableTest, ProgramsThatEndOtherwiseAreStartedByThemselves) {
  const std::vector<probe::ProgramProbe> odd = {
      run_with("raise (SIGSEGV);"),                           // a crash
      run_with("kill (0, SIGTERM);"),                         // that takes all with it
      run_with("write (1, \"1 0\\n\", 4); return 1;"),        // what looks like a verdict
      run_with("write (1, \"x\", 1); return 1;"),
      run_with("write (2, \"x\", 1); return 1;"),
      run_with("return getpgrp () == getpid () ? 0 : 1;"),    // what the two ways do not have in common
      run_with("return setsid () == -1 ? 0 : 1;"),
      run_with("for (;;) pause ();"),
  };
  bench.time_limit_s = 2;
  for (const probe::ProgramProbe& one : odd) {
    Questions questions = {with(run_with("", "time.h"), ""), with(one, ""), with(run_with("return 7;", "stddef.h"), ""),
                           with(value_of("sizeof (long) * 2", "#include <stddef.h>\n"), ""), with(value_of("sizeof (int) + 1", "#include <errno.h>\n"), "")};
    const std::string said = ask_both_ways(bench, questions);
    EXPECT_EQ(said.substr(0, 1) + said.substr(2), "ynyy") << one.program.prologue;
  }
}

/// A library of somebody's own that does something when a process is made, or ends, or comes to main.
TEST_F(ExecutableTest, LibrariesThatChangeProcessesAreNotTakenForPrograms) {
  const std::string room = bench.folder();
  for (const char* text :
       {"#include <pthread.h>\n#include <unistd.h>\nstatic void end (void) { _exit (1); }\n__attribute__ ((constructor)) static void begin (void) { pthread_atfork (0, 0, end); }\n",
        "#include <unistd.h>\nstatic int who;\n__attribute__ ((constructor)) static void begin (void) { who = getpid (); }\n"
        "__attribute__ ((destructor)) static void end (void) { if (getpid () != who) _exit (1); }\n",
        "#include <sys/types.h>\n#include <unistd.h>\npid_t wait4 (pid_t, int *, int, void *);\npid_t waitpid (pid_t who, int *status, int how) { (void) status; return wait4 (who, 0, how, 0); }\n",
        "int fegetexcept (void) { return 0; }\n"}) {
    os::write_plain(room + "/more.c", text);
    ASSERT_EQ(std::system(("gcc -shared -fPIC -o " + room + "/libmore.so " + room + "/more.c").c_str()), 0);
    for (const char* needed : {"-Wl,--no-as-needed", "-Wl,--as-needed"}) {
      bench.tools.ldflags = std::string(needed) + " -L" + room + " -Wl,-rpath," + room;
      Questions questions;
      for (const char* header : {"time.h", "errno.h", "stddef.h", "limits.h"}) {
        questions.push_back(with(run_with("", header), "-lmore"));
        questions.push_back(with(run_with("exit (3);", header), "-lmore"));
      }
      EXPECT_EQ(ask_both_ways(bench, questions), "ynynynyn") << text << needed;
    }
  }
}

TEST_F(ExecutableTest, ALibraryThatOthersWantIsNotThereForAProgramThatDoesNot) {
  // Its constructor ends every process that has it.
  const std::string room = bench.folder();
  os::write_plain(room + "/more.c", "#include <unistd.h>\nint only_in_more (void) { return 0; }\n__attribute__ ((constructor)) static void begin (void) { _exit (0); }\n");
  ASSERT_EQ(std::system(("gcc -shared -fPIC -o " + room + "/libmore.so " + room + "/more.c").c_str()), 0);
  bench.tools.ldflags = "-Wl,--as-needed -L" + room + " -Wl,-rpath," + room;
  Questions questions;
  for (const char* header : {"time.h", "errno.h", "stddef.h", "limits.h"}) questions.push_back(with(run_with("exit (3);", header), "-lmore"));
  questions.push_back(with(link_body("return only_in_more ();", "#include <string.h>\nint only_in_more (void);\n"), "-lmore"));
  EXPECT_EQ(ask_both_ways(bench, questions), "nnnny");
}

TEST(SharedLibraryCompany, IsToldByNamesAndPlaces) {
  using Company = toolchain::SharedLibraries::Company;
  const auto company = [](const std::string& told) { return toolchain::SharedLibraries::company(told); };
  EXPECT_EQ(company("/lib/x/crt1.o\n/lib/x/libm.so.6\n/lib/x/libc.so.6\n/lib64/ld-linux-x86-64.so.2\n/gcc/libgcc_s.so.1\n/gcc/libasan.so\n/lib/x/libdl.a\n"), Company::every_program);
  EXPECT_EQ(company("/lib/x/libc.so.6\n/lib/x/libz.so\n"), Company::others);
  EXPECT_EQ(company("/lib/x/libc.so.6\n/opt/libm.so\n"), Company::others) << "a name is not enough";
  EXPECT_EQ(company("/lib/x/libc.so.6\n/usr/lib/gcc/../x/libm.so\n"), Company::every_program);
  EXPECT_EQ(company("/lib/ld-musl-x86_64.so.1\n/usr/lib/x/libc.so\n"), Company::every_program);
  EXPECT_EQ(company(""), Company::unknown);
  EXPECT_EQ(company("ld: nothing to tell\n"), Company::unknown);
}

TEST_F(ExecutableTest, ProgramsWithLibrariesOfTheirOwnAreStartedFromTheSameObjects) {
  wrap("");
  const auto runs = [this](const std::string& declaration, const std::string& statements, const std::string& libraries) {
    return with(run_text("#include <stddef.h>\n" + declaration + "\nint main (void)\n{\n  " + statements + "\n}\n"), libraries);
  };
  Questions questions = this->questions();
  const std::string fegetround = "int fegetround (void);";
  questions.push_back(runs(fegetround, "return fegetround () != 0;", "-lm"));
  questions.push_back(runs(fegetround, "return fegetround () + 4;", "-lm"));
  questions.push_back(runs(fegetround, "*(volatile char *) NULL = 0; return fegetround ();", "-lm"));
  questions.push_back(runs("int nowhere_at_all (void); " + fegetround, "return fegetround () && nowhere_at_all ();", "-lm"));
  questions.push_back(runs(fegetround, "return fegetround ();", "-lno_such_library"));
  questions.push_back(runs("int ns_datetosecs ();", "int wrong = 0; return ns_datetosecs (\"20000101000000\", &wrong) == 0 || wrong;", "-lresolv"));
  EXPECT_EQ(ask_both_ways(bench, questions), std::string(kExpected) + "ynnnny");
  EXPECT_EQ(bench.cost().lone, 0U);
  EXPECT_EQ(links(), 5U) << "one for all, and one for each that runs";
}

TEST_F(ExecutableTest, ALinkerThatLeavesAProgramsLibraryOutHasItAskedAlone) {
  // What is linked with the library of one program alone lacks something of it.
  wrap("case \"$links $* \" in yes*' -lm '*unresolved-symbols*)\n  gcc \"$@\"; echo \"programs.o: in function \\`pyconfigure_main_10':\" >&2; echo \"x.c:(.text+0x5): warning: undefined reference to \\`fegetround'\" >&2; exit 0 ;;\nesac");
  Questions questions = this->questions();
  questions.push_back(with(run_text("#include <stddef.h>\nint fegetround (void);\nint main (void) { return fegetround () != 0; }\n"), "-lm"));
  EXPECT_EQ(ask_both_ways(bench, questions), std::string(kExpected) + "y");
}

TEST_F(ExecutableTest, UndefinedSymbolsTakeNoSecondLink) {
  wrap("");
  EXPECT_EQ(ask_both_ways(bench, questions()), kExpected);
  EXPECT_EQ(links(), 1U);
  EXPECT_EQ(bench.cost().lone, 0U);
}

/// Enough functions to be asked together, the last of which are nowhere; some programs call those too.
Questions with_functions(Questions questions, const probe::ToolEnv& tools) {
  for (const char* name : {"fork", "getpid", "getppid", "kill", "pause", "alarm", "access", "chdir", "chown", "close", "dup", "dup2", "setpgid",
                           "no_such_function", "nowhere_else", "fegetround"}) {
    questions.push_back(call_of(name));
    questions.back().env = tools;
  }
  return questions;
}

const std::string kFunctions = "yyyyyyyyyyyyynnn";

TEST_F(ExecutableTest, FunctionsAreLinkedWithPrograms) {
  wrap("");
  EXPECT_EQ(ask_both_ways(bench, with_functions(questions(), bench.tools)), kExpected + kFunctions);
  EXPECT_EQ(links(), 1U);
  EXPECT_EQ(bench.cost().lone, 0U);
}

/// AC_CHECK_LIB's program.
probe::ProgramProbe call_in_library(const std::string& function) {
  return link_body("return " + function + " ();", "#ifdef __cplusplus\nextern \"C\"\n#endif\nchar " + function + " (void);");
}

TEST_F(ExecutableTest, CallsStandBesideTheFunctions) {
  const auto questions = [this] {
    Questions all = with_functions(this->questions(), bench.tools);
    for (const auto& [function, libraries] : {std::pair("getpid", ""), std::pair("nowhere_at_all", ""), std::pair("fegetround", "-lm"),
                                              std::pair("fegetround", "-lresolv"), std::pair("ns_datetosecs", "-lresolv -lm"),
                                              std::pair("nowhere_at_all", "-lm"), std::pair("getpid", "-lno_such_library"), std::pair("gtty", "-lm")}) {
      all.push_back(with(call_in_library(function), libraries));
    }
    for (const auto& [function, libraries] : {std::pair("gtty", "-lm"), std::pair("fegetround", "-lm"), std::pair("nowhere_else", "-lm")}) {
      all.push_back(with(call_of(function), libraries));
    }
    for (const auto& [flags, function] : {std::pair("-I/usr/include", "getpid"), std::pair("-DHAVE_X=getppid", "getpid"), std::pair("-Dgetpid=nowhere", "getpid")}) {
      all.push_back(with(call_in_library(function), ""));
      all.back().env.cflags = flags;
    }
    return all;
  };
  const std::string expected = kExpected + kFunctions + "ynynynny" + "nyn" + "yyn";
  const std::string counted = "case \"$*\" in *-c\\ *programs.c) for last do :; done; sed -n '/pyconfigure_calls.* = /,/^ *0$/p' \"$last\" >'" + bench.folder() + "/calls' ;; esac\n";
  wrap(counted);
  EXPECT_EQ(ask_both_ways(bench, questions()), expected);
  EXPECT_EQ(links(), 1U);
  EXPECT_EQ(bench.cost().lone, 0U);
  const std::string calls = os::read_file(bench.folder() + "/calls").value_or("");
  EXPECT_EQ(std::count(calls.begin(), calls.end(), ','), 5) << calls;
  wrap(counted + "case $links in yes) echo 'ld: I see nothing' >&2; exit 1 ;; esac");
  EXPECT_EQ(ask_both_ways(bench, questions()), expected);
}

TEST_F(ExecutableTest, FunctionsOfALinkThatDoesNotTellAreAskedByThemselves) {
  wrap("case $links in yes) echo 'ld: I see nothing' >&2; exit 1 ;; esac");
  EXPECT_EQ(ask_both_ways(bench, with_functions(questions(), bench.tools)), kExpected + kFunctions);
  // Or they cannot be compiled together, or there is no link at all.
  wrap("case \"$*\" in *-c\\ *programs.c) for last do :; done; grep -q 'pyconfigure_functions.* = ' \"$last\" && exit 1 ;; esac");
  EXPECT_EQ(ask_both_ways(bench, with_functions(questions(), bench.tools)), kExpected + kFunctions);
  wrap("case \"$*\" in *-c\\ *program-*) echo 'cc: too tired' >&2; exit 2 ;; esac");
  EXPECT_EQ(ask_both_ways(bench, with_functions(questions(), bench.tools)), kExpected + kFunctions);
  EXPECT_LT(bench.cost().lone, 12U) << "programs alone";
}

probe::ProgramProbe flagged(probe::ProgramProbe probe, const probe::ToolEnv& tools, const char* flags) {
  probe.env = tools;
  probe.env.cflags = flags;
  return probe;
}

/// Some that are not read by us, which are linked with the others.
Questions with_flags(Questions questions, const probe::ToolEnv& tools) {
  const auto add = [&](probe::ProgramProbe probe, const char* flags) { questions.push_back(flagged(std::move(probe), tools, flags)); };
  add(run_text("#include <stdlib.h>\nint main (void) { return OTHER - 5; }\n"), "-O2 -DOTHER=5");
  add(run_text("#include <stdio.h>\nint main (void) { return OTHER; }\n"), "-O1 -DOTHER=5");
  add(link_body("wrong", "#include <string.h>\n"), "-O2");
  add(link_body("return nowhere_else ();", "#include <string.h>\nint nowhere_else (void);\n"), "-O1");
  add(run_text("#include <time.h>\nint main (void) { __asm__ (\"\"); return 0; }\n"), "");
  return questions;
}

TEST_F(ExecutableTest, WhatIsNotReadIsCompiledOnceAndBeforeItIsWanted) {
  // It is there when it is wanted; it is being compiled; it has not begun.
  for (const char* slow : {"survey.c", "program-1000", "functions.c"}) {
    for (const std::size_t jobs : {2, 8}) {
      const std::string compiled = bench.folder() + "/compiled";
      wrap("case \"$*\" in *" + std::string(slow) + "*) sleep 0.2 ;; esac\ncase \"$*\" in *-c\\ *program-1000*) echo \"$*\" | sed 's/.*program-/program-/' >>'" +
           compiled + "' ;; esac");
      bench.jobs = jobs;
      EXPECT_EQ(ask_both_ways(bench, with_functions(with_flags(questions(), bench.tools), bench.tools)), std::string(kExpected) + "ynnny" + kFunctions);
      std::vector<std::string> sources;
      std::istringstream lines(os::read_file(compiled).value_or(""));
      for (std::string line; std::getline(lines, line);) sources.push_back(line);
      std::sort(sources.begin(), sources.end());
      EXPECT_EQ(sources.size(), 5U) << slow;
      EXPECT_EQ(std::adjacent_find(sources.begin(), sources.end()), sources.end()) << "one was compiled twice";
      os::remove_file(compiled);
      EXPECT_EQ(bench.cost().lone, 1U) << "the error names a main that the program does not have";
    }
  }
}

/// Some that include nothing, whose flags others have too, with instructions that there are and with others.
Questions with_bare(Questions questions, const probe::ToolEnv& tools) {
  const auto add = [&](probe::ProgramProbe probe, const char* flags) { questions.push_back(flagged(std::move(probe), tools, flags)); };
  add(link_body("__asm__ volatile (\"nop\");"), "");
  add(link_body("__asm__ volatile (\"no_such_instruction\");"), "");
  add(run_text("int main (void) { __asm__ volatile (\"nop\"); return 7; }\n"), "");
  add(run_text("#include <stdlib.h>\nint main (void) { return OTHER - 5; }\n"), "-O2 -DOTHER=5");
  add(run_text("int main (void) { int number = 0; __asm__ (\"nop\"); return number; }\n"), "-O2");
  add(run_text("int main (void) { int OTHER = 6; return OTHER; }\n"), "-O2");
  add(run_text("int main (void) {\n#ifdef OTHER\n  return 1;\n#endif\n  return 0;\n}\n"), "-O2");
  add(run_text("int main (void) {\n#ifdef _GNU_SOURCE\n  return 0;\n#endif\n  return 1;\n}\n"), "-O2");
  return questions;
}

const std::string kBare = "ynnyynyy";

TEST_F(ExecutableTest, BareProgramsShareUnitsWithOthers) {
  const std::string compiled = bench.folder() + "/compiled";
  const std::string count = "case \"$*\" in *-c\\ *program*) echo >>'" + compiled + "' ;; esac\n";
  wrap(count);
  EXPECT_EQ(ask_both_ways(bench, with_functions(with_bare(questions(), bench.tools), bench.tools)), kExpected + kBare + kFunctions);
  EXPECT_EQ(bench.cost().lone, 0U);
  // Those with instructions, the two that can stand together and three that cannot, two of what is merged, and main.
  EXPECT_LE(os::read_file(compiled).value_or("").size(), 8U);
  // One of them refers to what is nowhere.
  Questions lacking = with_bare(questions(), bench.tools);
  lacking.push_back(with(link_body("__asm__ volatile (\".long nowhere_at_all - .\");"), ""));
  EXPECT_EQ(ask_both_ways(bench, lacking), kExpected + kBare + "n");
  // The assembler says nothing; main cannot be compiled with them; what is not merged is slow, or all is alone.
  for (const char* trouble : {"*-c\\ *program-1000*) gcc \"$@\" 2>/dev/null; exit ;;", "*-c\\ *programs.c) for last do :; done; grep -q nop \"$last\" && exit 1 ;;",
                              "*-c\\ *program-1000*) sleep 0.2 ;;", "*-c\\ *program-1000*) echo 'cc: too tired' >&2; exit 2 ;;",
                              "*-c\\ *programs.c) exit 1 ;;"}) {
    wrap("case \"$*\" in " + std::string(trouble) + " esac");
    bench.jobs = bench.jobs == 8 ? 1 : 8;
    EXPECT_EQ(ask_both_ways(bench, with_bare(questions(), bench.tools)), kExpected + kBare) << trouble;
  }
}

TEST(RefusedByAssembler, IsWhatNobodyElseComplainsOf) {
  const auto refused = [](const char* said) -> std::string {
    const auto all = toolchain::refused_by_assembler(said);
    if (!all) return "unclear";
    std::string names;
    for (const auto& [name, lines] : *all) names += name + " " + std::to_string(std::count(lines.begin(), lines.end(), '\n')) + ";";
    return names;
  };
  EXPECT_EQ(refused("a.c: Assembler messages:\na.c:6: Error: no such instruction: `x'\nb.c:7: Error: no such instruction: `y'\nb.c:8: Error: z\n"), "a.c 1;b.c 2;");
  EXPECT_EQ(refused("a.c:1:2: error: 'x' undeclared\na.c:6: Error: no such instruction: `x'\n"), "unclear");
  const std::string one = "a.c:6:23: error: invalid instruction mnemonic 'x'\n__asm__ (\"x\");\n         ^\n";
  const std::string told = "<inline asm>:1:2: note: instantiated into assembly here\n\tx\n\t^\n";
  EXPECT_EQ(refused((one + told + "1 error generated.\n").c_str()), "a.c 1;");
  EXPECT_EQ(refused((one + told + one + told + "2 errors generated.\n").c_str()), "a.c 2;");
  EXPECT_EQ(refused((one + "1 error generated.\n").c_str()), "unclear") << "an error of the compiler's own";
  EXPECT_EQ(refused((one + one + told + "2 errors generated.\n").c_str()), "unclear") << "one of them";
  EXPECT_EQ(refused((one + told + "fatal error: too many errors emitted, stopping now\n").c_str()), "unclear");
  EXPECT_EQ(refused(told.c_str()), "unclear");
  EXPECT_EQ(refused(""), "unclear");
}

TEST(BarePrograms, OfACompilerWithAnAssemblerOfItsOwn) {
  if (!have_tool("clang")) GTEST_SKIP() << "no clang";
  EngineBench bench;
  bench.own_tools = true;
  bench.tools.cc = "clang";
  EXPECT_EQ(ask_both_ways(bench, with_bare({}, bench.tools)), kBare);
  EXPECT_EQ(bench.cost().lone, 0U);
}

TEST_F(ExecutableTest, WhatTheHeaderOfTheFunctionsDefinesIsNobodys) {
  for (const char* more : {"int nowhere_at_all (void) { return 0; }", "static void __attribute__ ((constructor)) early (void) { _Exit (3); }", "int ours;"}) {
    os::write_plain(bench.folder() + "/limits.h", "#include_next <limits.h>\n#ifndef MORE\n#define MORE\nvoid _Exit (int);\n" + std::string(more) + "\n#endif\n");
    bench.tools.cppflags = "-I" + bench.folder();
    EXPECT_EQ(ask_both_ways(bench, with_functions(questions(), bench.tools)), kExpected + kFunctions) << more;
  }
}

TEST_F(ExecutableTest, LibrariesThatDifferInBlanksAreTheSame) {
  // With words for the linker that may have to do with libraries.
  for (const char* flags : {"-Wl,-O3", "-Wl,-rpath,/nowhere", "-Wl,--whole-archive -Wl,--no-whole-archive"}) {
    bench.tools.ldflags = flags;
    Questions some;
    for (const char* libraries : {"-lm -lresolv", "-lm  -lresolv", "-lm -lm -lresolv"}) {
      some.push_back(with(run_text("#include <stdlib.h>\nint main (void) { exit (3); }\n"), libraries));
      some.push_back(with(run_text("#include <stdio.h>\nint main (void) { puts (\"told\"); return 0; }\n"), libraries));
      some.push_back(with(value_of("sizeof (int) + 1", "#include <time.h>\n"), libraries));
      some.push_back(with(link_body("return fegetround ();", "#include <string.h>\nint fegetround ();\n"), libraries));
      some.push_back(with(link_body("return nowhere ();", "#include <errno.h>\nint nowhere ();\n"), libraries));
    }
    EXPECT_EQ(ask_both_ways(bench, some), "nyyynnyyynnyyyn") << flags;
    some.push_back(with(run_text("#include <wchar.h>\nint main (void) { return 4; }\n"), "-lm"));
    EXPECT_EQ(ask_both_ways(bench, some), "nyyynnyyynnyyynn") << flags;
  }
}

TEST_F(ExecutableTest, ALinkerThatDoesNotWarnOfThem) {
  wrap("case $links$* in yes*unresolved-symbols*) echo 'ld: unrecognized option' >&2; exit 1 ;; esac");
  EXPECT_EQ(ask_both_ways(bench, questions()), kExpected);
  EXPECT_EQ(links(), 3U) << "as it was asked, with errors, and with what is missing";
  EXPECT_EQ(bench.cost().lone, 0U);
}

TEST_F(ExecutableTest, AnExecutableThatDoesNotStartTellsNothing) {
  for (const char* body : {"exit 127", "kill -SEGV $$", "exit 0"}) {
    wrap("case $links$* in yes*unresolved-symbols*)\n  gcc \"$@\" || exit\n  while [ \"$1\" != -o ]; do shift; done\n  printf '#!/bin/sh\\n" +
         std::string(body) + "\\n' >\"$2\"; exit 0 ;;\nesac");
    EXPECT_EQ(ask_both_ways(bench, questions()), kExpected) << body;
    EXPECT_EQ(links(), 2U) << body;
  }
}

TEST_F(ExecutableTest, ALinkerThatSaysNothingOfThem) {
  wrap("case $links$* in yes*unresolved-symbols*) gcc \"$@\" 2>/dev/null; exit ;; esac");
  EXPECT_EQ(ask_both_ways(bench, questions()), kExpected);
  EXPECT_EQ(links(), 3U);
}

}  // namespace pyconfigure::test
