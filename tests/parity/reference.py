"""References, kept: ./configure takes half a minute, and answers the same as long as nothing it looks at changed."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import minimal
from cases import Case
from workplace import CLEAN_PATH, OURS, THEIRS, Workplace

FORMAT = "1"


def _said(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, timeout=60,
                              env={"PATH": CLEAN_PATH, "LC_ALL": "C"})
    except (OSError, subprocess.TimeoutExpired) as error:
        return type(error).__name__
    return f"{done.returncode} {done.stdout} {done.stderr}"


@functools.lru_cache(maxsize=None)
def machine() -> str:
    """What of this machine configure's answers depend on."""
    asked = [("uname", "-srm"), ("cc", "--version"), ("gcc", "--version"), ("g++", "--version"), ("clang", "--version"),
             ("ld", "--version"), ("pkg-config", "--version"), ("python3", "--version"), ("llvm-ar", "--version"),
             ("llvm-profdata", "--version"), ("dpkg-query", "-W", "-f", "${Package} ${Version} ${Architecture}\n")]
    return "\n".join(_said(*command) for command in asked)


@functools.lru_cache(maxsize=None)
def tree_identity(tree: Path) -> str:
    """Names and sizes of all files of a checkout and the contents of those that configure reads."""
    digest = hashlib.sha256()
    for top, folders, files in os.walk(tree):
        folders.sort()
        for name in sorted(set(files) - {OURS}):
            path = Path(top, name)
            read = top == str(tree) or name.endswith(".in") or name.startswith(("Setup", "makesetup", "patchlevel"))
            content = hashlib.sha256(path.read_bytes()).hexdigest() if read and path.is_file() else ""
            digest.update(f"{path.relative_to(tree)}\0{os.lstat(path).st_size}\0{content}\n".encode())
    return digest.hexdigest()


def key(case: Case, place: Workplace) -> str:
    """The name of a reference: everything it rests on, in one hash."""
    parts = {"format": FORMAT, "tree": tree_identity(place.pristine), "machine": machine(), "layout": case.layout,
             "flags": {name: case.flags[name] for name in case.flags if name not in ("copy", "needs")},
             "environment": place.environment(), "arguments": place.arguments(), "prepare": case.prepare,
             "build": str(place.build), "hidden": minimal.identity() if "root" in case.flags else "",
             "fixtures": [path.read_text() for path in sorted(Path(place.expand("@FIXTURES@")).glob("*"))]}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:24]


def get(case: Case, place: Workplace, cache: Path, refresh: bool) -> tuple:
    """The folder with configure's result, and whether it was there already."""
    kept = cache / key(case, place)
    if (kept / "result.json").exists() and not refresh:
        return kept, True
    fresh = kept.with_name(kept.name + f".new{os.getpid()}")
    place.run(THEIRS, Path(), fresh, [])
    shutil.rmtree(kept, ignore_errors=True)
    fresh.rename(kept)
    return kept, False
