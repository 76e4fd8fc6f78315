#include "pyconfigure/c/merge.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace pyconfigure::c {

namespace {

constexpr std::uint32_t kComplete = UINT32_MAX;

/// The pieces at `begins`, and those before `end` that they lead to, in the program's order.
std::vector<PieceId> reached(const Program& program, const std::vector<std::uint32_t>& begins, std::size_t end, Trail& trail) {
  std::vector<std::size_t> places;
  trail.walk(begins, end, [&](std::size_t place, const Piece& piece, const auto& follow) {
    places.push_back(place);
    for (const auto& [name, history] : piece.names) follow(name);
    return true;
  });
  std::sort(places.begin(), places.end());
  std::vector<PieceId> ids;
  ids.reserve(places.size());
  for (const std::size_t place : places) ids.push_back(program.ids[place]);
  return ids;
}

/// Do the pieces at `begins`, and those before `end` that they lead to, mention a name that is looked for?
template <class Looked>
bool lead_to(const std::vector<std::uint32_t>& begins, std::size_t end, Trail& trail, Looked looked) {
  bool found = false;
  trail.walk(begins, end, [&](std::size_t, const Piece& piece, const auto& follow) {
    for (const auto& [name, history] : piece.names) {
      found = found || looked(name);
      follow(name);
    }
    return !found;
  });
  return found;
}

}  // namespace

std::size_t MergedUnit::place_of(PieceId id) const {
  return id < where_.size() ? where_[id] : kNowhere;
}

History MergedUnit::history(Atom name) const {
  return name < names_.size() ? names_[name] : 0;
}

Program::Program(std::vector<PieceId> all, const Pieces& pieces) : ids(std::move(all)) {
  std::unordered_map<Atom, std::uint32_t> open;
  std::vector<std::uint32_t> sensitive;  // how many there are before each place
  const auto close = [&](Atom tag, std::uint32_t begin, std::uint32_t end) {
    if (sensitive[end] > sensitive[begin]) incomplete.push_back({tag, begin, end});
  };
  std::unordered_set<Atom> called;
  std::uint32_t count = 0;
  for (std::uint32_t place = 0; place < ids.size(); ++place) {
    const Piece& piece = pieces[ids[place]];
    sensitive.push_back(count);
    count += piece.sensitive ? 1 : 0;
    for (const Declared& declared : piece.declares) {
      odd = odd || (!called.empty() && called.contains(declared.name));
      if ((declared.is & kIsTag) == 0) continue;
      const auto [known, fresh] = open.emplace(declared.name, place);
      if ((declared.is & kIsComplete) == 0 || known->second == kComplete) continue;
      if (!fresh) close(declared.name, known->second, place);
      known->second = kComplete;
    }
    called.insert(piece.calls.begin(), piece.calls.end());
  }
  sensitive.push_back(count);
  for (const Incomplete& one : incomplete) {
    for (std::uint32_t place = one.begin; place < one.end && !odd; ++place) {
      const Piece& piece = pieces[ids[place]];
      odd = piece.own && piece.lonely && !piece.main;
    }
  }
  for (const auto& [tag, begin] : open) {
    if (begin != kComplete) close(tag, begin, static_cast<std::uint32_t>(ids.size()));
  }
}

std::vector<PieceId> needed(const Program& program, const Pieces& pieces, Trail& trail) {
  trail.open(program.ids);
  std::vector<std::uint32_t> begins;
  for (std::uint32_t place = 0; place < program.ids.size(); ++place) {
    const Piece& piece = pieces[program.ids[place]];
    if (piece.own || piece.defines) begins.push_back(place);
  }
  return reached(program, begins, program.ids.size(), trail);
}

std::vector<PieceId> needed_for(const Program& program, std::size_t place, Trail& trail) {
  return reached(program, {static_cast<std::uint32_t>(place)}, place, trail);
}

/// Can something of the program that stands where the tag is not complete come to it, by way of the declarations of
/// what it mentions?
bool MergedUnit::needs(const Program& program, const Program::Incomplete& incomplete) const {
  std::vector<std::uint32_t> begins;
  for (std::uint32_t place = incomplete.begin; place < incomplete.end; ++place) {
    if (pieces_[program.ids[place]].sensitive) begins.push_back(place);
  }
  return lead_to(begins, incomplete.end, trail_, [&](Atom name) { return name == incomplete.tag; });
}

bool MergedUnit::spoils(const Program& program) {
  bool opened = false;
  return std::any_of(program.incomplete.begin(), program.incomplete.end(), [&](const Program::Incomplete& one) {
    if (!complete_.contains(one.tag)) return false;
    if (!std::exchange(opened, true)) trail_.open(program.ids);
    return needs(program, one);
  });
}

MergedUnit::Completed MergedUnit::completed(const Program& program) const {
  Completed all;
  for (const Program::Incomplete& one : program.incomplete) {
    const auto known = complete_.find(one.tag);
    if (known == complete_.end()) continue;
    all.ranges.push_back({known->second, one.begin, one.end});
    all.tags.emplace(one.tag, all.ranges.back());
  }
  std::sort(all.ranges.begin(), all.ranges.end(), [](const auto& left, const auto& right) { return left.from < right.from; });
  return all;
}

bool MergedUnit::spoils(const Program& program, std::size_t place, const Completed& completed) {
  const PieceId id = program.ids[place];
  const Piece& piece = pieces_[id];
  if (!piece.sensitive) return false;
  const std::size_t stands = piece.lonely ? kNowhere : place_of(id);
  const auto counts = [&](const Completed::Range& range) { return range.from < stands && range.begin <= place && place < range.end; };
  const auto behind = std::find_if(completed.ranges.begin(), completed.ranges.end(), [&](const auto& range) { return counts(range) || range.from >= stands; });
  if (behind == completed.ranges.end() || !counts(*behind)) return false;
  return lead_to({static_cast<std::uint32_t>(place)}, place, trail_, [&](Atom name) {
    const auto tag = completed.tags.find(name);
    return tag != completed.tags.end() && counts(tag->second);
  });
}

bool MergedUnit::add(std::size_t member, const Program& program, const std::vector<PieceId>& ids) {
  std::vector<std::pair<Atom, History>> undo;
  std::vector<PieceId> fresh;
  std::vector<Atom> fresh_calls;
  bool fits = true;
  for (PieceId id : ids) {
    const Piece& piece = pieces_[id];
    if (has(id) && (!piece.lonely || places_[where_[id]].member == member)) continue;
    for (const auto& [name, before] : piece.names) {
      if (name == kMain && piece.own) continue;
      if (history(name) != before) {
        fits = false;
        break;
      }
    }
    if (!fits) break;
    fresh.push_back(id);
    for (const Declared& declared : piece.declares) {
      if (declared.name == kMain && piece.own) continue;
      // An object of a type that is completed behind it is none of its program's.
      fits = fits && ((declared.is & kIsComplete) == 0 || !open_tags_.contains(declared.name));
      // Whoever has called it without a declaration has said something of its type.
      fits = fits && !called_.contains(declared.name);
      if (declared.name >= names_.size()) names_.resize(std::max<std::size_t>(declared.name + 1, 2 * names_.size()), 0);
      History& now = names_[declared.name];
      undo.emplace_back(declared.name, now);
      now = after(now, piece.mark);
    }
    for (Atom called : piece.calls) {
      if (called == kMain) continue;
      // Two that call it may not think the same of it.
      if (called_.insert(called).second) {
        fresh_calls.push_back(called);
      } else if (piece.own && std::find(fresh_calls.begin(), fresh_calls.end(), called) == fresh_calls.end()) {
        fits = false;
      }
    }
  }
  if (!fits) {
    for (auto it = undo.rbegin(); it != undo.rend(); ++it) names_[it->first] = it->second;
    for (Atom called : fresh_calls) called_.erase(called);
    return false;
  }
  for (PieceId id : fresh) {
    if (id >= where_.size()) where_.resize(std::max<std::size_t>(id + 1, 2 * where_.size()), kNowhere);
    where_[id] = places_.size();
    for (const Declared& declared : pieces_[id].declares) {
      if ((declared.is & kIsComplete) != 0) complete_.emplace(declared.name, places_.size());
    }
    places_.push_back({id, member});
  }
  const bool objects = std::any_of(ids.begin(), ids.end(), [this](PieceId id) {
    return pieces_[id].own && pieces_[id].lonely && !pieces_[id].main;
  });
  if (objects) {
    for (const Program::Incomplete& one : program.incomplete) {
      if (one.end == program.ids.size()) open_tags_.insert(one.tag);
    }
  }
  return true;
}

namespace {

/// With the lines that it has, and another name for main.
void append_own(std::string& out, const Piece& piece, const Atoms& atoms, const std::string& main_name) {
  for (const Token& token : piece.tokens) {
    if (&token != &piece.tokens.front()) out.append(token.lines, '\n');
    if (token.atom == kMain) {
      out += main_name + " ";
    } else {
      append_text(out, &token, &token + 1, atoms);
    }
  }
}

}  // namespace

std::string MergedUnit::text(const Atoms& atoms, const std::string& name,
                             const std::vector<std::string>& main_names) const {
  enum class From { none, own, users, system };
  std::string out;
  From last = From::none;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const Piece& piece = pieces_[places_[i].piece];
    const From from = piece.own ? From::own : piece.system ? From::system : From::users;
    if (from == From::own) {
      out += "# 1 \"" + name + "-" + std::to_string(i) + "\"\n";
    } else if (from != last) {
      out += "# " + std::to_string(i + 1) + " \"" + name + "\"" + (piece.system ? " 3" : "") + "\n";
    }
    last = from;
    if (piece.own) {
      append_own(out, piece, atoms, main_names.empty() ? "pyconfigure_main_" + std::to_string(places_[i].member) : main_names[places_[i].member]);
    } else {
      append_text(out, piece.tokens.data(), piece.tokens.data() + piece.tokens.size(), atoms);
    }
    out += '\n';
  }
  return out;
}

}  // namespace pyconfigure::c
