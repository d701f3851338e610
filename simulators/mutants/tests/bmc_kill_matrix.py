"""The kill matrix of BMCs: each mutant of bmcsim has to be found under the name of the rule it breaks.

The honest BMC has no findings with the same cases, so that a kill is the mutant's own doing.
"""

import json
import pathlib
import tempfile
import unittest

import assay_testing
from assay_testing import Server, kills

FEWEST_MUTANTS = 300
PROFILE = assay_testing.HOME / "suites/profiles/bmcsim-demo.toml"
QUICK = assay_testing.HOME / "suites/profiles/bmcsim-quick.toml"
# Rules whose breaches are in another BMC than the demo's, for nothing can be seen of them there.
PROFILES = {"ipmi.session.timeout": QUICK}
# What the demo's chassis needs for the cases that do not apply to it: key behind the table.
OTHERWISE = {"[device]": "device_sdrs = true", "[security]": "session_timeout = 3"}
OTHER_CASES = ("sdr.device-counts", "ipmi.session.times-out")


def judge(mutant, proved):
    """{rule: case ids} of what was found on a mutant; nothing where no case proves its rule"""
    if mutant["violates"] not in proved:
        return {}
    selection = ["--target", PROFILES.get(mutant["violates"], PROFILE), "--rule", mutant["violates"]]
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

    def test_neither_has_one_that_is_set_up_otherwise(self):
        chassis = (assay_testing.HOME / "fixtures/chassis/demo.toml").read_text(encoding="utf-8")
        for table, key in OTHERWISE.items():
            self.assertLessEqual(chassis.count(f"\n{table}\n"), 1)
            chassis = chassis.replace(f"\n{table}\n", f"\n{table}\n{key}\n") if table in chassis else f"{chassis}\n{table}\n{key}\n"
        words = [word for case in OTHER_CASES for word in ("--case", case)]
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "chassis.toml")
            path.write_text(chassis, encoding="utf-8")
            with Server("bmcsim", "--config", path, "--listen", "127.0.0.1:0") as bmc:
                done = assay_testing.run(assay_testing.program("assay"), "run", f"ipmi://{bmc.endpoint}", "--target", QUICK, *words, "--out", folder,
                                         "--progress", "none", env=assay_testing.CREDENTIALS)
            told = json.loads(pathlib.Path(folder, "run.json").read_text(encoding="utf-8"))
        self.assertEqual({case["id"]: case["verdict"] for case in told["cases"]}, dict.fromkeys(OTHER_CASES, "passed"), done.stdout)


if __name__ == "__main__":
    assay_testing.main()
