// The awk that configure's config.status would use. Our own rendering needs none, but without one configure fails.
#pragma once

#include <string>
#include <vector>

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::app {

enum class Awk {
  works,
  missing,  ///< it cannot be run, or fails
  odd,      ///< it runs, and is no awk
};

/// What $AWK is, or awk where that is empty. Relative folders in $PATH count from `folder`.
Awk look_at_awk(const decide::Vars& vars, const std::vector<std::string>& environment, const std::string& folder);

}  // namespace pyconfigure::app
