// configure.ac: aligned memory access, --with-hash-algorithm, --with-tzpath.
#include <string>
#include <vector>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

bool is_echo_option(std::string_view word) {
  return word.size() > 1 && word[0] == '-' && word.find_first_not_of("neE", 1) == std::string_view::npos;
}

/// Does any element between colons start with something else than a slash, or is it empty? The path is looked at as
/// `echo $path` prints it: blanks collapsed, and leading words that echo takes for its options gone.
bool has_relative_element(std::string_view path) {
  const std::vector<std::string> fields = words(path);
  bool newline = true;
  std::size_t first = 0;
  while (first < fields.size() && is_echo_option(fields[first])) {
    if (fields[first].find('n') != std::string::npos) newline = false;
    ++first;
  }
  std::string line;
  for (std::size_t i = first; i < fields.size(); ++i) line += (i > first ? " " : "") + fields[i];
  if (line.empty()) return newline;  // without even a newline there is no line for grep to match
  for (std::size_t at = 0;; ++at) {
    if (at == line.size() || line[at] != '/') return true;
    at = line.find(':', at);
    if (at == std::string::npos) return false;
  }
}

void validate_tzpath(Context& c, const std::string& path) {
  if (!path.empty() && has_relative_element(path)) {
    c.fail("--with-tzpath must contain only absolute paths, not " + path);
  }
}

}  // namespace

void aligned_access(Context& c) {
  c.cache_check("aligned memory access is required", "ac_cv_aligned_required", [&]() -> std::string {
    // Not known when cross compiling; "yes" would change the hash function, which Android can do without.
    if (c.yes("cross_compiling")) {
      const bool knows_android = c.checkout().says("  ac_cv_aligned_required=no\nelse\n");
      return knows_android && c.is("ac_sys_system", "Linux-android") ? "no" : "yes";
    }
    return c.runs(source(probe::embedded_program("misaligned_read.c"))).ok ? "no" : "yes";
  });
  if (c.yes("ac_cv_aligned_required")) c.define("HAVE_ALIGNED_REQUIRED");
}

void hash_algorithm(Context& c) {
  c.checking("for --with-hash-algorithm");
  const auto given = c.with("hash_algorithm");
  if (!given) return c.result("default");
  c.result(*given);
  if (*given == "siphash13") {
    c.define("Py_HASH_ALGORITHM", "3");
  } else if (*given == "siphash24") {
    c.define("Py_HASH_ALGORITHM", "1");
  } else if (*given == "fnv") {
    c.define("Py_HASH_ALGORITHM", "2");
  } else {
    c.fail("unknown hash algorithm '" + *given + "'");
  }
}

void tzpath(Context& c) {
  c.set("TZPATH", "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo");
  c.checking("for --with-tzpath");
  if (auto given = c.with("tzpath")) {
    if (*given == "yes") return c.fail("--with-tzpath requires a value");
    validate_tzpath(c, *given);
    c.set("TZPATH", *given);
  } else {
    validate_tzpath(c, c.var("TZPATH"));
  }
  c.result(c.x("\"$TZPATH\""));
  c.subst("TZPATH");
}

}  // namespace pyconfigure::decide
