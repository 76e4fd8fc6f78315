// Link and run probes with the same tools: an object each, one executable for all, one start each.
//
// Soundness. Every program keeps its own translation unit; only its main is renamed. The executable's main calls the
// one that its argument chooses, so nothing can be optimised away. A program that does not compile would not link alone.
// When the executable links, each of them would have linked alone (the same objects and libraries, fewer at a time).
// When it does not, the programs that the linker names are asked alone and the rest has to link without them. Each
// program is started by itself: a crash or an exit code touches nobody else.
#include <algorithm>
#include <memory>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

struct Member {
  Question* question = nullptr;
  std::string number;
  std::string object;
  std::string diagnostics;
};

/// What the compile jobs of one batch and its link job share.
struct Batch {
  Workshop& shop;
  std::string folder;
  std::vector<Member> compiled;
  std::size_t waiting = 0;
};

using SharedBatch = std::shared_ptr<Batch>;

bool mentions(const std::string& text, const Member& member) {
  return text.find("program-" + member.number + ".") != std::string::npos ||
         text.find("pyconfigure_main_" + member.number + "'") != std::string::npos ||
         text.find("pyconfigure_main_" + member.number + ")") != std::string::npos;
}

/// One start of the shared executable.
class StartJob : public os::Job {
 public:
  StartJob(SharedBatch batch, Member member, std::string executable)
      : batch_(std::move(batch)), member_(std::move(member)), executable_(std::move(executable)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue&) override {
    if (last == nullptr) {
      const std::string folder = batch_->shop.new_folder();
      return batch_->shop.tool({executable_, member_.number}, member_.question->probe->exports, folder);
    }
    batch_->shop.settle(*member_.question, last->code == 0, last->code, last->out, member_.diagnostics + last->err);
    return std::nullopt;
  }

 private:
  SharedBatch batch_;
  Member member_;
  std::string executable_;
};

class LinkJob : public os::Job {
 public:
  explicit LinkJob(SharedBatch batch) : batch_(std::move(batch)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) return attempt();
    const bool made = last->code == 0 && Workshop::executable_there(executable_, batch_->compiled.front().question->probe->env);
    if (made) {
      settle(queue);
      return std::nullopt;
    }
    const std::size_t before = batch_->compiled.size();
    if (!last->not_started && !last->signalled && ++attempts_ <= 3) {
      std::erase_if(batch_->compiled, [&](const Member& member) {
        if (!mentions(last->err, member)) return false;
        queue.add(lone_job(batch_->shop, *member.question));
        return true;
      });
    }
    if (batch_->compiled.empty()) return std::nullopt;
    if (batch_->compiled.size() < before) return attempt();
    for (const Member& member : batch_->compiled) queue.add(lone_job(batch_->shop, *member.question));
    return std::nullopt;
  }

 private:
  os::Command attempt() {
    const probe::ProgramProbe& probe = *batch_->compiled.front().question->probe;
    std::string declarations;
    std::string calls;
    std::vector<std::string> sources = {batch_->folder + "/programs.c"};
    for (const Member& member : batch_->compiled) {
      declarations += "int pyconfigure_main_" + member.number + " (void);\n";
      calls += "    case " + member.number + ": return pyconfigure_main_" + member.number + " ();\n";
      sources.push_back(member.object);
    }
    os::write_plain(sources.front(), declarations +
                                "int\nmain (int argc, char **argv)\n{\n  int number = 0;\n  const char *at;\n"
                                "  if (argc < 2)\n    return 99;\n  for (at = argv[1]; *at; ++at)\n"
                                "    number = number * 10 + (*at - '0');\n  switch (number)\n    {\n" +
                                calls + "    default: return 99;\n    }\n}\n");
    executable_ = batch_->folder + "/programs" + probe.env.exeext;
    return batch_->shop.tool(link_line(probe.env, sources, executable_), probe.exports);
  }

  void settle(os::JobQueue& queue) {
    for (const Member& member : batch_->compiled) {
      ++batch_->shop.batched;
      if (member.question->probe->phase == probe::Phase::run) {
        queue.add(std::make_unique<StartJob>(batch_, member, executable_));
      } else {
        batch_->shop.settle(*member.question, true, 0, {}, member.diagnostics);
      }
    }
  }

  SharedBatch batch_;
  std::string executable_;
  int attempts_ = 0;
};

class CompileJob : public os::Job {
 public:
  CompileJob(SharedBatch batch, Question& question, std::size_t number) : batch_(std::move(batch)) {
    member_.question = &question;
    member_.number = std::to_string(number);
    ++batch_->waiting;
  }

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    const probe::ProgramProbe& probe = *member_.question->probe;
    if (last == nullptr) {
      const std::string source = batch_->folder + "/program-" + member_.number + ".c";
      os::write_plain(source, probe::source_text(probe));
      member_.object = batch_->folder + "/program-" + member_.number + ".o";
      std::vector<std::string> line = compile_line(probe.env, source, member_.object);
      line.push_back("-Dmain=pyconfigure_main_" + member_.number);
      return batch_->shop.tool(std::move(line), probe.exports);
    }
    if (last->code == 0) {
      member_.diagnostics = last->err;
      batch_->compiled.push_back(member_);
    } else if (last->not_started || last->signalled || warnings_are_errors(probe.env) || !told_errors(last->err)) {
      queue.add(lone_job(batch_->shop, *member_.question));
    } else {
      ++batch_->shop.batched;
      batch_->shop.settle(*member_.question, false, 1, {}, last->err);
    }
    if (--batch_->waiting == 0 && !batch_->compiled.empty()) queue.add(std::make_unique<LinkJob>(batch_));
    return std::nullopt;
  }

 private:
  /// A compiler that fails without an error that has to do with the program has failed for a reason of its own.
  bool told_errors(const std::string& diagnostics) const {
    const auto errors = compiler_errors(diagnostics);
    return errors && !errors->empty() && diagnostics.find("program-" + member_.number + ".c") != std::string::npos;
  }

  SharedBatch batch_;
  Member member_;
};

/// The first step: puts the compile jobs into the queue. It runs nothing itself.
class OpenJob : public os::Job {
 public:
  OpenJob(Workshop& shop, Questions questions) : shop_(shop), questions_(std::move(questions)) {}

  std::optional<os::Command> next(const os::Exit*, os::JobQueue& queue) override {
    auto batch = std::make_shared<Batch>(Batch{shop_, shop_.new_folder(), {}, 0});
    std::vector<std::unique_ptr<os::Job>> jobs;
    std::size_t number = 0;
    for (Question* question : questions_) jobs.push_back(std::make_unique<CompileJob>(batch, *question, ++number));
    for (auto& job : jobs) queue.add(std::move(job));
    return std::nullopt;
  }

 private:
  Workshop& shop_;
  Questions questions_;
};

}  // namespace

std::unique_ptr<os::Job> program_job(Workshop& shop, Questions questions) {
  return std::make_unique<OpenJob>(shop, std::move(questions));
}

}  // namespace pyconfigure::toolchain
