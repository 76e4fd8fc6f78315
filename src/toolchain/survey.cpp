#include "toolchain/survey.hpp"

#include <algorithm>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/headers.hpp"

namespace pyconfigure::toolchain {

namespace {

const std::string kMark = "pyconfigure_header_";

/// The headers that are to be looked for with one search path.
struct Plan {
  const probe::ProgramProbe* probe = nullptr;
  std::vector<std::string> headers;
  os::Exit end;
};

class SurveyJob : public os::Job {
 public:
  SurveyJob(Workshop& shop, Plan& plan) : shop_(shop), plan_(plan) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue&) override {
    if (last != nullptr) {
      plan_.end = *last;
      return std::nullopt;
    }
    const probe::ToolEnv env = plain_speech(plan_.probe->env);
    const std::string source = shop_.new_folder() + "/survey.c";
    os::write_plain(source, survey_program(plan_.headers));
    std::vector<std::string> line = fields({env.cc, "-E -v", env.cflags, env.cppflags});
    line.push_back(source);
    return shop_.tool(std::move(line), plan_.probe->exports);
  }

 private:
  Workshop& shop_;
  Plan& plan_;
};

}  // namespace

std::string survey_program(const std::vector<std::string>& headers) {
  std::string marks;
  int number = 0;
  for (const std::string& header : headers) {
    marks += "#if __has_include(<" + header + ">)\n" + kMark + std::to_string(++number) + "\n#endif\n";
  }
  return marks;
}

SurveyReport read_survey(const os::Exit& end, const std::vector<std::string>& headers) {
  SurveyReport report;
  report.folders = search_folders(end.err);
  std::size_t at = 0;
  while (at < end.out.size()) {
    const std::size_t line_end = std::min(end.out.find('\n', at), end.out.size());
    const std::string_view line = std::string_view(end.out).substr(at, line_end - at);
    at = line_end + 1;
    if (!line.starts_with(kMark)) continue;
    const std::size_t number = std::stoul(std::string(line.substr(kMark.size())));
    if (number >= 1 && number <= headers.size()) report.present.insert(headers[number - 1]);
  }
  report.usable = end.code == 0 && !report.present.empty();
  return report;
}

bool Surveys::look(Workshop& shop, const std::vector<Question>& questions, std::size_t jobs, LiveMacros& live) {
  std::map<std::string, Plan> plans;
  for (const Question& question : questions) {
    const probe::ProgramProbe& probe = *question.probe;
    const Includes includes = includes_of(probe.program.prologue + "\n" + probe.program.body);
    if (includes.all.empty() || odd_flags(probe.env)) continue;
    const std::string key = search_key(probe);
    const Known& known = known_[key];
    for (const std::string& header : includes.all) {
      if (known.present.contains(header) || known.absent.contains(header)) continue;
      Plan& plan = plans[key];
      if (plan.probe == nullptr) plan.probe = &probe;
      if (std::find(plan.headers.begin(), plan.headers.end(), header) == plan.headers.end())
        plan.headers.push_back(header);
    }
  }
  os::JobQueue queue;
  for (auto& [key, plan] : plans) queue.add(std::make_unique<SurveyJob>(shop, plan));
  os::run_jobs(queue, jobs);
  if (os::interrupted() != 0) return false;

  bool news = false;
  for (auto& [key, plan] : plans) {
    SurveyReport report = read_survey(plan.end, plan.headers);
    news = live.learn(key, std::move(report.folders)) || news;
    if (!report.usable) continue;
    for (const std::string& header : plan.headers) {
      (report.present.contains(header) ? known_[key].present : known_[key].absent).insert(header);
    }
  }
  // Flags that a survey cannot be trusted with: where their headers are nobody knows.
  for (const Question& question : questions) {
    if (odd_flags(question.probe->env)) news = live.learn(search_key(*question.probe), std::nullopt) || news;
  }
  return news;
}

std::string Surveys::missing_header(const probe::ProgramProbe& probe) const {
  if (odd_flags(probe.env)) return {};
  const auto known = known_.find(search_key(probe));
  if (known == known_.end()) return {};
  for (const std::string& header : includes_of(probe.program.prologue).certain) {
    if (known->second.absent.contains(header)) return header;
  }
  return {};
}

}  // namespace pyconfigure::toolchain
