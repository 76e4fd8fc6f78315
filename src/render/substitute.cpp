#include "pyconfigure/render/substitute.hpp"

#include <array>

#include "lines.hpp"

namespace pyconfigure::render {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

/// Where the next @NAME@ at or after `from` starts; `length` becomes that of NAME.
std::size_t find_reference(std::string_view text, std::size_t from, std::size_t& length) {
  for (std::size_t at = text.find('@', from); at != kNowhere; at = text.find('@', at + 1)) {
    length = name_length(text.substr(at + 1));
    const std::size_t end = at + 1 + length;
    if (length > 0 && end < text.size() && text[end] == '@') return at;
  }
  return kNowhere;
}

bool has_reference(std::string_view text) {
  std::size_t length = 0;
  return find_reference(text, 0, length) != kNowhere;
}

/// dirname: the part before the last slashes, "." when there is none.
std::string folder_of(std::string_view path) {
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  const std::size_t slash = path.rfind('/');
  if (slash == kNowhere) return ".";
  path = path.substr(0, slash);
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  return path.empty() ? "/" : std::string(path);
}

/// Absolute, or starting with a make or shell variable.
bool stands_alone(std::string_view path) {
  if (path.empty()) return false;
  if (path[0] == '/' || path[0] == '\\' || path[0] == '$') return true;
  return path.size() > 2 && path[1] == ':' && (path[2] == '/' || path[2] == '\\');
}

bool is_absolute(std::string_view path) {
  return stands_alone(path) && path[0] != '$';
}

/// "" for the build folder itself, else "/Mac/Resources".
std::string folder_suffix(std::string_view output) {
  std::string folder = folder_of(output);
  if (folder == ".") return "";
  if (folder.starts_with("./")) folder.erase(0, 2);
  return "/" + folder;
}

/// The way from the folder `suffix` back to the build folder: "." or "../..".
std::string way_up(std::string_view suffix) {
  std::string way;
  for (const char c : suffix) {
    if (c == '/') way += way.empty() ? ".." : "/..";
  }
  return way.empty() ? "." : way;
}

/// In tree, a VPATH entry that names the source folder alone goes away, and the line becomes empty when none is left.
std::string reduce_vpath(std::string_view line) {
  constexpr std::string_view name = "VPATH";
  std::size_t at = blanks(line);
  if (line.substr(at, name.size()) != name) return std::string(line);
  at += name.size();
  at += blanks(line.substr(at));
  if (at >= line.size() || line[at] != '=') return std::string(line);
  ++at;
  at += blanks(line.substr(at));
  std::string_view entries = line.substr(at);
  while (!entries.empty() && is_blank(entries.back())) entries.remove_suffix(1);
  std::string kept = ":" + std::string(entries) + ":";
  for (const std::string_view self : {":$(srcdir):", ":${srcdir}:", ":@srcdir@:"}) kept = replace_all(kept, self, ":");
  const std::size_t first = kept.find_first_not_of(':');
  if (first == std::string::npos) return "";
  const std::size_t last = kept.find_last_not_of(':');
  return std::string(line.substr(0, at)) + kept.substr(first, last - first + 1);
}

/// Templates from before autoconf 2.60 do not know datarootdir; for them it is expanded.
struct DataRoot {
  static constexpr std::array<std::string_view, 5> kNames = {"datadir", "docdir", "infodir", "localedir", "mandir"};
  bool seen = false;  ///< The template speaks of datarootdir.
  bool hack = false;  ///< It does not, but uses a folder below it.

  explicit DataRoot(std::string_view text) : seen(text.find("datarootdir") != kNowhere) {
    for (const std::string_view name : kNames) {
      hack = hack || (!seen && text.find("@" + std::string(name) + "@") != kNowhere);
    }
  }

  void expand(std::string& line, const Values& values) const {
    const auto value = [&values](std::string_view name) {
      const auto found = values.find(name);
      return found == values.end() ? std::string() : found->second;
    };
    for (const std::string_view name : kNames) line = replace_all(line, "@" + std::string(name) + "@", value(name));
    line = replace_all(line, "${datarootdir}", value("datarootdir"));
  }
};

using BuiltIns = std::vector<std::pair<std::string, std::string>>;

bool replace_one_built_in(std::string& line, const BuiltIns& built_ins) {
  for (const auto& [name, value] : built_ins) {
    const std::string reference = "@" + name + "@";
    const std::size_t at = line.find(reference);
    if (at == std::string::npos) continue;
    line.replace(at, reference.size(), value);
    return true;
  }
  return false;
}

void first_stage(std::string& line, const BuiltIns& built_ins, const DataRoot& data_root, const Values& values) {
  int rounds = 1000;  // A value that holds its own name would be looked at for ever.
  while (has_reference(line) && --rounds > 0) {
    if (replace_one_built_in(line, built_ins)) continue;
    if (data_root.hack) data_root.expand(line, values);
    return;
  }
}

/// The text between two @ is a name or it is not; the text after a known name cannot be one.
void second_stage(std::string_view line, const Values& values, std::string& out) {
  std::size_t at = line.find('@');
  out.append(line.substr(0, at));
  while (at != kNowhere) {
    const std::size_t end = line.find('@', at + 1);
    const auto known = end == kNowhere ? values.end() : values.find(line.substr(at + 1, end - at - 1));
    if (known == values.end()) {
      out.append(line.substr(at, end == kNowhere ? kNowhere : end - at));
      at = end;
      continue;
    }
    at = line.find('@', end + 1);
    out.append(known->second);
    out.append(line.substr(end + 1, at == kNowhere ? kNowhere : at - end - 1));
  }
}

/// A line that sets the make variable datarootdir.
bool sets_data_root(std::string_view line) {
  constexpr std::string_view name = "datarootdir";
  line.remove_prefix(blanks(line));
  if (!line.starts_with(name)) return false;
  line.remove_prefix(name.size());
  line.remove_prefix(blanks(line));
  while (line.starts_with(':')) line.remove_prefix(1);
  return line.starts_with('=');
}

bool uses_unset_data_root(std::string_view text) {
  if (text.find("${datarootdir}") == kNowhere) return false;
  for (const std::string_view line : split_lines(text)) {
    if (sets_data_root(line)) return false;
  }
  return true;
}

std::string quoted_inputs(const BuildPaths& paths, const std::vector<std::string>& inputs) {
  std::string text;
  for (const std::string& input : inputs) {
    const std::string found = paths.srcdir == "." || is_absolute(input) ? input : paths.srcdir + "/" + input;
    text += " '" + replace_all(found, "'", "'\\''") + "'";
  }
  return text;
}

}  // namespace

std::string configure_input(std::string_view output, const std::vector<std::string>& inputs) {
  std::string names;
  for (const std::string& input : inputs) names += (names.empty() ? "" : " ") + input;
  const std::size_t slash = names.rfind('/');
  if (slash != std::string::npos) names.erase(0, slash + 1);
  std::string text = output == "-" ? "" : std::string(output) + ".  ";
  return text + "Generated from " + names + " by configure.";
}

std::vector<std::pair<std::string, std::string>> built_in_values(const BuildPaths& paths, std::string_view output,
                                                                 std::string_view configure_input) {
  const std::string suffix = folder_suffix(output);
  const std::string up = way_up(suffix);
  const std::string prefix = suffix.empty() ? "" : up + "/";
  const std::string& pwd = paths.build_dir;
  std::string srcdir = prefix + paths.srcdir + suffix;
  std::string top_srcdir = prefix + paths.srcdir;
  std::string abs_top_srcdir = pwd + "/" + paths.srcdir;
  if (paths.srcdir == ".") {
    srcdir = ".";
    top_srcdir = up;
    abs_top_srcdir = pwd;
  } else if (is_absolute(paths.srcdir)) {
    srcdir = paths.srcdir + suffix;
    top_srcdir = abs_top_srcdir = paths.srcdir;
  }
  const bool bare_mkdir = paths.mkdir_p.find('/') == std::string::npos;
  return {
      {"configure_input", std::string(configure_input)},
      {"top_builddir", up},
      {"top_build_prefix", prefix},
      {"srcdir", srcdir},
      {"abs_srcdir", abs_top_srcdir + suffix},
      {"top_srcdir", top_srcdir},
      {"abs_top_srcdir", abs_top_srcdir},
      {"builddir", "."},
      {"abs_builddir", pwd + suffix},
      {"abs_top_builddir", pwd},
      {"INSTALL", stands_alone(paths.install) ? paths.install : prefix + paths.install},
      {"MKDIR_P", bare_mkdir || stands_alone(paths.mkdir_p) ? paths.mkdir_p : prefix + paths.mkdir_p},
  };
}

Rendered substitute(std::string_view template_text, const Values& values, const BuildPaths& paths,
                    std::string_view output, const std::vector<std::string>& inputs) {
  const BuiltIns built_ins = built_in_values(paths, output, configure_input(output, inputs));
  const DataRoot data_root(template_text);
  Rendered rendered;
  if (data_root.hack) {
    rendered.warnings.push_back(quoted_inputs(paths, inputs) + " seems to ignore the --datarootdir setting");
  }
  rendered.text.reserve(template_text.size() + template_text.size() / 2);
  for (const std::string_view source_line : split_lines(template_text)) {
    if (source_line.find('@') == kNowhere && source_line.find("VPATH") == kNowhere) {
      rendered.text.append(source_line) += '\n';
      continue;
    }
    std::string line = paths.srcdir == "." ? reduce_vpath(source_line) : std::string(source_line);
    first_stage(line, built_ins, data_root, values);
    second_stage(line, values, rendered.text);
    rendered.text += '\n';
  }
  if (!data_root.seen && !data_root.hack && uses_unset_data_root(rendered.text)) {
    rendered.warnings.push_back(std::string(output) +
                                " contains a reference to the variable 'datarootdir'\n"
                                "which seems to be undefined.  Please make sure it is defined");
  }
  return rendered;
}

std::set<std::string, std::less<>> references(std::string_view template_text) {
  std::set<std::string, std::less<>> names;
  std::size_t length = 0;
  for (std::size_t at = find_reference(template_text, 0, length); at != kNowhere;
       at = find_reference(template_text, at + 1, length)) {
    names.emplace(template_text.substr(at + 1, length));
  }
  return names;
}

}  // namespace pyconfigure::render
