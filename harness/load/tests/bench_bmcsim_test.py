#!/usr/bin/python3
"""assay bench against BMCs: its counts have to be the BMC's own, its refusals have to name their cause."""

import json
import os
import re
import socket
import subprocess
import unittest

import assay_testing
from assay_testing import CREDENTIALS, Server, schema_errors

with open(os.path.join(os.path.dirname(__file__), "../load.schema.json"), encoding="utf-8") as schema_file:
    SCHEMA = json.load(schema_file)
LOGIN, CLOSE = 4, 1  # Open Session, RAKP 1, RAKP 3, Set Session Privilege Level; Close Session


def bench(endpoint, *arguments, env=CREDENTIALS):
    return assay_testing.run(assay_testing.program("assay"), "bench", f"ipmi://{endpoint}", *map(str, arguments), env=env)


class BenchOfBmcs(unittest.TestCase):
    def bmc(self, *words):
        return self.enterContext(Server("bmcsim", "--demo", "--listen", "127.0.0.1:0", *words)).endpoint

    def measure(self, endpoint, *arguments):
        done = bench(endpoint, *arguments, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(done.stdout)
        self.assertEqual(schema_errors(SCHEMA, result), [])
        for operation in result["operations"]:
            self.assertEqual(operation["offered"], operation["sent"] + operation["unsent"])
            self.assertEqual(operation["sent"], operation["succeeded"] + operation["failed"] + operation["abandoned"])
        return result

    def complaint(self, endpoint, *arguments, code, env=CREDENTIALS):
        done = bench(endpoint, *arguments, env=env)
        self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        return done.stderr

    def received(self, endpoint):
        """The BMC's count of RMCP packets; each call adds as many as any other."""
        host, port = endpoint.split(":")
        said = subprocess.run(["ipmitool", "-I", "lanplus", "-H", host, "-p", port, "-U", "assay", "-P", "assay-demo",
                               "-C", "17", "lan", "stats", "get", "1"], capture_output=True, text=True, timeout=60,
                              check=True).stdout
        told = int(re.search(r"RMCP Rx Valid +: (\d+)", said)[1])
        return int.from_bytes(told.to_bytes(2, "big"), "little")  # ipmitool 1.8.19 reads these counters the wrong way round

    def test_counts_what_the_bmc_saw(self):
        bmc = self.bmc()
        first, second = self.received(bmc), self.received(bmc)
        result = self.measure(bmc, "--rate", 100, "--duration", "1s", "--warmup", "0s", "--connections", 2)
        sent = result["operations"][0]["sent"]
        self.assertGreater(sent, 50)
        probe = LOGIN + 1 + CLOSE
        self.assertEqual(self.received(bmc) - second, second - first + probe + 2 * (LOGIN + CLOSE) + sent)

    def test_counts_each_message_of_a_session(self):
        result = self.measure(self.bmc(), "--operation", "session", "--suite", 3, "--duration", "500ms", "--warmup", "0s",
                              "--connections", 20)
        whole, *messages = result["operations"]
        self.assertEqual([one["name"] for one in messages],
                         ["Open Session", "RAKP 1", "RAKP 3", "Set Privilege", "Close Session"])
        self.assertEqual((whole["failed"], whole["unsent"]), (0, 0))
        self.assertEqual(messages[0]["sent"], whole["sent"])
        for one in messages:  # what becomes due after the end is not counted
            self.assertAlmostEqual(one["succeeded"], whole["succeeded"], delta=20)

    def test_leaves_no_session_behind(self):
        bmc = self.bmc()
        for _ in range(3):  # a BMC has 63
            result = self.measure(bmc, "--duration", "100ms", "--warmup", "0s", "--connections", 40)
            self.assertEqual(result["generator"]["connections_opened"], 40)
            self.assertEqual(result["generator"]["connection_errors"], {})

    def test_polls_every_bmc_of_a_fleet(self):
        for spread in ("addresses", "ports"):
            fleet = self.bmc("--fleet", "50", "--spread", spread)
            result = self.measure(fleet, "--operation", "sensor", "--rate", 200, "--duration", "1s", "--warmup", "500ms")
            self.assertEqual(result["scenario"]["bmcs"], 50)
            self.assertEqual(result["generator"]["connections_opened"], 50)
            self.assertEqual(result["operations"][0]["failed"], 0)

    def test_counts_completion_codes(self):
        done = bench(self.bmc(), "--operation", "sensor", "--sensor", 254, "--duration", "100ms", "--json")
        self.assertEqual(done.returncode, 1)
        whole = json.loads(done.stdout)["operations"][0]
        self.assertEqual(whole["errors"], {"completion_code": whole["sent"] - whole["abandoned"]})
        self.assertIn("completion_code", done.stderr)

    def test_names_what_is_wrong_with_the_target(self):
        bmc = self.bmc()
        wrong = {**CREDENTIALS, "ASSAY_PASSWORD": "hunter2"}
        said = self.complaint(bmc, code=3, env=wrong)
        self.assertIn("refuses user, password or role", said)
        self.assertNotIn("hunter2", said)
        self.received(bmc)  # one wrong password, not as many as lock the user out
        self.assertIn("cipher suite", self.complaint(bmc, "--suite", 0, "--timeout", "1s", code=3))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.1", 0))
            port = silent.getsockname()[1]
            self.assertIn("no answer", self.complaint(f"127.0.0.1:{port}", "--timeout", "200ms", code=3))
        self.assertIn("nobody listens", self.complaint(f"127.0.0.1:{port}", "--timeout", "1s", code=3))

    def test_names_what_is_wrong_with_the_command_line(self):
        self.assertIn("device-id", self.complaint("127.0.0.1:1", "--operation", "identify", code=64))
        self.assertIn("--suite", self.complaint("127.0.0.1:1", "--suite", 4, code=64))
        self.assertIn("--connections", self.complaint("127.0.0.1:1-20", "--connections", 10, code=64))
        self.assertIn("ends before", self.complaint("127.0.0.9-127.0.0.1:623", code=64))
        self.assertIn("ASSAY_PASSWORD", self.complaint("127.0.0.1:1", code=64, env={}))


if __name__ == "__main__":
    assay_testing.main()
