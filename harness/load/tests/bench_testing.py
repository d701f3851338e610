"""What the tests of assay bench have in common: they run it, and hold its JSON against the schema and its own sums."""

import json
import os
import unittest

import assay_testing
from assay_testing import schema_errors
from assay_testing.scripted import answer

OK = "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body><p:Fine xmlns:p='urn:p'/></s:Body></s:Envelope>"

with open(os.path.join(os.path.dirname(__file__), "../load.schema.json"), encoding="utf-8") as schema_file:
    SCHEMA = json.load(schema_file)


def fine(request, number):
    return answer(OK)


def bench(*arguments, env=None):
    return assay_testing.run(assay_testing.program("assay"), "bench", *arguments, env=env)


class BenchCase(unittest.TestCase):
    def measure(self, *arguments, code=0, env=None):
        done = bench(*arguments, "--json", env=env)
        self.assertEqual(done.returncode, code, done.stderr)
        result = json.loads(done.stdout)
        self.assertEqual(schema_errors(SCHEMA, result), [])
        for operation in result["operations"]:
            self.assertEqual(operation["offered"], operation["sent"] + operation["unsent"])
            self.assertEqual(operation["sent"], operation["succeeded"] + operation["failed"] + operation["abandoned"])
            self.assertEqual(operation["failed"], sum(operation["errors"].values()))
        return result
