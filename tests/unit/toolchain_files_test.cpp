// Files: whole or not at all; searches along paths; pathname expansion.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "pyconfigure/os/files.hpp"

namespace pyconfigure::os {
namespace {

namespace fs = std::filesystem;

class FilesTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string error;
    ASSERT_TRUE(folder_.create(error)) << error;
    room = folder_.path();
  }
  void program(const std::string& name) {
    write_plain(room + "/" + name, "");
    fs::permissions(room + "/" + name, fs::perms::owner_all);
  }
  std::size_t count() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(room), {})); }

  std::string room;

 private:
  TemporaryFolder folder_;
};

TEST_F(FilesTest, AreReadWhole) {
  const std::string text("a\0b\n", 4);
  write_plain(room + "/file", text);
  EXPECT_EQ(read_file(room + "/file"), text);
  write_plain(room + "/empty", "");
  EXPECT_EQ(read_file(room + "/empty"), "");
  EXPECT_EQ(read_file(room + "/absent"), std::nullopt);
  for (std::size_t size : {4095U, 4096U, 4097U, 100'000U}) {
    write_plain(room + "/large", std::string(size, 'x'));
    EXPECT_EQ(read_file(room + "/large"), std::string(size, 'x'));
  }
  if (test('e', "/proc/self/status")) {
    EXPECT_NE(read_file("/proc/self/status").value_or(""), "") << "it has no size";
  }
  EXPECT_EQ(read_file(room), std::nullopt);
}

TEST_F(FilesTest, AreReplacedAtOnce) {
  std::string error;
  ASSERT_TRUE(write_file(room + "/file", "old", 0666, error));
  ASSERT_TRUE(write_file(room + "/file", "new", 0666, error));
  EXPECT_EQ(read_file(room + "/file"), "new");
  EXPECT_EQ(count(), 1U) << "nothing is left beside it";
}

TEST_F(FilesTest, ModeIsNarrowedByTheUmask) {
  std::string error;
  const mode_t before = umask(027);
  ASSERT_TRUE(write_file(room + "/file", "", 0777, error));
  umask(before);
  EXPECT_EQ(fs::status(room + "/file").permissions(), fs::perms(0750));
}

TEST_F(FilesTest, AFailureLeavesWhatWasThere) {
  fs::create_directory(room + "/target");
  write_plain(room + "/target/old", "old");
  std::string error;
  EXPECT_FALSE(write_file(room + "/target", "new", 0666, error));
  EXPECT_TRUE(error.starts_with(room + "/target: ")) << error;
  EXPECT_EQ(read_file(room + "/target/old"), "old");
  EXPECT_EQ(count(), 1U) << "the new file is gone again";
  EXPECT_FALSE(write_file(room + "/nowhere/file", "new", 0666, error));
  EXPECT_EQ(error, room + "/nowhere/file: No such file or directory");
}

TEST_F(FilesTest, Folders) {
  std::string error;
  EXPECT_TRUE(make_folder(room + "/sub", error));
  EXPECT_TRUE(make_folder(room + "/sub", error)) << "there already";
  write_plain(room + "/file", "");
  EXPECT_FALSE(make_folder(room + "/file", error));
  EXPECT_FALSE(make_folder(room + "/a/b", error));
}

TEST_F(FilesTest, Tests) {
  write_plain(room + "/full", "x");
  write_plain(room + "/empty", "");
  program("tool");
  fs::create_symlink("full", room + "/link");
  fs::create_symlink("nowhere", room + "/dangling");
  EXPECT_TRUE(test('s', room + "/full"));
  EXPECT_FALSE(test('s', room + "/empty"));
  EXPECT_TRUE(test('f', room + "/link"));
  EXPECT_TRUE(test('h', room + "/link"));
  EXPECT_FALSE(test('e', room + "/dangling"));
  EXPECT_TRUE(test('h', room + "/dangling"));
  EXPECT_TRUE(test('d', room));
  EXPECT_FALSE(test('f', room));
  EXPECT_TRUE(test('x', room + "/tool"));
  EXPECT_FALSE(test('x', room + "/full"));
  EXPECT_FALSE(test('?', room));
}

TEST_F(FilesTest, ProgramsAreFoundInTheOrderOfThePath) {
  for (const char* name : {"a", "b"}) fs::create_directory(room + "/" + name);
  program("a/tool");
  program("b/tool");
  write_plain(room + "/b/data", "");
  fs::create_directory(room + "/a/folder");
  EXPECT_EQ(find_in_path("tool", room + "/b:" + room + "/a/", "/"),
            (std::vector<std::string>{room + "/b/tool", room + "/a/tool"}));
  EXPECT_TRUE(find_in_path("data", room + "/b", "/").empty()) << "not executable";
  EXPECT_TRUE(find_in_path("folder", room + "/a", "/").empty()) << "not a file";
}

TEST_F(FilesTest, AnEmptyEntryOfThePathIsTheWorkingFolder) {
  program("tool");
  for (const char* path : {"", ":/nowhere", "/nowhere:", "/nowhere::/nowhere2"}) {
    EXPECT_EQ(find_in_path("tool", path, room), std::vector<std::string>{"./tool"}) << path;
  }
  fs::create_directory(room + "/bin");
  program("bin/other");
  EXPECT_EQ(find_in_path("other", "bin:/usr/bin", room), std::vector<std::string>{"bin/other"});
}

TEST_F(FilesTest, PatternsExpandInTheOrderOfTheCLocale) {
  for (const char* name : {"b.c", "B.c", "a.c", ".hidden.c", "x.h"}) write_plain(room + "/" + name, "");
  EXPECT_EQ(expand(room + "/*.c"), (std::vector<std::string>{room + "/B.c", room + "/a.c", room + "/b.c"}));
  EXPECT_TRUE(expand(room + "/*.none").empty());
  EXPECT_EQ(expand(room + "/x.h"), std::vector<std::string>{room + "/x.h"});
}

TEST_F(FilesTest, ATemporaryFolderGoesWithAllItHolds) {
  std::string path;
  {
    TemporaryFolder folder;
    std::string error;
    ASSERT_TRUE(folder.create(error));
    path = folder.path();
    fs::create_directory(path + "/sub");
    write_plain(path + "/sub/file", "x");
  }
  EXPECT_FALSE(test('e', path));
}

TEST(FileSet, AppearsAsAWhole) {
  TemporaryFolder folder;
  std::string error;
  ASSERT_TRUE(folder.create(error));
  const std::string one = folder.path() + "/one";
  const std::string two = folder.path() + "/two";
  write_plain(one, "old");
  FileSet files;
  ASSERT_TRUE(files.add(one, "new", 0644, error)) << error;
  ASSERT_TRUE(files.add(two, "second", 0755, error)) << error;
  EXPECT_EQ(read_file(one), "old");
  EXPECT_FALSE(test('e', two));
  EXPECT_EQ(files.read(one), "new") << "what it will hold";
  EXPECT_EQ(files.read(folder.path() + "/absent"), std::nullopt);
  ASSERT_TRUE(files.commit(error)) << error;
  EXPECT_EQ(read_file(one), "new");
  EXPECT_TRUE(test('x', two));
}

TEST(FileSet, LeavesNothingWhenItIsNotCommitted) {
  TemporaryFolder folder;
  std::string error;
  ASSERT_TRUE(folder.create(error));
  {
    FileSet files;
    ASSERT_TRUE(files.add(folder.path() + "/one", "new", 0644, error));
    EXPECT_FALSE(files.add(folder.path() + "/no/such/folder", "x", 0644, error));
    EXPECT_NE(error.find("/no/such/folder"), std::string::npos);
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

}  // namespace
}  // namespace pyconfigure::os
