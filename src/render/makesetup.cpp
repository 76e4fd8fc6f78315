#include "pyconfigure/render/makesetup.hpp"

#include <set>

#include "lines.hpp"
#include "module_line.hpp"
#include "setup_lines.hpp"

namespace pyconfigure::render {
namespace {

/// `dirname PATH` and a slash, nothing for a path without one.
std::string folder_prefix(const std::string& path) {
  std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return "";
  while (slash > 1 && path[slash - 1] == '/') --slash;
  return (slash == 0 ? "/" : path.substr(0, slash)) + "/";
}

/// Each word with a blank before it.
std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += " " + word;
  return text;
}

/// The replacement of a sed `s` command: `&` is what matched, a backslash quotes.
std::string sed_replacement(std::string_view text, std::string_view matched) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      result += text[++i];
    } else if (text[i] == '&') {
      result += matched;
    } else {
      result += text[i];
    }
  }
  return result;
}

class Maker {
 public:
  explicit Maker(const MakesetupInput& input) : input_(input) {}
  MakesetupResult run();

 private:
  enum class Mode { built_in, shared, disabled };

  bool take_marker(const std::string& line);
  bool take_line(const std::string& line);
  bool claim(const std::vector<std::string>& modules);
  void add_rules(const ModuleLine& line, const std::string& upper);
  std::string add_object_rule(const std::string& source, const ModuleLine& line, const std::string& upper);
  void define(const std::string& line) { definitions_ = line + "\n" + definitions_; }
  void finish_definitions();
  std::string config_c() const;
  std::string makefile() const;
  std::string edit_makefile_line(std::string_view source) const;

  const MakesetupInput& input_;
  MakesetupResult result_;
  Mode mode_ = Mode::built_in;
  bool no_objects_ = false;
  std::set<std::string> configured_;
  std::vector<std::string> built_in_modules_;
  std::string definitions_;  ///< In reverse order, so that the first one is make's last.
  std::string built_;
  std::string built_shared_;
  std::string disabled_;
  std::string shared_files_;
  std::string objects_;
  std::string libraries_;
  std::string local_libraries_;
  std::string rules_ = "\n# Rules appended by makesetup\n\n";
};

bool Maker::take_marker(const std::string& line) {
  if (line.find('=') != std::string::npos || line.starts_with("include ")) {
    define(line);
  } else if (line == "*noobjects*") {
    if (!no_objects_) {
      local_libraries_ = libraries_;
      libraries_.clear();
    }
    no_objects_ = true;
  } else if (line == "*doconfig*" || line == "*static*") {
    mode_ = Mode::built_in;
  } else if (line == "*noconfig*" || line == "*shared*") {
    mode_ = Mode::shared;
  } else if (line == "*disabled*") {
    mode_ = Mode::disabled;
  } else {
    return false;
  }
  return true;
}

/// The first rule for a module wins, which is how Setup.local overrides the others. A line with a module that has one
/// already is left out as a whole, but the modules before that one count as seen.
bool Maker::claim(const std::vector<std::string>& modules) {
  for (const std::string& module : modules) {
    if (!configured_.insert(module).second) {
      result_.errors += "maksetup: '" + module + "' was handled by previous rule.\n";
      return false;
    }
  }
  return true;
}

/// False: the line holds a word that makes the script give up.
bool Maker::take_line(const std::string& text) {
  ModuleLine line;
  std::string bad_word;
  if (!sort_words(shell_fields(text, input_.glob), line, bad_word)) {
    result_.errors += "bad word " + bad_word + " in " + text + "\n";
    result_.status = 1;
    return false;
  }
  std::string upper = listed(line.modules);
  if (!upper.empty()) upper.erase(0, 1);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  if (line.compile_flags.empty() && line.link_flags.empty()) {
    line.compile_flags = "$(MODULE_" + upper + "_CFLAGS)";
    line.link_flags = "$(MODULE_" + upper + "_LDFLAGS)";
  }
  if (!claim(line.modules)) return true;
  const std::string modules = " " + listed(line.modules);
  if (mode_ == Mode::disabled) {
    disabled_ += modules;
    return true;
  }
  built_ += modules;
  if (mode_ == Mode::built_in) {
    libraries_ += " " + line.link_flags;
    built_in_modules_.insert(built_in_modules_.end(), line.modules.begin(), line.modules.end());
  }
  if (!no_objects_) add_rules(line, upper);
  return true;
}

/// Appends the rule for one object and returns its name; empty for a source that nothing compiles.
std::string Maker::add_object_rule(const std::string& source, const ModuleLine& line, const std::string& upper) {
  std::string suffix;
  for (const std::string_view known : {".c", ".cc", ".c++", ".C", ".cxx", ".cpp", ".m"}) {
    if (source.ends_with(known)) suffix = known;
  }
  if (suffix.empty()) return "";
  const bool is_cxx = suffix != ".c" && suffix != ".m";
  const std::string object = input_.srcdir + "/" + folder_prefix(source) + base_name(source, suffix) + ".o";
  const bool is_absolute = source[0] == '/' || source[0] == '$';
  const std::string path = is_absolute || source == "glmodule.c" ? source : "$(srcdir)/" + input_.srcdir + "/" + source;
  const bool shared = mode_ == Mode::shared;
  const std::string deps =
      input_.dialect.module_deps ? (shared ? " $(MODULE_DEPS_SHARED)" : " $(MODULE_DEPS_STATIC)") : "";
  rules_ += object + ": " + path + " $(MODULE_" + upper + "_DEPS)" + deps + " $(PYTHON_HEADERS)";
  rules_ += input_.dialect.objects_need_config ? " Modules/config.c; " : "; ";
  rules_ += std::string(is_cxx ? "$(CXX)" : "$(CC)") + " " + line.compile_flags;
  rules_ += shared ? " $(PY_STDMODULE_CFLAGS) $(CCSHARED)" : " $(PY_BUILTIN_MODULE_CFLAGS)";
  rules_ += " -c " + path + " -o " + object + "\n";
  return object;
}

void Maker::add_rules(const ModuleLine& line, const std::string& upper) {
  std::string objects;
  for (const std::string& source : line.sources) {
    const std::string object = add_object_rule(source, line, upper);
    if (!object.empty()) objects += " " + object;
  }
  if (mode_ == Mode::built_in) objects_ += " " + objects;
  for (const std::string& module : line.modules) {
    const std::string file = input_.srcdir + "/" + module + "$(EXT_SUFFIX)";
    if (mode_ == Mode::shared) {
      shared_files_ += " " + file;
      built_shared_ += " " + module;
    }
    rules_ += file + ": " + objects;
    if (input_.dialect.module_link_deps) rules_ += " $(MODULE_" + upper + "_LDEPS)";
    rules_ += "; $(BLDSHARED) " + objects + " " + line.link_flags + " " + input_.dialect.link_tail;
    rules_ += " -o " + file + "\n";
  }
}

void Maker::finish_definitions() {
  if (!shared_files_.empty()) define("SHAREDMODS=" + shared_files_);
  if (!no_objects_) local_libraries_ = libraries_;
  define("BASEMODLIBS=" + (no_objects_ ? libraries_ : ""));
  define("LOCALMODLIBS=" + local_libraries_);
}

std::string Maker::config_c() const {
  std::string declarations;
  std::string table;
  for (const std::string& word : built_in_modules_) {
    const std::string module = replace_all(word, "\\", "");  // sed's `i` takes them for quotes.
    declarations += "extern PyObject* PyInit_" + module + "(void);\n";
    table += "    {\"" + module + "\", PyInit_" + module + "},\n";
  }
  std::string text;
  for (const std::string_view line : split_lines(input_.config_template)) {
    if (text.empty()) text = "/* Generated automatically from " + input_.config_name + " by makesetup. */\n";
    if (line.find("MARKER 1") != std::string_view::npos) text += declarations + "\n";
    if (line.find("MARKER 2") != std::string_view::npos) text += table + "\n";
    text.append(line) += '\n';
  }
  if (!text.empty() && !input_.config_template.ends_with('\n')) text.pop_back();
  return text;
}

std::string Maker::edit_makefile_line(std::string_view source) const {
  std::string line(source);
  const auto edit = [&line](std::string_view name, const std::string& value) {
    const std::size_t at = line.find(name);
    if (at != std::string::npos) line.replace(at, name.size(), sed_replacement(value, name));
  };
  edit("_MODBUILT_NAMES_", built_);
  edit("_MODSHARED_NAMES_", built_shared_);
  edit("_MODDISABLED_NAMES_", disabled_);
  edit("_MODOBJS_", objects_);
  edit("_MODLIBS_", "$(LOCALMODLIBS) $(BASEMODLIBS)");
  return line;
}

std::string Maker::makefile() const {
  std::string text;
  bool newline_due = false;
  for (const std::string_view source : split_lines(input_.makefile_template)) {
    if (text.empty()) text = "# Generated automatically from " + input_.makefile_name + " by makesetup.\n";
    if (newline_due) text += '\n';
    const std::string line =
        source.find("_MOD") == std::string_view::npos ? std::string(source) : edit_makefile_line(source);
    text += line;
    newline_due = true;
    if (line.find("Definitions added by makesetup") != std::string::npos) {
      text += "\n\n\n" + definitions_ + "\n";
      newline_due = false;
    }
  }
  if (newline_due && input_.makefile_template.ends_with('\n')) text += '\n';
  return text + rules_;
}

MakesetupResult Maker::run() {
  const MakesetupDialect& dialect = input_.dialect;
  const std::string text = join_setup_files(input_.setup_files, dialect.line_break_before_input, result_.errors);
  SetupReader reader(strip_comments(text), input_.glob);
  while (const std::optional<std::string> line = reader.next()) {
    if (!take_marker(*line) && !take_line(*line)) return result_;
  }
  if (reader.broken()) {
    result_.status = 1;
    return result_;
  }
  finish_definitions();
  result_.config_c = config_c();
  result_.makefile = makefile();
  return result_;
}

}  // namespace

MakesetupDialect MakesetupDialect::of_script(std::string_view script) {
  const auto says = [script](std::string_view text) { return script.find(text) != std::string_view::npos; };
  MakesetupDialect dialect;
  dialect.line_break_before_input = says("\techo ''");
  dialect.module_deps = says("$(MODULE_DEPS_SHARED)");
  dialect.objects_need_config = says("\\$(PYTHON_HEADERS) Modules/config.c;");
  dialect.cygwin_library = says("ExtraLibs=\"-L$ExtraLibDir -lpython");
  dialect.module_link_deps = says("_LDEPS)");
  if (says("$(MODULE_LDFLAGS_SHARED)")) {
    dialect.link_tail = "$(MODULE_LDFLAGS_SHARED)";
  } else if (says("$(LIBPYTHON)")) {
    dialect.link_tail = "$(LIBPYTHON)";
  }
  return dialect;
}

MakesetupResult makesetup(const MakesetupInput& input) {
  return Maker(input).run();
}

}  // namespace pyconfigure::render
