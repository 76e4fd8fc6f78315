// Link probes with libraries of their own (AC_CHECK_LIB): which of these libraries are there at all?
//
// Soundness. A linker that cannot find a library fails, whatever the program is. One link of an empty program names the
// missing libraries of all questions, with the flags that decide where libraries are looked for; only a library that the
// linker says it cannot find answers anything.
//
// The other programs can be linked together with all of these libraries, where each library is a self-contained shared one of the
// system's folder (shared_library.hpp): such a library brings nothing into a link but its symbols, whatever stands beside it and in
// whatever order. A program whose symbols are not there with all libraries has none of them with some. One that links with all would
// link with its own if no other library has anything that it names: then whatever it refers to came from its own, or from the C
// library, which is always there. All other questions are asked alone.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/merged_units.hpp"
#include "toolchain/shared_library.hpp"
#include "pyconfigure/base/text.hpp"

namespace pyconfigure::toolchain {

namespace {

/// The -l words of all questions, each once.
std::string all_libraries(const Questions& questions) {
  std::string libraries;
  std::set<std::string> seen;
  for (const Question* question : questions) {
    for (const std::string& word : fields({question->probe->env.libs})) {
      if (seen.insert(word).second) libraries += word + " ";
    }
  }
  return libraries;
}

constexpr std::string_view kCLibrary = "-lc";

/// The libraries of one link with all of them.
class Together {
 public:
  Together(std::shared_ptr<Merger> merger, const std::string& words) : merger_(std::move(merger)), words_(fields({words})) {}

  /// Would the question's program, which has been linked with all libraries, have been linked with its own?
  bool holds(const Question& question, const std::string& told) {
    learn(told);
    if (folder_.empty()) return false;
    std::set<std::string> own;
    for (const std::string& word : fields({question.probe->env.libs})) {
      if (word == kCLibrary) continue;  // there in any case
      const std::string& path = path_of(word);
      if (path.empty()) return false;
      if (libraries_.at(path).empty_archive) continue;
      if (!at_home(path) || !libraries_.self_contained(path, folder_)) return false;
      own.insert(path);
    }
    bool any = own.empty();
    for (const std::string& name : merger_->mentioned(question)) {
      const bool in_own = std::any_of(own.begin(), own.end(), [&](const std::string& path) { return has(path, name); });
      any = any || in_own;
      if (in_own || has(c_library_, name)) continue;
      for (const std::string& word : words_) {
        if (word == kCLibrary) continue;
        const std::string& path = path_of(word);
        // What cannot be read may have anything.
        if (path.empty() || (!libraries_.at(path).readable && !libraries_.at(path).empty_archive) || has(path, name)) return false;
      }
    }
    return any;
  }

 private:
  static std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }
  static std::string folder_of(const std::string& path) {
    std::error_code failed;
    const std::filesystem::path folder = std::filesystem::canonical(std::filesystem::path(path).parent_path(), failed);
    return failed ? std::string() : folder.string();
  }

  void learn(const std::string& told) {
    if (told == told_) return;
    told_ = told;
    files_.clear();
    folder_.clear();
    base::each_line(told, [&](std::string_view line) {
      std::string path(line);
      if (name_of(path).starts_with("libc.so.")) {
        c_library_ = path;
        folder_ = folder_of(path);
      }
      files_.insert(std::move(path));
    });
    for (const std::string& word : words_) paths_[word] = find(word);
  }

  /// The one file that the linker has taken for the word; empty when that is not clear.
  const std::string& path_of(const std::string& word) { return paths_[word]; }

  std::string find(const std::string& word) const {
    std::string found;
    for (const std::string& file : files_) {
      const std::string name = name_of(file);
      if (name != "lib" + word.substr(2) + ".so" && name != "lib" + word.substr(2) + ".a") continue;
      if (!found.empty()) return {};
      found = file;
    }
    return found;
  }

  bool at_home(const std::string& path) const { return folder_of(path) == folder_; }
  bool has(const std::string& path, const std::string& name) { return libraries_.at(path).defined.contains(name); }

  std::shared_ptr<Merger> merger_;
  std::vector<std::string> words_;
  SharedLibraries libraries_;
  std::string told_;
  std::set<std::string> files_;
  std::map<std::string, std::string> paths_;  ///< by word
  std::string c_library_;
  std::string folder_;
};

class LibrariesJob : public os::Job {
 public:
  /// `merger`: knows the programs, when they can be linked together.
  LibrariesJob(Workshop& shop, Questions questions, std::size_t parts, std::shared_ptr<Merger> merger)
      : shop_(shop), open_(std::move(questions)), parts_(parts), merger_(std::move(merger)) {}

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
    std::erase_if(open_, [](const Question* question) { return question->answered; });
    if (merger_ == nullptr || open_.size() < 2) {
      ask_alone(shop_, open_, queue);
    } else {
      link_together(queue);
    }
    return std::nullopt;
  }

 private:
  void link_together(os::JobQueue& queue) {
    ProgramBatch batch{merger_, {}, open_.front()->probe->env};
    batch.env->libs = all_libraries(open_);
    Questions left;
    batch.units = merger_->units(open_, left);
    auto together = std::make_shared<Together>(merger_, batch.env->libs);
    batch.holds = [together](const Question& question, const std::string& told) { return together->holds(question, told); };
    queue.add_first(merged_program_job(shop_, open_, parts_, std::move(batch)));
  }

  os::Command command() {
    probe::ProgramProbe all = *open_.front()->probe;
    all.env.libs = all_libraries(open_);
    const std::string folder = shop_.new_folder();
    shop_.put(folder + "/libraries.c", "int\nmain (void)\n{\n  return 0;\n}\n");
    return shop_.tool(link_line(plain_speech(all.env), {folder + "/libraries.c"}, folder + "/libraries" + all.env.exeext), all.exports);
  }

  Workshop& shop_;
  Questions open_;
  std::size_t parts_;
  std::shared_ptr<Merger> merger_;
};

/// The words change where libraries are looked for, or what is made of them.
bool odd_search(const std::string& flags) {
  for (const std::string& word : fields({flags})) {
    for (std::string_view part : {"-L", "-rpath", "-static", "-nostd", "-nodefault", "-nolib", "-T", "--sysroot", "-R", "-B"}) {
      if (word.find(part) != std::string::npos) return true;
    }
  }
  return false;
}

}  // namespace

bool differs_in_libraries(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  return probe.phase == probe::Phase::link && probe.program.finds.empty() && can_be_merged(question) &&
         (fields({probe.env.libs}).empty() || only_libraries(probe.env)) && !odd_search(probe.env.ldflags) && !odd_search(probe.env.cc) &&
         !odd_search(probe.env.cflags);
}

bool only_libraries(const probe::ToolEnv& env) {
  const std::vector<std::string> words = fields({env.libs});
  return !words.empty() && std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return word.starts_with("-l") && word.size() > 2 && word[2] != ':';
  });
}

std::unique_ptr<os::Job> libraries_job(Workshop& shop, Questions questions) {
  return std::make_unique<LibrariesJob>(shop, std::move(questions), 1, nullptr);
}

std::unique_ptr<os::Job> all_libraries_job(Workshop& shop, Questions questions, std::size_t parts, std::shared_ptr<Merger> merger) {
  return std::make_unique<LibrariesJob>(shop, std::move(questions), parts, std::move(merger));
}

}  // namespace pyconfigure::toolchain
