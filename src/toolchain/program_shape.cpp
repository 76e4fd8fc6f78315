#include "toolchain/program_shape.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "pyconfigure/c/declarations.hpp"

namespace pyconfigure::toolchain {

namespace {

/// The tokens of a program that no directive has, cut into external declarations; nothing when its text is odd.
std::optional<std::vector<c::Tokens>> declarations_of(const probe::Program& program, c::Atoms& atoms,
                                                      const c::Words& words) {
  const c::SourceText text = c::cut(probe::program_text(program), atoms);
  if (text.odd) return std::nullopt;
  std::vector<c::Tokens> all;
  c::Tokens open;
  c::Boundaries boundaries;
  for (const c::Item& item : text.items) {
    if (item.directive != c::Directive::none) continue;
    for (std::uint32_t i = item.begin; i < item.end; ++i) {
      open.push_back(text.tokens[i]);
      if (!boundaries.ends(open.back(), words)) continue;
      boundaries = c::Boundaries();
      all.push_back(std::move(open));
      open.clear();
    }
  }
  if (!open.empty() || boundaries.broken()) return std::nullopt;
  return all;
}

/// One vocabulary for all looks at programs.
struct Vocabulary {
  c::Atoms atoms;
  c::Words words{atoms, 201710, true, true};
};

std::size_t brace_of(const c::Tokens& tokens) {
  int round = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].atom == c::kOpen) ++round;
    if (tokens[i].atom == c::kClose) --round;
    if (tokens[i].atom == c::kOpenBrace && round == 0) return i;
  }
  return tokens.size();
}

/// `... NAME ( ... ) {`: the place of the name of a function that is defined; nothing when none is.
std::optional<std::size_t> defined_function(const c::Tokens& tokens) {
  const std::size_t brace = brace_of(tokens);
  if (brace == tokens.size() || brace == 0 || tokens[brace - 1].atom != c::kClose ||
      tokens.back().atom != c::kCloseBrace)
    return std::nullopt;
  int depth = 0;
  for (std::size_t i = brace; i-- > 0;) {
    if (tokens[i].atom == c::kClose) ++depth;
    if (tokens[i].atom == c::kOpen && --depth == 0) return i == 0 ? std::nullopt : std::optional(i - 1);
  }
  return std::nullopt;
}

/// Does a function's text end with a statement that leaves it?
bool ends_with_return(const c::Tokens& tokens, std::size_t brace, const c::Atoms& atoms) {
  std::size_t begin = brace + 1;  // of the statement that we are in
  std::size_t last = begin;       // of the last whole one
  int depth = 0;
  for (std::size_t i = brace + 1; i + 1 < tokens.size(); ++i) {
    const c::Atom atom = tokens[i].atom;
    if (atom == c::kOpen || atom == c::kOpenBrace || atom == c::kOpenBracket) ++depth;
    if (atom == c::kClose || atom == c::kCloseBrace || atom == c::kCloseBracket) --depth;
    if (depth != 0 || (atom != c::kSemicolon && atom != c::kCloseBrace)) continue;
    last = begin;
    begin = i + 1;
  }
  if (begin + 1 != tokens.size() || last >= tokens.size()) return false;
  const std::string_view word = atoms.text(tokens[last].atom);
  return word == "return" || word == "exit" || word == "_exit" || word == "abort";
}

bool has_word(const probe::Program& program, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return program.prologue.find(word) != std::string::npos || program.body.find(word) != std::string::npos;
  });
}

bool keeps_to_itself(const probe::Program& program, const std::vector<c::Tokens>& declarations) {
  if (has_word(program, {"__attribute", "[[", "pragma", "Pragma", "weak", "__LINE__", "__FILE__", "__thread",
                         "_Thread_local", "__label__"})) {
    return false;
  }
  return std::none_of(declarations.begin(), declarations.end(), [](const c::Tokens& tokens) {
    return std::any_of(tokens.begin() + static_cast<std::ptrdiff_t>(brace_of(tokens)), tokens.end(),
                       [](const c::Token& token) { return token.atom == c::kExtern; });
  });
}

/// What stands between the round brackets at `open`, in words: `void`, `int argc , char * * argv`.
std::vector<std::string_view> words_between(const c::Tokens& tokens, std::size_t open, std::size_t end,
                                            const c::Atoms& atoms) {
  std::vector<std::string_view> words;
  for (std::size_t i = open + 1; i < end; ++i) words.push_back(atoms.text(tokens[i].atom));
  return words;
}

/// `int NAME, char *NAME[]` or `int NAME, char **NAME`.
bool counted_words(const std::vector<std::string_view>& words) {
  if (words.size() < 7 || words[0] != "int" || words[2] != "," || words[3] != "char" || words[4] != "*") return false;
  if (words[5] == "*") return words.size() == 7;
  return words.size() == 8 && words[6] == "[" && words[7] == "]";
}

/// Nobody else has such a name: it begins as those of our own programs do.
bool nobody_elses(std::string_view name) {
  return name.starts_with("pyprobe_");
}

/// Does it define objects that others could see?
bool shows_objects(const c::Tokens& tokens, const Vocabulary& known) {
  if (!c::defines_object(tokens, known.words)) return false;
  // TYPE NAME;
  return tokens.size() != 3 || !nobody_elses(known.atoms.text(tokens[1].atom));
}

using Main = ProgramShape::Main;

Main shared_main(const probe::Program& program, bool runs, const std::vector<c::Tokens>& declarations,
                 const Vocabulary& known) {
  const c::Atoms& atoms = known.atoms;
  if (has_word(program, {"constructor", "destructor", "weak", "alias", "ifunc"})) return Main::alone;
  Main main = Main::alone;
  for (const c::Tokens& tokens : declarations) {
    const bool hidden = std::any_of(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(brace_of(tokens)),
                                    [&](const c::Token& token) {
                                      const std::string_view word = atoms.text(token.atom);
                                      return word == "static" || word == "typedef";
                                    });
    const auto name = defined_function(tokens);
    if (name && tokens[*name].atom == c::kMain) {
      const std::size_t brace = brace_of(tokens);
      const std::vector<std::string_view> takes = words_between(tokens, *name + 1, brace - 1, atoms);
      const bool nothing = takes.empty() || takes == std::vector<std::string_view>{"void"};
      if (hidden || main != Main::alone || (!nothing && !counted_words(takes)) ||
          (runs && !ends_with_return(tokens, brace, atoms)))
        return Main::alone;
      main = nothing ? Main::takes_nothing : Main::takes_words;
    } else if (!hidden && (name ? !nobody_elses(atoms.text(tokens[*name].atom)) : shows_objects(tokens, known))) {
      return Main::alone;
    }
  }
  return main;
}

}  // namespace

ProgramShape shape_of(const probe::ProgramProbe& probe) {
  ProgramShape shape;
  static Vocabulary known;
  const auto declarations = declarations_of(probe.program, known.atoms, known.words);
  if (!declarations) return shape;
  const bool runs = probe.phase == probe::Phase::run;
  shape.keeps_to_itself = keeps_to_itself(probe.program, *declarations);
  if (runs || probe.phase == probe::Phase::link) shape.main = shared_main(probe.program, runs, *declarations, known);
  return shape;
}

}  // namespace pyconfigure::toolchain
