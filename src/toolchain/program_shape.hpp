// What the declarations of a test program tell about the company that it can be asked in.
#pragma once

#include "pyconfigure/probe/probe.hpp"

namespace pyconfigure::toolchain {

/// A program that keeps to itself what it says: it has no attributes, pragmas or block-scope externs, which reach
/// beyond it.
bool keeps_to_itself(const probe::Program& program);
/// A program that can have another name than main, and an executable in which others stand: main takes nothing and
/// comes to a return or an exit, and nothing else of it is to be seen from outside.
bool can_share_an_executable(const probe::Program& program, bool runs);

}  // namespace pyconfigure::toolchain
