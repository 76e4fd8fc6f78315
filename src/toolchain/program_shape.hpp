// What the declarations of a test program tell about the company that it can be asked in.
#pragma once

#include "pyconfigure/probe/probe.hpp"

namespace pyconfigure::toolchain {

struct ProgramShape {
  /// The program keeps to itself what it says: it has no attributes, pragmas or block-scope externs, which reach beyond
  /// it.
  bool keeps_to_itself = false;
  /// The program is linked, and can have another name than main, and an executable in which others stand: main takes
  /// nothing and, when it is to run, comes to a return or an exit, and nothing else of it is to be seen from outside.
  bool shares_an_executable = false;
};

ProgramShape shape_of(const probe::ProgramProbe& probe);

}  // namespace pyconfigure::toolchain
