#include "pyconfigure/os/files.hpp"

#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/os/keeper.hpp"


namespace pyconfigure::os {

namespace {

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = write(fd, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

bool same_file(const char* left, const char* right) {
  struct stat a {};
  struct stat b {};
  return stat(left, &a) == 0 && stat(right, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

}  // namespace

std::optional<std::string> read_file(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  struct stat info {};
  if (fstat(fd, &info) != 0 || S_ISDIR(info.st_mode)) {
    close(fd);
    return std::nullopt;
  }
  // One byte more than there should be shows the end; files of the kernel's own have no size.
  constexpr std::size_t kLeast = 4096;
  std::string text(std::max(static_cast<std::size_t>(std::max<off_t>(info.st_size, 0)) + 1, kLeast), '\0');
  std::size_t filled = 0;
  while (true) {
    if (filled == text.size()) text.resize(2 * text.size());
    const ssize_t got = read(fd, text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    filled += static_cast<std::size_t>(got);
  }
  close(fd);
  text.resize(filled);
  return text;
}

bool is_elf_file(const std::string& path, std::string_view with_text) {
  const MappedFile file(path);
  return file.bytes().starts_with("\177ELF") && base::find(file.bytes(), with_text) != std::string_view::npos;
}

MappedFile::MappedFile(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return;
  struct stat info {};
  if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0) {
    identity_ = {static_cast<std::uint64_t>(info.st_dev), static_cast<std::uint64_t>(info.st_ino)};
    void* const all = mmap(nullptr, static_cast<std::size_t>(info.st_size), PROT_READ, MAP_PRIVATE, fd, 0);
    if (all != MAP_FAILED) {
      begin_ = all;
      size_ = static_cast<std::size_t>(info.st_size);
    }
  }
  close(fd);
}

MappedFile::~MappedFile() {
  if (begin_ != nullptr) munmap(begin_, size_);
}

namespace {

/// `path` as a pattern for itself.
std::string escaped(const std::string& path) {
  std::string pattern;
  for (const char ch : path) {
    if (std::string_view("*?[]\\").find(ch) != std::string_view::npos) pattern += '\\';
    pattern += ch;
  }
  return pattern;
}

constexpr const char* kBeside = ".pyconfigure-";

std::string beside(const std::string& path) {
  return path + kBeside + std::to_string(getpid());
}

/// What runs that were killed have left beside `path`.
void remove_leftovers(const std::string& path) {
  const std::size_t number = path.size() + std::strlen(kBeside);
  for (const std::string& name : expand(escaped(path) + kBeside + "[0-9]*")) {
    const pid_t owner = std::atoi(name.c_str() + number);
    // A number of our own is one that another run had before.
    if (owner == getpid() || (owner > 0 && kill(owner, 0) != 0 && errno == ESRCH)) unlink(name.c_str());
  }
}

void take_back(const std::string& fresh) {
  unlink(fresh.c_str());
  keeper_settled(fresh);
}

/// Writes a new file at `fresh`, which is to become `path`.
bool write_fresh(const std::string& fresh, const std::string& path, std::string_view text, int mode, std::string& error) {
  if (test('d', path)) {
    error = path + ": " + std::strerror(EISDIR);
    return false;
  }
  remove_leftovers(path);
  keeper_pending(fresh, path);
  const int fd = open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (fd < 0) {
    error = path + ": " + std::strerror(errno);
    keeper_settled(fresh);
    return false;
  }
  bool good = write_all(fd, text);
  good = close(fd) == 0 && good;
  if (!good) {
    error = path + ": " + std::strerror(errno);
    take_back(fresh);
  }
  return good;
}

/// Where a path that may be a symbolic link leads in the end, whether anything is there or not.
std::string behind_links(std::string path) {
  constexpr int kMostLinks = 40;
  for (int links = 0; links < kMostLinks; ++links) {
    std::error_code code;
    const std::filesystem::path target = std::filesystem::read_symlink(path, code);
    if (code) break;
    path = target.is_absolute() ? target.string() : (std::filesystem::path(path).parent_path() / target).string();
  }
  return path;
}

int current_umask() {
  const mode_t mask = umask(0);
  umask(mask);
  return static_cast<int>(mask);
}

bool put_in_place(const std::string& fresh, const std::string& path, std::string& error) {
  if (rename(fresh.c_str(), path.c_str()) == 0) {
    keeper_settled(fresh);
    return true;
  }
  error = path + ": " + std::strerror(errno);
  take_back(fresh);
  return false;
}

}  // namespace

bool write_file(const std::string& path, std::string_view text, int mode, std::string& error) {
  const std::string fresh = beside(path);
  return write_fresh(fresh, path, text, mode, error) && put_in_place(fresh, path, error);
}

bool FileSet::add(const std::string& path, std::string_view text, int mode, std::string& error) {
  const std::string fresh = beside(path);
  if (!write_fresh(fresh, path, text, mode, error)) return false;
  entries_.push_back({path, fresh, std::string(text)});
  return true;
}

bool FileSet::add_over(const std::string& path, std::string_view text, int mode, std::string& error) {
  const std::string target = behind_links(path);
  struct stat info {};
  if (stat(target.c_str(), &info) != 0) return add(target, text, mode, error);
  if (!S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)) {  // /dev/null, a pipe
    entries_.push_back({target, "", std::string(text)});
    return true;
  }
  if (access(target.c_str(), W_OK) != 0) {
    error = path + ": " + std::strerror(errno);
    return false;
  }
  if (!add(target, text, mode, error)) return false;
  const int executable = mode & 0111 & ~current_umask();
  chmod(entries_.back().fresh.c_str(), (info.st_mode & 07777) | executable);
  return true;
}

bool FileSet::make_folder(const std::string& path, std::string& error) {
  if (test('d', path)) return true;
  keeper_pending(path, "");
  if (os::make_folder(path, error)) {
    folders_.push_back(path);
    return true;
  }
  keeper_settled(path);
  return false;
}

bool FileSet::commit(std::string& error) {
  const std::vector<Entry> entries = std::exchange(entries_, {});
  bool good = true;
  keeper_commits();
  for (const std::string& folder : std::exchange(folders_, {})) keeper_settled(folder);
  for (const Entry& entry : entries) {
    if (entry.fresh.empty()) {
      write_plain(entry.path, entry.text);
    } else {
      good = put_in_place(entry.fresh, entry.path, error) && good;
    }
  }
  return good;
}

void FileSet::discard() {
  for (const Entry& entry : entries_) {
    if (!entry.fresh.empty()) take_back(entry.fresh);
  }
  entries_.clear();
  for (; !folders_.empty(); folders_.pop_back()) {
    rmdir(folders_.back().c_str());  // those that hold something by now stay
    keeper_settled(folders_.back());
  }
}

std::optional<std::string> FileSet::read(const std::string& path) const {
  for (const Entry& entry : entries_) {
    if (entry.path == path || entry.path == behind_links(path)) return entry.text;
  }
  return read_file(path);
}

bool write_plain(const std::string& path, std::string_view text) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return false;
  const bool good = write_all(fd, text);
  return close(fd) == 0 && good;
}

bool make_folder(const std::string& path, std::string& error) {
  if (mkdir(path.c_str(), 0777) == 0) return true;
  if (errno == EEXIST && test('d', path)) return true;
  error = path + ": " + std::strerror(errno);
  return false;
}

bool remove_file(const std::string& path) { return unlink(path.c_str()) == 0; }

bool can_write_here(std::string& error) {
  std::string name = ".pyconfigure-XXXXXX";
  const int fd = mkstemp(name.data());
  if (fd < 0) {
    error = std::strerror(errno);
    return false;
  }
  close(fd);
  unlink(name.c_str());
  return true;
}

bool test(char op, const std::string& path) {
  struct stat info {};
  if (op == 'h') return lstat(path.c_str(), &info) == 0 && S_ISLNK(info.st_mode);
  if (stat(path.c_str(), &info) != 0) return false;
  switch (op) {
    case 'e':
      return true;
    case 'f':
      return S_ISREG(info.st_mode);
    case 'd':
      return S_ISDIR(info.st_mode);
    case 's':
      return info.st_size > 0;
    case 'r':
      return access(path.c_str(), R_OK) == 0;
    case 'w':
      return access(path.c_str(), W_OK) == 0;
    case 'x':
      return access(path.c_str(), X_OK) == 0;
    default:
      return false;
  }
}

std::vector<std::string> find_in_path(std::string_view word, std::string_view path, const std::string& folder) {
  std::vector<std::string> found;
  while (true) {
    const std::size_t colon = path.find(':');
    std::string candidate(path.substr(0, colon));
    // An empty word of PATH is the working folder; configure spells it "./".
    if (candidate.empty()) candidate = ".";
    if (candidate.back() != '/') candidate += '/';
    candidate += word;
    const std::string seen_from_here = candidate.front() == '/' ? candidate : folder + "/" + candidate;
    if (test('f', seen_from_here) && test('x', seen_from_here)) found.push_back(candidate);
    if (colon == std::string_view::npos) return found;
    path.remove_prefix(colon + 1);
  }
}

std::vector<std::string> expand(const std::string& pattern) {
  std::vector<std::string> names;
  glob_t result{};
  if (glob(pattern.c_str(), 0, nullptr, &result) == 0) {
    for (std::size_t i = 0; i < result.gl_pathc; ++i) names.emplace_back(result.gl_pathv[i]);
  }
  globfree(&result);
  return names;
}

namespace {

/// The path without detours: `//`, `/.`, `/x/..` and a slash at the end, as bash tidies up what it inherits. Two
/// slashes at the beginning stay.
std::string tidy_path(std::string_view path) {
  const bool two = path.starts_with("//") && !path.starts_with("///");
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  std::string out = two ? "/" : "";
  for (const std::string_view part : parts) out.append("/").append(part);
  return parts.empty() ? out + "/" : out;
}

}  // namespace

std::string logical_working_folder() {
  const char* pwd = std::getenv("PWD");
  if (pwd != nullptr && pwd[0] == '/' && same_file(pwd, ".")) {
    const std::string tidy = tidy_path(pwd);
    if (same_file(tidy.c_str(), ".")) return tidy;  // not where `x/..` leads elsewhere
  }
  std::error_code code;
  return std::filesystem::current_path(code).string();
}

namespace {

/// What comes before the six characters that mkdtemp draws. Nobody else has such names, since what bears one, belongs to
/// us and is not in use is removed.
constexpr const char* kScratch = "/pyconfigure-scratch-";

/// A folder as mkdtemp makes it.
bool is_ours(const std::string& path) {
  struct stat info {};
  return lstat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == geteuid() && (info.st_mode & 07777) == 0700;
}

/// A lock on a folder, as a descriptor; -1 when another run has it. On file systems without locks there is only the
/// descriptor, and `sure` is false.
int lock_folder(const std::string& path, bool& sure) {
  const int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  sure = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;
  if (fd < 0 || sure || errno != EWOULDBLOCK) return fd;
  close(fd);
  return -1;
}

/// Removes the folders of runs that ended without tidying up: nobody holds their lock any more.
void remove_abandoned(const std::string& place) {
  for (const std::string& path : expand(escaped(place) + kScratch + "??????")) {
    bool sure = false;
    const int lock = is_ours(path) ? lock_folder(path, sure) : -1;
    if (lock < 0) continue;
    std::error_code ignored;
    if (sure) std::filesystem::remove_all(path, ignored);
    close(lock);
  }
}

}  // namespace

TemporaryFolder::~TemporaryFolder() {
  if (path_.empty()) return;
  std::error_code code;
  std::filesystem::remove_all(path_, code);
  keeper_folder(path_, false);
  if (lock_ >= 0) close(lock_);
}

bool TemporaryFolder::create(std::string& error) {
  std::vector<std::string> places;
  if (const char* chosen = std::getenv("TMPDIR"); chosen != nullptr && *chosen != '\0') places.emplace_back(chosen);
  places.emplace_back("/dev/shm");
  places.emplace_back("/tmp");
  places.emplace_back("/var/tmp");
  places.emplace_back(".");
  for (const std::string& place : places) {
    // Test programs have to run there; containers often mount /dev/shm without that right.
    struct statvfs system {};
    if (statvfs(place.c_str(), &system) != 0 || (system.f_flag & ST_NOEXEC) != 0) continue;
    if (place != ".") remove_abandoned(place);
    for (int tries = 0; tries < 10; ++tries) {
      std::string name = place + kScratch + "XXXXXX";
      if (mkdtemp(name.data()) == nullptr) break;
      bool sure = false;
      lock_ = lock_folder(name, sure);
      if (lock_ < 0 || !is_ours(name)) continue;  // another run took it for abandoned before it was locked
      std::error_code code;
      path_ = std::filesystem::absolute(name, code).string();
      keeper_folder(path_, true);
      return true;
    }
  }
  error = "no folder for temporary files: tried " + places.front() + " and others; set TMPDIR to one that can be written";
  return false;
}

}  // namespace pyconfigure::os
