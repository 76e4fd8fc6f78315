// configure.ac: the SQLite library and --enable-loadable-sqlite-extensions.
#include <string>

#include "autoconf.hpp"
#include "defaults.hpp"
#include "pyconfigure/base/text.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// Each function found puts another -lsqlite3 into LIBS and defines HAVE_LIBSQLITE3 once more.
bool has_function(Context& c, std::string_view function) {
  return check_lib_use(c, "sqlite3", function);
}

/// SQLITE_OMIT_* may have left out any of these.
void required_functions(Context& c) {
  for (const std::string function :
       {"sqlite3_bind_double", "sqlite3_column_decltype", "sqlite3_column_double", "sqlite3_complete",
        "sqlite3_enable_shared_cache", "sqlite3_progress_handler", "sqlite3_result_double", "sqlite3_set_authorizer"}) {
    if (!c.checkout().says("PY_CHECK_SQLITE_FUNC([" + function + "])")) continue;
    if (!has_function(c, function)) c.set("have_supported_sqlite3", "no");
  }
  if (!has_function(c, "sqlite3_trace_v2") && !has_function(c, "sqlite3_trace")) c.set("have_supported_sqlite3", "no");
  if (!has_function(c, "sqlite3_value_double")) c.set("have_supported_sqlite3", "no");
}

/// The oldest SQLite that the tree takes: `sqlite3 >= VERSION`.
std::string least_version(const Context& c) {
  constexpr std::string_view kStart = "[LIBSQLITE3], [sqlite3 >= ";
  const std::string& text = c.checkout().configure_ac;
  const std::size_t start = base::find(text, kStart);
  if (start == std::string::npos) return "3.15.2";
  const std::size_t value = start + kStart.size();
  return text.substr(value, text.find(']', value) - value);
}

/// The same as sqlite3.h has it: 3.7.15 is 3007015.
std::string least_number(const Context& c) {
  std::string number;
  std::string part;
  for (char ch : least_version(c) + ".") {
    if (ch != '.') {
      part += ch;
      continue;
    }
    const bool first = number.empty();
    number += first ? part : std::string(part.size() < 3 ? 3 - part.size() : 0, '0') + part;
    part.clear();
  }
  return number;
}

void try_library(Context& c) {
  SaveEnv saved(c);
  c.set_x("CPPFLAGS", "$CPPFLAGS $LIBSQLITE3_CFLAGS");
  try_libraries_of(c, "LIBSQLITE3_LIBS");
  if (!check_header(c, "sqlite3.h")) return;
  c.set("have_sqlite3", "yes");
  const std::string recent =
      "#include <sqlite3.h>\n#if SQLITE_VERSION_NUMBER < " + least_number(c) + "\n#  error \"too old\"\n#endif\n";
  if (!c.compiles(program(recent, ""))) {
    c.set("have_supported_sqlite3", "no");
    return;
  }
  c.set("have_supported_sqlite3", "yes");
  required_functions(c);
  c.set("have_sqlite3_load_extension", check_lib(c, "sqlite3", "sqlite3_load_extension") ? "yes" : "no");
  if (check_lib(c, "sqlite3", "sqlite3_serialize")) c.define("PY_SQLITE_HAVE_SERIALIZE");
}

/// Any form of the option, --disable-... included, asks for extensions.
void loadable_extensions(Context& c) {
  c.checking("for --enable-loadable-sqlite-extensions");
  if (!c.enable("loadable-sqlite-extensions")) return c.result("no");
  if (c.is("have_sqlite3_load_extension", "no")) {
    c.result("n/a");
    c.warn("Your version of SQLite does not support loadable extensions");
  } else {
    c.result("yes");
    c.define("PY_SQLITE_ENABLE_LOAD_EXTENSION");
  }
}

}  // namespace

void sqlite(Context& c) {
  c.subst("LIBSQLITE3_CFLAGS");
  c.subst("LIBSQLITE3_LIBS");
  // PY_CHECK_EMSCRIPTEN_PORT
  if (c.is("ac_sys_system", "Emscripten") && c.empty("LIBSQLITE3_CFLAGS") && c.empty("LIBSQLITE3_LIBS")) {
    c.set("LIBSQLITE3_CFLAGS", "-sUSE_SQLITE3");
    c.set("LIBSQLITE3_LIBS", "-sUSE_SQLITE3");
  }
  pkg_check_modules(
      c, "LIBSQLITE3", "sqlite3 >= " + least_version(c), [] {},
      [&] {
        set_unless_set(c, "LIBSQLITE3_CFLAGS", "");
        set_unless_set(c, "LIBSQLITE3_LIBS", "-lsqlite3");
      });
  // Make text, which configure's own compiler runs see as it stands.
  c.append("LIBSQLITE3_CFLAGS", " -I$(srcdir)/Modules/_sqlite");
  try_library(c);
  loadable_extensions(c);
}

}  // namespace pyconfigure::decide
