#include "toolchain/library_links.hpp"

#include <algorithm>
#include <filesystem>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"

namespace pyconfigure::toolchain {

namespace {

constexpr std::string_view kCLibrary = "-lc";
constexpr std::size_t kLongestScript = 4096;

std::string name_of(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

std::string folder_of(const std::string& path) {
  std::error_code failed;
  const std::filesystem::path folder = std::filesystem::canonical(std::filesystem::path(path).parent_path(), failed);
  return failed ? std::string() : folder.string();
}

}  // namespace

std::optional<std::vector<std::string>> script_members(std::string_view text) {
  if (text.size() > kLongestScript) return std::nullopt;
  std::string plain;
  while (!text.empty()) {
    const std::size_t comment = text.find("/*");
    plain += text.substr(0, comment);
    if (comment == std::string_view::npos) break;
    const std::size_t end = text.find("*/", comment + 2);
    if (end == std::string_view::npos) return std::nullopt;
    text.remove_prefix(end + 2);
  }
  std::string spaced;
  for (char ch : plain) {
    if (ch == '(' || ch == ')') {
      spaced += {' ', ch, ' '};
    } else {
      spaced += ch == ',' ? ' ' : ch;
    }
  }
  std::vector<std::string> members;
  std::vector<std::string> open;
  std::string last;
  for (const std::string& word : base::words(spaced)) {
    if (word == "(") {
      if (last != "INPUT" && last != "GROUP" && last != "AS_NEEDED" && last != "OUTPUT_FORMAT") return std::nullopt;
      open.push_back(last);
    } else if (word == ")") {
      if (open.empty()) return std::nullopt;
      open.pop_back();
    } else if (!open.empty() && word != "AS_NEEDED" && open.back() != "OUTPUT_FORMAT") {
      members.push_back(word);
    } else if (open.empty() && word != "INPUT" && word != "GROUP" && word != "OUTPUT_FORMAT") {
      return std::nullopt;
    }
    last = word;
  }
  if (!open.empty() || members.empty()) return std::nullopt;
  return members;
}

void LibraryLink::learn(const std::string& told) {
  if (told == told_) return;
  told_ = told;
  files_.clear();
  paths_.clear();
  folder_.clear();
  base::each_line(told, [&](std::string_view line) {
    std::string path(line);
    if (name_of(path).starts_with("libc.so.")) {
      c_library_ = path;
      folder_ = folder_of(path);
    }
    files_.insert(std::move(path));
  });
  for (const std::string& word : words_) paths_[word] = find(word);
}

void LibraryLink::look_ahead() {
  for (const auto& [word, paths] : paths_) {
    for (const std::string& path : paths.value_or(Paths())) {
      const bool shared = !libraries_.at(path).empty_archive && !libraries_.at(path).indexed;
      if (shared && !folder_.empty() && folder_of(path) == folder_) libraries_.self_contained(path, folder_, folders_);
    }
  }
}

/// The one file of that name that the linker has told.
std::optional<std::string> LibraryLink::told_file(const std::string& name) const {
  std::optional<std::string> found;
  for (const std::string& file : files_) {
    if (name_of(file) != name) continue;
    if (found) return std::nullopt;
    found = file;
  }
  return found;
}

std::optional<LibraryLink::Paths> LibraryLink::find(const std::string& word) {
  if (word == kCLibrary) return Paths();  // there in any case
  if (!word.starts_with("-l")) return std::nullopt;
  const auto shared = told_file("lib" + word.substr(2) + ".so");
  const auto archive = told_file("lib" + word.substr(2) + ".a");
  if (shared.has_value() == archive.has_value()) return std::nullopt;
  const std::string& path = shared ? *shared : *archive;
  const SharedLibrary& library = libraries_.at(path);
  // (An archive that nothing was taken of, as the caller knows, has brought nothing.)
  if (library.readable || library.archive) return Paths{path};
  const auto members = script_members(os::read_file(path).value_or(""));
  if (!members) return std::nullopt;
  Paths paths;
  for (const std::string& member : *members) {
    const auto file = told_file(member.starts_with("-l") ? "lib" + member.substr(2) + ".so" : name_of(member));
    if (!file || !libraries_.at(*file).readable) return std::nullopt;
    paths.push_back(*file);
  }
  return paths;
}

/// The word stands for an archive without members.
bool LibraryLink::empty(const std::string& word) {
  const auto known = paths_.find(word);
  return known != paths_.end() && known->second && known->second->size() == 1 && libraries_.at(known->second->front()).empty_archive;
}

/// Could a member of the archive be taken, since it has what a program lacks, or one of its libraries, or what a program finds in the C
/// library otherwise?
bool LibraryLink::brings_something(const std::string& archive, const std::set<std::string>& libraries, const std::set<std::string>& lacks) {
  const SharedLibrary::Names& has = libraries_.at(archive).defined;
  const auto had = [&](const std::string& name) { return has.contains(name); };
  if (had("main")) return true;  // which is wanted before the program comes
  if (std::any_of(lacks.begin(), lacks.end(), had)) return true;
  const SharedLibrary::Names& c_library = libraries_.at(c_library_).defined;
  if (std::any_of(has.begin(), has.end(), [&](const auto& name) { return c_library.contains(name); })) return true;
  return std::any_of(libraries.begin(), libraries.end(), [&](const std::string& path) {
    const SharedLibrary& library = libraries_.at(path);
    return std::any_of(library.lacking.begin(), library.lacking.end(), had) ||
           std::any_of(has.begin(), has.end(), [&](const auto& name) { return library.defined.contains(name); });
  });
}

std::optional<bool> LibraryLink::links(const std::vector<std::string>& own_words, const std::vector<std::string>& linked_with,
                                       const std::set<std::string>& lacks) {
  if (folder_.empty()) return std::nullopt;
  for (const std::string& word : linked_with) {
    if (std::find(own_words.begin(), own_words.end(), word) == own_words.end() && !empty(word)) return std::nullopt;
  }
  std::set<std::string> own;
  std::set<std::string> archives;
  for (const std::string& word : own_words) {
    const auto known = paths_.find(word);
    if (known == paths_.end() || !known->second) return std::nullopt;
    for (const std::string& path : *known->second) {
      if (libraries_.at(path).empty_archive) continue;
      if (libraries_.at(path).indexed) {
        archives.insert(path);
        continue;
      }
      if (folder_of(path) != folder_ || !libraries_.self_contained(path, folder_, folders_)) return std::nullopt;
      own.insert(path);
    }
  }
  for (const std::string& path : archives) {
    if (brings_something(path, own, lacks)) return std::nullopt;
  }
  bool all = true;
  for (const std::string& name : lacks) {
    if (std::any_of(own.begin(), own.end(), [&](const std::string& path) { return libraries_.at(path).defined.contains(name); })) continue;
    // What its libraries need has it: linkers differ in whether they look there.
    if (std::any_of(own.begin(), own.end(), [&](const std::string& path) { return libraries_.somewhere(path, folder_, name); })) return std::nullopt;
    all = false;
  }
  return all;
}

bool LibraryLink::others_are_empty(const std::vector<std::string>& own) {
  std::vector<std::string> same;
  for (const std::string& word : words_) {
    if (std::find(own.begin(), own.end(), word) != own.end()) {
      same.push_back(word);
      continue;
    }
    if (!empty(word)) return false;
  }
  return same == own;
}

}  // namespace pyconfigure::toolchain
