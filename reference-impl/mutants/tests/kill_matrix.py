"""The kill matrix: each mutant of the reference service has to be found under the name of the rule it breaks.

The honest service has no findings with the same cases, so that a kill is the mutant's own doing.
"""

import concurrent.futures
import json
import os
import pathlib
import tempfile
import unittest

import assay_testing
from assay_testing import CREDENTIALS, Server, program, run

FEWEST_MUTANTS = 280
# What is run for a rule that no case proves because every exchange is examined for it.
ORDINARY_TRAFFIC = ["--suite", "dsp0226/transfer_get_put.lua", "--suite", "dsp0226/enumeration.lua"]


def mutants():
    return json.loads(run(program("wsmand-mutants"), "--list").stdout)


def proved_rules():
    cases = json.loads(run(program("assay"), "list", "--cases", "--json").stdout)["cases"]
    return {rule for case in cases for rule in case["proves"]}


def selection_for(rule, proved):
    return ["--rule", rule] if rule in proved else ORDINARY_TRAFFIC


def findings_of(server, selection):
    """Runs the selected cases against a server; returns {rule: [case ids]} of the findings."""
    with tempfile.TemporaryDirectory() as out:
        done = run(program("assay"), "run", server.endpoint, *selection, "--out", out, "--progress", "none",
                   env=CREDENTIALS, timeout=120)
        record = pathlib.Path(out, "run.json")
        if not record.exists():
            raise AssertionError(f"assay run exited with {done.returncode} and wrote no run.json: {done.stderr[-2000:]}")
        rules = {}
        for case in json.loads(record.read_text(encoding="utf-8"))["cases"]:
            for finding in case["findings"]:
                rules.setdefault(finding["rule"], []).append(case["id"])
        return rules


def judge(mutant, proved, bmc):
    """Returns (mutant, {rule: case ids} of what was found on it)."""
    with Server("wsmand-mutants", "--mutant", mutant["id"], "--demo", "--listen", "127.0.0.1:0", "--bmc", bmc.endpoint) as server:
        found = findings_of(server, selection_for(mutant["violates"], proved))
        server.stop()  # some end before they are asked to
        return mutant, found


def show(rows):
    width = max(len(mutant["id"]) for mutant, _ in rows)
    for mutant, found in rows:
        by = found.get(mutant["violates"])
        fate = f"killed by {by[0]}" if by else f"ALIVE ({', '.join(sorted(found)) or 'no finding'})"
        print(f"{mutant['id']:{width}}  {mutant['violates']}: {fate}")


def keep(rows):
    """Leaves the matrix beside the programs, for reports; renamed into place so that it is never half written."""
    matrix = [{"mutant": mutant["id"], "violates": mutant["violates"], "killed_by": found.get(mutant["violates"], []),
               "other_rules": sorted(set(found) - {mutant["violates"]})} for mutant, found in rows]
    target = assay_testing.BIN.parent / "kill-matrix.json"
    scratch = target.with_suffix(f".{os.getpid()}")
    scratch.write_text(json.dumps(matrix, indent=2) + "\n", encoding="utf-8")
    scratch.replace(target)


class KillMatrix(unittest.TestCase):
    def test_every_mutant_is_killed_under_the_name_of_its_rule(self):
        every, proved = mutants(), proved_rules()
        self.assertGreaterEqual(len(every), FEWEST_MUTANTS)
        with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc, concurrent.futures.ThreadPoolExecutor(2) as pool:
            rows = list(pool.map(lambda mutant: judge(mutant, proved, bmc), every))
        alive = [mutant["id"] for mutant, found in rows if mutant["violates"] not in found]
        show(rows)
        keep(rows)
        print(f"kill matrix: {len(rows) - len(alive)} of {len(rows)}")
        self.assertEqual(alive, [])

    def test_the_honest_service_has_no_findings_with_the_same_cases(self):
        proved = proved_rules()
        rules = sorted({mutant["violates"] for mutant in mutants()})
        selections = [[word for rule in rules if rule in proved for word in ("--rule", rule)], ORDINARY_TRAFFIC]
        with (Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc,
              Server("wsmand", "--demo", "--listen", "127.0.0.1:0", "--bmc", bmc.endpoint) as server):
            for selection in selections:
                self.assertEqual(findings_of(server, selection), {})


if __name__ == "__main__":
    assay_testing.main()
