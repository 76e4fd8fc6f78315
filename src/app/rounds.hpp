// The round loop: decide, answer what it noted, decide again, until a pass rests on real answers alone.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/toolchain/engine.hpp"

namespace pyconfigure::app {

/// The last pass, or null with `error` set. `before_round` is called before each round of questions.
std::unique_ptr<decide::Context> evaluate(const decide::Vars& initial, const tree::Checkout& checkout,
                                          toolchain::Engine& engine, const std::function<void()>& before_round,
                                          std::string& error);

}  // namespace pyconfigure::app
