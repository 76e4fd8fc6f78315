#include "toolchain/workshop.hpp"

#include <cctype>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"

namespace pyconfigure::toolchain {

std::string exports_text(const std::vector<std::string>& exports) {
  std::string text;
  for (const std::string& entry : exports) text += entry + '\0';
  return text;
}

namespace {

std::string told_key(const std::string& driver, const std::vector<std::string>& exports) {
  std::string key;
  for (const std::string& word : fields({driver})) key += word + '\0';
  return key + '\1' + exports_text(exports);
}

}  // namespace

ToldByDriver* expect_told(Workshop& shop, const std::string& driver, const std::vector<std::string>& exports) {
  const auto [it, fresh] = shop.told_by_drivers.try_emplace(told_key(driver, exports));
  return fresh ? &it->second : nullptr;
}

ToldByDriver* told_by(Workshop& shop, const std::string& driver, const std::vector<std::string>& exports) {
  const auto known = shop.told_by_drivers.find(told_key(driver, exports));
  return known == shop.told_by_drivers.end() ? nullptr : &known->second;
}

void tell(ToldByDriver& told, const os::Exit& end, const std::string& executable, os::JobQueue& queue) {
  told.end = end;
  told.executable = executable;
  for (const auto& wanted : std::exchange(told.waiting, {})) wanted(told, queue);
}

bool front_end_tells_all(const Question& question) {
  const probe::ToolEnv& env = question.probe->env;
  return !question.whole && !question.users_headers && !env.warnings_fail && !warnings_are_errors(env);
}

bool WithoutNames::fits(const probe::ToolEnv& env, const std::vector<std::string>& others) const {
  const std::vector<std::string> libraries = fields({env.libs});
  const bool plain = fields({env.cc}) == std::vector{cc} && fields({env.cflags, env.cppflags, env.ldflags, env.exeext}).empty();
  return plain && others == exports && std::all_of(libraries.begin(), libraries.end(), [](const std::string& word) { return word.starts_with("-l"); });
}

bool Workshop::executable_there(const std::string& path, const probe::ToolEnv& env) {
  return os::test('s', path) && (env.cross || os::test('x', path));
}

std::string Workshop::found_in(const std::string& product, const probe::Program& program) {
  return program.finds.empty() ? std::string() : found_in_text(os::read_file(product).value_or(""), program);
}

std::string Workshop::found_in_text(const std::string& bytes, const probe::Program& program) {
  std::string found;
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

bool name_char(char ch) { return std::isalnum(static_cast<unsigned char>(ch)) != 0 || ch == '_' || ch == '-'; }

std::size_t skip(const std::string& text, std::size_t at, bool (*wanted)(char)) {
  while (at < text.size() && wanted(text[at])) ++at;
  return at;
}

bool digit(char ch) { return ch >= '0' && ch <= '9'; }

/// SCRATCH/17/program-4.c is conftest.c to whoever reads what the compiler said.
std::string with_conftest(const std::string& text, const std::string& scratch) {
  std::string out;
  std::size_t from = 0;
  for (std::size_t at = text.find(scratch); at != std::string::npos; at = text.find(scratch, from)) {
    out.append(text, from, at - from);
    from = at + scratch.size();
    const std::size_t number = skip(text, from, [](char ch) { return digit(ch) || ch == '/'; });
    std::size_t dot = skip(text, number, name_char);
    if (dot == number || dot >= text.size() || text[dot] != '.') {
      out += scratch;
      continue;
    }
    std::size_t end = skip(text, dot + 1, name_char);
    if (text.compare(dot, 3, ".c.") == 0) {  // an object that is named after its source
      dot += 2;
      end = skip(text, dot + 1, name_char);
    }
    out += "conftest" + text.substr(dot, end - dot);
    from = end;
  }
  return out.append(text, from);
}

/// Without the names that the compiler's driver draws for its temporary files, and those that main and sources have in
/// batches.
std::string without_drawn_names(std::string text) {
  constexpr std::string_view kDriver = "/cc";
  constexpr std::size_t kDrawn = 6;
  for (std::size_t at = text.find(kDriver); at != std::string::npos; at = text.find(kDriver, at + 1)) {
    const std::size_t start = at + kDriver.size();
    if (skip(text, start, name_char) == start + kDrawn && text[start + kDrawn] == '.') text.replace(start, kDrawn, kDrawn, 'X');
  }
  for (const auto& [name, instead] : {std::pair("pyconfigure_main_", "main"), std::pair("pyconfigure-body-", "conftest.c"),
                                    std::pair("pyconfigure-value-", "conftest.c"), std::pair("pyconfigure-merged-", "conftest.c")}) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
      text.replace(at, skip(text, at + std::strlen(name), [](char ch) { return digit(ch) || ch == '-'; }) - at, instead);
    }
  }
  return text;
}

/// Is it the name of a file that our commands and compilers leave where they run? Sources and what is named after them, what
/// commands write down for themselves, and what a test program that crashes or is profiled leaves.
bool ours(std::string_view name) {
  if (name.find("conftest") != std::string_view::npos || name.ends_with(".core")) return true;
  for (const char* whole : {"a.out", "a.exe", "a_out.exe", "b.out", "core", "gmon.out", "bb.out", "pyconf.table",
                            "pyconf.commands", "pyconf.grade.sh"}) {
    if (name == whole) return true;
  }
  if (name.starts_with("a-")) name.remove_prefix(2);
  for (std::string_view stem : {"programs", "program", "syntax", "bodies", "functions", "headers", "values", "libraries", "survey", "merged", "flags"}) {
    if (!name.starts_with(stem)) continue;
    std::string_view rest = name.substr(stem.size());
    if (rest.starts_with('-')) rest.remove_prefix(std::min(rest.find_first_not_of("0123456789", 1), rest.size()));
    if (rest.starts_with('.')) return true;
  }
  return false;
}

}  // namespace

Sweeper::Sweeper(std::string folder, bool active) : folder_(std::move(folder)), active_(active) {
  if (active_) before_ = names_in(folder_);
}

Sweeper::~Sweeper() {
  if (!active_) return;
  // Others may be at work in the folder as well: nothing of theirs is touched.
  std::error_code ignored;
  for (const std::string& name : names_in(folder_)) {
    const std::string path = folder_ + "/" + name;
    if (!before_.contains(name) && ours(name) && std::filesystem::is_regular_file(path, ignored)) os::remove_file(path);
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
    // As the compiler's driver complains when it cannot start a compiler.
    const bool no_room = end.err.find("fork: Resource temporarily unavailable") != std::string::npos ||
                         end.err.find("fork: Cannot allocate memory") != std::string::npos ||
                         end.err.find("posix_spawn: Resource temporarily unavailable") != std::string::npos;
    if ((end.lack != 0 || no_room) && trouble_.empty()) {
      trouble_ = std::string("cannot start processes: ") + std::strerror(end.lack != 0 ? end.lack : EAGAIN) +
                 "\nraise the limit (ulimit), or take fewer at a time (-j1)";
    }
    const bool killed = (end.signalled && !end.timed_out && end.code == 128 + SIGKILL) ||
                        end.err.find("Killed signal terminated program") != std::string::npos;
    if (killed && trouble_.empty()) {
      trouble_ = "a compiler or another tool was killed while it answered, for lack of memory perhaps\nrun it again";
    }
  });
}

std::string Workshop::in_configures_names(std::string text) const {
  return text.empty() ? text : without_drawn_names(with_conftest(text, scratch_));
}

std::optional<std::string> Workshop::value(std::string_view name, const std::vector<std::string>& exports) const {
  for (const std::vector<std::string>* entries : {&exports, &env_}) {
    for (const std::string& entry : *entries) {
      if (entry.starts_with(name) && entry.substr(name.size()).starts_with('=')) return entry.substr(name.size() + 1);
    }
  }
  return std::nullopt;
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
  question.answer.diagnostics = in_configures_names(std::move(diagnostics));
  question.answer.command = logged_line(question.instead_of != nullptr ? *question.instead_of : *question.probe);
}

void Workshop::settle_batched(Question& question, bool ok, std::string diagnostics, std::string output) {
  ++batched;
  settle(question, ok, ok ? 0 : 1, std::move(output), std::move(diagnostics));
}

}  // namespace pyconfigure::toolchain
