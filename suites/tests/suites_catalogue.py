"""The catalogue and the cases fit together: no SHALL is forgotten, and no case is without a comment."""

import json
import pathlib
import re
import unittest

from assay_testing import HOME, kills, main, program, run

SUITES = pathlib.Path(HOME, "suites")


def listed(what, key=None):
    finished = run(program("assay"), "list", f"--{what}", "--json")
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)[key or what]


def cases_of(coverage):
    return [name for name in coverage["cases"] if not name.startswith("passive.")]


class TheCatalogue(unittest.TestCase):
    def test_each_rule_is_proved_or_says_why_not(self):
        unsettled = ("no case", "no mutant")
        coverage = listed("coverage")
        self.assertEqual([rule for rule, of in coverage.items() if of["state"] in unsettled], [])
        self.assertEqual([rule for rule, of in coverage.items() if of["clients"]["state"] in unsettled], [])

    def test_a_reason_stands_only_where_no_case_is(self):
        coverage = listed("coverage")
        both = [rule["id"] for rule in listed("rules")
                if (rule["why_not_testable"] or rule["left_to"]) and cases_of(coverage[rule["id"]])]
        self.assertEqual(both, [])
        of_clients = [rule["id"] for rule in listed("rules") if cases_of(coverage[rule["id"]]["clients"])
                      and (rule["of_clients"] or (rule["side"] == "client" and (rule["why_not_testable"] or rule["left_to"])))]
        self.assertEqual(of_clients, [])

    def test_a_proved_rule_has_who_proves_it_and_what_is_found_by_it(self):
        sides = [side for of in listed("coverage").values() for side in (of, of["clients"])]
        bare = [side for side in sides if side["state"] == "proved" and not (side["cases"] and side["mutants"])]
        self.assertEqual(bare, [])

    def test_totals_count_every_rule_once_for_each_side_that_it_binds(self):
        finished = run(program("assay"), "list", "--coverage", "--json")
        totals = json.loads(finished.stdout)["totals"]
        bound = sum(2 if rule["side"] == "both" else 1 for rule in listed("rules"))
        self.assertEqual(sum(sum(states.values()) for states in totals.values()), bound)


class TheMutants(unittest.TestCase):
    def test_of_the_list_are_those_of_the_reference_service_and_of_bmcsim(self):
        built = kills.mutants("wsmand-mutants") + kills.mutants("bmcsim-mutants")
        known = [{key: mutant[key] for key in ("id", "violates", "title")} for mutant in listed("mutants")]
        self.assertEqual(known, built, "`wsmand-mutants --list > suites/mutants.json` mends it, and the like of bmcsim-mutants")

    def test_of_the_list_are_each_killed_by_cases_that_there_are(self):
        cases = {case["id"]: case for case in listed("cases") + listed("cases", "bmc_cases")}
        for mutant in listed("mutants"):
            self.assertTrue(mutant["killed_by"], f"{mutant['id']}: `ASSAY_APPROVE=1 ctest -L kill` renews the list of kills")
            for killer in mutant["killed_by"]:
                proves = cases[killer]["proves"] if killer in cases else [killer.removeprefix("passive.")]
                self.assertIn(mutant["violates"], proves, mutant["id"])

    def test_and_the_cases_are_sorted_into_needed_spare_and_idle(self):
        kills = listed("kills")
        killers = {mutant["id"]: [case for case in mutant["killed_by"] if not case.startswith("passive.")] for mutant in listed("mutants")}
        needed = {cases[0] for cases in killers.values() if len(cases) == 1}
        idle = {case["id"] for case in listed("cases") + listed("cases", "bmc_cases")} - {case for cases in killers.values() for case in cases}
        self.assertEqual(set(kills["idle_cases"]), idle)
        self.assertEqual(set(kills["spare_cases"]), {case for cases in killers.values() for case in cases} - needed)
        self.assertEqual(kills["blunt_mutants"], [mutant for mutant, cases in killers.items() if len(cases) > 20])


class TheCases(unittest.TestCase):
    def test_ids_are_words_and_begin_with_their_chapter(self):
        ids = [case["id"] for key in ("cases", "bmc_cases", "client_cases") for case in listed("cases", key)]
        self.assertEqual([name for name in ids if not re.fullmatch(r"[a-z]+(\.[a-z0-9-]+)+", name)], [])
        self.assertEqual(len(ids), len(set(ids)))

    def test_hostile_cases_ask_for_survival(self):
        survival = {"cases": "service.survives", "bmc_cases": "bmc.survives"}
        forgetful = [case["id"] for key, rule in survival.items() for case in listed("cases", key)
                     if case["hostile"] and rule not in case["proves"]]
        self.assertEqual(forgetful, [])

    def test_each_case_stands_under_a_comment(self):
        bare = []
        for file in sorted(SUITES.glob("*/*.lua")):
            lines = file.read_text(encoding="utf-8").splitlines()
            for number, line in enumerate(lines):
                if re.match(r"\s*((client|bmc)_)?case \{", line) and not has_comment_above(lines, number):
                    bare.append(f"{file.name}:{number + 1}")
        self.assertEqual(bare, [])


def has_comment_above(lines, number):
    """A comment directly above, or above the loop or function that the case stands in."""
    for line in reversed(lines[:number]):
        if line.lstrip().startswith("--"):
            return True
        if line.rstrip() in ("", "}", "end"):
            return False
    return False


if __name__ == "__main__":
    main()
