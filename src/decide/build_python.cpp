// configure.ac: --with-build-python, and which interpreters freeze modules and regenerate files.
#include <string>
#include <string_view>
#include <vector>

#include "decide/autoconf.hpp"
#include "decide/sections.hpp"
#include "decide/shell_quoted.hpp"
#include "pyconfigure/base/text.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

namespace {

/// A build interpreter runs the tree's own library with the configuration of the system that is built for, by
/// variables before its name that are the tree's matter.
std::string cross_build_prefix(const Context& c) {
  constexpr std::string_view kStart = "PYTHON_FOR_BUILD='_PYTHON_PROJECT_BASE=";
  constexpr std::string_view kEnd = "'$with_build_python\n";
  const std::string& text = c.checkout().configure_ac;
  const std::size_t start = base::find(text, kStart);
  const std::size_t end = base::find(text, kEnd, start);
  if (start == std::string::npos || end == std::string::npos) return {};
  const std::size_t value = text.find('\'', start) + 1;
  return text.substr(value, end - value);
}

constexpr std::string_view kPrintVersion =
    R"sh( -c "import sys; print(f'{sys.version_info.major}.{sys.version_info.minor}')")sh";

void given_interpreter(Context& c) {
  c.checking("for --with-build-python");
  if (c.yes("with_build_python")) c.set_x("with_build_python", "python$PACKAGE_VERSION");
  if (c.is("with_build_python", "no")) {
    return c.fail("invalid --with-build-python option: expected path or \"yes\", not \"no\"");
  }
  const std::string python = c.var("with_build_python");
  if (!c.build_command("command -v " + shell_quoted(python) + " >/dev/null 2>&1").ok) {
    return c.fail("invalid or missing build python binary \"" + python + "\"");
  }
  const std::string ask_version = "python=" + shell_quoted(python) + "\n$python" + std::string(kPrintVersion);
  c.set("build_python_ver", c.build_command(ask_version, c.var("PACKAGE_VERSION")).output);
  if (!c.is("build_python_ver", c.var("PACKAGE_VERSION"))) {
    const std::string said = c.build_command("{ " + ask_version + "\n} 2>&1 >/dev/null").output;
    if (!said.empty()) c.err(said + "\n");
    return c.fail("\"" + python + c.x("\" has incompatible version $build_python_ver (expected: $PACKAGE_VERSION)"));
  }
  c.set("ac_cv_prog_PYTHON_FOR_REGEN", python);
  c.set("PYTHON_FOR_FREEZE", python);
  c.set("PYTHON_FOR_BUILD", cross_build_prefix(c) + python);
  c.result(python);
}

void interpreter(Context& c) {
  if (c.with("build-python")) {
    given_interpreter(c);
  } else {
    if (c.yes("cross_compiling")) return c.fail("Cross compiling requires --with-build-python");
    c.set("PYTHON_FOR_BUILD", "./$(BUILDPYTHON) -E");
    c.set("PYTHON_FOR_FREEZE", "./_bootstrap_python");
  }
  c.subst("PYTHON_FOR_BUILD");
}

void freezing(Context& c) {
  c.checking("for Python interpreter freezing");
  c.result(c.var("PYTHON_FOR_FREEZE"));
  c.subst("PYTHON_FOR_FREEZE");
  if (c.yes("cross_compiling")) {
    c.set("FREEZE_MODULE_BOOTSTRAP", "$(PYTHON_FOR_FREEZE) $(srcdir)/Programs/_freeze_module.py");
    c.set("FREEZE_MODULE_BOOTSTRAP_DEPS", "$(srcdir)/Programs/_freeze_module.py");
    c.set("FREEZE_MODULE", "$(FREEZE_MODULE_BOOTSTRAP)");
    c.set("FREEZE_MODULE_DEPS", "$(FREEZE_MODULE_BOOTSTRAP_DEPS)");
    c.set("PYTHON_FOR_BUILD_DEPS", "");
  } else {
    c.set("FREEZE_MODULE_BOOTSTRAP", "./Programs/_freeze_module");
    c.set("FREEZE_MODULE_BOOTSTRAP_DEPS", "Programs/_freeze_module");
    c.set("FREEZE_MODULE", "$(PYTHON_FOR_FREEZE) $(srcdir)/Programs/_freeze_module.py");
    c.set("FREEZE_MODULE_DEPS", "_bootstrap_python $(srcdir)/Programs/_freeze_module.py");
    c.set("PYTHON_FOR_BUILD_DEPS", "$(BUILDPYTHON)");
  }
  for (std::string_view name : {"FREEZE_MODULE_BOOTSTRAP", "FREEZE_MODULE_BOOTSTRAP_DEPS", "FREEZE_MODULE",
                                "FREEZE_MODULE_DEPS", "PYTHON_FOR_BUILD_DEPS"}) {
    c.subst(name);
  }
}

/// The interpreters that the tree's AC_CHECK_PROGS line names.
std::vector<std::string> regen_candidates(const Context& c) {
  const std::string& text = c.checkout().configure_ac;
  const std::string_view macro = "AC_CHECK_PROGS([PYTHON_FOR_REGEN]";
  const std::size_t at = base::find(text, macro);
  if (at == std::string::npos) return {"python3", "python"};
  const std::size_t start = text.find('[', at + macro.size());
  const std::size_t end = text.find(']', start);
  if (start == std::string::npos || end == std::string::npos) return {"python3", "python"};
  return words(c.x(text.substr(start + 1, end - start - 1)));
}

void regeneration(Context& c) {
  check_progs(c, "PYTHON_FOR_REGEN", regen_candidates(c), "python3");
  c.subst("PYTHON_FOR_REGEN");
  c.checking("Python for regen version");
  const std::string python = shell_quoted(c.var("PYTHON_FOR_REGEN"));
  c.result(c.build_command("if command -v " + python + " >/dev/null 2>&1; then python=" + python +
                               "; $python -V 2>/dev/null; else echo missing; fi",
                           "Python 3")
               .output);
}

}  // namespace

void build_python(Context& c) {
  interpreter(c);
  freezing(c);
  regeneration(c);
}

}  // namespace pyconfigure::decide
