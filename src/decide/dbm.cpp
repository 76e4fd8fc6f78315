// configure.ac: gdbm, ndbm and Berkeley DB for _gdbm and _dbm; --with-dbmliborder.
#include <string>
#include <vector>

#include "autoconf.hpp"
#include "defaults.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

void gdbm(Context& c) {
  c.subst("GDBM_CFLAGS");
  c.subst("GDBM_LIBS");
  SaveEnv saved(c);
  c.set_x("CPPFLAGS", "$CPPFLAGS $GDBM_CFLAGS");
  try_libraries_of(c, "GDBM_LIBS");
  check_headers(
      c, {"gdbm.h"},
      [&] {
        if (check_lib(c, "gdbm", "gdbm_open")) {
          c.set("have_gdbm", "yes");
          set_unless_set(c, "GDBM_LIBS", "-lgdbm");
        } else {
          c.set("have_gdbm", "no");
        }
      },
      [&] { c.set("have_gdbm", "no"); });
}

/// In trees where setup.py chooses the library of _dbm, all that is asked for is whether there are any.
bool chosen_by_setup(const Context& c) { return !c.checkout().says("[for _dbm module CFLAGS and LIBS]"); }

void check_dbm_open_in(Context& c, std::string_view library) {
  const SaveVar libs(c, "LIBS");
  c.set("LIBS_SAVE", c.var("LIBS"));
  check_lib_use(c, library, "dbm_open");
}

void ndbm(Context& c) {
  if (chosen_by_setup(c)) {
    return check_headers(c, {"ndbm.h"}, [&] {
      check_dbm_open_in(c, "ndbm");
      check_dbm_open_in(c, "gdbm_compat");
    });
  }
  check_headers(c, {"ndbm.h"}, [&] {
    SaveEnv saved(c);
    search_libs(c, "dbm_open", {"ndbm", "gdbm_compat"});
  });
  c.checking("for ndbm presence and linker args");
  const std::string found = c.var("ac_cv_search_dbm_open");
  if (matches("*ndbm*|*gdbm_compat*", found)) {
    c.set("dbm_ndbm", found);
    c.set("have_ndbm", "yes");
  } else if (matches("none*", found)) {
    c.set("dbm_ndbm", "");
    c.set("have_ndbm", "yes");
  } else if (found == "no") {
    c.set("have_ndbm", "no");
  }
  c.result(c.x("$have_ndbm ($dbm_ndbm)"));
}

/// autoconf's own cache variable would be the same for gdbm/ndbm.h and gdbm-ndbm.h.
void gdbm_ndbm_header(Context& c, const std::string& header, std::string_view cache_var, std::string_view macro) {
  if (c.checkout().says("AS_UNSET([ac_cv_header_gdbm_ndbm_h])")) {
    c.unset("ac_cv_header_gdbm_ndbm_h");
    c.cache_value(cache_var, [&] { return check_header(c, header); });
  } else {
    c.cache_check("for " + header, cache_var,
                  [&] { return c.preprocesses(source("#include <" + header + ">\n"), false); });
  }
  if (c.yes(cache_var)) c.define(macro);
}

void gdbm_compat(Context& c) {
  gdbm_ndbm_header(c, "gdbm/ndbm.h", "ac_cv_header_gdbm_slash_ndbm_h", "HAVE_GDBM_NDBM_H");
  gdbm_ndbm_header(c, "gdbm-ndbm.h", "ac_cv_header_gdbm_dash_ndbm_h", "HAVE_GDBM_DASH_NDBM_H");
  if (c.checkout().says("AS_UNSET([ac_cv_header_gdbm_ndbm_h])")) c.unset("ac_cv_header_gdbm_ndbm_h");
  if (!c.yes("ac_cv_header_gdbm_slash_ndbm_h") && !c.yes("ac_cv_header_gdbm_dash_ndbm_h")) return;
  if (chosen_by_setup(c)) return check_dbm_open_in(c, "gdbm_compat");
  c.unset("ac_cv_search_dbm_open");
  SaveEnv saved(c);
  c.set("have_gdbm_compat", search_libs(c, "dbm_open", {"gdbm_compat"}) ? "yes" : "no");
}

/// Version 5 or newer, with dbm_open, which db.h renames.
void libdb(Context& c) {
  check_headers(c, {"db.h"}, [&] {
    c.cache_check("for libdb", "ac_cv_have_libdb", [&] {
      SaveEnv saved(c);
      c.set_x("LIBS", "$LIBS -ldb");
      return c.links(
          program("#define DB_DBM_HSEARCH 1\n"
                  "#include <db.h>\n"
                  "#if DB_VERSION_MAJOR < 5\n"
                  "#  error \"too old\"\n"
                  "#endif\n",
                  "DBM *file = dbm_open(NULL, 0, 0)"));
    });
    if (c.yes("ac_cv_have_libdb")) c.define("HAVE_LIBDB");
  });
}

/// The fields that IFS=: makes: a colon at the end adds none, one at the start or in the middle does.
std::vector<std::string> fields_of(std::string_view text) {
  std::vector<std::string> fields;
  while (!text.empty()) {
    const std::size_t end = text.find(':');
    fields.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return fields;
}

void dbmliborder(Context& c) {
  c.checking("for --with-dbmliborder");
  if (!c.with("dbmliborder")) c.set("with_dbmliborder", "gdbm:ndbm:bdb");
  c.set("have_gdbm_dbmliborder", "no");
  for (const std::string& db : fields_of(c.var("with_dbmliborder"))) {
    c.set("db", db);
    if (db == "gdbm") {
      c.set("have_gdbm_dbmliborder", "yes");
    } else if (db != "ndbm" && db != "bdb") {
      c.set("with_dbmliborder", "error");
    }
  }
  if (c.is("with_dbmliborder", "error")) {
    return c.fail("proper usage is --with-dbmliborder=db1:db2:... (gdbm:ndbm:bdb)");
  }
  c.result(c.var("with_dbmliborder"));
}

void choose_backend(Context& c) {
  if (chosen_by_setup(c)) return;
  c.checking("for _dbm module CFLAGS and LIBS");
  c.set("have_dbm", "no");
  const auto use = [&](std::string_view cflags, std::string_view libs) {
    c.set("DBM_CFLAGS", cflags);
    c.set("DBM_LIBS", libs);
    c.set("have_dbm", "yes");
  };
  for (const std::string& db : fields_of(c.var("with_dbmliborder"))) {
    c.set("db", db);
    if (db == "ndbm" && c.yes("have_ndbm")) {
      use("-DUSE_NDBM", c.x("$dbm_ndbm"));
      break;
    }
    if (db == "gdbm" && c.yes("have_gdbm_compat")) {
      use("-DUSE_GDBM_COMPAT", "-lgdbm_compat");
      break;
    }
    if (db == "bdb" && c.yes("ac_cv_have_libdb")) {
      use("-DUSE_BERKDB", "-ldb");
      break;
    }
  }
  c.result(c.x("$DBM_CFLAGS $DBM_LIBS"));
}

}  // namespace

void dbm(Context& c) {
  gdbm(c);
  ndbm(c);
  gdbm_compat(c);
  libdb(c);
  dbmliborder(c);
  choose_backend(c);
}

}  // namespace pyconfigure::decide
