"""Every case of BMCs against the honest simulator: nothing may be found; and how assay treats a target that is a BMC."""

import json
import pathlib
import signal
import subprocess
import tempfile
import unittest

from assay_testing import HOME, Server, main, program, run

PASSWORDS = ("assay-demo", "viewer-demo")
PROFILE = HOME / "suites/profiles/bmcsim-demo.toml"
FEWEST_CASES = 80
# What the demo does not have as it is; bmc_kill_matrix plays them at an honest BMC that is set up for them.
OTHERWISE = ("sdr.device-counts", "ipmi.session.times-out")


def shown(cases):
    """Cases and their findings, for people."""
    lines = []
    for case in cases:
        lines.append(f"{case['id']}: {case['verdict']} {case.get('reason', '')}")
        lines += [f"    {finding['rule']}: {finding['message']} (expected {finding['expected']}, got {finding['actual']})"
                  for finding in case["findings"]]
    return "\n".join(lines)


def play(endpoint, folder, *words):
    return run(program("assay"), "run", f"ipmi://{endpoint}", "--target", PROFILE, "--out", folder, "--progress", "none",
               *words, timeout=500)


def report_in(folder):
    return json.loads(pathlib.Path(folder, "run.json").read_text(encoding="utf-8"))


class TheHonestBmc(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc:
            cls.finished = play(bmc.endpoint, cls.folder, "--jobs", "4")
            cls.report = report_in(cls.folder)
            cls.still_alive = bmc.is_alive()

    def test_conforms(self):
        self.assertEqual(self.finished.returncode, 0, self.finished.stderr + self.finished.stdout)

    def test_nothing_is_found(self):
        others = [case for case in self.report["cases"] if case["findings"] or case["verdict"] not in ("passed", "observed")]
        elsewhere = [case for case in others if case["verdict"] == "not_applicable" and case["id"] in OTHERWISE]
        others = [case for case in others if case not in elsewhere]
        self.assertEqual(others, [], shown(others))
        self.assertEqual(sorted(case["id"] for case in elsewhere), sorted(OTHERWISE))

    def test_every_case_of_bmcs_is_played_and_no_other(self):
        ids = [case["id"] for case in self.report["cases"]]
        self.assertGreaterEqual(len(ids), FEWEST_CASES)
        listed = json.loads(run(program("assay"), "list", "--cases", "--json").stdout)
        self.assertEqual(sorted(ids), sorted(case["id"] for case in listed["bmc_cases"]))
        self.assertNotIn("passive", " ".join(ids))

    def test_the_bmc_outlives_it(self):
        self.assertTrue(self.still_alive)

    def test_is_judged_again_alike(self):
        with tempfile.TemporaryDirectory() as again:
            judged = run(program("assay"), "judge", pathlib.Path(self.folder, "journal"), "--out", again)
            self.assertEqual(judged.returncode, 0, judged.stderr)
            before, after = ([(case["id"], case["verdict"]) for case in report_in(folder)["cases"]]
                             for folder in (self.folder, again))
            self.assertEqual(before, after)

    def test_keeps_no_secret(self):
        for file in pathlib.Path(self.folder).iterdir():
            kept = file.read_bytes()
            for password in PASSWORDS:
                self.assertNotIn(password.encode(), kept, file.name)


class Targets(unittest.TestCase):
    def test_a_dead_port_is_unreachable(self):
        finished = run(program("assay"), "run", "ipmi://assay:assay-demo@127.0.0.1:9")
        self.assertEqual(finished.returncode, 3)
        self.assertIn("no answer to Get Channel Authentication Capabilities", finished.stderr)

    def test_a_wrong_password_is_no_finding(self):
        with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc:
            finished = run(program("assay"), "run", f"ipmi://assay:not-this-one@{bmc.endpoint}")
        self.assertEqual(finished.returncode, 3)
        self.assertIn("0Fh (invalid integrity check value)", finished.stderr)
        self.assertNotIn("not-this-one", finished.stderr + finished.stdout)

    def test_without_credentials_it_says_so(self):
        with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc:
            finished = run(program("assay"), "run", f"ipmi://{bmc.endpoint}")
        self.assertEqual(finished.returncode, 3)
        self.assertIn("ASSAY_USER", finished.stderr)

    def test_a_bmc_has_no_path(self):
        finished = run(program("assay"), "run", "ipmi://a:secret@127.0.0.1:623/wsman")
        self.assertEqual(finished.returncode, 64)
        self.assertIn("a BMC has no path", finished.stderr)
        self.assertNotIn("secret", finished.stderr)

    def test_each_kind_of_target_has_its_own_cases(self):
        for url, ours, theirs in (("ipmi://127.0.0.1:623", "ipmi.open.grants-privilege", "identify.answers"),
                                  ("http://127.0.0.1/wsman", "identify.answers", "ipmi.open.grants-privilege")):
            planned = run(program("assay"), "run", url, "--dry-run", "--json")
            ids = [case["id"] for case in json.loads(planned.stdout)["cases"]]
            self.assertIn(ours, ids)
            self.assertNotIn(theirs, ids)

    def test_ctrl_c_keeps_the_journal(self):
        with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc, tempfile.TemporaryDirectory() as folder:
            command = [program("assay"), "run", f"ipmi://{bmc.endpoint}", "--target", PROFILE, "--out", folder,
                       "--case", "ipmi.rmcp.cut-off", "--progress", "none"]
            with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as assay:
                journal = pathlib.Path(folder, "journal")
                while assay.poll() is None and not (journal.exists() and journal.read_text().count("\n") > 4):
                    pass
                assay.send_signal(signal.SIGINT)
                _, errors = assay.communicate(timeout=30)
            self.assertEqual(assay.returncode, 4, errors)
            judged = run(program("assay"), "judge", journal)
            self.assertIn("interrupted", judged.stdout)


if __name__ == "__main__":
    main()
