// The engine: keeps the answers, and turns a round of noted probes into few processes.
//
// Soundness (docs/architecture.md, "Asking many questions at once"): a batch answers only what its own evidence
// proves; whatever it leaves open is asked in its lone form, exactly as configure would.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "pyconfigure/probe/oracle.hpp"

namespace pyconfigure::toolchain {

class Dialects;
class HeaderFiles;
class HeaderGuesses;
class ThreadOption;
class UsualFiles;
class LiveMacros;
class ScratchFolder;
class Surveys;
class Workshop;
struct Question;

struct Settings {
  std::vector<std::string> env;  ///< NAME=value: what children see.
  std::string build_dir;         ///< Where relative paths in flags start.
  std::size_t jobs = 1;
  bool batch = true;             ///< false: every probe in its lone form (--no-batch).
  int time_limit_s = 600;        ///< What any one process may take.
  bool in_build_folder = false;  ///< Commands and test programs run there: something in use has a relative name.
};

/// What a run cost, for the summary and the benchmark.
struct Cost {
  std::size_t rounds = 0;
  std::size_t lone = 0;     ///< probes answered by their lone forms
  std::size_t batched = 0;  ///< probes answered by batches
};

class Engine : public probe::Oracle {
 public:
  explicit Engine(Settings settings);
  ~Engine() override;
  /// Removes what is temporary. Nothing can be answered any more.
  void tidy();

  const probe::Answer* find(const probe::Probe& probe, bool guess) override;
  const probe::Answer* likely(const probe::Probe& probe) override;

  /// Answers what the last pass noted. False, with `error` set, when that is impossible (no temporary folder or no space in it,
  /// a tool that was killed, interrupted).
  bool answer_noted(std::string& error);
  bool anything_noted() const { return !noted_.empty(); }
  std::size_t noted() const { return noted_.size(); }
  std::size_t known() const { return answers_.size(); }
  const Cost& cost() const { return cost_; }

 private:
  struct Known {
    probe::Probe probe;
    probe::Answer answer;
  };

  std::string key_of(const probe::Probe& probe, bool with_confdefs = true);
  void answer_commands(Workshop& shop, const std::vector<probe::Probe>& commands, const std::vector<probe::Probe>& programs);
  void answer_usual_files(Workshop& shop, const probe::Probe& command);
  void answer_programs(Workshop& shop, const std::vector<probe::Probe>& programs);
  void survey_headers(Workshop& shop, std::vector<Question>& questions);
  std::deque<probe::ProgramProbe> replace_thread_option(Workshop& shop, std::vector<Question>& questions);
  void rekey();

  Settings settings_;
  Cost cost_;
  std::unique_ptr<HeaderFiles> headers_;
  std::unique_ptr<LiveMacros> live_;
  std::unique_ptr<Surveys> surveys_;
  std::unique_ptr<Dialects> dialects_;
  std::unique_ptr<HeaderGuesses> guesses_;
  std::unique_ptr<ThreadOption> thread_option_;
  std::unique_ptr<UsualFiles> usual_files_;
  std::unordered_map<std::string, Known> answers_;
  std::unordered_map<std::string, probe::Answer> latest_;  ///< by the key without confdefs.h
  std::vector<probe::Probe> noted_;
  std::unordered_set<std::string> noted_keys_;
  std::unique_ptr<ScratchFolder> folder_;
};

}  // namespace pyconfigure::toolchain
