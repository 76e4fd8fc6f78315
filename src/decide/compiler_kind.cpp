#include "compiler_kind.hpp"

namespace pyconfigure::decide {

std::string named_in(std::string_view text, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (text.find(name) != std::string_view::npos) return std::string(name);
  }
  return {};
}

}  // namespace pyconfigure::decide
