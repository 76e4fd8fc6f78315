// The second half of the guard: are the scripts that configure consists of the ones that our decisions stand for?
//
// Whoever patches a checkout often patches the generated configure and leaves configure.ac alone; configure runs
// Modules/makesetup, whose work we do ourselves; and aclocal.m4 tells which forms of macros the script was made with. So all
// three are looked at as configure.ac is (statements.hpp): neighbouring lines, kept
// as hashes; comments, help texts and the words of lists that are read from the checkout left out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/tree/statements.hpp"

namespace pyconfigure::tree {

/// What of a script is looked at.
enum class Script { configure, makesetup, aclocal };

/// A hash for each pair of neighbours among the lines that count, sorted, each once (tools/learn-statements). `listed`: the words of
/// configure.ac's lists, whose checks are all alike.
std::vector<std::uint32_t> script_hashes(Script kind, std::string_view text, const std::vector<std::string>& listed);

/// The first line whose place is not known, for people, as one of the file `name`; empty when all are.
std::string unknown_line(Script kind, std::string_view name, std::string_view text, const std::vector<std::string>& listed);

/// What tells one whole file from another, for the table of those that need no closer look.
std::uint64_t file_hash(std::string_view text);
bool is_known_file(std::string_view text);

}  // namespace pyconfigure::tree
