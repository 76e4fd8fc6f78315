// An oracle that knows a machine by rules: it answers decide's questions without starting a process, and keeps a record
// of what it was asked.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/probe/oracle.hpp"

namespace pyconfigure::test {

class FakeOracle : public probe::Oracle {
 public:
  /// What a question gets that no rule is about. `unknown` lets decide go on with its own guess.
  enum class Otherwise { yes, no, unknown };
  using Rule = std::function<std::optional<probe::Answer>(const probe::Probe&)>;

  explicit FakeOracle(Otherwise otherwise = Otherwise::no) : otherwise_(otherwise) {}

  // Rules; one that was added later goes before the earlier ones. `part` is text that the question must contain.
  FakeOracle& rule(Rule rule);
  FakeOracle& command(std::string part, std::string output, int status = 0);
  FakeOracle& commands(Otherwise otherwise);              ///< all commands that no other rule is about
  FakeOracle& which(std::string word, std::string path);  ///< an empty path: not there
  FakeOracle& file(char op, std::string path, bool ok, std::string text = {});
  FakeOracle& program(std::string part, bool ok, int status = 0, std::string output = {});
  FakeOracle& function(std::string name, bool ok);
  FakeOracle& header(std::string name, bool ok);   ///< programs that include <name>
  FakeOracle& library(std::string name, bool ok);  ///< programs that are linked with -lname
  FakeOracle& flag(std::string word, bool ok);     ///< programs that are compiled with this word
  FakeOracle& value(std::string expression_part, std::string text);

  const probe::Answer* find(const probe::Probe& probe, bool guess) override;

  /// One line for each question, in order: describe()'s.
  const std::vector<std::string>& questions() const { return questions_; }
  bool was_asked(std::string_view part) const;
  bool was_asked_exactly(std::string_view question) const;
  /// The questions that got no answer.
  const std::vector<std::string>& unanswered() const { return unanswered_; }

 private:
  std::optional<probe::Answer> otherwise(const probe::Probe& probe, Otherwise mood) const;

  Otherwise otherwise_;
  std::optional<Otherwise> other_commands_;
  std::vector<Rule> rules_;
  std::deque<probe::Answer> answers_;  ///< find() hands out pointers into it
  std::vector<std::string> questions_;
  std::vector<std::string> unanswered_;
};

/// The whole text that a question consists of: program, symbol, script, word or path.
std::string text_of(const probe::Probe& probe);

}  // namespace pyconfigure::test
