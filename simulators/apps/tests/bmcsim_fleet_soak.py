"""Ten thousand BMCs in one process: all answer, none takes more than its share of memory; prints the figures."""

import os
import pathlib
import socket
import time
import unittest

from assay_testing import Server, main
from bmcsim_fleet import PING, members_of

MEMBERS = 10_000
MOST_KIB = 32  # an idle BMC; 16 as a rule
# Of a build that is not optimised, with room for a slow machine; an optimised one takes 0.2 s and 4 %.
MOST_STARTING = 12  # seconds of processor time until the fleet is up
MOST_AT_REST = 0.8  # of a core
IN_FLIGHT = 100


def processor_seconds(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_kib(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


class GreatFleet(unittest.TestCase):
    def expect_answers_from_all(self, members):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as console:
            console.settimeout(20)
            for begin in range(0, len(members), IN_FLIGHT):
                asked = members[begin:begin + IN_FLIGHT]
                for member in asked:
                    console.sendto(PING, member)
                self.assertEqual({console.recvfrom(100)[1] for _ in asked}, set(asked))

    def measure(self, spread):
        begin = time.monotonic()
        with Server("bmcsim", "--demo", "--fleet", MEMBERS, "--spread", spread, "--listen", "127.0.0.1:0",
                    ready_within=60) as bmcs:
            up, processor = time.monotonic() - begin, processor_seconds(bmcs.process)
            time.sleep(3)  # everything was scanned
            members = members_of(bmcs.endpoint)
            self.assertEqual(len(members), MEMBERS)
            kib = resident_kib(bmcs.process) / MEMBERS
            before = processor_seconds(bmcs.process)
            time.sleep(5)
            idle = (processor_seconds(bmcs.process) - before) / 5
            self.expect_answers_from_all(members)
            print(f"{MEMBERS} BMCs on {spread}: up in {up:.2f} s ({processor:.2f} s of processor time), {kib:.1f} KiB each, "
                  f"at rest {idle * 100:.1f} % of a core")
            self.assertLessEqual(kib, MOST_KIB)
            self.assertLessEqual(processor, MOST_STARTING)
            self.assertLessEqual(idle, MOST_AT_REST)

    def test_on_one_port_of_many_addresses(self):
        self.measure("addresses")

    def test_on_many_ports_of_one_address(self):
        self.measure("ports")


if __name__ == "__main__":
    main()
