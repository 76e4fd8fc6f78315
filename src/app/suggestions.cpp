#include "app/suggestions.hpp"

#include <cstdio>

#include "pyconfigure/options/user_options.hpp"
#include "pyconfigure/os/terminal.hpp"

namespace pyconfigure::app {

std::vector<std::string> spellings(const tree::Checkout& checkout) {
  std::vector<std::string> all;
  for (const tree::Option& option : checkout.options) {
    std::string name = option.name;
    for (char& ch : name) {
      if (ch == '_') ch = '-';
    }
    all.push_back((option.enable ? "--enable-" : "--with-") + name);
    all.push_back((option.enable ? "--disable-" : "--without-") + name);
  }
  return all;
}

void suggest(const std::string& typed, const std::vector<std::string>& candidates) {
  if (!os::terminal(fileno(stderr))) return;
  const std::string near = options::suggestion(typed, candidates);
  if (!near.empty()) std::fprintf(stderr, "%s: did you mean %s?\n", typed.c_str(), near.c_str());
}

}  // namespace pyconfigure::app
