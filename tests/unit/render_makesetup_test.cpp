#include <gtest/gtest.h>

#include "pyconfigure/render/makesetup.hpp"

namespace pyconfigure::render {
namespace {

MakesetupInput input_with(std::string setup) {
  MakesetupInput input;
  input.config_name = "./config.c.in";
  input.config_template = "top\n/* MARKER 1 */\nmid\n/* MARKER 2 */\n";
  input.makefile_template =
      "B=_MODBUILT_NAMES_\nS=_MODSHARED_NAMES_\nD=_MODDISABLED_NAMES_\nO=_MODOBJS_\nL=_MODLIBS_\n"
      "# Definitions added by makesetup\nend\n";
  input.dialect.link_tail = "$(MODULE_LDFLAGS_SHARED)";
  input.setup_files = {{"Setup", std::move(setup)}};
  return input;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Makesetup, BuiltInModule) {
  const MakesetupResult result = makesetup(input_with("mod modmod.c\n"));
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(
      result.config_c,
      "/* Generated automatically from ./config.c.in by makesetup. */\ntop\n"
      "extern PyObject* PyInit_mod(void);\n\n/* MARKER 1 */\nmid\n    {\"mod\", PyInit_mod},\n\n/* MARKER 2 */\n");
  EXPECT_EQ(result.makefile,
            "# Generated automatically from Makefile.pre by makesetup.\n"
            "B=  mod\nS=\nD=\nO=  Modules/modmod.o\nL=$(LOCALMODLIBS) $(BASEMODLIBS)\n"
            "# Definitions added by makesetup\n\n\nLOCALMODLIBS= $(MODULE_MOD_LDFLAGS)\nBASEMODLIBS=\n\nend\n"
            "\n# Rules appended by makesetup\n\n"
            "Modules/modmod.o: $(srcdir)/Modules/modmod.c $(MODULE_MOD_DEPS) $(MODULE_DEPS_STATIC) $(PYTHON_HEADERS); "
            "$(CC) $(MODULE_MOD_CFLAGS) $(PY_BUILTIN_MODULE_CFLAGS) -c $(srcdir)/Modules/modmod.c -o Modules/modmod.o\n"
            "Modules/mod$(EXT_SUFFIX):  Modules/modmod.o $(MODULE_MOD_LDEPS); $(BLDSHARED)  Modules/modmod.o "
            "$(MODULE_MOD_LDFLAGS) $(MODULE_LDFLAGS_SHARED) -o Modules/mod$(EXT_SUFFIX)\n");
}

TEST(Makesetup, SharedModuleWithFlags) {
  const MakesetupResult result = makesetup(input_with("*shared*\nx sub/x.cpp -Iinc -lfoo $(A) # note\n"));
  EXPECT_TRUE(has(result.makefile, "B=  x\nS= x\n")) << result.makefile;
  EXPECT_TRUE(has(result.makefile, "\nSHAREDMODS= Modules/x$(EXT_SUFFIX)\n"));
  EXPECT_TRUE(
      has(result.makefile, "; $(CXX)  -Iinc $(A) $(PY_STDMODULE_CFLAGS) $(CCSHARED) -c $(srcdir)/Modules/sub/x.cpp"));
  EXPECT_TRUE(has(result.makefile, "; $(BLDSHARED)  Modules/sub/x.o  -lfoo $(A) $(MODULE_LDFLAGS_SHARED) -o"));
  EXPECT_FALSE(has(result.config_c, "PyInit_x"));
}

TEST(Makesetup, DisabledModulesAndDuplicates) {
  const MakesetupResult result = makesetup(input_with("*disabled*\na\n*static*\na a.c\nb b.c\n"));
  EXPECT_EQ(result.errors, "maksetup: 'a' was handled by previous rule.\n");
  EXPECT_EQ(result.status, 0);
  EXPECT_TRUE(has(result.makefile, "B=  b\nS=\nD=  a\n"));
}

TEST(Makesetup, DefinitionsInReverseOrder) {
  const MakesetupResult result = makesetup(input_with("A=1\nB = 2  3\ninclude x\nmod -DX=1\n"));
  EXPECT_TRUE(has(result.makefile, "BASEMODLIBS=\nmod -DX=1\ninclude x\nB = 2  3\nA=1\n\nend\n")) << result.makefile;
}

TEST(Makesetup, BadWordGivesUp) {
  const MakesetupResult result = makesetup(input_with("ok ok.c\nmod what.ever\n"));
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.errors, "bad word what.ever in mod what.ever\n");
  EXPECT_EQ(result.makefile, "");
}

TEST(Makesetup, BackslashesAndLineEnds) {
  EXPECT_TRUE(has(makesetup(input_with("A=x\\\n  y\n")).makefile, "\nA=x  y\n"));
  EXPECT_TRUE(has(makesetup(input_with("A=a\\b\\\\c\n")).makefile, "\nA=ab\\c\n"));
  EXPECT_TRUE(has(makesetup(input_with("A=1  2\\\\\n   B\n")).makefile, "\nA=1 2B\n"));
  EXPECT_EQ(makesetup(input_with("A=1\\\\\n")).status, 1);
  EXPECT_FALSE(has(makesetup(input_with("A=1\nB=2")).makefile, "B=2"));
}

TEST(Makesetup, LineBreakBetweenFilesDependsOnTheScript) {
  MakesetupInput input = input_with("A=1");
  input.setup_files.push_back({"Setup", "B=2\n"});
  EXPECT_TRUE(has(makesetup(input).makefile, "\nB=2\nA=1*doconfig*\n"));
  input.dialect.line_break_before_input = true;
  EXPECT_TRUE(has(makesetup(input).makefile, "\nB=2\nA=1\n"));
}

TEST(Makesetup, MissingFileEndsTheInput) {
  MakesetupInput input = input_with("A=1\n");
  input.setup_files.push_back({"gone", std::nullopt});
  input.setup_files.push_back({"Setup", "B=2\n"});
  const MakesetupResult result = makesetup(input);
  EXPECT_EQ(result.errors, "cat: gone: No such file or directory\n");
  EXPECT_FALSE(has(result.makefile, "B=2"));
}

TEST(Makesetup, FilesAfterDashN) {
  MakesetupInput input = input_with("a a.c -la\n");
  input.setup_files.push_back({"-n", std::nullopt});
  input.setup_files.push_back({"Setup", "b b.c -lb\n"});
  const MakesetupResult result = makesetup(input);
  EXPECT_TRUE(has(result.makefile, "LOCALMODLIBS=  -la\nBASEMODLIBS=  -lb\n")) << result.makefile;
  EXPECT_FALSE(has(result.makefile, "b.o"));
  EXPECT_TRUE(has(result.config_c, "PyInit_b"));
}

TEST(Makesetup, GlobsWords) {
  MakesetupInput input = input_with("m *.c\n");
  input.glob = [](const std::string& word) {
    return word == "*.c" ? std::vector<std::string>{"p.c", "q.c"} : std::vector<std::string>{};
  };
  EXPECT_TRUE(has(makesetup(input).makefile, "O=  Modules/p.o Modules/q.o\n"));
}

TEST(Makesetup, DialectIsReadOffTheScript) {
  const MakesetupDialect now = MakesetupDialect::of_script(
      "\techo ''  # x\n\\$(MODULE_DEPS_SHARED) \\$(X_LDEPS) "
      "\\$(MODULE_LDFLAGS_SHARED)");
  EXPECT_TRUE(now.line_break_before_input && now.module_deps && now.module_link_deps);
  EXPECT_EQ(now.link_tail, "$(MODULE_LDFLAGS_SHARED)");
  const MakesetupDialect older = MakesetupDialect::of_script("\\$(MODULE_DEPS_SHARED) $libs \\$(LIBPYTHON) -o");
  EXPECT_FALSE(older.line_break_before_input || older.module_link_deps);
  EXPECT_EQ(older.link_tail, "$(LIBPYTHON)");
}

}  // namespace
}  // namespace pyconfigure::render
