// What configure.ac declares: options, precious variables, substitutions.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "m4.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::tree {

/// Reads m4 text in one sweep, in the order that autoconf would expand it in. Calls that declare something are looked
/// into, and so are the tree's own macros whose bodies declare something; all else is only passed over.
class Declarations {
 public:
  explicit Declarations(Checkout& out);

  /// Takes the macros that `text` defines and nothing else (aclocal.m4). The text has to outlive this object.
  void learn(std::string_view text);
  /// Reads configure.ac.
  void read(std::string_view text) { scan(text, 0); }
  /// Puts the options in the order of the help: features, then packages.
  void finish();

 private:
  void scan(std::string_view text, int depth);
  /// What the name from `start` to `end` means; returns where to go on.
  std::size_t name(std::string_view text, std::size_t start, std::size_t end, int depth);
  std::size_t definition(std::string_view text, std::size_t end);
  std::size_t if_defined(std::string_view text, std::size_t end, int depth);
  std::size_t own_macro(std::string_view text, std::size_t start, std::size_t end, int depth);
  void declaration(std::string_view macro, std::string_view text, std::size_t end);
  void require(std::string_view macro, int depth);
  void option(const m4::Call& call, bool enable);
  void precious(std::string name, std::string help);
  void init(const m4::Call& call);
  void substitute(std::string_view name) { out_.substituted.emplace(name); }
  /// Does the body of the tree's macro declare anything?
  bool declares(std::string_view macro, std::string_view body);
  std::string expand(std::string_view text) const { return m4::expand(text, definitions_); }

  Checkout& out_;
  m4::Definitions definitions_;
  std::bitset<256> starts_a_macro_;  ///< By first character: can a name be one of autoconf's or the tree's?
  std::unordered_map<std::string, bool> declares_;
  std::unordered_set<std::string> expanded_;
};

}  // namespace pyconfigure::tree
