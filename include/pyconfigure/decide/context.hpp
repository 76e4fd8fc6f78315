// The state of one pass of decide: shell variables, confdefs.h, the transcript, and the questions it asks.
//
// Topic files read like configure.ac. After an error, or when an answer that nothing can be guessed without is
// missing, the context is *stopped*: every call from then on does nothing and returns something harmless, so a topic
// need not test after each line; it only must not loop forever on an answer.
#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pyconfigure/probe/oracle.hpp"

namespace pyconfigure::tree {
class Checkout;
}

namespace pyconfigure::decide {

using Vars = std::map<std::string, std::string, std::less<>>;

/// What a pass would show and log, in order.
struct Event {
  enum class Kind {
    checking,  ///< stdout `checking TEXT... `, log `checking TEXT`
    result,    ///< stdout `TEXT\n`, log `result: TEXT`
    cached,    ///< stdout `(cached) `, nothing in the log
    notice,    ///< stdout and log `NAME: TEXT`
    warning,   ///< stderr and log `NAME: WARNING: TEXT`
    error,     ///< stderr and log `NAME: error: TEXT`
    out,       ///< stdout, the text as it stands (no newline added)
    err,       ///< stderr, the text as it stands
    log,       ///< config.log only
    probe,     ///< config.log only: the probe at this point and its answer
  };
  Kind kind = Kind::out;
  std::string text;
  std::shared_ptr<const probe::Probe> probe;
};

/// Something that configure does to the build folder on its way, before any output is rendered.
struct Action {
  enum class Kind { make_dir, remove_file, write_if_absent };
  Kind kind = Kind::make_dir;
  std::string path;
  std::string text;  ///< write_if_absent
};

/// AC_CONFIG_FILES / AC_CONFIG_HEADERS: one file that config.status makes.
struct OutputFile {
  std::string path;
  std::string input;  ///< Relative to the source folder.
  bool header = false;
  bool executable = false;  ///< The `chmod +x` command attached to it.
};

/// The parts of a C program; see probe::Program.
probe::Program program(std::string_view includes, std::string_view body);  // AC_LANG_PROGRAM
probe::Program source(std::string_view text);                              // AC_LANG_SOURCE

/// What a run probe or a command gave. `known` is false while it is guessed.
struct Outcome {
  bool ok = false;
  int status = 0;
  std::string output;  ///< Trailing newlines removed, as $(...) does.
  std::string diagnostics = {};  ///< What stood on standard error.
  bool known = false;
};

class Context {
 public:
  Context(Vars initial, const tree::Checkout& checkout, probe::Oracle& oracle);

  // --- shell variables (unset reads as empty; the environment and VAR=value words are there from the start) --------
  const std::string& var(std::string_view name) const;
  bool has(std::string_view name) const;             ///< ${name+y}
  bool is(std::string_view name, std::string_view value) const { return var(name) == value; }
  bool yes(std::string_view name) const { return var(name) == "yes"; }
  bool empty(std::string_view name) const { return var(name).empty(); }
  void set(std::string_view name, std::string_view value);
  void append(std::string_view name, std::string_view value);  ///< AS_VAR_APPEND: no blank added
  void unset(std::string_view name);
  /// Text with `$NAME` and `${NAME}` replaced by variables. `\$` gives `$`; `$(...)`, `$$` and `${X+...}` stay as they are.
  std::string x(std::string_view text) const;
  void set_x(std::string_view name, std::string_view text) { set(name, x(text)); }
  /// `export NAME`: children see its present value (SDKROOT, MACOSX_DEPLOYMENT_TARGET).
  void export_var(std::string_view name);

  // --- options: AC_ARG_WITH / AC_ARG_ENABLE --------------------------------------------------------------------------
  /// with_NAME when given (or set in the environment), else nothing. Dashes in `name` become underscores.
  /// Sets `withval` (`enableval`) as the shell code does.
  std::optional<std::string> with(std::string_view name);
  std::optional<std::string> enable(std::string_view name);

  // --- outputs -------------------------------------------------------------------------------------------------------
  void subst(std::string_view name);                          ///< AC_SUBST([NAME])
  void subst(std::string_view name, std::string_view value);  ///< AC_SUBST([NAME], [value])
  void define(std::string_view macro, std::string_view value = "1");  ///< AC_DEFINE(_UNQUOTED): value as it shall stand
  void confdefs_block(std::string_view name, std::string_view text);  ///< Raw lines appended to confdefs.h by hand.
  void make_dir(std::string_view path);
  void remove_file(std::string_view path);
  void write_if_absent(std::string_view path, std::string_view text);
  void config_file(OutputFile file);

  // --- transcript ------------------------------------------------------------------------------------------------------
  void checking(std::string_view text);  ///< AC_MSG_CHECKING
  void result(std::string_view text);    ///< AC_MSG_RESULT
  void notice(std::string_view text);    ///< AC_MSG_NOTICE
  void warn(std::string_view text);      ///< AC_MSG_WARN
  void out(std::string_view text);       ///< echo to standard output, newline not added
  void err(std::string_view text);       ///< what the shell itself would write to standard error
  void log(std::string_view text);       ///< a line in config.log only
  /// AC_MSG_ERROR: the run ends here with this exit status. `return c.fail(...)` reads well in void functions.
  void fail(std::string_view text, int status = 1);
  /// AC_MSG_FAILURE: the same with the `in 'PWD'` line before and the `See 'config.log'` line after.
  void failure(std::string_view text, int status = 1);
  bool stopped() const { return stopped_; }
  /// The run meets something that decide does not stand for: the tree's own configure has to go on from the start.
  void give_up(std::string_view what);
  const std::string& unknown() const { return unknown_; }

  // --- questions -------------------------------------------------------------------------------------------------------
  // `guess` is what to go on with while the answer is not known; it costs a round when wrong, never a wrong result.
  // The tools' variables (CC CPP CFLAGS CPPFLAGS LDFLAGS LIBS, ac_c_werror_flag) are taken as they stand now.
  bool preprocesses(const probe::Program& program, bool guess = true);  ///< AC_PREPROC_IFELSE
  bool compiles(const probe::Program& program, bool guess = true);      ///< AC_COMPILE_IFELSE
  bool links(const probe::Program& program, bool guess = true);         ///< AC_LINK_IFELSE
  Outcome runs(const probe::Program& program, bool guess = true);       ///< AC_RUN_IFELSE when not cross compiling
  /// The same for what configure compiles by hand, with `cc` and $CFLAGS: CPPFLAGS, LDFLAGS, LIBS and confdefs.h have no part in it.
  Outcome runs_plainly(const probe::Program& program, std::string cc, bool guess = true);
  /// Those of the texts that are in what a program compiles to (Phase::compile: the object file, link: the executable,
  /// preprocess: what the preprocessor leaves), one a line.
  std::string finds(probe::Phase phase, probe::Program program, std::initializer_list<std::string_view> texts,
                    std::string_view guess);
  /// The same for what `compiler` -E leaves of a text that is a program by itself, without $CPPFLAGS and confdefs.h.
  std::string finds_in_preprocessed(std::string_view compiler, std::string text, std::initializer_list<std::string_view> texts,
                                    std::string_view guess);
  bool links_function(std::string_view symbol, bool guess = true);      ///< the program of AC_CHECK_FUNC
  /// AC_COMPUTE_INT: the value of an integer expression, nothing when the program does not compile.
  std::optional<std::string> computes(std::string_view expression, std::string_view includes, std::string_view guess);

  /// $(text): run by a POSIX shell in a scratch folder that holds `files`; not known yet reads as `guess`, status 0.
  Outcome command(std::string_view text, std::string_view guess = {}, std::vector<probe::ScratchFile> files = {});
  /// The same for an answer that nothing can be guessed without: the pass stops here until it is there.
  Outcome need_command(std::string_view text, std::vector<probe::ScratchFile> files = {});
  /// The same in the build folder rather than a scratch folder (config.guess, shell text that looks at the folder).
  Outcome build_command(std::string_view text, std::string_view guess = {});
  /// The same for `$CPP $CPPFLAGS FILE` (CommandProbe::preprocessor).
  Outcome preprocessor_command(std::string_view script, std::string_view guess, probe::ScratchFile file);
  /// The same for what CommandProbe::usual_files says.
  Outcome usual_files_command(std::string_view script, std::string_view guess, probe::ScratchFile file);
  /// The same in a scratch folder, for what ends within milliseconds and changes nothing elsewhere (a tool's version).
  Outcome quick_command(std::string_view text, std::string_view guess = {}, std::vector<probe::ScratchFile> files = {});
  /// The same in the build folder, which is as it was afterwards (pkg-config).
  Outcome brief_command(std::string_view text, std::string_view guess = {});
  /// Every executable regular file `word` in `path` ($PATH when empty), as full names in order. Always known.
  std::vector<std::string> which(std::string_view word, std::string_view path = {});
  bool file_test(char op, std::string_view path);              ///< test -e/-f/-d/-r/-x/-s/-h PATH; always known
  bool is_elf_file(std::string_view path, std::string_view with_text = {});  ///< always known
  std::string real_path(std::string_view path);                ///< without symbolic links; empty when absent; always known
  const std::string& read_file(std::string_view path);         ///< empty when absent; always known
  std::vector<std::string> glob(std::string_view pattern);     ///< pathname expansion, C locale's order

  // --- caching: AC_CACHE_CHECK --------------------------------------------------------------------------------------------
  /// Says `checking MESSAGE... `, then either `(cached) `, or sets CACHE_VAR to what `compute` returns; then the result.
  /// Returns the variable's value. `compute` may return bool (yes/no) or a string.
  template <class Compute>
  const std::string& cache_check(std::string_view message, std::string_view cache_var, Compute compute) {
    checking(message);
    cache_value(cache_var, compute);
    result(var(cache_var));
    return var(cache_var);
  }
  /// AC_CACHE_VAL: the same without message and result.
  template <class Compute>
  const std::string& cache_value(std::string_view cache_var, Compute compute) {
    if (has(cache_var)) {
      cached();
    } else {
      set(cache_var, as_word(compute()));
    }
    return var(cache_var);
  }
  void cached();

  // --- the pass ----------------------------------------------------------------------------------------------------------
  const tree::Checkout& checkout() const { return *checkout_; }
  const Vars& vars() const { return vars_; }
  const std::vector<Event>& events() const { return events_; }
  const std::vector<Action>& actions() const { return actions_; }
  const std::vector<OutputFile>& outputs() const { return outputs_; }
  const std::set<std::string, std::less<>>& substs() const { return substs_; }
  const probe::Confdefs& confdefs() const { return *confdefs_; }
  /// A question about a program with the tools and lines of confdefs.h of this moment.
  probe::ProgramProbe program_probe(probe::Phase phase, const probe::Program& program) const;
  bool failed() const { return failed_; }          ///< stopped by fail()/failure()
  int status() const { return status_; }           ///< exit status of the failure
  std::size_t guesses() const { return guesses_; } ///< how many questions had no answer yet; 0: the pass is final

 private:
  static std::string as_word(bool value) { return value ? "yes" : "no"; }
  static std::string as_word(std::string value) { return value; }
  static std::string as_word(const char* value) { return value; }
  probe::ToolEnv tools() const;
  const probe::Answer* ask(probe::Probe question, bool guess, bool* known = nullptr);
  Outcome run(probe::CommandProbe command, std::string_view guess);
  Outcome outcome(const probe::Answer* answer, bool known, bool guess, std::string_view guessed_output);
  void stop() { stopped_ = true; }
  void say(Event::Kind kind, std::string_view text);

  Vars vars_;
  const tree::Checkout* checkout_;
  probe::Oracle* oracle_;
  std::shared_ptr<probe::Confdefs> confdefs_ = std::make_shared<probe::Confdefs>();
  std::vector<Event> events_;
  std::vector<Action> actions_;
  std::vector<OutputFile> outputs_;
  std::set<std::string, std::less<>> substs_;
  std::vector<std::string> exports_;
  std::size_t guesses_ = 0;
  int status_ = 0;
  bool stopped_ = false;
  std::string unknown_;
  bool failed_ = false;
};

/// SAVE_ENV / RESTORE_ENV: CFLAGS, CPPFLAGS, LDFLAGS and LIBS come back at the end of the scope. As in configure.ac
/// the save_* shell variables are written, and the scopes share them: an inner scope overwrites the outer one's copies.
class SaveEnv {
 public:
  explicit SaveEnv(Context& c);
  ~SaveEnv();
  SaveEnv(const SaveEnv&) = delete;
  SaveEnv& operator=(const SaveEnv&) = delete;

 private:
  Context& c_;
};

/// A variable that comes back to what it was at the end of the scope (`save_CC="$CC"; ...; CC="$save_CC"`).
class SaveVar {
 public:
  SaveVar(Context& c, std::string_view name) : c_(c), name_(name), value_(c.var(name)) {}
  ~SaveVar() { c_.set(name_, value_); }
  SaveVar(const SaveVar&) = delete;
  SaveVar& operator=(const SaveVar&) = delete;

 private:
  Context& c_;
  std::string name_;
  std::string value_;
};

/// Shell `case` patterns: * ? [...] and | between alternatives. `matches("linux*|gnu*", var)`.
bool matches(std::string_view pattern, std::string_view text);

}  // namespace pyconfigure::decide
