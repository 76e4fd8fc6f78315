#include "pyconfigure/c/merge.hpp"

#include <algorithm>
#include <utility>

namespace pyconfigure::c {

std::size_t MergedUnit::place_of(PieceId id) const { return id < where_.size() ? where_[id] : kNowhere; }

History MergedUnit::history(Atom name) const {
  return name < names_.size() ? names_[name] : 0;
}

bool MergedUnit::add(std::size_t member, const std::vector<PieceId>& program) {
  std::vector<std::pair<Atom, History>> undo;
  std::vector<PieceId> fresh;
  std::vector<Atom> fresh_calls;
  bool fits = true;
  for (PieceId id : program) {
    const Piece& piece = pieces_[id];
    if (place_of(id) != kNowhere && !piece.main) continue;
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
      // Whoever has called it without a declaration has said something of its type.
      fits = fits && !called_.contains(declared.name);
      if (declared.name >= names_.size()) names_.resize(std::max<std::size_t>(declared.name + 1, 2 * names_.size()), 0);
      History& now = names_[declared.name];
      undo.emplace_back(declared.name, now);
      now = after(now, piece.mark);
    }
    for (Atom called : piece.calls) {
      if (called != kMain && called_.insert(called).second) fresh_calls.push_back(called);
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
    places_.push_back({id, member});
  }
  members_.push_back(member);
  return true;
}

std::string MergedUnit::text(const Atoms& atoms, const std::string& name, const std::vector<std::string>& main_names) const {
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
    for (const Token& token : piece.tokens) {
      if (piece.own && &token != &piece.tokens.front()) out.append(token.lines, '\n');
      if (token.atom == kMain && piece.own) {
        out += main_names[places_[i].member] + " ";
      } else {
        append_text(out, &token, &token + 1, atoms);
      }
    }
    out += '\n';
  }
  return out;
}

}  // namespace pyconfigure::c
