// One translation unit for many programs.
//
// A unit holds the pieces of its programs, each once. A program may join when, for each of its pieces, every name in it
// stands for the same in the unit as it does in the program by itself, or the piece is there already. So a piece
// compiles in the unit if and only if it compiles in its program, but for what an error elsewhere in the unit hides.
// One thing comes late in C, and not by the name that is mentioned: a type that was declared is completed. A program
// that could meet a type which it does not complete, and the unit does, stays out.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_set>
#include <vector>

#include "pyconfigure/c/scope.hpp"

namespace pyconfigure::c {

/// A program as its pieces.
struct Program {
  Program() = default;
  /// Of a program that has been read.
  Program(std::vector<PieceId> ids, const Pieces& pieces);

  std::vector<PieceId> ids;
  std::vector<Atom> incomplete;  ///< tags that it declares and does not complete
};

class MergedUnit {
 public:
  /// `trail` is of the same pieces, and serves many units.
  MergedUnit(const Pieces& pieces, Trail& trail) : pieces_(pieces), trail_(trail) {}

  /// Adds a program, with its main under the name that `member` gives it; false when it does not fit, and nothing has
  /// changed.
  bool add(std::size_t member, const Program& program);

  /// The text. A header's piece is one line of `name`, with its place and 1 for a number; the lines of a piece that
  /// programs have themselves are those of `name`-PLACE. The main of each member is what `main_names` has for it.
  std::string text(const Atoms& atoms, const std::string& name, const std::vector<std::string>& main_names) const;

  struct Place {
    PieceId piece = 0;
    std::size_t member = 0;  ///< the program that brought it; others may have it too, unless it is a main
  };
  /// The pieces, in order.
  const std::vector<Place>& places() const { return places_; }
  const std::vector<std::size_t>& members() const { return members_; }

 private:
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

  std::size_t place_of(PieceId id) const;
  bool needs(const Program& program, Atom tag) const;
  History history(Atom name) const;

  const Pieces& pieces_;
  Trail& trail_;
  std::vector<Place> places_;
  std::vector<std::size_t> where_;      ///< by piece
  std::vector<History> names_;          ///< by atom
  std::unordered_set<Atom> complete_;   ///< tags
  std::unordered_set<Atom> open_tags_;  ///< those that nobody may complete any more
  std::unordered_set<Atom> called_;     ///< names that were not declared where they were called
  std::vector<std::size_t> members_;
};

}  // namespace pyconfigure::c
