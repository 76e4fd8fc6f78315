// What earlier runs and the site have to say: site scripts, the cache file, and the variables that both have to agree on.
// Autoconf's manual, "Setting Site Defaults" and "Cache Files".
#include <sys/stat.h>

#include <algorithm>

#include "app/session.hpp"
#include "app/shell_source.hpp"
#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"
#include "pyconfigure/os/process.hpp"
#include "pyconfigure/render/config_log.hpp"
#include "pyconfigure/report/streams.hpp"

namespace pyconfigure::app {

namespace {

/// The site scripts that may be there, in order.
std::vector<std::string> site_files(const decide::Vars& vars, const tree::Checkout& checkout) {
  const auto text = [&](const char* name) {
    const auto it = vars.find(name);
    return it == vars.end() ? std::string() : it->second;
  };
  std::vector<std::string> files;
  if (const std::string named = text("CONFIG_SITE"); named.empty()) {
    const std::string prefix = text("prefix") == "NONE" ? "/usr/local" : text("prefix");
    files = {prefix + "/share/config.site", prefix + "/etc/config.site"};
    if (!checkout.autoconf_before("2.70")) files = base::words(files[0] + " " + files[1]);
  } else if (checkout.autoconf_before("2.70")) {
    files = {named};
  } else {
    files = base::words(named);
  }
  for (std::string& file : files) {
    if (file.find('/') == std::string::npos || file.starts_with('-')) file = "./" + file;
  }
  return files;
}

std::string one_line(const std::string& text) {
  std::string line;
  for (const std::string& word : base::words(text)) line += " " + word;
  return line;
}

}  // namespace

void Session::tell(const std::string& text) {
  report::print({{false, name_ + ": " + text + "\n"}}, silent());
  early_log_ += name_ + ": " + text + "\n";
}

void Session::tell_error(const std::string& text) {
  report::print({{true, name_ + ": " + text + "\n"}}, silent());
  early_log_ += name_ + ": " + text + "\n";
}

/// Sources a file and passes on what it says; the run may be over then. False when its last command failed.
bool Session::source(const std::string& path, bool may_fail) {
  const Sourced sourced = source_file(path, checkout_.build_dir, may_fail, initial_, child_env_);
  report::print({{false, sourced.out}, {true, sourced.err}}, false);
  if (os::interrupted() != 0) {
    end(1);
  } else if (sourced.ended) {
    end(sourced.status);
  }
  return !sourced.failed;
}

std::string Session::in_build_folder(const std::string& file) const {
  return file.starts_with('/') ? file : checkout_.build_dir + "/" + file;
}

/// Things in the environment that the script itself, or the shell that runs it, makes something of.
std::string Session::meant_for_the_script() const {
  for (const char* name : {"CONFIG_FILES", "CONFIG_HEADERS", "CONFIG_LINKS", "CONFIG_COMMANDS", "CONFIG_STATUS"}) {
    if (initial_.contains(name)) return std::string("the variable ") + name;
  }
  const auto path = initial_.find("PATH");
  if (path == initial_.end() || path->second.empty()) return "an environment without PATH";
  for (const std::string& file : site_files(initial_, checkout_)) {
    const std::string text = os::test('f', in_build_folder(file)) ? os::read_file(in_build_folder(file)).value_or("") : "";
    if (const std::string what = needs_the_script(text); !what.empty()) return "'" + what + "' in the site script " + file;
  }
  return {};
}

void Session::load_site_scripts() {
  for (const std::string& file : site_files(initial_, checkout_)) {
    const std::string path = in_build_folder(file);
    if (over_ || file == "/dev/null" || !os::test('f', path) || !os::test('r', path)) continue;
    tell("loading site script " + file);
    initial_["ac_site_file"] = file;
    if (source(file, false) || over_) continue;
    tell_error("error: in " + checkout_.quoted(checkout_.build_dir) + ":");
    refuse("failed to load site script " + file + "\nSee " + checkout_.quoted("config.log") + " for more details");
  }
}

void Session::load_cache() {
  if (over_) return;
  const std::string file = initial_["cache_file"];
  if (file == "/dev/null" || file.empty()) return;
  const std::string path = in_build_folder(file);
  if (!os::test('r', path)) {
    tell("creating cache " + file);
    os::write_plain(path, "");
  } else if (os::test('f', path)) {
    tell("loading cache " + file);
    source(file.starts_with('/') ? file : "./" + file, true);
  }
}

/// Precious variables must be what they were when the cache was made; then they become a part of CONFIG_ARGS.
void Session::agree_on_precious() {
  if (over_) return;
  bool corrupted = false;
  std::string& args = initial_["ac_configure_args"];
  for (const tree::Precious& precious : checkout_.precious) {
    const std::string& name = precious.name;
    const bool was_set = initial_["ac_cv_env_" + name + "_set"] == "set";
    const std::string old = initial_["ac_cv_env_" + name + "_value"];
    const bool is_set = initial_["ac_env_" + name + "_set"] == "set";
    const std::string now = initial_["ac_env_" + name + "_value"];
    if (was_set && !is_set) {
      tell_error("error: " + checkout_.quoted(name) + " was set to " + checkout_.quoted(old) + " in the previous run");
      corrupted = true;
    } else if (!was_set && is_set) {
      tell_error("error: " + checkout_.quoted(name) + " was not set in the previous run");
      corrupted = true;
    } else if (was_set && old != now) {
      if (one_line(old) != one_line(now)) {
        tell_error("error: " + checkout_.quoted(name) + " has changed since the previous run:");
        corrupted = true;
      } else {
        tell_error("warning: ignoring whitespace changes in " + checkout_.quoted(name) + " since the previous run:");
        initial_[name] = old;
      }
      tell_error("  former value:  " + checkout_.quoted(old));
      tell_error("  current value: " + checkout_.quoted(now));
    }
    if (!is_set) continue;
    const std::string word = " " + options::quote_argument(name + "=" + now);
    if ((args + " ").find(word + " ") == std::string::npos) args += word;
  }
  if (!corrupted) return;
  tell_error("error: in " + checkout_.quoted(checkout_.build_dir) + ":");
  tell_error("error: changes in the environment can compromise the build");
  const std::string& file = initial_["cache_file"];
  if (checkout_.autoconf_before("2.70")) {
    return refuse("run " + checkout_.quoted("make distclean") + " and/or " + checkout_.quoted("rm " + file) + " and start over");
  }
  const auto make = initial_.find("MAKE");
  const std::string tool = make == initial_.end() ? "make" : make->second;
  refuse("run " + checkout_.quoted(tool + " distclean") + " and/or " + checkout_.quoted("rm " + file) + "\n\t    and start over");
}

void Session::read_saved_answers() {
  if (over_) return;
  std::string why;
  if (!os::can_write_here(why)) {
    return refuse("cannot write in the build folder " + checkout_.build_dir + ": " + why +
                  "\nmake a folder that you can write, and call " + program_ + " from there");
  }
  // Found out before anything is asked, as configure does.
  if (os::test('d', "config.log")) return refuse("config.log is a folder\nremove it, or use another build folder");
  if (!lock_.take()) {
    return refuse("another run of pyconfigure is at work in " + checkout_.build_dir +
                  "\nwait until it has ended, or use a build folder of its own for each");
  }
  keeper_.start();
  logs_ = true;
  look_at_screen();
  initial_ = initial_variables();
  child_env_ = child_environment();
  if (const std::string what = meant_for_the_script(); !what.empty()) return give_way(what);
  load_site_scripts();
  load_cache();
  agree_on_precious();
}

void Session::save_answers() {
  std::vector<std::string> left_out;
  const std::string& file = pass_->var("cache_file");
  const std::string comment = render::cache_comment(os::read_file(checkout_.abs_srcdir + "/" + checkout_.own_script).value_or(""));
  const bool older = checkout_.autoconf_before("2.70");
  const std::string text = render::config_cache(comment, pass_->vars(), &left_out, older);
  for (const std::string& name : left_out) pass_->warn("cache variable " + name + " contains a newline");
  with_newlines_ = left_out;
  if (file == "/dev/null" || file.empty()) return show_new_events();
  const std::string path = in_build_folder(file);
  if (os::read_file(path) == text) return show_new_events();
  struct stat info {};
  const bool plain = lstat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
  std::string error;
  if (!os::test('w', path)) {
    pass_->notice("not updating unwritable cache " + file);
  } else {
    pass_->notice("updating cache " + file);
    if (plain) {
      os::write_file(path, text, 0666, error);
    } else {
      os::write_plain(path, text);
    }
  }
  show_new_events();
  if (!error.empty()) refuse(error);
}

}  // namespace pyconfigure::app
