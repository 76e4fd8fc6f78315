#!/usr/bin/python3
"""Compares pyconfigure with ./configure: files, folders, modes, exit status and transcript, byte for byte.

    tests/parity/run.py --set quick -j2           all cases of the quick set
    tests/parity/run.py --case gcc-default        one case
    tests/parity/run.py -k lto                    all cases with "lto" in their name or words
    tests/parity/run.py --ad-hoc --env CC=clang -- --with-lto=thin
"""

from __future__ import annotations

import argparse
import concurrent.futures
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.dont_write_bytecode = True

import cases as table  # noqa: E402
import compare  # noqa: E402
import drawn  # noqa: E402
import minimal  # noqa: E402
import reference  # noqa: E402
from workplace import CLEAN_PATH, OURS, THEIRS, Workplace, kill_running  # noqa: E402

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
DEFAULT_TREE = "3.14.7"
_said = threading.Lock()


class Outcome:
    """How a case ended: `same`, `differs` or `skipped`, and what to show of it."""

    def __init__(self, kind: str, note: str, differences: list = (), seconds: tuple = (0.0, 0.0)):
        self.kind = kind
        self.note = note
        self.differences = differences
        self.seconds = seconds


def find_tree(version: str, trees: Path) -> Path:
    tree = trees / f"Python-{version}"
    if not (tree / "configure").exists():
        brought = subprocess.run([str(TOP / "tools" / "get-cpython"), version, str(trees)], check=True, text=True,
                                 stdout=subprocess.PIPE)
        tree = Path(brought.stdout.strip())  # an older patch release where this one is not to be had
    return tree.resolve()


def own_copy(tree: Path, work: Path) -> Path:
    """A copy of the tree that cases may link files from; made anew when the tree is another one."""
    copy, stamp = work / "trees" / tree.name, work / "trees" / f"{tree.name}.identity"
    identity = f"{tree} {reference.tree_identity(tree)}"
    if not stamp.exists() or stamp.read_text() != identity or reference.tree_identity(copy) not in identity:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(tree, copy, symlinks=True, ignore=shutil.ignore_patterns(OURS))
        stamp.write_text(identity)
    return copy


def skip_reason(case: table.Case, place: Workplace) -> str:
    for command in case.needs():
        if shutil.which(command, path=CLEAN_PATH) is None:
            return f"{command} is not installed"
    if case.flags.get("root") == "minimal":
        place.top.mkdir(parents=True, exist_ok=True)
        why = minimal.why_not(str(place.top / "overlay"))
        return why and f"no overlay over /usr here: {why}"
    return ""


def run_case(case: table.Case, options: argparse.Namespace) -> Outcome:
    place = Workplace(case, options.copies[case.tree], options.work / case.id)
    reason = skip_reason(case, place)
    if reason:
        return Outcome("skipped", reason)
    kept, cached = reference.get(case, place, options.cache, options.refresh)
    results = options.work / "results" / case.id
    shutil.rmtree(results, ignore_errors=True)
    place.run(OURS, options.binary, results / OURS, options.with_option)
    theirs, ours = compare.Result(kept), compare.Result(results / OURS)
    differences = compare.Comparison(theirs, ours, options.lines).whole()
    rendered = not {"-n", "--no-create"} & set(case.args)
    if ours.status == 0 and rendered and "config.status" in ours.left["entries"]:
        place.render_again(results / "config.status")
        again = compare.Result(results / "config.status")
        differences += compare.rendered_again(ours, again, options.lines)
    if not options.keep:
        shutil.rmtree(place.top)
    note = f"{ours.seconds:.2f} s, configure {theirs.seconds:.1f} s{' (kept)' if cached else ''}"
    if not differences:
        if not options.keep:
            shutil.rmtree(results)
        return Outcome("same", note, seconds=(ours.seconds, theirs.seconds) if ours.status == 0 else (0.0, 0.0))
    shutil.copytree(kept, results / THEIRS, symlinks=True)
    differences.append(("both results", [str(results)]))
    return Outcome("differs", note, differences)


def locked(case: table.Case, options: argparse.Namespace) -> Outcome:
    """One process at a time works in the folder of a case."""
    with open(options.work / f".{case.id}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            return run_case(case, options)
        except (OSError, subprocess.SubprocessError) as error:
            return Outcome("differs", "could not be run", [("the harness", [str(error)])])


def show(case: table.Case, outcome: Outcome, options: argparse.Namespace) -> None:
    lines = [f"{outcome.kind:8}{case.id:28} {outcome.note}"]
    if outcome.kind == "differs":
        lines.append(f"    {case.layout}: {case.described()}")
        for number, (what, detail) in enumerate(outcome.differences):
            last = number == len(outcome.differences) - 1
            lines.append(f"    {what}")
            lines += [f"        {line}" for line in detail] if number < options.files or last else []
    with _said:
        print("\n".join(lines), flush=True)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="pyconfigure against ./configure", allow_abbrev=False)
    parser.add_argument("--set", choices=["quick", "full"], default="full", help="which part of the table (full: all)")
    parser.add_argument("--case", action="append", metavar="ID", help="this case (may be given again)")
    parser.add_argument("-k", metavar="TEXT", help="cases with this text in their name or words")
    parser.add_argument("-j", type=int, default=1, metavar="N", help="cases at a time")
    parser.add_argument("--binary", type=Path, metavar="PATH", help="default: build/release, else build/dev")
    parser.add_argument("--with-option", action="append", default=[], metavar="OPTION",
                        help="an option of our own, such as --no-batch")
    parser.add_argument("--refresh", action="store_true", help="run ./configure again instead of using what is kept")
    parser.add_argument("--keep", action="store_true", help="leave the folders of the case as they are")
    parser.add_argument("--lines", type=int, default=12, metavar="N", help="differing lines to show for a file")
    parser.add_argument("--files", type=int, default=8, metavar="N", help="differing files to show lines of")
    parser.add_argument("--list", action="store_true", help="name the cases and end")
    parser.add_argument("--trees", type=Path, default=os.environ.get("PYCONFIGURE_TREES", TOP / "build" / "trees"))
    parser.add_argument("--work", type=Path, default=TOP / "build" / "parity")
    parser.add_argument("--cache", type=Path, default=TOP / "build" / "parity-cache")
    parser.add_argument("--matrix", action="store_true", help="each option with each value, for each --tree (comma separated)")
    parser.add_argument("--shard", metavar="I/N", help="the I-th of N parts of the cases")
    parser.add_argument("--resume", action="store_true", help="leave out the cases that this binary has done the same in this work folder")
    parser.add_argument("--random", type=int, metavar="N", help="N drawn option combinations for each --tree (comma separated)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="with --random")
    parser.add_argument("--ad-hoc", action="store_true", help="compare one command line: the words after --")
    parser.add_argument("--env", action="append", default=[], metavar="NAME=VALUE", help="with --ad-hoc")
    parser.add_argument("--layout", choices=sorted(table.LAYOUTS), default="out", help="with --ad-hoc")
    parser.add_argument("--flags", default="", help="with --ad-hoc: root=minimal, copy, twice")
    parser.add_argument("--tree", default=DEFAULT_TREE, metavar="VERSION", help="with --ad-hoc and --random")
    own, words = sys.argv[1:], []
    if "--" in own:
        words = own[own.index("--") + 1:]
        own = own[:own.index("--")]
    options = parser.parse_args(own)
    if words and not options.ad_hoc:
        parser.error("words after -- go with --ad-hoc")
    options.words = words
    return options


def chosen(options: argparse.Namespace) -> list:
    versions = options.tree.split(",")
    if options.matrix:
        return [case for version in versions for case in drawn.matrix(version, find_tree(version, options.trees))]
    if options.random:
        return [case for version in versions
                for case in drawn.draw(version, find_tree(version, options.trees), options.random, options.seed)]
    if options.ad_hoc:
        return [table.ad_hoc(options.tree, options.layout, options.flags, options.env, options.words)]
    everything = table.load(HERE / "cases.tsv")
    if options.case:
        missing = set(options.case) - {case.id for case in everything}
        if missing:
            raise table.TableError(f"no such case: {', '.join(sorted(missing))}")
        return [case for case in everything if case.id in options.case]
    some = [case for case in everything if options.set == "full" or case.set == "quick"]
    return [case for case in some if not options.k or options.k in f"{case.id} {case.described()}"]


def find_binary(given: Path) -> Path:
    places = [given] if given else [TOP / "build" / kind / OURS for kind in ("release", "dev")]
    for place in places:
        if os.access(place, os.X_OK) and place.is_file():
            return place.resolve()
    raise table.TableError(f"no binary at {' or '.join(map(str, places))}")


def stop(number: int, _frame: object) -> None:
    kill_running()
    os._exit(128 + number)


def main() -> int:
    options = parse()
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    try:
        selected = chosen(options)
        if options.shard:
            part, parts = map(int, options.shard.split("/"))
            selected = selected[part - 1::parts]
        options.binary = find_binary(options.binary)
        # What another binary did says nothing about this one.
        seen = options.work / f"same-{hashlib.sha256(options.binary.read_bytes()).hexdigest()[:12]}"
        done_before = set(seen.read_text().split()) if options.resume and seen.is_file() else set()
        left_out = sum(case.id in done_before for case in selected)
        selected = [case for case in selected if case.id not in done_before]
        if options.list:
            print("\n".join(f"{case.id}\t{case.set}\t{case.layout}\t{case.described()}" for case in selected))
            return 0
        options.work, options.cache = options.work.resolve(), options.cache.resolve()
        options.work.mkdir(parents=True, exist_ok=True)
        with open(options.work / ".trees.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            options.copies = {version: own_copy(find_tree(version, options.trees), options.work)
                              for version in {case.tree for case in selected}}
    except (table.TableError, subprocess.SubprocessError) as error:
        print(f"parity: {error}", file=sys.stderr)
        return 2
    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        running = {pool.submit(locked, case, options): case for case in selected}
        outcomes = []
        for done in concurrent.futures.as_completed(running):
            outcomes.append(done.result())
            if outcomes[-1].kind == "same":
                with open(seen, "a") as record:
                    record.write(running[done].id + "\n")
            show(running[done], outcomes[-1], options)
    if left_out:
        print(f"{left_out} left out: identical before, with this binary")
        outcomes += [Outcome("same", "before")] * left_out
    return summary(outcomes, time.monotonic() - start)


def summary(outcomes: list, seconds: float) -> int:
    count = {kind: sum(outcome.kind == kind for outcome in outcomes) for kind in ("same", "differs", "skipped")}
    ours, theirs = (sum(outcome.seconds[side] for outcome in outcomes) for side in (0, 1))
    if ours:
        print(f"where both succeed: {ours:.1f} s, configure {theirs:.1f} s: {theirs / ours:.1f} times as fast")
    if count["skipped"]:
        print(f"{count['skipped']} skipped")
    print(f"{seconds:.0f} s in all")
    print(f"identical {count['same']} of {count['same'] + count['differs']}")
    print(f"{count['same']} passed, {count['differs']} failed")
    return 1 if count["differs"] or not count["same"] else 0


if __name__ == "__main__":
    sys.exit(main())
