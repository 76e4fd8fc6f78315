// The text templates under templates/, embedded at build time.
#pragma once

#include <string_view>

namespace pyconfigure::render {

/// The text of templates/NAME. Asking for a file that does not exist is a bug.
std::string_view embedded_template(std::string_view name);

}  // namespace pyconfigure::render
