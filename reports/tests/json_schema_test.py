"""Is every produced run.json what reports/json/run.schema.json says, and does the schema refuse what is not?"""

import copy
import json
import os
import pathlib
import sys
import unittest

try:
    import jsonschema
except ImportError:
    print("skipped: the package python3-jsonschema is not installed")
    sys.exit(77)

REPORTS = pathlib.Path(os.environ["ASSAY_HOME"]) / "reports"
SCHEMA = json.loads((REPORTS / "json/run.schema.json").read_text(encoding="utf-8"))


def run(name):
    return json.loads((REPORTS / "tests/approved" / f"{name}.run.json").read_text(encoding="utf-8"))


class RunSchema(unittest.TestCase):
    def errors(self, document):
        return [error.message for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(document)]

    def test_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_accepts_every_approved_run(self):
        for name in ("mixed", "interrupted", "hostile"):
            with self.subTest(name):
                self.assertEqual(self.errors(run(name)), [])

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
            document["schema_version"] = 2

        def place_before_the_beginning(document):
            document["cases"][0]["findings"][0]["place"]["offset"] = -1

        for breach in (without_id, unknown_verdict, undocumented_member, missing_total, other_version,
                       place_before_the_beginning):
            with self.subTest(breach.__name__):
                document = copy.deepcopy(run("mixed"))
                breach(document)
                self.assertNotEqual(self.errors(document), [])


if __name__ == "__main__":
    unittest.main()
