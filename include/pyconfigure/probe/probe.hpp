// Probes and answers as values: what can be asked about the toolchain and the host, and what came back.
//
// A probe is its lone form: everything that configure would use to ask this one question. How many probes share a
// process is the toolchain area's business and cannot be seen here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pyconfigure::probe {

/// How far a C program has to get for the answer to be yes.
enum class Phase : std::uint8_t { preprocess, compile, link, run };

/// The texts of the tool variables as they stand at the point of asking. They are still to be split at blanks, with
/// pathname patterns expanded and quotes left alone, as `eval "$ac_compile"` does with unquoted variables.
struct ToolEnv {
  std::string cc;
  std::string cpp;
  std::string cflags;
  std::string cppflags;
  std::string ldflags;
  std::string libs;
  std::string exeext;
  bool warnings_fail = false;  ///< ac_c_werror_flag: any diagnostic at all makes the answer no.
  bool cross = false;          ///< cross_compiling=yes: an executable need not be executable here.

  bool operator==(const ToolEnv&) const = default;
};

/// One line (or block of lines) of confdefs.h: the macro it defines and its text, newline included.
struct Confdef {
  std::string macro;
  std::string text;
};

/// confdefs.h as it grows during one pass. Probes hold the pass's list and how much of it they see.
struct Confdefs {
  std::vector<Confdef> lines;
};

/// A C program in parts, so that programs with one prologue can share a translation unit.
struct Program {
  enum class Shape : std::uint8_t {
    whole,     ///< `prologue` is the whole program.
    body,      ///< `prologue`, then `body` as the statements of main.
    function,  ///< AC_CHECK_FUNC: does a program that calls `symbol` link?
    value,     ///< AC_COMPUTE_INT: the integer value of the expression `body` under `prologue`.
  };
  Shape shape = Shape::whole;
  std::string prologue;
  std::string body;
  std::string symbol;
  /// Texts to look for in the object file (compile), the executable (link), or the lines that the preprocessor leaves, however it ends
  /// (preprocess; texts without blanks); those found are the answer's output, one a line.
  std::vector<std::string> finds = {};

  bool operator==(const Program&) const = default;
};

/// Preprocess, compile, link or run one C program.
struct ProgramProbe {
  Phase phase = Phase::compile;
  ToolEnv env;
  Program program;
  std::shared_ptr<const Confdefs> confdefs;
  std::size_t confdefs_seen = 0;
  std::vector<std::string> exports;  ///< NAME=value on top of the request's environment.
};

/// A file that a command finds in its scratch folder.
struct ScratchFile {
  std::string name;
  std::string text;
  /// The text is this program behind its confdefs.h, and the command looks at what the compiler's preprocessor makes of
  /// it: lines of confdefs.h that are nothing to such a program are nothing to the command.
  std::shared_ptr<const ProgramProbe> program = nullptr;

  bool operator==(const ScratchFile&) const = default;
};

/// What a script says of a compiler with the usual names for its files (CommandProbe::usual_files).
inline constexpr std::string_view kUsualFiles = "conftest.o\na.out\nconftest";

/// Run shell text in a scratch folder; the answer is its exit status and standard output. The folder starts with
/// `files`. Paths in the text are relative to that folder, so those of the tree have to be absolute.
struct CommandProbe {
  std::string script;
  std::vector<ScratchFile> files = {};
  std::vector<std::string> exports = {};
  bool in_build_folder = false;  ///< Run in the build folder instead (config.guess and friends; leaves nothing).
  bool brief = false;            ///< Ends within milliseconds and leaves the folder as it was: may share a shell with others.
  /// The script is `$CPP $CPPFLAGS FILE` with the only file, and nothing but its exit status and standard output counts, of that neither
  /// blank lines nor those that begin with #.
  std::optional<ToolEnv> preprocessor = std::nullopt;
  /// The script asks whether the compiler of these tools works, and calls its files conftest.o, a.out and, when it is told to, conftest; which it
  /// says in three lines. What it makes of other programs can show that as well.
  std::optional<ToolEnv> usual_files = std::nullopt;
};

/// Every executable regular file `word` along `path` (directories with `:` between), one a line, in order.
struct WhichProbe {
  std::string word;
  std::string path;
};

/// `test -OP PATH`: op is one of e f d r x s h; 'R' reads the whole file as the answer's output; 'G' expands a
/// pathname pattern, one match a line, in the C locale's order; 'E' asks whether it is an ELF file with `text` in it; 'P' gives the path without symbolic
/// links. Relative paths start in the build folder.
struct FileProbe {
  char op = 'e';
  std::string path;
  std::string text = {};
};

using Probe = std::variant<ProgramProbe, CommandProbe, WhichProbe, FileProbe>;

/// What the toolchain or the host said. `ok` is the verdict; `no` is data and never an error.
struct Answer {
  bool ok = false;
  int status = 0;           ///< Exit status of the command or of the test program; 128+N after signal N.
  std::string output;       ///< Standard output (commands, run probes), the value (value probes), the paths (which).
  std::string diagnostics;  ///< The tools' words on standard error, for the log.
  std::string command;      ///< The command line as the log shows it.
};

/// The lines of confdefs.h that a probe sees.
std::string confdefs_text(const ProgramProbe& probe);
/// The program text of the lone form, confdefs.h first.
std::string source_text(const ProgramProbe& probe);
/// The same without confdefs.h: what the question itself consists of.
std::string program_text(const Program& program);
/// One line that names the probe in logs, traces and failing tests.
std::string describe(const Probe& probe);

}  // namespace pyconfigure::probe
