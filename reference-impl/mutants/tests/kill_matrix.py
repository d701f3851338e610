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

FEWEST_MUTANTS = 500
# What `assay list --mutants`, `--kills` and the HTML report know of this matrix.
KILLS = assay_testing.HOME / "suites/kills.json"
# Mutants whose breach needs TLS, though their rule does not.
OVER_TLS = ["dies-without-a-server-name", "dies-of-an-unknown-server-name", "dies-of-clear-text"]
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
    """A way to start a service, and to reach it, for the rules, and the mutants of other rules, that show only there."""

    def __init__(self, arguments, options=(), needs=None, mutants=()):
        self.arguments, self.options, self.needs, self.mutants = list(arguments), list(options), needs, mutants

    def is_for(self, needs):
        return bool(needs) and all(self.needs in each for each in needs)


class Stages:
    def __init__(self, folder):
        secure = SecureDemo(folder)
        self.ordinary = Stage(["--demo", "--listen", "127.0.0.1:0"])
        self.special = [Stage(["--demo", "--profile", "winrm", "--listen", "127.0.0.1:0"], needs="feature.dialect.winrm"),
                        Stage(secure.arguments, ["--target", secure.certified], needs="feature.transport.tls",
                              mutants=OVER_TLS)]

    def all(self):
        return [self.ordinary, *self.special]

    def stage_of(self, mutant, needs):
        return next((each for each in self.special if mutant["id"] in each.mutants), self.stage_for(mutant["violates"], needs))

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


def judge(mutant, needs, stages, bmc, attempts=3):
    """Returns (mutant, {rule: case ids} of what was found on it). A machine under load may not come to answer in time."""
    stage = stages.stage_of(mutant, needs)
    with Server("wsmand-mutants", "--mutant", mutant["id"], *stage.arguments, "--bmc", bmc.endpoint) as server:
        try:
            return mutant, findings_of(server, [*stage.options, *selection_for(mutant["violates"], needs)])
        except AssertionError:
            if attempts == 1:
                raise
        finally:
            server.stop()  # some end before they are asked to
    return judge(mutant, needs, stages, bmc, attempts - 1)


def show(rows):
    width = max(len(mutant["id"]) for mutant, _ in rows)
    for mutant, found in rows:
        by = found.get(mutant["violates"])
        fate = f"killed by {by[0]}" if by else f"ALIVE ({', '.join(sorted(found)) or 'no finding'})"
        print(f"{mutant['id']:{width}}  {mutant['violates']}: {fate}")


def as_text(rows):
    """suites/kills.json: a line a mutant, in the order of suites/mutants.json."""
    lines = [f"  {json.dumps(mutant['id'])}: {json.dumps(found.get(mutant['violates'], []))}" for mutant, found in rows]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def keep(text):
    """Leaves the matrix beside the programs, and with ASSAY_APPROVE=1 among the suites."""
    (assay_testing.BIN.parent / "kills.json").write_text(text, encoding="utf-8")
    if os.environ.get("ASSAY_APPROVE") == "1":
        KILLS.write_text(text, encoding="utf-8")


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
        text = as_text(rows)
        keep(text)
        print(f"kill matrix: {len(rows) - len(alive)} of {len(rows)}")
        self.assertEqual(alive, [])
        self.assertEqual(KILLS.read_text(encoding="utf-8").splitlines(), text.splitlines(),
                         "suites/kills.json is stale; ASSAY_APPROVE=1 renews it, and the difference wants to be looked at")

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
