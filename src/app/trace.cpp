#include "app/trace.hpp"

#include <sys/resource.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "pyconfigure/os/files.hpp"
#include "pyconfigure/os/process.hpp"

namespace pyconfigure::app {

namespace {

std::vector<os::ProcessRecord> g_spans;

constexpr double kMicroseconds = 1e6;
constexpr double kMilliseconds = 1e3;

/// What a process did, for summing up: by the form of its command.
const char* category(const std::string& command) {
  const auto has = [&](const char* word) { return command.find(word) != std::string::npos; };
  if (command.starts_with("/bin/sh ") || has("pkg-config ") || command.starts_with("uname ")) return "command";
  if (has(" -c ") || has(" -fsyntax-only ") || has(" -E ") || has(" -x c-header ")) return "compiler";
  if (has(" -o ") || has(".o ")) return "linker";
  return "test program";
}

nlohmann::json entry(const os::ProcessRecord& record, std::size_t row) {
  return {{"name", record.name.substr(0, 120)}, {"ph", "X"},
          {"pid", 1},                           {"tid", row},
          {"ts", record.begin * kMicroseconds}, {"dur", (record.end - record.begin) * kMicroseconds},
          {"cat", row == 0 ? "pyconfigure" : category(record.name)},
          {"args", {{"command", record.name}, {"cpu_ms", record.cpu_s * kMilliseconds}}}};
}

double seconds(const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / kMicroseconds; }

/// What the run cost us ourselves, and those whom we started.
nlohmann::json cost() {
  struct rusage own {};
  struct rusage children {};
  getrusage(RUSAGE_SELF, &own);
  getrusage(RUSAGE_CHILDREN, &children);
  return {{"own_cpu_s", seconds(own.ru_utime) + seconds(own.ru_stime)},
          {"children_cpu_s", seconds(children.ru_utime) + seconds(children.ru_stime)},
          {"own_peak_kib", own.ru_maxrss},
          {"processes_started", os::processes_started()},
          {"wall_s", os::seconds_since_start()}};
}

}  // namespace

void trace_span(const std::string& name, double begin, double end) { g_spans.push_back({name, begin, end, 0, 0}); }

bool write_trace(const std::string& path, std::string& error) {
  nlohmann::json events = nlohmann::json::array();
  for (const os::ProcessRecord& span : g_spans) events.push_back(entry(span, 0));
  for (const os::ProcessRecord& process : os::recorded_processes()) events.push_back(entry(process, process.lane + 1));
  const nlohmann::json document = {{"traceEvents", std::move(events)}, {"displayTimeUnit", "ms"}, {"otherData", cost()}};
  return os::write_file(path, document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n", 0666, error);
}

}  // namespace pyconfigure::app
