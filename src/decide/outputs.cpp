// configure.ac: AC_CONFIG_FILES, Modules/Setup.local, and what is said at the end.
#include <string>
#include <string_view>

#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/decide/decide.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"
#include "shell_words.hpp"

namespace pyconfigure::decide {

void output_files(Context& c) {
  for (const std::string path : {"Makefile.pre", "Misc/python.pc", "Misc/python-embed.pc", "Misc/python-config.sh",
                                 "Modules/Setup.bootstrap", "Modules/Setup.stdlib", "Modules/ld_so_aix"}) {
    c.config_file({path, path + ".in", false, path == "Modules/ld_so_aix"});
  }
  c.write_if_absent("Modules/Setup.local", "# Edit this file for local setup changes\n");
}

void closing_notices(Context& c) {
  const tree::Checkout& checkout = c.checkout();
  if (c.empty("PKG_CONFIG")) {
    c.warn("pkg-config is missing. Some dependencies may not be detected correctly.");
  }
  if (c.is("Py_OPT", "false") && !c.is("Py_DEBUG", "true")) {
    c.notice(checkout.message("AC_MSG_NOTICE", "If you want a release build"));
  }
  if (c.is("PY_SUPPORT_TIER", "0")) c.warn(c.x(checkout.message("AC_MSG_WARN", "CPython core team")));
  if (!c.yes("ac_cv_header_stdatomic_h") && checkout.says("working C11 stdatomic.h")) {
    c.notice(echoed(checkout.message("m4_normalize", "working C11 stdatomic.h")));
  }
}

}  // namespace pyconfigure::decide
