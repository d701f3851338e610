"""Every case against each dialect of the reference service: what it does on purpose is in suites/deviations, and no more."""

import json
import pathlib
import tempfile
import unittest

from assay_testing import CREDENTIALS, HOME, Server, main, program, run

FEWEST_CASES = 380


def run_on(dialect, *options):
    """The finished process and the run.json of the run on wsmand in this dialect."""
    with (Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc, tempfile.TemporaryDirectory() as out,
          Server("wsmand", "--demo", "--profile", dialect, "--listen", "127.0.0.1:0", "--bmc", bmc.endpoint) as wsmand):
        finished = run(program("assay"), "run", wsmand.endpoint, *options, "--out", out, "--progress", "none", env=CREDENTIALS,
                       timeout=300)
        return finished, json.loads(pathlib.Path(out, "run.json").read_text(encoding="utf-8"))


class TheDialects(unittest.TestCase):
    def test_have_no_finding_beyond_their_deviations(self):
        for dialect in ("strict", "winrm", "amt"):
            deviations = pathlib.Path(HOME, f"suites/deviations/wsmand/{dialect}.toml")
            with self.subTest(dialect):
                finished, report = run_on(dialect, *(["--deviations", deviations] if deviations.exists() else []))
                self.assertEqual(finished.returncode, 0, finished.stdout + finished.stderr)
                self.assertGreaterEqual(sum(case["verdict"] == "passed" for case in report["cases"]), FEWEST_CASES)
                self.assertEqual(report["dialects"][0]["name"], dialect)
                self.assertIn(f"speaks like: {dialect}", finished.stdout)
                self.windows_cases_apply(dialect, report["cases"])

    def windows_cases_apply(self, dialect, cases):
        """Those of MS-WSMV run against the dialect that speaks it, found out by its faults, and against no other."""
        of_windows = [case for case in cases if case["id"].startswith("mswsmv.")]
        verdict = "passed" if dialect == "winrm" else "not_applicable"
        self.assertEqual([(case["id"], case["verdict"]) for case in of_windows if case["verdict"] != verdict], [])

    def test_deviate_in_nothing_where_they_do_not(self):
        finished, report = run_on("dmtf", "--deviations", pathlib.Path(HOME, "suites/deviations/wsmand/amt.toml"), "--case",
                             "addressing.reply-without-resource-uri")
        self.assertEqual(finished.returncode, 2, "an unexpected pass has to be an error")
        self.assertIn("unexpected pass", report["stale_deviations"][0])

    def test_are_told_apart_by_few_cases(self):
        _, report = run_on("dmtf", "--case", "regress.relative-addresses", "--case", "fault.soap-12-form")
        self.assertEqual(report["dialects"][0]["name"], "dmtf")


if __name__ == "__main__":
    main()
