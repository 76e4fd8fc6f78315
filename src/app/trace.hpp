// --trace=FILE: the run in the format of Chrome's and Perfetto's trace viewers.
#pragma once

#include <string>

namespace pyconfigure::app {

/// What the program itself did between two points in time, in seconds since the start.
void trace_span(const std::string& name, double begin, double end);

/// Writes the spans and every process to `path`. False with `error` set when that fails.
bool write_trace(const std::string& path, std::string& error);

}  // namespace pyconfigure::app
