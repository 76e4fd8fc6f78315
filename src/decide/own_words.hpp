// Names in our test programs that the user's own -D words would change.
#pragma once

#include <string>

#include "pyconfigure/probe/probe.hpp"

namespace pyconfigure::decide {

/// The name that a -D word of the tools' flags defines and that the program uses for something of its own; empty when there is none.
/// configure's programs decide the same questions, but call such things otherwise.
std::string redefined_word(const probe::ProgramProbe& probe);

}  // namespace pyconfigure::decide
