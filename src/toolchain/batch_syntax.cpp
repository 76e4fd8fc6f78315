// Compile probes with the same tools: a source each, one start of the compiler's driver for all of them.
//
// Soundness. Every program keeps its own translation unit, so nothing but the driver is shared. When the driver ends
// well, every program has compiled. When it does not, each program that no line of the diagnostics mentions has
// compiled, since a compiler names the source with every error, at the latest in the "included from" line above it;
// the programs that are mentioned are asked alone. Errors without any source send all to the lone form.
#include <algorithm>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

class SyntaxJob : public os::Job {
 public:
  SyntaxJob(Workshop& shop, Questions questions) : shop_(shop), open_(std::move(questions)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) return command();
    const auto errors = compiler_errors(last->err);
    const bool readable = last->code == 0 || (!last->not_started && !last->signalled && errors && !errors->empty() &&
                                              last->err.find("/syntax-") != std::string::npos);
    for (std::size_t i = 0; readable && i < open_.size(); ++i) {
      const std::string about = lines_with(last->err, name(i));
      if (last->code != 0 && !about.empty()) continue;
      ++shop_.batched;
      shop_.settle(*open_[i], true, 0, {}, about);
    }
    ask_alone(shop_, open_, queue);
    return std::nullopt;
  }

 private:
  static std::string name(std::size_t i) { return "syntax-" + std::to_string(i) + ".c"; }

  os::Command command() {
    const probe::ProgramProbe& first = *open_.front()->probe;
    const std::string folder = shop_.new_folder();
    std::vector<std::string> sources;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      sources.push_back(folder + "/" + name(i));
      os::write_plain(sources.back(), probe::source_text(*open_[i]->probe));
    }
    std::vector<std::string> line = fields({first.env.cc, "-fsyntax-only", first.env.cflags, first.env.cppflags});
    line.insert(line.end(), sources.begin(), sources.end());
    return shop_.tool(std::move(line), first.exports);
  }

  Workshop& shop_;
  Questions open_;
};

}  // namespace

std::unique_ptr<os::Job> syntax_job(Workshop& shop, Questions questions) {
  return std::make_unique<SyntaxJob>(shop, std::move(questions));
}

}  // namespace pyconfigure::toolchain
