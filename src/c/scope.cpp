#include "pyconfigure/c/scope.hpp"

#include <algorithm>
#include <utility>

namespace pyconfigure::c {

namespace {

History mix(History state, History part) {
  state = (state ^ part) * 0xff51afd7ed558ccdULL;
  return state ^ (state >> 29);
}

History mix_other(History state, History part) {
  state = (state ^ (part + 0x9e3779b97f4a7c15ULL)) * 0xc4ceb9fe1a85ec53ULL;
  return state ^ (state >> 31);
}

}  // namespace

History after(History before, History mark) {
  const History next = mix(before + 0x2545f4914f6cdd1dULL, mark);
  return next == 0 ? 1 : next;
}

PieceId Pieces::add(Piece piece, History low, History high) {
  const PieceId id = static_cast<PieceId>(pieces_.size());
  piece.mark = low;
  pieces_.push_back(std::make_unique<const Piece>(std::move(piece)));
  known_.emplace(std::pair(low, high), id);
  return id;
}

const PieceId* Pieces::find(History low, History high) const {
  const auto it = known_.find({low, high});
  return it == known_.end() ? nullptr : &it->second;
}

void Trail::open(const std::vector<PieceId>& program) {
  program_ = &program;
  ++programs_;
  links_.clear();
  passed_.assign(program.size(), 0);
  for (std::size_t place = 0; place < program.size(); ++place) {
    for (const Declared& one : pieces_[program[place]].declares) {
      if (one.name >= last_.size()) last_.resize(std::max<std::size_t>(one.name + 1, 2 * last_.size()));
      Last& last = last_[one.name];
      links_.push_back({static_cast<std::uint32_t>(place), last.program == programs_ ? last.link : kNone});
      last = {programs_, 0, static_cast<std::uint32_t>(links_.size() - 1)};
    }
  }
}

Scope::Name& Scope::name(Atom atom) {
  if (atom >= names_.size()) names_.resize(std::max<std::size_t>(atom + 1, names_.size() * 2));
  return names_[atom];
}

void Scope::back_to(const Mark& mark) {
  while (journal_.size() > mark.journal) {
    names_[journal_.back().name] = journal_.back().before;
    journal_.pop_back();
  }
  ids_.resize(mark.ids);
  open_ = mark.open;
  boundaries_ = mark.boundaries;
  open_own_ = mark.open_own;
  open_from_ = mark.open_from;
}

bool Scope::take(const Tokens& tokens, bool own, Origin from, std::unique_ptr<Kept>* kept) {
  Cut* cut = nullptr;
  if (kept != nullptr && open_.empty()) {
    if (*kept == nullptr) {
      *kept = std::make_unique<Cut>();
      cut = static_cast<Cut*>(kept->get());
      cut->from = from;
    } else if (const Cut* known = static_cast<const Cut*>(kept->get()); known->usable && known->from == from) {
      return std::all_of(known->outlines.begin(), known->outlines.end(),
                         [&](const Outline& one) { return add(one, tokens, own, from); });
    }
  }
  std::size_t begin = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (open_.empty()) {
      open_own_ = own;
      open_from_ = from;
      begin = i;
    }
    // A declaration that a program begins and a header ends is neither's.
    open_own_ = open_own_ || own;
    open_from_ = {open_from_.system && from.system, open_from_.foreign || from.foreign};
    // Attributes of C23.
    if (tokens[i].atom == kOpenBracket && !open_.empty() && open_.back().atom == kOpenBracket) return false;
    open_.push_back(tokens[i]);
    if (!boundaries_.ends(tokens[i], words_)) {
      if (boundaries_.broken()) return false;
      continue;
    }
    boundaries_ = Boundaries();
    Outline one = outline(open_, open_own_, open_from_);
    const bool good = add(one, open_, open_own_, open_from_);
    open_.clear();
    if (!good) return false;
    if (cut != nullptr) {
      one.begin = begin;
      one.end = i + 1;
      cut->outlines.push_back(std::move(one));
    }
  }
  if (cut != nullptr) cut->usable = open_.empty();
  return true;
}

/// Finds the identifiers that are in no case looked up at file scope: members, where they are declared and behind `.`
/// and `->`, and the first word of a format attribute.
void Scope::mark_silent(const Tokens& tokens) {
  silent_.assign(tokens.size(), false);
  groups_.clear();
  bool aggregate = false;  // braces that follow hold members
  bool width = false;      // behind the colon of a bit-field
  const auto inside = [&](std::size_t depth) { return groups_.size() > depth && groups_[groups_.size() - 1 - depth]; };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.kind == Kind::identifier) {
      const Word word = words_.of(token.atom);
      if (word == Word::aggregate) aggregate = true;
      if (word == Word::enum_) aggregate = false;
      if (word != Word::name || i == 0 || i + 1 == tokens.size()) continue;
      const Atom next = tokens[i + 1].atom;
      const Token& last = tokens[i - 1];
      if (inside(0) && !width && (next == kSemicolon || next == kComma || next == kOpenBracket || next == kColon)) {
        // `T name;`, `T *name[N];`, `T a, b;`: something of a type stands before it.
        const Word before = last.kind == Kind::identifier ? words_.of(last.atom) : Word::keyword;
        silent_[i] = before == Word::name || before == Word::type || last.atom == kStar || last.atom == kComma ||
                     last.atom == kCloseBrace;
      } else if (inside(1) && next == kClose && last.atom == kStar && i >= 3 && tokens[i - 2].atom == kOpen) {
        // `T (*name) (...)`.
        const Token& type = tokens[i - 3];
        const Word before = type.kind == Kind::identifier ? words_.of(type.atom) : Word::keyword;
        silent_[i] = type.atom == kStar || before == Word::name || before == Word::type || before == Word::storage;
      } else if (last.atom == kDot || last.atom == kArrow) {
        silent_[i] = true;
      } else if (last.atom == kOpen && i >= 2 && (tokens[i - 2].atom == kFormat || tokens[i - 2].atom == kFormatToo) &&
                 next == kComma) {
        silent_[i] = i >= 5 && tokens[i - 3].atom == kOpen && tokens[i - 4].atom == kOpen &&
                     words_.of(tokens[i - 5].atom) == Word::attribute;
      }
      continue;
    }
    // Between `struct` and its braces stands nothing but a name.
    const bool members = std::exchange(aggregate, false);
    switch (token.atom) {
      case kOpenBrace:
        groups_.push_back(members);
        width = false;
        break;
      case kOpen:
      case kOpenBracket:
        groups_.push_back(false);
        break;
      case kClose:
      case kCloseBracket:
      case kCloseBrace:
        if (!groups_.empty()) groups_.pop_back();
        break;
      case kColon:
        width = width || inside(0);
        break;
      case kComma:
      case kSemicolon:
        width = width && !inside(0);
        break;
      default:
        break;
    }
  }
}

Scope::Outline Scope::outline(const Tokens& tokens, bool own, Origin from) {
  Outline one;
  one.end = tokens.size();
  one.low = (own ? 3U : from.system ? 1U : 2U) + (!own && from.foreign ? 4U : 0U);
  one.high = one.low;
  mark_silent(tokens);
  ++count_;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    one.low = mix(one.low, token.atom);
    one.high = mix_other(one.high, token.atom);
    if (token.kind != Kind::identifier || words_.of(token.atom) != Word::name || silent_[i]) continue;
    if (token.atom >= seen_.size()) seen_.resize(std::max<std::size_t>(token.atom + 1, seen_.size() * 2), 0);
    if (seen_[token.atom] == count_) continue;
    seen_[token.atom] = count_;
    one.names.push_back(token.atom);
  }
  return one;
}

/// `struct NAME ;` and `struct NAME { ... } ;` at file scope: what the name is from then on, for certain. 0: it is none of those.
std::uint8_t Scope::tag_of(const Outline& outline, const Tokens& tokens) const {
  const std::size_t size = outline.end - outline.begin;
  if (size < 3 || tokens[outline.begin].kind != Kind::identifier) return 0;
  const Atom keyword = tokens[outline.begin].atom;
  if (keyword != kStruct && keyword != kUnion) return 0;
  const Token& named = tokens[outline.begin + 1];
  if (named.kind != Kind::identifier || words_.of(named.atom) != Word::name) return 0;
  const bool declared = size == 3;
  const bool defined = !declared && tokens[outline.begin + 2].atom == kOpenBrace && tokens[outline.end - 2].atom == kCloseBrace;
  if (!declared && !defined) return 0;
  return keyword == kStruct ? kIsStruct : kIsUnion;
}

bool Scope::add(const Outline& outline, const Tokens& tokens, bool own, Origin from) {
  const std::uint8_t tag = tag_of(outline, tokens);
  // To say once more that there is such a type says nothing (C11 6.7.2.3).
  if (tag != 0 && outline.end - outline.begin == 3 && (name(tokens[outline.begin + 1].atom).is & tag) != 0) return true;
  History low = outline.low;
  History high = outline.high;
  for (Atom atom : outline.names) {
    const History history = name(atom).history;
    low = mix(low, history);
    high = mix_other(high, history);
  }
  PieceId id = outline.last;
  if (outline.last_key == std::pair(low, high) && low != 0) {
    // It is that again.
  } else if (const PieceId* known = pieces_.find(low, high)) {
    id = *known;
  } else {
    Piece piece;
    piece.tokens.assign(tokens.begin() + static_cast<std::ptrdiff_t>(outline.begin),
                        tokens.begin() + static_cast<std::ptrdiff_t>(outline.end));
    std::vector<std::uint8_t> is(piece.tokens.size(), 0);
    for (std::size_t i = 0; i < piece.tokens.size(); ++i) {
      const Token& token = piece.tokens[i];
      if (token.kind == Kind::identifier && words_.of(token.atom) == Word::name) is[i] = name(token.atom).is;
    }
    for (Atom atom : outline.names) piece.names.emplace_back(atom, name(atom).history);
    Declares declares = read_declaration(piece.tokens, words_, is);
    // A program's own declaration that is not of C as we know it may not end where it seems to.
    if (declares.senseless || (declares.unread && own)) return false;
    // The head of a function as it was written before 1989 ends with a `;`.
    if (piece.tokens.front().atom == kOpenBrace) return false;
    if (declares.unread) {
      declares.names.clear();
      // Everything in it may be declared, and be a type.
      for (const auto& [atom, history] : piece.names) declares.names.push_back({atom, kIsUnsure});
    }
    piece.own = own;
    piece.system = from.system;
    const auto declared_here = [&](Atom atom) {
      return std::any_of(declares.names.begin(), declares.names.end(),
                         [&](const Declared& one) { return one.name == atom; });
    };
    for (std::size_t i = own                 ? 0
                         : declares.function ? declares.body
                                             : piece.tokens.size();
         i + 1 < piece.tokens.size(); ++i) {
      const Token& token = piece.tokens[i];
      const bool called = token.kind == Kind::identifier && piece.tokens[i + 1].atom == kOpen &&
                          words_.of(token.atom) == Word::name && name(token.atom).history == 0 &&
                          !declared_here(token.atom);
      if (called) piece.calls.push_back(token.atom);
    }
    piece.main = own && std::any_of(piece.tokens.begin(), piece.tokens.end(),
                                    [](const Token& token) { return token.atom == kMain; });
    piece.lonely = own && (piece.main || declares.function || defines_object(piece.tokens, words_));
    piece.sensitive = own || declares.unread || needs_complete_types(piece.tokens, words_);
    piece.defines = !own && (declares.unread || (declares.function ? !is_plainly_static(piece.tokens, words_, declares.body)
                                                                   : defines_object(piece.tokens, words_)));
    piece.code = !own && ((from.foreign && (declares.unread || declares.function)) || !has_plain_attributes(piece.tokens, words_));
    piece.declares = std::move(declares.names);
    id = pieces_.add(std::move(piece), low, high);
  }
  outline.last = id;
  outline.last_key = {low, high};
  const Piece& added = pieces_[id];
  for (const Declared& declared : added.declares) {
    Name& changed = name(declared.name);
    journal_.push_back({declared.name, changed});
    changed.history = after(changed.history, added.mark);
    changed.is |= declared.is;
  }
  if (tag != 0) {
    Name& named = name(tokens[outline.begin + 1].atom);
    journal_.push_back({tokens[outline.begin + 1].atom, named});
    named.is |= tag;
  }
  ids_.push_back(id);
  return true;
}

}  // namespace pyconfigure::c
