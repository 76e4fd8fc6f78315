// What a session shows on a terminal: a line of progress, then a summary. Standard output that is no terminal gets
// configure's transcript and nothing else.
#include <cstdio>

#include "app/rounds.hpp"
#include "app/session.hpp"
#include "app/summary.hpp"
#include "pyconfigure/report/progress.hpp"

namespace pyconfigure::app {

void Session::look_at_screen() {
  if (!request_.silent() && request_.text("verbose") != "yes") screen_ = os::terminal(fileno(stdout));
}

void Session::run_passes(std::string& error) {
  if (!screen_) {
    pass_ = evaluate(initial_, checkout_, *engine_, {}, error);
    return;
  }
  report::Progress progress(*screen_);
  const auto show = [&] {
    progress.show("configuring, round " + std::to_string(engine_->cost().rounds + 1) + ": " +
                  std::to_string(engine_->known()) + " answers known, " + std::to_string(engine_->noted()) + " open");
  };
  pass_ = evaluate(initial_, checkout_, *engine_, show, error);
}

void Session::show_last_check() const {
  const std::string line = last_check(*pass_);
  if (screen_ && !line.empty()) std::fprintf(stdout, "%s\n", line.c_str());
  std::fflush(stdout);
}

void Session::show_summary() const {
  if (!screen_ || over_ || pass_ == nullptr) return;
  const std::string text = report::summary_text(summarise(*pass_, request_, checkout_, engine_->cost()), *screen_);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

}  // namespace pyconfigure::app
