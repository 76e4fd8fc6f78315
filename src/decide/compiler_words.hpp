// What $CPP says of the compiler that it belongs to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::decide {

struct CompilerWords {
  std::string name;     ///< gcc, clang ...; empty when it is none that is known
  std::string android;  ///< the API level, a colon, and which ARM it is; empty elsewhere
};

/// One run of the preprocessor for the questions of two topics. `likely`: the name that it will probably say.
CompilerWords compiler_words(Context& c, std::string_view likely);

/// Older trees have the table of platforms in configure.ac itself.
bool table_stands_in_configure(const Context& c);

/// What the preprocessor leaves of the tree's table of platforms; nothing when it refuses the table.
std::optional<std::string> platform_words(Context& c, const std::string& likely);

}  // namespace pyconfigure::decide
