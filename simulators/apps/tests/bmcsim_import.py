"""bmcsim import: what ipmitool dumps of one BMC makes another one that ipmitool cannot tell from it."""

import os
import re
import stat
import tempfile

from assay_testing import HOME, PASSWORD, USER, Server, foreign, main, program, run
import unittest

COMPARED = (("sdr", "elist", "all"), ("fru", "print"), ("sel", "elist"), ("sensor", "list"))


class Import(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())

    def path(self, name):
        return os.path.join(self.folder, name)

    def ipmitool(self, bmc, *words, user=USER, password=PASSWORD):
        result = run(foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", bmc.port, "-U", user, "-P", password,
                     "-C", "17", "-N", "1", "-R", "2", *words)
        self.assertEqual(result.returncode, 0, f"{words}: {result.stdout}{result.stderr}")
        return result.stdout

    def serve(self, *words):
        return Server("bmcsim", "--seed", "0", "--listen", "127.0.0.1:0", *words)

    def dump(self, bmc):
        """Every dump, as the options of the import."""
        self.ipmitool(bmc, "sdr", "dump", self.path("sdr"))
        self.ipmitool(bmc, "fru", "read", "0", self.path("fru0"))
        self.ipmitool(bmc, "fru", "read", "1", self.path("fru1"))
        self.ipmitool(bmc, "sel", "writeraw", self.path("sel"))
        with open(self.path("sensors"), "w", encoding="utf-8") as out:
            out.write(self.ipmitool(bmc, "sensor", "list"))
        return ("--sdr", self.path("sdr"), "--fru", self.path("fru0"), "--fru", f"1={self.path('fru1')}", "--sel",
                self.path("sel"), "--sensors", self.path("sensors"))

    def complaint(self, *words):
        result = run(program("bmcsim"), "import", *words, "--out", self.path("wrong.toml"))
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertEqual(len(result.stderr.splitlines()), 2, result.stderr)
        self.assertFalse(os.path.exists(self.path("wrong.toml")))
        return result.stderr

    def test_the_copy_is_like_the_original(self):
        config = HOME / "fixtures/chassis/demo.toml"
        with self.serve("--config", config) as original:
            dumps = self.dump(original)
            expected = {words: self.ipmitool(original, *words) for words in COMPARED}
        result = run(program("bmcsim"), "import", *dumps, "--out", self.path("copy.toml"))
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(stat.S_IMODE(os.stat(self.path("copy.toml")).st_mode), 0o600)
        with open(self.path("copy.toml"), encoding="utf-8") as file:
            password = re.search(r'password = "(\w{20})"', file.read()).group(1)
        with self.serve("--config", self.path("copy.toml")) as copy:
            for words, text in expected.items():
                self.assertEqual(self.ipmitool(copy, *words, user="admin", password=password), text)

    def test_a_saved_log_has_the_same_events(self):
        with self.serve("--demo") as original:
            dumps = self.dump(original)
            self.ipmitool(original, "sel", "save", self.path("saved"))
        result = run(program("bmcsim"), "import", *dumps[:2], "--sel", self.path("saved"), "--out", self.path("copy.toml"))
        self.assertEqual(result.returncode, 0, result.stderr)
        with open(self.path("copy.toml"), encoding="utf-8") as file:
            self.assertEqual(file.read().count("[[event]]"), 5)

    def test_wrong_dumps_are_named_with_the_offset(self):
        with self.serve("--demo") as original:
            self.dump(original)
        with open(self.path("sdr"), "r+b") as file:
            file.truncate(100)
        self.assertRegex(self.complaint("--sdr", self.path("sdr")), r"sdr: offset 58: .*\n  .*ipmitool sdr dump")
        self.assertIn("/nowhere", self.complaint("--sdr", "/nowhere"))
        self.assertIn("--fru x=y", self.complaint("--sdr", self.path("sdr"), "--fru", "x=y"))

    def test_an_existing_file_is_not_overwritten(self):
        with self.serve("--demo") as original:
            dumps = self.dump(original)
        with open(self.path("wrong.toml"), "w", encoding="utf-8") as file:
            file.write("precious")
        result = run(program("bmcsim"), "import", *dumps, "--out", self.path("wrong.toml"))
        self.assertEqual(result.returncode, 1)
        with open(self.path("wrong.toml"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "precious")

    def test_wrong_usage_is_64(self):
        result = run(program("bmcsim"), "import", "--out", self.path("x"))
        self.assertEqual(result.returncode, 64)
        self.assertIn("--sdr", result.stderr)


if __name__ == "__main__":
    main()
