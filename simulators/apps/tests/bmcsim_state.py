"""bmcsim --state: what ipmitool sets is there after a restart, and after the process was killed while it wrote."""

import os
import pathlib
import signal
import tempfile
import time
import unittest

import assay_testing
from assay_testing import PASSWORD, USER, Server, foreign, main, program, run


class State(unittest.TestCase):
    def setUp(self):
        self.folder = os.path.join(self.enterContext(tempfile.TemporaryDirectory()), "state")

    def serve(self, *options):
        return Server("bmcsim", "--demo", "--seed", "0", "--listen", "127.0.0.1:0", "--state", self.folder, *options)

    def tool(self, server, *words):
        return self.tool_at(server.endpoint.rsplit(":", 1)[1], *words)

    def tool_at(self, port, *words):
        result = run(foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", str(port), "-U", USER, "-P", PASSWORD, *words)
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

    def test_what_was_cut_off_by_a_kill_is_whole(self):
        """Killed at any moment: what was answered a second before is there, and no file is broken."""
        for round_ in range(6):
            bmc = self.serve()
            self.tool(bmc, "lan", "set", "1", "ipaddr", f"192.0.2.{10 + round_}")
            time.sleep(1.2)
            # at other points of the half seconds in which it writes
            end = time.monotonic() + 0.1 * round_
            while time.monotonic() < end:
                self.tool(bmc, "dcmi", "set_asset_tag", f"round {round_} {time.monotonic_ns()}")
            os.kill(bmc.process.pid, signal.SIGKILL)
            bmc.process.wait(timeout=10)
            bmc.stop()
            with self.serve() as bmc:
                self.assertIn(f"192.0.2.{10 + round_}", self.tool(bmc, "lan", "print", "1"))
        self.assertEqual(len(self.files()), 1)

    def ctl(self, *words):
        result = run(program("bmcsim"), "ctl", "--control", os.path.join(os.path.dirname(self.folder), "control"), *words)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def test_what_is_saved_by_hand_survives_a_kill_at_once(self):
        bmc = self.serve("--control", os.path.join(os.path.dirname(self.folder), "control"))
        self.tool(bmc, "lan", "set", "1", "ipaddr", "192.0.2.77")
        self.ctl("save")
        os.kill(bmc.process.pid, signal.SIGKILL)
        bmc.process.wait(timeout=10)
        bmc.stop()
        with self.serve() as bmc:
            self.assertIn("192.0.2.77", self.tool(bmc, "lan", "print", "1"))

    def test_a_factory_reset_brings_the_chassis_file_back(self):
        control = ("--control", os.path.join(os.path.dirname(self.folder), "control"))
        with self.serve(*control) as bmc:
            before = self.tool(bmc, "lan", "print", "1")
            self.tool(bmc, "lan", "set", "1", "ipaddr", "192.0.2.77")
            self.tool(bmc, "sel", "clear")
            self.ctl("save")
            self.assertEqual(len(self.files()), 1)
            self.ctl("factory-reset")
            self.assertEqual(self.files(), [])
            self.assertEqual(self.tool(bmc, "lan", "print", "1"), before)
            self.assertGreater(len(self.tool(bmc, "sel", "list").splitlines()), 1)
        with self.serve() as bmc:
            self.assertEqual(self.tool(bmc, "lan", "print", "1"), before)

    def test_power_on_hours_and_what_oem_commands_keep_come_back(self):
        fixtures = pathlib.Path(assay_testing.HOME, "fixtures/chassis")
        script = os.path.join(os.path.dirname(self.folder), "count.lua")
        chassis = os.path.join(os.path.dirname(self.folder), "chassis.toml")
        pathlib.Path(script).write_text("oem.command{ netfn = 0x30, command = 1, length = 0, run = function()\n"
                                        "  chassis.state.count = (chassis.state.count or 0) + 1\n"
                                        "  return 0, string.char(chassis.state.count) end }\n", encoding="utf-8")
        demo = (fixtures / "demo.toml").read_text(encoding="utf-8")
        pathlib.Path(chassis).write_text(demo + '\n[oem]\nscript = "count.lua"\n', encoding="utf-8")
        options = ("--config", chassis, "--listen", "127.0.0.1:0", "--state", self.folder, "--control", os.path.join(os.path.dirname(self.folder), "control"))
        with Server("bmcsim", *options) as bmc:
            self.assertEqual(self.tool(bmc, "raw", "0x30", "1").split(), ["01"])
            hours = self.tool(bmc, "raw", "0", "0x0f")
            for _ in range(3):
                self.ctl("advance", "1200")
            later = self.tool(bmc, "raw", "0", "0x0f")
            self.assertNotEqual(later, hours)
        with Server("bmcsim", *options) as bmc:
            self.assertEqual(self.tool(bmc, "raw", "0", "0x0f"), later)
            self.assertEqual(self.tool(bmc, "raw", "0x30", "1").split(), ["02"])

    def test_a_fleet_keeps_each_bmc_apart(self):
        fleet = ("--fleet", "5", "--spread", "ports")
        with self.serve(*fleet) as bmc:
            first = int(bmc.endpoint.rsplit(":", 1)[1].split("-")[0])
            for member in range(5):
                self.tool_at(first + member, "lan", "set", "1", "ipaddr", f"192.0.2.{member + 1}")
        self.assertEqual(len(self.files()), 5)
        self.assertEqual({os.stat(os.path.join(self.folder, name)).st_mode & 0o777 for name in self.files()}, {0o600})
        with self.serve(*fleet) as bmc:
            first = int(bmc.endpoint.rsplit(":", 1)[1].split("-")[0])
            for member in range(5):
                self.assertIn(f"192.0.2.{member + 1}", self.tool_at(first + member, "lan", "print", "1"))

    def test_a_cold_reset_brings_back_what_is_kept(self):
        with self.serve() as bmc:
            self.tool(bmc, "lan", "set", "1", "ipaddr", "192.0.2.9")
            self.tool(bmc, "mc", "reset", "cold")
            time.sleep(3)
            self.assertIn("192.0.2.9", self.tool(bmc, "lan", "print", "1"))

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
