"""bmcsim --state: what ipmitool sets is there after a restart, and after the process was killed while it wrote."""

import os
import signal
import subprocess
import tempfile
import time
import unittest

from assay_testing import PASSWORD, USER, Server, foreign, main, program, run, wait_for


class State(unittest.TestCase):
    def setUp(self):
        self.folder = os.path.join(self.enterContext(tempfile.TemporaryDirectory()), "state")

    def serve(self):
        return Server("bmcsim", "--demo", "--seed", "0", "--listen", "127.0.0.1:0", "--state", self.folder)

    def tool(self, server, *words):
        host, port = server.endpoint.rsplit(":", 1)
        result = run(foreign("ipmitool"), "-I", "lanplus", "-H", host, "-p", port, "-U", USER, "-P", PASSWORD, *words)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def files(self):
        return [name for name in os.listdir(self.folder) if name.endswith(".toml")]

    def test_a_restart_brings_settings_back(self):
        with self.serve() as bmc:
            self.tool(bmc, "user", "set", "name", "9", "newcomer")
            self.tool(bmc, "lan", "set", "1", "ipaddr", "192.0.2.9")
            self.tool(bmc, "dcmi", "set_asset_tag", "rack seven")
            self.tool(bmc, "raw", "4", "0x12", "9", "1", "0x18", "0x11", "0")  # a policy of PEF
            self.tool(bmc, "sel", "clear")
            self.tool(bmc, "event", "1")
        with self.serve() as bmc:
            self.assertIn("newcomer", self.tool(bmc, "user", "list", "1"))
            self.assertIn("192.0.2.9", self.tool(bmc, "lan", "print", "1"))
            self.assertIn("rack seven", self.tool(bmc, "dcmi", "asset_tag"))
            self.assertIn("01 18 11 00", self.tool(bmc, "raw", "4", "0x13", "9", "1", "0"))
            self.assertEqual(len(self.tool(bmc, "sel", "list").splitlines()), 1)

    def test_reading_writes_no_file(self):
        with self.serve() as bmc:
            self.tool(bmc, "lan", "print", "1")
        self.assertEqual(self.files(), [])

    def test_a_broken_file_is_named_with_its_line(self):
        with self.serve() as bmc:
            self.tool(bmc, "lan", "set", "1", "ipaddr", "192.0.2.9")
        path = os.path.join(self.folder, self.files()[0])
        with open(path, "a", encoding="utf-8") as file:
            file.write("\n= broken\n")
        result = run(program("bmcsim"), "--demo", "--listen", "127.0.0.1:0", "--state", self.folder)
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, path + r":\d+: ")

    def test_a_second_process_is_turned_away(self):
        with self.serve():
            result = run(program("bmcsim"), "--demo", "--listen", "127.0.0.1:0", "--state", self.folder)
        self.assertEqual(result.returncode, 1)
        self.assertIn("another process has this folder", result.stderr)


if __name__ == "__main__":
    main()
