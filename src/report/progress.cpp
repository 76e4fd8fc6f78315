#include "pyconfigure/report/progress.hpp"

#include <cstdio>

namespace pyconfigure::report {

namespace {

constexpr const char* kBlankLine = "\r\033[K";

}  // namespace

void Progress::show(const std::string& text) {
  if (!terminal_.rewrites) return;
  // One column stays free: a full line would wrap on some terminals, and could then not be taken away.
  const std::string line = text.substr(0, static_cast<std::size_t>(terminal_.columns > 1 ? terminal_.columns - 1 : 1));
  std::fprintf(stdout, "%s%s", kBlankLine, line.c_str());
  std::fflush(stdout);
  shown_ = true;
}

void Progress::clear() {
  if (!shown_) return;
  std::fputs(kBlankLine, stdout);
  std::fflush(stdout);
  shown_ = false;
}

}  // namespace pyconfigure::report
