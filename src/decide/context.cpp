#include "pyconfigure/decide/context.hpp"

#include <algorithm>

#include "decide/own_words.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

namespace {

const std::string kEmpty;

bool is_name_start(char ch) { return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch == '_'; }
bool is_name_char(char ch) { return is_name_start(ch) || (ch >= '0' && ch <= '9'); }

std::size_t name_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_name_char(text[at])) ++at;
  return at;
}

std::string with_underscores(std::string_view prefix, std::string_view name) {
  std::string out(prefix);
  for (char ch : name) out += is_name_char(ch) ? ch : '_';
  return out;
}

void strip_newlines(std::string& text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace

probe::Program program(std::string_view includes, std::string_view body) {
  return {probe::Program::Shape::body, std::string(includes), std::string(body), {}};
}

probe::Program source(std::string_view text) {
  return {probe::Program::Shape::whole, std::string(text), {}, {}};
}

Context::Context(Vars initial, const tree::Checkout& checkout, probe::Oracle& oracle)
    : vars_(std::move(initial)), checkout_(&checkout), oracle_(&oracle) {}

// --- shell variables -----------------------------------------------------------------------------------------------------

const std::string& Context::var(std::string_view name) const {
  const auto it = vars_.find(name);
  return it == vars_.end() ? kEmpty : it->second;
}

bool Context::has(std::string_view name) const { return vars_.find(name) != vars_.end(); }

void Context::set(std::string_view name, std::string_view value) {
  if (stopped_) return;
  const auto it = vars_.find(name);
  if (it == vars_.end()) {
    vars_.emplace(name, value);
  } else if (it->second != value) {
    it->second = std::string(value);
  }
}

void Context::append(std::string_view name, std::string_view value) {
  if (stopped_) return;
  const auto it = vars_.find(name);
  if (it == vars_.end()) {
    vars_.emplace(name, value);
  } else {
    it->second += std::string(value);
  }
}

void Context::unset(std::string_view name) {
  if (stopped_) return;
  const auto it = vars_.find(name);
  if (it != vars_.end()) vars_.erase(it);
}

std::string Context::x(std::string_view text) const {
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    const char ch = text[at];
    if (ch == '\\' && at + 1 < text.size() && text[at + 1] == '$') {
      out += '$';
      at += 2;
    } else if (ch == '$' && at + 1 < text.size() && is_name_start(text[at + 1])) {
      const std::size_t end = name_end(text, at + 1);
      out += var(text.substr(at + 1, end - at - 1));
      at = end;
    } else if (ch == '$' && at + 2 < text.size() && text[at + 1] == '{' && is_name_start(text[at + 2])) {
      const std::size_t end = name_end(text, at + 2);
      if (end < text.size() && text[end] == '}') {
        out += var(text.substr(at + 2, end - at - 2));
        at = end + 1;
      } else {
        out += ch;
        ++at;
      }
    } else if (ch == '$' && at + 1 < text.size() && text[at + 1] == '$') {
      out += "$$";
      at += 2;
    } else {
      out += ch;
      ++at;
    }
  }
  return out;
}

void Context::export_var(std::string_view name) {
  if (stopped_) return;
  std::string entry(name);
  entry += '=';
  std::erase_if(exports_, [&](const std::string& old) { return old.starts_with(entry); });
  entry += var(name);
  exports_.push_back(std::move(entry));
}

// --- options ---------------------------------------------------------------------------------------------------------------

std::optional<std::string> Context::with(std::string_view name) {
  const std::string variable = with_underscores("with_", name);
  if (!has(variable)) return std::nullopt;
  const std::string value = var(variable);
  set("withval", value);
  return value;
}

std::optional<std::string> Context::enable(std::string_view name) {
  const std::string variable = with_underscores("enable_", name);
  if (!has(variable)) return std::nullopt;
  const std::string value = var(variable);
  set("enableval", value);
  return value;
}

// --- outputs ---------------------------------------------------------------------------------------------------------------

void Context::subst(std::string_view name) {
  if (!stopped_) substs_.emplace(name);
}

void Context::subst(std::string_view name, std::string_view value) {
  set(name, value);
  subst(name);
}

void Context::define(std::string_view macro, std::string_view value) {
  if (stopped_) return;
  std::string text = "#define ";
  text += macro;
  text += ' ';
  text += value;
  text += '\n';
  confdefs_->lines.push_back({std::string(macro), std::move(text)});
}

void Context::confdefs_block(std::string_view name, std::string_view text) {
  if (!stopped_) confdefs_->lines.push_back({std::string(name), std::string(text)});
}

void Context::make_dir(std::string_view path) {
  if (!stopped_) actions_.push_back({Action::Kind::make_dir, std::string(path), {}});
}

void Context::remove_file(std::string_view path) {
  if (!stopped_) actions_.push_back({Action::Kind::remove_file, std::string(path), {}});
}

void Context::write_if_absent(std::string_view path, std::string_view text) {
  if (!stopped_) actions_.push_back({Action::Kind::write_if_absent, std::string(path), std::string(text)});
}

void Context::config_file(OutputFile file) {
  if (!stopped_) outputs_.push_back(std::move(file));
}

// --- transcript --------------------------------------------------------------------------------------------------------------

void Context::say(Event::Kind kind, std::string_view text) {
  if (!stopped_) events_.push_back({kind, std::string(text), nullptr});
}

void Context::checking(std::string_view text) { say(Event::Kind::checking, text); }
void Context::result(std::string_view text) { say(Event::Kind::result, text); }
void Context::cached() { say(Event::Kind::cached, {}); }
void Context::notice(std::string_view text) { say(Event::Kind::notice, text); }
void Context::warn(std::string_view text) { say(Event::Kind::warning, text); }
void Context::out(std::string_view text) { say(Event::Kind::out, text); }
void Context::err(std::string_view text) { say(Event::Kind::err, text); }
void Context::log(std::string_view text) { say(Event::Kind::log, text); }

void Context::fail(std::string_view text, int status) {
  if (stopped_) return;
  say(Event::Kind::error, text);
  failed_ = true;
  status_ = status;
  stop();
}

void Context::give_up(std::string_view what) {
  if (stopped_) return;
  unknown_ = what;
  stop();
}

void Context::failure(std::string_view text, int status) {
  if (stopped_) return;
  // AC_MSG_FAILURE puts the folder on a line of its own before the message and points at the log after it.
  say(Event::Kind::error, "in " + checkout_->quoted(checkout_->build_dir) + ":");
  std::string message(text);
  message += "\nSee " + checkout_->quoted("config.log") + " for more details";
  fail(message, status);
}

// --- questions ---------------------------------------------------------------------------------------------------------------

probe::ToolEnv Context::tools() const {
  probe::ToolEnv env;
  env.cc = var("CC");
  env.cpp = var("CPP");
  env.cflags = var("CFLAGS");
  env.cppflags = var("CPPFLAGS");
  env.ldflags = var("LDFLAGS");
  env.libs = var("LIBS");
  env.exeext = var("ac_exeext");
  env.warnings_fail = !empty("ac_c_werror_flag");
  env.cross = yes("cross_compiling");
  return env;
}

probe::ProgramProbe Context::program_probe(probe::Phase phase, const probe::Program& text) const {
  return {phase, tools(), text, confdefs_, confdefs_->lines.size(), exports_};
}

const probe::Answer* Context::ask(probe::Probe question, bool guess, bool* known) {
  if (stopped_) return nullptr;
  if (const auto* asked = std::get_if<probe::ProgramProbe>(&question)) {
    if (const std::string name = redefined_word(*asked); !name.empty()) give_up("-D" + name + ", a name that test programs of ours use,");
    if (stopped_) return nullptr;
  }
  auto shared = std::make_shared<const probe::Probe>(std::move(question));
  const probe::Answer* answer = oracle_->find(*shared, guess);
  if (known != nullptr) *known = answer != nullptr;
  if (answer == nullptr) {
    ++guesses_;
    answer = oracle_->likely(*shared);
  }
  events_.push_back({Event::Kind::probe, {}, std::move(shared)});
  return answer;
}

bool Context::preprocesses(const probe::Program& text, bool guess) {
  probe::ProgramProbe question = program_probe(probe::Phase::preprocess, text);
  // AC_PROG_CPP sets this one for a preprocessor that only warns of a header that is not there.
  if (!empty("ac_c_preproc_warn_flag")) question.env.warnings_fail = true;
  const probe::Answer* answer = ask(std::move(question), guess);
  return answer != nullptr ? answer->ok : guess && !stopped_;
}

bool Context::compiles(const probe::Program& text, bool guess) {
  const probe::Answer* answer = ask(program_probe(probe::Phase::compile, text), guess);
  return answer != nullptr ? answer->ok : guess && !stopped_;
}

bool Context::links(const probe::Program& text, bool guess) {
  const probe::Answer* answer = ask(program_probe(probe::Phase::link, text), guess);
  return answer != nullptr ? answer->ok : guess && !stopped_;
}

std::string Context::finds(probe::Phase phase, probe::Program text, std::initializer_list<std::string_view> texts,
                           std::string_view guess) {
  for (std::string_view wanted : texts) text.finds.emplace_back(wanted);
  bool known = false;
  const probe::Answer* answer = ask(program_probe(phase, text), true, &known);
  return outcome(answer, known, true, guess).output;
}

std::string Context::finds_in_preprocessed(std::string_view compiler, std::string text, std::initializer_list<std::string_view> texts,
                                           std::string_view guess) {
  probe::ProgramProbe question;
  question.phase = probe::Phase::preprocess;
  question.env.cc = compiler;
  question.env.cpp = std::string(compiler) + " -E";
  question.program.prologue = std::move(text);
  for (std::string_view wanted : texts) question.program.finds.emplace_back(wanted);
  question.confdefs = std::make_shared<const probe::Confdefs>();
  question.exports = exports_;
  bool known = false;
  const probe::Answer* answer = ask(std::move(question), true, &known);
  return outcome(answer, known, true, guess).output;
}

bool Context::links_function(std::string_view symbol, bool guess) {
  return links({probe::Program::Shape::function, {}, {}, std::string(symbol)}, guess);
}

Outcome Context::outcome(const probe::Answer* answer, bool known, bool guess, std::string_view guessed_output) {
  Outcome out;
  if (answer == nullptr) {
    out.ok = guess && !stopped_;
    out.status = out.ok ? 0 : 1;
    out.output = guessed_output;
    return out;
  }
  out.ok = answer->ok;
  out.status = answer->status;
  out.output = answer->output;
  out.diagnostics = answer->diagnostics;
  out.known = known;
  strip_newlines(out.output);
  return out;
}

Outcome Context::runs(const probe::Program& text, bool guess) {
  bool known = false;
  const probe::Answer* answer = ask(program_probe(probe::Phase::run, text), guess, &known);
  return outcome(answer, known, guess, {});
}

Outcome Context::runs_plainly(const probe::Program& text, std::string cc, bool guess) {
  probe::ProgramProbe question = program_probe(probe::Phase::run, text);
  question.env.cc = std::move(cc);
  question.env.cppflags.clear();
  question.env.ldflags.clear();
  question.env.libs.clear();
  question.env.warnings_fail = false;
  question.confdefs_seen = 0;
  bool known = false;
  const probe::Answer* answer = ask(std::move(question), guess, &known);
  return outcome(answer, known, guess, {});
}

std::optional<std::string> Context::computes(std::string_view expression, std::string_view includes,
                                             std::string_view guess) {
  const probe::Program text{probe::Program::Shape::value, std::string(includes), std::string(expression), {}};
  bool known = false;
  const probe::Answer* answer = ask(program_probe(probe::Phase::run, text), true, &known);
  const Outcome out = outcome(answer, known, true, guess);
  if (!out.ok) return std::nullopt;
  return out.output;
}

Outcome Context::run(probe::CommandProbe command, std::string_view guess) {
  bool known = false;
  command.exports = exports_;
  const probe::Answer* answer = ask(std::move(command), true, &known);
  return outcome(answer, known, true, guess);
}

Outcome Context::command(std::string_view text, std::string_view guess, std::vector<probe::ScratchFile> files) {
  return run({.script = std::string(text), .files = std::move(files)}, guess);
}

Outcome Context::need_command(std::string_view text, std::vector<probe::ScratchFile> files) {
  const Outcome out = command(text, {}, std::move(files));
  if (!out.known) stop();
  return out;
}

Outcome Context::build_command(std::string_view text, std::string_view guess) {
  return run({.script = std::string(text), .in_build_folder = true}, guess);
}

Outcome Context::brief_command(std::string_view text, std::string_view guess) {
  return run({.script = std::string(text), .in_build_folder = true, .brief = true}, guess);
}

Outcome Context::quick_command(std::string_view text, std::string_view guess, std::vector<probe::ScratchFile> files) {
  return run({.script = std::string(text), .files = std::move(files), .brief = true}, guess);
}

Outcome Context::preprocessor_command(std::string_view script, std::string_view guess, probe::ScratchFile file) {
  return run({.script = std::string(script), .files = {std::move(file)}, .preprocessor = tools()}, guess);
}

Outcome Context::usual_files_command(std::string_view script, std::string_view guess, probe::ScratchFile file) {
  return run({.script = std::string(script), .files = {std::move(file)}, .usual_files = tools()}, guess);
}

std::vector<std::string> Context::which(std::string_view word, std::string_view path) {
  const probe::Answer* answer =
      ask(probe::WhichProbe{std::string(word), path.empty() ? var("PATH") : std::string(path)}, false);
  return answer == nullptr ? std::vector<std::string>{} : lines_of(answer->output);
}

bool Context::file_test(char op, std::string_view path) {
  const probe::Answer* answer = ask(probe::FileProbe{op, std::string(path)}, false);
  return answer != nullptr && answer->ok;
}

bool Context::is_elf_file(std::string_view path, std::string_view with_text) {
  const probe::Answer* answer = ask(probe::FileProbe{'E', std::string(path), std::string(with_text)}, false);
  return answer != nullptr && answer->ok;
}

std::string Context::real_path(std::string_view path) {
  const probe::Answer* answer = ask(probe::FileProbe{'P', std::string(path)}, false);
  return answer == nullptr ? std::string() : answer->output;
}

const std::string& Context::read_file(std::string_view path) {
  static const std::string none;
  const probe::Answer* answer = ask(probe::FileProbe{'R', std::string(path)}, false);
  return answer == nullptr ? none : answer->output;
}

std::vector<std::string> Context::glob(std::string_view pattern) {
  const probe::Answer* answer = ask(probe::FileProbe{'G', std::string(pattern)}, false);
  return answer == nullptr ? std::vector<std::string>{} : lines_of(answer->output);
}

// --- scopes --------------------------------------------------------------------------------------------------------------------

SaveEnv::SaveEnv(Context& c) : c_(c) {
  for (const char* name : {"CFLAGS", "CPPFLAGS", "LDFLAGS", "LIBS"}) c_.set(std::string("save_") + name, c_.var(name));
}

SaveEnv::~SaveEnv() {
  for (const char* name : {"CFLAGS", "CPPFLAGS", "LDFLAGS", "LIBS"}) c_.set(name, c_.var(std::string("save_") + name));
}

}  // namespace pyconfigure::decide
