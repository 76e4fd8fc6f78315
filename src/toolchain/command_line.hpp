// Command lines: the lone form's, as configure evaluates them, and what the log shows of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/os/process.hpp"
#include "pyconfigure/probe/probe.hpp"

namespace pyconfigure::toolchain {

/// The words of `text` when no shell is needed to find them: nothing in it is quoted, expanded or redirected.
/// Otherwise `sh -c TEXT`.
std::vector<std::string> shell_words(const std::string& text);

/// One name in single quotes for a shell line.
std::string quoted(std::string_view word);

/// `$CC -c $CFLAGS $CPPFLAGS SOURCE`, `$CC -o OUTPUT $CFLAGS $CPPFLAGS $LDFLAGS SOURCE $LIBS`, `$CPP $CPPFLAGS SOURCE`.
std::string compile_line(const probe::ToolEnv& env, const std::string& source, const std::string& object);
std::string link_line(const probe::ToolEnv& env, const std::string& source, const std::string& executable);
std::string preprocess_line(const probe::ToolEnv& env, const std::string& source);

/// The line as configure's log has it, with its own names for the files.
std::string logged_line(const probe::ProgramProbe& probe);

/// True when the tool variables hold something that changes what a compiler run is or how it speaks: no batch then.
bool odd_flags(const probe::ToolEnv& env);

/// True when some warning may be an error; such verdicts can come from late passes of the compiler.
bool warnings_are_errors(const probe::ToolEnv& env);

}  // namespace pyconfigure::toolchain
