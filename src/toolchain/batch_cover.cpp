// Compile probes with the same tools and any headers: as few translation units as their declarations allow.
//
// Soundness. The programs are preprocessed here, by c::Preprocessor, with the macros, folders and answers that the
// compiler itself has told; a program in which something is not understood is not merged. The units have every piece of
// every program, where every name in it stands for the same as in the program by itself (c/cover.hpp), so each piece
// compiles there if and only if it compiles in its program, but for what errors elsewhere in the unit hide. A program with
// an error in a piece of its own is a no. It is a yes when all its pieces have compiled: when their units had no error, or
// none that can have hidden another. The others are compiled again, without the first ones. An error in a header, or one
// that may come of another program, sends those who have it to the lone form.
#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "toolchain/diagnostics.hpp"
#include "toolchain/merged_units.hpp"

namespace pyconfigure::toolchain {

namespace {

constexpr int kAttempts = 12;

/// What the compiler has said of a unit.
struct UnitState {
  bool unreadable = false;
  bool rest_shown = false;                     ///< what has no error compiles
  std::map<std::size_t, std::string> failing;  ///< own pieces of programs, by place
  std::set<c::PieceId> bad;                    ///< pieces of headers
};

/// The units of one attempt, until all programs have their answers or are left.
struct Run {
  CoverOrder order;
  std::shared_ptr<Showing> showing = std::make_shared<Showing>();
  std::set<const Question*> shown = {};
  std::unique_ptr<Covering> covering = nullptr;
  std::vector<UnitState> states = {};
  std::size_t waiting = 0;
  int attempts = 0;
  bool whole = false;  ///< units are compiled to their end
};

void start(const std::shared_ptr<Run>& run, os::JobQueue& queue);
void conclude(const std::shared_ptr<Run>& run, os::JobQueue& queue);

class UnitJob : public os::Job {
 public:
  UnitJob(std::shared_ptr<Run> run, std::size_t number) : run_(std::move(run)), number_(number) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) return command();
    read(*last);
    if (--run_->waiting == 0) conclude(run_, queue);
    return std::nullopt;
  }

 private:
  const c::MergedUnit& unit() const { return run_->covering->cover.units()[number_]; }

  os::Command command() {
    CoverOrder& order = run_->order;
    const std::string source = order.shop.new_folder() + "/merged-" + std::to_string(number_) + ".i";
    order.shop.put(source, order.merger->text(unit(), number_));
    // What is preprocessed needs no -D any more, and members may have had different ones.
    std::vector<std::string> line = order.line;
    if (run_->whole) {
      line.insert(line.end(), {"-c", "-o", source + ".o"});
    } else {
      line.emplace_back("-fsyntax-only");
    }
    if (order.speaker.clang) line.emplace_back("-ferror-limit=0");
    line.push_back(source);
    return order.shop.tool(std::move(line), run_->covering->members.front()->probe->exports);
  }

  void read(const os::Exit& end) {
    UnitState& state = run_->states[number_];
    const bool ended = !end.not_started && !end.signalled;
    state.rest_shown = ended && end.code == 0;
    if (state.rest_shown) return;
    state.unreadable = !ended || end.code != 1 || !read_errors(end.err, state);
  }

  bool read_errors(const std::string& diagnostics, UnitState& state) const {
    if (diagnostics.find("too many errors") != std::string::npos) return false;
    const auto errors = compiler_errors(diagnostics);
    if (!errors || errors->empty()) return false;
    bool harmless = true;
    for (const CompilerError& error : *errors) {
      std::size_t number = 0;
      std::size_t at = 0;
      if (!merged_place(error.text, number, at) || number != number_ || at >= unit().places().size()) return false;
      // What stands behind an error that may have confused the compiler is looked at again.
      if (!harmless) continue;
      const c::MergedUnit::Place& place = unit().places()[at];
      const bool own = run_->order.merger->pieces()[place.piece].own;
      if (own) {
        state.failing[at] += error.text + "\n";
      } else {
        state.bad.insert(place.piece);
      }
      // What a wrong declaration makes of those behind it nobody knows.
      harmless = own && hides_nothing(error.text, run_->covering->members[place.member]->probe->program);
    }
    state.rest_shown = harmless && !run_->whole;  // what comes later comes when nothing came before
    return true;
  }

  std::shared_ptr<Run> run_;
  std::size_t number_;
};

/// What the units say of a program.
struct Verdict {
  bool alone = false;    ///< nobody can tell but the program by itself
  bool unknown = false;  ///< nothing yet
  std::string said;      ///< of its own pieces
};

/// How many programs share each own piece, by unit and place.
using Users = std::map<std::pair<std::size_t, std::size_t>, int>;

Users users_of(const Covering& covering) {
  Users users;
  for (const auto& [question, spread] : covering.spreads) {
    for (const c::Cover::Spot& spot : spread.own) ++users[{spot.unit, spot.place}];
  }
  return users;
}

Verdict verdict_of(const Run& run, const Users& users, const Question& question) {
  const Covering& covering = *run.covering;
  const c::Cover::Spread& spread = covering.spreads.at(&question);
  const std::vector<c::PieceId>& ids = run.order.merger->program(question).ids;
  Verdict verdict;
  verdict.alone = !spread.whole;
  for (const c::Cover::Spot& spot : spread.own) {
    const auto& failing = run.states[spot.unit].failing;
    const auto failure = failing.find(spot.place);
    if (failure == failing.end()) continue;
    verdict.said += failure->second;
    verdict.alone = verdict.alone || users.at({spot.unit, spot.place}) > 1 || error_of_merging(failure->second);
  }
  for (const std::size_t unit : spread.units) {
    const UnitState& state = run.states[unit];
    verdict.unknown = verdict.unknown || !state.rest_shown;
    verdict.alone = verdict.alone || std::any_of(state.bad.begin(), state.bad.end(), [&](c::PieceId bad) {
      return std::find(ids.begin(), ids.end(), bad) != ids.end();
    });
    // A piece of its own that others of its pieces have needed in another unit, too.
    for (const auto& [place, said] : state.failing) {
      const c::MergedUnit::Place& at = covering.cover.units()[unit].places()[place];
      const bool known = std::any_of(spread.own.begin(), spread.own.end(), [&, where = place](const c::Cover::Spot& spot) {
        return spot.unit == unit && spot.place == where;
      });
      const bool own = run.order.merger->pieces()[at.piece].lonely ? covering.members[at.member] == &question
                                                                   : std::find(ids.begin(), ids.end(), at.piece) != ids.end();
      verdict.alone = verdict.alone || (own && !known);
    }
  }
  return verdict;
}

/// Answers what the units have shown; the rest is compiled again without the others, as long as that gets on.
void conclude(const std::shared_ptr<Run>& run, os::JobQueue& queue) {
  CoverOrder& order = run->order;
  const Users users = users_of(*run->covering);
  const bool hopeless = std::any_of(run->states.begin(), run->states.end(), [](const UnitState& state) { return state.unreadable; });
  Questions alone;
  Questions again;
  for (Question* question : order.compiled) {
    const Verdict verdict = verdict_of(*run, users, *question);
    if (verdict.alone) {
      alone.push_back(question);
    } else if (!verdict.said.empty()) {
      order.shop.settle_batched(*question, false, verdict.said);
    } else if (verdict.unknown) {
      again.push_back(question);
    } else {
      order.shop.settle_batched(*question, true, {});
    }
  }
  Questions linked_again;
  for (Question* question : order.linked) {
    const Verdict verdict = verdict_of(*run, users, *question);
    if (verdict.alone) continue;
    if (verdict.unknown) {
      linked_again.push_back(question);
    } else {
      run->shown.insert(question);
    }
  }
  ask_alone(order.shop, alone, queue);
  const std::size_t left = again.size() + linked_again.size();
  const bool stuck = left == order.compiled.size() + order.linked.size();
  order.compiled = again;
  order.linked = linked_again;
  if (left > 0 && !hopeless && !stuck && ++run->attempts < kAttempts) {
    start(run, queue);
    return;
  }
  if (!again.empty()) order.rest(again, queue);
  run->showing->known(run->shown, queue);
}

void start(const std::shared_ptr<Run>& run, os::JobQueue& queue) {
  CoverOrder& order = run->order;
  run->covering = order.merger->cover(order.compiled, order.linked);
  const std::size_t units = run->covering->cover.units().size();
  run->states.assign(units, {});
  run->waiting = units;
  const auto whole = [&](const Question* question) { return question->whole || order.merger->has_code(*question); };
  run->whole = std::any_of(order.compiled.begin(), order.compiled.end(), whole) || std::any_of(order.linked.begin(), order.linked.end(), whole);
  // The first one is the longest.
  for (std::size_t number = units; number-- > 0;) queue.add_first(std::make_unique<UnitJob>(run, number));
  if (units == 0) conclude(run, queue);
}

}  // namespace

void queue_cover(CoverOrder order, os::JobQueue& queue) {
  auto run = std::make_shared<Run>(Run{std::move(order)});
  run->order.merger->leave_to(run->showing, run->order.linked);
  start(run, queue);
}

}  // namespace pyconfigure::toolchain
