// The executable of a batch of link and run probes; batch_programs.cpp tells why its answers are sound.
#include <algorithm>
#include <optional>
#include <utility>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/program_batch.hpp"
#include "toolchain/undefined_references.hpp"

namespace pyconfigure::toolchain {

namespace {


class LinkJob : public os::Job {
 public:
  explicit LinkJob(SharedBatch batch) : batch_(std::move(batch)) {
    guarded_ = guard_pays(*batch_, members());
    lenient_ = guarded_ && any_member(needs_executable) && !links_statically();
  }

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) {
      if (batch_->main.ready) guarded_ = guarded_ && batch_->main.guard;
      if (!guarded_) settle_switched(false, queue);
      if (!guarded_ || !batch_->main.functions) leave_functions(*batch_, queue);
      if (!has_main()) return compile_main();
      return attempt();
    }
    if (!checking_ && batch_->shop.without_names) {
      const bool made = compiling_ ? os::test('e', main_object(*batch_)) : Workshop::executable_there(executable_, first().env);
      if (last->code != 0 || !made) batch_->shop.without_names->doubt(queue);
    }
    if (std::exchange(compiling_, false)) {
      batch_->main.ready = main_compiled(*batch_, *last);
      if (batch_->main.ready) return attempt();
      leave_all(queue);
      return std::nullopt;
    }
    if (last->code != 0 && batch_->rules.env && take_out_without_library(last->err)) {
      if (batch_->compiled.empty()) return std::nullopt;
      return attempt();
    }
    if (std::exchange(checking_, false)) {
      if (last->code == kNoProgram && !last->not_started && !last->signalled) {
        settle(told_, queue);
        return std::nullopt;
      }
      return attempt();
    }
    if (guarded_ && std::exchange(lenient_, false)) return after_warnings(*last, queue);
    if (std::exchange(guarded_, false)) {
      const bool told = last->code == 1 && !last->signalled && harmless(last->out) && told_all(*last, queue);
      settle_switched(told && last->err.find("as-needed") == std::string::npos, queue);
      leave_functions(*batch_, queue);
      if (!told && leave_unclear(queue)) return std::nullopt;
      if (batch_->compiled.empty()) return std::nullopt;
      if (!told || any_member(needs_executable)) return attempt();
      settle(last->out, queue);
      return std::nullopt;
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
    leave_all(queue);
    return std::nullopt;
  }

 private:
  const probe::ProgramProbe& first() const { return *batch_->compiled.front().members.front().question->probe; }

  bool harmless(const std::string& told) { return batch_->shop.libraries.harmless(told); }

  bool links_statically() const { return flags_contain(first().env, "-static"); }

  template <class Condition>
  bool any_member(Condition condition) const {
    return std::any_of(batch_->compiled.begin(), batch_->compiled.end(), [&](const Unit& unit) {
      return std::any_of(unit.members.begin(), unit.members.end(), condition);
    });
  }

  std::vector<Member> members() const {
    std::vector<Member> all;
    for (const Unit& unit : batch_->compiled) all.insert(all.end(), unit.members.begin(), unit.members.end());
    return all;
  }

  /// Of a guarded link that was to make an executable in any case: when the linker has told all, and what it has made starts, no other link
  /// is needed. All that is bound is bound then, so the programs start as well.
  std::optional<os::Command> after_warnings(const os::Exit& end, os::JobQueue& queue) {
    os::Exit refused = end;
    refused.err = as_refused(std::move(refused.err));
    const bool made = end.code == 0 && !end.signalled && Workshop::executable_there(executable_, first().env);
    if (!made || !harmless(end.out) || !told_all(refused, queue)) return attempt();
    guarded_ = false;
    settle_switched(end.err.find("as-needed") == std::string::npos, queue);
    if (batch_->compiled.empty()) return std::nullopt;
    told_ = end.out;
    if (!any_member(needs_executable)) {
      settle(told_, queue);
      return std::nullopt;
    }
    checking_ = true;
    return batch_->shop.tool({executable_}, first().exports, batch_->shop.start_folder(batch_->shop.new_folder()));
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
  /// says last, it has seen all before. Programs whose mains refer to something undefined are a no, unless they have libraries of
  /// their own that have it; the others would have been linked.
  bool told_all(const os::Exit& end, os::JobQueue& queue) {
    const auto missing = references(without_linker_warnings(end.err));
    if (!missing) return false;
    // Of the last object, the code may come before the table or behind it; both have a guard.
    References guards = {{"main", std::string(kGuard)}};
    if (batch_->main.functions) guards.emplace_back(kFunctionTable, kFunctionGuard);
    const auto is_in = [](const References& references, const auto& one) { return std::find(references.begin(), references.end(), one) != references.end(); };
    const bool seen = is_in(guards, missing->back()) && std::all_of(guards.begin(), guards.end(), [&](const auto& guard) { return is_in(*missing, guard); });
    return seen && take_out_referring(*missing, end.out, queue);
  }

  /// Answers the programs that refer to something undefined, when it is told of everything undefined that a program's
  /// main refers to it.
  bool take_out_referring(const References& missing, const std::string& told, os::JobQueue& queue) {
    std::map<std::string, std::set<std::string>> failing;
    std::set<std::string> functions;
    Symbols symbols;
    for (const auto& [function, symbol] : missing) {
      if (function == kFunctionTable) {
        functions.insert(symbol);
      } else {
        failing[function].insert(symbol);
        symbols.insert(symbol);
      }
      if (symbol.find_first_of("@.$ ") != std::string::npos) return false;
    }
    if (links_statically() || !ours(functions)) return false;
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
    settle_functions(functions);
    Questions unclear;
    settle_calls(functions, told, unclear);
    std::vector<std::pair<Question*, Showing*>> linked;
    std::vector<std::pair<MadeProgram, Showing*>> to_start;
    for (Unit& unit : batch_->compiled) {
      std::erase_if(unit.members, [&](const Member& member) {
        const auto it = failing.find(main_of(member));
        if (without_libraries(*batch_, member)) {
          const bool named = it != failing.end() || unit.merger == nullptr || !mentions(*unit.merger, member, symbols);
          const std::set<std::string> lacks = it != failing.end() ? it->second : std::set<std::string>();
          const std::optional<bool> links = named ? batch_->rules.links(*member.question, lacks, told) : std::nullopt;
          batch_->out.insert(main_of(member));
          batch_->stubs.insert(lacks.begin(), lacks.end());
          if (!links) {
            unclear.push_back(member.question);
          } else if (*links) {
            Showing* const showing = unit.merger != nullptr ? unit.merger->shown_by(*member.question) : nullptr;
            if (runs_with_libraries(*member.question) && !wants_one_library(*member.question, lacks)) {
              unclear.push_back(member.question);
            } else if (runs_with_libraries(*member.question)) {
              to_start.push_back({{member, unit.diagnostics}, showing});
            } else {
              linked.emplace_back(member.question, showing);
            }
          } else {
            batch_->shop.settle_batched(*member.question, false, unit.diagnostics + undefined(lacks));
          }
          return true;
        }
        if (it == failing.end()) {
          if (unit.merger == nullptr || !mentions(*unit.merger, member, symbols)) return false;
          batch_->out.insert(main_of(member));
          queue.add(lone_job(batch_->shop, *member.question));
          return true;
        }
        batch_->out.insert(it->first);
        batch_->shop.settle_batched(*member.question, false, unit.diagnostics + undefined(it->second));
        batch_->stubs.insert(it->second.begin(), it->second.end());
        return true;
      });
    }
    drop_empty_units();
    for (const auto& [question, showing] : linked) {
      when_shown(batch_, question, showing, [batch = batch_, question = question](os::JobQueue&) { batch->shop.settle_batched(*question, true, {}); }, queue);
    }
    for (const auto& [program, showing] : to_start) {
      const auto start = [batch = batch_, program = program, sources = sources_](os::JobQueue& later) { later.add(library_start_job(batch, program, sources)); };
      when_shown(batch_, program.member.question, showing, start, queue);
    }
    leave(*batch_, unclear, queue);
    return true;
  }

  /// These are functions that are linked with the programs, and what shows that the linker has looked at all of those.
  bool ours(std::set<std::string> symbols) const {
    if (batch_->rules.functions.empty()) return symbols.empty();
    if (symbols.erase(kFunctionGuard) == 0) return false;
    for (const Question* question : batch_->rules.functions) {
      symbols.erase(question->probe->program.symbol);
      symbols.erase(kStub + question->probe->program.symbol);
    }
    for (const Question* question : batch_->rules.calls) {
      symbols.erase(called_function(*question));
      symbols.erase(kStub + called_function(*question));
    }
    return symbols.empty();
  }

  /// The linker has told which functions are missing.
  void settle_functions(const std::set<std::string>& missing) {
    for (Question* question : std::exchange(batch_->rules.functions, {})) {
      const std::string& symbol = question->probe->program.symbol;
      const bool lacks = missing.contains(symbol) || missing.contains(kStub + symbol);
      batch_->shop.settle_batched(*question, !lacks, lacks ? undefined({symbol}) : std::string());
    }
    batch_->stubs.insert(missing.begin(), missing.end());  // main still has their table
  }

  /// The same for programs that are calls of one function each, some of them without libraries of their own.
  void settle_calls(const std::set<std::string>& missing, const std::string& told, Questions& unclear) {
    const ProgramBatch& rules = batch_->rules;
    for (Question* question : std::exchange(batch_->rules.calls, {})) {
      std::set<std::string> lacks;
      const std::string name = called_function(*question);
      const bool stub = question->probe->program.shape == probe::Program::Shape::function && missing.contains(kStub + name);
      if (stub || missing.contains(name)) lacks.insert(name);
      std::optional<bool> links = lacks.empty();
      if (!stub && rules.without_libraries.contains(question)) {
        links = rules.links(*question, lacks, told);
      } else if (lacks.empty() && rules.holds != nullptr && !rules.holds(*question, told)) {
        links = std::nullopt;
      }
      if (links) {
        batch_->shop.settle_batched(*question, *links, *links ? std::string() : undefined(lacks));
      } else {
        unclear.push_back(question);
      }
    }
  }

  static std::string undefined(const std::set<std::string>& symbols) {
    std::string said;
    for (const std::string& symbol : symbols) said += "conftest.c: undefined reference to `" + symbol + "'\n";
    return said;
  }

  /// It needs the only library that it would be linked with in addition, so it has that whether or not libraries are only taken when
  /// something needs them.
  bool wants_one_library(const Question& question, const std::set<std::string>& lacks) const {
    const std::vector<std::string> own = fields({question.probe->env.libs});
    const auto more = std::count_if(own.begin(), own.end(), [this](const std::string& word) {
      return std::find(linked_with_.begin(), linked_with_.end(), word) == linked_with_.end();
    });
    return more == 1 && !lacks.empty();
  }

  /// A linker that goes on to look at everything, and says nothing of a switch, has taken it.
  void settle_switched(bool taken, os::JobQueue& queue) {
    Questions alone;
    for (Question* question : std::exchange(batch_->rules.switched, {})) {
      const std::vector<std::string> own = fields({question->probe->env.libs});
      const bool there = std::all_of(own.begin(), own.end(), [&](const std::string& word) {
        return std::find(linked_with_.begin(), linked_with_.end(), word) != linked_with_.end();
      });
      if (taken && there) {
        batch_->shop.settle_batched(*question, true, {});
      } else {
        alone.push_back(question);
      }
    }
    ask_alone(batch_->shop, alone, queue);
  }

  /// Those without their libraries, of which the linker has not told enough. Their units are compiled again without them; false when
  /// there were none.
  bool leave_unclear(os::JobQueue& queue) {
    Questions unclear;
    std::vector<Unit> again;
    for (Unit& unit : batch_->compiled) {
      const std::size_t before = unit.members.size();
      std::erase_if(unit.members, [&](const Member& member) {
        if (!without_libraries(*batch_, member)) return false;
        unclear.push_back(member.question);
        return true;
      });
      if (unit.members.size() == before || unit.members.empty()) continue;
      again.push_back(unit);
      unit.members.clear();
    }
    drop_empty_units();
    leave(*batch_, unclear, queue);
    const bool recompiles = !again.empty();
    compile_again(std::move(again), queue);
    return recompiles;
  }

  void leave_all(os::JobQueue& queue) {
    Questions left;
    for (const Unit& unit : batch_->compiled) {
      const Questions some = questions_of(unit);
      left.insert(left.end(), some.begin(), some.end());
    }
    leave(*batch_, left, queue);
  }

  static bool mentions(Merger& merger, const Member& member, const Symbols& symbols) {
    const std::vector<std::string_view>& names = merger.mentioned(*member.question);
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return symbols.contains(name); });
  }

  os::Command compile_main() {
    compiling_ = true;
    batch_->main.guard = guarded_;
    return main_command(*batch_, members());
  }

  /// The main that was compiled beside the programs can be used, though some of those may not have compiled.
  bool has_main() const {
    if (!batch_->main.ready) return false;
    Symbols missing = batch_->main.called;
    if (guarded_) missing.erase(std::string(kGuard));
    for (const Unit& unit : batch_->compiled) {
      for (const std::string& main : unit.mains) missing.erase(main);
    }
    // What is missing becomes a label, as ELF assemblers write them.
    return missing.empty() || os::is_elf_file(batch_->compiled.front().object);
  }

  probe::ToolEnv tools() const { return plain_speech(batch_->rules.env ? *batch_->rules.env : first().env); }

  os::Command attempt() {
    if (!batch_->main.ready) return compile_main();
    const probe::ProgramProbe& probe = first();
    std::vector<std::string>& sources = sources_;
    sources.clear();
    Symbols missing = batch_->main.called;
    for (const Unit& unit : batch_->compiled) {
      if (unit.object != main_object(*batch_)) sources.push_back(unit.object);
      for (const std::string& main : unit.mains) missing.erase(main);
    }
    sources.push_back(main_object(*batch_));
    if (guarded_) missing.erase(std::string(kGuard));
    missing.insert(batch_->stubs.begin(), batch_->stubs.end());
    if (!missing.empty()) {
      // Nobody else refers to them, or it would have been told; libraries that would use them if they were there do not
      // see them.
      std::string text = "\t.text\n";
      for (const std::string& name : missing) text += "\t.globl\t" + name + "\n\t.hidden\t" + name + "\n" + name + ":\n";
      sources.push_back(batch_->folder + "/stubs.s");
      batch_->shop.put(sources.back(), text + "\t.section\t.note.GNU-stack,\"\",%progbits\n");
    }
    const probe::ToolEnv with = tools();
    linked_with_ = fields({with.libs});
    nameless_ = batch_->shop.without_names && batch_->shop.without_names->fits(with, probe.exports);
    executable_ = batch_->folder + (nameless_ ? "/a.out" : "/programs" + probe.env.exeext);
    std::vector<std::string> line = link_line(with, sources, executable_);
    if (nameless_) line.erase(line.begin() + 1, line.begin() + 3);  // -o and the name
    line.emplace_back(kTellFiles);
    if (guarded_ && lenient_) line.emplace_back(kWarnOfUndefined);
    if (guarded_ && !batch_->rules.switched.empty()) line.emplace_back(kLinkerSwitch);
    return batch_->shop.tool(std::move(line), probe.exports, nameless_ ? batch_->folder : std::string());
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
    if (told_references && take_out_referring(*told_references, {}, queue)) return true;
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
    if (nameless_ && Workshop::executable_there(executable_, first().env)) batch_->shop.without_names->executable = true;
    const auto last = [batch = batch_, executable = executable_, told](os::JobQueue& later) { settle_made(batch, executable, told, later); };
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

  SharedBatch batch_;
  std::string executable_;
  std::vector<std::string> sources_;  ///< what was linked last
  std::vector<std::string> linked_with_;  ///< the libraries of the last link
  bool compiling_ = false;
  bool recompiles_ = false;
  bool guarded_ = false;  ///< main calls a function that nobody defines
  bool lenient_ = false;  ///< and the linker is to make the executable all the same
  bool nameless_ = false;  ///< the linker has chosen its name
  bool checking_ = false;  ///< whether that starts
  std::string told_;  ///< the files that the linker took for it
};

void LinkJob::compile_again(std::vector<Unit> units, os::JobQueue& queue) {
  std::vector<std::unique_ptr<os::Job>> jobs;
  for (Unit& unit : units) {
    // (Those that stand in one unit because they are nothing to each other have no text in common.)
    if (unit.ahead == nullptr && unit.object != main_object(*batch_)) {
      jobs.push_back(compile_programs_job(batch_, {Members{std::move(unit.members), std::move(unit.merger)}}));
      continue;
    }
    for (const Member& member : unit.members) jobs.push_back(compile_programs_job(batch_, {Members{{member}}}));
  }
  for (auto job = jobs.rbegin(); job != jobs.rend(); ++job) queue.add_first(std::move(*job));
}

}  // namespace

std::unique_ptr<os::Job> link_programs_job(SharedBatch batch) {
  return std::make_unique<LinkJob>(std::move(batch));
}

}  // namespace pyconfigure::toolchain
