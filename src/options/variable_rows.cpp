// The precious variables of CPython 3.11 to 3.15, as data.
#include "pyconfigure/options/user_options.hpp"

namespace pyconfigure::options {

namespace {

constexpr VariableRow kRows[] = {
    {"build_alias", {}, "The machine that builds (--build)."},
    {"host_alias", {}, "The machine that the result runs on (--host)."},
    {"target_alias", {}, "Passed on, and without effect (--target)."},
    {"PKG_CONFIG", {}, "The pkg-config program."},
    {"PKG_CONFIG_PATH", {}, "Folders that pkg-config searches first."},
    {"PKG_CONFIG_LIBDIR", {}, "Folders that pkg-config searches instead of its own."},
    {"MACHDEP", {}, "The platform's name in file names and sys.platform."},
    {"CC", {}, "The C compiler, with words that always go with it."},
    {"CFLAGS", {}, "Flags for the compiler; empty when not set, rather than autoconf's -g -O2."},
    {"LDFLAGS", {}, "Flags for the linker."},
    {"LIBS", {}, "Libraries for every link."},
    {"CPPFLAGS", {}, "Flags for the preprocessor."},
    {"CPP", {}, "The preprocessor."},
    {"HOSTRUNNER", {11, 13}, "Runs programs of the host. Still read, but no longer precious, from 3.14 on."},
    {"PROFILE_TASK", {}, "What the interpreter runs to make a profile."},
    {"BOLT_COMMON_FLAGS", {12}, "Flags of both steps of llvm-bolt."},
    {"BOLT_INSTRUMENT_FLAGS", {12}, "Flags of llvm-bolt when it instruments."},
    {"BOLT_APPLY_FLAGS", {12}, "Flags of llvm-bolt when it optimises."},
    {"LIBNSL_CFLAGS", {11, 11}, "libnsl, for nis."},
    {"LIBNSL_LIBS", {11, 11}, "libnsl, for nis."},
    {"LIBCRYPT_CFLAGS", {11, 12}, "libcrypt, for _crypt."},
    {"LIBCRYPT_LIBS", {11, 12}, "libcrypt, for _crypt."},
    {"LIBB2_CFLAGS", {11, 13}, "libb2, for _blake2."},
    {"LIBB2_LIBS", {11, 13}, "libb2, for _blake2."},
    {"LIBUUID_CFLAGS", {}, "libuuid, for _uuid."},
    {"LIBUUID_LIBS", {}, "libuuid, for _uuid."},
    {"LIBFFI_CFLAGS", {12}, "libffi, for _ctypes."},
    {"LIBFFI_LIBS", {12}, "libffi, for _ctypes."},
    {"LIBMPDEC_CFLAGS", {12}, "libmpdec, for _decimal."},
    {"LIBMPDEC_LIBS", {12}, "libmpdec, for _decimal."},
    {"LIBSQLITE3_CFLAGS", {}, "SQLite, for _sqlite3."},
    {"LIBSQLITE3_LIBS", {}, "SQLite, for _sqlite3."},
    {"TCLTK_CFLAGS", {}, "Tcl and Tk, for _tkinter."},
    {"TCLTK_LIBS", {}, "Tcl and Tk, for _tkinter."},
    {"X11_CFLAGS", {}, "X11, for _tkinter."},
    {"X11_LIBS", {}, "X11, for _tkinter."},
    {"GDBM_CFLAGS", {}, "gdbm, for _gdbm."},
    {"GDBM_LIBS", {}, "gdbm, for _gdbm."},
    {"ZLIB_CFLAGS", {}, "zlib, for zlib and binascii."},
    {"ZLIB_LIBS", {}, "zlib, for zlib and binascii."},
    {"BZIP2_CFLAGS", {}, "libbz2, for _bz2."},
    {"BZIP2_LIBS", {}, "libbz2, for _bz2."},
    {"LIBLZMA_CFLAGS", {}, "liblzma, for _lzma."},
    {"LIBLZMA_LIBS", {}, "liblzma, for _lzma."},
    {"LIBZSTD_CFLAGS", {14}, "libzstd, for _zstd."},
    {"LIBZSTD_LIBS", {14}, "libzstd, for _zstd."},
    {"LIBREADLINE_CFLAGS", {12}, "GNU readline."},
    {"LIBREADLINE_LIBS", {12}, "GNU readline."},
    {"LIBEDIT_CFLAGS", {12}, "libedit, for readline."},
    {"LIBEDIT_LIBS", {12}, "libedit, for readline."},
    {"CURSES_CFLAGS", {12}, "curses, for _curses."},
    {"CURSES_LIBS", {12}, "curses, for _curses."},
    {"PANEL_CFLAGS", {12}, "panel, for _curses_panel."},
    {"PANEL_LIBS", {12}, "panel, for _curses_panel."},
};

}  // namespace

std::span<const VariableRow> variable_rows() { return kRows; }

}  // namespace pyconfigure::options
