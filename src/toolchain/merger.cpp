#include "toolchain/merger.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <set>
#include <unordered_set>

#include "toolchain/diagnostics.hpp"
#include "toolchain/merged_units.hpp"

namespace pyconfigure::toolchain {

const std::string kMergedName = "pyconfigure-merged-";

namespace {

using Clock = std::chrono::steady_clock;

/// How long programs are read until others have their turn.
constexpr std::chrono::milliseconds kSlice(4);

Steps steps_of(const Question& question, std::string_view program, c::Atoms& atoms) {
  Steps out;
  out.question = &question;
  out.text = c::cut(program, atoms);
  if (out.text.odd) return out;
  const std::vector<c::Item>& items = out.text.items;
  for (std::size_t i = 0; i < items.size();) {
    std::size_t end = i;
    const c::Directive directive = items[i].directive;
    if (directive == c::Directive::if_ || directive == c::Directive::ifdef || directive == c::Directive::ifndef) {
      while (items[end].directive != c::Directive::endif) end = items[end].next_branch;
    }
    ++end;
    std::uint64_t identity = 0xcbf29ce484222325ULL;
    for (std::size_t item = i; item < end; ++item) {
      identity = (identity ^ (static_cast<std::uint64_t>(items[item].directive) + 1)) * 0xff51afd7ed558ccdULL;
      for (std::uint32_t at = items[item].begin; at < items[item].end; ++at) {
        const c::Token& token = out.text.tokens[at];
        identity = (identity ^ (token.atom * 2ULL + (token.space ? 1 : 0))) * 0xff51afd7ed558ccdULL;
        identity ^= identity >> 29;
      }
    }
    out.steps.push_back({i, end, identity});
    i = end;
  }
  return out;
}

/// In what the preprocessor leaves of it.
bool looks_for_texts(const Steps& steps) {
  const probe::ProgramProbe& probe = *steps.question->probe;
  return probe.phase == probe::Phase::preprocess && !probe.program.finds.empty();
}

bool before(const Steps& left, const Steps& right) {
  if (left.definitions != right.definitions) return left.definitions < right.definitions;
  if (left.folders != right.folders) return left.folders < right.folders;
  if (looks_for_texts(left) != looks_for_texts(right)) return looks_for_texts(right);
  return std::lexicographical_compare(left.steps.begin(), left.steps.end(), right.steps.begin(), right.steps.end(),
                                      [](const auto& a, const auto& b) { return a.identity < b.identity; });
}

/// Looks for texts that have no blanks in them, which therefore stand in one token if at all.
class TextSink : public c::TokenSink {
 public:
  TextSink(const std::vector<std::string>& texts, const c::Atoms& atoms) : texts_(texts), atoms_(atoms), found_(texts.size(), false) {}

  bool take(const c::Tokens& tokens, bool, c::Origin, std::unique_ptr<c::Kept>*) override {
    for (const c::Token& token : tokens) {
      for (std::size_t i = 0; i < texts_.size(); ++i) {
        found_[i] = found_[i] || atoms_.text(token.atom).find(texts_[i]) != std::string_view::npos;
      }
    }
    return true;
  }
  bool found(std::size_t i) const { return found_[i]; }

 private:
  const std::vector<std::string>& texts_;
  const c::Atoms& atoms_;
  std::vector<bool> found_;
};

/// Preprocessors leave more than the tokens of a program: the names of files, and lines that are not theirs, some with macros expanded. Could
/// the text stand there? (Not if no file and no definition has it.)
bool stands_beside_tokens(const std::string& text, const std::vector<const c::File*>& files, const c::Atoms& atoms) {
  if (std::string_view("<built-in> <command-line> conftest.c pragma ident sccs assert unassert").find(text) != std::string_view::npos) return true;
  return std::any_of(files.begin(), files.end(), [&](const c::File* file) {
    const c::Tokens& tokens = file->text.tokens;
    return file->path.find(text) != std::string::npos ||
           std::any_of(tokens.begin(), tokens.end(), [&](const c::Token& token) { return atoms.text(token.atom).find(text) != std::string_view::npos; });
  });
}

}  // namespace

void Showing::when_known(std::function<void(os::JobQueue&)> what, os::JobQueue& queue) {
  if (known_) {
    what(queue);
  } else {
    waiting_.push_back(std::move(what));
  }
}

void Showing::known(std::set<const Question*> shown, os::JobQueue& queue) {
  known_ = true;
  shown_ = std::move(shown);
  for (const auto& what : std::exchange(waiting_, {})) what(queue);
}

void Merger::take(const Questions& questions, LiveMacros& live) {
  for (const Question* question : questions) {
    if (!can_be_read(*question)) continue;
    const std::string text = live.live_text(*question->probe) + probe::program_text(question->probe->program);
    taken_.push_back(steps_of(*question, text, dialects_.atoms()));
    Dialects::Plain plain = dialects_.plain(*question->probe);
    taken_.back().definitions = std::move(plain.definitions);
    taken_.back().folders = std::move(plain.folders);
  }
}

void Merger::look_ahead() {
  std::map<std::pair<std::string, std::vector<c::SearchFolder>>, std::vector<const Steps*>> alike;
  for (const Steps& program : taken_) alike[{program.definitions, program.folders}].push_back(&program);
  c::Preprocessor preprocessor(dialects_.atoms(), dialects_.files(), speaker_.dialect, {});
  // The headers have been read by whoever has looked for names of ours in them.
  preprocessor.ask_ahead();
  for (const auto& [beginning, programs] : alike) {
    preprocessor.begin(beginning.first, beginning.second);
    for (const Steps* program : programs) preprocessor.ask_ahead(program->text);
  }
  open_ = preprocessor.open_questions();
}

bool Merger::read_some() {
  if (read_ == 0) {
    programs_.clear();
    needed_.clear();
    mentioned_.clear();
    built_.clear();
    preprocessed_.clear();
    found_.clear();
    refused_.clear();
    open_.clear();
    // Programs that begin alike stand side by side, and what they have in common is read once.
    std::stable_sort(taken_.begin(), taken_.end(), before);
  }
  const Clock::time_point enough = Clock::now() + kSlice;
  while (read_ < taken_.size() && (reading_ == nullptr || Clock::now() < enough)) {
    const Steps& steps = taken_[read_];
    if (reading_ == nullptr) {
      reading_ = std::make_unique<Reading>(dialects_, speaker_, steps);
    } else if (!taken_[read_ - 1].begins_like(steps)) {
      reading_->begin(steps);
    }
    read_one(steps);
    if (++read_ == taken_.size()) end_reading();
  }
  if (read_ < taken_.size()) return true;
  read_ = 0;
  return false;
}

void Merger::read_one(const Steps& steps) {
  if (steps.text.odd) return;
  if (looks_for_texts(steps)) return look_for_texts(steps);
  auto& [preprocessor, scope, passed] = *reading_;
  std::size_t common = 0;
  while (common < passed.size() && common < steps.steps.size() &&
         passed[common].identity == steps.steps[common].identity)
    ++common;
  if (common < passed.size()) {
    preprocessor.back_to(passed[common].macros);
    scope.back_to(passed[common].scope);
    passed.resize(common);
  }
  bool good = passed.empty() || passed.back().good;
  for (std::size_t i = common; good && i < steps.steps.size(); ++i) {
    const Steps::Step& step = steps.steps[i];
    passed.push_back({step.identity, preprocessor.mark(), scope.mark(), true});
    good = preprocessor.go(steps.text, step.begin, step.end, scope);
    passed.back().good = good;
  }
  if (good) preprocessed_.insert(steps.question);
  if (good && !scope.unfinished()) {
    c::Program program(scope.ids(), speaker_.pieces);
    if (!program.odd) programs_[steps.question] = std::move(program);
  }
  if (!good && preprocessor.trouble() == c::kErrorDirective) refused_.insert(steps.question);
}

/// (Nothing is shared with programs that are read for what they declare.)
void Merger::look_for_texts(const Steps& steps) {
  auto& [preprocessor, scope, passed] = *reading_;
  if (!passed.empty()) {
    preprocessor.back_to(passed.front().macros);
    scope.back_to(passed.front().scope);
    passed.clear();
  }
  const std::vector<std::string>& texts = steps.question->probe->program.finds;
  TextSink sink(texts, dialects_.atoms());
  const std::size_t start = preprocessor.mark();
  const bool good = preprocessor.go(steps.text, 0, steps.text.items.size(), sink);
  preprocessor.back_to(start);
  if (!good) return;
  std::string found;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (sink.found(i)) {
      found += texts[i] + '\n';
    } else if (steps.definitions.find(texts[i]) != std::string::npos || speaker_.dialect.macros.find(texts[i]) != std::string::npos ||
               stands_beside_tokens(texts[i], dialects_.files().all(), dialects_.atoms())) {
      return;
    }
  }
  preprocessed_.insert(steps.question);
  found_[steps.question] = std::move(found);
}

std::string Merger::found(const Question& question) const {
  const auto known = found_.find(&question);
  return known == found_.end() ? std::string() : known->second;
}

void Merger::end_reading() {
  open_ = reading_->preprocessor.open_questions();
  reading_.reset();
}

bool Merger::has_code(const Question& question) const {
  const auto program = programs_.find(&question);
  return question.users_headers && program != programs_.end() &&
         std::any_of(program->second.ids.begin(), program->second.ids.end(), [this](c::PieceId id) { return speaker_.pieces[id].code; });
}

/// The longest first: what is in a unit then tends to be what the next one needs.
Questions Merger::longest_first(Questions questions) const {
  const auto length = [this](const Question* question) {
    const auto program = programs_.find(question);
    return program == programs_.end() ? 0 : program->second.ids.size();
  };
  std::stable_sort(questions.begin(), questions.end(),
                   [&](const Question* left, const Question* right) { return length(left) > length(right); });
  return questions;
}

std::unique_ptr<Covering> Merger::cover(const Questions& compiled, const Questions& linked) {
  auto covering = std::make_unique<Covering>(speaker_.pieces, trail_);
  const std::set<const Question*> headers(linked.begin(), linked.end());
  Questions all = compiled;
  all.insert(all.end(), linked.begin(), linked.end());
  for (Question* question : longest_first(std::move(all))) {
    const auto program = programs_.find(question);
    if (program == programs_.end()) continue;
    const std::size_t member = covering->members.size();
    covering->members.push_back(question);
    covering->spreads[question] = covering->cover.add(member, program->second, !headers.contains(question));
  }
  return covering;
}

std::string Merger::text(const c::MergedUnit& unit, std::size_t number) const {
  return unit.text(dialects_.atoms(), kMergedName + std::to_string(number), {});
}

void Merger::leave_to(std::shared_ptr<Showing> showing, const Questions& questions) {
  showing_ = std::move(showing);
  for (const Question* question : questions) {
    needed_[question] = c::Program(c::needed(programs_.at(question), speaker_.pieces, trail_), speaker_.pieces);
  }
}

const c::Program& Merger::to_merge(const Question* question) const {
  const auto needed = needed_.find(question);
  return needed != needed_.end() ? needed->second : programs_.at(question);
}

std::vector<Questions> Merger::units(const Questions& questions, Questions& rest) {
  struct Open {
    c::MergedUnit unit;
    Questions members;
  };
  std::vector<Open> open;
  for (Question* question : longest_first(questions)) {
    const auto program = programs_.find(question);
    if (program == programs_.end()) {
      rest.push_back(question);
      continue;
    }
    bool placed = false;
    for (Open& one : open) {
      placed = one.unit.add(one.members.size(), to_merge(question));
      if (!placed) continue;
      one.members.push_back(question);
      break;
    }
    if (placed) continue;
    open.push_back({c::MergedUnit(speaker_.pieces, trail_), {}});
    if (open.back().unit.add(0, to_merge(question))) {
      open.back().members.push_back(question);
    } else {
      open.pop_back();
      rest.push_back(question);
    }
  }
  std::vector<Questions> units;
  for (Open& one : open) {
    if (one.members.size() == 1 && !needed_.contains(one.members.front())) {
      rest.push_back(one.members.front());
    } else {
      units.push_back(one.members);
      const Question* const first = one.members.front();
      built_.erase(first);
      built_.emplace(first, std::pair(std::move(one.members), std::move(one.unit)));
    }
  }
  return units;
}

Merged Merger::unit(const Questions& questions, std::size_t number, const std::vector<std::string>& numbers) {
  Merged merged;
  c::MergedUnit fresh(speaker_.pieces, trail_);
  const auto built = built_.find(questions.front());
  const bool whole = built != built_.end() && built->second.first == questions;
  std::vector<std::string> mains;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (!whole && !fresh.add(merged.members.size(), to_merge(questions[i]))) {
      merged.left.push_back(questions[i]);
      continue;
    }
    mains.push_back("pyconfigure_main_" + (numbers.empty() ? std::to_string(i) : numbers[i]));
    merged.members.push_back(questions[i]);
  }
  const c::MergedUnit& unit = whole ? built->second.second : fresh;
  merged.text = unit.text(dialects_.atoms(), kMergedName + std::to_string(number), mains);
  for (const c::MergedUnit::Place& place : unit.places()) {
    const c::Piece& piece = speaker_.pieces[place.piece];
    merged.places.push_back({place.piece, place.member, piece.own, piece.main});
  }
  return merged;
}

std::vector<std::size_t> Merger::members_with(const Merged& merged, std::size_t place) const {
  const Merged::Place& at = merged.places[place];
  if (at.main) return {at.member};
  std::vector<std::size_t> members;
  for (std::size_t i = 0; i < merged.members.size(); ++i) {
    const std::vector<c::PieceId>& program = programs_.at(merged.members[i]).ids;
    if (std::find(program.begin(), program.end(), at.piece) != program.end()) members.push_back(i);
  }
  return members;
}

const std::vector<std::string_view>& Merger::mentioned(const Question& question) {
  const auto [known, fresh] = mentioned_.try_emplace(&question);
  const auto program = programs_.find(&question);
  if (!fresh || program == programs_.end()) return known->second;
  std::unordered_set<c::Atom> names;
  std::vector<std::string_view>& all = known->second;
  const std::vector<c::PieceId>& ids = program->second.ids;
  std::vector<std::uint32_t> own;
  for (std::uint32_t place = 0; place < ids.size(); ++place) {
    if (speaker_.pieces[ids[place]].own) own.push_back(place);
  }
  trail_.open(ids);
  trail_.walk(own, ids.size(), [&](std::size_t, const c::Piece& piece, const auto& follow) {
    for (const c::Token& token : piece.tokens) {
      // Strings: a declaration may tell the linker another name (`__asm__ ("name")`).
      if (token.kind == c::Kind::string) {
        std::string_view text = dialects_.atoms().text(token.atom);
        if (text.size() > 2) all.push_back(text.substr(1, text.size() - 2));
      }
      if (token.kind != c::Kind::identifier || !names.insert(token.atom).second) continue;
      all.push_back(dialects_.atoms().text(token.atom));
      follow(token.atom);
    }
    return true;
  });
  return all;
}

std::optional<UnitErrors> errors_of(const Merger& merger, const Merged& merged, std::size_t number,
                                    const std::string& diagnostics) {
  const auto errors = compiler_errors(diagnostics);
  if (!errors || errors->empty()) return std::nullopt;
  UnitErrors found;
  for (const CompilerError& error : *errors) {
    std::size_t unit = 0;
    std::size_t at = 0;
    if (!merged_place(error.text, unit, at) || unit != number || at >= merged.places.size()) return std::nullopt;
    // What stands behind an error that may have confused the compiler is looked at again.
    if (!found.harmless) continue;
    const bool own = merged.places[at].own;
    const std::vector<std::size_t> members = merger.members_with(merged, at);
    for (std::size_t member : members) {
      UnitErrors::Failure& failure = found.failing[member];
      failure.said += error.text + "\n";
      failure.doubtful = failure.doubtful || !own || members.size() > 1 || error_of_merging(error.text);
      found.harmless = found.harmless && hides_nothing(error.text, merged.members[member]->probe->program);
    }
    // What a wrong declaration makes of those behind it nobody knows.
    found.harmless = found.harmless && own;
  }
  return found;
}

bool merged_place(std::string_view words, std::size_t& unit, std::size_t& place) {
  if (!words.starts_with(kMergedName)) return false;
  char* end = nullptr;
  const std::string text(words.substr(kMergedName.size(), 60));
  unit = std::strtoul(text.c_str(), &end, 10);
  if (*end != ':' && *end != '-') return false;
  const bool own = *end == '-';
  place = std::strtoul(end + 1, &end, 10);
  if (!own && place == 0) return false;
  if (!own) --place;
  return *end == ':';
}

}  // namespace pyconfigure::toolchain
