// Programs that are linked with others and not read by us (other flags, assembler): compiled while we read the others.
//
// Soundness. Programs share a unit here when their flags differ in -D words alone, and all but one are bare: they include nothing, define
// nothing, and mention none of the macros that confdefs.h or those words define. Such a program is the same before every other one, which
// sees nothing of it but names that nobody else has. An assembler that refuses instructions says whose they are, and goes on; the others are
// compiled once more without those. In any other trouble each gets a unit of its own.
#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "pyconfigure/base/text.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/dialects.hpp"
#include "toolchain/headers.hpp"
#include "toolchain/program_batch.hpp"

namespace pyconfigure::toolchain {

namespace {

/// The names that -D and -U words are about.
std::vector<std::string> defined_by(const std::vector<std::string>& words) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool definition = words[i].starts_with("-D") || words[i].starts_with("-U");
    if (!definition) continue;
    const std::string& text = words[i].size() > 2 || i + 1 == words.size() ? words[i].substr(2) : words[i + 1];
    names.push_back(text.substr(0, text.find_first_of("=(")));
  }
  return names;
}

/// Directives that ask about what a compiler defines itself change nothing that comes behind them.
bool only_asks(std::string_view text) {
  bool asks = true;
  base::each_line(text, [&](std::string_view line) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (!line.starts_with('#')) {
      asks = asks && line.find('#') == std::string_view::npos;
      return;
    }
    line.remove_prefix(1);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    const std::string_view word = line.substr(0, line.find_first_not_of("abcdefghijklmnopqrstuvwxyz"));
    bool known = false;
    for (std::string_view one : {"if", "ifdef", "ifndef", "elif", "else", "endif", "error"}) known = known || word == one;
    asks = asks && known;
  });
  return asks;
}

}  // namespace

bool is_bare(const Question& question, const std::vector<std::string>& words) {
  const probe::ProgramProbe& probe = *question.probe;
  const std::string text = probe::program_text(probe.program);
  if (!only_asks(text)) return false;
  for (std::string_view odd : {"__has_include", "%:", "_Pragma", "__LINE__", "__FILE__", "__COUNTER__", "__INCLUDE_LEVEL__", "\\\n"}) {
    if (text.find(odd) != std::string::npos) return false;
  }
  const auto mentions = [&](const std::string& name) { return !name.empty() && text.find(name) != std::string::npos; };
  for (std::size_t i = 0; i < probe.confdefs_seen; ++i) {
    if (mentions(probe.confdefs->lines[i].macro)) return false;
  }
  const std::vector<std::string> names = defined_by(words);
  return question.shape.shares_an_executable() && std::none_of(names.begin(), names.end(), mentions);
}

namespace {

/// Compiles one unit.
class AheadJob : public os::Job {
 public:
  AheadJob(Workshop& shop, const Questions& questions) : shop_(shop), mine_(std::make_shared<CompiledAhead>()) {
    constexpr std::size_t kFirst = 100000;  // behind all that are numbered when they are linked
    for (Question* question : questions) {
      shop_.ahead.emplace(question, mine_);
      mine_->members.emplace_back(question, std::to_string(kFirst + shop_.ahead.size()));
    }
    mine_->object = shop_.new_folder() + "/program-" + mine_->members.front().second + ".o";
  }

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last != nullptr) {
      mine_->end = *last;
      if (mine_->after != nullptr) queue.add_first(std::move(mine_->after));
      return std::nullopt;
    }
    const bool answered = std::any_of(mine_->members.begin(), mine_->members.end(), [](const auto& member) { return member.first->answered; });
    if (!mine_->wanted || answered) return std::nullopt;
    mine_->begun = true;
    const auto& [question, number] = mine_->members.front();
    const std::string source = mine_->object.substr(0, mine_->object.size() - 1) + "c";
    shop_.put(source, together_text(mine_->members));
    return shop_.tool(link_compile_line(plain_speech(question->probe->env), source, mine_->object), question->probe->exports);
  }

 private:
  Workshop& shop_;
  std::shared_ptr<CompiledAhead> mine_;
};

std::string beginning_of(const std::string& number) {
  return "#define main " + main_of({nullptr, number}) + "\n#line 1 \"" + together_name(number) + "\"\n";
}

std::string bare_text(const Question& question, const std::string& number) {
  return beginning_of(number) + probe::program_text(question.probe->program) + "\n#undef main\n";
}

}  // namespace

std::string alone_with(const std::string& main, const probe::ProgramProbe& probe) {
  return "#define main " + main + "\n#line 1\n" + probe::source_text(probe);
}

std::string unit_key(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  if (probe.program.shape != probe::Program::Shape::body || needs_assembler(probe.program) || leaks(probe.program))
    return {};
  std::string key = question.confdefs_digest + '\0';
  for (const std::string& word : compiler_words(probe)) key += word + '\0';
  return key + (only_declares(probe.program.prologue) ? "" : probe.program.prologue) + '\1';
}

std::string together_text(const std::vector<std::pair<Question*, std::string>>& members) {
  const auto& [first, number] = members.front();
  if (members.size() == 1) return alone_with(main_of({nullptr, number}), *first->probe);
  std::string text;
  for (std::size_t i = 1; i < members.size(); ++i) text += bare_text(*members[i].first, members[i].second);
  return text + beginning_of(number) + probe::source_text(*first->probe);
}

std::optional<std::map<std::string, std::string>> refused_by_assembler(std::string_view diagnostics) {
  std::map<std::string, std::string> refused;
  bool readable = true;
  bool open = false;  // an error that its assembler has to explain, where the compiler has one of its own
  base::each_line(diagnostics, [&](std::string_view line) {
    const bool compilers = line.find(": error: ") != std::string_view::npos;
    if (compilers || line.find(": Error: ") != std::string_view::npos) {
      readable = readable && !(compilers && std::exchange(open, true));
      refused[std::string(line.substr(0, line.find(':')))].append(line) += '\n';
    } else if (line.starts_with("<inline asm>:") && line.find(": note: instantiated into assembly here") != std::string_view::npos) {
      open = false;
    } else if (!line.ends_with(" error generated.") && !line.ends_with(" errors generated.")) {
      readable = readable && line.find("error") == std::string_view::npos;
    }
  });
  return readable && !open && !refused.empty() ? std::optional(std::move(refused)) : std::nullopt;
}

bool fits_main(const Batch& batch, const Member& member) {
  const probe::ProgramProbe& probe = *member.question->probe;
  const std::vector<std::string> own = compiler_words(probe);
  probe::ProgramProbe main = probe;
  if (batch.rules.env) main.env = *batch.rules.env;
  // (Those that may have to be compiled again stand by themselves.)
  return compiler_words(main) == own && !without_libraries(batch, member) && is_bare(*member.question, own);
}

std::string programs_with_main(const Batch::Main& main) {
  std::string text;
  for (const Member& member : main.with) text += bare_text(*member.question, member.number);
  return text;
}

void compile_ahead(Workshop& shop, const Dialects& dialects, const Questions& questions, os::JobQueue& queue) {
  std::map<std::string, Questions> units;
  for (Question* question : questions) {
    const std::string key = unit_key(*question);
    units[key.empty() ? std::to_string(units.size()) : key].push_back(question);
  }
  // Bare ones go with the first that has the same flags, but for -D words.
  struct Alike {
    Questions others;
    Questions bare;
  };
  std::map<std::vector<std::string>, Alike> flags;
  for (const auto& [key, some] : units) {
    Question* const question = some.front();
    if (some.size() > 1 || is_linker_switch(*question)) continue;
    Alike& alike = flags[dialects.plain(*question->probe).line];
    (is_bare(*question, compiler_words(*question->probe)) ? alike.bare : alike.others).push_back(question);
  }
  for (auto& [line, alike] : flags) {
    for (Question* question : alike.others) {
      Questions unit{question};
      const std::vector<std::string> words = compiler_words(*question->probe);
      std::copy_if(alike.bare.begin(), alike.bare.end(), std::back_inserter(unit), [&](const Question* one) { return is_bare(*one, words); });
      std::erase_if(alike.bare, [&](Question* one) { return std::find(unit.begin(), unit.end(), one) != unit.end(); });
      queue.add(std::make_unique<AheadJob>(shop, unit));
    }
    if (!alike.bare.empty()) queue.add(std::make_unique<AheadJob>(shop, alike.bare));
  }
}

}  // namespace pyconfigure::toolchain
