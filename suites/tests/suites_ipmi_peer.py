"""The suites of IPMI against OpenIPMI's ipmi_sim: they find what is known of it."""

import json
import pathlib
import socket
import subprocess
import tempfile
import unittest

from assay_testing import CREDENTIALS, HOME, foreign, main, program, run, wait_for

CONFIGURATION = HOME / "fixtures/peers/ipmi_sim"
PROFILE = HOME / "suites/profiles/openipmi.toml"
KNOWN = HOME / "suites/deviations/bmcs/openipmi.toml"
# What ends it: Get Channel Payload Support for a channel that it does not have, and an unsigned packet in a session of IPMI 1.5.
ENDING_IT = ["payload.support-of-channel-2h", "ipmi.lan.without-authcode"]
# Leaves no room for the cases after it.
FLOOD = "ipmi.security.flood"
APART = [*ENDING_IT, "payload.support-of-channel-*", "ipmi.security.unused-channels", "ipmi.suites.both-lists-agree", FLOOD]
# What has to be among the findings, each with what confirms it: rule, and why it matters.
HAS_TO_FIND = {
    "ipmi.security.suite-none": "suite 0 gives an administrator's session to a wrong password",
    "ipmi.suites.advertised-work": "suites with xRC4 are advertised and refused",
    "ipmi.integrity.each-algorithm": "HMAC-MD5-128 does not work",
    "ipmi.sequence.replay": "a replayed packet is executed",
    "ipmi.security.session-ids": "session ids come in steps of 82h",
    "ipmi.sequence.zero": "a packet with sequence number 0 is executed",
    "ipmi.rakp1.role": "a role that there is not is an illegal parameter",
    "ipmi.open.highest-privilege": "the privilege that was granted is not told",
    "ipmi.user.password.test": "the test of a password finds any password right",
    "ipmi.completion.response-length": "responses carry octets of its stack",
    "ipmi.rakp1.name-length": "a user name that is too long is an illegal parameter",
    "ipmi.security.enumeration": "RAKP Message 2 tells names that nobody has",
}


def free_port(kind):
    """A port that was free just now, on loopback."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class IpmiSim:
    """ipmi_sim with the configuration of fixtures/peers/ipmi_sim, in a folder of its own."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(self.folder.name)
        self.port = free_port(socket.SOCK_DGRAM)
        lan = (CONFIGURATION / "lan.conf").read_text(encoding="utf-8")
        (folder / "lan.conf").write_text(lan.replace("{port}", str(self.port)).replace("{console}", str(free_port(socket.SOCK_STREAM))),
                                         encoding="utf-8")
        (folder / "state").mkdir()
        command = [foreign("ipmi_sim"), "-c", folder / "lan.conf", "-f", CONFIGURATION / "board.emu", "-s", folder / "state", "-n"]
        self.process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @property
    def url(self):
        return f"ipmi://127.0.0.1:{self.port}"

    def answers(self):
        ping = bytes.fromhex("0600ff06000011be80010000")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(0.2)
            client.sendto(ping, ("127.0.0.1", self.port))
            try:
                return bool(client.recv(64))
            except OSError:
                return False

    def __enter__(self):
        if not wait_for(self.answers):
            self.__exit__()
            raise AssertionError("ipmi_sim does not answer a Presence Ping")
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()


def assay_run(peer, out, *selection):
    """Returns {rule: case ids} of the findings."""
    done = run(program("assay"), "run", peer.url, "--target", PROFILE, *selection, "--out", out, "--progress", "none", env=CREDENTIALS,
               timeout=1200)
    record = pathlib.Path(out, "run.json")
    if not record.exists():
        raise AssertionError(f"assay run exited with {done.returncode}: {done.stderr[-2000:]}")
    rules, told = {}, json.loads(record.read_text(encoding="utf-8"))
    for case in told["cases"]:
        for finding in case["findings"]:
            rules.setdefault(finding["rule"], set()).add(case["id"])
    return rules


class TheSuitesAgainstIpmiSim(unittest.TestCase):
    def setUp(self):
        self.out = self.enterContext(tempfile.TemporaryDirectory())

    def test_find_what_is_known_of_it(self):
        with IpmiSim() as peer:
            apart = [word for case in APART for word in ("--exclude", case)]
            rules = assay_run(peer, self.out, *apart, "--deviations", KNOWN)
        print(f"{len(rules)} rules broken, in {len({case for cases in rules.values() for case in cases})} cases")
        missing = {rule: why for rule, why in HAS_TO_FIND.items() if rule not in rules}
        self.assertEqual(missing, {})

    def test_find_what_ends_it(self):
        for case in ENDING_IT:
            with self.subTest(case), IpmiSim() as peer, tempfile.TemporaryDirectory() as out:
                rules = assay_run(peer, out, "--case", case)
                self.assertIn("bmc.survives", rules)
                self.assertTrue(wait_for(lambda: peer.process.poll() is not None), "ipmi_sim goes on")
                self.assertLess(peer.process.returncode, 0, "ended by a signal")

    def test_find_that_a_flood_keeps_everybody_out(self):
        with IpmiSim() as peer:
            rules = assay_run(peer, self.out, "--case", FLOOD)
            self.assertIn("ipmi.security.slots", rules)


class ASecondLook(unittest.TestCase):
    """ipmitool sees the same."""

    def ipmitool(self, peer, *arguments, password="assay-demo"):
        return run(foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", peer.port, "-U", "assay", "-P", password, "-N", "1", "-R", "1",
                   *arguments, timeout=60)

    def test_at_suite_none(self):
        with IpmiSim() as peer:
            seen = self.ipmitool(peer, "-C", "0", "-L", "ADMINISTRATOR", "user", "list", "1", password="wrong")
            self.assertEqual(seen.returncode, 0, seen.stderr)
            self.assertIn("viewer", seen.stdout)

    def test_at_suites_that_are_advertised(self):
        with IpmiSim() as peer:
            listed = self.ipmitool(peer, "-C", "3", "channel", "getciphers", "ipmi", "1").stdout
            self.assertIn("xrc4_128", listed)
            self.assertNotEqual(self.ipmitool(peer, "-C", "4", "mc", "info").returncode, 0)
            self.assertNotEqual(self.ipmitool(peer, "-C", "8", "mc", "info").returncode, 0)


if __name__ == "__main__":
    main()
