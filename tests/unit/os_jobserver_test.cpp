// Sharing the slots of a make.
#include <gtest/gtest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "pyconfigure/os/files.hpp"
#include "pyconfigure/os/jobserver.hpp"
#include "pyconfigure/os/process.hpp"

namespace pyconfigure::os {
namespace {

/// A pipe with some tokens in it.
class Slots {
 public:
  explicit Slots(const std::string& tokens) {
    EXPECT_EQ(pipe(ends_), 0);
    EXPECT_EQ(write(ends_[1], tokens.data(), tokens.size()), static_cast<ssize_t>(tokens.size()));
  }
  ~Slots() {
    close(ends_[0]);
    close(ends_[1]);
  }
  std::string where() const { return std::to_string(ends_[0]) + "," + std::to_string(ends_[1]); }
  /// Those that are there now.
  std::string left() const {
    fcntl(ends_[0], F_SETFL, O_NONBLOCK);
    char tokens[64];
    const ssize_t got = read(ends_[0], tokens, sizeof tokens);
    std::string text(tokens, got < 0 ? 0 : static_cast<std::size_t>(got));
    std::sort(text.begin(), text.end());
    return text;
  }

 private:
  int ends_[2] = {-1, -1};
};

/// Starts one process that takes a while.
class Sleeper : public Job {
 public:
  std::optional<Command> next(const Exit* last, JobQueue&) override {
    if (last != nullptr) return std::nullopt;
    Command command;
    command.argv = {"/bin/sh", "-c", "sleep 0.03"};
    command.env = {"PATH=/usr/bin:/bin"};
    return command;
  }
};

/// How many of `count` sleepers were at work at a time.
std::size_t most_at_a_time(std::size_t count, std::size_t parallel) {
  record_processes();
  const std::size_t before = recorded_processes().size();
  JobQueue queue;
  for (std::size_t i = 0; i < count; ++i) queue.add(std::make_unique<Sleeper>());
  run_jobs(queue, parallel);
  std::size_t lanes = 0;
  for (std::size_t i = before; i < recorded_processes().size(); ++i) lanes = std::max(lanes, recorded_processes()[i].lane + 1);
  EXPECT_EQ(recorded_processes().size(), before + count);
  return lanes;
}

TEST(Jobserver, IsToldByMakeflags) {
  EXPECT_EQ(jobserver_of("w -j8 --jobserver-auth=3,4"), "3,4");
  EXPECT_EQ(jobserver_of(" -j --jobserver-auth=fifo:/tmp/GMfifo12 -- X=--jobserver-auth=8,9"), "fifo:/tmp/GMfifo12");
  EXPECT_EQ(jobserver_of("--jobserver-fds=5,6 -j"), "5,6");
  EXPECT_EQ(jobserver_of("--jobserver-auth=3,4 --jobserver-auth=7,8"), "7,8");
  EXPECT_EQ(jobserver_of("k"), "");
}

TEST(Jobserver, LimitsNothingWhereThereIsNone) {
  for (const char* where : {"", "-2,-2", "nonsense", "fifo:/no/such/pipe", "fifo:/dev/null", "991,992"}) {
    Jobserver jobserver(where);
    EXPECT_FALSE(jobserver.active()) << where;
    EXPECT_TRUE(jobserver.take()) << where;
  }
}

TEST(Jobserver, IsNotWhateverElseHasItsNumbers) {
  const Slots one("+");
  const Slots other("+");
  const std::string from = one.where().substr(0, one.where().find(','));
  const std::string to = other.where().substr(other.where().find(',') + 1);
  EXPECT_FALSE(Jobserver(from + "," + to).active());
  EXPECT_FALSE(Jobserver(one.where().substr(from.size() + 1) + "," + from).active()) << "the wrong way round";
  EXPECT_EQ(one.left(), "+");
}

TEST(Jobserver, GivesEachTokenBackAsItWas) {
  const Slots slots("ab");
  {
    Jobserver jobserver(slots.where());
    ASSERT_TRUE(jobserver.active());
    EXPECT_TRUE(jobserver.take());
    EXPECT_TRUE(jobserver.take());
    EXPECT_FALSE(jobserver.take()) << "and does not wait";
    jobserver.keep(1);
    EXPECT_TRUE(jobserver.take());
  }
  EXPECT_EQ(slots.left(), "ab");
}

TEST(Jobserver, OfANamedPipe) {
  TemporaryFolder folder;
  std::string error;
  ASSERT_TRUE(folder.create(error));
  const std::string path = folder.path() + "/pipe";
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  Jobserver jobserver("fifo:" + path);
  ASSERT_TRUE(jobserver.active());
  EXPECT_FALSE(jobserver.take());
}

TEST(Jobserver, SaysHowManyRunAtATime) {
  for (const auto& [tokens, most] : {std::pair("", 1U), std::pair("+", 2U), std::pair("+++++", 4U)}) {
    const Slots slots(tokens);
    {
      Jobserver jobserver(slots.where());
      share_slots(&jobserver);
      EXPECT_EQ(most_at_a_time(9, 4), most);
      share_slots(nullptr);
      EXPECT_EQ(slots.left(), tokens) << "all are back before anybody asks";
    }
  }
  EXPECT_EQ(most_at_a_time(6, 3), 3U);
}

}  // namespace
}  // namespace pyconfigure::os
