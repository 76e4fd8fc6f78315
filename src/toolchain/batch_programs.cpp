// Link and run probes with the same tools: objects of their own, one executable for all, one start each.
//
// Soundness. Programs whose headers differ keep their own translation units; only their main is renamed. Bodies under
// one prologue, or under prologues of declarations alone (AC_CHECK_LIB), share a unit, a function each; when such a
// unit does not compile, each gets its own. The executable's main calls the function that its argument chooses, so
// nothing can be optimised away. A program that does not compile would not link alone. When the executable links, each
// of them would have linked alone (the same objects and libraries, fewer at a time), unless
// archives took part: a member that one program needs could hold what another one lacks, and all are asked alone. When
// it does not, and the linker complains of nothing but undefined symbols, those that a program's own main refers to are
// undefined alone too: fewer objects define no more. Other programs that the linker names are asked alone, and the rest
// has to link without them. Each program is started by itself: a crash or an exit code touches nobody else.
#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/headers.hpp"
#include "toolchain/merged_units.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

struct Member {
  Question* question = nullptr;
  std::string number;
};
std::string main_of(const Member& member) {
  return "pyconfigure_main_" + member.number;
}

/// Programs that share a translation unit.
struct Unit {
  std::shared_ptr<Merger> merger = nullptr;  ///< they have different headers, and it knows how they can be one
  std::shared_ptr<const Merged> merged = nullptr;
  std::string number;
  std::string object;
  std::vector<Member> members;
  std::string diagnostics;
};

/// What the compile jobs of one batch and its link job share.
struct Batch {
  Workshop& shop;
  std::string folder;
  std::vector<Unit> compiled;
  std::size_t units = 0;
  std::size_t waiting = 0;
  int attempts = 0;  ///< links that failed
  std::set<std::string> out = {};    ///< mains of programs that have their answers, though their objects are still in
  std::set<std::string> stubs = {};  ///< what programs that are out, whose objects are still in, refer to
  ProgramBatch rules = {};
};

using SharedBatch = std::shared_ptr<Batch>;

/// Programs before they are compiled.
struct Members {
  std::vector<Member> list;
  std::shared_ptr<Merger> merger = nullptr;
};

bool names_main(const std::string& text, const Member& member) {
  const std::string name = main_of(member);
  for (char end : {'\'', ')', ':'}) {
    if (text.find(name + end) != std::string::npos) return true;
  }
  return false;
}

bool names_object(const std::string& text, const Unit& unit) {
  return text.find("program-" + unit.number + ".") != std::string::npos;
}

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

/// Which function each undefined symbol is referred to from, as GNU ld tells it. Nothing when some of it is told otherwise.
std::optional<std::vector<std::pair<std::string, std::string>>> references(std::string_view diagnostics) {
  std::vector<std::pair<std::string, std::string>> found;
  std::string function;
  bool readable = true;
  base::each_line(diagnostics, [&](std::string_view line) {
    constexpr std::string_view kIn = ": in function `";
    constexpr std::string_view kUndefined = ": undefined reference to `";
    if (const std::size_t in = line.find(kIn); in != std::string_view::npos && line.ends_with("':")) {
      function = line.substr(in + kIn.size(), line.size() - in - kIn.size() - 2);
    } else if (const std::size_t at = line.find(kUndefined); at != std::string_view::npos && line.ends_with('\'')) {
      const std::size_t symbol = at + kUndefined.size();
      found.emplace_back(function, line.substr(symbol, line.size() - symbol - 1));
      // References from a library are no function's.
      const std::size_t section = line.find(":(");
      const bool data = section != std::string_view::npos && !line.substr(section).starts_with(":(.text");
      readable = readable && !function.empty() && !data && line.find(".so:") == std::string_view::npos && line.find(".so.") == std::string_view::npos;
    } else if (!line.empty() && !line.starts_with("collect2: error: ld returned") && line.find(": error: linker command failed") == std::string_view::npos) {
      readable = false;
    }
  });
  if (!readable || found.empty()) return std::nullopt;
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
      if (last->code == 1 && !last->signalled && no_archives(last->out) && told_all(*last, queue)) return std::nullopt;
      return attempt();
    }
    const bool made = last->code == 0 && Workshop::executable_there(executable_, first().env);
    if (made && no_archives(last->out)) {
      settle(last->out, queue);
      return std::nullopt;
    }
    const bool hopeless = made || last->not_started || last->signalled || ++batch_->attempts > 3;
    const bool strict = linker_warnings_fail(first().env);
    if (!hopeless && take_out_named(strict ? last->err : without_linker_warnings(last->err), queue)) {
      if (recompiles_ || batch_->compiled.empty()) return std::nullopt;
      return attempt();
    }
    for (const Unit& unit : batch_->compiled) alone(unit, queue);
    return std::nullopt;
  }

 private:
  const probe::ProgramProbe& first() const { return *batch_->compiled.front().members.front().question->probe; }

  /// Nobody needs the executable: one link is enough, whatever is missing, when the linker shows that it has looked at everything.
  bool only_linked() const {
    if (linker_warnings_fail(first().env)) return false;
    std::size_t members = 0;
    for (const Unit& unit : batch_->compiled) {
      for (const Member& member : unit.members) {
        if (member.question->probe->phase == probe::Phase::run || !member.question->probe->program.finds.empty()) return false;
        ++members;
      }
    }
    return members > 1;
  }

  /// Where each program has libraries of its own: answers those whose library the linker has not found. It may not have looked for all
  /// before.
  bool take_out_without_library(const std::string& diagnostics) {
    const std::set<std::string> missing = missing_libraries(diagnostics);
    bool taken = false;
    for (Unit& unit : batch_->compiled) {
      std::erase_if(unit.members, [&](const Member& member) {
        for (const std::string& word : fields({member.question->probe->env.libs})) {
          if (!word.starts_with("-l") || !missing.contains(word.substr(2))) continue;
          batch_->out.insert(main_of(member));
          ++batch_->shop.batched;
          batch_->shop.settle(*member.question, false, 1, {}, lines_with(diagnostics, word.substr(2)));
          return true;
        }
        return false;
      });
    }
    std::string libraries;
    for (const std::string& word : fields({batch_->rules.env->libs})) {
      const bool gone = word.starts_with("-l") && missing.contains(word.substr(2));
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

  /// Of a link that had to fail, since the last object calls a function that is not there: when that is what the linker says last, it
  /// has seen all before. Programs whose mains refer to something undefined are a no, the others would have been linked.
  bool told_all(const os::Exit& end, os::JobQueue& queue) {
    const std::string diagnostics = without_linker_warnings(end.err);
    const auto missing = references(diagnostics);
    if (!missing || missing->back() != std::pair(std::string("main"), std::string(kGuard)) || !take_out_referring(diagnostics, queue)) return false;
    settle(end.out, queue);
    return true;
  }

  /// Answers the programs that refer to something undefined, when it is told of everything undefined that a program's main refers to it.
  bool take_out_referring(const std::string& diagnostics, os::JobQueue& queue) {
    const auto missing = references(diagnostics);
    if (!missing) return false;
    std::map<std::string, std::set<std::string>> failing;
    std::set<std::string> symbols;
    for (const auto& [function, symbol] : *missing) {
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
    if (known != failing.size() || (own != failing.end() && own->second != std::set<std::string>{std::string(kGuard)})) return false;
    for (const std::string& main : batch_->out) {
      if (const auto it = failing.find(main); it != failing.end()) batch_->stubs.insert(it->second.begin(), it->second.end());
    }
    // An optimiser makes one of two functions that are the same, and then only one of them is named.
    for (const Unit& unit : batch_->compiled) {
      const bool shared = unit.members.size() > 1 && std::any_of(unit.members.begin(), unit.members.end(), [&](const Member& member) {
        return failing.contains(main_of(member));
      });
      if (shared && unit.merger == nullptr) return false;
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
        ++batch_->shop.batched;
        batch_->shop.settle(*member.question, false, 1, {}, said);
        batch_->stubs.insert(it->second.begin(), it->second.end());
        return true;
      });
    }
    drop_empty_units();
    return true;
  }

  static bool mentions(const Merger& merger, const Member& member, const std::set<std::string>& symbols) {
    const std::vector<std::string> names = merger.mentioned(*member.question);
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return symbols.contains(name); });
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
        declarations += "int " + main_of(member) + " (void);\n";
        calls += "    case " + member.number + ": return " + main_of(member) + " ();\n";
      }
      sources.push_back(unit.object);
    }
    // Nobody else refers to them, or it would have been told; libraries that would use them if they were there do not see them.
    for (const std::string& stub : batch_->stubs) declarations += "__attribute__ ((visibility (\"hidden\"))) int " + stub + " (void) { return 0; }\n";
    sources.push_back(own);
    batch_->shop.put(own, declarations +
                                         "int\nmain (int argc, char **argv)\n{\n  int number = 0;\n  const char *at;\n"
                                         "  if (argc < 2)\n    return 99;\n  for (at = argv[1]; *at; ++at)\n"
                                         "    number = number * 10 + (*at - '0');\n  switch (number)\n    {\n" +
                                         calls + "    default: return 99;\n    }\n}\n");
    executable_ = batch_->folder + "/programs" + probe.env.exeext;
    std::vector<std::string> line = link_line(plain_speech(batch_->rules.env.value_or(probe.env)), sources, executable_);
    line.emplace_back(kTellFiles);
    return batch_->shop.tool(std::move(line), probe.exports);
  }

  void alone(const Unit& unit, os::JobQueue& queue) {
    for (const Member& member : unit.members) queue.add(lone_job(batch_->shop, *member.question));
  }

  /// Takes out what the linker names: whole units, since a unit's object holds all of its programs. False when it named
  /// none.
  bool take_out_named(const std::string& diagnostics, os::JobQueue& queue) {
    // Something of our own is missing: that is nobody's answer.
    const std::set<std::string> missing = undefined_symbols(diagnostics);
    const bool own = std::any_of(missing.begin(), missing.end(), [](const std::string& symbol) { return symbol.starts_with("pyconfigure_"); });
    if (own) return false;
    recompiles_ = false;
    if (take_out_referring(diagnostics, queue)) return true;
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
        alone(unit, queue);
        continue;
      }
      for (const Member& member : unit.members) {
        if (!names_main(diagnostics, member)) continue;
        ++batch_->shop.batched;
        batch_->shop.settle(*member.question, false, 1, {},
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

  void settle(const std::string& told, os::JobQueue& queue) {
    for (const Unit& unit : batch_->compiled) {
      for (const Member& member : unit.members) {
        if (batch_->rules.holds != nullptr && !batch_->rules.holds(*member.question, told)) {
          queue.add(lone_job(batch_->shop, *member.question));
          continue;
        }
        ++batch_->shop.batched;
        if (member.question->probe->phase == probe::Phase::run) {
          queue.add_first(std::make_unique<StartJob>(batch_, member, executable_, unit.diagnostics));
        } else {
          const std::string found = Workshop::found_in(executable_, member.question->probe->program);
          batch_->shop.settle(*member.question, true, 0, found, unit.diagnostics);
        }
      }
    }
  }

  SharedBatch batch_;
  std::string executable_;
  bool recompiles_ = false;
  bool guarded_ = false;  ///< main calls a function that nobody defines
};

/// Compiles one unit, or several with one start of the compiler's driver.
class CompileJob : public os::Job {
 public:
  CompileJob(SharedBatch batch, std::vector<Members> units) : batch_(std::move(batch)) {
    for (Members& members : units) {
      Unit unit;
      unit.number = std::to_string(++batch_->units);
      unit.object = batch_->folder + "/" + object_name(unit);
      unit.members = std::move(members.list);
      unit.merger = std::move(members.merger);
      units_.push_back(std::move(unit));
    }
    ++batch_->waiting;
  }

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) {
      for (Unit& unit : units_) leave_misfits(unit, queue);
      return command();
    }
    for (Unit& unit : units_) conclude(unit, *last, queue);
    if (--batch_->waiting == 0 && !batch_->compiled.empty()) queue.add_first(std::make_unique<LinkJob>(batch_));
    return std::nullopt;
  }

 private:
  static std::string source_name(const Unit& unit) { return "program-" + unit.number + (unit.merger != nullptr ? ".i" : ".c"); }
  static std::string object_name(const Unit& unit) { return "program-" + unit.number + ".o"; }

  os::Command command() {
    const probe::ProgramProbe& probe = *units_.front().members.front().question->probe;
    for (const Unit& unit : units_) batch_->shop.put(batch_->folder + "/" + source_name(unit), text_of(unit));
    if (units_.size() == 1) {
      const Unit& unit = units_.front();
      return batch_->shop.tool(
          link_compile_line(plain_speech(probe.env), batch_->folder + "/" + source_name(unit), unit.object), probe.exports);
    }
    // Without -o each object gets the name of its source, in the folder where the driver is started.
    std::vector<std::string> line = link_compile_line(plain_speech(probe.env), source_name(units_.front()), "");
    const auto output = std::find(line.begin(), line.end(), "-o");
    line.erase(output, output + 2);
    for (std::size_t i = 1; i < units_.size(); ++i) line.push_back(source_name(units_[i]));
    return batch_->shop.tool(std::move(line), probe.exports, batch_->folder);
  }

  void conclude(Unit& unit, const os::Exit& end, os::JobQueue& queue) {
    const probe::ProgramProbe& probe = *unit.members.front().question->probe;
    const bool together = units_.size() > 1;
    const std::string said = together ? said_of(source_name(unit), end.err) : end.err;
    const bool no_object = !together || !os::test('e', unit.object);
    // Of several, those whose object is there have compiled, when the driver came to its end.
    if (end.code == 0 || (!no_object && end.code == 1 && !end.signalled && said.find("error:") == std::string::npos)) {
      unit.diagnostics = said;
      batch_->compiled.push_back(unit);
    } else if (unit.merger != nullptr && end.code == 1 && !end.signalled && take_out_failing(unit, end.err, queue)) {
      return;
    } else if (unit.members.size() > 1) {
      compile_apart(unit.members, queue);
    } else if (!end.not_started && !end.signalled && !warnings_are_errors(probe.env) && no_object && told_errors(unit, said)) {
      ++batch_->shop.batched;
      batch_->shop.settle(*unit.members.front().question, false, 1, {}, said);
    } else if (together) {
      compile_apart(unit.members, queue);
    } else {
      queue.add(lone_job(batch_->shop, *unit.members.front().question));
    }
  }

  void compile_apart(const std::vector<Member>& members, os::JobQueue& queue) const {
    for (const Member& member : members) {
      queue.add_first(std::make_unique<CompileJob>(batch_, std::vector<Members>{Members{{member}}}));
    }
  }

  /// Programs that cannot be merged with the others, now that some are gone, get units of their own.
  void leave_misfits(Unit& unit, os::JobQueue& queue) const {
    if (unit.merger == nullptr) return;
    unit.merged = std::make_shared<const Merged>(merged_of(unit));
    const Questions& left = unit.merged->left;
    if (left.empty()) return;
    std::vector<Member> apart;
    std::erase_if(unit.members, [&](const Member& member) {
      const bool leaves = std::find(left.begin(), left.end(), member.question) != left.end();
      if (leaves) apart.push_back(member);
      return leaves;
    });
    compile_apart(apart, queue);
  }

  /// Of a merged unit: answers the programs with errors in their own text, has those asked alone whose errors may come of something
  /// else, and the rest compiled again. False when the compiler's words cannot be read.
  bool take_out_failing(const Unit& unit, const std::string& diagnostics, os::JobQueue& queue) const {
    const auto errors = compiler_errors(diagnostics);
    if (!errors || errors->empty()) return false;
    const Merged& merged = *unit.merged;
    std::vector<std::string> failing(unit.members.size());
    std::vector<bool> doubtful(unit.members.size(), false);
    bool harmless = true;
    for (const CompilerError& error : *errors) {
      std::size_t number = 0;
      std::size_t line = 0;
      if (!merged_place(error.text, number, line) || line >= merged.places.size()) return false;
      // What stands behind an error that may have confused the compiler is looked at again.
      if (!harmless) continue;
      const Merged::Place& place = merged.places[line];
      const std::vector<std::size_t> members = unit.merger->members_with(merged, line);
      for (std::size_t member : members) {
        failing[member] += error.text + "\n";
        doubtful[member] = doubtful[member] || !place.own || members.size() > 1 || error_of_merging(error.text);
        harmless = harmless && place.own && hides_nothing(error.text, unit.members[member].question->probe->program);
      }
    }
    Members rest{{}, unit.merger};
    for (std::size_t i = 0; i < unit.members.size(); ++i) {
      Question& question = *unit.members[i].question;
      if (failing[i].empty()) {
        rest.list.push_back(unit.members[i]);
      } else if (doubtful[i]) {
        queue.add(lone_job(batch_->shop, question));
      } else {
        ++batch_->shop.batched;
        batch_->shop.settle(question, false, 1, {}, failing[i]);
      }
    }
    if (rest.list.empty()) return true;
    queue.add_first(std::make_unique<CompileJob>(batch_, std::vector<Members>{std::move(rest)}));
    return true;
  }

  static Merged merged_of(const Unit& unit) {
    Questions questions;
    std::vector<std::string> numbers;
    for (const Member& member : unit.members) {
      questions.push_back(member.question);
      numbers.push_back(member.number);
    }
    return unit.merger->unit(questions, std::stoul(unit.number), numbers);
  }

  /// The lines that name `source`, with those that follow until another one is named.
  static std::string said_of(const std::string& source, std::string_view text) {
    std::string said;
    bool about = false;
    base::each_line(text, [&](std::string_view line) {
      if (line.find("program-") != std::string_view::npos) about = line.find(source) != std::string_view::npos;
      if (about) said.append(line) += '\n';
    });
    return said;
  }

  /// A compiler that fails without an error that has to do with the program has failed for a reason of its own; one that
  /// does not like the name that its main has here, or turns warnings into errors by itself, has to see the program alone.
  static bool told_errors(const Unit& unit, const std::string& diagnostics) {
    if (diagnostics.find("pyconfigure_") != std::string::npos || warned_to_death(diagnostics)) return false;
    const auto errors = compiler_errors(diagnostics);
    return errors && !errors->empty() && diagnostics.find(source_name(unit)) != std::string::npos;
  }

  /// Programs with their mains renamed; the first line of each is line 1 to the compiler.
  std::string text_of(const Unit& unit) const {
    const probe::ProgramProbe& probe = *unit.members.front().question->probe;
    if (unit.merged != nullptr) return unit.merged->text;
    if (unit.members.size() == 1) {
      return "#define main " + main_of(unit.members.front()) + "\n#line 1\n" + probe::source_text(probe);
    }
    std::string text = probe::confdefs_text(probe);
    const std::string* last = nullptr;
    for (const Member& member : unit.members) {
      const probe::Program& program = member.question->probe->program;
      if (last == nullptr || *last != program.prologue) text += program.prologue + "\n";
      last = &program.prologue;
      text += "int\n" + main_of(member) + " (void)\n{\n" + program.body + "\n  ;\n  return 0;\n}\n";
    }
    return text;
  }

  SharedBatch batch_;
  std::vector<Unit> units_;
};

void LinkJob::compile_again(std::vector<Unit> units, os::JobQueue& queue) {
  std::vector<std::unique_ptr<os::Job>> jobs;
  for (Unit& unit : units) {
    jobs.push_back(std::make_unique<CompileJob>(batch_, std::vector<Members>{Members{std::move(unit.members), std::move(unit.merger)}}));
  }
  for (auto job = jobs.rbegin(); job != jobs.rend(); ++job) queue.add_first(std::move(*job));
}

/// Programs with the same text here can share a translation unit; empty: with nobody.
std::string unit_key(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  if (probe.program.shape != probe::Program::Shape::body || needs_assembler(probe.program) || leaks(probe.program))
    return {};
  return question.confdefs_digest + '\0' + (only_declares(probe.program.prologue) ? "" : probe.program.prologue) + '\1';
}

/// The first step: puts the compile jobs into the queue. It runs nothing itself.
class OpenJob : public os::Job {
 public:
  OpenJob(Workshop& shop, Questions questions, std::size_t parts, ProgramBatch rules)
      : shop_(shop), questions_(std::move(questions)), parts_(std::max<std::size_t>(parts, 1)), rules_(std::move(rules)) {}

  std::optional<os::Command> next(const os::Exit*, os::JobQueue& queue) override {
    auto batch = std::make_shared<Batch>(Batch{shop_, shop_.new_folder(), {}, 0, 0, 0, {}, {}, rules_});
    std::vector<Members> units;
    std::map<std::string, std::size_t> places;
    std::map<const Question*, std::string> numbers;
    for (const Question* question : questions_) numbers.emplace(question, std::to_string(numbers.size() + 1));
    std::vector<Members> merged_units;
    std::set<const Question*> merged;
    for (const Questions& unit : rules_.units) {
      merged_units.push_back({{}, rules_.merger});
      for (Question* question : unit) {
        merged_units.back().list.push_back({question, numbers.at(question)});
        merged.insert(question);
      }
    }
    for (Question* question : questions_) {
      if (merged.contains(question)) continue;
      const Member member{question, numbers.at(question)};
      const std::string key = unit_key(*question);
      const auto place = key.empty() ? places.end() : places.find(key);
      if (place != places.end()) {
        units[place->second].list.push_back(member);
        continue;
      }
      if (!key.empty()) places.emplace(key, units.size());
      units.push_back({{member}});
    }
    std::vector<std::unique_ptr<os::Job>> jobs;
    for (Members& unit : merged_units) jobs.push_back(std::make_unique<CompileJob>(batch, std::vector<Members>{std::move(unit)}));
    // One start of the driver has one set of flags.
    std::map<std::vector<std::string>, std::vector<Members>> alike;
    for (Members& unit : units) alike[compiler_words(*unit.list.front().question->probe)].push_back(std::move(unit));
    for (auto& [words, some] : alike) {
      const bool together = starts_anywhere(some.front().list.front().question->probe->env);
      for (std::vector<Members>& part : in_parts(some, together ? parts_ : some.size())) {
        jobs.push_back(std::make_unique<CompileJob>(batch, std::move(part)));
      }
    }
    for (auto job = jobs.rbegin(); job != jobs.rend(); ++job) queue.add_first(std::move(*job));
    return std::nullopt;
  }

 private:
  Workshop& shop_;
  Questions questions_;
  std::size_t parts_;
  ProgramBatch rules_;
};

}  // namespace

std::unique_ptr<os::Job> program_job(Workshop& shop, Questions questions, std::size_t parts) {
  return std::make_unique<OpenJob>(shop, std::move(questions), parts, ProgramBatch{});
}

std::unique_ptr<os::Job> merged_program_job(Workshop& shop, Questions questions, std::size_t parts, ProgramBatch batch) {
  return std::make_unique<OpenJob>(shop, std::move(questions), parts, std::move(batch));
}

}  // namespace pyconfigure::toolchain
