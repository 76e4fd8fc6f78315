// The guard over the statements of a configure.ac.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "pyconfigure/os/files.hpp"
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
  EXPECT_EQ(statement_hashes(one), statement_hashes(other));
  EXPECT_EQ(statements(one).back().line, 4);
}

TEST(Statements, LeaveOutTheWordsOfListsThatAreReadFromTheCheckout) {
  const std::string list = "a\nAC_CHECK_FUNCS([ \\\n  accept4 explicit_bzero \\\n  fork])\nb\n";
  EXPECT_EQ(texts(list), (Texts{"a", "AC_CHECK_FUNCS([...])", "b"}));
  EXPECT_EQ(texts("AC_CHECK_FUNCS([fork])\n"), (Texts{"AC_CHECK_FUNCS([fork])"}));
  EXPECT_NE(texts("AC_CHECK_FUNCS([explicit_bzero $x])\n"), (Texts{"AC_CHECK_FUNCS([...])"}));
}

TEST(Statements, AreKnownWithTheirNeighbours) {
  const auto hashes = statement_hashes("a\nb\nc\n");
  const auto known = [&](std::string_view text) {
    const auto some = statement_hashes(text);
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
  EXPECT_EQ(unknown_statement(text), "");
  text.insert(text.find("AC_PROG_CC\n"), "AC_CHECK_FUNCS([brand_new])\n");
  EXPECT_TRUE(unknown_statement(text).ends_with(" of configure.ac (AC_CHECK_FUNCS([brand_new]))")) << unknown_statement(text);
}

}  // namespace
}  // namespace pyconfigure::tree
