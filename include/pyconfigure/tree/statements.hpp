// The first half of the guard: is every statement of a configure.ac one that our decisions stand for?
//
// The lines of the trees that are known are kept as hashes, each together with the line before it (lines as written,
// comments, help texts, blanks and the words of lists that are read from the checkout left out). A checkout whose every
// pair of lines is known is put together from parts that are known; a line that is new, gone or moved makes a pair that is not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pyconfigure::tree {

/// A line that counts, and where it stands.
struct Statement {
  std::string text;
  int line = 0;
  std::vector<std::string> words = {};  ///< of a list that is read from the checkout
};

/// The lines of a configure.ac that count.
std::vector<Statement> statements(std::string_view configure_ac);

/// The words of all the lists among them that are read from the checkout.
std::vector<std::string> listed_words(const std::vector<Statement>& lines);

/// A hash for each pair of neighbours among them, sorted, each once. This is what the table is made from (tools/learn-statements).
std::vector<std::uint32_t> statement_hashes(const std::vector<Statement>& lines);

/// The first line whose place is not known, for people; empty when all are.
std::string unknown_statement(const std::vector<Statement>& lines);

/// Does the text behind a `#` begin with the word of a directive of C?
bool c_directive(std::string_view text);

/// `line 12 of configure.ac (AC_PROG_CC)`.
std::string describe_place(std::string_view file, int line, std::string_view text);

}  // namespace pyconfigure::tree
