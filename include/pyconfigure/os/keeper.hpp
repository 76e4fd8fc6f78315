// What has to happen even when this process is killed without a chance to tidy up.
#pragma once

#include <sys/types.h>

#include <string>

namespace pyconfigure::os {

/// A second process that only waits. When ours ends without a word (SIGKILL, a crash), it ends the process groups that
/// still run, removes our temporary folders, and finishes or takes back the files that were on their way: a build folder
/// is as it was, or whole. Without one, the functions below do nothing.
class Keeper {
 public:
  Keeper() = default;
  ~Keeper() { stop(); }
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  void start();
  /// All is tidied up; waits until the process is gone.
  void stop();

 private:
  pid_t pid_ = -1;
};

/// A process group of ours has started, or ended.
void keeper_group(pid_t group, bool runs);
/// A folder to be removed; `there` false: it is gone.
void keeper_folder(const std::string& path, bool there);
/// A file at `fresh` is to become `path`; empty: a folder that is there to stay.
void keeper_pending(const std::string& fresh, const std::string& path);
/// From now on what is pending is renamed rather than removed.
void keeper_commits();
/// The file at `fresh` is in its place, or gone.
void keeper_settled(const std::string& fresh);

/// The right to change the working folder, for one run at a time. Released at the end of the scope.
class FolderLock {
 public:
  FolderLock() = default;
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  /// False when another run has it and does not give it back soon.
  bool take();

 private:
  int fd_ = -1;
};

}  // namespace pyconfigure::os
