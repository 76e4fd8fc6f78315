#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "pyconfigure/render/config_status.hpp"
#include "pyconfigure/render/shell_words.hpp"

namespace pyconfigure::render {
namespace {

namespace fs = std::filesystem;

TEST(ShellWords, ReadableArguments) {
  EXPECT_EQ(readable_arguments(" '--prefix=/x' 'CC=a b' '#x' '--y'"), " --prefix=/x 'CC=a b' '#x' --y");
  EXPECT_EQ(readable_arguments(""), "");
}

TEST(ShellWords, AsSetShows) {
  EXPECT_EQ(as_set_shows("plain-1.2/x"), "plain-1.2/x");
  EXPECT_EQ(as_set_shows("none needed"), "'none needed'");
  EXPECT_EQ(as_set_shows("it's"), "'it'\\''s'");
  EXPECT_EQ(as_set_shows("'"), "\\'");
  EXPECT_EQ(as_set_shows("a#b"), "a#b");
  EXPECT_EQ(as_set_shows("#b"), "'#b'");
  EXPECT_EQ(as_set_shows("a=~x"), "'a=~x'");
}

TEST(FillIn, ReplacesOnce) {
  EXPECT_EQ(fill_in("<@@A@@ @B@>", {{"A", "@@A@@"}}), "<@@A@@ @B@>");
}

/// A build folder with a source folder in it and the script, run by the shell under test.
class ConfigStatus : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    char name[] = "/tmp/config_status_test.XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    folder_ = name;
    fs::create_directories(folder_ + "/src/sub");
    input_.generator = "pyconfigure test";
    input_.version = "3.99";
    input_.shell = "/bin/sh";
    input_.invoked_as = "/x/$y/configure";
    input_.program = folder_ + "/again";
    input_.tree_configure = folder_ + "/src/configure";
    input_.quoted_args = " '--prefix=/a b' 'CC=c'";
    input_.paths = {folder_ + "/src", folder_, "./install-sh -c", "mkdir -p"};
    input_.values = {{"CC", "g\"c\\c & $x"}, {"LONG", std::string(500, 'l') + "\\\""}, {"BLOCK", "one\ntwo\n\n"}};
    input_.macros = collect_macros("#define A \"v\\n\"\n#define F(x) x\n");
    input_.outputs = {{"top", "top.in"}, {"sub/run", "sub/run.in", false, true}, {"h.h", "h.h.in", true}};
    input_.known = {{"other", "sub/run.in"}};
    write("src/top.in", "@CC@ @LONG@ @nope@\n@BLOCK@|\nVPATH = @srcdir@\n");
    write("src/sub/run.in", "@srcdir@ @top_srcdir@ @abs_builddir@ @INSTALL@ @configure_input@\n");
    write("src/h.h.in", "#undef A\n # undef F\n#undef B\n");
  }

  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ + "/" + name) << text; }

  std::string read(const std::string& name) {
    std::ifstream file(folder_ + "/" + name);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  /// What the script says, both streams, and its status as the last line.
  std::string run(const std::string& arguments, const std::string& environment = "") {
    write("config.status", config_status(input_));
    const std::string command =
        "cd " + folder_ + " && " + environment + " " + GetParam() + " ./config.status " + arguments + " 2>&1; echo $?";
    std::FILE* pipe = popen(command.c_str(), "r");
    std::string text;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
    pclose(pipe);
    return text;
  }

  std::string expected(const std::string& output, const std::string& input) {
    return substitute(read("src/" + input), input_.values, input_.paths, output, {input}).text;
  }

  std::string folder_;
  ConfigStatusInput input_;
};

TEST_P(ConfigStatus, MakesEveryFileAsTheLibraryDoes) {
  EXPECT_EQ(run(""), "config.status: creating top\nconfig.status: creating sub/run\nconfig.status: creating h.h\n0\n");
  EXPECT_EQ(read("top"), expected("top", "top.in"));
  EXPECT_EQ(read("sub/run"), expected("sub/run", "sub/run.in"));
  EXPECT_EQ(read("h.h"), config_header(read("src/h.h.in"), input_.macros, "h.h", {"h.h.in"}));
  EXPECT_EQ(access((folder_ + "/sub/run").c_str(), X_OK), 0);
  EXPECT_NE(read("config.log").find("config.status:2: creating sub/run"), std::string::npos);
  EXPECT_EQ(run("h.h"), "config.status: creating h.h\nconfig.status: h.h is unchanged\n0\n");
}

TEST_P(ConfigStatus, InTree) {
  input_.paths.srcdir = ".";
  for (const char* name : {"top.in", "h.h.in"}) write(name, read(std::string("src/") + name));
  EXPECT_EQ(run("top"), "config.status: creating top\n0\n");
  EXPECT_EQ(read("top"), expected("top", "top.in"));
}

TEST_P(ConfigStatus, TagsAndEnvironmentChooseFiles) {
  EXPECT_EQ(run("--quiet top"), "0\n");
  EXPECT_FALSE(fs::exists(folder_ + "/h.h"));
  EXPECT_EQ(run("", "CONFIG_FILES=top CONFIG_HEADERS="), "config.status: creating top\n0\n");
  EXPECT_EQ(run("other"), "config.status: creating other\n0\n");
  EXPECT_EQ(run("--file='a b:top.in'"), "config.status: creating a b\n0\n");
  EXPECT_EQ(run("--file=-:sub/run.in"), folder_ + "/src " + folder_ + "/src " + folder_ +
                                            " ./install-sh -c Generated from run.in by configure.\n0\n");
  EXPECT_EQ(run("bogus"), "config.status: error: invalid argument: 'bogus'\n1\n");
  EXPECT_EQ(run("--file=gone"), "config.status: error: cannot find input file: 'gone.in'\n1\n");
}

TEST_P(ConfigStatus, Options) {
  EXPECT_EQ(run("--config"), "'--prefix=/a b' CC=c\n0\n");
  input_.quotes_arguments = true;
  EXPECT_EQ(run("--config"), "'--prefix=/a b' 'CC=c'\n0\n");
  input_.quotes_arguments = false;
  EXPECT_EQ(run("-V"),
            "python config.status 3.99\nconfigured by /x/$y/configure, generated by pyconfigure test,\n"
            "  with options \"'--prefix=/a b' CC=c\"\n0\n");
  EXPECT_NE(run("--help").find("\nConfiguration headers:\n h.h\n"), std::string::npos);
  EXPECT_EQ(run("--h"),
            "config.status: error: ambiguous option: '--h'\nTry './config.status --help' for more information.\n1\n");
}

TEST_P(ConfigStatus, RecheckRunsTheProgramOrTheTree) {
  const std::string script = "#!/bin/sh\nprintf '<%s>' \"$@\"\necho\n";
  write("src/configure", script);
  EXPECT_EQ(run("--recheck"), "config.status: error: cannot reconfigure from here: '" + folder_ + "/src/configure.ac' is not there\n1\n");
  write("src/configure.ac", "");
  EXPECT_EQ(run("--recheck -q"), "<--prefix=/a b><CC=c><--silent><--no-create><--no-recursion>\n0\n");
  write("again", script);
  fs::permissions(folder_ + "/again", fs::perms::owner_all);
  input_.program_args = {"--own"};
  EXPECT_EQ(run("--recheck"), "running CONFIG_SHELL=/bin/sh " + folder_ +
                                  "/again --own --prefix=/a b CC=c --no-create --no-recursion\n"
                                  "<--own><--prefix=/a b><CC=c><--no-create><--no-recursion>\n0\n");
}

INSTANTIATE_TEST_SUITE_P(Shells, ConfigStatus, testing::Values("sh", "bash"));

}  // namespace
}  // namespace pyconfigure::render
