// Where decide's questions go.
#pragma once

#include "pyconfigure/probe/probe.hpp"

namespace pyconfigure::probe {

/// Answers probes during one pass of decide. An implementation either knows the answer, or notes the probe for the
/// end of the pass; it never makes decide wait.
class Oracle {
 public:
  virtual ~Oracle() = default;

  /// The answer to `probe`, or null when it is not known yet; it is then noted, with what decide will guess.
  /// The pointer is good until the end of the pass.
  virtual const Answer* find(const Probe& probe, bool guess) = 0;

  /// For a probe that find() did not know: what the same question was answered when confdefs.h had other lines, or
  /// null. A better guess than any: rounds then settle after one wrong guess, not one wrong guess each.
  virtual const Answer* likely(const Probe&) { return nullptr; }
};

}  // namespace pyconfigure::probe
