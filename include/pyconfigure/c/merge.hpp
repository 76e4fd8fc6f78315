// One translation unit for many programs.
//
// A unit holds pieces of its programs, each once. Pieces of a program may join when every name in each of them stands
// for the same in the unit as it does in the program by itself, or the piece is there already. So a piece compiles in
// the unit if and only if it compiles in its program, but for what an error elsewhere in the unit hides.
// One thing comes late in C, and not by the name that is mentioned: a type that was declared is completed. A program
// that could meet a type which is not complete there, and is in the unit, stays out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "pyconfigure/c/scope.hpp"

namespace pyconfigure::c {

/// A program as its pieces.
struct Program {
  Program() = default;
  /// Of a program that has been read.
  Program(std::vector<PieceId> ids, const Pieces& pieces);

  /// A tag that is declared and not complete yet, between two places.
  struct Incomplete {
    Atom tag = kNothing;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };

  std::vector<PieceId> ids;
  std::vector<Incomplete> incomplete;  ///< where that can make a difference to some piece
  /// It calls what it declares later, or has an object of a type that it completes later: what stands before counts on what comes.
  bool odd = false;
};

/// What has to stand in a unit, so that what a program has itself compiles there as it does in the program, if its
/// headers do: its own pieces, what those lead to, and what headers define. In the program's order.
std::vector<PieceId> needed(const Program& program, const Pieces& pieces, Trail& trail);

/// The piece at a place, after all before it that it leads to. The trail has to be open for the program.
std::vector<PieceId> needed_for(const Program& program, std::size_t place, Trail& trail);

class MergedUnit {
 public:
  /// `trail` is of the same pieces, and serves many units.
  MergedUnit(const Pieces& pieces, Trail& trail) : pieces_(pieces), trail_(trail) {}

  /// Adds a program, with its main under the name that `member` gives it; false when it does not fit, and nothing has
  /// changed.
  bool add(std::size_t member, const Program& program) { return !spoils(program) && add(member, program, program.ids); }
  /// Adds some pieces of a program, in the program's order; the last one is what they are for, and the unit does not
  /// spoil it.
  bool add(std::size_t member, const Program& program, const std::vector<PieceId>& ids);
  /// Is a type complete here that a piece of the program could meet where it is not complete in the program?
  bool spoils(const Program& program);
  /// The tags of a program that are complete in the unit from a place on, though not everywhere in the program.
  struct Completed {
    struct Range {
      std::size_t from = 0;     ///< the place in the unit
      std::uint32_t begin = 0;  ///< those in the program between which it is not
      std::uint32_t end = 0;
    };
    std::unordered_map<Atom, Range> tags;
    std::vector<Range> ranges;  ///< all of them, in the unit's order
  };
  Completed completed(const Program& program) const;
  /// The same for the piece at one place, among these: where it stands in the unit, or would be added. The trail has to
  /// be open for the program.
  bool spoils(const Program& program, std::size_t place, const Completed& completed);
  bool has(PieceId id) const { return place_of(id) != kNowhere; }

  /// The text. A header's piece is one line of `name`, with its place and 1 for a number; the lines of a piece that
  /// programs have themselves are those of `name`-PLACE. The main of each member is what `main_names` has for it, or
  /// pyconfigure_main_ and its number when that is empty.
  std::string text(const Atoms& atoms, const std::string& name, const std::vector<std::string>& main_names) const;

  struct Place {
    PieceId piece = 0;
    std::size_t member = 0;  ///< the program that brought it; others may have it too, unless it is lonely
  };
  /// The pieces, in order.
  const std::vector<Place>& places() const { return places_; }
  /// Where a piece that is there stands, the last time.
  std::size_t place(PieceId id) const { return where_[id]; }

 private:
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

  std::size_t place_of(PieceId id) const;
  bool needs(const Program& program, const Program::Incomplete& incomplete) const;
  History history(Atom name) const;

  const Pieces& pieces_;
  Trail& trail_;
  std::vector<Place> places_;
  std::vector<std::size_t> where_;      ///< by piece
  std::vector<History> names_;          ///< by atom
  std::unordered_map<Atom, std::size_t> complete_;  ///< tags, and the place that has completed each
  std::unordered_set<Atom> open_tags_;  ///< those that nobody may complete any more
  std::unordered_set<Atom> called_;     ///< names that were not declared where they were called
};

}  // namespace pyconfigure::c
