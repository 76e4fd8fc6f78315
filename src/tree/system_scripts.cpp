#include "pyconfigure/tree/system_scripts.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "pyconfigure/tree/script_lines.hpp"

namespace pyconfigure::tree {

namespace {

constexpr std::uint64_t kKnown[] = {
#include "tree/known_system_scripts.inc"
};

}  // namespace

bool is_known_system_script(std::string_view text) {
  return std::find(std::begin(kKnown), std::end(kKnown), file_hash(text)) != std::end(kKnown);
}

}  // namespace pyconfigure::tree
