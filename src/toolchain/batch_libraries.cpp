// Link probes with libraries of their own (AC_CHECK_LIB): which of these libraries are there at all?
//
// Soundness. A linker that cannot find a library fails, whatever the program is. One link of an empty file names the
// missing libraries of all questions, with the flags that decide where libraries are looked for; only a library that the
// linker says it cannot find answers anything.
//
// The other programs can be linked together with all of these libraries, where each library is a self-contained shared one of the
// system's folder (shared_library.hpp): such a library brings nothing into a link but its symbols, whatever stands beside it and in
// whatever order. A program whose symbols are not there with all libraries has none of them with some. One that links with all would
// link with its own if no other library has anything that it names: then whatever it refers to came from its own, or from the C
// library, which is always there. All other questions are asked alone.
#include <algorithm>
#include <set>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/library_links.hpp"
#include "toolchain/merged_units.hpp"

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

/// The folders of -L words, and of variables that stand for some, or for where needed libraries are looked for.
std::vector<std::string> searched_folders(const Workshop& shop, const probe::ProgramProbe& probe) {
  const probe::ToolEnv& env = probe.env;
  std::vector<std::string> folders;
  for (std::string_view name : {"LIBRARY_PATH", "LD_LIBRARY_PATH", "LD_RUN_PATH"}) {
    std::string value = shop.value(name, probe.exports).value_or("");
    std::replace(value.begin(), value.end(), ':', ' ');
    for (std::string& folder : base::words(value)) folders.push_back(std::move(folder));
  }
  for (const std::string& word : fields({env.cc, env.cflags, env.cppflags, env.ldflags, env.libs})) {
    if (word.starts_with("-L")) folders.push_back(word.substr(2));
  }
  return folders;
}

class LibrariesJob : public os::Job {
 public:
  /// `merger`: knows the programs, when they can be linked together.
  LibrariesJob(Workshop& shop, Questions questions, std::size_t parts, std::shared_ptr<Merger> merger, Rest rest)
      : shop_(shop), open_(std::move(questions)), parts_(parts), merger_(std::move(merger)), rest_(std::move(rest)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) return command();
    const bool told = last->code != 0 && !last->not_started && !last->signalled;
    const std::set<std::string> missing = told ? missing_libraries(last->err) : std::set<std::string>();
    for (Question* question : open_) {
      const std::string library = missing_of(fields({question->probe->env.libs}), missing);
      if (!library.empty()) shop_.settle_batched(*question, false, lines_with(last->err, library));
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
    auto link = std::make_shared<LibraryLink>(fields({batch.env->libs}), searched_folders(shop_, *open_.front()->probe));
    batch.holds = [link, merger = merger_](const Question& question, const std::string& told) {
      link->learn(told);
      return link->holds(fields({question.probe->env.libs}), merger->mentioned(question));
    };
    batch.own_libraries = true;
    batch.rest = rest_;
    queue.add_first(merged_program_job(shop_, open_, parts_, std::move(batch)));
  }

  os::Command command() {
    probe::ProgramProbe all = *open_.front()->probe;
    all.env.libs = all_libraries(open_);
    // Nothing has to be compiled for that: linkers look for all files first. (An empty file is a linker script.)
    const std::string folder = shop_.new_folder();
    shop_.put(folder + "/libraries.o", "");
    return shop_.tool(link_line(plain_speech(all.env), {folder + "/libraries.o"}, folder + "/libraries" + all.env.exeext), all.exports);
  }

  Workshop& shop_;
  Questions open_;
  std::size_t parts_;
  std::shared_ptr<Merger> merger_;
  Rest rest_;
};

/// The words change where libraries are looked for, or what is made of them, in other ways than -LFOLDER does.
bool odd_search(const std::string& flags) {
  for (const std::string& word : fields({flags})) {
    if (word.starts_with("-L/")) continue;
    if (word.starts_with("-L")) return true;
    for (std::string_view part : {"-L,", "-library-path", "-rpath", "-static", "-nostd", "-nodefault", "-nolib", "-T", "--sysroot", "-R", "-B"}) {
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
         !odd_search(probe.env.cflags) && !odd_search(probe.env.cppflags);
}

bool may_be_empty(const probe::ToolEnv& env) {
  // glibc 2.34 and musl have all of it in their C library.
  const std::vector<std::string> words = fields({env.libs});
  return std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "-ldl" || word == "-lpthread" || word == "-lrt" || word == "-lutil";
  });
}

void link_with_empty_libraries(ProgramBatch& batch, const Questions& questions, Rest rest) {
  const std::string& first = questions.front()->probe->env.libs;
  if (std::all_of(questions.begin(), questions.end(), [&](const Question* one) { return one->probe->env.libs == first; })) return;
  batch.env = questions.front()->probe->env;
  batch.env->libs = all_libraries(questions);
  auto link = std::make_shared<LibraryLink>(fields({batch.env->libs}));
  batch.holds = [link](const Question& question, const std::string& told) {
    link->learn(told);
    return link->others_are_empty(fields({question.probe->env.libs}));
  };
  batch.rest = std::move(rest);
}

bool only_libraries(const probe::ToolEnv& env) {
  const std::vector<std::string> words = fields({env.libs});
  return !words.empty() && std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return word.starts_with("-l") && word.size() > 2 && word[2] != ':';
  });
}

std::unique_ptr<os::Job> libraries_job(Workshop& shop, Questions questions) {
  return std::make_unique<LibrariesJob>(shop, std::move(questions), 1, nullptr, nullptr);
}

std::unique_ptr<os::Job> all_libraries_job(Workshop& shop, Questions questions, std::size_t parts,
                                           std::shared_ptr<Merger> merger, Rest rest) {
  return std::make_unique<LibrariesJob>(shop, std::move(questions), parts, std::move(merger), std::move(rest));
}

}  // namespace pyconfigure::toolchain
