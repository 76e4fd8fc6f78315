// One run of the program: its state, and the passes that main calls one after the other.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/awk.hpp"
#include "app/own_options.hpp"
#include "app/outputs.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/options/request.hpp"
#include "pyconfigure/os/jobserver.hpp"
#include "pyconfigure/os/keeper.hpp"
#include "pyconfigure/os/terminal.hpp"
#include "pyconfigure/toolchain/engine.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::app {

/// Each pass does nothing once the run is over (help printed, an error met).
class Session {
 public:
  Session(std::string program, std::vector<std::string> arguments, std::vector<std::string> environment);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void read_command_line();
  void find_checkout();
  void read_checkout();
  void check_command_line();
  void answer_questions();
  void hand_over_if_unknown();
  void read_saved_answers();
  void decide();
  void show_transcript();
  void write_outputs();
  void close();
  int status() const { return status_; }

 private:
  /// Ends the run with a message on standard error.
  void refuse(const std::string& text, int status = 1);
  std::string autoconf_version() const;
  void end(int status);
  void print_and_end(const std::string& text);
  void give_way(const std::string& unknown);
  bool interrupted();
  void deliver();
  decide::Vars initial_variables();
  void remember_precious(decide::Vars& vars);
  void agree_on_precious();
  void tell(const std::string& text);
  void tell_error(const std::string& text);
  bool source(const std::string& path, bool may_fail);
  std::string meant_for_the_script() const;
  std::string in_build_folder(const std::string& file) const;
  void load_site_scripts();
  void load_cache();
  void save_answers();
  std::vector<std::string> child_environment() const;
  void warn_of_bare_words() const;
  void warn_of_unrecognized();
  std::string config_log() const;
  void show_new_events();
  bool silent() const { return request_.silent() || screen_.has_value(); }
  void look_at_screen();
  void run_passes(std::string& error);
  void show_summary() const;
  void show_last_check() const;
  OutputJob output_job();

  os::FolderLock lock_;
  os::Keeper keeper_;  // before all that it may have to tidy up
  std::string program_;
  std::string name_;  ///< what messages begin with
  std::vector<std::string> arguments_;
  std::vector<std::string> environment_;
  OwnOptions own_;
  options::Request request_;
  tree::Checkout checkout_;
  std::string unrecognized_;  ///< the options nobody knows, with commas between
  std::unique_ptr<os::Jobserver> jobserver_;  ///< of the make that called us, unless -j was given
  std::unique_ptr<toolchain::Engine> engine_;
  std::unique_ptr<decide::Context> pass_;
  std::size_t shown_ = 0;     ///< events that are printed
  std::string output_log_;
  os::FileSet files_;  ///< the outputs, until all are there
  bool delivers_ = false;  ///< all of them are
  Awk awk_ = Awk::works;
  decide::Vars initial_;                ///< what decide starts with
  std::vector<std::string> child_env_;  ///< what children see
  std::string early_log_;               ///< what was said before decide
  std::vector<std::string> with_newlines_;  ///< cache variables that cannot be saved
  bool logs_ = false;                   ///< from here on a run leaves a config.log
  std::optional<os::Terminal> screen_;  ///< somebody watches: progress and a summary instead of the transcript
  bool over_ = false;
  int status_ = 0;
};

}  // namespace pyconfigure::app
