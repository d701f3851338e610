#!/usr/bin/python3
"""assay bench --judge: conformance under load. The honest service breaks no rule; a mutant is found by its own."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import urllib.request

import assay_testing
from assay_testing import schema_errors
from bench_testing import SCHEMA
from assay_testing.scripted import ScriptedService, answer

INVENTORY = assay_testing.HOME / "suites/load/inventory.lua"
MISSING = ("--operation", "get", "--resource", "http://schemas.assay.example/wbem/1/Assay_Item", "--selector", "Name=none",
           "--selector", "Slot=1")
# Which mutants break a rule in what is everyday for a load.
SHOWN_BY = {
    ("--scenario", INVENTORY): (
        "relates-to-in-capitals", "reply-without-message-id", "reply-without-to", "reply-to-elsewhere", "reply-with-the-request-action",
        "reply-with-resource-uri", "options-in-replies", "get-with-two-representations", "enumerate-response-without-context",
        "pull-brings-one-too-many", "end-with-context", "neither-items-nor-end", "release-response-with-body",
        "identify-of-another-protocol", "identify-without-version", "success-with-201", "envelopes-as-text-xml", "space-before-colon",
        "utf-8-with-mark", "replies-cut-short", "envelope-size-in-words", "message-id-without-end", "items-without-asking"),
    ("--operation", "enumerate", "--optimize", "--max-elements", "5"): (
        "optimized-brings-one-too-many", "optimized-items-of-pull", "elements-of-the-2005-draft"),
    MISSING: ("sender-faults-with-500", "fault-with-action-of-its-own", "fault-without-language", "fault-without-reason",
              "fault-without-subcode", "unreachable-by-the-receiver"),
}
BARE = "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body/></s:Envelope>"


def assay(*arguments, **variables):
    return assay_testing.run(assay_testing.program("assay"), *arguments, env={**assay_testing.CREDENTIALS, **variables})


def mutant(name):
    return assay_testing.Server("wsmand-mutants", "--mutant", name, "--demo", "--listen", "127.0.0.1:0")


class Judged(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def bench(self, url, *arguments, code=0, judge="100%", duration="400ms"):
        done = assay("bench", url, "--warmup", "0s", "--duration", duration, "--connections", "2", "--judge", judge, "--json", *arguments)
        self.assertEqual(done.returncode, code, done.stderr + done.stdout[-3000:])
        result = json.loads(done.stdout)
        self.assertEqual(schema_errors(SCHEMA, result), [])
        return result

    def broken(self, result):
        return [(rule["rule"], rule["judged"]) for rule in result["conformance"]["rules"] if rule["findings"]]


class OnTheHonestService(Judged):
    @classmethod
    def setUpClass(cls):
        cls.wsmand = cls.enterClassContext(assay_testing.Server("wsmand", "--demo", "--listen", "127.0.0.1:0"))

    def test_no_rule_is_broken_by_answers_or_by_the_requests_of_the_load(self):
        for arguments in (("--operation", "identify"), ("--operation", "get"), ("--operation", "enumerate", "--max-elements", "5"),
                          ("--operation", "enumerate", "--optimize"), ("--scenario", INVENTORY),
                          ("--operation", "get", "--requests-per-connection", "3")):
            with self.subTest(arguments=arguments):
                result = self.bench(self.wsmand.endpoint, *arguments)
                self.assertEqual(self.broken(result), [])
                self.assertGreater(result["conformance"]["judged"], 20)
                self.assertEqual(result["conformance"]["findings"], 0)
                rules = {rule["rule"]: rule for rule in result["conformance"]["rules"]}
                self.assertEqual(rules["schema.well-formed"]["broken"], 0)
                self.assertGreater(rules["schema.well-formed"]["examined"], 20)

    def test_faults_are_judged_as_well_and_are_lawful(self):
        result = self.bench(self.wsmand.endpoint, *MISSING, code=1)  # no request succeeded
        self.assertEqual(self.broken(result), [])
        rules = {rule["rule"]: rule for rule in result["conformance"]["rules"]}
        self.assertGreater(rules["fault.envelope-format"]["examined"], 20)

    def test_the_sample_has_the_share_that_is_asked_for_and_the_rest_is_not_judged(self):
        result = self.bench(self.wsmand.endpoint, "--operation", "get", judge="5%", duration="1500ms")
        sent = result["generator"]["messages"]
        judged = result["conformance"]["judged"] + result["conformance"]["dropped"]
        expected = 0.05 * sent
        self.assertGreater(sent, 300)
        self.assertLess(abs(judged - expected), 6 * expected ** 0.5 + 5, f"{judged} of {sent}")  # six standard deviations

    def test_a_journal_of_the_first_exchanges_is_left_without_credentials(self):
        self.bench(self.wsmand.endpoint, "--operation", "get", "--out", self.folder / "out")
        journal = (self.folder / "out/journal").read_text(encoding="utf-8")
        self.assertIn("[redacted]", journal)
        self.assertNotIn("Basic YXNzYXk", journal)
        judged = assay("judge", self.folder / "out")
        self.assertEqual(judged.returncode, 0, judged.stdout + judged.stderr)
        self.assertIn("8 exchanges", judged.stdout)

    def test_the_table_and_the_report_say_that_nothing_is_broken(self):
        # No faster than can be judged: a closed loop on a quick service has exchanges left out, and the table says so.
        done = assay("bench", self.wsmand.endpoint, "--rate", "1000", "--warmup", "0s", "--duration", "300ms", "--judge", "50%",
                     "--out", self.folder / "out")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"judged +[\d ]+ exchanges \(50 %\), \d+ rules; none is broken\n")
        self.assertLessEqual(max(len(line) for line in done.stdout.splitlines()), 80)
        page = (self.folder / "out/index.html").read_text(encoding="utf-8")
        self.assertIn("Conformance under load", page)
        self.assertIn("none is broken", page)

    def test_wrong_use_says_what_and_where(self):
        url = self.wsmand.endpoint
        for arguments, expected in (((url, "--judge", "2"), "is no share of the exchanges"),
                                    ((url, "--judge", "0%"), "is no share of the exchanges"),
                                    ((url, "--slo", "findings == 0"), "add --judge 1%"),
                                    ((url, "--judge", "1%", "--slo", "findings(schema.well-formd) == 0"), "did you mean schema.well-formed"),
                                    (("ipmi://assay@127.0.0.1:9", "--judge", "1%"), "this is a BMC")):
            with self.subTest(arguments=arguments):
                done = assay("bench", *arguments)
                self.assertEqual(done.returncode, 64, done.stderr)
                self.assertIn(expected, done.stderr)


class OnMutants(Judged):
    def test_a_mutant_is_found_by_its_rule_and_its_journal_shows_it(self):
        with mutant("reply-without-relates-to") as server:
            result = self.bench(server.endpoint, "--operation", "get", "--out", self.folder / "out", code=1)
        self.assertEqual(self.broken(result), [("addressing.relatesto.present", "response")])
        rule = next(rule for rule in result["conformance"]["rules"] if rule["findings"])
        self.assertEqual(rule["broken"], rule["examined"])
        self.assertEqual(rule["level"], "SHALL")
        self.assertEqual(rule["example"]["run"], result["parts"][0]["run"])
        judged = assay("judge", self.folder / "out", "--json")
        self.assertEqual(judged.returncode, 1, judged.stderr)
        failed = {case["id"]: case for case in json.loads(judged.stdout)["cases"] if case["verdict"] == "failed"}
        self.assertEqual(list(failed), ["passive.addressing.relatesto.present"])
        self.assertIn(rule["example"]["exchange"], failed["passive.addressing.relatesto.present"]["exchanges"])

    def test_what_the_kill_matrix_finds_in_passing_a_load_that_shows_it_finds_too(self):
        kills = json.loads((assay_testing.HOME / "suites/kills.json").read_text(encoding="utf-8"))
        for arguments, mutants in SHOWN_BY.items():
            for name in mutants:
                with self.subTest(mutant=name), mutant(name) as server:
                    done = assay("bench", server.endpoint, *arguments, "--warmup", "0s", "--duration", "400ms", "--connections", "2",
                                 "--judge", "100%", "--json")
                    self.assertEqual(done.returncode, 1, done.stderr)
                    by = {case.removeprefix("passive.") for case in kills[name] if case.startswith("passive.")}
                    broken = {rule for rule, judged in self.broken(json.loads(done.stdout)) if judged == "response"}
                    self.assertTrue(by & broken, f"{by} expected of {broken}")

    def test_a_rule_that_only_several_exchanges_show_is_found_as_well(self):
        with mutant("one-message-id-for-all") as server:
            result = self.bench(server.endpoint, "--operation", "get", "--out", self.folder / "out", code=1)
        self.assertEqual(self.broken(result), [("addressing.messageid.unique", "response")])
        self.assertEqual(assay("judge", self.folder / "out").returncode, 1)

    def test_table_report_and_objectives_tell_of_it(self):
        with mutant("reply-without-relates-to") as server:
            done = assay("bench", server.endpoint, "--operation", "get", "--warmup", "0s", "--duration", "300ms", "--judge", "100%",
                         "--out", self.folder / "out", "--slo", "findings(addressing.relatesto.present) == 0 and findings(http.framing) == 0")
        self.assertEqual(done.returncode, 5, done.stderr)
        self.assertRegex(done.stdout, r"BROKEN +SHALL addressing.relatesto.present in ([\d ]+) of \1: ")
        self.assertRegex(done.stdout, r"BREACHED +findings")
        page = (self.folder / "out/index.html").read_text(encoding="utf-8")
        self.assertIn("addressing.relatesto.present", page)
        self.assertIn("An objective is breached", page)
        again = assay("report", self.folder / "out", "--html", self.folder / "again.html")
        self.assertEqual(again.returncode, 1, again.stderr)
        self.assertIn("A rule is broken", (self.folder / "again.html").read_text(encoding="utf-8"))

    def test_what_is_broken_is_compared_and_added_up(self):
        arguments = ("--operation", "get", "--rate", "100")
        for name, server in (("fine", assay_testing.Server("wsmand", "--demo", "--listen", "127.0.0.1:0")),
                             ("bad", mutant("reply-without-relates-to"))):
            with server:
                for index in range(2):
                    self.bench(server.endpoint, *arguments, "--shard", f"{index}/2", "--out", self.folder / name,
                               code=1 if name == "bad" else 0)
        merged = assay("merge", self.folder / "bad", "--out", self.folder / "whole", "--json")
        self.assertEqual(merged.returncode, 1, merged.stderr)
        whole = json.loads(merged.stdout)
        self.assertEqual(schema_errors(SCHEMA, whole), [])
        parts = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((self.folder / "bad").glob("*/load.json"))]
        self.assertEqual(whole["conformance"]["judged"], sum(part["conformance"]["judged"] for part in parts))
        self.assertEqual(whole["conformance"]["findings"], sum(part["conformance"]["findings"] for part in parts))
        worse = assay("diff", self.folder / "fine", self.folder / "bad", "--json")
        self.assertEqual(worse.returncode, 1, worse.stderr)
        rules = {each["figure"]: each["verdict"] for each in json.loads(worse.stdout)["differences"] if each["operation"] == "judged"}
        self.assertEqual(rules, {"addressing.relatesto.present": "worse"})
        better = assay("diff", self.folder / "bad", self.folder / "fine")
        self.assertRegex(better.stdout, r"addressing.relatesto.present\n.* better\n")


class OnScriptedServices(Judged):
    def test_a_breach_that_is_rare_is_counted_as_rare(self):
        lawless = answer(BARE).replace(b"application/soap+xml", b"text/plain")
        with ScriptedService(lambda request, number: lawless if number % 10 == 0 else answer(BARE)) as service:
            result = self.bench(service.url, "--operation", "identify", code=1)
        rule = next(rule for rule in result["conformance"]["rules"] if rule["rule"] == "transport.http.content-type" and rule["judged"] == "response")
        self.assertLess(abs(rule["broken"] - rule["examined"] / 10), 3)

    def test_what_is_broken_shows_while_the_load_runs(self):
        rule = "transport.http.content-type"
        lawless = answer(BARE).replace(b"application/soap+xml", b"text/plain")
        told, metrics = {}, ""
        with ScriptedService(lambda request, number: lawless) as service:
            process = subprocess.Popen([assay_testing.program("assay"), "bench", service.url, "--rate", "100", "--duration", "4s",
                                        "--warmup", "0s", "--judge", "100%", "--metrics", "127.0.0.1:0", "--progress", "json"],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            for line in process.stderr:
                if line.startswith("metrics: "):
                    url = line.split()[1]
                elif '"judged"' in line:
                    told = json.loads(line)
                    if not metrics and told["broken"]:
                        with urllib.request.urlopen(url, timeout=5) as response:
                            metrics = response.read().decode()
            process.stderr.close()
            self.assertEqual(process.wait(timeout=30), 1)
        self.assertRegex(metrics, r"\nassay_judged_total [1-9]\d*\n")
        broken = int(re.search(rf'assay_broken_total\{{rule="{rule}"\}} (\d+)\n', metrics)[1])
        self.assertGreater(broken, 0)
        self.assertGreater(told["broken"][rule], broken)
        self.assertGreaterEqual(told["judged"], told["broken"][rule])

    def test_answers_that_are_cut_are_judged_too(self):
        cut = answer(BARE)[:-10]
        with ScriptedService(lambda request, number: cut if number % 4 == 3 else answer(BARE)) as service:
            result = self.bench(service.url, "--operation", "identify", "--timeout", "1s", code=1)
        self.assertGreater(result["conformance"]["judged"], 0)


if __name__ == "__main__":
    assay_testing.main()
