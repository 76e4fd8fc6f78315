// Link probes with libraries of their own (AC_CHECK_LIB): which of these libraries are there at all?
//
// Soundness. A linker that cannot find a library fails, whatever the program is. One link of an empty program names the
// missing libraries of all questions, with the flags that decide where libraries are looked for; only a library that the
// linker says it cannot find answers anything. All other questions are asked alone.
#include <algorithm>
#include <set>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

class LibrariesJob : public os::Job {
 public:
  LibrariesJob(Workshop& shop, Questions questions) : shop_(shop), open_(std::move(questions)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) return command();
    const bool told = last->code != 0 && !last->not_started && !last->signalled;
    const std::set<std::string> missing = told ? missing_libraries(last->err) : std::set<std::string>();
    for (Question* question : open_) {
      for (const std::string& word : fields({question->probe->env.libs})) {
        if (question->answered || !word.starts_with("-l") || !missing.contains(word.substr(2))) continue;
        ++shop_.batched;
        shop_.settle(*question, false, 1, {}, lines_with(last->err, word.substr(2)));
      }
    }
    ask_alone(shop_, open_, queue);
    return std::nullopt;
  }

 private:
  os::Command command() {
    probe::ProgramProbe all = *open_.front()->probe;
    all.env.libs.clear();
    std::set<std::string> seen;
    for (const Question* question : open_) {
      for (const std::string& word : fields({question->probe->env.libs})) {
        if (seen.insert(word).second) all.env.libs += word + " ";
      }
    }
    const std::string folder = shop_.new_folder();
    shop_.put(folder + "/libraries.c", "int\nmain (void)\n{\n  return 0;\n}\n");
    return shop_.tool(link_line(plain_speech(all.env), {folder + "/libraries.c"}, folder + "/libraries" + all.env.exeext), all.exports);
  }

  Workshop& shop_;
  Questions open_;
};

}  // namespace

bool only_libraries(const probe::ToolEnv& env) {
  const std::vector<std::string> words = fields({env.libs});
  return !words.empty() && std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return word.starts_with("-l") && word.size() > 2 && word[2] != ':';
  });
}

std::unique_ptr<os::Job> libraries_job(Workshop& shop, Questions questions) {
  return std::make_unique<LibrariesJob>(shop, std::move(questions));
}

}  // namespace pyconfigure::toolchain
