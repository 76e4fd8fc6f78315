// What the shell makes of an unquoted expansion.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pyconfigure::decide {

/// The words that blanks, tabs and newlines separate.
std::vector<std::string> shell_words(std::string_view text);
/// `$(echo $TEXT)`: the words with one blank between them.
std::string echoed(std::string_view text);
/// `$(echo $TEXT | sed 's/PLAIN//g')`; blanks around what is taken out stay.
std::string echoed_without(std::string_view text, std::string_view plain);

/// Does `test` take the text for an integer? It complains of others in the words of the shell that runs it.
bool is_integer(std::string_view text);

}  // namespace pyconfigure::decide
