#include "toolchain/headers.hpp"

#include <algorithm>
#include <optional>

#include "pyconfigure/base/text.hpp"
#include "toolchain/header_files.hpp"
#include "toolchain/posix_headers.hpp"

namespace pyconfigure::toolchain {

namespace {

std::string_view without_blanks(std::string_view line) {
  while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
  return line;
}

}  // namespace

Includes includes_of(std::string_view text) {
  Includes found;
  int depth = 0;
  base::each_line(text, [&](std::string_view line) {
    line = without_blanks(line);
    if (!line.starts_with('#')) return;
    line = without_blanks(line.substr(1));
    if (line.starts_with("if")) ++depth;
    if (line.starts_with("endif")) --depth;
    if (!line.starts_with("include")) return;
    line = without_blanks(line.substr(7));
    const std::size_t end = line.find('>');
    if (!line.starts_with('<') || end == std::string_view::npos) return;
    found.all.emplace_back(line.substr(1, end - 1));
    if (depth == 0) found.certain.emplace_back(line.substr(1, end - 1));
  });
  return found;
}

bool needs_assembler(const probe::Program& program) {
  for (const std::string* text : {&program.prologue, &program.body}) {
    // (What instructions and attributes come to is seen behind the front end.)
    for (std::string_view word : {"__asm", "asm(", "asm (", "asm volatile", "intrin.h", "alias", "ifunc", "((error", "((__error"}) {
      if (base::find(*text, word) != std::string::npos) return true;
    }
  }
  return false;
}

bool only_declares(const std::string& prologue) {
  for (std::string_view word : {"include", "define", "undef", "pragma", "{"}) {
    if (prologue.find(word) != std::string::npos) return false;
  }
  return true;
}

bool leaks(const probe::Program& program) {
  if (program.body.find('#') == std::string::npos) return false;
  for (std::string_view word : {"define", "undef", "include", "pragma"}) {
    if (program.body.find(word) != std::string::npos) return true;
  }
  return false;
}

LastInclude last_include(const probe::Program& program) {
  if (program.shape != probe::Program::Shape::whole) return {};
  std::string_view text = program.prologue;
  while (text.ends_with('\n')) text.remove_suffix(1);
  const std::size_t line = text.rfind('\n');
  const std::string_view last = line == std::string_view::npos ? text : text.substr(line + 1);
  constexpr std::string_view kBegin = "#include <";
  if (!last.starts_with(kBegin) || !last.ends_with('>')) return {};
  const std::string_view name = last.substr(kBegin.size(), last.size() - kBegin.size() - 1);
  return {std::string(text.substr(0, line == std::string_view::npos ? 0 : line + 1)), std::string(name),
          std::string(last) + "\n"};
}

namespace {

/// Is the macro defined there? Nothing when somebody else may define it.
std::optional<bool> defined(const probe::ProgramProbe& probe, std::string_view macro) {
  if (!own_macro(macro)) return std::nullopt;
  for (std::size_t i = 0; probe.confdefs && i < probe.confdefs_seen; ++i) {
    if (probe.confdefs->lines[i].macro == macro) return true;
  }
  return false;
}

/// The word behind `#NAME`, blanks before and after `#` allowed; nothing when the line is another.
std::optional<std::string_view> directive(std::string_view line, std::string_view name) {
  const auto trim = [&line] {
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
  };
  trim();
  if (!line.starts_with('#')) return std::nullopt;
  line.remove_prefix(1);
  trim();
  if (!line.starts_with(name)) return std::nullopt;
  line.remove_prefix(name.size());
  if (!line.empty() && line.front() != ' ' && line.front() != '\t' && line.front() != '<') return std::nullopt;
  trim();
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  return line;
}

}  // namespace

std::vector<std::string> standard_headers(const probe::ProgramProbe& probe) {
  if (probe.program.shape != probe::Program::Shape::whole) return {};
  std::vector<std::string> headers;
  std::vector<bool> taken;  // of the conditionals that are open
  std::string_view text = probe.program.prologue;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
    if (const auto header = directive(line, "include")) {
      if (!header->starts_with('<') || !header->ends_with('>')) return {};
      const std::string_view name = header->substr(1, header->size() - 2);
      if (!std::all_of(taken.begin(), taken.end(), [](bool is) { return is; })) continue;
      if (!posix_header(name)) return {};
      headers.emplace_back(name);
    } else if (const auto macro = directive(line, "ifdef")) {
      const std::optional<bool> is = defined(probe, *macro);
      if (!is) return {};
      taken.push_back(*is);
    } else if (directive(line, "endif") && !taken.empty()) {
      taken.pop_back();
    } else {
      return {};
    }
  }
  if (!taken.empty()) return {};
  return headers;
}

}  // namespace pyconfigure::toolchain
