#include "app/rounds.hpp"

#include "app/trace.hpp"
#include "pyconfigure/decide/decide.hpp"
#include "pyconfigure/os/process.hpp"

namespace pyconfigure::app {

namespace {

/// Rounds end by themselves: each answers at least one new probe, and a pass without new probes is the last. A run that
/// gets here has decisions that depend on answers which never settle, which is a bug of ours.
constexpr int kMostRounds = 200;

}  // namespace

std::unique_ptr<decide::Context> evaluate(const decide::Vars& initial, const tree::Checkout& checkout,
                                          toolchain::Engine& engine, const std::function<void()>& before_round,
                                          std::string& error) {
  for (int round = 0; round < kMostRounds; ++round) {
    const double begin = os::seconds_since_start();
    auto pass = std::make_unique<decide::Context>(initial, checkout, engine);
    decide::decide(*pass);
    const double decided = os::seconds_since_start();
    trace_span("decide", begin, decided);
    if (!engine.anything_noted()) return pass;
    if (before_round) before_round();
    if (!engine.answer_noted(error)) return nullptr;
    trace_span("answer", decided, os::seconds_since_start());
  }
  error = "the answers did not settle after " + std::to_string(kMostRounds) + " rounds; this is a bug in pyconfigure";
  return nullptr;
}

}  // namespace pyconfigure::app
