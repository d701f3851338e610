#!/usr/bin/python3
"""The comparison of microbenchmarks with their baseline finds a slow-down, and nothing else; with programs that say what they
are told to instead of measuring."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import assay_testing

BENCH = pathlib.Path(__file__).resolve().parents[1] / "bench"
# Says the times of `times.json` beside it, one list a benchmark; a run takes the next of them and stays at the last.
PROGRAM = f"""#!{sys.executable}
import json, pathlib
here = pathlib.Path(__file__)
runs_file = here.with_suffix(".runs")
run = int(runs_file.read_text()) if runs_file.exists() else 0
runs_file.write_text(str(run + 1))
times = json.loads(here.with_name("times.json").read_text())
print(json.dumps({{"benchmarks": [
    {{"name": name, "run_type": "iteration", "time_unit": "ns", "cpu_time": several[min(run, len(several) - 1)] * factor}}
    for name, several in times.items() for factor in (0.9, 1, 5)]}}))
"""


class Microbenchmarks(unittest.TestCase):
    def setUp(self):
        self.build = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.build / "bin").mkdir()
        self.program = self.build / "bin/some_bench"
        self.program.write_text(PROGRAM, encoding="utf-8")
        self.program.chmod(0o755)

    def measured(self, *options, **times):
        """What the script ends with and says, when the benchmarks take these times."""
        (self.build / "bin/times.json").write_text(json.dumps({"reference": [100], **times}), encoding="utf-8")
        self.program.with_suffix(".runs").unlink(missing_ok=True)
        done = subprocess.run([sys.executable, BENCH / "microbenchmarks.py", self.build, "--baseline", self.build / "baseline.json",
                               "--rounds", "3", *options], capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout + done.stderr

    def renew(self, **times):
        code, said = self.measured("--renew", **times)
        self.assertEqual(code, 0, said)

    def test_a_run_against_itself_is_equal(self):
        self.renew(parse=[50], write=[7])
        code, said = self.measured(parse=[50], write=[7])
        self.assertEqual(code, 0, said)
        self.assertIn("+0%", said)

    def test_what_became_slower_is_named_and_nothing_else(self):
        self.renew(parse=[50], write=[7])
        code, said = self.measured("--compare", parse=[65], write=[7.5])
        self.assertEqual(code, 1, said)
        self.assertIn("some_bench/parse is 30 % slower than the baseline", said)
        self.assertNotIn("some_bench/write is", said)

    def test_a_machine_of_half_the_speed_is_equal(self):
        self.renew(parse=[50])
        code, said = self.measured(reference=[200], parse=[100])
        self.assertEqual(code, 0, said)

    def test_what_became_faster_is_no_complaint(self):
        self.renew(parse=[50])
        self.assertEqual(self.measured(parse=[10])[0], 0)

    def test_a_disturbance_that_is_over_when_it_is_measured_again_is_no_change(self):
        self.renew(parse=[50])
        code, said = self.measured(parse=[90, 90, 90, 50])
        self.assertEqual(code, 0, said)

    def test_what_differed_from_round_to_round_is_allowed_to(self):
        self.renew(parse=[50, 55, 45])
        baseline = json.loads((self.build / "baseline.json").read_text(encoding="utf-8"))
        self.assertEqual(baseline["some_bench/parse"], {"ratio": 0.5, "tolerance": 0.3})
        self.assertEqual(self.measured(parse=[62])[0], 0)
        self.assertEqual(self.measured(parse=[68])[0], 1)

    def test_one_outlier_among_the_repetitions_changes_nothing(self):
        self.renew(parse=[50])
        baseline = json.loads((self.build / "baseline.json").read_text(encoding="utf-8"))
        self.assertEqual(baseline["some_bench/parse"]["ratio"], 0.5)

    def test_the_baseline_has_to_know_what_there_is(self):
        self.renew(parse=[50])
        code, said = self.measured(parse=[50], write=[7])
        self.assertEqual(code, 1)
        self.assertIn("some_bench/write is not in the baseline: ./dev bench --renew", said)
        code, said = self.measured(write=[7])
        self.assertIn("some_bench/parse of the baseline is no more: ./dev bench --renew", said)

    def test_a_program_that_fails_is_told(self):
        self.renew(parse=[50])
        self.program.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('out of luck')\n", encoding="utf-8")
        code, said = self.measured(parse=[50])
        self.assertNotEqual(code, 0)
        self.assertIn("out of luck", said)

    def test_the_committed_baseline_is_what_renewing_writes(self):
        sys.path.insert(0, str(BENCH))
        import microbenchmarks

        if not microbenchmarks.BASELINE.exists():
            self.skipTest("nobody has measured one yet: ./dev bench --renew on a quiet machine")
        known = json.loads(microbenchmarks.BASELINE.read_text(encoding="utf-8"))
        listed = {name for file in assay_testing.HOME.glob("*/*/CMakeLists.txt")
                  for name in re.findall(r"^assay_benchmark\((\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)}
        self.assertEqual({name.partition("/")[0] for name in known}, listed, "./dev bench --renew")
        for name, figure in known.items():
            self.assertGreater(figure["ratio"], 0, name)
            self.assertGreaterEqual(figure["tolerance"], microbenchmarks.LEAST_TOLERANCE, name)


if __name__ == "__main__":
    assay_testing.main()
