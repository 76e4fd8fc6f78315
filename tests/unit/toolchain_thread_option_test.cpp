// -pthread at the end of a compiler's name: where it is a macro and an empty library, the program goes with the others.
#include <gtest/gtest.h>

#include <cstdlib>

#include "engine_bench.hpp"
#include "toolchain/thread_option.hpp"

namespace pyconfigure::toolchain {

namespace {

os::Exit told(const std::string& commands, int code = 0) {
  os::Exit end;
  end.err = "Using built-in specs.\nTarget: somewhere\n" + commands;
  end.code = code;
  return end;
}

const std::string kCompile = " /lib/cc1 -quiet x.c -o /tmp/ccAAAAAA.s\n as -o /tmp/ccBBBBBB.o /tmp/ccAAAAAA.s\n";
const std::string kLink = " /lib/collect2 \"-plugin-opt=-fresolution=/tmp/ccCCCCCC.res\" -o x crt1.o -L/lib /tmp/ccBBBBBB.o -lc crtn.o\n";
const std::string kThreadCompile = " /lib/cc1 -quiet -D_REENTRANT x.c -o /tmp/ccDDDDDD.s\n as -o /tmp/ccEEEEEE.o /tmp/ccDDDDDD.s\n";
const std::string kThreadLink =
    " /lib/collect2 \"-plugin-opt=-fresolution=/tmp/ccFFFFFF.res\" \"-plugin-opt=-pass-through=-lpthread\" -o x crt1.o -L/lib /tmp/ccEEEEEE.o -lpthread -lc crtn.o\n";

}  // namespace

TEST(ThreadOption, IsAMacroAndALibrary) {
  const os::Exit plain = told(kCompile + kLink);
  EXPECT_TRUE(only_macro_and_library(plain, told(kThreadCompile + kThreadLink)));
  EXPECT_FALSE(only_macro_and_library(plain, plain)) << "it is neither";
  EXPECT_FALSE(only_macro_and_library(plain, told(kThreadCompile + kLink))) << "no library";
  EXPECT_FALSE(only_macro_and_library(plain, told(kCompile + kThreadLink))) << "no macro";
  EXPECT_FALSE(only_macro_and_library(plain, told(kThreadCompile + " /lib/collect2 -o x gcrt1.o -L/lib /tmp/ccEEEEEE.o -lpthread -lc crtn.o\n")));
  EXPECT_FALSE(only_macro_and_library(plain, told(kThreadCompile + " /lib/other/collect2 -lpthread\n")));
  EXPECT_FALSE(only_macro_and_library(plain, told(kThreadCompile + kThreadLink, 1)));
  EXPECT_FALSE(only_macro_and_library(told(kCompile + kLink, 1), told(kThreadCompile + kThreadLink)));
  EXPECT_FALSE(only_macro_and_library(plain, told(kThreadCompile + " more\n" + kThreadLink)));
  // As clang has it.
  EXPECT_TRUE(only_macro_and_library(told(" \"/bin/clang\" \"-cc1\" \"-o\" \"/tmp/conftest-1a.o\"\n \"/bin/ld\" \"/tmp/conftest-1a.o\" \"-lc\"\n"),
                                     told(" \"/bin/clang\" \"-cc1\" \"-pthread\" \"-o\" \"/tmp/conftest-2b.o\"\n"
                                          " \"/bin/ld\" \"/tmp/conftest-2b.o\" \"-lpthread\" \"-lc\"\n")));
}

TEST(ThreadOption, OtherWordsAboutThreads) {
  probe::ProgramProbe probe = test::run_text("int main (void) { return 0; }\n");
  probe.env.cc = "gcc -m64 -pthread";
  const auto other = without_thread_option(probe);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->env.cc, "gcc -m64");
  EXPECT_EQ(other->env.cppflags, "-D_REENTRANT");
  for (const char* flags : {"-U_REENTRANT", "-D_REENTRANT=2", "-pthread", "-flto", "-static", "-nostdlib"}) {
    probe::ProgramProbe odd = probe;
    odd.env.cflags = flags;
    EXPECT_FALSE(without_thread_option(odd)) << flags;
  }
  probe::ProgramProbe cross = probe;
  cross.env.cross = true;
  EXPECT_FALSE(without_thread_option(cross));
  probe.env.cc = "gcc";
  EXPECT_FALSE(without_thread_option(probe));
}

TEST(ThreadOption, TheProgramGoesWithTheOthers) {
  if (!test::have_tool("gcc")) GTEST_SKIP() << "no gcc";
  test::EngineBench bench;
  bench.own_tools = true;
  const auto with = [&](probe::ProgramProbe probe, const std::string& option) {
    probe.env = bench.tools;
    probe.env.cc += option;
    return probe;
  };
  const std::string reentrant = "#include <pthread.h>\nint main (void) {\n#ifdef _REENTRANT\n  return 0;\n#endif\n  return 1;\n}\n";
  const auto questions = [&] {
    return std::vector<probe::ProgramProbe>{with(test::run_text(reentrant), " -pthread"),
                                            with(test::run_text(reentrant), ""),
                                            with(test::run_text("#include <stdlib.h>\nint main (void) { exit (3); }\n"), ""),
                                            with(test::link_body("return getpid ();", "#include <unistd.h>\n"), ""),
                                            with(test::link_body("return nowhere ();", "#include <time.h>\nint nowhere (void);\n"), ""),
                                            with(test::link_body("return 0;", "#include <wchar.h>\n"), "")};
  };
  EXPECT_EQ(test::ask_both_ways(bench, questions()), "ynnyny");
  const std::size_t lone = bench.cost().lone;
  // A driver that says nothing, or something else, about what it would do: the program is asked as it is.
  for (const char* says : {"case \"$*\" in *-pthread*-###*) exit 1 ;; esac", "case \"$*\" in *-pthread*-###*) gcc -pg \"$@\"; exit ;; esac",
                           "case \"$*\" in *-pthread*-c\\ *|*-pthread*-o*conftest.c) ;; *-pthread*) exit 1 ;; esac"}) {
    const std::string name = bench.folder() + "/driver";
    os::write_plain(name, "#!/bin/sh\n" + std::string(says) + "\nexec gcc \"$@\"\n");
    ASSERT_EQ(std::system(("chmod +x " + name).c_str()), 0);
    bench.tools.cc = name;
    EXPECT_EQ(test::ask_both_ways(bench, questions()), "ynnyny") << says;
    EXPECT_GE(bench.cost().lone, lone) << says;
  }
}

}  // namespace pyconfigure::toolchain
