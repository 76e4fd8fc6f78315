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
#include "toolchain/program_batch.hpp"

namespace pyconfigure::toolchain {

namespace {

/// Compiles one unit, or several with one start of the compiler's driver.
class CompileJob : public os::Job {
 public:
  CompileJob(SharedBatch batch, std::vector<Members> units) : batch_(std::move(batch)) {
    for (Members& members : units) {
      Unit unit;
      unit.members = std::move(members.list);
      unit.merger = std::move(members.merger);
      if (units.size() == 1) unit.ahead = ahead(unit);
      const CompiledAhead* const there = unit.ahead.get();
      unit.number = there != nullptr ? unit.members.front().number : std::to_string(++batch_->units);
      unit.object = there != nullptr ? there->object : batch_->folder + "/" + object_name(unit);
      units_.push_back(std::move(unit));
    }
    ++batch_->waiting;
  }

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) {
      for (Unit& unit : units_) leave_misfits(unit, queue);
      CompiledAhead* const there = units_.front().ahead.get();
      if (there == nullptr) return command();
      if (!there->begun) {
        there->wanted = false;
        return command();
      }
      if (!there->end) {
        there->after = std::make_unique<CompileJob>(batch_, std::vector<Members>{{units_.front().members}});
      } else {
        there->wanted = false;
        conclude(units_.front(), *there->end, queue);
      }
      done(queue);
      return std::nullopt;
    }
    for (Unit& unit : units_) conclude(unit, *last, queue);
    done(queue);
    return std::nullopt;
  }

 private:
  void done(os::JobQueue& queue) const {
    if (--batch_->waiting == 0 && !batch_->compiled.empty()) queue.add_first(link_programs_job(batch_));
  }

  /// Of programs by themselves: are they compiled already, or being compiled?
  std::shared_ptr<CompiledAhead> ahead(const Unit& unit) const {
    if (unit.merger != nullptr) return nullptr;
    const auto there = batch_->shop.ahead.find(unit.members.front().question);
    const bool same = there != batch_->shop.ahead.end() && there->second->wanted && there->second->members.size() == unit.members.size();
    return same ? there->second : nullptr;
  }

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
    const bool compiled = end.code == 0 || (!no_object && end.code == 1 && !end.signalled && said.find("error:") == std::string::npos);
    if (compiled && shows_something(unit)) {
      if (unit.members.size() > 1) {
        compile_apart(unit.members, queue);
      } else {
        queue.add(lone_job(batch_->shop, *unit.members.front().question));
      }
    } else if (compiled) {
      unit.diagnostics = said;
      for (const Member& member : unit.members) unit.mains.push_back(main_of(member));
      batch_->compiled.push_back(unit);
    } else if (unit.ahead != nullptr && unit.members.size() > 1 && leave_to_main(unit, end, queue)) {
      return;
    } else if (unit.merger != nullptr && end.code == 1 && !end.signalled && take_out_failing(unit, end.err, queue)) {
      return;
    } else if (unit.members.size() > 1) {
      compile_apart(unit.members, queue);
    } else if (!end.not_started && !end.signalled && !warnings_are_errors(probe.env) && no_object && told_errors(unit, said)) {
      batch_->shop.settle_batched(*unit.members.front().question, false, said);
    } else if (together) {
      compile_apart(unit.members, queue);
    } else {
      queue.add(lone_job(batch_->shop, *unit.members.front().question));
    }
  }

  /// Has the object anything that others could see, besides its mains and what is nobody else's? A header of one program could have
  /// what another one lacks.
  static bool shows_something(const Unit& unit) {
    const auto bytes = os::read_file(unit.object);
    const auto names = bytes ? shown_symbols(*bytes) : std::nullopt;
    if (!names && unit.merged != nullptr) {
      return std::any_of(unit.merged->places.begin(), unit.merged->places.end(), [&](const Merged::Place& place) {
        return unit.merger->pieces()[place.piece].defines;
      });
    }
    if (!names) return std::any_of(unit.members.begin(), unit.members.end(), [](const Member& member) { return member.question->whole || member.question->users_headers; });
    return std::any_of(names->begin(), names->end(), [](std::string_view name) { return !every_program_shows(name) && !name.starts_with("__emutls"); });
  }

  void compile_apart(const std::vector<Member>& members, os::JobQueue& queue) const {
    for (const Member& member : members) {
      queue.add_first(std::make_unique<CompileJob>(batch_, std::vector<Members>{Members{{member}}}));
    }
  }

  /// Answers those of some programs whose instructions the assembler does not know, when it says nothing else. The others go to the main that
  /// all share, when that is still to come and they need nothing that it does not have.
  bool leave_to_main(const Unit& unit, const os::Exit& end, os::JobQueue& queue) {
    const auto refused = end.code == 1 && !end.signalled ? refused_by_assembler(end.err) : std::nullopt;
    if (!refused || end.not_started || warnings_are_errors(unit.members.front().question->probe->env) || os::test('e', unit.object)) return false;
    std::vector<Member> rest;
    for (const Member& member : unit.members) {
      const auto said = refused->find(together_name(member.number));
      if (said == refused->end()) {
        rest.push_back(member);
      } else {
        batch_->shop.settle_batched(*member.question, false, said->second);
      }
    }
    if (rest.size() == unit.members.size()) return false;
    std::vector<Member> apart;
    for (Member& member : rest) {
      const bool fits = !batch_->main.begun && fits_main(*batch_, member);
      (fits ? batch_->main.with : apart).push_back(std::move(member));
    }
    compile_apart(apart, queue);
    return true;
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
    const auto errors = errors_of(*unit.merger, *unit.merged, std::stoul(unit.number), diagnostics);
    if (!errors) return false;
    Members rest{{}, unit.merger};
    for (std::size_t i = 0; i < unit.members.size(); ++i) {
      Question& question = *unit.members[i].question;
      const auto failure = errors->failing.find(i);
      if (failure == errors->failing.end()) {
        rest.list.push_back(unit.members[i]);
      } else if (failure->second.doubtful) {
        queue.add(lone_job(batch_->shop, question));
      } else {
        batch_->shop.settle_batched(question, false, failure->second.said);
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
    if (diagnostics.find(": Assembler messages:\n") != std::string::npos && diagnostics.find(": Error: ") != std::string::npos)
      return true;
    const auto errors = compiler_errors(diagnostics);
    return errors && !errors->empty() && diagnostics.find(source_name(unit)) != std::string::npos;
  }

  /// Programs with their mains renamed; the first line of each is line 1 to the compiler.
  std::string text_of(const Unit& unit) const {
    const probe::ProgramProbe& probe = *unit.members.front().question->probe;
    if (unit.merged != nullptr) return unit.merged->text;
    if (unit.ahead != nullptr) return together_text(unit.ahead->members);
    if (unit.members.size() == 1) return alone_with(main_of(unit.members.front()), probe);
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

/// The first step: makes sure that programs with different flags would be linked in the same way, and puts the compile
/// jobs into the queue.
class OpenJob : public os::Job {
 public:
  OpenJob(Workshop& shop, Questions questions, std::size_t parts, ProgramBatch rules)
      : shop_(shop), questions_(std::move(questions)), parts_(std::max<std::size_t>(parts, 1)), rules_(std::move(rules)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) {
      sort_by_flags();
    } else if (std::exchange(all_at_once_, false)) {
      // What neither all flags together change nor none of them, none of them does.
      extremes_.push_back(link_commands(*last));
      if (extremes_.size() == 1) {
        const os::Command without = link_line_of(linking_tools(flags_.front().front()->probe->env));
        all_at_once_ = without.argv != link_line_of(flags_.front().front()->probe->env).argv;
        if (all_at_once_) return without;
        extremes_.push_back(told_.front());
      }
      const bool same = extremes_.front() == told_.front() && extremes_.back() == told_.front();
      while (same && told_.size() < flags_.size()) told_.push_back(told_.front());
    } else {
      told_.push_back(link_commands(*last));
      all_at_once_ = told_.size() == 1 && flags_.size() > 3 && !told_.front().empty();
      if (all_at_once_) return link_line_of(with_all_flags());
    }
    // Of programs with the same flags nothing has to be asked.
    if (flags_.size() > 1 && told_.size() < flags_.size()) return link_line_of(flags_[told_.size()].front()->probe->env);
    leave_other_links(queue);
    if (!questions_.empty()) open(queue);
    return std::nullopt;
  }

 private:
  /// Those with the same words for the compiler together, the most first: with their tools all are linked.
  void sort_by_flags() {
    std::map<std::vector<std::string>, Questions> alike;
    for (Question* question : questions_) alike[compiler_words(*question->probe)].push_back(question);
    for (auto& [words, some] : alike) flags_.push_back(std::move(some));
    std::stable_sort(flags_.begin(), flags_.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
    if (flags_.size() < 2) return;
    probe::ToolEnv env = without_repeated_libraries(flags_.front().front()->probe->env);
    if (rules_.env) env.libs = rules_.env->libs;
    rules_.env = std::move(env);
    folder_ = shop_.new_folder();
    shop_.put(folder_ + "/program.o", "");
  }

  /// The tools of the first programs with what all others have besides.
  probe::ToolEnv with_all_flags() const {
    probe::ToolEnv all = flags_.front().front()->probe->env;
    for (std::size_t i = 1; i < flags_.size(); ++i) {
      const probe::ToolEnv& env = flags_[i].front()->probe->env;
      all.cflags += " " + env.cflags;
      all.cppflags += " " + env.cppflags;
      // (What is behind the compiler's name: its own words may be several.)
      const std::vector<std::string> first = fields({all.cc});
      const std::vector<std::string> words = fields({env.cc});
      for (const std::string& word : words) {
        if (std::find(first.begin(), first.end(), word) == first.end()) all.cflags += " " + word;
      }
    }
    return all;
  }

  /// What would the compiler's driver do to link a program that has been compiled with these flags (-###)?
  os::Command link_line_of(const probe::ToolEnv& tools) const {
    probe::ToolEnv env = plain_speech(without_repeated_libraries(tools));
    env.libs = rules_.env->libs;
    std::vector<std::string> line = link_line(env, {folder_ + "/program.o"}, folder_ + "/program" + env.exeext);
    line.emplace_back("-###");
    return shop_.tool(std::move(line), questions_.front()->probe->exports);
  }

  /// The commands that it has told, without what it only says about itself; empty when it has told none.
  std::string link_commands(const os::Exit& end) const {
    if (end.code != 0 || end.not_started || end.signalled || end.err.find("program.o") == std::string::npos) return {};
    std::string commands;
    base::each_line(shop_.in_configures_names(end.err), [&](std::string_view line) {
      if (!line.starts_with("COLLECT_GCC_OPTIONS=")) commands.append(line) += '\n';
    });
    return commands;
  }

  /// Programs that would have been linked in another way are asked alone.
  void leave_other_links(os::JobQueue& queue) {
    for (std::size_t i = 1; i < flags_.size(); ++i) {
      if (!told_.front().empty() && told_[i] == told_.front()) continue;
      ask_alone(shop_, flags_[i], queue);
      std::erase_if(questions_, [&](const Question* question) {
        return std::find(flags_[i].begin(), flags_[i].end(), question) != flags_[i].end();
      });
      for (Questions& unit : rules_.units) {
        std::erase_if(unit, [&](const Question* question) {
          return std::find(flags_[i].begin(), flags_[i].end(), question) != flags_[i].end();
        });
      }
    }
    std::erase_if(rules_.units, [](const Questions& unit) { return unit.empty(); });
  }

  void open(os::JobQueue& queue) {
    auto batch = std::make_shared<Batch>(Batch{shop_, shop_.new_folder(), {}, 0, 0, 0, {}, {}, rules_});
    std::vector<Members> units;
    std::map<std::string, std::size_t> places;
    std::map<const Question*, std::string> numbers;
    for (const Question* question : questions_) {
      const auto there = shop_.ahead.find(question);
      numbers.emplace(question, there != shop_.ahead.end() ? there->second->number_of(question) : std::to_string(numbers.size() + 1));
    }
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
      const auto there = shop_.ahead.find(question);
      const std::string key = there != shop_.ahead.end() ? "ahead " + there->second->object : unit_key(*question);
      const auto place = key.empty() ? places.end() : places.find(key);
      if (place != places.end()) {
        units[place->second].list.push_back(member);
        continue;
      }
      if (!key.empty()) places.emplace(key, units.size());
      units.push_back({{member}});
    }
    std::vector<std::unique_ptr<os::Job>> jobs;
    std::vector<std::unique_ptr<os::Job>> short_ones;  // they come last: so all processors come to the end at the same time
    // What may leave something to main has to be known before that.
    for (Members& unit : units) {
      const auto there = shop_.ahead.find(unit.list.front().question);
      if (unit.list.size() == 1 || there == shop_.ahead.end()) continue;
      Members together = std::exchange(unit, {});
      if (together.list.size() == there->second->members.size()) {
        jobs.push_back(std::make_unique<CompileJob>(batch, std::vector<Members>{std::move(together)}));
      } else {
        for (const Member& member : together.list) jobs.push_back(std::make_unique<CompileJob>(batch, std::vector<Members>{Members{{member}}}));
      }
    }
    std::erase_if(units, [](const Members& unit) { return unit.list.empty(); });
    for (Members& unit : merged_units) jobs.push_back(std::make_unique<CompileJob>(batch, std::vector<Members>{std::move(unit)}));
    // One start of the driver has one set of flags.
    std::map<std::vector<std::string>, std::vector<Members>> alike;
    for (Members& unit : units) {
      const probe::ProgramProbe& probe = *unit.list.front().question->probe;
      const bool ahead = unit.list.size() == 1 && shop_.ahead.contains(unit.list.front().question);
      const bool assembles = needs_assembler(probe.program);  // which does not tell whose text it does not like
      if (ahead || assembles) {
        (assembles ? short_ones : jobs).push_back(std::make_unique<CompileJob>(batch, std::vector<Members>{std::move(unit)}));
      } else {
        alike[compiler_words(probe)].push_back(std::move(unit));
      }
    }
    for (auto& [words, some] : alike) {
      const bool together = starts_anywhere(some.front().list.front().question->probe->env);
      for (std::vector<Members>& part : in_parts(some, together ? parts_ : some.size())) {
        jobs.push_back(std::make_unique<CompileJob>(batch, std::move(part)));
      }
    }
    std::vector<Member> members;
    for (Question* question : questions_) members.push_back({question, numbers.at(question)});
    jobs.push_back(main_job(batch, std::move(members)));
    std::move(short_ones.begin(), short_ones.end(), std::back_inserter(jobs));
    for (auto job = jobs.rbegin(); job != jobs.rend(); ++job) queue.add_first(std::move(*job));
  }

  Workshop& shop_;
  Questions questions_;
  std::size_t parts_;
  ProgramBatch rules_;
  std::vector<Questions> flags_;   ///< by what the compiler sees
  std::vector<std::string> told_;  ///< how those would be linked
  std::vector<std::string> extremes_;  ///< the same for all flags at once, and for none
  bool all_at_once_ = false;
  std::string folder_;
};

}  // namespace

std::unique_ptr<os::Job> compile_programs_job(SharedBatch batch, std::vector<Members> units) {
  return std::make_unique<CompileJob>(std::move(batch), std::move(units));
}

std::unique_ptr<os::Job> program_job(Workshop& shop, Questions questions, std::size_t parts) {
  return std::make_unique<OpenJob>(shop, std::move(questions), parts, ProgramBatch{});
}

std::unique_ptr<os::Job> merged_program_job(Workshop& shop, Questions questions, std::size_t parts, ProgramBatch batch) {
  return std::make_unique<OpenJob>(shop, std::move(questions), parts, std::move(batch));
}

}  // namespace pyconfigure::toolchain
