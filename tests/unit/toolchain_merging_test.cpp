// Programs with different headers and libraries in one unit, one link: the answers stay those of the lone form.
#include <gtest/gtest.h>

#include <cstdlib>

#include "engine_bench.hpp"

namespace pyconfigure::test {

namespace {

using Questions = std::vector<probe::ProgramProbe>;

class MergingTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!have_tool("gcc")) GTEST_SKIP() << "no gcc";
  }

  /// The same with libraries of their own.
  probe::ProgramProbe with(probe::ProgramProbe probe, const std::string& libraries) const {
    probe.env = bench.tools;
    probe.env.libs = libraries;
    return probe;
  }

  /// The same with flags of its own.
  probe::ProgramProbe flagged(probe::ProgramProbe probe, const std::string& flags) const {
    probe.env = bench.tools;
    probe.env.cflags = flags;
    return probe;
  }

  EngineBench bench;
};

std::string including(std::initializer_list<const char*> headers) {
  std::string text;
  for (const char* header : headers) text += "#include <" + std::string(header) + ">\n";
  return text;
}

}  // namespace

TEST_F(MergingTest, HeadersThatDifferShareAUnit) {
  EXPECT_EQ(
      ask_both_ways(bench, {compile_body("void *x = fork;", including({"unistd.h"})),
                            compile_body("void *x = fork;", including({"stdio.h"})),
                            compile_body("FILE *x = stdin;", including({"stdio.h"})),
                            compile_body("FILE *x = stdin;", including({"unistd.h"})),
                            compile_body("struct stat x; x.st_size = 1;", including({"sys/types.h", "sys/stat.h"})),
                            compile_body("struct stat x; x.no_member = 1;", including({"sys/stat.h"})),
                            compile_body("struct stat x;", including({"errno.h"})),
                            compile_body("int x = errno;", including({"errno.h"})),
                            compile_body("return tzset () + time (0);", including({"time.h"})),
                            compile_body("return time (0);", including({"time.h"}))}),
      "ynynynnyny");
  EXPECT_EQ(bench.cost().lone, 0U);
}

TEST_F(MergingTest, WhatIsDeclaredDifferentlyStaysApart) {
  const std::string takes = "\nstatic int taken (thing *x) { return sizeof *x == 8; }\n";
  EXPECT_EQ(
      ask_both_ways(
          bench,
          {run_text("#include <stdio.h>\ntypedef long long thing;" + takes +
                    "int main (void) { return !taken (0); }\n"),
           run_text("#include <stdlib.h>\ntypedef char thing;" + takes + "int main (void) { return !taken (0); }\n"),
           run_text("#include <string.h>\nstruct thing { int x; };\nint main (void) { return sizeof (struct thing) != "
                    "4; }\n"),
           run_text("#include <unistd.h>\nenum { thing = 3 };\nint main (void) { return thing; }\n"),
           run_text("#include <errno.h>\nint main (void) { int thing = 0; return thing; }\n"),
           run_text("#include <time.h>\nstatic int main_count;\nint main (void) { return main_count++; }\n"),
           run_text("#include <wchar.h>\nstatic int main_count;\nint main (void) { return main_count++; }\n")}),
      "ynynyyy");
}

TEST_F(MergingTest, MacrosOfOneProgramAreNotAnothers) {
  const std::string bits = "#define _FILE_OFFSET_BITS 64\n";
  EXPECT_EQ(ask_both_ways(bench,
                          {compile_body("int a[sizeof (off_t) == 8 ? 1 : -1];", bits + including({"sys/types.h"})),
                           compile_body("int a[sizeof (off_t) == 2 ? 1 : -1];", including({"sys/types.h", "stdio.h"})),
                           compile_body("#ifndef TWO\nnot defined\n#endif", "#define TWO 2\n" + including({"stdio.h"})),
                           compile_body("#ifndef TWO\nnot defined\n#endif", including({"stdlib.h"})),
                           compile_body("int x = EOF;", including({"stdio.h"})),
                           compile_body("int x = EOF;", including({"stddef.h"}))}),
            "ynynyn");
}

TEST_F(MergingTest, ErrorsInHeadersAndErrorDirectives) {
  os::write_plain(bench.folder() + "/needs.h", "struct needy { off_t size; };\n");
  os::write_plain(bench.folder() + "/packed.h",
                  "#pragma pack(push, 1)\nstruct tight { char c; long l; };\n#pragma pack(pop)\n");
  bench.tools.cppflags = "-I" + bench.folder();
  EXPECT_EQ(
      ask_both_ways(
          bench,
          {compile_body("struct needy x;", including({"needs.h"})),
           compile_body("struct needy x;", including({"sys/types.h", "needs.h"})),
           compile_body("int a[sizeof (struct tight) < 2 * sizeof (long) ? 1 : -1];", including({"packed.h"})),
           compile_body("int x;", including({"stdio.h"}) + "#error \"no\"\n"),
           compile_body("int x;", "#if 0\n#error \"not reached\"\n#endif\n" + including({"string.h"})),
           compile_body("int x;", including({"no/such/header.h"})), compile_body("int x;", including({"stdlib.h"}))}),
      "nyynyny");
}

TEST_F(MergingTest, ProgramsThatRunWithDifferentHeaders) {
  const Questions questions = {
      run_body("puts (\"one\");", including({"stdio.h"})),
      run_body("write (1, \"two\\n\", 4); return 3;", including({"unistd.h"})),
      run_body("abort ();", including({"stdlib.h"})),
      run_body("return strlen (\"x\") != 1;", including({"string.h"})),
      run_body("return missing_everywhere ();", including({"errno.h"}) + "int missing_everywhere (void);\n"),
      value_of("sizeof (size_t)", including({"stddef.h"})),
      value_of("sizeof (no_such_type)", including({"time.h"}))};
  EXPECT_EQ(ask_both_ways(bench, questions), "ynnynyn");
  const std::vector<probe::Answer> answers = bench.ask(questions, true);
  EXPECT_EQ(answers[0].output, "one\n");
  EXPECT_EQ(answers[1].output, "two\n");
  EXPECT_EQ(answers[1].status, 3);
  EXPECT_EQ(answers[2].status, 128 + 6);
}

TEST_F(MergingTest, EachProgramCountsOnItsOwnLibraries) {
  bench.own_tools = true;
  const auto calls = [](const std::string& function) {
    return link_body("return " + function + " ();", "char " + function + " ();\n");
  };
  EXPECT_EQ(
      ask_both_ways(bench, {with(calls("fegetround"), "-lm"), with(calls("fegetround"), "-lresolv"),
                            with(calls("ns_datetosecs"), "-lresolv"), with(calls("ns_datetosecs"), "-lm"),
                            with(calls("nowhere_at_all"), "-lm"), with(calls("getpid"), "-lresolv"),
                            with(calls("fegetround"), ""), with(calls("getpid"), ""),
                            with(calls("getppid"), "-lno_such_library"), with(calls("getuid"), "-lm -lno_other")}),
      "ynynnynynn");
}

TEST_F(MergingTest, LibrariesAmongTheFlagsOfTheLinker) {
  bench.own_tools = true;
  os::write_plain(bench.folder() + "/main.c", "int main (void) { return 0; }\n");
  os::write_plain(bench.folder() + "/other.c", "int other (void) { return 0; }\n");
  ASSERT_EQ(std::system(("cd " + bench.folder() + " && gcc -c main.c other.c && ar rc libmain.a main.o && ar rc libother.a other.o").c_str()), 0);
  const auto calls = [&](const std::string& function, const std::string& flags, const std::string& libraries) {
    probe::ProgramProbe probe = with(link_body("return " + function + " ();", "char " + function + " ();\n"), libraries);
    probe.env.ldflags = flags;
    return probe;
  };
  const std::string own = "-L" + bench.folder();
  EXPECT_EQ(ask_both_ways(bench, {calls("fegetround", "-lm", "-lm"), calls("fegetround", "", "-lresolv"),
                                  calls("ns_datetosecs", "-lm", "-lm"), calls("ns_datetosecs", "-lresolv -lm", "-lm -lresolv"),
                                  calls("getpid", "-lno_such_library", "-lno_such_library"), calls("getpid", "-lno_such_library", "-lm"),
                                  calls("getppid", "-Wl,--as-needed -lm", "-lm"), calls("fegetround", "-Wl,--as-needed -lm", "-lresolv"),
                                  calls("getuid", "", ""), calls("nowhere_at_all", "", "")}),
            "ynnynnynyn");
  EXPECT_EQ(ask_both_ways(bench, {calls("fegetround", "-lm", "-lm"), calls("fegetround", "", "-lm"), calls("ns_datetosecs", "-lm", "-lm"),
                                  calls("ns_datetosecs", "-lresolv -lm", "-lm -lresolv"), calls("getpid", "-lno_such_library", "-lno_such_library"),
                                  calls("getuid", "", ""), calls("nowhere_at_all", "", "")}),
            "yynynyn");
  EXPECT_EQ(bench.cost().lone, 0U);
  // One that is an archive is gone through before the program comes.
  EXPECT_EQ(ask_both_ways(bench, {calls("getpid", own + " -lmain", "-lmain"), calls("getpid", own, "-lmain"), calls("other", own + " -lother", "-lother"),
                                  calls("other", own + " -lother", ""), calls("getppid", own, ""), calls("nowhere_at_all", own + " -lother", "-lother")}),
            "nyynyn");
}

TEST_F(MergingTest, LibrariesOfOtherFoldersAreTheirOwn) {
  bench.own_tools = true;
  // One that has another function than its namesake in the system's folder, and one that needs what is not there.
  os::write_plain(bench.folder() + "/m.c", "int only_here (void) { return 0; }\n");
  os::write_plain(bench.folder() + "/need.c", "int nowhere (void);\nint needs (void) { return nowhere (); }\n");
  const std::string make = "cd " + bench.folder() + " && mkdir -p none with && gcc -shared -fPIC -o with/libm.so m.c && gcc -shared -fPIC -o with/libneed.so need.c";
  ASSERT_EQ(std::system(make.c_str()), 0);
  const auto calls = [](const std::string& function) {
    return link_body("return " + function + " ();", "char " + function + " ();\n");
  };
  const auto questions = [&] {
    return Questions{with(calls("fegetround"), "-lm"), with(calls("fegetround"), "-lresolv"),
                     with(calls("ns_datetosecs"), "-lresolv"), with(calls("only_here"), "-lm"),
                     with(calls("needs"), "-lneed"), with(calls("getpid"), "-lresolv"), with(calls("getpid"), "")};
  };
  for (const char* folder : {"none", "with"}) {
    bench.tools.ldflags = "-L" + bench.folder() + "/" + folder;
    EXPECT_EQ(ask_both_ways(bench, questions()), folder == std::string("none") ? "ynynnyy" : "nnyynyy") << folder;
  }
}

TEST_F(MergingTest, HeadersOfSomebodysOwnAreCompiledToTheEnd) {
  os::write_plain(bench.folder() + "/gone.h", "extern int gone (void) __attribute__ ((error (\"gone\")));\nint here (void);\n");
  os::write_plain(bench.folder() + "/more.h", "int more (void);\n");
  bench.tools.cppflags = "-I" + bench.folder();
  EXPECT_EQ(ask_both_ways(bench, {compile_body("return gone ();", including({"gone.h"})), compile_body("return here ();", including({"gone.h"})),
                                  compile_body("return gone ();", including({"stdio.h", "gone.h"})),
                                  compile_body("return more ();", including({"more.h"})),
                                  compile_body("return more (1);", including({"stdlib.h", "more.h"})),
                                  compile_body("return here ();", including({"time.h", "gone.h"}))}),
            "nynyny");
  bench.tools.cppflags.clear();
  bench.tools.cflags = "-mno-sse -mfpmath=sse";
  EXPECT_EQ(ask_both_ways(bench, {compile_body("double x = 1; x *= 2; return x > 1;", including({"stdio.h"})),
                                  compile_body("int x = 1; return x;", including({"stdlib.h"})),
                                  compile_body("return undeclared;", including({"time.h"})),
                                  compile_body("float x = 1; x += x; return x < 0;", including({"errno.h"}))}),
            ask_both_ways(bench, {compile_body("double x = 1; x *= 2; return x > 1;", including({"stdio.h"})),
                                  compile_body("int x = 1; return x;", including({"stdlib.h"})),
                                  compile_body("return undeclared;", including({"time.h"})),
                                  compile_body("float x = 1; x += x; return x < 0;", including({"errno.h"}))}));
}

TEST_F(MergingTest, HeadersOfSomebodysOwnThatPassForTheSystems) {
  const std::string code = "extern int gone (void) __attribute__ ((error (\"gone\")));\nstatic int __attribute__ ((used)) calls (void) { return gone (); }\n";
  const auto write = [&](const std::string& name, const std::string& text) { os::write_plain(bench.folder() + "/" + name, text); };
  bench.tools.cppflags = "-I" + bench.folder();
  write("silent.h", "#pragma GCC system_header\n" + code);
  write("beside.h", "#include \"silent.h\"\n");
  // (pty.h includes it.)
  write("termios.h", "#include_next <termios.h>\n#ifndef ONCE\n#define ONCE\n" + code + "#endif\n");
  write("macros.h", "#include <features.h>\n#undef __THROW\n#define __THROW __attribute__ ((error (\"gone\")))\n");
  EXPECT_EQ(ask_both_ways(bench, {compile_body("return 0;", including({"silent.h"})), compile_body("return 1;", including({"stdio.h", "beside.h"})),
                                  compile_body("return 2;", including({"pty.h"})), compile_body("return 3;", including({"stdlib.h"})),
                                  compile_body("return undeclared;", including({"time.h"})), compile_body("return 5;", including({"macros.h", "unistd.h"})),
                                  compile_body("return getpid ();", including({"macros.h", "unistd.h"}))}),
            "nnnynyn");
}

TEST_F(MergingTest, EachProgramHasFoldersOfItsOwn) {
  bench.own_tools = true;
  const std::string a = bench.folder() + "/a";
  const std::string b = bench.folder() + "/b";
  ASSERT_EQ(std::system(("mkdir -p " + a + "/sub " + b + " && ln -s /usr/include " + bench.folder() + "/system").c_str()), 0);
  os::write_plain(a + "/where.h", "int in_a (void);\n#include \"sub/deeper.h\"\n");
  os::write_plain(a + "/sub/deeper.h", "typedef int deep;\n");
  os::write_plain(b + "/where.h", "int in_b (int);\n#include_next <where.h>\n");
  os::write_plain(b + "/errno.h", "#include_next <errno.h>\n#define OURS 1\n");
  os::write_plain(b + "/code.h", "extern int gone (void) __attribute__ ((error (\"gone\")));\nstatic inline int calls (void) { return gone (); }\n");
  const auto preprocess = [&](const std::string& text, const std::string& flags) {
    probe::ProgramProbe probe = compile_text(text);
    probe.phase = probe::Phase::preprocess;
    probe.env = bench.tools;
    probe.env.cppflags = flags;
    return probe;
  };
  const std::string in_a = "-I" + a;
  const std::string in_b = "-I" + b;
  const Questions questions{flagged(compile_body("in_a (); deep x = 1;", including({"where.h"})), in_a),
                            flagged(compile_body("in_a ();", including({"stdio.h", "where.h"})), ""),
                            flagged(compile_body("in_b (); ", including({"where.h"})), in_b + " " + in_a),
                            flagged(compile_body("in_b (1); in_a (2);", including({"where.h"})), in_b + " " + in_a),
                            flagged(compile_body("in_b (1); in_a ();", including({"where.h"})), in_b + " -I/no/such/folder " + in_a),
                            flagged(compile_body("int (*x) (int) = in_b;", including({"where.h"})), in_a + " " + in_b),
                            flagged(compile_body("int x[OURS] = { errno };", including({"errno.h"})), in_b),
                            flagged(compile_body("int x[OURS] = { errno };", including({"errno.h"})), in_a),
                            flagged(compile_body("return calls ();", including({"code.h"})), in_b),
                            flagged(compile_body("return 0;", including({"code.h"})), in_b),
                            flagged(compile_body("void *x = fork;", including({"unistd.h"})), "-I/usr/include"),
                            flagged(compile_body("void *x = vfork; deep y;", including({"unistd.h", "where.h"})), "-I" + bench.folder() + "/system " + in_a),
                            flagged(compile_body("FILE *x = stdin;", including({"stdio.h"})), ""),
                            flagged(compile_body("FILE *x = undeclared;", including({"stdlib.h"})), in_a),
                            preprocess("#include <where.h>\n", in_a), preprocess("#include <where.h>\n", in_b),
                            preprocess("#include <where.h>\n", in_b + " " + in_a),
                            flagged(link_body("in_a ();", including({"where.h"})), in_a),
                            flagged(link_body("deep x = 0; return x;", including({"where.h"})), in_a),
                            flagged(link_body("return calls ();", including({"code.h"})), in_b)};
  EXPECT_EQ(ask_both_ways(bench, questions), "ynnnynynnyyyynynynyn");
}

TEST_F(MergingTest, AHeaderThatSaysSomethingOfMain) {
  os::write_plain(bench.folder() + "/says.h", "int main (int, char **);\n");
  os::write_plain(bench.folder() + "/tells.h", "/* The main program; not main() itself. */\n");
  bench.tools.cppflags = "-I" + bench.folder();
  EXPECT_EQ(ask_both_ways(bench, {compile_body("return 0;", including({"says.h"})), compile_body("return 1;", including({"stdio.h", "says.h"})),
                                  compile_body("return 2;", including({"stdlib.h"})), compile_body("return 3;", including({"tells.h"})),
                                  compile_text("#include <says.h>\nint main (int count, char **words) { return 0; }\n"),
                                  run_body("return 0;", including({"says.h"})), value_of("1 + 1", including({"says.h"}))}),
            "nnyyynn");
}

TEST_F(MergingTest, LibrariesThatAreTakenWhenTheyAreNeeded) {
  os::write_plain(bench.folder() + "/a.c", "int helper (void) { return 1; }\nint of_a (void) { return 2; }\n");
  os::write_plain(bench.folder() + "/b.c", "int helper (void);\nint of_b (void) { return helper (); }\n");
  const std::string make = "cd " + bench.folder() +
                           " && gcc -shared -fPIC -o liba.so a.c && gcc -shared -fPIC -o libb.so b.c && gcc -c a.c b.c && ar rc a.lib a.o && "
                           "ar rc b.lib b.o && ar rc liba_nonshared.a a.o && ar rc libb_nonshared.a b.o && ar rcT liba_thin.a a.o && ar rcT libb_thin.a b.o";
  ASSERT_EQ(std::system(make.c_str()), 0);
  const Questions functions = {call_of("of_a"), call_of("of_b"), call_of("fork"), call_of("no_such_function")};
  const Questions programs = {link_body("return of_a ();", including({"stdio.h"}) + "int of_a (void);\n"),
                              link_body("return of_b ();", including({"stdlib.h"}) + "int of_b (void);\n"),
                              link_body("return 0;", including({"time.h"})), run_body("return 0;", including({"errno.h"}))};
  const std::string here = bench.folder();
  for (const auto& [flags, libraries] : {std::pair("-Wl,--as-needed -L" + here, std::string("-la -lb")),
                                         std::pair(std::string(), here + "/a.lib " + here + "/b.lib"),
                                         std::pair("-L" + here, std::string("-la_nonshared -lb_nonshared")),
                                         std::pair("-L" + here, std::string("-la_thin -lb_thin"))}) {
    bench.tools.ldflags = flags;
    bench.tools.libs = libraries;
    EXPECT_EQ(ask_both_ways(bench, functions), "ynyn") << libraries;
    EXPECT_EQ(ask_both_ways(bench, programs), "ynyy") << libraries;
  }
}

TEST_F(MergingTest, ADriverThatLinksOtherwiseWithOtherFlags) {
  bench.own_tools = true;
  os::write_plain(bench.folder() + "/x.c", "int only_with_x (void) { return 0; }\n");
  os::write_plain(bench.folder() + "/cc", "#!/bin/sh\ncase \" $* \" in *' -DWITH_X '*) exec gcc \"$@\" " + bench.folder() +
                                              "/x.o ;; esac\nexec gcc \"$@\"\n");
  const std::string make = "cd " + bench.folder() + " && gcc -c x.c && chmod +x cc";
  ASSERT_EQ(std::system(make.c_str()), 0);
  bench.tools.cc = bench.folder() + "/cc";
  const auto flagged = [this](probe::ProgramProbe probe, const std::string& flags) {
    probe.env = bench.tools;
    probe.env.cppflags = flags;
    return probe;
  };
  const std::string there = "int only_with_x (void);\n";
  EXPECT_EQ(ask_both_ways(bench, {flagged(run_body("return only_with_x ();", including({"stdio.h"}) + there), "-DWITH_X"),
                                  flagged(run_body("return only_with_x ();", including({"stdlib.h"}) + there), "-DWITHOUT"),
                                  flagged(run_body("return only_with_x ();", including({"time.h"}) + there), ""),
                                  flagged(run_body("return 0;", including({"errno.h"})), "-DWITH_X"),
                                  flagged(run_body("return 0;", including({"wchar.h"})), "-O2"),
                                  flagged(run_body("return 0;", including({"string.h"})), "")}),
            "ynnyyy");
}

TEST_F(MergingTest, WordsThatBelongToTheOneBefore) {
  bench.own_tools = true;
  const auto runs = [this](const std::string& flags, const char* header) {
    return flagged(run_body("return 0;", including({header})), flags);
  };
  EXPECT_EQ(ask_both_ways(bench, {runs("-Xassembler -W", "stdio.h"), runs("-Xassembler -W", "stdlib.h"), runs("-D X=1", "time.h"),
                                  runs("-Xlinker -O1", "errno.h"), runs("", "wchar.h"), runs("-D X=1", "string.h")}),
            "yyyyyy");
  EXPECT_FALSE(os::test('e', bench.folder() + "/-o"));
}

TEST_F(MergingTest, FlagsThatLeanOnOthers) {
  bench.own_tools = true;
  const auto empty = [this](const std::string& flags) { return flagged(compile_body(""), flags); };
  EXPECT_EQ(ask_both_ways(bench, {empty("-Werror -fvar-tracking"), empty("-Werror -fvar-tracking -g"),
                                  empty("-Werror -Os -fprefetch-loop-arrays"), empty("-Werror -fprefetch-loop-arrays -O2")}),
            "nyny");
}

TEST_F(MergingTest, TwoFunctionsThatAreTheSame) {
  // An optimiser makes one of them, and the linker names one.
  bench.own_tools = true;
  bench.tools.cflags = "-O2";
  const Questions questions = {
      with(link_body("return nowhere ();", including({"stdio.h"}) + "int nowhere (void);\n"), "-lm"),
      with(link_body("return nowhere ();", including({"stdlib.h"}) + "int nowhere (void);\n"), "-lresolv"),
      with(link_body("return nowhere ();", including({"unistd.h"}) + "int nowhere (void);\n"), ""),
      with(link_body("return getpid ();", including({"unistd.h"})), "-lm -lresolv"),
      with(link_body("return fegetround ();", including({"fenv.h"})), "-lm"),
      with(run_body("return nowhere ();", including({"errno.h"}) + "int nowhere (void);\n"), ""),
      with(run_body("return nowhere ();", including({"time.h"}) + "int nowhere (void);\n"), ""),
      with(run_body("return nowhere ();", including({"wchar.h"}) + "int nowhere (void);\n"), ""),
      with(run_body("return 0;", including({"string.h"})), "")};
  EXPECT_EQ(ask_both_ways(bench, questions), "nnnyynnny");
}

TEST_F(MergingTest, FlagsThatStandForThemselves) {
  bench.own_tools = true;
  const auto empty = [this](const std::string& flags) { return flagged(compile_body(""), flags); };
  EXPECT_EQ(ask_both_ways(bench, {empty("-Werror -Wextra"), empty("-Werror -Wsign-compare"),
                                  empty("-Werror -Wunused-parameter")}),
            "yyy");
  EXPECT_EQ(bench.cost().lone, 0U);
  EXPECT_EQ(ask_both_ways(bench, {empty("-Werror -Wextra"), empty("-Werror -Wno_such_warning"),
                                  empty("-Werror -Wsign-compare")}),
            "yny");
}

TEST_F(MergingTest, FlagsOfOptimisationStandForThemselvesWhereNobodyLooks) {
  bench.own_tools = true;
  const auto empty = [this](const std::string& flags, const std::string& prologue = {}) {
    return flagged(compile_body("", prologue), flags);
  };
  EXPECT_EQ(ask_both_ways(bench, {empty("-O2"), empty("-Og"), empty("-fprofile-update=atomic"),
                                  empty("-fstrict-overflow -fno-strict-overflow"), empty("-g")}),
            "yyyyy");
  EXPECT_EQ(bench.cost().lone, 0U);
  const std::string looks = "#ifndef __OPTIMIZE__\n#error \"not optimised\"\n#endif\n";
  EXPECT_EQ(ask_both_ways(bench, {empty("-O2", looks), empty("-g", looks), empty("-O", looks)}), "yny");
  const std::string includes = "#include <string.h>\n" + looks;
  EXPECT_EQ(ask_both_ways(bench, {empty("-O2", includes), empty("-g", includes)}), "yn");
}

TEST_F(MergingTest, MainMayTakeWords) {
  EXPECT_EQ(
      ask_both_ways(
          bench,
          {run_text("#include <string.h>\nint main (int count, char **words) { return count != 1 || words[0] == 0 || "
                    "words[1] != 0; }\n"),
           run_text("#include <stdio.h>\nint main (int argc, char *argv[]) { return argc + (argv[1] == 0); }\n"),
           run_text("#include <stdlib.h>\nint main (int argc, char **argv, char **env) { return env[0] == 0; }\n"),
           run_text("#include <time.h>\nint main (void) { return 0; }\n"),
           run_text("#include <errno.h>\nint main (int argc, const char *argv[]) { return argc != 1; }\n"),
           run_text("#include <unistd.h>\nint main (int argc, char **argv) { return not_there (argv[0]) != 0; }\n"),
           run_text("int main (int argc, char **argv) { static void *at[] = { &&end }; goto *at[0]; end: return 0; }\n")}),
      "ynyyyny");
  EXPECT_EQ(bench.ask({run_text("int main (int argc, char **argv) { return argc + 6; }\n"), run_text("int main (void) { return 0; }\n")},
                      true)[0]
                .status,
            7);
}

TEST_F(MergingTest, NamesOfOurProgramsAreNobodyElses) {
  EXPECT_EQ(ask_both_ways(bench, {run_text("#include <stdio.h>\nint pyprobe_a;\nint main (void) { return pyprobe_a; }\n"),
                                  run_text("#include <stdlib.h>\nint pyprobe_b (void) { return 1; }\nint main (void) { "
                                           "return pyprobe_b (); }\n"),
                                  run_text("#include <time.h>\nint main (void) { return 0; }\n")}),
            "yny");
  EXPECT_EQ(bench.cost().lone, 0U);
  // Two that have the same are kept apart.
  EXPECT_EQ(ask_both_ways(bench, {run_text("#include <stdio.h>\nint pyprobe_a = 0;\nint main (void) { return pyprobe_a; }\n"),
                                  run_text("#include <stdlib.h>\nint pyprobe_a = 1;\nint main (void) { return pyprobe_a; }\n"),
                                  run_text("#include <time.h>\nint pyprobe_a, getpid;\nint main (void) { return 0; }\n"),
                                  run_text("#include <unistd.h>\nint main (void) { return getpid () < 1; }\n")}),
            "ynyy");
}

TEST_F(MergingTest, ProgramsWithOtherFlagsAreLinkedTogether) {
  bench.own_tools = true;
  const auto gives = [this](const std::string& flags, const std::string& text) {
    return flagged(run_text(text + "int main (void) { return number (); }\n"), flags);
  };
  const std::string optimised = "#ifdef __OPTIMIZE__\nstatic int number (void) { return 2; }\n#else\nstatic int number (void) { return 0; }\n#endif\n";
  const Questions questions = {gives("-O2", optimised),
                               gives("", "#include <stdio.h>\n" + optimised),
                               gives("-DNUMBER=3", "static int number (void) { return NUMBER; }\n"),
                               gives("-UNUMBER -Wall", "static int number (void) { return NUMBER; }\n"),
                               gives("-I/usr/include -fwrapv", "#include <time.h>\nstatic int number (void) { return 0; }\n"),
                               gives("-O1", "static int number (void) { return nowhere (); }\n")};
  EXPECT_EQ(ask_both_ways(bench, questions), "nynnyn");
  const std::vector<probe::Answer> answers = bench.ask(questions, true);
  EXPECT_EQ(answers[0].status, 2);
  EXPECT_EQ(answers[2].status, 3);
  EXPECT_EQ(bench.cost().lone, 0U);
  // -Ofast brings an object of its own, and link-time optimisation compiles when it links.
  EXPECT_EQ(ask_both_ways(bench, {gives("-Ofast", optimised), gives("-O2 -flto", optimised), gives("-flto", optimised),
                                  gives("", optimised)}),
            "nnyy");
}

TEST_F(MergingTest, LibrariesThatMayBeEmpty) {
  bench.own_tools = true;
  EXPECT_EQ(ask_both_ways(bench, {with(run_body("return 0;", including({"stdio.h"})), "-ldl"),
                                  with(run_body("return dlopen (0, RTLD_LAZY) == 0;", including({"dlfcn.h"})), "-ldl"),
                                  with(run_body("return 3;", including({"time.h"})), ""),
                                  with(run_body("return nowhere ();", including({"errno.h"}) + "int nowhere (void);\n"), ""),
                                  with(run_body("return shm_open (\"\", 0, 0) != -1;", including({"sys/mman.h"})), "-lrt -ldl"),
                                  with(link_body("return forkpty == 0;", including({"pty.h"})), "-ldl -lutil"),
                                  with(link_body("return nowhere ();", including({"stdlib.h"}) + "int nowhere (void);\n"), "-lutil")}),
            "yynnyyn");
  // One that is not: the program of another one must not see what it has.
  os::write_plain(bench.folder() + "/own.c", "int only_there (void) { return 0; }\n");
  const std::string make = "cd " + bench.folder() + " && gcc -c own.c && rm -f librt.a && ar rc librt.a own.o";
  ASSERT_EQ(std::system(make.c_str()), 0);
  bench.tools.ldflags = "-L" + bench.folder();
  const std::string there = "int only_there (void);\n";
  EXPECT_EQ(ask_both_ways(bench, {with(run_body("return only_there ();", including({"stdio.h"}) + there), "-lrt"),
                                  with(run_body("return only_there ();", including({"stdlib.h"}) + there), ""),
                                  with(run_body("return 0;", including({"errno.h"})), "-ldl"),
                                  with(run_body("return 0;", including({"time.h"})), "-lrt -ldl"),
                                  with(run_body("return 0;", including({"wchar.h"})), "-lpthread")}),
            "ynyyy");
}

TEST_F(MergingTest, FewFunctionsAreAskedAmongPrograms) {
  bench.own_tools = true;
  EXPECT_EQ(ask_both_ways(bench, {with(call_of("fegetround"), "-lm"), with(call_of("no_such_function"), "-lm"),
                                  with(call_of("fork"), ""), with(call_of("fegetround"), ""), with(call_of("gtty"), ""),
                                  with(link_body("return 0;", including({"stdio.h"})), ""),
                                  with(link_body("return 1;", including({"stdlib.h"})), ""),
                                  with(link_body("return 2;", including({"time.h"})), "-lm"),
                                  with(link_body("return fork ();", including({"unistd.h"})), "-lresolv"),
                                  with(run_body("return 0;", including({"errno.h"})), "")}),
            "ynynnyyyyy");
  EXPECT_LE(bench.cost().lone, 2U);
}

TEST_F(MergingTest, ACallWithOtherArgumentsHidesNothing) {
  const std::string declared = "int one (int);\n";
  EXPECT_EQ(ask_both_ways(bench, {compile_body("one (1, 2);", including({"stdio.h"}) + declared),
                                  compile_body("one (1);", including({"stdlib.h"}) + declared),
                                  compile_body("one ();", including({"string.h"}) + declared),
                                  compile_body("two (1);", including({"time.h"}) + "int two (void);\n"),
                                  compile_body("no_such_name = 1;", including({"errno.h"}) + declared),
                                  compile_body("two ();", including({"wchar.h"}) + "int two (void);\n")}),
            "nynnny");
  EXPECT_LE(bench.cost().lone, 1U);
}

TEST_F(MergingTest, FlagsThatAreNotUnderstoodLeaveProgramsAlone) {
  os::write_plain(bench.folder() + "/first.h", "#define EOF no_value\n");
  bench.tools.cflags = "-include " + bench.folder() + "/first.h";
  EXPECT_EQ(ask_both_ways(bench, {compile_body("int x = EOF;", including({"stddef.h"})),
                                  compile_body("int x = 1;", including({"stdlib.h"})),
                                  compile_body("int x = 2;", including({"string.h"})),
                                  compile_body("int x = 3;", including({"time.h"})),
                                  compile_body("int no_value = 1; int x = EOF;", including({"errno.h"}))}),
            "nyyyy");
}

TEST_F(MergingTest, StricterStandards) {
  bench.tools.cflags = "-std=c89";
  EXPECT_EQ(ask_both_ways(bench, {compile_body("int x = 4 //* */ 2\n;", including({"stddef.h"})),
                                  compile_body("int inline = 1;", including({"stdio.h"})),
                                  compile_body("int typeof = 1;", including({"stdlib.h"})),
                                  compile_body("int x = 3;", including({"time.h"}))}),
            ask_both_ways(bench, {compile_body("int x = 4 //* */ 2\n;", including({"stddef.h"})),
                                  compile_body("int inline = 1;", including({"stdio.h"})),
                                  compile_body("int typeof = 1;", including({"stdlib.h"})),
                                  compile_body("int x = 3;", including({"time.h"}))}));
}

TEST_F(MergingTest, AnErrorThatConfusesIsNobodyElses) {
  const std::string all = including({"stdio.h", "stdlib.h", "string.h", "unistd.h"});
  EXPECT_EQ(
      ask_both_ways(
          bench,
          {compile_body("int a[3;", all), compile_body("int x = 1;", including({"stdio.h"})),
           compile_body("foo ( ; ; [ }", including({"stdlib.h"})), compile_body("int x = 2;", including({"string.h"})),
           compile_body("int y;", all + "int f (a) int a;\n"), compile_body("int x = 3;", including({"errno.h"})),
           compile_body("if ( }", including({"wchar.h"})), compile_body("int x = 4;", including({"time.h"}))}),
      "nynynyny");
}

TEST_F(MergingTest, WhatIsSeenFromOutsideStaysOutside) {
  const std::string all = including({"stdio.h", "stdlib.h", "string.h", "unistd.h"});
  EXPECT_EQ(
      ask_both_ways(
          bench, {link_body("return missing1 ();", all + "int missing1 (void);\n"),
                  link_body("return 0;", including({"errno.h"})),
                  link_body("return nowhere ();", including({"time.h"}) + "int nowhere (void);\n"),
                  link_body("return 0;", including({"wchar.h"}) + "int nowhere (void) { return 0; }\n"),
                  link_body("return p == 0;", including({"wctype.h"}) + "extern int not_there; int *p = &not_there;\n"),
                  run_text("#include <unistd.h>\nint main (void) { return getpid () == 5; }\n"),
                  run_text("#include <stdio.h>\nint getpid (void) { return 5; }\nint main (void) { return 0; }\n"),
                  run_text("#include <stdlib.h>\nint main (int argc, char **argv) { return argc != 1; }\n"),
                  run_text("#include <string.h>\nint main (void) { puts (\"x\"); }\n"),
                  run_text("#include <time.h>\nextern int foo (void) __attribute__ ((weak));\nint main (void) { return "
                           "foo ? 1 : 0; }\n"),
                  link_body("return foo ();", including({"fcntl.h"}) + "int foo (void);\n")}),
      "nynynyyyyyn");
}

TEST_F(MergingTest, WhatBlocksDeclareReachesFurther) {
  const std::string all = including({"stdio.h", "stdlib.h", "string.h", "unistd.h"});
  EXPECT_EQ(ask_both_ways(bench, {compile_body("extern char *foo (void); char *p = foo ();", all),
                                  compile_body("foo ();", including({"stdio.h"})),
                                  compile_body("foo (1, 2, 3);", including({"stdlib.h"})),
                                  compile_body("extern int bar; return bar;", including({"errno.h"})),
                                  compile_body("return bar;", including({"time.h"}) + "static int bar;\n"),
                                  compile_body("char *far (void); char *p = far ();", including({"wchar.h"})),
                                  compile_body("far (1);", including({"wctype.h"}))}),
            "yyyyyyy");
}

TEST_F(MergingTest, TypesAreCompleteInTheirOwnPrograms) {
  const std::string incomplete = "typedef struct s t;\n";
  EXPECT_EQ(ask_both_ways(bench, {compile_body("return sizeof (t);", including({"stdio.h", "stdlib.h"}) + incomplete +
                                                                         "struct s { int a; };\n"),
                                  compile_body("return sizeof (t);", including({"stdio.h"}) + incomplete),
                                  compile_body("struct tm x;", including({"stdio.h", "time.h"})),
                                  compile_body("struct tm x;", including({"wchar.h"})),
                                  compile_body("int x;", including({"errno.h"}))}),
            "ynyny");
}

TEST_F(MergingTest, HeadersThatAreOnlyPreprocessed) {
  const auto preprocess = [](const std::string& text) {
    probe::ProgramProbe probe = compile_text(text);
    probe.phase = probe::Phase::preprocess;
    return probe;
  };
  os::write_plain(bench.folder() + "/broken.h", "#if 1 +\n#endif\n");
  os::write_plain(bench.folder() + "/refuses.h", "#ifndef PERMITTED\n#error \"not without PERMITTED\"\n#endif\n");
  bench.tools.cppflags = "-I" + bench.folder();
  EXPECT_EQ(ask_both_ways(bench, {preprocess("#include <stdio.h>\n"), preprocess("#include <no/such/header.h>\n"),
                                  preprocess("#include <stdlib.h>\n#include <broken.h>\n"), preprocess("#include <refuses.h>\n"),
                                  preprocess("#define PERMITTED 1\n#include <refuses.h>\n"), preprocess("#include <time.h>\nno C at all\n"),
                                  preprocess("#define f(x) x\nf(1, 2)\n#include <string.h>\n")}),
            "ynnnyyn");
}

TEST_F(MergingTest, TextsInWhatThePreprocessorLeaves) {
  const auto finds = [](const std::string& text, std::vector<std::string> wanted) {
    probe::ProgramProbe probe = compile_text(text);
    probe.phase = probe::Phase::preprocess;
    probe.program.finds = std::move(wanted);
    return probe;
  };
  os::write_plain(bench.folder() + "/says.h", "/* unsaid */ #define hidden unsaid\n#ifdef NEVER\nint unsaid;\n#endif\nchar *s = \"has quoted_word in it\";\nint abc_def_ghi;\n");
  os::write_plain(bench.folder() + "/marks.h", "#pragma GCC system_header\n#pragma GCC visibility push(default)\nint x;\n");
  os::write_plain(bench.folder() + "/odd_name.h", "int y;\n");
  os::write_plain(bench.folder() + "/where.h", "#define PLACE 7 \"elsewhere.c\"\n#line PLACE\nint z;\n");
  os::write_plain(bench.folder() + "/ends.h", "int before_it;\n#error \"no further\"\nint behind_it;\n");
  bench.tools.cppflags = "-I" + bench.folder();
  const Questions questions{finds("#include <string.h>\n", {"memchr", "strlen", "no_such_thing"}),
                            finds("#include <string.h>\n#ifdef NULL\nyes\n#endif\n", {"yes"}),
                            finds("#include <string.h>\n#ifdef NOTHING_SUCH\nyes\n#endif\n", {"yes"}),
                            finds("#include <says.h>\n", {"unsaid"}),
                            finds("#include <says.h>\n", {"hidden", "quoted_word", "c_def_g"}),
                            finds("#include <says.h>\nhidden\n", {"unsaid"}),
                            finds("#include <marks.h>\n", {"visibility"}),
                            finds("#include <odd_name.h>\n", {"odd_na"}),
                            finds("#include <no/such/header.h>\nyes\n", {"yes"}),
                            finds("yes\n#include <no/such/header.h>\n", {"yes"}),
                            finds("#include <ends.h>\n", {"before_it", "behind_it"}),
                            finds("#define yes no\nyes\n", {"yes"}),
                            finds("#include <where.h>\n", {"elsewhere"}),
                            finds("built\n", {"built-in", "conftest.c"})};
  ask_both_ways(bench, questions);
  std::string found;
  for (const probe::Answer& answer : bench.ask(questions, true)) found += (answer.ok ? answer.output : "no\n") + "|";
  EXPECT_EQ(found.substr(0, found.find("before_it")),
            "memchr\nstrlen\n|yes\n||" "|quoted_word\nc_def_g\n|unsaid\n|visibility\n|odd_na\n||yes\n|");
  bench.ask({questions[0], questions[1], questions[2], questions[5]}, true);
  EXPECT_EQ(bench.cost().lone, 0U);
  bench.ask({questions[3]}, true);
  EXPECT_EQ(bench.cost().lone, 1U) << "it stands in a header, if not in what is left of that";
}

TEST_F(MergingTest, CompileProbesShowTheHeadersOfLinkProbes) {
  os::write_plain(bench.folder() + "/lacks.h", "struct lacking { no_such_type a; };\nint fork(void);\n");
  os::write_plain(bench.folder() + "/object.h", "int visible_object = nowhere_to_be_found;\n");
  os::write_plain(bench.folder() + "/calls.h", "extern int nowhere_to_be_found (void);\nint seen_from_outside (void) { return nowhere_to_be_found (); }\n");
  os::write_plain(bench.folder() + "/hidden.h", "extern int nowhere_to_be_found (void);\nstatic inline int hidden (void) { return nowhere_to_be_found (); }\n");
  bench.tools.cppflags = "-isystem" + bench.folder();
  EXPECT_EQ(ask_both_ways(bench, {compile_body("void *x = fork;", including({"unistd.h"})), compile_body("int x = errno;", including({"errno.h"})),
                                  compile_body("FILE *x = stdin;", including({"stdio.h"})), compile_body("time_t x = 1;", including({"time.h"})),
                                  link_body("return fork ();", including({"lacks.h"})), link_body("return fork ();", including({"unistd.h"})),
                                  run_body("return fork () < 0;", including({"unistd.h", "lacks.h"})), link_body("return 0;", including({"object.h"})),
                                  link_body("return 0;", including({"calls.h"})), link_body("return 0;", including({"hidden.h"})),
                                  link_body("return hidden ();", including({"hidden.h"})), run_body("return puts (\"told\") < 0;", including({"stdio.h"}))}),
            "yyyynynnnyny");
}

TEST_F(MergingTest, ValuesShareAStart) {
  const Questions questions = {value_of("sizeof (int)"),
                               value_of("-3"),
                               value_of("(long) sizeof (time_t)", including({"time.h"})),
                               value_of("sizeof (no_such_type)"),
                               value_of("offsetof (struct tm, tm_min)", including({"time.h", "stddef.h"})),
                               run_body("return puts (\"a line\") < 0;", including({"stdio.h"})),
                               run_text("#include <stdlib.h>\nint main (void) { exit (7); }\n"),
                               link_body("return fork ();", including({"unistd.h"}))};
  EXPECT_EQ(ask_both_ways(bench, questions), "yyynyyny");
  const std::vector<probe::Answer> answers = bench.ask(questions, true);
  EXPECT_EQ(answers[0].output, "4");
  EXPECT_EQ(answers[1].output, "-3");
  EXPECT_EQ(answers[4].output, "4");
  EXPECT_EQ(answers[5].output, "a line\n");
  EXPECT_EQ(answers[6].status, 7);
}

TEST_F(MergingTest, ALinkersSwitchGoesWithTheOthers) {
  bench.own_tools = true;
  const auto switched = [](probe::ProgramProbe probe, const char* ldflags) {
    probe.env = {"gcc", "gcc -E", "", "", ldflags, "", "", false, false};
    return probe;
  };
  EXPECT_EQ(ask_both_ways(bench, {switched(link_body("", ""), "-Wl,--no-as-needed"), switched(link_body("", ""), "-Wl,--no-such-switch"),
                                  switched(link_body("return fork ();", including({"unistd.h"})), ""),
                                  switched(link_body("return fork ();", including({"sys/types.h"}) + "int nowhere (void);\n"), ""),
                                  switched(link_body("return nowhere ();", "int nowhere (void);\n" + including({"time.h"})), ""),
                                  switched(link_body("return errno;", including({"errno.h"})), "")}),
            "ynyyny");
}

TEST_F(MergingTest, LoneFlagsOfAllMomentsShareARun) {
  bench.own_tools = true;
  const auto seen = [this](probe::ProgramProbe probe, const std::string& flags, const std::vector<std::string>& lines) {
    auto list = std::make_shared<probe::Confdefs>();
    for (const std::string& line : lines) list->lines.push_back({line.substr(8, line.find(' ', 8) - 8), line});
    probe = flagged(std::move(probe), flags);
    probe.confdefs_seen = list->lines.size();
    probe.confdefs = std::move(list);
    return probe;
  };
  const std::string one = "#define ONE 1\n";
  EXPECT_EQ(ask_both_ways(bench, {seen(compile_body(""), "-Wextra -Werror", {one}), seen(compile_body(""), "-O2", {one, "#define TWO 2\n"}),
                                  seen(compile_body(""), "-fvisibility=hidden", {}), seen(compile_body(""), "-Wsign-compare -Werror", {one})}),
            "yyyy");
  EXPECT_EQ(bench.cost().lone, 0U);
  // A warning is told with its flag.
  const auto old = [&](const std::string& flags) { return seen(compile_text("int main () { return 0; }\n"), flags, {one}); };
  EXPECT_EQ(ask_both_ways(bench, {old("-Wextra -Werror"), old("-Wstrict-prototypes -Werror"), old("-Wsign-compare -Werror"), old("-O2")}), "ynyy");
  EXPECT_EQ(bench.cost().lone, 1U);
  // What comes later in confdefs.h may not be for all.
  EXPECT_EQ(ask_both_ways(bench, {seen(compile_body(""), "-Wextra -Werror", {one}), seen(compile_body(""), "-O2", {one, "#define main 2 +\n"}),
                                  seen(compile_body(""), "-fvisibility=hidden", {"#define ONE 2\n"})}),
            "yny");
}

TEST_F(MergingTest, HeadersOfOneProgramAreNotAnothers) {
  // What a header defines, keeps or calls before main is its own programs' business.
  const auto put = [this](const char* name, const std::string& text) { os::write_plain(bench.folder() + "/" + name, text); };
  put("old.h", "static int adv_k(a) int a; { return 0; }\nstatic int adv_l(b) int b; { return 0; }\n");
  put("table.h", "extern int nowhere (void);\nstruct table { int (*f) (void); };\nstruct table all = { nowhere };\n");
  put("defines.h", "int lacking (void) { return 0; }\n");
  put("before.h", "extern int nowhere (void);\nstatic void __attribute__ ((constructor)) before (void) { nowhere (); }\n");
  put("ends.h", "#include <unistd.h>\nstatic void __attribute__ ((__constructor__)) before (void) { _exit (3); }\n");
  put("kept.h", "extern int nowhere (void);\nstatic int __attribute__ ((used)) kept (void) { return nowhere (); }\n");
  put("inline.h", "extern int nowhere (void);\nstatic inline int unused (void) { return nowhere (); }\n");
  put("place.h", "_Static_assert (__LINE__ == 1, \"the first line\");\n\n_Static_assert (__LINE__ == 1, \"the third line\");\n");
  bench.tools.cppflags = "-I" + bench.folder();
  const Questions questions = {compile_body("return adv_k (0);", including({"old.h"})), compile_body("return adv_l (0);", including({"old.h", "stdio.h"})),
                               compile_body("int x = errno;", including({"errno.h"})), compile_body("time_t x;", including({"time.h"})),
                               compile_body("int x;", including({"place.h"})),
                               link_body("return 0;", including({"table.h"})), link_body("return lacking ();", "int lacking (void);\n" + including({"stdlib.h"})),
                               link_body("return lacking ();", including({"defines.h"})), link_body("return 0;", including({"before.h"})),
                               run_body("return 0;", including({"ends.h"})), link_body("return 0;", including({"kept.h"})), link_body("return 0;", including({"inline.h"})),
                               run_body("return puts (\"told\") < 0;", including({"stdio.h"}))};
  EXPECT_EQ(ask_both_ways(bench, questions), "yyyynnnynnnyy");
  bench.tools.cflags = "-fkeep-inline-functions";
  EXPECT_EQ(ask_both_ways(bench, questions), "yyyynnnynnnny");
}

}  // namespace pyconfigure::test
