// Integer values (sizeof, alignof) under one prologue: one program that prints them all.
//
// Soundness. The same as for bodies: an expression with errors is taken out by its #line name, the rest has to compile,
// link and run, and prints one line each. Anything else goes to the lone form.
#include <memory>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

const std::string kName = "pyconfigure-value-";

class ValueJob : public os::Job {
 public:
  ValueJob(Workshop& shop, Questions questions) : shop_(shop), open_(std::move(questions)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) {
      folder_ = shop_.new_folder();
      return attempt();
    }
    if (running_) {
      if (last->code != 0 || !read_values(last->out)) ask_alone(shop_, open_, queue);
      return std::nullopt;
    }
    if (last->code == 0) {
      running_ = true;
      const probe::ProgramProbe& first = *open_.front()->probe;
      return shop_.tool({folder_ + "/values" + first.env.exeext}, first.exports, shop_.start_folder(folder_));
    }
    if (last->not_started || last->signalled || ++attempts_ > 4 || !take_out_failing(last->err)) {
      ask_alone(shop_, open_, queue);
      return std::nullopt;
    }
    if (open_.empty()) return std::nullopt;
    return attempt();
  }

 private:
  os::Command attempt() {
    const probe::ProgramProbe& probe = *open_.front()->probe;
    const std::string source = folder_ + "/values.c";
    shop_.put(source, text());
    return shop_.tool(link_line(plain_speech(probe.env), {source}, folder_ + "/values" + probe.env.exeext), probe.exports);
  }

  std::string text() const {
    const probe::ProgramProbe& probe = *open_.front()->probe;
    std::string out = probe::confdefs_text(probe);
    out += probe.program.prologue + "\n#include <stdio.h>\n";
    std::string calls;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const std::string number = std::to_string(i);
      const std::string& value = open_[i]->probe->program.body;
      out += "#line 1 \"" + kName + number + "\"\nstatic void pyconfigure_value_" + number + " (void)\n{\n  if ((" +
             value + ") < 0)\n    printf (\"%ld\\n\", (long) (" + value +
             "));\n  else\n    printf (\"%lu\\n\", (unsigned long) (" + value + "));\n}\n";
      calls += "  pyconfigure_value_" + number + " ();\n";
    }
    return out + "int\nmain (void)\n{\n" + calls + "  return ferror (stdout) != 0;\n}\n";
  }

  bool read_values(const std::string& output) {
    std::vector<std::string> values;
    std::size_t at = 0;
    for (std::size_t end = output.find('\n'); end != std::string::npos; end = output.find('\n', at)) {
      values.push_back(output.substr(at, end - at));
      at = end + 1;
    }
    if (values.size() != open_.size()) return false;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      shop_.settle_batched(*open_[i], true, {}, values[i]);
    }
    return true;
  }

  bool take_out_failing(const std::string& diagnostics) {
    // With warnings as errors the functions around the values could be what is complained of.
    const auto errors = compiler_errors(diagnostics);
    if (!errors || errors->empty() || warnings_are_errors(open_.front()->probe->env) || warned_to_death(diagnostics)) return false;
    std::vector<bool> failing(open_.size(), false);
    for (const CompilerError& error : *errors) {
      if (!error.file.starts_with(kName)) return false;
      failing[std::stoul(error.file.substr(kName.size()))] = true;
    }
    Questions rest;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (!failing[i]) {
        rest.push_back(open_[i]);
        continue;
      }
      shop_.settle_batched(*open_[i], false, lines_with(diagnostics, kName + std::to_string(i) + ":"));
    }
    open_ = std::move(rest);
    return true;
  }

  Workshop& shop_;
  Questions open_;
  std::string folder_;
  bool running_ = false;
  int attempts_ = 0;
};

}  // namespace

std::unique_ptr<os::Job> value_job(Workshop& shop, Questions questions) {
  return std::make_unique<ValueJob>(shop, std::move(questions));
}

}  // namespace pyconfigure::toolchain
