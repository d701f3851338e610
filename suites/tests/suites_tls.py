"""Every case against the honest reference service over TLS: nothing may be found, and the cases about TLS apply."""

import json
import pathlib
import tempfile
import unittest

from assay_testing import Server, main, program, run
from assay_testing.secure import SecureDemo

FEWEST_CASES = 440


def run_on(wsmand, profile, folder, *selection):
    """(the finished process, ids of the cases that passed, ids of those that do not apply)"""
    finished = run(program("assay"), "run", wsmand.endpoint, "--target", profile, *selection, "--out", folder, "--progress", "none",
                   timeout=360)
    cases = json.loads(pathlib.Path(folder, "run.json").read_text(encoding="utf-8"))["cases"]
    of = {verdict: [case["id"] for case in cases if case["verdict"] == verdict] for verdict in ("passed", "not_applicable")}
    return finished, of["passed"], of["not_applicable"]


class TheHonestServiceOverTls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            demo = SecureDemo(folder)
            with (Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc,
                  Server("wsmand", *demo.arguments, "--bmc", bmc.endpoint, env={}) as wsmand):
                cls.everything = run_on(wsmand, demo.profile, folder)
                cls.certified = run_on(wsmand, demo.certified, folder, "--suite", "http/tls")

    def test_conforms(self):
        finished, passed, _ = self.everything
        self.assertEqual(finished.returncode, 0, finished.stdout[-4000:] + finished.stderr)
        self.assertGreaterEqual(len(passed), FEWEST_CASES)

    def test_every_case_about_tls_applies_to_who_shows_a_certificate(self):
        finished, passed, left_out = self.certified
        self.assertEqual(finished.returncode, 0, finished.stdout[-4000:] + finished.stderr)
        self.assertEqual([case for case in left_out if case.startswith("https.")], [])
        self.assertGreaterEqual(len([case for case in passed if case.startswith("https.")]), 12)


if __name__ == "__main__":
    main()
