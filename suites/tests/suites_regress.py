"""The bugs of the field: each number has a case, or says who else has to look for it."""

import json
import pathlib
import re
import tomllib
import unittest

from assay_testing import HOME, main, program, run

NUMBER = re.compile(r"[BL]\d+")
# The collection that the rows number; it is beside the sources where they are written, and nowhere else.
COLLECTION = pathlib.Path(HOME, "../shared/interop-bugs.md")


def rows():
    return tomllib.loads(pathlib.Path(HOME, "suites/regress/rows.toml").read_text(encoding="utf-8"))["row"]


def tagged():
    """{number: ids of the cases that carry it}"""
    cases = json.loads(run(program("assay"), "list", "--cases", "--json").stdout)["cases"]
    found = {}
    for case in cases:
        for tag in filter(NUMBER.fullmatch, case["tags"]):
            found.setdefault(tag, []).append(case["id"])
    return found


class TheRows(unittest.TestCase):
    def test_are_there_once_each_with_a_state(self):
        numbers = [row["number"] for row in rows()]
        self.assertEqual(sorted({number for number in numbers if numbers.count(number) > 1}), [])
        wrong = [row["number"] for row in rows() if row["state"] not in ("case", "client", "left", "none")]
        self.assertEqual(wrong, [])
        self.assertGreaterEqual(len(numbers), 99)

    def test_say_why_where_no_case_of_a_service_looks(self):
        bare = [row["number"] for row in rows() if row["state"] in ("client", "none") and not row.get("why")]
        bare += [row["number"] for row in rows() if row["state"] == "left" and not row.get("to")]
        self.assertEqual(bare, [])

    def test_of_state_case_are_tagged_onto_cases_and_no_others_are(self):
        promised = {row["number"] for row in rows() if row["state"] == "case"}
        self.assertEqual(sorted(promised ^ set(tagged())), [])

    @unittest.skipUnless(COLLECTION.exists(), "the collection of bugs is not beside the sources")
    def test_are_those_of_the_collection(self):
        numbers = set(re.findall(r"^\| ([BL]\d+) \|", COLLECTION.read_text(encoding="utf-8"), re.MULTILINE))
        self.assertEqual(sorted(numbers ^ {row["number"] for row in rows()}), [])


if __name__ == "__main__":
    main()
