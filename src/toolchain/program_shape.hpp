// What the declarations of a test program tell about the company that it can be asked in.
#pragma once

#include "pyconfigure/probe/probe.hpp"

namespace pyconfigure::toolchain {

struct ProgramShape {
  /// The program keeps to itself what it says: it has no attributes, pragmas or block-scope externs, which reach beyond
  /// it.
  bool keeps_to_itself = false;
  /// Its main, in an executable in which others stand.
  enum class Main {
    alone,          ///< it can be in none: others could see more of it, or it is no main that can have another name
    takes_nothing,  ///< main(void)
    takes_words     ///< main(int, char **)
  };
  /// (One that is to run comes to a return or an exit.)
  Main main = Main::alone;
  bool shares_an_executable() const { return main != Main::alone; }
};

ProgramShape shape_of(const probe::ProgramProbe& probe);

}  // namespace pyconfigure::toolchain
