#include "toolchain/usual_files.hpp"

#include <algorithm>
#include <utility>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"

namespace pyconfigure::toolchain {

namespace {

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// The file that a shell starts for the word; nothing where that depends on the folder.
std::optional<std::string> file_of(const std::string& word, const std::string& path) {
  if (word.starts_with('/')) return word;
  if (word.find('/') != std::string::npos) return std::nullopt;
  const std::vector<std::string> found = os::find_in_path(word, path, "/");
  return found.empty() || !found.front().starts_with('/') ? std::nullopt : std::optional(found.front());
}

bool is_program(const std::string& path) { return os::test('x', path) && os::is_elf_file(path); }

/// No linker that GCC's collect2 could find there is a script.
bool linkers_are_programs(std::string_view path) {
  for (const std::string& folder : base::folders(path)) {
    for (const char* name : {"real-ld", "collect-ld", "ld"}) {
      const std::string linker = folder + "/" + name;
      if (os::test('f', linker) && !is_program(linker)) return false;
    }
  }
  return true;
}

bool library_there(const std::vector<std::string>& words, const std::string& library) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].starts_with("-L")) continue;
    const std::string folder = words[i].size() > 2 ? words[i].substr(2) : i + 1 < words.size() ? words[i + 1] : std::string();
    for (const char* ending : {".so", ".a"}) {
      if (os::test('f', folder + "/lib" + library + ending)) return true;
    }
  }
  return false;
}

}  // namespace

bool could_make(const os::Exit& told, const std::string& executable, const std::string& path) {
  if (told.code != 0 || told.not_started || told.signalled) return false;
  constexpr std::string_view kPrograms = "COMPILER_PATH=";
  std::vector<std::string> last;
  bool all = linkers_are_programs(path);
  base::each_line(told.err, [&](std::string_view line) {
    if (line.starts_with(kPrograms)) all = all && linkers_are_programs(line.substr(kPrograms.size()));
    std::vector<std::string> command = told_command(line);
    if (command.empty()) return;
    last = std::move(command);
    const auto program = file_of(last.front(), path);
    all = all && program && is_program(*program);
  });
  const auto output = std::find(last.begin(), last.end(), "-o");
  if (!all || output == last.end() || output + 1 == last.end() || output[1] != executable) return false;
  // The objects of the C library and the compiler have no folder where they are missing.
  bool starts = false;
  for (const std::string& word : last) {
    const std::string_view name = name_of(word);
    if (!name.ends_with(".o") || name.find("crt") == std::string_view::npos) continue;
    if (!os::test('f', word)) return false;
    starts = starts || name.ends_with("crt1.o");
  }
  return starts && std::find(last.begin(), last.end(), "-lc") != last.end() && library_there(last, "c");
}

/// Asks the driver what it would do.
class UsualFiles::Job : public os::Job {
 public:
  Job(Workshop& shop, ToldByDriver& told, const Wanted& wanted) : shop_(shop), told_(told), wanted_(wanted) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last != nullptr) {
      tell(told_, *last, folder_ + "/conftest", queue);
      return std::nullopt;
    }
    folder_ = shop_.new_folder();
    shop_.put(folder_ + "/conftest.c", "");
    return shop_.tool({wanted_.cc, "-###", "-o", folder_ + "/conftest", folder_ + "/conftest.c"}, wanted_.exports);
  }

 private:
  Workshop& shop_;
  ToldByDriver& told_;
  const Wanted& wanted_;
  std::string folder_;
};

bool UsualFiles::queue(Workshop& shop, const probe::CommandProbe& probe, const std::string& key, os::JobQueue& queue,
                       std::function<std::unique_ptr<os::Job>()> otherwise) {
  if (!probe.usual_files || wanted_) return false;
  const probe::ToolEnv& env = *probe.usual_files;
  const std::vector<std::string> compiler = fields({env.cc});
  if (compiler.size() != 1 || !fields({env.cflags, env.cppflags, env.ldflags, env.libs}).empty()) return false;
  // What these say of programs or words is not said of all files alike.
  for (std::string_view name : {"CCC_OVERRIDE_OPTIONS", "QA_OVERRIDE_GCC3_OPTIONS", "COMPILER_PATH", "GCC_EXEC_PREFIX"}) {
    if (shop.sets(name, probe.exports)) return false;
  }
  // A script may do more than the driver behind it says.
  const auto driver = file_of(compiler.front(), shop.value("PATH", probe.exports).value_or(""));
  if (!driver || !is_program(*driver)) return false;
  wanted_ = Wanted{key, compiler.front(), probe.exports};
  const auto look = [this, &shop, otherwise = std::move(otherwise)](const ToldByDriver& told, os::JobQueue& later) {
    wanted_->expected = could_make(*told.end, told.executable, shop.value("PATH", wanted_->exports).value_or(""));
    if (!wanted_->expected) later.add_first(otherwise());
  };
  if (ToldByDriver* const fresh = expect_told(shop, wanted_->cc, wanted_->exports); fresh != nullptr) {
    fresh->waiting.push_back(look);
    queue.add(std::make_unique<Job>(shop, *fresh, *wanted_));
  } else if (ToldByDriver* const told = told_by(shop, wanted_->cc, wanted_->exports); told->end) {
    look(*told, queue);
  } else {
    told->waiting.push_back(look);
  }
  return true;
}

/// Has the script run after all.
class UsualFiles::ScriptJob : public os::Job {
 public:
  ScriptJob(Workshop& shop, const probe::CommandProbe& probe, Wanted& wanted) : wanted_(wanted), script_(command_job(shop, probe, answer_)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    auto command = script_->next(last, queue);
    if (command) return command;
    if (answer_.output != probe::kUsualFiles) queue.stop();
    wanted_.said = std::move(answer_);
    return std::nullopt;
  }

 private:
  Wanted& wanted_;
  probe::Answer answer_;
  std::unique_ptr<os::Job> script_;
};

void UsualFiles::watch(Workshop& shop, const probe::CommandProbe& probe) {
  shop.without_names = WithoutNames{wanted_->cc, wanted_->exports, [this, &shop, &probe] { return std::make_unique<ScriptJob>(shop, probe, *wanted_); }};
}

std::optional<probe::Answer> UsualFiles::take(const Workshop& shop) {
  wanted_->expected = false;
  if (wanted_->said) return std::exchange(wanted_->said, std::nullopt);
  if (!shop.without_names->object || !shop.without_names->executable) return std::nullopt;
  return probe::Answer{true, 0, std::string(probe::kUsualFiles), {}, {}};
}

}  // namespace pyconfigure::toolchain
