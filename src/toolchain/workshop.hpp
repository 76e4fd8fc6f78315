// What the jobs of one round share: where files go, what children see, and where verdicts are put.
#pragma once

#include <algorithm>
#include <cstddef>
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
#include "pyconfigure/probe/probe.hpp"
#include "pyconfigure/toolchain/engine.hpp"
#include "toolchain/program_shape.hpp"
#include "toolchain/shared_library.hpp"

namespace pyconfigure::toolchain {

/// Removes the files of ours that appear in a folder while it lives, unless it is told to stay away.
class Sweeper {
 public:
  Sweeper(std::string folder, bool active);
  ~Sweeper();
  Sweeper(const Sweeper&) = delete;
  Sweeper& operator=(const Sweeper&) = delete;

 private:
  std::string folder_;
  std::set<std::string> before_;
  bool active_;
};

/// One program probe that waits for its verdict in this round.
struct Question {
  const probe::ProgramProbe* probe = nullptr;
  probe::Answer answer;
  bool answered = false;
  std::string confdefs_digest;  ///< identity of what it sees of confdefs.h
  std::vector<std::string> standard_headers = {};  ///< those that it consists of (see headers.hpp)
  std::string headers_digest;                      ///< what they see of confdefs.h
  ProgramShape shape = {};                         ///< what its declarations tell of the company that it can be asked in
  bool among_programs = false;                     ///< a function that too few others share a program with
  bool whole = false;                              ///< errors may come that the compiler's front end does not see
  const probe::ProgramProbe* instead_of = nullptr;  ///< what was asked, where `probe` comes to the same
  bool users_headers = false;                      ///< the same where headers of somebody's own have more than declarations
  bool strict = false;                             ///< the compiler turns warnings into errors by itself
};

/// Does the compiler's front end alone tell whether the question's program compiles? Warnings that count may come from
/// later passes.
bool front_end_tells_all(const Question& question);

/// Programs with a translation unit that is compiled before anybody has come to link it.
struct CompiledAhead {
  std::vector<std::pair<Question*, std::string>> members;  ///< with the numbers that their mains have
  std::string object;
  bool wanted = true;  ///< nobody else has compiled it meanwhile
  bool begun = false;
  std::optional<os::Exit> end = std::nullopt;
  std::unique_ptr<os::Job> after = nullptr;  ///< waits for that

  const std::string& number_of(const Question* question) const {
    return std::find_if(members.begin(), members.end(), [&](const auto& member) { return member.first == question; })->second;
  }
};

/// What is to be seen of a compiler's own names for its files: whether it has made an object and an executable without -o.
struct WithoutNames {
  std::string cc;
  std::vector<std::string> exports;
  std::function<std::unique_ptr<os::Job>()> ask = nullptr;  ///< the compiler itself; a no stops the queue
  bool object = false;
  bool executable = false;

  /// Something has failed that should not have: before all goes to pieces, the compiler is asked whether it works at all.
  void doubt(os::JobQueue& queue) {
    if (ask != nullptr) queue.add_first(std::exchange(ask, nullptr)());
  }

  /// These tools are that compiler with no flags but libraries.
  bool fits(const probe::ToolEnv& env, const std::vector<std::string>& others) const;
};

/// What a driver would start to make an executable of a source file (-###): asked once for all who want to know.
struct ToldByDriver {
  std::optional<os::Exit> end;  ///< nothing yet
  std::string executable;
  std::vector<std::function<void(const ToldByDriver&, os::JobQueue&)>> waiting = {};
};

class Workshop {
 public:
  Workshop(const Settings& settings, std::string scratch)
      : env_(settings.env),
        build_dir_(settings.build_dir),
        time_limit_s_(settings.time_limit_s),
        in_build_folder_(settings.in_build_folder),
        scratch_(std::move(scratch)) {}

  /// A new empty folder under the scratch folder.
  std::string new_folder();
  /// Names below the scratch folder can stand between single quotes.
  bool quotable() const { return scratch_.find('\'') == std::string::npos; }
  /// Writes a file of ours there.
  void put(const std::string& path, std::string_view text);
  /// The queue for jobs of this round. Commands that end as only a machine in trouble ends them are noticed.
  os::JobQueue queue();
  /// What makes the answers of this round worthless: a temporary folder that is full or gone, a tool that was killed.
  const std::string& trouble() const { return trouble_; }
  /// A command with these words in `folder`, the build folder when empty.
  os::Command tool(std::vector<std::string> words, const std::vector<std::string>& exports,
                   const std::string& folder = {}) const;
  /// The same for shell text.
  os::Command script(const std::string& text, const std::vector<std::string>& exports, const std::string& folder) const;
  /// The variable's value in the environment of tools; nothing when it is not set.
  std::optional<std::string> value(std::string_view name, const std::vector<std::string>& exports) const;
  bool sets(std::string_view name, const std::vector<std::string>& exports) const { return value(name, exports).has_value(); }
  /// Where a test program is started: `folder`, or the build folder when something in use has a relative name.
  std::string start_folder(const std::string& folder) const { return in_build_folder_ ? build_dir_ : folder; }
  /// A path as tools see it that are started in the build folder.
  std::string in_build_folder(const std::string& path) const { return path.starts_with('/') ? path : build_dir_ + "/" + path; }
  /// What tools say, with the names that configure would have used in place of ours, and of those that drivers draw.
  std::string in_configures_names(std::string text) const;

  /// Did the linker really leave an executable? One that only says so answers nothing.
  static bool executable_there(const std::string& path, const probe::ToolEnv& env);

  /// Those of the texts that a program looks for in what was made of it that are there, one a line.
  static std::string found_in(const std::string& product, const probe::Program& program);
  static std::string found_in_text(const std::string& bytes, const probe::Program& program);

  /// Puts a verdict; `diagnostics` are the tools' words that belong to this probe alone.
  void settle(Question& question, bool ok, int status, std::string output, std::string diagnostics);

  /// The same for a verdict that a batch has shown.
  void settle_batched(Question& question, bool ok, std::string diagnostics, std::string output = {});

  std::size_t lone = 0;
  std::size_t batched = 0;
  SharedLibraries libraries;
  std::map<const Question*, std::shared_ptr<CompiledAhead>> ahead;
  std::optional<WithoutNames> without_names;
  std::map<std::string, ToldByDriver> told_by_drivers;  ///< by the driver, without flags, and what is exported to it

 private:
  void cannot_write(const std::string& why);

  std::vector<std::string> env_;
  std::string build_dir_;
  int time_limit_s_ = 0;
  bool in_build_folder_ = false;
  std::string scratch_;
  std::size_t count_ = 0;
  std::string trouble_;
};

using Questions = std::vector<Question*>;

/// What tells one environment of exported variables from another.
std::string exports_text(const std::vector<std::string>& exports);

/// Says that this driver is going to be asked by the caller; null when somebody else does that.
ToldByDriver* expect_told(Workshop& shop, const std::string& driver, const std::vector<std::string>& exports);
/// What it has told, or is to tell; null when nobody asks it.
ToldByDriver* told_by(Workshop& shop, const std::string& driver, const std::vector<std::string>& exports);
/// It has told what it would start to make `executable`.
void tell(ToldByDriver& told, const os::Exit& end, const std::string& executable, os::JobQueue& queue);

/// A command in its scratch folder, or in the build folder.
std::unique_ptr<os::Job> command_job(Workshop& shop, const probe::CommandProbe& probe, probe::Answer& answer);
/// The lone form of one question as a job.
std::unique_ptr<os::Job> lone_job(Workshop& shop, Question& question);
/// The table of functions that stands in the main of an executable for other programs.
inline constexpr const char* kFunctionTable = "pyconfigure_functions";
/// Its last entry, which nobody defines: a linker that names it has been through the table.
inline constexpr const char* kFunctionGuard = "pyconfigure_function_guard";
/// Another table before it, of those that are called without a header in sight.
inline constexpr const char* kCallTable = "pyconfigure_calls";
/// What a function that is only a stub is called instead.
inline constexpr const char* kStub = "pyconfigure_stub_of_";
/// AC_CHECK_FUNC programs that differ only in the function: one program that calls them all.
std::unique_ptr<os::Job> function_job(Workshop& shop, Questions questions);
/// Can others link these functions?
bool can_be_linked_with_others(const Questions& functions);
/// Their table, for those who do, behind one of the called_function of each of `calls`.
std::string function_table(const Questions& functions, const Questions& calls);
/// Compile probes with the same tools, those of each unit differing only in the statements of main: a translation unit for each
/// unit, and `parts` starts of the compiler's driver for all.
void queue_bodies(Workshop& shop, std::vector<Questions> units, std::size_t parts, os::JobQueue& queue);
/// Integer values under one prologue: one program that prints them all.
std::unique_ptr<os::Job> value_job(Workshop& shop, Questions questions);
/// Compile probes that ask for one standard header after the same first part: one translation unit.
std::unique_ptr<os::Job> header_job(Workshop& shop, Questions questions);
/// Compile probes with the same tools: a source each, one start of the compiler's driver for all.
std::unique_ptr<os::Job> syntax_job(Workshop& shop, Questions questions);
/// The same for programs whose last_include is all that they do not have in common; up to `parts` starts at a time.
std::unique_ptr<os::Job> prefixed_job(Workshop& shop, Questions questions, std::size_t parts);
/// The things in at most `parts` parts of about the same size.
template <class Thing>
std::vector<std::vector<Thing>> in_parts(const std::vector<Thing>& things, std::size_t parts) {
  std::vector<std::vector<Thing>> all;
  parts = std::max<std::size_t>(parts, 1);
  const std::size_t each = (things.size() + parts - 1) / parts;
  for (std::size_t at = 0; at < things.size(); at += each) {
    const auto begin = things.begin() + static_cast<std::ptrdiff_t>(at);
    all.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(std::min(each, things.size() - at)));
  }
  return all;
}
/// Link and run probes with the same tools: an object each, compiled in at most `parts` parts, and one executable for all.
std::unique_ptr<os::Job> program_job(Workshop& shop, Questions questions, std::size_t parts);

/// Compile probes of one program that only differ in flags that have nothing to do with each other.
std::unique_ptr<os::Job> flags_job(Workshop& shop, Questions questions);
/// What such questions have in common besides their tools.
std::string flags_company(const Question& question);
/// A probe's tools without such flags; nothing when there are none.
std::optional<probe::ToolEnv> without_lone_flags(const probe::ProgramProbe& probe);

/// Link probes that only differ in their programs and in -l words: those whose libraries are missing are a no.
std::unique_ptr<os::Job> libraries_job(Workshop& shop, Questions questions);
/// $LIBS is nothing but -l words.
bool only_libraries(const probe::ToolEnv& env);

/// Gives each unanswered question its lone job.
void ask_alone(Workshop& shop, const Questions& questions, os::JobQueue& queue);

}  // namespace pyconfigure::toolchain
