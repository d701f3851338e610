"""The kill matrix: each mutant of the reference service has to be found under the name of the rule it breaks.

The honest service has no findings with the same cases, so that a kill is the mutant's own doing.
"""

import tempfile
import unittest

import assay_testing
from assay_testing import Server, kills
from assay_testing.secure import SecureDemo

FEWEST_MUTANTS = 500
# Mutants whose breach needs TLS, though their rule does not.
OVER_TLS = ["dies-without-a-server-name", "dies-of-an-unknown-server-name", "dies-of-clear-text"]
# Mutants that take the rest of a request for another one. Whether its answer comes before the connection is closed, so that framing is
# found broken in passing as well, is a matter of microseconds; the case that proves the rule finds each of them every time.
ANSWERED_TWICE = ("negative-length-is-nought", "length-as-far-as-it-is-a-number", "overflowing-length-is-nought",
                  "unknown-coding-is-none", "head-is-what-came")
IN_PASSING = "passive.http.framing"
# What is run for a rule that no case proves because every exchange is examined for it.
ORDINARY_TRAFFIC = ["--suite", "dsp0226/transfer_get_put.lua", "--suite", "dsp0226/enumeration.lua"]


def needs_of_rules():
    """{rule: the needs of each case that proves it}"""
    return {rule: [set(case["needs"]) | {case.get("provides")} for case in cases] for rule, cases in kills.cases_by_rule().items()}


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


def judge(mutant, needs, stages, bmc):
    """{rule: case ids} of what was found on a mutant"""
    stage = stages.stage_of(mutant, needs)
    selection = [*stage.options, *selection_for(mutant["violates"], needs)]
    arguments = ["wsmand-mutants", "--mutant", mutant["id"], *stage.arguments, "--bmc", bmc.endpoint]
    found = kills.judge(arguments, lambda server: kills.findings_of(server.endpoint, selection))
    if mutant["id"] not in ANSWERED_TWICE:
        return found
    return {rule: [case for case in cases if case != IN_PASSING] for rule, cases in found.items() if cases != [IN_PASSING]}


class KillMatrix(unittest.TestCase):
    def test_every_mutant_is_killed_under_the_name_of_its_rule(self):
        every, needs = kills.mutants("wsmand-mutants"), needs_of_rules()
        self.assertGreaterEqual(len(every), FEWEST_MUTANTS)
        with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc, tempfile.TemporaryDirectory() as folder:
            stages = Stages(folder)
            kills.Matrix("kills.json", every, lambda mutant: judge(mutant, needs, stages, bmc)).check(self)

    def test_the_honest_service_has_no_findings_with_the_same_cases(self):
        needs = needs_of_rules()
        rules = sorted({mutant["violates"] for mutant in kills.mutants("wsmand-mutants")})
        with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc, tempfile.TemporaryDirectory() as folder:
            stages = Stages(folder)
            for stage in stages.all():
                here = [rule for rule in rules if rule in needs and stages.stage_for(rule, needs) is stage]
                selections = [[word for rule in here for word in ("--rule", rule)]]
                if stage is stages.ordinary:
                    selections.append(ORDINARY_TRAFFIC)
                with Server("wsmand", *stage.arguments, "--bmc", bmc.endpoint) as server:
                    for selection in selections:
                        found = kills.findings_of(server.endpoint, [*stage.options, *selection])
                        # What a dialect does otherwise on purpose is no business of the rules that show only there.
                        self.assertEqual({rule for rule in found if stage is stages.ordinary or rule in here}, set())


if __name__ == "__main__":
    assay_testing.main()
