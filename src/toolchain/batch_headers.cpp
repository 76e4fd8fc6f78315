// Programs that include standard headers and do nothing else (AC_CHECK_HEADER behind the default includes): one
// translation unit with all of these headers.
//
// Soundness. The standard makes each of these headers complete in itself, so those that compile behind others compile
// without them. When the unit fails, or warnings count and there are some, each header is asked alone.
#include <set>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

class HeaderJob : public os::Job {
 public:
  HeaderJob(Workshop& shop, Questions questions) : shop_(shop), open_(std::move(questions)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) return command();
    if (last->code == 0 && (!open_.front()->probe->env.warnings_fail || last->err.empty())) {
      for (Question* question : open_) {
        shop_.settle_batched(*question, true, {});
      }
    }
    ask_alone(shop_, open_, queue);
    return std::nullopt;
  }

 private:
  os::Command command() {
    const probe::ProgramProbe& first = *open_.front()->probe;
    std::string text = probe::confdefs_text(first);
    std::set<std::string> seen;
    for (const Question* question : open_) {
      for (const std::string& name : question->standard_headers) {
        if (seen.insert(name).second) text += "#include <" + name + ">\n";
      }
    }
    const std::string source = shop_.new_folder() + "/headers.c";
    shop_.put(source, text);
    std::vector<std::string> line = compile_line(plain_speech(first.env), source, source + ".o");
    if (front_end_tells_all(*open_.front())) line.push_back("-fsyntax-only");
    return shop_.tool(std::move(line), first.exports);
  }

  Workshop& shop_;
  Questions open_;
};

}  // namespace

std::unique_ptr<os::Job> header_job(Workshop& shop, Questions questions) {
  return std::make_unique<HeaderJob>(shop, std::move(questions));
}

}  // namespace pyconfigure::toolchain
