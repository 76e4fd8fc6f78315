// Programs as sequences of declarations with a meaning.
//
// What a declaration means depends on its tokens and on what the names in it stand for, which is what the declarations
// before it have made of them, and on nothing else: that is C's file scope (C11 6.2.1). Two declarations of two
// programs with equal tokens whose names have equal histories mean the same, and a translation unit that has the one
// has the other.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <unordered_map>
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
  bool sensitive = false;   ///< it may need types to be complete, though only names of them stand in it
  bool code = false;        ///< of a header: beside headers of somebody's own, errors in it may come behind the compiler's front end
  bool defines = false;     ///< of a header: what is linked may have something of it, though nobody mentions it
  History mark = 0;         ///< what it adds to the histories of what it declares
};

/// All pieces of all programs.
class Pieces {
 public:
  const Piece& operator[](PieceId id) const { return *pieces_[id]; }
  std::size_t size() const { return pieces_.size(); }
  PieceId add(Piece piece, History low, History high);
  /// The piece with that identity, or nothing.
  const PieceId* find(History low, History high) const;

 private:
  struct Hash {
    std::size_t operator()(const std::pair<History, History>& key) const { return static_cast<std::size_t>(key.first); }
  };
  std::vector<std::unique_ptr<const Piece>> pieces_;
  std::unordered_map<std::pair<History, History>, PieceId, Hash> known_;
};

/// Goes from some pieces of a program to all that declare a name which they lead to.
/// (One that is kept notes less each time.)
class Trail {
 public:
  explicit Trail(const Pieces& pieces) : pieces_(pieces) {}

  /// From now on the program that consists of these, which have to stay where they are.
  void open(const std::vector<PieceId>& program);

  /// Begins with the pieces at `begins`, and goes to none at `end` or behind it. `visit` gets the place of each, once, the piece, and
  /// a function that it calls with every name that leads on; false ends it.
  template <class Visit>
  void walk(const std::vector<std::uint32_t>& begins, std::size_t end, Visit visit) {
    ++walk_;
    open_.clear();
    for (std::uint32_t place : begins) pass(place);
    const auto follow = [this, end](Atom name) {
      if (name >= last_.size() || last_[name].program != programs_ || last_[name].walk == walk_) return;
      last_[name].walk = walk_;
      for (std::uint32_t link = last_[name].link; link != kNone; link = links_[link].before) {
        if (links_[link].place < end) pass(links_[link].place);
      }
    };
    while (!open_.empty()) {
      const std::uint32_t place = open_.back();
      open_.pop_back();
      if (!visit(place, pieces_[(*program_)[place]], follow)) return;
    }
  }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  /// One declaration of a name, and the one before it.
  struct Link {
    std::uint32_t place = 0;
    std::uint32_t before = kNone;
  };
  struct Last {
    std::uint32_t program = 0;  ///< 0: none
    std::uint32_t walk = 0;     ///< 0: never
    std::uint32_t link = kNone;
  };

  void pass(std::uint32_t place) {
    if (std::exchange(passed_[place], walk_) != walk_) open_.push_back(place);
  }

  const Pieces& pieces_;
  const std::vector<PieceId>* program_ = nullptr;
  std::uint32_t programs_ = 0;         ///< how many have been opened: what was noted of another one counts for nothing
  std::uint32_t walk_ = 0;             ///< how many walks there have been
  std::vector<Last> last_;             ///< by name: the link of its last declaration
  std::vector<Link> links_;
  std::vector<std::uint32_t> passed_;  ///< by place: the last walk that has come to it
  std::vector<std::uint32_t> open_;
};

/// The history of a name after one more declaration.
History after(History before, History mark);

/// The file scope of a program while its tokens come in.
class Scope : public TokenSink {
 public:
  Scope(const Words& words, Pieces& pieces) : words_(words), pieces_(pieces) {}

  bool take(const Tokens& tokens, bool own, Origin from, std::unique_ptr<Kept>* kept) override;

  struct Mark {
    std::size_t journal = 0;
    std::size_t ids = 0;
    Tokens open;
    Boundaries boundaries;
    bool open_own = false;
    Origin open_from = {};
  };
  Mark mark() const { return {journal_.size(), ids_.size(), open_, boundaries_, open_own_, open_from_}; }
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
    /// The piece that it was the last time, and by what.
    mutable PieceId last = 0;
    mutable std::pair<History, History> last_key;
  };
  /// The declarations of a run of tokens that begins and ends between declarations.
  struct Cut : Kept {
    bool usable = false;
    Origin from = {};
    std::vector<Outline> outlines;
  };

  Outline outline(const Tokens& tokens, bool own, Origin from);
  bool add(const Outline& outline, const Tokens& tokens, bool own, Origin from);
  std::uint8_t tag_of(const Outline& outline, const Tokens& tokens) const;
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
  Origin open_from_ = {};
  std::vector<std::uint32_t> seen_;  ///< by atom: the last declaration that mentioned it
  std::uint32_t count_ = 0;
  std::vector<bool> silent_;  ///< tokens of the open declaration that no name is looked up for
  std::vector<bool> groups_;  ///< the parentheses and braces that are open: do they hold members?
};

}  // namespace pyconfigure::c
