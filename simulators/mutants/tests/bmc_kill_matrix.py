"""The kill matrix of BMCs: each mutant of bmcsim has to be found under the name of the rule it breaks.

The honest BMC has no findings with the same cases, so that a kill is the mutant's own doing.
"""

import unittest

import assay_testing
from assay_testing import Server, kills

FEWEST_MUTANTS = 300
PROFILE = assay_testing.HOME / "suites/profiles/bmcsim-demo.toml"


def judge(mutant, proved):
    """{rule: case ids} of what was found on a mutant; nothing where no case proves its rule"""
    if mutant["violates"] not in proved:
        return {}
    selection = ["--target", PROFILE, "--rule", mutant["violates"]]
    return kills.judge(["bmcsim-mutants", "--mutant", mutant["id"]],
                       lambda server: kills.findings_of(f"ipmi://{server.endpoint}", selection))


class BmcKillMatrix(unittest.TestCase):
    def test_every_mutant_is_killed_under_the_name_of_its_rule(self):
        every = kills.mutants("bmcsim-mutants")
        self.assertGreaterEqual(len(every), FEWEST_MUTANTS)
        proved = kills.cases_by_rule()
        kills.Matrix("bmc-kills.json", every, lambda mutant: judge(mutant, proved)).check(self)

    def test_the_honest_bmc_has_no_findings(self):
        with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc:
            self.assertEqual(kills.findings_of(f"ipmi://{bmc.endpoint}", ["--target", PROFILE], timeout=600), {})


if __name__ == "__main__":
    assay_testing.main()
