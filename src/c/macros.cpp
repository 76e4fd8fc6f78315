#include "pyconfigure/c/macros.hpp"

#include <algorithm>

namespace pyconfigure::c {

namespace {

/// The parameters between `at`, which stands behind `(`, and `)`; false when it is no parameter list.
bool read_parameters(const Token*& at, const Token* end, Macro& macro) {
  while (at != end && at->atom != kClose) {
    if (at->atom == kDots) {
      macro.variadic = true;
      macro.parameters.push_back(kVaArgs);
      ++at;
    } else if (at->kind == Kind::identifier) {
      if (std::find(macro.parameters.begin(), macro.parameters.end(), at->atom) != macro.parameters.end()) return false;
      macro.parameters.push_back(at->atom);
      ++at;
      if (at != end && at->atom == kDots) {
        macro.variadic = true;
        ++at;
      }
    } else {
      return false;
    }
    if (at != end && at->atom == kComma && !macro.variadic) {
      ++at;
      if (at != end && at->atom == kClose) return false;
    } else if (at == end || at->atom != kClose) {
      return false;
    }
  }
  if (at == end) return false;
  ++at;
  return true;
}

}  // namespace

Macro read_macro(const Token* begin, const Token* end, Atom& name) {
  Macro macro;
  name = kNothing;
  if (begin == end || begin->kind != Kind::identifier || begin->atom == kDefined) {
    macro.odd = true;
    return macro;
  }
  name = begin->atom;
  const Token* at = begin + 1;
  if (at != end && at->atom == kOpen && at->kind == Kind::punctuator && !at->space) {
    macro.function = true;
    ++at;
    macro.odd = !read_parameters(at, end, macro);
  }
  bool stringize = false;
  for (; at != end && !macro.odd; ++at) {
    if (at->atom == kPaste) {
      // At either end it is an error.
      macro.odd = macro.body.empty() || at + 1 == end || macro.body.back().pasted;
      if (!macro.odd) macro.body.back().pasted = true;
      continue;
    }
    if (macro.function && at->atom == kHash && !stringize) {
      stringize = true;
      continue;
    }
    Part part{*at, -1, stringize, false};
    const auto parameter = std::find(macro.parameters.begin(), macro.parameters.end(), at->atom);
    if (at->kind == Kind::identifier && parameter != macro.parameters.end()) {
      part.parameter = static_cast<int>(parameter - macro.parameters.begin());
    }
    if (at->atom == kVaOpt || (stringize && part.parameter < 0)) macro.odd = true;
    stringize = false;
    macro.body.push_back(part);
  }
  macro.odd = macro.odd || stringize;
  if (!macro.body.empty()) macro.body.front().token.space = false;
  return macro;
}

Macro noted_macro(const Token* begin, const Token* end, Atom& name) {
  Macro macro;
  name = begin == end || begin->kind != Kind::identifier || begin->atom == kDefined ? static_cast<Atom>(kNothing)
                                                                                    : begin->atom;
  macro.begin = begin;
  macro.end = end;
  return macro;
}

void MacroTable::set(Atom atom, Macro* macro) {
  if (atom >= macros_.size()) {
    if (macro == nullptr) return;
    macros_.resize(std::max<std::size_t>(atom + 1, macros_.size() * 2), nullptr);
  }
  if (macros_[atom] == macro) return;
  journal_.push_back({atom, macros_[atom]});
  macros_[atom] = macro;
}

void MacroTable::back_to(std::size_t mark) {
  while (journal_.size() > mark) {
    macros_[journal_.back().atom] = journal_.back().before;
    journal_.pop_back();
  }
}

}  // namespace pyconfigure::c
