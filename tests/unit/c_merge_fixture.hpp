// Programs as pieces, read with headers that exist nowhere else, and a compiler to compare with.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pyconfigure/c/merge.hpp"
#include "pyconfigure/c/preprocessor.hpp"
#include "pyconfigure/c/scope.hpp"
#include "pyconfigure/os/files.hpp"
#include "pyconfigure/os/process.hpp"

namespace pyconfigure::c {

using Strings = std::vector<std::string>;
using Ids = std::vector<PieceId>;

/// Reads programs one after the other, with headers that exist nowhere else.
class MergeTest : public testing::Test {
 protected:
  MergeTest()
      : words_(atoms_, 201710, true, true),
        files_(atoms_, [this](const std::string& path) -> std::optional<std::string> {
          const auto it = headers.find(path);
          return it == headers.end() ? std::nullopt : std::optional(it->second);
        }) {
    dialect_.folders = {{"/user", false}, {"/one", true}};
  }

  /// The pieces of a program; nothing when it is refused or does not end.
  std::optional<Ids> read(const std::string& text) {
    if (preprocessor_ == nullptr) preprocessor_ = std::make_unique<Preprocessor>(atoms_, files_, dialect_, "");
    if (scope_ == nullptr) scope_ = std::make_unique<Scope>(words_, pieces);
    const std::size_t macros = preprocessor_->mark();
    const Scope::Mark mark = scope_->mark();
    const SourceText program = cut(text, atoms_);
    const bool good = preprocessor_->go(program, 0, program.items.size(), *scope_) && !scope_->unfinished();
    const Ids ids = scope_->ids();
    preprocessor_->back_to(macros);
    scope_->back_to(mark);
    return good ? std::optional(ids) : std::nullopt;
  }
  Ids program(const std::string& text) {
    const auto ids = read(text);
    EXPECT_TRUE(ids) << text;
    return ids.value_or(Ids());
  }

  bool add(MergedUnit& unit, std::size_t member, const std::string& text) {
    return unit.add(member, Program(program(text), pieces));
  }

  /// Which of the programs fit into a unit, one after the other: a letter for each, y or n.
  std::string fit(const Strings& texts) {
    MergedUnit unit(pieces, trail);
    std::string answers;
    for (std::size_t i = 0; i < texts.size(); ++i) answers += add(unit, i, texts[i]) ? 'y' : 'n';
    return answers;
  }

  std::string text_of(const MergedUnit& unit, std::size_t mains) const {
    Strings names;
    for (std::size_t i = 0; i < mains; ++i) names.push_back("main_" + std::to_string(i));
    return unit.text(atoms_, "unit", names);
  }
  std::string spelled(PieceId id) const {
    std::string text;
    const Tokens& tokens = pieces[id].tokens;
    append_text(text, tokens.data(), tokens.data() + tokens.size(), atoms_);
    return text;
  }
  Strings spelled(const Ids& ids) const {
    Strings all;
    for (PieceId id : ids) all.push_back(spelled(id));
    return all;
  }

  std::map<std::string, std::string> headers;
  Pieces pieces;
  Trail trail{pieces};

 private:
  Atoms atoms_;
  Words words_;
  Files files_;
  Dialect dialect_;
  std::unique_ptr<Preprocessor> preprocessor_;
  std::unique_ptr<Scope> scope_;
};

inline const std::string kMainOf = "int main(void) { ";

inline std::string with_body(const std::string& prologue, const std::string& body) { return prologue + "\n" + kMainOf + body + " }\n"; }

class MergeWithGcc : public MergeTest {
 protected:
  void SetUp() override {
    if (run({"--version"}).code != 0) GTEST_SKIP() << "gcc is not here";
    std::string error;
    ASSERT_TRUE(folder_.create(error)) << error;
  }
  static os::Exit run(Strings words) {
    words.insert(words.begin(), "gcc");
    return os::run_one({std::move(words), {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C"}, "", 60});
  }
  os::Exit compile(const std::string& name, const std::string& text) const {
    os::write_plain(folder_.path() + "/" + name, text);
    return run({"-fsyntax-only", "-w", "-std=gnu11", "-Werror=implicit-function-declaration", "-I", folder_.path(), folder_.path() + "/" + name});
  }
  /// A header that both the compiler and we can read.
  void put(const std::string& name, const std::string& text) {
    headers["/one/" + name] = text;
    os::write_plain(folder_.path() + "/" + name, text);
  }

 private:
  os::TemporaryFolder folder_;
};

}  // namespace pyconfigure::c
