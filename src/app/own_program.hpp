// Who we are, and a shell script that calls us.
#pragma once

#include <string>

#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::app {

inline constexpr const char* kGenerator = "pyconfigure 0.1.0";

/// What a script in our place would have as $0: the path that the system was told to execute, whatever `argument_zero` is.
std::string called_name(const std::string& argument_zero);

/// The program's own file; `program`, as it was called, where the system does not tell.
std::string own_executable(const std::string& program);

/// Makes the checkout's configure a script that calls us (`sh ./configure` wants one), and puts the tree's own aside.
bool stand_in(const tree::Checkout& checkout, const std::string& program, std::string& error);

}  // namespace pyconfigure::app
