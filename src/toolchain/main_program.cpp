// The main of an executable that programs share.
#include <algorithm>
#include <utility>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/program_batch.hpp"
#include "toolchain/undefined_references.hpp"

namespace pyconfigure::toolchain {

bool needs_executable(const Member& member) {
  const probe::ProgramProbe& probe = *member.question->probe;
  return probe.phase == probe::Phase::run || !probe.program.finds.empty();
}

/// It is to be linked without libraries of its own.
bool without_libraries(const Batch& batch, const Member& member) { return batch.rules.without_libraries.contains(member.question); }

/// A link that fails in any case tells more, when the linker shows that it has looked at everything: where nobody needs the
/// executable, one link is enough, whatever is missing.
bool guard_pays(const Batch& batch, const std::vector<Member>& members) {
  if (linker_warnings_fail(members.front().question->probe->env)) return false;
  return std::any_of(members.begin(), members.end(), [&](const Member& member) { return without_libraries(batch, member); }) ||
         (members.size() > 1 && std::none_of(members.begin(), members.end(), needs_executable));
}

std::string main_object(const Batch& batch) { return batch.folder + "/" + kMainObject; }

bool functions_fit(const Batch& batch, const probe::ProgramProbe& first) {
  if (batch.rules.functions.empty()) return false;
  const probe::ProgramProbe& probe = *batch.rules.functions.front()->probe;
  const auto words = [](const probe::ToolEnv& env) {
    return std::vector{fields({env.cc}), fields({env.cflags, env.cppflags}), fields({env.ldflags}), fields({env.libs}), fields({env.exeext})};
  };
  const probe::ToolEnv tools = plain_speech(batch.rules.env ? *batch.rules.env : first.env);
  return words(tools) == words(plain_speech(probe.env)) && exports_text(probe.exports) == exports_text(first.exports);
}

namespace {

/// Programs that are to be started can have a process each that main has forked (start_programs.cpp).
bool forks(const std::vector<Member>& members) {
  return std::count_if(members.begin(), members.end(), [](const Member& member) { return runs_in_a_fork(member); }) > 1;
}

/// `pyconfigure_run_apart (number, ...)` runs a program in a process of its own, and says how that has ended. The names are others than
/// those of the C library, whose functions may be declared otherwise in the table of functions.
constexpr const char* kApart =
    "#if defined __GNUC__ && defined __USER_LABEL_PREFIX__\n"
    "#define PYCONFIGURE_TEXT(name) #name\n"
    "#define PYCONFIGURE_NAME(prefix, name) __asm__ (PYCONFIGURE_TEXT (prefix) name)\n"
    "extern int pyconfigure_fork (void) PYCONFIGURE_NAME (__USER_LABEL_PREFIX__, \"fork\");\n"
    "extern int pyconfigure_wait (int, int *, int) PYCONFIGURE_NAME (__USER_LABEL_PREFIX__, \"waitpid\");\n"
    "extern long pyconfigure_write (int, const void *, __SIZE_TYPE__) PYCONFIGURE_NAME (__USER_LABEL_PREFIX__, \"write\");\n"
    "static int\npyconfigure_run_apart (int number, char **argv, int *result)\n{\n"
    "  char line[40];\n  char *at = line + sizeof line;\n  int status = 127;\n  int child = pyconfigure_fork ();\n"
    "  if (child == 0)\n    {\n      *result = pyconfigure_run (number, argv);\n      return 1;\n    }\n"
    "  if (child < 0 || pyconfigure_wait (child, &status, 0) != child)\n    return 0;\n"
    "  *--at = '\\n';\n"
    "  do\n    *--at = '0' + status % 10;\n  while (status /= 10);\n"
    "  *--at = ' ';\n"
    "  do\n    *--at = '0' + number % 10;\n  while (number /= 10);\n"
    "  pyconfigure_write (1, at, line + sizeof line - at);\n"
    "  return 0;\n}\n"
    "#else\n#define pyconfigure_run_apart(number, argv, result) 0\n#endif\n";

/// What a main says that has nothing but the programs of `members` to choose from.
std::string main_text(const std::vector<Member>& members, const Batch::Main& main) {
  std::string declarations;
  std::string programs;
  std::string calls;
  int values = 0;
  for (const Member& member : members) {
    const bool words = member.question->shape.main == ProgramShape::Main::takes_words;
    const std::string name = main_of(member);
    declarations += "int " + name + (words ? " (int, char **);\n" : " (void);\n");
    programs += "  { " + member.number + (words ? ", 0, " : ", ") + name + (words ? " },\n" : ", 0 },\n");
    values += prints_a_value(member) ? 1 : 0;
  }
  if (main.guard) {
    declarations += "int " + std::string(kGuard) + " (void);\n";
    calls += "      if (number == -1)\n        result = " + std::string(kGuard) + " ();\n";
  }
  if (main.functions) {
    for (const auto& [table, number] : {std::pair(kFunctionTable, "-2"), std::pair(kCallTable, "-3")}) {
      declarations += "extern char (*" + std::string(table) + "[]) (void);\n";
      calls += "      if (number == " + std::string(number) + ")\n        result = " + table + "[argc] ();\n";
    }
  }
  const bool many_lines = values > (main.forks ? 0 : 1);
  if (many_lines) declarations += "int putchar (int);\n";
  const std::string no_program = std::to_string(kNoProgram);
  // Several numbers: the programs one after the other, as long as they return 0, and the end of a line behind what each prints. Behind a 0 each
  // has a process of its own, up to the next 0.
  return declarations +
         "static const struct\n{\n  int number;\n  int (*plain) (void);\n  int (*with_words) (int, char **);\n} pyconfigure_programs[] = {\n" + programs +
         "  { 0, 0, 0 }\n};\n"
         "static int\npyconfigure_run (int number, char **argv)\n{\n  char *words[2];\n  int at;\n  words[0] = argv[0];\n  words[1] = 0;\n"
         "  for (at = 0; pyconfigure_programs[at].number; ++at)\n    if (pyconfigure_programs[at].number == number)\n"
         "      return pyconfigure_programs[at].plain ? pyconfigure_programs[at].plain () : pyconfigure_programs[at].with_words (1, words);\n"
         "  return " + no_program + ";\n}\n" +
         (main.forks ? kApart : "") +
         "int\nmain (int argc, char **argv)\n{\n  int word;\n" + (main.forks ? "  int apart = 0;\n" : "") +
         "  for (word = 1; word < argc; ++word)\n    {\n      int number = 0;\n      int result = 0;\n      const char *digit;\n"
         "      for (digit = argv[word]; *digit; ++digit)\n        number = number * 10 + (*digit - '0');\n" +
         (main.forks ? "      if (number == 0)\n        apart = !apart;\n      else if (apart)\n        {\n"
                       "          if (pyconfigure_run_apart (number, argv, &result))\n            return result;\n        }\n"
                       "      if (number == 0 || apart)\n        continue;\n" : "") +
         "      result = pyconfigure_run (number, argv);\n" +
         calls + "      if (argc == 2)\n        return result;\n      if (result != 0)\n        return 98;\n" +
         (many_lines ? "      putchar ('\\n');\n" : "") + "    }\n  return argc < 2 ? " + no_program + " : 0;\n}\n";
}

}  // namespace

os::Command main_command(Batch& batch, const std::vector<Member>& members) {
  Batch::Main& main = batch.main;
  main.called.clear();
  for (const Member& member : members) main.called.insert(main_of(member));
  for (const Member& member : main.with) main.called.erase(main_of(member));
  if (main.guard) main.called.emplace(kGuard);
  const std::string source = batch.folder + "/programs.c";
  // What confdefs.h says about the functions is not to be seen by the rest.
  main.forks = forks(members);
  const std::string tables = main.functions ? function_table(batch.rules.functions, batch.rules.calls) : std::string();
  batch.shop.put(source, programs_with_main(main) + "#line 1 \"programs.c\"\n" + main_text(members, main) + tables);
  const probe::ProgramProbe& first = *members.front().question->probe;
  const probe::ToolEnv tools = plain_speech(batch.rules.env ? *batch.rules.env : first.env);
  if (batch.shop.without_names && batch.shop.without_names->fits(tools, first.exports)) {
    // Without -o the object gets the name of its source.
    std::vector<std::string> line = link_compile_line(tools, source, "");
    const auto output = std::find(line.begin(), line.end(), "-o");
    line.erase(output, output + 2);
    main.without_names = true;
    return batch.shop.tool(std::move(line), first.exports, batch.folder);
  }
  return batch.shop.tool(link_compile_line(tools, source, main_object(batch)), first.exports);
}

std::string called_function(const Question& question) {
  const probe::ProgramProbe& probe = *question.probe;
  if (probe.phase != probe::Phase::link || !probe.program.finds.empty()) return {};
  if (probe.program.shape == probe::Program::Shape::function) return probe.program.symbol;
  constexpr std::string_view kBegin = "return ";
  constexpr std::string_view kEnd = " ();";
  const std::string& body = probe.program.body;
  if (probe.program.shape != probe::Program::Shape::body || !body.starts_with(kBegin) || !body.ends_with(kEnd)) return {};
  const std::string name = body.substr(kBegin.size(), body.size() - kBegin.size() - kEnd.size());
  const bool is_name = !name.empty() && name != "main" && name.find_first_not_of(base::kNameCharacters) == std::string::npos;
  const bool only_that = probe.program.prologue == "#ifdef __cplusplus\nextern \"C\"\n#endif\nchar " + name + " (void);";
  return is_name && only_that ? name : std::string();
}

namespace {

/// The table of functions comes with a header: does that show anything to others, or have something called before main?
bool shows_more(const Batch& batch) {
  const auto bytes = os::read_file(main_object(batch));
  const auto names = bytes ? shown_symbols(*bytes) : std::nullopt;
  if (!names) return true;
  return std::any_of(names->begin(), names->end(), [](std::string_view name) {
    return name != "main" && !name.starts_with("pyconfigure_") && !every_program_shows(name);
  });
}

}  // namespace

bool main_compiled(const Batch& batch, const os::Exit& end) {
  const bool there = end.code == 0 && !end.not_started && !end.signalled && os::test('e', main_object(batch));
  if (there && batch.main.without_names) batch.shop.without_names->object = true;
  return there && (!batch.main.functions || !shows_more(batch));
}

void leave_functions(Batch& batch, os::JobQueue& queue) {
  Questions functions = std::exchange(batch.rules.functions, {});
  if (functions.empty()) return;
  queue.add(function_job(batch.shop, std::move(functions)));
  leave(batch, std::exchange(batch.rules.calls, {}), queue);
  // Its table refers to what may not be there.
  if (batch.main.functions) batch.main.ready = batch.main.functions = false;
}

namespace {

/// The main for all programs, while they are being compiled.
class MainJob : public os::Job {
 public:
  MainJob(SharedBatch batch, std::vector<Member> members) : batch_(std::move(batch)), members_(std::move(members)) { ++batch_->waiting; }

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) {
      batch_->main.begun = true;
      batch_->main.guard = guard_pays(*batch_, members_);
      batch_->main.functions = batch_->main.guard && functions_fit(*batch_, *members_.front().question->probe);
      if (!batch_->main.functions) leave_functions(*batch_, queue);
      return main_command(*batch_, members_);
    }
    Batch::Main& main = batch_->main;
    if (batch_->shop.without_names && (last->code != 0 || !os::test('e', main_object(*batch_)))) batch_->shop.without_names->doubt(queue);
    if (!main_compiled(*batch_, *last) && (main.functions || !main.with.empty())) {
      leave_functions(*batch_, queue);
      for (const Member& member : std::exchange(main.with, {})) {
        queue.add_first(compile_programs_job(batch_, {Members{{member}}}));
      }
      return main_command(*batch_, members_);
    }
    main.ready = main_compiled(*batch_, *last);
    if (!main.with.empty()) {
      Unit unit;
      unit.number = "main";
      unit.object = main_object(*batch_);
      unit.members = main.with;
      for (const Member& member : main.with) unit.mains.push_back(main_of(member));
      batch_->compiled.push_back(std::move(unit));
    }
    if (--batch_->waiting == 0 && !batch_->compiled.empty()) queue.add_first(link_programs_job(batch_));
    return std::nullopt;
  }

 private:
  SharedBatch batch_;
  std::vector<Member> members_;
};

}  // namespace

std::unique_ptr<os::Job> main_job(SharedBatch batch, std::vector<Member> members) {
  return std::make_unique<MainJob>(std::move(batch), std::move(members));
}

}  // namespace pyconfigure::toolchain
