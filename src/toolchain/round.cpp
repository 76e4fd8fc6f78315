// One round of program probes: survey the headers, answer what that decides, group the rest, run the groups.
#include <algorithm>
#include <map>

#include "pyconfigure/os/files.hpp"
#include "pyconfigure/toolchain/engine.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/headers.hpp"
#include "toolchain/live_macros.hpp"
#include "toolchain/scratch.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

using probe::Phase;
using Shape = probe::Program::Shape;

std::string tools_key(const probe::ToolEnv& env, bool with_linker) {
  std::string key = env.cc + '\0' + env.cflags + '\0' + env.cppflags + '\0';
  if (with_linker) key += env.ldflags + '\0' + env.libs + '\0' + env.exeext + '\0' + (env.cross ? 'x' : '-');
  return key + (env.warnings_fail ? 'w' : '-');
}

std::string exports_text(const std::vector<std::string>& exports) {
  std::string text;
  for (const std::string& entry : exports) text += entry + '\0';
  return text;
}

/// The headers of all questions that are asked with one set of compile flags.
struct Survey {
  const probe::ProgramProbe* last = nullptr;  ///< the probe that sees most of confdefs.h
  std::vector<std::string> headers;
  std::string source;
  os::Exit end;
};

class SurveyJob : public os::Job {
 public:
  SurveyJob(Workshop& shop, Survey& survey) : shop_(shop), survey_(survey) {}
  std::optional<os::Command> next(const os::Exit* last, os::JobQueue&) override {
    if (last != nullptr) {
      survey_.end = *last;
      return std::nullopt;
    }
    const probe::ProgramProbe& probe = *survey_.last;
    std::string confdefs;
    for (std::size_t i = 0; probe.confdefs && i < probe.confdefs_seen; ++i) confdefs += probe.confdefs->lines[i].text;
    survey_.source = shop_.new_folder() + "/survey.c";
    os::write_plain(survey_.source, survey_program(confdefs, survey_.headers));
    return shop_.tool(fields({probe.env.cc, "-E", probe.env.cflags, probe.env.cppflags, survey_.source}), probe.exports);
  }

 private:
  Workshop& shop_;
  Survey& survey_;
};

std::map<std::string, Survey> plan_surveys(const std::vector<Question>& questions) {
  std::map<std::string, Survey> surveys;
  for (const Question& question : questions) {
    const probe::ProgramProbe& probe = *question.probe;
    const Includes includes = includes_of(probe.program.prologue);
    if (includes.all.empty() || odd_flags(probe.env)) continue;
    Survey& survey = surveys[tools_key(probe.env, false) + exports_text(probe.exports)];
    if (survey.last == nullptr || survey.last->confdefs_seen < probe.confdefs_seen) survey.last = &probe;
    for (const std::string& header : includes.all) {
      if (std::find(survey.headers.begin(), survey.headers.end(), header) == survey.headers.end()) {
        survey.headers.push_back(header);
      }
    }
  }
  return surveys;
}

/// A program whose verdict the front end alone cannot give.
bool needs_assembler(const probe::Program& program) {
  return program.body.find("asm") != std::string::npos || program.prologue.find("asm") != std::string::npos;
}

/// The group that a question can share a batch with; empty when it has to be asked alone.
std::string group_of(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  const Shape shape = probe.program.shape;
  if (odd_flags(probe.env)) return {};
  const std::string common = exports_text(probe.exports) + question.confdefs_digest;
  if (shape == Shape::function && probe.phase == Phase::link) return "F" + tools_key(probe.env, true) + common;
  if (shape == Shape::value) {
    return probe.env.cross ? std::string() : "V" + tools_key(probe.env, true) + common + probe.program.prologue;
  }
  if (shape == Shape::body && probe.phase == Phase::compile && !needs_assembler(probe.program)) {
    return "B" + tools_key(probe.env, false) + common + probe.program.prologue;
  }
  if ((probe.phase == Phase::link || probe.phase == Phase::run) && !probe.env.cross && !probe.env.warnings_fail) {
    return "L" + tools_key(probe.env, true) + exports_text(probe.exports);
  }
  return {};
}

std::unique_ptr<os::Job> batch_job(Workshop& shop, char kind, Questions questions) {
  switch (kind) {
    case 'F':
      return function_job(shop, std::move(questions));
    case 'V':
      return value_job(shop, std::move(questions));
    case 'B':
      return body_job(shop, std::move(questions));
    default:
      return program_job(shop, std::move(questions));
  }
}

void plan(Workshop& shop, std::vector<Question>& questions, bool batch, os::JobQueue& queue) {
  std::map<std::string, Questions> groups;
  Questions alone;
  for (Question& question : questions) {
    if (question.answered) continue;
    const std::string group = batch ? group_of(question) : std::string();
    (group.empty() ? alone : groups[group]).push_back(&question);
  }
  for (auto& [key, members] : groups) {
    if (members.size() == 1) {
      alone.push_back(members.front());
    } else {
      queue.add(batch_job(shop, key.front(), std::move(members)));
    }
  }
  ask_alone(shop, alone, queue);
}

}  // namespace

/// Learns from the surveys which macros count, and answers the programs whose headers are not there.
void Engine::survey_headers(Workshop& shop, std::vector<Question>& questions) {
  std::map<std::string, Survey> surveys = plan_surveys(questions);
  os::JobQueue queue;
  for (auto& [key, survey] : surveys) queue.add(std::make_unique<SurveyJob>(shop, survey));
  os::run_jobs(queue, settings_.jobs);
  bool grew = false;
  for (Question& question : questions) {
    grew = live_->scan_text(question.probe->program.prologue) || grew;
    grew = live_->scan_text(question.probe->program.body) || grew;
  }
  std::map<std::string, HeaderSurvey> read;
  for (auto& [key, survey] : surveys) {
    HeaderSurvey result = read_survey(survey.end, survey.headers);
    std::erase(result.files, survey.source);  // it holds every line of confdefs.h
    for (const std::string& file : result.files) grew = live_->scan_file(file) || grew;
    if (!result.complete && os::interrupted() == 0) grew = live_->everything() || grew;
    read.emplace(key, std::move(result));
  }
  if (grew) rekey();
  if (!settings_.batch) return;
  for (Question& question : questions) {
    const probe::ProgramProbe& probe = *question.probe;
    const auto it = read.find(tools_key(probe.env, false) + exports_text(probe.exports));
    if (it == read.end() || !it->second.usable) continue;
    for (const std::string& header : includes_of(probe.program.prologue).certain) {
      if (!it->second.absent.contains(header)) continue;
      ++shop.batched;
      shop.settle(question, false, 1, {}, "conftest.c: fatal error: " + header + ": No such file or directory\n");
      break;
    }
  }
}

void Engine::answer_programs(const std::vector<probe::Probe>& programs) {
  Workshop shop(settings_.env, settings_.build_dir, folder_->round());
  std::vector<Question> questions(programs.size());
  for (std::size_t i = 0; i < programs.size(); ++i) questions[i].probe = &std::get<probe::ProgramProbe>(programs[i]);
  survey_headers(shop, questions);
  for (Question& question : questions) {
    question.confdefs_digest = live_->digest(question.probe->confdefs, question.probe->confdefs_seen);
  }
  os::JobQueue queue;
  plan(shop, questions, settings_.batch, queue);
  os::run_jobs(queue, settings_.jobs);
  cost_.lone += shop.lone;
  cost_.batched += shop.batched;
  if (os::interrupted() != 0) return;
  for (std::size_t i = 0; i < programs.size(); ++i) {
    latest_.insert_or_assign(key_of(programs[i], false), questions[i].answer);
    answers_.insert_or_assign(key_of(programs[i]), Known{programs[i], std::move(questions[i].answer)});
  }
}

}  // namespace pyconfigure::toolchain
