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

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/headers.hpp"
#include "toolchain/merged_units.hpp"

namespace pyconfigure::toolchain {

namespace {

constexpr int kAttempts = 12;

/// What a MergeJob and its MergedJobs share.
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
      for (Question* question : unit_.members) shared_->shop.settle_batched(*question, true, {});
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
      for (Question* question : left_) shared_->shop.settle_batched(*question, true, {});
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
    whole_ = unit_.members.front()->whole;
    // What is preprocessed needs no -D any more, and members may have had different ones.
    std::vector<std::string> line = shared_->line;
    if (whole_) {
      line.insert(line.end(), {"-c", "-o", source + ".o"});
    } else {
      line.emplace_back("-fsyntax-only");
    }
    if (shared_->speaker.clang) line.emplace_back("-ferror-limit=0");
    line.push_back(source);
    return shared_->shop.tool(std::move(line), first.exports);
  }

  bool take_out_failing(const std::string& diagnostics) {
    if (diagnostics.find("too many errors") != std::string::npos) return false;
    const auto errors = errors_of(*shared_->merger, unit_, number_, diagnostics);
    if (!errors) return false;
    harmless_ = errors->harmless && !whole_;  // what comes later comes when nothing came before
    left_.clear();
    for (std::size_t i = 0; i < unit_.members.size(); ++i) {
      const auto failure = errors->failing.find(i);
      if (failure == errors->failing.end()) {
        left_.push_back(unit_.members[i]);
      } else if (failure->second.doubtful) {
        alone_.push_back(unit_.members[i]);
      } else {
        shared_->shop.settle_batched(*unit_.members[i], false, failure->second.said);
      }
    }
    return true;
  }

  std::shared_ptr<Shared> shared_;
  Merged unit_;
  std::size_t number_;
  Questions left_;
  Questions alone_;
  int attempts_ = 0;
  bool harmless_ = false;
  bool whole_ = false;  ///< it is compiled to its end
};

/// The steps before the first unit can be compiled. Groups of questions whose flags differ in -D words alone share what
/// the compiler has told.
class MergeJob : public os::Job {
 public:
  MergeJob(Workshop& shop, Dialects& dialects, LiveMacros& live, const std::vector<MergeGroup>& groups,
           const Rest& rest, std::size_t jobs)
      : dialects_(dialects), groups_(groups), jobs_(jobs) {
    std::string definitions;
    const probe::ProgramProbe& first = *groups.front().questions.front()->probe;
    exports_ = first.exports;
    std::vector<std::string> line = dialects.plain_line(compiler_words(first), definitions);
    Speaker& speaker = dialects.speaker(line, exports_);
    auto merger = std::make_shared<Merger>(dialects, speaker);
    for (const MergeGroup& group : groups) merger->take(group.questions, live);
    shared_ = std::make_shared<Shared>(Shared{shop, speaker, std::move(merger), std::move(line), rest});
  }

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    Speaker& speaker = shared_->speaker;
    if (reading_) return read_on(queue);
    if (last == nullptr && speaker.state == Speaker::State::unknown) return preprocess("-E -v -dD", "");
    bool known = false;
    if (last != nullptr && speaker.state == Speaker::State::unknown) {
      dialects_.learn(speaker, shared_->line, shared_->shop.sets("CPATH", exports_), *last);
    } else if (last != nullptr && !Dialects::learn_answers(speaker, asked_, *last, known)) {
      speaker.state = Speaker::State::unusable;
    }
    // Programs that were read with what the compiler then has answered need not be read again.
    if (!usable() || (known && read_)) return conclude(queue);
    if (rounds_ == kAttempts) {
      speaker.state = Speaker::State::unusable;
      return conclude(queue);
    }
    if (rounds_ == 0) {
      shared_->merger->look_ahead();
      asked_ = shared_->merger->open_questions();
      if (!asked_.empty()) return ask();
    }
    return read_on(queue);
  }

 private:
  bool usable() const { return shared_->speaker.state == Speaker::State::usable; }

  /// A program that comes to an #error does not compile.
  void settle_refused(MergeGroup& group) {
    std::erase_if(group.questions, [this](Question* question) {
      if (!shared_->merger->comes_to_error(*question)) return false;
      shared_->shop.settle_batched(*question, false, "conftest.c: error: #error\n");
      return true;
    });
  }

  /// What is read to its end without an error is what preprocessors read.
  void settle_read(MergeGroup& group, os::JobQueue& queue) {
    Questions left;
    for (Question* question : group.questions) {
      if (!usable() || !shared_->merger->has_read(*question)) {
        left.push_back(question);
        continue;
      }
      shared_->shop.settle_batched(*question, true, {});
    }
    if (!left.empty()) shared_->rest(std::move(left), queue);
  }

  void start(MergeGroup& group, os::JobQueue& queue) {
    if (group.kind == MergeGroup::Kind::preprocessed) {
      settle_read(group, queue);
      return;
    }
    const std::shared_ptr<Merger>& merger = shared_->merger;
    if (group.kind == MergeGroup::Kind::libraries) {
      if (usable()) {
        queue.add_first(all_libraries_job(shared_->shop, std::move(group.questions), jobs_, merger, shared_->rest));
      } else {
        shared_->rest(std::move(group.questions), queue);
      }
      return;
    }
    Questions left = group.questions;
    std::vector<Questions> units;
    if (usable()) {
      left.clear();
      units = merger->units(group.questions, left);
    }
    if (group.kind == MergeGroup::Kind::linked) {
      Questions all = group.questions;
      all.insert(all.end(), group.others.begin(), group.others.end());
      ProgramBatch batch{merger, std::move(units)};
      link_with_empty_libraries(batch, all, shared_->rest);
      queue.add_first(merged_program_job(shared_->shop, std::move(all), jobs_, std::move(batch)));
      return;
    }
    for (std::size_t number = 0; number < units.size(); ++number) {
      queue.add_first(std::make_unique<MergedJob>(shared_, units[number], number));
    }
    if (!left.empty()) shared_->rest(std::move(left), queue);
  }

  /// Reads the programs; others have their turn in between. Then asks what has to be known for that, or goes on.
  std::optional<os::Command> read_on(os::JobQueue& queue) {
    read_ = true;
    reading_ = shared_->merger->read_some();
    if (reading_) {
      os::Command pause;
      pause.pause = true;
      return pause;
    }
    asked_ = shared_->merger->open_questions();
    return asked_.empty() ? conclude(queue) : ask();
  }

  std::optional<os::Command> ask() {
    ++rounds_;
    return preprocess("-E", Dialects::questionnaire(asked_));
  }

  std::optional<os::Command> conclude(os::JobQueue& queue) {
    for (MergeGroup& group : groups_) {
      if (usable()) settle_refused(group);
      if (!group.questions.empty() || !group.others.empty()) start(group, queue);
    }
    return std::nullopt;
  }

  os::Command preprocess(const char* mode, const std::string& text) {
    const std::string source = shared_->shop.new_folder() + "/survey.c";
    shared_->shop.put(source, text);
    std::vector<std::string> line = shared_->line;
    for (std::string& word : fields({mode})) line.push_back(std::move(word));
    line.push_back(source);
    return shared_->shop.tool(std::move(line), exports_);
  }

  Dialects& dialects_;
  std::vector<MergeGroup> groups_;
  std::size_t jobs_;
  std::vector<std::string> exports_;
  std::shared_ptr<Shared> shared_;
  std::vector<std::string> asked_;
  bool reading_ = false;  ///< and not through with it
  bool read_ = false;     ///< the programs were read
  int rounds_ = 0;
};

}  // namespace

namespace {

/// Nothing about the question or its tools stands against its being read by us.
bool plain(const Question& question) {
  const probe::ToolEnv& env = question.probe->env;
  return question.shape.keeps_to_itself && !question.strict && !env.warnings_fail && !odd_flags(env) &&
         !warnings_are_errors(env);
}

}  // namespace

bool can_be_preprocessed(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  return probe.phase == probe::Phase::preprocess && probe.program.finds.empty() && plain(question) &&
         !compiler_words(probe).empty();
}

bool can_be_merged(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  const auto shape = probe.program.shape;
  const bool front_end =
      probe.phase == probe::Phase::compile && probe.program.finds.empty() && !leaves_files(probe.env);
  const bool linked = question.shape.shares_an_executable() && !probe.env.cross;
  const bool value = shape == probe::Program::Shape::value && probe.phase == probe::Phase::run;
  const bool function = shape == probe::Program::Shape::function && question.among_programs;
  return (front_end || linked) && plain(question) &&
         (shape == probe::Program::Shape::whole || shape == probe::Program::Shape::body || value || function) &&
         !needs_assembler(probe.program);
}

bool can_be_read(const Question& question) {
  return can_be_merged(question) || can_be_preprocessed(question);
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
