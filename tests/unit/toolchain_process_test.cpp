// Child processes: how they end, what they print, and chains of them.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "pyconfigure/os/files.hpp"
#include "pyconfigure/os/process.hpp"

namespace pyconfigure::os {
namespace {

Command shell(const std::string& text, int limit_s = 60) {
  return {{"/bin/sh", "-c", text}, {"PATH=/usr/bin:/bin"}, "", limit_s};
}

TEST(Process, GivesTheExitCode) {
  const Exit end = run_one(shell("exit 3"));
  EXPECT_EQ(end.code, 3);
  EXPECT_FALSE(end.signalled || end.not_started || end.timed_out);
}

TEST(Process, ASignalIs128AndItsNumber) {
  const Exit end = run_one(shell("kill -TERM $$"));
  EXPECT_EQ(end.code, 143);
  EXPECT_TRUE(end.signalled);
  EXPECT_EQ(run_one(shell("kill -SEGV $$")).code, 139);
}

TEST(Process, WhatIsNotThereIs127) {
  const Exit end = run_one({{"no-such-command-here"}, {"PATH=/usr/bin:/bin"}, "", 60});
  EXPECT_EQ(end.code, 127);
  EXPECT_TRUE(end.not_started);
  EXPECT_EQ(end.err, "no-such-command-here: command not found\n");
  EXPECT_EQ(run_one({{"/no/such/file"}, {}, "", 60}).code, 127);
}

TEST(Process, WhatCannotBeRunIs126) {
  EXPECT_EQ(run_one({{"/etc/passwd"}, {}, "", 60}).code, 126);
  EXPECT_EQ(run_one({{"/"}, {}, "", 60}).code, 126);
}

TEST(Process, AScriptWithoutAnInterpreterIsTheShells) {
  TemporaryFolder folder;
  std::string error;
  ASSERT_TRUE(folder.create(error));
  write_plain(folder.path() + "/script", "echo \"$1 $#\"\nexit 4\n");
  std::filesystem::permissions(folder.path() + "/script", std::filesystem::perms::owner_all);
  const Exit end = run_one({{folder.path() + "/script", "a b"}, {"PATH=/usr/bin:/bin"}, "", 60});
  EXPECT_EQ(end.out, "a b 1\n");
  EXPECT_EQ(end.code, 4);
}

TEST(Process, KeepsTheStreamsApartHoweverMuchThereIs) {
  const Exit end =
      run_one(shell("i=0; while [ $i -lt 20000 ]; do echo 0123456789012345678901234567890123456789; "
                    "echo 01234567890123456789 >&2; i=$((i+1)); done"));
  EXPECT_EQ(end.code, 0);
  EXPECT_EQ(end.out.size(), 20000U * 41);
  EXPECT_EQ(end.err.size(), 20000U * 21);
}

/// One command, whose end is kept.
class OneJob : public Job {
 public:
  OneJob(Command command, Exit& end) : command_(std::move(command)), end_(end) {}
  std::optional<Command> next(const Exit* last, JobQueue&) override {
    if (last == nullptr) return command_;
    end_ = *last;
    return std::nullopt;
  }

 private:
  Command command_;
  Exit& end_;
};

/// Room for a few files more than those that are open, as long as it lives.
class FewDescriptors {
 public:
  explicit FewDescriptors(rlim_t more) {
    getrlimit(RLIMIT_NOFILE, &before_);
    const int next = open("/dev/null", O_RDONLY);
    close(next);
    const struct rlimit few = {static_cast<rlim_t>(next) + more, before_.rlim_max};
    setrlimit(RLIMIT_NOFILE, &few);
  }
  ~FewDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  struct rlimit before_ {};
};

TEST(Process, WaitsForRoom) {
  std::vector<Exit> ends(12);
  JobQueue queue;
  for (Exit& end : ends) queue.add(std::make_unique<OneJob>(shell("sleep 0.02; echo done"), end));
  {
    const FewDescriptors few(9);  // two children at a time, and the four ends of their pipes
    run_jobs(queue, 8);
  }
  for (const Exit& end : ends) EXPECT_EQ(end.out, "done\n");
}

TEST(Process, SaysWhatThereIsNoRoomFor) {
  Exit seen;
  Exit end;
  JobQueue queue([&](const Exit& each) { seen = each; });
  queue.add(std::make_unique<OneJob>(shell("echo done"), end));
  {
    const FewDescriptors none(2);
    run_jobs(queue, 1);
  }
  EXPECT_TRUE(end.not_started);
  EXPECT_EQ(end.lack, EMFILE);
  EXPECT_EQ(seen.lack, EMFILE);
  EXPECT_EQ(end.err, "/bin/sh: Too many open files\n");
}

TEST(Process, DoesNotWaitForThoseWhoKeepItsStreams) {
  const Exit end = run_one(shell("echo early; sleep 20 & echo late"));
  EXPECT_EQ(end.out, "early\nlate\n");
  EXPECT_LT(end.seconds, 15);
}

TEST(Process, ReadsNothing) {
  EXPECT_EQ(run_one(shell("cat; read line; echo $?")).out, "1\n");
}

TEST(Process, SeesOnlyItsEnvironmentAndFolder) {
  Command command = shell("pwd; echo \"$A-$HOME\"");
  command.env.push_back("A=b");
  command.folder = "/usr";
  EXPECT_EQ(run_one(command).out, "/usr\nb-\n");
}

TEST(Process, IsLookedUpInThePathOfItsEnvironment) {
  TemporaryFolder folder;
  std::string error;
  ASSERT_TRUE(folder.create(error));
  write_plain(folder.path() + "/uname", "#!/bin/sh\necho mine\n");
  std::filesystem::permissions(folder.path() + "/uname", std::filesystem::perms::owner_all);
  EXPECT_EQ(run_one({{"uname"}, {"PATH=" + folder.path() + ":/usr/bin"}, "", 60}).out, "mine\n");
}

TEST(Process, IsKilledWithItsGroupAfterTheTimeLimit) {
  const Exit end = run_one(shell("sleep 100 & sleep 100", 1));
  EXPECT_TRUE(end.timed_out);
  EXPECT_EQ(end.code, 137);
  EXPECT_LT(end.seconds, 50);
}

TEST(Process, IsKilledEvenWhenItHasClosedItsStreams) {
  const Exit end = run_one(shell("exec >&- 2>&-; sleep 100", 1));
  EXPECT_TRUE(end.timed_out);
  EXPECT_LT(end.seconds, 50);
}

TEST(Process, IsWaitedForAfterItHasClosedItsStreams) {
  EXPECT_EQ(run_one(shell("echo a; exec >&- 2>&-; sleep 0.1; exit 5")).code, 5);
}

/// Runs a list of commands one after the other and adds what they print to a shared text.
class Chain : public Job {
 public:
  Chain(std::vector<std::string> texts, std::string& printed) : texts_(std::move(texts)), printed_(printed) {}
  std::optional<Command> next(const Exit* last, JobQueue& queue) override {
    if (last != nullptr) printed_ += last->out;
    if (last != nullptr && last->out == "more\n")
      queue.add(std::make_unique<Chain>(std::vector<std::string>{"echo added"}, printed_));
    if (at_ == texts_.size()) return std::nullopt;
    return shell(texts_[at_++]);
  }

 private:
  std::vector<std::string> texts_;
  std::string& printed_;
  std::size_t at_ = 0;
};

TEST(Jobs, AreChainsThatMayAddOthers) {
  std::string printed;
  JobQueue queue;
  queue.add(std::make_unique<Chain>(std::vector<std::string>{"echo one", "echo more"}, printed));
  queue.add(std::make_unique<Chain>(std::vector<std::string>{}, printed));
  run_jobs(queue, 1);
  EXPECT_EQ(printed, "one\nmore\nadded\n");
}

TEST(Jobs, GoOnAfterACommandThatCannotStart) {
  std::string printed;
  JobQueue queue;
  queue.add(std::make_unique<Chain>(std::vector<std::string>{"/no/such", "echo after"}, printed));
  run_jobs(queue, 2);
  EXPECT_EQ(printed, "after\n");
}

TEST(Jobs, RunNoMoreAtATimeThanAsked) {
  TemporaryFolder folder;
  std::string error;
  ASSERT_TRUE(folder.create(error));
  const std::string text =
      "mkdir " + folder.path() + "/lock || echo both; sleep 0.02; rmdir " + folder.path() + "/lock";
  std::string printed;
  JobQueue queue;
  for (int i = 0; i < 5; ++i) queue.add(std::make_unique<Chain>(std::vector<std::string>{text}, printed));
  run_jobs(queue, 1);
  EXPECT_EQ(printed, "");
}

/// Thinks until somebody says that it is enough.
class Thinker : public Job {
 public:
  Thinker(const bool& enough, int& thoughts) : enough_(enough), thoughts_(thoughts) {}
  std::optional<Command> next(const Exit* last, JobQueue&) override {
    EXPECT_EQ(last, nullptr);
    if (enough_ || ++thoughts_ > 2'000'000) return std::nullopt;
    Command pause;
    pause.pause = true;
    return pause;
  }

 private:
  const bool& enough_;
  int& thoughts_;
};

/// Runs one command after the other, and then says so.
class Ender : public Job {
 public:
  explicit Ender(bool& over) : over_(over) {}
  std::optional<Command> next(const Exit*, JobQueue&) override {
    over_ = ++steps_ > 3;
    return over_ ? std::nullopt : std::optional(shell("true"));
  }

 private:
  bool& over_;
  int steps_ = 0;
};

TEST(Jobs, OthersHaveTheirTurnWhileOneThinks) {
  for (std::size_t parallel : {1U, 2U}) {
    bool over = false;
    int thoughts = 0;
    JobQueue queue;
    queue.add(std::make_unique<Thinker>(over, thoughts));
    queue.add(std::make_unique<Ender>(over));
    run_jobs(queue, parallel);
    EXPECT_TRUE(over) << "chains go on meanwhile";
    EXPECT_GT(thoughts, 1);
    EXPECT_LT(thoughts, 2'000'000);
  }
}

TEST(Jobs, CountTheProcesses) {
  const std::size_t before = processes_started();
  run_one(shell(":"));
  run_one({{"no-such-command-here"}, {}, "", 60});
  EXPECT_EQ(processes_started(), before + 1);
}

}  // namespace
}  // namespace pyconfigure::os
