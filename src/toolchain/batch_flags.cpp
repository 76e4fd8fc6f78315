// Compile probes of one program that only differ in flags that have nothing to do with each other (-Werror with
// -Wextra, with -Wsign-compare ...; -fvisibility=hidden, -g ...): one run with all of them.
//
// Soundness. Each of these flags stands for itself (GCC's and clang's manuals): none needs or changes another one, and
// a compiler that does not know one, or cannot do what it says, refuses it in any company. A program that compiles
// without a word with all of them compiles with each; anything else sends all to the lone form.
#include <algorithm>
#include <map>
#include <set>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/header_files.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

bool stands_for_itself(std::string_view word) {
  for (std::string_view one :
       {"-Wextra", "-Wsign-compare", "-Wunused-result", "-Wunused-parameter", "-Wint-conversion",
        "-Wmissing-field-initializers", "-Wstrict-prototypes", "-Wunreachable-code", "-g", "-fvisibility=hidden",
        "-fno-strict-aliasing", "-fprofile-update=atomic", "-Werror=implicit-function-declaration", "-Werror",
        "-fstrict-overflow", "-fno-strict-overflow", "-fno-omit-frame-pointer", "-mno-omit-leaf-frame-pointer", "-msse", "-msse2", "-msse3", "-msse4.1", "-msse4.2", "-mavx2"}) {
    if (word == one) return true;
  }
  return false;
}

/// The last of these counts, and a compiler looks at all. But headers may ask how much is optimised.
bool stands_for_itself_without_headers(std::string_view word) {
  for (std::string_view one : {"-O", "-O1", "-O2", "-O3", "-Os", "-Og"}) {
    if (word == one) return true;
  }
  return false;
}

/// -mfpmath=sse wants -msse, -fvar-tracking wants -g, -fprefetch-loop-arrays no -Os: what such a word says depends on the
/// company that it is in.
bool leans_on_others(std::string_view word) {
  for (std::string_view begin : {"-m", "-g", "-O", "-w", "-fvar", "-fprefetch", "-f"}) {
    if (word.starts_with(begin)) return word != "-m64" && word != "-m32";
  }
  return false;
}

bool may_include(const probe::ProgramProbe& probe) {
  const probe::ToolEnv& env = probe.env;
  for (const std::string* text : {&probe.program.prologue, &probe.program.body, &env.cc, &env.cflags, &env.cppflags}) {
    if (text->find("include") != std::string::npos || text->find("__OPTIMIZE") != std::string::npos ||
        text->find("-imacros") != std::string::npos)
      return true;
  }
  return probe.program.shape == probe::Program::Shape::function || probe.program.shape == probe::Program::Shape::value;
}

bool stands_alone(std::string_view word, bool headers) {
  return stands_for_itself(word) || (!headers && stands_for_itself_without_headers(word));
}

/// The names that lines of confdefs.h define or take back.
std::set<std::string_view> defined_names(std::string_view text) {
  std::set<std::string_view> names;
  base::each_line(text, [&](std::string_view line) {
    for (std::string_view begin : {"#define ", "#undef "}) {
      if (!line.starts_with(begin)) continue;
      line.remove_prefix(begin.size());
      names.insert(line.substr(0, line.find_first_of(" (")));
      return;
    }
  });
  return names;
}

/// Does the program mention one of the names?
bool mentions(const probe::Program& program, const std::set<std::string_view>& names) {
  bool found = false;
  each_name(probe::program_text(program), [&](std::string_view name) { found = found || names.contains(name); });
  return found;
}

class FlagsJob : public os::Job {
 public:
  FlagsJob(Workshop& shop, Questions questions) : shop_(shop), open_(std::move(questions)) {
    for (const Question* question : open_) {
      std::string confdefs = probe::confdefs_text(*question->probe);
      if (confdefs.size() > confdefs_.size()) confdefs_ = std::move(confdefs);
    }
  }

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) {
      leave_others(queue);
      if (open_.empty()) return std::nullopt;
      return command();
    }
    const bool quiet =
        last->code == 0 && !last->not_started && !last->signalled && last->err.empty() && os::test('s', product_);
    for (Question* question : open_) {
      if (quiet) shop_.settle_batched(*question, true, {});
    }
    if (!quiet && !leave_named(last->err, queue)) ask_in_parts(open_, queue);
    return std::nullopt;
  }

 private:
  /// Where one program's confdefs.h begins as another one's goes on, and what comes then is nothing to it, the other one says all
  /// that it could.
  void leave_others(os::JobQueue& queue) {
    Questions others;
    // All have the same program.
    const bool nothing_to_it = !mentions(open_.front()->probe->program, defined_names(confdefs_));
    std::erase_if(open_, [&](Question* question) {
      const std::string own = probe::confdefs_text(*question->probe);
      const bool fits = confdefs_.starts_with(own) && (own.empty() || own.ends_with('\n')) && (own == confdefs_ || nothing_to_it);
      if (!fits) others.push_back(question);
      return !fits;
    });
    ask_in_parts(others, queue);
  }

  /// Where a warning is told with the flag that it comes of ([-Werror=NAME]), those with that flag are asked alone, and the others
  /// together once more. False when that leaves none, or all.
  bool leave_named(const std::string& diagnostics, os::JobQueue& queue) {
    constexpr std::string_view kTag = "[-Werror=";
    std::set<std::string> flags;
    for (std::size_t at = diagnostics.find(kTag); at != std::string::npos; at = diagnostics.find(kTag, at + 1)) {
      const std::size_t begin = at + kTag.size();
      flags.insert("-W" + diagnostics.substr(begin, diagnostics.find_first_of("]=", begin) - begin));
    }
    Questions named;
    Questions others;
    for (Question* question : open_) {
      const std::vector<std::string> words = fields({question->probe->env.cc, question->probe->env.cflags});
      const bool has = std::any_of(words.begin(), words.end(), [&](const std::string& word) { return flags.contains(word); });
      (has ? named : others).push_back(question);
    }
    if (named.empty() || others.size() < 2) return false;
    ask_alone(shop_, named, queue);
    queue.add(std::make_unique<FlagsJob>(shop_, std::move(others)));
    return true;
  }

  /// Those that see the same of confdefs.h together, when that makes a difference.
  void ask_in_parts(const Questions& questions, os::JobQueue& queue) {
    std::map<std::string, Questions> alike;
    for (Question* question : questions) alike[question->confdefs_digest].push_back(question);
    for (auto& [digest, some] : alike) {
      if (some.size() == 1 || some.size() == open_.size()) {
        ask_alone(shop_, some, queue);
      } else {
        queue.add(std::make_unique<FlagsJob>(shop_, std::move(some)));
      }
    }
  }

  os::Command command() {
    const auto longest = std::find_if(open_.begin(), open_.end(), [this](const Question* question) {
      return probe::confdefs_text(*question->probe) == confdefs_;
    });
    probe::ProgramProbe all = *(*longest)->probe;
    const bool headers = may_include(all);
    for (const Question* question : open_) {
      for (const std::string& word : fields({question->probe->env.cc, question->probe->env.cflags})) {
        if (stands_alone(word, headers)) all.env.cflags += " " + word;
      }
    }
    const std::string folder = shop_.new_folder();
    product_ = folder + "/flags.o";
    shop_.put(folder + "/flags.c", probe::source_text(all));
    return shop_.tool(compile_line(plain_speech(all.env), folder + "/flags.c", product_), all.exports);
  }

  Workshop& shop_;
  Questions open_;
  std::string confdefs_;  ///< the longest
  std::string product_;
};

}  // namespace

std::optional<probe::ToolEnv> without_lone_flags(const probe::ProgramProbe& probe) {
  const bool headers = may_include(probe);
  probe::ToolEnv rest = probe.env;
  bool any = false;
  bool alone = false;
  for (std::string* flags : {&rest.cc, &rest.cflags}) {
    std::string kept;
    for (const std::string& word : fields({*flags})) {
      if (stands_alone(word, headers)) {
        any = true;
      } else {
        kept += word + ' ';
        alone = alone || leans_on_others(word);
      }
    }
    *flags = kept;
  }
  return any && !alone ? std::optional(rest) : std::nullopt;
}

std::string flags_company(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  return (may_include(probe) ? question.confdefs_digest : std::string()) + '\1' + probe::program_text(probe.program);
}

std::unique_ptr<os::Job> flags_job(Workshop& shop, Questions questions) {
  return std::make_unique<FlagsJob>(shop, std::move(questions));
}

}  // namespace pyconfigure::toolchain
