// Command lines: the lone form's, as configure evaluates them, and what the log shows of them.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/os/process.hpp"
#include "pyconfigure/probe/probe.hpp"

namespace pyconfigure::toolchain {

/// Shell text as a command: its words when no shell is needed to find them, otherwise `sh -c TEXT`.
std::vector<std::string> script_words(const std::string& text);

/// The words that `$A $B ...` has for a shell: each text split at blanks, tabs and line breaks, with pathname patterns
/// expanded. Quotes inside the texts are ordinary characters, since the shell has long looked for quotes by then.
std::vector<std::string> fields(std::initializer_list<std::string_view> texts);

/// The words of a command in what a driver tells of those that it would start (-###), with the quotes that clang has around each taken off. Empty
/// for a line in which it speaks of itself.
std::vector<std::string> told_command(std::string_view line);

/// `$CC -c $CFLAGS $CPPFLAGS SOURCE`, `$CC -o OUTPUT $CFLAGS $CPPFLAGS $LDFLAGS SOURCE $LIBS`, `$CPP $CPPFLAGS SOURCE`.
std::vector<std::string> compile_line(const probe::ToolEnv& env, const std::string& source, const std::string& object);
/// The compile half of a link_line: the same with the words of $LDFLAGS and $LIBS that a compiler could look at, since the lone
/// form gives it those too (-fsanitize=..., -pthread, -DX).
std::vector<std::string> link_compile_line(const probe::ToolEnv& env, const std::string& source, const std::string& object);
std::vector<std::string> link_line(const probe::ToolEnv& env, const std::vector<std::string>& sources,
                                   const std::string& executable);
std::vector<std::string> preprocess_line(const probe::ToolEnv& env, const std::string& source);

/// The tools without the words that count for compiling alone: programs that only differ in those can be linked together.
probe::ToolEnv linking_tools(const probe::ToolEnv& env);
/// The same without the -l words of $LDFLAGS that $LIBS has as well: there they find a shared library once more, and an archive from which
/// nothing is needed yet.
probe::ToolEnv without_repeated_libraries(probe::ToolEnv env);
/// The line as configure's log has it, with its own names for the files.
std::string logged_line(const probe::ProgramProbe& probe);

/// The same tools without what only changes how a compiler lays out its words (-fdiagnostics-...): for batches, which
/// read them.
probe::ToolEnv plain_speech(probe::ToolEnv env);

/// True when a compiler run leaves files beside its output (--coverage, -fstack-usage, -fdump-...): each source then needs
/// an output of its own.
bool leaves_files(const probe::ToolEnv& env);

/// True when no word that a compile line has is a relative name, or one that we do not know: it may then be run in any
/// folder.
bool starts_anywhere(const probe::ToolEnv& env);

/// For a link line: the linker tells each file and each member of an archive that it takes, on standard output.
inline constexpr const char* kTellFiles = "-Wl,-t,-t";

/// A switch that says something of the libraries behind it alone: at the end of a command line it says nothing.
inline constexpr const char* kLinkerSwitch = "-Wl,--no-as-needed";
/// The tools without it, where it is the last of the linker's flags.
std::optional<probe::ToolEnv> without_linker_switch(const probe::ToolEnv& env);

/// The words of $LIBS without the repeats that stand side by side: a linker that has just been through a library finds nothing new.
std::vector<std::string> without_repeats(const std::string& libraries);

/// True when the tool variables hold something that changes what a compiler run is or how it speaks: no batch then.
bool odd_flags(const probe::ToolEnv& env);
/// Does the word stand anywhere in the flags and libraries, be it as a part of another one?
bool flags_contain(const probe::ToolEnv& env, std::string_view word);

/// True when a warning of the linker may be an error.
bool linker_warnings_fail(const probe::ToolEnv& env);

/// True when some warning may be an error; such verdicts can come from late passes of the compiler.
bool warnings_are_errors(const probe::ToolEnv& env);
/// There may be errors that only come behind the compiler's front end: there are flags that are not known to be innocent.
bool whole_compile_counts(const probe::ToolEnv& env);
/// There are folders with headers of somebody's own.
bool names_folders(const probe::ToolEnv& env);

}  // namespace pyconfigure::toolchain
