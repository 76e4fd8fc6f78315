// config.log: what was asked, what the tools said, and what came of it, in the form that people and scripts search.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::render {

/// The answer to a probe, null when it was never asked.
using AnswerLookup = std::function<const probe::Answer*(const probe::Probe&)>;

struct ConfigLogInput {
  std::string generator;           ///< "pyconfigure 0.1.0"
  std::string name = "configure";  ///< The program as its messages name it.
  std::string package = "python";
  std::string version;            ///< "3.14"
  std::string autoconf_version;   ///< "2.72"
  std::string program;            ///< $0
  std::string arguments;          ///< " --x 'CC=a b'": as the invocation line shows them
  std::string platform;           ///< The lines of the platform section, the last with its newline.
  std::vector<std::string> path;  ///< The folders of $PATH.
  std::string before_events;      ///< What was said of site scripts and the cache, as it stands.
  std::string after_events;       ///< What config.status and later steps wrote, as it stands.
  int signal = 0;                 ///< Not 0: the run was ended by it.
  int status = 0;                 ///< Exit status of the run.
};

/// The whole text. `vars` and `substs` are those of the final pass; every variable in `substs` is shown, set or not.
std::string config_log(const ConfigLogInput& input, const std::vector<decide::Event>& events, const decide::Vars& vars,
                       const std::set<std::string, std::less<>>& substs, const probe::Confdefs& confdefs,
                       const AnswerLookup& answer);

/// The variables that configure would cache (their names hold `_cv_`), NAME=VALUE a line. Values with a newline are
/// left out; their names go to `left_out`.
std::string cache_variables(const decide::Vars& vars, std::vector<std::string>* left_out = nullptr);

/// The comment at the top of a cache file, as the checkout's `configure` script writes it; ours when it is not found.
std::string cache_comment(std::string_view script);

/// The text of a cache file: the comment, then a line for each variable that sets it unless it is set; `older`: as scripts
/// made by autoconf before 2.70 write it.
std::string config_cache(std::string_view comment, const decide::Vars& vars,
                         std::vector<std::string>* left_out = nullptr, bool older = false);

/// `## ---- ##` above and below `## TITLE ##`.
std::string framed_title(std::string_view title);

}  // namespace pyconfigure::render
