#include "toolchain/live_macros.hpp"

#include <algorithm>
#include <cstdio>

#include "pyconfigure/os/files.hpp"

namespace pyconfigure::toolchain {

namespace {

/// The name spaces in which only packages' own headers, never the system's, are expected to look.
constexpr std::string_view kOwnPrefixes[] = {"HAVE_", "SIZEOF_", "ALIGNOF_", "WITH_", "PY_", "Py_", "_Py_"};

bool own(std::string_view macro) {
  return std::any_of(std::begin(kOwnPrefixes), std::end(kOwnPrefixes),
                     [&](std::string_view prefix) { return macro.starts_with(prefix); });
}

bool name_char(char ch) {
  return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_';
}

std::uint64_t mix(std::uint64_t state, std::string_view text, std::uint64_t prime) {
  for (char ch : text) state = (state ^ static_cast<unsigned char>(ch)) * prime;
  return state ^ (state >> 29);
}

}  // namespace

bool LiveMacros::live(std::string_view macro) const {
  return all_ || !own(macro) || mentioned_.contains(std::string(macro));
}

bool LiveMacros::scan_file(const std::string& path) {
  if (!files_.insert(path).second) return false;
  const auto text = os::read_file(path);
  return text.has_value() && scan_text(*text);
}

bool LiveMacros::scan_text(std::string_view text) {
  bool grew = false;
  // Every name of ours contains an underscore after one of few beginnings; look at identifiers only.
  std::size_t at = 0;
  while (at < text.size()) {
    if (!name_char(text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && name_char(text[at])) ++at;
    const std::string_view word = text.substr(begin, at - begin);
    const char first = word.front();
    if ((first == 'H' || first == 'S' || first == 'A' || first == 'W' || first == 'P' || first == '_') && own(word)) {
      grew = mentioned_.emplace(word).second || grew;
    }
  }
  if (grew) states_.clear();
  return grew;
}

bool LiveMacros::everything() {
  if (all_) return false;
  all_ = true;
  states_.clear();
  return true;
}

std::string LiveMacros::digest(const std::shared_ptr<const probe::Confdefs>& confdefs, std::size_t seen) {
  if (confdefs == nullptr) return {};
  std::vector<State>& states = states_[confdefs];
  if (states.empty()) states.push_back({0xcbf29ce484222325ULL, 0x9e3779b97f4a7c15ULL});
  while (states.size() <= seen) {
    State next = states.back();
    const probe::Confdef& line = confdefs->lines[states.size() - 1];
    if (live(line.macro)) {
      next.low = mix(next.low, line.text, 0x100000001b3ULL);
      next.high = mix(next.high, line.text, 0xff51afd7ed558ccdULL);
    }
    states.push_back(next);
  }
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(states[seen].low),
                static_cast<unsigned long long>(states[seen].high));
  return text;
}

}  // namespace pyconfigure::toolchain
