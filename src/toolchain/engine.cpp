#include "pyconfigure/toolchain/engine.hpp"

#include <algorithm>
#include <filesystem>

#include "pyconfigure/os/files.hpp"
#include "pyconfigure/os/process.hpp"
#include "toolchain/dialects.hpp"
#include "toolchain/guesses.hpp"
#include "toolchain/header_files.hpp"
#include "toolchain/live_macros.hpp"
#include "toolchain/scratch.hpp"
#include "toolchain/survey.hpp"
#include "toolchain/thread_option.hpp"
#include "toolchain/usual_files.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

void field(std::string& key, std::string_view text) {
  key += text;
  key += '\0';
}

std::string env_key(const probe::ToolEnv& env) {
  std::string key;
  for (const std::string* text :
       {&env.cc, &env.cpp, &env.cflags, &env.cppflags, &env.ldflags, &env.libs, &env.exeext}) {
    field(key, *text);
  }
  key += env.warnings_fail ? 'w' : '-';
  key += env.cross ? 'x' : '-';
  return key;
}

void exports_key(std::string& key, const std::vector<std::string>& exports) {
  key += exports_text(exports) + '\1';
}

/// Host facts are answered on the spot: they cost a system call each.
probe::Answer look(const probe::WhichProbe& probe, const Settings& settings) {
  probe::Answer answer;
  for (const std::string& name : os::find_in_path(probe.word, probe.path, settings.build_dir)) {
    answer.output += name + '\n';
  }
  answer.ok = !answer.output.empty();
  return answer;
}

probe::Answer look(const probe::FileProbe& probe, const Settings& settings) {
  const std::string path = probe.path.starts_with('/') ? probe.path : settings.build_dir + "/" + probe.path;
  probe::Answer answer;
  if (probe.op == 'R') {
    const auto text = os::read_file(path);
    answer.ok = text.has_value();
    answer.output = text.value_or("");
  } else if (probe.op == 'E') {
    answer.ok = os::is_elf_file(path, probe.text);
  } else if (probe.op == 'P') {
    std::error_code failed;
    answer.output = std::filesystem::canonical(path, failed).string();
    answer.ok = !failed;
  } else if (probe.op == 'G') {
    const std::string base = probe.path.starts_with('/') ? "" : settings.build_dir + "/";
    for (const std::string& name : os::expand(path)) answer.output += name.substr(base.size()) + '\n';
    answer.ok = !answer.output.empty();
  } else {
    answer.ok = os::test(probe.op, path);
  }
  return answer;
}

}  // namespace

Engine::Engine(Settings settings)
    : settings_(std::move(settings)),
      headers_(std::make_unique<HeaderFiles>()),
      live_(std::make_unique<LiveMacros>(*headers_, settings_.build_dir)),
      surveys_(std::make_unique<Surveys>()),
      dialects_(std::make_unique<Dialects>(*headers_, settings_.build_dir)),
      guesses_(std::make_unique<HeaderGuesses>()),
      thread_option_(std::make_unique<ThreadOption>()),
      usual_files_(std::make_unique<UsualFiles>()),
      folder_(std::make_unique<ScratchFolder>()) {}

Engine::~Engine() = default;

void Engine::tidy() { folder_.reset(); }

std::string Engine::key_of(const probe::Probe& probe, bool with_confdefs) {
  std::string key;
  if (const auto* program = std::get_if<probe::ProgramProbe>(&probe)) {
    key = "P";
    key += static_cast<char>('0' + static_cast<int>(program->phase));
    key += static_cast<char>('0' + static_cast<int>(program->program.shape));
    key += env_key(program->env);
    exports_key(key, program->exports);
    if (with_confdefs) key += live_->digest(*program);
    field(key, program->program.prologue);
    field(key, program->program.body);
    field(key, program->program.symbol);
    for (const std::string& text : program->program.finds) field(key, text);
  } else if (const auto* command = std::get_if<probe::CommandProbe>(&probe)) {
    key = command->in_build_folder ? "B" : "C";
    field(key, command->script);
    exports_key(key, command->exports);
    for (const probe::ScratchFile& file : command->files) {
      field(key, file.name);
      const bool known = file.program != nullptr && live_->knows(*file.program);
      field(key, known ? live_->digest(*file.program) + file.program->program.prologue : file.text);
    }
  } else if (const auto* which = std::get_if<probe::WhichProbe>(&probe)) {
    key = "W";
    field(key, which->word);
    field(key, which->path);
  } else if (const auto* file = std::get_if<probe::FileProbe>(&probe)) {
    key = "F";
    key += file->op;
    field(key, file->path);
    field(key, file->text);
  }
  return key;
}

const probe::Answer* Engine::find(const probe::Probe& probe, bool) {
  std::string key = key_of(probe);
  if (const auto it = answers_.find(key); it != answers_.end()) return &it->second.answer;
  if (const auto* which = std::get_if<probe::WhichProbe>(&probe)) {
    return &answers_.emplace(std::move(key), Known{probe, look(*which, settings_)}).first->second.answer;
  }
  if (const auto* file = std::get_if<probe::FileProbe>(&probe)) {
    return &answers_.emplace(std::move(key), Known{probe, look(*file, settings_)}).first->second.answer;
  }
  if (noted_keys_.insert(std::move(key)).second) noted_.push_back(probe);
  return nullptr;
}

const probe::Answer* Engine::likely(const probe::Probe& probe) {
  const auto it = latest_.find(key_of(probe, false));
  if (it != latest_.end()) return &it->second;
  const auto* program = std::get_if<probe::ProgramProbe>(&probe);
  if (program == nullptr) return nullptr;
  if (live_->knows(*program)) {
    live_->of(*program);  // reads its headers
    if (const probe::Answer* const answer = HeaderGuesses::by_members(*program, headers_->atoms()); answer != nullptr) return answer;
  }
  return program->env.cross ? nullptr : guesses_->by_headers(*program);
}

bool Engine::answer_noted(std::string& error) {
  if (!folder_->ready(error)) return false;
  ++cost_.rounds;
  std::vector<probe::Probe> noted = std::move(noted_);
  noted_.clear();
  noted_keys_.clear();
  std::vector<probe::Probe> commands;
  std::vector<probe::Probe> programs;
  std::optional<probe::Probe> waiting;
  for (probe::Probe& probe : noted) {
    const bool program = std::holds_alternative<probe::ProgramProbe>(probe);
    if (!program && usual_files_->waits(key_of(probe))) {
      waiting = std::move(probe);
    } else {
      (program ? programs : commands).push_back(std::move(probe));
    }
  }
  // What commands say (compilers' names, pkg-config's flags) decides what the programs are built with, and commands
  // are cheap: as long as a pass has asked for one, only those are run, and the programs are asked for again.
  Workshop shop(settings_, folder_->round());
  if (!commands.empty()) {
    answer_commands(shop, commands, programs);
  } else {
    if (waiting) usual_files_->watch(shop, std::get<probe::CommandProbe>(*waiting));
    if (!programs.empty()) answer_programs(shop, programs);
    if (waiting && os::interrupted() == 0) answer_usual_files(shop, *waiting);
  }
  error = os::interrupted() != 0 ? "interrupted" : shop.trouble();
  return error.empty();
}

/// What the programs have been compiled to may have shown it.
void Engine::answer_usual_files(Workshop& shop, const probe::Probe& command) {
  auto answer = usual_files_->take(shop);
  if (!answer) return answer_commands(shop, {command}, {});
  answer->command = std::get<probe::CommandProbe>(command).script;
  answers_.insert_or_assign(key_of(command), Known{command, std::move(*answer)});
}

void Engine::rekey() {
  std::unordered_map<std::string, Known> fresh;
  for (auto& [key, known] : answers_) {
    std::string now = key_of(known.probe);
    fresh.emplace(std::move(now), std::move(known));
  }
  answers_ = std::move(fresh);
}

}  // namespace pyconfigure::toolchain
