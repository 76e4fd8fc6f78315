// The guard over the statements of a configure.ac.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "pyconfigure/os/files.hpp"
#include "pyconfigure/tree/script_lines.hpp"
#include "pyconfigure/tree/statements.hpp"

namespace pyconfigure::tree {
namespace {

using Texts = std::vector<std::string>;

Texts texts(std::string_view configure_ac) {
  Texts all;
  for (const Statement& statement : statements(configure_ac)) all.push_back(statement.text);
  return all;
}

TEST(Statements, LeaveOutWhatDecidesNothing) {
  EXPECT_EQ(texts("dnl x\n# words\n\n  AC_PROG_CC   [a]\t\nAC_SUBST([NEW])\n#include <x.h>\n# include <y.h>\n#\n"),
            (Texts{"AC_PROG_CC [a]", "#include <x.h>", "# include <y.h>"}));
  EXPECT_EQ(texts("AC_SUBST([A], [b])\nAC_SUBST([$1])\n"), (Texts{"AC_SUBST([A], [b])"}));
}

TEST(Statements, LeaveOutHelpTexts) {
  const std::string one = "AC_ARG_WITH([x],\n  [AS_HELP_STRING([--with-x],\n    [does (this) or that])],\n  [a])\n";
  const std::string other = "AC_ARG_WITH([x],\n  [AS_HELP_STRING([--with-x=Y], [does\n    nothing])],\n  [a])\n";
  EXPECT_EQ(statement_hashes(statements(one)), statement_hashes(statements(other)));
  EXPECT_EQ(statements(one).back().line, 4);
}

TEST(Statements, LeaveOutTheWordsOfListsThatAreReadFromTheCheckout) {
  const std::string list = "a\nAC_CHECK_FUNCS([ \\\n  accept4 explicit_bzero \\\n  fork])\nb\n";
  EXPECT_EQ(texts(list), (Texts{"a", "AC_CHECK_FUNCS([...])", "b"}));
  EXPECT_EQ(texts("AC_CHECK_FUNCS([fork])\n"), (Texts{"AC_CHECK_FUNCS([fork])"}));
  EXPECT_NE(texts("AC_CHECK_FUNCS([explicit_bzero $x])\n"), (Texts{"AC_CHECK_FUNCS([...])"}));
}

TEST(Statements, AreKnownWithTheirNeighbours) {
  const auto hashes = statement_hashes(statements("a\nb\nc\n"));
  const auto known = [&](std::string_view text) {
    const auto some = statement_hashes(statements(text));
    return std::includes(hashes.begin(), hashes.end(), some.begin(), some.end());
  };
  EXPECT_TRUE(known("a\n\nb\n  c"));
  EXPECT_FALSE(known("a\nb\nx\nc\n")) << "new";
  EXPECT_FALSE(known("a\nc\n")) << "gone";
  EXPECT_FALSE(known("b\na\nc\n")) << "moved";
  EXPECT_FALSE(known("a\nb\n")) << "the end is missing";
}

TEST(Statements, OfTheTestTreeAreKnownAndAChangeIsNamed) {
  const char* tree = std::getenv("PYCONFIGURE_TEST_TREE");
  if (tree == nullptr) GTEST_SKIP() << "PYCONFIGURE_TEST_TREE names no checkout";
  std::string text = os::read_file(std::string(tree) + "/configure.ac").value_or("");
  EXPECT_EQ(unknown_statement(statements(text)), "");
  text.insert(text.find("AC_PROG_CC\n"), "AC_CHECK_FUNCS([brand_new])\n");
  EXPECT_TRUE(unknown_statement(statements(text)).ends_with(" of configure.ac (AC_CHECK_FUNCS([brand_new]))")) << unknown_statement(statements(text));
}

// --- scripts -----------------------------------------------------------------------------------------------------------

/// Are all pairs of `text` among those of `known`?
bool within(const std::string& known, const std::string& text, Script kind = Script::configure, const Texts& listed = {}) {
  const auto all = script_hashes(kind, known, listed);
  const auto some = script_hashes(kind, text, listed);
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

TEST(ScriptLines, AreKnownWithTheirNeighbours) {
  const std::string script = "#! /bin/sh\na=1\n\n# words\n  echo $a\n#define X\n";
  EXPECT_TRUE(within(script, "#! /bin/sh\n\ta=1\n# other words\necho $a  \n#define X"));
  EXPECT_FALSE(within(script, "#! /bin/sh\na=2\necho $a\n#define X\n")) << "changed";
  EXPECT_FALSE(within(script, "#! /bin/sh\necho $a\n#define X\n")) << "gone";
  EXPECT_FALSE(within(script, "#! /bin/sh\na=1\necho $a\n#define Y\n")) << "a test program";
  EXPECT_FALSE(within(script, "#! /bin/sh\na=1\necho $a\n")) << "the end is missing";
  EXPECT_FALSE(within(script, "#! /bin/sh\na=1\r\necho $a\n#define X\n")) << "no shell reads that as the same";
}

TEST(ScriptLines, OfMakesetupAreNotThoseOfConfigure) {
  const auto one = script_hashes(Script::configure, "a\n", {});
  const auto other = script_hashes(Script::makesetup, "a\n", {});
  EXPECT_NE(one, other);
}

TEST(ScriptLines, LeaveOutHelpAndSubstitutedNames) {
  EXPECT_TRUE(within("a\nOptional Features:\n  --with-x   does\nUse these variables to override the rest\nb\nac_subst_vars='A\nB'\nc\n",
                     "a\nOptional Features:\n  --with-y\n\nUse these variables to override more\nb\nac_subst_vars='Z\nA\nC\nB'\nc\n"));
  EXPECT_FALSE(within("a\nb\n", "a\nac_subst_vars='Z\nB'\nb\n"));
}

TEST(ScriptLines, LeaveOutTheWordsOfListsThatAreReadFromTheCheckout) {
  const auto check = [](const std::string& name, const std::string& macro) {
    return "ac_fn_c_check_func \"$LINENO\" \"" + name + "\" \"ac_cv_func_" + name + "\"\nif test \"x$ac_cv_func_" + name +
           "\" = xyes\nthen :\n  printf \"%s\\n\" \"#define HAVE_" + macro + " 1\" >>confdefs.h\n\nfi\n";
  };
  const std::string two = check("fork", "FORK") + check("accept4", "ACCEPT4");
  EXPECT_TRUE(within(two, check("accept4", "ACCEPT4") + check("brand_new", "BRAND_NEW") + check("fork", "FORK"), Script::configure,
                     {"fork", "accept4", "brand_new"}));
  EXPECT_FALSE(within(two, two + check("brand_new", "BRAND_NEW"), Script::configure, {"fork", "accept4"})) << "not in a list";
  EXPECT_FALSE(within(two, check("fork", "ACCEPT5") + check("accept4", "ACCEPT4"), Script::configure, {"fork", "accept4"}));
  EXPECT_TRUE(within("for ac_func in  \\\n  a b \\\n c\ndo :\nx\n", "for ac_func in  \\\n  a c d\ndo :\nx\n"));
  EXPECT_FALSE(within("for ac_func in a b\ndo :\n", "for ac_func in a c\ndo :\n"));
}

TEST(ScriptLines, OfTheTestTreeAreKnownAndAChangeIsNamed) {
  const char* tree = std::getenv("PYCONFIGURE_TEST_TREE");
  if (tree == nullptr) GTEST_SKIP() << "PYCONFIGURE_TEST_TREE names no checkout";
  const auto read = [&](const char* name) { return os::read_file(std::string(tree) + "/" + name).value_or(""); };
  const Texts listed = listed_words(statements(read("configure.ac")));
  EXPECT_TRUE(std::find(listed.begin(), listed.end(), "explicit_bzero") != listed.end());
  std::string script = read("configure");
  ASSERT_FALSE(script.empty());
  EXPECT_EQ(unknown_line(Script::configure, "configure", script, listed), "");
  EXPECT_EQ(unknown_line(Script::makesetup, "Modules/makesetup", read("Modules/makesetup"), listed), "");
  EXPECT_TRUE(is_known_file(script));
  EXPECT_FALSE(is_known_file(script + " "));
  const std::size_t at = script.find("\nac_cv_prog_cc_g=no\n");
  script.insert(at == std::string::npos ? script.size() : at, "\nCFLAGS=-O9");
  EXPECT_TRUE(unknown_line(Script::configure, "configure", script, listed).ends_with(" of configure (CFLAGS=-O9)"))
      << unknown_line(Script::configure, "configure", script, listed);
}

}  // namespace
}  // namespace pyconfigure::tree
