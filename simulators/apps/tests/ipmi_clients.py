"""Real IPMI clients against bmcsim: ipmitool, FreeIPMI and ipmiutil find what the demo chassis holds.

--seed 0 holds every sensor at its base value, so that the numbers can be compared exactly.
"""

import hashlib
import os
import re
import tempfile
import time
import unittest

import rmcp_port
from assay_testing import PASSWORD, USER, Server, foreign, main, run, wait_for
from client_bench import ClientBench

SUITES = (3, 17)
ALL_SUITES = (1, 2, 3, 6, 7, 8, 11, 12, 15, 16, 17)
RC4_SUITES = (4, 5, 9, 10, 13, 14)
ABORTS_IPMITOOL = (11, 12)  # ipmitool#196: an assertion of its own
LEVELS = ("CALLBACK", "USER", "OPERATOR", "ADMINISTRATOR")

# name, ipmitool's reading with the sensors at rest, unit
READINGS = {
    "Inlet Temp": ("23", "degrees C"), "CPU0 Temp": ("58", "degrees C"), "DIMM A1 Temp": ("41", "degrees C"),
    "Exhaust Temp": ("47", "degrees C"), "Fan 1": ("5600", "RPM"), "Fan 2": ("5640", "RPM"),
    "12V Main": ("12.09", "Volts"), "5V Standby": ("5.03", "Volts"), "CPU0 Vcore": ("0.98", "Volts"),
    "System Power": ("312", "Watts"), "PSU1 Load": ("38", "percent"),
}
NEEDS_HOST = {"CPU0 Temp", "DIMM A1 Temp", "12V Main", "CPU0 Vcore", "System Power", "PSU1 Load"}


def rows(text):
    """Lines of cells between bars, as lists."""
    return [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if "|" in line]


class LongResets(ClientBench):
    """With what a test of resets needs."""

    def set_up_with_long_resets(self):
        """A BMC that is away for so long after a reset that a slow machine sees it."""
        times = "warm_reset_seconds = 5\ncold_reset_seconds = 5\n"
        self.set_up_from(lambda demo: demo.replace("[device]\n", f"[device]\n{times}"))

    def answers(self):
        """Does the BMC answer now? One attempt, without complaint."""
        return run(foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", self.bmc.port, "-U", USER, "-P",
                   PASSWORD, "-C", "17", "-N", "1", "-R", "1", "mc", "info").returncode == 0


class Sessions(ClientBench):
    """Every way in, at every privilege level, and what the level lets one do."""

    def set_up_with(self, security):
        """A BMC of the demo chassis whose [security] is this."""
        self.set_up_from(lambda demo: f"{demo}\n[security]\n{security}\n")

    def test_ipmitool_speaks_every_suite_at_every_level(self):
        for suite in ALL_SUITES:
            if suite in ABORTS_IPMITOOL:
                continue
            for level in LEVELS:
                if level == "CALLBACK":
                    said = self.ipmitool("mc", "info", suite=suite, level=level, expect=1)
                    self.assertIn("Insufficient privilege", said)
                    continue
                self.assertIn("2.14", self.ipmitool("mc", "info", suite=suite, level=level))
            self.assertIn("Insufficient privilege", self.ipmitool("chassis", "power", "on", suite=suite, level="USER",
                                                                  expect=1))

    def test_freeipmi_speaks_every_suite_at_every_level(self):
        for suite in ALL_SUITES:
            for level in LEVELS[1:]:
                text = self.freeipmi("bmc-info", "--get-device-id", "-I", suite, "-l", level.replace("ISTRATOR", ""))
                self.assertRegex(text, r"Firmware Revision\s+: 2\.14")

    def test_ipmi_1_5_sessions_at_every_level(self):
        self.set_up_with("auth_none = true\nauth_md2 = true\nauth_password = true")
        for auth, freeipmi in (("NONE", "NONE"), ("MD2", "MD2"), ("PASSWORD", "STRAIGHT_PASSWORD_KEY"), ("MD5", "MD5")):
            for level in LEVELS[1:]:
                if auth != "MD2":  # which Debian's ipmitool is built without
                    self.assertIn("2.14", self.lan("mc", "info", auth=auth, level=level))
                started = time.monotonic()
                text = self.freeipmi("bmc-info", "--get-device-id", "-a", freeipmi, "-l",
                                     level.replace("ISTRATOR", ""), driver="LAN")
                self.assertLess(time.monotonic() - started, 0.9, "nothing is sent twice")
                self.assertRegex(text, r"Firmware Revision\s+: 2\.14")

    def test_ipmi_1_5_sessions_without_per_message_authentication(self):
        for key in ("per_message_authentication", "user_level_authentication"):
            self.set_up_with(f"{key} = false")
            self.assertIn("2.14", self.lan("mc", "info"))
            self.assertRegex(self.freeipmi("bmc-info", "--get-device-id", driver="LAN"), r"Firmware Revision\s+: 2\.14")

    def test_a_bmc_key(self):
        self.set_up_with('kg = "0x11223344556677889900"')
        self.assertIn("2.14", self.ipmitool("-y", "11223344556677889900", "mc", "info"))
        self.freeipmi("bmc-info", "--get-device-id", "-k", "0x11223344556677889900")
        self.ipmitool("mc", "info", expect=1)
        self.freeipmi("bmc-info", "--get-device-id", expect=1)

    def test_suite_zero_where_the_chassis_offers_it(self):
        self.set_up_with("cipher_suites = [0, 3, 17]")
        self.assertIn("2.14", self.ipmitool("mc", "info", suite=0, level="USER", password="wrong"))
        self.ipmitool("mc", "info", suite=0, expect=1)

    def test_ipmitool_sees_its_sessions(self):
        self.assertRegex(self.ipmitool("session", "info", "all"), r"slot count\s+: 63(?s:.)*privilege level\s+: ADMINISTRATOR")


class Ipmitool(ClientBench):
    def test_reads_the_device(self):
        for suite in SUITES:
            text = self.ipmitool("mc", "info", suite=suite)
            self.assertRegex(text, r"Firmware Revision\s+: 2\.14")
            self.assertRegex(text, r"IPMI Version\s+: 2\.0")
            self.assertRegex(text, r"Product ID\s+: 2645")
        self.assertIn("a55a7000-0001-4b3c-8d11-00005e005301", self.ipmitool("mc", "guid"))
        self.assertIn("passed", self.ipmitool("mc", "selftest"))

    def test_finds_the_suites_before_the_session(self):
        # without -C ipmitool asks Get Channel Cipher Suites and complains on stderr when that is not answered
        self.assertIn("2.14", self.ipmitool("mc", "info", suite=None))
        listed = re.findall(r"^(\d+)\s", self.ipmitool("channel", "getciphers", "ipmi", "1"), re.M)
        self.assertEqual(listed, [str(suite) for suite in ALL_SUITES], "exactly the suites that work are advertised")

    def test_switches_the_power(self):
        for suite in SUITES:
            self.assertIn("is on", self.ipmitool("chassis", "power", "status", suite=suite))
            self.ipmitool("chassis", "power", "off", suite=suite)
            self.assertIn("is off", self.ipmitool("chassis", "power", "status", suite=suite))
            self.ipmitool("chassis", "power", "on", suite=suite)
            self.assertIn("is on", self.ipmitool("chassis", "power", "status", suite=suite))
        self.ipmitool("chassis", "power", "cycle")
        self.assertIn("is off", self.ipmitool("chassis", "power", "status"))
        self.assertIn("chassis power control command", self.ipmitool("chassis", "restart_cause"))

    def test_reads_the_chassis(self):
        status = self.ipmitool("chassis", "status")
        self.assertRegex(status, r"System Power\s+: on")
        self.assertRegex(status, r"Chassis Intrusion\s+: inactive")
        self.assertIn("405 days", self.ipmitool("chassis", "poh"))
        self.ipmitool("chassis", "policy", "always-off")
        self.assertRegex(self.ipmitool("chassis", "status"), r"Power Restore Policy : always-off")
        self.ipmitool("chassis", "identify", "5")

    def test_lists_the_sensors(self):
        for suite in SUITES:
            found = {row[0]: row[4] for row in rows(self.ipmitool("sdr", "elist", "full", suite=suite))}
            self.assertEqual(found, {name: " ".join(value) for name, value in READINGS.items()})
        compact = {row[0]: row[4] for row in rows(self.ipmitool("sdr", "elist", "compact"))}
        self.assertEqual(compact, {"PSU1 Status": "Presence detected", "PSU2 Status": "Presence detected",
                                   "Intrusion": "", "ACPI State": "S0/G0: working", "Watchdog": "",
                                   "NMI": ""})
        self.assertEqual(len(rows(self.ipmitool("sdr", "list"))), len(found) + len(compact))
        self.assertRegex(self.ipmitool("sdr", "info"), r"Record Count\s+: 20")

    def test_shows_no_reading_for_what_needs_the_host_while_it_is_off(self):
        self.ipmitool("chassis", "power", "off")
        listed = rows(self.ipmitool("sdr", "elist", "full"))
        self.assertEqual({row[0] for row in listed if row[4] == "No Reading"}, NEEDS_HOST)

    def test_the_fans_stand_still_without_an_alarm_while_the_host_is_off_and_its_end_is_logged(self):
        self.ipmitool("sel", "clear")
        self.ipmitool("chassis", "power", "off")
        fans = {row[0]: (row[2], row[4]) for row in rows(self.ipmitool("sdr", "type", "Fan"))}
        self.assertEqual(fans, {"Fan 1": ("ok", "0 RPM"), "Fan 2": ("ok", "0 RPM")})
        logged = self.ipmitool("sel", "elist")
        self.assertRegex(logged, r"ACPI State . S5/G2: soft-off . Asserted")
        self.assertNotIn("Fan", logged)
        self.ipmitool("chassis", "power", "on")
        self.assertIn("5600 RPM", self.ipmitool("sdr", "type", "Fan"))

    def test_reads_and_sets_thresholds(self):
        listed = {row[0]: row[1:] for row in rows(self.ipmitool("sensor", "list"))}
        self.assertEqual(listed["Inlet Temp"][:9], ["23.000", "degrees C", "ok", "na", "-7.000", "3.000", "38.000",
                                                     "42.000", "na"])
        self.ipmitool("sensor", "thresh", "Inlet Temp", "unc", "20")
        text = self.ipmitool("sensor", "get", "Inlet Temp")
        self.assertRegex(text, r"Upper Non-Critical\s+: 20\.000")
        self.assertRegex(text, r"Status\s+: Upper Non-Critical|Status\s+: nc")

    def test_finds_a_crossed_threshold_in_the_log(self):
        self.ipmitool("sel", "clear")
        self.ipmitool("sensor", "thresh", "Inlet Temp", "unc", "20")
        # sensors are sampled once a second
        self.assertTrue(wait_for(lambda: "Inlet Temp" in self.ipmitool("sel", "elist")))
        self.assertRegex(self.ipmitool("sel", "elist"), r"Inlet Temp \| Upper Non-critical going high \| Asserted \| "
                                                        r"Reading 23 > Threshold 20 degrees C")
        self.ipmitool("sensor", "thresh", "Inlet Temp", "unc", "38")
        self.assertTrue(wait_for(lambda: "Deasserted" in self.ipmitool("sel", "elist")))

    def test_keeps_the_log(self):
        for suite in SUITES:
            entries = rows(self.ipmitool("sel", "elist", suite=suite))
            self.assertEqual(len(entries), 5)
            self.assertEqual(entries[0][1:3], ["11/02/26", "06:15:04 UTC"])
            self.assertIn("General Chassis intrusion", entries[1])
        self.assertRegex(self.ipmitool("sel", "info"), r"Entries\s+: 5")
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as event:
            event.write("0x04 0x01 0x04 0x01 0x57 0x40 0x34\n")
            event.flush()
            self.ipmitool("sel", "add", event.name)
        self.assertEqual(len(rows(self.ipmitool("sel", "elist"))), 6)
        self.ipmitool("sel", "delete", "1")
        self.assertEqual(len(rows(self.ipmitool("sel", "elist"))), 5)
        self.ipmitool("sel", "clear")
        self.assertEqual(rows(self.ipmitool("sel", "elist")), [])
        self.ipmitool("sel", "time", "set", "01/02/27 03:04:05")
        self.assertIn("01/02/27 03:04:", self.ipmitool("sel", "time", "get"))

    def test_reads_the_inventories(self):
        for suite in SUITES:
            text = self.ipmitool("fru", "print", suite=suite)
            self.assertRegex(text, r"Chassis Type\s+: Rack Mount Chassis")
            self.assertRegex(text, r"Board Mfg Date\s+: Thu Jan 15 09:30:00 2026")
            self.assertRegex(text, r"Product Name\s+: Bench Server")
            self.assertRegex(text, r"FRU Device Description : PSU1 FRU \(ID 1\)")
            self.assertRegex(text, r"Product Name\s+: Supply 550 W")
        with tempfile.TemporaryDirectory() as folder:
            before, after = os.path.join(folder, "before"), os.path.join(folder, "after")
            for device, size in ((0, 512), (1, 256)):
                self.ipmitool("fru", "read", device, before)
                with open(before, "rb") as file:
                    content = file.read()
                self.assertEqual(len(content), size)
                with open(before, "wb") as file:
                    file.write(content[:-2] + b"\x12\x34")
                self.ipmitool("fru", "write", device, before)
                self.ipmitool("fru", "read", device, after)
                with open(after, "rb") as file:
                    self.assertEqual(file.read(), content[:-2] + b"\x12\x34")

    def test_sends_events(self):
        self.ipmitool("sel", "clear")
        for number, said in ((1, "Upper Critical going high"), (2, "Lower Critical going low"),
                             (3, "Correctable ECC")):
            self.ipmitool("event", number)
            self.assertIn(said, self.ipmitool("sel", "list", "last", 1))
        self.ipmitool("event", "Inlet Temp", "unc", "assert")
        self.assertRegex(self.ipmitool("sel", "elist", "last", 1),
                         r"Temperature #0x01 \| Upper Non-critical going high \| Asserted")
        self.ipmitool("event", "PSU1 Status", "Failure detected", "assert")
        self.assertRegex(self.ipmitool("sel", "elist", "last", 1), r"Power Supply #0x40 \| Failure detected \| Asserted")

    def test_keeps_an_sdr_dump(self):
        with tempfile.TemporaryDirectory() as folder:
            dump = os.path.join(folder, "dump")
            self.ipmitool("sdr", "dump", dump)
            self.ipmitool("sdr", "fill", "file", dump)
            self.assertRegex(self.ipmitool("sdr", "info"), r"Record Count\s+: 20")
            found = {row[0]: row[4] for row in rows(self.ipmitool("sdr", "elist", "full"))}
            self.assertEqual(found, {name: " ".join(value) for name, value in READINGS.items()})

    def test_lists_users_and_the_network(self):
        users = self.ipmitool("user", "list", "1")
        self.assertRegex(users, r"2\s+assay\s+true\s+true\s+true\s+ADMINISTRATOR")
        self.assertRegex(users, r"4\s+viewer\s+true\s+true\s+true\s+USER")
        network = self.ipmitool("lan", "print", "1")
        self.assertRegex(network, r"IP Address\s+: 127\.0\.0\.1")
        self.assertRegex(network, r"RMCP\+ Cipher Suites\s+: 1,2,3,6,7,8,11,12,15,16,17")
        self.assertRegex(self.ipmitool("channel", "info", "1"), r"802\.3 LAN")
        self.assertRegex(self.ipmitool("session", "info", "active"), r"user id\s+: 2")


class HostControl(LongResets):
    """Boot options, watchdog, system info and the firmware firewall, as ipmitool shows them."""

    def test_sets_the_boot_device(self):
        for device, shown in (("pxe", "Force PXE"), ("disk", "Force Boot from default Hard-Drive"),
                              ("cdrom", "Force Boot from CD/DVD"), ("bios", "Force Boot into BIOS Setup")):
            self.ipmitool("chassis", "bootdev", device)
            flags = self.ipmitool("chassis", "bootparam", "get", "5")
            self.assertRegex(flags, rf"Boot Device Selector : {shown}")
            self.assertIn("Options apply to only next boot", flags)
            self.assertIn("- Boot Flag Valid", flags)
        self.assertIn("Set In Progress : set complete", self.ipmitool("chassis", "bootparam", "get", "0"))
        self.ipmitool("chassis", "bootdev", "disk", "options=persistent,efiboot")
        flags = self.ipmitool("chassis", "bootparam", "get", "5")
        self.assertIn("Options apply to all future boots", flags)
        self.assertIn("BIOS EFI boot", flags)
        for parameter in range(8):
            self.ipmitool("chassis", "bootparam", "get", parameter)

    def test_a_restart_takes_the_boot_device(self):
        self.ipmitool("chassis", "bootdev", "pxe")
        self.ipmitool("chassis", "power", "reset")
        self.assertIn("Boot Flag Invalid", self.ipmitool("chassis", "bootparam", "get", "5"))

    def test_writes_the_mailbox(self):
        self.ipmitool("chassis", "bootmbox", "set", "text", "7154", "from one boot to the next one")
        text = self.ipmitool("chassis", "bootmbox", "get", "text")
        self.assertRegex(text, r"IANA PEN\s+: 7154")
        self.assertIn("Block   0 Data : 'from one boot'", text)
        self.assertIn("Block   1 Data : ' to the next one'", text)

    def test_the_watchdog_counts_down_and_acts(self):
        self.ipmitool("sel", "clear")
        self.assertIn("uninitialized", self.ipmitool("mc", "watchdog", "reset", expect=1))
        # Set Watchdog Timer: SMS/OS, power down after 1.5 s, NMI before it
        self.ipmitool("raw", "0x06", "0x24", "0x04", "0x22", "0x01", "0x00", "0x0f", "0x00")
        self.ipmitool("mc", "watchdog", "reset")
        running = self.ipmitool("mc", "watchdog", "get")
        self.assertRegex(running, r"Watchdog Timer Use:\s+SMS/OS")
        self.assertRegex(running, r"Watchdog Timer Is:\s+Started/Running")
        self.assertRegex(running, r"Initial Countdown:\s+1\.5 sec")
        self.assertTrue(wait_for(lambda: "is off" in self.ipmitool("chassis", "power", "status")))
        stopped = self.ipmitool("mc", "watchdog", "get")
        self.assertRegex(stopped, r"Timer Expiration Flags: .*0x10")
        self.assertRegex(stopped, r"Present Countdown:\s+0\.0 sec")
        log = self.ipmitool("sel", "elist")
        self.assertRegex(log, r"Watchdog2? Watchdog \| Timer interrupt \| Asserted")
        self.assertRegex(log, r"Watchdog2? Watchdog \| Power down \| Asserted")
        self.assertRegex(log, r"Critical Interrupt NMI \| NMI/Diag Interrupt \| Asserted")
        self.ipmitool("mc", "watchdog", "off")
        self.assertRegex(self.ipmitool("mc", "watchdog", "get"), r"Watchdog Timer Is:\s+Stopped")

    def test_tells_and_takes_system_names(self):
        self.assertIn("Debian GNU/Linux 12", self.ipmitool("mc", "getsysinfo", "primary_os_name"))
        name = "a-name-that-takes-three-blocks.of.sixteen-octets"
        self.ipmitool("mc", "setsysinfo", "system_name", name)
        self.assertIn(name, self.ipmitool("mc", "getsysinfo", "system_name"))

    def test_a_reset_ends_sessions_and_comes_back(self):
        self.set_up_with_long_resets()
        self.ipmitool("chassis", "policy", "previous")
        for kind in ("warm", "cold"):
            self.assertIn(f"Sent {kind} reset", self.ipmitool("mc", "reset", kind))
            self.assertTrue(wait_for(lambda: not self.answers()), "it is away for a while")
            self.assertTrue(wait_for(self.answers), "and comes back")
        self.assertRegex(self.ipmitool("chassis", "status"), r"Power Restore Policy : previous")

    def test_the_firmware_firewall(self):
        self.assertIn("System Event Logging                     : enabled", self.ipmitool("mc", "getenables"))
        reset = ("channel", "1", "lun", "0", "netfn", "6", "command", "2")
        self.assertRegex(self.ipmitool("firewall", "info", *reset), r"Command 0x02:\s+\| X \| X \| X \|")
        self.ipmitool("firewall", "disable", *reset)
        self.assertIn("command disabled", self.ipmitool("raw", "0x06", "0x02", expect=1))
        self.assertRegex(self.ipmitool("firewall", "info", *reset), r"Command 0x02:\s+\| X \| X \|   \|")
        self.ipmitool("firewall", "enable", *reset)
        control = ("channel", "1", "lun", "0", "netfn", "0", "command", "2")
        self.ipmitool("firewall", "disable", *control)
        self.assertIn("command disabled", self.ipmitool("raw", "0x00", "0x02", "0x00", expect=1))
        self.ipmitool("firewall", "enable", *control)
        self.ipmitool("chassis", "power", "off")

    def test_the_chassis_reports_a_diagnostic_interrupt(self):
        self.ipmitool("sel", "clear")
        self.ipmitool("chassis", "power", "diag")
        self.assertIn("NMI/Diag Interrupt", self.ipmitool("sel", "elist"))


def hpm_image(major, minor):
    """An HPM.1 image for the demo chassis: it prepares and uploads component 0; the firmware begins with its version."""
    def summed(octets):
        return octets + bytes([-sum(octets) & 0xFF])

    version = bytes([major, minor, 0, 0, 0, 0])
    firmware = version + bytes(range(256)) * 8
    header = (b"PICMGFWU" + bytes([0, 0x20, 0, 0, 0, 0x55, 0x0A]) + bytes(4) + bytes([0, 1, 12, 12, 2, 0, 0]) + version
              + bytes(2))
    upload = summed(bytes([2, 1])) + version + b"demo".ljust(21, b"\0") + len(firmware).to_bytes(4, "little") + firmware
    image = summed(header) + summed(bytes([1, 1])) + upload
    return image + hashlib.md5(image).digest()


class Upgrade(LongResets):
    def hpm(self, *words):
        """What `ipmitool hpm` says; it reports on stderr, too."""
        result = run(foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", self.bmc.port, "-U", USER, "-P",
                     PASSWORD, "-C", "17", "-N", "1", "-R", "2", "hpm", *words, timeout=60)
        said = result.stdout + result.stderr
        self.assertEqual(result.returncode, 0, said)
        self.assertNotIn("Error", said)
        return said

    def test_brings_new_firmware(self):
        self.set_up_with_long_resets()
        self.assertRegex(self.hpm("check"), r"BMC\s*\|\s*2\.14 00000000 \|\s*---\.--")
        with tempfile.NamedTemporaryFile(suffix=".hpm") as image:
            image.write(hpm_image(4, 0x07))
            image.flush()
            self.assertIn("successful", self.hpm("upgrade", image.name, "force"))
        self.assertRegex(self.ipmitool("mc", "info"), r"Firmware Revision\s+: 2\.14")
        self.ipmitool("raw", "0x2c", "0x35", "0x00")  # Activate Firmware
        self.assertTrue(wait_for(lambda: not self.answers()) and wait_for(self.answers))
        self.assertRegex(self.ipmitool("mc", "info"), r"Firmware Revision\s+: 4\.07")


class Refusals(ClientBench):
    def test_a_wrong_password(self):
        for suite in SUITES:
            self.assertIn("Unable to establish IPMI v2 / RMCP+ session",
                          self.ipmitool("mc", "info", suite=suite, password="wrong", expect=1))

    def test_unknown_and_disabled_users(self):
        for user, password in (("nobody", PASSWORD), ("former", "former-demo"), ("", "")):
            said = self.ipmitool("-v", "mc", "info", user=user, password=password, expect=1)
            self.assertNotIn("unauthorized name", said, "as a wrong password is answered")
            self.assertIn("Unable to establish IPMI v2 / RMCP+ session", said)

    def test_a_user_who_asks_for_more_than_is_granted(self):
        viewer = {"user": "viewer", "password": "viewer-demo"}
        self.assertIn("Unable to establish IPMI v2 / RMCP+ session",
                      self.ipmitool("-v", "mc", "info", **viewer, level="ADMINISTRATOR", expect=1))
        self.assertIn("is on", self.ipmitool("chassis", "power", "status", **viewer, level="USER"))
        self.assertIn("Insufficient privilege",
                      self.ipmitool("chassis", "power", "off", **viewer, level="USER", expect=1))
        self.assertIn("is on", self.ipmitool("chassis", "power", "status"))

    def test_suite_zero_and_rc4(self):
        for suite in (0, *RC4_SUITES):
            self.assertIn("Error in open session response message",
                          self.ipmitool("mc", "info", suite=suite, expect=1))

    def test_ipmi_1_5_sessions_without_a_signature(self):
        for auth in ("NONE", "PASSWORD"):
            self.lan("mc", "info", auth=auth, expect=1)
        self.lan("mc", "info", password="wrong", expect=1)

    def test_a_user_after_too_many_wrong_passwords(self):
        # over IPMI 1.5: under RMCP+ an honest console sees by RAKP 2 that its password is wrong and says no more
        for _ in range(5):
            self.lan("mc", "info", password="wrong", expect=1)
        self.lan("mc", "info", expect=1)
        self.ipmitool("mc", "info", expect=1)
        self.ipmitool("mc", "info", user="operator", password="operator-demo", level="OPERATOR")


class FreeIpmi(ClientBench):
    def tool(self, name, *words, suite=17):
        return self.freeipmi(name, "-I", suite, *words)

    def test_logs_in_without_a_workaround_and_reads_the_device(self):
        for suite in SUITES:
            self.assertRegex(self.tool("bmc-info", "--get-device-id", suite=suite), r"Firmware Revision\s+: 2\.14")

    def test_reads_the_sensors(self):
        for suite in SUITES:
            text = self.tool("ipmi-sensors", "--quiet-cache", suite=suite)
            found = {row[1]: row[3] for row in rows(text)[1:]}
            self.assertEqual(found["Inlet Temp"], "23.00")
            self.assertEqual(found["12V Main"], "12.09")
            self.assertEqual(found["Fan 1"], "5600.00")
            self.assertEqual(len(found), 17)

    def test_reads_the_log_and_the_chassis(self):
        self.assertEqual(len(rows(self.tool("ipmi-sel", "--quiet-cache"))), 1 + 5)
        self.assertRegex(self.tool("ipmi-sel", "--info"), r"Number of log entries\s+: 5")
        inventory = self.tool("ipmi-fru", "--quiet-cache")
        for said in ("Board Product Name: Bench Board", "Product Name: Bench Server", "Product Name: Supply 550 W"):
            self.assertIn(said, inventory)
        self.assertRegex(self.tool("ipmi-chassis", "--get-chassis-status"), r"System Power\s+: on")
        self.assertIn("provided", self.tool("ipmi-chassis", "--get-chassis-capabilities"))
        self.tool("ipmi-chassis", "--chassis-identify=5")
        self.assertIn(": on", self.tool("ipmipower", "--stat"))

    def test_configures_the_boot_flags(self):
        self.tool("ipmi-chassis", "--set-power-cycle-interval=3")
        chassis = ("--category=chassis", "--filename=/dev/stdout", "--checkout")
        self.assertRegex(self.tool("ipmi-config", *chassis), r"(?m)^\s*Boot_Device\s+NO-OVERRIDE$")
        self.tool("ipmi-config", "--category=chassis", "-e", "Chassis_Boot_Flags:Boot_Device=PXE", "--commit")
        self.assertRegex(self.tool("ipmi-config", *chassis), r"(?m)^\s*Boot_Device\s+PXE$")


class Ipmiutil(unittest.TestCase):
    """It cannot be told another port than 623, which only root may open: on an address of its own."""

    ADDRESS = "127.0.0.62"

    def setUp(self):
        self.ipmiutil = foreign("ipmiutil")
        rmcp_port.claim(self, "ipmiutil", self.ADDRESS)
        self.enterContext(Server("bmcsim", "--demo", "--seed", "0", "--listen", f"{self.ADDRESS}:623"))

    def ask(self, *words):
        result = run(self.ipmiutil, *words, "-N", self.ADDRESS, "-U", USER, "-P", PASSWORD, "-F", "lan2", "-J", "3",
                     "-V", "4", timeout=60)
        self.assertEqual(result.returncode, 0, f"ipmiutil {words}: {result.stdout}{result.stderr}")
        return result.stdout

    def test_reads_the_sensors(self):
        found = dict(re.findall(r"snum \S+ (.+?) += \S+ OK +(\d.+)", self.ask("sensor")))
        self.assertEqual({name: (float(value.split()[0]), value.split(None, 1)[1]) for name, value in found.items()},
                         {name: (float(value), unit) for name, (value, unit) in READINGS.items()})

    def test_reads_the_inventory(self):
        self.assertRegex(self.ask("fru"), r"Bench Server")

    def test_reads_the_log_and_the_health(self):
        self.assertRegex(self.ask("sel"), r"0002 11/09/26 13:41:20 .* Chassis Intrusion")
        self.assertRegex(self.ask("health"), r"BMC version\s+= 2\.14")


if __name__ == "__main__":
    main()
