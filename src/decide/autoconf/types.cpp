// AC_CHECK_DECL(S), AC_CHECK_TYPE(S), AC_CHECK_MEMBER(S), AC_CHECK_SIZEOF, AC_CHECK_ALIGNOF and the AC_TYPE_ family.
#include "decide/autoconf.hpp"
#include "decide/autoconf/likely.hpp"
#include "decide/shell_words.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

namespace {

/// Names what has run in this pass; no environment variable can be called so.
constexpr std::string_view kUndeclaredAsked = "autoconf.undeclared_builtins_asked";

std::string undeclared_builtin_options(Context& c) {
  const std::string save = c.var("CFLAGS");
  c.set("ac_save_CFLAGS", save);
  std::string options = "cannot detect";
  for (const std::string option : {"", "-fno-builtin"}) {
    c.set("CFLAGS", save + " " + option);
    // Only a compiler that refuses a builtin nobody declared, and accepts one that was, can tell the two apart.
    // (clang knows strchr by itself.)
    const bool likely = option.empty() && matches("*clang*", c.var("CC"));
    if (c.compiles(program("", "(void) strchr;"), likely)) continue;
    static constexpr std::string_view kDeclared =
        "#include <float.h>\n#include <limits.h>\n#include <stdarg.h>\n#include <stddef.h>\n"
        "extern void declared_here (int, char *);\n";
    if (!c.compiles(program(kDeclared, "(void) declared_here (0, (char *) 0);\n  (void) declared_here;"))) continue;
    options = option.empty() ? "none needed" : option;
    break;
  }
  c.set("CFLAGS", save);
  return options;
}

/// The question that autoconf (since 2.70) asks before its first AC_CHECK_DECL.
void detect_undeclared_builtins(Context& c) {
  if (c.has(kUndeclaredAsked) || c.checkout().autoconf_version.starts_with("2.6")) return;
  c.set(kUndeclaredAsked, "yes");
  const std::string options =
      c.cache_check("for " + c.var("CC") + " options needed to detect all undeclared functions",
                    "ac_cv_c_undeclared_builtin_options", [&] { return undeclared_builtin_options(c); });
  if (options == "cannot detect") return c.failure("cannot make " + c.var("CC") + " report undeclared builtins");
  c.set("ac_c_undeclared_builtin_options", options == "none needed" ? "" : options);
}

/// `strdup (char *)` is declared as strdup.
std::string declared_name(std::string_view symbol) {
  std::string_view name = symbol.substr(0, symbol.find('('));
  while (name.size() < symbol.size() && !name.empty() && name.back() == ' ') name.remove_suffix(1);
  return std::string(name);
}

std::string declaration_variable(std::string_view symbol) {
  return "ac_cv_have_decl_" + tr_sh(declared_name(symbol));
}

struct Split {
  std::string aggregate;
  std::string member;
};

/// "struct stat.st_rdev" is st_rdev of struct stat.
Split split_member(std::string_view text) {
  const std::size_t dot = text.find('.');
  return {std::string(text.substr(0, dot)), std::string(text.substr(dot + 1))};
}

/// What a type of the usual 64-bit machine measures.
std::string likely_size(std::string_view type) {
  if (type == "_Bool" || type == "char") return "1";
  if (type == "short") return "2";
  if (type == "int" || type == "float" || type == "wchar_t" || type == "pid_t" || type == "pthread_key_t") return "4";
  return type == "long double" ? "16" : "8";
}

std::string likely_alignment(std::string_view type) {
  return type == "max_align_t" ? "16" : likely_size(type);
}

/// Does the compiler find that `expression` stands in this relation? Nothing has to run for that.
bool holds(Context& c, const std::string& includes, const std::string& relation, bool guess) {
  return c.compiles(program(includes, "static int told [1 - 2 * !(" + relation + ")];\ntold [0] = 0;\nreturn told [0];"), guess);
}

/// AC_COMPUTE_INT where programs of the compiler do not run here. What is usual is tried first; any other value is closed
/// in on. Nothing where the compiler cannot tell, or finds it negative, which no size is.
std::optional<std::string> compute_by_compiling(Context& c, const std::string& expression, const std::string& includes,
                                                const std::string& guess) {
  for (const std::string value : {"1", "2", "4", "8", "16", "12"}) {
    if (holds(c, includes, "(" + expression + ") == " + value, value == guess)) return value;
  }
  const auto at_most = [&](long value) {
    return holds(c, includes, "(" + expression + ") <= " + std::to_string(value), true);
  };
  if (!holds(c, includes, "(" + expression + ") >= 0", false)) return std::nullopt;
  constexpr long kLimit = 1L << 30;
  long low = 0;
  long high = 1;
  while (!at_most(high)) {
    if (high >= kLimit) return std::nullopt;
    low = high + 1;
    high *= 2;
  }
  while (low < high) {
    const long middle = (low + high) / 2;
    if (at_most(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return std::to_string(low);
}

/// A size or an alignment: 0 for a type that is not there, an error for one that is and cannot be measured.
std::string measure(Context& c, std::string_view type, const std::string& expression, const std::string& includes,
                    const std::string& guess, const std::string& complaint) {
  const std::optional<std::string> value =
      c.yes("cross_compiling") ? compute_by_compiling(c, expression, includes, guess) : c.computes(expression, includes, guess);
  if (value) return *value;
  if (c.yes("ac_cv_type_" + tr_sh(type))) c.failure(complaint, 77);
  return "0";
}

}  // namespace

// --- declarations ----------------------------------------------------------------------------------------------------

bool check_decl(Context& c, std::string_view symbol) {
  return check_decl(c, symbol, default_includes(c));
}

bool check_decl(Context& c, std::string_view symbol, std::string_view includes) {
  detect_undeclared_builtins(c);
  const std::string name = declared_name(symbol);
  return c.cache_check("whether " + name + " is declared", declaration_variable(symbol), [&] {
    const SaveVar cflags(c, "CFLAGS");
    if (!c.empty("ac_c_undeclared_builtin_options")) c.append("CFLAGS", " " + c.var("ac_c_undeclared_builtin_options"));
    return c.compiles(program(includes, "#ifndef " + name + "\n  (void) " + name + ";\n#endif\n"),
                      likely_function(name));
  }) == "yes";
}

void check_decls(Context& c, Names symbols, std::string_view includes) {
  for (std::string_view symbol : symbols) {
    const bool found = check_decl(c, symbol, includes);
    c.define("HAVE_DECL_" + tr_cpp(declared_name(symbol)), found ? "1" : "0");
  }
}

// --- types -----------------------------------------------------------------------------------------------------------

bool check_type(Context& c, std::string_view type) {
  return check_type(c, type, default_includes(c));
}

bool check_type(Context& c, std::string_view type, std::string_view includes) {
  const std::string name(type);
  return c.cache_check("for " + name, "ac_cv_type_" + tr_sh(name), [&] {
    // A variable has a size too, but only a type's name cannot stand in parentheses of its own.
    return c.compiles(program(includes, "if (sizeof (" + name + "))\n  return 0;")) &&
           !c.compiles(program(includes, "if (sizeof ((" + name + ")))\n  return 0;"), false);
  }) == "yes";
}

bool check_types(Context& c, Names types) {
  return check_types(c, types, default_includes(c));
}

bool check_types(Context& c, Names types, std::string_view includes) {
  bool found = false;
  for (std::string_view type : types) {
    found = check_type(c, type, includes);
    if (found) c.define("HAVE_" + tr_cpp(type));
  }
  return found;
}

// --- members
// -----------------------------------------------------------------------------------------------------------

bool check_member(Context& c, std::string_view aggregate, std::string_view member) {
  return check_member(c, aggregate, member, default_includes(c));
}

bool check_member(Context& c, std::string_view aggregate, std::string_view member, std::string_view includes) {
  const std::string type(aggregate);
  const std::string name(member);
  return c.cache_check("for " + type + "." + name, "ac_cv_member_" + tr_sh(type + "." + name), [&] {
    const std::string value = "static " + type + " value;\nif (";
    const bool likely = likely_member(member);
    // A member that is no scalar still has a size.
    return c.compiles(program(includes, value + "value." + name + ")\n  return 0;"), likely) ||
           c.compiles(program(includes, value + "sizeof value." + name + ")\n  return 0;"), likely);
  }) == "yes";
}

bool check_members(Context& c, Names members) {
  return check_members(c, members, default_includes(c));
}

bool check_members(Context& c, Names members, std::string_view includes) {
  bool found = false;
  for (std::string_view text : members) {
    const Split split = split_member(text);
    found = check_member(c, split.aggregate, split.member, includes);
    if (found) c.define("HAVE_" + tr_cpp(text));
  }
  return found;
}

// --- sizes -----------------------------------------------------------------------------------------------------------

void check_sizeof(Context& c, std::string_view type) {
  check_sizeof(c, type, default_includes(c));
}

void check_sizeof(Context& c, std::string_view type, std::string_view includes) {
  const std::string name(type);
  const std::string size = c.cache_check("size of " + name, "ac_cv_sizeof_" + tr_sh(name), [&] {
    return measure(c, name, "(long int) (sizeof (" + name + "))", std::string(includes), likely_size(name),
                   "cannot compute sizeof (" + name + ")");
  });
  c.define("SIZEOF_" + tr_cpp(name), size);
  // A run that prints nothing, or a preset answer.
  if (!is_integer(size)) c.give_up("ac_cv_sizeof_" + tr_sh(name) + "='" + size + "'");
}

void check_alignof(Context& c, std::string_view type) {
  const std::string name(type);
  const std::string around = "aligned_" + tr_sh(name);  // (programs whose names differ can share a translation unit)
  const std::string alignment = c.cache_check("alignment of " + name, "ac_cv_alignof_" + tr_sh(name), [&] {
    return measure(c, name, "(long int) offsetof (" + around + ", member)",
                   default_includes(c) + "\ntypedef struct { char before; " + name + " member; } " + around + ";",
                   likely_alignment(name), "cannot compute alignment of " + name);
  });
  c.define("ALIGNOF_" + tr_cpp(name), alignment);
}

// --- AC_TYPE_
// ----------------------------------------------------------------------------------------------------------

namespace {

/// Before autoconf 2.72 a word in what <sys/types.h> gives answered for both types.
void uid_and_gid_by_word(Context& c) {
  const std::string found = c.cache_check("for uid_t in sys/types.h", "ac_cv_type_uid_t", [&] {
    return egrep_header(c, "uid_t", "sys/types.h");
  });
  if (found == "yes") return;
  c.define("uid_t", "int");
  c.define("gid_t", "int");
}

}  // namespace

void type_mode_t(Context& c) {
  if (!check_type(c, "mode_t")) c.define("mode_t", "int");
}

void type_off_t(Context& c) {
  if (!check_type(c, "off_t")) c.define("off_t", "long int");
}

void type_pid_t(Context& c) {
  if (autoconf_before(c, "2.70")) {
    if (!check_type(c, "pid_t")) c.define("pid_t", "int");
    return;
  }
  if (check_type(c, "pid_t", default_includes(c) + "\n")) return;
  static constexpr std::string_view kNotWin64 = "#if defined _WIN64 && !defined __CYGWIN__\n#error \"LLP64\"\n#endif\n";
  c.set("ac_pid_type", c.compiles(program(kNotWin64, "")) ? "int" : "__int64");
  c.define("pid_t", c.var("ac_pid_type"));
}

void type_size_t(Context& c) {
  if (!check_type(c, "size_t")) c.define("size_t", "unsigned int");
}

void type_uid_t(Context& c) {
  if (autoconf_before(c, "2.72")) return uid_and_gid_by_word(c);
  if (!check_type(c, "uid_t")) c.define("uid_t", "int");
  if (!check_type(c, "gid_t")) c.define("gid_t", "int");
}

void type_long_double(Context& c) {
  const bool found = c.cache_check("for long double", "ac_cv_type_long_double", [&] {
    if (c.yes("GCC")) return true;
    return c.compiles(program("long double value = 0.0L;",
                              "static int wide[1 - 2 * !(sizeof (double) <= sizeof (long double))];\n"
                              "wide[0] = 0;\nreturn wide[0];"));
  }) == "yes";
  if (found) c.define("HAVE_LONG_DOUBLE");
}

}  // namespace pyconfigure::decide
