// Where declarations end, and which names they declare.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "pyconfigure/c/declarations.hpp"
#include "pyconfigure/c/tokens.hpp"

namespace pyconfigure::c {
namespace {

using Strings = std::vector<std::string>;

constexpr long kC17 = 201710;

std::string joined(const Tokens& tokens, const Atoms& atoms) {
  std::string text;
  append_text(text, tokens.data(), tokens.data() + tokens.size(), atoms);
  return text;
}

// --- boundaries ------------------------------------------------------------------------------------------------------

/// The declarations of a text; what does not end stands behind "...".
Strings declarations(const std::string& text) {
  Atoms atoms;
  const Words words(atoms, kC17, true, true);
  Strings all;
  Boundaries boundaries;
  Tokens open;
  for (const Token& token : cut(text, atoms).tokens) {
    open.push_back(token);
    if (boundaries.ends(token, words)) {
      all.push_back(joined(open, atoms));
      open.clear();
      boundaries = Boundaries();
    }
    if (boundaries.broken()) return {"broken"};
  }
  if (!open.empty()) all.push_back("... " + joined(open, atoms));
  return all;
}

/// Are these texts, one behind the other, cut into just these?
void expect_cut(const Strings& texts) {
  std::string all;
  Strings wanted;
  Atoms atoms;
  for (const std::string& text : texts) {
    all += text + "\n";
    wanted.push_back(joined(cut(text, atoms).tokens, atoms));
  }
  EXPECT_EQ(declarations(all), wanted);
}

TEST(CBoundaries, StandBehindSemicolonsAndBodies) {
  expect_cut({"int a;", "int f(void);", ";", "int g(void) { int a; { a = 1; } }", "int b, c;"});
}

TEST(CBoundaries, BracesOfInitialisersAreNoBodies) {
  expect_cut({"int a[] = {1, {2}};", "struct s t = {.a = {1}, .b = 2}, u = {3};", "int b;"});
  expect_cut({"int (*f[])(void) = {g};", "int x = (struct s){1}.a;", "int y = ({ int z = 1; z; });", "int b;"});
  expect_cut({"int a = 1, f(void);", "int g(void) {}", "int b;"});
}

TEST(CBoundaries, BracesOfTypesAreNoBodies) {
  expect_cut({"struct s { int a; struct { int b; } c; };", "union { int a; } u;", "enum e { A, B = 2 };", "typedef struct { int a; } t;"});
  expect_cut({"struct __attribute__((packed)) s { int a; };", "struct s __attribute__((aligned(8)));", "enum { A } f(void);", "int b;"});
  expect_cut({"static const struct { int a; } t[] = {{1}, {2}};", "int b;"});
}

TEST(CBoundaries, FunctionsMayReturnStructs) {
  expect_cut({"struct s f(void) { return x; }", "struct s *g(void) { return 0; }", "int b;"});
  expect_cut({"struct s { int a; } f(void) { return x; }", "enum e g(struct s { int a; } x) { }", "int b;"});
  expect_cut({"struct s const f(void) {}", "struct s __attribute__((unused)) f(void) {}", "int b;"});
}

TEST(CBoundaries, AttributesAndAssemblerStandAnywhere) {
  expect_cut({"static inline __attribute__((always_inline)) int f(void) { return 1; }", "int g(void) __asm__(\"h\");",
              "__extension__ typedef int t __attribute__((mode(DI)));", "__asm__(\".weak f\");", "int b;"});
  expect_cut({"_Static_assert(sizeof(struct { int a; }) == 4, \"x;\");", "int b;"});
}

TEST(CBoundaries, DefinitionsOfTheOldFormFallApart) {
  expect_cut({"int f(a) int a;", "{ return a; }", "int b;"});
}

TEST(CBoundaries, EnumerationsWithATypeAreBroken) {
  EXPECT_EQ(declarations("enum e : int { A };"), Strings{"broken"});
  EXPECT_NE(declarations("enum e { A }; int a = 1 ? 2 : 3;"), Strings{"broken"});
  EXPECT_NE(declarations("struct s { int a : 3; };"), Strings{"broken"});
}

TEST(CBoundaries, WhatIsNotClosedGoesOn) {
  EXPECT_EQ(declarations("int a; int f(void) { if (1) {"), (Strings{"int a ; ", "... int f ( void ) { if ( 1 ) { "}));
  EXPECT_EQ(declarations("int f(int"), Strings{"... int f ( int "});
  EXPECT_EQ(declarations("struct s { int a; }"), Strings{"... struct s { int a ; } "});
  EXPECT_EQ(declarations("int a"), Strings{"... int a "});
}

TEST(CBoundaries, WhatIsClosedWithoutHavingBeenOpenedIsBroken) {
  for (const char* text : {"int a);", "}", "int f(void) {} }", "int a];", "int a; )"}) {
    EXPECT_EQ(declarations(text), Strings{"broken"}) << text;
  }
}

// --- names -----------------------------------------------------------------------------------------------------------

/// What a declaration declares, as "name", "name:typedef" or "name:tag", in order of the alphabet; "?" when it is unread.
struct Reading {
  explicit Reading(const std::string& text, const std::map<std::string, std::uint8_t>& known = {}, long standard = kC17, bool gnu = true) {
    Atoms atoms;
    const Words words(atoms, standard, gnu, true);
    const Tokens tokens = cut(text, atoms).tokens;
    std::vector<std::uint8_t> is;
    for (const Token& token : tokens) {
      const auto it = known.find(std::string(atoms.text(token.atom)));
      is.push_back(it == known.end() ? 0 : it->second);
    }
    const Declares declares = read_declaration(tokens, words, is);
    unread = declares.unread;
    function = declares.function;
    if (function) body = joined({tokens.begin() + static_cast<std::ptrdiff_t>(declares.body), tokens.end()}, atoms);
    for (const Declared& one : declares.names) {
      names.push_back(std::string(atoms.text(one.name)) + ((one.is & kIsTypedef) != 0 ? ":typedef" : (one.is & kIsTag) != 0 ? ":tag" : ""));
    }
    std::sort(names.begin(), names.end());
  }
  bool unread = false;
  bool function = false;
  std::string body;
  Strings names;
};

const std::map<std::string, std::uint8_t> kKnown = {
    {"T", kIsTypedef}, {"size_t", kIsTypedef}, {"S", kIsTag}, {"U", kIsUnsure}, {"V", kIsTypedef | kIsUnsure}};

/// The names that a text declares; "?" when it is unread.
Strings declared(const std::string& text) {
  const Reading reading(text, kKnown);
  return reading.unread ? Strings{"?"} : reading.names;
}

TEST(CDeclarations, OfVariables) {
  EXPECT_EQ(declared("int a;"), Strings{"a"});
  EXPECT_EQ(declared("extern const volatile unsigned long int a, *b, c[3][4], **d[2];"), (Strings{"a", "b", "c", "d"}));
  EXPECT_EQ(declared("static T a, *const b;"), (Strings{"a", "b"}));
  EXPECT_EQ(declared("long T;"), Strings{"T"}) << "there is a type already";
  EXPECT_EQ(declared("T const T2;"), Strings{"T2"});
  EXPECT_EQ(declared("int;"), Strings{});
  EXPECT_EQ(declared(";"), Strings{});
}

TEST(CDeclarations, OfFunctions) {
  EXPECT_EQ(declared("int f(int a, T b);"), Strings{"f"});
  EXPECT_EQ(declared("extern int (f)(void), g(int), *h();"), (Strings{"f", "g", "h"}));
  EXPECT_EQ(declared("T *f(size_t n[static 3], int (*g)(void), ...);"), Strings{"f"});
  EXPECT_EQ(declared("void (*signal(int a, void (*b)(int)))(int);"), Strings{"signal"});
}

TEST(CDeclarations, OfPointersToFunctionsAndArrays) {
  EXPECT_EQ(declared("int (*f)(void), (*g[3])(int), (*h)[4];"), (Strings{"f", "g", "h"}));
  EXPECT_EQ(declared("int (*(*f)(void))(int);"), Strings{"f"});
  EXPECT_EQ(declared("int ((a)), (*(b));"), (Strings{"a", "b"}));
}

TEST(CDeclarations, OfTypes) {
  EXPECT_EQ(declared("typedef int A, *B, C[3], (*D)(void);"), (Strings{"A:typedef", "B:typedef", "C:typedef", "D:typedef"}));
  EXPECT_EQ(declared("int typedef A;"), Strings{"A:typedef"});
  EXPECT_EQ(declared("typedef T A;"), Strings{"A:typedef"});
  EXPECT_EQ(declared("typedef struct S A;"), Strings{"A:typedef"});
  EXPECT_EQ(declared("typedef struct B { int c; } A;"), (Strings{"A:typedef", "B:tag"}));
  EXPECT_EQ(declared("__extension__ typedef __typeof__(1) A;"), Strings{"A:typedef"});
}

TEST(CDeclarations, Initialisers) {
  EXPECT_EQ(declared("int a = b, c = (d, e), f[] = {g, h}, i;"), (Strings{"a", "c", "f", "i"}));
  EXPECT_EQ(declared("T a = {.b = {c}, [d] = e};"), Strings{"a"});
  EXPECT_EQ(declared("int a = ({ int b; b; }), c;"), (Strings{"a", "c"}));
  EXPECT_EQ(declared("int a = sizeof(struct N { int b; });"), (Strings{"N:tag", "a"}));
  EXPECT_EQ(declared("int a = (enum {E1, E2})1;"), (Strings{"E1", "E2", "a"}));
}

TEST(CDeclarations, Tags) {
  EXPECT_EQ(declared("struct A;"), Strings{"A:tag"});
  EXPECT_EQ(declared("struct S;"), Strings{"S:tag"});
  EXPECT_EQ(declared("struct S { int a; };"), Strings{"S:tag"}) << "it is complete from now on";
  EXPECT_EQ(declared("union A { int a; struct B { int b; } c; struct { int d; }; } x;"), (Strings{"A:tag", "B:tag", "x"}));
  EXPECT_EQ(declared("struct __attribute__((packed)) A { int a; } __attribute__((aligned(8))) x;"), (Strings{"A:tag", "x"}));
  EXPECT_EQ(declared("struct { int a; } x;"), Strings{"x"});
}

TEST(CDeclarations, TagsThatAreMentioned) {
  EXPECT_EQ(declared("struct S *a;"), Strings{"a"}) << "it is there already";
  EXPECT_EQ(declared("struct A *a;"), (Strings{"A:tag", "a"}));
  EXPECT_EQ(declared("void f(struct A *a, struct S *b);"), (Strings{"A:tag", "f"}));
  EXPECT_EQ(declared("struct S { struct B *b; union C *c; };"), (Strings{"B:tag", "C:tag", "S:tag"}));
  EXPECT_EQ(declared("extern int a[sizeof(struct A *)];"), (Strings{"A:tag", "a"}));
}

TEST(CDeclarations, Enumerators) {
  EXPECT_EQ(declared("enum A { B, C = 2, D = (E, F), G };"), (Strings{"A:tag", "B", "C", "D", "G"}));
  EXPECT_EQ(declared("enum { B, };"), Strings{"B"});
  EXPECT_EQ(declared("enum A { B __attribute__((deprecated)) = 1, C } x, y;"), (Strings{"A:tag", "B", "C", "x", "y"}));
  EXPECT_EQ(declared("struct S { enum { B, C } d; enum E { F } g; };"), (Strings{"B", "C", "E:tag", "F", "S:tag"}));
  EXPECT_EQ(declared("enum { A = sizeof(enum { B }), C };"), (Strings{"A", "B", "C"}));
  EXPECT_EQ(declared("typedef enum { B = ',', C } A;"), (Strings{"A:typedef", "B", "C"}));
}

TEST(CDeclarations, BitFieldsAndMembersDeclareNothing) {
  EXPECT_EQ(declared("struct S { unsigned a : 3, : 2, b : N; T c; int d[4], *e; int (*f)(void); };"), Strings{"S:tag"});
}

TEST(CDeclarations, AttributesInOddPlaces) {
  EXPECT_EQ(declared("__attribute__((noreturn)) void f(void);"), Strings{"f"});
  EXPECT_EQ(declared("void __attribute__((noreturn)) f(void) __attribute__((cold)), g(void);"), (Strings{"f", "g"}));
  EXPECT_EQ(declared("int __attribute__((a)) *__attribute__((b)) c __attribute__((d)) = 1, __attribute__((e)) f;"), (Strings{"c", "f"}));
  EXPECT_EQ(declared("int (__attribute__((a)) *f)(void);"), Strings{"f"});
  EXPECT_EQ(declared("__declspec(dllimport) int a;"), Strings{"a"});
  EXPECT_EQ(declared("_Alignas(8) int a;"), Strings{"a"});
  EXPECT_EQ(declared("int a __attribute__((x;"), Strings{"?"});
  EXPECT_EQ(declared("int __attribute__ a;"), Strings{"?"});
}

TEST(CDeclarations, LabelsForTheAssembler) {
  EXPECT_EQ(declared("int f(void) __asm__(\"\" \"g\") __attribute__((nothrow));"), Strings{"f"});
  EXPECT_EQ(declared("register int a asm(\"r0\");"), Strings{"a"});
  EXPECT_EQ(declared("__asm__(\".globl f\");"), Strings{"?"}) << "it can declare anything";
  EXPECT_EQ(declared("asm volatile (\"nop\");"), Strings{"?"});
}

TEST(CDeclarations, FunctionsWithBodies) {
  const Reading reading("static inline int f(int a) { int b = a; struct B { int c; } d; return b; }", kKnown);
  EXPECT_FALSE(reading.unread);
  EXPECT_TRUE(reading.function);
  EXPECT_EQ(reading.names, Strings{"f"}) << "what stands in the body stays there";
  EXPECT_TRUE(reading.body.starts_with("{ int b = a ;")) << reading.body;
  EXPECT_FALSE(Reading("int f(int a);").function);
  EXPECT_FALSE(Reading("int a[] = {1};").function);
  EXPECT_EQ(declared("extern __inline __attribute__((__gnu_inline__)) T f(struct A *a) { return 0; }"), (Strings{"A:tag", "f"}));
  EXPECT_EQ(declared("struct A { int a; } f(void) { return g; }"), (Strings{"A:tag", "f"}));
  EXPECT_EQ(declared("int f(void) __attribute__((x)) { }"), Strings{"f"});
}

TEST(CDeclarations, Assertions) {
  EXPECT_EQ(declared("_Static_assert(sizeof(T) == 4, \"x\");"), Strings{});
  EXPECT_EQ(declared("_Static_assert(1);"), Strings{});
  EXPECT_EQ(declared("static_assert(1);"), Strings{"?"}) << "a macro of <assert.h>, before 2023";
}

TEST(CDeclarations, AssertionsMayHoldTypes) {
  const Reading reading("_Static_assert(sizeof(enum A { B }) == sizeof(struct C *), \"\");");
  EXPECT_TRUE(reading.unread || reading.names == (Strings{"A:tag", "B", "C:tag"}));
}

TEST(CDeclarations, TypesWithParentheses) {
  EXPECT_EQ(declared("_Atomic int a;"), Strings{"a"});
  EXPECT_EQ(declared("_Atomic(T) a;"), Strings{"a"});
  EXPECT_EQ(declared("unsigned _BitInt(12) a;"), Strings{"a"});
  EXPECT_EQ(declared("typeof(struct A { int b; }) a;"), (Strings{"A:tag", "a"}));
  EXPECT_EQ(declared("__auto_type a = 1;"), Strings{"a"});
}

TEST(CDeclarations, UnknownWordsMakeThemUnread) {
  for (const char* text : {"unknown a;", "unknown;", "int unknown a;", "a = 1;", "main() { return 0; }", "f(a) int a;", "static a;", "U a;",
                           "int (^f)(void);", "[[noreturn]] void f(void);", "int a b;", "int a, ;", "int 1;", "int f(void) {} int g;",
                           "struct S { int a; } b c;", "T U2 a;", "enum E : int { A } x;", "return 1;", "int f(void) int a;", "int (a;"}) {
    EXPECT_EQ(declared(text), Strings{"?"}) << text;
  }
}

TEST(CDeclarations, SomeCompilersDoNotKnowAllTypes) {
  Atoms atoms;
  const Words without(atoms, kC17, true, false);
  EXPECT_EQ(without.of(atoms.of("_Float32")), Word::name);
  EXPECT_EQ(without.of(atoms.of("float")), Word::type);
  EXPECT_EQ(Words(atoms, kC17, true, true).of(atoms.of("_Float32")), Word::type);
}

TEST(CDeclarations, ATypedefOfNothingIsSenseless) {
  Atoms atoms;
  const Words words(atoms, kC17, true, true);
  const auto senseless = [&](const std::string& text) {
    const Tokens tokens = cut(text, atoms).tokens;
    return read_declaration(tokens, words, std::vector<std::uint8_t>(tokens.size(), 0)).senseless;
  };
  EXPECT_TRUE(senseless("typedef int;"));
  EXPECT_TRUE(senseless("typedef float _Float32;")) << "the name is a keyword here";
  EXPECT_FALSE(senseless("typedef int a;"));
  EXPECT_FALSE(senseless("int;"));
}

TEST(CDeclarations, OldDefinitionsAreUnread) {
  EXPECT_EQ(declared("int f(a) int a;"), Strings{"?"});
  EXPECT_EQ(declared("{ return a; }"), Strings{"?"});
  EXPECT_EQ(declared("int f(a, b) int a; int b; { return a; }"), Strings{"?"});
}

TEST(CDeclarations, NamesThatMayBeTypesAreNone) {
  EXPECT_EQ(declared("U *a;"), Strings{"?"});
  EXPECT_EQ(declared("V *a;"), Strings{"?"}) << "it was a type, and may be something else by now";
  EXPECT_EQ(declared("int U;"), Strings{"U"});
  EXPECT_EQ(declared("unsigned U;"), Strings{"U"});
}

TEST(CDeclarations, WordsDependOnTheStandard) {
  const auto unread = [](const std::string& text, long standard, bool gnu) { return Reading(text, {}, standard, gnu).unread; };
  EXPECT_FALSE(unread("inline int f(void);", 0, true));
  EXPECT_TRUE(unread("inline int f(void);", 0, false));
  EXPECT_FALSE(unread("inline int f(void);", 199901, false));
  EXPECT_FALSE(unread("typeof(1) a;", kC17, true));
  EXPECT_TRUE(unread("typeof(1) a;", kC17, false));
  EXPECT_FALSE(unread("__typeof__(1) a;", kC17, false));
  EXPECT_FALSE(unread("bool a;", 202311, false));
  EXPECT_TRUE(unread("bool a;", kC17, true));
  EXPECT_FALSE(unread("int bool;", kC17, true));
  EXPECT_FALSE(unread("_Float32 a;", kC17, true));
  EXPECT_FALSE(unread("__float128 a;", kC17, true));
  EXPECT_FALSE(unread("static_assert(1);", 202311, true));
  EXPECT_EQ(Reading("int restrict;", {}, 0, true).names, Strings{"restrict"});
  EXPECT_EQ(Reading("int restrict;", {}, 199901, true).names, Strings{});
}

// --- objects and attributes ------------------------------------------------------------------------------------------

bool asks(bool (*question)(const Tokens&, const Words&), const std::string& text) {
  Atoms atoms;
  const Words words(atoms, kC17, true, true);
  return question(cut(text, atoms).tokens, words);
}

TEST(CObjects, AreDefinedByWhatIsNoTypeAndNoPrototype) {
  for (const char* text : {"int a;", "int a = 1;", "struct s { int b; } a = { 1 };", "struct s { int b; } a;", "enum e { b = 1 } a = b;", "int a, f(void);",
                           "extern int a = 1;", "static struct s a;", "enum { b = 1 } a;"}) {
    EXPECT_TRUE(asks(defines_object, text)) << text;
  }
  for (const char* text : {"extern int a;", "int f(void);", "struct s;", "struct s { int b; };", "enum { a, b };", "enum { a = 1, b = a };", "typedef int t;",
                           "enum e { a = 1 };"}) {
    EXPECT_FALSE(asks(defines_object, text)) << text;
  }
}

TEST(CAttributes, MayConcernWhatComesBehindTheFrontEnd) {
  for (const char* text : {"int f(void);", "int f(void) __attribute__ ((nothrow, __pure__));", "int f(const char *, ...) __attribute__ ((format (printf, 1, 2)));",
                           "int f(void) __asm__ (\"\" \"g\") __attribute__ ((malloc (free, 1)));"}) {
    EXPECT_TRUE(asks(has_plain_attributes, text)) << text;
  }
  for (const char* text : {"int f(void) __attribute__ ((error (\"gone\")));", "static int f(void) { __asm__ (\"nop\"); }", "int a __asm__ (\"b\");", "int f(void) __attribute__ ((nothrow, target (\"avx\")));",
                           "__asm__ (\"nop\");", "__declspec (dllimport) int f(void);", "int f(void) __attribute__;"}) {
    EXPECT_FALSE(asks(has_plain_attributes, text)) << text;
  }
}

}  // namespace
}  // namespace pyconfigure::c
