#include "pyconfigure/c/cover.hpp"

#include <algorithm>
#include <utility>

namespace pyconfigure::c {

namespace {

constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

}  // namespace

Cover::Spread Cover::add(std::size_t member, const Program& program, bool own) {
  std::vector<Candidate> candidates;
  for (MergedUnit& unit : units_) candidates.push_back({&unit, unit.completed(program)});
  Spread spread;
  trail_open_ = false;
  for (std::size_t at = 0; at < program.ids.size(); ++at) {
    const PieceId id = program.ids[at];
    const Piece& piece = pieces_[id];
    if (piece.own && !own) {
      for (Candidate& one : candidates) one.in_step = false;
      continue;
    }
    const std::size_t unit = place(member, program, at, candidates);
    if (unit == kNowhere) {
      spread.whole = false;
      continue;
    }
    candidates[unit].used = true;
    for (Candidate& one : candidates) one.in_step = one.in_step && one.unit->has(id);
    if (piece.own) spread.own.push_back({unit, units_[unit].place(id)});
  }
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].used) spread.units.push_back(i);
  }
  return spread;
}

/// The trail, for the program.
Trail& Cover::trail(const Program& program) {
  if (!std::exchange(trail_open_, true)) trail_.open(program.ids);
  return trail_;
}

/// Does the unit have the piece, where it means what it does in the program and can be shared?
bool Cover::shares(const Candidate& candidate, const Piece& piece, PieceId id) {
  return !piece.lonely && candidate.unit->has(id);
}

std::size_t Cover::place(std::size_t member, const Program& program, std::size_t at, std::vector<Candidate>& candidates) {
  const PieceId id = program.ids[at];
  const Piece& piece = pieces_[id];
  std::vector<PieceId> with_needed;
  const auto needed = [&]() -> const std::vector<PieceId>& {
    if (with_needed.empty()) with_needed = needed_for(program, at, trail(program));
    return with_needed;
  };
  // The names in it are not all that it leads to: what completes a type says nothing of the names of that type.
  const auto in_company = [&](const Candidate& one) {
    if (!piece.sensitive || one.in_step) return true;
    return std::all_of(needed().begin(), needed().end(), [&](PieceId other) { return one.unit->has(other); });
  };
  const auto spoils = [&](const Candidate& one) {
    if (!piece.sensitive || one.completed.ranges.empty()) return false;
    trail(program);
    return one.unit->spoils(program, at, one.completed);
  };
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (shares(candidates[i], piece, id) && in_company(candidates[i]) && !spoils(candidates[i])) return i;
  }
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (shares(candidates[i], piece, id) || spoils(candidates[i])) continue;
    if (candidates[i].unit->add(member, program, candidates[i].in_step ? std::vector{id} : needed())) return i;
  }
  needed();
  units_.emplace_back(pieces_, trail_);
  const bool fits = units_.back().add(member, program, with_needed);
  candidates.push_back({&units_.back(), {}, fits && with_needed.size() == at + 1});
  return fits ? units_.size() - 1 : kNowhere;
}

}  // namespace pyconfigure::c
