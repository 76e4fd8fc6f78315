// Learns what the compiler is to our preprocessor, and reads the programs that can be merged; then compile probes are answered
// together (batch_cover.cpp), and those that are linked share units and executables (batch_programs.cpp).
#include <algorithm>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/headers.hpp"
#include "toolchain/merged_units.hpp"

namespace pyconfigure::toolchain {

namespace {

constexpr int kAttempts = 12;

/// The steps before the first unit can be compiled. Groups of questions whose flags differ in -D words alone share what
/// the compiler has told.
class MergeJob : public os::Job {
 public:
  MergeJob(Workshop& shop, Dialects& dialects, LiveMacros& live, const std::vector<MergeGroup>& groups,
           const Rest& rest, std::size_t jobs)
      : dialects_(dialects), groups_(groups), jobs_(jobs) {
    const probe::ProgramProbe& first = *groups.front().questions.front()->probe;
    exports_ = first.exports;
    std::vector<std::string> line = dialects.plain(first).line;
    Speaker& speaker = dialects.speaker(line, exports_);
    auto merger = std::make_shared<Merger>(dialects, speaker);
    for (const MergeGroup& group : groups) merger->take(group.questions, live);
    shared_ = std::make_shared<Merging>(Merging{shop, speaker, std::move(merger), std::move(line), rest});
  }

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    Speaker& speaker = shared_->speaker;
    if (reading_) return read_on(queue);
    if (last == nullptr && speaker.state == Speaker::State::unknown) return preprocess("-E -v -dD", "");
    bool known = false;
    if (last != nullptr && speaker.state == Speaker::State::unknown) {
      dialects_.learn(speaker, shared_->line, shared_->shop.sets("CPATH", exports_), shared_->shop.sets("C_INCLUDE_PATH", exports_), *last);
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
      // That takes a while: others are started before.
      if (last == nullptr && !std::exchange(waited_, true)) return os::pausing();
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
      if (!usable() || !shared_->merger->has_preprocessed(*question)) {
        left.push_back(question);
        continue;
      }
      shared_->shop.settle_batched(*question, true, {}, shared_->merger->found(*question));
    }
    if (!left.empty()) shared_->rest(std::move(left), queue);
  }

  /// Reads the programs; others have their turn in between. Then asks what has to be known for that, or goes on.
  std::optional<os::Command> read_on(os::JobQueue& queue) {
    read_ = true;
    reading_ = shared_->merger->read_some();
    if (reading_) return os::pausing();
    asked_ = shared_->merger->open_questions();
    return asked_.empty() ? conclude(queue) : ask();
  }

  std::optional<os::Command> ask() {
    ++rounds_;
    return preprocess("-E", Dialects::questionnaire(asked_));
  }

  std::optional<os::Command> conclude(os::JobQueue& queue) {
    CoverOrder order{*shared_};
    std::vector<MergeGroup> links;
    Questions left;
    for (MergeGroup& group : groups_) {
      if (usable()) settle_refused(group);
      if (group.kind == MergeGroup::Kind::preprocessed) {
        settle_read(group, queue);
      } else if (group.kind == MergeGroup::Kind::front_end) {
        for (Question* question : group.questions) {
          // One that has to be compiled to its end would take all others along.
          const bool slow = shared_->merger->has_code(*question) && !dialects_.plain(*question->probe).folders.empty();
          (usable() && shared_->merger->has_read(*question) && !slow ? order.compiled : left).push_back(question);
        }
      } else if (!group.questions.empty() || !group.others.empty()) {
        links.push_back(std::move(group));
      }
    }
    if (!left.empty()) shared_->rest(std::move(left), queue);
    for (const MergeGroup& group : links) {
      for (Question* question : group.questions) {
        if (usable() && shared_->merger->has_read(*question)) order.linked.push_back(question);
      }
    }
    for (const MergeGroup& group : links) {
      queue.add_first(linked_job(shared_->shop, group, jobs_, usable() ? shared_->merger : nullptr, shared_->rest));
    }
    // It comes before those. Without compile probes there is nothing that shows headers by the way.
    if (!order.compiled.empty()) queue_cover(std::move(order), queue);
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
  std::vector<std::string> exports_;
  std::size_t jobs_;
  std::shared_ptr<Merging> shared_;
  std::vector<std::string> asked_;
  bool reading_ = false;  ///< and not through with it
  bool read_ = false;     ///< the programs were read
  bool waited_ = false;   ///< others have had their turn
  int rounds_ = 0;
};

}  // namespace

namespace {

/// Nothing about the question's tools stands against its being read by us.
bool plain_tools(const Question& question) {
  const probe::ToolEnv& env = question.probe->env;
  return !question.strict && !env.warnings_fail && !odd_flags(env) && !warnings_are_errors(env);
}

/// Nor does anything about its program.
bool plain(const Question& question) { return question.shape.keeps_to_itself && plain_tools(question); }

}  // namespace

bool can_be_preprocessed(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  return probe.phase == probe::Phase::preprocess && plain_tools(question) &&
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
  // (Questions whose -D and -I words differ can still be merged: those are the preprocessor's business.)
  std::string key;
  for (const std::string& word : dialects.plain(*question.probe).line) key += word + '\0';
  return key + '\1' + exports_text(question.probe->exports);
}

namespace {

/// A word that neither makes a macro nor has a say in what is C: what it changes are warnings, or the code that comes of a program.
bool only_matters_later(std::string_view word) {
  for (std::string_view one : {"-fno-strict-overflow", "-fstrict-overflow", "-fwrapv", "-fno-wrapv", "-fno-strict-aliasing", "-fstrict-aliasing", "-Wall",
                               "-Wextra", "-Wsign-compare", "-Wno-sign-compare", "-Wunused-result", "-Wno-unused-result", "-Wstrict-prototypes",
                               "-Wunreachable-code", "-Wno-unused-parameter", "-Wno-missing-field-initializers", "-g"}) {
    if (word == one) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> late_words(const Question& question) {
  std::vector<std::string> words = compiler_words(*question.probe);
  std::erase_if(words, [](const std::string& word) { return !only_matters_later(word); });
  return words;
}

std::string reading_key(const Dialects& dialects, const Question& question) {
  std::string key;
  for (const std::string& word : dialects.plain(*question.probe).line) {
    if (!only_matters_later(word)) key += word + '\0';
  }
  return key + '\1' + exports_text(question.probe->exports);
}

std::unique_ptr<os::Job> merge_job(Workshop& shop, Dialects& dialects, LiveMacros& live,
                                   const std::vector<MergeGroup>& groups, const Rest& rest, std::size_t jobs) {
  return std::make_unique<MergeJob>(shop, dialects, live, groups, rest, jobs);
}

}  // namespace pyconfigure::toolchain
