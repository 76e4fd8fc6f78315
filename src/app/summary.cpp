#include "app/summary.hpp"

#include <algorithm>
#include <cstdio>
#include <thread>

#include "pyconfigure/options/user_options.hpp"
#include "pyconfigure/os/files.hpp"
#include "pyconfigure/os/process.hpp"
#include "pyconfigure/report/libraries.hpp"

namespace pyconfigure::app {

namespace {

constexpr std::string_view kModule = "py_cv_module_";

std::string yes_no(bool value) { return value ? "yes" : "no"; }

/// PY_VERSION of the checkout: "3.14.7", where configure.ac only knows 3.14.
std::string full_version(const tree::Checkout& checkout) {
  const std::string text = os::read_file(checkout.abs_srcdir + "/Include/patchlevel.h").value_or("");
  const std::size_t name = text.find("define PY_VERSION ");
  const std::size_t begin = name == std::string::npos ? name : text.find('"', name);
  if (begin == std::string::npos) return checkout.version;
  return text.substr(begin + 1, text.find('"', begin + 1) - begin - 1);
}

std::string compiler(const decide::Context& pass) {
  const std::string& command = pass.var("CC");
  const std::string& kind = pass.var("ac_cv_cc_name");
  return kind.empty() || command.find(kind) != std::string::npos ? command : command + " (" + kind + ")";
}

std::string kind_of_build(const decide::Context& pass) {
  const std::string& policy = pass.var("Py_LTO_POLICY");
  std::string lto = yes_no(pass.is("Py_LTO", "true"));
  if (lto == "yes" && !policy.empty() && policy != "default") lto = policy;
  return "LTO " + lto + ", PGO " + yes_no(pass.is("Py_OPT", "true")) + ", GIL " + yes_no(!pass.yes("disable_gil")) +
         ", debug " + yes_no(pass.is("Py_DEBUG", "true")) + ", shared library " + yes_no(pass.yes("enable_shared"));
}

/// The options that are set, and where the less visible ones come from.
std::string options_given(const options::Request& request) {
  std::string out;
  for (const options::OptionRow& row : options::option_rows()) {
    const options::Setting setting = options::typed(request, row);
    if (!setting.given()) continue;
    const bool seen = setting.origin == options::Origin::argument;
    out += (out.empty() ? "" : ", ") + options::variable_of(row) + "=" + std::string(setting.text) +
           (seen ? "" : " (" + options::origin_words(setting) + ")");
  }
  return out;
}

/// Why a module is missing that is made from `library`.
std::string reason(const decide::Context& pass, const report::Library& library) {
  const std::vector<std::string_view> headers = report::split(library.headers);
  std::string names;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    names += (i == 0 ? "" : i + 1 < headers.size() ? ", " : " or ") + std::string(headers[i]);
  }
  const std::vector<std::string_view> variables = report::split(library.variables);
  const bool found = std::any_of(variables.begin(), variables.end(), [&](auto name) { return pass.yes(name); });
  const bool looked = std::any_of(variables.begin(), variables.end(), [&](auto name) { return pass.has(name); });
  if (found) return names + " found, but the library is too old or does not link; see config.log";
  return names + (looked ? " not found" : " not found or not usable");
}

class Modules {
 public:
  Modules(const decide::Context& pass, report::Summary& summary) : pass_(pass), summary_(summary) {}

  void add(const std::string& module, const std::string& state) {
    ++all_;
    // The declaration of _sqlite3 calls a library that is not there `disabled`.
    const bool missing = state == "missing" || (module == "_sqlite3" && state == "disabled");
    if (state == "yes") {
      ++built_;
    } else if (missing) {
      add_missing(module);
    } else if (state == "disabled") {
      summary_.disabled.push_back(module);
    } else {
      summary_.unavailable.push_back(module);
    }
  }

  std::string count() const { return std::to_string(built_) + " of " + std::to_string(all_); }
  const std::vector<const report::Library*>& lacking() const { return lacking_; }

 private:
  void add_missing(const std::string& module) {
    const report::Library* library = report::library_of(module);
    if (module == "readline" && pass_.is("with_readline", "no") && !readline_was_looked_for()) {
      summary_.disabled.push_back(module);
    } else if (library == nullptr) {
      summary_.missing.push_back(module + ": this system lacks what it needs; see config.log");
    } else {
      summary_.missing.push_back(module + ": " + reason(pass_, *library) + " (" + report::packages_words(*library) + ")");
      lacking_.push_back(library);
    }
  }

  /// The variable of --without-readline also becomes `no` when there is no library.
  bool readline_was_looked_for() const {
    return pass_.has("ac_cv_header_readline_readline_h") || pass_.has("ac_cv_header_editline_readline_h");
  }

  const decide::Context& pass_;
  report::Summary& summary_;
  std::vector<const report::Library*> lacking_;
  std::size_t all_ = 0;
  std::size_t built_ = 0;
};

std::string add_modules(const decide::Context& pass, report::Summary& summary) {
  Modules modules(pass, summary);
  for (auto it = pass.vars().lower_bound(kModule); it != pass.vars().end() && it->first.starts_with(kModule); ++it) {
    modules.add(it->first.substr(kModule.size()), it->second);
  }
  const bool mac = pass.is("ac_sys_system", "Darwin");
  const report::System system =
      mac ? report::System::homebrew : report::system_of(os::read_file("/etc/os-release").value_or(""));
  if (!pass.yes("cross_compiling")) summary.install = report::install_command(system, modules.lacking());
  return modules.count();
}

}  // namespace

report::Summary summarise(const decide::Context& pass, const options::Request& request, const tree::Checkout& checkout,
                          const toolchain::Cost& cost) {
  report::Summary summary;
  const std::string& host = pass.var("host");
  summary.title = "CPython " + full_version(checkout) + (host.empty() ? "" : " for " + host);
  const std::string modules = add_modules(pass, summary);
  summary.facts = {{"prefix", pass.var("prefix")},
                   {"compiler", compiler(pass)},
                   {"flags", pass.var("OPT") + (pass.empty("CFLAGS") ? "" : " " + pass.var("CFLAGS"))},
                   {"build", kind_of_build(pass)},
                   {"options", options_given(request)},
                   {"modules", modules}};
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.2f s", os::seconds_since_start());
  summary.took = std::string(seconds) + " (" + std::to_string(cost.rounds) + " rounds, " +
                 std::to_string(os::processes_started()) + " processes, " + std::to_string(cost.batched + cost.lone) +
                 " programs asked about)";
  summary.next = request.no_create() ? "./config.status" : "make -j" + std::to_string(std::max(1U, std::thread::hardware_concurrency()));
  return summary;
}

std::string last_check(const decide::Context& pass) {
  std::string line;
  for (const decide::Event& event : pass.events()) {
    if (event.kind == decide::Event::Kind::checking) line = "checking " + event.text + "... ";
    if (event.kind == decide::Event::Kind::result) line += event.text;
  }
  return line;
}

}  // namespace pyconfigure::app
