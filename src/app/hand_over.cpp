#include "app/hand_over.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "pyconfigure/os/files.hpp"
#include "pyconfigure/os/process.hpp"
#include "pyconfigure/tree/statements.hpp"

namespace pyconfigure::app {

namespace {

/// The branches whose sections decide stands for.
constexpr std::string_view kKnownVersions[] = {"3.11", "3.13", "3.14", "3.15"};

}  // namespace

std::string unknown_ground(const tree::Checkout& checkout) {
  if (std::find(std::begin(kKnownVersions), std::end(kKnownVersions), checkout.version) == std::end(kKnownVersions)) {
    return "CPython " + checkout.version;
  }
  if (const std::string unknown = tree::unknown_statement(checkout.configure_ac); !unknown.empty()) return unknown;
  return {};
}

std::string hand_over(const tree::Checkout& checkout, const std::vector<std::string>& arguments) {
  // Anything else that is called configure might only call us again.
  const std::string script = checkout.script_path();
  if (checkout.own_script.empty()) return script + " is not the tree's own script, so there is nothing to hand over to";
  std::vector<std::string> words = {script};
  words.insert(words.end(), arguments.begin(), arguments.end());
  if (!os::test('x', script)) words.insert(words.begin(), "/bin/sh");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  os::give_signals_back();
  execv(argv.front(), argv.data());
  return script + ": " + std::strerror(errno);
}

}  // namespace pyconfigure::app
