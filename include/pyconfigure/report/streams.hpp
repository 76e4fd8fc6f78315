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

/// Why standard output could not be written, as errno says it; 0: it could. Nobody reading any more is no error, but
/// an interruption.
int output_error();

}  // namespace pyconfigure::report
