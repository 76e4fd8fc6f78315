// What shared libraries tell: their symbols, what they lack and what they need.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "pyconfigure/os/files.hpp"
#include "pyconfigure/os/process.hpp"
#include "toolchain/shared_library.hpp"

namespace pyconfigure::toolchain {
namespace {

using Words = std::vector<std::string>;

TEST(SharedLibraryFiles, GarbageIsUnreadable) {
  const std::string texts[] = {"", "x", "\177ELF", "!<arch>\n", "INPUT(-lc)\n", std::string(64, '\0'), "\177ELF" + std::string(60, '\0'),
                               "\177ELF" + std::string(200, '\377'), "\177ELF\2\1\1" + std::string(200, '\0'),
                               "\177ELF\1\1\1" + std::string(200, '\1')};
  for (const std::string& text : texts) EXPECT_FALSE(read_shared_library(text).readable) << text;
}

TEST(SharedLibraryFiles, AnEmptyArchiveIsTold) {
  EXPECT_TRUE(read_shared_library("!<arch>\n").empty_archive);
  EXPECT_FALSE(read_shared_library("!<arch>\n").readable);
  EXPECT_FALSE(read_shared_library("!<arch>\nx.o/            0           0     0     100644  0         `\n").empty_archive);
  EXPECT_FALSE(read_shared_library("!<arch>").empty_archive);
  EXPECT_FALSE(read_shared_library("").empty_archive);
}

class SharedLibraryTest : public testing::Test {
 protected:
  void SetUp() override {
    if (run({"--version"}).code != 0) GTEST_SKIP() << "gcc is not here";
    std::string error;
    ASSERT_TRUE(folder_.create(error)) << error;
    room = folder_.path();
    build("x", "int x;\n");
    if (!read_shared_library(bytes("x")).readable) GTEST_SKIP() << "libraries have another form here";
  }

  static os::Exit run(Words words) {
    words.insert(words.begin(), "gcc");
    return os::run_one({std::move(words), {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C"}, "", 60});
  }
  std::string path(const std::string& name) const { return room + "/lib" + name + ".so"; }
  std::string bytes(const std::string& name) const { return os::read_file(path(name)).value_or(""); }

  /// Makes libNAME.so of a program without the usual libraries.
  void build(const std::string& name, const std::string& program, const Words& flags = {}) const {
    os::write_plain(room + "/" + name + ".c", program);
    Words words = {"-shared", "-fPIC", "-nostdlib", "-w", "-o", path(name), room + "/" + name + ".c", "-L" + room, "-Wl,--no-as-needed"};
    words.insert(words.end(), flags.begin(), flags.end());
    const os::Exit end = run(words);
    ASSERT_EQ(end.code, 0) << end.err;
  }
  SharedLibrary read(const std::string& name) const { return read_shared_library(bytes(name)); }

  bool contained(const std::string& name) const {
    SharedLibraries libraries;
    const bool is = libraries.self_contained(path(name), room);
    EXPECT_EQ(libraries.self_contained(path(name), room), is) << "asked again it is the same";
    return is;
  }

  std::string room;

 private:
  os::TemporaryFolder folder_;
};

TEST_F(SharedLibraryTest, SymbolsThatAreDefined) {
  build("a", "int one(void) { return 1; } int two = 2; int three; int four(void) __attribute__((weak)); int four(void) { return 4; }\n"
             "static int five(void) { return 5; } int (*keep)(void) = five;\n"
             "__attribute__((visibility(\"hidden\"))) int six = 6; __attribute__((visibility(\"protected\"))) int seven = 7;\n");
  const SharedLibrary library = read("a");
  ASSERT_TRUE(library.readable);
  for (const char* name : {"one", "two", "three", "four", "keep", "seven"}) EXPECT_TRUE(library.defined.contains(name)) << name;
  for (const char* name : {"five", "six", "eight", "", "a.c"}) EXPECT_FALSE(library.defined.contains(name)) << name;
  EXPECT_EQ(library.lacking, Words{});
  EXPECT_EQ(library.needed, Words{});
  EXPECT_FALSE(library.own_search || library.empty_archive);
  EXPECT_TRUE(library.old.empty());
}

TEST_F(SharedLibraryTest, SymbolsThatAreLacking) {
  build("a", "int there(void); extern int value; int maybe(void) __attribute__((weak)); static int unused(void);\n"
             "int f(void) { return there() + value + (maybe ? maybe() : 0); }\n");
  SharedLibrary library = read("a");
  ASSERT_TRUE(library.readable);
  std::sort(library.lacking.begin(), library.lacking.end());
  EXPECT_EQ(library.lacking, (Words{"there", "value"})) << "weak ones may stay away";
  EXPECT_TRUE(library.defined.contains("f"));
  EXPECT_FALSE(library.defined.contains("there") || library.defined.contains("maybe"));
}

TEST_F(SharedLibraryTest, LibrariesThatAreNeeded) {
  build("b", "int b(void) { return 1; }\n");
  build("c", "int c(void) { return 1; }\n", {"-Wl,-soname,libother.so.2"});
  build("a", "int b(void); int a(void) { return b(); }\n", {"-lb", "-lc"});
  const SharedLibrary library = read("a");
  ASSERT_TRUE(library.readable);
  EXPECT_EQ(library.needed, (Words{"libb.so", "libother.so.2"}));
  EXPECT_EQ(library.lacking, Words{"b"});
}

TEST_F(SharedLibraryTest, SearchPathsOfTheirOwnAreTold) {
  build("a", "int a;\n", {"-Wl,--disable-new-dtags,-rpath,/opt/x"});
  build("b", "int b;\n", {"-Wl,--enable-new-dtags,-rpath,/opt/x"});
  build("c", "int c;\n");
  EXPECT_TRUE(read("a").readable && read("a").own_search);
  EXPECT_TRUE(read("b").readable && read("b").own_search);
  EXPECT_FALSE(read("c").own_search);
}

TEST_F(SharedLibraryTest, OldVersionsAreOnlyForProgramsThatWereLinked) {
  os::write_plain(room + "/versions", "V1 { global: f; g; local: *; };\nV2 { global: f; } V1;\n");
  build("a", "__asm__(\".symver f_old, f@V1\"); int f_old(void) { return 1; }\n"
             "__asm__(\".symver g_old, g@V1\"); int g_old(void) { return 1; }\n"
             "__asm__(\".symver f_new, f@@V2\"); int f_new(void) { return 2; }\nint inner(void) { return 3; }\n",
        {"-Wl,--version-script," + room + "/versions"});
  const SharedLibrary library = read("a");
  ASSERT_TRUE(library.readable);
  EXPECT_TRUE(library.defined.contains("f"));
  EXPECT_TRUE(library.old.contains("f"));
  EXPECT_TRUE(library.old.contains("g"));
  EXPECT_FALSE(library.defined.contains("g"));
  EXPECT_FALSE(library.defined.contains("inner") || library.old.contains("inner"));
}

TEST_F(SharedLibraryTest, OtherFilesAreNone) {
  os::write_plain(room + "/m.c", "int m(void) { return 0; }\n");
  ASSERT_EQ(run({"-c", "-o", path("object"), room + "/m.c"}).code, 0);
  EXPECT_FALSE(read("object").readable);
  ASSERT_EQ(run({"-nostdlib", "-static", "-no-pie", "-Wl,-e,m", "-o", path("program"), room + "/m.c"}).code, 0);
  EXPECT_FALSE(read("program").readable);
}

TEST_F(SharedLibraryTest, ThoseThatNeedNothingAreSelfContained) {
  build("a", "int a(void) { return 1; } int w(void) __attribute__((weak)); int b(void) { return w ? w() : a(); }\n");
  build("lacks", "int nowhere(void); int a(void) { return nowhere(); }\n");
  build("path", "int a;\n", {"-Wl,-rpath,/opt/x"});
  EXPECT_TRUE(contained("a"));
  EXPECT_FALSE(contained("lacks"));
  EXPECT_FALSE(contained("path"));
  EXPECT_FALSE(contained("absent"));
  os::write_plain(path("script"), "INPUT(liba.so)\n");
  EXPECT_FALSE(contained("script"));
}

TEST_F(SharedLibraryTest, WhatIsNeededHasToStandBesideThem) {
  build("deep", "int deep(void) { return 1; }\n", {"-Wl,-soname,libdeep.so"});
  build("b", "int deep(void); int b(void) { return deep(); }\n", {"-Wl,-soname,libb.so", "-ldeep"});
  build("a", "int b(void); int deep(void); int a(void) { return b() + deep(); }\n", {"-lb"});
  EXPECT_TRUE(contained("a"));
  EXPECT_TRUE(contained("b"));
  build("wants", "int b(void); int more(void); int a(void) { return b() + more(); }\n", {"-lb"});
  EXPECT_FALSE(contained("wants"));
  os::remove_file(path("deep"));
  EXPECT_FALSE(contained("a"));
  EXPECT_FALSE(contained("b"));
}

TEST_F(SharedLibraryTest, WhatIsNeededHasToBeAsGood) {
  build("b", "int nowhere(void); int b(void) { return nowhere(); }\n", {"-Wl,-soname,libb.so"});
  build("a", "int b(void); int a(void) { return b(); }\n", {"-lb"});
  EXPECT_FALSE(contained("a")) << "b lacks something";
  build("b", "int b(void) { return 1; }\n", {"-Wl,-soname,libb.so"});
  EXPECT_TRUE(contained("a"));
  build("b", "int b(void) { return 1; }\n", {"-Wl,-soname,libb.so", "-Wl,-rpath,/opt"});
  EXPECT_FALSE(contained("a")) << "b looks elsewhere";
  os::write_plain(path("b"), "INPUT(libx.so)\n");
  EXPECT_FALSE(contained("a"));
}

TEST_F(SharedLibraryTest, ANameWithASlashIsNotLookedFor) {
  build("b", "int b(void) { return 1; }\n", {"-Wl,-soname,sub/libb.so"});
  build("a", "int b(void); int a(void) { return b(); }\n", {"-lb"});
  ASSERT_EQ(read("a").needed, Words{"sub/libb.so"});
  std::string error;
  ASSERT_TRUE(os::make_folder(room + "/sub", error)) << error;
  os::write_plain(room + "/sub/libb.so", bytes("b"));
  EXPECT_FALSE(contained("a"));
}

TEST_F(SharedLibraryTest, LibrariesThatNeedEachOther) {
  build("b", "int b(void) { return 1; }\n", {"-Wl,-soname,libb.so"});
  build("a", "int b(void); int a(void) { return b(); }\n", {"-Wl,-soname,liba.so", "-lb"});
  build("b", "int a(void); int b(void) { return a(); }\n", {"-Wl,-soname,libb.so", "-la"});
  EXPECT_TRUE(contained("a"));
  EXPECT_TRUE(contained("b"));
}

TEST_F(SharedLibraryTest, LibrariesOfAnotherMachineAreNotTakenTogether) {
  build("b", "int b(void) { return 1; }\n", {"-Wl,-soname,libb.so"});
  build("a", "int b(void); int a(void) { return b(); }\n", {"-lb"});
  EXPECT_TRUE(contained("a"));
  std::string other = bytes("b");
  other[18] = static_cast<char>(other[18] ^ 1);  // e_machine
  os::write_plain(path("b"), other);
  EXPECT_TRUE(read("b").readable);
  EXPECT_NE(read("b").machine, read("a").machine);
  EXPECT_FALSE(contained("a"));
  other[5] = static_cast<char>(other[5] ^ 3);  // the order of bytes
  EXPECT_FALSE(read_shared_library(other).readable);
}

TEST_F(SharedLibraryTest, VersionsThatAreNeededHaveToBeThere) {
  const auto versions = [this](const std::string& text) {
    os::write_plain(room + "/versions", text);
    return Words{"-Wl,-soname,libb.so", "-Wl,--version-script," + room + "/versions"};
  };
  build("b", "int b(void) { return 1; }\n", versions("V1 { global: b; local: *; };\n"));
  build("a", "int b(void); int a(void) { return b(); }\n", {"-lb"});
  ASSERT_EQ(read("a").wanted.size(), 1U);
  EXPECT_EQ(read("a").wanted[0].file, "libb.so");
  EXPECT_EQ(read("a").wanted[0].name, "V1");
  const Words defined = read("b").versions;
  EXPECT_EQ(std::count(defined.begin(), defined.end(), "V1"), 1);
  EXPECT_TRUE(contained("a"));
  build("b", "int b(void) { return 1; }\n", versions("V2 { global: b; local: *; };\n"));
  EXPECT_FALSE(contained("a"));
}

TEST_F(SharedLibraryTest, AnExecutableIsNoLibrary) {
  os::write_plain(room + "/p.c", "int main(void) { return 0; }\n");
  ASSERT_EQ(run({"-pie", "-fPIE", "-o", path("p"), room + "/p.c"}).code, 0);
  EXPECT_FALSE(read("p").readable);
}

TEST_F(SharedLibraryTest, WhatAnObjectShows) {
  const auto shown = [this](const std::string& program, const Words& flags = {}) {
    os::write_plain(room + "/o.c", program);
    Words words = {"-c", "-w", "-o", room + "/o.o", room + "/o.c"};
    words.insert(words.end(), flags.begin(), flags.end());
    EXPECT_EQ(run(words).code, 0);
    auto names = shown_symbols(os::read_file(room + "/o.o").value_or(""));
    if (names) std::sort(names->begin(), names->end());
    return names;
  };
  EXPECT_EQ(shown("int a; int b = 1; static int c = 2; extern int d; int f(void) { return c + d; } static int g(void) { return 1; }\n"),
            (Words{"a", "b", "f"}));
  EXPECT_EQ(shown("int a;\n", {"-fcommon"}), Words{"a"});
  EXPECT_EQ(shown("static int a;\n"), Words{});
  EXPECT_EQ(shown_symbols(""), std::nullopt);
  EXPECT_EQ(shown_symbols(bytes("x")), std::nullopt) << "a library";
}

TEST_F(SharedLibraryTest, IndexesOfArchives) {
  os::write_plain(room + "/m.c", "int member(void) { return 1; } static int own; int *keep = &own;\n");
  ASSERT_EQ(run({"-c", "-o", room + "/m.o", room + "/m.c"}).code, 0);
  const os::Exit end = os::run_one({{"ar", "rcs", room + "/libm.a", room + "/m.o"}, {"PATH=/usr/local/bin:/usr/bin:/bin"}, "", 60});
  ASSERT_EQ(end.code, 0) << end.err;
  const SharedLibrary library = read_shared_library(os::read_file(room + "/libm.a").value_or(""));
  EXPECT_TRUE(library.archive && library.indexed && !library.readable && !library.empty_archive);
  EXPECT_TRUE(library.defined.contains("member") && library.defined.contains("keep"));
  EXPECT_FALSE(library.defined.contains("own"));
  EXPECT_FALSE(read_shared_library("!<arch>\nx.o/            0           0     0     100644  0         `\n").indexed);
}

TEST_F(SharedLibraryTest, PartsOfAFileAreUnreadable) {
  build("a", "int there(void); int f(void) { return there(); }\n", {"-s"});
  const std::string whole = bytes("a");
  ASSERT_TRUE(read_shared_library(whole).readable);
  // (The last words of the last section's header are read by nobody.)
  for (std::size_t size = 0; size < whole.size() - 24; size += size < 4096 || size + 4096 > whole.size() ? 1 : 13) {
    ASSERT_FALSE(read_shared_library(std::string_view(whole).substr(0, size)).readable) << size << " of " << whole.size();
  }
}

/// Where the headers of the sections begin, and how many there are, in a file of 8-byte words.
void section_headers(const std::string& bytes, std::uint64_t& begin, std::uint16_t& count) {
  std::memcpy(&begin, bytes.data() + 40, sizeof begin);
  std::memcpy(&count, bytes.data() + 60, sizeof count);
}

TEST_F(SharedLibraryTest, ChangedBytesDoNoHarm) {
  build("a", "int there(void); int f(void) { return there(); }\n", {"-s"});
  const std::string whole = bytes("a");
  if (whole[4] != 2) GTEST_SKIP() << "words have 4 bytes here";
  std::uint64_t begin = 0;
  std::uint16_t count = 0;
  section_headers(whole, begin, count);
  const auto try_at = [&](std::size_t at) {
    for (int value : {0, 1, 0x7f, 0xff}) {
      std::string changed = whole;
      changed[at] = static_cast<char>(value);
      EXPECT_NO_THROW(read_shared_library(changed)) << "byte " << at << " is " << value;
    }
  };
  for (std::size_t at = 0; at < 64; ++at) try_at(at);
  for (std::uint16_t i = 0; i < count; ++i) {
    const std::size_t header = begin + i * 64U;
    // (Its size is another test's.)
    for (std::size_t at = header; at < header + 64; ++at) {
      if (at < header + 32 || at >= header + 40) try_at(at);
    }
  }
}

TEST_F(SharedLibraryTest, ATableThatSaysItIsHugeDoesNoHarm) {
  build("a", "int there(void); int f(void) { return there(); }\n", {"-s"});
  const std::string whole = bytes("a");
  if (whole[4] != 2) GTEST_SKIP() << "words have 4 bytes here";
  std::uint64_t begin = 0;
  std::uint16_t count = 0;
  section_headers(whole, begin, count);
  for (std::uint16_t i = 0; i < count; ++i) {
    for (std::uint64_t size : {~std::uint64_t{0}, std::uint64_t{1} << 62}) {
      std::string changed = whole;
      std::memcpy(changed.data() + begin + i * 64U + 32, &size, sizeof size);
      EXPECT_NO_THROW(read_shared_library(changed)) << "section " << i;
    }
  }
}

}  // namespace
}  // namespace pyconfigure::toolchain
