// What an answer will probably be, before any tool has run: a look at where headers usually are.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "pyconfigure/c/tokens.hpp"
#include "pyconfigure/probe/probe.hpp"

namespace pyconfigure::toolchain {

/// A wrong guess costs a round, never a wrong result.
class HeaderGuesses {
 public:
  /// No for a program that wants a member of which no header that has been read says the name.
  static const probe::Answer* by_members(const probe::ProgramProbe& probe, const c::Atoms& words);
  /// No for a program that needs a header which is not where headers usually are; yes for one that only asks for headers
  /// which are there; null for any other.
  const probe::Answer* by_headers(const probe::ProgramProbe& probe);

 private:
  bool there(const std::string& header);

  std::vector<std::string> folders_;
  std::unordered_map<std::string, bool> known_;
};

}  // namespace pyconfigure::toolchain
