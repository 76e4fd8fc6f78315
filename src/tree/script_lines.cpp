#include "pyconfigure/tree/script_lines.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <functional>
#include <iterator>
#include <unordered_set>

namespace pyconfigure::tree {

namespace {

constexpr std::uint32_t kKnown[] = {
#include "tree/known_script_lines.inc"
};

constexpr std::uint64_t kKnownFiles[] = {
#include "tree/known_files.inc"
};

/// The table by the first bits of its hashes: some thirty thousand lines are looked up at each start.
class Table {
 public:
  Table() {
    std::size_t at = 0;
    for (std::size_t bucket = 0; bucket < starts_.size(); ++bucket) {
      while (at < std::size(kKnown) && (kKnown[at] >> kShift) < bucket) ++at;
      starts_[bucket] = at;
    }
  }
  bool knows(std::uint32_t hash) const {
    const std::size_t bucket = hash >> kShift;
    const auto begin = std::begin(kKnown) + starts_[bucket];
    return std::find(begin, std::begin(kKnown) + starts_[bucket + 1], hash) != std::begin(kKnown) + starts_[bucket + 1];
  }

 private:
  static constexpr int kShift = 20;
  std::array<std::size_t, (std::size_t{1} << (32 - kShift)) + 1> starts_{};
};

/// Eight bytes at most, as a number that is the same on every machine.
std::uint64_t number_of(const char* bytes, std::size_t count) {
  std::uint64_t number = 0;
  if (count == 8 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) {
    std::memcpy(&number, bytes, 8);
    return number;
  }
  for (std::size_t i = count; i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return number;
}

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t state = 0x9e3779b97f4a7c15ULL + text.size();
  for (std::size_t at = 0; at < text.size(); at += 8) {
    state = (state ^ number_of(text.data() + at, std::min<std::size_t>(text.size() - at, 8))) * 0xff51afd7ed558ccdULL;
    state ^= state >> 32;
  }
  return state;
}

std::uint32_t hash_of_pair(std::uint64_t before, std::uint64_t line) {
  const std::uint64_t state = (before * 0xc4ceb9fe1a85ec53ULL ^ line) * 0xff51afd7ed558ccdULL;
  return static_cast<std::uint32_t>(state >> 32);
}

std::string_view without_blanks(std::string_view line) {
  const auto blank = [](char ch) { return ch == ' ' || ch == '\t'; };
  while (!line.empty() && blank(line.front())) line.remove_prefix(1);
  while (!line.empty() && blank(line.back())) line.remove_suffix(1);
  return line;
}

/// Takes `before` off the front.
bool take(std::string_view& line, std::string_view before) {
  if (!line.starts_with(before)) return false;
  line.remove_prefix(before.size());
  return true;
}

/// The names of the listed functions and headers in the forms that a script has them in.
class Listed {
 public:
  explicit Listed(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
      std::string variable = word;
      std::string macro = word;
      for (std::size_t i = 0; i < word.size(); ++i) {
        const auto ch = static_cast<unsigned char>(word[i]);
        if (std::isalnum(ch) == 0) variable[i] = macro[i] = '_';
        if (std::islower(ch) != 0) macro[i] = static_cast<char>(std::toupper(ch));
      }
      names_.insert(word);
      names_.insert(variable);
      names_.insert(macro);
    }
  }

  /// What a line stands for when it is a part of the check of a listed word; otherwise the line.
  std::string_view form_of(std::string_view line) const {
    std::string_view rest = line;
    if (take(rest, "ac_fn_c_check_func \"$LINENO\" \"")) return known(rest, '"') ? "(a function)" : line;
    if (take(rest, "ac_fn_c_check_header_compile \"$LINENO\" \"")) {
      return line.ends_with(" \"$ac_includes_default\"") && known(rest, '"') ? "(a header)" : line;
    }
    if (take(rest, "if test \"x$ac_cv_func_") || take(rest, "if test \"x$ac_cv_header_")) {
      return line.ends_with("\" = xyes") && known(rest, '"') ? "(is there)" : line;
    }
    if (take(rest, "printf \"%s\\n\" \"#define HAVE_")) return known(rest, ' ') ? "(defined)" : line;
    return line;
  }

 private:
  bool known(std::string_view rest, char end) const {
    return names_.contains(std::string(rest.substr(0, rest.find(end))));
  }

  std::unordered_set<std::string> names_;
};

/// Parts of a configure of which nothing is looked at, by their first lines; and how their last ones begin or end.
struct Passage {
  std::string_view first;
  std::string_view last;
  bool last_ends;  ///< the last line ends with `last`, rather than begins with it
};
constexpr Passage kPassages[] = {
    {"Optional Features:", "Use these variables to override ", false},  // help texts
    {"ac_subst_vars='", "'", true},                                     // names that are substituted
    {"for ac_func in  \\", "do :", false},                               // lists of autoconf 2.69
    {"for ac_header in  \\", "do :", false},
};

const Passage* passage_at(std::string_view line) {
  for (const Passage& passage : kPassages) {
    const bool begins = passage.last_ends ? line.starts_with(passage.first) : line == passage.first;
    if (begins) return &passage;
  }
  return nullptr;
}

bool comment(std::string_view line) {
  return line.starts_with("##") || line == "#" || (line.starts_with("# ") && !c_directive(line.substr(2)));
}

/// Calls `visit(hash, line, number)` for each pair; the last one has the end for its line. Ends when `visit` says so.
template <class Visit>
void each_pair(Script kind, std::string_view text, const std::vector<std::string>& words, Visit visit) {
  const Listed listed(words);
  std::uint64_t before = static_cast<std::uint64_t>(kind) + 1;
  const Passage* passage = nullptr;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view raw = without_blanks(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (passage != nullptr) {
      if (passage->last_ends ? raw.ends_with(passage->last) : raw.starts_with(passage->last)) passage = nullptr;
      continue;
    }
    if (raw.empty() || (raw.front() == '#' && comment(raw))) continue;
    if (kind == Script::configure) passage = passage_at(raw);
    const std::string_view line = passage != nullptr ? passage->first : kind == Script::configure ? listed.form_of(raw) : raw;
    const std::uint64_t hash = hash_of(line);
    if (!visit(hash_of_pair(before, hash), raw, number)) return;
    before = hash;
  }
  visit(hash_of_pair(before, 0), std::string_view("the end"), number);
}

}  // namespace

std::uint64_t file_hash(std::string_view text) { return hash_of(text); }

bool is_known_file(std::string_view text) {
  return std::find(std::begin(kKnownFiles), std::end(kKnownFiles), file_hash(text)) != std::end(kKnownFiles);
}

std::vector<std::uint32_t> script_hashes(Script kind, std::string_view text, const std::vector<std::string>& listed) {
  std::vector<std::uint32_t> hashes;
  each_pair(kind, text, listed, [&](std::uint32_t hash, std::string_view, int) {
    hashes.push_back(hash);
    return true;
  });
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

std::string unknown_line(Script kind, std::string_view name, std::string_view text, const std::vector<std::string>& listed) {
  static const Table table;
  std::string found;
  each_pair(kind, text, listed, [&](std::uint32_t hash, std::string_view line, int number) {
    if (table.knows(hash)) return true;
    found = describe_place(name, number, line);
    return false;
  });
  return found;
}

}  // namespace pyconfigure::tree
