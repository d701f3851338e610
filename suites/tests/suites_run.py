"""Every case against the honest reference service, with a simulated BMC behind it: nothing may be found."""

import json
import pathlib
import tempfile
import unittest

from assay_testing import PASSWORD, USER, Server, main, program, run

FEWEST_CASES = 440
# What the service in clear text, in the dialect of DMTF, does not offer: each of these says so.
DO_NOT_APPLY = ("https.", "mswsmv.", "epr.after-a-put-of-another-key")


def run_everything(endpoint):
    """Runs assay with all cases; returns the finished process and its run.json."""
    target = endpoint.replace("http://", f"http://{USER}:{PASSWORD}@")
    with tempfile.TemporaryDirectory() as folder:
        finished = run(program("assay"), "run", target, "--out", folder, "--progress", "none", timeout=360)
        report = pathlib.Path(folder, "run.json")
        return finished, json.loads(report.read_text(encoding="utf-8")) if report.exists() else None


def shown(cases):
    """Cases and their findings, for people."""
    lines = []
    for case in cases:
        lines.append(f"{case['id']}: {case['verdict']} {case.get('reason', '')}")
        lines += [f"    {finding['rule']}: {finding['message']} (expected {finding['expected']}, got {finding['actual']})"
                  for finding in case["findings"]]
    return "\n".join(lines)


class TheHonestService(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc:
            with Server("wsmand", "--demo", "--listen", "127.0.0.1:0", "--bmc", bmc.endpoint) as wsmand:
                cls.finished, cls.report = run_everything(wsmand.endpoint)
                cls.still_alive = wsmand.is_alive()

    def verdicts(self, *names):
        return [case for case in self.report["cases"] if case["verdict"] in names]

    def cases(self, *names):
        """Without what the passive rules found by the way."""
        return [case for case in self.verdicts(*names) if not case["id"].startswith("passive.")]

    def test_conforms(self):
        self.assertEqual(self.finished.returncode, 0, self.finished.stderr)

    def test_passes_every_case_that_applies(self):
        others = self.verdicts("failed", "warned", "blocked", "setup_failed", "harness_error")
        self.assertEqual(others, [], shown(others))

    def test_nothing_is_found(self):
        found = [case for case in self.report["cases"] if case["findings"]]
        self.assertEqual(found, [], shown(found))

    def test_every_case_applies(self):
        passed = self.cases("passed")
        self.assertGreaterEqual(len(passed), FEWEST_CASES)
        left_out = [case for case in self.cases("not_applicable") if not case["id"].startswith(DO_NOT_APPLY)]
        self.assertEqual(left_out, [], shown(left_out))

    def test_what_does_not_apply_says_why(self):
        silent = [case["id"] for case in self.cases("not_applicable") if not case["reason"]]
        self.assertEqual(silent, [])

    def test_hardware_is_among_them(self):
        hardware = [case for case in self.verdicts("passed") if case["id"].startswith("hardware.")]
        self.assertGreaterEqual(len(hardware), 10)

    def test_the_service_survives(self):
        self.assertTrue(self.still_alive)


if __name__ == "__main__":
    main()
