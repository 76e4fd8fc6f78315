#include "pyconfigure/c/preprocessor.hpp"

#include <algorithm>

namespace pyconfigure::c {

namespace {

constexpr int kDeepest = 150;

enum : char { kUnseen, kNo, kYes };

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

bool says_once(const SourceText& text, Atom once) {
  return std::any_of(text.items.begin(), text.items.end(), [&](const Item& item) {
    return item.directive == Directive::pragma && item.begin < item.end && text.tokens[item.begin].atom == once;
  });
}

}  // namespace

File* Files::find(const std::string& path) {
  const auto [it, fresh] = files_.try_emplace(path);
  if (fresh) {
    if (const auto text = read_(path)) {
      it->second = std::make_unique<File>();
      File& file = *it->second;
      file.path = path;
      file.folder = folder_of(path);
      file.text = cut(*text, atoms_);
      file.macros.resize(file.text.items.size(), nullptr);
      file.number = files_.size();
      file.once = atoms_.of("#once " + std::to_string(file.number));
      if (says_once(file.text, atoms_.of("once"))) {
        File*& other = once_[{text->size(), std::hash<std::string>()(*text)}];
        if (other != nullptr) other->twin = file.twin = true;
        other = &file;
      }
    }
  }
  return it->second.get();
}

std::vector<const File*> Files::all() const {
  std::vector<const File*> files;
  for (const auto& [path, file] : files_) {
    if (file != nullptr) files.push_back(file.get());
  }
  std::sort(files.begin(), files.end(),
            [](const File* left, const File* right) { return left->number < right->number; });
  return files;
}

Macro* Files::macro(File& file, std::size_t item) {
  Macro*& known = file.macros[item];
  if (known == nullptr) {
    const Item& line = file.text.items[item];
    Atom name = kNothing;
    Macro macro = noted_macro(file.text.tokens.data() + line.begin, file.text.tokens.data() + line.end, name);
    if (name == kNothing) return nullptr;
    macros_.push_back(std::move(macro));
    known = &macros_.back();
  }
  return known;
}

Macro* Preprocessor::own_macro(const Token* begin, const Token* end) {
  Atom name = kNothing;
  Macro macro = read_macro(begin, end, name);
  if (name == kNothing) return nullptr;
  own_macros_.push_back(std::move(macro));
  return &own_macros_.back();
}

Preprocessor::Preprocessor(Atoms& atoms, Files& files, const Dialect& dialect, const std::string& definitions, std::vector<SearchFolder> before)
    : atoms_(atoms), files_(files), dialect_(dialect), folders_(dialect.folders), expander_(atoms, table_) {
  define(dialect.macros);
  given_.clear();
  start_ = table_.mark();
  begin(definitions, std::move(before));
}

void Preprocessor::begin(const std::string& definitions, std::vector<SearchFolder> before) {
  table_.back_to(start_);
  for (; !given_.empty(); given_.pop_back()) reserved_[given_.back().first] = given_.back().second;
  if (before != before_) {
    before_ = std::move(before);
    folders_ = before_;
    folders_.insert(folders_.end(), dialect_.folders.begin(), dialect_.folders.end());
    found_.clear();
    included_.clear();
  }
  define(definitions);
}

void Preprocessor::define(const std::string& lines) {
  const SourceText text = cut(lines, atoms_);
  for (const Item& item : text.items) {
    if (item.directive == Directive::undef && item.end == item.begin + 1) {
      table_.set(text.tokens[item.begin].atom, nullptr);
    } else if (item.directive == Directive::define) {
      Macro* macro = own_macro(text.tokens.data() + item.begin, text.tokens.data() + item.end);
      if (macro == nullptr) continue;
      const Atom name = text.tokens[item.begin].atom;
      table_.set(name, macro);
      // Who takes it away has none left.
      if (name >= reserved_.size()) reserved_.resize(std::max<std::size_t>(atoms_.size(), name + 1), kUnseen);
      given_.emplace_back(name, std::exchange(reserved_[name], kNo));
    }
  }
}

bool Preprocessor::fail(std::string why) {
  if (trouble_.empty()) trouble_ = std::move(why);
  return false;
}

long long Preprocessor::ask(const std::string& question) {
  const auto told = dialect_.told.find(question);
  if (told != dialect_.told.end()) return told->second;
  if (asked_.insert(question).second) open_.push_back(question);
  return 0;
}

bool Preprocessor::is_defined(Atom name) {
  return expander_.look(name) != nullptr || is_reserved(name);
}

bool Preprocessor::is_reserved(Atom name) {
  // There are macros that compilers do not tell when they are asked for all of them; their names are reserved ones.
  if (name >= reserved_.size()) reserved_.resize(std::max<std::size_t>(atoms_.size(), name + 1), kUnseen);
  char& known = reserved_[name];
  if (known == kUnseen) {
    const std::string_view text = atoms_.text(name);
    known = text.starts_with("_") && ask("defined " + std::string(text)) != 0 ? kYes : kNo;
  }
  return known == kYes;
}

Preprocessor::Found Preprocessor::look(std::string_view spelled, const File* from, std::size_t place, bool next) {
  const bool quoted = spelled.starts_with('"');
  const std::string name(spelled.substr(1, spelled.size() - 2));
  const std::string base = quoted && !next ? (from == nullptr ? std::string(".") : from->folder) : std::string();
  const std::size_t start = next ? place : 0;
  const auto [it, fresh] = found_.try_emplace(name + '\0' + base + '\0' + std::to_string(start));
  Found& found = it->second;
  if (!fresh) return found;
  if (name.starts_with('/')) {
    found.file = files_.find(name);
    found.from.foreign = true;
    return found;
  }
  // What a program includes with quotes is looked for beside it first, where nothing of its own stands.
  if (quoted && !next && from != nullptr) {
    found.file = files_.find(from->folder + "/" + name);
    if (found.file != nullptr) {
      // (#include_next from there starts at the beginning.)
      found.beside = true;
      return found;
    }
  }
  for (std::size_t i = start; i < folders_.size(); ++i) {
    found.file = files_.find(folders_[i].path + "/" + name);
    if (found.file == nullptr) continue;
    found.place = i + 1;
    found.from = {folders_[i].system, folders_[i].foreign || !folders_[i].system};
    break;
  }
  return found;
}

void Preprocessor::ask_ahead() {
  for (const File* file : files_.all()) ask_ahead(file->text);
}

void Preprocessor::ask_ahead(const SourceText& text) {
  for (const Item& item : text.items) {
    const bool conditional = item.directive == Directive::if_ || item.directive == Directive::elif ||
                             item.directive == Directive::ifdef || item.directive == Directive::ifndef;
    for (std::uint32_t i = item.begin; conditional && i < item.end; ++i) {
      const Token& token = text.tokens[i];
      if (token.kind != Kind::identifier) continue;
      is_reserved(token.atom);
      // The name of the question may stand in a macro: __glibc_has_attribute (x).
      if (i + 3 >= item.end || text.tokens[i + 1].atom != kOpen || text.tokens[i + 3].atom != kClose ||
          text.tokens[i + 2].kind != Kind::identifier) {
        continue;
      }
      const std::string_view name = atoms_.text(token.atom);
      for (std::string_view question : {"__has_attribute", "__has_builtin", "__has_feature", "__has_extension"}) {
        if (name.find(question.substr(2)) == std::string_view::npos) continue;
        ask("defined " + std::string(question));
        ask(std::string(question) + "(" + std::string(atoms_.text(text.tokens[i + 2].atom)) + ")");
      }
    }
  }
}

bool Preprocessor::query(Atom name, const Token* begin, const Token* end, const File* file, std::size_t place,
                         long long& value) {
  queried_ = true;
  std::string words;
  append_text(words, begin, end, atoms_);
  while (words.ends_with(' ')) words.pop_back();
  if (name == kHasInclude || name == kHasIncludeNext) {
    std::string spelled;
    for (const Token* token = begin; token != end; ++token) spelled += atoms_.text(token->atom);
    const bool whole = spelled.size() > 2 && ((spelled.front() == '<' && spelled.back() == '>') ||
                                              (begin + 1 == end && begin->kind == Kind::string));
    if (!whole || spelled.find('.') == std::string::npos) return false;
    if (name == kHasIncludeNext && file == nullptr) return false;
    value = look(spelled, file, place, name == kHasIncludeNext).file != nullptr ? 1 : 0;
    return value != 0 || !dialect_.more_folders;
  }
  // A preprocessor that does not know the question sees an error there.
  const std::string known = "defined " + std::string(atoms_.text(name));
  ask(known);
  if (const auto told = dialect_.told.find(known); told != dialect_.told.end() && told->second == 0) return false;
  value = ask(std::string(atoms_.text(name)) + "(" + words + ")");
  return true;
}

Preprocessor::Memo* Preprocessor::recall(const File* file, std::size_t item) {
  if (file == nullptr || file->number >= memos_.size() || item >= memos_[file->number].size()) return nullptr;
  Memos& memos = memos_[file->number][item];
  for (std::size_t i = 0; i < memos.size(); ++i) {
    const Lookups& lookups = memos[i]->lookups;
    const bool same = std::all_of(lookups.begin(), lookups.end(),
                                  [this](const auto& look) { return table_.find(look.first) == look.second; });
    if (!same) continue;
    // What fits once will fit again.
    if (i > 0) std::swap(memos[i], memos[i - 1]);
    return memos[i > 0 ? i - 1 : 0].get();
  }
  return nullptr;
}

Preprocessor::Memo& Preprocessor::keep(const File* file, std::size_t item, Memo memo) {
  if (file->number >= memos_.size()) memos_.resize(file->number + 1);
  std::vector<Memos>& items = memos_[file->number];
  if (items.empty()) items.resize(file->text.items.size());
  items[item].push_back(std::make_unique<Memo>(std::move(memo)));
  return *items[item].back();
}

bool Preprocessor::text_run(const SourceText& text, std::size_t item, const File* file, Origin from, TokenSink& sink) {
  const Item& run = text.items[item];
  Memo* memo = recall(file, item);
  Memo fresh;
  if (memo == nullptr) {
    expander_.record(file == nullptr ? nullptr : &fresh.lookups);
    const bool good = expander_.expand(text.tokens.data() + run.begin, text.tokens.data() + run.end, fresh.tokens);
    expander_.record(nullptr);
    if (!good) return fail("macros");
    fresh.left_open = expander_.left_open();
    memo = file == nullptr ? &fresh : &keep(file, item, std::move(fresh));
  }
  // Its parenthesis could stand behind the directive that follows, or behind the #include that we are in.
  if (memo->left_open && (file != nullptr || item + 1 < text.items.size())) return fail("a macro before a directive");
  if (memo->tokens.empty()) return true;
  return sink.take(memo->tokens, file == nullptr, from, file == nullptr ? nullptr : &memo->kept) ||
         fail("the shape of the text");
}

bool Preprocessor::condition(const SourceText& text, std::size_t item, const File* file, std::size_t place,
                             bool& value) {
  const Directive directive = text.items[item].directive;
  if (directive != Directive::if_ && directive != Directive::elif) {
    return compute_condition(text, text.items[item], file, place, value);
  }
  if (const Memo* memo = recall(file, item)) {
    value = memo->value;
    return true;
  }
  Memo fresh;
  queried_ = false;
  const std::size_t asked = open_.size();
  expander_.record(file == nullptr ? nullptr : &fresh.lookups);
  const bool good = compute_condition(text, text.items[item], file, place, value);
  expander_.record(nullptr);
  if (good && file != nullptr && !queried_ && open_.size() == asked) {
    fresh.value = value;
    keep(file, item, std::move(fresh));
  }
  return good;
}

bool Preprocessor::compute_condition(const SourceText& text, const Item& item, const File* file, std::size_t place,
                                     bool& value) {
  const Token* const begin = text.tokens.data() + item.begin;
  const Token* const end = text.tokens.data() + item.end;
  switch (item.directive) {
    case Directive::ifdef:
    case Directive::ifndef:
    case Directive::elifdef:
    case Directive::elifndef: {
      if (end != begin + 1 || begin->kind != Kind::identifier) return fail("#ifdef");
      const bool wanted = item.directive == Directive::ifdef || item.directive == Directive::elifdef;
      value = is_defined(begin->atom) == wanted;
      return true;
    }
    default:
      break;
  }
  Tokens tokens;
  if (!expander_.expand_condition(begin, end, tokens)) return fail("macros of a condition");
  const ConditionAsks asks{[this](Atom name) { return is_defined(name); },
                           [&](Atom name, const Token* first, const Token* last, long long& answer) {
                             return query(name, first, last, file, place, answer);
                           },
                           expander_.look(atoms_.of("__WCHAR_UNSIGNED__")) != nullptr};
  // A name that no #define has made is 0, if the compiler agrees.
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].atom == kDefined) {
      i += i + 1 < tokens.size() && tokens[i + 1].atom == kOpen ? 2 : 1;
    } else if (tokens[i].kind == Kind::identifier && !is_query(atoms_.text(tokens[i].atom)) &&
               is_defined(tokens[i].atom) && table_.find(tokens[i].atom) == nullptr) {
      return fail("a macro of the compiler's own");
    }
  }
  if (evaluate(tokens, atoms_, asks, value)) return true;
  std::string words;
  append_text(words, tokens.data(), tokens.data() + tokens.size(), atoms_);
  return fail("a condition: " + words);
}

bool Preprocessor::spell(const Token* begin, const Token* end, std::string& spelled) {
  if (begin + 1 == end && begin->kind == Kind::string) {
    spelled = atoms_.text(begin->atom);
  } else {
    Tokens tokens;
    if (!expander_.expand(begin, end, tokens)) return fail("macros of an #include");
    if (tokens.size() != 1 || tokens[0].kind != Kind::string) return fail("a computed #include");
    spelled = atoms_.text(tokens[0].atom);
  }
  if (spelled.size() < 3 || (spelled.front() != '<' && spelled.front() != '"')) return fail("an #include");
  return true;
}

bool Preprocessor::find_included(const SourceText& text, std::size_t at, const File* file, std::size_t place,
                                 Found& found) {
  const Item& item = text.items[at];
  const Token* const begin = text.tokens.data() + item.begin;
  const Token* const end = text.tokens.data() + item.end;
  const bool next = item.directive == Directive::include_next;
  if (next && file == nullptr) return fail("#include_next in a program");
  std::string spelled;
  if (file == nullptr || next || begin + 1 != end || begin->kind != Kind::string) {
    if (!spell(begin, end, spelled)) return false;
    // Some compilers look beside it once more.
    if (next && place == 0 && spelled.starts_with('"')) return fail("#include_next \"\" in a header that stood beside another");
    found = look(spelled, file, place, next);
  } else {
    // It means the same whenever it comes.
    if (file->number >= included_.size()) included_.resize(file->number + 1);
    std::vector<Found>& items = included_[file->number];
    if (items.empty()) items.resize(text.items.size());
    if (items[at].file == nullptr) {
      if (!spell(begin, end, spelled)) return false;
      items[at] = look(spelled, file, place, false);
    }
    found = items[at];
  }
  if (found.file == nullptr) return fail(spelled + " is not there");
  if (found.file->twin) return fail(found.file->path + " has another name");
  return !found.file->text.odd || fail(found.file->path + " is odd");
}

bool Preprocessor::include(const SourceText& text, std::size_t item, const File* file, std::size_t place, Origin from,
                           TokenSink& sink) {
  Found found;
  if (!find_included(text, item, file, place, found)) return false;
  if (found.file->text.guard != kNothing && table_.find(found.file->text.guard) != nullptr) return true;
  if (table_.find(found.file->once) != nullptr) return true;
  if (++depth_ > kDeepest) return fail("too deep");
  // What a header of the system includes is the system's, as far as warnings go.
  const Origin origin{from.system || found.from.system, found.beside ? from.foreign : found.from.foreign};
  const bool good =
      walk(found.file->text, 0, found.file->text.items.size(), found.file, found.place, origin, sink);
  --depth_;
  return good;
}

bool Preprocessor::pragma(const SourceText& text, const Item& item, const File* file, Origin& from) {
  std::vector<std::string_view> words;
  for (std::uint32_t i = item.begin; i < item.end; ++i) words.push_back(atoms_.text(text.tokens[i].atom));
  const auto begins = [&](std::initializer_list<std::string_view> with) {
    return words.size() >= with.size() && std::equal(with.begin(), with.end(), words.begin());
  };
  if (begins({"once"}) && file != nullptr) {
    table_.set(file->once, &flag_);
    return true;
  }
  if (begins({"GCC", "system_header"}) || begins({"clang", "system_header"})) {
    from.system = from.system || file != nullptr;
    return true;
  }
  // They change warnings, or say what holds anyway.
  if (words.size() > 2 && words[1] == "diagnostic" && (words[0] == "GCC" || words[0] == "clang") &&
      (words[2] == "push" || words[2] == "pop" || words[2] == "ignored")) {
    return true;
  }
  if (begins({"GCC", "visibility", "pop"}) || begins({"GCC", "visibility", "push", "(", "default", ")"})) return true;
  return fail("a #pragma");
}

bool Preprocessor::walk(const SourceText& text, std::size_t begin, std::size_t end, File* file, std::size_t place,
                        Origin from, TokenSink& sink) {
  std::vector<std::size_t> open;  // conditionals whose taken branch we are in
  for (std::size_t i = begin; i < end; ++i) {
    const Item& item = text.items[i];
    const Token* const first = text.tokens.data() + item.begin;
    const Token* const last = text.tokens.data() + item.end;
    switch (item.directive) {
      case Directive::none:
        if (!text_run(text, i, file, from, sink)) return false;
        break;
      case Directive::define: {
        Macro* macro = file != nullptr ? files_.macro(*file, i) : own_macro(first, last);
        if (macro == nullptr) return fail("#define");
        // A compiler looks at each when it is defined; those of the system are good.
        if (!from.system) complete(*macro);
        if (macro->odd) return fail("#define");
        table_.set(first->atom, macro);
        break;
      }
      case Directive::undef:
        if (last != first + 1 || first->kind != Kind::identifier) return fail("#undef");
        table_.set(first->atom, nullptr);
        break;
      case Directive::if_:
      case Directive::ifdef:
      case Directive::ifndef: {
        // Goes to the branch that is taken, or to the end.
        std::size_t branch = i;
        while (true) {
          const Item& at = text.items[branch];
          if (at.directive == Directive::endif) break;
          bool taken = at.directive == Directive::else_;
          if (!taken && !condition(text, branch, file, place, taken)) return false;
          if (taken) {
            open.push_back(branch);
            break;
          }
          branch = at.next_branch;
        }
        i = branch;
        break;
      }
      case Directive::elif:
      case Directive::elifdef:
      case Directive::elifndef:
      case Directive::else_: {
        // The end of the branch that was taken.
        if (open.empty()) return fail("#else");
        std::size_t branch = i;
        while (text.items[branch].directive != Directive::endif) branch = text.items[branch].next_branch;
        open.pop_back();
        i = branch;
        break;
      }
      case Directive::endif:
        if (open.empty()) return fail("#endif");
        open.pop_back();
        break;
      case Directive::include:
      case Directive::include_next:
        if (!include(text, i, file, place, from, sink)) return false;
        break;
      case Directive::pragma:
        if (!pragma(text, item, file, from)) return false;
        break;
      case Directive::warning:
      case Directive::nothing:
      case Directive::line:
        break;
      case Directive::error:
        return fail(std::string(kErrorDirective));
      case Directive::other:
        return fail("a directive");
    }
  }
  return true;
}

bool Preprocessor::go(const SourceText& program, std::size_t begin, std::size_t end, TokenSink& sink) {
  trouble_.clear();
  depth_ = 0;
  if (program.odd) return fail("the program is odd");
  return walk(program, begin, end, nullptr, 0, {}, sink);
}

}  // namespace pyconfigure::c
