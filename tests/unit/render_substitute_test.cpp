#include <gtest/gtest.h>

#include "pyconfigure/render/substitute.hpp"

namespace pyconfigure::render {
namespace {

const BuildPaths kOutOfTree{"/src", "/build", "/usr/bin/install -c", "/bin/mkdir -p"};

std::string render(std::string_view text, const Values& values, const BuildPaths& paths = kOutOfTree,
                   std::string_view output = "out") {
  return substitute(text, values, paths, output, {"out.in"}).text;
}

TEST(Substitute, ReplacesVariablesAndLeavesUnknownNames) {
  EXPECT_EQ(render("a @CC@ b @NOPE@ $@ @@\n", {{"CC", "gcc"}}), "a gcc b @NOPE@ $@ @@\n");
}

TEST(Substitute, DoesNotLookIntoValues) {
  EXPECT_EQ(render("@A@ @B@\n", {{"A", "@B@"}, {"B", "@srcdir@"}}), "@B@ @srcdir@\n");
}

TEST(Substitute, TextAfterAKnownNameIsNotAName) {
  EXPECT_EQ(render("@A@B@A@\n", {{"A", "1"}, {"B", "2"}}), "1B1\n");
  EXPECT_EQ(render("x@A@A@\n", {{"A", "1"}}), "x1A@\n");
}

TEST(Substitute, MultiLineValueKeepsItsNewlines) {
  EXPECT_EQ(render("[@BLOCK@]\nend", {{"BLOCK", "a\nb\n"}}), "[a\nb\n]\nend\n");
}

TEST(Substitute, PlacesOfASubFolder) {
  const std::string text = "@srcdir@ @abs_srcdir@ @top_srcdir@ @top_builddir@ @abs_builddir@ @INSTALL@\n";
  EXPECT_EQ(render(text, {}, kOutOfTree, "Mac/App/Makefile"),
            "/src/Mac/App /src/Mac/App /src ../.. /build/Mac/App /usr/bin/install -c\n");
  EXPECT_EQ(render(text, {}, {".", "/b", "./install-sh -c", "mkdir -p"}, "Mac/Makefile"),
            ". /b/Mac .. .. /b/Mac .././install-sh -c\n");
  EXPECT_EQ(render(text, {}, {"../S", "/b", "$(X)", "mkdir -p"}, "Mac/Makefile"),
            "../../S/Mac /b/../S/Mac ../../S .. /b/Mac $(X)\n");
}

TEST(Substitute, ConfigureInputNamesTheTemplate) {
  EXPECT_EQ(configure_input("Misc/x.pc", {"Misc/x.pc.in"}), "Misc/x.pc.  Generated from x.pc.in by configure.");
  EXPECT_EQ(configure_input("-", {"x"}), "Generated from x by configure.");
}

TEST(Substitute, VpathIsReducedInTreeOnly) {
  const BuildPaths in_tree{".", "/b", "i", "m"};
  EXPECT_EQ(render("VPATH=\t@srcdir@\nx\n", {}, in_tree), "\nx\n");
  EXPECT_EQ(render(" VPATH = lib:$(srcdir):more \n", {}, in_tree), " VPATH = lib:more\n");
  EXPECT_EQ(render("VPATH=\t@srcdir@\n", {}), "VPATH=\t/src\n");
}

TEST(Substitute, TemplatesThatIgnoreDatarootdir) {
  const Values values{{"mandir", "${datarootdir}/man"}, {"datarootdir", "${prefix}/share"}, {"x", "${datarootdir}"}};
  const Rendered old = substitute("@mandir@\n", values, kOutOfTree, "f", {"f.in"});
  EXPECT_EQ(old.text, "${prefix}/share/man\n");
  ASSERT_EQ(old.warnings.size(), 1U);
  EXPECT_EQ(old.warnings[0], " '/src/f.in' seems to ignore the --datarootdir setting");
  EXPECT_EQ(substitute("@x@\n", values, kOutOfTree, "f", {"f.in"}).warnings.size(), 1U);
  EXPECT_TRUE(substitute("datarootdir = y\n@mandir@\n", values, kOutOfTree, "f", {"f.in"}).warnings.empty());
}

TEST(Substitute, ListsReferences) {
  const auto names = references("@A@ x@B_1@@C@ @1@ @D E@F@\n");
  EXPECT_EQ(names, (std::set<std::string, std::less<>>{"A", "B_1", "C", "F"}));
}

}  // namespace
}  // namespace pyconfigure::render
