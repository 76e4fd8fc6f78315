// `--help` and `--version` as the checkout's own configure prints them.
#pragma once

#include <string>
#include <string_view>

#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::tree {

/// `--help`, or with `short_form` `--help=short` (and `--help=recursive`: CPython has no configured subfolders).
/// `argv0` is the name that the usage line shows.
std::string help_text(const Checkout& checkout, std::string_view argv0, bool short_form);

/// `--version`.
std::string version_text(const Checkout& checkout);

}  // namespace pyconfigure::tree
