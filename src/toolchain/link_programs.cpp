// The executable of a batch of link and run probes; batch_programs.cpp tells why its answers are sound.
#include <algorithm>
#include <optional>
#include <utility>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/program_batch.hpp"

namespace pyconfigure::toolchain {

namespace {

/// One start of the shared executable.
class StartJob : public os::Job {
 public:
  StartJob(SharedBatch batch, Member member, std::string executable, std::string diagnostics)
      : batch_(std::move(batch)),
        member_(std::move(member)),
        executable_(std::move(executable)),
        diagnostics_(std::move(diagnostics)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue&) override {
    if (last == nullptr) {
      const std::string folder = batch_->shop.start_folder(batch_->shop.new_folder());
      return batch_->shop.tool({executable_, member_.number}, member_.question->probe->exports, folder);
    }
    batch_->shop.settle(*member_.question, last->code == 0, last->code, last->out, diagnostics_ + last->err);
    return std::nullopt;
  }

 private:
  SharedBatch batch_;
  Member member_;
  std::string executable_;
  std::string diagnostics_;
};

constexpr std::string_view kGuard = "pyconfigure_last_guard";

/// Names, to be asked with parts of texts.
using Symbols = std::set<std::string, std::less<>>;
using References = std::vector<std::pair<std::string, std::string>>;

/// Takes one line of GNU ld; false when it is none that tells of an undefined symbol in a function.
bool read_gnu(std::string_view line, std::string& function, References& found) {
  constexpr std::string_view kIn = ": in function `";
  constexpr std::string_view kUndefined = ": undefined reference to `";
  if (const std::size_t in = line.find(kIn); in != std::string_view::npos && line.ends_with("':")) {
    function = line.substr(in + kIn.size(), line.size() - in - kIn.size() - 2);
    return true;
  }
  const std::size_t at = line.find(kUndefined);
  if (at == std::string_view::npos || !line.ends_with('\'')) return false;
  const std::size_t symbol = at + kUndefined.size();
  found.emplace_back(function, line.substr(symbol, line.size() - symbol - 1));
  // References from data or from a library are no function's.
  const std::size_t section = line.find(":(");
  const bool data = section != std::string_view::npos && !line.substr(section).starts_with(":(.text");
  return !function.empty() && !data && line.find(".so:") == std::string_view::npos &&
         line.find(".so.") == std::string_view::npos;
}

/// The same for lld, which tells a symbol and then its references, three of them at most.
bool read_lld(std::string_view line, std::string& symbol, References& found) {
  constexpr std::string_view kUndefined = "error: undefined symbol: ";
  if (const std::size_t at = line.find(kUndefined); at != std::string_view::npos) {
    symbol = line.substr(at + kUndefined.size());
    return true;
  }
  if (symbol.empty() || !line.starts_with(">>> ") || line.find(" more times") != std::string_view::npos) return false;
  const std::size_t object = line.find(".o:(");
  if (object == std::string_view::npos) return line.starts_with(">>> referenced by ");
  if (!line.ends_with(')') || line[object + 4] == '.') return false;
  found.emplace_back(line.substr(object + 4, line.size() - object - 5), symbol);
  return true;
}

/// Which function each undefined symbol is referred to from, as GNU ld or lld tells it; the guard's reference is last
/// when the linker has seen everything. Nothing when some of it is told otherwise.
std::optional<References> references(std::string_view diagnostics) {
  References found;
  std::string at;
  bool readable = true;
  const bool lld = diagnostics.find("error: undefined symbol: ") != std::string_view::npos;
  base::each_line(diagnostics, [&](std::string_view line) {
    if (line.empty() || line.starts_with("collect2: error: ld returned") ||
        line.find(": error: linker command failed") != std::string_view::npos) {
      return;
    }
    readable = readable && (lld ? read_lld(line, at, found) : read_gnu(line, at, found));
  });
  if (!readable || found.empty()) return std::nullopt;
  // lld looks at everything before it says a word, and then goes by symbols.
  if (lld) std::stable_partition(found.begin(), found.end(), [](const auto& one) { return one.second != kGuard; });
  return found;
}

class LinkJob : public os::Job {
 public:
  explicit LinkJob(SharedBatch batch) : batch_(std::move(batch)) { guarded_ = only_linked(); }

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) return attempt();
    if (last->code != 0 && batch_->rules.env && take_out_without_library(last->err)) {
      if (batch_->compiled.empty()) return std::nullopt;
      return attempt();
    }
    if (std::exchange(guarded_, false)) {
      if (last->code == 1 && !last->signalled && harmless(last->out) && told_all(*last, queue)) return std::nullopt;
      return attempt();
    }
    const bool made = last->code == 0 && Workshop::executable_there(executable_, first().env);
    if (made && harmless(last->out)) {
      settle(last->out, queue);
      return std::nullopt;
    }
    const bool hopeless = made || last->not_started || last->signalled || ++batch_->attempts > 3;
    const bool strict = linker_warnings_fail(first().env);
    if (!hopeless && take_out_named(strict ? last->err : without_linker_warnings(last->err), queue)) {
      if (recompiles_ || batch_->compiled.empty()) return std::nullopt;
      return attempt();
    }
    Questions left;
    for (const Unit& unit : batch_->compiled) {
      const Questions some = questions_of(unit);
      left.insert(left.end(), some.begin(), some.end());
    }
    leave(batch_, left, queue);
    return std::nullopt;
  }

 private:
  const probe::ProgramProbe& first() const { return *batch_->compiled.front().members.front().question->probe; }

  /// (Where each program counts on its own libraries, each is looked at by itself.)
  bool harmless(const std::string& told) {
    return batch_->rules.own_libraries ? no_archives(told) : batch_->shop.libraries.harmless(told);
  }

  /// Nobody needs the executable: one link is enough, whatever is missing, when the linker shows that it has looked at
  /// everything.
  bool only_linked() const {
    if (linker_warnings_fail(first().env)) return false;
    std::size_t members = 0;
    for (const Unit& unit : batch_->compiled) {
      for (const Member& member : unit.members) {
        if (member.question->probe->phase == probe::Phase::run || !member.question->probe->program.finds.empty())
          return false;
        ++members;
      }
    }
    return members > 1;
  }

  /// Where each program has libraries of its own: answers those whose library the linker has not found. It may not have
  /// looked for all before.
  bool take_out_without_library(const std::string& diagnostics) {
    const std::set<std::string> missing = missing_libraries(diagnostics);
    bool taken = false;
    for (Unit& unit : batch_->compiled) {
      std::erase_if(unit.members, [&](const Member& member) {
        const std::string library = missing_of(fields({member.question->probe->env.libs}), missing);
        if (library.empty()) return false;
        batch_->out.insert(main_of(member));
        batch_->shop.settle_batched(*member.question, false, lines_with(diagnostics, library));
        return true;
      });
    }
    std::string libraries;
    for (const std::string& word : fields({batch_->rules.env->libs})) {
      const bool gone = !missing_of({word}, missing).empty();
      taken = taken || gone;
      if (!gone) libraries += word + " ";
    }
    batch_->rules.env->libs = libraries;
    drop_empty_units();
    return taken;
  }

  void drop_empty_units() {
    std::erase_if(batch_->compiled, [](const Unit& unit) { return unit.members.empty(); });
  }

  /// Of a link that had to fail, since the last object calls a function that is not there: when that is what the linker
  /// says last, it has seen all before. Programs whose mains refer to something undefined are a no, the others would
  /// have been linked.
  bool told_all(const os::Exit& end, os::JobQueue& queue) {
    const auto missing = references(without_linker_warnings(end.err));
    if (!missing || missing->back() != std::pair(std::string("main"), std::string(kGuard)) ||
        !take_out_referring(*missing, queue))
      return false;
    settle(end.out, queue);
    return true;
  }

  /// Answers the programs that refer to something undefined, when it is told of everything undefined that a program's
  /// main refers to it.
  bool take_out_referring(const References& missing, os::JobQueue& queue) {
    std::map<std::string, std::set<std::string>> failing;
    Symbols symbols;
    for (const auto& [function, symbol] : missing) {
      failing[function].insert(symbol);
      symbols.insert(symbol);
      if (symbol.find_first_of("@.$ ") != std::string::npos) return false;
    }
    const probe::ToolEnv& env = first().env;
    for (const std::string* flags : {&env.cc, &env.cflags, &env.ldflags, &env.libs}) {
      if (flags->find("-static") != std::string::npos) return false;
    }
    std::size_t known = static_cast<std::size_t>(std::count_if(failing.begin(), failing.end(), [this](const auto& one) {
      return batch_->out.contains(one.first) || one.first == "main";
    }));
    for (const Unit& unit : batch_->compiled) {
      for (const Member& member : unit.members) known += failing.contains(main_of(member)) ? 1U : 0U;
    }
    const auto own = failing.find("main");
    if (known != failing.size() || (own != failing.end() && own->second != std::set<std::string>{std::string(kGuard)}))
      return false;
    // An optimiser makes one of two functions that are the same, and then only one of them is named.
    for (const Unit& unit : batch_->compiled) {
      const bool shared = unit.members.size() > 1 &&
                          std::any_of(unit.members.begin(), unit.members.end(),
                                      [&](const Member& member) { return failing.contains(main_of(member)); });
      if (shared && unit.merger == nullptr) return false;
    }
    for (const std::string& main : batch_->out) {
      if (const auto it = failing.find(main); it != failing.end())
        batch_->stubs.insert(it->second.begin(), it->second.end());
    }
    for (Unit& unit : batch_->compiled) {
      std::erase_if(unit.members, [&](const Member& member) {
        const auto it = failing.find(main_of(member));
        if (it == failing.end()) {
          if (unit.merger == nullptr || !mentions(*unit.merger, member, symbols)) return false;
          batch_->out.insert(main_of(member));
          queue.add(lone_job(batch_->shop, *member.question));
          return true;
        }
        batch_->out.insert(it->first);
        std::string said = unit.diagnostics;
        for (const std::string& symbol : it->second) said += "conftest.c: undefined reference to `" + symbol + "'\n";
        batch_->shop.settle_batched(*member.question, false, said);
        batch_->stubs.insert(it->second.begin(), it->second.end());
        return true;
      });
    }
    drop_empty_units();
    return true;
  }

  static bool mentions(Merger& merger, const Member& member, const Symbols& symbols) {
    const std::vector<std::string_view>& names = merger.mentioned(*member.question);
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return symbols.contains(name); });
  }

  os::Command attempt() {
    const probe::ProgramProbe& probe = first();
    std::string declarations;
    std::string calls;
    std::vector<std::string> sources;
    const std::string own = batch_->folder + "/programs.c";
    if (guarded_) {
      declarations = "int " + std::string(kGuard) + " (void);\n";
      calls = "    case -1: return " + std::string(kGuard) + " ();\n";
    }
    for (const Unit& unit : batch_->compiled) {
      for (const Member& member : unit.members) {
        const bool words = member.question->shape.main == ProgramShape::Main::takes_words;
        declarations += "int " + main_of(member) + (words ? " (int, char **);\n" : " (void);\n");
        calls += "    case " + member.number + ": return " + main_of(member) + (words ? " (1, words);\n" : " ();\n");
      }
      sources.push_back(unit.object);
    }
    // Nobody else refers to them, or it would have been told; libraries that would use them if they were there do not
    // see them.
    for (const std::string& stub : batch_->stubs)
      declarations += "__attribute__ ((visibility (\"hidden\"))) int " + stub + " (void) { return 0; }\n";
    sources.push_back(own);
    batch_->shop.put(own, declarations +
                              "int\nmain (int argc, char **argv)\n{\n  char *words[2] = { argv[0], 0 };\n  int number = 0;\n  const char *at;\n"
                              "  if (argc < 2)\n    return 99;\n  for (at = argv[1]; *at; ++at)\n"
                              "    number = number * 10 + (*at - '0');\n  switch (number)\n    {\n" +
                              calls + "    default: return 99;\n    }\n}\n");
    executable_ = batch_->folder + "/programs" + probe.env.exeext;
    std::vector<std::string> line =
        link_line(plain_speech(batch_->rules.env.value_or(probe.env)), sources, executable_);
    line.emplace_back(kTellFiles);
    return batch_->shop.tool(std::move(line), probe.exports);
  }

  static Questions questions_of(const Unit& unit) {
    Questions questions;
    for (const Member& member : unit.members) questions.push_back(member.question);
    return questions;
  }

  /// Takes out what the linker names: whole units, since a unit's object holds all of its programs. False when it named
  /// none.
  bool take_out_named(const std::string& diagnostics, os::JobQueue& queue) {
    // Something of our own is missing: that is nobody's answer.
    const std::set<std::string> missing = undefined_symbols(diagnostics);
    const bool own = std::any_of(missing.begin(), missing.end(),
                                 [](const std::string& symbol) { return symbol.starts_with("pyconfigure_"); });
    if (own) return false;
    recompiles_ = false;
    const auto told_references = references(diagnostics);
    if (told_references && take_out_referring(*told_references, queue)) return true;
    const bool undefined = only_undefined_symbols(diagnostics);
    std::vector<Unit> rest;
    std::vector<Unit> again;
    for (Unit& unit : batch_->compiled) {
      if (!names_object(diagnostics, unit)) {
        rest.push_back(std::move(unit));
        continue;
      }
      Unit others = unit;
      std::erase_if(others.members, [&](const Member& member) { return names_main(diagnostics, member); });
      const bool told = undefined && others.members.size() < unit.members.size();
      if (!told && unit.merger != nullptr) {
        // Something that several may share is incomplete: each shows for itself.
        for (const Member& member : unit.members) {
          again.push_back(unit);
          again.back().merger = nullptr;
          again.back().merged = nullptr;
          again.back().members = {member};
        }
        continue;
      }
      if (!told) {
        ask_alone(batch_->shop, questions_of(unit), queue);
        continue;
      }
      for (const Member& member : unit.members) {
        if (!names_main(diagnostics, member)) continue;
        batch_->shop.settle_batched(*member.question, false,
                                    unit.diagnostics + lines_with(diagnostics, main_of(member)));
      }
      if (!others.members.empty()) again.push_back(std::move(others));
    }
    const bool named = rest.size() < batch_->compiled.size();
    batch_->compiled = std::move(rest);
    // What is left of a unit has to be compiled without the others, and then linked with the rest.
    recompiles_ = !again.empty();
    compile_again(std::move(again), queue);
    return named;
  }

  void compile_again(std::vector<Unit> units, os::JobQueue& queue);

  /// Everything has been linked that is left. What was left out of programs may not have been shown to compile yet.
  void settle(const std::string& told, os::JobQueue& queue) {
    const auto last = [batch = batch_, executable = executable_, told](os::JobQueue& later) { settle(batch, executable, told, later); };
    Showing* showing = nullptr;
    for (const Unit& unit : batch_->compiled) {
      for (const Member& member : unit.members) {
        if (showing == nullptr && unit.merger != nullptr) showing = unit.merger->shown_by(*member.question);
      }
    }
    if (showing == nullptr) {
      last(queue);
    } else {
      showing->when_known(last, queue);
    }
  }

  static void settle(const SharedBatch& batch, const std::string& executable, const std::string& told, os::JobQueue& queue) {
    Questions left;
    for (const Unit& unit : batch->compiled) {
      for (const Member& member : unit.members) {
        const Showing* showing = unit.merger != nullptr ? unit.merger->shown_by(*member.question) : nullptr;
        const bool holds = batch->rules.holds == nullptr || batch->rules.holds(*member.question, told);
        if (!holds || (showing != nullptr && !showing->shown(*member.question))) {
          left.push_back(member.question);
          continue;
        }
        if (member.question->probe->phase == probe::Phase::run) {
          ++batch->shop.batched;
          queue.add_first(std::make_unique<StartJob>(batch, member, executable, unit.diagnostics));
        } else {
          const std::string found = Workshop::found_in(executable, member.question->probe->program);
          batch->shop.settle_batched(*member.question, true, unit.diagnostics, found);
        }
      }
    }
    leave(batch, left, queue);
  }

  static void leave(const SharedBatch& batch, const Questions& questions, os::JobQueue& queue) {
    if (questions.empty()) return;
    if (batch->rules.rest != nullptr) {
      batch->rules.rest(questions, queue);
    } else {
      ask_alone(batch->shop, questions, queue);
    }
  }

  SharedBatch batch_;
  std::string executable_;
  bool recompiles_ = false;
  bool guarded_ = false;  ///< main calls a function that nobody defines
};

void LinkJob::compile_again(std::vector<Unit> units, os::JobQueue& queue) {
  std::vector<std::unique_ptr<os::Job>> jobs;
  for (Unit& unit : units) {
    jobs.push_back(
        compile_programs_job(batch_, std::vector<Members>{Members{std::move(unit.members), std::move(unit.merger)}}));
  }
  for (auto job = jobs.rbegin(); job != jobs.rend(); ++job) queue.add_first(std::move(*job));
}

}  // namespace

std::unique_ptr<os::Job> link_programs_job(SharedBatch batch) {
  return std::make_unique<LinkJob>(std::move(batch));
}

}  // namespace pyconfigure::toolchain
