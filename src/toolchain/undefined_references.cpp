#include "toolchain/undefined_references.hpp"

#include <algorithm>

#include "pyconfigure/base/text.hpp"
#include "toolchain/program_batch.hpp"

namespace pyconfigure::toolchain {

namespace {

/// Takes one line of GNU ld; false when it is none that tells of an undefined symbol in a function.
bool read_gnu(std::string_view line, std::string& function, References& found) {
  constexpr std::string_view kIn = ": in function `";
  constexpr std::string_view kUndefined = ": undefined reference to `";
  if (const std::size_t in = line.find(kIn); in != std::string_view::npos && line.ends_with("':")) {
    function = line.substr(in + kIn.size(), line.size() - in - kIn.size() - 2);
    return true;
  }
  const std::size_t at = line.find(kUndefined);
  if (at == std::string_view::npos || !line.ends_with('\'')) return false;
  const std::size_t symbol = at + kUndefined.size();
  if (line.find("/" + std::string(kMainObject) + ":(.data") != std::string_view::npos) {
    found.emplace_back(kFunctionTable, line.substr(symbol, line.size() - symbol - 1));
    return true;
  }
  found.emplace_back(function, line.substr(symbol, line.size() - symbol - 1));
  // References from data or from a library are no function's.
  const std::size_t section = line.find(":(");
  const bool data = section != std::string_view::npos && !line.substr(section).starts_with(":(.text");
  return !function.empty() && !data && line.find(".so:") == std::string_view::npos &&
         line.find(".so.") == std::string_view::npos;
}

/// The same for lld, which tells a symbol and then its references, three of them at most.
bool read_lld(std::string_view line, std::string& symbol, References& found) {
  constexpr std::string_view kUndefined = "error: undefined symbol: ";
  if (const std::size_t at = line.find(kUndefined); at != std::string_view::npos) {
    symbol = line.substr(at + kUndefined.size());
    return true;
  }
  if (symbol.empty() || !line.starts_with(">>> ") || line.find(" more times") != std::string_view::npos) return false;
  const std::size_t object = line.find(".o:(");
  if (object == std::string_view::npos) return line.starts_with(">>> referenced by ");
  if (!line.ends_with(')') || line[object + 4] == '.') return false;
  const std::string_view place = line.substr(object + 4, line.size() - object - 5);
  found.emplace_back(place == kCallTable ? kFunctionTable : place, symbol);
  return true;
}

}  // namespace

std::string as_refused(std::string text) {
  for (const auto& [warning, error] : {std::pair(": warning: undefined reference to ", ": undefined reference to "),
                                      std::pair("warning: undefined symbol: ", "error: undefined symbol: ")}) {
    for (std::size_t at = text.find(warning); at != std::string::npos; at = text.find(warning, at)) {
      text.replace(at, std::string_view(warning).size(), error);
    }
  }
  return text;
}

std::optional<References> references(std::string_view diagnostics) {
  References found;
  std::string at;
  bool readable = true;
  const bool lld = diagnostics.find("error: undefined symbol: ") != std::string_view::npos;
  base::each_line(diagnostics, [&](std::string_view line) {
    if (line.empty() || line.starts_with("collect2: error: ld returned") ||
        line.find(": error: linker command failed") != std::string_view::npos) {
      return;
    }
    readable = readable && (lld ? read_lld(line, at, found) : read_gnu(line, at, found));
  });
  if (!readable || found.empty()) return std::nullopt;
  // lld looks at everything before it says a word, and then goes by symbols.
  if (lld) std::stable_partition(found.begin(), found.end(), [](const auto& one) { return one.second != kGuard; });
  return found;
}

}  // namespace pyconfigure::toolchain
