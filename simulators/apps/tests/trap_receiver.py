"""Platform event traps, as a real receiver decodes them: snmptrapd on a port of its own."""

import calendar
import os
import re
import socket
import subprocess
import tempfile
import time

from assay_testing import PASSWORD, USER, foreign, main, wait_for
from client_bench import ClientBench

VARIABLE = r"\.1\.3\.6\.1\.4\.1\.3183\.1\.1\.1 = Hex-STRING: ((?:[0-9A-F]{2} \n?)+)"

STRING = "An_alert_string_that_does_not_fit_into_two_blocks"  # of 16 octets


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class AlertSettings(ClientBench):
    def test_freeipmi_writes_back_what_it_has_read(self):
        read = self.freeipmi("ipmi-config", "--category=pef", "--checkout")
        self.assertNotIn("not supported", read)
        section = read.index("Section Alert_String_3")
        wanted = read[:section] + re.sub(r"(?m)(\tAlert_String +)$", r"\1" + STRING, read[section:], count=1)
        self.assertNotEqual(wanted, read)
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(wanted)
            file.flush()
            self.freeipmi("ipmi-config", "--category=pef", "--commit", f"--filename={file.name}")
        self.assertEqual(self.freeipmi("ipmi-config", "--category=pef", "--checkout"), wanted)


class Traps(ClientBench):
    def setUp(self):
        port = free_port()
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        settings = os.path.join(self.folder, "snmptrapd.conf")
        with open(settings, "w") as file:
            file.write("disableAuthorization yes\n")
        self.log = os.path.join(self.folder, "log")
        receiver = subprocess.Popen(
            [foreign("snmptrapd"), "-f", "-C", "-c", settings, "-On", "-m", "", "-Lf", self.log, f"udp:127.0.0.1:{port}"],
            env={"SNMP_PERSISTENT_DIR": self.folder, "PATH": os.environ["PATH"]}, stderr=subprocess.DEVNULL)
        self.addCleanup(receiver.wait)
        self.addCleanup(receiver.terminate)
        self.assertTrue(wait_for(lambda: "NET-SNMP" in self.received()), "snmptrapd listens")
        self.CHASSIS = f"""
name = "trapper"
[device]
guid = "a55a7000-0001-4b3c-8d11-00005e005301"
manufacturer = 7154
product = 0x0A55
[lan]
trap_port = {port}
address = "192.0.2.77"
community = "assay"
[[user]]
id = 2
name = "{USER}"
password = "{PASSWORD}"
privilege = "administrator"
[[sensor]]
name = "Inlet"
number = 3
type = "temperature"
entity = "air inlet"
unit = "degrees C"
base = 23
thresholds = {{ upper_critical = 60 }}
"""
        super().setUp()
        # LAN parameter 19: destination 1 is 127.0.0.1
        self.raw("0x0c 0x01 0x01 19 1 0 0 127 0 0 1 0 0 0 0 0 0")

    def raw(self, octets):
        return self.ipmitool("raw", *octets.split())

    def received(self):
        if not os.path.exists(self.log):
            return ""
        with open(self.log) as file:
            return file.read()

    def octets(self):
        found = re.search(VARIABLE, self.received())
        return bytes.fromhex(found.group(1)) if found else b""

    def test_an_alert_at_once(self):
        self.raw("0x04 0x16 0x01 0x01 0x00 0x20 0x04 0x01 0x03 0x01 0x59 0x17 0x14")
        self.assertTrue(wait_for(self.octets), "the trap arrives")
        said = self.received()
        self.assertIn("TRAP, SNMP v1, community assay", said)
        self.assertIn(f".1.3.6.1.4.1.3183.1.1 Enterprise Specific Trap ({0x01_01_09})", said)
        self.assertIn(" 192.0.2.77 [192.0.2.77] (via UDP: [127.0.0.1]", said, "the agent is the BMC's own address")
        uptime = re.search(r"Uptime: (\d+):(\d+):(\d+)\.(\d+)", said)
        self.assertTrue(0 < float(f"{uptime[3]}.{uptime[4]}") and int(uptime[1]) == int(uptime[2]) == 0, uptime[0])
        octets = self.octets()
        sent = int.from_bytes(octets[18:22], "big") + calendar.timegm((1998, 1, 1, 0, 0, 0))
        self.assertLess(abs(sent - time.time()), 30, "seconds since 1998 (PET 1.0, local timestamp)")
        self.assertEqual(octets[:16].hex(), "a55a700000014b3c8d1100005e005301", "the GUID as people write it")
        self.assertEqual(octets[16:18], b"\x00\x01", "the first of its sequence")
        self.assertEqual(octets[24:30].hex(), "202000200337", "from IPMI, severity, the BMC's sensor 3 at the air inlet")
        self.assertEqual(octets[31:34].hex(), "591714", "event data")
        self.assertEqual(octets[40:].hex(), "00001bf20a55c1", "manufacturer and product")

    def test_a_filtered_event(self):
        # filter 1: any temperature's upper critical; policy 1: destination 1
        self.raw("0x04 0x12 0x06 1 0x80 0x01 1 0x10 0xff 0xff 0x01 0xff 0x01 0x00 0x02 0 0 0 0 0 0 0 0 0")
        self.raw("0x04 0x12 0x09 1 0x18 0x11 0")
        self.ipmitool("sensor", "thresh", "Inlet", "ucr", "20")
        self.assertTrue(wait_for(self.octets), "the trap arrives")
        self.assertEqual(self.octets()[26], 0x10, "the filter's severity")
        self.assertEqual(self.octets()[31:34].hex(), "591714", "upper critical going high: 23 above 20")

    def traps(self):
        return self.received().count("Enterprise Specific Trap")

    def alert_acknowledged(self):
        # LAN parameter 18: destination 1 has to acknowledge, a second after each of at most seven retries
        self.raw("0x0c 0x01 0x01 18 1 0x80 0 7")
        self.raw("0x04 0x16 0x01 0x01 0x00 0x20 0x04 0x01 0x03 0x01 0x59 0x17 0x14")

    def test_a_trap_that_nobody_acknowledges_comes_again(self):
        self.alert_acknowledged()
        self.assertTrue(wait_for(lambda: self.traps() >= 2, 20), "the same trap comes again")
        found = re.findall(VARIABLE, self.received())
        self.assertEqual(found[0], found[1], "octet by octet")
        self.assertIn("ff", self.raw("0x04 0x16 0x01 0x41 0x00"), "the alert is pending")

    def test_an_acknowledgement_ends_the_retries(self):
        self.alert_acknowledged()
        self.assertTrue(wait_for(self.octets), "the trap arrives")
        self.acknowledge(self.octets())
        self.assertIn("01", self.raw("0x04 0x16 0x01 0x41 0x00"), "the alert has ended normally")
        before = self.traps()
        time.sleep(3)
        self.assertEqual(self.traps(), before, "no trap comes after the acknowledgement")

    def acknowledge(self, octets):
        """PET Acknowledge (IPMI 2.0 30.8) in an IPMI 1.5 packet outside a session"""
        data = octets[16:18][::-1] + octets[18:22][::-1] + octets[25:26] + octets[27:29] + octets[31:34]
        header = bytes([0x20, 0x04 << 2])
        body = bytes([0x81, 0x00, 0x17]) + data
        message = header + bytes([-sum(header) & 0xFF]) + body + bytes([-sum(body) & 0xFF])
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
            peer.settimeout(5)
            peer.sendto(bytes.fromhex("0600ff07") + bytes(9) + bytes([len(message)]) + message,
                        ("127.0.0.1", int(self.bmc.port)))
            answer = peer.recv(200)
        self.assertEqual(answer[19:21].hex(), "1700", "PET Acknowledge, completion code 00h")


if __name__ == "__main__":
    main()
