#include "toolchain/thread_option.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"

namespace pyconfigure::toolchain {

namespace {

constexpr std::string_view kOption = " -pthread";

std::string key_of(const probe::ToolEnv& env, const std::vector<std::string>& exports) {
  return env.cc + '\0' + env.cflags + '\0' + env.ldflags + '\1' + exports_text(exports);
}

/// The words of the commands that a driver tells.
std::vector<std::string> told_words(const os::Exit& end) {
  std::vector<std::string> words;
  if (end.code != 0 || end.not_started || end.signalled) return words;
  base::each_line(end.err, [&](std::string_view line) {
    for (std::string& word : told_command(line)) words.push_back(std::move(word));
  });
  return words;
}

bool added(std::string_view word) {
  for (std::string_view one : {"-D_REENTRANT", "-pthread", "-lpthread", "-plugin-opt=-pass-through=-lpthread"}) {
    if (word == one) return true;
  }
  return false;
}

/// A name that is another one at each start: /tmp/ccXXXXXX.o, /tmp/conftest-XXXXXX.o.
bool is_drawn(const std::string& word, std::string_view ending) {
  const bool file = word.find("/cc") != std::string::npos || word.find("/conftest-") != std::string::npos;
  return file && word.ends_with(ending);
}

bool alike(const std::string& left, const std::string& right) {
  if (left == right) return true;
  for (std::string_view ending : {".s", ".o", ".res"}) {
    if (is_drawn(left, ending) && is_drawn(right, ending)) return true;
  }
  return false;
}

/// Is the library that the linker will find there for old times' sake alone? Beside one with something in it, other programs would not
/// be linked as they are by themselves.
bool library_is_empty(SharedLibraries& libraries, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (!word.starts_with("-L")) continue;
    const std::string library = word.substr(2) + "/libpthread";
    if (os::test('e', library + ".so")) return false;
    if (os::test('e', library + ".a")) return libraries.at(library + ".a").empty_archive;
  }
  return false;
}

}  // namespace

std::optional<probe::ProgramProbe> without_thread_option(const probe::ProgramProbe& probe) {
  if (!probe.env.cc.ends_with(kOption) || probe.env.cross || probe.phase != probe::Phase::run) return std::nullopt;
  probe::ProgramProbe other = probe;
  other.env.cc.resize(other.env.cc.size() - kOption.size());
  for (std::string_view word : {"thread", "REENTRANT", "-static", "-nostd", "-specs", "-flto", "-undef"}) {
    if (flags_contain(other.env, word)) return std::nullopt;
  }
  if (odd_flags(other.env)) return std::nullopt;
  other.env.cppflags = "-D_REENTRANT" + std::string(other.env.cppflags.empty() ? "" : " ") + other.env.cppflags;
  return other;
}

bool only_macro_and_library(const os::Exit& without, const os::Exit& with) {
  const std::vector<std::string> plain = told_words(without);
  const std::vector<std::string> more = told_words(with);
  std::size_t at = 0;
  bool macro = false;
  bool library = false;
  for (const std::string& word : more) {
    if (at < plain.size() && alike(plain[at], word)) {
      ++at;
      continue;
    }
    if (!added(word)) return false;
    macro = macro || word == "-D_REENTRANT" || word == "-pthread";  // clang's compiler knows itself what that means
    library = library || word == "-lpthread";
  }
  return at == plain.size() && macro && library;
}

/// Asks one driver.
class ThreadOption::Job : public os::Job {
 public:
  Job(Workshop& shop, bool& plain, const probe::ProgramProbe& probe) : shop_(shop), plain_(plain), probe_(probe) {
    const probe::ToolEnv& env = probe.env;
    const std::string driver = env.cc.substr(0, env.cc.size() - kOption.size());
    if (fields({env.cflags, env.cppflags, env.ldflags, env.libs, env.exeext}).empty()) others_ = expect_told(shop, driver, probe.exports);
  }

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last != nullptr && told_) {
      plain_ = only_macro_and_library(*told_, *last) && library_is_empty(shop_.libraries, told_words(*last));
      return std::nullopt;
    }
    if (last != nullptr) {
      told_ = *last;
      if (others_ != nullptr) tell(*others_, *last, folder_ + "/conftest", queue);
    }
    probe::ToolEnv env = plain_speech(probe_.env);
    if (!told_) {
      folder_ = shop_.new_folder();
      shop_.put(folder_ + "/conftest.c", "");
      env.cc.resize(env.cc.size() - kOption.size());
    }
    std::vector<std::string> line = link_line(env, {folder_ + "/conftest.c"}, folder_ + "/conftest");
    line.emplace_back("-###");
    return shop_.tool(std::move(line), probe_.exports);
  }

 private:
  Workshop& shop_;
  bool& plain_;
  const probe::ProgramProbe& probe_;
  ToldByDriver* others_ = nullptr;  ///< who want to know what is told without the option
  std::string folder_;
  std::optional<os::Exit> told_;
};

void ThreadOption::queue(Workshop& shop, const probe::ProgramProbe& probe, os::JobQueue& queue) {
  if (!without_thread_option(probe)) return;
  const auto [it, fresh] = plain_.try_emplace(key_of(probe.env, probe.exports), false);
  if (fresh) queue.add(std::make_unique<Job>(shop, it->second, probe));
}

std::optional<probe::ProgramProbe> ThreadOption::instead_of(const probe::ProgramProbe& probe) const {
  const auto known = plain_.find(key_of(probe.env, probe.exports));
  return known != plain_.end() && known->second ? without_thread_option(probe) : std::nullopt;
}

}  // namespace pyconfigure::toolchain
