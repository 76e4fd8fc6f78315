// One round of program probes: survey the headers, answer what that decides, group the rest, run the groups.
#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "pyconfigure/os/files.hpp"
#include "pyconfigure/toolchain/engine.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/headers.hpp"
#include "toolchain/live_macros.hpp"
#include "toolchain/merged_units.hpp"
#include "toolchain/scratch.hpp"
#include "toolchain/survey.hpp"
#include "toolchain/thread_option.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

using probe::Phase;
using Shape = probe::Program::Shape;

std::string tools_key(const probe::ToolEnv& env, bool with_linker) {
  // Blanks between words are not what tools see.
  std::string key;
  for (const std::string* text : {&env.cc, &env.cflags, &env.cppflags}) {
    for (const std::string& word : fields({*text})) key += word + '\0';
    key += '\1';
  }
  if (with_linker) {
    for (const std::string& word : fields({env.ldflags})) key += word + '\0';
    key += '\1';
    for (const std::string& word : without_repeats(env.libs)) key += word + ' ';
    key += '\0' + env.exeext + '\0' + (env.cross ? 'x' : '-');
  }
  return key + (env.warnings_fail ? 'w' : '-');
}

std::string with_linker(const Question& question) {
  return tools_key(question.probe->env, true) + exports_text(question.probe->exports);
}

/// The group of questions that are so alike that they share a program: F functions, V values, B bodies, H headers.
/// Empty: none.
std::string close_group(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  const Shape shape = probe.program.shape;
  if (!probe.program.finds.empty()) return {};
  if (shape == Shape::function && probe.phase == Phase::link)
    return "F" + with_linker(question) + question.confdefs_digest;
  if (shape == Shape::value && !probe.env.cross) {
    return "V" + with_linker(question) + question.confdefs_digest + probe.program.prologue;
  }
  if (probe.phase == Phase::compile && !question.headers_digest.empty()) {
    // What of confdefs.h the text itself mentions has been looked at; the headers are the system's.
    return "H" + tools_key(probe.env, false) + exports_text(probe.exports) + question.headers_digest;
  }
  if (shape == Shape::body && probe.phase == Phase::compile && !needs_assembler(probe.program) &&
      !leaks(probe.program)) {
    return "B" + tools_key(probe.env, false) + exports_text(probe.exports) + question.confdefs_digest +
           probe.program.prologue;
  }
  return {};
}

/// The group of questions that only share tools, each with a translation unit of its own: L linked together, S looked
/// at by the front end together. Empty: to be asked alone.
std::string loose_group(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  if (probe.env.warnings_fail || probe.env.cross) return {};
  if (probe.phase == Phase::link || probe.phase == Phase::run) {
    if (!question.shape.shares_an_executable()) return {};
    return "L" + tools_key(linking_tools(probe.env), true) + exports_text(probe.exports);
  }
  if (probe.phase == Phase::compile && probe.program.finds.empty() && !question.whole && !question.users_headers && !warnings_are_errors(probe.env) && !leaves_files(probe.env) &&
      !needs_assembler(probe.program)) {
    return "S" + tools_key(probe.env, false) + exports_text(probe.exports);
  }
  return {};
}

/// The group of link questions with libraries of their own: where their libraries are missing, that can be told together.
std::string library_group(const Question& question) {
  probe::ToolEnv env = question.probe->env;
  if (question.probe->phase != Phase::link || env.cross || !only_libraries(env)) return {};
  env.libs.clear();
  return "M" + tools_key(env, true) + exports_text(question.probe->exports);
}

/// The group of compile questions with one program that only differ in flags that stand for themselves.
std::string flags_group(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  if (probe.phase != probe::Phase::compile || !probe.program.finds.empty() || leaves_files(probe.env)) return {};
  std::optional<probe::ToolEnv> common = without_lone_flags(probe);
  if (!common) return {};
  common->warnings_fail = false;  // what is quiet is good enough for all
  return "W" + tools_key(*common, false) + exports_text(probe.exports) + flags_company(question);
}

std::unique_ptr<os::Job> batch_job(Workshop& shop, char kind, Questions questions, std::size_t jobs) {
  switch (kind) {
    case 'F':
      return function_job(shop, std::move(questions));
    case 'V':
      return value_job(shop, std::move(questions));
    case 'H':
      return header_job(shop, std::move(questions));
    case 'M':
      return libraries_job(shop, std::move(questions));
    case 'W':
      return flags_job(shop, std::move(questions));
    case 'S':
      return syntax_job(shop, std::move(questions));
    default:
      return program_job(shop, std::move(questions), jobs);
  }
}

using Groups = std::map<std::string, Questions>;

/// Sorts questions by `group_of`; those without a group go to `rest`.
template <class GroupOf>
Groups grouped(const Questions& questions, GroupOf group_of, Questions& rest) {
  Groups groups;
  for (Question* question : questions) {
    const bool lone = question->strict || odd_flags(question->probe->env);
    const std::string group = lone ? std::string() : group_of(*question);
    (group.empty() ? rest : groups[group]).push_back(question);
  }
  return groups;
}

/// A first part that so many programs share is worth being compiled before.
constexpr std::size_t kWorthAPrefix = 8;

/// Takes those out of an S group that share a long enough first part.
void queue_prefixed(Workshop& shop, Questions& members, std::size_t jobs, os::JobQueue& queue) {
  Questions whole;
  Groups prefixed = grouped(
      members,
      [](const Question& question) {
        const LastInclude last = last_include(question.probe->program);
        return last.before.find("#include") == std::string::npos ? std::string()
                                                                 : question.confdefs_digest + last.before;
      },
      whole);
  for (auto& [key, part] : prefixed) {
    if (part.size() < kWorthAPrefix) {
      whole.insert(whole.end(), part.begin(), part.end());
    } else {
      queue.add(prefixed_job(shop, std::move(part), jobs));
    }
  }
  members = std::move(whole);
}

/// Units of bodies that share their tools are started together.
void queue_bodies_of(Workshop& shop, Groups& groups, std::size_t jobs, os::JobQueue& queue) {
  std::map<std::string, std::vector<Questions>> units;
  for (auto& [key, members] : groups) {
    if (key.front() != 'B' || members.size() == 1) continue;
    const probe::ProgramProbe& probe = *members.front()->probe;
    units[tools_key(probe.env, false) + exports_text(probe.exports)].push_back(std::move(members));
  }
  std::erase_if(groups, [](const auto& group) { return group.second.empty(); });
  for (auto& [key, some] : units) queue_bodies(shop, std::move(some), jobs, queue);
}

/// Puts a job for each group of two or more into the queue, as several jobs where one would keep a processor waiting;
/// single questions go to `rest`.
void queue_groups(Workshop& shop, Groups groups, std::size_t jobs, os::JobQueue& queue, Questions& rest) {
  for (auto& [key, members] : groups) {
    const bool syntax = key.front() == 'S';
    if (syntax) queue_prefixed(shop, members, jobs, queue);
    for (Questions& part : in_parts(members, syntax ? std::min(jobs, (members.size() + 3) / 4) : 1)) {
      if (part.size() == 1) {
        rest.push_back(part.front());
      } else {
        queue.add(batch_job(shop, key.front(), std::move(part), jobs));
      }
    }
  }
}

/// Groups the questions by what they have in common as they are, and queues a job for each group.
void plan_groups(Workshop& shop, const Questions& open, std::size_t jobs, os::JobQueue& queue) {
  Questions alone;
  Questions singles;
  Groups close = grouped(open, close_group, singles);
  os::JobQueue later;
  queue_bodies_of(shop, close, jobs, later);
  // Questions that are the only ones of their close group may find company in a loose one.
  queue_groups(shop, std::move(close), jobs, later, singles);
  Groups loose = grouped(singles, loose_group, alone);
  queue_groups(shop, std::move(loose), jobs, queue, alone);
  // The loose groups are the long chains; what is short comes last and fills the gaps.
  while (!later.empty()) queue.add(later.take());
  Questions really_alone;
  Groups libraries = grouped(alone, library_group, really_alone);
  queue_groups(shop, std::move(libraries), jobs, queue, really_alone);
  Questions single;
  Groups flags = grouped(really_alone, flags_group, single);
  os::JobQueue short_ones;
  queue_groups(shop, std::move(flags), jobs, short_ones, single);
  ask_alone(shop, single, queue);
  while (!short_ones.empty()) queue.add(short_ones.take());
}

/// Fewer different first parts than these are asked before their compiler has been asked about itself.
constexpr std::size_t kWorthMerging = 4;

/// How many translation units the questions would need without merging, as far as that is worth counting.
std::size_t different_parts(const Questions& questions) {
  std::set<std::string> parts;
  for (const Question* question : questions) {
    if (!can_be_read(*question)) continue;
    const probe::Program& program = question->probe->program;
    const bool alike = program.shape == Shape::body && question->probe->phase != probe::Phase::compile && only_declares(program.prologue);
    const bool prologue = program.shape == Shape::body || program.shape == Shape::value;
    parts.insert(question->confdefs_digest + (alike ? "" : prologue ? program.prologue : probe::program_text(program)));
  }
  return parts.size();
}

/// Fewer functions than these are asked together with programs, where those are merged.
constexpr std::size_t kWorthAFunctionProgram = 12;

void mark_few_functions(const Questions& questions) {
  std::map<std::string, Questions> groups;
  for (Question* question : questions) {
    const std::string group = close_group(*question);
    if (group.starts_with('F')) groups[group].push_back(question);
  }
  for (const auto& [key, members] : groups) {
    for (Question* question : members) question->among_programs = members.size() < kWorthAFunctionProgram;
  }
}

bool stands_among_programs(const Question& question) {
  return close_group(question).empty() || (question.among_programs && can_be_merged(question));
}

/// The group of questions that are linked in the same way, but for libraries.
std::string any_libraries_group(const probe::ToolEnv& env, const std::vector<std::string>& exports) {
  probe::ToolEnv tools = linking_tools(env);
  tools.libs.clear();
  return "L" + tools_key(tools, true) + "\2" + exports_text(exports);
}

/// The group of questions that can be merged, as far as they can. Programs that are linked share their executable also where they
/// cannot share a translation unit.
std::string merging_group(const Dialects& dialects, const Question& question) {
  if (can_be_preprocessed(question)) return "P" + merging_key(dialects, question);
  const bool linked = question.probe->phase == probe::Phase::link || question.probe->phase == probe::Phase::run;
  const bool value = question.probe->program.shape == Shape::value;
  // An empty program with a switch for the linker goes with those that are linked without it.
  if (is_linker_switch(question)) return any_libraries_group(*without_linker_switch(question.probe->env), question.probe->exports);
  if (linked && (value || stands_among_programs(question))) {
    std::string group = loose_group(question);
    if (group.empty() || (!may_be_empty(question.probe->env) && !differs_in_libraries(question))) return group;
    return any_libraries_group(question.probe->env, question.probe->exports);
  }
  if (linked || !can_be_merged(question)) return {};
  return "S" + merging_key(dialects, question);
}

/// How many links the questions would need if only those with the same libraries shared one.
std::size_t different_links(const Questions& questions) {
  std::set<std::string> links;
  for (const Question* question : questions) links.insert(with_linker(*question));
  return links.size();
}

using MergeGroups = std::map<std::string, std::vector<MergeGroup>>;

/// The programs with which these functions can be linked; null when there are none.
MergeGroup* company_of(const Questions& functions, MergeGroups& groups) {
  if (!can_be_linked_with_others(functions)) return nullptr;
  const std::string key = with_linker(*functions.front());
  for (auto& [compiler, some] : groups) {
    for (MergeGroup& group : some) {
      const bool alike = group.kind == MergeGroup::Kind::linked && group.functions.empty() &&
                         std::any_of(group.questions.begin(), group.questions.end(), [&](const Question* one) { return with_linker(*one) == key; });
      if (alike) return &group;
    }
  }
  return nullptr;
}

/// Functions go to the programs that they can be linked with, or are asked by themselves.
void queue_functions(Workshop& shop, Groups groups, MergeGroups& merged, os::JobQueue& queue, Questions& rest) {
  for (auto& [key, members] : groups) {
    MergeGroup* const company = company_of(members, merged);
    if (company != nullptr) company->functions = std::exchange(members, {});
  }
  std::erase_if(groups, [](const auto& group) { return group.second.empty(); });
  queue_groups(shop, std::move(groups), 1, queue, rest);
}

/// Queues the merging of those that can be merged; the others are left. `not_read` gets those that are linked with them.
Questions plan_merging(Workshop& shop, Dialects& dialects, LiveMacros& live, const Questions& open, std::size_t jobs, os::JobQueue& queue,
                       std::vector<Questions>& not_read) {
  MergeGroups by_compiler;
  const auto take = [&](MergeGroup::Kind kind, const Questions& members) {
    // Programs that are linked may have been compiled with other flags: they are merged with those that are many.
    std::map<std::string, Questions> keys;
    for (Question* question : members) keys[merging_key(dialects, *question)].push_back(question);
    const auto most = std::max_element(keys.begin(), keys.end(), [](const auto& left, const auto& right) {
      return left.second.size() < right.second.size();
    });
    MergeGroup group{kind, most->second};
    const std::string alike = reading_key(dialects, *most->second.front());
    for (const auto& [key, some] : keys) {
      if (key == most->first) continue;
      Questions& where = reading_key(dialects, *some.front()) == alike ? group.questions : group.others;
      where.insert(where.end(), some.begin(), some.end());
    }
    by_compiler[most->first].push_back(std::move(group));
  };
  mark_few_functions(open);
  const auto leave = [](Questions& rest, const Questions& members) { rest.insert(rest.end(), members.begin(), members.end()); };
  Questions left;
  Groups groups = grouped(open, [&](const Question& question) { return merging_group(dialects, question); }, left);
  const auto preprocessed = [](const auto& group) { return group.first.starts_with('P'); };
  std::vector<std::pair<std::string, Questions>> in_order(groups.begin(), groups.end());
  std::stable_partition(in_order.begin(), in_order.end(), [&](const auto& group) { return !preprocessed(group); });
  for (auto& [key, members] : in_order) {
    // Where the compiler is asked about itself in any case, preprocess probes cost nothing more.
    const bool asked = key.starts_with('P') && by_compiler.contains(merging_key(dialects, *members.front()));
    if (!asked && different_parts(members) < kWorthMerging && (!key.starts_with('L') || different_links(members) < kWorthMerging)) {
      leave(left, members);
    } else {
      take(key.front() == 'L'   ? MergeGroup::Kind::linked
           : key.front() == 'P' ? MergeGroup::Kind::preprocessed
                                : MergeGroup::Kind::front_end,
           members);
    }
  }
  // What is read first keeps us busy for a while: functions start before.
  Questions rest;
  const auto functions = [](const Question& question) {
    std::string group = close_group(question);
    return group.starts_with('F') ? group : std::string();
  };
  os::JobQueue early;
  queue_functions(shop, grouped(left, functions, rest), by_compiler, early, rest);
  const Rest others = [&shop, jobs](const Questions& some, os::JobQueue& later) { plan_groups(shop, some, jobs, later); };
  for (const auto& [key, some] : by_compiler) queue.add(merge_job(shop, dialects, live, some, others, jobs));
  for (const auto& [key, some] : by_compiler) {
    for (const MergeGroup& group : some) {
      if (group.kind != MergeGroup::Kind::linked) continue;
      not_read.push_back(group.others);
      std::copy_if(group.questions.begin(), group.questions.end(), std::back_inserter(not_read.back()),
                   [](const Question* question) { return !can_be_read(*question); });
    }
  }
  while (!early.empty()) queue.add_first(early.take());
  return rest;
}

void plan(Workshop& shop, Dialects& dialects, LiveMacros& live, std::vector<Question>& questions, const Settings& settings,
          os::JobQueue& queue) {
  Questions open;
  for (Question& question : questions) {
    if (!question.answered) open.push_back(&question);
  }
  if (settings.batch) {
    std::vector<Questions> not_read;
    const Questions rest = plan_merging(shop, dialects, live, open, settings.jobs, queue, not_read);
    // What the executable waits for comes before what nobody waits for.
    for (const Questions& some : not_read) compile_ahead(shop, dialects, some, queue);
    plan_groups(shop, rest, settings.jobs, queue);
  } else {
    ask_alone(shop, open, queue);
  }
}

}  // namespace

/// Learns from the surveys which macros count, and answers the programs whose headers are not there.
void Engine::survey_headers(Workshop& shop, std::vector<Question>& questions) {
  if (surveys_->look(shop, questions, settings_.jobs, *live_)) rekey();
  for (const Surveys::Told& told : surveys_->take_told()) {
    const auto& exports = told.probe.exports;
    dialects_->hear(told.probe, shop.sets("CPATH", exports), shop.sets("C_INCLUDE_PATH", exports), told.end);
  }
  if (!settings_.batch) return;
  for (Question& question : questions) {
    if (const auto* const folders = surveys_->own_folders(*question.probe); folders != nullptr) dialects_->learn_folders(*question.probe, *folders);
    question.strict = surveys_->strict(*question.probe);
    // What a preprocessor has left until then counts all the same.
    if (question.probe->phase == Phase::preprocess && !question.probe->program.finds.empty()) continue;
    const std::string header = surveys_->missing_header(*question.probe);
    if (header.empty()) continue;
    shop.settle_batched(question, false, "conftest.c: fatal error: " + header + ": No such file or directory\n");
  }
}

/// What some questions are asked instead of; they live as long as those.
std::deque<probe::ProgramProbe> Engine::replace_thread_option(Workshop& shop, std::vector<Question>& questions) {
  std::deque<probe::ProgramProbe> others;
  if (!settings_.batch) return others;
  os::JobQueue queue = shop.queue();
  for (const Question& question : questions) thread_option_->queue(shop, *question.probe, queue);
  os::run_jobs(queue, settings_.jobs);
  for (Question& question : questions) {
    auto other = thread_option_->instead_of(*question.probe);
    if (!other) continue;
    question.instead_of = question.probe;
    question.probe = &others.emplace_back(std::move(*other));
  }
  return others;
}

void Engine::answer_programs(Workshop& shop, const std::vector<probe::Probe>& programs) {
  const Sweeper sweeper(settings_.build_dir, settings_.in_build_folder);
  std::vector<Question> questions(programs.size());
  for (std::size_t i = 0; i < programs.size(); ++i) questions[i].probe = &std::get<probe::ProgramProbe>(programs[i]);
  const std::deque<probe::ProgramProbe> others = replace_thread_option(shop, questions);
  survey_headers(shop, questions);
  for (Question& question : questions) {
    if (settings_.batch && !question.answered) question.shape = shape_of(*question.probe);
    question.confdefs_digest = live_->digest(*question.probe);
    // Beside a header's main only a program's own can stand.
    question.strict = question.strict || live_->of(*question.probe).main;
    question.whole = whole_compile_counts(question.probe->env);
    question.users_headers = names_folders(question.probe->env) || shop.sets("CPATH", question.probe->exports) ||
                             shop.sets("C_INCLUDE_PATH", question.probe->exports);
    question.standard_headers = standard_headers(*question.probe);
    if (question.standard_headers.empty()) continue;
    probe::ProgramProbe bare = *question.probe;
    bare.program.prologue.clear();
    for (const std::string& name : question.standard_headers) bare.program.prologue += "#include <" + name + ">\n";
    question.headers_digest = live_->digest(bare);
  }
  os::JobQueue queue = shop.queue();
  plan(shop, *dialects_, *live_, questions, settings_, queue);
  os::run_jobs(queue, settings_.jobs);
  // Whatever a batch has left, which may be many functions.
  for (const bool together : {settings_.batch, false}) {
    Questions left;
    for (Question& question : questions) {
      if (!question.answered) left.push_back(&question);
    }
    if (together) {
      plan_groups(shop, left, settings_.jobs, queue);
    } else {
      ask_alone(shop, left, queue);
    }
    os::run_jobs(queue, settings_.jobs);
  }
  cost_.lone += shop.lone;
  cost_.batched += shop.batched;
  if (os::interrupted() != 0 || queue.stopped()) return;
  for (std::size_t i = 0; i < programs.size(); ++i) {
    latest_.insert_or_assign(key_of(programs[i], false), questions[i].answer);
    answers_.insert_or_assign(key_of(programs[i]), Known{programs[i], std::move(questions[i].answer)});
  }
}

}  // namespace pyconfigure::toolchain
