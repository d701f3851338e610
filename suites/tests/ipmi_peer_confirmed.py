"""What the suites of IPMI find at OpenIPMI's ipmi_sim, seen by a second means: ipmitool, FreeIPMI, or octets of a console in Python.

No line of assay's has a part in it. Each deviation of suites/deviations/bmcs/openipmi.toml has a function in the two modules of looks, and its
`because` ends with the means that the function uses. Each function gets an ipmi_sim of its own, and asserts what is wrong with it.
"""

import hashlib
import struct
import tomllib
import unittest

import ipmi_looks_at_commands  # noqa: F401 (they register what they confirm)
import ipmi_looks_at_sessions  # noqa: F401
from assay_testing import HOME, Server, main, wait_for
from assay_testing.ipmi_sim import Bmc, IpmiSim
from assay_testing.rmcp import ADMINISTRATOR, Console, Handshake, completion_and_data, ipmi_15, message
from ipmi_looks import CONFIRMED

KNOWN = HOME / "suites/deviations/bmcs/openipmi.toml"


class EachFinding(unittest.TestCase):
    def setUp(self):
        known = tomllib.loads(KNOWN.read_text(encoding="utf-8"))["deviation"]
        self.known = {(each["case"], each["finding"]): each["because"] for each in known}

    def test_has_a_second_means(self):
        self.assertEqual(set(self.known), set(CONFIRMED))
        untold = {finding: means for finding, (means, _) in CONFIRMED.items() if not self.known[finding].endswith(f"; confirmed: {means}")}
        self.assertEqual(untold, {}, "`because` ends with '; confirmed: ' and the means")

    def test_is_seen_by_it(self):
        for function in dict.fromkeys(function for _, function in CONFIRMED.values()):
            with self.subTest(function.__name__), IpmiSim() as peer:
                function(peer)
        print(f"{len(CONFIRMED)} findings confirmed by {len({function for _, function in CONFIRMED.values()})} looks")

    def test_is_seen_at_no_honest_bmc(self):
        """No look finds what it looks for at bmcsim: a look that cannot fail proves nothing."""
        for function in dict.fromkeys(function for _, function in CONFIRMED.values()):
            with self.subTest(function.__name__), Server("bmcsim", "--demo", "--seed", "0") as bmcsim:
                self.assertRaises(AssertionError, function, Bmc(bmcsim.port))


class WhatEndsIt(unittest.TestCase):
    """The findings of cases that get a process of their own."""

    def ended(self, peer):
        self.assertTrue(wait_for(lambda: peer.process.poll() is not None), "ipmi_sim goes on")
        self.assertLess(peer.process.returncode, 0, "ended by a signal")

    def test_payload_support_of_a_channel_that_there_is_not(self):
        for channel in ("0x02", "0x0c", "0x0e"):
            with self.subTest(channel), IpmiSim() as peer:
                peer.ipmitool("-C", "3", "-L", "USER", "raw", "0x06", "0x4e", channel)
                self.ended(peer)

    def test_an_unsigned_packet_in_a_session_of_ipmi_15(self):
        with IpmiSim() as peer, Console(peer.port) as console:
            challenge = console.ask_15(0x06, 0x39, [2, *b"assay".ljust(16, b"\0")])
            session_id, text = challenge[1:5], challenge[5:21]
            activate = message(0x06, 0x3A, bytes([2, ADMINISTRATOR]) + text + bytes([1, 0, 0, 0]))
            password = b"assay-demo".ljust(16, b"\0")
            number = int.from_bytes(session_id, "little")
            code = hashlib.md5(password + session_id + activate + bytes(4) + password).digest()  # 22.17.1
            answer = console.exchange(ipmi_15(activate, number, 0, 2, code))
            completion, _, *opened = completion_and_data(answer[30:])
            self.assertEqual(completion, 0, "Activate Session")
            number, inbound = struct.unpack_from("<II", bytes(opened))
            console.exchange(ipmi_15(message(0x06, 0x01), number, inbound, 0))
            self.ended(peer)

    def test_half_open_sessions_keep_everybody_out(self):
        with IpmiSim() as peer:
            consoles = [self.enterContext(Console(peer.port)) for _ in range(64)]
            statuses = [Handshake(console).open()[1] for console in consoles]
            self.assertEqual(statuses[-1], 0x01, "insufficient resources")
            self.assertNotEqual(peer.ipmitool("-C", "3", "mc", "info").returncode, 0)


if __name__ == "__main__":
    main()
