// The lone form: one program, asked as configure asks it.
#include <sys/stat.h>

#include <filesystem>
#include <memory>

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
    os::write_plain(source, probe::source_text(probe));
    std::vector<std::string> line;
    switch (probe.phase) {
      case probe::Phase::preprocess:
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

bool Workshop::executable_there(const std::string& path, const probe::ToolEnv& env) {
  return os::test('s', path) && (env.cross || os::test('x', path));
}

std::string Workshop::found_in(const std::string& product, const probe::Program& program) {
  std::string found;
  if (program.finds.empty()) return found;
  const std::string bytes = os::read_file(product).value_or("");
  for (const std::string& text : program.finds) {
    if (bytes.find(text) != std::string::npos) found += text + '\n';
  }
  return found;
}

namespace {

std::set<std::string> names_in(const std::string& folder) {
  std::set<std::string> names;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) names.insert(entry.path().filename());
  return names;
}

}  // namespace

Sweeper::Sweeper(std::string folder, bool active) : folder_(std::move(folder)), active_(active) {
  if (active_) before_ = names_in(folder_);
}

Sweeper::~Sweeper() {
  if (!active_) return;
  std::error_code ignored;
  for (const std::string& name : names_in(folder_)) {
    if (!before_.contains(name)) std::filesystem::remove_all(folder_ + "/" + name, ignored);
  }
}

std::string Workshop::new_folder() {
  std::string folder = scratch_ + "/" + std::to_string(++count_);
  std::string error;
  os::make_folder(folder, error);
  return folder;
}

os::Command Workshop::script(const std::string& text, const std::vector<std::string>& exports,
                             const std::string& folder) const {
  return tool(script_words(text), exports, folder);
}

os::Command Workshop::tool(std::vector<std::string> words, const std::vector<std::string>& exports,
                           const std::string& folder) const {
  os::Command command;
  command.argv = std::move(words);
  if (command.argv.empty()) command.argv = {"/bin/false"};
  command.env = env_;
  for (const std::string& entry : exports) {
    const std::string name = entry.substr(0, entry.find('=') + 1);
    std::erase_if(command.env, [&](const std::string& old) { return old.starts_with(name); });
    command.env.push_back(entry);
  }
  command.folder = folder.empty() ? build_dir_ : folder;
  command.time_limit_s = time_limit_s_;
  return command;
}

void Workshop::settle(Question& question, bool ok, int status, std::string output, std::string diagnostics) {
  question.answered = true;
  question.answer.ok = ok;
  question.answer.status = status;
  question.answer.output = std::move(output);
  question.answer.diagnostics = std::move(diagnostics);
  question.answer.command = logged_line(*question.probe);
}

std::unique_ptr<os::Job> lone_job(Workshop& shop, Question& question) {
  return std::make_unique<LoneJob>(shop, question);
}

void ask_alone(Workshop& shop, const Questions& questions, os::JobQueue& queue) {
  for (Question* question : questions) {
    if (!question->answered) queue.add(lone_job(shop, *question));
  }
}

}  // namespace pyconfigure::toolchain
