"""What wsmand leaves behind on a BMC: nothing."""

import re
import socket
import time
import unittest

import assay_testing
from assay_testing import PASSWORD, USER, Server, foreign, run
from same_values import MESSAGE

SYSTEM = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ComputerSystem"


def sessions(bmc):
    """How many sessions the BMC has beside the one that asks."""
    done = run(foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", bmc.port, "-U", USER, "-P", PASSWORD, "-C", "17",
               "session", "info", "active")
    done.check_returncode()
    return int(re.search(r"active sessions\s+: (\d+)", done.stdout)[1]) - 1


def ask(wsmand, timeout=30):
    """One Get of the computer system; the status of HTTP."""
    selectors = '<w:SelectorSet><w:Selector Name="CreationClassName">CIM_ComputerSystem</w:Selector></w:SelectorSet>'
    body = MESSAGE.format(endpoint=wsmand.endpoint, uri=SYSTEM, selectors=selectors, body="",
                          action="http://schemas.xmlsoap.org/ws/2004/09/transfer/Get")
    done = run(foreign("curl"), "-sS", "-m", timeout, "-o", "/dev/null", "-w", "%{http_code}", "-u", f"{USER}:{PASSWORD}", "-H",
               "Content-Type: application/soap+xml;charset=UTF-8", "--data-binary", "@-", wsmand.endpoint, stdin=body)
    return done.stdout


class Session(unittest.TestCase):
    def test_is_closed_when_the_service_ends(self):
        with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc:
            with Server("wsmand", "--demo", "--listen", "127.0.0.1:0", "--bmc", bmc.endpoint) as wsmand:
                self.assertEqual(ask(wsmand), "200")
                self.assertEqual(sessions(bmc), 1)
            self.assertEqual(sessions(bmc), 0)

    def test_with_a_mute_bmc_does_not_hold_up_the_end(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mute:
            mute.bind(("127.0.0.1", 0))
            with Server("wsmand", "--demo", "--listen", "127.0.0.1:0", "--bmc", "127.0.0.1:%d" % mute.getsockname()[1]) as wsmand:
                ask(wsmand, timeout=1)
                began = time.monotonic()
                self.assertEqual(wsmand.stop(), 0)
                self.assertLess(time.monotonic() - began, 5)


if __name__ == "__main__":
    assay_testing.main()
