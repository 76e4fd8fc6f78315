// Many compile probes in one translation unit: those that differ only in the statements of main. Several such units
// share one start of the compiler's driver.
//
// Soundness. Each body becomes a function of its own whose lines carry a name of their own (#line), so that an error
// belongs to exactly one probe, and nothing declared in one is seen in another. When the unit fails, the bodies with
// errors are taken out, and only when the rest compiles is it a yes. (No second look is needed where every error is of
// a kind that cannot have hidden another: an undeclared name, an unknown member, an incomplete type.) A body whose
// error may come of another one's declarations (gcc compares those of functions across blocks), or of a warning about
// the function around it, is asked alone. What cannot be read, or stands outside every body, sends everything to the
// lone form. Units that were started together are told apart by the names of their lines, and the mark at the end of each
// shows that the compiler has been through it; each goes on by itself from what was said about it.
#include <algorithm>
#include <map>
#include <memory>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

const std::string kName = "pyconfigure-body-";

/// What the lines of a unit's bodies are named; their number follows.
std::string names_of(std::size_t unit) {
  return kName + std::to_string(unit) + "-";
}

std::string source_name(std::size_t unit) {
  return "bodies-" + std::to_string(unit) + ".c";
}

bool has_error(std::string_view text) {
  return text.find("error:") != std::string_view::npos;
}

std::string text_of(std::size_t unit, const Questions& questions) {
  const probe::ProgramProbe& probe = *questions.front()->probe;
  std::string out = probe::confdefs_text(probe);
  out += probe.program.prologue + "\n";
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const std::string number = std::to_string(i);
    out += "#line 1 \"" + names_of(unit) + number + "\"\nint pyconfigure_body_" + number + " (void)\n{\n" +
           questions[i]->probe->program.body + "\n  ;\n  return 0;\n}\n";
  }
  return out;
}

/// One unit, until all of its bodies have their answers.
class BodyJob : public os::Job {
 public:
  BodyJob(Workshop& shop, Questions questions, std::size_t unit) : shop_(shop), open_(std::move(questions)), unit_(unit) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last != nullptr && !conclude(*last, queue)) return std::nullopt;
    return attempt();
  }

  /// Draws what can be drawn from how the compiler ended; true when what is left has to be compiled once more.
  bool conclude(const os::Exit& end, os::JobQueue& queue) {
    const probe::ToolEnv& env = open_.front()->probe->env;
    const bool all_good = end.code == 0 && (!env.warnings_fail || end.err.empty());
    if (!all_good) {
      const bool hopeless = end.code != 1 || end.not_started || end.signalled || ++attempts_ > 4;
      if (hopeless || !take_out_failing(end.err, queue)) {
        ask_alone(shop_, open_, queue);
        return false;
      }
      if (!harmless_) return !open_.empty();
    }
    for (Question* question : open_) shop_.settle_batched(*question, true, {});
    return false;
  }

 private:
  os::Command attempt() {
    const probe::ProgramProbe& probe = *open_.front()->probe;
    const std::string folder = shop_.new_folder();
    const std::string source = folder + "/" + source_name(unit_);
    shop_.put(source, text_of(unit_, open_));
    std::vector<std::string> line = compile_line(plain_speech(probe.env), source, folder + "/bodies.o");
    // Verdicts that only warnings could turn come from late passes; everything else is known after the front end.
    if (front_end_tells_all(*open_.front())) line.push_back("-fsyntax-only");
    return shop_.tool(std::move(line), probe.exports);
  }

  /// Answers the bodies that have errors; false when the compiler's words cannot be read or belong to no body.
  bool take_out_failing(const std::string& diagnostics, os::JobQueue& queue) {
    const auto errors = compiler_errors(diagnostics);
    if (!errors || errors->empty()) return false;
    std::map<std::size_t, std::string> failing;
    for (const CompilerError& error : *errors) {
      const auto body = body_of(error);
      if (!body) return false;
      failing[*body] += error.text + "\n";
    }
    harmless_ = front_end_tells_all(*open_.front()) && diagnostics.find("too many errors") == std::string::npos;
    for (const CompilerError& error : *errors) {
      harmless_ = harmless_ && hides_nothing(error.text, open_[*body_of(error)]->probe->program);
    }
    Questions rest;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const auto it = failing.find(i);
      if (it == failing.end()) {
        rest.push_back(open_[i]);
      } else if (doubtful(it->second)) {
        queue.add(lone_job(shop_, *open_[i]));
      } else {
        shop_.settle_batched(*open_[i], false, it->second);
      }
    }
    open_ = std::move(rest);
    return true;
  }

  /// Which body an error stands in.
  std::optional<std::size_t> body_of(const CompilerError& error) const {
    const std::string names = names_of(unit_);
    if (!error.file.starts_with(names)) return std::nullopt;
    const std::size_t body = std::stoul(error.file.substr(names.size()));
    return body < open_.size() ? std::optional(body) : std::nullopt;
  }

  bool doubtful(const std::string& errors) const {
    if (warnings_are_errors(open_.front()->probe->env)) return true;
    return error_of_others(errors);
  }

  Workshop& shop_;
  Questions open_;
  std::size_t unit_;
  int attempts_ = 0;
  bool harmless_ = false;  ///< no error of the last attempt can have hidden another
};

/// Several units, started together once.
class BodiesJob : public os::Job {
 public:
  BodiesJob(Workshop& shop, std::vector<Questions> units) : shop_(shop), units_(std::move(units)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) return command();
    const std::optional<std::vector<std::string>> said = said_of_each(*last);
    for (std::size_t unit = 0; unit < units_.size(); ++unit) {
      auto job = std::make_unique<BodyJob>(shop_, std::move(units_[unit]), unit);
      // Each goes on as if it had been started by itself, or is.
      const bool looked_at = said && (last->code == 0 || was_seen((*said)[unit], unit));
      os::Exit own;
      if (looked_at) own.err = without_marks((*said)[unit]);
      own.code = has_error(own.err) ? 1 : 0;
      if (!looked_at || job->conclude(own, queue)) queue.add_first(std::move(job));
    }
    return std::nullopt;
  }

 private:
  os::Command command() {
    const probe::ProgramProbe& first = *units_.front().front()->probe;
    const probe::ToolEnv env = plain_speech(first.env);
    const std::string folder = shop_.new_folder();
    std::vector<std::string> line = fields({env.cc, "-fsyntax-only", env.cflags, env.cppflags});
    for (std::size_t unit = 0; unit < units_.size(); ++unit) {
      line.push_back(folder + "/" + source_name(unit));
      shop_.put(line.back(), text_of(unit, units_[unit]) + seen_mark(unit));
    }
    return shop_.tool(std::move(line), first.exports);
  }

  /// The diagnostics of each unit: from a line that names it up to one that names another. Nothing when the driver was killed,
  /// or failed without a word about any.
  std::optional<std::vector<std::string>> said_of_each(const os::Exit& end) const {
    std::vector<std::string> said(units_.size());
    if (end.not_started || end.signalled || (end.code != 0 && end.code != 1)) return std::nullopt;
    std::size_t about = units_.size();
    bool stray = false;
    base::each_line(end.err, [&](std::string_view line) {
      about = named_in(line).value_or(about);
      if (about < units_.size()) {
        said[about].append(line) += '\n';
      } else {
        stray = stray || has_error(line);
      }
    });
    if (stray || std::any_of(said.begin(), said.end(), has_error) != (end.code == 1)) return std::nullopt;
    return said;
  }

  std::optional<std::size_t> named_in(std::string_view line) const {
    for (std::size_t unit = 0; unit < units_.size(); ++unit) {
      const bool named = line.find(names_of(unit)) != std::string_view::npos || was_seen(line, unit) ||
                         line.find("/" + source_name(unit)) != std::string_view::npos;
      if (named) return unit;
    }
    return std::nullopt;
  }

  Workshop& shop_;
  std::vector<Questions> units_;
};

}  // namespace

void queue_bodies(Workshop& shop, std::vector<Questions> units, std::size_t parts, os::JobQueue& queue) {
  const probe::ToolEnv& env = units.front().front()->probe->env;
  // Where warnings decide, a unit is compiled to its end, into an object of its own.
  const bool apart = !front_end_tells_all(*units.front().front()) || leaves_files(env);
  for (std::vector<Questions>& part : in_parts(units, apart ? units.size() : parts)) {
    if (part.size() == 1) {
      queue.add(std::make_unique<BodyJob>(shop, std::move(part.front()), 0));
    } else {
      queue.add(std::make_unique<BodiesJob>(shop, std::move(part)));
    }
  }
}

}  // namespace pyconfigure::toolchain
