#include "toolchain/headers.hpp"

#include <algorithm>

namespace pyconfigure::toolchain {

namespace {

const std::string kMark = "pyconfigure_header_";
const std::string kEnd = "pyconfigure_survey_end";

std::string_view without_blanks(std::string_view line) {
  const std::size_t at = line.find_first_not_of(" \t");
  return at == std::string_view::npos ? std::string_view{} : line.substr(at);
}

template <class Visit>
void each_line(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    visit(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

Includes includes_of(std::string_view text) {
  Includes found;
  int depth = 0;
  each_line(text, [&](std::string_view line) {
    line = without_blanks(line);
    if (!line.starts_with('#')) return;
    line = without_blanks(line.substr(1));
    if (line.starts_with("if")) ++depth;
    if (line.starts_with("endif")) --depth;
    if (!line.starts_with("include")) return;
    line = without_blanks(line.substr(7));
    const std::size_t end = line.find('>');
    if (!line.starts_with('<') || end == std::string_view::npos) return;
    found.all.emplace_back(line.substr(1, end - 1));
    if (depth == 0) found.certain.emplace_back(line.substr(1, end - 1));
  });
  return found;
}

std::string survey_program(const std::string& confdefs, const std::vector<std::string>& headers) {
  std::string marks;
  std::string includes;
  int number = 0;
  for (const std::string& header : headers) {
    const std::string condition = "#if __has_include(<" + header + ">)\n";
    marks += condition + kMark + std::to_string(++number) + "\n#endif\n";
    includes += condition + "#include <" + header + ">\n#endif\n";
  }
  return confdefs + marks + includes + kEnd + "\n";
}

HeaderSurvey read_survey(const os::Exit& end, const std::vector<std::string>& headers) {
  HeaderSurvey survey;
  std::set<std::size_t> present;
  each_line(end.out, [&](std::string_view line) {
    if (line.starts_with(kMark)) {
      present.insert(std::stoul(std::string(line.substr(kMark.size()))));
    } else if (line.starts_with(kEnd)) {
      survey.complete = true;
    } else if (line.starts_with("# ") || line.starts_with("#line ")) {
      const std::size_t open = line.find('"');
      const std::size_t close = line.find('"', open + 1);
      if (open == std::string_view::npos || close == std::string_view::npos) return;
      const std::string_view name = line.substr(open + 1, close - open - 1);
      if (!name.starts_with('<')) survey.files.emplace_back(name);
    }
  });
  std::sort(survey.files.begin(), survey.files.end());
  survey.files.erase(std::unique(survey.files.begin(), survey.files.end()), survey.files.end());
  // Without line markers (-P) nobody knows which files took part.
  survey.complete = survey.complete && !survey.files.empty();
  // Without a single mark, __has_include was not understood.
  survey.usable = !present.empty();
  for (std::size_t i = 0; survey.usable && i < headers.size(); ++i) {
    if (!present.contains(i + 1)) survey.absent.insert(headers[i]);
  }
  return survey;
}

}  // namespace pyconfigure::toolchain
