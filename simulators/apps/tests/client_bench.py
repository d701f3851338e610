"""What the tests of one group of commands share: a bmcsim, and the clients that ask it."""

import tempfile
import unittest

from assay_testing import PASSWORD, USER, Server, foreign, run


class ClientBench(unittest.TestCase):
    """One bmcsim a test, with its sensors at rest; `CHASSIS` is a file's text where it is not the demo."""

    CHASSIS = None

    def setUp(self):
        chassis = ["--demo"]
        if self.CHASSIS:
            file = self.enterContext(tempfile.NamedTemporaryFile("w", suffix=".toml"))
            file.write(self.CHASSIS)
            file.flush()
            chassis = ["--config", file.name]
        self.bmc = self.enterContext(Server("bmcsim", *chassis, "--seed", "0", "--listen", "127.0.0.1:0"))

    def ipmitool(self, *words, user=USER, password=PASSWORD, level="ADMINISTRATOR", expect=0, before=()):
        """What `ipmitool` says; `before` are options that stand before the command."""
        result = run(foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", self.bmc.port, "-U", user, "-P", password,
                     "-L", level, "-C", "17", "-N", "1", "-R", "2", *before, *words, timeout=60)
        said = result.stdout + result.stderr
        self.assertEqual(result.returncode, expect, f"ipmitool {' '.join(map(str, words))}: {said}")
        return said

    def freeipmi(self, name, *words):
        with tempfile.TemporaryDirectory() as home:
            result = run(foreign(name), "-D", "LAN_2_0", "-h", f"127.0.0.1:{self.bmc.port}", "-u", USER, "-p", PASSWORD,
                         "-I", "17", *words, env={"HOME": home}, timeout=60)
        self.assertEqual(result.returncode, 0, f"{name} {words}: {result.stdout}{result.stderr}")
        return result.stdout
