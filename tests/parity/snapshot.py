"""What a program left in a folder: types, modes, link targets and contents."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path


def _entry(path: str) -> tuple:
    """(what is compared, what tells a touched file from an untouched one)"""
    status = os.lstat(path)
    mode = oct(stat.S_IMODE(status.st_mode))
    if stat.S_ISLNK(status.st_mode):
        return ["link", os.readlink(path)], None
    if stat.S_ISDIR(status.st_mode):
        return ["folder", mode], None
    if stat.S_ISREG(status.st_mode):
        return ["file", mode], (status.st_size, status.st_mtime_ns, status.st_ino)
    return ["special", mode], None


def scan(folder: Path) -> dict:
    """Every entry below a folder by its relative path."""
    found = {}
    for top, folders, files in os.walk(folder):
        for name in folders + files:
            path = os.path.join(top, name)
            found[os.path.relpath(path, folder)] = _entry(path)
    return found


def changes(before: dict, after: dict) -> dict:
    """Entries that are new or different, and the names of those that went away."""
    changed = {path: entry[0] for path, entry in after.items() if before.get(path) != entry}
    return {"entries": changed, "removed": sorted(set(before) - set(after))}


def untouched(before: dict, after: dict, names: dict) -> list:
    """Of the files in `names`, those that a second run left alone."""
    return sorted(path for path in names if after[path][1] and before.get(path) == after[path])


def keep(folder: Path, entries: dict, target: Path) -> None:
    """Copies the regular files of a snapshot."""
    for path, entry in entries.items():
        if entry[0] == "folder":
            (target / path).mkdir(parents=True, exist_ok=True)
        elif entry[0] == "file":
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / path, target / path)
