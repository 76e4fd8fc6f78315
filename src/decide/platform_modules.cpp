// configure.ac: the extension modules that a platform cannot have (PY_STDLIB_MOD_SET_NA), MODULE_BUILDTYPE.
#include <span>
#include <string>
#include <string_view>

#include "pyconfigure/decide/context.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

using Modules = std::span<const std::string_view>;

// A comma after a list's last name makes configure.ac name one module more, with no name; hence the empty strings.
constexpr std::string_view kOnlyDarwin[] = {"_scproxy"};
constexpr std::string_view kVxWorks[] = {"_scproxy", "termios", "grp"};
constexpr std::string_view kIos[] = {
    "_curses",
    "_curses_panel",
    "_gdbm",
    "_multiprocessing",
    "_posixshmem",
    "_posixsubprocess",
    "_scproxy",
    "_tkinter",
    "grp",
    "nis",
    "readline",
    "pwd",
    "spwd",
    "syslog",
    "",
};
constexpr std::string_view kWasm[] = {
    "_curses",
    "_curses_panel",
    "_dbm",
    "_gdbm",
    "_multiprocessing",
    "_posixshmem",
    "_posixsubprocess",
    "_scproxy",
    "_tkinter",
    "_interpreters",
    "_interpchannels",
    "_interpqueues",
    "grp",
    "pwd",
    "resource",
    "syslog",
    "",
};
constexpr std::string_view kEmscripten[] = {"readline", ""};
constexpr std::string_view kWasi[] = {
    "_ctypes_test",
    "_remote_debugging",
    "_testimportmultiple",
    "_testmultiphase",
    "_testsinglephase",
    "fcntl",
    "mmap",
    "termios",
    "xxlimited",
    "xxlimited_35",
    "",
};

void not_available(Context& c, Modules modules) {
  for (const std::string_view module : modules) c.set("py_cv_module_" + std::string(module), "n/a");
}

}  // namespace

void platform_modules(Context& c) {
  const std::string system = c.var("ac_sys_system");
  if (matches("VxWorks*", system)) {
    not_available(c, kVxWorks);
  } else if (system == "iOS") {
    not_available(c, kIos);
  } else if (system == "Emscripten") {
    not_available(c, kWasm);
    not_available(c, kEmscripten);
  } else if (system == "WASI") {
    not_available(c, kWasm);
    not_available(c, kWasi);
  } else if (system != "Darwin") {
    not_available(c, kOnlyDarwin);
  }
}

void module_build_type(Context& c) {
  if (matches("wasm32|wasm64", c.var("host_cpu"))) {
    c.set("MODULE_BUILDTYPE", "static");
  } else if (c.empty("MODULE_BUILDTYPE")) {
    c.set("MODULE_BUILDTYPE", "shared");
  }
  c.subst("MODULE_BUILDTYPE");
}

}  // namespace pyconfigure::decide
