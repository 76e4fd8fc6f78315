// The jobs that merge programs into translation units, and ask those.
#pragma once

#include <functional>
#include <optional>
#include <set>

#include "toolchain/merger.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

/// What becomes of questions that cannot be merged.
using Rest = std::function<void(Questions, os::JobQueue&)>;

/// Can the program stand in a translation unit with others?
bool can_be_merged(const Question& question);

/// What questions have in common that one merge_job can be given.
std::string merging_key(const Dialects& dialects, const Question& question);

/// What those have in common that mean the same, though they may have to be compiled with flags of their own.
std::string reading_key(const Dialects& dialects, const Question& question);
/// Those flags.
std::vector<std::string> late_words(const Question& question);

/// Can our own preprocessor answer the question, if it understands it?
bool can_be_preprocessed(const Question& question);

/// Either: its program is worth being read.
bool can_be_read(const Question& question);

/// Questions that are merged with each other.
struct MergeGroup {
  enum class Kind {
    preprocessed,  ///< preprocess probes: our own preprocessor answers those that it understands
    front_end,     ///< compile probes with the same tools
    linked,        ///< link and run probes with the same tools, but for what counts when they are compiled; libraries may differ
  };
  Kind kind = Kind::front_end;
  /// All with the merging_key of the first; of those that are linked, all with the same reading_key.
  Questions questions;
  Questions others = {};  ///< those that are linked with them, and not merged
  Questions functions = {};  ///< the same
};

/// Learns what the compiler is to our preprocessor, merges what can be merged and has it compiled; the others go to
/// `rest`.
std::unique_ptr<os::Job> merge_job(Workshop& shop, Dialects& dialects, LiveMacros& live,
                                   const std::vector<MergeGroup>& groups, const Rest& rest, std::size_t jobs);

/// What all who merge with the same tools share.
struct Merging {
  Workshop& shop;
  Speaker& speaker;
  std::shared_ptr<Merger> merger;
  std::vector<std::string> line;  ///< the compiler and its flags
  Rest rest;
};

/// Programs that a Merger has read.
struct CoverOrder : Merging {
  Questions compiled = {};  ///< compile probes
  Questions linked = {};    ///< those that are linked
};

/// Answers the compile probes, and shows of which of the others all that they have of headers compiles.
void queue_cover(CoverOrder order, os::JobQueue& queue);

/// A batch of programs that is more than programs with the same tools.
struct ProgramBatch {
  std::shared_ptr<Merger> merger;
  std::vector<Questions> units;  ///< those that share units
  /// The tools they are linked with, where each question has others of its own.
  std::optional<probe::ToolEnv> env = std::nullopt;
  /// When they have been linked so, and the linker has told what it has taken: would this one have been linked with its
  /// own tools?
  std::function<bool(const Question&, const std::string& told)> holds = nullptr;
  Rest rest = nullptr;  ///< what becomes of those that it does not hold for; they are asked alone otherwise
  Questions functions = {};  ///< linked with them, where the tools are the same
  Questions calls = {};  ///< programs that are a call of one function each (called_function); linked where `functions` are
  Questions switched = {};  ///< is_linker_switch; asked alone where nobody has an answer for them
  /// Those that are linked without the libraries of their own.
  std::set<const Question*> without_libraries = {};
  /// One of these lacks some symbols, as the linker has told, with what it has taken: would it have been linked with its
  /// own libraries? Nothing when that is not clear.
  std::function<std::optional<bool>(const Question&, const std::set<std::string>& lacks, const std::string& told)> links = nullptr;
};

/// The function, where a call of it is all that the question's program is: AC_CHECK_LIB's or AC_CHECK_FUNC's. Empty: it is more.
std::string called_function(const Question& question);

/// Compiles those of some programs that are not merged with others, before anybody has come to link them.
void compile_ahead(Workshop& shop, const Dialects& dialects, const Questions& questions, os::JobQueue& queue);

/// program_job for such a batch.
std::unique_ptr<os::Job> merged_program_job(Workshop& shop, Questions questions, std::size_t parts, ProgramBatch batch);

/// $LIBS is nothing but libraries that C libraries keep for old times' sake, and that are then empty.
bool may_be_empty(const probe::ToolEnv& env);
/// A question whose program is to be started, and wants libraries of its own.
bool runs_with_libraries(const Question& question);
/// Can a link question be asked together with those that have other libraries?
bool differs_in_libraries(const Question& question);
/// A link question of an empty program with kLinkerSwitch.
bool is_linker_switch(const Question& question);
/// Link and run questions that share an executable, whose libraries may differ as the two above allow. Those of `members`
/// are merged as far as the merger has read them.
std::unique_ptr<os::Job> linked_job(Workshop& shop, const MergeGroup& group, std::size_t parts, std::shared_ptr<Merger> merger,
                                    const Rest& rest);

}  // namespace pyconfigure::toolchain
