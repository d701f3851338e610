"""OEM commands of a chassis, as `ipmitool raw` gives them: what they answer, and what other commands show of it afterwards."""

import pathlib
import tempfile
import unittest

from assay_testing import HOME, PASSWORD, USER, Server, foreign, main, program, run


class Oem(unittest.TestCase):
    script = (HOME / "fixtures/chassis/oem.lua").read_text(encoding="utf-8")

    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        demo = (HOME / "fixtures/chassis/demo.toml").read_text(encoding="utf-8")
        self.chassis = folder / "chassis.toml"
        self.chassis.write_text(demo + '\n[oem]\nscript = "commands.lua"\n', encoding="utf-8")
        (folder / "commands.lua").write_text(self.script, encoding="utf-8")


class Commands(Oem):
    def setUp(self):
        super().setUp()
        self.bmc = self.enterContext(Server("bmcsim", "--config", self.chassis, "--seed", "0", "--listen", "127.0.0.1:0"))

    def ipmitool(self, *words, level="ADMINISTRATOR", expect=0):
        done = run(foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", self.bmc.port, "-U", USER, "-P", PASSWORD, "-L",
                   level, "-C", "17", *words)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return (done.stdout + done.stderr).strip()

    def refused(self, code, *words, level="ADMINISTRATOR"):
        self.assertIn(f"rsp=0x{code:x}", self.ipmitool("raw", *words, level=level, expect=1))

    def test_the_fan_mode_is_kept_and_moves_the_fans(self):
        self.assertEqual(self.ipmitool("raw", "0x30", "0x45", "0"), "00")
        self.refused(0xD5, "0x30", "0x70", "0x66", "1", "0", "30")
        self.assertEqual(self.ipmitool("raw", "0x30", "0x45", "1", "1"), "")
        self.assertEqual(self.ipmitool("raw", "0x30", "0x45", "0"), "01")
        self.assertIn("10000", self.ipmitool("sensor", "reading", "Fan 1"))
        self.ipmitool("raw", "0x30", "0x70", "0x66", "1", "0", "30")
        self.assertIn("3000", self.ipmitool("sensor", "reading", "Fan 1"))
        self.assertEqual(self.ipmitool("raw", "0x30", "0x70", "0x66", "0", "0"), "1e")

    def test_wrong_data_lengths_and_privileges_are_refused(self):
        self.refused(0xCC, "0x30", "0x45", "1", "3")
        self.refused(0xC7, "0x30", "0x45")
        self.refused(0xC1, "0x30", "0x44")
        self.refused(0xD4, "0x30", "0x30", "1", "0", level="OPERATOR")

    def test_makers_are_told_apart(self):
        # 32473 is 7ED9h
        self.ipmitool("raw", "0x2e", "0x01", "0xd9", "0x7e", "0x00", "4", "2")
        self.assertEqual(self.ipmitool("raw", "0x2e", "0x01", "0xd9", "0x7e", "0x00", "4"), "d9 7e 00 02")
        self.refused(0xC1, "0x2e", "0x01", "0x57", "0x01", "0x00", "4")
        tenths = bytes.fromhex(self.ipmitool("raw", "0x2e", "0x02", "0xd9", "0x7e", "0x00", level="USER").replace(" ", ""))
        printed = float(self.ipmitool("sensor", "reading", "Inlet Temp").split("|")[1])
        self.assertEqual(int.from_bytes(tenths[3:], "little"), printed * 10)

    def test_events_are_in_the_log(self):
        self.ipmitool("sel", "clear")
        self.ipmitool("raw", "0x30", "0x03")
        self.assertIn("Deasserted", self.ipmitool("sel", "elist"))


class Mistakes(Oem):
    script = 'oem.command{ netfn = 0x30, command = 1, length = 0, run = function()\n  while true do end\nend }\n'

    def test_one_in_a_command_is_ff_and_said_once(self):
        with Server("bmcsim", "--config", self.chassis, "--listen", "127.0.0.1:0") as bmc:
            for _ in range(3):
                done = run(foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", bmc.port, "-U", USER, "-P", PASSWORD,
                           "-C", "17", "raw", "0x30", "1")
                self.assertIn("rsp=0xff", done.stderr)
            self.assertRegex(bmc.log(), r"^bmcsim: \S*commands\.lua:2: it ran for more than .* \(command 30h/01h\)\n$")

    def test_one_in_the_script_is_said_before_anything_is_served(self):
        (self.chassis.parent / "commands.lua").write_text("\noem.comand{}\n", encoding="utf-8")
        done = run(program("bmcsim"), "--config", self.chassis, timeout=10)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"^bmcsim: \S*commands\.lua:2: .*nil value")


if __name__ == "__main__":
    main()
