#include "toolchain/shared_library.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>

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
  bool good() const { return good_; }

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
    library.readable = in_.good();
    return library;
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
    if (dynamic.link >= sections_.size()) return;
    const std::uint64_t names = sections_[dynamic.link].offset;
    const std::uint64_t step = wide_ ? 16 : 8;
    for (std::uint64_t at = dynamic.offset; at + step <= dynamic.offset + dynamic.size && in_.good(); at += step) {
      const std::uint64_t tag = in_.wide(at, wide_);
      if (tag == 0) break;
      if (tag == kNeeded) library.needed.emplace_back(in_.text(names + in_.wide(at + step / 2, wide_)));
      if (tag == kRunPaths[0] || tag == kRunPaths[1]) library.own_search = true;
    }
  }

  void read_symbols(const Section& symbols, SharedLibrary& library) {
    const std::uint64_t names = sections_[symbols.link].offset;
    const Section* versions = find(kVersions);
    const std::uint64_t step = wide_ ? 24 : 16;
    const std::uint64_t count = symbols.size / step;
    if (!in_.holds(symbols.offset, symbols.size)) return;
    library.defined.reserve(count);
    for (std::uint64_t i = 1; i < count && in_.good(); ++i) {
      const std::uint64_t at = symbols.offset + i * step;
      const std::string_view name = in_.text(names + in_.word(at));
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
      if (!hidden) (old ? library.old : library.defined).emplace(name);
    }
  }

  Reader in_;
  bool wide_;
  std::vector<Section> sections_;
};

}  // namespace

SharedLibrary read_shared_library(std::string_view bytes) {
  SharedLibrary library;
  library.archive = bytes.starts_with("!<arch>\n");
  library.empty_archive = bytes == "!<arch>\n";
  constexpr char kLittle = 1;
  constexpr char kBig = 2;
  const char order = std::endian::native == std::endian::little ? kLittle : kBig;
  if (!bytes.starts_with("\177ELF") || bytes.size() < 64 || bytes[5] != order) return library;
  return ElfFile(bytes).read();
}

const SharedLibrary& SharedLibraries::at(const std::string& path) {
  const auto [it, fresh] = libraries_.try_emplace(path);
  if (fresh) {
    if (const auto bytes = os::read_file(path)) it->second = read_shared_library(*bytes);
  }
  return it->second;
}

bool SharedLibraries::self_contained(const std::string& path, const std::string& folder,
                                     const std::vector<std::string>& others) {
  const auto [it, fresh] = contained_.try_emplace(path, false);
  if (!fresh) return it->second;
  const SharedLibrary& library = at(path);
  // What is needed, and what that needs.
  std::vector<std::string> names = {std::string()};
  const auto file = [&](std::size_t i) { return i == 0 ? path : folder + "/" + names[i]; };
  for (std::size_t i = 0; i < names.size(); ++i) {
    const SharedLibrary& one = at(file(i));
    if (!one.readable || one.own_search || one.machine != library.machine) return false;
    for (const std::string& name : one.needed) {
      if (name.find('/') != std::string::npos) return false;
      const auto has_it = [&](const std::string& other) { return os::test('e', other + "/" + name); };
      if (std::any_of(others.begin(), others.end(), has_it)) return false;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (const std::string& symbol : at(file(i)).lacking) {
      bool found = false;
      for (std::size_t other = 0; other < names.size() && !found; ++other) {
        found = at(file(other)).defined.contains(symbol) || at(file(other)).old.contains(symbol);
      }
      if (!found) return false;
    }
  }
  return contained_[path] = true;
}

}  // namespace pyconfigure::toolchain
