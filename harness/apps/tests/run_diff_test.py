"""`assay diff` and `assay report` of conformance runs: what came to something else, and the reports again."""

import json
import xml.etree.ElementTree

from assay_testing import main
from assay_testing.scripted import ScriptedService, answer
from assay_case import AssayCase
from target import Target

BROKEN = b"<s:Envelope"


def spoilt(request):
    return answer(BROKEN) if b"X-Marker: spoilt" in request else ...


class RunDiffTest(AssayCase):
    def record(self, name, misbehave=lambda request: ...):
        with Target(misbehave) as target:
            done = self.assay("run", target.url, "--case", "e2e.*", "--out", self.folder / name)
        self.assertIn(done.returncode, (0, 1), done.stderr)

    def diff(self, before, after, code):
        done = self.assay("diff", self.folder / before, self.folder / after, "--json")
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def test_new_and_fixed_findings_and_other_verdicts_are_told(self):
        self.record("fine")
        self.record("spoilt", spoilt)
        worse = self.diff("fine", "spoilt", 1)
        self.assertEqual(worse["format"], "assay-run-diff-1")
        self.assertTrue(worse["worse"])
        self.assertIn(("e2e.spoilt", "schema.well-formed"), [(each["case"], each["rule"]) for each in worse["new_findings"]])
        self.assertEqual(worse["fixed_findings"], [])
        verdicts = {each["case"]: (each["before"], each["after"], each["worse"]) for each in worse["verdicts"]}
        self.assertEqual(verdicts["e2e.spoilt"], ("passed", "failed", True))
        self.assertEqual(verdicts["e2e.after-spoilt"], ("passed", "blocked", True))
        better = self.diff("spoilt", "fine", 0)
        self.assertEqual(better["new_findings"], [])
        self.assertEqual(better["fixed_findings"], worse["new_findings"])
        table = self.assay("diff", self.folder / "fine", self.folder / "spoilt")
        self.assertEqual(table.returncode, 1)
        self.assertRegex(table.stdout, r"new findings: \d+\n")
        self.assertIn("WORSE e2e.spoilt: passed -> failed", table.stdout)
        self.assertLessEqual(max(len(line) for line in table.stdout.splitlines()), 80)

    def test_a_run_is_equal_to_itself_however_it_is_named(self):
        self.record("spoilt", spoilt)
        folder = self.folder / "spoilt"
        for name in (folder, folder / "journal", folder / "run.json"):
            done = self.assay("diff", folder, name)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(done.stdout, "no verdict and no finding differs\n")

    def test_cases_of_one_run_alone_are_named(self):
        self.record("fine")
        with Target() as target:
            self.assay("run", target.url, "--case", "e2e.identify", "--out", self.folder / "little")
        difference = self.diff("fine", "little", 0)
        self.assertIn("e2e.spoilt", difference["only_before"])
        self.assertEqual(difference["only_after"], [])
        self.assertTrue(any("different cases" in note for note in difference["notes"]), difference["notes"])

    def test_a_load_is_no_run(self):
        self.record("fine")
        with ScriptedService(lambda request, number: answer(BROKEN + b"/>")) as service:
            done = self.assay("bench", service.url, "--duration", "100ms", "--warmup", "0s", "--out", self.folder / "load")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_one_message(self.assay("diff", self.folder / "fine", self.folder / "load"), 64, "conformance run", "two of a kind")
        self.assert_one_message(self.assay("diff", self.folder / "none", self.folder / "none"), 4, "none")
        self.assert_one_message(self.assay("report", self.folder / "load", "--junit", self.folder / "x"), 64, "--junit")
        self.assert_one_message(self.assay("report", self.folder / "fine", "--html", self.folder / "x", "--slo", "p99<1s"), 64, "--slo")

    def test_the_reports_of_a_run_are_written_again(self):
        self.record("spoilt", spoilt)
        done = self.assay("report", self.folder / "spoilt", "--html", self.folder / "page.html", "--junit", self.folder / "junit.xml", "--json")
        self.assertEqual(done.returncode, 1, done.stderr)
        again = json.loads(done.stdout)
        first = json.loads((self.folder / "spoilt/run.json").read_text(encoding="utf-8"))
        self.assertEqual([(case["id"], case["verdict"]) for case in again["cases"]], [(case["id"], case["verdict"]) for case in first["cases"]])
        self.assertIn("e2e.spoilt", (self.folder / "page.html").read_text(encoding="utf-8"))
        self.assertEqual(xml.etree.ElementTree.parse(self.folder / "junit.xml").getroot().tag, "testsuites")


if __name__ == "__main__":
    main()
