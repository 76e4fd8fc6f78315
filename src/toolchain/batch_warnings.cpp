// Compile probes of one program that only differ in which warnings are asked for (-Werror with -Wextra, with -Wsign-compare ...): one
// run with all of them.
//
// Soundness. Each of these warnings stands for itself (GCC's and clang's manuals): none needs or changes another one. A program that
// compiles without a word when all are asked for compiles with each; a warning that the compiler does not know, or has something to
// say with, sends all to the lone form.
#include <algorithm>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

bool stands_for_itself(std::string_view word) {
  for (std::string_view one : {"-Wextra", "-Wsign-compare", "-Wunused-result", "-Wunused-parameter", "-Wint-conversion",
                               "-Wmissing-field-initializers", "-Wstrict-prototypes", "-Wunreachable-code"}) {
    if (word == one) return true;
  }
  return false;
}

class WarningsJob : public os::Job {
 public:
  WarningsJob(Workshop& shop, Questions questions) : shop_(shop), open_(std::move(questions)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) return command();
    const bool quiet = last->code == 0 && !last->not_started && !last->signalled && last->err.empty() && os::test('s', product_);
    for (Question* question : open_) {
      if (!quiet) break;
      ++shop_.batched;
      shop_.settle(*question, true, 0, {}, {});
    }
    ask_alone(shop_, open_, queue);
    return std::nullopt;
  }

 private:
  os::Command command() {
    probe::ProgramProbe all = *open_.front()->probe;
    for (const Question* question : open_) {
      for (const std::string& word : fields({question->probe->env.cflags})) {
        if (stands_for_itself(word)) all.env.cflags += " " + word;
      }
    }
    const std::string folder = shop_.new_folder();
    product_ = folder + "/warnings.o";
    shop_.put(folder + "/warnings.c", probe::source_text(all));
    return shop_.tool(compile_line(plain_speech(all.env), folder + "/warnings.c", product_), all.exports);
  }

  Workshop& shop_;
  Questions open_;
  std::string product_;
};

}  // namespace

std::string without_warnings(const std::string& flags) {
  std::string rest;
  bool any = false;
  for (const std::string& word : fields({flags})) {
    if (stands_for_itself(word)) {
      any = true;
    } else {
      rest += word + ' ';
    }
  }
  return any ? rest + '!' : std::string();
}

std::unique_ptr<os::Job> warnings_job(Workshop& shop, Questions questions) {
  return std::make_unique<WarningsJob>(shop, std::move(questions));
}

}  // namespace pyconfigure::toolchain
