#include "pyconfigure/c/cover.hpp"

#include <algorithm>
#include <utility>

namespace pyconfigure::c {

namespace {

constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

}  // namespace

Cover::Spread Cover::add(std::size_t member, const Program& program, bool own) {
  std::vector<Candidate> candidates;
  for (const MergedUnit& unit : units_) candidates.push_back({unit.completed(program)});
  Spread spread;
  trail_.open(program.ids);
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
    for (std::size_t i = 0; i < candidates.size(); ++i) candidates[i].in_step = candidates[i].in_step && units_[i].has(id);
    if (piece.own) spread.own.push_back({unit, units_[unit].place(id)});
  }
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].used) spread.units.push_back(i);
  }
  return spread;
}

std::size_t Cover::place(std::size_t member, const Program& program, std::size_t at, std::vector<Candidate>& candidates) {
  const PieceId id = program.ids[at];
  std::vector<PieceId> with_needed;
  // The names in it are not all that it leads to: what completes a type says nothing of the names of that type.
  const auto in_company = [&](std::size_t i) {
    if (!pieces_[id].sensitive || candidates[i].in_step) return true;
    if (with_needed.empty()) with_needed = needed_for(program, at, trail_);
    return std::all_of(with_needed.begin(), with_needed.end(), [&](PieceId one) { return units_[i].has(one); });
  };
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (units_[i].has(id) && !pieces_[id].lonely && in_company(i) && !units_[i].spoils(program, at, candidates[i].completed)) return i;
  }
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if ((units_[i].has(id) && !pieces_[id].lonely) || units_[i].spoils(program, at, candidates[i].completed)) continue;
    if (candidates[i].in_step) {
      if (units_[i].add(member, program, {id})) return i;
      continue;
    }
    if (with_needed.empty()) with_needed = needed_for(program, at, trail_);
    if (units_[i].add(member, program, with_needed)) return i;
  }
  if (with_needed.empty()) with_needed = needed_for(program, at, trail_);
  units_.emplace_back(pieces_, trail_);
  const bool fits = units_.back().add(member, program, with_needed);
  candidates.push_back({{}, fits && with_needed.size() == at + 1});
  return fits ? units_.size() - 1 : kNowhere;
}

}  // namespace pyconfigure::c
