"""Serial over LAN with the consoles that people use: what is typed reaches the simulated host and its answer comes back."""

import os
import pty
import select
import tempfile
import time
import unittest

import rmcp_port
from assay_testing import PASSWORD, USER, Server, foreign, main

IPMICONSOLE_ADDRESS = "127.0.0.63"  # it knows no other port than 623: on an address of its own


class Terminal:
    """A program on a terminal of its own. Use it as a context manager; it is ended with the block."""

    def __init__(self, *command, home):
        self._program, self._end = pty.fork()
        if self._program == 0:
            os.environ["HOME"] = home
            os.execv(command[0], [str(word) for word in command])
        self.text = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self._end)  # hangs up
        os.waitpid(self._program, 0)

    def type(self, text):
        os.write(self._end, text.encode())

    def read_until(self, expected, seconds=15):
        """Has the program printed this since the last call, before it ended?"""
        end = time.monotonic() + seconds
        while (expected is None or expected not in self.text) and time.monotonic() < end:
            if select.select([self._end], [], [], 0.2)[0]:
                try:
                    self.text += os.read(self._end, 4096).decode(errors="replace")
                except OSError:  # the program has ended
                    break
        found = expected is not None and expected in self.text
        self.text = self.text.split(expected, 1)[1] if found else self.text
        return found

    def read_to_end(self, seconds=15):
        """Waits until the program has ended."""
        self.read_until(None, seconds)


class SerialOverLan(unittest.TestCase):
    def talk(self, command, leave):
        with tempfile.TemporaryDirectory() as home, Terminal(*command, home=home) as terminal:
            self.assertTrue(terminal.read_until("demo> "), terminal.text)
            for typed, answer in (("hello", "unknown command"), ("", "demo> ")):
                terminal.type(typed + "\r")
                self.assertTrue(terminal.read_until(answer), terminal.text)
            terminal.type(leave[0])
            self.assertTrue(terminal.read_until(leave[1]), terminal.text)
            terminal.read_to_end()  # it takes its leave of the BMC

    def test_ipmitool(self):
        with Server("bmcsim", "--demo", "--seed", "0", "--listen", "127.0.0.1:0") as bmc:
            for suite in (3, 17):
                self.talk([foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", bmc.port, "-U", USER, "-P", PASSWORD,
                           "-C", suite, "sol", "activate"], ("\r~.", "terminated ipmitool"))

    def test_ipmiconsole(self):
        ipmiconsole = foreign("ipmiconsole")
        rmcp_port.claim(self, "ipmiconsole", IPMICONSOLE_ADDRESS)
        with Server("bmcsim", "--demo", "--seed", "0", "--listen", f"{IPMICONSOLE_ADDRESS}:623"):
            for suite in (3, 8, 17):
                self.talk([ipmiconsole, "-h", IPMICONSOLE_ADDRESS, "-u", USER, "-p", PASSWORD, "-l", "ADMIN", "-I", suite],
                          ("&.", "closing the connection"))


if __name__ == "__main__":
    main()
