// What a linker says of undefined symbols, with the functions that refer to them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pyconfigure::toolchain {

/// What main refers to last: nobody defines it.
inline constexpr std::string_view kGuard = "pyconfigure_last_guard";

/// Functions, and what each refers to.
using References = std::vector<std::pair<std::string, std::string>>;

/// The words of a linker that warns of what is undefined, as those of one that refuses it.
std::string as_refused(std::string text);

/// Which function each undefined symbol is referred to from, as GNU ld or lld tells it; the guard's reference is last
/// when the linker has seen everything. Nothing when some of it is told otherwise.
std::optional<References> references(std::string_view diagnostics);

}  // namespace pyconfigure::toolchain
