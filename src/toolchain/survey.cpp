#include "toolchain/survey.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/headers.hpp"

namespace pyconfigure::toolchain {

namespace {

const std::string kMark = "pyconfigure_header_";
constexpr const char* kWarned = "#warning \"surveyed\"\n";
const std::string kRiderBegins = "pyconfigure_rider_begins";
const std::string kRiderEnds = "pyconfigure_rider_ends";

/// The words with which a program's headers are surveyed.
std::vector<std::string> words_of(const probe::ToolEnv& env, const char* mode) { return fields({env.cc, mode, env.cflags, env.cppflags}); }

/// Takes out what is left of the rider, with the macros that it defines; nothing when it is not there as a whole.
std::optional<std::string> take_rider(std::string& out) {
  const std::size_t begin = out.find("\n" + kRiderBegins + "\n");
  const std::size_t end = out.find("\n" + kRiderEnds + "\n", begin);
  if (begin == std::string::npos) return std::nullopt;
  std::string left;
  base::each_line(std::string_view(out).substr(begin + 1, end == std::string::npos ? end : end - begin), [&](std::string_view line) {
    if (line != kRiderBegins && !line.starts_with('#')) left.append(line) += '\n';
  });
  out.resize(begin + 1);
  return end == std::string::npos ? std::nullopt : std::optional(left);
}

/// Is there such a file? (It need not be told by a compiler that a header is there: that answers nothing.)
bool stands_in(const std::vector<std::string>& folders, const std::string& header) {
  return std::any_of(folders.begin(), folders.end(), [&](const std::string& folder) {
    return folder.starts_with('/') && os::test('f', folder + "/" + header);
  });
}

/// The tools without their -I words; `folders` gets what those name.
probe::ProgramProbe without_folders(const probe::ProgramProbe& probe, std::vector<std::string>& folders) {
  probe::ProgramProbe plain = probe;
  for (std::string* flags : {&plain.env.cc, &plain.env.cflags, &plain.env.cppflags}) {
    std::string kept;
    for (const std::string& word : fields({*flags})) {
      if (!word.starts_with("-I") || word.size() == 2 || word[2] == '-' || word[2] == '=' || word[2] == '$') {
        kept += word + ' ';
      } else {
        folders.push_back(word.substr(2));
      }
    }
    *flags = kept;
  }
  return plain;
}

}  // namespace

/// The headers that are to be looked for with one search path.
struct Surveys::Plan {
  std::string key;
  const probe::ProgramProbe* probe = nullptr;
  std::vector<std::string> headers;
  std::vector<const probe::ProgramProbe*> programs;  ///< all that are asked with it
};

class Surveys::Job : public os::Job {
 public:
  Job(Workshop& shop, Surveys& surveys, LiveMacros& live, Plan plan, SurveyRider* rider)
      : shop_(shop), surveys_(surveys), live_(live), plan_(std::move(plan)), rider_(rider) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue&) override {
    if (reading_) return read_on();
    os::Exit told;
    if (last != nullptr && rider_ != nullptr) {
      told = *last;
      std::optional<std::string> left = take_rider(told.out);
      if (last->code == 0) rider_->left = std::move(left);
      last = last->code == 0 ? &told : nullptr;  // what went wrong may be the rider's
      rider_ = nullptr;
    }
    // Not every compiler tells what it defines.
    const bool refused = last != nullptr && last->code != 0 && !warned_to_death(last->err);
    if (last != nullptr && (!refused || std::exchange(plainly_, true) || os::interrupted() != 0)) {
      if (os::interrupted() != 0) return std::nullopt;
      surveys_.learn(plan_, *last, live_);
      reading_ = true;
      return read_on();
    }
    const probe::ToolEnv env = plain_speech(plan_.probe->env);
    const std::string source = shop_.new_folder() + "/survey.c";
    const bool warnings = warnings_are_errors(env) || env.warnings_fail;
    const std::string more = rider_ != nullptr ? kRiderBegins + "\n" + rider_->text + "\n" + kRiderEnds + "\n" : std::string();
    shop_.put(source, survey_program(plan_.headers) + (warnings ? "" : kWarned) + more);
    std::vector<std::string> line = words_of(env, plainly_ ? "-E -v" : "-E -v -dD");
    line.push_back(source);
    return shop_.tool(std::move(line), plan_.probe->exports);
  }

 private:
  /// Reading the headers takes a while: now, when other processes run, and a few milliseconds at a time.
  std::optional<os::Command> read_on() {
    const auto enough = std::chrono::steady_clock::now() + kSlice;
    while (read_ < plan_.programs.size() && std::chrono::steady_clock::now() < enough) live_.of(*plan_.programs[read_++]);
    if (read_ == plan_.programs.size()) return std::nullopt;
    return os::pausing();
  }

  static constexpr std::chrono::milliseconds kSlice{3};

  Workshop& shop_;
  Surveys& surveys_;
  LiveMacros& live_;
  Plan plan_;
  SurveyRider* rider_;  ///< that still has to be asked
  bool plainly_ = false;
  bool reading_ = false;  ///< the headers: the survey itself is over
  std::size_t read_ = 0;  ///< of how many programs
};

std::string survey_program(const std::vector<std::string>& headers) {
  std::string marks;
  int number = 0;
  for (const std::string& header : headers) {
    marks += "#if __has_include(<" + header + ">)\n" + kMark + std::to_string(++number) + "\n#endif\n";
  }
  return marks;
}

SurveyReport read_survey(const os::Exit& end, const std::vector<std::string>& headers) {
  SurveyReport report;
  report.folders = search_folders(end.err);
  base::each_line(end.out, [&](std::string_view line) {
    if (!line.starts_with(kMark)) return;
    const std::size_t number = std::stoul(std::string(line.substr(kMark.size())));
    if (number >= 1 && number <= headers.size()) report.present.insert(headers[number - 1]);
  });
  report.usable = end.code == 0 && !report.present.empty();
  report.strict = end.code != 0 && warned_to_death(end.err);
  return report;
}

void Surveys::queue(Workshop& shop, const std::vector<Question>& questions, LiveMacros& live, os::JobQueue& queue, SurveyRider* rider) {
  std::map<std::string, Plan> plans;
  for (const Question& question : questions) {
    const probe::ProgramProbe& probe = *question.probe;
    const std::string key = search_key(probe);
    if (odd_flags(probe.env)) {
      // A survey cannot be trusted with such flags: where their headers are nobody knows.
      news_ = live.learn(key, std::nullopt) || news_;
      continue;
    }
    const Includes includes = includes_of(probe.program.prologue + "\n" + probe.program.body);
    if (includes.all.empty()) continue;
    if (known_[key].folders.empty()) news_ = derive(shop, probe, live) || news_;
    const Known& known = known_[key];
    for (const std::string& header : includes.all) {
      if (known.present.contains(header) || known.absent.contains(header) || stands_in(known.folders, header)) continue;
      Plan& plan = plans[key];
      if (plan.probe == nullptr) plan.probe = &probe;
      plan.key = key;
      if (std::find(plan.headers.begin(), plan.headers.end(), header) == plan.headers.end()) plan.headers.push_back(header);
      if (plan.programs.empty() || plan.programs.back() != &probe) plan.programs.push_back(&probe);
    }
  }
  // What can be told from another one comes later.
  for (auto& [key, plan] : plans) {
    std::vector<std::string> named;
    const std::string base = search_key(without_folders(*plan.probe, named));
    if (!named.empty() && plans.contains(base)) continue;
    const bool rides = rider != nullptr && !rider->taken && words_of(plan.probe->env, "-E") == rider->words && plan.probe->exports == rider->exports;
    if (rides) rider->taken = true;
    queue.add(std::make_unique<Job>(shop, *this, live, plan, rides ? rider : nullptr));
  }
}

/// Where -I words are all that a search path has before one that is known, its folders are theirs and those of the other one (GCC's
/// manual, "Options for Directory Search"; clang does the same): unless one of them is among those, too. True when `live` has learned that.
bool Surveys::derive(const Workshop& shop, const probe::ProgramProbe& probe, LiveMacros& live) {
  std::vector<std::string> named;
  const probe::ProgramProbe bare = without_folders(probe, named);
  // Those in other forms would stand between them.
  for (const std::string& word : fields({bare.env.cc, bare.env.cflags, bare.env.cppflags})) {
    if (word.starts_with("-I") || word.starts_with("--include-dir")) return false;
  }
  const std::string plain = search_key(bare);
  const auto base = known_.find(plain);
  if (named.empty() || base == known_.end() || base->second.folders.empty() || base->second.strict) return false;
  std::vector<std::string> folders;
  for (const std::string& folder : named) {
    if (os::test('d', shop.in_build_folder(folder))) folders.push_back(folder);
  }
  folders.insert(folders.end(), base->second.folders.begin(), base->second.folders.end());
  std::set<std::filesystem::path> seen;
  for (const std::string& folder : folders) {
    std::error_code failed;
    if (!seen.insert(std::filesystem::canonical(shop.in_build_folder(folder), failed)).second || failed) return false;
  }
  const std::string key = search_key(probe);
  known_[key].own.emplace(folders.begin(), folders.end() - static_cast<std::ptrdiff_t>(base->second.folders.size()));
  known_[key].folders = folders;
  return live.learn(key, std::move(folders));
}

void Surveys::learn(const Plan& plan, const os::Exit& end, LiveMacros& live) {
  SurveyReport report = read_survey(end, plan.headers);
  told_.push_back({*plan.probe, end});
  if (report.folders) known_[plan.key].folders = *report.folders;
  news_ = live.learn(plan.key, std::move(report.folders)) || news_;
  if (report.strict) known_[plan.key].strict = true;
  if (!report.usable) return;
  for (const std::string& header : plan.headers) {
    (report.present.contains(header) ? known_[plan.key].present : known_[plan.key].absent).insert(header);
  }
}

bool Surveys::look(Workshop& shop, const std::vector<Question>& questions, std::size_t jobs, LiveMacros& live) {
  os::JobQueue jobs_of_surveys = shop.queue();
  queue(shop, questions, live, jobs_of_surveys);
  if (jobs_of_surveys.empty()) return take_news();
  os::run_jobs(jobs_of_surveys, jobs);
  queue(shop, questions, live, jobs_of_surveys);
  os::run_jobs(jobs_of_surveys, jobs);
  return take_news();
}

bool Surveys::strict(const probe::ProgramProbe& probe) const {
  const auto known = known_.find(search_key(probe));
  return known != known_.end() && known->second.strict;
}

const std::vector<std::string>* Surveys::own_folders(const probe::ProgramProbe& probe) const {
  const auto known = known_.find(search_key(probe));
  return known != known_.end() && known->second.own ? &*known->second.own : nullptr;
}

std::string Surveys::missing_header(const probe::ProgramProbe& probe) const {
  if (odd_flags(probe.env)) return {};
  const auto known = known_.find(search_key(probe));
  if (known == known_.end()) return {};
  for (const std::string& header : includes_of(probe.program.prologue).certain) {
    if (known->second.absent.contains(header)) return header;
  }
  return {};
}

}  // namespace pyconfigure::toolchain
