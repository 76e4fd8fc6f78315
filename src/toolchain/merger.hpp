// Programs with different headers in one translation unit (see c/merge.hpp), for those who compile it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/c/cover.hpp"
#include "pyconfigure/c/merge.hpp"
#include "toolchain/dialects.hpp"
#include "toolchain/live_macros.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

/// One translation unit.
struct Merged {
  Questions members;
  Questions left;    ///< those that do not fit into it after all, since others are no longer there
  std::string text;  ///< preprocessed
  struct Place {
    c::PieceId piece = 0;
    std::size_t member = 0;  ///< the program that brought it, by its place in `members`
    bool own = false;        ///< it stands in programs themselves
    bool main = false;       ///< and in no other
  };
  std::vector<Place> places;
};

/// Units that together have what is to be shown of some programs.
struct Covering {
  Covering(const c::Pieces& pieces, c::Trail& trail) : cover(pieces, trail) {}

  c::Cover cover;
  Questions members;  ///< those that bring pieces, by the number that c::Cover knows them by
  std::map<const Question*, c::Cover::Spread> spreads;
};

/// Of which programs all that they have of headers compiles, as soon as that is known.
class Showing {
 public:
  /// Calls it when it is known, now or later.
  void when_known(std::function<void(os::JobQueue&)> what, os::JobQueue& queue);
  /// Now it is.
  void known(std::set<const Question*> shown, os::JobQueue& queue);
  bool shown(const Question& question) const { return shown_.contains(&question); }

 private:
  bool known_ = false;
  std::set<const Question*> shown_;
  std::vector<std::function<void(os::JobQueue&)>> waiting_;
};

/// What the lines of merged units are named; the unit's number follows.
extern const std::string kMergedName;

/// A program cut into the steps that several can have in common: each a directive, a run of text or a whole
/// conditional.
struct Steps {
  const Question* question = nullptr;
  c::SourceText text;
  struct Step {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint64_t identity = 0;
  };
  std::vector<Step> steps;
  std::string definitions;  ///< what -D and -U words say before the first line
  std::vector<c::SearchFolder> folders;  ///< what -I words name

  /// Both are the same.
  bool begins_like(const Steps& other) const { return definitions == other.definitions && folders == other.folders; }
};

class Merger {
 public:
  Merger(Dialects& dialects, Speaker& speaker) : dialects_(dialects), speaker_(speaker) {}

  /// Takes the programs that can be merged at all.
  void take(const Questions& questions, LiveMacros& live);
  /// Reads all headers that they name, for the questions that those ask.
  void look_ahead();
  /// Reads the programs, some of them with each call: true when there are more. Those that are not understood are left
  /// out.
  bool read_some();
  /// What the compiler has to be asked before anything is merged; it was taken to be 0.
  const std::vector<std::string>& open_questions() const { return open_; }

  /// The program was read as far as an #error: no compiler takes it.
  bool comes_to_error(const Question& question) const { return refused_.contains(&question); }
  /// The program was read to its end.
  bool has_read(const Question& question) const { return programs_.contains(&question); }
  /// It has code of somebody's own headers, in which errors may come behind the compiler's front end.
  bool has_code(const Question& question) const;
  /// The same as far as a preprocessor reads, which need not make sense of the declarations.
  bool has_preprocessed(const Question& question) const { return preprocessed_.contains(&question); }
  /// Those of the texts that the program looks for which it found then, one a line.
  std::string found(const Question& question) const;
  /// Units for the programs of `compiled`, and for what `linked` have of headers. Those that were not read are left out.
  std::unique_ptr<Covering> cover(const Questions& compiled, const Questions& linked);
  std::string text(const c::MergedUnit& unit, std::size_t number) const;
  const c::Program& program(const Question& question) const { return programs_.at(&question); }
  const c::Pieces& pieces() const { return speaker_.pieces; }
  /// From now on the units of these have only what their own pieces need. Somebody else shows whether the rest compiles,
  /// and what they say counts for nothing until then.
  void leave_to(std::shared_ptr<Showing> showing, const Questions& questions);
  /// Who shows what the units of the question lack; null when they have everything.
  Showing* shown_by(const Question& question) const { return needed_.contains(&question) ? showing_.get() : nullptr; }
  /// Which of the questions can stand in one unit; the rest goes to `rest`.
  std::vector<Questions> units(const Questions& questions, Questions& rest);
  /// All names that the program may refer to, and the names for the linker that declarations give them; nothing when it
  /// was not understood. They live as long as the dialects.
  const std::vector<std::string_view>& mentioned(const Question& question);
  /// The unit of questions that can, in the order in which units() has them, or of some of them. Its lines are named
  /// with `number`, the mains of its programs pyconfigure_main_ and one of `numbers`, or their place.
  Merged unit(const Questions& questions, std::size_t number, const std::vector<std::string>& numbers = {});
  /// The programs of a unit that have what stands at a place in it, as places in its `members`.
  std::vector<std::size_t> members_with(const Merged& merged, std::size_t place) const;

 private:
  Dialects& dialects_;
  Speaker& speaker_;
  c::Trail trail_{speaker_.pieces};
  std::vector<Steps> taken_;
  std::map<const Question*, c::Program> programs_;
  std::map<const Question*, c::Program> needed_;  ///< programs without what their own pieces do not need
  std::shared_ptr<Showing> showing_;
  std::map<const Question*, std::pair<Questions, c::MergedUnit>>
      built_;  ///< what units() has put together, by the first member
  std::map<const Question*, std::vector<std::string_view>> mentioned_;
  std::set<const Question*> preprocessed_;
  std::map<const Question*, std::string> found_;
  std::set<const Question*> refused_;
  std::vector<std::string> open_;

  /// The programs, as far as they have been read.
  struct Reading {
    Reading(Dialects& dialects, Speaker& speaker, const Steps& first)
        : preprocessor(dialects.atoms(), dialects.files(), speaker.dialect, first.definitions, first.folders),
          scope(*speaker.words, speaker.pieces) {}
    /// Nothing is left of those before but what is known of headers.
    void begin(const Steps& next) {
      passed.clear();
      scope.back_to({});
      preprocessor.begin(next.definitions, next.folders);
    }
    struct Passed {
      std::uint64_t identity = 0;
      std::size_t macros = 0;
      c::Scope::Mark scope;
      bool good = true;  ///< it was understood
    };
    c::Preprocessor preprocessor;
    c::Scope scope;
    std::vector<Passed> passed;  ///< marks stand before each step
  };
  std::unique_ptr<Reading> reading_;
  std::size_t read_ = 0;  ///< how many of the programs

  Questions longest_first(Questions questions) const;
  const c::Program& to_merge(const Question* question) const;
  void read_one(const Steps& steps);
  void look_for_texts(const Steps& steps);
  void end_reading();
};

/// What a compiler's errors say of the programs of a unit.
struct UnitErrors {
  struct Failure {
    std::string said;
    bool doubtful = false;  ///< they may come of something else: the program has to be asked alone
  };
  std::map<std::size_t, Failure> failing;  ///< by place in `members`
  bool harmless = true;  ///< none can have hidden another; else what stands behind the one that could is left out
};
/// Nothing when the compiler's words cannot be read, or are not about this unit. `number`: the one that it has been
/// given.
std::optional<UnitErrors> errors_of(const Merger& merger, const Merged& merged, std::size_t number,
                                    const std::string& diagnostics);

/// The place in a merged unit that a compiler's words begin with, and the unit's number; false when they begin
/// otherwise.
bool merged_place(std::string_view words, std::size_t& unit, std::size_t& place);

}  // namespace pyconfigure::toolchain
