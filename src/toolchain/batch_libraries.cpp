// Link probes with libraries of their own (AC_CHECK_LIB): which of these libraries are there at all?
//
// Soundness. A linker that cannot find a library fails, whatever the program is. One link of an empty file names the
// missing libraries of all questions, with the flags that decide where libraries are looked for; only a library that the
// linker says it cannot find answers anything.
//
// The other programs are linked together, without the libraries that are not common to all, and the linker tells which symbols each
// lacks then. Where a program's own libraries are self-contained shared ones of the system's folder (shared_library.hpp), they bring
// nothing into a link but their symbols, whatever stands beside them and in whatever order: it would have been linked with them if
// they have all that it lacks, and not if something is in none of them. All other questions are asked alone.
#include <algorithm>
#include <set>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/library_links.hpp"
#include "toolchain/merged_units.hpp"
#include "toolchain/program_batch.hpp"

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

/// Nothing has to be compiled to find out which libraries are there: linkers look for all files first. (An empty file is a
/// linker script.)
os::Command look_for(Workshop& shop, const probe::ProgramProbe& first, const std::string& libraries, bool tell) {
  probe::ToolEnv env = plain_speech(first.env);
  // GNU ld stops behind a linker script with a GROUP when it has missed something before, and those of the C library often are such.
  std::vector<std::string> words = fields({libraries});
  const auto late = [](const std::string& word) { return word == "-lc" ? 2 : word == "-lm" || word == "-lpthread" ? 1 : 0; };
  std::stable_sort(words.begin(), words.end(), [&](const std::string& left, const std::string& right) { return late(left) < late(right); });
  env.libs.clear();
  for (const std::string& word : words) env.libs += word + ' ';
  const std::string folder = shop.new_folder();
  shop.put(folder + "/libraries.o", "");
  std::vector<std::string> line = link_line(env, {folder + "/libraries.o"}, folder + "/libraries" + env.exeext);
  if (tell) line.emplace_back(kTellFiles);
  return shop.tool(std::move(line), first.exports);
}

/// Answers the questions whose libraries are not there.
void settle_missing(Workshop& shop, Questions& open, const os::Exit& end) {
  const bool told = end.code != 0 && !end.not_started && !end.signalled;
  const std::set<std::string> missing = told ? missing_libraries(end.err) : std::set<std::string>();
  for (Question* question : open) {
    const std::string library = missing_of(fields({question->probe->env.libs}), missing);
    if (!library.empty()) shop.settle_batched(*question, false, lines_with(end.err, library));
  }
  std::erase_if(open, [](const Question* question) { return question->answered; });
}

/// The linker of an empty file says nothing but that libraries are missing, and `main`.
bool only_missing(std::string_view diagnostics) {
  bool other = false;
  base::each_line(diagnostics, [&](std::string_view line) {
    const auto has = [&](std::string_view words) { return line.find(words) != std::string_view::npos; };
    const bool known = line.empty() || has("cannot find -l") || has("unable to find library -l") || has("undefined reference to `main'") ||
                       has("undefined symbol: main") || has("undefined reference to 'main'") || has("in function `_start'") || has("(.text+0x") ||
                       line.starts_with(">>> ") || has("ld returned") || has("linker command failed") || has(": note to link with -l");
    other = other || !known;
  });
  return !other;
}

/// Questions that have nothing in common but their linker.
class LibrariesJob : public os::Job {
 public:
  LibrariesJob(Workshop& shop, Questions questions) : shop_(shop), open_(std::move(questions)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) return look_for(shop_, *open_.front()->probe, all_libraries(open_), false);
    settle_missing(shop_, open_, *last);
    ask_alone(shop_, open_, queue);
    return std::nullopt;
  }

 private:
  Workshop& shop_;
  Questions open_;
};

/// Questions that share an executable.
class LinkedJob : public os::Job {
 public:
  LinkedJob(Workshop& shop, const MergeGroup& group, std::size_t parts, std::shared_ptr<Merger> merger, const Rest& rest)
      : shop_(shop),
        functions_(group.functions),
        merged_(group.questions),
        open_(group.questions),
        parts_(parts),
        merger_(std::move(merger)),
        rest_(rest) {
    open_.insert(open_.end(), group.others.begin(), group.others.end());
    for (Questions* some : {&merged_, &open_}) {
      std::erase_if(*some, [&](Question* question) {
        const bool is = is_linker_switch(*question);
        if (is && some == &open_) switched_.push_back(question);
        return is;
      });
    }
    for (Question* question : open_) (may_be_empty(question->probe->env) ? plain_ : without_).push_back(question);
    if (plain_.empty() && !open_.empty() && all_alike(open_)) without_.clear();
    const bool linked_alone = std::all_of(without_.begin(), without_.end(), [](const Question* question) { return differs_in_libraries(*question); });
    if (linked_alone) return;
    left_ = std::exchange(open_, {});
    plain_.clear();
    without_.clear();
    merged_.clear();
  }

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (!left_.empty()) rest_(std::exchange(left_, {}), queue);
    if (last == nullptr && !without_.empty()) return look_for(shop_, *without_.front()->probe, all_libraries(without_), true);
    if (last != nullptr && last->out.empty() && !std::exchange(again_, true)) {
      // It does not know how to tell.
      return look_for(shop_, *without_.front()->probe, all_libraries(without_), false);
    }
    if (last != nullptr) {
      if (only_missing(last->err)) told_ = last->out;
      settle_missing(shop_, without_, *last);
      for (Questions* some : {&merged_, &open_}) std::erase_if(*some, [](const Question* question) { return question->answered; });
    }
    if (open_.empty()) {
      ask_alone(shop_, switched_, queue);
    } else {
      link(queue);
    }
    return std::nullopt;
  }

 private:
  static bool all_alike(const Questions& questions) {
    const std::vector<std::string> first = without_repeats(questions.front()->probe->env.libs);
    return std::all_of(questions.begin(), questions.end(), [&](const Question* one) { return without_repeats(one->probe->env.libs) == first; });
  }

  /// Those that are read and compiled in the same way share units.
  std::vector<Questions> units() const {
    std::map<std::vector<std::string>, Questions> by_flags;
    if (merger_ == nullptr) return {};
    for (Question* question : merged_) by_flags[late_words(*question)].push_back(question);
    std::vector<Questions> all;
    for (const auto& [flags, some] : by_flags) {
      Questions left;  // they have units of their own
      for (Questions& unit : merger_->units(some, left)) all.push_back(std::move(unit));
    }
    return all;
  }

  /// It can stand in a table beside that of the functions.
  bool fits_table(const Question& question) const {
    const Question& first = *functions_.front();
    if (question.probe->program.shape == probe::Program::Shape::function) {
      return question.confdefs_digest == first.confdefs_digest && compiler_words(*question.probe) == compiler_words(*first.probe);
    }
    // Nothing is included, and no macro counts.
    const auto words = [](const probe::ProgramProbe& probe) {
      std::vector<std::string> all = compiler_words(probe);
      std::erase_if(all, [](const std::string& word) {
        return word.size() > 2 && (word.starts_with("-I") || word.starts_with("-D") || word.starts_with("-U"));
      });
      return all;
    };
    return !called_function(question).empty() && is_bare(question, compiler_words(*question.probe)) && words(*question.probe) == words(*first.probe);
  }

  void link(os::JobQueue& queue) {
    ProgramBatch batch{merger_, {}};
    if (!all_alike(open_)) {
      const probe::ProgramProbe& first = *open_.front()->probe;
      batch.env = without_repeated_libraries(first.env);
      batch.env->libs = all_libraries(plain_);
      const std::vector<std::string> linked_with = fields({batch.env->libs});
      auto libraries = std::make_shared<LibraryLink>(fields({all_libraries(open_)}), searched_folders(shop_, first));
      libraries->learn(told_);
      libraries->look_ahead();  // reads them now, when compilers run
      auto empty = std::make_shared<LibraryLink>(linked_with);
      batch.holds = [empty](const Question& question, const std::string& told) {
        empty->learn(told);
        return empty->others_are_empty(fields({question.probe->env.libs}));
      };
      batch.links = [libraries, linked_with, before = told_](const Question& question, const std::set<std::string>& lacks, const std::string& told) {
        libraries->learn(before + told);
        return libraries->links(fields({question.probe->env.libs}), linked_with, lacks);
      };
      batch.without_libraries.insert(without_.begin(), without_.end());
    }
    batch.rest = rest_;
    if (!functions_.empty()) {
      const auto fits = [this](const Question* question) { return fits_table(*question); };
      std::copy_if(open_.begin(), open_.end(), std::back_inserter(batch.calls), fits);
    }
    if (batch.calls.size() < open_.size()) {
      std::erase_if(open_, [&](Question* question) { return std::find(batch.calls.begin(), batch.calls.end(), question) != batch.calls.end(); });
    } else {
      batch.calls.clear();
    }
    batch.switched = switched_;
    batch.functions = functions_;
    std::erase_if(merged_, [&](Question* question) { return std::find(open_.begin(), open_.end(), question) == open_.end(); });
    batch.units = units();
    queue.add_first(merged_program_job(shop_, open_, parts_, std::move(batch)));
  }

  Workshop& shop_;
  Questions functions_;
  Questions switched_;
  Questions merged_;
  Questions open_;
  Questions plain_;    ///< those that are linked as they are
  Questions without_;  ///< those that are linked without libraries of their own
  Questions left_;     ///< all of them, where that cannot be
  std::size_t parts_;
  std::shared_ptr<Merger> merger_;
  Rest rest_;
  std::string told_;  ///< the files that the linker has taken
  bool again_ = false;
};

/// Words for the linker that have nothing to do with what it takes, nor from where.
bool innocent(std::string_view word) {
  for (std::string_view one : {"-z", "relro", "norelro", "now", "lazy", "noexecstack", "pack-relative-relocs", "separate-code", "noseparate-code", "defs",
                               "--as-needed", "--no-as-needed", "--enable-new-dtags", "--disable-new-dtags", "--sort-common", "--gc-sections",
                               "--no-undefined", "-Bsymbolic-functions", "--eh-frame-hdr", "-O1", "-O2", "--build-id", "--export-dynamic", "-E"}) {
    if (word == one) return true;
  }
  return word.starts_with("--hash-style=") || word.starts_with("--build-id=") || word.starts_with("--package-metadata=");
}

/// The words change where libraries are looked for, or what is made of them, in other ways than -LFOLDER does.
bool odd_search(const std::string& flags) {
  for (const std::string& word : fields({flags})) {
    // The compiler's own name may have anything in it.
    if (!word.starts_with('-') || word.starts_with("-L/")) continue;
    if (word.starts_with("-Wl,")) {
      std::string parts = word.substr(4);
      std::replace(parts.begin(), parts.end(), ',', ' ');
      for (const std::string& part : base::words(parts)) {
        if (!innocent(part)) return true;
      }
      continue;
    }
    for (std::string_view begin : {"-u", "-e", "-z", "-Xlinker", "--"}) {
      if (word.starts_with(begin)) return true;
    }
    if (word.starts_with("-L")) return true;
    for (std::string_view part : {"-L,", "-library-path", "-rpath", "-static", "-nostd", "-nodefault", "-nolib", "-T", "--sysroot", "-R", "-B"}) {
      if (word.find(part) != std::string::npos) return true;
    }
  }
  return false;
}

}  // namespace

bool runs_with_libraries(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  return probe.phase == probe::Phase::run && probe.program.shape != probe::Program::Shape::value && !may_be_empty(probe.env) && only_libraries(probe.env);
}

bool differs_in_libraries(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  const bool linked = probe.phase == probe::Phase::link || runs_with_libraries(question);
  return linked && probe.program.finds.empty() && question.shape.shares_an_executable() && !probe.env.cross &&
         (fields({probe.env.libs}).empty() || only_libraries(probe.env)) && !odd_search(probe.env.ldflags) && !odd_search(probe.env.cc) &&
         !odd_search(probe.env.cflags) && !odd_search(probe.env.cppflags);
}

bool is_linker_switch(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  return probe.phase == probe::Phase::link && probe.program.finds.empty() && probe.program.shape == probe::Program::Shape::body &&
         probe.program.prologue.empty() && probe.program.body.empty() && question.shape.shares_an_executable() && !question.strict &&
         !probe.env.cross && !probe.env.warnings_fail && !odd_flags(probe.env) && may_be_empty(probe.env) && without_linker_switch(probe.env).has_value();
}

bool may_be_empty(const probe::ToolEnv& env) {
  // glibc 2.34 and musl have all of it in their C library.
  const std::vector<std::string> words = fields({env.libs});
  return std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "-ldl" || word == "-lpthread" || word == "-lrt" || word == "-lutil";
  });
}

bool only_libraries(const probe::ToolEnv& env) {
  const std::vector<std::string> words = fields({env.libs});
  return !words.empty() && std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return word.starts_with("-l") && word.size() > 2 && word[2] != ':';
  });
}

std::unique_ptr<os::Job> libraries_job(Workshop& shop, Questions questions) {
  return std::make_unique<LibrariesJob>(shop, std::move(questions));
}

std::unique_ptr<os::Job> linked_job(Workshop& shop, const MergeGroup& group, std::size_t parts, std::shared_ptr<Merger> merger,
                                    const Rest& rest) {
  return std::make_unique<LinkedJob>(shop, group, parts, std::move(merger), rest);
}

}  // namespace pyconfigure::toolchain
