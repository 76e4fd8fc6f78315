// Compilers that misbehave where many questions are asked at once: the answers stay those of the lone form.
#include <gtest/gtest.h>

#include "engine_bench.hpp"

namespace pyconfigure::test {
namespace {

using Questions = std::vector<probe::ProgramProbe>;

/// One of each kind, yes and no.
Questions all_kinds() {
  return {call_of("present"),
          call_of("missing_one"),
          call_of("missing_two"),
          call_of("other"),
          compile_body("good"),
          compile_body("BAD"),
          compile_body("fine"),
          compile_text("text good"),
          compile_text("text BAD"),
          link_body("link good", "int different;"),
          link_body("link BAD", "int another;"),
          run_text("run good"),
          run_text("run EXIT 3")};
}

constexpr const char* kExpected = "ynnyynyynynyn";

/// Shell text that runs `action` for a file of a batch and not for a lone conftest.c.
std::string in_batches(const std::string& action) {
  return "case $sources in *conftest.c) ;; *) [ $mode = preprocess ] || { " + action + "; } ;; esac\n";
}

TEST(FakeCompiler, ThatBehavesIsAskedInBatches) {
  EngineBench bench;
  bench.tools.cc = bench.fake_compiler("");
  const std::vector<probe::Answer> answers =
      bench.ask({call_of("present"), call_of("missing_one"), call_of("other")}, true);
  EXPECT_TRUE(answers[0].ok);
  EXPECT_FALSE(answers[1].ok);
  EXPECT_TRUE(answers[2].ok);
  EXPECT_EQ(bench.cost().lone, 0U);
  EXPECT_EQ(bench.cost().batched, 3U);
}

TEST(FakeCompiler, BodiesAreToldApartByTheirNames) {
  EngineBench bench;
  bench.tools.cc = bench.fake_compiler("");
  EXPECT_EQ(ask_both_ways(bench, {compile_body("a"), compile_body("BAD"), compile_body("b"), compile_body("c BAD")}),
            "ynyn");
  EXPECT_EQ(bench.cost().lone, 0U);
}

/// Bodies under two prologues, two each, and two texts.
Questions several_units() {
  return {compile_body("BAD", "int one;"), compile_body("b", "int one;"),      compile_body("c", "int two;"),
          compile_body("d", "int two;"),   compile_text("text BAD"), compile_text("text of another kind")};
}

TEST(FakeCompiler, UnitsThatAreStartedTogether) {
  EngineBench bench;
  bench.tools.cc = bench.fake_compiler("");
  EXPECT_EQ(ask_both_ways(bench, several_units()), "nyyyny");
  EXPECT_EQ(bench.cost().lone, 1U) << "the text that is BAD";
}

TEST(FakeCompiler, ThatStopsAtTheFirstBadSource) {
  EngineBench bench;
  bench.tools.cc = bench.fake_compiler(in_batches(
      "for source in $sources; do grep -q BAD $source && { sources=$source; break; }; done"));
  EXPECT_EQ(ask_both_ways(bench, several_units()), "nyyyny");
  // The same where what comes later is bad as well.
  EXPECT_EQ(ask_both_ways(bench, {compile_body("BAD", "int one;"), compile_body("b", "int one;"), compile_body("c", "int two;"),
                                  compile_body("BAD", "int two;"), compile_text("text BAD"), compile_text("more BAD text")}),
            "nyynnn");
}

TEST(FakeCompiler, LoneAnswersAreTheExpectedOnes) {
  EngineBench bench;
  bench.tools.cc = bench.fake_compiler("");
  std::string verdicts;
  for (const probe::Answer& answer : bench.ask(all_kinds(), false)) verdicts += answer.ok ? 'y' : 'n';
  EXPECT_EQ(verdicts, kExpected);
}

TEST(FakeCompiler, ThatRefusesEveryBatch) {
  EngineBench bench;
  bench.tools.cc = bench.fake_compiler(in_batches("echo 'I do not feel like it' >&2; exit 1"));
  EXPECT_EQ(ask_both_ways(bench, all_kinds()), kExpected);
}

TEST(FakeCompiler, ThatBlamesAFileNobodyKnows) {
  EngineBench bench;
  bench.tools.cc = bench.fake_compiler(in_batches("echo '/usr/include/x.h:1:1: error: odd' >&2; exit 1"));
  EXPECT_EQ(ask_both_ways(bench, all_kinds()), kExpected);
}

TEST(FakeCompiler, ThatSpeaksJson) {
  EngineBench bench;
  bench.tools.cc = bench.fake_compiler(
      in_batches("grep -q 'BAD\\|missing' $sources && { echo '[{\"kind\": \"error\"}]' >&2; exit 1; }"));
  EXPECT_EQ(ask_both_ways(bench, all_kinds()), kExpected);
}

TEST(FakeCompiler, ThatCrashes) {
  EngineBench bench;
  bench.tools.cc = bench.fake_compiler(in_batches("kill -SEGV $$"));
  EXPECT_EQ(ask_both_ways(bench, all_kinds()), kExpected);
  bench.tools.cc = bench.fake_compiler(
      in_batches("echo 'gcc: internal compiler error: Segmentation fault signal terminated program cc1' >&2; exit 4"));
  EXPECT_EQ(ask_both_ways(bench, all_kinds()), kExpected);
}

TEST(FakeCompiler, ThatSucceedsWithoutMakingAnything) {
  EngineBench bench;
  bench.tools.cc = bench.fake_compiler(in_batches("[ $mode = compile ] || exit 0"));
  const Questions questions = {run_text("run good"), run_text("run EXIT 3"), value_of("1"), value_of("2")};
  // The executables that the batches miss are missed when they are started, and the questions are asked alone.
  EXPECT_EQ(ask_both_ways(bench, questions).substr(0, 2), "yn");
}

TEST(FakeCompiler, ThatHangsOnALink) {
  EngineBench bench;
  bench.time_limit_s = 1;
  bench.tools.cc = bench.fake_compiler(in_batches("[ $mode = link ] && exec sleep 100"));
  EXPECT_EQ(
      ask_both_ways(bench, {call_of("present"), call_of("missing_one"), run_text("run good"), run_text("run EXIT 3")}),
      "ynyn");
}

TEST(FakeCompiler, ThatIgnoresHasInclude) {
  EngineBench bench;
  const Questions questions = {compile_text("#include <here.h>"), compile_text("#include <absent.h>\nBAD")};
  bench.tools.cc = bench.fake_compiler("[ $mode = preprocess ] && { echo pyconfigure_survey_end; exit 0; }\n");
  EXPECT_EQ(ask_both_ways(bench, questions), "yn");
}

TEST(FakeCompiler, WhoseHeadersAreTold) {
  EngineBench bench;
  bench.tools.cc = bench.fake_compiler("");
  EXPECT_EQ(ask_both_ways(bench, {compile_text("#include <here.h>"), compile_text("#include <absent.h>\nBAD")}), "yn");
  EXPECT_EQ(bench.cost().batched, 1U) << "the absent one needs no compiler";
}

TEST(FakeCompiler, ThatWarnsWhereWarningsCount) {
  EngineBench bench;
  bench.tools.warnings_fail = true;
  bench.tools.cc = bench.fake_compiler(in_batches("echo 'warning: so many at once' >&2"));
  EXPECT_EQ(ask_both_ways(bench, all_kinds()), kExpected);
}

TEST(FakeCompiler, ThatIsNotThere) {
  EngineBench bench;
  bench.tools.cc = "/no/such/compiler";
  EXPECT_EQ(ask_both_ways(bench, all_kinds()), std::string(all_kinds().size(), 'n'));
}

TEST(FakeCompiler, ForAnotherSystemRunsNothing) {
  EngineBench bench;
  bench.tools.cc = bench.fake_compiler("");
  bench.tools.cross = true;
  EXPECT_EQ(ask_both_ways(bench, {call_of("present"), call_of("missing_one"), link_body("x"), link_body("BAD")}),
            "ynyn");
}

}  // namespace
}  // namespace pyconfigure::test
