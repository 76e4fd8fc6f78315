#include <gtest/gtest.h>

#include "pyconfigure/render/config_header.hpp"

namespace pyconfigure::render {
namespace {

std::string body(std::string_view text, std::string_view confdefs) {
  const std::string header = config_header(text, collect_macros(confdefs), "h.h", {"h.h.in"});
  return header.substr(header.find('\n') + 1);
}

TEST(ConfigHeader, StartsWithABanner) {
  EXPECT_EQ(config_header("", {}, "pyconfig.h", {"pyconfig.h.in"}),
            "/* pyconfig.h.  Generated from pyconfig.h.in by configure.  */\n");
}

TEST(ConfigHeader, DefinesAndComments) {
  EXPECT_EQ(body("#undef A\n#  undef B\n\t#\tundef C /* gone */\n#undef A+\nx\n", "#define A 1\n#define C \"q\\n\"\n"),
            "#define A 1\n/* #  undef B */\n\t#\tdefine C \"q\\n\"\n#undef A+\nx\n");
}

TEST(ConfigHeader, LastDefinitionWins) {
  EXPECT_EQ(body("#undef A\n", "#define A 1\n#define A 2\n"), "#define A 2\n");
}

TEST(ConfigHeader, EmptyValueLeavesABlank) {
  EXPECT_EQ(body("#undef A\n", "#define A\n"), "#define A \n");
}

TEST(ConfigHeader, DefinitionsUnderConditionalsCount) {
  EXPECT_EQ(body("#undef A\n#undef B\n", "#ifdef X\n# define A y\n#endif\n#undef B\n"),
            "#define A y\n/* #undef B */\n");
}

TEST(ConfigHeader, TemplateDefinesAreReplacedToo) {
  EXPECT_EQ(body("# define A 0\n", "#define A 1\n"), "# define A 1\n");
}

TEST(ConfigHeader, FunctionLikeMacros) {
  EXPECT_EQ(body("#undef F\n", "#define F(a, b) a b\n"), "#define F(a, b) a b\n");
  EXPECT_EQ(body("#undef F\n", "#define F(a)  a\n#define F 1\n"), "#define F(a) 1\n");
}

TEST(ConfigHeader, ContinuationLines) {
  EXPECT_EQ(body("#undef A\n", "#define A x \\\n  y\n#define B 1\n"), "#define A x \\\n  y\n");
  EXPECT_EQ(body("#undef A\n#undef B\n", "#define A \"x\" \\\n  y\n#define B 1\n"), "/* #undef A */\n#define B 1\n");
}

TEST(ConfigHeader, ConfdefsTextJoinsBlocks) {
  probe::Confdefs confdefs;
  confdefs.lines = {{"A", "#define A 1\n"}, {"", "#if X\n#endif\n"}};
  EXPECT_EQ(confdefs_text(confdefs), "#define A 1\n#if X\n#endif\n");
}

}  // namespace
}  // namespace pyconfigure::render
