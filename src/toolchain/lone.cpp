// The lone form: one program, asked as configure asks it.
#include <sys/stat.h>

#include <memory>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

/// What configure leaves of the compiler's words: lines of a shell trace (`+ ...`) are dropped.
std::string without_trace(const std::string& text) {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::size_t first = text.find_first_not_of(' ', at);
    if (first == std::string::npos || text[first] != '+') out.append(text, at, end - at);
    at = end;
  }
  return out;
}

/// What a preprocessor leaves of a program in that folder, without the lines that name the folder.
std::string without_folder(const std::string& text, const std::string& folder) {
  std::string out;
  base::each_line(text, [&](std::string_view line) {
    if (!line.starts_with('#') || line.find(folder) == std::string_view::npos) out.append(line) += '\n';
  });
  return out;
}

class LoneJob : public os::Job {
 public:
  LoneJob(Workshop& shop, Question& question) : shop_(shop), question_(question) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue&) override {
    if (last == nullptr) return first();
    if (running_) {
      finish(last->code == 0, last->code, last->out, diagnostics_ + last->err);
      return std::nullopt;
    }
    diagnostics_ = without_trace(last->err);
    const bool quiet = !question_.probe->env.warnings_fail || diagnostics_.empty();
    // AC_RUN_IFELSE does not look at the compiler's words, only at its exit status.
    const bool made = last->code == 0 && product_there() && (quiet || question_.probe->phase == probe::Phase::run);
    const probe::Program& program = question_.probe->program;
    if (question_.probe->phase == probe::Phase::preprocess && !program.finds.empty()) {
      // In a pipe nobody asks how it has ended.
      finish(true, 0, Workshop::found_in_text(without_folder(last->out, folder_), program), diagnostics_);
      return std::nullopt;
    }
    if (question_.probe->phase != probe::Phase::run || !made) {
      finish(made, last->code, made ? Workshop::found_in(product_, question_.probe->program) : std::string(), diagnostics_);
      return std::nullopt;
    }
    running_ = true;
    return shop_.tool({product_}, question_.probe->exports, shop_.start_folder(folder_));
  }

 private:
  os::Command first() {
    const probe::ProgramProbe& probe = *question_.probe;
    ++shop_.lone;
    folder_ = shop_.new_folder();
    const std::string source = folder_ + "/conftest.c";
    shop_.put(source, probe::source_text(probe));
    std::vector<std::string> line;
    switch (probe.phase) {
      case probe::Phase::preprocess:
        // (The folder's name may have such a text in it.)
        if (!probe.program.finds.empty() && shop_.start_folder(folder_) == folder_) return shop_.tool(preprocess_line(probe.env, "conftest.c"), probe.exports, folder_);
        line = preprocess_line(probe.env, source);
        break;
      case probe::Phase::compile:
        product_ = folder_ + "/conftest.o";
        line = compile_line(probe.env, source, product_);
        break;
      case probe::Phase::link:
      case probe::Phase::run:
        product_ = folder_ + "/conftest" + probe.env.exeext;
        line = link_line(probe.env, {source}, product_);
        break;
    }
    return shop_.tool(std::move(line), probe.exports);
  }

  bool product_there() const {
    if (product_.empty()) return true;
    if (question_.probe->phase == probe::Phase::compile) return os::test('s', product_);
    return Workshop::executable_there(product_, question_.probe->env);
  }

  void finish(bool ok, int status, const std::string& output, const std::string& diagnostics) {
    shop_.settle(question_, ok, status, output, diagnostics);
  }

  Workshop& shop_;
  Question& question_;
  std::string folder_;
  std::string product_;
  std::string diagnostics_;
  bool running_ = false;
};

}  // namespace

std::unique_ptr<os::Job> lone_job(Workshop& shop, Question& question) {
  return std::make_unique<LoneJob>(shop, question);
}

void ask_alone(Workshop& shop, const Questions& questions, os::JobQueue& queue) {
  for (Question* question : questions) {
    if (!question->answered) queue.add(lone_job(shop, *question));
  }
}

}  // namespace pyconfigure::toolchain
