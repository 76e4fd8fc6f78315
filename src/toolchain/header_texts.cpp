#include "toolchain/header_texts.hpp"

#include <algorithm>
#include <array>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"

namespace pyconfigure::toolchain {

namespace {

constexpr std::string_view kOwnPrefixes[] = {"HAVE_",
                                             "SIZEOF_",
                                             "ALIGNOF_",
                                             "WITH_",
                                             "PY_",
                                             "Py_",
                                             "_Py_",
                                             "PYLONG_",
                                             "_PYTH",
                                             "DOUBLE_IS_",
                                             "ENABLE_",
                                             "GETPGRP_",
                                             "MAJOR_IN_",
                                             "MVWDELCH_",
                                             "PTHREAD_KEY_T_IS_",
                                             "PTHREAD_SYSTEM_SCHED_",
                                             "POSIX_SEMAPHORES_",
                                             "RETSIGTYPE",
                                             "SETPGRP_",
                                             "SIGNED_RIGHT_",
                                             "SYS_SELECT_WITH_",
                                             "TM_IN_",
                                             "USE_COMPUTED_",
                                             "WINDOW_HAS_",
                                             "X87_"};

constexpr std::size_t byte(char ch) {
  return static_cast<unsigned char>(ch);
}

/// What a character can be in a name, and whether one of the prefixes begins with it, or with it and the next one: a search
/// path has megabytes of names to look at.
struct Characters {
  std::array<bool, 256> name{};
  std::array<bool, 256> first{};
  std::array<std::array<bool, 128>, 128> pair{};
};

constexpr Characters characters() {
  Characters table;
  for (std::size_t ch = 0; ch < 256; ++ch) {
    table.name[ch] = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_';
  }
  for (std::string_view prefix : kOwnPrefixes) {
    table.first[byte(prefix[0])] = true;
    table.pair[byte(prefix[0])][byte(prefix[1])] = true;
  }
  return table;
}

constexpr Characters kCharacters = characters();

constexpr std::string_view kFramework = " (framework directory)";

bool name_char(char ch) {
  return kCharacters.name[byte(ch)];
}

bool blank(char ch) {
  return ch == ' ' || ch == '\t';
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  return text;
}

std::string folder_of(const std::string& path) {
  return path.substr(0, path.rfind('/'));
}

/// <Tcl/tcl.h> in a folder of frameworks.
std::string in_framework(std::string_view folder, const std::string& name) {
  const std::size_t slash = name.find('/');
  if (slash == std::string::npos) return {};
  return std::string(folder) + "/" + name.substr(0, slash) + ".framework/Headers" + name.substr(slash);
}

/// The line that begins at `at`, backslash-newline pairs joined; `at` moves behind it.
std::string logical_line(std::string_view text, std::size_t& at) {
  std::string line;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    line += text.substr(at, end - at);
    at = std::min(end + 1, text.size());
    if (!line.ends_with('\\')) break;
    line.pop_back();
  }
  return line;
}

}  // namespace

bool own_macro(std::string_view macro) {
  if (macro.size() < 2 || !kCharacters.first[byte(macro[0])] || byte(macro[1]) > 127) return false;
  if (!kCharacters.pair[byte(macro[0])][byte(macro[1])]) return false;
  return std::any_of(std::begin(kOwnPrefixes), std::end(kOwnPrefixes),
                     [&](std::string_view prefix) { return macro.starts_with(prefix); });
}

void Mentions::add(const Mentions& other) {
  all = all || other.all;
  main = main || other.main;
  names.insert(other.names.begin(), other.names.end());
}

std::vector<IncludeLine> include_lines(std::string_view text) {
  std::vector<IncludeLine> found;
  // Every directive has the word in it; a header with few directives is soon through.
  for (std::size_t word = text.find("include"); word != std::string_view::npos; word = text.find("include", word + 7)) {
    std::size_t begin = word == 0 ? 0 : text.rfind('\n', word - 1) + 1;
    std::string_view before = without_blanks(text.substr(begin, word - begin));
    // `/* */ #include` and `#\<newline>include` are not written by anyone whose header compilers have to read; a name
    // computed from macros is.
    if (!before.starts_with('#') || !without_blanks(before.substr(1)).empty()) continue;
    std::size_t at = word + 7;
    std::string line = logical_line(text, at);
    std::string_view rest = line;
    if (rest.starts_with("_next")) rest.remove_prefix(5);
    const bool apart = rest.starts_with(' ') || rest.starts_with('\t');
    rest = without_blanks(rest);
    // The words of a comment: "#include's protect themselves".
    if (rest.empty() || (rest.front() != '<' && rest.front() != '"' && !(apart && name_char(rest.front())))) continue;
    const char close = rest.starts_with('<') ? '>' : rest.starts_with('"') ? '"' : '\0';
    const std::size_t end = close == '\0' ? std::string_view::npos : rest.find(close, 1);
    if (end == std::string_view::npos) {
      found.push_back({});
    } else {
      found.push_back({std::string(rest.substr(1, end - 1)), close == '"'});
    }
  }
  return found;
}

namespace {

template <class Wanted>
void scan(std::string_view text, Names& names, Wanted wanted) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    if (!name_char(*at)) {
      ++at;
      continue;
    }
    const char* const begin = at;
    while (at < end && name_char(*at)) ++at;
    const std::string_view word(begin, static_cast<std::size_t>(at - begin));
    if (wanted(word) && !names.contains(word)) names.emplace(word);
  }
}

}  // namespace

void scan_names(std::string_view text, Names& names) {
  scan(text, names, own_macro);
}

void scan_all_names(std::string_view text, Names& names) {
  scan(text, names, [](std::string_view word) { return word.front() < '0' || word.front() > '9'; });
}

namespace {

/// `main (`, in a comment perhaps.
bool says_main(std::string_view text) {
  constexpr std::string_view kMain = "main";
  for (std::size_t at = text.find(kMain); at != std::string_view::npos; at = text.find(kMain, at + 1)) {
    const std::string_view behind = without_blanks(text.substr(at + kMain.size()));
    if ((at == 0 || !name_char(text[at - 1])) && behind.starts_with('(')) return true;
  }
  return false;
}

/// An attribute that has a function called before `main`, or behind it: `(constructor)`, `__destructor__`.
bool says_constructor(std::string_view text) {
  constexpr std::string_view kWord = "structor";
  for (std::size_t at = text.find(kWord); at != std::string_view::npos; at = text.find(kWord, at + 1)) {
    const std::string_view before = text.substr(0, at);
    const std::size_t length = before.ends_with("con") ? 3 : before.ends_with("de") ? 2 : 0;
    if (length == 0) continue;
    std::string_view left = before.substr(0, at - length);
    std::string_view right = text.substr(at + kWord.size());
    const bool spelled = left.ends_with("__") && right.starts_with("__");
    while (!left.empty() && (left.back() == ' ' || left.back() == '\t')) left.remove_suffix(1);
    right = without_blanks(right);
    if (spelled || ((left.ends_with('(') || left.ends_with(',')) && (right.starts_with(')') || right.starts_with('(') || right.starts_with(',')))) return true;
  }
  return false;
}

}  // namespace

const HeaderFile* HeaderFiles::read(const std::string& path) {
  const auto [it, fresh] = files_.try_emplace(path);
  if (fresh) {
    if (const auto text = os::read_file(path)) {
      it->second = std::make_unique<HeaderFile>();
      it->second->includes = include_lines(*text);
      scan_names(*text, it->second->names);
      it->second->main = says_main(*text) || says_constructor(*text);
    }
  }
  return it->second.get();
}

HeaderTexts::HeaderTexts(HeaderFiles& files, std::vector<std::string> folders, const std::string& base)
    : files_(files), folders_(std::move(folders)) {
  for (std::string& folder : folders_) {
    if (!folder.starts_with('/')) folder = base + "/" + folder;
  }
}

const std::vector<std::string>& HeaderTexts::found(const std::string& name) {
  const auto [it, fresh] = found_.try_emplace(name);
  if (!fresh) return it->second;
  if (name.starts_with('/')) {
    it->second.push_back(name);
    return it->second;
  }
  for (const std::string& folder : folders_) {
    std::string path = folder + "/" + name;
    if (folder.ends_with(kFramework)) {
      path = in_framework(std::string_view(folder).substr(0, folder.size() - kFramework.size()), name);
    }
    if (!path.empty() && os::test('f', path)) it->second.push_back(std::move(path));
  }
  return it->second;
}

void HeaderTexts::follow(const IncludeLine& line, const std::string& folder, std::vector<std::string>& open) {
  for (const std::string& path : found(line.name)) open.push_back(path);
  if (line.quoted && !line.name.starts_with('/')) open.push_back(folder + "/" + line.name);
}

const Mentions& HeaderTexts::of(const std::string& header) {
  const auto [it, fresh] = mentions_.try_emplace(header);
  Mentions& mentions = it->second;
  if (!fresh) return mentions;
  std::vector<std::string> open;
  std::unordered_set<std::string> seen;
  follow({header, false}, {}, open);
  while (!open.empty()) {
    const std::string path = std::move(open.back());
    open.pop_back();
    if (!seen.insert(path).second) continue;
    const HeaderFile* file = files_.read(path);
    if (file == nullptr) continue;
    mentions.names.insert(file->names.begin(), file->names.end());
    mentions.main = mentions.main || file->main;
    const std::string folder = folder_of(path);
    for (const IncludeLine& line : file->includes) {
      if (line.name.empty()) {
        mentions.all = true;
      } else {
        follow(line, folder, open);
      }
    }
  }
  return mentions;
}

std::optional<std::vector<std::string>> search_folders(std::string_view said) {
  std::vector<std::string> folders;
  bool inside = false;
  bool ended = false;
  base::each_line(said, [&](std::string_view line) {
    if (line.starts_with("#include ") && line.ends_with(" search starts here:")) {
      inside = true;
    } else if (line == "End of search list.") {
      ended = inside;
      inside = false;
    } else if (inside && line.starts_with(' ')) {
      folders.emplace_back(line.substr(1));
    }
  });
  if (!ended || folders.empty()) return std::nullopt;
  return folders;
}

}  // namespace pyconfigure::toolchain
