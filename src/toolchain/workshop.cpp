#include "toolchain/workshop.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"

namespace pyconfigure::toolchain {

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
  if (!os::make_folder(folder, error)) cannot_write(error);
  return folder;
}

void Workshop::put(const std::string& path, std::string_view text) {
  if (!os::write_plain(path, text)) cannot_write(path + ": " + std::strerror(errno));
}

void Workshop::cannot_write(const std::string& why) {
  if (trouble_.empty()) trouble_ = "cannot write temporary files: " + why + "\nset TMPDIR to a folder with enough space";
}

os::JobQueue Workshop::queue() {
  return os::JobQueue([this](const os::Exit& end) {
    if (end.code == 0) return;
    for (const char* words : {"No space left on device", "Disk quota exceeded"}) {
      if (end.err.find(words) != std::string::npos) cannot_write(words);
    }
    if (end.not_started && trouble_.empty() && !os::test('d', build_dir_)) {
      trouble_ = "the build folder " + build_dir_ + " is gone";
    }
    const bool killed = (end.signalled && !end.timed_out && end.code == 128 + SIGKILL) ||
                        end.err.find("Killed signal terminated program") != std::string::npos;
    if (killed && trouble_.empty()) {
      trouble_ = "a compiler or another tool was killed while it answered, for lack of memory perhaps\nrun it again";
    }
  });
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

}  // namespace pyconfigure::toolchain
