// Many compile probes in one translation unit: those that differ only in the statements of main.
//
// Soundness. Each body becomes a function of its own whose lines carry a name of their own (#line), so that an error
// belongs to exactly one probe, and nothing declared in one is seen in another. When the unit fails, the bodies with
// errors are taken out, and only when the rest compiles is it a yes. (No second look is needed where every error is of
// a kind that cannot have hidden another: an undeclared name, an unknown member, an incomplete type.) A body whose
// error may come of another one's declarations (gcc compares those of functions across blocks), or of a warning about
// the function around it, is asked alone. What cannot be read, or stands outside every body, sends everything to the
// lone form.
#include <map>
#include <memory>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

const std::string kName = "pyconfigure-body-";

/// An error behind which the compiler goes on as if nothing had been there: neither a declaration is made nor are
/// tokens skipped.
bool hides_nothing(const std::string& error, const probe::Program& program) {
  for (std::string_view words : {"undeclared (first use in this function)", "use of undeclared identifier",
                                 "has no member named", "no member named", "incomplete type"}) {
    if (error.find(words) != std::string::npos) return true;
  }
  // AC_CHECK_TYPE's second program: a type in parentheses where an expression has to be.
  return program.body.starts_with("if (sizeof ((") && error.find("expected expression") != std::string::npos;
}

class BodyJob : public os::Job {
 public:
  BodyJob(Workshop& shop, Questions questions) : shop_(shop), open_(std::move(questions)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) {
      folder_ = shop_.new_folder();
      return attempt();
    }
    const probe::ToolEnv& env = open_.front()->probe->env;
    if (last->code == 0 && (!env.warnings_fail || last->err.empty())) {
      for (Question* question : open_) settle(*question, true, {});
      return std::nullopt;
    }
    const bool hopeless = last->code != 1 || last->not_started || last->signalled || ++attempts_ > 4;
    if (hopeless || !take_out_failing(last->err, queue)) {
      ask_alone(shop_, open_, queue);
      return std::nullopt;
    }
    if (harmless_) {
      for (Question* question : open_) settle(*question, true, {});
      return std::nullopt;
    }
    if (open_.empty()) return std::nullopt;
    return attempt();
  }

 private:
  os::Command attempt() {
    const probe::ProgramProbe& probe = *open_.front()->probe;
    const std::string source = folder_ + "/bodies.c";
    shop_.put(source, text());
    std::vector<std::string> line = compile_line(plain_speech(probe.env), source, folder_ + "/bodies.o");
    // Verdicts that only warnings could turn come from late passes; everything else is known after the front end.
    if (!warnings_are_errors(probe.env) && !probe.env.warnings_fail) line.push_back("-fsyntax-only");
    return shop_.tool(std::move(line), probe.exports);
  }

  std::string text() const {
    const probe::ProgramProbe& probe = *open_.front()->probe;
    std::string out = probe::confdefs_text(probe);
    out += probe.program.prologue + "\n";
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const std::string number = std::to_string(i);
      out += "#line 1 \"" + kName + number + "\"\nint pyconfigure_body_" + number + " (void)\n{\n" +
             open_[i]->probe->program.body + "\n  ;\n  return 0;\n}\n";
    }
    return out;
  }

  /// Answers the bodies that have errors; false when the compiler's words cannot be read or belong to no body.
  bool take_out_failing(const std::string& diagnostics, os::JobQueue& queue) {
    const auto errors = compiler_errors(diagnostics);
    if (!errors || errors->empty()) return false;
    const probe::ToolEnv& env = open_.front()->probe->env;
    std::map<std::size_t, std::string> failing;
    for (const CompilerError& error : *errors) {
      if (!error.file.starts_with(kName)) return false;
      failing[std::stoul(error.file.substr(kName.size()))] += error.text + "\n";
    }
    harmless_ =
        !env.warnings_fail && !warnings_are_errors(env) && diagnostics.find("too many errors") == std::string::npos;
    for (const CompilerError& error : *errors) {
      harmless_ =
          harmless_ && hides_nothing(error.text, open_[std::stoul(error.file.substr(kName.size()))]->probe->program);
    }
    Questions rest;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const auto it = failing.find(i);
      if (it == failing.end()) {
        rest.push_back(open_[i]);
      } else if (doubtful(it->second)) {
        queue.add(lone_job(shop_, *open_[i]));
      } else {
        settle(*open_[i], false, it->second);
      }
    }
    open_ = std::move(rest);
    return true;
  }

  bool doubtful(const std::string& errors) const {
    if (warnings_are_errors(open_.front()->probe->env)) return true;
    for (std::string_view word : {"conflicting", "redefinition", "redeclar", "different kind", "previous"}) {
      if (errors.find(word) != std::string::npos) return true;
    }
    return false;
  }

  void settle(Question& question, bool ok, std::string diagnostics) {
    ++shop_.batched;
    shop_.settle(question, ok, ok ? 0 : 1, {}, std::move(diagnostics));
  }

  Workshop& shop_;
  Questions open_;
  std::string folder_;
  int attempts_ = 0;
  bool harmless_ = false;  ///< no error of the last attempt can have hidden another
};

}  // namespace

std::unique_ptr<os::Job> body_job(Workshop& shop, Questions questions) {
  return std::make_unique<BodyJob>(shop, std::move(questions));
}

}  // namespace pyconfigure::toolchain
