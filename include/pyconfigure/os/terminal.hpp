// Whether somebody is watching, and what their terminal can do.
#pragma once

#include <optional>

namespace pyconfigure::os {

struct Terminal {
  int columns = 80;
  bool rewrites = true;  ///< a line can be written over
  bool colours = true;
};

/// What is known of the terminal behind a file descriptor; nothing when it is no terminal. TERM=dumb (or none) has
/// neither rewriting nor colours; NO_COLOR takes the colours.
std::optional<Terminal> terminal(int descriptor);

}  // namespace pyconfigure::os
