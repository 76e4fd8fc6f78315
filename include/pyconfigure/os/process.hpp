// Child processes under one event loop: the only parallelism that the program has.
//
// Every child is the leader of a process group of its own, reads nothing, and is waited for. Modelled on the small
// subprocess loops of build tools: one thread, posix_spawn, ppoll.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pyconfigure::os {

/// What to start. `argv[0]` is looked up in the PATH of `env` when it has no slash.
struct Command {
  std::vector<std::string> argv;
  std::vector<std::string> env;  ///< NAME=value; the whole environment of the child.
  std::string folder;            ///< Working folder; empty: ours.
  int time_limit_s = 600;        ///< Killed, with its group, after this many seconds.
  /// No command: the job has more to think about by itself, and is called again, with null for the last end, when what
  /// has ended meanwhile has been seen to.
  bool pause = false;
};

/// The command that is none.
inline Command pausing() {
  Command command;
  command.pause = true;
  return command;
}

/// How a child ended. Exactly one of the flags is set, or none after a normal exit.
struct Exit {
  int code = 0;             ///< Exit code; 128 + signal when killed; 126/127 when it could not be started, as the shell says.
  bool signalled = false;
  bool not_started = false;
  bool timed_out = false;
  int lack = 0;             ///< what there was not enough of to start it, as errno says it (processes, memory, descriptors)
  std::string out;
  std::string err;
  double seconds = 0;
};

class JobQueue;

/// A piece of work that is a chain of commands, each chosen when the one before has ended (compile, then link, then run).
class Job {
 public:
  virtual ~Job() = default;
  /// The next command, or nothing when the job is done. `last` is how the command before ended, null at first.
  /// The job may add further jobs to `queue`.
  virtual std::optional<Command> next(const Exit* last, JobQueue& queue) = 0;
};

/// Jobs that wait for their turn.
class JobQueue {
 public:
  JobQueue() = default;
  /// `watcher` sees how every command of the queue ends, before the job that it belongs to does.
  explicit JobQueue(std::function<void(const Exit&)> watcher) : watcher_(std::move(watcher)) {}
  void add(std::unique_ptr<Job> job) { waiting_.push_back(std::move(job)); }
  /// Before all that wait: the beginning of a long chain, so that its end does not have to be waited for alone.
  void add_first(std::unique_ptr<Job> job) { waiting_.push_front(std::move(job)); }
  std::unique_ptr<Job> take();
  bool empty() const { return waiting_.empty(); }
  /// Nothing of it is needed any more: what runs is ended, and the rest is not started.
  void stop() { stopped_ = true; }
  bool stopped() const { return stopped_; }
  void ended(const Exit& end) const {
    if (watcher_) watcher_(end);
  }

 private:
  std::function<void(const Exit&)> watcher_;
  std::deque<std::unique_ptr<Job>> waiting_;
  bool stopped_ = false;
};

/// Runs all jobs, at most `parallel` commands at a time. After an interruption (see interrupted()), or when the queue is stopped, what
/// still runs is killed and the rest is not started.
void run_jobs(JobQueue& queue, std::size_t parallel);
Exit run_one(const Command& command);

/// One process that ran, for traces. Times in seconds since the program started.
struct ProcessRecord {
  std::string name;  ///< the command, shortened
  double begin = 0;
  double end = 0;
  std::size_t lane = 0;  ///< which of the parallel places it had
  double cpu_s = 0;      ///< of the process and of all that it waited for
};

/// From now on every process is recorded.
void record_processes();
const std::vector<ProcessRecord>& recorded_processes();
double seconds_since_start();

/// How many processes have been started so far.
std::size_t processes_started();

/// Standard streams that are closed lead to nowhere from now on.
void open_standard_streams();

/// Makes SIGINT, SIGTERM, SIGHUP and SIGPIPE (nobody reads what we print) set a flag rather than end the program.
/// Those that are ignored stay so, for our children too.
void catch_interruptions();
/// The opposite, for a program that takes our place.
void give_signals_back();
/// The signal seen, or 0.
int interrupted();

}  // namespace pyconfigure::os
