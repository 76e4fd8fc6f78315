#include "toolchain/dialects.hpp"

#include <algorithm>
#include <cstdlib>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/header_texts.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

const std::string kMark = "pyconfigure_answer_";

/// Of the numbers that __has_attribute and its likes have for a value: 202311 is one.
constexpr int kBits = 24;

/// Where a word of a command line names a folder for headers that are the user's.
std::string_view users_folder(std::string_view word) {
  if (!word.starts_with("-I")) return {};
  word.remove_prefix(2);
  while (word.size() > 1 && word.ends_with('/')) word.remove_suffix(1);
  return word;
}

std::string line_key(const std::vector<std::string>& line, const std::vector<std::string>& exports) {
  std::string key;
  for (const std::string& word : line) key += word + '\0';
  return key + '\1' + exports_text(exports);
}

std::optional<std::string> value_of(std::string_view macros, std::string_view name) {
  const std::string line = "#define " + std::string(name) + " ";
  std::size_t at = macros.starts_with(line) ? 0 : macros.find("\n" + line);
  if (at == std::string_view::npos) return std::nullopt;
  at = macros.find(line, at) + line.size();
  return std::string(macros.substr(at, std::min(macros.find('\n', at), macros.size()) - at));
}

}  // namespace

std::vector<std::string> compiler_words(const probe::ProgramProbe& probe) {
  if (probe.phase == probe::Phase::preprocess) {
    // $CPP is the compiler with -E, or nothing that we know of.
    std::vector<std::string> words = fields({probe.env.cpp});
    if (words.size() < 2 || words.back() != "-E") return {};
    words.pop_back();
    for (std::string& word : fields({probe.env.cppflags})) words.push_back(std::move(word));
    return words;
  }
  const probe::ToolEnv env = plain_speech(probe.env);
  if (probe.phase == probe::Phase::compile) return fields({env.cc, env.cflags, env.cppflags});
  std::vector<std::string> line = link_compile_line(env, "", "");
  const auto output = std::find(line.begin(), line.end(), "-c");  // -c -o OBJECT
  line.erase(output, output + 3);
  line.pop_back();
  return line;
}

Dialects::Plain Dialects::without_definitions(std::vector<std::string> line) const {
  std::string definitions;
  std::erase_if(line, [this](const std::string& word) {
    if (!word.starts_with("-I") || word.size() == 2 || word[2] == '-') return false;
    const std::string folder = word.substr(2);
    return !os::test('e', folder.starts_with('/') ? folder : base_ + "/" + folder);
  });
  const auto reserved = [](const std::string& word) {
    return word.starts_with("-D__") || word.starts_with("-U__") || word.find('(') != std::string::npos;
  };
  if (std::any_of(line.begin(), line.end(), reserved)) return {std::move(line), {}};
  std::erase_if(line, [&](const std::string& word) {
    if (word.starts_with("-U") && word.size() > 2) {
      definitions += "#undef " + word.substr(2) + "\n";
      return true;
    }
    if (!word.starts_with("-D") || word.size() == 2) return false;
    const std::size_t equals = word.find('=');
    definitions += "#define " + word.substr(2, equals == std::string::npos ? equals : equals - 2) + " " +
                   (equals == std::string::npos ? "1" : word.substr(equals + 1)) + "\n";
    return true;
  });
  return {std::move(line), std::move(definitions)};
}

Dialects::Plain Dialects::plain(const probe::ProgramProbe& probe) const {
  Plain plain = without_definitions(compiler_words(probe));
  const auto names_folder = [](const std::string& word) { return !users_folder(word).empty(); };
  // (One that is linked needs an object in any case.)
  const bool linked = probe.phase == probe::Phase::link || probe.phase == probe::Phase::run;
  if (linked || folders_.empty() || std::none_of(plain.line.begin(), plain.line.end(), names_folder)) return plain;
  const auto known = folders_.find(line_key(plain.line, probe.exports));
  if (known == folders_.end()) return plain;
  std::erase_if(plain.line, names_folder);
  plain.folders = known->second;
  return plain;
}

void Dialects::learn_folders(const probe::ProgramProbe& probe, const std::vector<std::string>& folders) {
  std::vector<c::SearchFolder>& known = folders_[line_key(without_definitions(compiler_words(probe)).line, probe.exports)];
  known.clear();
  for (const std::string& folder : folders) known.push_back({folder.starts_with('/') ? folder : base_ + "/" + folder, false, true});
}

Speaker& Dialects::speaker(const std::vector<std::string>& line, const std::vector<std::string>& exports) {
  std::unique_ptr<Speaker>& known = speakers_[line_key(line, exports)];
  if (known == nullptr) {
    known = std::make_unique<Speaker>();
    if (!understood(line)) known->state = Speaker::State::unusable;
  }
  return *known;
}

bool Dialects::understood(const std::vector<std::string>& line) {
  // What stands before the first flag is the compiler, and what starts it (ccache gcc).
  std::size_t first = 1;
  while (first < line.size() && !line[first].starts_with('-')) ++first;
  for (std::size_t i = first; i < line.size(); ++i) {
    const std::string& word = line[i];
    const auto begins = [&](std::string_view with) { return word.starts_with(with); };
    if (word == "-D" || word == "-U" || word == "-I" || word == "-isystem" || begins("-include") ||
        begins("-imacros") || begins("-Wp,") || begins("-fplugin") || begins("-fpch") || begins("-finput-charset") ||
        begins("-fexec-charset") || begins("-fdirectives-only") || begins("-fpreprocessed") || begins("-ftabstop") ||
        begins("-fextended-identifiers") || begins("-fno-extended-identifiers") || begins("-fdollars") ||
        begins("-fno-dollars") || begins("-I-") || begins("-fno-asm") || begins("-fno-gnu") || begins("-fmodule") ||
        begins("-fimplicit-module") || begins("-fcxx-modules") || begins("-ftrigraphs") || begins("-fobjc") ||
        begins("-fkeep-") || begins("-femit-") || begins("-fms-") || begins("-fplan9") || begins("-fopenacc") || begins("-fgnu-tm")) {
      return false;
    }
    bool known = false;
    for (std::string_view with :
         {"-D", "-U", "-O", "-W", "-g", "-std=", "-m", "-f", "-pthread", "-pipe", "-I", "-isystem/", "-w"}) {
      known = known || begins(with);
    }
    if (!known) return false;
  }
  return !line.empty();
}

void Dialects::learn(Speaker& speaker, const std::vector<std::string>& line, bool users_path, bool foreign_path, const os::Exit& end) {
  speaker.state = Speaker::State::unusable;
  std::optional<std::vector<std::string>> folders = search_folders(end.err);
  if (end.code != 0 || !folders) return;
  bool more = false;
  base::each_line(end.out, [&](std::string_view text) {
    if (text.starts_with("#define ") || text.starts_with("#undef ")) {
      speaker.dialect.macros.append(text) += '\n';
    } else if (!text.empty() && !text.starts_with("# ") && !text.starts_with("#line ") && !text.starts_with("pyconfigure_header_")) {
      more = true;  // something stands before every program, and be it a #pragma
    }
  });
  const std::string& macros = speaker.dialect.macros;
  const auto is = [&](std::string_view name) { return value_of(macros, name).has_value(); };
  if (more || !is("__GNUC__") || !is("__STDC__")) return;
  for (std::string_view other : {"__cplusplus", "__OBJC__", "__ASSEMBLER__", "__INTEL_COMPILER", "__EDG__", "__PGI",
                                 "__NVCOMPILER", "__TINYC__", "__SUNPRO_C", "__CC_ARM", "__open64__", "__PCC__",
                                 "__chibicc__", "__slimcc__", "__KEFIRCC__", "__LCC__", "_MSC_VER"}) {
    if (is(other)) return;
  }
  speaker.clang = is("__clang__");
  for (std::string& folder : *folders) {
    if (folder.ends_with(" (framework directory)")) {
      speaker.dialect.more_folders = true;
      continue;
    }
    if (folder.ends_with(')')) return;
    const bool users = users_path || std::any_of(line.begin(), line.end(),
                                                 [&](const std::string& word) { return users_folder(word) == folder; });
    speaker.dialect.folders.push_back({folder.starts_with('/') ? folder : base_ + "/" + folder, !users, users || foreign_path});
  }
  // Where the standard is strict, trigraphs are on, and before 1999 // is no comment.
  if (is("__STRICT_ANSI__")) return;
  const long standard = std::strtol(value_of(macros, "__STDC_VERSION__").value_or("0").c_str(), nullptr, 10);
  const bool floats =
      !speaker.clang && std::strtol(value_of(macros, "__GNUC__").value_or("0").c_str(), nullptr, 10) >= 7;
  speaker.words = std::make_unique<c::Words>(headers_.atoms(), standard, true, floats);
  speaker.state = Speaker::State::usable;
}

void Dialects::hear(const probe::ProgramProbe& probe, bool users_path, bool foreign_path, const os::Exit& end) {
  probe::ProgramProbe surveyed = probe;
  surveyed.phase = probe::Phase::compile;  // with those words it was asked
  const auto [line, definitions, folders] = without_definitions(compiler_words(surveyed));
  // (A compiler that would not tell what it defines is asked again.)
  if (line.empty() || !definitions.empty() || end.code != 0 || end.out.find("\n#define __GNUC__ ") == std::string::npos) return;
  Speaker& known = speaker(line, probe.exports);
  if (known.state == Speaker::State::unknown) learn(known, line, users_path, foreign_path, end);
}

// Only what is not 0 is told, and that all has been read.
std::string Dialects::questionnaire(const std::vector<std::string>& questions) {
  std::string text;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const std::string& question = questions[i];
    const std::string mark = kMark + std::to_string(i) + " ";
    if (question.starts_with("defined ")) {
      text += "#ifdef " + question.substr(8) + "\n" + mark + "1\n#endif\n";
      continue;
    }
    // Asked where the name is not known it would be an error.
    text += "#ifdef " + question.substr(0, question.find('(')) + "\n#if (" + question + ") == 1\n" + mark + "1\n#elif " + question + "\n";
    // Another number: bit by bit, since only conditions may ask.
    for (int bit = 0; bit < kBits; ++bit) {
      text += "#if ((" + question + ") >> " + std::to_string(bit) + ") & 1\n" + mark + std::to_string(1L << bit) + "\n#endif\n";
    }
    text += "#endif\n#endif\n";
  }
  return text + kMark + "end\n";
}

bool Dialects::learn_answers(Speaker& speaker, const std::vector<std::string>& questions, const os::Exit& end,
                             bool& all_zero) {
  all_zero = true;
  if (end.code != 0) return false;
  std::map<std::size_t, std::int64_t> told;
  bool whole = false;
  base::each_line(end.out, [&](std::string_view line) {
    if (!line.starts_with(kMark)) return;
    const std::vector<std::string> words = base::words(line.substr(kMark.size()));
    whole = words.size() == 1 && words[0] == "end";
    if (words.size() == 2) told[std::strtoul(words[0].c_str(), nullptr, 10)] += std::strtoll(words[1].c_str(), nullptr, 10);
  });
  if (!whole) return false;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const auto answer = told.find(i);
    const std::int64_t value = answer == told.end() ? 0 : answer->second;
    speaker.dialect.told.emplace(questions[i], value);
    all_zero = all_zero && value == 0;
  }
  return true;
}

}  // namespace pyconfigure::toolchain
