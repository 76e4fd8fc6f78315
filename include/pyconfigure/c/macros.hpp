// Macros, and a table of them that can be taken back to what it was before.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "pyconfigure/c/tokens.hpp"

namespace pyconfigure::c {

/// One token of a macro's replacement.
struct Part {
  Token token;
  int parameter = -1;       ///< which one it stands for
  bool stringized = false;  ///< `#` before it
  bool pasted = false;      ///< `##` behind it
};

struct Macro {
  const Token* begin = nullptr;  ///< the tokens behind `#define`, as long as nobody has read them
  const Token* end = nullptr;
  bool function = false;
  bool variadic = false;  ///< the last parameter takes the rest
  std::vector<Atom> parameters;
  std::vector<Part> body;
  bool odd = false;     ///< uses something that is not understood
  bool active = false;  ///< is being expanded: its name stands for itself
};

/// The macro that the tokens behind `#define` make, and its name.
Macro read_macro(const Token* begin, const Token* end, Atom& name);
/// The same, to be completed when it is used for the first time: most never are. The tokens have to stay where they
/// are.
Macro noted_macro(const Token* begin, const Token* end, Atom& name);
inline void complete(Macro& macro) {
  if (macro.begin == nullptr) return;
  Atom name = kNothing;
  macro = read_macro(macro.begin, macro.end, name);
}

class MacroTable {
 public:
  Macro* find(Atom atom) const { return atom < macros_.size() ? macros_[atom] : nullptr; }
  /// Null: undefines.
  void set(Atom atom, Macro* macro);
  /// A place to come back to.
  std::size_t mark() const { return journal_.size(); }
  void back_to(std::size_t mark);

 private:
  struct Change {
    Atom atom = kNothing;
    Macro* before = nullptr;
  };
  std::vector<Macro*> macros_;  ///< by atom
  std::vector<Change> journal_;
};

}  // namespace pyconfigure::c
