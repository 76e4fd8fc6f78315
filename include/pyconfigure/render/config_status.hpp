// config.status: the script that makes the outputs once more, with sh, sed and awk alone.
#pragma once

#include <string>
#include <vector>

#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/render/config_header.hpp"
#include "pyconfigure/render/substitute.hpp"

namespace pyconfigure::render {

struct ConfigStatusInput {
  bool back_quotes = false;  ///< messages open quotes as autoconf before 2.72 does
  bool quotes_arguments = false;  ///< --config shows them as they are kept (autoconf before 2.70)
  std::string generator;  ///< "pyconfigure 0.1.0"
  std::string package = "python";
  std::string version;  ///< "3.14"
  std::string bug_report;
  std::string shell;                      ///< configure's SHELL: runs the script, and the tree's configure.
  std::string invoked_as;                 ///< $0
  std::string program;                    ///< What --recheck runs while it is there, absolute.
  std::vector<std::string> program_args;  ///< Words that only this program needs, before configure's own.
  std::string tree_configure;             ///< What --recheck runs otherwise.
  std::string quoted_args;                ///< configure's arguments and precious variables: " '--x' 'CC=cc'".
  BuildPaths paths;
  Values values;
  Macros macros;
  std::vector<decide::OutputFile> outputs;
  std::vector<decide::OutputFile> known;  ///< Further outputs that may be asked for by name (other platforms').
};

std::string config_status(const ConfigStatusInput& input);

/// The template with each @@NAME@@ replaced by its value; values are not looked at again. A name without one is a bug.
std::string fill_in(std::string_view template_text, const Values& values);

}  // namespace pyconfigure::render
