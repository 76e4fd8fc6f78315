#include "pyconfigure/options/user_options.hpp"

#include <algorithm>

namespace pyconfigure::options {

std::vector<OptionRow> option_rows() {
  std::vector<OptionRow> rows(enable_rows().begin(), enable_rows().end());
  rows.insert(rows.end(), with_rows().begin(), with_rows().end());
  return rows;
}

std::string variable_of(const OptionRow& row) {
  std::string name = (row.enable ? "enable_" : "with_") + std::string(row.name);
  std::replace_if(name.begin(), name.end(), [](char ch) { return ch == '-' || ch == '+' || ch == '.'; }, '_');
  return name;
}

std::string spelled(const OptionRow& row) {
  const char* prefix = row.enable ? (row.spelled_off ? "--disable-" : "--enable-")
                                  : (row.spelled_off ? "--without-" : "--with-");
  return prefix + std::string(row.name);
}

std::vector<std::string_view> words_of(const OptionRow& row) {
  std::vector<std::string_view> words;
  std::string_view rest = row.words;
  while (!rest.empty()) {
    const std::size_t bar = rest.find('|');
    words.push_back(rest.substr(0, bar));
    if (bar == std::string_view::npos) break;
    rest.remove_prefix(bar + 1);
  }
  return words;
}

namespace {

using State = Setting::State;

/// The state that a value has by the meaning of its option.
State state_of(const OptionRow& row, std::string_view value) {
  switch (row.meaning) {
    case Meaning::yes_enables:
      return value == "yes" ? State::on : State::off;
    case Meaning::no_disables:
      return value == "no" ? State::off : State::on;
    case Meaning::presence:
      return State::on;
    case Meaning::keyword:
    case Meaning::keywords:
    case Meaning::path:
    case Meaning::text:
      break;
  }
  if (value == "yes") return State::on;
  if (value == "no") return State::off;
  const std::vector<std::string_view> words = words_of(row);
  return std::find(words.begin(), words.end(), value) != words.end() ? State::word : State::text;
}

}  // namespace

Setting typed(const Request& request, const OptionRow& row) {
  Setting setting;
  const auto it = request.values.find(variable_of(row));
  if (it == request.values.end()) return setting;
  setting.text = it->second.text;
  setting.origin = it->second.origin;
  setting.argument = it->second.argument;
  setting.state = state_of(row, setting.text);
  return setting;
}

std::string origin_words(const Setting& setting) {
  switch (setting.origin) {
    case Origin::argument:
      return "argument " + std::to_string(setting.argument + 1);
    case Origin::environment:
      return "environment";
    case Origin::autoconf_default:
      break;
  }
  return "default";
}

std::vector<std::string> known_spellings() {
  std::vector<std::string> all;
  for (const OptionRow& row : option_rows()) {
    const std::string name(row.name);
    all.push_back((row.enable ? "--enable-" : "--with-") + name);
    all.push_back((row.enable ? "--disable-" : "--without-") + name);
  }
  return all;
}

namespace {

/// Insertions, removals, changes and swaps of neighbours that lead from `a` to `b`; underscores are dashes.
std::size_t distance(std::string_view a, std::string_view b) {
  const auto same = [](char x, char y) { return x == y || (x == '_' && y == '-') || (x == '-' && y == '_'); };
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = last[j - 1] + (same(a[i - 1], b[j - 1]) ? 0 : 1);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, changed});
      const bool swapped = i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]);
      if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(now);
  }
  return last[b.size()];
}

/// The name behind --enable-, --disable-, --with- or --without-; the whole word when none stands before it.
std::string_view bare_name(std::string_view word) {
  for (const std::string_view prefix : {"--enable-", "--disable-", "--without-", "--with-", "--"}) {
    if (word.starts_with(prefix)) return word.substr(prefix.size());
  }
  return word;
}

}  // namespace

std::string suggestion(std::string_view typed, const std::vector<std::string>& candidates) {
  typed = typed.substr(0, typed.find('='));
  std::string best;
  std::size_t least = 0;
  for (const std::string& candidate : candidates) {
    // The right name with the wrong prefix (--with-shared, --lto) is one step away.
    std::size_t steps = distance(typed, candidate);
    const bool same_name = bare_name(typed) == bare_name(candidate);
    if (same_name) steps = std::min<std::size_t>(steps, 1);
    if (best.empty() || steps < least) {
      best = candidate;
      least = steps;
    }
  }
  // Two slips in a long name are likely; in a short one it is another word.
  const std::size_t allowed = bare_name(typed).size() >= 6 ? 3 : 1;
  return least <= allowed ? best : std::string();
}

}  // namespace pyconfigure::options
