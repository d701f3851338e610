#!/usr/bin/python3
"""assay bench on the reference service: every operation succeeds, and a wrong password measures nothing."""

import json
import unittest

import assay_testing

ITEM = "http://schemas.assay.example/wbem/1/Assay_Item"


class BenchOnWsmandTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.wsmand = cls.enterClassContext(assay_testing.Server("wsmand", "--demo", "--listen", "127.0.0.1:0"))

    def bench(self, *arguments, password=assay_testing.PASSWORD):
        return assay_testing.run(assay_testing.program("assay"), "bench", self.wsmand.endpoint, *arguments,
                                 env={**assay_testing.CREDENTIALS, "ASSAY_PASSWORD": password})

    def measure(self, *arguments):
        done = self.bench("--duration", "300ms", "--warmup", "0s", "--connections", "2", "--json", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(done.stdout)
        self.assertEqual([operation["failed"] for operation in result["operations"]], [0] * len(result["operations"]))
        self.assertGreater(result["operations"][0]["succeeded"], 0)
        return result["operations"]

    def test_identify_and_get_succeed_without_more_than_the_url(self):
        self.measure("--operation", "identify")
        self.measure("--operation", "get")

    def test_get_takes_a_resource_and_selectors(self):
        self.measure("--operation", "get", "--resource", ITEM, "--selector", "Name=twin", "--selector", "Slot=2")

    def test_an_instance_that_is_not_there_is_counted_as_faults(self):
        done = self.bench("--operation", "get", "--resource", ITEM, "--selector", "Name=none", "--selector", "Slot=1",
                          "--duration", "100ms", "--warmup", "0s", "--json")
        self.assertEqual(done.returncode, 1, done.stderr)
        operation = json.loads(done.stdout)["operations"][0]
        self.assertEqual(operation["succeeded"], 0)
        self.assertEqual(set(operation["errors"]), {"fault"})
        self.assertIn("fault", done.stderr)
        self.assertEqual([(fault["code"], fault["subcode"]) for fault in operation["faults"]], [("s:Sender", "wsa:DestinationUnreachable")])
        self.assertEqual(operation["faults"][0]["count"], operation["failed"])
        self.assertGreater(operation["faults"][0]["response_time_ns"]["p50"], 0)

    def test_an_enumeration_pulls_as_often_as_it_has_to(self):
        whole, _, pull = self.measure("--operation", "enumerate", "--max-elements", "10")  # 27 items
        self.assertGreaterEqual(pull["succeeded"], 3 * (whole["succeeded"] - 4))
        self.assertGreaterEqual(whole["items"], 27 * (whole["succeeded"]))
        self.assertLessEqual(whole["items"], 27 * (whole["succeeded"] + 2))
        self.assertAlmostEqual(pull["items"], whole["items"], delta=2 * 27)
        self.assertGreater(pull["octets_received"], 50 * pull["items"])
        whole, _, pull = self.measure("--operation", "enumerate", "--max-elements", "100", "--optimize")
        self.assertGreater(whole["succeeded"], 0)
        self.assertEqual(pull["succeeded"], 0)

    def test_a_wrong_password_is_exit_code_3(self):
        done = self.bench("--duration", "100ms", password="wrong")
        self.assertEqual(done.returncode, 3)
        self.assertIn("authentication is refused", done.stderr)
        self.assertEqual(done.stdout, "")


if __name__ == "__main__":
    assay_testing.main()
