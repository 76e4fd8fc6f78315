// Programs as sequences of declarations with a meaning.
//
// What a declaration means depends on its tokens and on what the names in it stand for, which is what the declarations
// before it have made of them, and on nothing else: that is C's file scope (C11 6.2.1). Two declarations of two
// programs with equal tokens whose names have equal histories mean the same, and a translation unit that has the one
// has the other.
#pragma once

#include <cstdint>
#include <deque>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "pyconfigure/c/declarations.hpp"
#include "pyconfigure/c/preprocessor.hpp"
#include "pyconfigure/c/tokens.hpp"

namespace pyconfigure::c {

/// What a name stands for: a hash over the declarations of it, in order; 0: it is not declared.
using History = std::uint64_t;

using PieceId = std::uint32_t;

/// A declaration with its meaning.
struct Piece {
  Tokens tokens;
  std::vector<std::pair<Atom, History>> names;  ///< each that it mentions, with what it stands for before
  std::vector<Declared> declares;
  std::vector<Atom> calls;  ///< names that are not declared and look as if they were called
  bool own = false;         ///< of a program itself, not of a header
  bool system = false;      ///< of a header of the system
  bool main = false;        ///< it mentions the program's main
  bool lonely = false;      ///< no two programs share it: it mentions main, or defines something
  History mark = 0;         ///< what it adds to the histories of what it declares
};

/// All pieces of all programs.
class Pieces {
 public:
  const Piece& operator[](PieceId id) const { return pieces_[id]; }
  std::size_t size() const { return pieces_.size(); }
  PieceId add(Piece piece, History low, History high);
  /// The piece with that identity, or nothing.
  const PieceId* find(History low, History high) const;

 private:
  struct Hash {
    std::size_t operator()(const std::pair<History, History>& key) const { return static_cast<std::size_t>(key.first); }
  };
  std::deque<Piece> pieces_;
  std::unordered_map<std::pair<History, History>, PieceId, Hash> known_;
};

/// Goes from the pieces of a program that `begins` says to all that declare a name which one of them leads to. `visit`
/// gets each once, and a function that it calls with every such name; false ends it.
template <class Begins, class Visit>
void follow_names(const Pieces& pieces, const std::vector<PieceId>& program, Begins begins, Visit visit) {
  std::unordered_map<Atom, std::vector<PieceId>> declared;
  std::vector<PieceId> open;
  for (PieceId id : program) {
    for (const Declared& one : pieces[id].declares) declared[one.name].push_back(id);
    if (begins(pieces[id])) open.push_back(id);
  }
  std::unordered_set<PieceId> passed(open.begin(), open.end());
  const auto follow = [&](Atom name) {
    const auto it = declared.find(name);
    if (it == declared.end()) return;
    for (PieceId id : it->second) {
      if (passed.insert(id).second) open.push_back(id);
    }
  };
  while (!open.empty()) {
    const Piece& piece = pieces[open.back()];
    open.pop_back();
    if (!visit(piece, follow)) return;
  }
}

/// The history of a name after one more declaration.
History after(History before, History mark);

/// The file scope of a program while its tokens come in.
class Scope : public TokenSink {
 public:
  Scope(const Words& words, Pieces& pieces) : words_(words), pieces_(pieces) {}

  bool take(const Tokens& tokens, bool own, bool system, std::unique_ptr<Kept>* kept) override;

  struct Mark {
    std::size_t journal = 0;
    std::size_t ids = 0;
    Tokens open;
    Boundaries boundaries;
    bool open_own = false;
    bool open_system = false;
  };
  Mark mark() const { return {journal_.size(), ids_.size(), open_, boundaries_, open_own_, open_system_}; }
  void back_to(const Mark& mark);

  /// The pieces so far, in order.
  const std::vector<PieceId>& ids() const { return ids_; }
  /// A declaration has begun and not ended.
  bool unfinished() const { return !open_.empty(); }

 private:
  struct Name {
    History history = 0;
    std::uint8_t is = 0;
  };
  struct Change {
    Atom name = kNothing;
    Name before;
  };

  /// What can be said of a declaration before anything is known of the names in it.
  struct Outline {
    std::size_t begin = 0;  ///< in the tokens that it is of
    std::size_t end = 0;
    History low = 0;
    History high = 0;
    std::vector<Atom> names;  ///< those that are looked up, each once
  };
  /// The declarations of a run of tokens that begins and ends between declarations.
  struct Cut : Kept {
    bool usable = false;
    bool system = false;
    std::vector<Outline> outlines;
  };

  Outline outline(const Tokens& tokens, bool own, bool system);
  bool add(const Outline& outline, const Tokens& tokens, bool own, bool system);
  void mark_silent(const Tokens& tokens);
  Name& name(Atom atom);

  const Words& words_;
  Pieces& pieces_;
  std::vector<Name> names_;  ///< by atom
  std::vector<Change> journal_;
  std::vector<PieceId> ids_;
  Tokens open_;
  Boundaries boundaries_;
  bool open_own_ = false;
  bool open_system_ = false;
  std::vector<std::uint32_t> seen_;  ///< by atom: the last declaration that mentioned it
  std::uint32_t count_ = 0;
  std::vector<std::uint8_t> is_;
  std::vector<bool> silent_;  ///< tokens of the open declaration that no name is looked up for
  std::vector<bool> groups_;  ///< the parentheses and braces that are open: do they hold members?
};

}  // namespace pyconfigure::c
