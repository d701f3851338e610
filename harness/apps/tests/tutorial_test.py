"""Follows docs/tutorial-vendor-suite.md: writes its files, runs its commands, and looks for what it says they print."""

import os
import pathlib
import re
import shlex
import subprocess
import tempfile
import unittest

from assay_testing import BIN, HOME, Server, main

PAGE = HOME / "harness/docs/tutorial-vendor-suite.md"
ADDRESS = "127.0.0.1:5985"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def steps():
    """(kind, name, text) of each block, in order."""
    return BLOCK.findall(PAGE.read_text(encoding="utf-8"))


def squeezed(text):
    """Line breaks and indents are the terminal's."""
    return " ".join(text.split())


class Reader:
    """Somebody who does what the page says, in an empty folder."""

    def __init__(self, test, folder, address):
        self.test, self.folder, self.address = test, folder, address
        self.environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "ASSAY_HOME": str(HOME), "NO_COLOR": "1"}
        self.printed = ""
        self.commands = 0

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def type(self, line):
        command, _, remark = line.partition("   # exits with ")
        if command.startswith("export "):
            self.environment.update(word.split("=", 1) for word in shlex.split(command)[1:])
        elif not command.startswith("wsmand "):
            done = subprocess.run(["/bin/sh", "-c", command.replace(ADDRESS, self.address)], cwd=self.folder, env=self.environment,
                                  capture_output=True, text=True, timeout=60, check=False)
            self.printed = done.stdout + done.stderr
            self.test.assertEqual(done.returncode, int(remark or 0), f"{line}\n{self.printed}")
            self.commands += 1

    def compare(self, text):
        for line in text.replace(ADDRESS, self.address).splitlines():
            pattern = r".*?".join(re.escape(squeezed(part)) for part in line.split("…"))
            self.test.assertRegex(squeezed(self.printed), pattern, line)


class Tutorial(unittest.TestCase):
    def test_does_what_it_says(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        with Server("wsmand", "--demo", "--listen", "127.0.0.1:0") as wsmand:
            reader = Reader(self, folder, f"127.0.0.1:{wsmand.port}")
            for kind, name, text in steps():
                if name:
                    reader.write(name, text)
                elif kind == "sh":
                    for line in text.splitlines():
                        reader.type(line)
                else:
                    self.assertEqual(kind, "text")
                    reader.compare(text)
        self.assertGreaterEqual(reader.commands, 6)
        files = {str(path.relative_to(folder)) for path in folder.glob("acme/**/*") if path.is_file()}
        self.assertEqual(files, {"acme/catalogue/fan.toml", "acme/profiles/demo.toml", "acme/lib/fan.lua", "acme/fan.lua",
                                 "acme/deviations/demo.toml", "acme/broken.lua"})


if __name__ == "__main__":
    main()
