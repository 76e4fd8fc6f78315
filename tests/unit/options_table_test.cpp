// The option table: what it says, what is made of it, and that it is the option set of the checkouts it speaks of.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "pyconfigure/options/request.hpp"
#include "pyconfigure/options/user_options.hpp"
#include "pyconfigure/tree/reader.hpp"

namespace pyconfigure::options {
namespace {

const OptionRow& row(std::string_view name) {
  static const std::vector<OptionRow> rows = option_rows();
  for (const OptionRow& candidate : rows) {
    if (candidate.name == name) return candidate;
  }
  ADD_FAILURE() << "no row " << name;
  return rows.front();
}

TEST(OptionTable, CountsOfTheVersions) {
  // Counted in the configure.ac of 3.11.2, 3.13.15, 3.14.7 and 3.15.0rc1.
  const std::pair<int, int> expected[] = {{11, 52}, {13, 58}, {14, 60}, {15, 65}};
  for (const auto& [minor, count] : expected) {
    int found = 0;
    for (const OptionRow& candidate : option_rows()) found += candidate.versions.has(minor) ? 1 : 0;
    EXPECT_EQ(found, count) << "3." << minor;
  }
}

TEST(OptionTable, PreciousVariablesOfTheVersions) {
  const std::pair<int, int> expected[] = {{11, 37}, {13, 48}, {14, 47}, {15, 47}};
  for (const auto& [minor, count] : expected) {
    int found = 0;
    for (const VariableRow& variable : variable_rows()) found += variable.versions.has(minor) ? 1 : 0;
    EXPECT_EQ(found, count) << "3." << minor;
  }
}

TEST(OptionTable, RowsAreWhole) {
  std::set<std::string> names;
  for (const OptionRow& candidate : option_rows()) {
    EXPECT_TRUE(names.insert(variable_of(candidate)).second) << candidate.name;
    EXPECT_FALSE(candidate.effect.empty()) << candidate.name;
    EXPECT_FALSE(candidate.outputs.empty()) << candidate.name;
    EXPECT_FALSE(candidate.initial.empty()) << candidate.name;
    const bool named = candidate.meaning == Meaning::keyword || candidate.meaning == Meaning::keywords;
    EXPECT_TRUE(!named || !candidate.words.empty()) << candidate.name;
  }
}

TEST(OptionTable, SameOptionsAndVariablesAsTheCheckout) {
  const char* folder = std::getenv("PYCONFIGURE_TEST_TREE");
  if (folder == nullptr) GTEST_SKIP() << "PYCONFIGURE_TEST_TREE is not set";
  tree::Checkout checkout;
  std::string error;
  ASSERT_TRUE(tree::read_checkout(folder, "/build", checkout, error)) << error;
  const int minor = std::stoi(checkout.version.substr(checkout.version.find('.') + 1));

  std::set<std::string> in_tree;
  for (const tree::Option& option : checkout.options) {
    in_tree.insert(variable_of({.name = option.name, .enable = option.enable}));
  }
  std::set<std::string> in_table;
  for (const OptionRow& candidate : option_rows()) {
    if (candidate.versions.has(minor)) in_table.insert(variable_of(candidate));
  }
  EXPECT_EQ(in_table, in_tree);

  std::set<std::string> precious;
  for (const tree::Precious& variable : checkout.precious) precious.insert(variable.name);
  std::set<std::string> rows;
  for (const VariableRow& variable : variable_rows()) {
    if (variable.versions.has(minor)) rows.insert(std::string(variable.name));
  }
  EXPECT_EQ(rows, precious);
}

TEST(OptionTable, TypedValuesKnowTheirOrigin) {
  const Request request = parse({"--with-lto=thin", "--disable-safety", "--enable-shared=maybe", "--with-openssl=/x"},
                                {"with_pydebug=word", "PATH=/bin"});
  EXPECT_EQ(typed(request, row("lto")).state, Setting::State::word);
  EXPECT_EQ(origin_words(typed(request, row("lto"))), "argument 1");
  EXPECT_EQ(typed(request, row("safety")).state, Setting::State::on);  // being given counts
  EXPECT_EQ(typed(request, row("shared")).state, Setting::State::off);
  EXPECT_EQ(typed(request, row("openssl")).state, Setting::State::text);
  EXPECT_EQ(typed(request, row("pydebug")).state, Setting::State::on);
  EXPECT_EQ(origin_words(typed(request, row("pydebug"))), "environment");
  EXPECT_FALSE(typed(request, row("gil")).given());
}

TEST(OptionTable, SuggestsWhatIsNear) {
  const std::vector<std::string> all = known_spellings();
  EXPECT_EQ(suggestion("--enabel-shared", all), "--enable-shared");
  EXPECT_EQ(suggestion("--with-shared", all), "--enable-shared");
  EXPECT_EQ(suggestion("--enable-optimisations=yes", all), "--enable-optimizations");
  EXPECT_EQ(suggestion("--enable-pydebug", all), "--with-pydebug");
  EXPECT_EQ(suggestion("--with_system_expat", all), "--with-system-expat");
  EXPECT_EQ(suggestion("--nosuch", all), "");
  EXPECT_EQ(suggestion("--with-cats", all), "");
  EXPECT_EQ(suggestion("", {}), "");
}

TEST(OptionTable, DocumentIsTheTable) {
  const std::filesystem::path path = std::filesystem::path(__FILE__).parent_path() / "../../docs/options.md";
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), options_markdown()) << "write it anew: pyconfigure --print-options-markdown > docs/options.md";
}

TEST(OptionTable, Completions) {
  EXPECT_NE(completion("bash").find("--with-lto=*) values='full thin no yes'"), std::string::npos);
  EXPECT_NE(completion("zsh").find("'--disable-gil["), std::string::npos);
  EXPECT_EQ(completion("csh"), "");
}

}  // namespace
}  // namespace pyconfigure::options
