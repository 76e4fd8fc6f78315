#include "pyconfigure/report/libraries.hpp"

#include <algorithm>

namespace pyconfigure::report {

namespace {

constexpr Library kLibraries[] = {
    {"_bz2", "bzlib.h", "ac_cv_header_bzlib_h", "libbz2-dev", "bzip2-devel", "bzip2-dev", "bzip2"},
    {"_ctypes|_ctypes_test", "ffi.h", "ac_cv_header_ffi_h", "libffi-dev", "libffi-devel", "libffi-dev", "libffi"},
    {"_curses", "curses.h", "ac_cv_header_curses_h|ac_cv_header_ncurses_h", "libncurses-dev", "ncurses-devel",
     "ncurses-dev", "ncurses"},
    {"_curses_panel", "panel.h", "ac_cv_header_panel_h", "libncurses-dev", "ncurses-devel", "ncurses-dev", "ncurses"},
    {"_dbm", "gdbm-ndbm.h|ndbm.h|db.h", "ac_cv_header_gdbm_ndbm_h|ac_cv_header_ndbm_h|ac_cv_header_db_h",
     "libgdbm-compat-dev", "gdbm-devel", "gdbm-dev", "gdbm"},
    {"_decimal", "mpdecimal.h", "", "libmpdec-dev", "mpdecimal-devel", "mpdecimal-dev", "mpdecimal"},
    {"_gdbm", "gdbm.h", "ac_cv_header_gdbm_h", "libgdbm-dev", "gdbm-devel", "gdbm-dev", "gdbm"},
    {"_lzma", "lzma.h", "ac_cv_header_lzma_h", "liblzma-dev", "xz-devel", "xz-dev", "xz"},
    {"_sqlite3", "sqlite3.h", "ac_cv_header_sqlite3_h", "libsqlite3-dev", "sqlite-devel", "sqlite-dev", "sqlite"},
    {"_ssl|_hashlib", "openssl/ssl.h", "", "libssl-dev", "openssl-devel", "openssl-dev", "openssl@3"},
    {"_tkinter", "tk.h", "", "tk-dev", "tk-devel", "tk-dev", "tcl-tk"},
    {"_uuid", "uuid/uuid.h", "ac_cv_header_uuid_uuid_h|ac_cv_header_uuid_h", "uuid-dev", "libuuid-devel",
     "util-linux-dev", "util-linux"},
    {"_zstd", "zstd.h", "ac_cv_header_zstd_h", "libzstd-dev", "libzstd-devel", "zstd-dev", "zstd"},
    {"readline", "readline/readline.h", "ac_cv_header_readline_readline_h|ac_cv_header_editline_readline_h",
     "libreadline-dev", "readline-devel", "readline-dev", "readline"},
    {"zlib", "zlib.h", "ac_cv_header_zlib_h", "zlib1g-dev", "zlib-devel", "zlib-dev", "zlib"},
};

/// The value of NAME= in an os-release file.
std::string_view field(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.starts_with(name) && line.size() > name.size() && line[name.size()] == '=') {
      line.remove_prefix(name.size() + 1);
      if (line.size() > 1 && (line.front() == '"' || line.front() == '\'')) line = line.substr(1, line.size() - 2);
      return line;
    }
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return {};
}

}  // namespace

std::vector<std::string_view> split(std::string_view names) {
  std::vector<std::string_view> out;
  while (!names.empty()) {
    const std::size_t bar = names.find('|');
    out.push_back(names.substr(0, bar));
    if (bar == std::string_view::npos) break;
    names.remove_prefix(bar + 1);
  }
  return out;
}

const Library* library_of(std::string_view module) {
  for (const Library& library : kLibraries) {
    const std::vector<std::string_view> modules = split(library.modules);
    if (std::find(modules.begin(), modules.end(), module) != modules.end()) return &library;
  }
  return nullptr;
}

std::string_view package_of(const Library& library, System system) {
  switch (system) {
    case System::debian:
      return library.debian;
    case System::fedora:
      return library.fedora;
    case System::alpine:
      return library.alpine;
    case System::homebrew:
      return library.homebrew;
    case System::unknown:
      break;
  }
  return {};
}

std::string packages_words(const Library& library) {
  return "Debian: " + std::string(library.debian) + "; Fedora: " + std::string(library.fedora) +
         "; Alpine: " + std::string(library.alpine) + "; brew: " + std::string(library.homebrew);
}

System system_of(std::string_view os_release) {
  const std::string ids = " " + std::string(field(os_release, "ID")) + " " + std::string(field(os_release, "ID_LIKE")) + " ";
  const auto is = [&](std::string_view id) { return ids.find(" " + std::string(id) + " ") != std::string::npos; };
  if (is("debian") || is("ubuntu")) return System::debian;
  if (is("fedora") || is("rhel")) return System::fedora;
  return is("alpine") ? System::alpine : System::unknown;
}

std::string install_command(System system, const std::vector<const Library*>& libraries) {
  std::vector<std::string_view> packages;
  for (const Library* library : libraries) {
    const std::string_view package = package_of(*library, system);
    if (package.empty() || std::find(packages.begin(), packages.end(), package) != packages.end()) continue;
    packages.push_back(package);
  }
  if (packages.empty()) return {};
  std::string command = system == System::debian   ? "apt-get install"
                        : system == System::fedora ? "dnf install"
                        : system == System::alpine ? "apk add"
                                                   : "brew install";
  for (const std::string_view package : packages) command += " " + std::string(package);
  return command;
}

}  // namespace pyconfigure::report
