"""What the tests of one group of commands share: a bmcsim, and the clients that ask it."""

import os
import tempfile
import unittest

from assay_testing import PASSWORD, USER, Server, foreign, run


class ClientBench(unittest.TestCase):
    """One bmcsim a test, so that none sees what another did, with its sensors at rest, so that numbers can be compared exactly;
    `CHASSIS` is a file's text where it is not the demo."""

    CHASSIS = None

    def setUp(self):
        if self.CHASSIS:
            self.set_up_of(self.CHASSIS)
        else:
            self.start("--demo")

    def start(self, *options):
        self.bmc = self.enterContext(Server("bmcsim", *options, "--seed", "0", "--listen", "127.0.0.1:0"))

    def set_up_of(self, chassis):
        """A BMC of this text of a chassis."""
        file = self.enterContext(tempfile.NamedTemporaryFile("w", suffix=".toml", encoding="utf-8"))
        file.write(chassis)
        file.flush()
        self.start("--config", file.name)

    def set_up_from(self, changed):
        """A BMC of what `changed` makes of the demo chassis' text."""
        with open(os.path.join(os.environ["ASSAY_HOME"], "fixtures/chassis/demo.toml"), encoding="utf-8") as demo:
            self.set_up_of(changed(demo.read()))

    def ipmitool(self, *words, suite=17, user=USER, password=PASSWORD, level="ADMINISTRATOR", expect=0, before=()):
        """What `ipmitool` says: without a word of complaint, or with it where that is expected; `before` are options that stand
        before the command."""
        command = [foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", self.bmc.port, "-U", user, "-P", password,
                   "-L", level, "-N", "1", "-R", "2"]
        if suite is not None:
            command += ["-C", suite]
        result = run(*command, *before, *words, timeout=60)
        said = f"ipmitool -C {suite} {' '.join(map(str, words))}: {result.stdout}{result.stderr}"
        self.assertEqual(result.returncode, expect, said)
        if expect == 0 and "-v" not in words:
            self.assertEqual(result.stderr.replace("SEL has no entries", "").strip(), "", said)
        return result.stdout if expect == 0 else result.stdout + result.stderr

    def lan(self, *words, auth="MD5", password=PASSWORD, level="ADMINISTRATOR", expect=0, before=()):
        """The same over an IPMI 1.5 session."""
        result = run(foreign("ipmitool"), "-I", "lan", "-H", "127.0.0.1", "-p", self.bmc.port, "-U", USER, "-P", password,
                     "-A", auth, "-L", level, "-N", "1", "-R", "1", *before, *words, timeout=30)
        self.assertEqual(result.returncode, expect, f"ipmitool -A {auth}: {result.stdout}{result.stderr}")
        return result.stdout

    def freeipmi(self, name, *words, driver="LAN_2_0", expect=0):
        with tempfile.TemporaryDirectory() as home:
            result = run(foreign(name), "-D", driver, "-h", f"127.0.0.1:{self.bmc.port}", "-u", USER, "-p", PASSWORD, *words,
                         env={"HOME": home}, timeout=60)
        self.assertEqual(result.returncode, expect, f"{name} {words}: {result.stdout}{result.stderr}")
        return result.stdout
