// Shell files that configure sources: site scripts and cache files. A real shell reads them, with everything that the script
// would have as variables; what it leaves is taken over.
#pragma once

#include <string>
#include <vector>

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::app {

/// What sourcing a file came to.
struct Sourced {
  bool ended = false;   ///< the file ended the shell with `exit`, so that configure ends with `status`
  bool failed = false;  ///< its last command failed
  int status = 0;
  std::string out;  ///< what it wrote
  std::string err;
};

/// Sources `path` in `folder` with the variables `vars` in the environment `env` (NAME=value each); both are changed as the
/// file changes them. Where the file `may_fail`, how its last command ends says nothing.
Sourced source_file(const std::string& path, const std::string& folder, bool may_fail, decide::Vars& vars,
                    std::vector<std::string>& env);

/// What a shell file uses of the script that sources it and a shell of our own does not have (its descriptors, arguments and
/// functions, variables that its parser reads later); empty: nothing.
std::string needs_the_script(const std::string& text);

}  // namespace pyconfigure::app
