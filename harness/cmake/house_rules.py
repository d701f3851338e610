#!/usr/bin/env python3
"""Rules of the house that no compiler knows: where heavy libraries may appear, budgets, and words that must not stay.

Prints each breach as file:line: message and exits 1 when there is any.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILE_LINES = 600  # STYLE: hard budget of a file
# Beast compiles slowly and would leak the transport into everything: only these folders, and never a public header.
BEAST_FOLDERS = ("reference-impl/wire/", "harness/drive/", "harness/load/", "harness/peer/", "harness/proxy/")
LEFT_OVER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
COMMENTED_CODE = re.compile(r"^\s*//\s*(if|for|while|return|auto|const)\b.*[;{]\s*$|^\s*//.*(=|\)|\w\.\w+|\})\s*;\s*$")
NOLINT = re.compile(r"NOLINT(?!END)(?!\w*\([\w.,\- ]+\).*\S)")


def tracked(*patterns):
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [name for name in listed if name and (ROOT / name).is_file()]


def breaches_of_source(name, lines):
    if len(lines) > FILE_LINES:
        yield 1, f"{len(lines)} lines; the budget is {FILE_LINES}"
    for number, line in enumerate(lines, 1):
        if "boost/beast" in line and line.lstrip().startswith("#include"):
            if not name.startswith(BEAST_FOLDERS) or "/include/" in name:
                yield number, "Beast may be included only inside " + ", ".join(BEAST_FOLDERS)
        if LEFT_OVER.search(line):
            yield number, "left-over marker; finish it or file an issue"
        if COMMENTED_CODE.match(line):
            yield number, "this looks like commented-out code"
        if NOLINT.search(line):
            yield number, "NOLINT has to name its check and its reason"


def first_include_breach(name, lines):
    """A source with a public header of its name includes that first: so each build proves that the header stands alone."""
    module, found, stem = name.rpartition("/src/")
    if not found:
        return
    for header in (ROOT / module / "include").rglob(stem.replace(".cpp", ".hpp")):
        own = f'#include "{header.relative_to(ROOT / module / "include")}"'
        number, first = next(((n, line) for n, line in enumerate(lines, 1) if line.startswith("#include")), (1, ""))
        if first != own:
            yield number, f"the first include has to be {own}: the build takes it for the proof that the header stands alone"


def breaches():
    for name in tracked("*.hpp", "*.cpp"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        if name.endswith(".hpp") and "#pragma once" not in lines[:40]:
            yield name, 1, "a header begins with #pragma once"
        for number, message in (*breaches_of_source(name, lines), *first_include_breach(name, lines)):
            yield name, number, message
    for name in tracked("*.lua", "*.py", "*.cmake", "CMakeLists.txt", "*/CMakeLists.txt"):
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1):
            if LEFT_OVER.search(line) and not name.endswith("house_rules.py"):
                yield name, number, "left-over marker; finish it or file an issue"
    for name in tracked():
        if (ROOT / name).stat().st_size > 200_000:
            yield name, 1, "larger than 200 kB; no captures or build output in the tree"


def main():
    found = sorted(set(breaches()))
    for name, number, message in found:
        print(f"{name}:{number}: {message}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
