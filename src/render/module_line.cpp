#include "module_line.hpp"

#include <initializer_list>

#include "lines.hpp"

namespace pyconfigure::render {
namespace {

enum class WordKind { source, object, compile_flag, link_flag, both, module, bad };

/// What a word of a module line is, tried in the script's order.
WordKind kind_of(std::string_view word) {
  const auto ends_with_any = [word](std::initializer_list<std::string_view> endings) {
    for (const std::string_view ending : endings) {
      if (word.ends_with(ending)) return true;
    }
    return false;
  };
  if (word.size() > 1 && word[0] == '-') {
    if (std::string_view("IDUCfF").find(word[1]) != std::string_view::npos) return WordKind::compile_flag;
    if (word[1] == 'l' || (word[1] >= 'A' && word[1] <= 'Z')) return WordKind::link_flag;
  }
  if (ends_with_any({".a", ".so", ".sl"}) || (word[0] == '/' && word.ends_with(".o")) || word.ends_with(".def")) {
    return WordKind::link_flag;
  }
  if (word.ends_with(".o")) return WordKind::object;
  if (ends_with_any({".c", ".C", ".m", ".cc", ".c++", ".cxx", ".cpp"})) return WordKind::source;
  if (word.starts_with("$(")) {
    if (ends_with_any({"_CFLAGS)", "_INCLUDES)"})) return WordKind::compile_flag;
    if (ends_with_any({"_LIBS)", "_LDFLAGS)", "_RPATH)"})) return WordKind::link_flag;
  }
  if (word[0] == '$') return WordKind::both;
  if (word.find('.') != std::string_view::npos) return WordKind::bad;
  return is_name_start(word[0]) ? WordKind::module : WordKind::bad;
}

/// What follows decides where the next word goes: `-Xlinker WORD`, `-Xcompiler WORD`.
void take_flag(const std::string& word, std::string& list, std::string*& next) {
  list += " " + word;
  next = &list;
}

}  // namespace

std::string base_name(std::string_view path, std::string_view suffix) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  const std::size_t slash = path.rfind('/');
  if (slash != std::string_view::npos && path.size() > 1) path.remove_prefix(slash + 1);
  if (path.size() > suffix.size() && path.ends_with(suffix)) path.remove_suffix(suffix.size());
  return std::string(path);
}

bool sort_words(const std::vector<std::string>& words, ModuleLine& line, std::string& bad_word) {
  std::string* next = nullptr;
  for (const std::string& word : words) {
    if (next != nullptr) {
      *next += " " + word;
      next = nullptr;
    } else if (word == "-Xcompiler") {
      next = &line.compile_flags;
    } else if (word == "-framework" || word == "-Xlinker" || word == "-rpath" || word == "--rpath" || word == "-u") {
      take_flag(word, line.link_flags, next);
    } else {
      switch (kind_of(word)) {
        case WordKind::source:
          line.sources.push_back(word);
          break;
        case WordKind::object:
          line.sources.push_back(base_name(word, ".o") + ".c");
          break;
        case WordKind::compile_flag:
          line.compile_flags += " " + word;
          break;
        case WordKind::link_flag:
          line.link_flags += " " + word;
          break;
        case WordKind::both:
          line.link_flags += " " + word;
          line.compile_flags += " " + word;
          break;
        case WordKind::module:
          line.modules.push_back(word);
          break;
        case WordKind::bad:
          bad_word = word;
          return false;
      }
    }
  }
  return true;
}

}  // namespace pyconfigure::render
