// Which headers are there, and where headers are looked for: one preprocessor run for each search path.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pyconfigure/os/process.hpp"
#include "toolchain/live_macros.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

/// A program for the preprocessor that marks the headers which are there.
std::string survey_program(const std::vector<std::string>& headers);

/// What one preprocessor run told.
struct SurveyReport {
  bool usable = false;  ///< it understood __has_include: at least one header is there
  std::set<std::string> present;
  std::optional<std::vector<std::string>> folders;  ///< where it looks for headers
  bool strict = false;  ///< it ended over a warning, though no flag that we see tells it to
};
SurveyReport read_survey(const os::Exit& end, const std::vector<std::string>& headers);

/// Another text for the same preprocessor, which stands behind what a survey asks.
struct SurveyRider {
  std::vector<std::string> words;  ///< the preprocessor and its flags
  std::vector<std::string> exports;
  std::string text;
  bool taken = false;               ///< by a survey
  std::optional<std::string> left = std::nullopt;  ///< what the preprocessor leaves of it, when that has ended well
};

/// The surveys of a run.
class Surveys {
 public:
  /// Puts jobs into the queue that survey what is not known yet about the headers of these questions. One of them takes the rider along, when
  /// it is asked with the same words.
  void queue(Workshop& shop, const std::vector<Question>& questions, LiveMacros& live, os::JobQueue& queue, SurveyRider* rider = nullptr);
  /// Runs them. True when `live` has learned something.
  bool look(Workshop& shop, const std::vector<Question>& questions, std::size_t jobs, LiveMacros& live);
  /// What surveys have told since the last call, with a program that each was for: also of what the compiler defines.
  struct Told {
    probe::ProgramProbe probe;
    os::Exit end;
  };
  std::vector<Told> take_told() { return std::exchange(told_, {}); }
  /// True when `live` has learned something since the last call.
  bool take_news() { return std::exchange(news_, false); }
  /// A header without which the program cannot be compiled and which is not there; empty when none is known.
  std::string missing_header(const probe::ProgramProbe& probe) const;
  /// A compiler (a wrapper, say) that turns warnings into errors by itself. Which warnings there are depends on the whole program, and
  /// on how far it is compiled: such a compiler has to see each one as it is.
  bool strict(const probe::ProgramProbe& probe) const;
  /// The folders of the program's -I words, where they are known to come before those that it would have without them; null otherwise.
  const std::vector<std::string>* own_folders(const probe::ProgramProbe& probe) const;

 private:
  struct Known {
    std::set<std::string> present;
    std::set<std::string> absent;
    std::vector<std::string> folders;  ///< where they are looked for
    bool strict = false;
    std::optional<std::vector<std::string>> own = std::nullopt;  ///< those of -I words, before those of another search
  };
  struct Plan;
  class Job;

  void learn(const Plan& plan, const os::Exit& end, LiveMacros& live);
  bool derive(const Workshop& shop, const probe::ProgramProbe& probe, LiveMacros& live);

  std::map<std::string, Known> known_;  ///< by search_key
  std::vector<Told> told_;
  bool news_ = false;
};

}  // namespace pyconfigure::toolchain
