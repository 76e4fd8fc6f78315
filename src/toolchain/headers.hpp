// Which headers are there, and which files they pull in: one preprocessor run for all headers of a round.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "pyconfigure/os/process.hpp"
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

/// What one preprocessor run told.
struct HeaderSurvey {
  bool usable = false;            ///< the preprocessor understood __has_include
  bool complete = false;          ///< it got to the end: `files` is all that these headers pull in
  std::set<std::string> absent;   ///< headers that certainly cannot be included
  std::vector<std::string> files; ///< every file that was opened
};

/// A program for the preprocessor that marks the headers which are there and then includes them.
std::string survey_program(const std::string& confdefs, const std::vector<std::string>& headers);
HeaderSurvey read_survey(const os::Exit& end, const std::vector<std::string>& headers);

}  // namespace pyconfigure::toolchain
