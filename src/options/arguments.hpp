// How arguments are remembered and shown.
#pragma once

#include <string>
#include <vector>

namespace pyconfigure::options {

/// The text of ac_configure_args: each word in single quotes after a blank, repeats and words about the run left out.
std::string remembered_arguments(const std::vector<std::string>& arguments);

/// The arguments as the invocation line of config.log shows them.
std::string invocation_arguments(const std::vector<std::string>& arguments);

}  // namespace pyconfigure::options
