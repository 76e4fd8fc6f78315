// What decide makes of macOS.
#include <algorithm>

#include "decide_machine_test.hpp"

namespace pyconfigure::test {
namespace {

class DarwinTest : public MachineTest {
 protected:
  void SetUp() override {
    MachineTest::SetUp();
    imitate(machine, darwin());
    machine.file('x', "/usr/bin/clang", true)
        .command("sw_vers", "14.5\n")
        .function("_dyld_shared_cache_contains_path", true);
  }
  bool makes(const decide::Context& c, const std::string& path) {
    return std::any_of(c.outputs().begin(), c.outputs().end(),
                       [&](const decide::OutputFile& file) { return file.path == path; });
  }
};

TEST_F(DarwinTest, ClangIsTakenWhereThereIsNoGcc) {
  const decide::Context& c = run();
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("CC"), "/usr/bin/clang");
  EXPECT_EQ(var("CXX"), "/usr/bin/clang++");
  EXPECT_NE(standard_output(c).find("configure: No GCC found, use CLANG\n"), std::string::npos);
}

TEST_F(DarwinTest, LlvmGccIsPassedOver) {
  machine.file('x', "/usr/bin/gcc", true).command("--version", "i686-apple-darwin11-llvm-gcc-4.2 (GCC) 4.2.1\n");
  const decide::Context& c = run();
  EXPECT_EQ(var("CC"), "/usr/bin/clang");
  EXPECT_NE(standard_output(c).find("Detected llvm-gcc, falling back to clang\n"), std::string::npos);
}

TEST_F(DarwinTest, NamesAndFlags) {
  const decide::Context& c = run();
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("MACHDEP"), "darwin");
  EXPECT_EQ(var("MULTIARCH"), "darwin") << "what clang calls it does not count here";
  EXPECT_EQ(var("SHLIB_SUFFIX"), ".so");
  EXPECT_EQ(var("EXT_SUFFIX"), ".cpython-314-darwin.so");
  EXPECT_EQ(var("LDSHARED"), "$(CC) -bundle -undefined dynamic_lookup");
  EXPECT_EQ(var("LDCXXSHARED"), "$(CXX) -bundle -undefined dynamic_lookup");
  EXPECT_EQ(var("BLDSHARED"), var("LDSHARED"));
  EXPECT_EQ(var("CCSHARED"), "");
  EXPECT_EQ(var("LINKFORSHARED"), "-Wl,-stack_size,1000000  -framework CoreFoundation");
  EXPECT_EQ(macro_of(c, "THREAD_STACK_SIZE"), "0x1000000");
  EXPECT_EQ(macro_of(c, "WITH_DYLD"), "1");
  EXPECT_EQ(macro_of(c, "_XOPEN_SOURCE"), std::nullopt);
  EXPECT_EQ(macro_of(c, "_PYTHREAD_NAME_MAXLEN"), "63");
}

TEST_F(DarwinTest, OnlyHereIsThereAProxyModule) {
  const decide::Context& c = run();
  EXPECT_EQ(module("_scproxy"), "yes");
  EXPECT_EQ(var("MODULE__SCPROXY_TRUE"), "");
  EXPECT_NE(c.var("MODULE_BLOCK").find("MODULE__SCPROXY_LDFLAGS=-framework SystemConfiguration"), std::string::npos);
}

TEST_F(DarwinTest, TheDeploymentTargetIsThisSystemsUnlessGiven) {
  run();
  EXPECT_EQ(var("MACOSX_DEPLOYMENT_TARGET"), "14.5");
  EXPECT_EQ(var("EXPORT_MACOSX_DEPLOYMENT_TARGET"), "");
  run({}, {"MACOSX_DEPLOYMENT_TARGET=11.0"});
  EXPECT_EQ(var("MACOSX_DEPLOYMENT_TARGET"), "11.0");
  EXPECT_EQ(var("CONFIGURE_MACOSX_DEPLOYMENT_TARGET"), "11.0");
}

TEST_F(DarwinTest, CompilersSeeTheDeploymentTarget) {
  bool seen = false;
  machine.rule([&seen](const probe::Probe& probe) -> std::optional<probe::Answer> {
    const auto* program = std::get_if<probe::ProgramProbe>(&probe);
    if (program != nullptr) {
      seen = seen || std::find(program->exports.begin(), program->exports.end(), "MACOSX_DEPLOYMENT_TARGET=14.5") !=
                         program->exports.end();
    }
    return std::nullopt;
  });
  run();
  EXPECT_TRUE(seen);
}

TEST_F(DarwinTest, TooOldADeploymentTargetIsRefused) {
  run({"MACOSX_DEPLOYMENT_TARGET=10.2"});
  EXPECT_EQ(error(), "MACOSX_DEPLOYMENT_TARGET too old (10.2), only 10.3 or later is supported");
}

TEST_F(DarwinTest, SharedLibrary) {
  run({"--enable-shared"});
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("LDLIBRARY"), "libpython$(LDVERSION).dylib");
  EXPECT_EQ(var("BLDLIBRARY"), "-L. -lpython$(LDVERSION)");
  EXPECT_EQ(var("RUNSHARED"), "DYLD_LIBRARY_PATH=/build");
}

TEST_F(DarwinTest, FrameworkOn) {
  const decide::Context& c = run({"--enable-framework"});
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("PYTHONFRAMEWORKDIR"), "Python.framework");
  EXPECT_EQ(var("prefix"), "/Library/Frameworks/Python.framework/Versions/3.14");
  EXPECT_EQ(var("LDLIBRARY"), "$(PYTHONFRAMEWORKDIR)/Versions/$(VERSION)/$(PYTHONFRAMEWORK)");
  EXPECT_EQ(var("RUNSHARED"), "DYLD_FRAMEWORK_PATH=/build");
  EXPECT_TRUE(var("LINKFORSHARED").ends_with(" $(PYTHONFRAMEWORKDIR)/Versions/$(VERSION)/$(PYTHONFRAMEWORK)"));
  EXPECT_EQ(macro_of(c, "WITH_NEXT_FRAMEWORK"), "1");
  EXPECT_TRUE(makes(c, "Mac/Makefile"));
}

TEST_F(DarwinTest, FrameworkOffMakesNoMacFiles) {
  const decide::Context& c = run({"--disable-framework"});
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("PYTHONFRAMEWORKDIR"), "no-framework");
  EXPECT_EQ(macro_of(c, "WITH_NEXT_FRAMEWORK"), std::nullopt);
  EXPECT_FALSE(makes(c, "Mac/Makefile"));
}

TEST_F(DarwinTest, FrameworkInAHomeFolderPutsApplicationsBesideIt) {
  run({"--enable-framework=/Users/me/Library/Frameworks", "--with-framework-name=MyPython"});
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("FRAMEWORKINSTALLAPPSPREFIX"), "/Users/me/Applications");
  EXPECT_EQ(var("FRAMEWORKUNIXTOOLSPREFIX"), "/Users/me");
  EXPECT_EQ(var("PYTHONFRAMEWORKIDENTIFIER"), "org.python.mypython");
}

TEST_F(DarwinTest, FrameworkAndSharedDoNotGoTogether) {
  run({"--enable-framework", "--enable-shared"});
  EXPECT_EQ(error(),
            "Specifying both --enable-shared and --enable-framework is not supported, use only --enable-framework "
            "instead");
}

TEST_F(DarwinTest, UniversalBuildsNameTheirArchitectures) {
  run({"--enable-universalsdk=/", "--with-universal-archs=universal2"});
  EXPECT_EQ(error(), "--enable-universalsdk specifies non-existing SDK: /");
  machine.file('d', "/", true);
  run({"--enable-universalsdk=/", "--with-universal-archs=universal2"});
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("UNIVERSAL_ARCH_FLAGS"), "-arch arm64 -arch x86_64");
  EXPECT_EQ(var("LIPO_INTEL64_FLAGS"), "-extract x86_64");
  run({"--enable-universalsdk=/", "--with-universal-archs=vax"});
  EXPECT_EQ(error(), "proper usage is --with-universal-arch=universal2|32-bit|64-bit|all|intel|3-way");
}

TEST_F(DarwinTest, LtoFindsArThroughXcrun) {
  machine.command("xcrun -find ar", "/usr/bin/ar\n");
  const decide::Context& c = run({"--with-lto=full"});
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("AR"), "/usr/bin/xcrun ar");
  EXPECT_EQ(var("LTOCFLAGS"), "-flto=full");
  EXPECT_EQ(var("LTOFLAGS"), "-flto=full -Wl,-export_dynamic -Wl,-object_path_lto,\"$@\".lto -g");
  EXPECT_NE(standard_output(c).find("configure: llvm-ar found via xcrun: /usr/bin/xcrun ar\n"), std::string::npos);
}

}  // namespace
}  // namespace pyconfigure::test
