// The transcript on standard output and standard error, line for line as configure writes it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/report/streams.hpp"

namespace pyconfigure::app {

/// `events` from index `first` on as text; `name` is what messages begin with.
std::vector<report::Piece> transcript(const std::vector<decide::Event>& events, std::size_t first, const std::string& name);

}  // namespace pyconfigure::app
