#include "toolchain/headers.hpp"

#include <algorithm>

namespace pyconfigure::toolchain {

namespace {

std::string_view without_blanks(std::string_view line) {
  const std::size_t at = line.find_first_not_of(" \t");
  return at == std::string_view::npos ? std::string_view{} : line.substr(at);
}

template <class Visit>
void each_line(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    visit(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

Includes includes_of(std::string_view text) {
  Includes found;
  int depth = 0;
  each_line(text, [&](std::string_view line) {
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
    for (std::string_view word : {"__asm", "asm(", "asm (", "asm volatile"}) {
      if (text->find(word) != std::string::npos) return true;
    }
  }
  return false;
}

bool leaks(const probe::Program& program) {
  if (program.body.find('#') == std::string::npos) return false;
  for (std::string_view word : {"define", "undef", "include", "pragma"}) {
    if (program.body.find(word) != std::string::npos) return true;
  }
  return false;
}

}  // namespace pyconfigure::toolchain
