// Text for standard output and standard error, in the order in which it was meant.
#pragma once

#include <string>
#include <vector>

namespace pyconfigure::report {

/// A run of text for one of the two streams.
struct Piece {
  bool to_stderr = false;
  std::string text;
};

/// Writes the pieces in order; those for standard output only when not `silent`.
void print(const std::vector<Piece>& pieces, bool silent);

}  // namespace pyconfigure::report
