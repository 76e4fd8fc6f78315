#include "app/awk.hpp"

#include "pyconfigure/os/files.hpp"
#include "pyconfigure/os/process.hpp"

namespace pyconfigure::app {

Awk look_at_awk(const decide::Vars& vars, const std::vector<std::string>& environment, const std::string& folder) {
  const auto value = [&](const char* name) {
    const auto it = vars.find(name);
    return it == vars.end() ? std::string() : it->second;
  };
  if (value("AWK").empty()) {
    return os::find_in_path("awk", value("PATH"), folder).empty() ? Awk::missing : Awk::works;
  }
  // Unquoted, as config.status has it: it may have words of its own.
  os::Command command;
  command.argv = {"/bin/sh", "-c", "AWK=$1\n$AWK 'BEGIN { print \"awk\" }' </dev/null", "sh", value("AWK")};
  command.env = environment;
  const os::Exit end = os::run_one(command);
  if (end.code != 0) return Awk::missing;
  return end.out == "awk\n" ? Awk::works : Awk::odd;
}

}  // namespace pyconfigure::app
