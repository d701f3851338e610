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
from assay_testing.secure import SecureDemo

FEWEST_MUTANTS = 390
# What is run for a rule that no case proves because every exchange is examined for it.
ORDINARY_TRAFFIC = ["--suite", "dsp0226/transfer_get_put.lua", "--suite", "dsp0226/enumeration.lua"]


def mutants():
    return json.loads(run(program("wsmand-mutants"), "--list").stdout)


def needs_of_rules():
    """{rule: the needs of each case that proves it}"""
    cases = json.loads(run(program("assay"), "list", "--cases", "--json").stdout)["cases"]
    needs = {}
    for case in cases:
        for rule in case["proves"]:
            needs.setdefault(rule, []).append(set(case["needs"]) | {case.get("provides")})
    return needs


class Stage:
    """A way to start a service, and to reach it, for the rules that show only there."""

    def __init__(self, arguments, options=(), needs=None):
        self.arguments, self.options, self.needs = list(arguments), list(options), needs

    def is_for(self, needs):
        return bool(needs) and all(self.needs in each for each in needs)


class Stages:
    def __init__(self, folder):
        secure = SecureDemo(folder)
        self.ordinary = Stage(["--demo", "--listen", "127.0.0.1:0"])
        self.special = [Stage(["--demo", "--profile", "winrm", "--listen", "127.0.0.1:0"], needs="feature.dialect.winrm"),
                        Stage(secure.arguments, ["--target", secure.certified], needs="feature.transport.tls")]

    def all(self):
        return [self.ordinary, *self.special]

    def stage_for(self, rule, needs):
        return next((each for each in self.special if each.is_for(needs.get(rule, []))), self.ordinary)


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
            for rule in sorted({finding["rule"] for finding in case["findings"]}):
                rules.setdefault(rule, []).append(case["id"])
        return rules


def judge(mutant, needs, stages, bmc):
    """Returns (mutant, {rule: case ids} of what was found on it)."""
    stage = stages.stage_for(mutant["violates"], needs)
    with Server("wsmand-mutants", "--mutant", mutant["id"], *stage.arguments, "--bmc", bmc.endpoint) as server:
        found = findings_of(server, [*stage.options, *selection_for(mutant["violates"], needs)])
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
        every, needs = mutants(), needs_of_rules()
        self.assertGreaterEqual(len(every), FEWEST_MUTANTS)
        with (Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc, tempfile.TemporaryDirectory() as folder,
              concurrent.futures.ThreadPoolExecutor(2) as pool):
            stages = Stages(folder)
            rows = list(pool.map(lambda mutant: judge(mutant, needs, stages, bmc), every))
        alive = [mutant["id"] for mutant, found in rows if mutant["violates"] not in found]
        show(rows)
        keep(rows)
        print(f"kill matrix: {len(rows) - len(alive)} of {len(rows)}")
        self.assertEqual(alive, [])

    def test_the_honest_service_has_no_findings_with_the_same_cases(self):
        needs = needs_of_rules()
        rules = sorted({mutant["violates"] for mutant in mutants()})
        with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc, tempfile.TemporaryDirectory() as folder:
            stages = Stages(folder)
            for stage in stages.all():
                here = [rule for rule in rules if rule in needs and stages.stage_for(rule, needs) is stage]
                selections = [[word for rule in here for word in ("--rule", rule)]]
                if stage is stages.ordinary:
                    selections.append(ORDINARY_TRAFFIC)
                with Server("wsmand", *stage.arguments, "--bmc", bmc.endpoint) as server:
                    for selection in selections:
                        found = findings_of(server, [*stage.options, *selection])
                        # What a dialect does otherwise on purpose is no business of the rules that show only there.
                        self.assertEqual({rule for rule in found if stage is stages.ordinary or rule in here}, set())


if __name__ == "__main__":
    assay_testing.main()
