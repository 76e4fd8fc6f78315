#include "pyconfigure/os/keeper.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace pyconfigure::os {

namespace {

int g_keeper = -1;  ///< where the keeper listens

// A message is a letter, a text, and a zero byte.
enum : char {
  kGroupRuns = 'g',
  kGroupEnded = 'e',
  kFolder = 'f',
  kFolderGone = 'r',
  kPending = 'p',
  kCommits = 'c',
  kSettled = 's',
  kGoodbye = 'q',
};

void tell(char kind, std::string_view text = {}) {
  if (g_keeper < 0) return;
  std::string message(1, kind);
  message += text;
  message += '\0';
  std::string_view rest = message;
  while (!rest.empty()) {
    const ssize_t put = send(g_keeper, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return;  // it is gone; we go on without it
    rest.remove_prefix(static_cast<std::size_t>(put));
  }
}

/// The state of the other process.
class Watch {
 public:
  /// True when this was the last message.
  bool take(std::string_view message) {
    const std::string text(message.substr(1));
    switch (message.front()) {
      case kGroupRuns:
        groups_.insert(std::atoi(text.c_str()));
        break;
      case kGroupEnded:
        groups_.erase(std::atoi(text.c_str()));
        break;
      case kFolder:
        folders_.insert(text);
        break;
      case kFolderGone:
        folders_.erase(text);
        break;
      case kPending: {
        const std::size_t end = text.find('\n');
        pending_[text.substr(0, end)] = text.substr(end + 1);
        break;
      }
      case kCommits:
        commits_ = true;
        break;
      case kSettled:
        pending_.erase(text);
        commits_ = commits_ && !pending_.empty();
        break;
      default:
        return true;
    }
    return false;
  }

  void tidy_up() const {
    for (auto it = pending_.rbegin(); it != pending_.rend(); ++it) {  // what is in a folder before the folder
      const auto& [fresh, path] = *it;
      if (!commits_) {
        remove(fresh.c_str());
      } else if (!path.empty()) {
        rename(fresh.c_str(), path.c_str());  // those that are renamed already are not there
      }
    }
    end_groups();
    std::error_code ignored;
    for (const std::string& folder : folders_) {
      // What is being killed may still write.
      for (int tries = 0; tries < 100 && std::filesystem::exists(folder, ignored); ++tries) {
        std::filesystem::remove_all(folder, ignored);
        usleep(2000);
      }
    }
  }

 private:
  /// Compilers remove their temporary files when they are asked to end; those that do not listen are killed.
  void end_groups() const {
    for (const pid_t group : groups_) kill(-group, SIGTERM);
    const auto alive = [](pid_t group) { return kill(-group, 0) == 0; };
    for (int tries = 0; tries < 30 && std::any_of(groups_.begin(), groups_.end(), alive); ++tries) usleep(2000);
    for (const pid_t group : groups_) kill(-group, SIGKILL);
  }

  std::set<pid_t> groups_;
  std::set<std::string> folders_;
  std::map<std::string, std::string> pending_;  ///< where a file is, and what it is to become
  bool commits_ = false;
};

[[noreturn]] void watch(int fd) {
  Watch state;
  std::string text;
  char buffer[4096];
  while (true) {
    const ssize_t got = read(fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    text.append(buffer, static_cast<std::size_t>(got));
    for (std::size_t end = text.find('\0'); end != std::string::npos; end = text.find('\0')) {
      if (state.take(std::string_view(text).substr(0, end))) _exit(0);
      text.erase(0, end + 1);
    }
  }
  state.tidy_up();
  _exit(0);
}

}  // namespace

void Keeper::start() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return;
  pid_ = fork();
  if (pid_ == 0) {
    setsid();  // what is meant for our terminal or our group does not reach it
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) signal(number, SIG_IGN);
    close(ends[1]);
    // Whoever reads what we print waits for the end of all who could write.
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int stream : {0, 1, 2}) dup2(nothing, stream);
    watch(ends[0]);
  }
  close(ends[0]);
  if (pid_ > 0) {
    g_keeper = ends[1];
  } else {
    close(ends[1]);
  }
}

void Keeper::stop() {
  if (pid_ <= 0) return;
  tell(kGoodbye);
  close(std::exchange(g_keeper, -1));
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
}

void keeper_group(pid_t group, bool runs) { tell(runs ? kGroupRuns : kGroupEnded, std::to_string(group)); }
void keeper_folder(const std::string& path, bool there) { tell(there ? kFolder : kFolderGone, path); }
void keeper_pending(const std::string& fresh, const std::string& path) { tell(kPending, fresh + '\n' + path); }
void keeper_commits() { tell(kCommits); }
void keeper_settled(const std::string& fresh) { tell(kSettled, fresh); }

FolderLock::~FolderLock() {
  if (fd_ >= 0) close(fd_);
}

bool FolderLock::take() {
#ifdef __linux__
  // A name without a file that only one process at a time can have. (A lock on the folder itself may be the caller's.)
  struct stat info {};
  if (stat(".", &info) != 0) return true;
  struct sockaddr_un name {};
  name.sun_family = AF_UNIX;
  const std::string text = "pyconfigure " + std::to_string(info.st_dev) + " " + std::to_string(info.st_ino);
  text.copy(name.sun_path + 1, sizeof name.sun_path - 1);
  const auto length = static_cast<socklen_t>(offsetof(struct sockaddr_un, sun_path) + 1 + text.size());
  fd_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  // A run that was killed is tidied up after within this time.
  for (int tries = 0; fd_ >= 0 && bind(fd_, reinterpret_cast<struct sockaddr*>(&name), length) != 0; ++tries) {
    if (errno != EADDRINUSE) return true;
    if (tries == 50) return false;
    usleep(20'000);
  }
#endif
  return true;
}

}  // namespace pyconfigure::os
