#include "pyconfigure/render/config_log.hpp"

#include <algorithm>

#include "lines.hpp"
#include "pyconfigure/render/config_header.hpp"
#include "pyconfigure/render/config_status.hpp"
#include "pyconfigure/render/shell_words.hpp"
#include "pyconfigure/render/templates.hpp"

namespace pyconfigure::render {
namespace {

using decide::Event;

std::string with_newline(std::string_view text) {
  return text.empty() || text.ends_with('\n') ? std::string(text) : std::string(text) + "\n";
}

/// Paragraphs that start with a newline of their own get no blank before it.
std::string labelled(std::string_view label, std::string_view text) {
  return std::string(label) + (text.starts_with('\n') ? "" : " ") + std::string(text);
}

/// The part between the preamble and the lists of variables. configure puts its script's line numbers there; we have
/// none and count the messages, so that what looks for `configure:[0-9]+:` finds it.
class EventLog {
 public:
  EventLog(std::string name, const AnswerLookup& answer) : name_(std::move(name)), answer_(answer) {}

  void add(const Event& event) {
    switch (event.kind) {
      case Event::Kind::checking:
        line("checking " + event.text);
        break;
      case Event::Kind::result:
        line("result: " + event.text);
        break;
      case Event::Kind::notice:
      case Event::Kind::log:
        line(event.text);
        break;
      case Event::Kind::warning:
        line(labelled("WARNING:", event.text));
        break;
      case Event::Kind::error:
        line(labelled("error:", event.text));
        break;
      case Event::Kind::probe:
        add_probe(event);
        break;
      case Event::Kind::cached:
      case Event::Kind::out:
      case Event::Kind::err:
        break;
    }
  }

  std::string take() { return std::move(text_); }

 private:
  void line(std::string_view message) {
    text_ += labelled(name_ + ":" + std::to_string(++number_) + ":", message) + "\n";
  }

  void status(int value) { line("$? = " + std::to_string(value)); }

  void add_probe(const Event& event) {
    const probe::Answer* answer = event.probe && answer_ ? answer_(*event.probe) : nullptr;
    if (answer == nullptr) return;
    if (const auto* program = std::get_if<probe::ProgramProbe>(event.probe.get())) {
      add_program(*program, *answer);
    } else if (const auto* command = std::get_if<probe::CommandProbe>(event.probe.get())) {
      line(answer->command.empty() ? command->script : answer->command);
      text_ += with_newline(answer->diagnostics);
      status(answer->status);
    }
  }

  void add_program(const probe::ProgramProbe& program, const probe::Answer& answer) {
    line(answer.command.empty() ? probe::describe(program) : answer.command);
    text_ += with_newline(answer.diagnostics);
    if (program.phase == probe::Phase::run && answer.ok) {
      status(0);
      line("./conftest" + program.env.exeext);
    }
    status(answer.status);
    if (answer.ok) return;
    if (program.phase == probe::Phase::run) {
      text_ += name_ + ": program exited with status " + std::to_string(answer.status) + "\n";
    }
    text_ += name_ + ": failed program was:\n";
    const std::string source = probe::source_text(program);
    for (const std::string_view source_line : split_lines(source)) text_.append("| ").append(source_line) += '\n';
  }

  std::string name_;
  const AnswerLookup& answer_;
  std::string text_;
  int number_ = 0;
};

std::string path_lines(const std::vector<std::string>& folders) {
  std::string text;
  for (const std::string& folder : folders) {
    text += "PATH: " + (folder.empty() ? "./" : folder.ends_with('/') ? folder : folder + "/") + "\n";
  }
  return text;
}

/// NAME='VALUE' for each substituted variable, sorted line by line as `sort` does it.
std::string output_variables(const decide::Vars& vars, const std::set<std::string, std::less<>>& substs) {
  std::string text;
  for (const std::string& name : substs) {
    const auto value = vars.find(name);
    text += name + "=" + single_quoted(value == vars.end() ? "" : value->second) + "\n";
  }
  std::vector<std::string_view> lines = split_lines(text);
  std::sort(lines.begin(), lines.end());
  std::string sorted;
  for (const std::string_view line : lines) sorted.append(line) += '\n';
  return sorted;
}

std::string preamble(const ConfigLogInput& input) {
  return fill_in(embedded_template("config.log.in"),
                 {
                     {"NAME", input.name},
                     {"PACKAGE", input.package},
                     {"VERSION", input.version},
                     {"GENERATOR", input.generator},
                     {"AUTOCONF", input.autoconf_version},
                     {"INVOCATION", input.program + input.arguments},
                     {"PLATFORM", input.platform},
                     {"PATH", path_lines(input.path)},
                 });
}

/// Each variable that is cached, as `set` shows it, with where its name ends; in the order of `sort`, which is not that
/// of the names: `=` comes after the digits.
struct CacheLine {
  std::string text;
  std::size_t name_length = 0;

  std::string_view name() const { return std::string_view(text).substr(0, name_length); }
  std::string_view value() const { return std::string_view(text).substr(name_length + 1); }
};

std::vector<CacheLine> cache_lines(const decide::Vars& vars, std::vector<std::string>* left_out) {
  std::vector<CacheLine> lines;
  for (const auto& [name, value] : vars) {
    if (name.find("_cv_") == std::string::npos || name_length(name) != name.size()) continue;
    if (value.find('\n') == std::string::npos) {
      lines.push_back({name + "=" + as_set_shows(value), name.size()});
    } else if (left_out != nullptr) {
      left_out->push_back(name);
    }
  }
  std::sort(lines.begin(), lines.end(), [](const CacheLine& a, const CacheLine& b) { return a.text < b.text; });
  return lines;
}

}  // namespace

std::string framed_title(std::string_view title) {
  const std::string frame = "## " + std::string(title.size(), '-') + " ##\n";
  return frame + "## " + std::string(title) + " ##\n" + frame;
}

std::string cache_variables(const decide::Vars& vars, std::vector<std::string>* left_out) {
  std::string text;
  for (const CacheLine& line : cache_lines(vars, left_out)) text += line.text + "\n";
  return text;
}

std::string cache_comment(std::string_view script) {
  constexpr std::string_view start = "\ncat >confcache <<\\_ACEOF\n";
  constexpr std::string_view end = "\n_ACEOF\n";
  const std::size_t from = script.find(start);
  const std::size_t to = from == std::string_view::npos ? from : script.find(end, from + start.size());
  if (to == std::string_view::npos) return std::string(embedded_template("config.cache.in"));
  return std::string(script.substr(from + start.size(), to + 1 - from - start.size()));
}

std::string config_cache(std::string_view comment, const decide::Vars& vars, std::vector<std::string>* left_out,
                         bool older) {
  std::string text(comment);
  for (const CacheLine& line : cache_lines(vars, left_out)) {
    const std::string name(line.name());
    if (name.starts_with("ac_cv_env_")) {
      text += line.text + "\n";
    } else if (line.value().find_first_of("{}") != std::string_view::npos) {
      text += (older ? "test \"${" + name + "+set}\" = set || " : "test ${" + name + "+y} || ") + line.text + "\n";
    } else {
      text += name + "=${" + line.text + "}\n";
    }
  }
  return text;
}

std::string config_log(const ConfigLogInput& input, const std::vector<decide::Event>& events, const decide::Vars& vars,
                       const std::set<std::string, std::less<>>& substs, const probe::Confdefs& confdefs,
                       const AnswerLookup& answer) {
  EventLog log(input.name, answer);
  for (const Event& event : events) log.add(event);
  std::string text = preamble(input) + input.before_events + log.take() + input.after_events + "\n";
  text += framed_title("Cache variables.") + "\n" + cache_variables(vars) + "\n";
  text += framed_title("Output variables.") + "\n" + output_variables(vars, substs) + "\n";
  text += framed_title("confdefs.h.") + "\n/* confdefs.h */\n" + confdefs_text(confdefs) + "\n";
  if (input.signal != 0) text += input.name + ": caught signal " + std::to_string(input.signal) + "\n";
  return text + input.name + ": exit " + std::to_string(input.status) + "\n";
}

}  // namespace pyconfigure::render
