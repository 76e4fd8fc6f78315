#include "pyconfigure/report/streams.hpp"

#include <cerrno>
#include <cstdio>

namespace pyconfigure::report {

namespace {

int g_output_error = 0;

}  // namespace

int output_error() { return g_output_error; }

void print(const std::vector<Piece>& pieces, bool silent) {
  for (const Piece& piece : pieces) {
    if (silent && !piece.to_stderr) continue;
    std::FILE* stream = piece.to_stderr ? stderr : stdout;
    const bool whole = std::fwrite(piece.text.data(), 1, piece.text.size(), stream) == piece.text.size();
    if ((std::fflush(stream) != 0 || !whole) && stream == stdout && errno != EPIPE) g_output_error = errno;
  }
}

}  // namespace pyconfigure::report
