// Cross compiling: what decide makes of WASI, Emscripten, Android and iOS, and what it refuses.
#include "decide_machine_test.hpp"

namespace pyconfigure::test {
namespace {

class CrossTest : public MachineTest {
 protected:
  const decide::Context& cross(const std::string& host, std::vector<std::string> more = {}) {
    more.insert(more.begin(),
                {"--host=" + host, "--build=x86_64-pc-linux-gnu", "--with-build-python=/usr/bin/python3.14"});
    return run(more, preset);
  }

  /// What nobody can find out without running a program there.
  std::vector<std::string> preset{"ac_cv_file__dev_ptmx=no", "ac_cv_file__dev_ptc=no", "ac_cv_buggy_getaddrinfo=no"};
};

TEST_F(CrossTest, WasiIsStaticAndLacksModules) {
  imitate_cross(machine, {"", "", "", "clang", "clang", "wasm32-wasi", "wasm32-wasi", false});
  const decide::Context& c = cross("wasm32-unknown-wasi");
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("MACHDEP"), "wasi");
  EXPECT_EQ(var("_PYTHON_HOST_PLATFORM"), "wasi-wasm32");
  EXPECT_EQ(var("EXEEXT"), ".wasm");
  EXPECT_EQ(var("MODULE_BUILDTYPE"), "static");
  EXPECT_TRUE(var("HOSTRUNNER").starts_with("wasmtime run "));
  EXPECT_EQ(macro_of(c, "_WASI_EMULATED_SIGNAL"), "1");
  for (const char* name : {"_curses", "_posixsubprocess", "pwd", "mmap", "fcntl", "xxlimited", "_scproxy"}) {
    EXPECT_EQ(module(name), "n/a") << name;
  }
  EXPECT_EQ(var("ENSUREPIP"), "no");
  EXPECT_EQ(macro_of(c, "WITH_PYMALLOC"), std::nullopt);
  EXPECT_NE(standard_error(c).find("using cross tools not prefixed with host triplet"), std::string::npos);
}

/// Answers what a compiler would say of `expression`s that are `value`, which only it can know.
void measure_as(FakeOracle& machine, const std::string& expression, long value) {
  machine.rule([=](const probe::Probe& probe) -> std::optional<probe::Answer> {
    const std::string text = text_of(probe);
    const std::size_t at = text.find("(" + expression + ") ");
    if (at == std::string::npos || text.find("told [1 - 2 * !") == std::string::npos) return std::nullopt;
    const std::string relation = text.substr(at + expression.size() + 3, 2);
    const long number = std::stol(text.substr(at + expression.size() + 6));
    probe::Answer answer;
    answer.ok = relation == "==" ? value == number : relation == "<=" ? value <= number : value >= number;
    return answer;
  });
}

TEST_F(CrossTest, SizesAreMeasuredWithoutRunningAnything) {
  imitate_cross(machine, {"", "", "", "clang", "clang", "wasm32-wasi", "wasm32-wasi", false});
  measure_as(machine, "(long int) (sizeof (int))", 4);
  measure_as(machine, "(long int) (sizeof (long))", 96);
  measure_as(machine, "(long int) (sizeof (void *))", 0);
  measure_as(machine, "(long int) (sizeof (size_t))", -8);  // no size: as where the compiler cannot tell
  const decide::Context& c = cross("wasm32-unknown-wasi");
  EXPECT_EQ(macro_of(c, "SIZEOF_INT"), "4");
  EXPECT_EQ(macro_of(c, "SIZEOF_LONG"), "96");
  EXPECT_EQ(macro_of(c, "SIZEOF_VOID_P"), "0");
  EXPECT_TRUE(error().starts_with("cannot compute sizeof (size_t)\n")) << error();
  EXPECT_FALSE(machine.was_asked("run"));
}

TEST_F(CrossTest, WasiHasNoDynamicLinking) {
  imitate_cross(machine, {"", "", "", "clang", "clang", "wasm32-wasi", "wasm32-wasi", false});
  cross("wasm32-unknown-wasi", {"--enable-wasm-dynamic-linking"});
  EXPECT_EQ(error(), "WASI dynamic linking is not implemented yet.");
}

TEST_F(CrossTest, EmscriptenRunsUnderNode) {
  imitate_cross(machine, {"", "", "", "emcc", "emcc", "wasm32-emscripten", "", false});
  machine.command("emcc -dumpversion", "4.0.12\n").which("node", "/usr/bin/node");
  cross("wasm32-unknown-emscripten", {"CC=emcc"});
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("MACHDEP"), "emscripten");
  EXPECT_EQ(var("_PYTHON_HOST_PLATFORM"), "emscripten-4.0.12-wasm32");
  EXPECT_EQ(var("EXEEXT"), ".mjs");
  EXPECT_EQ(var("HOSTRUNNER"), "/usr/bin/node");
  EXPECT_EQ(var("host_prefix"), "/");
  EXPECT_EQ(var("DEF_MAKE_ALL_RULE"), "build_emscripten");
  EXPECT_EQ(module("readline"), "n/a");
  EXPECT_EQ(module("_hmac"), "disabled");
}

TEST_F(CrossTest, AndroidLinksModulesWithPython) {
  imitate_cross(machine, {"", "", "", "clang", "clang", "aarch64-linux-android", "aarch64-linux-android", false});
  machine.command("$CPP $CPPFLAGS conftest.c",
                  "# 1 \"conftest.c\"\n\n  clang\nandroid_api = 24\narm_arch = __ARM_ARCH\n\npyconf_table_follows\n"
                  "PLATFORM_TRIPLET=aarch64-linux-android\n");
  const decide::Context& c = cross("aarch64-unknown-linux-android", {"--enable-shared"});
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("MACHDEP"), "android");
  EXPECT_EQ(macro_of(c, "ANDROID_API_LEVEL"), "24");
  EXPECT_EQ(var("INSTSONAME"), "$(LDLIBRARY)") << "nothing may follow .so";
  EXPECT_EQ(var("LIBPYTHON"), "-lpython3.14");
  EXPECT_EQ(var("LINKFORSHARED"), "-pie -Xlinker -export-dynamic");
  EXPECT_EQ(var("RUNSHARED"), "") << "what is built cannot run here";
}

TEST_F(CrossTest, IosIsAFramework) {
  imitate_cross(machine, {"", "", "", "clang", "clang", "arm64-iphoneos", "arm64-iphoneos", false});
  machine.which("arm64-apple-ios-clang", "/usr/bin/arm64-apple-ios-clang");
  cross("aarch64-apple-ios13.0");
  EXPECT_EQ(error(), "iOS builds must use --enable-framework");
  const decide::Context& c = cross("aarch64-apple-ios13.0", {"--enable-framework"});
  ASSERT_TRUE(finished()) << error();
  EXPECT_EQ(var("CC"), "arm64-apple-ios-clang");
  EXPECT_EQ(var("_PYTHON_HOST_PLATFORM"), "ios-13.0-arm64-iphoneos");
  EXPECT_EQ(var("IPHONEOS_DEPLOYMENT_TARGET"), "13.0");
  EXPECT_EQ(var("LDSHARED"), "$(CC) -dynamiclib -F . -framework $(PYTHONFRAMEWORK)");
  EXPECT_EQ(var("LDLIBRARY"), "$(PYTHONFRAMEWORKDIR)/$(PYTHONFRAMEWORK)");
  EXPECT_EQ(var("SOABI_PLATFORM"), "iphoneos");
  EXPECT_EQ(module("_curses"), "n/a");
  EXPECT_NE(standard_output(c).find("checking iOS deployment target... 13.0\n"), std::string::npos);
}

TEST_F(CrossTest, WhatCannotBeFoundOutHasToBeSaid) {
  imitate_cross(machine, {"", "", "", "gcc", "gcc", "aarch64-linux-gnu", "aarch64-linux-gnu", true});
  preset = {"ac_cv_buggy_getaddrinfo=no"};
  cross("aarch64-unknown-linux-gnu");
  EXPECT_EQ(error(), "set ac_cv_file__dev_ptmx to yes/no in your CONFIG_SITE file when cross compiling");
  preset = {};
  cross("aarch64-unknown-linux-gnu");
  EXPECT_EQ(error(), "You must get working getaddrinfo() function or pass the \"--disable-ipv6\" option to configure.");
}

TEST_F(CrossTest, NeedsAPythonToBuildWith) {
  imitate_cross(machine, {"", "", "", "gcc", "gcc", "aarch64-linux-gnu", "aarch64-linux-gnu", true});
  run({"--host=aarch64-unknown-linux-gnu", "--build=x86_64-pc-linux-gnu"});
  EXPECT_EQ(error(), "Cross compiling requires --with-build-python");
}

TEST_F(CrossTest, ThatPythonHasToBeOfTheSameVersion) {
  imitate_cross(machine, gnu_linux());
  machine.command("sys.version_info", "3.9\n");
  cross("aarch64-unknown-linux-gnu");
  EXPECT_EQ(error(), "\"/usr/bin/python3.14\" has incompatible version 3.9 (expected: 3.14)");
  machine.command("command -v", "", 1);
  cross("aarch64-unknown-linux-gnu");
  EXPECT_EQ(error(), "invalid or missing build python binary \"/usr/bin/python3.14\"");
}

TEST_F(CrossTest, BothSystemsHaveToBeNamed) {
  imitate_cross(machine, gnu_linux());
  run({"--host=aarch64-unknown-linux-gnu", "--with-build-python"});
  EXPECT_EQ(error(), "Cross compiling required --host=HOST-TUPLE and --build=ARCH");
}

TEST_F(CrossTest, UnknownHostsAreRefused) {
  imitate_cross(machine, gnu_linux());
  cross("x86_64-pc-mingw32");
  EXPECT_EQ(error(), "cross build not supported for x86_64-pc-mingw32");
}

TEST_F(CrossTest, NamingThisSystemTwiceIsNoCrossBuild) {
  imitate(machine, gnu_linux());
  run({"--host=x86_64-pc-linux-gnu", "--build=x86_64-pc-linux-gnu"});
  EXPECT_TRUE(finished()) << error();
  EXPECT_EQ(var("cross_compiling"), "no");
}

}  // namespace
}  // namespace pyconfigure::test
