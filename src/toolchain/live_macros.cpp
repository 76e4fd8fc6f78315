#include "toolchain/live_macros.hpp"

#include <algorithm>
#include <cctype>
#include <cstdio>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"

namespace pyconfigure::toolchain {

namespace {

/// -Wp,-DX,-UY: nothing but definitions for the preprocessor.
bool only_definitions(std::string_view flag) {
  if (!flag.starts_with("-Wp,")) return false;
  flag.remove_prefix(4);
  while (!flag.empty()) {
    const std::string_view part = flag.substr(0, flag.find(','));
    if (part.size() < 3 || (!part.starts_with("-D") && !part.starts_with("-U"))) return false;
    flag.remove_prefix(std::min(part.size() + 1, flag.size()));
  }
  return true;
}

/// -D, -O, -W, -g, -std and the like: no header is found or lost by them.
bool leaves_search_alone(std::string_view flag) {
  if (flag.starts_with("-Wp,")) return only_definitions(flag);
  if (flag.size() < 2) return false;
  for (std::string_view prefix : {"-D", "-U", "-O", "-W", "-g", "-std=", "-fno-", "-fdiagnostics-", "-l", "-L"}) {
    // `-D NAME` takes the next word with it.
    if (flag.starts_with(prefix)) return flag != "-D" && flag != "-U" && flag != "-l" && flag != "-L";
  }
  return false;
}

/// -I$(srcdir)/...: a folder to make alone, to which it is another one.
bool for_make_alone(std::string_view flag) {
  return flag.starts_with("-I$(") && !os::test('e', std::string(flag.substr(2)));
}

/// Headers that the flags themselves bring, in ways that are not followed.
bool brings_headers(const std::string& search) {
  for (std::string_view word : {"-imacros", "-Wp,", "-Xpreprocessor", "-include-pch", "--include"}) {
    if (search.find(word) != std::string::npos) return true;
  }
  return false;
}

/// The files of `-include FILE`.
std::vector<std::string> included_by_flags(const probe::ToolEnv& env) {
  std::vector<std::string> files;
  bool next = false;
  for (const std::string& word : fields({env.cc, env.cflags, env.cppflags})) {
    if (next) files.push_back(word);
    next = word == "-include";
    if (!next && word.starts_with("-include")) files.push_back(word.substr(8));
  }
  return files;
}

constexpr std::string_view kBringText[] = {"include", "import", "embed", "??", "\\\n"};

bool counts(std::string_view macro, const Mentions& mentions) {
  return mentions.all || !own_macro(macro) || mentions.names.contains(macro);
}

/// Nothing but #include brings other text into a program.
bool includes_nothing(const std::string& text) {
  return std::none_of(std::begin(kBringText), std::end(kBringText),
                      [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

/// Words of the linker's flags that are not for the linker: a compiler that links sees them when it compiles.
std::string compiled_by_linker_flags(const probe::ToolEnv& env) {
  std::string text;
  for (const std::string& word : fields({env.ldflags, env.libs})) {
    if (!word.starts_with("-l") && !word.starts_with("-L") && !word.starts_with("-Wl,")) text += word + ' ';
  }
  return text;
}

/// What a flag defines, and what it stands for, is in every program: `-DNAME=OTHER`, `-D NAME`, `-Wp,-DNAME`,
/// `--define-macro=NAME`.
void add_names_of_flags(const probe::ToolEnv& env, Names& names) {
  Names glued;
  for (const std::string* text : {&env.cc, &env.cflags, &env.cppflags}) scan_all_names(*text, glued);
  scan_all_names(compiled_by_linker_flags(env), glued);
  for (const std::string& name : glued) {
    if (name.starts_with('D') || name.starts_with('U')) names.emplace(name.substr(1));
    names.emplace(name);
  }
}

/// A warning is nothing but that. (A macro that the compiler knows, too, may be defined in another way.)
bool warnings_pass(const probe::ToolEnv& env) {
  return !env.warnings_fail && !warnings_are_errors(env);
}

/// `#define NAME VALUE`, where VALUE leads to no other name.
bool ends_there(const probe::Confdef& line) {
  const std::string begin = "#define " + line.macro + " ";
  if (!line.text.starts_with(begin)) return line.text == "#define " + line.macro + "\n";
  return std::none_of(line.text.begin() + static_cast<std::ptrdiff_t>(begin.size()), line.text.end(), [](char ch) {
    return std::isalpha(static_cast<unsigned char>(ch)) != 0 || ch == '_' || ch == '\\';
  });
}

/// The same definition once more changes nothing.
bool said_before(const probe::Confdefs& confdefs, std::size_t at) {
  const probe::Confdef& line = confdefs.lines[at];
  for (std::size_t i = at; i-- > 0;) {
    if (confdefs.lines[i].macro == line.macro) return confdefs.lines[i].text == line.text;
  }
  return false;
}

std::uint64_t mix(std::uint64_t state, std::string_view text, std::uint64_t prime) {
  for (char ch : text) state = (state ^ static_cast<unsigned char>(ch)) * prime;
  return state ^ (state >> 29);
}

}  // namespace

void LiveMacros::Digest::take(std::string_view text) {
  low = mix(low, text, 0x100000001b3ULL);
  high = mix(high, text, 0xff51afd7ed558ccdULL);
}

std::string search_key(const probe::ProgramProbe& probe) {
  std::string key;
  for (const std::string& word : fields({probe.env.cc, probe.env.cflags, probe.env.cppflags})) {
    if (!leaves_search_alone(word) && !for_make_alone(word)) key += word + '\0';
  }
  key += '\1';
  for (const std::string& entry : probe.exports) key += entry + '\0';
  return key;
}

bool LiveMacros::learn(const std::string& search, std::optional<std::vector<std::string>> folders) {
  const auto [it, fresh] = searches_.try_emplace(search);
  if (!fresh) return false;
  if (folders && !brings_headers(search)) {
    it->second.texts = std::make_unique<HeaderTexts>(files_, std::move(*folders), base_);
  }
  programs_.clear();
  return true;
}

const Mentions& LiveMacros::of(const probe::ProgramProbe& probe) {
  const probe::Program& program = probe.program;
  const std::string search = search_key(probe);
  std::string key = search + static_cast<char>('0' + static_cast<int>(program.shape));
  key += program.prologue + '\0' + program.body + '\0' + probe.env.cc + '\0' + probe.env.cflags + '\0' +
         probe.env.cppflags + (probe.env.warnings_fail ? 'w' : '-') + compiled_by_linker_flags(probe.env);
  const auto [it, fresh] = programs_.try_emplace(std::move(key));
  if (!fresh) return *it->second;

  Mentions mentions;
  std::string text = program.prologue + "\n" + program.body + "\n";
  if (program.shape == probe::Program::Shape::function) text += "#include <limits.h>\n";
  if (program.shape == probe::Program::Shape::value) text += "#include <stdio.h>\n";
  scan_names(text, mentions.names);
  add_names_of_flags(probe.env, mentions.names);
  const std::string whole = probe::program_text(program);
  if (includes_nothing(whole) && included_by_flags(probe.env).empty() && !brings_headers(search) &&
      warnings_pass(probe.env)) {
    mentions.closed = true;
    scan_all_names(whole, mentions.names);
  }
  if (const auto known = searches_.find(search); known != searches_.end()) {
    std::vector<IncludeLine> lines = include_lines(text);
    for (std::string& file : included_by_flags(probe.env)) {
      // Looked for from the build folder on.
      lines.push_back({file.starts_with('/') ? file : base_ + "/" + file, false});
      lines.push_back({std::move(file), true});
    }
    for (const IncludeLine& line : lines) {
      if (known->second.texts == nullptr || line.name.empty()) {
        mentions.all = true;
      } else {
        mentions.add(known->second.texts->of(line.name));
      }
    }
  }
  const auto same = std::find_if(sets_.begin(), sets_.end(), [&](const auto& set) { return *set == mentions; });
  if (same != sets_.end()) return *(it->second = same->get());
  sets_.push_back(std::make_unique<Mentions>(std::move(mentions)));
  return *(it->second = sets_.back().get());
}

std::string LiveMacros::live_text(const probe::ProgramProbe& probe) {
  std::string text;
  if (probe.confdefs == nullptr) return text;
  const Mentions& mentions = of(probe);
  for (std::size_t i = 0; i < probe.confdefs_seen; ++i) {
    const probe::Confdef& line = probe.confdefs->lines[i];
    if (counts(line.macro, mentions) && !said_before(*probe.confdefs, i)) text += line.text;
  }
  return text;
}

std::string LiveMacros::digest(const probe::ProgramProbe& probe) {
  if (probe.confdefs == nullptr) return {};
  const Mentions& mentions = of(probe);
  std::vector<State>& states = states_[{probe.confdefs, &mentions}];
  if (states.empty()) states.emplace_back();
  while (states.size() <= probe.confdefs_seen) {
    State next = states.back();
    const probe::Confdef& line = probe.confdefs->lines[states.size() - 1];
    if (counts(line.macro, mentions) && !said_before(*probe.confdefs, states.size() - 1)) {
      next.open.take(line.text);
      if (mentions.closed && (line.macro.empty() || mentions.names.contains(line.macro))) {
        next.leads_on = next.leads_on || line.macro.empty() || !ends_there(line);
        next.closed.take(line.text);
      }
    }
    states.push_back(next);
  }
  // Of a text without headers only what it mentions counts, unless that leads to something else.
  const State& last = states[probe.confdefs_seen];
  const Digest& state = mentions.closed && !last.leads_on ? last.closed : last.open;
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(state.low),
                static_cast<unsigned long long>(state.high));
  return text;
}

}  // namespace pyconfigure::toolchain
