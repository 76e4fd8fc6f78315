// The summary of a finished run.
#pragma once

#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/options/request.hpp"
#include "pyconfigure/report/summary.hpp"
#include "pyconfigure/toolchain/engine.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::app {

report::Summary summarise(const decide::Context& pass, const options::Request& request, const tree::Checkout& checkout,
                          const toolchain::Cost& cost);

/// The last check that a failed pass had made, as the transcript has it; what an error stands behind.
std::string last_check(const decide::Context& pass);

}  // namespace pyconfigure::app
