#include "toolchain/guesses.hpp"

#include "pyconfigure/os/files.hpp"
#include "toolchain/headers.hpp"

namespace pyconfigure::toolchain {

const probe::Answer* HeaderGuesses::by_headers(const probe::ProgramProbe& probe) {
  static const probe::Answer yes{true, 0, {}, {}, {}};
  static const probe::Answer no{false, 1, {}, {}, {}};
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
