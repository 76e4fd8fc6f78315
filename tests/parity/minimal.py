"""A machine with few -dev packages: the optional ones are hidden from one process tree by an overlay over /usr.

Only the running program sees the overlay (a mount namespace of its own); what is removed there stays on the machine.
"""

from __future__ import annotations

import functools
import subprocess

# Headers and link names of what CPython can do without, as shell patterns below the include and library folders.
HEADERS = """
bzlib.h lzma.h lzma zstd*.h zdict.h sqlite3*.h openssl tcl* tk.h tkDecls.h tk*.h tk tcl.h readline editline ncurses*
curses.h cursesw.h cursslk.h cursesapp.h cursesf.h cursesm.h cursesp.h panel.h term.h term_entry.h termcap.h tic.h
unctrl.h eti.h form.h menu.h nc_tparm.h gdbm* ndbm.h dbm.h db*.h uuid ffi*.h expat*.h
""".split()
LIBRARIES = """
bz2 lzma zstd sqlite3 ssl crypto tcl* tk* readline history edit ncurses* curses* panel* form* menu* tic tinfo* termcap
gdbm* db db-* ndbm uuid ffi expat
""".split()

_SCRIPT = r"""
set -eu
room=$1 arch=$2 headers=$3 libraries=$4
shift 4
mkdir -p "$room"
mount -t tmpfs tmpfs "$room"
mkdir "$room/upper" "$room/work"
mount -t overlay overlay -o "lowerdir=/usr,upperdir=$room/upper,workdir=$room/work" /usr
for folder in /usr/include "/usr/include/$arch"; do
  for pattern in $headers; do rm -rf "$folder"/$pattern; done
done
for folder in /usr/lib "/usr/lib/$arch"; do
  for pattern in $libraries; do rm -f "$folder"/lib$pattern.so "$folder"/lib$pattern.a; done
done
for folder in /usr/share /usr/lib "/usr/lib/$arch" /usr/local/lib /usr/local/share; do
  rm -rf "$folder/pkgconfig"
done
if test -e /usr/include/openssl || test -e /usr/include/bzlib.h; then
  echo "the overlay does not hide files" >&2
  exit 1
fi
exec "$@"
"""


@functools.lru_cache(maxsize=None)
def _multiarch() -> str:
    """The folder of this architecture below /usr/lib, as the compiler names it; `.` where there is none."""
    try:
        said = subprocess.run(["gcc", "-print-multiarch"], capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        said = ""
    return said or "."


def identity() -> str:
    """What is hidden, as part of the cache key of a reference."""
    return " ".join([_multiarch(), *HEADERS, "/", *LIBRARIES, _SCRIPT])


def wrapped(command: list, room: str) -> list:
    """The command as it runs on the reduced machine; `room` is a folder for the mount."""
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", _SCRIPT, "sh", room, _multiarch(),
            " ".join(HEADERS), " ".join(LIBRARIES), *command]


def why_not(room: str) -> str:
    """Why this machine cannot run such a case, or nothing."""
    try:
        tried = subprocess.run(wrapped(["true"], room), capture_output=True, text=True, check=False)
    except OSError as error:
        return f"unshare: {error.strerror}"
    if tried.returncode == 0:
        return ""
    return (tried.stderr.strip().splitlines() or [f"unshare ended with {tried.returncode}"])[0]
