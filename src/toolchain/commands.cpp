// One round of commands: shell text whose output decide wants.
#include <algorithm>
#include <cstdlib>
#include <deque>
#include <map>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"
#include "pyconfigure/toolchain/engine.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/live_macros.hpp"
#include "toolchain/survey.hpp"
#include "toolchain/thread_option.hpp"
#include "toolchain/usual_files.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

/// One shell command in its scratch folder.
class CommandJob : public os::Job {
 public:
  CommandJob(Workshop& shop, const probe::CommandProbe& probe, probe::Answer& answer)
      : shop_(shop), probe_(probe), answer_(answer) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue&) override {
    if (last == nullptr) {
      std::string folder;
      if (!probe_.in_build_folder) {
        folder = shop_.start_folder(shop_.new_folder());
        for (const probe::ScratchFile& file : probe_.files) shop_.put(folder + "/" + file.name, file.text);
      }
      return shop_.script(probe_.script, probe_.exports, folder);
    }
    answer_.ok = last->code == 0;
    answer_.status = last->code;
    answer_.output = last->out;
    answer_.diagnostics = last->err;
    answer_.command = probe_.script;
    return std::nullopt;
  }

 private:
  Workshop& shop_;
  const probe::CommandProbe& probe_;
  probe::Answer& answer_;
};

}  // namespace

std::unique_ptr<os::Job> command_job(Workshop& shop, const probe::CommandProbe& probe, probe::Answer& answer) {
  return std::make_unique<CommandJob>(shop, probe, answer);
}

namespace {

/// It leaves a shell as it was, but for variables that nobody reads before they are set.
bool leaves_shell_alone(const std::string& script) {
  for (std::string_view word : {"exit", "exec", "cd ", "set ", "trap", "umask", "export", "unset", "IFS", "return", "ulimit", "alias", "shift", "readonly", "<<"}) {
    if (script.find(word) != std::string::npos) return false;
  }
  // Another variable may be one that tools see.
  for (std::size_t at = script.find('='); at != std::string::npos; at = script.find('=', at + 1)) {
    const std::size_t before = script.find_last_not_of(base::kNameCharacters, at == 0 ? 0 : at - 1);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    const bool assigns = begin < at && (begin == 0 || std::string_view(" \t\n;").find(script[begin - 1]) != std::string_view::npos);
    if (assigns && script.compare(begin, 4, "pkg_") != 0 && script.compare(begin, 7, "pyconf_") != 0) return false;
  }
  return true;
}

/// Brief commands in one shell, each with streams of its own, and in a subshell where it may change the shell or has a folder of its own.
class SharedShellJob : public os::Job {
 public:
  SharedShellJob(Workshop& shop, std::vector<const probe::CommandProbe*> probes, std::vector<probe::Answer*> answers)
      : shop_(shop), probes_(std::move(probes)), answers_(std::move(answers)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) return command();
    for (std::size_t i = 0; i < probes_.size(); ++i) {
      const auto status = os::read_file(name(i, "status"));
      if (!status || status->empty()) {  // the shell did not get there
        queue.add(std::make_unique<CommandJob>(shop_, *probes_[i], *answers_[i]));
        continue;
      }
      answers_[i]->status = std::atoi(status->c_str());
      answers_[i]->ok = answers_[i]->status == 0;
      answers_[i]->output = os::read_file(name(i, "out")).value_or("");
      answers_[i]->diagnostics = os::read_file(name(i, "err")).value_or("");
      answers_[i]->command = probes_[i]->script;
    }
    return std::nullopt;
  }

 private:
  std::string name(std::size_t i, const char* what) const { return folder_ + "/" + std::to_string(i) + "." + what; }

  os::Command command() {
    folder_ = shop_.new_folder();
    std::string script;
    for (std::size_t i = 0; i < probes_.size(); ++i) {
      const probe::CommandProbe& probe = *probes_[i];
      std::string begin = "(\n";
      std::string end = "\n)";
      if (!probe.in_build_folder) {
        const std::string own = shop_.new_folder();
        for (const probe::ScratchFile& file : probe.files) shop_.put(own + "/" + file.name, file.text);
        begin += "cd '" + own + "' || exit\n";
      } else if (leaves_shell_alone(probe.script)) {
        begin = "{\n";
        end = "\n}";
      }
      script += begin + probe.script + end + " >'" + name(i, "out") + "' 2>'" + name(i, "err") + "'\necho $? >'" + name(i, "status") + "'\n";
    }
    return shop_.script(script, probes_.front()->exports, {});
  }

  Workshop& shop_;
  std::vector<const probe::CommandProbe*> probes_;
  std::vector<probe::Answer*> answers_;
  std::string folder_;
};

}  // namespace

void Engine::answer_commands(Workshop& shop, const std::vector<probe::Probe>& commands, const std::vector<probe::Probe>& programs) {
  std::vector<probe::Answer> answers(commands.size());
  os::JobQueue queue = shop.queue();
  // First of all the headers are looked at that the next round's programs will probably want: reading them is work of
  // our own, while the commands are not.
  std::vector<Question> expected(settings_.in_build_folder ? 0 : programs.size());
  std::deque<probe::ProgramProbe> others;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto& probe = std::get<probe::ProgramProbe>(programs[i]);
    thread_option_->queue(shop, probe, queue);
    auto other = settings_.batch ? without_thread_option(probe) : std::nullopt;
    expected[i].probe = other ? &others.emplace_back(std::move(*other)) : &probe;
  }
  SurveyRider rider;
  std::size_t riding = commands.size();
  for (std::size_t i = 0; i < commands.size() && settings_.batch && !settings_.in_build_folder; ++i) {
    const auto& probe = std::get<probe::CommandProbe>(commands[i]);
    if (!probe.preprocessor || probe.files.size() != 1) continue;
    // (What a pattern stands for depends on the folder.)
    if ((probe.preprocessor->cpp + probe.preprocessor->cppflags).find_first_of("*?[") != std::string::npos) continue;
    rider = {fields({probe.preprocessor->cpp, probe.preprocessor->cppflags}), probe.exports, probe.files.front().text};
    riding = i;
    break;
  }
  surveys_->queue(shop, expected, *live_, queue, riding < commands.size() ? &rider : nullptr);
  std::map<std::string, std::vector<std::size_t>> brief;  // by their environment
  os::JobQueue singles = shop.queue();
  os::JobQueue compiling = shop.queue();
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const auto& probe = std::get<probe::CommandProbe>(commands[i]);
    if (i == riding && rider.taken) continue;
    if (probe.brief && settings_.batch && !settings_.in_build_folder && shop.quotable()) {
      brief[exports_text(probe.exports)].push_back(i);
      continue;
    }
    const auto run_it = [&shop, &probe, &answer = answers[i]] { return command_job(shop, probe, answer); };
    if (settings_.batch && !settings_.in_build_folder && usual_files_->queue(shop, probe, key_of(commands[i]), queue, run_it)) continue;
    os::JobQueue& alike = probe.files.empty() ? singles : compiling;
    alike.add(std::make_unique<CommandJob>(shop, probe, answers[i]));
    if (!settings_.in_build_folder) continue;
    // They all use the same names, so one after the other, and each in a clean folder.
    const Sweeper sweeper(settings_.build_dir, true);
    os::run_jobs(alike, 1);
  }
  // Anything may be behind a command (a python3 that is a script of many commands), so they are not to be the last.
  while (!compiling.empty() || !singles.empty()) {
    if (!compiling.empty()) queue.add(compiling.take());
    if (!singles.empty()) queue.add(singles.take());
  }
  // They are short, and fill what the others leave.
  for (const auto& [key, places] : brief) {
    const std::size_t parts = std::min(settings_.jobs, places.size());
    for (std::size_t part = 0; part < parts; ++part) {
      std::vector<const probe::CommandProbe*> probes;
      std::vector<probe::Answer*> own_answers;
      for (std::size_t at = part; at < places.size(); at += parts) {
        probes.push_back(&std::get<probe::CommandProbe>(commands[places[at]]));
        own_answers.push_back(&answers[places[at]]);
      }
      queue.add(std::make_unique<SharedShellJob>(shop, std::move(probes), std::move(own_answers)));
    }
  }
  os::run_jobs(queue, settings_.jobs);
  if (os::interrupted() != 0) return;
  if (rider.taken && rider.left) {
    answers[riding].ok = true;
    answers[riding].output = std::move(*rider.left);
    answers[riding].command = std::get<probe::CommandProbe>(commands[riding]).script;
  } else if (rider.taken) {
    queue.add(std::make_unique<CommandJob>(shop, std::get<probe::CommandProbe>(commands[riding]), answers[riding]));
    os::run_jobs(queue, settings_.jobs);
    if (os::interrupted() != 0) return;
  }
  if (surveys_->take_news()) rekey();
  for (std::size_t i = 0; i < commands.size(); ++i) {
    std::string key = key_of(commands[i]);
    if (usual_files_->waits(key)) continue;
    answers_.insert_or_assign(std::move(key), Known{commands[i], std::move(answers[i])});
  }
}

}  // namespace pyconfigure::toolchain
