// Options: what they set, what they say, and what configure refuses, one section at a time.
#include <gtest/gtest.h>

#include "decide/sections.hpp"
#include "decide_scene.hpp"

namespace pyconfigure::test {
namespace {

using decide::Context;
using Otherwise = FakeOracle::Otherwise;

/// The error that `section` ends with when `variable` has `value`.
std::string refusal(Scene::Section section, std::string variable, std::string value) {
  Scene scene;
  scene.set(std::move(variable), std::move(value));
  const Context& c = scene.run(section);
  if (c.failed()) {
    EXPECT_EQ(c.status(), 1);
  }
  return error_of(c);
}

// --- interpreter -----------------------------------------------------------------------------------------------------

TEST(HashAlgorithm, KnownOnesHaveNumbers) {
  Scene scene;
  EXPECT_EQ(macro_of(scene.set("with_hash_algorithm", "fnv").run(decide::hash_algorithm), "Py_HASH_ALGORITHM"), "2");
  EXPECT_EQ(macro_of(scene.set("with_hash_algorithm", "siphash13").run(decide::hash_algorithm), "Py_HASH_ALGORITHM"),
            "3");
  EXPECT_EQ(standard_output(Scene().run(decide::hash_algorithm)), "checking for --with-hash-algorithm... default\n");
}

TEST(HashAlgorithm, UnknownOnesAreSaidBeforeTheyAreRefused) {
  const Context& c = Scene().set("with_hash_algorithm", "x").run(decide::hash_algorithm);
  EXPECT_EQ(standard_output(c), "checking for --with-hash-algorithm... x\n");
  EXPECT_EQ(standard_error(c), "configure: error: unknown hash algorithm 'x'\n");
}

TEST(TimeZonePath, HasToBeAbsolute) {
  EXPECT_EQ(refusal(decide::tzpath, "with_tzpath", "a/b"), "--with-tzpath must contain only absolute paths, not a/b");
  EXPECT_EQ(refusal(decide::tzpath, "with_tzpath", "/a:b"), "--with-tzpath must contain only absolute paths, not /a:b");
  EXPECT_EQ(refusal(decide::tzpath, "with_tzpath", "/a:"), "--with-tzpath must contain only absolute paths, not /a:");
  EXPECT_EQ(refusal(decide::tzpath, "with_tzpath", "yes"), "--with-tzpath requires a value");
  EXPECT_EQ(refusal(decide::tzpath, "with_tzpath", "/a:/b"), "");
  EXPECT_EQ(refusal(decide::tzpath, "with_tzpath", ""), "") << "none at all is allowed";
}

TEST(TimeZonePath, IsShownInQuotes) {
  EXPECT_EQ(standard_output(Scene().set("with_tzpath", "/z").run(decide::tzpath)),
            "checking for --with-tzpath... \"/z\"\n");
}

TEST(BigDigits, AreFifteenOrThirty) {
  Scene scene;
  EXPECT_EQ(macro_of(scene.set("enable_big_digits", "yes").run(decide::big_digits), "PYLONG_BITS_IN_DIGIT"), "30");
  EXPECT_EQ(macro_of(scene.set("enable_big_digits", "no").run(decide::big_digits), "PYLONG_BITS_IN_DIGIT"), "15");
  EXPECT_EQ(refusal(decide::big_digits, "enable_big_digits", "7"),
            "bad value 7 for --enable-big-digits; value should be 15 or 30");
}

TEST(YesNoMacros, OtherWordsDefineNothingAndLeaveTheLineOpen) {
  Scene scene;
  const Context& odd = scene.set("with_tail_call_interp", "perhaps").run(decide::tail_call_interpreter);
  EXPECT_EQ(standard_output(odd), "checking for --with-tail-call-interp... ");
  EXPECT_EQ(macro_of(odd, "_Py_TAIL_CALL_INTERP"), std::nullopt);
  const Context& off = scene.set("with_tail_call_interp", "no").run(decide::tail_call_interpreter);
  EXPECT_EQ(macro_of(off, "_Py_TAIL_CALL_INTERP"), "0");
}

TEST(ComputedGotos, OfACrossCompilerAreTheUsersWord) {
  Scene scene;
  scene.set("cross_compiling", "yes").set("with_computed_gotos", "yes").set("CC", "cross-gcc");
  const Context& c = scene.run(decide::computed_gotos);
  EXPECT_EQ(c.var("ac_cv_computed_gotos"), "yes -- configured --with(out)-computed-gotos");
  EXPECT_EQ(macro_of(c, "HAVE_COMPUTED_GOTOS"), "1");
  EXPECT_TRUE(scene.machine.questions().empty());
}

TEST(RemoteDebug, OnlyYesOrNothingMeansYes) {
  EXPECT_EQ(macro_of(Scene().run(decide::remote_debug), "Py_REMOTE_DEBUG"), "1");
  EXPECT_EQ(macro_of(Scene().set("with_remote_debug", "on").run(decide::remote_debug), "Py_REMOTE_DEBUG"),
            std::nullopt);
}

TEST(Allocators, TheFreeThreadedBuildNeedsMimalloc) {
  Scene scene;
  scene.set("disable_gil", "yes").set("with_mimalloc", "no");
  EXPECT_EQ(error_of(scene.run(decide::mimalloc)),
            "--disable-gil requires mimalloc memory allocator (--with-mimalloc).");
}

TEST(Allocators, MimallocNeedsAtomics) {
  EXPECT_EQ(refusal(decide::mimalloc, "with_mimalloc", "yes"),
            "mimalloc requires stdatomic.h, use --without-mimalloc to disable mimalloc.");
  Scene scene;
  scene.set("ac_cv_header_stdatomic_h", "no");
  EXPECT_EQ(error_of(scene.run(decide::mimalloc)), "") << "without the option it is left out";
  EXPECT_EQ(scene.result().var("INSTALL_MIMALLOC"), "no");
}

TEST(Allocators, PymallocIsOffOnWebAssembly) {
  EXPECT_EQ(macro_of(Scene().run(decide::pymalloc), "WITH_PYMALLOC"), "1");
  EXPECT_EQ(macro_of(Scene().set("ac_sys_system", "WASI").run(decide::pymalloc), "WITH_PYMALLOC"), std::nullopt);
  EXPECT_EQ(macro_of(Scene().set("with_pymalloc", "").run(decide::pymalloc), "WITH_PYMALLOC"), "1")
      << "an empty value is no value";
}

// --- libraries -------------------------------------------------------------------------------------------------------

TEST(DbmLibraryOrder, UnknownNamesAreRefused) {
  EXPECT_EQ(refusal(decide::dbm, "with_dbmliborder", "gdbm:oracle"),
            "proper usage is --with-dbmliborder=db1:db2:... (gdbm:ndbm:bdb)");
  EXPECT_EQ(refusal(decide::dbm, "with_dbmliborder", "yes"),
            "proper usage is --with-dbmliborder=db1:db2:... (gdbm:ndbm:bdb)");
}

TEST(DbmLibraryOrder, TheFirstThatIsThereWins) {
  Scene scene(Otherwise::yes);
  EXPECT_EQ(scene.set("with_dbmliborder", "bdb:gdbm").run(decide::dbm).var("DBM_LIBS"), "-ldb");
  scene.machine.header("db.h", false);
  EXPECT_EQ(scene.run(decide::dbm).var("DBM_LIBS"), "-lgdbm_compat");
  EXPECT_EQ(scene.set("with_dbmliborder", "").run(decide::dbm).var("have_dbm"), "no");
}

TEST(Readline, UnknownKindsAreRefused) {
  EXPECT_EQ(refusal(decide::readline, "with_readline", "x"),
            "proper usage is --with(out)-readline[=editline|readline|no]");
}

TEST(Readline, WithoutItNothingIsAsked) {
  Scene scene;
  scene.set("with_readline", "no");
  const Context& c = scene.run({decide::readline, decide::readline_features});
  EXPECT_EQ(standard_output(c), "checking how to link readline... no\n");
  EXPECT_TRUE(scene.machine.questions().empty());
}

TEST(Readline, EditlineIsFoundByHandWithoutPkgConfig) {
  Scene scene(Otherwise::yes);
  scene.set("with_readline", "edit");
  const Context& c = scene.run(decide::readline);
  EXPECT_EQ(c.var("READLINE_LIBS"), "-ledit");
  EXPECT_EQ(macro_of(c, "WITH_EDITLINE"), "1");
  EXPECT_TRUE(standard_output(c).ends_with("checking how to link readline... edit (CFLAGS: , LIBS: -ledit)\n"));
}

TEST(OpenSsl, TheOptionWantsAFolder) {
  for (const char* value : {"yes", "no", "y", "n", ""}) {
    EXPECT_EQ(refusal(decide::openssl, "with_openssl", value), "Invalid --with-openssl value") << value;
  }
}

TEST(OpenSsl, RunTimePathIsAFolderOrAuto) {
  EXPECT_EQ(refusal(decide::openssl_rpath, "with_openssl_rpath", "/nowhere"),
            "--with-openssl-rpath \"/nowhere\" is not a directory");
  Scene scene(Otherwise::yes);
  scene.set("with_openssl_rpath", "/opt/ssl/lib").set("GNULD", "yes");
  EXPECT_EQ(scene.run(decide::openssl_rpath).var("OPENSSL_LDFLAGS_RPATH"),
            "-Wl,--enable-new-dtags,-rpath=/opt/ssl/lib");
  scene.set("with_openssl_rpath", "yes").set("OPENSSL_LDFLAGS", "-L/opt/ssl/lib").set("OPENSSL_LDFLAGS_RPATH", "");
  EXPECT_EQ(scene.run(decide::openssl_rpath).var("OPENSSL_RPATH"), "auto");
  EXPECT_EQ(scene.result().var("OPENSSL_LDFLAGS_RPATH"), " -Wl,--enable-new-dtags,-rpath=/opt/ssl/lib");
}

TEST(OpenSsl, StaticBuildNamesArchives) {
  Scene scene;
  scene.set("PY_UNSUPPORTED_OPENSSL_BUILD", "static").set("OPENSSL_LIBS", "-lssl -lcrypto").set("ZLIB_LIBS", "-lz");
  const Context& c = scene.run(decide::openssl_rpath);
  EXPECT_EQ(c.var("OPENSSL_LIBS"),
            " -l:libssl.a -Wl,--exclude-libs,libssl.a -l:libcrypto.a -Wl,--exclude-libs,libcrypto.a -lz");
  EXPECT_EQ(c.var("LIBCRYPTO_LIBS"), " -l:libcrypto.a -Wl,--exclude-libs,libcrypto.a -lz");
}

TEST(OpenSsl, CipherSuites) {
  const Context& own = Scene().set("with_ssl_default_suites", "HIGH:!aNULL").run(decide::ssl_default_suites);
  EXPECT_EQ(macro_of(own, "PY_SSL_DEFAULT_CIPHERS"), "0");
  EXPECT_EQ(macro_of(own, "PY_SSL_DEFAULT_CIPHER_STRING"), "\"HIGH:!aNULL\"");
  EXPECT_EQ(macro_of(Scene().run(decide::ssl_default_suites), "PY_SSL_DEFAULT_CIPHERS"), "1");
}

TEST(HashlibHashes, UnknownWordsStayInTheMacro) {
  const Context& c = Scene().set("with_builtin_hashlib_hashes", "md5,rot13").run(decide::builtin_hashlib_hashes);
  EXPECT_EQ(macro_of(c, "PY_BUILTIN_HASHLIB_HASHES"), "\"md5,rot13\"");
  EXPECT_TRUE(c.yes("with_builtin_md5"));
  EXPECT_FALSE(c.has("with_builtin_sha1"));
  EXPECT_EQ(macro_of(Scene().set("with_builtin_hashlib_hashes", "no").run(decide::builtin_hashlib_hashes),
                     "PY_BUILTIN_HASHLIB_HASHES"),
            "\"\"");
}

TEST(PkgConfig, IsRequiredWithYes) {
  EXPECT_EQ(refusal(decide::pkg_config_option, "with_pkg_config", "yes"), "pkg-config is required");
  EXPECT_EQ(refusal(decide::pkg_config_option, "with_pkg_config", "maybe"), "invalid argument --with-pkg-config=maybe");
  EXPECT_EQ(refusal(decide::pkg_config_option, "with_pkg_config", "check"), "");
}

TEST(PkgConfig, WithNoIsNotLookedFor) {
  Scene scene(Otherwise::yes);
  scene.set("with_pkg_config", "no").set("PKG_CONFIG", "/mine/pkg-config");
  EXPECT_EQ(scene.run(decide::pkg_config_option).var("PKG_CONFIG"), "");
  EXPECT_TRUE(scene.machine.questions().empty());
}

TEST(Valgrind, NeedsItsHeader) {
  EXPECT_EQ(refusal(decide::valgrind, "with_valgrind", "yes"), "Valgrind support requested but headers not available");
}

TEST(Dtrace, NeedsItsTool) {
  EXPECT_EQ(refusal(decide::dtrace, "with_dtrace", "yes"), "dtrace command not found on $PATH");
}

TEST(Mathematics, LibrariesAreOptionsWithAValue) {
  Scene scene(Otherwise::yes);
  EXPECT_EQ(scene.set("with_libm", "-lmine").run(decide::math_libraries).var("LIBM"), "-lmine");
  EXPECT_EQ(refusal(decide::math_libraries, "with_libm", "yes"), "proper usage is --with-libm=STRING");
  EXPECT_EQ(refusal(decide::math_libraries, "with_libc", "yes"), "proper usage is --with-libc=STRING");
}

TEST(Mathematics, ALibmWithoutC99EndsTheRun) {
  EXPECT_EQ(error_of(Scene().run(decide::math_functions)), "Python requires C99 compatible libm");
}

// --- installation ----------------------------------------------------------------------------------------------------

TEST(Ensurepip, HasThreeKinds) {
  EXPECT_EQ(refusal(decide::ensurepip, "with_ensurepip", "later"), "--with-ensurepip=upgrade|install|no");
  EXPECT_EQ(Scene().run(decide::ensurepip).var("ENSUREPIP"), "upgrade");
  EXPECT_EQ(Scene().set("with_ensurepip", "yes").run(decide::ensurepip).var("ENSUREPIP"), "upgrade");
  EXPECT_EQ(Scene().set("with_ensurepip", "install").run(decide::ensurepip).var("ENSUREPIP"), "install");
  EXPECT_EQ(Scene().set("ac_sys_system", "iOS").run(decide::ensurepip).var("ENSUREPIP"), "no");
}

TEST(TestModules, AreBuiltUnlessAnythingButYesIsSaid) {
  EXPECT_EQ(Scene().run(decide::test_modules).var("TEST_MODULES"), "yes");
  EXPECT_EQ(Scene().set("enable_test_modules", "some").run(decide::test_modules).var("TEST_MODULES"), "no");
}

TEST(LibraryFolder, PlatlibdirIsNotYesOrNo) {
  Scene scene;
  scene.set("VERSION", "3.14");
  EXPECT_EQ(scene.set("with_platlibdir", "lib64").run(decide::abi_names).var("LIBPL"),
            "$(prefix)/lib64/python3.14/config-$(VERSION)$(ABIFLAGS)");
  EXPECT_EQ(scene.set("with_platlibdir", "yes").run(decide::abi_names).var("PLATLIBDIR"), "lib");
}

TEST(BuildPython, NoIsNoInterpreter) {
  EXPECT_EQ(refusal(decide::build_python, "with_build_python", "no"),
            "invalid --with-build-python option: expected path or \"yes\", not \"no\"");
}

TEST(Prefix, LosesOneSlash) {
  EXPECT_EQ(Scene().set("prefix", "/opt/py/").run(decide::package).var("prefix"), "/opt/py");
  EXPECT_EQ(Scene().set("prefix", "/").run(decide::package).var("prefix"), "/");
}

}  // namespace
}  // namespace pyconfigure::test
