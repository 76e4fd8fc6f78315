// Does the compiler work? Where it looks like it, others' files show it later.
#include <gtest/gtest.h>

#include <cstdlib>

#include "engine_bench.hpp"
#include "pyconfigure/os/process.hpp"
#include "toolchain/usual_files.hpp"

namespace pyconfigure::toolchain {

namespace {

class CouldMake : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string error;
    ASSERT_TRUE(folder_.create(error)) << error;
    for (const char* name : {"cc1", "as", "collect2", "Scrt1.o", "crti.o", "libc.so"}) os::write_plain(at(name), "\177ELF");
    ASSERT_EQ(std::system(("chmod +x " + at("cc1") + " " + at("as") + " " + at("collect2")).c_str()), 0);
  }

  std::string at(const std::string& name) const { return folder_.path() + "/" + name; }
  std::string compile() const { return " " + at("cc1") + " -quiet x.c -o /tmp/ccAAAAAA.s\n as -o /tmp/ccBBBBBB.o /tmp/ccAAAAAA.s\n"; }
  std::string link(const std::string& start, const std::string& folder, const std::string& more = "-lc") const {
    return " " + at("collect2") + " \"-plugin-opt=x\" -o /there/conftest " + start + " " + at("crti.o") + " -L" + folder + " /tmp/ccBBBBBB.o " + more + "\n";
  }
  bool could(const std::string& commands, int code = 0, const std::string& executable = "/there/conftest") const {
    os::Exit end;
    end.err = "Using built-in specs.\n" + commands;
    end.code = code;
    return could_make(end, executable, "/nowhere:" + folder_.path());
  }

  os::TemporaryFolder folder_;
};

}  // namespace

TEST_F(CouldMake, WhatIsAllThere) {
  const std::string all = compile() + link(at("Scrt1.o"), folder_.path());
  EXPECT_TRUE(could(all));
  EXPECT_FALSE(could(all, 1));
  EXPECT_FALSE(could(all, 0, "/there/conftest.exe"));
  EXPECT_FALSE(could(""));
  EXPECT_FALSE(could(compile()));
  EXPECT_FALSE(could(compile() + link("crt1.o", folder_.path()))) << "GCC has the bare name of what is missing";
  EXPECT_FALSE(could(compile() + link("", folder_.path()))) << "nothing to start at";
  EXPECT_FALSE(could(compile() + link(at("Scrt1.o"), "/nowhere"))) << "no C library";
  EXPECT_FALSE(could(compile() + link(at("Scrt1.o"), folder_.path(), "-lgcc"))) << "none wanted";
  EXPECT_FALSE(could(" /nowhere/cc1 x.c\n" + all)) << "no compiler";
  EXPECT_FALSE(could(" llvm-as x.s\n" + all)) << "no such assembler along the path";
  // Scripts look at names.
  os::write_plain(at("as"), "#!/bin/sh\n");
  EXPECT_FALSE(could(all));
  os::write_plain(at("as"), "\177ELF");
  EXPECT_TRUE(could(all));
  for (const char* folder : {"", "/hidden"}) {
    ASSERT_EQ(std::system(("mkdir -p " + at("hidden")).c_str()), 0);
    const std::string linker = folder_.path() + folder + "/ld";
    const std::string told = "COMPILER_PATH=/nowhere/:" + at("hidden") + "/\n" + all;
    os::write_plain(linker, "#!/bin/sh\n");
    EXPECT_FALSE(could(told)) << linker;
    os::write_plain(linker, "\177ELF");
    ASSERT_EQ(std::system(("chmod +x " + linker).c_str()), 0);
    EXPECT_TRUE(could(told)) << linker;
  }
}

TEST(UsualFiles, CompilersThatAreToBeAskedAtOnce) {
  if (!test::have_tool("gcc")) GTEST_SKIP() << "no gcc";
  test::EngineBench bench;
  Settings settings;
  settings.env = {"PATH=/usr/bin:/bin"};
  settings.build_dir = bench.folder();
  os::TemporaryFolder scratch;
  std::string error;
  ASSERT_TRUE(scratch.create(error)) << error;
  Workshop shop(settings, scratch.path());
  std::vector<std::string> exports;
  const auto waits = [&](probe::ToolEnv env) {
    UsualFiles files;
    os::JobQueue queue = shop.queue();
    probe::CommandProbe probe;
    probe.usual_files = env;
    probe.exports = exports;
    bool asked = false;
    probe::Answer answer;
    const bool queued = files.queue(shop, probe, "key", queue, [&] {
      asked = true;
      return command_job(shop, probe, answer);
    });
    os::run_jobs(queue, 1);
    EXPECT_FALSE(files.waits("another"));
    EXPECT_EQ(asked, queued && !files.waits("key"));
    return files.waits("key");
  };
  probe::ToolEnv env;
  env.cc = "gcc";
  EXPECT_TRUE(waits(env));
  env.cc = "/usr/bin/gcc";
  EXPECT_TRUE(waits(env));
  for (const char* compiler : {"gcc -O2", "usr/bin/gcc", "no-such-compiler", ""}) {
    env.cc = compiler;
    EXPECT_FALSE(waits(env)) << compiler;
  }
  const std::string wrapper = bench.folder() + "/gcc";
  os::write_plain(wrapper, "#!/bin/sh\nexec gcc \"$@\"\n");
  ASSERT_EQ(std::system(("chmod +x " + wrapper).c_str()), 0);
  env.cc = wrapper;
  EXPECT_FALSE(waits(env)) << "it may look at names";
  env.cc = "gcc";
  for (std::string probe::ToolEnv::*flags : {&probe::ToolEnv::cflags, &probe::ToolEnv::cppflags, &probe::ToolEnv::ldflags, &probe::ToolEnv::libs}) {
    probe::ToolEnv with = env;
    with.*flags = "-lm";
    EXPECT_FALSE(waits(with));
  }
  for (const char* name : {"CCC_OVERRIDE_OPTIONS", "COMPILER_PATH"}) {
    exports = {std::string(name) + "=x"};
    EXPECT_FALSE(waits(env)) << name;
  }
  probe::CommandProbe other;
  UsualFiles files;
  os::JobQueue queue = shop.queue();
  EXPECT_FALSE(files.queue(shop, other, "key", queue, nullptr)) << "it asks something else";
}

TEST(Queue, StopsWhatRunsAndWhatWaits) {
  class Stops : public os::Job {
   public:
    std::optional<os::Command> next(const os::Exit*, os::JobQueue& queue) override {
      queue.stop();
      return std::nullopt;
    }
  };
  class Sleeps : public os::Job {
   public:
    explicit Sleeps(bool& ended) : ended_(ended) {}
    std::optional<os::Command> next(const os::Exit* last, os::JobQueue&) override {
      ended_ = ended_ || last != nullptr;
      if (last != nullptr) return std::nullopt;
      os::Command command;
      command.argv = {"/bin/sleep", "60"};
      return command;
    }

   private:
    bool& ended_;
  };
  bool first = false;
  bool last = false;
  os::JobQueue queue;
  queue.add(std::make_unique<Sleeps>(first));
  queue.add(std::make_unique<Stops>());
  queue.add(std::make_unique<Sleeps>(last));
  os::run_jobs(queue, 2);
  EXPECT_TRUE(queue.stopped());
  EXPECT_FALSE(first);
  EXPECT_FALSE(last);
}

}  // namespace pyconfigure::toolchain
