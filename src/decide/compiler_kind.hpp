// Which compiler it is, where configure.ac asks: newer trees by ac_cv_cc_name, older ones by the text of the command.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::decide {

/// The arm that `case TEXT in *clang*) ... *gcc*) ... esac` takes: the first of the names that the text contains.
std::string named_in(std::string_view text, std::initializer_list<std::string_view> names);

}  // namespace pyconfigure::decide
