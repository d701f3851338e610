"""A fleet of BMCs in one process, as ipmitool meets it: each has its own identity and its own state."""

import ipaddress
import re
import socket
import subprocess
import unittest

from assay_testing import Server, main

PING = bytes.fromhex("0600ff06000011be80010000")  # RMCP, ASF presence ping with tag 1
MEMBERS = 300


def members_of(endpoint):
    """(host, port) of each BMC that a ready line's endpoint stands for."""
    host, ports = endpoint.rsplit(":", 1)
    if "-" in ports:
        first, last = map(int, ports.split("-"))
        return [(host, port) for port in range(first, last + 1)]
    first, last = (int(ipaddress.ip_address(one)) for one in host.split("-"))
    return [(str(ipaddress.ip_address(one)), int(ports)) for one in range(first, last + 1)]


def ipmitool(member, *words):
    host, port = member
    done = subprocess.run(["ipmitool", "-I", "lanplus", "-H", host, "-p", str(port), "-U", "assay", "-P", "assay-demo",
                           "-R", "1", *words], capture_output=True, text=True, timeout=60, check=False)
    return done.stdout if done.returncode == 0 else f"{done.returncode} {done.stdout}{done.stderr}"


class Fleet(unittest.TestCase):
    def fleet(self, *words):
        bmcs = self.enterContext(Server("bmcsim", "--demo", "--fleet", str(MEMBERS), "--listen", "127.0.0.1:0", *words))
        members = members_of(bmcs.endpoint)
        self.assertEqual(len(members), MEMBERS)
        return members

    def expect_answers_from_all(self, members):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as console:
            console.settimeout(20)
            for member in members:
                console.sendto(PING, member)
                answer, sender = console.recvfrom(100)
                self.assertEqual((sender, len(answer)), (member, 28))

    def test_each_answers_from_the_address_that_was_asked(self):
        self.expect_answers_from_all(self.fleet())

    def test_each_answers_from_the_port_that_was_asked(self):
        self.expect_answers_from_all(self.fleet("--spread", "ports"))

    def test_nobody_answers_outside_the_fleet(self):
        host, port = self.fleet()[-1]
        behind = str(ipaddress.ip_address(host) + 1)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as console:
            console.settimeout(20)
            console.sendto(PING, (behind, port))
            console.sendto(PING, (host, port))
            self.assertEqual(console.recvfrom(100)[1], (host, port))  # the first one that comes

    def test_each_has_an_identity(self):
        members = self.fleet()
        asked = [members[0], members[1], members[-1]]

        def of_each(*words, pattern):
            found = [re.findall(pattern, ipmitool(member, *words)) for member in asked]
            self.assertTrue(all(found), found)
            return [tuple(one) for one in found]

        for words, pattern in ((("mc", "guid"), r"System GUID +: (\S+)"), (("fru", "print", "0"), r"Serial +: (\S+)"),
                               (("lan", "print", "1"), r"MAC Address +: (\S+)"),
                               (("mc", "getsysinfo", "system_name"), r"\S+")):
            self.assertEqual(len(set(of_each(*words, pattern=pattern))), len(asked), words)
        self.assertEqual(of_each("lan", "print", "1", pattern=r"IP Address  +: (\S+)"), [(host,) for host, _ in asked])

    def test_each_has_a_state(self):
        first, second = self.fleet()[:2]
        ipmitool(first, "power", "off")
        ipmitool(first, "sel", "clear")
        ipmitool(first, "chassis", "policy", "always-off")
        self.assertIn("is off", ipmitool(first, "power", "status"))
        self.assertIn("is on", ipmitool(second, "power", "status"))
        self.assertIn("always-off", ipmitool(first, "chassis", "status"))
        self.assertIn("always-on", ipmitool(second, "chassis", "status"))
        entries = [int(re.search(r"Entries +: (\d+)", ipmitool(one, "sel", "info"))[1]) for one in (first, second)]
        self.assertLess(entries[0], entries[1])


if __name__ == "__main__":
    main()
