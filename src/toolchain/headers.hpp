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

/// A program that is some first part and then one #include of a standard header; empty when it is not of that form.
struct SingleHeader {
  std::string before;
  std::string name;
};
SingleHeader single_header(const probe::Program& program);

/// A program whose verdict the front end alone cannot give.
bool needs_assembler(const probe::Program& program);
/// A body whose directives would be seen by those behind it.
bool leaks(const probe::Program& program);

}  // namespace pyconfigure::toolchain
