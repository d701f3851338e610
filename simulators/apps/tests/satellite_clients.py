"""Satellites and private buses, as ipmitool and FreeIPMI reach them."""

import re

from assay_testing import PASSWORD, USER, main, wait_for
from client_bench import ClientBench

BLADES = f"""
name = "blades"
[device]
guid = "a55a7000-0001-4b3c-8d11-00005e005301"
[[user]]
id = 2
name = "{USER}"
password = "{PASSWORD}"
privilege = "administrator"
[[user]]
id = 3
name = "viewer"
password = "viewer-demo"
privilege = "user"
[[sensor]]
name = "Inlet"
number = 1
type = "temperature"
entity = "air inlet"
unit = "degrees C"
base = 23
[[fru]]
id = 0
product = {{ name = "Chassis" }}
[[record]]
kind = "controller"
name = "BMC"
capabilities = 0x8F
entity = "system board"
[[satellite]]
name = "Blade 1"
address = 0x82
entity = "processing blade"
[satellite.device]
id = 0x31
firmware = "3.01"
guid = "a55a7000-0001-4b3c-8d11-00005e005302"
[[satellite.sensor]]
name = "Blade Temp"
number = 1
type = "temperature"
entity = "processing blade"
unit = "degrees C"
base = 33
thresholds = {{ upper_critical = 60 }}
[[satellite.fru]]
id = 0
product = {{ manufacturer = "Assay", name = "Blade board" }}
[[satellite]]
name = "Shelf"
address = 0x72
channel = 7
behind = 0x82
entity = "system chassis"
[satellite.device]
id = 0x32
guid = "a55a7000-0001-4b3c-8d11-00005e005303"
[[bus_device]]
bus = 1
address = 0xA0
data = "92 13 0B 01 03 19 00 01 0B 11 01 08 0A 00 FC 00{' 00' * 240}"
[[bus_device]]
bus = 2
address = 0xAE
fru = 0
"""
BLADE = ("-t", "0x82", "-b", "0")


class Satellites(ClientBench):
    CHASSIS = BLADES

    def test_ipmitool_reaches_a_blade(self):
        self.assertRegex(self.ipmitool("mc", "info", before=BLADE), r"Device ID\s+: 49\n(?s:.*)Firmware Revision\s+: 3\.01")
        self.assertEqual(self.ipmitool("sdr", "elist", before=BLADE), "Blade Temp       | 01h | ok  | 41.1 | 33 degrees C\n")
        self.assertIn("Product Name          : Blade board", self.ipmitool("fru", "print", "0", before=BLADE))
        self.assertIn("Blade Temp", self.ipmitool("sensor", "list", before=BLADE))

    def test_ipmitool_reaches_a_shelf_behind_the_blade(self):
        said = self.ipmitool("mc", "info", before=("-T", "0x82", "-B", "0", "-t", "0x72", "-b", "7"))
        self.assertRegex(said, r"Device ID\s+: 50\n")

    def test_ipmitool_reaches_it_over_ipmi_1_5(self):
        self.assertRegex(self.lan("mc", "info", before=BLADE), r"Device ID\s+: 49\n")

    def test_the_repository_lists_it(self):
        self.assertEqual([line.split("|")[0].strip() for line in self.ipmitool("sdr", "elist", "all").splitlines()],
                         ["Inlet", "BMC", "Blade 1", "Blade Temp"])
        self.assertIn("Blade 1          | 00h | ok  | 41.1 | Dynamic MC @ 82h", self.ipmitool("sdr", "elist", "mcloc"))
        self.assertIn("33 degrees C", self.ipmitool("sdr", "elist", "all"), "its reading is bridged")
        self.assertRegex(self.ipmitool("fru", "print"), r"FRU Device Description : Blade 1\s+Product Manufacturer  : Assay")

    def test_freeipmi_bridges_its_sensors(self):
        said = self.freeipmi("ipmi-sensors", "--quiet-cache", "--bridge-sensors")
        self.assertRegex(said, r"Blade Temp \| Temperature \| 33\.00\s+\| C\s+\| 'OK'")

    def test_its_events_reach_the_log(self):
        self.ipmitool("sensor", "thresh", "Blade Temp", "ucr", "20", before=BLADE)
        self.assertTrue(wait_for(lambda: re.search(r"Generator ID\s+: 0082", self.ipmitool("-v", "sel", "list"))))

    def test_bridging_gives_nobody_more_rights(self):
        viewer = {"user": "viewer", "password": "viewer-demo", "level": "USER", "before": BLADE}
        self.assertRegex(self.ipmitool("mc", "info", **viewer), r"Device ID\s+: 49\n")
        self.assertIn("Insufficient privilege", self.ipmitool("raw", "0x06", "0x02", expect=1, **viewer))

    def i2c(self, *words):
        """The octets that were read; ipmitool also shows their bits."""
        return self.ipmitool("i2c", *words).splitlines()[0].split()

    def test_memories_on_private_buses(self):
        self.assertEqual(self.i2c("bus=1", "0xa0", "4", "0x00"), ["92", "13", "0b", "01"])
        self.assertRegex(self.ipmitool("spd", "1", "0xa0"), r"Memory Type\s+: DDR3 SDRAM")
        self.ipmitool("i2c", "bus=1", "0xa0", "0", "0x10", "0x77")
        self.assertEqual(self.i2c("bus=1", "0xa0", "1", "0x10"), ["77"])
        self.assertEqual(self.i2c("bus=2", "0xae", "1", "0x00"), ["01"], "a FRU's common header")
        self.ipmitool("i2c", "bus=3", "0xa0", "1", "0x00", expect=1)


if __name__ == "__main__":
    main()
