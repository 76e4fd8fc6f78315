// The main of an executable that programs share.
#include <algorithm>
#include <utility>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/program_batch.hpp"
#include "toolchain/undefined_references.hpp"

namespace pyconfigure::toolchain {

bool needs_executable(const Member& member) {
  const probe::ProgramProbe& probe = *member.question->probe;
  return probe.phase == probe::Phase::run || !probe.program.finds.empty();
}

/// It is to be linked without libraries of its own.
bool without_libraries(const Batch& batch, const Member& member) { return batch.rules.without_libraries.contains(member.question); }

/// A link that fails in any case tells more, when the linker shows that it has looked at everything: where nobody needs the
/// executable, one link is enough, whatever is missing.
bool guard_pays(const Batch& batch, const std::vector<Member>& members) {
  if (linker_warnings_fail(members.front().question->probe->env)) return false;
  return std::any_of(members.begin(), members.end(), [&](const Member& member) { return without_libraries(batch, member); }) ||
         (members.size() > 1 && std::none_of(members.begin(), members.end(), needs_executable));
}

std::string main_object(const Batch& batch) { return batch.folder + "/programs.o"; }

/// Compiles the main that calls the program which its argument chooses. `called` gets what that refers to.
os::Command main_command(const Batch& batch, const std::vector<Member>& members, bool guard, Symbols& called) {
  std::string declarations;
  std::string calls;
  int values = 0;
  if (guard) {
    declarations = "int " + std::string(kGuard) + " (void);\n";
    calls = "        case -1: result = " + std::string(kGuard) + " (); break;\n";
    called.emplace(kGuard);
  }
  if (batch.rules.functions != nullptr) {
    declarations += "extern char (*" + std::string(kFunctionTable) + "[]) (void);\n";
    calls += "        case -2: result = " + std::string(kFunctionTable) + "[argc] (); break;\n";
    called.emplace(kFunctionTable);
  }
  for (const Member& member : members) {
    const bool words = member.question->shape.main == ProgramShape::Main::takes_words;
    declarations += "int " + main_of(member) + (words ? " (int, char **);\n" : " (void);\n");
    calls += "        case " + member.number + ": result = " + main_of(member) + (words ? " (1, words); break;\n" : " (); break;\n");
    called.insert(main_of(member));
    values += prints_a_value(member) ? 1 : 0;
  }
  // Several numbers: the programs one after the other, as long as they return 0, and the end of a line behind what each prints.
  if (values > 1) declarations += "int putchar (int);\n";
  const std::string source = batch.folder + "/programs.c";
  const std::string no_program = std::to_string(kNoProgram);
  batch.shop.put(source, declarations +
                             "int\nmain (int argc, char **argv)\n{\n  char *words[2] = { argv[0], 0 };\n  int word;\n"
                             "  for (word = 1; word < argc; ++word)\n    {\n      int number = 0;\n      int result = " + no_program + ";\n      const char *at;\n"
                             "      for (at = argv[word]; *at; ++at)\n        number = number * 10 + (*at - '0');\n      switch (number)\n        {\n" +
                             calls + "        }\n      if (argc == 2)\n        return result;\n      if (result != 0)\n        return 98;\n" +
                             (values > 1 ? "      putchar ('\\n');\n" : "") + "    }\n  return argc < 2 ? " + no_program + " : 0;\n}\n");
  const probe::ProgramProbe& first = *members.front().question->probe;
  const probe::ToolEnv tools = plain_speech(batch.rules.env ? *batch.rules.env : first.env);
  return batch.shop.tool(link_compile_line(tools, source, main_object(batch)), first.exports);
}

namespace {

/// The main for all programs, while they are being compiled.
class MainJob : public os::Job {
 public:
  MainJob(SharedBatch batch, std::vector<Member> members) : batch_(std::move(batch)), members_(std::move(members)) { ++batch_->waiting; }

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) {
      batch_->main.guard = guard_pays(*batch_, members_);
      return main_command(*batch_, members_, batch_->main.guard, batch_->main.called);
    }
    batch_->main.ready = last->code == 0 && !last->not_started && !last->signalled && os::test('e', main_object(*batch_));
    if (--batch_->waiting == 0 && !batch_->compiled.empty()) queue.add_first(link_programs_job(batch_));
    return std::nullopt;
  }

 private:
  SharedBatch batch_;
  std::vector<Member> members_;
};

}  // namespace

std::unique_ptr<os::Job> main_job(SharedBatch batch, std::vector<Member> members) {
  return std::make_unique<MainJob>(std::move(batch), std::move(members));
}

}  // namespace pyconfigure::toolchain
