"""The chassis of fixtures/chassis: real tools read each of them without a complaint, and each does what it says."""

import re
import socket
import struct
import tempfile
import time
import unittest
from collections import Counter

from assay_testing import HOME, Server, foreign, main, program, run, wait_for

ADMINS = {"rack-server": "Server-in-a-rack", "blade": "Blades-in-a-box", "storage-node": "Drives-in-a-row",
          "misbehaving": "Bears-it-at-all"}


def chassis(name):
    return HOME / f"fixtures/chassis/{name}.toml"


class Model(unittest.TestCase):
    def serve(self, name, *words, seed="0"):
        self.user, self.password = "admin", ADMINS.get(name)
        self.bmc = self.enterContext(Server("bmcsim", "--config", chassis(name), "--seed", seed, "--listen", "127.0.0.1:0",
                                            *words))

    def tool(self, *words, options=("-I", "lanplus", "-C", "17"), expect=0):
        result = run(foreign("ipmitool"), "-H", "127.0.0.1", "-p", self.bmc.port, "-U", self.user, "-P", self.password,
                     "-N", "1", "-R", "2", *options, *words, timeout=60)
        self.assertEqual(result.returncode, expect, f"{words}: {result.stdout}{result.stderr}")
        if expect == 0:
            self.assertEqual(result.stderr.replace("SEL has no entries\n", ""), "", words)
        return result.stdout

    def healthy(self, sensors, inventories, events):
        listed = self.tool("sdr", "elist").splitlines()
        self.assertEqual(len([line for line in listed if "| ok " in line]), sensors, "\n".join(listed))
        self.assertEqual(len(re.findall("FRU Device Description", self.tool("fru", "print"))), inventories)
        self.assertEqual(len(self.tool("sel", "elist").splitlines()), events)
        self.assertEqual(len(self.tool("sensor", "list").splitlines()), sensors)
        self.assertNotIn("Unknown", self.tool("sdr", "elist", "all"))


class Models(Model):
    def test_the_rack_server(self):
        self.serve("rack-server")
        self.healthy(sensors=38, inventories=3, events=4)
        self.assertIn("Fully Redundant", self.tool("sdr", "elist"))
        self.assertIn("360 Watts", self.tool("dcmi", "power", "reading"))
        self.tool("power", "off")
        self.assertRegex(self.tool("sdr", "elist"), r"Fan 1 .* 0 RPM")

    def test_the_storage_node(self):
        self.serve("storage-node")
        self.healthy(sensors=41, inventories=2, events=3)
        listed = self.tool("sdr", "elist")
        self.assertEqual(listed.count("Drive Present"), 22)
        self.assertIn("Drive Slot", self.tool("sel", "elist"))

    def test_the_blade_chassis_and_its_blades(self):
        self.serve("blade")
        self.assertEqual(len(re.findall(r"\| ok .*", self.tool("sdr", "elist"))), 28)
        for address, blade in ((0x82, 1), (0x84, 2), (0x86, 3), (0x88, 4)):
            there = ("-t", hex(address), "-b", "0")
            self.assertIn(f"1.{blade:02d}", self.tool(*there, "mc", "info"))
            self.assertIn(f"B{blade} CPU Temp", self.tool(*there, "sdr", "elist"))
            self.assertIn(f"BL00003{blade}", self.tool(*there, "fru", "print", "0"))

    def test_every_scenario_changes_something(self):
        for name, scenarios in {"rack-server": 9, "storage-node": 1, "blade": 1}.items():
            folder = self.enterContext(tempfile.TemporaryDirectory())
            with open(chassis(name), encoding="utf-8") as file:
                names = re.findall(r'\[\[scenario\]\]\nname = "(.*)"', file.read())
            self.assertEqual(len(names), scenarios)
            for index, scenario in enumerate(names):
                path = f"{folder}/{index}.sock"
                self.serve(name, "--control", path)

                def ctl(*words):
                    result = run(program("bmcsim"), "ctl", "--control", path, *words)
                    self.assertEqual(result.returncode, 0, result.stderr)
                    return result.stdout
                def seen():
                    return ctl("sel", "list"), ctl("sensors"), "true" in re.search("answers .*", ctl("status")).group()
                before = seen()
                ctl("scenario", "start", scenario)
                after = []
                for seconds in ("10", "18", "12"):
                    ctl("advance", seconds)
                    after.append(seen())
                self.assertNotEqual(after, [before] * 3, scenario)

    def played(self, scenario, *seconds):
        """The SEL of the rack server, as ipmitool tells it, so many seconds after the scenario began"""
        path = f"{self.enterContext(tempfile.TemporaryDirectory())}/control.sock"
        self.serve("rack-server", "--control", path)

        def ctl(*words):
            result = run(program("bmcsim"), "ctl", "--control", path, *words)
            self.assertEqual(result.returncode, 0, result.stderr)
        ctl("sel", "clear")
        ctl("scenario", "start", scenario)
        for leap in seconds:
            ctl("advance", leap)
            yield self.tool("sel", "elist"), self.tool("sdr", "elist")

    def test_a_lost_supply_takes_the_redundancy_and_its_return_gives_it_back(self):
        steps = self.played("supply lost", "15", "80")
        log, sensors = next(steps)
        self.assertRegex(log, r"PSU2 Status . Power Supply AC lost . Asserted")
        self.assertRegex(log, r"PSU Redundancy . Redundancy Lost . Asserted")
        self.assertRegex(sensors, r"PSU2 Input .* 0 Watts")
        self.assertRegex(sensors, r"PSU1 Input .* 3[67]\d Watts", "the other supply bears it all")
        log, sensors = next(steps)
        self.assertRegex(log, r"PSU Redundancy . Fully Redundant . Asserted")
        self.assertRegex(log, r"PSU2 Status . Power Supply AC lost . Deasserted")
        self.assertRegex(sensors, r"PSU2 Input .* 1[78]\d Watts")

    def test_a_storm_of_memory_errors_ends_at_the_logging_limit(self):
        steps = self.played("memory errors", "58", "5", "60")
        log, _ = next(steps)
        self.assertEqual(log.count("Correctable ECC"), 200)
        self.assertNotIn("logging limit", log)
        log, sensors = next(steps)
        self.assertRegex(log, r"Memory ECC . Correctable ECC logging limit reached . Asserted")
        self.assertRegex(sensors, r"Memory ECC .* Correctable ECC, Correctable ECC logging limit reached")
        log, _ = next(steps)
        self.assertRegex(log, r"Memory ECC . Uncorrectable ECC . Asserted")


class Insecure(Model):
    def setUp(self):
        self.serve("insecure")

    def test_every_open_door_is_open(self):
        self.user, self.password = "ADMIN", "certainly wrong"
        self.assertIn("is on", self.tool("power", "status", options=("-I", "lanplus", "-C", "0")))
        self.assertIn("root", self.tool("user", "list", "1", options=("-I", "lanplus", "-C", "0")))
        self.user, self.password = "", ""
        self.assertIn("1.03", self.tool("mc", "info"))
        self.user, self.password = "ADMIN", "ADMIN"
        for kind in ("NONE", "PASSWORD", "MD5"):
            self.assertIn("1.03", self.tool("mc", "info", options=("-I", "lan", "-A", kind)))
        with tempfile.TemporaryDirectory() as home:  # ipmitool has no MD2
            told = run(foreign("bmc-info"), "-D", "LAN", "-a", "MD2", "-h", f"127.0.0.1:{self.bmc.port}", "-u", "ADMIN", "-p", "ADMIN",
                       "--get-device-id", env={"HOME": home})
        self.assertRegex(told.stdout, r"Firmware Revision\s+: 1\.03", told.stderr)
        self.password = "wrong"
        for _ in range(7):
            self.tool("mc", "info", expect=1)
        self.password = "ADMIN"
        self.assertIn("1.03", self.tool("mc", "info"))

    def test_other_machines_are_kept_out(self):
        result = run(program("bmcsim"), "--config", chassis("insecure"), "--listen", "0.0.0.0:0")
        self.assertEqual(result.returncode, 64)
        self.assertRegex(result.stderr, "cipher suite 0, anonymous login, authentication type none, MD2, passwords in clear text")
        self.assertIn("--insecure", result.stderr)
        with Server("bmcsim", "--config", chassis("insecure"), "--listen", "0.0.0.0:0", "--insecure") as exposed:
            self.assertTrue(exposed.endpoint.startswith("0.0.0.0:"))


class Misbehaving(Model):
    PINGS = 1000
    TAGS = 250

    def test_pings_are_lost_late_and_doubled_as_often_as_it_says(self):
        self.serve("misbehaving", "--speed", "10", seed="7")
        sent, arrivals = [], []
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.connect(("127.0.0.1", int(self.bmc.port)))
            for burst in range(self.PINGS // 50):  # no more than a socket buffers
                for _ in range(50):
                    client.send(bytes([6, 0, 0xFF, 6]) + struct.pack(">IBBBB", 4542, 0x80, len(sent) % self.TAGS, 0, 0))
                    sent.append(time.monotonic())
                client.settimeout(0.02 if burst < self.PINGS // 50 - 1 else 1)
                try:
                    while answer := client.recv(100):
                        back = (len(sent) - 1 - answer[9]) % self.TAGS
                        arrivals.append((len(sent) - 1 - back, time.monotonic()))
                except TimeoutError:
                    pass
        times = Counter(ping for ping, _ in arrivals)
        told = {"lost": self.PINGS - len(times), "doubled": sum(count == 2 for count in times.values()),
                "late": sum(at - sent[ping] > 0.15 for ping, at in arrivals)}  # 2.5 s at tenfold speed
        # 0.05 of each, but few late answers are kept at a time: the others are lost, too
        for what, least, most in (("lost", 25, 140), ("doubled", 25, 90), ("late", 2, 90)):
            self.assertTrue(least <= told[what] <= most, f"{what}: {told[what]} of {self.PINGS}; expected {least} to {most}")

    def test_the_chain_of_sdrs_has_no_end(self):
        self.serve("misbehaving", seed="7")
        ids, record = [], 0
        while len(ids) < 12:
            said = run(foreign("ipmitool"), "-I", "lanplus", "-C", "17", "-H", "127.0.0.1", "-p", self.bmc.port, "-U", "admin",
                       "-P", self.password, "-N", "1", "-R", "4", "raw", "0x0a", "0x23", "0", "0", record & 0xFF, record >> 8, "0",
                       "5", timeout=60).stdout.split()
            if len(said) < 2:
                continue
            record = int(said[1] + said[0], 16)
            ids.append(record)
        self.assertIn(0, ids)
        self.assertNotIn(0xFFFF, ids)

    def test_a_patient_client_gets_through(self):
        self.serve("misbehaving", seed="7")

        def answers():
            return run(foreign("ipmitool"), "-I", "lanplus", "-C", "17", "-H", "127.0.0.1", "-p", self.bmc.port, "-U", "admin",
                       "-P", self.password, "-N", "1", "-R", "4", "power", "status", timeout=60).returncode == 0
        self.assertTrue(wait_for(answers, 60))


if __name__ == "__main__":
    main()
