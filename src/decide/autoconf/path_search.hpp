// Walking a search path the way configure does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::decide {

/// One executable that a search came across: `folder` ends with a slash (`./` for an empty entry of the path).
struct Executable {
  std::string folder;
  std::string name;
  std::string path() const { return folder + name; }
};

/// All executables with one of the names, folder by folder, within a folder in the order of the names.
std::vector<Executable> executables(Context& c, const std::vector<std::string>& names, std::string_view path);

}  // namespace pyconfigure::decide
