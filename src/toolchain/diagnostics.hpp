// Reading what compilers and linkers say, in the formats that the batches force.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/probe/probe.hpp"

namespace pyconfigure::toolchain {

/// One error of a compiler: the file name it gives (a real one or a #line name), and its line.
struct CompilerError {
  std::string file;
  std::string text;  ///< the whole line
};

/// All errors in gcc's and clang's one-line form `FILE:LINE:COLUMN: error: ...`; nothing when some line that speaks of
/// an error is not of that form and therefore belongs to nobody.
std::optional<std::vector<CompilerError>> compiler_errors(std::string_view diagnostics);

/// The symbols that a linker could not find, in the words of GNU ld, gold, lld, mold, wasm-ld and Apple's ld.
std::set<std::string> undefined_symbols(std::string_view diagnostics);

/// The libraries that a linker could not find, without -l, in the words of GNU ld, gold, lld, mold and Apple's ld.
std::set<std::string> missing_libraries(std::string_view diagnostics);

/// The first of the libraries in `words` (-lNAME) that is one of those; empty when none is.
std::string missing_of(const std::vector<std::string>& words, const std::set<std::string>& missing);

/// True when the linker complains of undefined symbols and of nothing else.
bool only_undefined_symbols(std::string_view diagnostics);

/// The lines of `diagnostics` that mention `word`.
std::string lines_with(std::string_view diagnostics, std::string_view word);

/// An error behind which the compiler goes on as if nothing had been there: neither a declaration is made nor are
/// tokens skipped.
bool hides_nothing(const std::string& error, const probe::Program& program);

/// An error in one program that may come of another one in the same unit, or of how the unit is made.
bool error_of_others(const std::string& error);

/// The same for programs whose macros were expanded before: a warning that is an error (`[-W...]`) may be none where it comes out of a
/// system header's macro.
bool error_of_merging(const std::string& error);

/// True when warnings were what a compiler ended over, whoever told it to.
bool warned_to_death(std::string_view diagnostics);

/// For the end of a source that is one of several for one start of a driver: makes the compiler say that it has been there.
std::string seen_mark(std::size_t unit);
/// True when it has said so: what it has not complained of until then is good.
bool was_seen(std::string_view diagnostics, std::size_t unit);
/// The diagnostics as they would be without those marks.
std::string without_marks(std::string_view diagnostics);

/// The words of a compiler driver without the compiler's warnings and what it shows with them; errors stay.
std::string without_compiler_warnings(std::string_view diagnostics);

/// A linker's words without its warnings ("the use of `tmpnam' is dangerous"), nor the lines that say where those are.
std::string without_linker_warnings(std::string_view diagnostics);

}  // namespace pyconfigure::toolchain
