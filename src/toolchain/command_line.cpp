#include "toolchain/command_line.hpp"

#include <algorithm>
#include <array>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"

namespace pyconfigure::toolchain {

namespace {

constexpr std::string_view kShellCharacters = "\"'\\$`*?[]~;&|<>(){}#!\n";

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string join(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (std::string_view part : parts) {
    if (!out.empty()) out += ' ';
    out += part;
  }
  return out;
}

void add(std::vector<std::string>& words, const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
}

/// An error of the front end that concerns the program's own statements and cannot be about the functions that a batch
/// puts around them.
bool contained(std::string_view word) {
  for (std::string_view own :
       {"-Werror=format-security", "-Werror=format", "-Werror=implicit-function-declaration", "-Werror=implicit-int",
        "-Werror=implicit", "-Werror=int-conversion", "-Werror=incompatible-pointer-types"}) {
    if (word == own) return true;
  }
  return false;
}

constexpr std::array<std::string_view, 22> kTakeWords = {
    "-I",        "-D",       "-U",          "-L",      "-l",       "-B",        "-include",  "-imacros", "-isystem", "-idirafter", "-iquote",
    "-isysroot", "-iprefix", "-iwithprefix", "-target", "--target", "--sysroot", "-arch",     "-Xclang",  "-Xlinker", "-mllvm",     "--param"};

/// Does the word that follows belong to this one?
bool takes_a_word(std::string_view word) {
  return word.starts_with("-X") || std::find(kTakeWords.begin(), kTakeWords.end(), word) != kTakeWords.end();
}

/// A word that is no option, nor belongs to the one before it: compilers take it for a file to link, and only notice that it
/// is not there when they link or have to tell which output is whose. The words of a command stand in front.
bool stray_word(const std::string& text, bool command) {
  bool taken = command;
  for (const std::string& word : base::words(text)) {
    if (!word.starts_with('-')) {
      if (!taken) return true;
      taken = command;
      continue;
    }
    command = false;
    taken = takes_a_word(word);
  }
  return false;
}

/// A linker that goes on where symbols are undefined: programs in one executable are then no longer on their own.
bool tolerates_undefined(std::string_view word) {
  if (word.starts_with("-fsanitize") || word.starts_with("-fno-sanitize")) return false;
  if (word.find("no-undefined") != std::string_view::npos || word.find("allow-shlib-undefined") != std::string_view::npos) return false;
  for (std::string_view part : {"unresolved-symbols", "undefined", "z,undefs", "zundefs", "noinhibit-exec"}) {
    if (word.find(part) != std::string_view::npos) return true;
  }
  if (word.starts_with("-Wl,")) word.remove_prefix(4);
  word = word.substr(0, word.find(','));  // -Wl,-r,...; but not -Wl,-rpath,...
  return word == "-shared" || word == "-Bshareable" || word == "-r" || word == "-i" || word == "undefs";
}

}  // namespace

std::vector<std::string> script_words(const std::string& text) {
  std::vector<std::string> words = base::words(text);
  const bool plain = text.find_first_of(kShellCharacters) == std::string::npos && !words.empty() &&
                     words.front().find('=') == std::string::npos && words.front() != "command" &&
                     words.front() != "test" && words.front() != "exec" && words.front() != "eval";
  if (plain) return words;
  return {"/bin/sh", "-c", text};
}

std::vector<std::string> fields(std::initializer_list<std::string_view> texts) {
  std::vector<std::string> words;
  for (std::string_view text : texts) {
    for (std::string& word : base::words(text)) {
      std::vector<std::string> names;
      if (std::any_of(word.begin(), word.end(), [](char ch) { return ch == '*' || ch == '?' || ch == '['; })) names = os::expand(word);
      if (names.empty()) {
        words.push_back(std::move(word));
      } else {
        words.insert(words.end(), names.begin(), names.end());
      }
    }
  }
  return words;
}

std::vector<std::string> told_command(std::string_view line) {
  if (!line.starts_with(' ')) return {};
  std::vector<std::string> words = base::words(line);
  for (std::string& word : words) std::erase(word, '"');
  return words;
}

std::vector<std::string> compile_line(const probe::ToolEnv& env, const std::string& source, const std::string& object) {
  std::vector<std::string> words = fields({env.cc});
  words.insert(words.end(), {"-c", "-o", object});
  add(words, fields({env.cflags, env.cppflags}));
  words.push_back(source);
  return words;
}

std::vector<std::string> link_compile_line(const probe::ToolEnv& env, const std::string& source,
                                           const std::string& object) {
  std::vector<std::string> words = compile_line(env, source, object);
  for (std::string& word : fields({env.ldflags, env.libs})) {
    const bool for_linker = word.starts_with("-L") || word.starts_with("-l") || word.starts_with("-Wl,") ||
                            word.starts_with("-static") || word == "-rdynamic" || !word.starts_with('-');
    if (!for_linker) words.insert(words.end() - 1, std::move(word));  // before the source
  }
  return words;
}

std::vector<std::string> link_line(const probe::ToolEnv& env, const std::vector<std::string>& sources,
                                   const std::string& executable) {
  std::vector<std::string> words = fields({env.cc});
  // A suffix of several words is several words: nobody quotes it. `executable` ends in it.
  const std::size_t blank = env.exeext.find_first_of(" \t\n");
  const std::size_t cut = blank == std::string::npos ? 0 : std::min(env.exeext.size() - blank, executable.size());
  words.insert(words.end(), {"-o", executable.substr(0, executable.size() - cut)});
  if (cut != 0) {
    const std::vector<std::string> parts = base::words("x" + env.exeext);
    words.insert(words.end(), parts.begin() + 1, parts.end());
  }
  add(words, fields({env.cflags, env.cppflags, env.ldflags}));
  add(words, sources);
  add(words, fields({env.libs}));
  return words;
}

namespace {

/// Macros, folders of headers, warnings, and such optimisation as brings no object file of its own (-Ofast does).
bool for_compiling_alone(std::string_view word) {
  if (word.size() > 2 && (word.starts_with("-D") || word.starts_with("-U") || word.starts_with("-I"))) return true;
  if (word.starts_with("-W")) return word.find(',') == std::string_view::npos && word.find("-Werror") == std::string_view::npos;
  for (std::string_view one : {"-O", "-O0", "-O1", "-O2", "-O3", "-Os", "-Og", "-fstrict-overflow", "-fno-strict-overflow",
                               "-fno-strict-aliasing", "-fwrapv", "-fno-omit-frame-pointer", "-fomit-frame-pointer",
                               "-mno-omit-leaf-frame-pointer", "-momit-leaf-frame-pointer"}) {
    if (word == one) return true;
  }
  return false;
}

}  // namespace

probe::ToolEnv linking_tools(const probe::ToolEnv& env) {
  probe::ToolEnv tools = env;
  // Link-time optimisation compiles when it links, and a word may belong to the one before it.
  for (const std::string* text : {&env.cc, &env.cflags, &env.cppflags, &env.ldflags, &env.libs}) {
    for (std::string_view word : {"-flto", "-fuse-linker-plugin", "-fwhole-program", "-Ofast", "-ffast-math", "-funsafe-math", "-specs"}) {
      if (contains(*text, word)) return tools;
    }
    for (const std::string& word : base::words(*text)) {
      if (takes_a_word(word)) return tools;
    }
  }
  for (std::string* text : {&tools.cc, &tools.cflags, &tools.cppflags}) {
    std::string kept;
    for (const std::string& word : base::words(*text)) {
      if (!for_compiling_alone(word)) kept += (kept.empty() ? "" : " ") + word;
    }
    *text = kept;
  }
  return without_repeated_libraries(tools);
}

std::vector<std::string> without_repeats(const std::string& libraries) {
  std::vector<std::string> words = fields({libraries});
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

probe::ToolEnv without_repeated_libraries(probe::ToolEnv env) {
  const std::vector<std::string> libraries = fields({env.libs});
  std::string kept;
  for (const std::string& word : base::words(env.ldflags)) {
    const bool repeated = word.starts_with("-l") && std::find(libraries.begin(), libraries.end(), word) != libraries.end();
    if (!repeated) kept += (kept.empty() ? "" : " ") + word;
  }
  if (fields({kept}).size() < fields({env.ldflags}).size()) env.ldflags = kept;
  return env;
}

std::optional<probe::ToolEnv> without_linker_switch(const probe::ToolEnv& env) {
  std::vector<std::string> words = fields({env.ldflags});
  if (words.empty() || words.back() != kLinkerSwitch) return std::nullopt;
  words.pop_back();
  probe::ToolEnv plain = env;
  plain.ldflags.clear();
  for (const std::string& word : words) plain.ldflags += word + ' ';
  return plain;
}

std::vector<std::string> preprocess_line(const probe::ToolEnv& env, const std::string& source) {
  std::vector<std::string> words = fields({env.cpp, env.cppflags});
  words.push_back(source);
  return words;
}

std::string logged_line(const probe::ProgramProbe& probe) {
  const probe::ToolEnv& env = probe.env;
  switch (probe.phase) {
    case probe::Phase::preprocess:
      return join({env.cpp, env.cppflags, "conftest.c"});
    case probe::Phase::compile:
      return join({env.cc, "-c", env.cflags, env.cppflags, "conftest.c >&5"});
    case probe::Phase::link:
    case probe::Phase::run:
      return join({env.cc, "-o", "conftest" + env.exeext, env.cflags, env.cppflags, env.ldflags, "conftest.c", env.libs,
                   ">&5"});
  }
  return {};
}

namespace {

/// What a library needs is then the program's, too, and depends on the company.
bool takes_what_is_needed(std::string_view word) {
  for (std::string_view option : {"copy-dt-needed", "add-needed"}) {
    const std::size_t at = word.find(option);
    if (at != std::string_view::npos && !word.substr(0, at).ends_with("no-")) return true;
  }
  return false;
}

}  // namespace

bool odd_flags(const probe::ToolEnv& env) {
  if (env.exeext.find_first_of(kShellCharacters) != std::string::npos ||
      env.exeext.find_first_of(" \t") != std::string::npos) {
    return true;
  }
  if (stray_word(env.cc, true) || stray_word(env.cflags, false) || stray_word(env.cppflags, false)) return true;
  for (const std::string* text : {&env.cc, &env.cflags, &env.cppflags, &env.ldflags, &env.libs}) {
    if (text->find('@') != std::string::npos || contains(*text, "-save-temps")) {
      return true;
    }
    for (const std::string& word : base::words(*text)) {
      if (word == "-E" || word == "-S" || word == "-x" || word == "-fsyntax-only" || word == "-Wfatal-errors" ||
          word.starts_with("-M") || tolerates_undefined(word) || takes_what_is_needed(word) || word.starts_with("-fmax-errors") || word.starts_with("-ferror-limit")) {
        return true;
      }
    }
  }
  return false;
}

probe::ToolEnv plain_speech(probe::ToolEnv env) {
  for (std::string* text : {&env.cc, &env.cflags, &env.cppflags, &env.ldflags, &env.libs}) {
    if (!contains(*text, "-fdiagnostics-") && !contains(*text, "color")) continue;
    std::string kept;
    for (const std::string& word : base::words(*text)) {
      const bool colour = word == "-fcolor-diagnostics" || word.starts_with("-Wl,--color-diagnostics");
      if (!word.starts_with("-fdiagnostics-") && (!colour || word.find(',', 4) != std::string::npos)) kept += word + ' ';
    }
    *text = kept;
  }
  return env;
}

bool leaves_files(const probe::ToolEnv& env) {
  constexpr std::string_view kHowCounted = "-fprofile-update=";  // says how, not that
  for (const std::string* flags : {&env.cc, &env.cflags, &env.cppflags}) {
    std::string text = *flags;
    for (std::size_t at = text.find(kHowCounted); at != std::string::npos; at = text.find(kHowCounted)) text.erase(at, kHowCounted.size());
    for (std::string_view word :
         {"-coverage", "-ftest-coverage", "-fprofile", "-fstack-usage", "-fcallgraph-info", "-fdump-", "-gsplit-dwarf",
          "-ftime-trace", "-fsave-optimization-record", "-fopt-info", "-da", "-dx"}) {
      if (contains(text, word)) return true;
    }
  }
  return false;
}

bool starts_anywhere(const probe::ToolEnv& env) {
  const std::vector<std::string> tool = fields({env.cc});
  if (tool.empty() || (tool.front().find('/') != std::string::npos && !tool.front().starts_with('/'))) return false;
  if (leaves_files(env)) return false;
  const auto known = [](std::string_view word) {
    for (std::string_view folder : {"-I", "-L", "-isystem"}) {
      if (word.starts_with(folder)) return word.substr(folder.size()).starts_with('/');
    }
    if (word.starts_with("-Wl,")) return true;  // not the compiler's
    if (word.starts_with("-f")) return word.find('=') == std::string_view::npos && !word.starts_with("-flto");
    if (word == "-D" || word == "-U" || word.find(',') != std::string_view::npos) return false;
    for (std::string_view begin : {"-D", "-U", "-O", "-W", "-g", "-m", "-l", "-std=", "-pthread", "-pipe"}) {
      if (word.starts_with(begin)) return true;
    }
    return false;
  };
  std::vector<std::string> words = fields({env.cflags, env.cppflags, env.ldflags, env.libs});
  words.insert(words.end(), tool.begin() + 1, tool.end());
  return std::all_of(words.begin(), words.end(), known);
}

bool linker_warnings_fail(const probe::ToolEnv& env) {
  return contains(env.cc, "fatal") || contains(env.cflags, "fatal") || contains(env.cppflags, "fatal") ||
         contains(env.ldflags, "fatal") || contains(env.libs, "fatal");
}

bool warnings_are_errors(const probe::ToolEnv& env) {
  for (const std::string* text : {&env.cc, &env.cflags, &env.cppflags, &env.ldflags, &env.libs}) {
    if (contains(*text, "-pedantic-errors")) return true;
    for (const std::string& word : base::words(*text)) {
      if (word.find("-Werror") != std::string::npos && !contained(word)) return true;
    }
  }
  return false;
}

bool flags_contain(const probe::ToolEnv& env, std::string_view word) {
  const auto texts = {&env.cc, &env.cflags, &env.cppflags, &env.ldflags, &env.libs};
  return std::any_of(texts.begin(), texts.end(), [&](const std::string* flags) { return flags->find(word) != std::string::npos; });
}

namespace {

bool names_a_folder(std::string_view word) { return word.starts_with("-I") && word.size() > 2; }

}  // namespace

bool whole_compile_counts(const probe::ToolEnv& env) {
  const auto innocent = [](std::string_view word) {
    // The assembler has something to say, and a processor may lack what code is made for.
    if (word.starts_with("-Wa,") || (word.starts_with("-march=") && word.find("+no") != std::string_view::npos)) return false;
    for (std::string_view begin : {"-D", "-U", "-W", "-O", "-g", "-std=", "-f", "-march=", "-mtune=", "-l", "-L"}) {
      if (word.starts_with(begin) && word.size() > 2) return word != "-fsyntax-only" && !word.starts_with("-fplugin");
    }
    return word == "-O" || word == "-g" || word == "-m64" || word == "-m32" || word == "-pthread" || word == "-pipe" || word == "-w" ||
           word == "-pedantic";
  };
  std::vector<std::string> words = fields({env.cc});
  words.erase(words.begin(), words.begin() + std::min<std::ptrdiff_t>(1, static_cast<std::ptrdiff_t>(words.size())));
  // `ccache gcc`
  std::erase_if(words, [](const std::string& word) { return !word.starts_with('-'); });
  add(words, fields({env.cflags, env.cppflags}));
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return !names_a_folder(word) && !innocent(word); });
}

bool names_folders(const probe::ToolEnv& env) {
  const std::vector<std::string> words = fields({env.cc, env.cflags, env.cppflags});
  return std::any_of(words.begin(), words.end(), [](const std::string& word) { return names_a_folder(word) && os::test('e', word.substr(2)); });
}

}  // namespace pyconfigure::toolchain
