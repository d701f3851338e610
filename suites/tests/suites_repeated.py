"""One and the same set of verdicts, however often the suites are run: other seeds, one case at a time or four.

By hand, or by the soak test: suites_repeated.py RUNS runs everything RUNS times against one service and tells what flickered.
"""

import collections
import json
import pathlib
import sys
import tempfile
import time
import unittest

from assay_testing import CREDENTIALS, Server, main, program, run

# Quick ones of every kind: what is left out waits, or is of the same kind.
A_FEW = ["--suite", "dsp0226/addressing_*", "--suite", "dsp0226/enumeration.lua", "--suite", "dsp0226/http*", "--suite", "dsp0226/transfer_*"]


class Repeated:
    """Runs one after the other against one service, and how often each case had which verdict."""

    def __init__(self, runs, selection=()):
        self.verdicts = collections.defaultdict(collections.Counter)
        self.examples = {}
        self.seconds = []
        with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc:
            with Server("wsmand", "--demo", "--listen", "127.0.0.1:0", "--bmc", bmc.endpoint) as wsmand:
                for number in range(1, runs + 1):
                    self._run(wsmand.endpoint, number, "4" if number % 2 == 0 else "1", selection)

    def _run(self, endpoint, seed, jobs, selection):
        with tempfile.TemporaryDirectory() as out:
            began = time.monotonic()
            done = run(program("assay"), "run", endpoint, *selection, "--seed", seed, "--jobs", jobs, "--out", out, "--progress", "none",
                       env=CREDENTIALS, timeout=400)
            self.seconds.append(time.monotonic() - began)
            record = pathlib.Path(out, "run.json")
            if not record.exists():
                raise AssertionError(f"run {seed} ended with {done.returncode}: {done.stderr[-2000:]}")
            for case in json.loads(record.read_text(encoding="utf-8"))["cases"]:
                self.verdicts[case["id"]][case["verdict"]] += 1
                self.examples.setdefault((case["id"], case["verdict"]), f"seed {seed}, {jobs} jobs: {case['reason']} {case['findings'][:2]}")

    def flickering(self):
        """A line for each verdict of the cases that had more than one, and of those that had one in some of the runs only."""
        runs = len(self.seconds)
        return [f"{case}: {count} of {runs} times {verdict}, first with {self.examples[case, verdict]}"
                for case, verdicts in sorted(self.verdicts.items()) if set(verdicts.values()) != {runs}
                for verdict, count in verdicts.items()]


class TheSuites(unittest.TestCase):
    RUNS = 3
    SELECTION = A_FEW

    def test_come_to_the_same_verdicts_each_time(self):
        repeated = Repeated(self.RUNS, self.SELECTION)
        self.assertGreater(len(repeated.verdicts), 200)
        self.assertEqual(repeated.flickering(), [])


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1].isdigit():
        TheSuites.RUNS, TheSuites.SELECTION = int(sys.argv.pop(1)), []
    main()
