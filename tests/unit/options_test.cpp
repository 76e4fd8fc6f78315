// The command line as autoconf's scripts read it: spellings, values, what is refused, and what is remembered of it.
#include <gtest/gtest.h>

#include "pyconfigure/options/request.hpp"

namespace pyconfigure::options {
namespace {

using Words = std::vector<std::string>;

std::string value(const Words& arguments, std::string_view name, const Words& environment = {}) {
  const Request request = parse(arguments, environment);
  return request.refusal ? "refused: " + worded(*request.refusal, "2.72") : std::string(request.text(name));
}

std::string refusal(const Words& arguments) {
  Request request = parse(arguments, {});
  if (!request.refusal) finish(request);
  return request.refusal ? worded(*request.refusal, "2.72") : "";
}

std::string unrecognized(const std::string& word) {
  return "unrecognized option: '" + word + "'\nTry '$0 --help' for more information";
}

// --- spellings -------------------------------------------------------------------------------------------------------

TEST(Abbreviations, ShortestOfEach) {
  EXPECT_EQ(value({"--p=/x"}, "prefix"), "/x");
  EXPECT_EQ(value({"--sh=/x"}, "sharedstatedir"), "/x");
  EXPECT_EQ(value({"--shared=/x"}, "sharedstatedir"), "/x") << "not --enable-shared";
  EXPECT_EQ(value({"--c=x"}, "cache_file"), "x");
  EXPECT_EQ(value({"--h"}, "host_alias"), "refused: " + unrecognized("--h")) << "help or host?";
  EXPECT_EQ(value({"--o=/x"}, "oldincludedir"), "/x");
  EXPECT_EQ(value({"--r=/x"}, "runstatedir"), "/x");
  EXPECT_EQ(value({"--s=/x"}, "srcdir"), "refused: " + unrecognized("--s=/x"));
}

TEST(Abbreviations, GapsOfAutoconfsList) {
  EXPECT_EQ(refusal({"--docd=/x"}), unrecognized("--docd=/x"));
  EXPECT_EQ(value({"--docdi=/x"}, "docdir"), "/x");
  EXPECT_EQ(refusal({"--program-tra=x"}), unrecognized("--program-tra=x"));
  EXPECT_EQ(value({"--progr-tra=x"}, "program_transform_name"), "x");
}

TEST(Abbreviations, ConfigCacheHasNone) {
  EXPECT_EQ(value({"--config-cache"}, "cache_file"), "config.cache");
  EXPECT_EQ(value({"-C"}, "cache_file"), "config.cache");
  EXPECT_EQ(refusal({"--config-cach"}), unrecognized("--config-cach"));
  EXPECT_EQ(refusal({"-config-cache"}), unrecognized("-config-cache"));
}

TEST(OneDash, TakesWholeNamesOnly) {
  EXPECT_EQ(value({"-prefix=/x"}, "prefix"), "/x");
  EXPECT_EQ(refusal({"-pref=/x"}), unrecognized("-pref=/x"));
  EXPECT_EQ(value({"-with-lto"}, "with_lto"), "yes");
  EXPECT_EQ(value({"-disable-gil"}, "enable_gil"), "no");
  EXPECT_EQ(value({"--exec_prefix=/x"}, "exec_prefix"), "/x");
  EXPECT_EQ(refusal({"-exec_prefix=/x"}), unrecognized("-exec_prefix=/x"));
}

TEST(Letters, AreWords) {
  EXPECT_EQ(value({"-q"}, "silent"), "yes");
  EXPECT_EQ(value({"-n"}, "no_create"), "yes");
  EXPECT_EQ(value({"-v"}, "verbose"), "yes");
  EXPECT_EQ(refusal({"-qn"}), unrecognized("-qn"));
  EXPECT_EQ(value({"--x"}, "with_x"), "yes");
  EXPECT_EQ(refusal({"-x"}), unrecognized("-x"));
}

TEST(Flags, TakeNoValue) {
  EXPECT_EQ(refusal({"--quiet=yes"}), unrecognized("--quiet=yes"));
  EXPECT_EQ(refusal({"--no-create="}), unrecognized("--no-create="));
}

TEST(Help, HasKinds) {
  EXPECT_EQ(parse({"--help"}, {}).help, Help::full);
  EXPECT_EQ(parse({"--he"}, {}).help, Help::full);
  EXPECT_EQ(parse({"-h"}, {}).help, Help::full);
  EXPECT_EQ(parse({"--help=short"}, {}).help, Help::brief);
  EXPECT_EQ(parse({"-hs"}, {}).help, Help::brief);
  EXPECT_EQ(parse({"--help=r"}, {}).help, Help::recursive);
  EXPECT_EQ(refusal({"--help=long"}), unrecognized("--help=long"));
  EXPECT_TRUE(parse({"-V"}, {}).version);
  EXPECT_TRUE(parse({"--vers"}, {}).version);
}

// --- values ----------------------------------------------------------------------------------------------------------

TEST(Values, TheLastOneWins) {
  EXPECT_EQ(value({"--prefix=/a", "--prefix=/b"}, "prefix"), "/b");
  EXPECT_EQ(value({"--enable-shared", "--disable-shared"}, "enable_shared"), "no");
}

TEST(Values, MayBeTheNextWord) {
  EXPECT_EQ(value({"--prefix", "/a"}, "prefix"), "/a");
  EXPECT_EQ(value({"--prefix", "--enable-shared"}, "prefix"), "--enable-shared");
  EXPECT_EQ(refusal({"--prefix"}), "missing argument to --prefix");
  EXPECT_EQ(refusal({"--host"}), "missing argument to --host-alias") << "it is the variable that is named";
  EXPECT_EQ(refusal({"--program-pre"}), "missing argument to --program-prefix");
}

TEST(Values, OfFeaturesAndPackages) {
  EXPECT_EQ(value({"--enable-shared"}, "enable_shared"), "yes");
  EXPECT_EQ(value({"--enable-shared="}, "enable_shared"), "");
  EXPECT_EQ(value({"--with-lto=a=b"}, "with_lto"), "a=b");
  EXPECT_EQ(value({"--with-a+b.c-d"}, "with_a_b_c_d"), "yes");
  EXPECT_EQ(value({"--without-a-b"}, "with_a_b"), "no");
}

TEST(Values, StandardOnesCannotComeFromTheEnvironment) {
  EXPECT_EQ(value({}, "prefix", {"prefix=/x"}), "NONE");
  EXPECT_EQ(value({}, "silent", {"silent=yes"}), "");
  EXPECT_EQ(value({}, "with_lto", {"with_lto=thin"}), "thin");
  EXPECT_EQ(value({}, "host_alias", {"host_alias=x"}), "x");
}

TEST(Names, HaveToBeNames) {
  EXPECT_EQ(refusal({"--disable-x=y"}), "invalid feature name: 'x=y'");
  EXPECT_EQ(refusal({"--enable-a b"}), "invalid feature name: 'a b'");
  EXPECT_EQ(refusal({"--with-a/b=c"}), "invalid package name: 'a/b'");
  EXPECT_EQ(refusal({"--without-x=y"}), "invalid package name: 'x=y'");
  EXPECT_EQ(refusal({"1A=b"}), "invalid variable name: '1A'");
  EXPECT_EQ(refusal({"=b"}), "invalid variable name: ''");
  EXPECT_EQ(refusal({"A-B=c"}), "invalid variable name: 'A-B'");
}

TEST(Assignments, AreExported) {
  const Request request = parse({"CC=a", "CFLAGS=-O2 -g", "CC=b"}, {"CC=c"});
  EXPECT_EQ(request.text("CC"), "b");
  EXPECT_EQ(request.exported, (Words{"CFLAGS=-O2 -g", "CC=b"}));
  EXPECT_EQ(request.values.at("CC").origin, Origin::argument);
}

TEST(Assignments, MaySetOptions) {
  EXPECT_EQ(value({"with_lto=thin", "prefix=/x"}, "prefix"), "/x");
}

TEST(BareWords, AreOldHostNames) {
  const Request request = parse({"x86_64-linux"}, {});
  EXPECT_EQ(request.warnings, (Words{"you should use --build, --host, --target"}));
  for (const char* name : {"build_alias", "host_alias", "target_alias"}) EXPECT_EQ(request.text(name), "x86_64-linux");
  EXPECT_EQ(parse({"a/b"}, {}).warnings, (Words{"you should use --build, --host, --target", "invalid host type: a/b"}));
  EXPECT_EQ(parse({"--host=h", "w"}, {}).text("host_alias"), "h");
}

TEST(DoubleDash, EndsOptions) {
  const Request request = parse({"--", "--prefix=/x", "-q"}, {});
  ASSERT_TRUE(request.refusal) << "what follows is an assignment to a strange name";
  EXPECT_EQ(worded(*request.refusal, "2.72"), "invalid variable name: '--prefix'");
  EXPECT_EQ(parse({"--", "-q"}, {}).warnings, (Words{"you should use --build, --host, --target"}));
  EXPECT_FALSE(parse({"--", "-q"}, {}).silent());
}

TEST(UserOptions, AreListedAsTheyAreSpelled) {
  const Request request = parse({"--enable-Foo", "--without-b.c", "-with-d"}, {});
  Words spelled;
  for (const UserOption& option : request.user_options) spelled.push_back(option.spelled);
  EXPECT_EQ(spelled, (Words{"--enable-Foo", "--without-b.c", "--with-d"}));
}

// --- folders ---------------------------------------------------------------------------------------------------------

TEST(Folders, HaveToBeAbsolute) {
  EXPECT_EQ(refusal({"--prefix=relative"}), "expected an absolute directory name for --prefix: relative");
  EXPECT_EQ(refusal({"--bindir="}), "expected an absolute directory name for --bindir: ");
  EXPECT_EQ(refusal({"--exec-prefix=x/"}), "expected an absolute directory name for --exec_prefix: x");
  EXPECT_EQ(refusal({"--prefix=x", "--exec-prefix=y"}), "expected an absolute directory name for --exec_prefix: y");
  for (const char* good : {"--bindir=$HOME", "--bindir=\\x", "--bindir=c:/x", "--prefix="})
    EXPECT_EQ(refusal({good}), "");
}

TEST(Folders, LoseTrailingSlashes) {
  Request request = parse({"--prefix=/a///", "--bindir=/", "--libdir=//"}, {});
  finish(request);
  EXPECT_EQ(request.text("prefix"), "/a");
  EXPECT_EQ(request.text("bindir"), "/");
  EXPECT_EQ(request.text("libdir"), "//");
}

// --- what is remembered ----------------------------------------------------------------------------------------------

std::string remembered(const Words& arguments) {
  return parse(arguments, {}).configure_args;
}

TEST(ConfigureArgs, AreQuotedWords) {
  EXPECT_EQ(remembered({"--prefix=/a b", "CFLAGS=it's"}), " '--prefix=/a b' 'CFLAGS=it'\\''s'");
  EXPECT_EQ(remembered({}), "");
  EXPECT_EQ(remembered({"--enable-x", "$HOME"}), " '--enable-x' '$HOME'");
}

TEST(ConfigureArgs, LeaveOutWhatIsAboutTheRun) {
  EXPECT_EQ(remembered({"-q", "--quiet", "--sil", "-n", "--no-create", "--no-r", "--with-x"}), " '--with-x'");
  EXPECT_EQ(remembered({"-v", "--verbose"}), " '-v' '--verbose'");
}

TEST(ConfigureArgs, KeepTheLastOfEqualWords) {
  EXPECT_EQ(remembered({"--with-a", "--with-b", "--with-a"}), " '--with-b' '--with-a'");
  EXPECT_EQ(remembered({"CC=a", "CC=b", "CC=a"}), " 'CC=b' 'CC=a'");
  EXPECT_EQ(remembered({"--with-lto=a", "--with-lto=b"}), " '--with-lto=a' '--with-lto=b'") << "others all stay";
}

TEST(ConfigureArgs, KeepWordsThatMayBeValues) {
  EXPECT_EQ(remembered({"--prefix", "/x", "--prefix", "/x"}), " '--prefix' '/x' '--prefix' '/x'");
  EXPECT_EQ(remembered({"--prefix", "--with-a", "--with-a"}), " '--prefix' '--with-a' '--with-a'");
}

TEST(Invocation, QuotesOnlyWhereTheShellNeedsIt) {
  EXPECT_EQ(parse({"--prefix=/x", "-q", "CFLAGS=-O2 -g"}, {}).invocation, " --prefix=/x -q 'CFLAGS=-O2 -g'");
}

}  // namespace
}  // namespace pyconfigure::options
