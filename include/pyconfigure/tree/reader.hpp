// Reading a checkout.
#pragma once

#include <string>

#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::tree {

/// Reads what the source folder `srcdir` says into `out`; relative names count from `build_dir`. False when the folder
/// holds no CPython that can be read; `error` then says what is missing.
bool read_checkout(std::string srcdir, std::string build_dir, Checkout& out, std::string& error);

}  // namespace pyconfigure::tree
