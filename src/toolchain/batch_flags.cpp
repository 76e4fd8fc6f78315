// Compile probes of one program that only differ in flags that have nothing to do with each other (-Werror with
// -Wextra, with -Wsign-compare ...; -fvisibility=hidden, -g ...): one run with all of them.
//
// Soundness. Each of these flags stands for itself (GCC's and clang's manuals): none needs or changes another one, and
// a compiler that does not know one, or cannot do what it says, refuses it in any company. A program that compiles
// without a word with all of them compiles with each; anything else sends all to the lone form.
#include <algorithm>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

bool stands_for_itself(std::string_view word) {
  for (std::string_view one :
       {"-Wextra", "-Wsign-compare", "-Wunused-result", "-Wunused-parameter", "-Wint-conversion",
        "-Wmissing-field-initializers", "-Wstrict-prototypes", "-Wunreachable-code", "-g", "-fvisibility=hidden",
        "-fno-strict-aliasing", "-fprofile-update=atomic", "-Werror=implicit-function-declaration"}) {
    if (word == one) return true;
  }
  return false;
}

class FlagsJob : public os::Job {
 public:
  FlagsJob(Workshop& shop, Questions questions) : shop_(shop), open_(std::move(questions)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) return command();
    const bool quiet =
        last->code == 0 && !last->not_started && !last->signalled && last->err.empty() && os::test('s', product_);
    for (Question* question : open_) {
      if (quiet) shop_.settle_batched(*question, true, {});
    }
    ask_alone(shop_, open_, queue);
    return std::nullopt;
  }

 private:
  os::Command command() {
    probe::ProgramProbe all = *open_.front()->probe;
    for (const Question* question : open_) {
      for (const std::string& word : fields({question->probe->env.cc, question->probe->env.cflags})) {
        if (stands_for_itself(word)) all.env.cflags += " " + word;
      }
    }
    const std::string folder = shop_.new_folder();
    product_ = folder + "/flags.o";
    shop_.put(folder + "/flags.c", probe::source_text(all));
    return shop_.tool(compile_line(plain_speech(all.env), folder + "/flags.c", product_), all.exports);
  }

  Workshop& shop_;
  Questions open_;
  std::string product_;
};

}  // namespace

std::optional<probe::ToolEnv> without_lone_flags(const probe::ToolEnv& env) {
  probe::ToolEnv rest = env;
  bool any = false;
  for (std::string* flags : {&rest.cc, &rest.cflags}) {
    std::string kept;
    for (const std::string& word : fields({*flags})) {
      if (stands_for_itself(word)) {
        any = true;
      } else {
        kept += word + ' ';
      }
    }
    *flags = kept;
  }
  return any ? std::optional(rest) : std::nullopt;
}

std::unique_ptr<os::Job> flags_job(Workshop& shop, Questions questions) {
  return std::make_unique<FlagsJob>(shop, std::move(questions));
}

}  // namespace pyconfigure::toolchain
