#!/usr/bin/python3
"""Walks through what people and Makefiles do around configure, once with ./configure and once with pyconfigure in its place, at the
same path, and compares after every step: exit status, both streams, the files.

    tests/parity/walk.py --tree 3.14.7                  out of tree and in tree
    tests/parity/walk.py --tree 3.11.2 --layout in --as binary
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True

import reference  # noqa: E402
from compare import first_differences  # noqa: E402
from run import DEFAULT_TREE, TOP, find_binary, find_tree  # noqa: E402
from workplace import CLEAN_PATH, OURS  # noqa: E402

# Their texts are ours, or hold what differs between two runs of configure too (docs/parity.md).
OWN_TEXT = {"config.log", "config.status", "configure"}
OURS_ALONE = {OURS, "configure.autoconf"}

# Every step is a line for the shell in the build folder. $src is the checkout as seen from there.
STEPS = """
$src/configure CFLAGS=-O1 --with-suffix=.x
./config.status --config
./config.status
sh config.status -q
dash ./config.status
bash ./config.status
sed -i '/HAVE_FORK/d' pyconfig.h; ./config.status
touch -d 2020-01-01 pyconfig.h; ./config.status pyconfig.h; ls -l --time-style=+%Y pyconfig.h | cut -d' ' -f6
rm -f Makefile.pre pyconfig.h; CONFIG_FILES=Makefile.pre CONFIG_HEADERS= ./config.status; ls Makefile.pre pyconfig.h
CONFIG_FILES= CONFIG_HEADERS=pyconfig.h ./config.status
./config.status pyconfig.h Modules/Setup.stdlib:Modules/Setup.stdlib.in
./config.status --file=own/x.pc:Misc/python.pc.in --header=own/y.h:pyconfig.h.in
./config.status --file=Misc/python.pc Misc/python-embed.pc -q
printf '@prefix@ @srcdir@ @abs_top_builddir@ @NOBODY@\\n' | ./config.status --file=-
./config.status --header nothing-there.h
./config.status nothing-there
./config.status --bogus
./config.status --rec --qui
./config.status --recheck -q
make -n Makefile
make -q Makefile
touch $src/Makefile.pre.in; make -n Makefile
make Makefile >/dev/null; make -q Makefile
echo '#' >>Modules/Setup.local; make -n Makefile; make Makefile; make -q Makefile
touch $src/Modules/Setup.stdlib.in; make -n Makefile; make Makefile; make -q Makefile
touch $src/Modules/Setup.bootstrap.in; make -n Makefile; make Makefile
touch $src/Modules/config.c.in; make -n Makefile; make Makefile
touch $src/pyconfig.h.in; make -n pyconfig.h; make pyconfig.h; make -q pyconfig.h
touch $src/configure; make -n Makefile pyconfig.h
touch $src/configure; make -s Makefile; make -q Makefile
printf 'xx xxmodule.c\\n' >>Modules/Setup.local; make Makefile; grep -c xxmodule Makefile Modules/config.c
rm pyconfig.h; make pyconfig.h
rm Makefile; $src/configure --with-pydebug -q
$src/configure -q --enable-shared --without-ensurepip
make -s distclean
ls
$src/configure -q -C
cp config.cache first.cache; $src/configure -C -q && cmp config.cache first.cache
CC=clang $src/configure -C -q
./config.status --recheck
$src/configure --no-create -q CFLAGS=-O3
./config.status -q
$src/configure --prefix
$src/configure --help=short | head -n 3
cp $src/Modules/Setup.local Setup.copy; $src/configure 'CFLAGS=-O1 -DTEXT="a b"' --prefix="/a b" --prefix="/a b" -q
make -s clobber
"""


class Step:
    """What a step left: its status, streams, and the contents of all files by name."""

    def __init__(self, facts: dict):
        self.facts = facts

    @classmethod
    def of(cls, done: subprocess.CompletedProcess, top: Path, source: dict) -> "Step":
        def text(stream: bytes) -> str:
            said = stream.decode(errors="backslashreplace")
            said = re.sub(r"(?m)^running CONFIG_SHELL=.*\n", "", said)
            said = re.sub(r"(?m)^configure\.autoconf\n", "", said)
            return re.sub(r"config\.status:\d+:", "config.status:N:", said)

        return cls({"status": done.returncode, "stdout": text(done.stdout), "stderr": text(done.stderr),
                    "files": changed_files(top, source)})


def changed_files(top: Path, source: dict) -> dict:
    """Names of all files that the pristine checkout does not have like that, with their contents as digests and modes."""
    found = {}
    for folder, folders, files in os.walk(top):
        folders.sort()
        for name in files:
            path = Path(folder, name)
            relative = str(path.relative_to(top))
            if name in OURS_ALONE:
                continue
            if name in OWN_TEXT:
                found[relative] = "there"
                continue
            state = path.lstat()
            if relative in source and source[relative] == (state.st_size, state.st_mtime_ns):
                continue
            content = path.read_bytes()
            if name.endswith(".cache"):  # its comment is autoconf's, and read from the script that is not there now
                content = re.sub(rb"(?m)^#.*\n|^\n", b"", content)
            found[relative] = f"{state.st_mode:o} {hashlib.sha256(content).hexdigest()}"
    return found


def prepare(tree: Path, top: Path, ours: str, binary: Path) -> dict:
    shutil.rmtree(top, ignore_errors=True)
    shutil.copytree(tree, top / "src", symlinks=True, ignore=shutil.ignore_patterns(OURS))
    (top / "build").mkdir()
    script = top / "src" / "configure"
    if ours == "script":
        subprocess.run([binary, "--stand-in", f"--srcdir={top / 'src'}"], check=True, stdout=subprocess.DEVNULL)
    elif ours == "binary":
        script.unlink()
        shutil.copy2(binary, script)
    return {str(path.relative_to(top)): (path.lstat().st_size, path.lstat().st_mtime_ns)
            for path in top.rglob("*") if not path.is_dir()}


def walk(layout: str, top: Path, source: dict, steps: list) -> list:
    where = top / "build" if layout == "out" else top / "src"
    env = {"PATH": CLEAN_PATH, "HOME": str(top / "home"), "LC_ALL": "C", "TERM": "dumb", "src": "../src" if layout == "out" else "."}
    done = []
    for step in steps:
        result = subprocess.run(["/bin/sh", "-c", step], cwd=where, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        done.append(Step.of(result, top, source))
    return done


def differences(theirs: Step, ours: Step) -> list:
    found = []
    for what in ("status", "stdout", "stderr"):
        left, right = str(theirs.facts[what]), str(ours.facts[what])
        if left != right:
            found.append(f"{what}: " + "\n        ".join(first_differences(left.encode(), right.encode(), 8)))
    left, right = theirs.facts["files"], ours.facts["files"]
    odd = sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))
    if odd:
        found.append("files: " + ", ".join(odd[:10]))
    return found


def compare_walks(tree: Path, layout: str, ours: str, binary: Path, options: argparse.Namespace) -> tuple:
    steps = [line for line in STEPS.split("\n") if line]
    top = options.work / f"walk-{tree.name}-{layout}"
    top.parent.mkdir(parents=True, exist_ok=True)
    parts = [steps, str(top), reference.machine(), reference.tree_identity(tree)]
    kept = options.cache / ("walk-" + hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24])
    if not kept.exists():
        theirs = walk(layout, top, prepare(tree, top, "", binary), steps)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps([step.facts for step in theirs]))
    theirs = [Step(facts) for facts in json.loads(kept.read_text())]
    mine = walk(layout, top, prepare(tree, top, ours, binary), steps)
    same = 0
    for step, left, right in zip(steps, theirs, mine):
        found = differences(left, right)
        same += not found
        if found:
            print(f"differs {tree.name} {layout} {ours}: {step}")
            for line in found:
                print(f"    {line}")
    if not options.keep:
        shutil.rmtree(top)
    print(f"{tree.name} {layout} {ours}: identical {same} of {len(steps)} steps", flush=True)
    return same, len(steps) - same


def main() -> int:
    parser = argparse.ArgumentParser(description="a walk around configure, compared", allow_abbrev=False)
    parser.add_argument("--tree", default=DEFAULT_TREE, metavar="VERSION,...")
    parser.add_argument("--layout", choices=["out", "in"], action="append")
    parser.add_argument("--as", dest="ours", choices=["script", "binary"], action="append", help="what stands for configure")
    parser.add_argument("--binary", type=Path)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--trees", type=Path, default=os.environ.get("PYCONFIGURE_TREES", TOP / "build" / "trees"))
    parser.add_argument("--work", type=Path, default=TOP / "build" / "parity")
    parser.add_argument("--cache", type=Path, default=TOP / "build" / "parity-cache")
    options = parser.parse_args()
    binary = find_binary(options.binary)
    options.work, options.cache = options.work.resolve(), options.cache.resolve()
    good = bad = 0
    for version in options.tree.split(","):
        for layout in options.layout or ["out", "in"]:
            for ours in options.ours or ["script"]:
                same, other = compare_walks(find_tree(version, options.trees), layout, ours, binary, options)
                good, bad = good + same, bad + other
    print(f"{good} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
