// What the jobs of one batch of link and run probes share (batch_programs.cpp).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pyconfigure/os/process.hpp"
#include "toolchain/merged_units.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

/// One program.
struct Member {
  Question* question = nullptr;
  std::string number;
};
inline std::string main_of(const Member& member) {
  return "pyconfigure_main_" + member.number;
}

/// Programs that share a translation unit.
struct Unit {
  std::shared_ptr<Merger> merger = nullptr;  ///< they have different headers, and it knows how they can be one
  std::shared_ptr<const Merged> merged = nullptr;
  std::string number;
  std::string object;
  std::vector<Member> members;
  std::vector<std::string> mains = {};  ///< those that its object has, also of members that are out
  std::string diagnostics;
  std::shared_ptr<CompiledAhead> ahead = nullptr;  ///< who has compiled it, or is about to
};

/// What the compile jobs of one batch and its link job share.
struct Batch {
  Workshop& shop;
  std::string folder;
  std::vector<Unit> compiled;
  std::size_t units = 0;
  std::size_t waiting = 0;
  int attempts = 0;                  ///< links that failed
  std::set<std::string> out = {};    ///< mains of programs that have their answers, though their objects are still in
  std::set<std::string> stubs = {};  ///< what programs that are out, whose objects are still in, refer to
  ProgramBatch rules = {};
  /// The main that was compiled while the programs were.
  struct Main {
    bool begun = false;
    bool ready = false;
    bool guard = false;             ///< it calls a function that nobody defines
    bool functions = false;         ///< the table of the functions is in it
    bool forks = false;             ///< it can give each program a process of its own
    bool without_names = false;     ///< the compiler has chosen the name of its object
    std::set<std::string, std::less<>> called = {};
    std::vector<Member> with = {};  ///< programs that stand in its translation unit
  };
  Main main = {};
};

using SharedBatch = std::shared_ptr<Batch>;

/// Programs before they are compiled.
struct Members {
  std::vector<Member> list;
  std::shared_ptr<Merger> merger = nullptr;
};

/// A symbol of programs' own in our executables, or one that compilers put into any object.
inline bool every_program_shows(std::string_view symbol) {
  if (symbol.starts_with('_')) symbol.remove_prefix(1);  // some systems have one before every name
  for (std::string_view begin : {"pyconfigure_main_", "pyprobe_", "_x86.get_pc_thunk", "_odr_asan", "_llvm_", "_gnu_"}) {
    if (symbol.starts_with(begin)) return true;
  }
  return false;
}

inline bool names_main(const std::string& text, const Member& member) {
  const std::string name = main_of(member);
  for (char end : {'\'', ')', ':'}) {
    if (text.find(name + end) != std::string::npos) return true;
  }
  return false;
}

inline bool names_object(const std::string& text, const Unit& unit) {
  return text.find("program-" + unit.number + ".") != std::string::npos;
}

/// A program whose main has that name; its first line is line 1 to the compiler.
std::string alone_with(const std::string& main, const probe::ProgramProbe& probe);
/// Programs with the same text here can share a translation unit; empty: with nobody.
std::string unit_key(const Question& question);
/// Programs of which all but the first are nothing to each other (compiled_ahead.cpp), or one by itself.
std::string together_text(const std::vector<std::pair<Question*, std::string>>& members);
/// The file name that the compiler is told for the program with that number.
inline std::string together_name(const std::string& number) { return "program-" + number + ".c"; }
/// Nothing before the program is anything to it, nor is it to anything behind it, when `words` are what the compiler is told.
bool is_bare(const Question& question, const std::vector<std::string>& words);
/// What the assembler says of each of them, by that name; nothing when there are other errors.
std::optional<std::map<std::string, std::string>> refused_by_assembler(std::string_view diagnostics);
/// The programs that stand in main's translation unit.
std::string programs_with_main(const Batch::Main& main);
/// Can the program stand there?
bool fits_main(const Batch& batch, const Member& member);

/// Compiles the units, with one start of the compiler's driver, and has all linked when nobody else compiles any more.
std::unique_ptr<os::Job> compile_programs_job(SharedBatch batch, std::vector<Members> units);
inline bool prints_a_value(const Member& member) {
  const probe::ProgramProbe& probe = *member.question->probe;
  return probe.phase == probe::Phase::run && probe.program.shape == probe::Program::Shape::value;
}

/// One that is to be started, but not for what it prints, and that cannot tell a process which was forked for it from one that was started.
bool runs_in_a_fork(const Member& member);

/// A program in the executable.
struct MadeProgram {
  Member member;
  std::string diagnostics;  ///< of its compilation
};

/// They go to whoever takes what a batch cannot answer, or are asked alone.
void leave(Batch& batch, const Questions& questions, os::JobQueue& queue);
/// Does `what` as soon as what was left out of the question's program has been shown to compile; the question is left where it has not. `showing`
/// null: nothing was left out.
void when_shown(const SharedBatch& batch, Question* question, Showing* showing, const std::function<void(os::JobQueue&)>& what, os::JobQueue& queue);
/// The executable has been made of all that is left, from the files that the linker has told: answers what is linked, and starts what is to run.
void settle_made(const SharedBatch& batch, const std::string& executable, const std::string& told, os::JobQueue& queue);
/// Starts them: those that print a value, and do nothing else, in one process, others in one each.
void start_programs(const SharedBatch& batch, std::vector<MadeProgram> programs, const std::string& executable, os::JobQueue& queue);
/// Links everything that `sources` are with the libraries of the program, which has all that it refers to then, and starts it.
std::unique_ptr<os::Job> library_start_job(SharedBatch batch, MadeProgram program, std::vector<std::string> sources);
/// A linker that warns of what is undefined makes the executable all the same. (GNU ld leaves entries for it that loaders only pass over
/// when they bind all at the start.)
inline constexpr const char* kWarnOfUndefined = "-Wl,--warn-unresolved-symbols,-z,now";
/// Names, to be asked with parts of texts.
using Symbols = std::set<std::string, std::less<>>;

/// What main returns when it is told no program.
inline constexpr int kNoProgram = 99;

bool needs_executable(const Member& member);
/// It is to be linked without libraries of its own.
bool without_libraries(const Batch& batch, const Member& member);
/// A link that fails in any case tells more, when the linker shows that it has looked at everything.
bool guard_pays(const Batch& batch, const std::vector<Member>& members);
std::string main_object(const Batch& batch);
inline constexpr const char* kMainObject = "programs.o";
/// Functions are linked as these programs are, of which `first` is one.
bool functions_fit(const Batch& batch, const probe::ProgramProbe& first);
/// They and the calls are asked by themselves, and no main is ready any more that has their tables.
void leave_functions(Batch& batch, os::JobQueue& queue);
/// Compiles the main that calls the program which its argument chooses, with a guard and a table of functions as batch.main says.
/// batch.main.called gets what it refers to.
os::Command main_command(Batch& batch, const std::vector<Member>& members);
bool main_compiled(const Batch& batch, const os::Exit& end);
/// Compiles the main of the executable, while the programs are being compiled.
std::unique_ptr<os::Job> main_job(SharedBatch batch, std::vector<Member> members);
/// Links what has been compiled, and starts what is to run.
std::unique_ptr<os::Job> link_programs_job(SharedBatch batch);

}  // namespace pyconfigure::toolchain
