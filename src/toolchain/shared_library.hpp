// What a shared library in ELF form tells a linker (System V ABI, "Dynamic Linking"): the symbols it has, those it
// lacks, and what it needs.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "pyconfigure/os/files.hpp"

namespace pyconfigure::toolchain {

struct SharedLibrary {
  using Names = std::unordered_set<std::string_view>;

  bool readable = false;  ///< it is one, of this machine's byte order, and nothing in it was surprising
  bool archive = false;   ///< it is an archive of objects
  bool empty_archive = false;
  bool indexed = false;              ///< an archive that says in `defined` which symbols its members have, beginning with no `__`
  bool own_search = false;           ///< it says itself where what it needs is looked for
  unsigned machine = 0;              ///< e_machine and class
  std::shared_ptr<const std::string> texts;  ///< where the names stand
  Names defined;                     ///< those that programs can be linked with
  Names old;                         ///< those that only programs which were linked before can use, and those of threads
  std::vector<std::string> lacking;  ///< not defined in it, weak ones left out
  std::vector<std::string> needed;   ///< names of files
  struct Version {
    std::string file;
    std::string name;
  };
  std::vector<Version> wanted;        ///< versions of symbols that it needs of other files
  std::vector<std::string> versions;  ///< those that it defines
};

/// The symbols that an object file shows to others; nothing when it is none that can be read (one of link-time
/// optimisation, say).
std::optional<std::vector<std::string>> shown_symbols(std::string_view bytes);

/// Reads the file's bytes.
SharedLibrary read_shared_library(std::string_view bytes);

/// Has a linker, as it tells with kTellFiles (one file a line), taken no member of an archive but the compiler's and the
/// C library's own? A member that one program needs could hold what another one lacks. False when it told nothing.
bool no_archives(std::string_view told);

/// The libraries that a link has taken, each read once.
class SharedLibraries {
 public:
  const SharedLibrary& at(const std::string& path);
  /// The library and all that it needs stand in `folder`, and not also in one of `others`, where they may be looked for
  /// before; and what they lack is in one of them. Such a library brings its symbols into a link and asks for nothing.
  /// The folders are the same each time.
  bool self_contained(const std::string& path, const std::string& folder, const std::vector<std::string>& others = {});
  /// Has it a symbol of that name, or one that it needs and that stands in `folder`, be it one that programs cannot be
  /// linked with any more?
  bool somewhere(const std::string& path, const std::string& folder, std::string_view name);
  /// no_archives, and no shared library that has been taken could have wanted another one: where libraries are only
  /// taken when something needs them, one program's would else be another one's.
  bool harmless(const std::string& told);
  /// What processes are made of, by the files that the linker has told.
  enum class Company {
    every_program,  ///< the C library and what belongs to it or to the compiler: all programs have that
    unknown,        ///< the linker did not tell
    others          ///< other shared libraries, too: they may do something before main and behind it, and not every program has to need them
  };
  static Company company(const std::string& told);

 private:
  /// The library and all that it needs, where that stands in `folders`; empty when something is not there or odd.
  std::vector<std::string> with_needed(const std::string& path, const std::vector<std::string>& folders);
  /// There are some, and what one of them lacks another one has.
  bool lack_nothing(const std::vector<std::string>& files);

  std::unordered_map<std::string, bool> told_;
  std::unordered_map<std::string, std::shared_ptr<const SharedLibrary>> libraries_;
  std::map<os::MappedFile::Identity, std::shared_ptr<const SharedLibrary>> read_;
  std::unordered_map<std::string, bool> contained_;
};

}  // namespace pyconfigure::toolchain
