"""Our client does every step right and has no finding; each breach of it is killed by a finding of the rule that it breaks."""

import collections
import json
import pathlib
import sys
import tempfile
import unittest

from assay_testing import HOME, main, program, run

sys.path.insert(0, str(HOME / "fixtures/peers"))
from client_breaches import breaches  # noqa: E402  pylint: disable=wrong-import-position

DRIVER = HOME / "suites/drivers/assay-client.toml"
FEWEST_CASES = 150


def certify(folder, *arguments, driver=DRIVER):
    """Runs `assay peer`; returns the finished process and its run.json."""
    finished = run(program("assay"), "peer", "--driver", driver, "--out", folder, "--progress", "none", *arguments, timeout=500)
    report = pathlib.Path(folder, "run.json")
    return finished, json.loads(report.read_text(encoding="utf-8")) if report.exists() else None


def findings_by_case(report):
    """The rules that findings name, by the case that the evidence comes from, whoever found them."""
    case_of = {exchange["id"]: exchange["case"] for exchange in report["exchanges"]}
    found = collections.defaultdict(set)
    for case in report["cases"]:
        for finding in case["findings"]:
            place = finding["place"]
            found[case_of[place["exchange"]] if place else case["id"]].add(finding["rule"])
    return found


def rounds():
    """All breaches, so that no two of a round show in the same case."""
    left = list(breaches)
    while left:
        chosen = {}
        for each in list(left):
            if each.case not in chosen:
                chosen[each.case] = each
                left.remove(each)
        yield chosen


class TheHonestClient(unittest.TestCase):
    def test_has_no_finding(self):
        with tempfile.TemporaryDirectory() as folder:
            finished, report = certify(folder)
        self.assertEqual(finished.returncode, 0, finished.stdout + finished.stderr)
        self.assertEqual([case["id"] for case in report["cases"] if case["findings"]], [])
        played = [case["id"] for case in report["cases"] if case["verdict"] == "passed" and not case["id"].startswith("passive.")]
        self.assertGreaterEqual(len(played), FEWEST_CASES)


class TheBreaches(unittest.TestCase):
    def test_each_is_killed_by_a_finding_of_its_own_rule(self):
        survivors = []
        for chosen in rounds():
            with tempfile.TemporaryDirectory() as folder:
                plan = pathlib.Path(folder, "breaches.json")
                plan.write_text(json.dumps({case: each.id for case, each in chosen.items()}), encoding="utf-8")
                driver = pathlib.Path(folder, "breaching.toml")
                text = DRIVER.read_text(encoding="utf-8").replace('"{parameters}"]', f'"{{parameters}}", "--breaches", "{plan}"]')
                driver.write_text(text, encoding="utf-8")
                cases = [word for case in chosen for word in ("--case", case)]
                finished, report = certify(pathlib.Path(folder, "out"), *cases, driver=driver)
            self.assertIsNotNone(report, finished.stderr)
            found = findings_by_case(report)
            survivors += [f"{each.id} breaks {each.violates}, found {sorted(found[case])}"
                          for case, each in chosen.items() if each.violates not in found[case]]
            survivors += [f"{case['id']} with {chosen[case['id']].id}: {case['reason']}"
                          for case in report["cases"] if case["verdict"] == "harness_error"]
        self.assertEqual(survivors, [], "\n".join(survivors))

    def test_ids_are_unique(self):
        self.assertEqual(len({each.id for each in breaches}), len(breaches))

    def test_of_the_list_are_those_of_the_client(self):
        listed = json.loads(run(program("assay"), "list", "--mutants", "--json").stdout)["client_mutants"]
        printed = json.loads(run("/usr/bin/python3", HOME / "fixtures/peers/client.py", "--list").stdout)
        self.assertEqual(listed, printed, "`fixtures/peers/client.py --list > suites/client-mutants.json` mends it")


if __name__ == "__main__":
    main()
