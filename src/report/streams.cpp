#include "pyconfigure/report/streams.hpp"

#include <cstdio>

namespace pyconfigure::report {

void print(const std::vector<Piece>& pieces, bool silent) {
  for (const Piece& piece : pieces) {
    if (silent && !piece.to_stderr) continue;
    std::FILE* stream = piece.to_stderr ? stderr : stdout;
    std::fwrite(piece.text.data(), 1, piece.text.size(), stream);
    std::fflush(stream);
  }
}

}  // namespace pyconfigure::report
