// What tests of decide share: a checkout, a machine that is only imagined, and one pass over it.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fake_oracle.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::test {

/// A checkout of our own making: it says what decide asks a tree of the 3.14 kind for, and nothing else.
tree::Checkout synthetic_checkout();

/// The CPython checkout in $PYCONFIGURE_TEST_TREE, read once; null when that variable is not set.
const tree::Checkout* real_checkout();

/// The variables that a run begins with after these words on the command line and in the environment. Standard options
/// have the values that autoconf gives them.
decide::Vars variables_after(const tree::Checkout& checkout, const std::vector<std::string>& arguments,
                             const std::vector<std::string>& environment = {"PATH=/usr/bin"});

/// The whole of decide on a machine.
std::unique_ptr<decide::Context> decide_on(const tree::Checkout& checkout, FakeOracle& machine,
                                           const std::vector<std::string>& arguments = {},
                                           const std::vector<std::string>& environment = {"PATH=/usr/bin"});

// --- what a pass came to ---------------------------------------------------------------------------------------------
std::string standard_output(const decide::Context& c);
std::string standard_error(const decide::Context& c);
/// The text of the error that ended the pass, empty when there was none.
std::string error_of(const decide::Context& c);
/// The value of the last definition of `macro`, nothing when there is none.
std::optional<std::string> macro_of(const decide::Context& c, std::string_view macro);

/// A few sections on the synthetic checkout.
class Scene {
 public:
  using Section = void (*)(decide::Context&);

  explicit Scene(FakeOracle::Otherwise otherwise = FakeOracle::Otherwise::no)
      : tree(synthetic_checkout()), machine(otherwise) {}

  Scene& set(std::string name, std::string value) {
    vars[std::move(name)] = std::move(value);
    return *this;
  }
  /// Runs the sections one after the other on a fresh context. A copy is returned, so that a scene may be temporary.
  decide::Context run(std::initializer_list<Section> sections);
  decide::Context run(Section section) { return run({section}); }
  const decide::Context& result() const { return *context_; }

  tree::Checkout tree;
  FakeOracle machine;
  decide::Vars vars;

 private:
  std::unique_ptr<decide::Context> context_;
};

}  // namespace pyconfigure::test
