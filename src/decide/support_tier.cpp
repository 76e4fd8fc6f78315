// configure.ac: the PEP 11 support tier, from the checkout's own table.
#include <algorithm>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// The arms `[PATTERN], [PY_SUPPORT_TIER=N]` of the AS_CASE, in order; the first that matches counts.
std::string tier_of(std::string_view configure_ac, std::string_view platform) {
  static constexpr std::string_view kBegin = "AS_CASE([$host/$ac_cv_cc_name],";
  static constexpr std::string_view kValue = "[PY_SUPPORT_TIER=";
  const std::size_t begin = base::find(configure_ac, kBegin);
  if (begin == std::string_view::npos) return "0";
  std::string_view table = configure_ac.substr(begin + kBegin.size());
  table = table.substr(0, table.find("AS_CASE([$PY_SUPPORT_TIER]"));
  while (!table.empty()) {
    const std::size_t end = std::min(table.find('\n'), table.size());
    const std::string_view line = table.substr(0, end);
    table.remove_prefix(std::min(end + 1, table.size()));
    const std::size_t open = line.find('[');
    const std::size_t value = line.find(kValue);
    const std::size_t close = line.find(']', open);
    if (open == std::string_view::npos || value == std::string_view::npos) continue;
    const bool last = open == value;  // the default has no pattern
    if (!last && !matches(line.substr(open + 1, close - open - 1), platform)) continue;
    const std::size_t digits = value + kValue.size();
    return std::string(line.substr(digits, line.find(']', digits) - digits));
  }
  return "0";
}

}  // namespace

void support_tier(Context& c) {
  c.checking("for PEP 11 support tier");
  const std::string platform = c.var("host") + "/" + c.var("ac_cv_cc_name");
  const std::string tier = tier_of(c.checkout().configure_ac, platform);
  c.set("PY_SUPPORT_TIER", tier);
  if (tier == "1" || tier == "2") {
    c.result(platform + " has tier " + tier + " (supported)");
  } else if (tier == "3") {
    c.result(platform + " has tier 3 (partially supported)");
  } else {
    c.warn(platform + " is not supported");
  }
  c.define("PY_SUPPORT_TIER", tier);
}

}  // namespace pyconfigure::decide
