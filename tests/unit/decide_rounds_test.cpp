// Rounds: guesses first, answers afterwards, and the same end as if all had been known from the start.
#include <set>

#include "decide_machine_test.hpp"
#include "pyconfigure/decide/decide.hpp"

namespace pyconfigure::test {
namespace {

/// Knows an answer from the round after the one that asked first, as the engine does.
class LearningOracle : public probe::Oracle {
 public:
  explicit LearningOracle(probe::Oracle& truth) : truth_(truth) {}

  const probe::Answer* find(const probe::Probe& probe, bool guess) override {
    const probe::Answer* answer = truth_.find(probe, guess);
    const bool looked_up =
        !std::holds_alternative<probe::ProgramProbe>(probe) && !std::holds_alternative<probe::CommandProbe>(probe);
    if (looked_up || known_.contains(key_of(probe))) return answer;
    noted_.insert(key_of(probe));
    return nullptr;
  }

  /// Ends a round; false when it asked nothing new.
  bool learn() {
    known_.insert(noted_.begin(), noted_.end());
    const bool grew = !noted_.empty();
    noted_.clear();
    return grew;
  }

 private:
  static std::string key_of(const probe::Probe& probe) {
    std::string key = describe(probe) + '\0' + text_of(probe);
    if (const auto* program = std::get_if<probe::ProgramProbe>(&probe)) {
      const probe::ToolEnv& env = program->env;
      for (const std::string* text : {&env.cc, &env.cpp, &env.cflags, &env.cppflags, &env.ldflags, &env.libs})
        key += '\0' + *text;
    }
    return key;
  }

  probe::Oracle& truth_;
  std::set<std::string> known_;
  std::set<std::string> noted_;
};

class RoundsTest : public MachineTest {
 protected:
  bool for_any_version() const override { return true; }

  /// Runs rounds until nothing new is asked, and compares the last pass with one that knew everything.
  void expect_settled() {
    LearningOracle learning(machine);
    const decide::Vars initial = variables_after(*real_checkout(), {});
    int rounds = 0;
    std::unique_ptr<decide::Context> pass;
    do {
      pass = std::make_unique<decide::Context>(initial, *real_checkout(), learning);
      decide::decide(*pass);
    } while (learning.learn() && ++rounds < 100);
    EXPECT_LT(rounds, 40) << "every wrong guess may cost a round, not more";
    EXPECT_EQ(pass->guesses(), 0U);
    decide::Context direct(initial, *real_checkout(), machine);
    decide::decide(direct);
    EXPECT_EQ(standard_output(*pass), standard_output(direct));
    EXPECT_EQ(standard_error(*pass), standard_error(direct));
    EXPECT_EQ(pass->vars(), direct.vars());
    EXPECT_EQ(pass->status(), direct.status());
  }
};

TEST_F(RoundsTest, SettleWhereEverythingIsThere) {
  machine = FakeOracle(FakeOracle::Otherwise::yes);
  imitate(machine, gnu_linux());
  machine.commands(FakeOracle::Otherwise::no).header("ac_nonexistent.h", false).program("(void) strchr;", false);
  machine.header("float.h", true);
  expect_settled();
}

TEST_F(RoundsTest, SettleWhereTheCompilerDoesNothing) {
  machine = FakeOracle(FakeOracle::Otherwise::no);
  imitate(machine, gnu_linux());
  machine.commands(FakeOracle::Otherwise::no);
  expect_settled();
}

TEST_F(RoundsTest, SettleWhereNothingIsThere) {
  machine = FakeOracle(FakeOracle::Otherwise::no);
  expect_settled();
}

TEST_F(RoundsTest, SettleWhereAnyOtherQuestionIsYes) {
  machine = FakeOracle(FakeOracle::Otherwise::yes);
  imitate(machine, musl_linux());
  machine.commands(FakeOracle::Otherwise::no).header("ac_nonexistent.h", false).program("(void) strchr;", false);
  machine.rule([](const probe::Probe& probe) -> std::optional<probe::Answer> {
    const auto* program = std::get_if<probe::ProgramProbe>(&probe);
    if (program == nullptr || program->program.symbol.size() % 2 == 0) return std::nullopt;
    return probe::Answer{};
  });
  expect_settled();
}

}  // namespace
}  // namespace pyconfigure::test
