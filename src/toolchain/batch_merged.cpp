// Compile probes with the same tools and any headers: as few translation units as their declarations allow.
//
// Soundness. The programs are preprocessed here, by c::Preprocessor, with the macros, folders and answers that the
// compiler itself has told; a program in which something is not understood is not merged. A program joins a unit only
// where every name in each of its declarations stands for the same as in the program by itself (c/merge.hpp), so each
// of them compiles there if and only if it compiles alone, but for what errors elsewhere in the unit hide. Therefore it
// goes on as with bodies (batch_bodies.cpp): programs with errors in text of their own are taken out, and only when the
// rest compiles is it a yes, or when no error can have hidden another. An error in a header, or one that may come of
// another program, sends those who have it to the lone form.
#include <algorithm>
#include <map>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/headers.hpp"
#include "toolchain/merged_units.hpp"
#include "toolchain/program_shape.hpp"

namespace pyconfigure::toolchain {

namespace {

constexpr int kAttempts = 12;

/// What MergedJobs of one MergeJob share.
struct Shared {
  Workshop& shop;
  Speaker& speaker;
  std::shared_ptr<Merger> merger;
  std::vector<std::string> line;  ///< the compiler and its flags
  Rest rest;
};

/// One unit, until all of its programs have their answers.
class MergedJob : public os::Job {
 public:
  MergedJob(std::shared_ptr<Shared> shared, const Questions& members, std::size_t number)
      : shared_(std::move(shared)), unit_(shared_->merger->unit(members, number)), number_(number) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) return attempt();
    if (last->code == 0 && !last->not_started && !last->signalled) {
      for (Question* question : unit_.members) settle(*question, true, {});
      return std::nullopt;
    }
    const bool hopeless = last->code != 1 || last->not_started || last->signalled || ++attempts_ > kAttempts;
    if (hopeless || !take_out_failing(last->err)) {
      shared_->rest(unit_.members, queue);
      return std::nullopt;
    }
    ask_alone(shared_->shop, alone_, queue);
    alone_.clear();
    if (harmless_) {
      for (Question* question : left_) settle(*question, true, {});
      return std::nullopt;
    }
    if (left_.empty()) return std::nullopt;
    unit_ = shared_->merger->unit(left_, number_);
    if (!unit_.left.empty()) shared_->rest(unit_.left, queue);
    return attempt();
  }

 private:
  os::Command attempt() {
    const probe::ProgramProbe& first = *unit_.members.front()->probe;
    const std::string source = shared_->shop.new_folder() + "/merged-" + std::to_string(number_) + ".i";
    shared_->shop.put(source, unit_.text);
    // What is preprocessed needs no -D any more, and members may have had different ones.
    std::vector<std::string> line = shared_->line;
    line.emplace_back("-fsyntax-only");
    if (shared_->speaker.clang) line.emplace_back("-ferror-limit=0");
    line.push_back(source);
    return shared_->shop.tool(std::move(line), first.exports);
  }

  bool take_out_failing(const std::string& diagnostics) {
    const auto errors = compiler_errors(diagnostics);
    if (!errors || errors->empty() || diagnostics.find("too many errors") != std::string::npos) return false;
    enum class Verdict { no, alone };
    std::map<std::size_t, std::pair<Verdict, std::string>> failing;
    harmless_ = true;
    for (const CompilerError& error : *errors) {
      std::size_t unit = 0;
      std::size_t line = 0;
      if (!merged_place(error.text, unit, line) || unit != number_ || line >= unit_.places.size()) return false;
      // What stands behind an error that may have confused the compiler is looked at again.
      if (!harmless_) continue;
      const Merged::Place& place = unit_.places[line];
      const std::vector<std::size_t> members = shared_->merger->members_with(unit_, line);
      for (std::size_t member : members) {
        auto [it, fresh] = failing.try_emplace(member, Verdict::no, std::string());
        if (!place.own || members.size() > 1 || error_of_merging(error.text)) it->second.first = Verdict::alone;
        it->second.second += error.text + "\n";
        harmless_ = harmless_ && hides_nothing(error.text, unit_.members[member]->probe->program);
      }
      // What a wrong declaration makes of those behind it nobody knows.
      harmless_ = harmless_ && place.own;
    }
    left_.clear();
    for (std::size_t i = 0; i < unit_.members.size(); ++i) {
      const auto it = failing.find(i);
      if (it == failing.end()) {
        left_.push_back(unit_.members[i]);
      } else if (it->second.first == Verdict::alone) {
        alone_.push_back(unit_.members[i]);
      } else {
        settle(*unit_.members[i], false, it->second.second);
      }
    }
    return true;
  }

  void settle(Question& question, bool ok, std::string diagnostics) {
    ++shared_->shop.batched;
    shared_->shop.settle(question, ok, ok ? 0 : 1, {}, std::move(diagnostics));
  }

  std::shared_ptr<Shared> shared_;
  Merged unit_;
  std::size_t number_;
  Questions left_;
  Questions alone_;
  int attempts_ = 0;
  bool harmless_ = false;
};

/// The steps before the first unit can be compiled. Groups of questions whose flags differ in -D words alone share what
/// the compiler has told.
class MergeJob : public os::Job {
 public:
  MergeJob(Workshop& shop, Dialects& dialects, LiveMacros& live, const std::vector<MergeGroup>& groups,
           const Rest& rest, std::size_t jobs)
      : shop_(shop), dialects_(dialects), jobs_(jobs) {
    std::string definitions;
    const probe::ProgramProbe& first = *groups.front().questions.front()->probe;
    line_ = dialects.plain_line(compiler_words(first), definitions);
    exports_ = first.exports;
    speaker_ = &dialects.speaker(line_, exports_);
    merger_ = std::make_shared<Merger>(dialects, *speaker_);
    for (const MergeGroup& group : groups) {
      merger_->take(group.questions, live);
      groups_.push_back(
          {group.kind, group.questions, std::make_shared<Shared>(Shared{shop, *speaker_, merger_, line_, rest})});
    }
  }

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr && speaker_->state == Speaker::State::unknown) return preprocess("-E -v -dD", "");
    bool known = false;
    if (last != nullptr && speaker_->state == Speaker::State::unknown) {
      dialects_.learn(*speaker_, line_, shop_.sets("CPATH", exports_), *last);
    } else if (last != nullptr && !Dialects::learn_answers(*speaker_, asked_, *last, known)) {
      speaker_->state = Speaker::State::unusable;
    }
    // Programs that were read with what the compiler then has answered need not be read again.
    known = known && read_;
    if (speaker_->state == Speaker::State::usable && rounds_ < kAttempts && !known) {
      ask();
      if (!asked_.empty()) {
        ++rounds_;
        return preprocess("-E", Dialects::questionnaire(asked_));
      }
      known = true;
    }
    if (!known) speaker_->state = Speaker::State::unusable;
    for (Group& group : groups_) {
      if (speaker_->state == Speaker::State::usable) settle_refused(group);
      if (!group.questions.empty()) start(group, queue);
    }
    return std::nullopt;
  }

 private:
  struct Group {
    MergeGroup::Kind kind;
    Questions questions;
    std::shared_ptr<Shared> shared;
  };

  /// A program that comes to an #error does not compile.
  void settle_refused(Group& group) {
    std::erase_if(group.questions, [this](Question* question) {
      if (!merger_->comes_to_error(*question)) return false;
      ++shop_.batched;
      shop_.settle(*question, false, 1, {}, "conftest.c: error: #error\n");
      return true;
    });
  }

  /// What is read to its end without an error is what preprocessors read.
  void settle_read(Group& group, os::JobQueue& queue) {
    Questions left;
    for (Question* question : group.questions) {
      if (speaker_->state != Speaker::State::usable || !merger_->has_read(*question)) {
        left.push_back(question);
        continue;
      }
      ++shop_.batched;
      shop_.settle(*question, true, 0, {}, {});
    }
    if (!left.empty()) group.shared->rest(std::move(left), queue);
  }

  void start(Group& group, os::JobQueue& queue) {
    if (group.kind == MergeGroup::Kind::preprocessed) {
      settle_read(group, queue);
      return;
    }
    const std::shared_ptr<Merger>& merger = group.shared->merger;
    if (group.kind == MergeGroup::Kind::libraries) {
      if (speaker_->state == Speaker::State::usable) {
        queue.add_first(all_libraries_job(shop_, std::move(group.questions), jobs_, merger, group.shared->rest));
      } else {
        group.shared->rest(std::move(group.questions), queue);
      }
      return;
    }
    Questions left = group.questions;
    std::vector<Questions> units;
    if (speaker_->state == Speaker::State::usable) {
      left.clear();
      units = merger->units(group.questions, left);
    }
    if (group.kind == MergeGroup::Kind::linked) {
      queue.add_first(merged_program_job(shop_, std::move(group.questions), jobs_, {merger, std::move(units)}));
      return;
    }
    for (std::size_t number = 0; number < units.size(); ++number) {
      queue.add_first(std::make_unique<MergedJob>(group.shared, units[number], number));
    }
    if (!left.empty()) group.shared->rest(std::move(left), queue);
  }

  /// Reads the headers, and then the programs, as far as that is possible without more answers.
  void ask() {
    if (rounds_ == 0) {
      merger_->look_ahead();
      asked_ = merger_->open_questions();
      if (!asked_.empty()) return;
    }
    read_ = true;
    merger_->read();
    asked_ = merger_->open_questions();
  }

  os::Command preprocess(const char* mode, const std::string& text) {
    const std::string source = shop_.new_folder() + "/survey.c";
    shop_.put(source, text);
    std::vector<std::string> line = line_;
    for (std::string& word : fields({mode})) line.push_back(std::move(word));
    line.push_back(source);
    return shop_.tool(std::move(line), exports_);
  }

  Workshop& shop_;
  Dialects& dialects_;
  std::size_t jobs_;
  std::vector<std::string> line_;
  std::vector<std::string> exports_;
  Speaker* speaker_ = nullptr;
  std::shared_ptr<Merger> merger_;
  std::vector<Group> groups_;
  std::vector<std::string> asked_;
  bool read_ = false;  ///< the programs were read
  int rounds_ = 0;
};

}  // namespace

bool can_be_preprocessed(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  return probe.phase == probe::Phase::preprocess && probe.program.finds.empty() && !question.strict && !odd_flags(probe.env) &&
         !probe.env.warnings_fail && !warnings_are_errors(probe.env) && keeps_to_itself(probe.program) &&
         !compiler_words(probe).empty();
}

bool can_be_merged(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  const auto shape = probe.program.shape;
  const bool front_end =
      probe.phase == probe::Phase::compile && probe.program.finds.empty() && !leaves_files(probe.env);
  const bool linked = (probe.phase == probe::Phase::link || probe.phase == probe::Phase::run) && !probe.env.cross;
  const bool value = shape == probe::Program::Shape::value && probe.phase == probe::Phase::run;
  return (front_end || linked) && !question.strict && !odd_flags(probe.env) && !probe.env.warnings_fail &&
         (shape == probe::Program::Shape::whole || shape == probe::Program::Shape::body || value) &&
         !warnings_are_errors(probe.env) && !needs_assembler(probe.program) && keeps_to_itself(probe.program) &&
         (!linked || can_share_an_executable(probe.program, probe.phase == probe::Phase::run));
}

std::string merging_key(const Dialects& dialects, const Question& question) {
  // (Questions whose -D words differ can still be merged: those are the preprocessor's business.)
  std::string definitions;
  std::string key;
  for (const std::string& word : dialects.plain_line(compiler_words(*question.probe), definitions)) key += word + '\0';
  return key + '\1' + exports_text(question.probe->exports);
}

std::unique_ptr<os::Job> merge_job(Workshop& shop, Dialects& dialects, LiveMacros& live,
                                   const std::vector<MergeGroup>& groups, const Rest& rest, std::size_t jobs) {
  return std::make_unique<MergeJob>(shop, dialects, live, groups, rest, jobs);
}

}  // namespace pyconfigure::toolchain
