#include "decide/own_words.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string_view>
#include <vector>

#include "pyconfigure/base/text.hpp"

namespace pyconfigure::decide {

namespace {

// Whoever redefines these means the language, in every program.
constexpr std::string_view kKeywords[] = {"auto",   "char",   "const",    "double",   "enum",   "extern", "float",    "for",     "if",
                                          "inline", "int",    "long",     "main",     "register", "restrict", "return", "short", "signed",
                                          "sizeof", "static", "struct",   "typedef",  "typeof", "union",  "unsigned", "void",    "volatile",
                                          "while",  "asm",    "break",    "case",     "do",     "else",   "switch",   "default", "goto"};

bool name_char(char ch) { return std::isalnum(static_cast<unsigned char>(ch)) != 0 || ch == '_'; }

/// Lower case, as the names of our programs are.
bool plain_name(std::string_view name) {
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
         std::find(std::begin(kKeywords), std::end(kKeywords), name) == std::end(kKeywords);
}

std::vector<std::string> defined_names(const probe::ToolEnv& env) {
  std::vector<std::string> names;
  for (const std::string* flags : {&env.cc, &env.cflags, &env.cppflags}) {
    if (flags->find("-D") == std::string::npos) continue;
    bool next = false;
    for (const std::string& word : base::words(*flags)) {
      const std::string definition = next ? word : word.starts_with("-D") ? word.substr(2) : std::string();
      next = word == "-D";
      std::string name = definition.substr(0, definition.find_first_of("=("));
      if (plain_name(name)) names.push_back(std::move(name));
    }
  }
  return names;
}

/// Does `text` have the word outside of its #include lines?
bool uses(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at > 0 && name_char(text[at - 1])) || (end < text.size() && name_char(text[end]))) continue;
    const std::size_t line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    if (text.substr(line, at - line).find("include") == std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

std::string redefined_word(const probe::ProgramProbe& probe) {
  const probe::Program& program = probe.program;
  if (program.shape == probe::Program::Shape::function) return {};
  for (const std::string& name : defined_names(probe.env)) {
    if (uses(program.prologue, name) || uses(program.body, name)) return name;
  }
  return {};
}

}  // namespace pyconfigure::decide
