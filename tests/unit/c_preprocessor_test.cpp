// Reading C as a preprocessor does: tokens, macros, conditions, headers; and the compiler of this machine for comparison.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <deque>
#include <map>
#include <set>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pyconfigure/c/condition.hpp"
#include "pyconfigure/c/expander.hpp"
#include "pyconfigure/c/macros.hpp"
#include "pyconfigure/c/preprocessor.hpp"
#include "pyconfigure/c/tokens.hpp"
#include "pyconfigure/os/files.hpp"
#include "pyconfigure/os/process.hpp"
#include "toolchain/dialects.hpp"

namespace pyconfigure::c {
namespace {

using Strings = std::vector<std::string>;

Strings spellings(const Tokens& tokens, const Atoms& atoms) {
  Strings all;
  for (const Token& token : tokens) all.emplace_back(atoms.text(token.atom));
  return all;
}

std::string joined(const Tokens& tokens, const Atoms& atoms) {
  std::string text;
  append_text(text, tokens.data(), tokens.data() + tokens.size(), atoms);
  return text;
}

/// A text with one blank behind every token, to compare with.
std::string like(const std::string& text) {
  Atoms atoms;
  return joined(cut(text, atoms).tokens, atoms);
}

/// Keeps what comes.
struct Collector : TokenSink {
  bool take(const Tokens& some, bool own, Origin origin, std::unique_ptr<Kept>*) override {
    tokens.insert(tokens.end(), some.begin(), some.end());
    from.append(some.size(), own ? 'p' : origin.system ? 's' : 'u');
    return true;
  }
  Tokens tokens;
  std::string from;  ///< by token: the program, a header of the system or of the user
};

/// Headers and a compiler that exist nowhere else.
struct Bench {
  std::map<std::string, std::string> headers;
  Dialect dialect;
  std::string trouble;
  Strings open;
  std::string from;

  /// What the program comes to; nothing when it is refused.
  std::optional<std::string> result(const std::string& text, const std::string& definitions = "") {
    Atoms atoms;
    Files files(atoms, [this](const std::string& path) -> std::optional<std::string> {
      const auto it = headers.find(path);
      return it == headers.end() ? std::nullopt : std::optional(it->second);
    });
    Preprocessor preprocessor(atoms, files, dialect, definitions);
    const SourceText program = cut(text, atoms);
    Collector sink;
    const bool good = preprocessor.go(program, 0, program.items.size(), sink);
    trouble = preprocessor.trouble();
    open = preprocessor.open_questions();
    from = sink.from;
    return good ? std::optional(joined(sink.tokens, atoms)) : std::nullopt;
  }
};

/// What a text without headers comes to.
std::optional<std::string> expanded(const std::string& text) { return Bench().result(text); }

const std::optional<std::string> kRefused;

// --- tokens ----------------------------------------------------------------------------------------------------------

Strings cut_up(const std::string& text) {
  Atoms atoms;
  return spellings(cut(text, atoms).tokens, atoms);
}

bool odd(const std::string& text) {
  Atoms atoms;
  return cut(text, atoms).odd;
}

TEST(CTokens, EqualSpellingsAreEqualAtoms) {
  Atoms atoms;
  EXPECT_EQ(atoms.of("fork"), atoms.of(std::string("fo") + "rk"));
  EXPECT_NE(atoms.of("fork"), atoms.of("vfork"));
  EXPECT_EQ(atoms.text(atoms.of("fork")), "fork");
  EXPECT_EQ(atoms.of("->"), static_cast<Atom>(kArrow));
  EXPECT_EQ(atoms.of("__format__"), static_cast<Atom>(kFormatToo));
}

TEST(CTokens, SpellingsThatDifferAnywhereAreDifferentAtoms) {
  Atoms atoms;
  std::map<std::string, Atom> known;
  std::string longest = "abcdefghijklmnopqrstuvwxyz0123456789";
  for (std::size_t size = 1; size <= longest.size(); ++size) {
    for (std::size_t at = 0; at <= size; ++at) {
      std::string word = longest.substr(0, size);
      if (at < size) word[at] = '_';
      const auto [it, fresh] = known.emplace(word, atoms.of(word));
      EXPECT_EQ(atoms.of(word), it->second) << word;
      EXPECT_EQ(atoms.text(it->second), word);
    }
  }
  std::set<Atom> different;
  for (const auto& [word, atom] : known) different.insert(atom);
  EXPECT_EQ(different.size(), known.size());
}

TEST(CTokens, AtomsStayWhatTheyAreHoweverManyThereAre) {
  Atoms atoms;
  std::vector<Atom> all;
  for (int i = 0; i < 60000; ++i) all.push_back(atoms.of("name" + std::to_string(i)));
  for (int i = 0; i < 60000; i += 997) {
    EXPECT_EQ(atoms.of("name" + std::to_string(i)), all[static_cast<std::size_t>(i)]);
    EXPECT_EQ(atoms.text(all[static_cast<std::size_t>(i)]), "name" + std::to_string(i));
  }
}

TEST(CTokens, PunctuatorsAreTakenAsLongAsTheyGo) {
  EXPECT_EQ(cut_up("a+++b->c<<=d...e>>f||g!=h##i"),
            (Strings{"a", "++", "+", "b", "->", "c", "<<=", "d", "...", "e", ">>", "f", "||", "g", "!=", "h", "##", "i"}));
  EXPECT_EQ(cut_up("a..b"), (Strings{"a", ".", ".", "b"}));
}

TEST(CTokens, NumbersHaveSignsBehindTheirExponents) {
  EXPECT_EQ(cut_up("1e+5 0x1p-3 .5f 1+2 0xe+1 1..2"), (Strings{"1e+5", "0x1p-3", ".5f", "1", "+", "2", "0xe+1", "1..2"}));
}

TEST(CTokens, CommentsAreBlanks) {
  EXPECT_EQ(cut_up("a/* b\n c */d // e\nf"), (Strings{"a", "d", "f"}));
  EXPECT_EQ(cut_up("a / b /**/ * c"), (Strings{"a", "/", "b", "*", "c"}));
  EXPECT_EQ(cut_up("\"/* no */\" '//'"), (Strings{"\"/* no */\"", "'//'"}));
  EXPECT_FALSE(odd("/* it's \"here\" */ a"));
  EXPECT_TRUE(odd("a /* for ever"));
}

TEST(CTokens, ACommentBeforeADirectiveLeavesItOne) {
  Atoms atoms;
  const SourceText text = cut("/* x */ # /* y */ define A 1\nb # c\n", atoms);
  ASSERT_EQ(text.items.size(), 2U);
  EXPECT_EQ(text.items[0].directive, Directive::define);
  EXPECT_EQ(text.items[1].directive, Directive::none) << "a # within a line begins nothing";
}

TEST(CTokens, BackslashesJoinLines) {
  EXPECT_EQ(cut_up("ab\\\ncd \"x\\\ny\" // e\\\nf\ng"), (Strings{"abcd", "\"xy\"", "g"}));
  EXPECT_EQ(cut_up("ab\\\r\ncd\r\nef"), (Strings{"abcd", "ef"}));
  EXPECT_FALSE(odd("a\\\nb"));
  EXPECT_FALSE(odd("a\\\r\nb"));
  EXPECT_TRUE(odd("a\\ \nb")) << "compilers differ about the blank";
  EXPECT_EQ(cut_up("'\\\\' b"), (Strings{"'\\\\'", "b"})) << "no line ends there";
}

TEST(CTokens, ABackslashBehindABackslashJoinsLinesToo) {
  EXPECT_EQ(cut_up("// a \\\\\nb\nc"), Strings{"c"});
  EXPECT_EQ(cut_up("\"a\\\\\nn\" b"), (Strings{"\"a\\n\"", "b"}));
}

TEST(CTokens, StringsKeepTheirQuotes) {
  EXPECT_EQ(cut_up(R"("a \" b" 'c' '\'' L"d" u8"e" U'f' "\\" x)"),
            (Strings{R"("a \" b")", "'c'", R"('\'')", R"(L"d")", R"(u8"e")", "U'f'", R"("\\")", "x"}));
  EXPECT_EQ(cut_up("x\"a\""), (Strings{"x", "\"a\""})) << "x is no prefix";
}

TEST(CTokens, KindsAreTold) {
  Atoms atoms;
  const SourceText text = cut("a 1 'c' \"s\" + @ $b .5", atoms);
  std::vector<Kind> kinds;
  for (const Token& token : text.tokens) kinds.push_back(token.kind);
  EXPECT_EQ(kinds, (std::vector<Kind>{Kind::identifier, Kind::number, Kind::character, Kind::string, Kind::punctuator, Kind::other,
                                      Kind::identifier, Kind::number}));
}

TEST(CTokens, AnApostropheAloneMattersOnlyWhereItIsRead) {
  EXPECT_EQ(expanded("#if 0\nIt isn't here\n#error don't\n#endif\na\n"), "a ");
  EXPECT_EQ(expanded("#ifdef X\n#error We don't know \"X\n#endif\na\n"), "a ");
  EXPECT_EQ(expanded("#define A don't\nb\n"), "b ") << "nobody uses it";
  EXPECT_EQ(expanded("#define A don't\nA\n"), kRefused);
  EXPECT_EQ(expanded("don't\n"), kRefused);
  EXPECT_EQ(expanded("\"open\n"), kRefused);
}

TEST(CTokens, AnApostropheAloneTakesTheRestOfItsLine) {
  EXPECT_EQ(expanded("#if 0\ndon't /*\n#endif\na\n#if 0\n*/\n#endif\n"), "a ");
}

TEST(CTokens, ACommentThatBeginsInAnErrorGoesOn) {
  EXPECT_EQ(expanded("#if 0\n#error a /* b\n#else\n*/\n#endif\nc\n"), "c ");
}

TEST(CTokens, WhatIsWrittenOtherwiseIsOdd) {
  EXPECT_TRUE(odd("%:define A 1\n")) << "a digraph";
  EXPECT_TRUE(odd("int a<:3:>;\n"));
  EXPECT_TRUE(odd("f() <% %>\n"));
  EXPECT_TRUE(odd("?\?=define A 1\n")) << "a trigraph";
  EXPECT_TRUE(odd("R\"(a)\"\n")) << "a raw string";
  EXPECT_TRUE(odd("1'000\n")) << "a number since 2023";
  EXPECT_TRUE(odd("u8R\"(a)\"\n"));
  EXPECT_TRUE(odd(std::string("a\0b", 3)));
  EXPECT_FALSE(odd("a % b ? c : d < e > f\n"));
  EXPECT_FALSE(odd("#error why?\?= and it's\n"));
  EXPECT_TRUE(odd("#error R\"(\n")) << "it goes on in the next line";
  EXPECT_TRUE(odd("#if 0\n#error /*\n#endif\n"));
  for (const char* blank : {" ", "\t", "\f", "\v"}) {
    EXPECT_TRUE(odd("// a \\" + std::string(blank) + "\nb\n")) << "lines are joined by some compilers";
  }
  EXPECT_TRUE(odd("// a\rb\n")) << "a line's end to some";
  EXPECT_FALSE(odd("// a\r\nb\\\r\n c\r\n"));
}

TEST(CTokens, ConditionalsThatDoNotMatchAreOdd) {
  EXPECT_TRUE(odd("#if 1\n"));
  EXPECT_TRUE(odd("#endif\n"));
  EXPECT_TRUE(odd("#else\n#endif\n"));
  EXPECT_TRUE(odd("#if 1\n#endif\n#elif 1\n"));
  EXPECT_FALSE(odd("#if 1\n#elif 1\n#else\n#endif\n"));
}

TEST(CTokens, BranchesBehindElseAreOdd) {
  EXPECT_TRUE(odd("#if 1\n#else\n#else\n#endif\n"));
  EXPECT_TRUE(odd("#if 1\n#else\n#elif 1\n#endif\n"));
}

TEST(CTokens, ConditionalsAreLinkedToTheirNextBranch) {
  Atoms atoms;
  const SourceText text = cut("#if A\n# ifdef B\n# endif\n#elif C\nx\n#else\n#endif\n", atoms);
  ASSERT_EQ(text.items.size(), 7U);
  EXPECT_EQ(text.items[0].next_branch, 3U);
  EXPECT_EQ(text.items[1].next_branch, 2U);
  EXPECT_EQ(text.items[3].next_branch, 5U);
  EXPECT_EQ(text.items[5].next_branch, 6U);
  EXPECT_EQ(text.items[4].directive, Directive::none);
}

TEST(CTokens, LinesOfTextAreOneRun) {
  Atoms atoms;
  const SourceText text = cut("a\nb\n\nc\n#define X\nd\n", atoms);
  ASSERT_EQ(text.items.size(), 3U);
  EXPECT_EQ(text.items[0].end - text.items[0].begin, 3U);
  EXPECT_EQ(text.tokens[1].lines, 1);
  EXPECT_EQ(text.tokens[2].lines, 2);
}

std::string guard_of(const std::string& text) {
  Atoms atoms;
  const SourceText file = cut(text, atoms);
  return std::string(atoms.text(file.guard));
}

TEST(CTokens, GuardsAroundAWholeTextAreFound) {
  EXPECT_EQ(guard_of("/* x */\n#ifndef A_H\n#define A_H\nint a;\n#endif /* A_H */\n\n"), "A_H");
  EXPECT_EQ(guard_of("#ifndef A_H\n#if 1\n#else\n#endif\n#endif\n"), "A_H");
  EXPECT_EQ(guard_of("int b;\n#ifndef A_H\n#define A_H\n#endif\n"), "");
  EXPECT_EQ(guard_of("#ifndef A_H\n#define A_H\n#endif\nint b;\n"), "");
  EXPECT_EQ(guard_of("#ifndef A_H\n#define A_H\n#else\nint b;\n#endif\n"), "");
  EXPECT_EQ(guard_of("#ifdef A_H\n#endif\n"), "");
  EXPECT_EQ(guard_of("#ifndef A_H\n#endif\n#ifndef A_H\n#endif\n"), "");
  EXPECT_EQ(guard_of("#ifndef A_H B\n#endif\n"), "");
}

TEST(CTokens, OneTokenIsOneWhole) {
  Atoms atoms;
  Token token;
  for (const char* text : {"ab", "12", "+=", "\"s\"", "->", "L'x'", "1e+"}) EXPECT_TRUE(one_token(text, atoms, token)) << text;
  for (const char* text : {"", "a b", "+-", "-1", "a.", "@", "//", "/*", "\"open", "a ", " a", ".."}) {
    EXPECT_FALSE(one_token(text, atoms, token)) << text;
  }
}

// --- macros ----------------------------------------------------------------------------------------------------------

Macro macro(const std::string& line) {
  Atoms atoms;
  const SourceText text = cut("#define " + line + "\n", atoms);
  Atom name = kNothing;
  return read_macro(text.tokens.data(), text.tokens.data() + text.tokens.size(), name);
}

TEST(CMacros, ABlankBeforeTheParenthesisMakesTheDifference) {
  EXPECT_TRUE(macro("f(x) x").function);
  EXPECT_FALSE(macro("f (x) x").function);
  EXPECT_EQ(macro("f (x) x").body.size(), 4U);
}

TEST(CMacros, WhatIsNoMacroIsOdd) {
  for (const char* line : {"f(", "f(x", "f(x,)", "f(1)", "f(x y)", "f(..., x) x", "a ## b ##", "a ##", "f(x) ## x", "f(x) #y", "f(x) x #",
                           "f(...) __VA_OPT__(,)", "defined 1"}) {
    EXPECT_TRUE(macro(line).odd) << line;
  }
  for (const char* line : {"f() x", "f(x, y) x ## y", "f(x) #x", "f(x...) x", "f(x, ...) __VA_ARGS__", "a # b", "a"}) {
    EXPECT_FALSE(macro(line).odd) << line;
  }
}

TEST(CMacros, ATableGoesBackToWhatItWas) {
  Macro one;
  Macro two;
  MacroTable table;
  table.set(7, &one);
  const std::size_t mark = table.mark();
  table.set(7, &two);
  table.set(7, nullptr);
  table.set(9000, &two);
  table.set(8, nullptr);
  EXPECT_EQ(table.find(7), nullptr);
  EXPECT_EQ(table.find(9000), &two);
  table.back_to(mark);
  EXPECT_EQ(table.find(7), &one);
  EXPECT_EQ(table.find(9000), nullptr);
  table.back_to(0);
  EXPECT_EQ(table.find(7), nullptr);
}

TEST(CMacros, OnesThatNoCompilerTakesAreRefused) {
  for (const char* line : {"f(x) #y", "f(", "f(x,)", "f(1)", "f(x x)", "f() ##", "a ## "}) {
    EXPECT_EQ(expanded("#define " + std::string(line) + "\nb\n"), kRefused) << line;
  }
}

// --- expansion -------------------------------------------------------------------------------------------------------

/// Texts, and what becomes of them.
struct Pair {
  const char* text;
  const char* result;
};

constexpr Pair kExpansions[] = {
    // Macros without parameters.
    {"#define A 1\nA B A\n", "1 B 1"},
    {"#define A B\n#define B C\n#define C 3\nA\n", "3"},
    {"#define A\n[A A]\n", "[]"},
    {"#define A 1\n#undef A\nA\n", "A"},
    {"#define A 1\n#undef A\n#define A 2\nA\n", "2"},
    // Macros that mention themselves.
    {"#define A A + 1\nA\n", "A + 1"},
    {"#define A B\n#define B A x\nA B\n", "A x B x"},
    {"#define f(x) f(x + 1)\nf(f(2))\n", "f(f(2 + 1) + 1)"},
    {"#define f(x) x f\nf(1)(2)\n", "1 f(2)"},
    {"#define f(x) x\nf(f)(1) f(f(1))\n", "f(1) 1"},
    {"#define f(a) a*g\n#define g(a) f(a)\nf(2)(9)\n", "2*9*g"},
    {"#define open struct open_file\n#define open_file open\nopen x;\n", "struct open x;"},
    // Macros with parameters.
    {"#define f(x, y) y x\nf(1, 2) f((a, b), c) f(,) f( , z)\n", "2 1 c (a, b) z"},
    {"#define f(x) [x]\nf f (1) f() f\n(2)\n", "f [1] [] [2]"},
    {"#define p() int\np() p(  )\n", "int int"},
    {"#define f(x) [x]\n#define g f\ng(1) g (g(2))\n", "[1] [[2]]"},
    {"#define A 1, 2\n#define f(x) g(x)\n#define g(x, y) y x\nf((A)) g(A, 3)\n#undef g\nf(A)\n", nullptr},
    {"#define lparen (\n#define f(x) x\nf lparen 1)\n", "f ( 1)"},
    {"#define lparen (\n#define f(x) x\n#define id(x) x\nid(f lparen 1))\n", "1"},
    {"#define f(x) x\nf(a[1, 2])\n", nullptr},
    {"#define f(x) x\nf((1, 2) + {3})\n", "(1, 2) + {3}"},
    // Stringizing.
    {"#define s(x) #x\ns(a+b) s( a  +  b ) s(\"q\\n\") s('\\0') s() s(a\nb)\n",
     R"("a+b" "a + b" "\"q\\n\"" "'\\0'" "" "a b")"},
    {"#define s(x) #x\n#define x(y) s(y)\n#define A B C\ns(A) x(A)\n", R"("A" "B C")"},
    {"#define s(x) #x\ns((a, b)) s(a /* c */ b) s(a/**/b)\n", "\"(a, b)\" \"a b\" \"a b\""},
    {"#define A y #x\nA\n", "y #x"},
    // Pasting.
    {"#define c(a, b) a ## b\nc(x, y) c(1, e) c(+, +) c(, z) c(z, ) c(, ) c(a b, c d)\n", "xy 1e ++ z z a bc d"},
    {"#define c(a, b) a ## b\n#define xy 7\n#define x n\nc(x, y)\n", "7"},
    {"#define c(a, b) a ## b\n#define d(a, b) c(a, b)\n#define x n\nc(x, y) d(x, y)\n", "xy ny"},
    {"#define c(a, b, d) a ## b ## d\nc(1, 2, 3) c(x, y, )\n", "123 xy"},
    {"#define c(x) L ## #x\nc(a)\n", "L\"a\""},
    {"#define A x ## 1\nA\n", "x1"},
    {"#define c(a) a ## _t a\n#define n N\nc(n)\n", "n_t N"},
    {"#define c(a, b) [a ## b, b]\n#define y Y\nc(, y)\n", "[Y, Y]"},
    {"#define hash_hash # ## #\nhash_hash x\n", "## x"},
    // Any number of arguments.
    {"#define v(...) f(__VA_ARGS__)\nv() v(1) v(1, (2, 3))\n", "f() f(1) f(1, (2, 3))"},
    {"#define v(x, ...) f(x; __VA_ARGS__)\nv(1) v(1,) v(1, 2, 3) v()\n", "f(1; ) f(1; ) f(1; 2, 3) f(; )"},
    {"#define v(x, ...) f(x, ## __VA_ARGS__)\nv(1, 2) v(1, 2, 3)\n", "f(1, 2) f(1, 2, 3)"},
    {"#define v(x, r...) f(x, ## r)\nv(1, 2) v(1, 2, 3)\n", "f(1, 2) f(1, 2, 3)"},
    {"#define v(r...) f(r)\nv() v(1, 2)\n", "f() f(1, 2)"},
    {"#define v(...) #__VA_ARGS__\nv(1, 2) v() v(a,b)\n", R"("1, 2" "" "a,b")"},
    {"#define A 1\n#define v(x, ...) f(x, ## __VA_ARGS__)\nv(0, A, v)\n", "f(0, 1, v)"},
    // Places say nothing.
    {"__LINE__ __FILE__\n", "1 \"conftest.c\""},
};

TEST(CExpansion, ComesToWhatTheStandardSays) {
  for (const Pair& pair : kExpansions) {
    const std::optional<std::string> wanted = pair.result == nullptr ? kRefused : std::optional(like(pair.result));
    EXPECT_EQ(expanded(pair.text), wanted) << pair.text;
  }
}

TEST(CExpansion, TheLongExampleOfRedefiningAndRescanning) {
  // C11 6.10.3.5, example 3, with other names.
  const std::string macros =
      "#define n 3\n#define call(k) call(n * (k))\n#undef n\n#define n 2\n#define alias call\n#define row row[0]\n"
      "#define half alias(~\n#define apply(k) k(pair)\n#define pair 0,1\n#define same(k) k\n#define none() int\n"
      "#define keep(n) n\n#define join(n,o) n ## o\n#define text(n) # n\n";
  EXPECT_EQ(expanded(macros + "call(o+1) + call(call(row)) % same(same(alias)(0) + same)(1);\n"),
            like("call(2 * (o+1)) + call(2 * (call(2 * (row[0])))) % call(2 * (0)) + same(1);"));
  EXPECT_EQ(expanded(macros + "alias(n+(3,4)-pair) | half 5) & apply\n(call)^apply(apply);\n"),
            like("call(2 * (2+(3,4)-0,1)) | call(2 * (~ 5)) & call(2 * (0,1))^apply(0,1);"));
  EXPECT_EQ(expanded(macros + "none() i[keep()] = { keep(1), join(2,3), join(4,), join(,5), join(,) };\n"),
            like("int i[] = { 1, 23, 4, 5, };"));
  EXPECT_EQ(expanded(macros + "char c[2][6] = { text(hello), text() };\n"), like("char c[2][6] = { \"hello\", \"\" };"));
}

TEST(CExpansion, EmptySidesOfTwoPastings) {
  // C11 6.10.3.5, example 5. Those with a gap in the middle may be refused; none may come to anything else.
  const std::string macros = "#define glue(a,b,c) a ## b ## c\n";
  EXPECT_EQ(expanded(macros + "glue(1,2,3)\n"), "123 ");
  EXPECT_EQ(expanded(macros + "glue(8,9,)\n"), "89 ");
  for (const auto& [call, result] : std::map<std::string, std::string>{
           {"(,4,5)", "45 "}, {"(6,,7)", "67 "}, {"(10,,)", "10 "}, {"(,11,)", "11 "}, {"(,,12)", "12 "}, {"(,,)", ""}}) {
    const auto came = expanded(macros + "glue" + call + "\n");
    EXPECT_TRUE(!came || *came == result) << call << " " << *came;
  }
}

TEST(CExpansion, TheExampleOfAnyNumberOfArguments) {
  // C11 6.10.3.5, example 7.
  const std::string macros =
      "#define log(...) fprintf(stderr, __VA_ARGS__)\n#define all(...) puts(#__VA_ARGS__)\n"
      "#define check(is, ...) ((is)?puts(#is):\\\n            printf(__VA_ARGS__))\n";
  EXPECT_EQ(expanded(macros + "log(\"Flag\");\nlog(\"X = %d\\n\", x);\n"),
            like("fprintf(stderr, \"Flag\"); fprintf(stderr, \"X = %d\\n\", x);"));
  EXPECT_EQ(expanded(macros + "all(The first, second, and third items.);\n"), like("puts(\"The first, second, and third items.\");"));
  EXPECT_EQ(expanded(macros + "check(x>y, \"x is %d but y is %d\", x, y);\n"),
            like("((x>y)?puts(\"x>y\"): printf(\"x is %d but y is %d\", x, y));"));
}

TEST(CExpansion, ACommaGoesOnlyWithArgumentsThatAreLeftOut) {
  // Both may be refused; neither may come to anything else.
  const std::string macros = "#define v(x, ...) f(x, ## __VA_ARGS__)\n#define w(...) f(x, ## __VA_ARGS__)\n";
  const auto left_out = expanded(macros + "v(1)\n");
  EXPECT_TRUE(!left_out || *left_out == like("f(1)")) << *left_out;
  const auto empty = expanded(macros + "v(1,)\n");
  EXPECT_TRUE(!empty || *empty == like("f(1,)")) << *empty;
  EXPECT_EQ(expanded(macros + "w()\n"), kRefused) << "compilers differ";
  EXPECT_EQ(expanded("#define __STRICT_ANSI__ 1\n" + macros + "v(1)\n"), kRefused) << "here too";
  EXPECT_EQ(expanded(macros + "v(1, 2) w(3)\n"), like("f(1, 2) f(x, 3)"));
}

TEST(CExpansion, WhatIsNotUnderstoodIsRefused) {
  for (const char* text : {"_Pragma(\"once\")\n", "__COUNTER__\n", "__DATE__\n", "__TIME__\n", "__INCLUDE_LEVEL__\n", "__BASE_FILE__\n",
                           "#define v(x, ...) x __VA_OPT__(,) __VA_ARGS__\nv(1)\n", "__VA_OPT__(x)\n", "__has_include(<a.h>)\n",
                           "__has_attribute(x)\n", "#define A _Pragma(\"x\")\nA\n", "@\n"}) {
    EXPECT_EQ(expanded(text), kRefused) << text;
  }
  EXPECT_EQ(expanded("#define A __COUNTER__\n#define B _Pragma(\"x\")\nb\n"), "b ") << "nobody uses them";
}

TEST(CExpansion, ArgumentsInArgumentsHaveAnEnd) {
  const auto nested = [](int depth) {
    std::string text = "1";
    for (int i = 0; i < depth; ++i) text = "f(" + text + ")";
    return expanded("#define f(x) x\n" + text + "\n");
  };
  EXPECT_EQ(nested(30), "1 ");
  EXPECT_EQ(nested(5000), kRefused);
}

TEST(CExpansion, WrongCallsAreRefused) {
  const std::string macros = "#define f(x) x\n#define g(x, y) x y\n#define h() 0\n#define c(a, b) a ## b\n";
  for (const char* text : {"f(1, 2)\n", "g(1)\n", "h(1)\n", "f(1\n", "c(+, x)\n", "c(\"a\", b)\n", "c(/, /)\n", "g()\n"}) {
    EXPECT_EQ(expanded(macros + text), kRefused) << text;
  }
}

TEST(CExpansion, BlanksOfStringsOutliveWhatIsEmpty) {
  const std::string macros = "#define E\n#define s(x) #x\n#define x(y) s(y)\n#define c(a, b) [p a ## b]\n";
  EXPECT_EQ(expanded(macros + "x(a E;)\n"), "\"a ;\" ");
  EXPECT_EQ(expanded(macros + "x(c(,y))\n"), "\"[p y]\" ");
}

struct Open {
  bool good = false;
  bool left_open = false;
  std::string text;
};

Open with_end(const std::string& text) {
  Atoms atoms;
  MacroTable table;
  std::deque<Macro> macros;
  const SourceText source = cut("#define f(x) x\n#define g f\n#define A 1\n" + text, atoms);
  Expander expander(atoms, table);
  Open open;
  for (const Item& item : source.items) {
    const Token* const begin = source.tokens.data() + item.begin;
    const Token* const end = source.tokens.data() + item.end;
    if (item.directive == Directive::define) {
      Atom name = kNothing;
      macros.push_back(read_macro(begin, end, name));
      table.set(name, &macros.back());
      continue;
    }
    Tokens out;
    open.good = expander.expand(begin, end, out);
    open.left_open = expander.left_open();
    open.text = joined(out, atoms);
  }
  return open;
}

TEST(CExpansion, ANameAtTheEndMayFindItsParenthesisLater) {
  EXPECT_TRUE(with_end("a f\n").left_open);
  EXPECT_TRUE(with_end("a g\n").left_open);
  EXPECT_FALSE(with_end("f a\n").left_open);
  EXPECT_FALSE(with_end("f(1)\n").left_open);
  EXPECT_FALSE(with_end("f(f)\n").left_open) << "that one is not expanded any more";
  EXPECT_FALSE(with_end("A\n").left_open);
  EXPECT_EQ(with_end("a g\n").text, "a f ");
}

TEST(CExpansion, ANameBeforeADirectiveIsRefused) {
  EXPECT_EQ(expanded("#define f(x) x\nf\n#define A\n(1)\n"), kRefused);
  EXPECT_EQ(expanded("#define f(x) x\nf(1\n#define A\n)\n"), kRefused);
  EXPECT_EQ(expanded("#define f(x) x\nf\n"), "f ");
  EXPECT_EQ(expanded("#define f(x) x\nf;\n#define A\n(1)\n"), like("f;(1)"));
}

TEST(CExpansion, LookupsTellOnWhatAResultDepends) {
  Atoms atoms;
  MacroTable table;
  Expander expander(atoms, table);
  const SourceText macros = cut("#define A B C\n", atoms);
  Atom name = kNothing;
  Macro a = read_macro(macros.tokens.data(), macros.tokens.data() + macros.tokens.size(), name);
  table.set(name, &a);
  const SourceText text = cut("A A D 1\n", atoms);
  Lookups lookups;
  Tokens out;
  expander.record(&lookups);
  ASSERT_TRUE(expander.expand(text.tokens.data(), text.tokens.data() + text.tokens.size(), out));
  expander.record(nullptr);
  ASSERT_EQ(lookups.size(), 4U) << "each once";
  EXPECT_EQ(lookups[0], (std::pair<Atom, const Macro*>(name, &a)));
  EXPECT_EQ(lookups[1].first, atoms.of("B"));
  EXPECT_EQ(lookups[3], (std::pair<Atom, const Macro*>(atoms.of("D"), nullptr)));
}

// --- conditions ------------------------------------------------------------------------------------------------------

/// The value of an expression in which A and B are defined, and which may ask whether there is `good`.
std::optional<bool> value(const std::string& text, bool wide_is_unsigned = false) {
  Atoms atoms;
  const Tokens tokens = cut(text, atoms).tokens;
  const ConditionAsks asks{[&](Atom name) { return name == atoms.of("A") || name == atoms.of("B"); },
                           [&](Atom name, const Token* begin, const Token* end, long long& answer) {
                             std::string words;
                             append_text(words, begin, end, atoms);
                             answer = atoms.text(name) == "__has_attribute" && words == "good " ? 202311 : 0;
                             return words != "unknown ";
                           },
                           wide_is_unsigned};
  bool is = false;
  return evaluate(tokens, atoms, asks, is) ? std::optional(is) : std::nullopt;
}

void expect_true(std::initializer_list<const char*> texts) {
  for (const char* text : texts) EXPECT_EQ(value(text), std::optional(true)) << text;
}
void expect_false(std::initializer_list<const char*> texts) {
  for (const char* text : texts) EXPECT_EQ(value(text), std::optional(false)) << text;
}
void expect_refused(std::initializer_list<const char*> texts) {
  for (const char* text : texts) EXPECT_EQ(value(text), std::nullopt) << text;
}

TEST(CConditions, Arithmetic) {
  expect_true({"1", "2 + 3 * 4 == 14", "(2 + 3) * 4 == 20", "10 - 4 - 3 == 3", "7 / 2 == 3 && -7 / 2 == -3 && -7 % 2 == -1", "1 << 4 == 16",
               "~0 == -1", "!0 == 1", "- - 1 == 1", "(6 & 3) == 2", "(6 | 1) == 7", "(6 ^ 3) == 5", "7 & 3 == 3", "-8 >> 1 == -4",
               "1 | 2 ^ 2 & 0", "3 > 2 > 0", "1 != 2 == 1", "2 <= 2", "2 >= 2", "+5 == 5"});
  expect_false({"0", "2 + 3 * 4 == 20", "3 > 2 > 1", "6 & 3 == 2", "!1", "2 < 2", "1 - 1", "10 - (4 - 3) == 3", "1 > 2"});
}

TEST(CConditions, NumbersOfAllForms) {
  expect_true({"0x10 == 16", "010 == 8", "0b101 == 5", "0XfF == 255", "10L == 10", "10uLL == 10", "1lu == 1", "10LLU == 10",
               "201112L >= 199901L", "0xffffffffffffffff == -1", "9223372036854775807 > 0"});
  expect_refused({"08", "1.0", "0x", "1x", "0b2", "1uu", "1lll", "99999999999999999999", "0xfffffffffffffffff", "1e3"});
}

TEST(CConditions, SuffixesOfWrongOrderAreRefused) { expect_refused({"1lul", "1Ll", "1lUL"}); }

TEST(CConditions, SignedAndUnsigned) {
  expect_true({"-1 > 0u", "-1 < 0", "-1 == 18446744073709551615u", "(1 ? -1 : 0u) > 0", "(0 ? 0u : -1) > 0", "0u - 1 > 0",
               "(-1 >> 63) == -1",
               "(-1 + 0u) >> 63 == 1", "(2 || 0u) - 2 < 0", "(1u == 1u) - 2 < 0", "~0u > 0"});
  expect_false({"-1 < 0u", "-1 > 0", "(1 ? -1 : 0) > 0"});
}

TEST(CConditions, WhatIsNotUsedMayDivideByZero) {
  expect_true({"1 || 1 / 0", "1 ? 2 : 1 / 0", "0 ? 1 % 0 : 3", "!(0 && 1 / 0)", "1 || (0 || 1 / 0)", "1 || (1 ? 1 / 0 : 0)",
               "1 || 1 << 99"});
  expect_refused({"1 / 0", "1 % 0", "0 || 1 / 0", "1 && 1 / 0", "0 ? 2 : 1 / 0", "1 ? 1 / 0 : 2", "(1 || 1) + 1 / 0"});
}

TEST(CConditions, QuestionMarks) {
  expect_true({"1 ? 2 : 0", "0 ? 0 : 1 ? 3 : 0", "1 ? 0 ? 0 : 4 : 0", "(0 ? 1 : 2) == 2", "1 || 0 ? 1 : 0"});
  expect_false({"0 ? 2 : 0", "1 ? 0 : 1", "0 || 0 ? 1 : 0"});
  expect_refused({"1 ? 2", "1 ? : 2", "1 : 2", "? 1 : 2"});
}

TEST(CConditions, Defined) {
  expect_true({"defined A", "defined(A)", "defined ( B ) && !defined C", "defined A + defined B == 2"});
  expect_false({"defined C", "defined(C)", "!defined A", "defined A && defined C"});
  expect_refused({"defined", "defined(", "defined()", "defined(A", "defined 1", "defined (A B)", "defined +"});
}

TEST(CConditions, NamesAreZero) {
  expect_false({"unknown", "int"});
  expect_true({"unknown == 0", "!unknown"});
  expect_refused({"unknown(1)", "a b"});
  expect_refused({"true", "!false"});  // they have values since 2023
}

TEST(CConditions, Characters) {
  expect_true({"'a' == 97", "'\\0' == 0", "' ' < 'z'", "L'a' == 'a'", "L'\\0' - 1 < 0"});
  expect_false({"'\\0'"});
  expect_refused({"'ab'", "u'a'", "'\\xff'", "''", "'\\n'", "\"a\""});
}

TEST(CConditions, WideCharactersMayBeUnsigned) {
  EXPECT_EQ(value("L'\\0' - 1 > 0", true), std::optional(true));
  EXPECT_EQ(value("'\\0' - 1 > 0", true), std::optional(false));
  EXPECT_EQ(expanded("#if L'\\0' - 1 > 0\nyes\n#else\nno\n#endif\n"), "no ");
  EXPECT_EQ(expanded("#define __WCHAR_UNSIGNED__ 1\n#if L'\\0' - 1 > 0\nyes\n#else\nno\n#endif\n"), "yes ");
}

TEST(CConditions, QuestionsToTheCompiler) {
  expect_true({"__has_attribute(good)", "__has_attribute(good) >= 202311", "!__has_attribute(bad)", "defined A && __has_attribute(good)"});
  expect_false({"__has_attribute(bad)", "__has_builtin(good)"});
  expect_refused({"__has_attribute(unknown)", "__has_attribute", "__has_attribute good", "__has_attribute(good"});
}

TEST(CConditions, MalformedOnesAreRefused) {
  expect_refused({"", "+", "1 +", "(1", "1)", "1 2", "1, 2", "()", "1 = 1", "1 +* 2", "&& 1", "1 ## 2", "#", "@", "1 && ", "~"});
}

TEST(CConditions, PlacesAreNotKnownHere) {
  EXPECT_EQ(expanded("#if __LINE__ > 0\n#endif\nx\n"), kRefused);
  EXPECT_EQ(expanded("#define A __LINE__\n#if A\n#endif\nx\n"), kRefused);
}

TEST(CConditions, AsDeepAsNoHeaderGoesAreRefused) {
  EXPECT_EQ(value(std::string(20, '(') + "1" + std::string(20, ')')), std::optional(true));
  EXPECT_EQ(value(std::string(100000, '(') + "1" + std::string(100000, ')')), std::nullopt);
  EXPECT_EQ(value(std::string(100000, '!') + "1"), std::nullopt);
}

TEST(CConditions, MacrosAreExpandedButNotThoseThatAreAskedFor) {
  EXPECT_EQ(expanded("#define A B\n#if defined A && !defined B && defined(A)\nyes\n#endif\n"), "yes ");
  EXPECT_EQ(expanded("#define A 3\n#define f(x) (x > 2)\n#if f(A)\nyes\n#else\nno\n#endif\n"), "yes ");
  EXPECT_EQ(expanded("#define A defined(B)\n#define B\n#if A\nyes\n#else\nno\n#endif\n"), "yes ");
  EXPECT_EQ(expanded("#define E\n#if E\n#endif\nx\n"), kRefused);
  EXPECT_EQ(expanded("#if f(1)\n#endif\nx\n"), kRefused);
}

TEST(CConditions, OneBranchIsTaken) {
  const auto taken = [](const std::string& n) {
    return expanded("#define N " + n + "\n#if N == 1\none\n#elif N == 2\ntwo\n#elif N == 2 || 1 / N == 3\nagain\n#else\nelse\n#endif\n");
  };
  EXPECT_EQ(taken("1"), "one ");
  EXPECT_EQ(taken("2"), "two ");
  EXPECT_EQ(taken("5"), "else ");
  EXPECT_EQ(taken("0"), kRefused) << "a division by zero";
}

TEST(CConditions, BranchesBehindTheOneThatIsTakenAreNotRead) {
  EXPECT_EQ(expanded("#if 1\na\n#elif 1 / 0\nb\n#elif (\nc\n#else\nd\n#endif\n"), "a ");
  EXPECT_EQ(expanded("#if 0\n#if (\n#bogus\n#elif )\n#else\n#endif\n#define A 1\n#undef\n#endif\nA\n"), "A ");
}

TEST(CConditions, IfdefAndItsLikes) {
  EXPECT_EQ(expanded("#define A\n#ifdef A\na\n#endif\n#ifndef A\nb\n#else\nc\n#endif\n"), like("a c"));
  EXPECT_EQ(expanded("#ifdef A\na\n#elifndef A\nb\n#else\nc\n#endif\n"), kRefused) << "not every compiler knows it";
  EXPECT_EQ(expanded("#define B\n#ifdef A\na\n#elifdef B\nb\n#endif\n"), kRefused);
  EXPECT_EQ(expanded("#ifdef\n#endif\n"), kRefused);
  EXPECT_EQ(expanded("#ifdef A B\n#endif\n"), kRefused);
  EXPECT_EQ(expanded("#ifdef 1\n#endif\n"), kRefused);
}

// --- headers ---------------------------------------------------------------------------------------------------------

/// Three folders, the first of them the user's.
Bench with_headers(std::map<std::string, std::string> headers) {
  Bench bench;
  bench.headers = std::move(headers);
  bench.dialect.folders = {{"/user", false}, {"/one", true}, {"/two", true}};
  return bench;
}

TEST(CHeaders, AreLookedForInOrder) {
  Bench bench = with_headers({{"/one/a.h", "one\n"},
                              {"/two/a.h", "two\n"},
                              {"/two/b.h", "b\n"},
                              {"/user/c.h", "c\n"},
                              {"/abs/d.h", "d\n"}});
  EXPECT_EQ(bench.result("#include <a.h>\n#include \"b.h\"\n#include <c.h>\nend\n#include \"/abs/d.h\"\n"), like("one b c end d"));
  EXPECT_EQ(bench.from, "ssupu");
  EXPECT_EQ(bench.result("#include <d.h>\n"), kRefused);
  EXPECT_EQ(bench.trouble, "<d.h> is not there");
}

TEST(CHeaders, QuotesLookBesideTheFileFirst) {
  Bench bench = with_headers({{"/one/sub/a.h", "#include \"b.h\"\n#include \"c.h\"\n#include <b.h>\n"},
                              {"/one/sub/b.h", "beside\n"},
                              {"/one/b.h", "above\n"},
                              {"/two/c.h", "far\n"}});
  EXPECT_EQ(bench.result("#include <sub/a.h>\n"), like("beside far above"));
  EXPECT_EQ(bench.from, "sss");
  EXPECT_EQ(bench.result("#include \"b.h\"\n"), like("above"));
}

TEST(CHeaders, TheNextOneIsLookedForBehindTheFolder) {
  Bench bench = with_headers({{"/user/a.h", "user\n#include_next <a.h>\n"},
                              {"/one/a.h", "one\n#include_next <a.h>\n"},
                              {"/two/a.h", "two\n"}});
  EXPECT_EQ(bench.result("#include <a.h>\n"), like("user one two"));
  EXPECT_EQ(bench.from, "uss");
  bench.headers["/one/sub/b.h"] = "#include \"c.h\"\n";
  bench.headers["/one/c.h"] = bench.headers["/two/c.h"] = "c\n";
  bench.headers["/one/sub/c.h"] = "#include_next <c.h>\n";
  EXPECT_EQ(bench.result("#include <sub/b.h>\n"), like("c")) << "GCC's <limits.h> does that";
  bench.headers["/one/sub/c.h"] = "#include_next \"c.h\"\n";
  EXPECT_EQ(bench.result("#include <sub/b.h>\n"), kRefused) << "compilers differ about where one that stood beside another begins";
  bench.headers["/two/a.h"] = "#include_next <a.h>\n";
  EXPECT_EQ(bench.result("#include <a.h>\n"), kRefused);
  EXPECT_EQ(bench.result("#include_next <a.h>\n"), kRefused) << "a program stands in no folder";
}

TEST(CHeaders, MacrosCanNameThem) {
  Bench bench = with_headers({{"/one/a.h", "a\n"}});
  EXPECT_EQ(bench.result("#define A \"a.h\"\n#include A\n"), "a ");
  EXPECT_EQ(bench.result("#define A <a.h>\n#include A\n"), kRefused);
  EXPECT_EQ(bench.result("#include A\n"), kRefused);
  EXPECT_EQ(bench.result("#include\n"), kRefused);
  EXPECT_EQ(bench.result("#include <a.h> b\n"), kRefused);
  EXPECT_EQ(bench.result("#include <>\n"), kRefused);
}

TEST(CPreprocessor, OneOfTwoNamesMayBeTheSameFile) {
  Bench bench = with_headers({{"/one/a.h", "#pragma once\na\n"}, {"/one/b.h", "#pragma once\na\n"}, {"/one/c.h", "#pragma once\nc\n"}});
  EXPECT_EQ(bench.result("#include <a.h>\n#include <c.h>\n"), like("a c"));
  EXPECT_EQ(bench.result("#include <a.h>\n#include <b.h>\n"), kRefused) << "a link, or a copy: compilers look at files";
}

TEST(CHeaders, ComeOnceWhenTheySaySo) {
  Bench bench = with_headers({{"/one/once.h", "#pragma once\na\n"},
                              {"/one/guard.h", "#ifndef G\n#define G\nb\n#endif\n"},
                              {"/one/plain.h", "c\n"}});
  EXPECT_EQ(bench.result("#include <once.h>\n#include <once.h>\n#include <guard.h>\n#include <guard.h>\n"
                         "#include <plain.h>\n#include <plain.h>\n"),
            like("a b c c"));
  EXPECT_EQ(bench.result("#include <guard.h>\n#undef G\n#include <guard.h>\n"), like("b b"));
  EXPECT_EQ(bench.result("#define G\n#include <guard.h>\nx\n"), "x ");
}

TEST(CHeaders, SetMacrosForWhatFollows) {
  Bench bench = with_headers({{"/one/a.h", "#ifdef WANT\n#define F(x) [x]\n#else\n#define F(x) x\n#endif\n"}});
  EXPECT_EQ(bench.result("#include <a.h>\nF(1)\n"), like("1"));
  EXPECT_EQ(bench.result("#define WANT\n#include <a.h>\nF(1)\n"), like("[1]"));
  EXPECT_EQ(bench.result("#include <a.h>\nF(1)\n", "#define WANT 1\n"), like("[1]"));
}

TEST(CHeaders, ANameAtTheEndOfARunIsOpenOnlyWhereItIsAMacros) {
  Bench bench = with_headers({{"/one/a.h", "#if N\nb f\n#endif\n;\n"}});
  EXPECT_EQ(bench.result("#define N 1\n#include <a.h>\n#define f(x) x\n#include <a.h>\n"), kRefused);
  EXPECT_EQ(bench.result("#define N 1\n#include <a.h>\n#define f g\n#include <a.h>\n"), like("b f; b g;"));
}

TEST(CHeaders, ResultsAreKeptOnlyAsLongAsTheyHold) {
  Bench bench = with_headers({{"/one/a.h", "#if N > 1\nmany N\n#else\nfew N\n#endif\n"}});
  EXPECT_EQ(bench.result("#define N 1\n#include <a.h>\n#undef N\n#define N 2\n#include <a.h>\n#undef N\n#define N M\n#include <a.h>\n"
                         "#define M 7\n#include <a.h>\n#undef M\n#include <a.h>\n#undef N\n#include <a.h>\n"),
            like("few 1 many 2 few M many 7 few M few N"));
}

TEST(CHeaders, ThatFail) {
  Bench bench = with_headers({{"/one/error.h", "#error no\n"},
                              {"/one/odd.h", "R\"(x)\"\n"},
                              {"/one/self.h", "#include <self.h>\n"},
                              {"/one/warning.h", "#warning it's old\nw\n"},
                              {"/one/other.h", "#assert x\n"},
                              {"/one/missing.h", "#include <nowhere.h>\n"}});
  for (const char* name : {"error", "odd", "self", "other", "missing"}) {
    EXPECT_EQ(bench.result("#include <" + std::string(name) + ".h>\n"), kRefused) << name;
    EXPECT_FALSE(bench.trouble.empty()) << name;
    EXPECT_EQ(bench.result("#if 0\n#include <" + std::string(name) + ".h>\n#endif\nx\n"), "x ") << name;
  }
  EXPECT_EQ(bench.result("#include <warning.h>\n"), "w ");
  EXPECT_EQ(bench.result("#error no\n"), kRefused);
  EXPECT_EQ(bench.trouble, "#error");
}

TEST(CHeaders, PragmasThatChangeWarningsAreFine) {
  for (const char* words : {"GCC visibility push(default)", "GCC visibility pop", "GCC diagnostic push", "GCC diagnostic ignored \"-Wx\"",
                            "clang diagnostic pop"}) {
    EXPECT_EQ(expanded("#pragma " + std::string(words) + "\na\n"), "a ") << words;
  }
  for (const char* words : {"pack(1)", "GCC visibility push(hidden)", "weak f", "GCC poison x", "STDC FENV_ACCESS ON", "unknown", "",
                            "redefine_extname a b", "push_macro(\"A\")", "GCC optimize 3", "once"}) {
    EXPECT_EQ(expanded("#pragma " + std::string(words) + "\na\n"), kRefused) << words;
    EXPECT_EQ(expanded("#if 0\n#pragma " + std::string(words) + "\n#endif\na\n"), "a ") << words;
  }
}

TEST(CHeaders, PragmasThatMakeWarningsErrorsAreRefused) {
  EXPECT_EQ(expanded("#pragma GCC diagnostic error \"-Wimplicit-function-declaration\"\na\n"), kRefused);
  EXPECT_EQ(expanded("#pragma clang diagnostic fatal \"-Wx\"\na\n"), kRefused);
}

TEST(CHeaders, WhatTheSystemsHeadersIncludeIsTheSystemsToo) {
  Bench bench = with_headers({{"/user/a.h", "a\n"}, {"/one/b.h", "#include <a.h>\n"}});
  EXPECT_EQ(bench.result("#include <b.h>\n#include <a.h>\n"), like("a a"));
  EXPECT_EQ(bench.from, "su");
}

TEST(CHeaders, CanSayThatTheyAreTheSystems) {
  Bench bench = with_headers({{"/user/a.h", "a\n#pragma GCC system_header\nb\n"}, {"/user/b.h", "c\n"}});
  EXPECT_EQ(bench.result("#include <a.h>\n#include <b.h>\n"), like("a b c"));
  EXPECT_EQ(bench.from, "usu");
}

TEST(CHeaders, CanBeAskedFor) {
  Bench bench = with_headers({{"/one/a.h", "#if __has_include_next(<a.h>)\nnext\n#endif\n"}, {"/two/b.h", "b\n"}});
  const auto asked = [&](const std::string& question) {
    return bench.result("#if __has_include(" + question + ")\nyes\n#else\nno\n#endif\n");
  };
  EXPECT_EQ(asked("<a.h>"), "yes ");
  EXPECT_EQ(asked("\"b.h\""), "yes ");
  EXPECT_EQ(asked("<c.h>"), "no ");
  EXPECT_EQ(asked("b.h"), kRefused);
  EXPECT_EQ(bench.result("#include <a.h>\nx\n"), "x ");
  bench.headers["/two/a.h"] = "\n";
  EXPECT_EQ(bench.result("#include <a.h>\nx\n"), like("next x"));
  bench.dialect.more_folders = true;
  EXPECT_EQ(asked("<a.h>"), "yes ");
  EXPECT_EQ(asked("<c.h>"), kRefused) << "it may stand where we do not look";
}

TEST(CHeaders, QuestionsAreCollectedAndAnswersUsed) {
  Bench bench;
  const std::string text = "#if defined __has_attribute && __has_attribute(cold)\nyes\n#else\nno\n#endif\n";
  EXPECT_EQ(bench.result(text), "no ");
  EXPECT_EQ(std::count(bench.open.begin(), bench.open.end(), "__has_attribute(cold)"), 1);
  EXPECT_EQ(std::count(bench.open.begin(), bench.open.end(), "defined __has_attribute"), 1);
  for (const std::string& question : bench.open) bench.dialect.told[question] = 1;
  EXPECT_EQ(bench.result(text), "yes ");
  EXPECT_EQ(bench.open, Strings{});
  bench.dialect.told["__has_attribute(cold)"] = 0;
  EXPECT_EQ(bench.result(text), "no ");
  bench.dialect.told["defined __has_attribute"] = 0;
  EXPECT_EQ(bench.result("#if __has_attribute(cold)\n#endif\n"), kRefused) << "it is no question to this compiler";
}

TEST(CHeaders, NamesThatOnlyTheCompilerKnowsAreAsked) {
  Bench bench;
  bench.dialect.macros = "#define __told 1\n";
  EXPECT_EQ(bench.result("#ifdef __told\na\n#endif\n#ifdef __secret\nb\n#endif\n#ifdef plain\nc\n#endif\n"), "a ");
  EXPECT_EQ(bench.open, Strings{"defined __secret"});
  bench.dialect.told["defined __secret"] = 1;
  EXPECT_EQ(bench.result("#ifdef __secret\nb\n#endif\n"), "b ");
  EXPECT_EQ(bench.result("#if __secret\nb\n#endif\n"), kRefused) << "nobody knows its value";
  EXPECT_EQ(bench.result("#undef __told\n#ifdef __told\na\n#endif\nx\n"), "x ");
}

TEST(CHeaders, QuestionsAreAskedAhead) {
  Atoms atoms;
  Files files(atoms, [](const std::string&) -> std::optional<std::string> { return std::nullopt; });
  Dialect dialect;
  Preprocessor preprocessor(atoms, files, dialect, "");
  preprocessor.ask_ahead(cut("#if 0\n#if __glibc_has_attribute (leaf) || defined __x || y\n#endif\n#endif\n__z(1)\n", atoms));
  const Strings& open = preprocessor.open_questions();
  const auto asked = [&](const char* question) { return std::count(open.begin(), open.end(), question); };
  EXPECT_EQ(asked("__has_attribute(leaf)"), 1);
  EXPECT_EQ(asked("defined __x"), 1);
  EXPECT_EQ(asked("defined y"), 0);
  EXPECT_EQ(asked("defined __z"), 0);
}

TEST(CHeaders, AProgramCanBeLeftInTheMiddleAndBegunAgain) {
  Atoms atoms;
  const std::map<std::string, std::string> headers = {{"/one/a.h", "#pragma once\nA B\n#define B 2\n"}};
  Files files(atoms, [&](const std::string& path) -> std::optional<std::string> {
    const auto it = headers.find(path);
    return it == headers.end() ? std::nullopt : std::optional(it->second);
  });
  Dialect dialect;
  dialect.folders = {{"/one", true}};
  Preprocessor preprocessor(atoms, files, dialect, "#define A 0\n");
  const SourceText program = cut("#undef A\n#define A 1\n#include <a.h>\nA B\n", atoms);
  ASSERT_EQ(program.items.size(), 4U);
  const std::size_t mark = preprocessor.mark();
  for (int i = 0; i < 2; ++i) {
    Collector all;
    EXPECT_TRUE(preprocessor.go(program, 0, 4, all));
    EXPECT_EQ(joined(all.tokens, atoms), like("1 B 1 2"));
    preprocessor.back_to(mark);
    Collector half;
    EXPECT_TRUE(preprocessor.go(program, 3, 4, half));
    EXPECT_EQ(joined(half.tokens, atoms), like("0 B")) << "nothing is left of what was undone";
  }
}

TEST(CHeaders, DefinitionsAndFoldersAreThoseOfTheLastBeginning) {
  Atoms atoms;
  const std::map<std::string, std::string> headers = {
      {"/one/a.h", "#pragma once\n#ifdef __A\nA __A\n#else\nnone\n#endif\n#define LEFT 1\n#include <b.h>\n"}, {"/one/b.h", "one\n"}, {"/mine/b.h", "mine\n"}};
  Files files(atoms, [&](const std::string& path) -> std::optional<std::string> {
    const auto it = headers.find(path);
    return it == headers.end() ? std::nullopt : std::optional(it->second);
  });
  Dialect dialect;
  dialect.macros = "#define __B 7\n";
  dialect.folders = {{"/one", true}};
  Preprocessor shared(atoms, files, dialect, "#define __A 1\n");
  const SourceText program = cut("#include <a.h>\nLEFT __A __B\n#ifdef __B\nB\n#endif\n", atoms);
  const auto result = [&](Preprocessor& preprocessor) {
    Collector sink;
    EXPECT_TRUE(preprocessor.go(program, 0, program.items.size(), sink));
    return joined(sink.tokens, atoms);
  };
  EXPECT_EQ(result(shared), like("A 1 one 1 1 7 B"));
  const std::vector<std::pair<std::string, std::vector<SearchFolder>>> beginnings = {{"", {}},
                                                                                   {"#define __A 2\n#undef __B\n", {{"/mine", false}}},
                                                                                   {"#define __A 2\n", {}},
                                                                                   {"#define __B 8\n#undef __A\n", {{"/mine", false}}},
                                                                                   {"#define __A 1\n", {}}};
  for (const auto& [definitions, folders] : beginnings) {
    shared.begin(definitions, folders);
    Preprocessor fresh(atoms, files, dialect, definitions, folders);
    EXPECT_EQ(result(shared), result(fresh)) << definitions;
    // Whether a name is defined without any #define is nothing that a definition says for good.
    Preprocessor plain(atoms, files, dialect, definitions, folders);
    plain.ask_ahead(cut("#if defined __A || defined __B\n#endif\n", atoms));
    shared.begin(definitions, folders);
    shared.ask_ahead(cut("#if defined __A || defined __B\n#endif\n", atoms));
    for (const std::string& question : plain.open_questions()) {
      EXPECT_EQ(std::count(shared.open_questions().begin(), shared.open_questions().end(), question), 1) << definitions << question;
    }
  }
}

TEST(CHeaders, AFailureIsForgottenWithTheNextProgram) {
  Atoms atoms;
  Files files(atoms, [](const std::string&) -> std::optional<std::string> { return std::nullopt; });
  Dialect dialect;
  Preprocessor preprocessor(atoms, files, dialect, "");
  Collector sink;
  const SourceText bad = cut("#define f(x) x\nf(f(1)\n", atoms);
  EXPECT_FALSE(preprocessor.go(bad, 0, bad.items.size(), sink));
  EXPECT_FALSE(preprocessor.trouble().empty());
  const SourceText good = cut("f(2) f(f(3))\n", atoms);
  EXPECT_TRUE(preprocessor.go(good, 0, good.items.size(), sink));
  EXPECT_EQ(preprocessor.trouble(), "");
  EXPECT_EQ(joined(sink.tokens, atoms), "2 3 ");
}

TEST(CHeaders, AnUnfinishedCallLeavesNoMacroActive) {
  Atoms atoms;
  Files files(atoms, [](const std::string&) -> std::optional<std::string> { return std::nullopt; });
  Dialect dialect;
  Preprocessor preprocessor(atoms, files, dialect, "#define g(x) x\n#define h 1 g( _Pragma\n");
  Collector sink;
  const SourceText bad = cut("g(h)\n", atoms);
  EXPECT_FALSE(preprocessor.go(bad, 0, 1, sink));
  sink.tokens.clear();
  const SourceText good = cut("g(4)\n#undef h\nh\n", atoms);
  EXPECT_TRUE(preprocessor.go(good, 0, good.items.size(), sink));
  EXPECT_EQ(joined(sink.tokens, atoms), like("4 h"));
}

// --- the compiler of this machine ------------------------------------------------------------------------------------

/// gcc, and what it has told.
class AgainstGcc : public testing::Test {
 protected:
  void SetUp() override {
    if (run({"--version"}).code != 0) GTEST_SKIP() << "gcc is not here";
    std::string error;
    ASSERT_TRUE(folder_.create(error)) << error;
    dialects_ = std::make_unique<toolchain::Dialects>(headers_, folder_.path());
  }

  static os::Exit run(Strings words) {
    words.insert(words.begin(), "gcc");
    return os::run_one({std::move(words), {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C"}, "", 60});
  }

  /// Preprocesses the text with the real compiler.
  os::Exit real(const std::string& text, const Strings& flags) const {
    const std::string source = folder_.path() + "/source.c";
    os::write_plain(source, text);
    Strings words = flags;
    words.insert(words.end(), {"-E", "-P", "-w", source});
    return run(std::move(words));
  }

  toolchain::Speaker& speaker(const Strings& flags) {
    Strings line = flags;
    line.insert(line.begin(), "gcc");
    toolchain::Speaker& known = dialects_->speaker(line, {});
    if (known.state == toolchain::Speaker::State::unknown) {
      const std::string source = folder_.path() + "/empty.c";
      os::write_plain(source, "");
      Strings words = flags;
      words.insert(words.end(), {"-E", "-v", "-dD", source});
      dialects_->learn(known, line, false, false, run(std::move(words)));
    }
    return known;
  }

  /// Asks the compiler; true when that may change something.
  bool learn(toolchain::Speaker& speaker, const Strings& questions, const Strings& flags) const {
    if (questions.empty()) return false;
    bool all_zero = false;
    const os::Exit end = real(toolchain::Dialects::questionnaire(questions), flags);
    EXPECT_TRUE(toolchain::Dialects::learn_answers(speaker, questions, end, all_zero)) << end.err;
    return !all_zero;
  }

  Strings tokens_of_gcc(const std::string& text) {
    const SourceText source = cut(text, dialects_->atoms());
    Strings all;
    for (const Item& item : source.items) {
      // Pragmas stay in its output.
      if (item.directive != Directive::none) continue;
      for (std::uint32_t i = item.begin; i < item.end; ++i) all.emplace_back(dialects_->atoms().text(source.tokens[i].atom));
    }
    return all;
  }

  std::unique_ptr<toolchain::Dialects> dialects_;

 private:
  toolchain::HeaderFiles headers_;
  os::TemporaryFolder folder_;
};

TEST_F(AgainstGcc, TextsComeToTheSame) {
  for (const Pair& pair : kExpansions) {
    if (pair.result == nullptr || std::string(pair.text).find("__FILE__") != std::string::npos) continue;
    const os::Exit end = real(pair.text, {});
    ASSERT_EQ(end.code, 0) << pair.text << end.err;
    EXPECT_EQ(like(end.out), like(pair.result)) << pair.text;
  }
}

constexpr const char* kHeaders[] = {
    "assert.h", "complex.h", "ctype.h", "dirent.h", "dlfcn.h", "errno.h", "fcntl.h", "inttypes.h", "langinfo.h", "limits.h",
    "linux/random.h", "locale.h", "math.h", "netdb.h", "netinet/in.h", "poll.h", "pthread.h", "pwd.h", "sched.h", "semaphore.h",
    "setjmp.h", "signal.h", "spawn.h", "stdarg.h", "stdatomic.h", "stddef.h", "stdint.h", "stdio.h", "stdlib.h", "string.h",
    "sys/epoll.h", "sys/ioctl.h", "sys/mman.h", "sys/random.h", "sys/resource.h", "sys/socket.h", "sys/stat.h", "sys/time.h",
    "sys/types.h", "sys/wait.h", "termios.h", "tgmath.h", "time.h", "unistd.h", "utmp.h", "wchar.h"};

TEST_F(AgainstGcc, SystemHeadersComeToTheSame) {
  struct Way {
    Strings flags;
    std::string definitions;
  };
  const Way ways[] = {{{}, ""}, {{"-std=gnu99"}, "#define _XOPEN_SOURCE 500\n"}, {{"-O2"}, "#define _FORTIFY_SOURCE 2\n"}};
  for (const auto& [flags, definitions] : ways) {
    toolchain::Speaker& gcc = speaker(flags);
    ASSERT_EQ(gcc.state, toolchain::Speaker::State::usable);
    std::size_t compared = 0;
    std::size_t there = 0;
    for (const char* prologue : {"", "#define _GNU_SOURCE 1\n"}) {
      for (const char* header : kHeaders) {
        const std::string text = prologue + std::string("#include <") + header + ">\nint last;\n";
        const os::Exit end = real(definitions + text, flags);
        if (end.code != 0) continue;
        ++there;
        const SourceText program = cut(text, dialects_->atoms());
        Collector ours;
        bool good = false;
        std::string trouble;
        for (int i = 0; i < 6; ++i) {
          Preprocessor preprocessor(dialects_->atoms(), dialects_->files(), gcc.dialect, definitions);
          ours = Collector();
          const std::size_t mark = preprocessor.mark();
          good = preprocessor.go(program, 0, program.items.size(), ours);
          trouble = preprocessor.trouble();
          if (learn(gcc, preprocessor.open_questions(), flags)) continue;
          if (!good) break;
          // Read again with what is remembered it is the same.
          preprocessor.back_to(mark);
          Collector again;
          EXPECT_TRUE(preprocessor.go(program, 0, program.items.size(), again)) << text;
          EXPECT_TRUE(again.tokens == ours.tokens && again.from == ours.from) << text;
          break;
        }
        if (!good) {
          std::printf("[   note   ] %s is not understood: %s\n", header, trouble.c_str());
          continue;
        }
        ++compared;
        const Strings mine = spellings(ours.tokens, dialects_->atoms());
        const Strings its = tokens_of_gcc(end.out);
        const auto [here, there_too] = std::mismatch(mine.begin(), mine.end(), its.begin(), its.end());
        EXPECT_TRUE(here == mine.end() && there_too == its.end())
            << text << "at token " << (here - mine.begin()) << ": " << (here == mine.end() ? "the end" : *here) << ", but gcc has "
            << (there_too == its.end() ? "the end" : *there_too);
      }
    }
    EXPECT_GT(there, 0U);
    EXPECT_GE(compared * 10, there * 9) << "nearly all of them are understood";
  }
}

TEST_F(AgainstGcc, ConditionsHaveTheSameValue) {
  const Strings conditions = {"-1 > 0u", "(2 || 0u) - 2 < 0", "-7 / 2 == -3", "-8 >> 1 == -4", "1 ? 2 : 1 / 0", "6 & 3 == 2",
                              "1 | 2 ^ 2 & 0",
                              "(0 ? 0u : -1) > 0", "'a' == 97", "unknown", "0x7fffffffffffffff + 1 < 0", "~0u > 0", "1 || 0 ? 0 : 1",
                              "1 ? 0 ? 0 : 4 : 0", "!defined A + 1 == 2", "- 1 - - 1", "1 - 1 - 1", "3 % -2 == 1", "1 << 2 + 1 == 8"};
  std::string text;
  for (const std::string& condition : conditions) text += "#if " + condition + "\n1\n#else\n0\n#endif\n";
  const os::Exit end = real(text, {});
  ASSERT_EQ(end.code, 0) << end.err;
  const Strings values = tokens_of_gcc(end.out);
  ASSERT_EQ(values.size(), conditions.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(expanded("#if " + conditions[i] + "\n1\n#else\n0\n#endif\n"), values[i] + " ") << conditions[i];
  }
}

}  // namespace
}  // namespace pyconfigure::c
