// A hint at a misspelt option, for people only: who reads standard error from a file gets configure's words alone.
#pragma once

#include <string>
#include <vector>

#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::app {

/// Every option of the checkout, in both its forms.
std::vector<std::string> spellings(const tree::Checkout& checkout);

/// Says on standard error what `typed` may have meant, when that is a terminal and something is near.
void suggest(const std::string& typed, const std::vector<std::string>& candidates);

}  // namespace pyconfigure::app
