#include "setup_lines.hpp"

#include "lines.hpp"

namespace pyconfigure::render {

std::vector<std::string> shell_fields(std::string_view line, const Glob& glob) {
  std::vector<std::string> fields;
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n'; };
  for (std::size_t at = 0; at < line.size();) {
    if (is_space(line[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < line.size() && !is_space(line[end])) ++end;
    const std::string word(line.substr(at, end - at));
    at = end;
    std::vector<std::string> paths;
    if (glob && word.find_first_of("*?[") != std::string::npos) paths = glob(word);
    if (paths.empty()) paths.push_back(word);
    fields.insert(fields.end(), paths.begin(), paths.end());
  }
  return fields;
}

std::string join_setup_files(const std::vector<SetupFile>& files, bool line_break_before, std::string& errors) {
  std::string text;
  for (const SetupFile& file : files) {
    if (line_break_before) text += '\n';
    if (file.name == "-n") {
      text += "*noobjects*\n";
      continue;
    }
    text += "*doconfig*\n";
    if (!file.text) {
      errors += "cat: " + file.name + ": No such file or directory\n";
      return text;
    }
    text += *file.text;
  }
  return text;
}

std::string strip_comments(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    std::size_t comment = line.find('#');
    if (comment != std::string_view::npos) {
      while (comment > 0 && is_blank(line[comment - 1])) --comment;
      line = line.substr(0, comment);
    }
    if (blanks(line) == line.size()) continue;
    result.append(line);
    if (end != std::string_view::npos) result += '\n';
  }
  return result;
}

std::optional<std::string> SetupReader::read() {
  std::string line;
  std::size_t kept = 0;     // Up to here a trailing blank was quoted, and stays in a line of one field, as bash has it.
  bool blank_seen = false;  // An unquoted one, inside the line or at its end.
  for (; at_ < text_.size(); ++at_) {
    char c = text_[at_];
    if (c == '\n') {
      ++at_;
      while (line.size() > kept && is_blank(line.back())) line.pop_back();
      return line;
    }
    if (c == '\\') {
      if (++at_ == text_.size()) break;
      c = text_[at_];
      if (c == '\n') continue;
      line += c;
      kept = blank_seen ? 0 : line.size();
    } else if (!is_blank(c) || !line.empty()) {
      line += c;
      if (is_blank(c)) {
        blank_seen = true;
      } else if (blank_seen) {
        kept = 0;
      }
    }
  }
  return std::nullopt;
}

std::optional<std::string> SetupReader::next() {
  std::optional<std::string> line = read();
  // Only a quoted backslash can still stand at the end here. The script's `echo $line` squeezes the blanks then.
  while (line) {
    std::string squeezed;
    for (const std::string& field : shell_fields(*line, glob_)) squeezed += (squeezed.empty() ? "" : " ") + field;
    if (!squeezed.ends_with('\\')) break;
    squeezed.pop_back();
    while (squeezed.ends_with('\n')) squeezed.pop_back();
    const std::optional<std::string> more = read();
    broken_ = !more;
    if (broken_) return std::nullopt;
    line = squeezed + *more;
  }
  return line;
}

}  // namespace pyconfigure::render
