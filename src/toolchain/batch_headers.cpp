// Do these headers compile after the same first part? Standard headers only, in one translation unit.
//
// Soundness. The standard makes each of these headers complete in itself, so one that compiles behind others compiles
// alone. When the unit fails, or warnings count and there are some, each header is asked alone.
#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/headers.hpp"
#include "toolchain/posix_headers.hpp"
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
        ++shop_.batched;
        shop_.settle(*question, true, 0, {}, {});
      }
    }
    ask_alone(shop_, open_, queue);
    return std::nullopt;
  }

 private:
  os::Command command() {
    const probe::ProgramProbe& first = *open_.front()->probe;
    std::string text;
    for (std::size_t i = 0; first.confdefs && i < first.confdefs_seen; ++i) text += first.confdefs->lines[i].text;
    text += single_header(first.program).before;
    for (const Question* question : open_) text += "#include <" + single_header(question->probe->program).name + ">\n";
    const std::string source = shop_.new_folder() + "/headers.c";
    os::write_plain(source, text);
    std::vector<std::string> line = compile_line(first.env, source, source + ".o");
    if (!warnings_are_errors(first.env) && !first.env.warnings_fail) line.push_back("-fsyntax-only");
    return shop_.tool(std::move(line), first.exports);
  }

  Workshop& shop_;
  Questions open_;
};

}  // namespace

SingleHeader single_header(const probe::Program& program) {
  if (program.shape != probe::Program::Shape::whole) return {};
  std::string_view text = program.prologue;
  while (text.ends_with('\n')) text.remove_suffix(1);
  const std::size_t line = text.rfind('\n');
  const std::string_view last = line == std::string_view::npos ? text : text.substr(line + 1);
  constexpr std::string_view kBegin = "#include <";
  if (!last.starts_with(kBegin) || !last.ends_with('>')) return {};
  const std::string_view name = last.substr(kBegin.size(), last.size() - kBegin.size() - 1);
  if (!posix_header(name)) return {};
  return {std::string(text.substr(0, line == std::string_view::npos ? 0 : line + 1)), std::string(name)};
}

std::unique_ptr<os::Job> header_job(Workshop& shop, Questions questions) {
  return std::make_unique<HeaderJob>(shop, std::move(questions));
}

}  // namespace pyconfigure::toolchain
