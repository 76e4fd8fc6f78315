#include "fake_oracle.hpp"

#include <algorithm>

namespace pyconfigure::test {

namespace {

using probe::Answer;
using probe::Probe;
using probe::ProgramProbe;

Answer verdict(bool ok) {
  Answer answer;
  answer.ok = ok;
  answer.status = ok ? 0 : 1;
  return answer;
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool has_word(const std::string& text, const std::string& word) {
  return has(" " + text + " ", " " + word + " ");
}

bool is_value(const Probe& probe) {
  const auto* program = std::get_if<ProgramProbe>(&probe);
  return program != nullptr && program->program.shape == probe::Program::Shape::value;
}

/// The texts of a program probe when `matches` says that it is about it.
template <class Matches>
FakeOracle::Rule about_programs(Matches matches, Answer answer) {
  return [matches = std::move(matches), answer = std::move(answer)](const Probe& probe) -> std::optional<Answer> {
    const auto* program = std::get_if<ProgramProbe>(&probe);
    if (program == nullptr || !matches(*program)) return std::nullopt;
    return answer;
  };
}

}  // namespace

std::string text_of(const Probe& probe) {
  if (const auto* program = std::get_if<ProgramProbe>(&probe)) return program_text(program->program);
  if (const auto* command = std::get_if<probe::CommandProbe>(&probe)) return command->script;
  if (const auto* which = std::get_if<probe::WhichProbe>(&probe)) return which->word;
  return std::get<probe::FileProbe>(probe).path;
}

FakeOracle& FakeOracle::rule(Rule rule) {
  rules_.push_back(std::move(rule));
  return *this;
}

FakeOracle& FakeOracle::command(std::string part, std::string output, int status) {
  Answer answer = verdict(status == 0);
  answer.status = status;
  answer.output = std::move(output);
  return rule([part = std::move(part), answer](const Probe& probe) -> std::optional<Answer> {
    const auto* command = std::get_if<probe::CommandProbe>(&probe);
    if (command == nullptr || !has(command->script, part)) return std::nullopt;
    return answer;
  });
}

FakeOracle& FakeOracle::commands(Otherwise mood) {
  other_commands_ = mood;
  return *this;
}

FakeOracle& FakeOracle::which(std::string word, std::string path) {
  Answer answer = verdict(!path.empty());
  answer.output = path.empty() ? "" : path + "\n";
  return rule([word = std::move(word), answer](const Probe& probe) -> std::optional<Answer> {
    const auto* which = std::get_if<probe::WhichProbe>(&probe);
    if (which == nullptr || which->word != word) return std::nullopt;
    return answer;
  });
}

FakeOracle& FakeOracle::file(char op, std::string path, bool ok, std::string text) {
  Answer answer = verdict(ok);
  answer.output = std::move(text);
  return rule([op, path = std::move(path), answer](const Probe& probe) -> std::optional<Answer> {
    const auto* file = std::get_if<probe::FileProbe>(&probe);
    if (file == nullptr || file->op != op || file->path != path) return std::nullopt;
    return answer;
  });
}

FakeOracle& FakeOracle::program(std::string part, bool ok, int status, std::string output) {
  Answer answer = verdict(ok);
  if (status != 0) answer.status = status;
  answer.output = std::move(output);
  return rule(about_programs(
      [part = std::move(part)](const ProgramProbe& probe) { return has(program_text(probe.program), part); }, answer));
}

FakeOracle& FakeOracle::function(std::string name, bool ok) {
  return rule(about_programs(
      [name = std::move(name)](const ProgramProbe& probe) {
        return probe.program.symbol == name || probe.program.body == "void *x=" + name;
      },
      verdict(ok)));
}

FakeOracle& FakeOracle::header(std::string name, bool ok) {
  return program("#include <" + name + ">", ok);
}

FakeOracle& FakeOracle::library(std::string name, bool ok) {
  return rule(about_programs([word = "-l" + name](const ProgramProbe& probe) { return has_word(probe.env.libs, word); },
                             verdict(ok)));
}

FakeOracle& FakeOracle::flag(std::string word, bool ok) {
  return rule(about_programs(
      [word = std::move(word)](const ProgramProbe& probe) {
        const probe::ToolEnv& env = probe.env;
        return has_word(env.cc, word) || has_word(env.cflags, word) || has_word(env.cppflags, word) ||
               has_word(env.ldflags, word);
      },
      verdict(ok)));
}

FakeOracle& FakeOracle::value(std::string expression_part, std::string text) {
  Answer answer = verdict(true);
  answer.output = std::move(text);
  return rule(about_programs(
      [part = std::move(expression_part)](const ProgramProbe& probe) {
        return probe.program.shape == probe::Program::Shape::value && has(probe.program.body, part);
      },
      answer));
}

const Answer* FakeOracle::find(const Probe& probe, bool) {
  questions_.push_back(describe(probe));
  std::optional<Answer> answer;
  for (auto rule = rules_.rbegin(); rule != rules_.rend() && !answer; ++rule) answer = (*rule)(probe);
  if (!answer) {
    const bool command = std::holds_alternative<probe::CommandProbe>(probe);
    answer = otherwise(probe, command ? other_commands_.value_or(otherwise_) : otherwise_);
  }
  if (!answer) {
    unanswered_.push_back(questions_.back());
    return nullptr;
  }
  answers_.push_back(std::move(*answer));
  return &answers_.back();
}

std::optional<Answer> FakeOracle::otherwise(const Probe& probe, Otherwise mood) const {
  if (mood == Otherwise::unknown) return std::nullopt;
  Answer answer = verdict(mood == Otherwise::yes);
  if (mood == Otherwise::no) return answer;
  if (is_value(probe)) answer.output = "8";
  if (const auto* program = std::get_if<ProgramProbe>(&probe); program != nullptr && !program->program.finds.empty()) {
    answer.output = program->program.finds.back() + "\n";  // both would contradict each other
  }
  if (const auto* which = std::get_if<probe::WhichProbe>(&probe)) answer.output = "/usr/bin/" + which->word + "\n";
  return answer;
}

bool FakeOracle::was_asked_exactly(std::string_view question) const {
  return std::find(questions_.begin(), questions_.end(), question) != questions_.end();
}

bool FakeOracle::was_asked(std::string_view part) const {
  return std::any_of(questions_.begin(), questions_.end(), [&](const std::string& line) { return has(line, part); });
}

}  // namespace pyconfigure::test
