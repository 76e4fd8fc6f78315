#include "toolchain/guesses.hpp"

#include "pyconfigure/os/files.hpp"
#include "toolchain/headers.hpp"

namespace pyconfigure::toolchain {

namespace {

const probe::Answer yes{true, 0, {}, {}, {}};
const probe::Answer no{false, 1, {}, {}, {}};

bool in_name(char ch) { return ch == '_' || (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z'); }

}  // namespace

const probe::Answer* HeaderGuesses::by_members(const probe::ProgramProbe& probe, const c::Atoms& words) {
  const std::string& text = probe.program.body;
  if (probe.phase != probe::Phase::compile) return nullptr;
  for (std::size_t at = text.find('.'); at != std::string::npos; at = text.find('.', at + 1)) {
    if (at == 0 || !in_name(text[at - 1])) continue;
    std::size_t end = at + 1;
    while (end < text.size() && in_name(text[end])) ++end;
    const std::string_view name = std::string_view(text).substr(at + 1, end - at - 1);
    if (!name.empty() && (name.front() < '0' || name.front() > '9') && !words.knows(name)) return &no;
  }
  return nullptr;
}

const probe::Answer* HeaderGuesses::by_headers(const probe::ProgramProbe& probe) {
  const probe::Program& program = probe.program;
  const std::vector<std::string> headers = includes_of(program.prologue).certain;
  for (const std::string& header : headers) {
    if (!there(header)) return &no;
  }
  const bool asks_for_header = program.shape == probe::Program::Shape::whole && !headers.empty() &&
                               program.prologue.ends_with("#include <" + headers.back() + ">");
  return asks_for_header ? &yes : nullptr;
}

bool HeaderGuesses::there(const std::string& header) {
  const auto [it, fresh] = known_.try_emplace(header, false);
  if (!fresh) return it->second;
  if (folders_.empty()) {
    folders_ = os::expand("/usr/include/*-linux-*");
    folders_.insert(folders_.begin(), {"/usr/include", "/usr/local/include"});
    // What compilers bring themselves.
    for (std::string& folder : os::expand("/usr/lib/gcc/*/*/include")) folders_.push_back(std::move(folder));
  }
  for (const std::string& folder : folders_) {
    if (os::test('e', folder + "/" + header)) return it->second = true;
  }
  return false;
}

}  // namespace pyconfigure::toolchain
