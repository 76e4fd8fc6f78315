#include "app/hand_over.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "pyconfigure/os/files.hpp"
#include "pyconfigure/os/process.hpp"
#include "pyconfigure/tree/script_lines.hpp"
#include "pyconfigure/tree/statements.hpp"

namespace pyconfigure::app {

namespace {

/// The branches whose sections decide stands for.
constexpr std::string_view kKnownVersions[] = {"3.11", "3.13", "3.14", "3.15"};

struct ScriptFile {
  tree::Script kind;
  std::string name;
  std::string text;
};

/// Those that are there: a checkout without a generated configure has nothing that could differ from configure.ac. An aclocal.m4 that is
/// not there is one without a line.
std::vector<ScriptFile> scripts(const tree::Checkout& checkout) {
  std::vector<ScriptFile> found;
  const auto add = [&](tree::Script kind, const std::string& name) {
    if (auto text = os::read_file(checkout.abs_srcdir + "/" + name)) found.push_back({kind, name, std::move(*text)});
  };
  if (!checkout.own_script.empty()) add(tree::Script::configure, checkout.own_script);
  add(tree::Script::makesetup, "Modules/makesetup");
  found.push_back({tree::Script::aclocal, "aclocal.m4", checkout.aclocal_m4});
  return found;
}

}  // namespace

std::string unknown_ground(const tree::Checkout& checkout) {
  if (std::find(std::begin(kKnownVersions), std::end(kKnownVersions), checkout.version) == std::end(kKnownVersions)) {
    return "CPython " + checkout.version;
  }
  std::vector<ScriptFile> closer;
  for (ScriptFile& script : scripts(checkout)) {
    const bool stale = script.kind == tree::Script::configure && script.text.find("PACKAGE_VERSION='" + checkout.version + "'") == std::string::npos;
    if (stale) return script.name + ", which was made for another version than configure.ac's " + checkout.version + ",";
    if (!tree::is_known_file(script.text)) closer.push_back(std::move(script));
  }
  if (closer.empty() && tree::is_known_file(checkout.configure_ac)) return {};
  const std::vector<tree::Statement> lines = tree::statements(checkout.configure_ac);
  if (std::string unknown = tree::unknown_statement(lines); !unknown.empty()) return unknown;
  const std::vector<std::string> listed = tree::listed_words(lines);
  for (const ScriptFile& script : closer) {
    std::string unknown = tree::unknown_line(script.kind, script.name, script.text, listed);
    if (!unknown.empty()) return unknown;
  }
  return {};
}

std::vector<std::uint64_t> hashes_of_files(const tree::Checkout& checkout) {
  std::vector<std::uint64_t> hashes = {tree::file_hash(checkout.configure_ac)};
  for (const ScriptFile& script : scripts(checkout)) hashes.push_back(tree::file_hash(script.text));
  return hashes;
}

std::vector<std::uint64_t> hashes_of_system_scripts(const tree::Checkout& checkout) {
  std::vector<std::uint64_t> hashes;
  for (const char* name : {"config.guess", "config.sub"}) {
    if (const auto text = os::read_file(checkout.abs_srcdir + "/" + name)) hashes.push_back(tree::file_hash(*text));
  }
  return hashes;
}

std::vector<std::uint32_t> hashes_of_scripts(const tree::Checkout& checkout) {
  const std::vector<std::string> listed = tree::listed_words(tree::statements(checkout.configure_ac));
  std::vector<std::uint32_t> hashes;
  for (const ScriptFile& script : scripts(checkout)) {
    const std::vector<std::uint32_t> some = tree::script_hashes(script.kind, script.text, listed);
    hashes.insert(hashes.end(), some.begin(), some.end());
  }
  return hashes;
}

std::string hand_over(const tree::Checkout& checkout, const std::vector<std::string>& arguments) {
  // Anything else that is called configure might only call us again.
  const std::string script = checkout.script_path();
  if (checkout.own_script.empty()) {
    return script + (os::test('e', script) ? " is not the tree's own script" : " is not there") + ", so there is nothing to hand over to";
  }
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
