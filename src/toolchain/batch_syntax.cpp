// Compile probes with the same tools: a source each, one start of the compiler's driver for all of them.
//
// Soundness. Every program keeps its own translation unit, so nothing but the driver is shared. When the driver ends
// well, every program has compiled. When it does not, each program that no line of the diagnostics mentions has
// compiled, since a compiler names the source with every error, at the latest in the "included from" line above it; the
// mark at its end shows that the driver has not given up before. The programs that are mentioned are asked alone. Errors
// without any source send all to the lone form.
//
// Many programs with the same first part (AC_CHECK_HEADER behind the default includes) take it from a precompiled
// header, which by its definition means what its text means; the text is there too, for a compiler that does not want
// the other.
#include <algorithm>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/headers.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

class SyntaxJob : public os::Job {
 public:
  /// `prefix`: a header with the first part of every program, confdefs.h with it; empty: the programs are whole.
  SyntaxJob(Workshop& shop, Questions questions, std::string prefix)
      : shop_(shop), open_(std::move(questions)), prefix_(std::move(prefix)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) return command();
    const auto errors = compiler_errors(last->err);
    const bool readable = last->code == 0 || (last->code == 1 && !last->not_started && !last->signalled && errors && !errors->empty() &&
                                              last->err.find("/syntax-") != std::string::npos);
    for (std::size_t i = 0; readable && i < open_.size(); ++i) {
      const std::string about = lines_with(last->err, name(i));
      if (last->code != 0 && (!about.empty() || !was_seen(last->err, i))) continue;
      shop_.settle_batched(*open_[i], true, about);
    }
    ask_alone(shop_, open_, queue);
    return std::nullopt;
  }

 private:
  static std::string name(std::size_t i) { return "syntax-" + std::to_string(i) + ".c"; }

  os::Command command() {
    const probe::ProgramProbe& first = *open_.front()->probe;
    const probe::ToolEnv env = plain_speech(first.env);
    const std::string folder = shop_.new_folder();
    std::vector<std::string> line = fields({env.cc, "-fsyntax-only", env.cflags, env.cppflags});
    if (!prefix_.empty()) line.insert(line.end(), {"-include", prefix_});
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const probe::ProgramProbe& probe = *open_[i]->probe;
      line.push_back(folder + "/" + name(i));
      shop_.put(line.back(), (prefix_.empty() ? probe::source_text(probe) : last_include(probe.program).line) + seen_mark(i));
    }
    return shop_.tool(std::move(line), first.exports);
  }

  Workshop& shop_;
  Questions open_;
  std::string prefix_;
};

/// Compiles the first part that all programs share, and then lets them be asked.
class PrefixJob : public os::Job {
 public:
  PrefixJob(Workshop& shop, Questions questions, std::size_t parts)
      : shop_(shop), open_(std::move(questions)), parts_(parts) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    const probe::ProgramProbe& first = *open_.front()->probe;
    if (last == nullptr) {
      prefix_ = shop_.new_folder() + "/prefix.h";
      std::string text = probe::confdefs_text(first);
      shop_.put(prefix_, text + last_include(first.program).before);
      const probe::ToolEnv env = plain_speech(first.env);
      std::vector<std::string> line = fields({env.cc, env.cflags, env.cppflags});
      line.insert(line.end(), {"-x", "c-header", prefix_, "-o", prefix_ + ".gch"});
      return shop_.tool(std::move(line), first.exports);
    }
    const std::string prefix = last->code == 0 && last->err.empty() ? prefix_ : std::string();
    for (Questions& part : in_parts(open_, parts_))
      queue.add_first(std::make_unique<SyntaxJob>(shop_, std::move(part), prefix));
    return std::nullopt;
  }

 private:
  Workshop& shop_;
  Questions open_;
  std::size_t parts_;
  std::string prefix_;
};

}  // namespace

std::unique_ptr<os::Job> syntax_job(Workshop& shop, Questions questions) {
  return std::make_unique<SyntaxJob>(shop, std::move(questions), std::string());
}

std::unique_ptr<os::Job> prefixed_job(Workshop& shop, Questions questions, std::size_t parts) {
  return std::make_unique<PrefixJob>(shop, std::move(questions), parts);
}

}  // namespace pyconfigure::toolchain
