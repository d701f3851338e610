#!/usr/bin/env python3
"""Runs clang-tidy over the compilation database of the tidy preset, remembering what already passed.

Without arguments: the C++ files changed since the upstream branch (all, where there is no upstream). --all: every file.
A unit that passed is not run again until its preprocessed text or .clang-tidy changes.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build/tidy"
PASSED = BUILD / "passed"


def git(*arguments):
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()


def changed_files():
    """Sources that differ from the upstream branch; None when there is no upstream to compare with."""
    base = git("merge-base", "HEAD", "@{upstream}")
    if not base:
        return None
    names = git("diff", "--name-only", base[0]) + git("ls-files", "--others", "--exclude-standard")
    return {str(ROOT / name) for name in names if name.endswith((".cpp", ".hpp"))}


def units(everything):
    database = json.loads((BUILD / "compile_commands.json").read_text(encoding="utf-8"))
    ours = [unit for unit in database if str(BUILD) not in unit["file"] and "CMakeFiles" not in unit["file"]]
    changed = None if everything else changed_files()
    if changed is None:
        return ours
    if any(name.endswith(".hpp") for name in changed):
        folders = {name.split("/include/")[0] for name in changed if name.endswith(".hpp")}
        return [unit for unit in ours if unit["file"] in changed or any(unit["file"].startswith(f) for f in folders)]
    return [unit for unit in ours if unit["file"] in changed]


def fingerprint(unit):
    words = shlex.split(unit["command"])
    output = words.index("-o")
    command = words[:output] + words[output + 2:] + ["-E", "-P"]
    text = subprocess.run(command, cwd=unit["directory"], capture_output=True, check=False).stdout
    return hashlib.sha256(text + (ROOT / ".clang-tidy").read_bytes()).hexdigest()


def check(unit):
    stamp = PASSED / fingerprint(unit)
    if stamp.exists():
        return unit["file"], None
    # The database is g++'s, whose warnings clang does not all know.
    command = ["clang-tidy", "--quiet", "--warnings-as-errors=*", "--extra-arg=-Wno-unknown-warning-option", "-p", str(BUILD),
               unit["file"]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        stamp.touch()
        return unit["file"], ""
    return unit["file"], done.stdout + done.stderr


def main():
    PASSED.mkdir(parents=True, exist_ok=True)
    failed = ran = 0
    chosen = units("--all" in sys.argv[1:])
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, output in pool.map(check, chosen):
            ran += output is not None
            if output:
                failed += 1
                print(f"{os.path.relpath(name, ROOT)}:\n{output}", flush=True)
    print(f"clang-tidy: {len(chosen)} files, {len(chosen) - ran} unchanged since they passed, {failed} with findings")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
