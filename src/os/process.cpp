#include "pyconfigure/os/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <deque>
#include <string_view>

#include "pyconfigure/os/jobserver.hpp"
#include "pyconfigure/os/keeper.hpp"

namespace pyconfigure::os {

namespace {

using Clock = std::chrono::steady_clock;

volatile sig_atomic_t g_signal = 0;
std::vector<int> g_ours;  ///< signals that were not ignored when we started: children get them back
std::size_t g_started = 0;
Jobserver* g_jobserver = nullptr;
bool g_recording = false;
std::vector<ProcessRecord> g_records;
const Clock::time_point g_epoch = Clock::now();

void remember_signal(int number) { g_signal = number; }

struct Child {
  std::unique_ptr<Job> job;
  Exit end;
  std::string name;
  std::size_t lane = 0;
  pid_t pid = -1;
  int out = -1;
  int err = -1;
  int exit = -1;  ///< readable once the process has ended, where the system has that
  Clock::time_point started;
  Clock::time_point deadline;
};

bool is_program(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) && access(path.c_str(), X_OK) == 0;
}

std::string find_program(const Command& command) {
  const std::string& word = command.argv.front();
  if (word.find('/') != std::string::npos) return word;
  std::string_view path = "/usr/local/bin:/usr/bin:/bin";
  for (const std::string& entry : command.env) {
    if (entry.starts_with("PATH=")) path = std::string_view(entry).substr(5);
  }
  while (true) {
    const std::size_t colon = path.find(':');
    std::string folder(path.substr(0, colon));
    const std::string candidate = (folder.empty() ? "." : folder) + "/" + word;
    if (is_program(candidate)) return candidate;
    if (colon == std::string_view::npos) return {};
    path.remove_prefix(colon + 1);
  }
}

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> out;
  out.reserve(words.size() + 1);
  for (const std::string& word : words) out.push_back(const_cast<char*>(word.c_str()));
  out.push_back(nullptr);
  return out;
}

void close_fd(int& fd) {
  if (fd >= 0) close(fd);
  fd = -1;
}

/// Starts `command`; on failure fills the child's end as a shell would report it.
bool start(const Command& command, Child& child) {
  Exit& end = child.end;
  const std::string program = find_program(command);
  int out[2] = {-1, -1};
  int err[2] = {-1, -1};
  if (!program.empty() && (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0)) {
    end.lack = errno;
    for (int fd : {out[0], out[1]}) close_fd(fd);
    return false;
  }
  if (program.empty()) {
    end.not_started = true;
    end.code = 127;
    end.err = command.argv.front() + ": command not found\n";
    return false;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  posix_spawn_file_actions_adddup2(&actions, err[1], 2);
  if (!command.folder.empty()) posix_spawn_file_actions_addchdir_np(&actions, command.folder.c_str());
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  sigset_t defaults;
  sigemptyset(&defaults);
  for (int number : g_ours) sigaddset(&defaults, number);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  const std::vector<char*> argv = pointers(command.argv);
  const std::vector<char*> env = pointers(command.env);
  child.started = Clock::now();
  child.deadline = child.started + std::chrono::seconds(command.time_limit_s);
  if (g_recording) {
    for (const std::string& word : command.argv) child.name += word + ' ';
  }
  int failure = posix_spawn(&child.pid, program.c_str(), &actions, &attributes, argv.data(), env.data());
  if (failure == ENOEXEC) {
    // A script that names no interpreter is the shell's to run, as when the shell itself starts it.
    std::vector<std::string> words = command.argv;
    words.front() = program;
    words.insert(words.begin(), "/bin/sh");
    failure = posix_spawn(&child.pid, "/bin/sh", &actions, &attributes, pointers(words).data(), env.data());
  }
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  close_fd(out[1]);
  close_fd(err[1]);
  if (failure != 0) {
    close_fd(out[0]);
    close_fd(err[0]);
    if (failure == EAGAIN || failure == ENOMEM || failure == EMFILE || failure == ENFILE) {
      end.lack = failure;
      return false;
    }
    end.not_started = true;
    end.code = failure == ENOENT ? 127 : 126;
    end.err = command.argv.front() + ": cannot be run\n";
    return false;
  }
  fcntl(out[0], F_SETFL, O_NONBLOCK);
  fcntl(err[0], F_SETFL, O_NONBLOCK);
  child.out = out[0];
  child.err = err[0];
#ifdef SYS_pidfd_open
  child.exit = static_cast<int>(syscall(SYS_pidfd_open, child.pid, 0));
#endif
  ++g_started;
  keeper_group(child.pid, true);
  return true;
}

/// Reads what is there; closes `fd` at the end of the stream.
void drain(int& fd, std::string& text) {
  char buffer[16384];
  while (fd >= 0) {
    const ssize_t got = read(fd, buffer, sizeof buffer);
    if (got > 0) {
      text.append(buffer, static_cast<std::size_t>(got));
    } else if (got < 0 && errno == EINTR) {
      continue;
    } else {
      if (got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) close_fd(fd);
      return;
    }
  }
}

bool silent(const Child& child) { return child.out < 0 && child.err < 0; }

double seconds(const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; }

/// Takes the end of a child; false when it still runs and `flags` say not to wait for it.
bool reap(Child& child, int flags) {
  Exit& end = child.end;
  int status = 0;
  pid_t pid = 0;
  struct rusage cost {};
  while ((pid = wait4(child.pid, &status, flags, &cost)) < 0 && errno == EINTR) {
  }
  if (pid == 0) return false;
  if (pid < 0) status = 127 << 8;  // nobody knows how it ended
  keeper_group(child.pid, false);
  end.signalled = WIFSIGNALED(status);
  end.code = end.signalled ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  end.seconds = std::chrono::duration<double>(Clock::now() - child.started).count();
  if (g_recording) {
    const double begin = std::chrono::duration<double>(child.started - g_epoch).count();
    g_records.push_back({child.name, begin, begin + end.seconds, child.lane, seconds(cost.ru_utime) + seconds(cost.ru_stime)});
  }
  return true;
}

/// Takes the end of a child that has closed its streams, which nearly always means that it is ending right now.
bool reap_soon(Child& child) {
  for (int tries = 0; tries < 20; ++tries) {
    if (reap(child, WNOHANG)) return true;
    usleep(50);
  }
  return false;
}

void kill_group(Child& child) {
  kill(-child.pid, SIGKILL);
  close_fd(child.out);
  close_fd(child.err);
}

/// The process has ended: what others still hold its streams for is nothing that a shell would wait for.
bool ended_alone(Child& child) {
  pollfd ready{child.exit, POLLIN, 0};
  if (child.exit < 0 || poll(&ready, 1, 0) != 1) return false;
  drain(child.out, child.end.out);
  drain(child.err, child.end.err);
  close_fd(child.out);
  close_fd(child.err);
  return true;
}

class Loop {
 public:
  Loop(JobQueue& queue, std::size_t parallel) : queue_(queue), parallel_(std::max<std::size_t>(parallel, 1)) {}

  void run() {
    while (g_signal == 0 && (!queue_.empty() || !postponed_.empty() || !children_.empty() || !thinking_.empty())) {
      while (!postponed_.empty() && slot()) launch_postponed();
      while (postponed_.empty() && !queue_.empty() && !queue_.stopped() && slot()) advance(queue_.take(), nullptr);
      if (queue_.stopped()) break;
      give_back();
      if (!thinking_.empty()) {
        std::unique_ptr<Job> job = std::move(thinking_.front());
        thinking_.pop_front();
        advance(std::move(job), nullptr);
        if (!children_.empty()) collect(Clock::now());
      } else if (!children_.empty()) {
        wait();
      }
      if (queue_.stopped()) break;
    }
    end_children();
    give_back();
  }

 private:
  /// May one more be started? The first one needs nobody's leave.
  bool slot() {
    wanting_ = false;
    // Whoever thinks takes a processor, too, and others wait for what comes of it.
    const std::size_t places = thinking_.empty() ? parallel_ : std::max<std::size_t>(parallel_ - 1, 1);
    if (children_.size() >= places) return false;
    wanting_ = !children_.empty() && g_jobserver != nullptr && !g_jobserver->take();
    return !wanting_;
  }
  void give_back() const {
    if (g_jobserver != nullptr) g_jobserver->keep(children_.empty() ? 0 : children_.size() - 1);
  }

  /// Compilers remove their temporary files when they are asked to end; those that do not listen are killed.
  void end_children() {
    if (children_.empty()) return;
    for (const Child& child : children_) kill(-child.pid, SIGTERM);
    const Clock::time_point patience = Clock::now() + std::chrono::milliseconds(300);
    std::vector<bool> gone(children_.size(), false);
    while (Clock::now() < patience && std::find(gone.begin(), gone.end(), false) != gone.end()) {
      for (std::size_t i = 0; i < children_.size(); ++i) gone[i] = gone[i] || reap(children_[i], WNOHANG);
      usleep(1000);
    }
    for (std::size_t i = 0; i < children_.size(); ++i) {
      kill_group(children_[i]);
      if (!gone[i]) reap(children_[i], 0);
    }
  }

  std::size_t free_lane() const {
    std::size_t lane = 0;
    while (std::any_of(children_.begin(), children_.end(), [&](const Child& child) { return child.lane == lane; })) ++lane;
    return lane;
  }

  /// A command that there is no room for now.
  struct Postponed {
    std::unique_ptr<Job> job;
    Command command;
  };

  /// Starts `command` for `job`. Where there is no room for it, it comes when another has ended; when none runs, a while
  /// later. False, with `end` filled, when it cannot be started; the job is the caller's again then.
  bool launch(std::unique_ptr<Job>& job, const Command& command, Exit& end) {
    constexpr int kTries = 100;
    for (int tries = 0; tries < kTries && g_signal == 0; ++tries) {
      Child child;
      if (start(command, child)) {
        child.lane = free_lane();
        child.job = std::move(job);
        children_.push_back(std::move(child));
        return true;
      }
      end = std::move(child.end);
      if (end.lack == 0) return false;
      parallel_ = std::max<std::size_t>(1, children_.size());  // that many there is room for
      if (!children_.empty()) {
        postponed_.push_back({std::move(job), command});
        return true;
      }
      usleep(20'000);
    }
    end.not_started = true;
    end.code = 126;
    end.err = command.argv.front() + ": " + std::strerror(end.lack) + "\n";
    return false;
  }

  void launch_postponed() {
    Postponed next = std::move(postponed_.front());
    postponed_.pop_front();
    Exit end;
    if (launch(next.job, next.command, end)) return;
    queue_.ended(end);
    advance(std::move(next.job), &end);
  }

  /// Starts the job's next command; a command that cannot be started ends at once, as the shell's "not found" does.
  void advance(std::unique_ptr<Job> job, const Exit* last) {
    Exit end;
    while (std::optional<Command> command = job->next(last, queue_)) {
      if (command->pause) {
        thinking_.push_back(std::move(job));
        return;
      }
      if (launch(job, *command, end)) return;
      queue_.ended(end);
      last = &end;
    }
  }

  void wait() {
    std::vector<pollfd> fds;
    Clock::time_point first = Clock::time_point::max();
    for (const Child& child : children_) {
      if (child.out >= 0) fds.push_back({child.out, POLLIN, 0});
      if (child.err >= 0) fds.push_back({child.err, POLLIN, 0});
      if (child.exit >= 0) fds.push_back({child.exit, POLLIN, 0});
      first = std::min(first, child.deadline);
    }
    if (wanting_) fds.push_back({g_jobserver->descriptor(), POLLIN, 0});
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(first - Clock::now()).count();
    // The end of a child that has closed its streams and goes on shows in no descriptor.
    const bool blind = std::any_of(children_.begin(), children_.end(), [](const Child& child) { return child.exit < 0 && silent(child); });
    const long long longest = blind ? 5 : 60'000;
    poll(fds.data(), fds.size(), static_cast<int>(std::clamp<long long>(left, 0, longest)));
    if (g_signal != 0) return;
    collect(Clock::now());
  }

  void collect(Clock::time_point now) {
    std::vector<Child> running = std::move(children_);
    children_.clear();
    std::vector<Child> ended;
    for (Child& child : running) {
      drain(child.out, child.end.out);
      drain(child.err, child.end.err);
      if (now >= child.deadline) {
        child.end.timed_out = true;
        kill_group(child);
      }
      const bool over = child.end.timed_out  ? reap(child, 0)
                        : child.exit >= 0 ? ended_alone(child) && reap(child, 0)
                                          : silent(child) && reap_soon(child);
      if (over) close_fd(child.exit);
      (over ? ended : children_).push_back(std::move(child));
    }
    for (Child& child : ended) {
      queue_.ended(child.end);
      advance(std::move(child.job), &child.end);
    }
  }

  JobQueue& queue_;
  std::size_t parallel_;
  std::vector<Child> children_;
  std::deque<Postponed> postponed_;
  std::deque<std::unique_ptr<Job>> thinking_;
  bool wanting_ = false;  ///< a process waits for a token of the jobserver
};

/// One command, whose end is kept.
class SingleJob : public Job {
 public:
  SingleJob(const Command& command, Exit& end) : command_(command), end_(end) {}
  std::optional<Command> next(const Exit* last, JobQueue&) override {
    if (last == nullptr) return command_;
    end_ = *last;
    return std::nullopt;
  }

 private:
  const Command& command_;
  Exit& end_;
};

}  // namespace

std::unique_ptr<Job> JobQueue::take() {
  std::unique_ptr<Job> job = std::move(waiting_.front());
  waiting_.pop_front();
  return job;
}

void share_slots(Jobserver* jobserver) { g_jobserver = jobserver; }

void run_jobs(JobQueue& queue, std::size_t parallel) { Loop(queue, parallel).run(); }

Exit run_one(const Command& command) {
  Exit end;
  JobQueue queue;
  queue.add(std::make_unique<SingleJob>(command, end));
  run_jobs(queue, 1);
  return end;
}

std::size_t processes_started() { return g_started; }

void record_processes() { g_recording = true; }

const std::vector<ProcessRecord>& recorded_processes() { return g_records; }

double seconds_since_start() { return std::chrono::duration<double>(Clock::now() - g_epoch).count(); }

void catch_interruptions() {
  struct sigaction action {};
  action.sa_handler = remember_signal;
  for (int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
    // Whoever started us may have wanted it to be ignored (nohup, trap '').
    struct sigaction before {};
    if (sigaction(number, nullptr, &before) != 0 || before.sa_handler == SIG_IGN) continue;
    sigaction(number, &action, nullptr);
    g_ours.push_back(number);
  }
  if (signal(SIGXFSZ, SIG_IGN) != SIG_IGN) g_ours.push_back(SIGXFSZ);  // a write that is too long for the limit fails, and is told
  signal(SIGCHLD, SIG_DFL);  // ignored, it would take away how children end
}

void give_signals_back() {
  for (const int number : g_ours) signal(number, SIG_DFL);
}

void open_standard_streams() {
  // Other files must not get their numbers.
  int fd = 0;
  do {
    fd = open("/dev/null", O_RDWR);
  } while (fd >= 0 && fd <= 2);
  if (fd > 2) close(fd);
}

int interrupted() { return g_signal; }

}  // namespace pyconfigure::os
