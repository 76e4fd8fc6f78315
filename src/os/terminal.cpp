#include "pyconfigure/os/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace pyconfigure::os {

namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view(value);
}

}  // namespace

std::optional<Terminal> terminal(int descriptor) {
  if (isatty(descriptor) == 0) return std::nullopt;
  Terminal result;
  const std::string_view kind = environment("TERM");
  result.rewrites = !kind.empty() && kind != "dumb";
  result.colours = result.rewrites && environment("NO_COLOR").empty();
  struct winsize size {};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) result.columns = size.ws_col;
  return result;
}

}  // namespace pyconfigure::os
