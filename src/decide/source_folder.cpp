// configure.ac: where the sources are, their git state, the systems that are built on and for.
#include <string>

#include "decide/autoconf.hpp"
#include "decide/sections.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

namespace {

void git_commands(Context& c) {
  for (std::string_view name : {"GITVERSION", "GITTAG", "GITBRANCH", "HAS_GIT"}) c.subst(name);
  if (c.file_test('e', c.x("$srcdir/.git"))) {
    check_prog(c, "HAS_GIT", "git", "found", "not-found");
  } else {
    c.set("HAS_GIT", "no-repository");
  }
  const bool found = c.is("HAS_GIT", "found");
  c.set("GITVERSION", found ? "git --git-dir $(srcdir)/.git rev-parse --short HEAD" : "");
  c.set("GITTAG", found ? "git --git-dir $(srcdir)/.git describe --all --always --dirty" : "");
  c.set("GITBRANCH", found ? "git --git-dir $(srcdir)/.git name-rev --name-only HEAD" : "");
}

}  // namespace

void source_folder(Context& c) {
  const bool apart = !c.is("srcdir", ".") && !c.is("srcdir", c.checkout().build_dir);
  // What the build generates must be found before its counterpart in the sources.
  c.subst("BASECPPFLAGS", apart ? "-IObjects -IInclude -IPython" : "");
  git_commands(c);
  c.config_file({.path = "pyconfig.h", .input = "pyconfig.h.in", .header = true});
}

void systems(Context& c) {
  canonical_host(c);
  if (c.is("cross_compiling", "maybe")) {
    return c.fail("Cross compiling required --host=HOST-TUPLE and --build=ARCH");
  }
  c.remove_file("pybuilddir.txt");
}

}  // namespace pyconfigure::decide
