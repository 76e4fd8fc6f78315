// What a person wants to know after a run, instead of eight hundred lines of checks.
#pragma once

#include <string>
#include <vector>

#include "pyconfigure/os/terminal.hpp"

namespace pyconfigure::report {

struct Summary {
  struct Line {
    std::string label;
    std::string text;
  };

  std::string title;                     ///< CPython 3.14.7 for x86_64-pc-linux-gnu
  std::vector<Line> facts;               ///< prefix, compiler, ...
  std::vector<std::string> missing;      ///< each a module and why
  std::string install;                   ///< the command that would bring what is missing
  std::vector<std::string> disabled;     ///< modules
  std::vector<std::string> unavailable;  ///< modules that this platform cannot have
  std::string took;
  std::string next;
};

/// The text, with a line break at the end of each line; long lists of names are folded to the terminal's width.
std::string summary_text(const Summary& summary, const os::Terminal& terminal);

}  // namespace pyconfigure::report
