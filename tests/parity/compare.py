"""Differences between what two programs left, with the first lines of each."""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path

from workplace import OURS, THEIRS

# These hold the script's own line numbers and temporary names; see docs/parity.md.
NOT_BYTE_FOR_BYTE = {"config.log", "config.status"}
WINDOW = 300


class Result:
    """One side's folder: result.json, stdout, stderr, files/."""

    def __init__(self, folder: Path):
        self.folder = folder
        facts = json.loads((folder / "result.json").read_text())
        self.status = facts["status"]
        self.seconds = facts["seconds"]
        self.called_as = facts["called_as"]
        self.left = facts["left"]
        self.source = facts["source"]

    def said(self, stream: str) -> bytes:
        return (self.folder / stream).read_bytes()

    def content(self, path: str) -> bytes:
        return (self.folder / "files" / path).read_bytes()


def _lines(content: bytes) -> list:
    return content.decode(errors="backslashreplace").splitlines()


def first_differences(theirs: bytes, ours: bytes, limit: int) -> list:
    """The first lines that differ, `-` configure's and `+` ours, after the number of the line."""
    left, right = _lines(theirs), _lines(ours)
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    if start == len(left) == len(right):
        return ["the same lines, but not the same line ends"]
    diff = difflib.unified_diff(left[start:start + WINDOW], right[start:start + WINDOW], lineterm="", n=0)
    shown = [line[:300] for line in diff if not line.startswith(("---", "+++", "@@"))]
    more = [f"... {len(shown) - limit} more in the next {WINDOW} lines"] if len(shown) > limit else []
    return [f"line {start + 1}:"] + shown[:limit] + more


class Comparison:
    """Collects differences as (what, lines)."""

    def __init__(self, theirs: Result, ours: Result, limit: int):
        self.theirs = theirs
        self.ours = ours
        self.limit = limit
        self.found = []

    def _note(self, what: str, lines: list) -> None:
        self.found.append((what, lines))

    def _texts(self, what: str, theirs: bytes, ours: bytes) -> None:
        if theirs != ours:
            self._note(what, first_differences(theirs, ours, self.limit))

    def files(self) -> None:
        theirs, ours = self.theirs.left["entries"], self.ours.left["entries"]
        for path in sorted(set(theirs) | set(ours)):
            if path not in ours or path not in theirs:
                missing, entry = (OURS, theirs[path]) if path not in ours else (THEIRS, ours[path])
                self._note(f"{path}: not left by {missing}", [" ".join(entry)])
            elif theirs[path] != ours[path]:
                self._note(f"{path}: type or mode", [f"-{' '.join(theirs[path])}", f"+{' '.join(ours[path])}"])
            elif theirs[path][0] == "file" and path not in NOT_BYTE_FOR_BYTE:
                self._texts(path, self.theirs.content(path), self.ours.content(path))

    def whole(self) -> list:
        """Everything: status, transcript, files, source tree, the log's sections."""
        if self.theirs.status != self.ours.status:
            self._note("exit status", [f"-{self.theirs.status}", f"+{self.ours.status}"])
        for stream in ("stderr", "stdout"):
            ours = self.ours.said(stream)
            if "/" in self.ours.called_as:
                ours = ours.replace(self.ours.called_as.encode(), self.theirs.called_as.encode())
            self._texts(stream, self.theirs.said(stream), ours)
        self.files()
        for what in ("removed", "untouched"):
            if self.theirs.left.get(what) != self.ours.left.get(what):
                self._note(f"files {what}", [f"-{self.theirs.left.get(what)}", f"+{self.ours.left.get(what)}"])
        if self.theirs.source != self.ours.source:
            self._note("changes in the source tree", [f"-{self.theirs.source}", f"+{self.ours.source}"])
        if "config.log" in self.theirs.left["entries"] and "config.log" in self.ours.left["entries"]:
            self._log()
        return self.found

    def _log(self) -> None:
        theirs, ours = self.theirs.content("config.log"), self.ours.content("config.log")
        sections, own = _sections(theirs), _sections(ours)
        if sections != own:
            self._note("config.log: sections", [f"-{line}" for line in sections if line not in own]
                       + [f"+{line}" for line in own if line not in sections])
        if self.found:
            lines = _answers(theirs, ours)
            if lines:
                self.found.append(("config.log: answers (a hint, not compared)", lines[:3 * self.limit]))


def _sections(log: bytes) -> list:
    """The titles in boxes and the exit line, in order."""
    text = log.decode(errors="replace")
    return re.findall(r"^## (?!-)(.*?)\s*##$", text, re.M) + re.findall(r"^configure: exit \d+$", text, re.M)


def _answers(theirs: bytes, ours: bytes) -> list:
    """Cache variables that differ."""
    sides = []
    for log in (theirs, ours):
        _, _, tail = log.decode(errors="replace").partition("## Cache variables. ##")
        block = tail.partition("## Output variables. ##")[0]
        sides.append(dict(re.findall(r"^(\w+_cv_\w+)=(.*)$", block, re.M)))
    left, right = sides
    return [f"{name}: configure {left.get(name, '(unset)')}, {OURS} {right.get(name, '(unset)')}"
            for name in sorted(set(left) | set(right)) if left.get(name) != right.get(name)]


def rendered_again(ours: Result, again: Result, limit: int) -> list:
    """What config.status renders against what was there; the timing and the words of the two runs differ by nature."""
    comparison = Comparison(ours, again, limit)
    if again.status != 0:
        comparison.found.append(("exit status", [str(again.status), *_lines(again.said("stderr"))[:limit]]))
    comparison.files()
    return [(f"config.status: {what}", lines) for what, lines in comparison.found]
