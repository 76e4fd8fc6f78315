// Programs spread over few units, so that each piece means there what it means in its program.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "c_merge_fixture.hpp"
#include "pyconfigure/c/cover.hpp"

namespace pyconfigure::c {
namespace {

class CoverTest : public MergeTest {
 protected:
  Cover::Spread add(const std::string& text, bool own = true) {
    programs.emplace_back(program(text), pieces);
    return cover.add(programs.size() - 1, programs.back(), own);
  }
  Strings unit(std::size_t number) const {
    Ids ids;
    for (const MergedUnit::Place& place : cover.units()[number].places()) ids.push_back(place.piece);
    return spelled(ids);
  }
  Strings needed_of(const std::string& text) { return spelled(needed(Program(program(text), pieces), pieces, trail)); }

  std::deque<Program> programs;
  Cover cover{pieces, trail};
};

TEST_F(CoverTest, OnlyWhatDisagreesGoesElsewhere) {
  headers = {{"/one/a.h", "typedef int size;\nint f(size);\nint g(void);\n"}, {"/one/b.h", "typedef long size;\nint f(size);\nint g(void);\n"}};
  add("#include <a.h>\n");
  const Cover::Spread spread = add("#include <b.h>\n");
  EXPECT_EQ(unit(0), (Strings{"typedef int size ; ", "int f ( size ) ; ", "int g ( void ) ; "}));
  EXPECT_EQ(unit(1), (Strings{"typedef long size ; ", "int f ( size ) ; "})) << "g is the same";
  EXPECT_EQ(spread.units, (std::vector<std::size_t>{0, 1}));
}

TEST_F(CoverTest, AMainComesWithAllThatItLeadsTo) {
  headers = {{"/one/a.h", "typedef int size; struct s { size a; }; int g(void);\n"}, {"/one/b.h", "typedef long size; struct s { size a; }; int g(void);\n"}};
  add(with_body("#include <a.h>", "struct s x; return x.a;"));
  const Cover::Spread spread = add(with_body("#include <b.h>", "struct s x; return x.a + g();"));
  ASSERT_EQ(spread.own.size(), 1U);
  EXPECT_EQ(spread.own[0].unit, 1U);
  EXPECT_EQ(unit(1), (Strings{"typedef long size ; ", "struct s { size a ; } ; ", "int g ( void ) ; ",
                              "int main ( void ) { struct s x ; return x . a + g ( ) ; } "}));
}

TEST_F(CoverTest, OfTheOthersOnlyHeadersCount) {
  headers = {{"/one/a.h", "int a;\n"}};
  const Cover::Spread spread = add(with_body("#include <a.h>\nint b;\n", "return a + b;"), false);
  EXPECT_EQ(unit(0), Strings{"int a ; "});
  EXPECT_TRUE(spread.own.empty());
}

TEST_F(CoverTest, EqualMainsAreLookedAtEach) {
  const Cover::Spread one = add(with_body("int a;", "return a;"));
  const Cover::Spread same = add(with_body("int a;", "return a;"));
  EXPECT_NE(one.own.back().place, same.own.back().place);
  EXPECT_NE(one.own.front().unit, same.own.front().unit) << "two define it";
}

TEST_F(CoverTest, WhatIsNotCompleteYetIsNotLookedAtWhereItIs) {
  const std::string opens = "struct s; typedef struct s type;\n";
  headers = {{"/one/open.h", opens}, {"/one/complete.h", opens + "struct s { int a; };\n"}, {"/one/late.h", opens + "struct t { type a; };\nstruct s { int a; };\n"}};
  add(with_body("#include <complete.h>", "return sizeof (type);"));
  EXPECT_EQ(add(with_body("#include <open.h>", "return sizeof (type);")).own[0].unit, 1U) << "an error in the program";
  EXPECT_EQ(add(with_body("#include <open.h>", "return 1;")).own[0].unit, 0U);
  add("#include <late.h>\n");
  const Strings first = unit(0);
  const Strings second = unit(1);
  EXPECT_EQ(std::count(first.begin(), first.end(), "struct t { type a ; } ; "), 0) << "its header is in error, too";
  EXPECT_EQ(std::count(second.begin(), second.end(), "struct t { type a ; } ; "), 1);
}

TEST_F(CoverTest, WhatIsNeededIsWhatOwnPiecesLeadTo) {
  headers = {{"/one/a.h", "typedef int size; struct s { size a; }; struct u; int f(struct s *); int g(struct u *); int h(void);\n"
                          "static inline int k(void) { return h(); } int object; int l(void) { return 1; }\n"}};
  EXPECT_EQ(needed_of(with_body("#include <a.h>", "return f(0);")),
            (Strings{"typedef int size ; ", "struct s { size a ; } ; ", "int f ( struct s * ) ; ", "int object ; ", "int l ( void ) { return 1 ; } ",
                     "int main ( void ) { return f ( 0 ) ; } "}))
      << "what headers define may be linked";
  EXPECT_EQ(needed_of(with_body("#include <a.h>", "return k();")),
            (Strings{"int h ( void ) ; ", "static inline int k ( void ) { return h ( ) ; } ", "int object ; ", "int l ( void ) { return 1 ; } ",
                     "int main ( void ) { return k ( ) ; } "}));
}

TEST_F(CoverTest, WhatCountsOnWhatComesLaterIsOdd) {
  const auto odd = [this](const std::string& text) { return Program(program(text), pieces).odd; };
  EXPECT_TRUE(odd("static int f(void) { return g(); } static int g(void) { return 1; } int main(void) { return f() + g(); }\n"));
  EXPECT_TRUE(odd("int main(void) { return g(); } static int g(void) { return 1; }\n"));
  EXPECT_FALSE(odd("static int g(void); int main(void) { return g(); } static int g(void) { return 1; }\n"));
  EXPECT_FALSE(odd("int main(void) { return g() + g(); }\n"));
  EXPECT_TRUE(odd("struct t; struct t y; struct t { int a; };\n"));
  EXPECT_FALSE(odd("struct t; struct t *y; struct t { int a; }; struct t x;\n") && odd("struct t; struct t { int a; }; struct t x;\n"));
}

class CoverWithGcc : public MergeWithGcc {};

TEST_F(CoverWithGcc, AProgramCompilesInItsUnitsAsItDoesAlone) {
  put("early.h", "struct s; typedef struct s type; int use(type *);\n");
  put("full.h", "#include <early.h>\nstruct s { int a; };\n");
  put("int.h", "typedef int size;\nstruct range { size begin, end; };\nint f(size);\n");
  put("long.h", "typedef long size;\nstruct range { size begin, end; };\nint f(size);\n");
  put("broken.h", "#include <early.h>\nstruct t { type a; };\n");
  put("inline.h", "#include <early.h>\nstatic inline int of(type *x) { return use(x); }\n");
  Strings texts;
  for (const char* header : {"early", "full", "int", "long", "broken", "inline"}) {
    for (const char* body : {"return 0;", "return sizeof (type);", "type x; return x.a;", "struct range x = { 1, 2 }; return f(x.end);",
                             "size x = 1L << 40; return f(x);", "int f(long); return f(1);", "return of(0);", "return sizeof (struct t);",
                             "return undeclared;", "struct s x; return 0;"}) {
      texts.push_back(with_body("#include <" + std::string(header) + ".h>", body));
    }
  }
  texts.push_back(with_body("#include <early.h>\nstatic int g(type *x) { return sizeof *x; }\n#include <full.h>\n", "return g(0);"));
  texts.push_back(with_body("#include <full.h>\nstatic int g(type *x) { return sizeof *x; }\n", "return g(0);"));
  // A name of a type says nothing of its members.
  for (const char* member : {"a", "b"}) {
    const std::string name = std::string("member-") + member + ".h";
    put(name, "typedef struct m members; struct m { int " + std::string(member) + "; char more[sizeof \"" + member + member +
                  "\"]; };\nstatic inline int get(members *x) { return x->a; }\n");
    texts.push_back(with_body("#include <" + name + ">", "return 0;"));
    texts.push_back(with_body("#include <" + name + ">\ntypedef char check[sizeof(members) == 8 ? 1 : -1];", "return 1;"));
  }
  texts.push_back("int main(int); int main(void) { return 0; }\n");
  texts.push_back("int main(void); int main(void) { return 0; }\n");
  std::deque<Program> programs;
  std::vector<Cover::Spread> spreads;
  Cover cover{pieces, trail};
  for (const std::string& text : texts) {
    programs.emplace_back(program(text), pieces);
    spreads.push_back(cover.add(programs.size() - 1, programs.back(), true));
  }
  EXPECT_LT(cover.units().size(), texts.size() / 2);
  // Each error belongs to a place, and a program has the places of its own pieces and of its headers'.
  std::vector<std::vector<bool>> failing;
  for (const MergedUnit& unit : cover.units()) {
    const os::Exit end = compile("unit.i", text_of(unit, 0));
    failing.emplace_back();
    for (std::size_t place = 0; place < unit.places().size(); ++place) {
      const bool own = pieces[unit.places()[place].piece].own;
      const std::string line = own ? "unit-" + std::to_string(place) + ":" : "unit:" + std::to_string(place + 1) + ":";
      failing.back().push_back(end.err.find(line) != std::string::npos && end.err.find("error: ", end.err.find(line)) != std::string::npos);
    }
  }
  int yes = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    bool fails = false;
    for (const Cover::Spot& spot : spreads[i].own) fails = fails || failing[spot.unit][spot.place];
    for (const std::size_t number : spreads[i].units) {
      const MergedUnit& unit = cover.units()[number];
      for (std::size_t place = 0; place < unit.places().size(); ++place) {
        const PieceId id = unit.places()[place].piece;
        const bool has = std::find(programs[i].ids.begin(), programs[i].ids.end(), id) != programs[i].ids.end();
        fails = fails || (failing[number][place] && has && !pieces[id].own);
      }
    }
    const bool alone = compile("alone.c", texts[i]).code == 0;
    yes += alone ? 1 : 0;
    EXPECT_EQ(alone, !fails) << texts[i];
  }
  EXPECT_GT(yes, 15);
}

}  // namespace
}  // namespace pyconfigure::c
