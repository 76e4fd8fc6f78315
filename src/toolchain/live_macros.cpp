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
  if (flag == "-mno-omit-leaf-frame-pointer" || flag == "-momit-leaf-frame-pointer") return true;  // code alone
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
NameSet names_of_flags(const probe::ToolEnv& env, const std::string& others, HeaderFiles& files) {
  NameSet names;
  for (const std::string* text : {&env.cc, &env.cflags, &env.cppflags, &others}) {
    each_name(*text, [&](std::string_view name) {
      names.add(files.number(name));
      if (name.size() > 1 && (name.front() == 'D' || name.front() == 'U')) names.add(files.number(name.substr(1)));
    });
  }
  return names;
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

char shape_of(const probe::Program& program) { return static_cast<char>('0' + static_cast<int>(program.shape)); }

std::string key_of(const probe::Program& program) {
  std::string key(1, shape_of(program));
  key.reserve(program.prologue.size() + program.body.size() + 2);
  return key.append(program.prologue).append(1, '\0').append(program.body);
}

bool is_key_of(std::string_view key, const probe::Program& program) {
  const std::size_t before = 1 + program.prologue.size();
  return key.size() == before + 1 + program.body.size() && key.front() == shape_of(program) && key[before] == '\0' &&
         key.ends_with(program.body) && key.substr(1, program.prologue.size()) == program.prologue;
}

/// A number that other programs seldom have.
std::size_t sample(const probe::Program& program) {
  std::size_t number = program.prologue.size() * 31 + program.body.size();
  for (const std::string* text : {&program.prologue, &program.body}) {
    // They differ at the end, if anywhere.
    const std::size_t begin = text->size() - std::min<std::size_t>(text->size(), 24);
    for (std::size_t i = begin; i < text->size(); ++i) number = number * 31 + static_cast<unsigned char>((*text)[i]);
  }
  return number ^ (number >> 17);
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

void LiveMacros::Digest::take(const Digest& other) {
  low = (low ^ other.low) * 0x100000001b3ULL;
  low ^= low >> 29;
  high = (high ^ other.high) * 0xff51afd7ed558ccdULL;
  high ^= high >> 29;
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
    it->second = std::make_unique<HeaderTexts>(files_, std::move(*folders), base_);
  }
  for (auto& [key, tools] : tools_) {
    if (tools.search != search) continue;
    tools.programs.clear();
    tools.recent.fill(nullptr);
  }
  return true;
}

LiveMacros::Tools& LiveMacros::tools_of(const probe::ProgramProbe& probe) {
  const probe::ToolEnv& env = probe.env;
  Tools*& recent = recent_tools_[(env.libs.size() + env.cflags.size() + env.cppflags.size() + env.ldflags.size()) % recent_tools_.size()];
  if (recent != nullptr && recent->env == env && recent->exports == probe.exports) return *recent;
  std::string key = env.warnings_fail ? "w" : "-";
  for (const std::string* text : {&env.cc, &env.cflags, &env.cppflags, &env.ldflags, &env.libs}) key += *text + '\0';
  for (const std::string& entry : probe.exports) key += entry + '\0';
  const auto [it, fresh] = tools_.try_emplace(std::move(key));
  Tools& tools = it->second;
  recent = &tools;
  tools.env = env;
  tools.exports = probe.exports;
  if (!fresh) return tools;
  tools.search = search_key(probe);
  tools.names = names_of_flags(env, compiled_by_linker_flags(env), files_);
  tools.included = included_by_flags(env);
  tools.closed = tools.included.empty() && !brings_headers(tools.search) && warnings_pass(env);
  return tools;
}

bool LiveMacros::knows(const probe::ProgramProbe& probe) {
  const auto known = searches_.find(tools_of(probe).search);
  return known != searches_.end() && known->second != nullptr;
}

const Mentions& LiveMacros::of(const probe::ProgramProbe& probe) {
  const probe::Program& program = probe.program;
  Tools& tools = tools_of(probe);
  auto& recent = tools.recent[sample(program) % tools.recent.size()];
  if (recent != nullptr && is_key_of(recent->first, program)) return *recent->second;
  const auto [it, fresh] = tools.programs.try_emplace(key_of(program));
  recent = &*it;
  if (!fresh) return *it->second;

  Mentions mentions;
  mentions.names = tools.names;
  std::string text = program.prologue + "\n" + program.body + "\n";
  if (program.shape == probe::Program::Shape::function) text += "#include <limits.h>\n";
  if (program.shape == probe::Program::Shape::value) text += "#include <stdio.h>\n";
  each_name(text, [&](std::string_view name) {
    if (own_macro(name)) mentions.names.add(files_.number(name));
  });
  const std::string whole = probe::program_text(program);
  if (tools.closed && includes_nothing(whole)) {
    mentions.closed = true;
    each_name(whole, [&](std::string_view name) { mentions.names.add(files_.number(name)); });
  }
  if (const auto known = searches_.find(tools.search); known != searches_.end()) {
    std::vector<IncludeLine> lines = include_lines(text);
    for (const std::string& file : tools.included) {
      // Looked for from the build folder on.
      lines.push_back({file.starts_with('/') ? file : base_ + "/" + file, false});
      lines.push_back({file, true});
    }
    for (const IncludeLine& line : lines) {
      if (known->second == nullptr || line.name.empty()) {
        mentions.all = true;
      } else {
        mentions.add(known->second->of(line.name));
      }
    }
  }
  const auto same = std::find_if(sets_.begin(), sets_.end(), [&](const auto& set) { return *set == mentions; });
  if (same != sets_.end()) return *(it->second = same->get());
  sets_.push_back(std::make_unique<Mentions>(std::move(mentions)));
  return *(it->second = sets_.back().get());
}

LiveMacros::Pass& LiveMacros::pass_of(const probe::ProgramProbe& probe) {
  auto at = std::find_if(passes_.rbegin(), passes_.rend(), [&](const auto& pass) { return pass->confdefs == probe.confdefs; });
  if (at == passes_.rend()) {
    passes_.push_back(std::make_unique<Pass>());
    at = passes_.rbegin();
    (*at)->confdefs = probe.confdefs;
  }
  Pass& pass = **at;
  const std::vector<probe::Confdef>& lines = pass.confdefs->lines;
  while (pass.lines.size() < probe.confdefs_seen) {
    const std::size_t place = pass.lines.size();
    const probe::Confdef& said = lines[place];
    Line line;
    line.number = files_.number(said.macro);
    line.named = !said.macro.empty();
    line.own = own_macro(said.macro);
    line.leads_on = !line.named || !ends_there(said);
    line.text.take(said.text);
    const auto [last, first] = pass.last.try_emplace(line.number, place);
    line.repeats = !first && lines[last->second].text == said.text;
    last->second = place;
    pass.lines.push_back(line);
  }
  return pass;
}

std::string LiveMacros::live_text(const probe::ProgramProbe& probe) {
  std::string text;
  if (probe.confdefs == nullptr) return text;
  const Mentions& mentions = of(probe);
  const Pass& pass = pass_of(probe);
  for (std::size_t i = 0; i < probe.confdefs_seen; ++i) {
    if (counts(pass.lines[i], mentions) && !pass.lines[i].repeats) text += probe.confdefs->lines[i].text;
  }
  return text;
}

std::string LiveMacros::digest(const probe::ProgramProbe& probe) {
  if (probe.confdefs == nullptr) return {};
  const Mentions& mentions = of(probe);
  Pass& pass = pass_of(probe);
  std::vector<State>& states = pass.states[&mentions];
  if (states.empty()) states.emplace_back();
  while (states.size() <= probe.confdefs_seen) {
    State next = states.back();
    const Line& line = pass.lines[states.size() - 1];
    if (counts(line, mentions) && !line.repeats) {
      next.open.take(line.text);
      if (mentions.closed && (!line.named || mentions.names.contains(line.number))) {
        next.leads_on = next.leads_on || line.leads_on;
        next.closed.take(line.text);
      }
    }
    states.push_back(next);
  }
  // Of a text without headers only what it mentions counts, unless that leads to something else.
  const State& last = states[probe.confdefs_seen];
  const Digest& state = mentions.closed && !last.leads_on ? last.closed : last.open;
  return {reinterpret_cast<const char*>(&state), sizeof state};
}

}  // namespace pyconfigure::toolchain
