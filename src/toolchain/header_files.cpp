#include "toolchain/header_files.hpp"

#include <algorithm>
#include <array>

#include "pyconfigure/os/files.hpp"

namespace pyconfigure::toolchain {

namespace {

constexpr std::string_view kOwnPrefixes[] = {"HAVE_",
                                             "SIZEOF_",
                                             "ALIGNOF_",
                                             "WITH_",
                                             "PY_",
                                             "Py_",
                                             "_Py_",
                                             "PYLONG_",
                                             "_PYTH",
                                             "DOUBLE_IS_",
                                             "ENABLE_",
                                             "GETPGRP_",
                                             "MAJOR_IN_",
                                             "MVWDELCH_",
                                             "PTHREAD_KEY_T_IS_",
                                             "PTHREAD_SYSTEM_SCHED_",
                                             "POSIX_SEMAPHORES_",
                                             "RETSIGTYPE",
                                             "SETPGRP_",
                                             "SIGNED_RIGHT_",
                                             "SYS_SELECT_WITH_",
                                             "TM_IN_",
                                             "USE_COMPUTED_",
                                             "WINDOW_HAS_",
                                             "X87_"};

constexpr std::size_t byte(char ch) {
  return static_cast<unsigned char>(ch);
}

/// What a character can be in a name, and whether one of the prefixes begins with it, or with it and the next one: a search
/// path has megabytes of names to look at.
struct Characters {
  std::array<bool, 256> name{};
  std::array<bool, 256> first{};
  std::array<std::array<bool, 128>, 128> pair{};
};

constexpr Characters characters() {
  Characters table;
  for (std::size_t ch = 0; ch < 256; ++ch) {
    table.name[ch] = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_';
  }
  for (std::string_view prefix : kOwnPrefixes) {
    table.first[byte(prefix[0])] = true;
    table.pair[byte(prefix[0])][byte(prefix[1])] = true;
  }
  return table;
}

constexpr Characters kCharacters = characters();

bool name_char(char ch) {
  return kCharacters.name[byte(ch)];
}

bool blank(char ch) {
  return ch == ' ' || ch == '\t';
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  return text;
}

/// The line that begins at `at`, backslash-newline pairs joined; `at` moves behind it.
std::string logical_line(std::string_view text, std::size_t& at) {
  std::string line;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    line += text.substr(at, end - at);
    at = std::min(end + 1, text.size());
    if (!line.ends_with('\\')) break;
    line.pop_back();
  }
  return line;
}

/// The text of a file that nobody can know; it is odd.
const std::string kUnreadable(1, '\0');

/// What stands in parentheses behind `__attribute__`, or between commas there.
bool may_be_attribute(const c::Tokens& tokens, std::size_t at) {
  const c::Atom before = at == 0 ? c::kNothing : tokens[at - 1].atom;
  const c::Atom behind = at + 1 == tokens.size() ? c::kNothing : tokens[at + 1].atom;
  return (before == c::kOpen || before == c::kComma) &&
         (behind == c::kOpen || behind == c::kClose || behind == c::kComma);
}

}  // namespace

bool own_macro(std::string_view macro) {
  if (macro.size() < 2 || !kCharacters.first[byte(macro[0])] || byte(macro[1]) > 127) return false;
  if (!kCharacters.pair[byte(macro[0])][byte(macro[1])]) return false;
  return std::any_of(std::begin(kOwnPrefixes), std::end(kOwnPrefixes),
                     [&](std::string_view prefix) { return macro.starts_with(prefix); });
}

void NameSet::add(std::uint32_t number) {
  if (words_.size() <= number / kBits) words_.resize(number / kBits + 1);
  words_[number / kBits] |= std::uint64_t{1} << (number % kBits);
}

void NameSet::add(const NameSet& other) {
  if (words_.size() < other.words_.size()) words_.resize(other.words_.size());
  for (std::size_t i = 0; i < other.words_.size(); ++i) words_[i] |= other.words_[i];
}

void each_name(std::string_view text, const std::function<void(std::string_view)>& what) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    if (!name_char(*at)) {
      ++at;
      continue;
    }
    const char* const begin = at;
    while (at < end && name_char(*at)) ++at;
    if (*begin < '0' || *begin > '9') what({begin, static_cast<std::size_t>(at - begin)});
  }
}

std::vector<IncludeLine> include_lines(std::string_view text) {
  std::vector<IncludeLine> found;
  // Every directive has the word in it; a header with few directives is soon through.
  for (std::size_t word = text.find("include"); word != std::string_view::npos; word = text.find("include", word + 7)) {
    std::size_t begin = word == 0 ? 0 : text.rfind('\n', word - 1) + 1;
    std::string_view before = without_blanks(text.substr(begin, word - begin));
    // `/* */ #include` and `#\<newline>include` are not written by anyone whose header compilers have to read; a name
    // computed from macros is.
    if (!before.starts_with('#') || !without_blanks(before.substr(1)).empty()) continue;
    std::size_t at = word + 7;
    std::string line = logical_line(text, at);
    std::string_view rest = line;
    if (rest.starts_with("_next")) rest.remove_prefix(5);
    const bool apart = rest.starts_with(' ') || rest.starts_with('\t');
    rest = without_blanks(rest);
    // The words of a comment: "#include's protect themselves".
    if (rest.empty() || (rest.front() != '<' && rest.front() != '"' && !(apart && name_char(rest.front())))) continue;
    const char close = rest.starts_with('<') ? '>' : rest.starts_with('"') ? '"' : '\0';
    const std::size_t end = close == '\0' ? std::string_view::npos : rest.find(close, 1);
    if (end == std::string_view::npos) {
      found.push_back({});
    } else {
      found.push_back({std::string(rest.substr(1, end - 1)), close == '"'});
    }
  }
  return found;
}

HeaderFiles::HeaderFiles() : files_(atoms_, [this](const std::string& path) { return text_of(path); }) {}

std::optional<std::string> HeaderFiles::text_of(const std::string& path) {
  // Most of the places where a header could be are in folders that are not there.
  const std::string folder = path.substr(0, path.rfind('/') + 1);
  const auto [there, fresh] = folders_.try_emplace(folder);
  if (fresh) there->second = os::test('d', folder);
  if (!there->second || !os::test('e', path)) return std::nullopt;
  // A device, a pipe, one that may not be read: for compilers it is there.
  if (os::test('f', path)) return os::read_file(path).value_or(kUnreadable);
  return os::test('d', path) ? std::nullopt : std::optional(kUnreadable);
}

std::uint32_t HeaderFiles::number_of(c::Atom atom) {
  if (numbers_.size() <= atom) numbers_.resize(std::max<std::size_t>(atoms_.size(), atom + 1));
  if (numbers_[atom] == 0) numbers_[atom] = ++numbered_;
  return numbers_[atom] - 1;
}

bool HeaderFiles::is_own(c::Atom atom) {
  enum : char { kUnseen, kNo, kYes };
  if (own_.size() <= atom) own_.resize(std::max<std::size_t>(atoms_.size(), atom + 1), kUnseen);
  if (own_[atom] == kUnseen) own_[atom] = own_macro(atoms_.text(atom)) ? kYes : kNo;
  return own_[atom] == kYes;
}

void HeaderFiles::read_tokens(const c::SourceText& text, HeaderFile& header) {
  // With __ they are attributes wherever they stand.
  const std::array<c::Atom, 2> attributes = {atoms_.of("constructor"), atoms_.of("destructor")};
  const std::array<c::Atom, 2> spelled = {atoms_.of("__constructor__"), atoms_.of("__destructor__")};
  const auto is = [](const std::array<c::Atom, 2>& words, c::Atom atom) { return words[0] == atom || words[1] == atom; };
  for (std::size_t i = 0; i < text.tokens.size(); ++i) {
    const c::Token& token = text.tokens[i];
    if (token.kind != c::Kind::identifier) continue;
    if (is_own(token.atom)) header.names.add(number_of(token.atom));
    const bool calls = i + 1 < text.tokens.size() && text.tokens[i + 1].atom == c::kOpen;
    header.main = header.main || (token.atom == c::kMain && calls) || is(spelled, token.atom) ||
                  (is(attributes, token.atom) && may_be_attribute(text.tokens, i));
  }
  if (text.imports) header.includes.push_back({});
  for (const c::Item& item : text.items) {
    if (item.directive != c::Directive::include && item.directive != c::Directive::include_next) continue;
    if (item.begin == item.end) continue;
    const std::string_view name = atoms_.text(text.tokens[item.begin].atom);
    const bool plain = name.size() > 2 && ((name.front() == '<' && name.back() == '>') || (name.front() == '"' && name.back() == '"'));
    header.includes.push_back(plain ? IncludeLine{std::string(name.substr(1, name.size() - 2)), name.front() == '"'} : IncludeLine{});
  }
}

const HeaderFile* HeaderFiles::read(const std::string& path) {
  const c::File* const file = files_.find(path);
  if (file == nullptr) return nullptr;
  std::unique_ptr<HeaderFile>& header = headers_[file];
  if (header != nullptr) return header.get();
  header = std::make_unique<HeaderFile>();
  header->folder = file->folder;
  if (!file->text.odd) {
    read_tokens(file->text, *header);
  } else {
    // Tokens could be others than a compiler's.
    const std::optional<std::string> text = text_of(path);
    each_name(text.value_or(""), [&](std::string_view name) {
      if (own_macro(name)) header->names.add(number(name));
    });
    header->includes = include_lines(text.value_or(""));
    if (file->text.imports || !text || *text == kUnreadable) header->includes.push_back({});
    header->main = true;
  }
  return header.get();
}

}  // namespace pyconfigure::toolchain
