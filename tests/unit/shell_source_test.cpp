// Site scripts and cache files, sourced by a real shell.
#include <gtest/gtest.h>

#include <algorithm>

#include "app/shell_source.hpp"
#include "pyconfigure/os/files.hpp"

namespace pyconfigure::app {
namespace {

class ShellSourceTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string error;
    ASSERT_TRUE(folder.create(error)) << error;
  }

  Sourced source(const std::string& text) {
    os::write_plain(folder.path() + "/script", text);
    return source_file("./script", folder.path(), may_fail, vars, env);
  }
  bool exported(const std::string& entry) const { return std::find(env.begin(), env.end(), entry) != env.end(); }

  os::TemporaryFolder folder;
  bool may_fail = false;
  decide::Vars vars{{"prefix", "NONE"}, {"CC", "gcc"}, {"odd", "a 'b' \\c $d"}, {"no-name", "kept"}, {"gone", "1"}};
  std::vector<std::string> env{"PATH=/usr/bin:/bin", "CC=gcc", "LC_ALL=C"};
};

TEST_F(ShellSourceTest, TakesOverWhatTheFileLeaves) {
  const Sourced sourced = source(
      "test \"$prefix\" = NONE && prefix='/a  b'\nac_cv_x=${ac_cv_x=yes}\nCC=clang\nprivate=1\nexport SHOWN=2\nunset gone\n"
      "lines='one\ntwo=2'\necho out; echo err >&2\nIFS=:\n");
  EXPECT_FALSE(sourced.failed);
  EXPECT_FALSE(sourced.ended);
  EXPECT_EQ(sourced.out, "out\n");
  EXPECT_EQ(sourced.err, "err\n");
  EXPECT_EQ(vars.at("prefix"), "/a  b");
  EXPECT_EQ(vars.at("ac_cv_x"), "yes");
  EXPECT_EQ(vars.at("lines"), "one\ntwo=2");
  EXPECT_EQ(vars.at("odd"), "a 'b' \\c $d");
  EXPECT_EQ(vars.at("no-name"), "kept");
  EXPECT_EQ(vars.count("gone"), 0U);
  EXPECT_EQ(vars.count("two"), 0U);
  EXPECT_EQ(vars.count("RANDOM"), 0U);
  EXPECT_TRUE(exported("CC=clang")) << "it was exported before";
  EXPECT_TRUE(exported("SHOWN=2"));
  EXPECT_FALSE(exported("private=1"));
}

TEST_F(ShellSourceTest, AVariableThatIsSetStays) {
  vars["ac_cv_x"] = "no";
  source("ac_cv_x=${ac_cv_x=yes}\ntest ${ac_cv_y+y} || ac_cv_y='{1}'\n");
  EXPECT_EQ(vars.at("ac_cv_x"), "no");
  EXPECT_EQ(vars.at("ac_cv_y"), "{1}");
}

TEST_F(ShellSourceTest, ACacheMayEndWithACommandThatFails) {
  may_fail = true;
  const Sourced sourced = source("CC=other\ntest x = y && CC=third\n");
  EXPECT_FALSE(sourced.failed);
  EXPECT_FALSE(sourced.ended);
  EXPECT_EQ(vars.at("CC"), "other");
}

TEST(ShellSource, KnowsWhatNeedsTheScript) {
  EXPECT_EQ(needs_the_script("CC=gcc\n# echo >&5\ntest -n \"$x\" && ac_cv_func_fork=no\nexit 3\n"), "");
  EXPECT_EQ(needs_the_script("abcd =1\noffset 2\n"), "");
  EXPECT_EQ(needs_the_script("echo hello >&5\n"), "&5");
  EXPECT_EQ(needs_the_script("gcc() { :; }\n"), "()");
  EXPECT_EQ(needs_the_script("case $1 in esac\n"), "$1");
  EXPECT_EQ(needs_the_script("true; cd /tmp\n"), "cd");
  EXPECT_EQ(needs_the_script("  umask 077\n"), "umask");
  EXPECT_EQ(needs_the_script("no_create=yes\n"), "no_create=");
}

TEST_F(ShellSourceTest, AFileThatFails) {
  const Sourced sourced = source("CC=other\nfalse\n");
  EXPECT_TRUE(sourced.failed);
  EXPECT_FALSE(sourced.ended);
  EXPECT_EQ(vars.at("CC"), "gcc");
}

TEST_F(ShellSourceTest, AFileThatEndsTheShell) {
  const Sourced sourced = source("echo last words\nexit 7\n");
  EXPECT_TRUE(sourced.ended);
  EXPECT_EQ(sourced.status, 7);
  EXPECT_EQ(sourced.out, "last words\n");
}

}  // namespace
}  // namespace pyconfigure::app
