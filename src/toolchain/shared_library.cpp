#include "toolchain/shared_library.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <map>
#include <fstream>
#include <optional>
#include <set>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/files.hpp"

namespace pyconfigure::toolchain {

namespace {

/// A file's bytes, and whether all that was read of them was there.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <class Number>
  Number number(std::uint64_t at) {
    Number value = 0;
    if (at > bytes_.size() || bytes_.size() - at < sizeof value) {
      good_ = false;
      return 0;
    }
    std::memcpy(&value, bytes_.data() + at, sizeof value);
    return value;
  }
  std::uint64_t half(std::uint64_t at) { return number<std::uint16_t>(at); }
  std::uint64_t word(std::uint64_t at) { return number<std::uint32_t>(at); }
  /// An address or a size: 8 bytes, or 4.
  std::uint64_t wide(std::uint64_t at, bool wide) {
    return wide ? number<std::uint64_t>(at) : number<std::uint32_t>(at);
  }

  std::string_view text(std::uint64_t at) {
    const std::size_t end = at < bytes_.size() ? bytes_.find('\0', at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      good_ = false;
      return {};
    }
    return bytes_.substr(at, end - at);
  }
  /// Are these bytes there?
  bool holds(std::uint64_t at, std::uint64_t size) {
    good_ = good_ && at <= bytes_.size() && size <= bytes_.size() - at;
    return good_;
  }
  /// Those bytes; none when they are not all there.
  std::string_view part(std::uint64_t at, std::uint64_t size) { return holds(at, size) ? bytes_.substr(at, size) : std::string_view(); }
  bool good() const { return good_; }
  /// What is there makes no sense.
  void refuse() { good_ = false; }

 private:
  std::string_view bytes_;
  bool good_ = true;
};

struct Section {
  std::uint64_t type = 0;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::uint64_t link = 0;
};

constexpr std::uint64_t kDynamicSymbols = 11;    // SHT_DYNSYM
constexpr std::uint64_t kDynamic = 6;            // SHT_DYNAMIC
constexpr std::uint64_t kVersions = 0x6fffffff;  // SHT_GNU_versym
constexpr std::uint64_t kWanted = 0x6ffffffe;    // SHT_GNU_verneed
constexpr std::uint64_t kDefined = 0x6ffffffd;   // SHT_GNU_verdef
constexpr std::uint64_t kSymbols = 2;            // SHT_SYMTAB

class ElfFile {
 public:
  explicit ElfFile(std::string_view bytes) : in_(bytes), wide_(bytes.size() > 4 && bytes[4] == 2) {}

  SharedLibrary read() {
    SharedLibrary library;
    constexpr std::uint64_t kSharedObject = 3;  // ET_DYN
    if (in_.half(16) != kSharedObject) return library;
    library.machine = static_cast<unsigned>(in_.half(18) * 2 + (wide_ ? 1 : 0));
    if (!read_sections()) return library;
    const Section* symbols = find(kDynamicSymbols);
    const Section* dynamic = find(kDynamic);
    if (symbols == nullptr || dynamic == nullptr || symbols->link >= sections_.size()) return library;
    read_dynamic(*dynamic, library);
    read_symbols(*symbols, library);
    if (const Section* wanted = find(kWanted); wanted != nullptr) read_wanted(*wanted, library);
    if (const Section* defined = find(kDefined); defined != nullptr) read_defined(*defined, library);
    // An executable that can stand anywhere in memory looks like a library.
    library.readable = in_.good() && !executable_;
    return library;
  }

  /// Of an object file.
  std::optional<std::vector<std::string>> shown() {
    constexpr std::uint64_t kObject = 1;  // ET_REL
    if (in_.half(16) != kObject || !read_sections()) return std::nullopt;
    const Section* symbols = find(kSymbols);
    if (symbols == nullptr || symbols->link >= sections_.size()) return std::nullopt;
    std::vector<std::string> names;
    const std::uint64_t texts = sections_[symbols->link].offset;
    const std::uint64_t step = wide_ ? 24 : 16;
    for (std::uint64_t at = symbols->offset + step; at + step <= symbols->offset + symbols->size && in_.good(); at += step) {
      const std::uint64_t info = in_.number<std::uint8_t>(at + (wide_ ? 4 : 12));
      if (info >> 4 == 0) continue;
      const std::string_view name = in_.text(texts + in_.word(at));
      if (name.starts_with("__gnu_lto_")) return std::nullopt;
      if (in_.half(at + (wide_ ? 6 : 14)) != 0) names.emplace_back(name);
    }
    return in_.good() ? std::optional(names) : std::nullopt;
  }

 private:
  bool read_sections() {
    const std::uint64_t begin = in_.wide(wide_ ? 40 : 32, wide_);
    const std::uint64_t size = in_.half(wide_ ? 58 : 46);
    const std::uint64_t count = in_.half(wide_ ? 60 : 48);
    if (begin == 0 || count == 0 || size < (wide_ ? 64U : 40U)) return false;
    for (std::uint64_t i = 0; i < count && in_.good(); ++i) {
      const std::uint64_t at = begin + i * size;
      sections_.push_back({in_.word(at + 4), in_.wide(at + (wide_ ? 24 : 16), wide_),
                           in_.wide(at + (wide_ ? 32 : 20), wide_), in_.word(at + (wide_ ? 40 : 24))});
    }
    return in_.good();
  }

  const Section* find(std::uint64_t type) const {
    const auto it =
        std::find_if(sections_.begin(), sections_.end(), [&](const Section& section) { return section.type == type; });
    return it == sections_.end() ? nullptr : &*it;
  }

  void read_dynamic(const Section& dynamic, SharedLibrary& library) {
    constexpr std::uint64_t kNeeded = 1;             // DT_NEEDED
    constexpr std::uint64_t kRunPaths[] = {15, 29};  // DT_RPATH, DT_RUNPATH
    constexpr std::uint64_t kFlags = 0x6ffffffb;     // DT_FLAGS_1
    constexpr std::uint64_t kExecutable = 0x08000000;  // DF_1_PIE
    if (dynamic.link >= sections_.size()) return;
    const std::uint64_t names = sections_[dynamic.link].offset;
    const std::uint64_t step = wide_ ? 16 : 8;
    for (std::uint64_t at = dynamic.offset; at + step <= dynamic.offset + dynamic.size && in_.good(); at += step) {
      const std::uint64_t tag = in_.wide(at, wide_);
      if (tag == 0) break;
      if (tag == kNeeded) library.needed.emplace_back(in_.text(names + in_.wide(at + step / 2, wide_)));
      if (tag == kRunPaths[0] || tag == kRunPaths[1]) library.own_search = true;
      if (tag == kFlags && (in_.wide(at + step / 2, wide_) & kExecutable) != 0) executable_ = true;
    }
  }

  /// Elf32_Verneed and Elf64_Verneed are the same.
  void read_wanted(const Section& section, SharedLibrary& library) {
    if (section.link >= sections_.size()) return;
    const std::uint64_t names = sections_[section.link].offset;
    constexpr std::uint64_t kWeakVersion = 2;  // VER_FLG_WEAK
    constexpr std::uint64_t kEntry = 16;       // bytes of each, at least
    std::uint64_t at = section.offset;
    for (std::uint64_t files = 0; files < section.size && in_.good(); ++files) {
      const std::string file(in_.text(names + in_.word(at + 4)));
      std::uint64_t one = at + in_.word(at + 8);
      for (std::uint64_t left = in_.half(at + 2); left > 0 && in_.good(); --left) {
        if ((in_.half(one + 4) & kWeakVersion) == 0) library.wanted.push_back({file, std::string(in_.text(names + in_.word(one + 8)))});
        const std::uint64_t step = in_.word(one + 12);
        if (step == 0) break;
        if (step < kEntry || library.wanted.size() > section.size / kEntry) return in_.refuse();
        one += step;
      }
      const std::uint64_t step = in_.word(at + 12);
      if (step == 0) break;
      if (step < kEntry) return in_.refuse();
      at += step;
    }
  }

  void read_defined(const Section& section, SharedLibrary& library) {
    if (section.link >= sections_.size()) return;
    const std::uint64_t names = sections_[section.link].offset;
    std::uint64_t at = section.offset;
    for (std::uint64_t versions = 0; versions < section.size && in_.good(); ++versions) {
      library.versions.emplace_back(in_.text(names + in_.word(at + in_.word(at + 12))));
      if (in_.word(at + 16) == 0) break;
      at += in_.word(at + 16);
    }
  }

  void read_symbols(const Section& symbols, SharedLibrary& library) {
    const std::uint64_t names = sections_[symbols.link].offset;
    const Section* versions = find(kVersions);
    const std::uint64_t step = wide_ ? 24 : 16;
    const std::uint64_t count = symbols.size / step;
    if (!in_.holds(symbols.offset, symbols.size)) return;
    library.texts = std::make_shared<std::string>(in_.part(names, sections_[symbols.link].size));
    Reader texts(*library.texts);
    library.defined.reserve(count);
    for (std::uint64_t i = 1; i < count && in_.good(); ++i) {
      const std::uint64_t at = symbols.offset + i * step;
      const std::string_view name = texts.text(in_.word(at));
      if (!texts.good()) return in_.refuse();
      const std::uint64_t info = in_.number<std::uint8_t>(at + (wide_ ? 4 : 12));
      const std::uint64_t other = in_.number<std::uint8_t>(at + (wide_ ? 5 : 13));
      const std::uint64_t section = in_.half(at + (wide_ ? 6 : 14));
      constexpr std::uint64_t kLocal = 0;
      constexpr std::uint64_t kWeak = 2;
      const std::uint64_t binding = info >> 4;
      if (binding == kLocal || name.empty()) continue;
      if (section == 0) {
        if (binding != kWeak) library.lacking.emplace_back(name);
        continue;
      }
      const std::uint64_t visibility = other & 3;
      const bool hidden = visibility == 1 || visibility == 2;
      const bool old = versions != nullptr && (in_.half(versions->offset + 2 * i) & 0x8000) != 0;
      constexpr std::uint64_t kThreadLocal = 6;  // STT_TLS: no function can be it
      if (!hidden) (old || (info & 0xf) == kThreadLocal ? library.old : library.defined).emplace(name);
    }
  }

  Reader in_;
  bool wide_;
  bool executable_ = false;
  std::vector<Section> sections_;
};

/// An ELF file of this machine's byte order.
bool is_elf(std::string_view bytes) {
  constexpr char kLittle = 1;
  constexpr char kBig = 2;
  const char order = std::endian::native == std::endian::little ? kLittle : kBig;
  return bytes.starts_with("\177ELF") && bytes.size() >= 64 && bytes[5] == order;
}

constexpr std::string_view kArchive = "!<arch>\n";

/// The index of an archive as System V and GNU have it: how many symbols, in four bytes, a place for each, and their names.
void read_index(std::string_view bytes, SharedLibrary& library) {
  constexpr std::size_t kHeader = 60;
  if (!bytes.substr(kArchive.size()).starts_with("/               ") || bytes.size() < kArchive.size() + kHeader + 4) return;
  constexpr std::size_t kSize = 48;  // where the header has it, in decimal digits
  std::uint64_t size = 0;
  const char* const digits = bytes.data() + kArchive.size() + kSize;
  if (std::from_chars(digits, digits + 10, size).ec != std::errc()) return;
  bytes = bytes.substr(kArchive.size() + kHeader, size);
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < 4 && i < bytes.size(); ++i) count = count * 256 + static_cast<unsigned char>(bytes[i]);
  library.texts = std::make_shared<std::string>(bytes.substr(std::min<std::uint64_t>(4 + 4 * count, bytes.size())));
  Reader in(*library.texts);
  std::uint64_t at = 0;
  bool plain = true;
  for (std::uint64_t i = 0; i < count && in.good(); ++i) {
    const std::string_view name = in.text(at);
    at += name.size() + 1;
    plain = plain && !name.empty() && !name.starts_with("__");
    library.defined.emplace(name);
  }
  library.indexed = in.good() && plain;
}

}  // namespace

SharedLibrary read_shared_library(std::string_view bytes) {
  SharedLibrary library;
  library.archive = bytes.starts_with(kArchive);
  library.empty_archive = bytes == kArchive;
  if (library.archive) read_index(bytes, library);
  return is_elf(bytes) ? ElfFile(bytes).read() : library;
}

std::optional<std::vector<std::string>> shown_symbols(std::string_view bytes) {
  return is_elf(bytes) ? ElfFile(bytes).shown() : std::nullopt;
}

const SharedLibrary& SharedLibraries::at(const std::string& path) {
  const auto [it, fresh] = libraries_.try_emplace(path);
  if (fresh) {
    const os::MappedFile file(path);
    std::shared_ptr<const SharedLibrary>& same = read_[file.identity()];
    if (same == nullptr) same = std::make_shared<SharedLibrary>(read_shared_library(file.bytes()));
    it->second = same;
  }
  return *it->second;
}

namespace {

std::string_view name_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

std::string folder_of(std::string_view path) {
  std::error_code failed;
  std::string folder = std::filesystem::weakly_canonical(std::filesystem::path(path).parent_path(), failed).string();
  if (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  return failed ? std::string() : folder;
}

bool is_shared(std::string_view name) {
  return name.ends_with(".so") || name.find(".so.") != std::string_view::npos;
}

/// The C library's and the compiler's own: every program is linked with them.
bool of_every_program(std::string_view name) {
  const std::string_view stem = name.substr(0, name.find(".so"));
  for (std::string_view one : {"libc", "libm", "libmvec", "libgcc_s", "libdl", "libpthread", "librt", "libutil"}) {
    if (stem == one) return true;
  }
  return name.starts_with("ld-") || name.starts_with("ld64.so") || name.starts_with("ld.so") || name.starts_with("libc.musl-");
}

/// `(PATH)MEMBER` or `PATH(MEMBER)`: the path of an archive that a member was taken of; empty for other lines.
std::string_view archive_of(std::string_view line) {
  const std::size_t close = line.find(')');
  if (line.starts_with('(') && close != std::string_view::npos && close + 1 < line.size()) return line.substr(1, close - 1);
  const std::size_t open = line.rfind('(');
  if (line.ends_with(')') && open != std::string_view::npos && open > 0 && open + 2 < line.size()) return line.substr(0, open);
  return {};
}

/// The folders of the files that begin and end every program.
std::vector<std::string> own_folders(std::string_view told) {
  std::vector<std::string> folders;
  base::each_line(told, [&](std::string_view line) {
    const std::string_view name = name_of(line);
    if (name.ends_with(".o") && name.find("crt") != std::string_view::npos) folders.push_back(folder_of(line));
  });
  return folders;
}

bool among(const std::vector<std::string>& folders, std::string_view path) {
  return std::find(folders.begin(), folders.end(), folder_of(path)) != folders.end();
}

bool own_archive(const std::vector<std::string>& folders, std::string_view path) {
  const std::string_view name = name_of(path);
  if (name.starts_with("libclang_rt.")) return path.find("/clang/") != std::string_view::npos;
  for (std::string_view one : {"libc.a", "libgcc.a", "libgcc_eh.a", "libc_nonshared.a", "libpthread_nonshared.a", "libssp_nonshared.a"}) {
    if (name == one) return among(folders, path);
  }
  return false;
}

/// An archive of names: what is taken of it is told as if it had been named itself.
bool thin_archive(std::string_view path) {
  constexpr std::string_view kThin = "!<thin>";
  std::ifstream file{std::string(path), std::ios::binary};
  std::string begin(kThin.size(), ' ');
  return file.read(begin.data(), static_cast<std::streamsize>(begin.size())) && begin == kThin;
}

}  // namespace

bool no_archives(std::string_view told) {
  const std::vector<std::string> folders = own_folders(told);
  bool objects = false;
  bool foreign = false;
  base::each_line(told, [&](std::string_view line) {
    if (line.ends_with(".o")) objects = true;
    // (The name alone is an archive that was looked into.)
    if (const std::string_view path = archive_of(line); !path.empty()) {
      foreign = foreign || !own_archive(folders, path);
    } else if (!line.ends_with(".o") && !is_shared(name_of(line)) && !own_archive(folders, line)) {
      foreign = foreign || thin_archive(line);
    }
  });
  return objects && !foreign;
}

std::vector<std::string> SharedLibraries::with_needed(const std::string& path, const std::vector<std::string>& folders) {
  std::vector<std::string> files = {path};
  std::set<std::string> seen;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const SharedLibrary& one = at(files[i]);
    if (!one.readable || one.own_search || one.machine != at(path).machine) return {};
    for (const std::string& name : one.needed) {
      if (name.find('/') != std::string::npos) return {};
      if (!seen.insert(name).second) continue;
      const auto folder = std::find_if(folders.begin(), folders.end(),
                                       [&](const std::string& some) { return os::test('f', some + "/" + name); });
      if (folder == folders.end()) return {};
      files.push_back(*folder + "/" + name);
    }
  }
  return files;
}

bool SharedLibraries::lack_nothing(const std::vector<std::string>& files) {
  std::vector<const SharedLibrary*> libraries;
  for (const std::string& file : files) libraries.push_back(&at(file));
  const auto defined = [&](const std::string& symbol) {
    return std::any_of(libraries.begin(), libraries.end(), [&](const SharedLibrary* library) {
      return library->defined.contains(symbol) || library->old.contains(symbol);
    });
  };
  const auto has_version = [&](const SharedLibrary::Version& wanted) {
    return std::any_of(files.begin(), files.end(), [&](const std::string& file) {
      const std::vector<std::string>& versions = at(file).versions;
      return name_of(file) == wanted.file && std::find(versions.begin(), versions.end(), wanted.name) != versions.end();
    });
  };
  return !files.empty() && std::all_of(files.begin(), files.end(), [&](const std::string& file) {
    const SharedLibrary& library = at(file);
    return std::all_of(library.lacking.begin(), library.lacking.end(), defined) &&
           std::all_of(library.wanted.begin(), library.wanted.end(), has_version);
  });
}

bool SharedLibraries::self_contained(const std::string& path, const std::string& folder,
                                     const std::vector<std::string>& others) {
  const auto [it, fresh] = contained_.try_emplace(path + '\0' + folder, false);
  if (!fresh) return it->second;
  const std::vector<std::string> files = with_needed(path, {folder});
  for (std::size_t i = 1; i < files.size(); ++i) {
    const auto has_it = [&](const std::string& other) { return os::test('e', other + "/" + std::string(name_of(files[i]))); };
    if (std::any_of(others.begin(), others.end(), has_it)) return false;
  }
  return it->second = lack_nothing(files);
}

bool SharedLibraries::somewhere(const std::string& path, const std::string& folder, std::string_view name) {
  const std::vector<std::string> files = with_needed(path, {folder});
  return std::any_of(files.begin(), files.end(), [&](const std::string& file) {
    return at(file).defined.contains(name) || at(file).old.contains(name);
  });
}

bool SharedLibraries::harmless(const std::string& told) {
  const auto [known, fresh] = told_.try_emplace(told, false);
  if (!fresh) return known->second;
  if (!no_archives(told)) return false;
  std::vector<std::string> others;
  std::string c_folder;
  base::each_line(told, [&](std::string_view line) {
    const std::string_view name = name_of(line);
    if (name.starts_with("libc.so.") || name.starts_with("libc.musl-")) c_folder = folder_of(line);
    if (is_shared(name) && !of_every_program(name)) others.emplace_back(line);
  });
  const bool good = std::all_of(others.begin(), others.end(), [&](const std::string& path) {
    return lack_nothing(with_needed(path, {folder_of(path), c_folder}));
  });
  return told_[told] = good;
}

SharedLibraries::Company SharedLibraries::company(const std::string& told) {
  std::map<std::string, std::string> canonical;  // tools name folders in several ways
  const auto place_of = [&](std::string_view line) -> const std::string& {
    const auto [known, fresh] = canonical.try_emplace(std::string(folder_of(line)));
    std::error_code failed;
    if (fresh) known->second = std::filesystem::weakly_canonical(known->first, failed).string();
    return known->second;
  };
  std::string c_folder;
  base::each_line(told, [&](std::string_view line) {
    const std::string_view name = name_of(line);
    if (name.starts_with("libc.so.") || name.starts_with("libc.musl-") || (c_folder.empty() && name == "libc.so")) c_folder = place_of(line);
  });
  bool others = false;
  base::each_line(told, [&](std::string_view line) {
    const std::string_view name = name_of(line);
    if (!is_shared(name)) return;
    bool compilers = name.starts_with("ld");
    for (std::string_view one : {"libgcc_s.so", "libasan.so", "libtsan.so", "libubsan.so", "liblsan.so"}) compilers = compilers || name.starts_with(one);
    const std::string& folder = place_of(line);
    const bool beside = folder == c_folder || "/usr" + folder == c_folder || folder == "/usr" + c_folder;
    others = others || !(of_every_program(name) || compilers) || !(compilers || beside);
  });
  return others ? Company::others : c_folder.empty() ? Company::unknown : Company::every_program;
}

}  // namespace pyconfigure::toolchain
