// Macro expansion (C11 6.10.3), in gcc's and clang's reading of what the standard leaves open.
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "pyconfigure/c/macros.hpp"

namespace pyconfigure::c {

/// The macros that were looked for, and what was found: what is expanded from the same text comes out the same as long
/// as they are the same.
using Lookups = std::vector<std::pair<Atom, const Macro*>>;

class Expander {
 public:
  Expander(Atoms& atoms, const MacroTable& macros);

  /// From now on lookups are noted there, each once; null: no longer.
  void record(Lookups* lookups);
  /// A macro, as an expansion would look for it.
  Macro* look(Atom atom);

  /// Appends what `begin` to `end` expands to. False when something stands in it that is not understood.
  bool expand(const Token* begin, const Token* end, Tokens& out);
  /// For the line of an #if: `defined X` and its likes are left alone.
  bool expand_condition(const Token* begin, const Token* end, Tokens& out);
  /// The last text ended in the name of a function-like macro, whose parenthesis may stand behind what was seen.
  bool left_open() const { return left_open_; }

 private:
  struct Frame {
    const Token* at = nullptr;
    const Token* end = nullptr;
    Macro* macro = nullptr;
  };
  using Arguments = std::vector<Tokens>;

  bool run(Tokens& out, std::size_t floor);
  bool run_here(Tokens& out, std::size_t floor);
  bool take(Token& token, std::size_t floor);
  bool parenthesis_follows(std::size_t floor) const;
  bool collect(const Macro& macro, Arguments& arguments, std::size_t floor);
  bool replace(const Token& name, const Macro& macro, const Arguments& arguments, Tokens& out);
  bool stringized(const Tokens& tokens, Tokens& out);
  bool paste(Token& left, const Token& right);
  bool query(const Token& name, Tokens& out, std::size_t floor);
  void pop();

  Atoms& atoms_;
  const MacroTable& macros_;
  std::vector<Frame> frames_;
  std::deque<Tokens> texts_;  ///< what frames read
  std::size_t used_ = 0;      ///< how many of them
  int depth_ = 0;
  bool in_condition_ = false;
  bool left_open_ = false;
  std::vector<char> queries_;  ///< by atom: is it __has_...?
  Lookups* lookups_ = nullptr;
  std::vector<std::uint32_t> noted_;  ///< by atom: the last recording that has it
  std::uint32_t recording_ = 0;
  Token one_;
};

/// Is it the name of a question that only preprocessors know (__has_attribute and its likes)?
bool is_query(std::string_view name);

}  // namespace pyconfigure::c
