#!/usr/bin/env python3
"""Fails on an include that points up: each area of src/ may know only what stands below it (docs/architecture.md)."""

import re
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
KNOWS = {
    "base": [],
    "os": ["base"],
    "report": ["base", "os"],
    "options": ["base"],
    "tree": ["base", "options"],
    "probe": ["base", "options", "tree"],
    "c": ["base"],
    "toolchain": ["base", "os", "options", "tree", "probe", "c"],
    "decide": ["base", "options", "tree", "probe"],
    "render": ["base", "options", "tree", "probe", "decide"],
    "app": ["base", "os", "report", "options", "tree", "probe", "c", "toolchain", "decide", "render"],
}
INCLUDE = re.compile(r'^\s*#\s*include\s+["<](.*?)[">]', re.M)


def area_of(included: str, includer: Path) -> tuple:
    """(area, whether through its public headers) of an included name; nothing for the system's headers."""
    public = included.startswith("pyconfigure/")
    parts = Path(included[len("pyconfigure/"):] if public else included).parts
    if len(parts) > 1 and parts[0] in KNOWS:
        return parts[0], public
    near = (includer.parent / included).resolve()
    if near.exists() and (TOP / "src") in near.parents:
        return near.relative_to(TOP / "src").parts[0], False
    return None, public


def complaints(path: Path, area: str) -> list:
    if area not in KNOWS:
        return [f"{path.relative_to(TOP)}: {area} is no known area"]
    found = []
    for match in INCLUDE.finditer(path.read_text()):
        other, public = area_of(match.group(1), path)
        if other is None or other == area:
            continue
        where = f"{path.relative_to(TOP)}: includes {match.group(1)}"
        if other not in KNOWS[area]:
            found.append(f"{where}: {area} may not know {other}")
        elif not public:
            found.append(f"{where}: not one of the public headers of {other}")
    return found


def main() -> int:
    found, count = [], 0
    for root in (TOP / "src", TOP / "include" / "pyconfigure"):
        for path in sorted(root.rglob("*.[ch]pp")):
            count += 1
            found += complaints(path, path.relative_to(root).parts[0])
    print("\n".join(found + [f"{count} files looked at, {len(found)} includes point up"]))
    return 1 if found or not count else 0


if __name__ == "__main__":
    sys.exit(main())
