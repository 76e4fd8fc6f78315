// Which macros of confdefs.h can change what a compiler sees.
//
// A program sees every line of confdefs.h that stands before it, so one wrong guess early in a pass would make every
// later question a new one. But a macro that no included header and no program mentions changes nothing. Names in the
// project's own spaces (HAVE_..., SIZEOF_..., WITH_..., Py...) are therefore left out of a probe's identity until a header
// that probes include, or a program, mentions them; all other names always count.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "pyconfigure/probe/probe.hpp"

namespace pyconfigure::toolchain {

class LiveMacros {
 public:
  /// Whether a definition of `macro` belongs to the identity of the probes that see it.
  bool live(std::string_view macro) const;

  /// Reads a header that the preprocessor opened, once; true when it made a name live that was not.
  bool scan_file(const std::string& path);
  /// The same for a program's own text.
  bool scan_text(std::string_view text);
  /// From now on every name counts: the set of headers is not known. True when that is new.
  bool everything();

  /// The identity of the first `seen` lines of `confdefs`, their dead macros left out.
  std::string digest(const std::shared_ptr<const probe::Confdefs>& confdefs, std::size_t seen);

 private:
  struct State {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
  };

  std::unordered_set<std::string> mentioned_;
  std::unordered_set<std::string> files_;
  bool all_ = false;
  /// For each pass's list: states[n] is the digest of its first n lines.
  std::map<std::shared_ptr<const probe::Confdefs>, std::vector<State>> states_;
};

}  // namespace pyconfigure::toolchain
