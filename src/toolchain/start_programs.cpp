// The starts of an executable that a batch of programs shares.
//
// One start is enough for many: main forks a process for each program, does nothing else before, and tells how each has ended; what a
// program does to its process touches nobody else. Only exit statuses of programs that print nothing are taken from there. Whatever ends in another
// way, prints something, or is not reached, is started by itself, and so is from the beginning what could tell the two apart
// (process groups, parents). So are all where libraries other than the C library could do something when a process is made or ends. Programs
// that only print a value share a process, a line each.
#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "pyconfigure/base/text.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/program_batch.hpp"
#include "toolchain/undefined_references.hpp"

namespace pyconfigure::toolchain {

namespace {

/// One start of the shared executable.
class StartJob : public os::Job {
 public:
  StartJob(SharedBatch batch, Member member, std::string executable, std::string diagnostics)
      : batch_(std::move(batch)),
        member_(std::move(member)),
        executable_(std::move(executable)),
        diagnostics_(std::move(diagnostics)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue&) override {
    if (last == nullptr) {
      const std::string folder = batch_->shop.start_folder(batch_->shop.new_folder());
      return batch_->shop.tool({executable_, member_.number}, member_.question->probe->exports, folder);
    }
    batch_->shop.settle(*member_.question, last->code == 0, last->code, last->out, diagnostics_ + last->err);
    return std::nullopt;
  }

 private:
  SharedBatch batch_;
  Member member_;
  std::string executable_;
  std::string diagnostics_;
};

/// "NUMBER STATUS", the status as wait() tells it: the exit status of each program that has come to an exit.
void read_exit(std::string_view line, std::map<std::string, int>& exits) {
  const std::size_t blank = line.find(' ');
  int status = -1;
  if (blank == std::string_view::npos || std::from_chars(line.data() + blank + 1, line.data() + line.size(), status).ec != std::errc()) return;
  constexpr int kHowItEnded = 0x7f;
  if (status >= 0 && (status & kHowItEnded) == 0) exits.emplace(line.substr(0, blank), status >> 8);
}

/// One start for many programs. What it does not tell of is started by itself.
class SharedStartJob : public os::Job {
 public:
  SharedStartJob(SharedBatch batch, std::vector<MadeProgram> apart, std::vector<MadeProgram> values, std::string executable)
      : batch_(std::move(batch)), apart_(std::move(apart)), values_(std::move(values)), executable_(std::move(executable)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) return command();
    std::vector<std::string> lines;
    base::each_line(last->out, [&](std::string_view line) { lines.emplace_back(line); });
    // A program that prints something could print such lines, too.
    const bool quiet = last->err.empty() && (last->out.empty() || last->out.ends_with('\n'));
    const auto values_begin = lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), apart_.size()));
    std::map<std::string, int> exits;
    if (quiet && ordered(lines)) {
      std::for_each(lines.begin(), values_begin, [&](const std::string& line) { read_exit(line, exits); });
    }
    for (const MadeProgram& program : apart_) {
      const auto exit = exits.find(program.member.number);
      if (exit == exits.end()) {
        start_alone(program, queue);
      } else {
        batch_->shop.settle(*program.member.question, exit->second == 0, exit->second, {}, program.diagnostics);
      }
    }
    lines.erase(lines.begin(), values_begin);
    const bool told = quiet && last->code == 0 && lines.size() == values_.size() &&
                      std::none_of(lines.begin(), lines.end(), [](const std::string& line) { return line.empty(); });
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const MadeProgram& value = values_[i];
      if (told) {
        batch_->shop.settle(*value.member.question, true, 0, lines[i], value.diagnostics);
      } else {
        start_alone(value, queue);
      }
    }
    return std::nullopt;
  }

 private:
  os::Command command() const {
    std::vector<std::string> line = {executable_};
    const auto add = [&](const MadeProgram& program) { line.push_back(program.member.number); };
    if (!apart_.empty()) line.emplace_back("0");
    std::for_each(apart_.begin(), apart_.end(), add);
    if (!apart_.empty()) line.emplace_back("0");
    std::for_each(values_.begin(), values_.end(), add);
    const std::string folder = batch_->shop.start_folder(batch_->shop.new_folder());
    const MadeProgram& first = apart_.empty() ? values_.front() : apart_.front();
    return batch_->shop.tool(std::move(line), first.member.question->probe->exports, folder);
  }

  /// The lines come as the programs do.
  bool ordered(const std::vector<std::string>& lines) const {
    const std::size_t told = std::min(lines.size(), apart_.size());
    for (std::size_t i = 0; i < told; ++i) {
      if (!lines[i].starts_with(apart_[i].member.number + " ")) return false;
    }
    return true;
  }

  void start_alone(const MadeProgram& program, os::JobQueue& queue) const {
    queue.add_first(std::make_unique<StartJob>(batch_, program.member, executable_, program.diagnostics));
  }

  SharedBatch batch_;
  std::vector<MadeProgram> apart_;   ///< have a process each
  std::vector<MadeProgram> values_;  ///< share one
  std::string executable_;
};

/// One program that wants libraries of its own, in an executable with all the others, which lack theirs.
class LibraryStartJob : public os::Job {
 public:
  LibraryStartJob(SharedBatch batch, MadeProgram program, std::vector<std::string> sources)
      : batch_(std::move(batch)), program_(std::move(program)), sources_(std::move(sources)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    const Member& member = program_.member;
    const probe::ToolEnv& env = member.question->probe->env;
    if (last == nullptr) {
      executable_ = batch_->folder + "/program-" + member.number + env.exeext;
      probe::ToolEnv tools = plain_speech(batch_->rules.env ? *batch_->rules.env : env);
      tools.libs = env.libs;
      std::vector<std::string> line = link_line(tools, sources_, executable_);
      line.emplace_back(kTellFiles);
      line.emplace_back(kWarnOfUndefined);
      return batch_->shop.tool(std::move(line), member.question->probe->exports);
    }
    if (last->code == 0 && Workshop::executable_there(executable_, env) && batch_->shop.libraries.harmless(last->out) && lacks_nothing(last->err)) {
      ++batch_->shop.batched;
      queue.add_first(std::make_unique<StartJob>(batch_, member, executable_, program_.diagnostics));
    } else {
      queue.add(lone_job(batch_->shop, *member.question));
    }
    return std::nullopt;
  }

 private:
  bool lacks_nothing(const std::string& diagnostics) const {
    const std::string told = without_linker_warnings(as_refused(diagnostics));
    if (told.find("undefined") == std::string::npos) return true;
    const auto missing = references(told);
    return missing && std::none_of(missing->begin(), missing->end(), [&](const auto& one) { return one.first == main_of(program_.member); });
  }

  SharedBatch batch_;
  MadeProgram program_;
  std::vector<std::string> sources_;
  std::string executable_;
};

}  // namespace

std::unique_ptr<os::Job> library_start_job(SharedBatch batch, MadeProgram program, std::vector<std::string> sources) {
  return std::make_unique<LibraryStartJob>(std::move(batch), std::move(program), std::move(sources));
}

bool runs_in_a_fork(const Member& member) {
  const probe::ProgramProbe& probe = *member.question->probe;
  if (probe.phase != probe::Phase::run || prints_a_value(member)) return false;
  const std::string text = probe::program_text(probe.program);
  for (std::string_view word : {"pgid", "pgrp", "setsid", "getsid", "getppid", "wait", "SIGCHLD", "prctl", "/proc", "rusage", "times", "print", "puts", "putc"}) {
    if (text.find(word) != std::string::npos) return false;
  }
  return true;
}

void start_programs(const SharedBatch& batch, std::vector<MadeProgram> programs, const std::string& executable, os::JobQueue& queue) {
  std::vector<MadeProgram> apart;
  std::vector<MadeProgram> values;
  for (MadeProgram& program : programs) {
    if (prints_a_value(program.member)) {
      values.push_back(std::move(program));
    } else if (batch->main.forks && runs_in_a_fork(program.member)) {
      apart.push_back(std::move(program));
    } else {
      queue.add_first(std::make_unique<StartJob>(batch, program.member, executable, program.diagnostics));
    }
  }
  if (apart.size() + values.size() == 1) {
    const MadeProgram& only = apart.empty() ? values.front() : apart.front();
    queue.add_first(std::make_unique<StartJob>(batch, only.member, executable, only.diagnostics));
  } else if (!apart.empty() || !values.empty()) {
    queue.add_first(std::make_unique<SharedStartJob>(batch, std::move(apart), std::move(values), executable));
  }
}

}  // namespace pyconfigure::toolchain
