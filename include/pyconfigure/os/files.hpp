// Files and folders: read whole, written whole or not at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pyconfigure::os {

/// The whole content, or nothing when the file cannot be read.
std::optional<std::string> read_file(const std::string& path);

/// A large file of which little is looked at: only that is read. (It must not be written to meanwhile; who renames
/// another one over it changes nothing.)
class MappedFile {
 public:
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  /// Empty when it cannot be read.
  std::string_view bytes() const { return {static_cast<const char*>(begin_), size_}; }
  /// Device and inode: equal ones are the same file.
  using Identity = std::pair<std::uint64_t, std::uint64_t>;
  const Identity& identity() const { return identity_; }

 private:
  void* begin_ = nullptr;
  std::size_t size_ = 0;
  Identity identity_;
};

/// An ELF file with that text in it.
bool is_elf_file(const std::string& path, std::string_view with_text = {});

/// Writes next to `path` and renames over it, so that no one ever sees half a file. `mode` is narrowed by the umask.
/// On failure returns false, and `error` says why; what stood at `path` is untouched.
bool write_file(const std::string& path, std::string_view text, int mode, std::string& error);

/// Files that appear together: each is written beside its place, and commit() renames them all, one right after the other.
/// What is not committed never was.
class FileSet {
 public:
  FileSet() = default;
  ~FileSet() { discard(); }
  FileSet(const FileSet&) = delete;
  FileSet& operator=(const FileSet&) = delete;

  /// As write_file, but at `path` nothing happens yet.
  bool add(const std::string& path, std::string_view text, int mode, std::string& error);
  /// The same for a file that is written over (`cat >path`) rather than replaced: the links that lead to it stay, its mode
  /// too, and one that may not be written is an error. `mode` counts for a new file, its execute bits for any.
  bool add_over(const std::string& path, std::string_view text, int mode, std::string& error);
  /// A folder for them, which is gone again after discard() if it was not there before.
  bool make_folder(const std::string& path, std::string& error);
  bool commit(std::string& error);
  void discard();
  /// What `path` will hold: the text that was added, else what is there.
  std::optional<std::string> read(const std::string& path) const;

 private:
  struct Entry {
    std::string path;
    std::string fresh;  ///< where it is until then; empty: written to its place at the end (a device)
    std::string text;
  };
  std::vector<Entry> entries_;
  std::vector<std::string> folders_;  ///< made for them
};

/// Writes to the file itself, for files of ours in a temporary folder.
bool write_plain(const std::string& path, std::string_view text);

/// `mkdir` for one folder; true when it is there afterwards.
bool make_folder(const std::string& path, std::string& error);
bool remove_file(const std::string& path);

/// Whether files can be made in the working folder; `error` says why not.
bool can_write_here(std::string& error);

/// `test -OP path` for e f d r w x s h.
bool test(char op, const std::string& path);

/// Every executable regular file `word` in the folders of `path`, in order; relative folders count from `folder`.
std::vector<std::string> find_in_path(std::string_view word, std::string_view path, const std::string& folder);

/// Pathname expansion in the C locale's order; nothing when nothing matches.
std::vector<std::string> expand(const std::string& pattern);

/// $PWD when it describes the working folder, else its physical name.
std::string logical_working_folder();

/// A folder of our own that is removed with all it holds at the end of the scope.
class TemporaryFolder {
 public:
  TemporaryFolder() = default;
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  /// Makes the folder: in $TMPDIR, else in memory where the system offers that, else in /tmp. Removes those that runs of
  /// the same user have left there because they were killed.
  bool create(std::string& error);
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  int lock_ = -1;  ///< held as long as the folder is in use
};

}  // namespace pyconfigure::os
