// config.log for a session.
#include <sys/utsname.h>

#include "app/own_program.hpp"
#include "app/session.hpp"
#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/process.hpp"
#include "pyconfigure/render/config_log.hpp"

namespace pyconfigure::app {

namespace {

std::string platform_lines() {
  struct utsname name {};
  if (uname(&name) != 0) return {};
  std::string text;
  text += std::string("hostname = ") + name.nodename + "\n";
  text += std::string("uname -m = ") + name.machine + "\n";
  text += std::string("uname -r = ") + name.release + "\n";
  text += std::string("uname -s = ") + name.sysname + "\n";
  text += std::string("uname -v = ") + name.version + "\n";
  return text;
}

}  // namespace

std::string Session::config_log() const {
  render::ConfigLogInput input;
  input.generator = kGenerator;
  input.name = name_;
  input.version = checkout_.version;
  input.autoconf_version = checkout_.autoconf_version;
  input.program = program_;
  input.arguments = request_.invocation;
  if (checkout_.autoconf_before("2.70")) {
    input.arguments.clear();  // as they are
    for (const std::string& argument : arguments_) input.arguments += " " + argument;
  }
  input.platform = platform_lines();
  input.before_events = early_log_;
  if (!output_log_.empty()) input.after_events = render::framed_title("Running config.status.") + "\n" + output_log_;
  input.status = status_;
  input.signal = os::interrupted();
  const auto path = initial_.find("PATH");
  input.path = base::folders(path == initial_.end() ? std::string_view() : path->second);
  if (pass_ == nullptr) return render::config_log(input, {}, initial_, {}, {}, {});  // ended before the first question
  return render::config_log(input, pass_->events(), pass_->vars(), pass_->substs(), pass_->confdefs(),
                            [this](const probe::Probe& probe) { return engine_->find(probe, false); });
}

}  // namespace pyconfigure::app
