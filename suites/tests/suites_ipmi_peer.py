"""The suites of IPMI against OpenIPMI's ipmi_sim: they find what is known of it, and nothing else. ipmi_peer_confirmed.py sees the same
by other means."""

import json
import pathlib
import tempfile
import tomllib
import unittest

from assay_testing import CREDENTIALS, HOME, main, program, run, wait_for
from assay_testing.ipmi_sim import IpmiSim

PROFILE = HOME / "suites/profiles/openipmi.toml"
KNOWN = HOME / "suites/deviations/bmcs/openipmi.toml"
# Cases for which it gets a process of its own, with everything that each finds: they end it, or leave no room for others.
APART = {
    "payload.support-of-channel-2h": {"bmc.survives", "ipmi.payload.support"},
    "payload.support-of-channel-ch": {"bmc.survives", "ipmi.payload.support"},
    "payload.support-of-channel-eh": {"bmc.survives", "ipmi.payload.support"},
    "ipmi.lan.without-authcode": {"bmc.survives"},
    "ipmi.security.unused-channels": {"bmc.survives"},
    "ipmi.suites.both-lists-agree": set(),
    "ipmi.open.null-field": set(),  # passes, and minutes later a watchdog that is started ends the process
    "ipmi.security.flood": {"ipmi.security.slots"},
}
# What is known to be wrong with it beyond what it does not have -> the case and the rule that find it.
KNOWN_FAILINGS = {
    "Get Channel Payload Support for a channel that is not configured ends the process": ("payload.support-of-channel-2h", "bmc.survives"),
    "FreeIPMI's ipmiconsole, which asks for channel Eh, ends the process": ("payload.support-of-channel-eh", "bmc.survives"),
    "an unsigned packet in a session of IPMI 1.5 ends the process": ("ipmi.lan.without-authcode", "bmc.survives"),
    "a replayed packet is executed": ("ipmi.sequence.replayed", "ipmi.sequence.replay"),
    "a packet replayed from another port is executed": ("ipmi.sequence.replayed-to-other", "ipmi.sequence.replay"),
    "sequence number 0 is executed": ("ipmi.sequence.number-zero", "ipmi.sequence.zero"),
    "session ids can be foretold": ("ipmi.security.ids-not-foretold", "ipmi.security.session-ids"),
    "64 half-open sessions keep everybody out for 30 s": ("ipmi.security.flood", "ipmi.security.slots"),
    "suite 0 gives an administrator's session to a wrong password": ("ipmi.security.no-suite-none", "ipmi.security.suite-none"),
    "RAKP Message 2 tells which users there are": ("ipmi.security.names-not-told", "ipmi.security.enumeration"),
    "suites with xRC4 are advertised and refused": ("ipmi.suites.no-empty-promise", "ipmi.suites.advertised-work"),
    "HMAC-MD5-128 does not work": ("ipmi.integrity.signs-answers", "ipmi.integrity.each-algorithm"),
    "limits of suites restrict nothing": ("lan.suite-limit", "ipmi.lan.suite-limit"),
    "sessions end after 30 s of silence": ("ipmi.session.times-out", "ipmi.session.timeout"),
    "FreeIPMI needs -W opensesspriv": ("ipmi.open.grants-highest", "ipmi.open.highest-privilege"),
    "roles 5 and Fh are an illegal parameter": ("ipmi.rakp1.unknown-role", "ipmi.rakp1.role"),
    "privilege Fh of Open Session is an illegal parameter": ("ipmi.open.unknown-privilege", "ipmi.open.privilege"),
    "user names of more than 16 octets are an illegal parameter": ("ipmi.rakp1.long-name", "ipmi.rakp1.name-length"),
    "RAKP Message 3 sent twice is answered inside the session": ("ipmi.rakp3.sent-twice", "ipmi.rakp3.repeated"),
    "a Presence Ping of a wrong length is answered": ("ipmi.asf.wrong-length", "ipmi.asf.length"),
    "the straight password is offered": ("ipmi.security.no-straight-password", "ipmi.security.plain-password"),
    "sessions of IPMI 1.5 need no password": ("ipmi.security.no-unauthenticated-session", "ipmi.security.unauthenticated-type"),
    "Get Channel Cipher Suites before a session costs seconds": ("ipmi.suites.before-session", "ipmi.suites.without-session"),
    "Get Chassis Capabilities has octets of its stack, and FreeIPMI waits": ("chassis.capabilities", "ipmi.chassis.capabilities"),
    "the test of a password finds any right": ("user.password-test", "ipmi.user.password.test"),
    "commands succeed and change nothing": ("lan.set-is-kept", "ipmi.lan.parameter.set"),
}


def assay_run(peer, out, *selection):
    """Returns assay's exit code, and the findings as pairs of a case and a rule."""
    done = run(program("assay"), "run", peer.url, "--target", PROFILE, *selection, "--out", out, "--progress", "none", env=CREDENTIALS,
               timeout=1200)
    record = pathlib.Path(out, "run.json")
    if not record.exists():
        raise AssertionError(f"assay run exited with {done.returncode}: {done.stderr[-2000:]}")
    told = json.loads(record.read_text(encoding="utf-8"))
    unfinished = [case["id"] for case in told["cases"] if case["verdict"] in ("setup_failed", "harness_error", "blocked")]
    if unfinished:
        raise AssertionError(f"cases that came to no verdict: {unfinished}")
    return done.returncode, told, {(case["id"], finding["rule"]) for case in told["cases"] for finding in case["findings"]}


class TheSuitesAgainstIpmiSim(unittest.TestCase):
    def setUp(self):
        self.out = self.enterContext(tempfile.TemporaryDirectory())

    def test_find_what_is_known_of_it_and_nothing_else(self):
        known = {(each["case"], each["finding"]) for each in tomllib.loads(KNOWN.read_text(encoding="utf-8"))["deviation"]}
        apart = [word for case in APART for word in ("--exclude", case)]
        with IpmiSim() as peer:
            code, told, found = assay_run(peer, self.out, *apart, "--deviations", KNOWN)
        print(f"{len(found)} findings, in {len({case for case, _ in found})} of {len(told['cases'])} cases")
        self.assertEqual(sorted(found - known), [], "findings that no deviation knows")
        self.assertEqual(sorted(known - found), [], "deviations whose finding did not come")
        self.assertEqual(told["stale_deviations"], [])
        self.assertEqual(code, 0, "assay itself thinks so too")

    def test_find_what_takes_a_process_of_its_own(self):
        for case, rules in APART.items():
            with self.subTest(case), IpmiSim() as peer, tempfile.TemporaryDirectory() as out:
                _, _, found = assay_run(peer, out, "--case", case)
                self.assertEqual({rule for _, rule in found}, rules)
                if "bmc.survives" in rules:
                    self.assertTrue(wait_for(lambda: peer.process.poll() is not None), "ipmi_sim goes on")
                    self.assertLess(peer.process.returncode, 0, "ended by a signal")

    def test_have_a_case_for_each_failing(self):
        known = {(each["case"], each["finding"]) for each in tomllib.loads(KNOWN.read_text(encoding="utf-8"))["deviation"]}
        known |= {(case, rule) for case, rules in APART.items() for rule in rules}
        unfound = {failing: finding for failing, finding in KNOWN_FAILINGS.items() if finding not in known}
        self.assertEqual(unfound, {}, "the two tests above find these, exactly")


if __name__ == "__main__":
    main()
