#include "app/trace.hpp"

#include <nlohmann/json.hpp>
#include <vector>

#include "pyconfigure/os/files.hpp"
#include "pyconfigure/os/process.hpp"

namespace pyconfigure::app {

namespace {

std::vector<os::ProcessRecord> g_spans;

nlohmann::json entry(const os::ProcessRecord& record, std::size_t row) {
  constexpr double kMicroseconds = 1e6;
  return {{"name", record.name.substr(0, 120)}, {"ph", "X"},
          {"pid", 1},                           {"tid", row},
          {"ts", record.begin * kMicroseconds}, {"dur", (record.end - record.begin) * kMicroseconds},
          {"args", {{"command", record.name}}}};
}

}  // namespace

void trace_span(const std::string& name, double begin, double end) { g_spans.push_back({name, begin, end, 0}); }

bool write_trace(const std::string& path, std::string& error) {
  nlohmann::json events = nlohmann::json::array();
  for (const os::ProcessRecord& span : g_spans) events.push_back(entry(span, 0));
  for (const os::ProcessRecord& process : os::recorded_processes()) events.push_back(entry(process, process.lane + 1));
  const nlohmann::json document = {{"traceEvents", std::move(events)}, {"displayTimeUnit", "ms"}};
  return os::write_file(path, document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n", 0666, error);
}

}  // namespace pyconfigure::app
