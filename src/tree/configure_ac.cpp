#include "configure_ac.hpp"

#include <algorithm>
#include <utility>

#include "autoconf_macros.hpp"

namespace pyconfigure::tree {

namespace {

constexpr int kMaxDepth = 20;

enum class Kind { none, define, undefine, if_defined, require, declaration, table };

/// Macros that declare something by their arguments. Sorted.
constexpr std::string_view kDeclarations[] = {
    "AC_ARG_ENABLE", "AC_ARG_VAR",   "AC_ARG_WITH",   "AC_CHECK_PROG", "AC_CHECK_PROGS", "AC_CHECK_TOOL",
    "AC_CHECK_TOOLS", "AC_INIT",     "AC_PATH_PROG",  "AC_PATH_PROGS", "AC_PATH_TOOL",   "AC_PREREQ",
    "AC_SUBST",      "AC_SUBST_FILE", "AM_CONDITIONAL"};

Kind kind_of(std::string_view name) {
  if (name.starts_with("m4_")) {
    if (name == "m4_define" || name == "m4_pushdef") return Kind::define;
    if (name == "m4_popdef") return Kind::undefine;
    if (name == "m4_ifdef") return Kind::if_defined;
    return Kind::none;
  }
  if (!name.starts_with("AC_") && !name.starts_with("AM_")) return Kind::none;
  if (name == "AC_DEFUN" || name == "AC_DEFUN_ONCE") return Kind::define;
  if (name == "AC_REQUIRE") return Kind::require;
  if (std::binary_search(std::begin(kDeclarations), std::end(kDeclarations), name)) return Kind::declaration;
  return autoconf_macro(name) != nullptr ? Kind::table : Kind::none;
}

/// Names one by one, comments left out. `visit(start, end)` returns where to go on.
template <class Visit>
void for_each_name(std::string_view text, Visit visit) {
  std::size_t at = 0;
  while (at < text.size()) {
    switch (m4::class_of(text[at])) {
      case m4::Class::letter: {
        const std::size_t end = m4::name_end(text, at);
        const bool comment = end - at == 3 && text.substr(at, 3) == "dnl";
        at = comment ? m4::line_end(text, at) : visit(at, end);
        break;
      }
      case m4::Class::comment:
        at = m4::line_end(text, at);
        break;
      case m4::Class::digit:
        at = m4::name_end(text, at);
        break;
      case m4::Class::other:
        ++at;
        break;
    }
  }
}

}  // namespace

Declarations::Declarations(Checkout& out) : out_(out) {
  for (char first : {'A', 'm'}) starts_a_macro_.set(static_cast<unsigned char>(first));
}

void Declarations::learn(std::string_view text) {
  for_each_name(text, [&](std::size_t start, std::size_t end) {
    const std::string_view name = text.substr(start, end - start);
    return name == "AC_DEFUN" || name == "AC_DEFUN_ONCE" ? definition(text, end) : end;
  });
}

void Declarations::finish() {
  std::stable_partition(out_.options.begin(), out_.options.end(), [](const Option& each) { return each.enable; });
}

void Declarations::scan(std::string_view text, int depth) {
  if (depth > kMaxDepth) return;
  for_each_name(text, [&](std::size_t start, std::size_t end) { return name(text, start, end, depth); });
}

std::size_t Declarations::name(std::string_view text, std::size_t start, std::size_t end, int depth) {
  const std::string_view word = text.substr(start, end - start);
  if (!starts_a_macro_[static_cast<unsigned char>(word.front())]) return end;  // almost every word of shell
  switch (kind_of(word)) {
    case Kind::define:
      return definition(text, end);
    case Kind::undefine: {
      const m4::Call call = m4::parse_call(text, end);
      definitions_.erase(expand(call.argument(0)));
      return call.end;
    }
    case Kind::if_defined:
      return if_defined(text, end, depth);
    case Kind::require: {
      const m4::Call call = m4::parse_call(text, end);
      require(expand(call.argument(0)), depth);
      return call.end;
    }
    case Kind::declaration:
    case Kind::table:
      declaration(word, text, end);
      return end;  // and on into the arguments, which may declare more
    case Kind::none:
      return own_macro(text, start, end, depth);
  }
  return end;
}

std::size_t Declarations::definition(std::string_view text, std::size_t end) {
  const m4::Call call = m4::parse_call(text, end);
  std::string macro = expand(call.argument(0));
  if (!macro.empty()) starts_a_macro_.set(static_cast<unsigned char>(macro.front()));
  definitions_.insert_or_assign(std::move(macro), expand(call.argument(1)));
  return call.end;
}

std::size_t Declarations::if_defined(std::string_view text, std::size_t end, int depth) {
  const m4::Call call = m4::parse_call(text, end);
  const std::string macro = expand(call.argument(0));
  const bool defined = definitions_.count(macro) > 0 || kind_of(macro) != Kind::none;
  scan(expand(call.argument(defined ? 1 : 2)), depth + 1);
  return call.end;
}

std::size_t Declarations::own_macro(std::string_view text, std::size_t start, std::size_t end, int depth) {
  const std::string_view macro = text.substr(start, end - start);
  const auto found = definitions_.find(macro);
  if (found == definitions_.end() || !declares(macro, found->second)) return end;
  expanded_.emplace(macro);
  const m4::Call call = m4::parse_call(text, end);
  scan(m4::instantiate(found->second, call, definitions_), depth + 1);
  return call.end;
}

bool Declarations::declares(std::string_view macro, std::string_view body) {
  const auto [entry, fresh] = declares_.try_emplace(std::string(macro), false);
  if (!fresh) return entry->second;
  bool any = false;
  for_each_name(body, [&](std::size_t start, std::size_t end) {
    const std::string_view word = body.substr(start, end - start);
    if (any) return end;
    const Kind kind = kind_of(word);
    any = kind == Kind::declaration || kind == Kind::table || kind == Kind::require;
    if (kind == Kind::none) {
      const auto inner = definitions_.find(word);
      any = inner != definitions_.end() && declares(word, inner->second);
    }
    return end;
  });
  declares_[std::string(macro)] = any;
  return any;
}

void Declarations::require(std::string_view macro, int depth) {
  if (!expanded_.emplace(macro).second) return;
  scan(macro, depth + 1);
}

void Declarations::declaration(std::string_view macro, std::string_view text, std::size_t end) {
  if (const MacroRow* row = autoconf_macro(macro)) {
    for (std::string_view each : row->substituted) substitute(each);
    for (const PreciousRow& each : row->precious) precious(std::string(each.name), std::string(each.help));
    if (macro != "AC_INIT") return;
  }
  const m4::Call call = m4::parse_call(text, end);
  const std::string first = m4::without_quadrigraphs(expand(call.argument(0)));
  if (macro == "AC_ARG_ENABLE" || macro == "AC_ARG_WITH") {
    option(call, macro == "AC_ARG_ENABLE");
  } else if (macro == "AC_ARG_VAR") {
    substitute(first);
    precious(first, expand(call.argument(1)));
  } else if (macro == "AM_CONDITIONAL") {
    substitute(first + "_TRUE");
    substitute(first + "_FALSE");
  } else if (macro == "AC_INIT") {
    init(call);
  } else if (macro == "AC_PREREQ") {
    if (out_.autoconf_version.empty()) out_.autoconf_version = first;
  } else {
    substitute(first);
    if (macro == "AC_CHECK_TOOLS") substitute("ac_ct_" + first);
  }
}

void Declarations::option(const m4::Call& call, bool enable) {
  Option found;
  found.enable = enable;
  found.name = expand(call.argument(0));
  // The argument is expanded when the call is read, and again where the help goes; what AS_HELP_STRING gave in the
  // first round is quoted against the second.
  const std::string_view help = call.argument(1);
  const std::string once = expand(help);
  const bool rendered = help.starts_with("AS_HELP_STRING");
  found.help = rendered ? once : expand(once);
  found.help.resize(found.help.find_last_not_of(" \t") + 1);  // autoconf leaves no blanks at the end of a line
  const auto same = [&](const Option& each) { return each.enable == enable && each.help == found.help; };
  if (std::none_of(out_.options.begin(), out_.options.end(), same)) out_.options.push_back(std::move(found));
}

void Declarations::precious(std::string name, std::string help) {
  const auto same = [&](const Precious& each) { return each.name == name; };
  if (std::any_of(out_.precious.begin(), out_.precious.end(), same)) return;
  out_.precious.push_back({std::move(name), m4::without_quadrigraphs(help)});
}

void Declarations::init(const m4::Call& call) {
  const auto value = [&](std::size_t index) { return expand(expand(call.argument(index))); };
  out_.package = value(0);
  out_.version = value(1);
  out_.bug_report = value(2);
}

}  // namespace pyconfigure::tree
