// The summary's text, and which packages bring which module.
#include <gtest/gtest.h>

#include "pyconfigure/report/libraries.hpp"
#include "pyconfigure/report/summary.hpp"

namespace pyconfigure::report {
namespace {

TEST(Libraries, KnowsPackages) {
  const Library* sqlite = library_of("_sqlite3");
  ASSERT_NE(sqlite, nullptr);
  EXPECT_EQ(packages_words(*sqlite), "Debian: libsqlite3-dev; Fedora: sqlite-devel; Alpine: sqlite-dev; brew: sqlite");
  EXPECT_EQ(library_of("_hashlib"), library_of("_ssl"));
  EXPECT_EQ(library_of("math"), nullptr);
}

TEST(Libraries, TellsSystemsApart) {
  EXPECT_EQ(system_of("PRETTY_NAME=\"x\"\nID=debian\n"), System::debian);
  EXPECT_EQ(system_of("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"), System::debian);
  EXPECT_EQ(system_of("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n"), System::fedora);
  EXPECT_EQ(system_of("ID=alpine"), System::alpine);
  EXPECT_EQ(system_of("VERSION_ID=debian\n"), System::unknown);
  EXPECT_EQ(system_of(""), System::unknown);
}

TEST(Libraries, InstallsEachPackageOnce) {
  const std::vector<const Library*> lacking = {library_of("_curses"), library_of("_curses_panel"), library_of("zlib")};
  EXPECT_EQ(install_command(System::debian, lacking), "apt-get install libncurses-dev zlib1g-dev");
  EXPECT_EQ(install_command(System::alpine, lacking), "apk add ncurses-dev zlib-dev");
  EXPECT_EQ(install_command(System::unknown, lacking), "");
  EXPECT_EQ(install_command(System::debian, {}), "");
}

TEST(Summary, LeavesOutWhatIsEmptyAndFoldsNames) {
  Summary summary;
  summary.title = "CPython 3.14.7";
  summary.facts = {{"prefix", "/usr/local"}, {"options", ""}};
  summary.disabled = {"_testbuffer", "_testcapi", "_testclinic", "_testimportmultiple"};
  summary.next = "make -j2";
  EXPECT_EQ(summary_text(summary, {.columns = 50, .rewrites = false, .colours = false}),
            "CPython 3.14.7\n"
            "  prefix      /usr/local\n"
            "  disabled    _testbuffer, _testcapi,\n"
            "              _testclinic, _testimportmultiple\n"
            "  next        make -j2\n");
  EXPECT_EQ(summary_text(summary, {}).substr(0, 23), "\033[1mCPython 3.14.7\033[0m\n");
}

}  // namespace
}  // namespace pyconfigure::report
