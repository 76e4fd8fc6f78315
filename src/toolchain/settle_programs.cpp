// What becomes of programs when they have been linked, or have not.
#include <utility>

#include "toolchain/program_batch.hpp"

namespace pyconfigure::toolchain {

void leave(Batch& batch, const Questions& questions, os::JobQueue& queue) {
  if (questions.empty()) return;
  if (batch.rules.rest != nullptr) {
    batch.rules.rest(questions, queue);
  } else {
    ask_alone(batch.shop, questions, queue);
  }
}

void when_shown(const SharedBatch& batch, Question* question, Showing* showing, const std::function<void(os::JobQueue&)>& what, os::JobQueue& queue) {
  if (showing == nullptr) return what(queue);
  showing->when_known(
      [batch, question, showing, what](os::JobQueue& later) {
        if (showing->shown(*question)) {
          what(later);
        } else {
          leave(*batch, {question}, later);
        }
      },
      queue);
}

void settle_made(const SharedBatch& batch, const std::string& executable, const std::string& told, os::JobQueue& queue) {
  // Where libraries are only taken when something needs them, a program alone could be without them.
  const SharedLibraries::Company company = SharedLibraries::company(told);
  batch->main.forks = batch->main.forks && company == SharedLibraries::Company::every_program && !batch->shop.sets("LD_PRELOAD", {});
  Questions left;
  std::vector<MadeProgram> to_start;
  for (const Unit& unit : batch->compiled) {
    for (const Member& member : unit.members) {
      const Showing* showing = unit.merger != nullptr ? unit.merger->shown_by(*member.question) : nullptr;
      const bool holds = batch->rules.holds == nullptr || batch->rules.holds(*member.question, told);
      const bool changed = member.question->probe->phase == probe::Phase::run && company == SharedLibraries::Company::others;
      if (!holds || changed || (showing != nullptr && !showing->shown(*member.question))) {
        left.push_back(member.question);
        continue;
      }
      if (member.question->probe->phase == probe::Phase::run) {
        ++batch->shop.batched;
        to_start.push_back({member, unit.diagnostics});
      } else {
        const std::string found = Workshop::found_in(executable, member.question->probe->program);
        batch->shop.settle_batched(*member.question, true, unit.diagnostics, found);
      }
    }
  }
  start_programs(batch, std::move(to_start), executable, queue);
  leave(*batch, left, queue);
}

}  // namespace pyconfigure::toolchain
