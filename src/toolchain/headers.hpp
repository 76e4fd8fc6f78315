// What the text of a test program tells about how it can be asked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/probe/probe.hpp"

namespace pyconfigure::toolchain {

/// The headers that `text` includes with <...>: all of them, and those that no conditional can leave out.
struct Includes {
  std::vector<std::string> all;
  std::vector<std::string> certain;
};
Includes includes_of(std::string_view text);

/// A program that is some first part and then one #include; empty when it is not of that form.
struct LastInclude {
  std::string before;
  std::string name;
  std::string line;  ///< the #include itself
};
LastInclude last_include(const probe::Program& program);

/// The headers that a program includes, in order, when it consists of nothing but #include lines of standard headers, with
/// conditionals on macros that only confdefs.h defines; empty when it does not.
std::vector<std::string> standard_headers(const probe::ProgramProbe& probe);

/// A program whose verdict the front end alone cannot give.
bool needs_assembler(const probe::Program& program);
/// Declarations alone: no header and no macro. (A program without any prologue may rely on a name being undeclared.)
bool only_declares(const std::string& prologue);
/// A body whose directives would be seen by those behind it.
bool leaks(const probe::Program& program);

}  // namespace pyconfigure::toolchain
