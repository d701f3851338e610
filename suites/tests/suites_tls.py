"""Every case against the honest reference service over TLS: nothing may be found, and the cases about TLS apply."""

import json
import pathlib
import tempfile
import unittest

from assay_testing import Server, main, program, run
from assay_testing.secure import SecureDemo

FEWEST_CASES = 440


class TheHonestServiceOverTls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            demo = SecureDemo(folder)
            with (Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc,
                  Server("wsmand", *demo.arguments, "--bmc", bmc.endpoint, env={}) as wsmand):
                cls.finished = run(program("assay"), "run", wsmand.endpoint, "--target", demo.profile, "--out", folder,
                                   "--progress", "none", timeout=360)
                cls.cases = json.loads(pathlib.Path(folder, "run.json").read_text(encoding="utf-8"))["cases"]

    def of(self, verdict, *beginnings):
        return [case["id"] for case in self.cases if case["verdict"] == verdict and case["id"].startswith(beginnings)]

    def test_conforms(self):
        self.assertEqual(self.finished.returncode, 0, self.finished.stdout[-4000:] + self.finished.stderr)
        self.assertGreaterEqual(len(self.of("passed", "")), FEWEST_CASES)

    def test_every_case_about_tls_applies(self):
        self.assertEqual(self.of("not_applicable", "https."), [])
        self.assertGreaterEqual(len(self.of("passed", "https.")), 12)


if __name__ == "__main__":
    main()
