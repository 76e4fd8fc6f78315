// The options that configure does not have. They are taken out of the command line before autoconf's parser sees it,
// and never enter CONFIG_ARGS.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace pyconfigure::app {

struct OwnOptions {
  std::size_t jobs = 0;   ///< -jN, --jobs=N; 0: as many as there are processors
  bool batch = true;      ///< --no-batch: every probe in its lone form
  bool show_cost = false; ///< --show-cost: rounds, processes and seconds on standard error at the end
  std::string trace;      ///< --trace=FILE: the run as a Chrome trace
  bool print_options = false;    ///< --print-options-markdown: docs/options.md, and nothing else
  std::string print_completion;  ///< --print-completion=SHELL: a completion script, and nothing else
  bool print_statements = false;  ///< --print-statements: the hashes of the checkout's statements (tools/learn-statements)
  std::string called_as;     ///< --called-as=NAME: what stands for the program's own name
  bool stand_in = false;         ///< --stand-in: a script that calls us becomes the checkout's configure
  std::string error;      ///< not empty: what is wrong with them
};

/// Takes our own words out of `arguments`.
OwnOptions take_own_options(std::vector<std::string>& arguments);

}  // namespace pyconfigure::app
