#include "app/outputs.hpp"

#include <sys/stat.h>

#include <algorithm>

#include "app/own_program.hpp"
#include "pyconfigure/os/files.hpp"
#include "pyconfigure/render/config_header.hpp"
#include "pyconfigure/render/config_status.hpp"
#include "pyconfigure/render/makesetup.hpp"
#include "pyconfigure/render/substitute.hpp"
#include "pyconfigure/report/streams.hpp"

namespace pyconfigure::app {

namespace {

/// A file that is rendered and waits to be written.
struct Ready {
  std::string path;
  std::string text;
  int mode = 0666;
  std::string message;     ///< what is printed before it
  bool unchanged = false;  ///< the same text is there already
  bool over = false;       ///< written over rather than replaced
  std::vector<std::string> warnings = {};
};

void say(const OutputJob& job, OutputReport& report, const std::string& line) {
  report::print({{false, line + "\n"}}, job.silent);
  report.log += line + "\n";
}

render::BuildPaths paths_of(const OutputJob& job) {
  return {job.checkout->srcdir, job.checkout->build_dir, job.pass->var("INSTALL"), job.pass->var("MKDIR_P")};
}

/// The variables that this checkout substitutes. What decide supplies beyond that stays as it stands in templates.
render::Values values_of(const OutputJob& job) {
  render::Values values;
  for (const std::string& name : job.pass->substs()) {
    if (job.checkout->substituted.contains(name)) values[name] = job.pass->var(name);
  }
  return values;
}

std::string read_template(const OutputJob& job, const std::string& name, std::string& error) {
  const auto text = os::read_file(job.checkout->abs_srcdir + "/" + name);
  if (!text) error = "cannot find input file: " + job.checkout->quoted(name);
  return text.value_or("");
}

/// A name that the checkout's configure.ac substitutes and decide did not supply would silently become empty.
std::string unsupplied(const OutputJob& job, const std::string& text) {
  for (const std::string& name : render::references(text)) {
    if (job.checkout->substituted.contains(name) && !job.pass->substs().contains(name)) return name;
  }
  return {};
}

/// `missing`: that there is no template, in configure's words.
void render_output(const OutputJob& job, const decide::OutputFile& file, const render::Values& values,
                   const render::Macros& macros, std::vector<Ready>& ready, OutputReport& report, std::string& missing) {
  const std::string text = read_template(job, file.input, missing);
  if (!missing.empty()) return;
  Ready result;
  result.path = file.path;
  result.message = "config.status: creating " + file.path;
  if (file.header) {
    result.text = render::config_header(text, macros, file.path, {file.input});
    result.unchanged = os::read_file(file.path) == result.text;
    if (result.unchanged) result.message += "\nconfig.status: " + file.path + " is unchanged";
  } else {
    if (const std::string name = unsupplied(job, text); !name.empty()) {
      report.error = file.input + " uses @" + name + "@, which this checkout's configure.ac substitutes and pyconfigure " +
                     "does not know\nuse the checkout's own ./configure for it";
      return;
    }
    render::Rendered rendered = render::substitute(text, values, paths_of(job), file.path, {file.input});
    result.text = std::move(rendered.text);
    result.warnings = std::move(rendered.warnings);
  }
  if (file.executable) result.mode = 0777;
  ready.push_back(std::move(result));
}

std::string config_status_text(const OutputJob& job, const render::Values& values, const render::Macros& macros) {
  render::ConfigStatusInput input;
  input.generator = kGenerator;
  input.version = job.checkout->version;
  input.back_quotes = job.checkout->autoconf_before("2.72");
  input.quotes_arguments = job.checkout->autoconf_before("2.70");
  input.bug_report = job.pass->var("PACKAGE_BUGREPORT");
  input.shell = job.pass->empty("SHELL") ? "/bin/sh" : job.pass->var("SHELL");
  input.invoked_as = job.program;
  input.program = own_executable(job.program);
  // The checkout is looked for beside the name that we were called by, which need not be where the program is.
  input.program_args = {"--called-as=" + job.program};
  input.tree_configure = job.checkout->script_path();
  input.quoted_args = job.pass->var("ac_configure_args");
  input.paths = paths_of(job);
  input.values = values;
  input.macros = macros;
  input.outputs = job.pass->outputs();
  return render::config_status(input);
}

/// configure's config.status ends here, and what it has written stays.
void end_as_configure(const std::string& error, OutputReport& report) {
  report.error = error;
  report.as_configure = true;
  const std::string line = "config.status: error: " + error + "\n";
  report::print({{true, line}}, false);
  report.log += line;
}

bool make_folders_for(const std::string& path, os::FileSet& files, std::string& error) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    if (!files.make_folder(path.substr(0, slash), error)) return false;
  }
  return true;
}

void write_all(const OutputJob& job, const std::vector<Ready>& ready, OutputReport& report) {
  for (const Ready& file : ready) {
    say(job, report, file.message);
    for (const std::string& warning : file.warnings) {
      const std::string line = "config.status: WARNING: " + warning + "\n";
      report::print({{true, line}}, false);
      report.log += line;
    }
    if (file.unchanged) continue;
    if (!make_folders_for(file.path, *job.files, report.error)) return;
    if (!(file.over ? job.files->add_over(file.path, file.text, file.mode, report.error)
               : job.files->add(file.path, file.text, file.mode, report.error))) {
      return;
    }
  }
}

}  // namespace

bool carry_out(const decide::Context& pass, os::FileSet& files, std::string& error) {
  for (const decide::Action& action : pass.actions()) {
    switch (action.kind) {
      case decide::Action::Kind::make_dir:
        if (!files.make_folder(action.path, error)) return false;
        break;
      case decide::Action::Kind::remove_file:
        os::remove_file(action.path);
        break;
      case decide::Action::Kind::write_if_absent:
        break;  // after config.status's files: the Makefile looks at the order of their times
    }
  }
  return true;
}

OutputReport write_config_status_outputs(const OutputJob& job) {
  OutputReport report;
  const render::Values values = values_of(job);
  const render::Macros macros = render::collect_macros(render::confdefs_text(job.pass->confdefs()));
  std::vector<Ready> ready;
  ready.push_back({"config.status", config_status_text(job, values, macros), 0777,
                   job.name + ": creating ./config.status", false, true});
  std::string missing;
  for (const bool headers : {false, true}) {  // config.status makes the headers after the other files
    for (const decide::OutputFile& file : job.pass->outputs()) {
      if (file.header == headers && missing.empty()) render_output(job, file, values, macros, ready, report, missing);
      if (!report.error.empty()) return report;
    }
  }
  if (job.request->no_create()) ready.resize(1);
  if (!job.awk && ready.size() > 1) {
    // configure's config.status ends with its first file.
    const std::string first = ready[1].path;
    ready.resize(1);
    write_all(job, ready, report);
    say(job, report, "config.status: creating " + first);
    end_as_configure("could not create " + first, report);
    return report;
  }
  write_all(job, ready, report);
  if (!missing.empty() && !job.request->no_create() && report.error.empty()) end_as_configure(missing, report);
  // What configure itself says stands in the log without it; the rest is config.status's part.
  report.log.erase(0, ready.front().message.size() + 1);
  return report;
}

OutputReport write_makesetup_outputs(const OutputJob& job) {
  OutputReport report;
  for (const decide::Action& action : job.pass->actions()) {
    if (action.kind != decide::Action::Kind::write_if_absent || os::test('f', action.path)) continue;
    if (!job.files->add_over(action.path, action.text, 0666, report.error)) return report;
  }
  const std::string& srcdir = job.checkout->srcdir;
  render::MakesetupInput input;
  // Older trees pass Setup.stdlib for some systems only.
  const bool chosen = job.checkout->says("MODULES_SETUP_STDLIB");
  const std::string stdlib = chosen ? job.pass->var("MODULES_SETUP_STDLIB") : "Modules/Setup.stdlib";
  for (const std::string& name :
       {std::string("Modules/Setup.local"), stdlib, std::string("Modules/Setup.bootstrap"), srcdir + "/Modules/Setup"}) {
    if (name.empty()) continue;
    input.setup_files.push_back({name, job.files->read(name)});
  }
  input.config_name = srcdir + "/Modules/config.c.in";
  input.config_template = read_template(job, "Modules/config.c.in", report.error);
  const auto makefile_template = job.files->read("Makefile.pre");
  if (!makefile_template) {
    // With --no-create in a fresh folder there is nothing to work on. Unlike makesetup we leave no beginnings behind.
    // Its first part stops at the first file that is not there either, since nobody reads on.
    const auto missing = std::find_if(input.setup_files.begin(), input.setup_files.end(),
                                      [](const auto& file) { return !file.text.has_value(); });
    if (missing != input.setup_files.end()) {
      report::print({{true, "cat: " + missing->name + ": No such file or directory\n"}}, false);
    }
    report::print({{true, "sed: can't read Makefile.pre: No such file or directory\n"}}, false);
    // Older trees do not look whether the step went well.
    if (job.checkout->says("makesetup failed")) report.error = "makesetup failed";
    report.as_configure = true;
    return report;
  }
  input.makefile_template = *makefile_template;
  input.dialect = render::MakesetupDialect::of_script(read_template(job, "Modules/makesetup", report.error));
  if (input.dialect.cygwin_library && job.pass->var("ac_sys_system").starts_with("CYGWIN")) {
    input.dialect.link_tail = "-L$(LIBPL) -lpython$(LDVERSION)";
  }
  input.glob = [](const std::string& pattern) { return os::expand(pattern); };
  if (!report.error.empty()) return report;
  const render::MakesetupResult result = render::makesetup(input);
  report::print({{true, result.errors}}, false);
  if (result.status != 0 && !job.checkout->says("makesetup failed")) {
    // Older trees go on without a Makefile, and end well.
    report::print({{true, "mv: cannot stat 'config.c': No such file or directory\n"}}, false);
    return report;
  }
  if (result.status != 0) {
    report.error = "makesetup failed";
    report.as_configure = true;
    return report;
  }
  if (job.files->add_over("Makefile", result.makefile, 0666, report.error)) {
    job.files->add("Modules/config.c", result.config_c, 0666, report.error);
  }
  return report;
}

}  // namespace pyconfigure::app
