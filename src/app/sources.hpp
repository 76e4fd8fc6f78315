// Where the checkout is, as configure finds and spells it.
#pragma once

#include <string>

namespace pyconfigure::app {

struct Sources {
  std::string srcdir;      ///< as outputs spell it
  std::string abs_srcdir;  ///< for our own reading and for probes
  std::string build_dir;   ///< the logical working folder
  std::string error;       ///< not empty: why there is none
};

/// `given`: --srcdir's value; `program`: argv[0].
Sources find_sources(const std::string& given, const std::string& program);

}  // namespace pyconfigure::app
