// What only the shell that runs configure would make something of: names and values that the script itself trips over.
#pragma once

#include <string>
#include <vector>

#include "pyconfigure/options/request.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::app {

/// The first such word of the command line, the environment (NAME=value each) or the folders' names, for people; empty when there is none.
std::string shell_ground(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
                         const options::Request& request, const tree::Checkout& checkout);

}  // namespace pyconfigure::app
