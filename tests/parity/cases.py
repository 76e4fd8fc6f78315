"""The table of cases: what is run, where and with which words."""

from __future__ import annotations

import hashlib
import shlex
from dataclasses import dataclass, field
from pathlib import Path

LAYOUTS = {
    "out": "called by absolute path from a folder beside the tree",
    "rel": "called as ../TREE/configure from a folder beside the tree",
    "in": "called as ./configure in the tree",
    "path": "found on PATH and called in the tree (configure: ./configure)",
    "srcdir": "called from a folder of its own with --srcdir=../TREE",
}
COLUMNS = ["id", "set", "tree", "layout", "flags", "env", "args", "prepare"]


class TableError(Exception):
    """A line of the table that cannot be meant."""


@dataclass
class Case:
    id: str
    set: str
    tree: str
    layout: str
    flags: dict = field(default_factory=dict)
    env: dict = field(default_factory=dict)
    args: list = field(default_factory=list)
    prepare: str = ""

    def needs(self) -> list:
        """Commands without which the case says nothing."""
        return [name for name in self.flags.get("needs", "").split("+") if name]

    def described(self) -> str:
        words = [f"{name}={shlex.quote(value)}" for name, value in self.env.items()]
        words += [shlex.quote(word) for word in self.args]
        return " ".join(words) or "(no arguments)"


def _flags(text: str) -> dict:
    flags = {}
    for word in filter(None, text.split(",")):
        name, _, value = word.partition("=")
        if name not in ("root", "copy", "twice", "needs"):
            raise TableError(f"unknown flag {name!r}")
        flags[name] = value or "yes"
    return flags


def assignments(words: list) -> dict:
    """`NAME=value` words as a dictionary."""
    values = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise TableError(f"{word!r} is no NAME=value")
        values[name] = value
    return values


def _case(row: dict) -> Case:
    if row["set"] not in ("quick", "full"):
        raise TableError(f"{row['id']}: set is quick or full, not {row['set']!r}")
    if row["layout"] not in LAYOUTS:
        raise TableError(f"{row['id']}: unknown layout {row['layout']!r}")
    return Case(row["id"], row["set"], row["tree"], row["layout"], _flags(row["flags"]),
                assignments(shlex.split(row["env"])), shlex.split(row["args"]), row["prepare"])


def load(table: Path) -> list:
    """The cases of a tab separated table; `-` is an empty field, `#` starts a comment line."""
    cases = []
    for number, line in enumerate(table.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = ["" if text == "-" else text for text in line.split("\t")]
        fields += [""] * (len(COLUMNS) - len(fields))
        if len(fields) > len(COLUMNS):
            raise TableError(f"{table}:{number}: {len(fields)} fields where {len(COLUMNS)} are known")
        cases.append(_case(dict(zip(COLUMNS, fields))))
    names = [case.id for case in cases]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise TableError(f"{table}: stands twice: {', '.join(twice)}")
    return cases


def ad_hoc(tree: str, layout: str, flags: str, env: list, args: list) -> Case:
    """A case made of a command line; the same words always get the same name, so the reference is cached."""
    words = [tree, layout, flags, *env, "--", *args]
    name = hashlib.sha256("\0".join(words).encode()).hexdigest()[:8]
    return Case(f"adhoc-{name}", "full", tree, layout, _flags(flags), assignments(env), args)
