"""Runs one side of a case: the folders as the layout wants them, the program, what it left."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import minimal
import snapshot
from cases import Case

HERE = Path(__file__).resolve().parent
CLEAN_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
TIME_LIMIT = 1200
OURS = "pyconfigure"
THEIRS = "configure"


_running = set()


def kill_running() -> None:
    """Ends what still runs, with all that it started: each program has a process group of its own."""
    for child in list(_running):
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


class Workplace:
    """The folder of one case: the tree, the build folder beside it, the same paths for both programs."""

    def __init__(self, case: Case, tree: Path, top: Path):
        self.case = case
        self.pristine = tree
        self.top = top
        self.tree = top / tree.name
        self.in_tree = case.layout in ("in", "path")
        self.build = self.tree if self.in_tree else top / "build"

    def expand(self, text: str) -> str:
        for name, path in (("@TREE@", self.tree), ("@BUILD@", self.build), ("@FIXTURES@", HERE / "fixtures")):
            text = text.replace(name, str(path))
        return text

    def environment(self) -> dict:
        path = f"{self.top}/bin:{CLEAN_PATH}" if self.case.layout == "path" else CLEAN_PATH
        values = {"PATH": path, "HOME": str(self.top / "home"), "LC_ALL": "C", "TERM": "dumb"}
        values.update({name: self.expand(value) for name, value in self.case.env.items()})
        return values

    def called_as(self, program: str) -> str:
        """The program's name as it is typed: argument zero."""
        if self.case.layout == "path" and program == OURS:
            return OURS
        return {"out": f"{self.tree}/{program}", "rel": f"../{self.tree.name}/{program}",
                "srcdir": f"../bin/{program}"}.get(self.case.layout, f"./{program}")

    def arguments(self) -> list:
        first = [f"--srcdir=../{self.tree.name}"] if self.case.layout == "srcdir" else []
        return first + [self.expand(word) for word in self.case.args]

    def set_up(self, program: str, binary: Path) -> None:
        """A fresh tree and an empty build folder; our binary stands where configure stands."""
        shutil.rmtree(self.top, ignore_errors=True)
        (self.top / "home").mkdir(parents=True)
        # Beside a tree nothing is written into it (run() looks), so hard links do; in a tree much is.
        subprocess.run(["cp", "-a" if self.in_tree else "-al", f"{self.pristine}/.", str(self.tree)], check=True)
        beside = self.tree
        if self.case.layout in ("srcdir", "path"):
            beside = self.top / "bin"
            beside.mkdir()
            if program == THEIRS and self.case.layout == "srcdir":
                shutil.copy2(self.tree / THEIRS, beside / THEIRS)
        if program == OURS and "copy" in self.case.flags:
            shutil.copy2(binary, beside / OURS)
        elif program == OURS:
            (beside / OURS).symlink_to(binary)
        self.build.mkdir(exist_ok=True)
        if self.case.prepare:
            subprocess.run(["sh", "-euc", self.expand(self.case.prepare)], cwd=self.build, check=True,
                           env=self.environment())

    def call(self, command: list, said: Path) -> int:
        """Runs a command in the build folder; its words go to files. Returns the exit status."""
        if self.case.flags.get("root") == "minimal":
            command = minimal.wrapped(command, str(self.top / "overlay"))
        with open(said / "stdout", "wb") as out, open(said / "stderr", "wb") as err:
            child = subprocess.Popen(command, cwd=self.build, env=self.environment(), stdin=subprocess.DEVNULL,
                                     stdout=out, stderr=err, start_new_session=True, umask=0o022)
            _running.add(child)
            try:
                return child.wait(TIME_LIMIT)
            finally:
                _running.discard(child)
                if child.poll() is None:
                    os.killpg(child.pid, signal.SIGKILL)
                    child.wait()

    def run(self, program: str, binary: Path, result: Path, extra: list) -> None:
        """Sets up, runs and keeps what there is to compare in the folder `result`."""
        shutil.rmtree(result, ignore_errors=True)
        result.mkdir(parents=True)
        self.set_up(program, binary)
        tree_before = snapshot.scan(self.tree)
        before = tree_before if self.in_tree else {}
        command = [self.called_as(program), *extra, *self.arguments()]
        first = None
        for again in range(2 if "twice" in self.case.flags else 1):
            first = snapshot.scan(self.build) if again else None
            start = time.monotonic()
            status = self.call(command, result)
            seconds = time.monotonic() - start
        after = snapshot.scan(self.build)
        left = snapshot.changes(before, after)
        in_source = {} if self.in_tree else snapshot.changes(tree_before, snapshot.scan(self.tree))
        if first is not None:
            left["untouched"] = snapshot.untouched(first, after, left["entries"])
        snapshot.keep(self.build, left["entries"], result / "files")
        facts = {"status": status, "seconds": seconds, "called_as": self.called_as(program), "left": left,
                 "source": in_source}
        (result / "result.json").write_text(json.dumps(facts, indent=1))

    def render_again(self, result: Path) -> None:
        """Our config.status, without our binary and without its outputs, in the folder where configure ran."""
        shutil.rmtree(result, ignore_errors=True)
        result.mkdir(parents=True)
        for place in (self.tree / OURS, self.top / "bin" / OURS):
            if place.is_symlink() or place.exists():
                place.rename(place.with_name("away"))
        said = (result.parent / OURS / "stdout").read_text(errors="replace").splitlines()
        for line in said:
            if line.startswith("config.status: creating "):
                (self.build / line.split(" ", 2)[2]).unlink(missing_ok=True)
        status = self.call(["./config.status"], result)
        after = snapshot.scan(self.build)
        ours = json.loads((result.parent / OURS / "result.json").read_text())["left"]["entries"]
        entries = {path: after[path][0] for path in ours if path in after}
        snapshot.keep(self.build, entries, result / "files")
        facts = {"status": status, "seconds": 0.0, "called_as": "./config.status", "source": {},
                 "left": {"entries": entries, "removed": []}}
        (result / "result.json").write_text(json.dumps(facts, indent=1))
