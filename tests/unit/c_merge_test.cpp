// Programs as pieces, and which of them one translation unit can hold.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "c_merge_fixture.hpp"

namespace pyconfigure::c {
namespace {

// --- pieces ----------------------------------------------------------------------------------------------------------

TEST_F(MergeTest, ProgramsAreCutIntoTheirDeclarations) {
  const Ids ids = program("int a, b; int f(void) { return a; }\n;\nstruct s { int c; };\n");
  EXPECT_EQ(spelled(ids), (Strings{"int a , b ; ", "int f ( void ) { return a ; } ", "; ", "struct s { int c ; } ; "}));
  EXPECT_TRUE(pieces[ids[0]].own);
  EXPECT_FALSE(pieces[ids[0]].main);
}

TEST_F(MergeTest, WhatDoesNotEndIsNoProgram) {
  EXPECT_EQ(read("int a; int f(void) {\n"), std::nullopt);
  EXPECT_EQ(read("int a; }\n"), std::nullopt);
  EXPECT_EQ(read("int a\n"), std::nullopt);
  EXPECT_EQ(read(""), Ids());
  EXPECT_EQ(spelled(program("int a;\n")), Strings{"int a ; "}) << "what was read before has left nothing";
}

TEST_F(MergeTest, EqualTextsAreOnePieceAsLongAsTheirNamesMeanTheSame) {
  const Ids one = program("typedef int t; t a;\n");
  const Ids same = program("typedef  int t;\nt a;\n");
  const Ids other = program("typedef long t; t a;\n");
  EXPECT_EQ(one, same);
  EXPECT_NE(one[0], other[0]);
  EXPECT_NE(one[1], other[1]) << "another t";
  const Ids later = program("int b; typedef int t; t a;\n");
  EXPECT_EQ(later[1], one[0]) << "b has nothing to do with it";
  EXPECT_EQ(later[2], one[1]);
}

TEST_F(MergeTest, TheOrderOfDeclarationsMatters) {
  const Ids one = program("struct s; void f(struct s *);\n");
  const Ids other = program("void f(struct s *); struct s;\n");
  EXPECT_NE(one[1], other[0]);
  EXPECT_NE(one[0], other[1]);
  const Ids twice = program("int f(void); int f(void);\n");
  EXPECT_NE(twice[0], twice[1]) << "the second one finds a declaration";
}

TEST_F(MergeTest, ToSayAgainThatThereIsATypeSaysNothing) {
  const Ids once = program("struct s; int f(struct s *);\n");
  EXPECT_EQ(program("struct s; struct s; int f(struct s *); struct s;\n"), once);
  EXPECT_EQ(program("struct s { int a; }; struct s; int f(struct s *);\n"), program("struct s { int a; }; int f(struct s *);\n"));
  EXPECT_EQ(program("union u; union u; int f(union u *);\n").size(), 2U);
  // Only what has been said at file scope, of the same kind, with nothing besides.
  EXPECT_EQ(program("struct s; union s;\n").size(), 2U);
  EXPECT_EQ(program("void f(struct s *); struct s; int g(struct s *);\n").size(), 3U);
  EXPECT_EQ(program("typedef struct s t; struct s; int g(struct s *);\n").size(), 3U);
  EXPECT_EQ(program("struct s; struct s x;\n").size(), 2U);
  EXPECT_EQ(program("struct s { int a; } x; struct s;\n").size(), 2U);
  EXPECT_EQ(program("enum e { one }; enum e;\n").size(), 2U);
  EXPECT_EQ(program("int a; struct s; struct s;\n").size(), 2U) << "what was read before has left nothing";
}

TEST_F(MergeTest, PiecesSayFromWhereTheyAre) {
  headers = {{"/user/u.h", "int a;\n"}, {"/one/s.h", "int a;\n"}};
  const Ids own = program("int a;\n");
  const Ids user = program("#include <u.h>\n");
  const Ids system = program("#include <s.h>\n");
  EXPECT_TRUE(pieces[own[0]].own);
  EXPECT_FALSE(pieces[user[0]].own || pieces[user[0]].system);
  EXPECT_TRUE(pieces[system[0]].system && !pieces[system[0]].own);
  EXPECT_NE(own[0], user[0]);
  EXPECT_NE(user[0], system[0]);
}

TEST_F(MergeTest, ADeclarationThatAHeaderEndsIsNeithers) {
  headers = {{"/one/a.h", "int f(void);\nint g(void);\n"}};
  const Ids plain = program("#include <a.h>\n");
  const Ids mixed = program("static\n#include <a.h>\n");
  const Ids again = program("#include <a.h>\n");
  EXPECT_EQ(spelled(mixed), (Strings{"static int f ( void ) ; ", "int g ( void ) ; "}));
  EXPECT_TRUE(pieces[mixed[0]].own && !pieces[mixed[0]].system);
  EXPECT_NE(plain[0], mixed[0]);
  EXPECT_EQ(plain[1], mixed[1]);
  EXPECT_EQ(plain, again);
  EXPECT_EQ(read("#include <a.h>\n}\n"), std::nullopt);
}

TEST_F(MergeTest, ADeclarationThatAHeaderBeginsIsNeithers) {
  headers = {{"/one/a.h", "int f(void);\nextern int\n"}};
  const Ids mixed = program("#include <a.h>\ng;\n");
  EXPECT_EQ(spelled(mixed), (Strings{"int f ( void ) ; ", "extern int g ; "}));
  EXPECT_TRUE(pieces[mixed[0]].system && !pieces[mixed[0]].own);
  EXPECT_TRUE(pieces[mixed[1]].own && !pieces[mixed[1]].system);
  EXPECT_EQ(read("#include <a.h>\n"), std::nullopt);
}

TEST_F(MergeTest, AHeaderIsTheSystemsOrNotByHowItIsIncluded) {
  headers = {{"/user/a.h", "int a;\n"}, {"/one/b.h", "#include <a.h>\n"}};
  const Ids direct = program("#include <a.h>\n");
  const Ids through = program("#include <b.h>\n");
  EXPECT_FALSE(pieces[direct[0]].system);
  EXPECT_TRUE(pieces[through[0]].system);
  EXPECT_EQ(program("#include <a.h>\n"), direct);
}

TEST_F(MergeTest, HeadersThatAreReadAgainGiveTheSamePieces) {
  headers = {{"/one/a.h", "typedef int t;\nint f(t);\n#ifdef X\nint g(t);\n#endif\nint h(t);\n"}};
  const Ids first = program("#include <a.h>\n");
  EXPECT_EQ(program("#include <a.h>\n"), first);
  const Ids more = program("#define X\n#include <a.h>\n");
  ASSERT_EQ(more.size(), 4U);
  EXPECT_EQ((Ids{more[0], more[1], more[3]}), first);
  const Ids changed = program("#define t u\n#include <a.h>\n");
  EXPECT_NE(changed[0], first[0]);
  EXPECT_NE(changed[1], first[1]);
  const Ids hidden = program("typedef int f;\n#include <a.h>\n");
  EXPECT_EQ(hidden[1], first[0]);
  EXPECT_NE(hidden[2], first[1]) << "f is something else";
}

TEST_F(MergeTest, AnUnreadDeclarationOfAHeaderMayDeclareAllItsNames) {
  headers = {{"/one/a.h", "unknown a, b;\nint c;\n"}};
  const Ids one = program("#include <a.h>\n");
  ASSERT_EQ(one.size(), 2U);
  EXPECT_EQ(pieces[one[0]].declares.size(), 3U);
  EXPECT_EQ(pieces[one[1]].declares.size(), 1U);
  EXPECT_EQ(fit({"#include <a.h>\n", with_body("", "return sizeof a;")}), "yn");
  EXPECT_EQ(fit({"#include <a.h>\n", with_body("", "return sizeof d;")}), "yy");
}

TEST_F(MergeTest, AnUnreadDeclarationOfAProgramIsRefused) {
  for (const char* text : {"unknown a;", "main() { return 0; }", "int f(a) int a; { return a; }", "typedef int;", "enum e : int { A } x;",
                           "__asm__(\"nop\");", "[[noreturn]] void f(void);"}) {
    EXPECT_EQ(read(text), std::nullopt) << text;
  }
  EXPECT_TRUE(read("int a; typedef int t; enum e { A } x; t f(t a) { return a; }"));
}

// --- units -----------------------------------------------------------------------------------------------------------

TEST_F(MergeTest, HeadersAreThereOnce) {
  headers = {{"/one/a.h", "int a;\nint b;\n"}, {"/one/c.h", "int c;\n"}};
  MergedUnit unit(pieces, trail);
  EXPECT_TRUE(add(unit, 0, with_body("#include <a.h>\n#include <c.h>", "return a;")));
  EXPECT_TRUE(add(unit, 1, with_body("#include <a.h>", "return b;")));
  EXPECT_TRUE(add(unit, 2, with_body("#include <c.h>\n#include <a.h>", "return c;")))
      << "a and c have nothing to do with each other";
  EXPECT_EQ(unit.places().size(), 6U) << "three of headers, three mains";
}

TEST_F(MergeTest, AnotherDeclarationOfANameDoesNotFit) {
  EXPECT_EQ(fit({"int f(void);", "int f(void);", "long f(void);", "int g(void);", "int f(void); int f(void);"}), "yynyy");
  EXPECT_EQ(fit({"int f(void); int f(void);", "int f(void);"}), "yy");
  EXPECT_EQ(fit({"typedef int t;", "struct t { int a; };"}), "yn") << "tags and names are not told apart";
  EXPECT_EQ(fit({"enum { A };", "enum { B, A };", "enum { B };"}), "yny");
  EXPECT_EQ(fit({"typedef int t; t a;", "typedef long t; t a;"}), "yn");
  EXPECT_EQ(fit({"int f(void) { return 0; }", "int f(void) { return 1; }"}), "yn");
}

TEST_F(MergeTest, TheSameNameOfAHeaderAndOfAProgramDoesNotFit) {
  headers = {{"/one/a.h", "int f(void);\n"}};
  EXPECT_EQ(fit({"#include <a.h>\n", "int f(void);\n"}), "yn");
  EXPECT_EQ(fit({"int f(void);\n", "#include <a.h>\n"}), "yn");
  EXPECT_EQ(fit({"#include <a.h>\n", "#include <a.h>\nint f(void);\n"}), "yy");
}

TEST_F(MergeTest, AHeaderThatCameOutDifferentlyDoesNotFit) {
  headers = {{"/one/a.h", "#ifdef WIDE\ntypedef long t;\n#else\ntypedef int t;\n#endif\nint f(t);\n"}};
  EXPECT_EQ(fit({"#include <a.h>\n", "#define WIDE\n#include <a.h>\n", "#define NARROW\n#include <a.h>\n"}), "yny");
}

TEST_F(MergeTest, ANameThatIsNotDeclaredStaysSo) {
  const std::string mentions = with_body("", "void *x = fork; return !x;");
  EXPECT_EQ(fit({"int fork(void);", mentions}), "yn");
  EXPECT_EQ(fit({mentions, "int fork(void);"}), "yy") << "what comes behind it changes nothing";
  EXPECT_EQ(fit({mentions, mentions}), "yy");
  EXPECT_EQ(fit({"int vfork(void);", mentions}), "yy");
  EXPECT_EQ(fit({"typedef int t;", with_body("", "return sizeof (t);")}), "yn");
  EXPECT_EQ(fit({"struct t { int a; };", with_body("", "return sizeof (struct t);")}), "yn");
  EXPECT_EQ(fit({"enum { A };", with_body("", "return A;")}), "yn");
}

TEST_F(MergeTest, CallsOfWhatIsNotDeclaredStandAlone) {
  const std::string calls = with_body("", "return fork();");
  EXPECT_EQ(fit({"int fork(void);", calls}), "yn");
  EXPECT_EQ(fit({calls, "int fork(void);"}), "yn") << "the call has declared it";
  EXPECT_EQ(fit({calls, calls}), "yn") << "two calls may not think the same of it";
  EXPECT_EQ(fit({calls, with_body("", "return vfork();"), "int vfork(void);"}), "yyn");
  EXPECT_EQ(fit({with_body("int fork(void);", "return fork();"), "int fork(void);", with_body("int fork(void);", "return 0;")}), "yyy");
  EXPECT_EQ(fit({with_body("", "return sizeof (int);"), "int f(void);"}), "yy") << "no name stands before that parenthesis";
}

TEST_F(MergeTest, WhatAllCompilersKnowIsNoCall) {
  const std::string begin = "typedef __builtin_va_list list; static int ";
  const std::string end = " (int n, ...) { list l; __builtin_va_start (l, n); __builtin_va_end (l); return n; }\n";
  EXPECT_EQ(fit({begin + "one" + end, begin + "two" + end}), "yy");
  EXPECT_EQ(fit({"int one (void) { return __builtin_other (1); }\n", "int two (void) { return __builtin_other (\"\"); }\n"}), "yn");
}

TEST_F(MergeTest, TheLongerOneCanComeSecond) {
  headers = {{"/one/a.h", "typedef int t;\n"}, {"/one/b.h", "#include <a.h>\nint f(t);\n"}};
  EXPECT_EQ(fit({with_body("#include <a.h>", "return sizeof (t);"), with_body("#include <b.h>", "return f(1);")}), "yy");
  EXPECT_EQ(fit({with_body("#include <b.h>", "return f(1);"), with_body("#include <a.h>", "return sizeof (t);")}), "yy");
  EXPECT_EQ(fit({with_body("#include <b.h>", "return f(1);"), with_body("#include <a.h>", "return f(1);")}), "yn");
}

TEST_F(MergeTest, OrderMatters) {
  EXPECT_EQ(fit({"typedef int t; struct s { t a; };", "struct s { int b; }; typedef int t;"}), "yn");
  EXPECT_EQ(fit({"int f(void); int g(void);", "int g(void); int f(void);"}), "yy") << "they say nothing of each other";
  EXPECT_EQ(fit({"struct s; int f(struct s *);", "int f(struct s *); struct s;"}), "yn");
}

/// A program that completes `struct s`, and then the same without that.
class CompletionTest : public MergeTest {
 protected:
  std::string both(const std::string& declares, const std::string& body) {
    return fit({with_body(declares + " struct s { int a; };", body), with_body(declares, body)});
  }
};

TEST_F(CompletionTest, ATypeThatIsCompletedLaterIsNotTheSameInTheUnit) {
  // Each time the second program is an error by itself.
  EXPECT_EQ(both("typedef struct s t;", "return sizeof (t);"), "yn");
  EXPECT_EQ(both("extern struct s v;", "return sizeof v;"), "yn");
  EXPECT_EQ(both("struct s *f(void);", "return f()->a;"), "yn");
}

TEST_F(CompletionTest, ATagThatIsCompletedIsNotTheSame) {
  EXPECT_EQ(both("struct s v;", "return 0;"), "yn");
  EXPECT_EQ(both("struct s;", "return sizeof (struct s);"), "yn");
  EXPECT_EQ(both("struct s;", "struct s *x = 0; return !x;"), "yn");
  EXPECT_EQ(both("struct t;", "struct t *x = 0; return !x;"), "yy");
}

TEST_F(MergeTest, WhatIsDefinedTwiceDoesNotFitAndWhatIsDeclaredTwiceDoes) {
  EXPECT_EQ(fit({"int a;", "int a;"}), "yn");
  EXPECT_EQ(fit({"int a = 1;", "int a = 1;"}), "yn");
  EXPECT_EQ(fit({"int f(void) { return 0; }", "int f(void) { return 0; }"}), "yn");
  EXPECT_EQ(fit({"struct s { int a; } x;", "struct s { int a; } x;"}), "yn");
  EXPECT_EQ(fit({"extern int a = 1;", "extern int a = 1;"}), "yn");
  for (const char* text : {"extern int a;", "int f(void);", "typedef int t;", "struct s { int a; };", "enum { A, B };", "struct s;",
                           "_Static_assert(1, \"\");", "extern int f(int), g(void);"}) {
    EXPECT_EQ(fit({text, text}), "yy") << text;
  }
  headers = {{"/one/a.h", "static int f(void) { return 0; }\nstatic const int b = 1;\n"}};
  EXPECT_EQ(fit({"#include <a.h>\n", "#include <a.h>\n"}), "yy") << "a header's are there once";
}

TEST_F(MergeTest, AFailureChangesNothing) {
  MergedUnit unit(pieces, trail);
  ASSERT_TRUE(add(unit, 0, with_body("int f(void);", "return f();")));
  const std::string before = text_of(unit, 1);
  EXPECT_FALSE(add(unit, 1, with_body("int g(void); typedef int t; struct s { t a; }; long f(void);", "return h();")));
  EXPECT_EQ(text_of(unit, 1), before);
  EXPECT_EQ(unit.places().size(), 2U);
  EXPECT_TRUE(add(unit, 1, "long g(int); typedef long t; union s { t b; };")) << "none of its declarations are left";
  EXPECT_FALSE(add(unit, 2, "int g(void);"));
}

TEST_F(MergeTest, CallsOfAProgramThatDoesNotFitAreForgotten) {
  MergedUnit unit(pieces, trail);
  ASSERT_TRUE(add(unit, 0, "int f(void);"));
  EXPECT_FALSE(add(unit, 1, "int g(void) { return fork(); } long f(void);"));
  EXPECT_TRUE(add(unit, 1, "int fork(void);"));
  ASSERT_TRUE(add(unit, 2, "int k(void) { return vfork(); }"));
  EXPECT_FALSE(add(unit, 3, "int l(void) { return vfork(); } long f(void);"));
  EXPECT_FALSE(add(unit, 3, "int vfork(void);")) << "one that fits has called it too";
}

// --- members ---------------------------------------------------------------------------------------------------------

TEST_F(MergeTest, MembersAreNoLookups) {
  const std::string declares = "int fork(void);";
  for (const char* text :
       {"struct s { int fork; };", "struct s { int a, fork, *b; };", "struct s { int *fork[3]; };", "struct s { unsigned fork : 3; };",
        "struct s { int (*fork)(void); };", "struct s { struct { int a; } fork; };", "struct s { int fork; } x = { .fork = 1 };",
        "struct s { int fork; }; int f(struct s *x) { return x->fork + (*x).fork; }", "union u { long fork; int vfork; };"}) {
    EXPECT_EQ(fit({declares, text}), "yy") << text;
    EXPECT_EQ(fit({text, declares}), "yy") << text;
  }
}

TEST_F(MergeTest, PlainNamesBesideMembersAreLookups) {
  const std::string declares = "int fork;";
  for (const char* text :
       {"struct s { int a[fork]; };", "struct s { int a : fork; };", "struct s { int a : 3, b : fork, c; };",
        "struct s { enum { fork } a; };", "struct s { int a : 1 * fork; };", "struct s { int a : 2, b : 1 * fork, c; };",
        "struct s { fork a; };", "struct s { int b; fork a; };", "struct s { int a; } fork;", "struct fork { int a; };",
        "struct s { struct fork *a; };", "struct s { int (*a)(fork); };", "int f(int fork);",
        "struct s { int a; }; struct s f(void) { return fork; }",
        "int f(struct { int fork; } *x) { return x->fork + fork; }", "struct s { int a; } x = { .a = fork };", "struct s { const fork; };",
        "struct s { __typeof__(fork) a; };", "int x[] = { [fork] = 1 };", "struct s { int a; int b[sizeof (fork)]; };",
        "struct s { char a[fork ? 1 : 2]; };", "enum e { A = fork };"}) {
    EXPECT_EQ(fit({declares, text}), "yn") << text;
  }
}

TEST_F(MergeTest, AFormatIsNoLookupAndOtherAttributesAre) {
  const std::string declares = "int printf(const char *, ...);";
  EXPECT_EQ(fit({declares, "void f(const char *, ...) __attribute__((format(printf, 1, 2)));"}), "yy");
  EXPECT_EQ(fit({declares, "void f(const char *, ...) __attribute__((__format__(printf, 1, 2)));"}), "yy");
  EXPECT_EQ(fit({declares, "void f(void) { int x __attribute__((cleanup(printf))); }"}), "yn");
  EXPECT_EQ(fit({declares, "int f(void) { return format(printf, 1, 2); }"}), "yn");
}

// --- texts -----------------------------------------------------------------------------------------------------------

TEST_F(MergeTest, MainsGetNamesOfTheirOwn) {
  headers = {{"/one/a.h", "int a;\n"}};
  MergedUnit unit(pieces, trail);
  const std::string text = with_body("#include <a.h>", "return a;");
  EXPECT_TRUE(add(unit, 0, text));
  EXPECT_TRUE(add(unit, 1, text)) << "equal programs have a main each";
  EXPECT_TRUE(add(unit, 2, "int main(int, char **); int main(int argc, char **argv) { return main(argc, argv); }"));
  EXPECT_EQ(text_of(unit, 3),
            "# 1 \"unit\" 3\nint a ; \n"
            "# 1 \"unit-1\"\nint main_0 ( void ) { return a ; } \n"
            "# 1 \"unit-2\"\nint main_1 ( void ) { return a ; } \n"
            "# 1 \"unit-3\"\nint main_2 ( int , char * * ) ; \n"
            "# 1 \"unit-4\"\nint main_2 ( int argc , char * * argv ) { return main_2 ( argc , argv ) ; } \n");
}

TEST_F(MergeTest, AHeaderMayHaveANameThatIsMain) {
  headers = {{"/one/a.h", "struct s { int main; };\n"}};
  MergedUnit unit(pieces, trail);
  EXPECT_TRUE(add(unit, 0, with_body("#include <a.h>", "return 0;")));
  EXPECT_EQ(text_of(unit, 1), "# 1 \"unit\" 3\nstruct s { int main ; } ; \n# 1 \"unit-1\"\nint main_0 ( void ) { return 0 ; } \n");
}

TEST_F(MergeTest, LinesOfHeadersAreThoseOfTheirPlaces) {
  headers = {{"/user/u.h", "int a;\nint b;\n"}, {"/one/s.h", "int c;\n\n\nint\nd;\n"}};
  MergedUnit unit(pieces, trail);
  EXPECT_TRUE(add(unit, 0, "#include <u.h>\n#include <s.h>\nint e\n\n;\n#include <s.h>\n"));
  EXPECT_EQ(text_of(unit, 1),
            "# 1 \"unit\"\nint a ; \nint b ; \n# 3 \"unit\" 3\nint c ; \nint d ; \n# 1 \"unit-4\"\nint e \n\n; \n"
            "# 6 \"unit\" 3\nint c ; \nint d ; \n");
}

TEST_F(MergeTest, PlacesNameTheProgramThatBroughtThem) {
  headers = {{"/one/a.h", "int a;\n"}};
  MergedUnit unit(pieces, trail);
  EXPECT_TRUE(add(unit, 5, with_body("#include <a.h>", "return 0;")));
  EXPECT_TRUE(add(unit, 7, with_body("#include <a.h>\nint b;", "return 0;")));
  std::vector<std::size_t> members;
  Strings texts;
  for (const MergedUnit::Place& place : unit.places()) {
    members.push_back(place.member);
    texts.push_back(spelled(place.piece));
  }
  EXPECT_EQ(members, (std::vector<std::size_t>{5, 5, 7, 7}));
  EXPECT_EQ(texts[2], "int b ; ");
}

// --- with the compiler of this machine -------------------------------------------------------------------------------

TEST_F(MergeWithGcc, AProgramCompilesInTheUnitAsItDoesAlone) {
  const std::string types = "typedef unsigned long size; struct stat { int st_dev; size st_size; }; int stat(const char *, struct stat *);";
  const Strings texts = {
      with_body(types, "struct stat x; return x.st_dev;"),
      with_body(types, "struct stat x; return x.st_missing;"),
      with_body(types, "return sizeof (size);"),
      with_body("", "return sizeof (size);"),
      with_body("typedef int size;", "size x = 1; return x;"),
      with_body("int fork(void);", "return fork();"),
      with_body("", "return fork();"),
      with_body("", "void *x = fork; return !x;"),
      with_body("struct s { int fork; };", "struct s x = { .fork = 1 }; return x.fork;"),
      with_body("enum { fork };", "return fork;"),
      with_body("int stat;", "return stat;"),
      with_body("struct stat;", "struct stat *x = 0; return !x;"),
      with_body("struct stat;", "struct stat x; return 0;"),
      with_body("static int f(void) { return 1; }", "return f();"),
      with_body("static long f(void) { return 2; }", "return f();"),
      with_body("", "return 1 +;"),
  };
  std::vector<bool> done(texts.size(), false);
  std::size_t together = 0;
  while (std::find(done.begin(), done.end(), false) != done.end()) {
    MergedUnit unit(pieces, trail);
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (done[i] || !add(unit, members.size(), texts[i])) continue;
      done[i] = true;
      members.push_back(i);
    }
    ASSERT_FALSE(members.empty());
    together += members.size() > 1 ? members.size() : 0;
    const os::Exit end = compile("unit.i", text_of(unit, members.size()));
    for (std::size_t member = 0; member < members.size(); ++member) {
      const bool alone = compile("alone.c", texts[members[member]]).code == 0;
      bool blamed = false;
      for (std::size_t place = 0; place < unit.places().size(); ++place) {
        if (unit.places()[place].member != member) continue;
        blamed = blamed || end.err.find("unit-" + std::to_string(place) + ":") != std::string::npos;
      }
      EXPECT_EQ(alone, !blamed) << texts[members[member]] << end.err;
    }
  }
  EXPECT_GT(together, texts.size() / 2);
}

}  // namespace
}  // namespace pyconfigure::c
