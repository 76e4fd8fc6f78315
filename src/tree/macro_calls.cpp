#include "pyconfigure/base/text.hpp"
#include "pyconfigure/tree/macro_calls.hpp"

#include <algorithm>

#include "m4.hpp"

namespace pyconfigure::tree {

namespace {

MacroCall read_call(std::string_view text, std::size_t start, const m4::Call& call) {
  MacroCall out;
  const std::size_t end = m4::name_end(text, start);
  out.macro = std::string(text.substr(start, end - start));
  out.at = start;
  for (std::string_view argument : call.arguments) out.arguments.push_back(m4::expand(argument, {}));
  return out;
}

bool defines(std::string_view name) { return name == "AC_DEFUN" || name == "AC_DEFUN_ONCE"; }

/// Names one by one, comments left out. `visit(start, name)` returns where to go on.
template <class Visit>
void for_each_name(std::string_view text, Visit visit) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '#') {
      at = m4::line_end(text, at);
    } else if (m4::is_name_start(text[at])) {
      const std::string_view name = text.substr(at, m4::name_end(text, at) - at);
      at = name == "dnl" ? m4::line_end(text, at) : visit(at, name);
    } else {
      at = m4::is_name_char(text[at]) ? m4::name_end(text, at) : at + 1;
    }
  }
}

}  // namespace

const std::string& MacroCall::argument(std::size_t index) const {
  static const std::string none;
  return index < arguments.size() ? arguments[index] : none;
}

std::vector<MacroCall> macro_calls(std::string_view text, const std::vector<std::string_view>& macros) {
  std::vector<MacroCall> out;
  for_each_name(text, [&](std::size_t start, std::string_view name) {
    const std::size_t end = start + name.size();
    const bool wanted = std::find(macros.begin(), macros.end(), name) != macros.end();
    if (!wanted && !defines(name)) return end;
    const m4::Call call = m4::parse_call(text, end);
    if (wanted) out.push_back(read_call(text, start, call));
    return call.end;
  });
  return out;
}

std::optional<std::vector<MacroCall>> only_calls(std::string_view text) {
  std::vector<MacroCall> out;
  std::size_t at = 0;
  while ((at = text.find_first_not_of(" \t\n", at)) != std::string_view::npos) {
    const std::size_t end = m4::name_end(text, at);
    if (text[at] == '#' || text.substr(at, end - at) == "dnl") {
      at = m4::line_end(text, at);
      continue;
    }
    if (!m4::is_name_start(text[at]) || end >= text.size() || text[end] != '(') return std::nullopt;
    const m4::Call call = m4::parse_call(text, end);
    out.push_back(read_call(text, at, call));
    at = call.end;
  }
  return out;
}

std::string definition_of(std::string_view text, std::string_view macro) {
  for (const std::string_view form : {"AC_DEFUN(", "AC_DEFUN_ONCE("}) {
    const std::size_t at = base::find(text, std::string(form) + "[" + std::string(macro) + "]");
    if (at == std::string_view::npos) continue;
    return m4::expand(m4::parse_call(text, at + form.size() - 1).argument(1), {});
  }
  return {};
}

}  // namespace pyconfigure::tree
