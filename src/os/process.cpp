#include "pyconfigure/os/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <string_view>

#include "pyconfigure/os/keeper.hpp"

namespace pyconfigure::os {

namespace {

using Clock = std::chrono::steady_clock;

volatile sig_atomic_t g_signal = 0;
std::size_t g_started = 0;
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
  if (program.empty() || pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) {
    end.not_started = true;
    end.code = 127;
    end.err = command.argv.front() + ": command not found\n";
    for (int fd : {out[0], out[1]}) close_fd(fd);
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
  for (int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ}) sigaddset(&defaults, number);
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
    end.not_started = true;
    end.code = failure == ENOENT ? 127 : 126;
    end.err = command.argv.front() + ": cannot be run\n";
    return false;
  }
  fcntl(out[0], F_SETFL, O_NONBLOCK);
  fcntl(err[0], F_SETFL, O_NONBLOCK);
  child.out = out[0];
  child.err = err[0];
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

/// Takes the end of a child; false when it still runs and `flags` say not to wait for it.
bool reap(Child& child, int flags) {
  Exit& end = child.end;
  int status = 0;
  pid_t pid = 0;
  while ((pid = waitpid(child.pid, &status, flags)) < 0 && errno == EINTR) {
  }
  if (pid == 0) return false;
  keeper_group(child.pid, false);
  end.signalled = WIFSIGNALED(status);
  end.code = end.signalled ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  end.seconds = std::chrono::duration<double>(Clock::now() - child.started).count();
  if (g_recording) {
    const double begin = std::chrono::duration<double>(child.started - g_epoch).count();
    g_records.push_back({child.name, begin, begin + end.seconds, child.lane});
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

class Loop {
 public:
  Loop(JobQueue& queue, std::size_t parallel) : queue_(queue), parallel_(std::max<std::size_t>(parallel, 1)) {}

  void run() {
    while (g_signal == 0 && (!queue_.empty() || !children_.empty())) {
      while (children_.size() < parallel_ && !queue_.empty()) advance(queue_.take(), nullptr);
      if (!children_.empty()) wait();
    }
    end_children();
  }

 private:
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

  /// Starts the job's next command; a command that cannot be started ends at once, as the shell's "not found" does.
  void advance(std::unique_ptr<Job> job, const Exit* last) {
    Exit end;
    while (std::optional<Command> command = job->next(last, queue_)) {
      Child child;
      child.lane = free_lane();
      if (start(*command, child)) {
        child.job = std::move(job);
        children_.push_back(std::move(child));
        return;
      }
      end = std::move(child.end);
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
      first = std::min(first, child.deadline);
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(first - Clock::now()).count();
    // The end of a child that has closed its streams and goes on shows in no descriptor.
    const long long longest = std::any_of(children_.begin(), children_.end(), silent) ? 5 : 60'000;
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
      const bool over = silent(child) && (child.end.timed_out ? reap(child, 0) : reap_soon(child));
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
  for (int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) sigaction(number, &action, nullptr);
  signal(SIGXFSZ, SIG_IGN);  // a write that is too long for the limit fails, and is told
}

int interrupted() { return g_signal; }

}  // namespace pyconfigure::os
