// What tests of the engine share: questions, a place to ask them in, and small scripts that play compilers.
#pragma once

#include <string>
#include <vector>

#include "pyconfigure/os/files.hpp"
#include "pyconfigure/toolchain/engine.hpp"

namespace pyconfigure::test {

/// A question without tools: the bench puts them in.
probe::ProgramProbe compile_body(std::string body, std::string includes = {});
probe::ProgramProbe compile_text(std::string text);
probe::ProgramProbe link_body(std::string body, std::string includes = {});
probe::ProgramProbe run_body(std::string body, std::string includes = {});
probe::ProgramProbe run_text(std::string text);
probe::ProgramProbe call_of(std::string function);
probe::ProgramProbe value_of(std::string expression, std::string includes = {});
/// Does `#include <NAME>` compile after <stdio.h>?
probe::ProgramProbe header(std::string name);

class EngineBench {
 public:
  EngineBench();

  /// A script that stands for a compiler. It understands enough of a command line and of C for these tests: a program
  /// with the word BAD does not compile, functions called missing_... are not found, and what is linked ends with the
  /// code that stands behind EXIT in the source. `prelude` is shell text that runs first, with $sources, $out and
  /// $mode (link, compile or preprocess).
  std::string fake_compiler(const std::string& prelude);

  /// The answers, in order. `batch` false: every question in its lone form.
  std::vector<probe::Answer> ask(const std::vector<probe::ProgramProbe>& questions, bool batch);
  const toolchain::Cost& cost() const { return cost_; }
  const std::string& folder() const { return folder_.path(); }

  bool own_tools = false;  ///< the questions come with tools of their own
  probe::ToolEnv tools;
  int time_limit_s = 60;
  std::size_t jobs = 2;
  bool in_build_folder = false;

 private:
  os::TemporaryFolder folder_;
  toolchain::Cost cost_;
  int compilers_ = 0;
};

/// Asks both ways and expects the same verdicts, exit codes and outputs. Gives back the verdicts as one letter each.
std::string ask_both_ways(EngineBench& bench, const std::vector<probe::ProgramProbe>& questions);

/// Is there such a command in /usr/bin or /bin?
bool have_tool(const std::string& name);

}  // namespace pyconfigure::test
