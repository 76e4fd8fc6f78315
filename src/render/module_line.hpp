// One module line of a Setup file: its words and what each is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pyconfigure::render {

/// The words of one module line, sorted by what they are. Lists start with a blank, as the script builds them.
struct ModuleLine {
  std::vector<std::string> sources;
  std::vector<std::string> modules;
  std::string compile_flags;
  std::string link_flags;
};

/// Sorts the words of a line; false (and the word) when one of them fits nowhere.
bool sort_words(const std::vector<std::string>& words, ModuleLine& line, std::string& bad_word);

/// basename PATH SUFFIX
std::string base_name(std::string_view path, std::string_view suffix);

}  // namespace pyconfigure::render
