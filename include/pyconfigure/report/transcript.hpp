// The transcript on standard output and standard error, line for line as configure writes it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::report {

/// A run of text for one of the two streams.
struct Piece {
  bool to_stderr = false;
  std::string text;
};

/// `events` from index `first` on as text; `name` is what messages begin with.
std::vector<Piece> transcript(const std::vector<decide::Event>& events, std::size_t first, const std::string& name);

/// Writes the pieces in order; those for standard output only when not `silent`.
void print(const std::vector<Piece>& pieces, bool silent);

}  // namespace pyconfigure::report
