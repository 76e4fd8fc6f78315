// Few translation units that together have all pieces of some programs, each where it means what it means in its
// program: what a compiler says of the units it would have said of the programs.
//
// A program is spread over several units where its pieces have to be: a header's piece that is the same in two programs
// stands in one unit, whatever else those programs disagree about. (c/merge.hpp tells when a piece may join a unit. One
// that may need types to be complete joins after all in its program that it leads to.)
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "pyconfigure/c/merge.hpp"

namespace pyconfigure::c {

class Cover {
 public:
  /// A place in a unit.
  struct Spot {
    std::size_t unit = 0;
    std::size_t place = 0;
  };
  /// Where a program has gone.
  struct Spread {
    std::vector<Spot> own;            ///< of its own pieces, in its order
    std::vector<std::size_t> units;   ///< those that have pieces of it
    bool whole = true;                ///< all its pieces have a place
  };

  Cover(const Pieces& pieces, Trail& trail) : pieces_(pieces), trail_(trail) {}

  /// Finds places for the program's pieces, those of its headers alone unless `own`. `member`: its number, for those
  /// that it brings.
  Spread add(std::size_t member, const Program& program, bool own);

  const std::deque<MergedUnit>& units() const { return units_; }

 private:
  /// A unit, seen from one program.
  struct Candidate {
    MergedUnit* unit = nullptr;
    MergedUnit::Completed completed;
    bool in_step = true;  ///< all that stands before in the program is there
    bool used = false;
  };

  /// Where the piece at a place of the program is, or now goes; the largest number when there is no place for it.
  std::size_t place(std::size_t member, const Program& program, std::size_t at, std::vector<Candidate>& candidates);

  Trail& trail(const Program& program);
  static bool shares(const Candidate& candidate, const Piece& piece, PieceId id);

  const Pieces& pieces_;
  Trail& trail_;
  bool trail_open_ = false;  ///< for the program that is being added
  std::deque<MergedUnit> units_;
};

}  // namespace pyconfigure::c
