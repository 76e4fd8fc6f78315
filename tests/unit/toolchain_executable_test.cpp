// The executable that programs share: how many links it takes, and what linkers may do that others do not.
#include <gtest/gtest.h>

#include <cstdlib>

#include "engine_bench.hpp"

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

}  // namespace

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

TEST_F(ExecutableTest, FunctionsOfALinkThatDoesNotTellAreAskedByThemselves) {
  wrap("case $links in yes) echo 'ld: I see nothing' >&2; exit 1 ;; esac");
  EXPECT_EQ(ask_both_ways(bench, with_functions(questions(), bench.tools)), kExpected + kFunctions);
  // Or they cannot be compiled together, or there is no link at all.
  wrap("case \"$*\" in *functions.o*) exit 1 ;; esac");
  EXPECT_EQ(ask_both_ways(bench, with_functions(questions(), bench.tools)), kExpected + kFunctions);
  wrap("case \"$*\" in *-c\\ *program-*) echo 'cc: too tired' >&2; exit 2 ;; esac");
  EXPECT_EQ(ask_both_ways(bench, with_functions(questions(), bench.tools)), kExpected + kFunctions);
  EXPECT_LT(bench.cost().lone, 12U) << "programs alone";
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
