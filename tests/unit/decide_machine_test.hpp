// The fixture of tests that run the whole of decide for a machine, on the checkout in $PYCONFIGURE_TEST_TREE.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "decide_scene.hpp"
#include "machines.hpp"
#include "pyconfigure/os/process.hpp"

namespace pyconfigure::test {

class MachineTest : public testing::Test {
 protected:
  void SetUp() override {
    processes_ = os::processes_started();
    if (real_checkout() == nullptr) GTEST_SKIP() << "PYCONFIGURE_TEST_TREE names no CPython checkout";
    if (!for_any_version() && real_checkout()->version != "3.14") GTEST_SKIP() << "what is expected here is 3.14's";
  }
  void TearDown() override { EXPECT_EQ(os::processes_started(), processes_) << "decide started a process"; }

  virtual bool for_any_version() const { return false; }

  const decide::Context& run(const std::vector<std::string>& arguments = {},
                             std::vector<std::string> environment = {}) {
    environment.insert(environment.begin(), "PATH=/usr/bin");
    context_ = decide_on(*real_checkout(), machine, arguments, environment);
    return *context_;
  }
  const std::string& var(const char* name) const { return context_->var(name); }
  std::string error() const { return error_of(*context_); }
  bool finished() const { return !context_->stopped(); }
  /// MODULE_NAME's state in MODULE_BLOCK: yes, missing, disabled, n/a.
  std::string module(const std::string& name) const { return context_->var("py_cv_module_" + name); }

  /// What the tests do not care about is as decide guesses it.
  FakeOracle machine{FakeOracle::Otherwise::unknown};

 private:
  std::unique_ptr<decide::Context> context_;
  std::size_t processes_ = 0;
};

}  // namespace pyconfigure::test
