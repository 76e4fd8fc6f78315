// AC_CHECK_PROG(S), AC_CHECK_TOOL(S), AC_PATH_PROG and AC_PATH_TOOL: which program a variable shall name.
#include "decide/autoconf.hpp"
#include "decide/autoconf/path_search.hpp"

namespace pyconfigure::decide {

namespace {

std::string first_word(std::string_view program) {
  const std::vector<std::string> all = words(program);
  return all.empty() ? std::string() : all.front();
}

std::string_view search_path(const Context& c, std::string_view path) {
  return path.empty() ? c.var("PATH") : path;
}

/// The common frame: `checking for WORD`, the cache variable, the variable itself and the result.
template <class Search>
void look_for(Context& c, std::string_view variable, const std::string& word, const std::string& cache, Search search) {
  c.checking("for " + word);
  if (c.has(cache)) {
    c.cached();
  } else {
    search();
  }
  c.set(variable, c.var(cache));
  c.result(c.empty(cache) ? "no" : c.var(cache));
  c.subst(variable);
}

/// A tool without the host's name in front, taken for a cross build: warned about once a run.
void warn_about_plain_tool(Context& c) {
  if (!c.yes("cross_compiling") || !c.empty("ac_tool_warned")) return;
  c.warn("using cross tools not prefixed with host triplet");
  c.set("ac_tool_warned", "yes");
}

/// Takes over what was found without the tool prefix.
void take_plain_tool(Context& c, std::string_view variable, const std::string& plain, std::string_view value_if_not) {
  if (c.empty(plain)) return c.set(variable, value_if_not);
  warn_about_plain_tool(c);
  c.set(variable, c.var(plain));
}

/// AC_CHECK_PROG's search. `reject` is a full name that must not be taken; when it comes first, the one that is taken
/// instead has to be called by its full name.
std::string search_program(Context& c, const std::string& word, std::string_view value, std::string_view path,
                           std::string_view reject) {
  bool rejected = false;
  for (const Executable& file : executables(c, {word}, search_path(c, path))) {
    if (!reject.empty() && file.path() == reject) {
      rejected = true;
      continue;
    }
    c.log("found " + file.path());
    if (!rejected) return std::string(value);
    std::string full = file.path();
    const std::vector<std::string> parts = words(value);
    for (std::size_t i = 1; i < parts.size(); ++i) full += " " + parts[i];
    return full;
  }
  return {};
}

}  // namespace

void check_prog(Context& c, std::string_view variable, std::string_view program, std::string_view value_if_found,
                std::string_view value_if_not, std::string_view path, std::string_view reject) {
  const std::string word = first_word(program);
  const std::string cache = "ac_cv_prog_" + std::string(variable);
  look_for(c, variable, word, cache, [&] {
    if (!c.empty(variable)) return c.set(cache, c.var(variable));
    const std::string found = search_program(c, word, value_if_found, path, reject);
    if (!found.empty()) {
      c.set(cache, found);
    } else if (!value_if_not.empty()) {
      c.set(cache, value_if_not);
    }
  });
}

void check_progs(Context& c, std::string_view variable, const std::vector<std::string>& programs,
                 std::string_view value_if_not, std::string_view path) {
  for (const std::string& program : programs) {
    check_prog(c, variable, program, program, {}, path);
    if (!c.empty(variable)) break;
  }
  if (c.empty(variable) && !value_if_not.empty()) c.set(variable, value_if_not);
}

void check_tool(Context& c, std::string_view variable, std::string_view program, std::string_view value_if_not,
                std::string_view path) {
  const std::string name(program);
  const std::string cache = "ac_cv_prog_" + std::string(variable);
  const std::string plain = "ac_ct_" + std::string(variable);
  if (!c.empty("ac_tool_prefix")) {
    const std::string prefixed = c.var("ac_tool_prefix") + name;
    check_prog(c, variable, prefixed, prefixed, {}, path);
  }
  c.subst(variable);
  c.subst(plain);
  if (!c.empty(cache)) return c.set(variable, c.var(cache));
  c.set(plain, c.var(variable));
  check_prog(c, plain, name, name, {}, path);
  take_plain_tool(c, variable, plain, value_if_not);
}

void check_tools(Context& c, std::string_view variable, const std::vector<std::string>& programs,
                 std::string_view value_if_not, std::string_view path) {
  const std::string plain = "ac_ct_" + std::string(variable);
  if (!c.empty("ac_tool_prefix")) {
    for (const std::string& program : programs) {
      const std::string prefixed = c.var("ac_tool_prefix") + program;
      check_prog(c, variable, prefixed, prefixed, {}, path);
      if (!c.empty(variable)) break;
    }
  }
  c.subst(variable);
  c.subst(plain);
  if (!c.empty(variable)) return;
  c.set(plain, c.var(variable));
  check_progs(c, plain, programs, {}, path);
  take_plain_tool(c, variable, plain, value_if_not);
}

void path_prog(Context& c, std::string_view variable, std::string_view program, std::string_view value_if_not,
               std::string_view path) {
  const std::string word = first_word(program);
  const std::string cache = "ac_cv_path_" + std::string(variable);
  look_for(c, variable, word, cache, [&] {
    if (matches("[\\/]*|?:[\\/]*", c.var(variable))) return c.set(cache, c.var(variable));
    const std::vector<Executable> found = executables(c, {word}, search_path(c, path));
    if (!found.empty()) {
      c.log("found " + found.front().path());
      c.set(cache, found.front().path());
    } else if (!value_if_not.empty()) {
      c.set(cache, value_if_not);
    }
  });
}

void path_tool(Context& c, std::string_view variable, std::string_view program, std::string_view value_if_not,
               std::string_view path) {
  const std::string cache = "ac_cv_path_" + std::string(variable);
  const std::string plain = "ac_pt_" + std::string(variable);
  if (!c.empty("ac_tool_prefix")) path_prog(c, variable, c.var("ac_tool_prefix") + std::string(program), {}, path);
  c.subst(variable);
  c.subst(plain);
  if (!c.empty(cache)) return c.set(variable, c.var(cache));
  c.set(plain, c.var(variable));
  path_prog(c, plain, program, {}, path);
  take_plain_tool(c, variable, plain, value_if_not);
}

}  // namespace pyconfigure::decide
