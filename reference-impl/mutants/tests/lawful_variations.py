"""Lawful alternatives pass: each variation of the reference service does something otherwise that a rule leaves open.

The cases of that rule may find nothing. That what the rule forbids is found, a mutant of the same rule shows (the unit tests
ask for one), which the kill matrix runs.
"""

import concurrent.futures
import json
import pathlib
import tempfile
import unittest

from assay_testing import CREDENTIALS, Server, main, program, run

FEWEST = 30
# What is run for a rule that no case proves because every exchange is examined for it.
ORDINARY_TRAFFIC = ["--suite", "dsp0226/transfer_get_put.lua", "--suite", "dsp0226/enumeration.lua"]


def variations():
    return json.loads(run(program("wsmand-mutants"), "--list-variations").stdout)


def proved_rules():
    cases = json.loads(run(program("assay"), "list", "--cases", "--json").stdout)["cases"]
    return {rule for case in cases for rule in case["proves"]}


def profile_without(features, folder):
    """The demo's profile, of a service that lacks some features."""
    file = pathlib.Path(folder, "lacking.toml")
    lines = [f'"{feature}" = false' for feature in features]
    file.write_text('base = "assay-demo"\n[features]\n' + "\n".join(lines) + "\n", encoding="utf-8")
    return file


def judge(variation, proved, bmc):
    """(variation, cases that passed, what was found)"""
    rule = variation["permitted_by"]
    selection = ["--rule", rule] if rule in proved else ORDINARY_TRAFFIC
    with (tempfile.TemporaryDirectory() as out,
          Server("wsmand-mutants", "--variation", variation["id"], "--demo", "--listen", "127.0.0.1:0", "--bmc", bmc.endpoint) as server):
        done = run(program("assay"), "run", server.endpoint, "--target", profile_without(variation["lacks"], out), *selection,
                   "--out", out, "--progress", "none", env=CREDENTIALS, timeout=120)
        report = pathlib.Path(out, "run.json")
        if not report.exists():
            raise AssertionError(f"{variation['id']}: {done.stderr[-2000:]}")
        cases = json.loads(report.read_text(encoding="utf-8"))["cases"]
    passed = [case["id"] for case in cases if case["verdict"] in ("passed", "observed") and not case["id"].startswith("passive.")]
    wrong = [f"{case['id']}: {case['verdict']} {case['reason']} {[finding['message'] for finding in case['findings']]}"
             for case in cases if case["verdict"] not in ("passed", "observed", "not_applicable")]
    return variation, passed, wrong


class LawfulVariations(unittest.TestCase):
    maxDiff = None

    def test_are_accepted_by_the_cases_of_the_rule_that_permits_them(self):
        every, proved = variations(), proved_rules()
        self.assertGreaterEqual(len(every), FEWEST)
        with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc, concurrent.futures.ThreadPoolExecutor(2) as pool:
            rows = list(pool.map(lambda variation: judge(variation, proved, bmc), every))
        for variation, passed, wrong in rows:
            print(f"{variation['id']:40} {variation['permitted_by']}: {'accepted by ' + passed[0] if passed and not wrong else 'REFUSED'}")
        self.assertEqual({variation["id"]: wrong for variation, _, wrong in rows if wrong}, {})
        self.assertEqual([variation["id"] for variation, passed, _ in rows if not passed], [], "nothing looked at them")


if __name__ == "__main__":
    main()
