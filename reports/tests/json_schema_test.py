"""Is every produced run.json what reports/json/run.schema.json says, and does the schema refuse what is not?"""

import copy
import json
import unittest

from assay_testing import HOME, main, schema_errors

REPORTS = HOME / "reports"
SCHEMA = json.loads((REPORTS / "json/run.schema.json").read_text(encoding="utf-8"))


def run(name):
    return json.loads((REPORTS / "tests/approved" / f"{name}.run.json").read_text(encoding="utf-8"))


class RunSchema(unittest.TestCase):
    def test_accepts_every_approved_run(self):
        for name in ("mixed", "interrupted", "repeated", "hostile", "deviating"):
            with self.subTest(name):
                self.assertEqual(schema_errors(SCHEMA, run(name)), [])

    def test_refuses_every_breach(self):
        def without_id(document):
            del document["cases"][0]["id"]

        def unknown_verdict(document):
            document["cases"][0]["verdict"] = "fine"

        def undocumented_member(document):
            document["cases"][0]["findings"][0]["mood"] = "bad"

        def missing_total(document):
            del document["totals"]["verdicts"]["blocked"]

        def other_version(document):
            document["schema_version"] -= 1

        def place_before_the_beginning(document):
            document["cases"][0]["findings"][0]["place"]["offset"] = -1

        for breach in (without_id, unknown_verdict, undocumented_member, missing_total, other_version,
                       place_before_the_beginning):
            with self.subTest(breach.__name__):
                document = copy.deepcopy(run("mixed"))
                breach(document)
                self.assertNotEqual(schema_errors(SCHEMA, document), [])


if __name__ == "__main__":
    main()
