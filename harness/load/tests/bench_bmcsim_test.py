#!/usr/bin/python3
"""assay bench against BMCs: its counts have to be the BMC's own, its refusals have to name their cause."""

import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import unittest

import assay_testing
from assay_testing import CREDENTIALS, HOME, Server, schema_errors

with open(os.path.join(os.path.dirname(__file__), "../load.schema.json"), encoding="utf-8") as schema_file:
    SCHEMA = json.load(schema_file)
LOAD = pathlib.Path(HOME, "suites/load")
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

    def test_plays_a_scenario_on_every_bmc_of_a_fleet(self):
        fleet = self.bmc("--fleet", "20", "--spread", "ports")
        result = self.measure(fleet, "--scenario", LOAD / "fleet.lua", "--rate", 400, "--duration", "2s", "--warmup", "0s",
                              "--connections", 40)
        counts = {one["name"]: one for one in result["operations"]}
        self.assertEqual(list(counts), ["scenario", "watch", "power", "newest event", "Get Sensor Reading", "Get Chassis Status",
                                        "Get SEL Info", "Reserve SEL", "Get SEL Entry"])
        self.assertEqual({one["name"]: one["errors"] for one in result["operations"] if one["failed"]}, {})
        self.assertEqual(result["generator"]["connections_opened"], 40)
        self.assertEqual(counts["scenario"]["offered"], 800)
        self.assertEqual(counts["watch"]["sent"], counts["Get Sensor Reading"]["sent"])
        self.assertAlmostEqual(counts["newest event"]["succeeded"], counts["Get SEL Entry"]["succeeded"], delta=40)
        self.assertGreater(counts["Get SEL Entry"]["succeeded"], 0)
        self.assertGreater(counts["watch"]["sent"], 5 * counts["power"]["sent"])

    def scenario(self, text):
        path = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()), "mine.lua")
        path.write_text(text, encoding="utf-8")
        return path

    def test_octets_of_one_answer_are_said_in_the_next_command(self):
        # A reservation that another one has cancelled is refused (IPMI 2.0 31.4): only its own octets are taken.
        step = 'ipmi { name = "%s", netfn = 0x0A, command = 0x%X, %s }'
        entry = step % ("Entry", 0x43, 'data = { saved "r", 0, 0, 1, 0xF }')  # a part of it, which needs a reservation
        file = self.scenario("scenario { mix = { {" + step % ("Reserve", 0x42, "save = { r = { 2, 3 } }") + "," + entry + "} } }")
        result = self.measure(self.bmc(), "--scenario", file, "--duration", "500ms", "--warmup", "0s", "--connections", 1)
        self.assertEqual([one["failed"] for one in result["operations"]], [0, 0, 0])
        wrong = self.scenario("scenario { mix = { {" + step % ("Reserve", 0x42, "save = { r = { 3, 4 } }") + "} } }")
        done = bench(self.bmc(), "--scenario", wrong, "--duration", "100ms", "--connections", 1, "--json")
        self.assertEqual(set(json.loads(done.stdout)["operations"][0]["errors"]), {"not_captured"})

    def test_sessions_of_a_scenario_are_opened_and_closed_for_each_operation(self):
        bmc = self.bmc()
        text = (LOAD / "logins.lua").read_text(encoding="utf-8")
        self.assertIn("127.0.0.1:6230", text)
        # the BMCs are those of the file
        done = assay_testing.run(assay_testing.program("assay"), "bench", "--scenario",
                                 self.scenario(text.replace("127.0.0.1:6230", bmc)), "--duration", "1s", "--warmup", "0s",
                                 "--connections", "70", "--json", env=CREDENTIALS)  # a BMC has 63 sessions
        whole, *messages = json.loads(done.stdout)["operations"]
        names = [one["name"] for one in messages]
        self.assertEqual(names, ["Get Device ID", "Get Chassis Status", "Open Session", "RAKP 1", "RAKP 3", "Set Privilege",
                                 "Close Session"])
        self.assertGreater(whole["succeeded"], 60)
        self.assertLessEqual(set(whole["errors"]), {"refused"}, whole)
        for one in messages[:2] + messages[-1:]:
            self.assertAlmostEqual(one["succeeded"], whole["succeeded"], delta=70)

    def test_a_refused_command_in_a_session_of_its_own_closes_the_session(self):
        bmc = self.bmc()
        file = self.scenario('scenario { sessions = "each", mix = { { ipmi { netfn = 0x04, command = 0x2D, data = 254 } } } }')
        done = bench(bmc, "--scenario", file, "--duration", "2s", "--warmup", "0s", "--connections", 8, "--json")
        whole = json.loads(done.stdout)["operations"][0]
        self.assertEqual(set(whole["errors"]), {"completion_code"})
        self.assertGreater(whole["failed"], 63)  # more than a BMC has sessions

    def test_counts_completion_codes(self):
        done = bench(self.bmc(), "--operation", "sensor", "--sensor", 254, "--duration", "100ms", "--json")
        self.assertEqual(done.returncode, 1)
        whole = json.loads(done.stdout)["operations"][0]
        self.assertEqual(whole["errors"], {"completion_code": whole["sent"] - whole["abandoned"]})
        self.assertEqual([(fault["code"], fault["count"]) for fault in whole["faults"]], [("CBh", whole["failed"])])
        self.assertIn("completion_code", done.stderr)

    def test_judges_by_completion_codes(self):
        for code, verdict in (("CBh", 5), ("C1h", 1)):
            done = bench(self.bmc(), "--operation", "sensor", "--sensor", 254, "--duration", "100ms", "--slo", f"completion_code({code}) < 1%")
            self.assertEqual(done.returncode, verdict, done.stdout + done.stderr)
            self.assertIn("CBh", done.stdout)

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
        self.assertIn("not said what to put under load", assay_testing.run(assay_testing.program("assay"), "bench").stderr)
        self.assertIn("this is a service", assay_testing.run(assay_testing.program("assay"), "bench", "http://127.0.0.1:1/", "--scenario",
                                                             LOAD / "fleet.lua").stderr)
        self.assertIn("ASSAY_PASSWORD", self.complaint("127.0.0.1:1", code=64, env={}))


if __name__ == "__main__":
    assay_testing.main()
