#include "app/session.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <thread>

#include "app/hand_over.hpp"
#include "app/own_program.hpp"
#include "app/relative_names.hpp"
#include "app/shell_ground.hpp"
#include "app/sources.hpp"
#include "app/suggestions.hpp"
#include "app/trace.hpp"
#include "pyconfigure/options/user_options.hpp"
#include "pyconfigure/decide/decide.hpp"
#include "pyconfigure/os/files.hpp"
#include "pyconfigure/os/process.hpp"
#include "pyconfigure/report/streams.hpp"
#include "app/transcript.hpp"
#include "pyconfigure/tree/help.hpp"
#include "pyconfigure/tree/reader.hpp"
#include "pyconfigure/tree/statements.hpp"

namespace pyconfigure::app {

namespace {

/// The name that messages begin with: that of the program, as autoconf's scripts do it. Under our own name we speak
/// as the script that we stand for, so that whoever reads its transcript can read ours.
std::string message_name(const std::string& program) {
  const std::size_t slash = program.find_last_of('/');
  const std::string name = slash == std::string::npos ? program : program.substr(slash + 1);
  return name.empty() || name == "pyconfigure" ? "configure" : name;
}

std::string replace(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

}  // namespace

Session::Session(std::string program, std::vector<std::string> arguments, std::vector<std::string> environment)
    : program_(std::move(program)),
      name_(message_name(program_)),
      arguments_(std::move(arguments)),
      environment_(std::move(environment)) {}

Session::~Session() {
  if (engine_ == nullptr) return;
  engine_->tidy();
  // The system takes back all at once what would take milliseconds to take apart.
  [[maybe_unused]] static const toolchain::Engine* last = nullptr;
  last = engine_.release();
}

void Session::end(int status) {
  over_ = true;
  status_ = status;
}

void Session::print_and_end(const std::string& text) {
  report::print({{false, text}}, false);
  end(0);
}

void Session::refuse(const std::string& text, int status) {
  std::fprintf(stderr, "%s: error: %s\n", name_.c_str(), text.c_str());
  if (logs_) early_log_ += name_ + ": error: " + text + "\n";
  end(status);
}

void Session::read_command_line() {
  own_ = take_own_options(arguments_);
  if (!own_.trace.empty()) os::record_processes();
  if (!own_.error.empty()) return refuse(own_.error, 2);
  if (own_.print_options) return print_and_end(options::options_markdown());
  if (!own_.print_completion.empty()) return print_and_end(options::completion(own_.print_completion));
  if (!own_.called_as.empty()) {
    program_ = own_.called_as;
    name_ = message_name(program_);
  }
  request_ = options::parse(arguments_, environment_);
  if (!request_.refusal) return;
  warn_of_bare_words();
  refuse(replace(options::worded(*request_.refusal, autoconf_version()), "$0", program_), request_.refusal->status);
  if (!request_.refusal->word.empty()) suggest(request_.refusal->word, options::known_spellings());
}

/// These warnings come while arguments are read, so they stand before an error of a later argument.
void Session::warn_of_bare_words() const {
  for (const std::string& warning : request_.warnings) std::fprintf(stderr, "%s: WARNING: %s\n", name_.c_str(), warning.c_str());
}

/// Of the checkout that the command line means, for a message that comes before it is looked for.
std::string Session::autoconf_version() const {
  const Sources sources = find_sources(std::string(request_.text("srcdir")), program_);
  tree::Checkout checkout;
  std::string error;
  if (sources.error.empty()) tree::read_checkout(sources.srcdir, sources.build_dir, checkout, error);
  return checkout.autoconf_version;
}

void Session::find_checkout() {
  if (over_) return;
  const Sources sources = find_sources(std::string(request_.text("srcdir")), program_);
  checkout_.srcdir = sources.srcdir;
  checkout_.abs_srcdir = sources.abs_srcdir;
  checkout_.build_dir = sources.build_dir;
  if (!sources.error.empty()) refuse(sources.error);
}

void Session::read_checkout() {
  if (over_) return;
  std::string error;
  if (!tree::read_checkout(checkout_.srcdir, checkout_.build_dir, checkout_, error)) return refuse(error);
  if (!own_.print_statements) return;
  for (const std::uint32_t hash : tree::statement_hashes(tree::statements(checkout_.configure_ac))) std::printf("statement 0x%08x\n", hash);
  for (const std::uint32_t hash : hashes_of_scripts(checkout_)) std::printf("script 0x%08x\n", hash);
  for (const std::uint64_t hash : hashes_of_files(checkout_)) std::printf("file 0x%016llx\n", static_cast<unsigned long long>(hash));
  for (const std::uint64_t hash : hashes_of_system_scripts(checkout_)) std::printf("system 0x%016llx\n", static_cast<unsigned long long>(hash));
  end(0);
}

void Session::check_command_line() {
  if (over_) return;
  warn_of_bare_words();
  std::vector<std::string> unknown;
  for (const options::UserOption& option : request_.user_options) {
    const bool known = option.variable == "enable_option_checking" ||
                       std::any_of(checkout_.options.begin(), checkout_.options.end(), [&](const tree::Option& candidate) {
                         std::string variable = (candidate.enable ? "enable_" : "with_") + candidate.name;
                         std::replace_if(variable.begin(), variable.end(),
                                         [](char ch) { return ch == '-' || ch == '+' || ch == '.'; }, '_');
                         return variable == option.variable;
                       });
    if (known) continue;
    unrecognized_ += (unrecognized_.empty() ? "" : ", ") + option.spelled;
    unknown.push_back(option.spelled);
  }
  const std::string_view checking = request_.text("enable_option_checking");
  if (!unrecognized_.empty() && checking == "fatal") {
    refuse("unrecognized options: " + unrecognized_);
  } else if (!unrecognized_.empty() && checking != "no") {
    std::fprintf(stderr, "%s: WARNING: unrecognized options: %s\n", name_.c_str(), unrecognized_.c_str());
  }
  if (checking != "no") {
    for (const std::string& spelled : unknown) suggest(spelled, spellings(checkout_));
  }
  if (over_) return;
  options::finish(request_);
  if (request_.refusal) refuse(request_.refusal->text, request_.refusal->status);
}

void Session::answer_questions() {
  if (over_) return;
  if (own_.stand_in) {
    std::string error;
    if (!stand_in(checkout_, program_, error)) return refuse(error);
    const std::string& own = checkout_.own_script;
    return print_and_end(checkout_.srcdir + "/configure calls pyconfigure now" +
                         (own.empty() ? "\n" : "; the tree's own script is " + checkout_.srcdir + "/" + tree::kScriptAside + "\n"));
  }
  if (request_.help != options::Help::none) {
    return print_and_end(tree::help_text(checkout_, program_, request_.help != options::Help::full));
  }
  if (request_.version) print_and_end(tree::version_text(checkout_));
}

void Session::hand_over_if_unknown() {
  if (over_ || own_.stand_in) return;
  std::string unknown = unknown_ground(checkout_);
  if (unknown.empty()) unknown = shell_ground(arguments_, environment_, request_, checkout_);
  if (!unknown.empty()) give_way(unknown);
}

/// The tree's own configure takes over.
void Session::give_way(const std::string& unknown) {
  std::fprintf(stderr, "pyconfigure: %s is not known here; handing over to %s\n", unknown.c_str(),
               checkout_.script_path().c_str());
  pass_.reset();
  engine_.reset();  // with its temporary folder
  keeper_.stop();
  std::fflush(nullptr);
  refuse(hand_over(checkout_, arguments_));
}

/// What the script exports, and what it resets or takes away of what was exported (autoconf's manual, "Initialization Macros").
std::vector<std::string> Session::child_environment() const {
  static constexpr std::string_view kGone[] = {"CDPATH=", "ENV=", "BASH_ENV=", "MAIL=", "MAILPATH=", "CLICOLOR_FORCE=", "GREP_OPTIONS="};
  static constexpr std::string_view kReset[] = {"MAKEFLAGS=", "MFLAGS=", "PS1=$ ", "PS2=> ", "PS4=+ "};
  std::vector<std::string> set = request_.exported;
  set.insert(set.end(), {"LC_ALL=C", "LANGUAGE=C", "DUALCASE=1", "as_nl=\n", "PWD=" + checkout_.build_dir});
  std::vector<std::string> env;
  for (const std::string& entry : environment_) {
    const std::string name = entry.substr(0, entry.find('=') + 1);
    const auto names = [&](std::string_view other) { return other.starts_with(name); };
    if (std::any_of(set.begin(), set.end(), names) || std::any_of(std::begin(kGone), std::end(kGone), names)) continue;
    const auto reset = std::find_if(std::begin(kReset), std::end(kReset), names);
    env.emplace_back(reset != std::end(kReset) ? *reset : entry);
  }
  env.insert(env.end(), set.begin(), set.end());
  return env;
}

/// Precious variables: what they are now, and what the cache will remember of them.
void Session::remember_precious(decide::Vars& vars) {
  for (const tree::Precious& precious : checkout_.precious) {
    const auto it = vars.find(precious.name);
    const std::string set = it == vars.end() ? "" : "set";
    const std::string value = it == vars.end() ? "" : it->second;
    for (const char* kind : {"ac_env_", "ac_cv_env_"}) {
      vars[kind + precious.name + "_set"] = set;
      vars[kind + precious.name + "_value"] = value;
    }
  }
}

decide::Vars Session::initial_variables() {
  decide::Vars vars;
  for (const auto& [name, value] : request_.values) vars.emplace(name, value.text);
  vars["ac_configure_args"] = request_.configure_args;
  vars["srcdir"] = checkout_.srcdir;
  vars["ac_pwd"] = checkout_.build_dir;
  vars["PWD"] = checkout_.build_dir;
  vars["as_me"] = name_;
  vars["as_myself"] = program_;
  vars["LC_ALL"] = "C";
  vars["LANGUAGE"] = "C";
  for (const char* name : {"CDPATH", "ENV", "BASH_ENV", "MAIL", "MAILPATH"}) vars.erase(name);
  remember_precious(vars);
  return vars;
}

void Session::decide() {
  if (over_) return;
  awk_ = look_at_awk(initial_, child_env_, checkout_.build_dir);
  if (awk_ == Awk::odd) return give_way("AWK='" + initial_["AWK"] + "'");
  toolchain::Settings settings;
  settings.env = child_env_;
  settings.build_dir = checkout_.build_dir;
  settings.jobs = own_.jobs != 0 ? own_.jobs : std::max(1U, std::thread::hardware_concurrency());
  if (const auto flags = initial_.find("MAKEFLAGS"); flags != initial_.end() && own_.jobs == 0) {
    jobserver_ = std::make_unique<os::Jobserver>(os::jobserver_of(flags->second));
    os::share_slots(jobserver_->active() ? jobserver_.get() : nullptr);
  }
  settings.batch = own_.batch;
  settings.in_build_folder = relative_names(initial_, checkout_.build_dir);
  engine_ = std::make_unique<toolchain::Engine>(std::move(settings));
  std::string error;
  run_passes(error);
  if (pass_ != nullptr && !pass_->unknown().empty()) return give_way(pass_->unknown());
  if (pass_ != nullptr) return;
  if (!interrupted()) refuse(error);
}

/// After a signal the run is over, with the exit status of configure.
bool Session::interrupted() {
  if (os::interrupted() == 0) return false;
  end(1);
  return true;
}

void Session::show_new_events() {
  report::print(transcript(pass_->events(), shown_, name_), silent());
  shown_ = pass_->events().size();
}

void Session::show_transcript() {
  if (over_) return;
  if (pass_->failed()) show_last_check();
  show_new_events();
  std::string error;
  if (!carry_out(*pass_, files_, error)) return refuse(error);
  if (!pass_->failed()) return;
  files_.commit(error);  // the folders that it has made until then
  end(pass_->status());
}

OutputJob Session::output_job() { return {pass_.get(), &request_, &checkout_, program_, awk_ != Awk::missing, name_, silent(), &files_}; }

void Session::write_outputs() {
  if (over_) return;
  save_answers();
  if (over_) return;
  OutputReport report = write_config_status_outputs(output_job());
  output_log_ += report.log;
  if (!report.error.empty()) {
    delivers_ = report.as_configure;
    return report.as_configure ? end(1) : refuse(report.error);
  }
  warn_of_unrecognized();
  pass_->notice("creating Modules/Setup.local");
  pass_->notice("creating Makefile");
  show_new_events();
  report = write_makesetup_outputs(output_job());
  if (interrupted()) return;
  delivers_ = report.error.empty() || report.as_configure;
  if (!report.error.empty()) refuse(report.error);
}

void Session::warn_of_unrecognized() {
  if (!unrecognized_.empty() && request_.text("enable_option_checking") != "no") {
    pass_->warn("unrecognized options: " + unrecognized_);
  }
}

/// The outputs and config.log appear together, or config.log alone.
void Session::deliver() {
  std::string error;
  if (!delivers_) files_.discard();
  const bool good = files_.add_over("config.log", config_log(), 0666, error) && files_.commit(error);
  if (!good && !over_) refuse(error);
}

void Session::close() {
  if (pass_ != nullptr && !over_) {
    decide::closing_notices(*pass_);
    // The script looks at its variables once more when it ends.
    for (const std::string& name : with_newlines_) pass_->warn("cache variable " + name + " contains a newline");
    show_new_events();
  }
  if (interrupted()) delivers_ = false;
  if (logs_) deliver();
  show_summary();
  std::string trace_error;
  if (report::output_error() != 0) std::fprintf(stderr, "%s: write error: %s\n", name_.c_str(), std::strerror(report::output_error()));
  if (!own_.trace.empty() && !write_trace(own_.trace, trace_error)) refuse(trace_error);
  if (own_.show_cost && engine_ != nullptr) {
    const toolchain::Cost& cost = engine_->cost();
    std::fprintf(stderr, "%s: %zu rounds, %zu processes, %zu probes in batches, %zu alone\n", name_.c_str(), cost.rounds,
                 os::processes_started(), cost.batched, cost.lone);
  }
}

}  // namespace pyconfigure::app
