#include "pyconfigure/render/config_status.hpp"

#include <cassert>
#include <set>

#include "pyconfigure/render/shell_words.hpp"
#include "pyconfigure/render/templates.hpp"

namespace pyconfigure::render {
namespace {

constexpr std::size_t kLongestPiece = 148;  // Some awks take only short lines.

/// An awk string, in pieces that awk joins.
std::string awk_string(std::string_view value) {
  std::string text = "\"";
  std::size_t length = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    switch (value[i]) {
      case '"':
        text += "\\\"";
        break;
      case '\\':
        text += "\\\\";
        break;
      case '\n':
        text += "\\n";
        break;
      case '\r':
        text += "\\r";
        break;
      default:
        text += value[i];
    }
    const bool full = ++length == kLongestPiece || value[i] == '\n';
    if (full && i + 1 < value.size()) {
      text += "\"\\\n\"";
      length = 0;
    }
  }
  return text + "\"";
}

std::string awk_entry(std::string_view table, std::string_view name, std::string_view value) {
  return std::string(table) + "[\"" + std::string(name) + "\"]=" + awk_string(value) + "\n";
}

/// How a tag names the file: with its template when that is not FILE.in.
std::string tag_of(const decide::OutputFile& file) {
  return file.input.empty() || file.input == file.path + ".in" ? file.path : file.path + ":" + file.input;
}

/// What a line of text between double quotes or in an unquoted here-document needs.
std::string escape_expansions(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '$' || c == '`' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

struct Lists {
  std::string files;
  std::string headers;
  std::string executables;
  std::string targets;
};

Lists list_outputs(const ConfigStatusInput& input) {
  Lists lists;
  std::set<std::string> named;
  const auto add_target = [&](const decide::OutputFile& file) {
    if (!named.insert(file.path).second) return;
    const std::string list = file.header ? "CONFIG_HEADERS" : "CONFIG_FILES";
    lists.targets += "    '" + file.path + "') " + list + "=\"${" + list + "-} " + tag_of(file) + "\" ;;\n";
    if (file.executable) lists.executables += (lists.executables.empty() ? "" : " ") + file.path;
  };
  for (const decide::OutputFile& file : input.outputs) {
    (file.header ? lists.headers : lists.files) += " " + tag_of(file);
    add_target(file);
  }
  for (const decide::OutputFile& file : input.known) add_target(file);
  return lists;
}

}  // namespace

std::string fill_in(std::string_view template_text, const Values& values) {
  constexpr std::string_view mark = "@@";
  std::string text;
  std::size_t at = 0;
  for (std::size_t start = template_text.find(mark); start != std::string_view::npos;
       start = template_text.find(mark, at)) {
    const std::size_t end = template_text.find(mark, start + mark.size());
    assert(end != std::string_view::npos);
    const std::string_view name = template_text.substr(start + mark.size(), end - start - mark.size());
    const auto value = values.find(name);
    assert(value != values.end());
    text.append(template_text.substr(at, start - at));
    if (value != values.end()) text.append(value->second);
    at = end + mark.size();
  }
  return text.append(template_text.substr(at));
}

std::string config_status(const ConfigStatusInput& input) {
  const Lists lists = list_outputs(input);
  std::string table;
  for (const auto& [name, value] : input.values) table += awk_entry("S", name, value);
  std::string macros;
  for (const auto& [name, macro] : input.macros) {
    if (!macro.parameters.empty()) macros += awk_entry("P", name, macro.parameters);
    macros += awk_entry("D", name, macro.value);
  }
  std::string program_args;
  for (const std::string& word : input.program_args) program_args += " " + single_quoted(word);
  std::string arguments = input.quotes_arguments ? input.quoted_args : readable_arguments(input.quoted_args);
  if (arguments.starts_with(' ')) arguments.erase(0, 1);
  if (table.ends_with('\n')) table.pop_back();
  if (macros.ends_with('\n')) macros.pop_back();
  return fill_in(embedded_template("config.status.in"),
                 {
                     {"SHELL", input.shell},
                     {"SHELL_QUOTED", escape_single_quotes(input.shell)},
                     {"QUOTE", input.back_quotes ? "\\`" : "'"},
                     {"GENERATOR", input.generator},
                     {"PACKAGE", input.package},
                     {"VERSION", input.version},
                     {"BUG_REPORT", input.bug_report},
                     {"INVOKED_AS", escape_expansions(input.invoked_as)},
                     {"CONFIG_FILES", lists.files},
                     {"CONFIG_HEADERS", lists.headers},
                     {"EXECUTABLES", lists.executables},
                     {"TARGETS", lists.targets},
                     {"ARGUMENTS", escape_single_quotes(arguments)},
                     {"PROGRAM", escape_single_quotes(input.program)},
                     {"PROGRAM_ARGS", program_args},
                     {"TREE_CONFIGURE", escape_single_quotes(input.tree_configure)},
                     {"QUOTED_ARGS", input.quoted_args},
                     {"BUILD_DIR", escape_single_quotes(input.paths.build_dir)},
                     {"SRCDIR", escape_single_quotes(input.paths.srcdir)},
                     {"INSTALL", escape_single_quotes(input.paths.install)},
                     {"MKDIR_P", escape_single_quotes(input.paths.mkdir_p)},
                     {"VALUES", table},
                     {"MACROS", macros},
                 });
}

}  // namespace pyconfigure::render
