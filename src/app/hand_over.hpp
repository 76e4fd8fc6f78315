// The third way: what pyconfigure does not know goes to the tree's own ./configure, with one line that says so.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::app {

/// What in this checkout pyconfigure does not know; empty when it knows everything.
std::string unknown_ground(const tree::Checkout& checkout);

/// What the guard knows of the checkout's scripts, for tools/learn-statements.
std::vector<std::uint32_t> hashes_of_scripts(const tree::Checkout& checkout);
std::vector<std::uint64_t> hashes_of_files(const tree::Checkout& checkout);
std::vector<std::uint64_t> hashes_of_system_scripts(const tree::Checkout& checkout);

/// Replaces this process by the tree's ./configure with `arguments`. Returns only when that is impossible, with why.
std::string hand_over(const tree::Checkout& checkout, const std::vector<std::string>& arguments);

}  // namespace pyconfigure::app
