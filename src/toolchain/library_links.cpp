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

bool LibraryLink::holds(const std::vector<std::string>& own_words, const std::vector<std::string_view>& names) {
  if (folder_.empty()) return false;
  std::set<std::string> own;
  for (const std::string& word : own_words) {
    const auto known = paths_.find(word);
    if (known == paths_.end() || !known->second) return false;
    for (const std::string& path : *known->second) {
      if (libraries_.at(path).empty_archive) continue;
      if (folder_of(path) != folder_ || !libraries_.self_contained(path, folder_, folders_)) return false;
      own.insert(path);
    }
  }
  const auto in_own = [&](std::string_view name) {
    return std::any_of(own.begin(), own.end(), [&](const std::string& path) { return has(path, name); });
  };
  const auto in_some = [&](std::string_view name) {
    return std::any_of(words_.begin(), words_.end(), [&](const std::string& word) {
      const std::optional<Paths>& paths = paths_.at(word);
      // What is not known may have anything.
      return !paths ||
             std::any_of(paths->begin(), paths->end(), [&](const std::string& path) { return has(path, name); });
    });
  };
  // A program that uses nothing of its libraries shows nothing.
  bool uses = own.empty();
  for (std::string_view name : names) {
    // What the compiler makes of these is a function of another name.
    for (std::string_view begin : {"__atomic_", "__sync_", "__builtin_", "__c11_atomic", "_Atomic", "_Complex",
                                   "__complex", "_Decimal", "__int128"}) {
      if (name.starts_with(begin)) return false;
    }
    if (in_own(name)) {
      uses = true;
    } else if (!has(c_library_, name) && in_some(name)) {
      return false;
    }
  }
  return uses;
}

bool LibraryLink::others_are_empty(const std::vector<std::string>& own) {
  std::vector<std::string> same;
  for (const std::string& word : words_) {
    if (std::find(own.begin(), own.end(), word) != own.end()) {
      same.push_back(word);
      continue;
    }
    const std::optional<Paths>& paths = paths_.at(word);
    if (!paths || paths->size() != 1 || !libraries_.at(paths->front()).empty_archive) return false;
  }
  return same == own;
}

}  // namespace pyconfigure::toolchain
