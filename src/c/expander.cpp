#include "pyconfigure/c/expander.hpp"

#include <algorithm>
#include <utility>

namespace pyconfigure::c {

bool is_query(std::string_view name) {
  if (!name.starts_with("__") ||
      (!name.starts_with("__has_") && !name.starts_with("__is_") && !name.starts_with("__building_")))
    return false;
  static constexpr std::string_view kQueries[] = {"__has_include",
                                 "__has_include_next",
                                 "__has_attribute",
                                 "__has_cpp_attribute",
                                 "__has_c_attribute",
                                 "__has_builtin",
                                 "__has_feature",
                                 "__has_extension",
                                 "__has_declspec_attribute",
                                 "__has_warning",
                                 "__has_embed",
                                 "__has_constexpr_builtin",
                                 "__building_module",
                                 "__is_identifier",
                                 "__is_target_arch",
                                 "__is_target_vendor",
                                 "__is_target_os",
                                 "__is_target_environment",
                                 "__is_target_variant_os",
                                 "__is_target_variant_environment"};
  return std::find(std::begin(kQueries), std::end(kQueries), name) != std::end(kQueries);
}

namespace {

/// What compilers expand without any #define and what has no meaning here.
bool is_odd_builtin(std::string_view name) {
  static constexpr std::string_view kOdd[] = {"_Pragma", "__pragma", "__COUNTER__", "__DATE__", "__TIME__", "__TIMESTAMP__",
                                              "__INCLUDE_LEVEL__", "__BASE_FILE__", "__FILE_NAME__", "__VA_OPT__"};
  return name.starts_with('_') && std::find(std::begin(kOdd), std::end(kOdd), name) != std::end(kOdd);
}

enum : char { kUnseen, kPlain, kQuery, kOdd };

constexpr int kDeepest = 200;  // arguments in arguments

}  // namespace

Expander::Expander(Atoms& atoms, const MacroTable& macros) : atoms_(atoms), macros_(macros) {
  one_ = {atoms.of("1"), Kind::number, true, false};
}

void Expander::record(Lookups* lookups) {
  lookups_ = lookups;
  ++recording_;
}

Macro* Expander::look(Atom atom) {
  Macro* macro = macros_.find(atom);
  if (lookups_ != nullptr) {
    if (atom >= noted_.size()) noted_.resize(std::max<std::size_t>(atoms_.size(), atom + 1), 0);
    if (noted_[atom] != recording_) {
      noted_[atom] = recording_;
      lookups_->emplace_back(atom, macro);
    }
  }
  return macro;
}

void Expander::pop() {
  if (frames_.back().macro != nullptr) frames_.back().macro->active = false;
  frames_.pop_back();
}

bool Expander::take(Token& token, std::size_t floor) {
  while (frames_.size() > floor) {
    Frame& frame = frames_.back();
    if (frame.at == frame.end) {
      pop();
      continue;
    }
    token = *frame.at++;
    if (token.kind == Kind::identifier && !token.blocked) {
      const Macro* macro = macros_.find(token.atom);
      if (macro != nullptr && macro->active) token.blocked = true;
    }
    return true;
  }
  return false;
}

bool Expander::parenthesis_follows(std::size_t floor) const {
  for (std::size_t i = frames_.size(); i > floor; --i) {
    const Frame& frame = frames_[i - 1];
    if (frame.at != frame.end) return frame.at->atom == kOpen && frame.at->kind == Kind::punctuator;
  }
  return false;
}

bool Expander::collect(const Macro& macro, Arguments& arguments, std::size_t floor) {
  constexpr std::size_t kUsual = 8;  // tokens of an argument
  Token token;
  take(token, floor);  // the parenthesis
  arguments.reserve(macro.parameters.size() + 1);
  arguments.emplace_back().reserve(kUsual);
  int depth = 0;
  while (take(token, floor)) {
    if (token.kind == Kind::punctuator) {
      if (token.atom == kOpen) ++depth;
      if (token.atom == kClose && depth-- == 0) {
        // F() has no argument where F has no parameter, and one empty one where it has one.
        if (macro.parameters.empty() && arguments.size() == 1 && arguments[0].empty()) arguments.clear();
        if (macro.variadic && arguments.size() + 1 == macro.parameters.size()) arguments.emplace_back();
        return arguments.size() == macro.parameters.size();
      }
      const bool rest = macro.variadic && arguments.size() == macro.parameters.size();
      if (token.atom == kComma && depth == 0 && !rest) {
        arguments.emplace_back();
        continue;
      }
    }
    arguments.back().push_back(token);
  }
  return false;
}

bool Expander::stringized(const Tokens& tokens, Tokens& out) {
  std::string text = "\"";
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i > 0 && tokens[i].space) text += ' ';
    const std::string_view spelling = atoms_.text(tokens[i].atom);
    const bool quoted = tokens[i].kind == Kind::string || tokens[i].kind == Kind::character;
    for (char ch : spelling) {
      if (quoted && (ch == '"' || ch == '\\')) text += '\\';
      text += ch;
    }
  }
  text += '"';
  out.push_back({atoms_.of(text), Kind::string, true, false});
  return true;
}

bool Expander::paste(Token& left, const Token& right) {
  std::string text(atoms_.text(left.atom));
  text += atoms_.text(right.atom);
  const bool space = left.space;
  if (!one_token(text, atoms_, left)) return false;
  left.space = space;
  return true;
}

bool Expander::replace(const Token& name, const Macro& macro, const Arguments& arguments, Tokens& out) {
  std::vector<std::pair<bool, Tokens>> expanded;
  bool pasting = false;  // the token before wants to be joined with what comes
  bool blank = false;    // what came to nothing had one before it
  for (std::size_t i = 0; i < macro.body.size(); ++i) {
    const Part& part = macro.body[i];
    if (part.parameter < 0 && !pasting && !part.pasted) {
      out.push_back(part.token);
      out.back().space = part.token.space || std::exchange(blank, false);
      continue;
    }
    Tokens piece;
    if (part.parameter < 0) {
      piece.push_back(part.token);
    } else {
      const Tokens& argument = arguments[static_cast<std::size_t>(part.parameter)];
      const bool rest = macro.variadic && part.parameter + 1 == static_cast<int>(macro.parameters.size());
      if (part.stringized) {
        stringized(argument, piece);
      } else if (pasting && rest && !out.empty() && out.back().atom == kComma && i >= 1 &&
                 macro.body[i - 1].parameter < 0) {
        // GNU's `, ## __VA_ARGS__`: the comma goes with the arguments.
        if (argument.empty()) {
          // It does so when they are left out, and not when they are nothing.
          return false;
        } else {
          out.insert(out.end(), argument.begin(), argument.end());
        }
        pasting = part.pasted;
        if (pasting) return false;
        continue;
      } else if (pasting || part.pasted) {
        piece = argument;
      } else {
        if (expanded.empty()) expanded.resize(arguments.size());
        auto& [done, tokens] = expanded[static_cast<std::size_t>(part.parameter)];
        if (!done) {
          done = true;
          const std::size_t floor = frames_.size();
          frames_.push_back({argument.data(), argument.data() + argument.size(), nullptr});
          const bool was_open = left_open_;
          if (!run(tokens, floor)) return false;
          left_open_ = was_open;
        }
        if (tokens.empty()) {
          blank = blank || part.token.space;
          continue;
        }
        out.insert(out.end(), tokens.begin(), tokens.end());
        out[out.size() - tokens.size()].space = part.token.space || std::exchange(blank, false);
        continue;
      }
      if (!piece.empty()) piece.front().space = part.token.space;
    }
    std::size_t from = 0;
    if (pasting && !piece.empty()) {
      // An empty left side leaves the right one as it is; this one knows because nothing of it was put out.
      if (!out.empty() && !paste(out.back(), piece.front())) return false;
      from = out.empty() ? 0 : 1;
    }
    const bool empty_side = (pasting || part.pasted) && piece.empty();
    if (empty_side && i > 0 && pasting && part.pasted) return false;  // a ## (nothing) ## b
    if (empty_side && part.pasted) {
      // (nothing) ## b is b: it must not be joined with what stands further left.
      if (i + 1 >= macro.body.size()) return false;
      const Part& next = macro.body[i + 1];
      if (next.pasted) return false;
      Tokens right;
      if (next.parameter < 0) {
        right.push_back(next.token);
      } else if (next.stringized) {
        stringized(arguments[static_cast<std::size_t>(next.parameter)], right);
      } else {
        right = arguments[static_cast<std::size_t>(next.parameter)];
      }
      if (!right.empty()) right.front().space = part.token.space;
      out.insert(out.end(), right.begin(), right.end());
      ++i;
      pasting = false;
      continue;
    }
    out.insert(out.end(), piece.begin() + static_cast<std::ptrdiff_t>(from), piece.end());
    pasting = part.pasted;
  }
  if (!out.empty()) out.front().space = name.space;
  // Pasted names may be those of macros that are being expanded.
  return true;
}

bool Expander::query(const Token& name, Tokens& out, std::size_t floor) {
  // Only conditions can ask; there the parenthesis and what stands in it are kept as they are.
  if (!in_condition_) return false;
  out.push_back(name);
  if (!parenthesis_follows(floor)) return true;  // defined (__has_include), and the like
  Token token;
  int depth = 0;
  const bool expands = atoms_.text(name.atom) != "__has_include" && atoms_.text(name.atom) != "__has_include_next";
  while (take(token, floor)) {
    // What stands there is expanded by some compilers and not by others: no macros, please.
    if (expands && token.kind == Kind::identifier && look(token.atom) != nullptr) return false;
    out.push_back(token);
    if (token.atom == kOpen) ++depth;
    if (token.atom == kClose && --depth == 0) return true;
  }
  return false;
}

bool Expander::run(Tokens& out, std::size_t floor) {
  if (depth_ >= kDeepest) return false;
  ++depth_;
  const bool good = run_here(out, floor);
  --depth_;
  return good;
}

bool Expander::run_here(Tokens& out, std::size_t floor) {
  Token token;
  left_open_ = false;
  bool blank = false;  // a macro that came to nothing had one before it
  while (frames_.size() > floor) {
    Frame& frame = frames_.back();
    if (frame.at != frame.end && frame.at->kind != Kind::identifier && frame.at->kind != Kind::other) {
      left_open_ = false;
      out.push_back(*frame.at++);
      if (std::exchange(blank, false)) out.back().space = true;
      continue;
    }
    if (!take(token, floor)) break;
    left_open_ = false;
    if (blank) token.space = true;
    blank = false;
    if (token.kind != Kind::identifier || token.blocked) {
      if (token.kind == Kind::other) return false;
      out.push_back(token);
      continue;
    }
    if (in_condition_ && token.atom == kDefined) {
      out.push_back(token);
      Token next;
      if (!take(next, floor)) return false;
      out.push_back(next);
      if (next.atom == kOpen) {
        for (int i = 0; i < 2; ++i) {
          if (!take(next, floor)) return false;
          out.push_back(next);
        }
      }
      continue;
    }
    Macro* macro = look(token.atom);
    if (macro == nullptr) {
      if (token.atom >= queries_.size()) queries_.resize(std::max<std::size_t>(atoms_.size(), token.atom + 1), kUnseen);
      char& type = queries_[token.atom];
      if (type == kUnseen) {
        const std::string_view name = atoms_.text(token.atom);
        type = is_query(name) ? kQuery : is_odd_builtin(name) ? kOdd : kPlain;
      }
      if (type == kOdd) return false;
      if (type == kQuery) {
        if (!query(token, out, floor)) return false;
        continue;
      }
      // A place is a place: what it says counts for nobody in a program's own text, but in conditions.
      if ((in_condition_ || lookups_ != nullptr) && (token.atom == kLine || token.atom == kFile)) return false;
      if (token.atom == kLine) {
        token = one_;
      } else if (token.atom == kFile) {
        token = {atoms_.of("\"conftest.c\""), Kind::string, token.space, false};
      }
      out.push_back(token);
      continue;
    }
    complete(*macro);
    if (macro->odd) return false;
    Arguments arguments;
    if (macro->function) {
      if (!parenthesis_follows(floor)) {
        left_open_ = true;
        out.push_back(token);
        continue;
      }
      if (!collect(*macro, arguments, floor)) return false;
    }
    // (Texts that were used before keep their room.)
    if (used_ == texts_.size()) texts_.emplace_back();
    Tokens& kept = texts_[used_++];
    kept.clear();
    if (!replace(token, *macro, arguments, kept)) return false;
    if (kept.empty()) {
      blank = blank || token.space;
      continue;
    }
    macro->active = true;
    frames_.push_back({kept.data(), kept.data() + kept.size(), macro});
  }
  return true;
}

bool Expander::expand(const Token* begin, const Token* end, Tokens& out) {
  out.reserve(out.size() + static_cast<std::size_t>(end - begin));
  frames_.push_back({begin, end, nullptr});
  const bool good = run(out, 0);
  while (!frames_.empty()) pop();
  used_ = 0;
  return good;
}

bool Expander::expand_condition(const Token* begin, const Token* end, Tokens& out) {
  in_condition_ = true;
  const bool good = expand(begin, end, out);
  in_condition_ = false;
  return good;
}

}  // namespace pyconfigure::c
