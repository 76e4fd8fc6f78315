// configure.ac: the SQLite library and --enable-loadable-sqlite-extensions.
#include "autoconf.hpp"
#include "defaults.hpp"
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
  for (const char* function :
       {"sqlite3_bind_double", "sqlite3_column_decltype", "sqlite3_column_double", "sqlite3_complete",
        "sqlite3_progress_handler", "sqlite3_result_double", "sqlite3_set_authorizer"}) {
    if (!has_function(c, function)) c.set("have_supported_sqlite3", "no");
  }
  if (!has_function(c, "sqlite3_trace_v2") && !has_function(c, "sqlite3_trace")) c.set("have_supported_sqlite3", "no");
  if (!has_function(c, "sqlite3_value_double")) c.set("have_supported_sqlite3", "no");
}

void try_library(Context& c) {
  SaveEnv saved(c);
  c.set_x("CPPFLAGS", "$CPPFLAGS $LIBSQLITE3_CFLAGS");
  c.set_x("LIBS", "$LIBS $LIBSQLITE3_LIBS");
  if (!check_header(c, "sqlite3.h")) return;
  c.set("have_sqlite3", "yes");
  if (!c.compiles(program("#include <sqlite3.h>\n"
                          "#if SQLITE_VERSION_NUMBER < 3015002\n"
                          "#  error \"too old\"\n"
                          "#endif\n",
                          ""))) {
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
      c, "LIBSQLITE3", "sqlite3 >= 3.15.2", [] {},
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
