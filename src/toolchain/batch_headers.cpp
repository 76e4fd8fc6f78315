// Programs that include standard headers and do nothing else (AC_CHECK_HEADER behind the default includes): one
// translation unit with all of these headers.
//
// Soundness. The standard makes each of these headers complete in itself, so those that compile behind others compile
// without them. When the unit fails, or warnings count and there are some, each header is asked alone.
#include <algorithm>
#include <optional>
#include <set>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/header_texts.hpp"
#include "toolchain/headers.hpp"
#include "toolchain/posix_headers.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

class HeaderJob : public os::Job {
 public:
  HeaderJob(Workshop& shop, Questions questions) : shop_(shop), open_(std::move(questions)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) return command();
    if (last->code == 0 && (!open_.front()->probe->env.warnings_fail || last->err.empty())) {
      for (Question* question : open_) {
        ++shop_.batched;
        shop_.settle(*question, true, 0, {}, {});
      }
    }
    ask_alone(shop_, open_, queue);
    return std::nullopt;
  }

 private:
  os::Command command() {
    const probe::ProgramProbe& first = *open_.front()->probe;
    std::string text;
    for (std::size_t i = 0; first.confdefs && i < first.confdefs_seen; ++i) text += first.confdefs->lines[i].text;
    std::set<std::string> seen;
    for (const Question* question : open_) {
      for (const std::string& name : standard_headers(*question->probe)) {
        if (seen.insert(name).second) text += "#include <" + name + ">\n";
      }
    }
    const std::string source = shop_.new_folder() + "/headers.c";
    os::write_plain(source, text);
    std::vector<std::string> line = compile_line(plain_speech(first.env), source, source + ".o");
    if (!warnings_are_errors(first.env) && !first.env.warnings_fail) line.push_back("-fsyntax-only");
    return shop_.tool(std::move(line), first.exports);
  }

  Workshop& shop_;
  Questions open_;
};

}  // namespace

LastInclude last_include(const probe::Program& program) {
  if (program.shape != probe::Program::Shape::whole) return {};
  std::string_view text = program.prologue;
  while (text.ends_with('\n')) text.remove_suffix(1);
  const std::size_t line = text.rfind('\n');
  const std::string_view last = line == std::string_view::npos ? text : text.substr(line + 1);
  constexpr std::string_view kBegin = "#include <";
  if (!last.starts_with(kBegin) || !last.ends_with('>')) return {};
  const std::string_view name = last.substr(kBegin.size(), last.size() - kBegin.size() - 1);
  return {std::string(text.substr(0, line == std::string_view::npos ? 0 : line + 1)), std::string(name),
          std::string(last) + "\n"};
}

namespace {

/// Is the macro defined there? Nothing when somebody else may define it.
std::optional<bool> defined(const probe::ProgramProbe& probe, std::string_view macro) {
  if (!own_macro(macro)) return std::nullopt;
  for (std::size_t i = 0; probe.confdefs && i < probe.confdefs_seen; ++i) {
    if (probe.confdefs->lines[i].macro == macro) return true;
  }
  return false;
}

/// The word behind `#NAME`, blanks before and after `#` allowed; nothing when the line is another.
std::optional<std::string_view> directive(std::string_view line, std::string_view name) {
  const auto trim = [&line] {
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
  };
  trim();
  if (!line.starts_with('#')) return std::nullopt;
  line.remove_prefix(1);
  trim();
  if (!line.starts_with(name)) return std::nullopt;
  line.remove_prefix(name.size());
  if (!line.empty() && line.front() != ' ' && line.front() != '\t' && line.front() != '<') return std::nullopt;
  trim();
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  return line;
}

}  // namespace

std::vector<std::string> standard_headers(const probe::ProgramProbe& probe) {
  if (probe.program.shape != probe::Program::Shape::whole) return {};
  std::vector<std::string> headers;
  std::vector<bool> taken;  // of the conditionals that are open
  std::string_view text = probe.program.prologue;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
    if (const auto header = directive(line, "include")) {
      if (!header->starts_with('<') || !header->ends_with('>')) return {};
      const std::string_view name = header->substr(1, header->size() - 2);
      if (!std::all_of(taken.begin(), taken.end(), [](bool is) { return is; })) continue;
      if (!posix_header(name)) return {};
      headers.emplace_back(name);
    } else if (const auto macro = directive(line, "ifdef")) {
      const std::optional<bool> is = defined(probe, *macro);
      if (!is) return {};
      taken.push_back(*is);
    } else if (directive(line, "endif") && !taken.empty()) {
      taken.pop_back();
    } else {
      return {};
    }
  }
  if (!taken.empty()) return {};
  return headers;
}

std::unique_ptr<os::Job> header_job(Workshop& shop, Questions questions) {
  return std::make_unique<HeaderJob>(shop, std::move(questions));
}

}  // namespace pyconfigure::toolchain
