#!/usr/bin/python3
"""assay bench --scenario: the scenarios of suites/load on services that serve them, and files that cannot be read."""

import pathlib
import re
import tempfile
import threading
import time
import uuid

import assay_testing
from assay_testing import HOME
from assay_testing.scripted import ScriptedService, answer
from bench_testing import BenchCase, bench

LOAD = pathlib.Path(HOME, "suites/load")
RSP = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
WXF = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
WSE = "http://schemas.xmlsoap.org/ws/2004/08/eventing"


def envelope(request, action, body):
    message = re.search(rb"<wsa:MessageID[^>]*>([^<]*)<", request).group(1).decode()
    return answer(f"<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope' xmlns:a='urn:a'><s:Header><a:Action>{action}"
                  f"</a:Action><a:RelatesTo>{message}</a:RelatesTo></s:Header><s:Body>{body}</s:Body></s:Envelope>")


class Shells:
    """Shells with one command each; `alive` are those that nobody deleted, `wrong` what nobody should have asked."""

    def __init__(self):
        self.lock = threading.Lock()
        self.alive, self.made, self.wrong = {}, 0, []

    def __call__(self, request, number):
        action = re.search(rb"<wsa:Action[^>]*>([^<]*)<", request).group(1).decode()
        shell = (re.search(rb'Name="ShellId">([^<]*)<', request) or [b"", b""])[1].decode()
        command = (re.search(rb'CommandId="([^"]*)"', request) or [b"", b""])[1].decode()
        with self.lock:
            return self.serve(request, action, shell, command)

    def serve(self, request, action, shell, command):
        if action == WXF + "/Create":
            self.made += 1
            shell = str(uuid.uuid4())
            self.alive[shell] = None
            return envelope(request, action + "Response", f"<x:Selector xmlns:x='urn:x' Name='ShellId'>{shell}</x:Selector>")
        if shell not in self.alive or (action.endswith(("/Receive", "/Signal")) and command != self.alive[shell]):
            self.wrong.append((action, shell, command))
        body = ""
        if action == RSP + "/Command":
            self.alive[shell] = str(uuid.uuid4())
            body = f"<r:CommandId xmlns:r='{RSP}'>{self.alive[shell]}</r:CommandId>"
        if action == WXF + "/Delete":
            self.alive.pop(shell, None)
        return envelope(request, action + "Response", body)


class ScenarioOnOursTest(BenchCase):
    @classmethod
    def setUpClass(cls):
        cls.wsmand = cls.enterClassContext(assay_testing.Server("wsmand", "--demo", "--listen", "127.0.0.1:0"))

    def play(self, name):
        return self.measure(self.wsmand.endpoint, "--scenario", LOAD / name, "--duration", "1s", "--warmup", "0s",
                            "--connections", "4", env=assay_testing.CREDENTIALS)

    def test_the_inventory_succeeds_in_the_shares_it_says(self):
        result = self.play("inventory.lua")
        counts = {operation["name"]: operation["sent"] for operation in result["operations"]}
        self.assertEqual([operation["failed"] for operation in result["operations"]], [0] * len(counts))
        self.assertEqual(set(counts), {"scenario", "look", "walk", "peek", "greet", "Get", "Enumerate", "Pull", "Release",
                                       "Identify"})
        self.assertEqual(counts["look"] + counts["walk"] + counts["peek"] + counts["greet"], counts["scenario"])
        self.assertEqual(counts["look"], counts["Get"])
        self.assertEqual(counts["greet"], counts["Identify"])
        self.assertGreater(counts["Get"], 2 * counts["Enumerate"])
        self.assertGreater(counts["Enumerate"], counts["Release"])
        self.assertTrue(any("no script ran" in note for note in result["notes"]))

    def test_what_is_made_is_there_and_goes_again(self):
        result = self.play("changes.lua")
        counts = {operation["name"]: operation for operation in result["operations"]}
        self.assertEqual([operation["failed"] for operation in result["operations"]], [0] * len(counts))
        self.assertGreater(counts["Delete"]["succeeded"], 5)
        self.assertLessEqual(counts["Create"]["succeeded"] - counts["Delete"]["succeeded"], 4)


class ScenarioTest(BenchCase):
    def file(self, text):
        path = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()), "mine.lua")
        path.write_text(text, encoding="utf-8")
        return path

    def test_shells_get_their_own_commands_and_are_deleted(self):
        shells = Shells()
        with ScriptedService(shells) as service:
            result = self.measure(service.url, "--scenario", LOAD / "shell.lua", "--duration", "1s", "--warmup", "0s",
                                  "--connections", "5")
        whole = result["operations"][0]
        self.assertGreater(whole["succeeded"], 5)
        self.assertEqual(whole["failed"], 0)
        self.assertEqual(shells.wrong, [])
        self.assertLessEqual(len(shells.alive), 5)  # what was under way at the end
        self.assertGreaterEqual(shells.made, whole["succeeded"])

    def test_events_are_pulled_with_the_subscription_s_own_context(self):
        seen = []

        def behave(request, number):
            action = re.search(rb"<wsa:Action[^>]*>([^<]*)<", request).group(1).decode()
            if action == WSE + "/Subscribe":
                return envelope(request, action + "Response", f"<e:Identifier xmlns:e='{WSE}'>sub-{number}</e:Identifier>"
                                f"<n:EnumerationContext xmlns:n='urn:n'>ctx-{number}</n:EnumerationContext>")
            seen.append(re.search(rb">(ctx|sub)-\d+<", request) is not None)
            return envelope(request, action + "Response", "<n:Items xmlns:n='urn:n'/>")

        with ScriptedService(behave) as service:
            result = self.measure(service.url, "--scenario", LOAD / "events.lua", "--duration", "500ms", "--warmup", "0s")
        self.assertEqual(result["operations"][0]["failed"], 0)
        self.assertTrue(seen and all(seen))

    def test_a_flow_is_counted_as_a_whole_beside_its_steps(self):
        file = self.file("""scenario { mix = {
          { weight = 3, name = "two", request { action = "urn:s/One" }, request { action = "urn:s/Two" } },
          { weight = 1, name = "lone", request { action = "urn:s/Lone" } } } }""")
        def behave(request, number):
            time.sleep(0.02)
            return answer("<a/>") if b"urn:s/Two" not in request or number % 3 else answer("<s:Fault xmlns:s='urn:s'/>", "500 No")

        with ScriptedService(behave) as service:
            result = self.measure(service.url, "--scenario", file, "--duration", "1s", "--warmup", "0s", "--slo",
                                  "p50(two) >= 40ms, p50(One) >= 20ms, p50(lone) >= 20ms")
        whole, two, lone, one, second, alone = result["operations"]
        self.assertEqual([each["name"] for each in (two, lone, one, second, alone)], ["two", "lone", "One", "Two", "Lone"])
        self.assertEqual(two["sent"] + lone["sent"], whole["sent"])
        self.assertEqual((two["sent"], lone["sent"]), (one["sent"], alone["sent"]))
        # a step that is due after the end is not counted, its flow was due before
        self.assertLessEqual(two["failed"] - second["failed"], 8)
        self.assertGreaterEqual(two["failed"], second["failed"])
        self.assertGreater(two["failed"], 0)
        self.assertEqual(lone["failed"], 0)

    def test_a_setup_is_played_once_and_a_teardown_after_it(self):
        file = self.file("""scenario {
          setup = { request { action = "urn:s/Open", save = { door = "Door" } } },
          mix = { { request { action = "urn:s/Pass", body = { "<d>", saved "door", "</d>" } } } },
          teardown = { request { action = "urn:s/Close", body = { "<d>", saved "door", "</d>" } } } }""")
        with ScriptedService(lambda request, number: answer("<a><Door>oak</Door></a>")) as service:
            result = self.measure(service.url, "--scenario", file, "--duration", "300ms", "--warmup", "0s")
            actions = [re.search(rb"urn:s/(\w+)", request).group(1) for request in service.requests]
            self.assertEqual([actions[0], actions[-1]], [b"Open", b"Close"])
            self.assertEqual(actions.count(b"Open") + actions.count(b"Close"), 2)
            self.assertEqual(actions.count(b"Pass"), result["operations"][0]["sent"])
            self.assertTrue(all(b"<d>oak</d>" in request for request in service.requests[1:]))

    def test_a_setup_that_fails_is_exit_code_3_and_no_load(self):
        file = self.file('scenario { setup = { identify {} }, mix = { { identify {} } } }')
        with ScriptedService(lambda request, number: answer("<s:Fault xmlns:s='urn:s'/>", "500 No")) as service:
            done = bench(service.url, "--scenario", file)
            self.assertEqual(done.returncode, 3)
            self.assertIn("the setup of", done.stderr)
            self.assertIn("fault", done.stderr)
            self.assertEqual(len(service.requests), 1)

    def test_an_answer_with_another_action_is_counted_as_that(self):
        with ScriptedService(lambda request, number: envelope(request, "urn:other", "")) as service:
            result = self.measure(service.url, "--operation", "get", "--duration", "200ms", "--warmup", "0s", code=1)
            self.assertEqual(set(result["operations"][0]["errors"]), {"wrong_action"})

    def test_a_file_that_is_wrong_is_shown_with_a_caret(self):
        file = self.file("scenario {\n  mix = { { get { ressource = 'urn:a' } } },\n}\n")
        done = bench("http://127.0.0.1:9/wsman", "--scenario", file)
        self.assertEqual(done.returncode, 64)
        self.assertIn(f"{file}:2:19: get: unknown key 'ressource'", done.stderr)
        lines = done.stderr.splitlines()
        caret = next(i for i, line in enumerate(lines) if line.strip() == "^")
        self.assertEqual(lines[caret - 1].index("ressource"), lines[caret].index("^"))

    def test_a_scenario_and_an_operation_exclude_each_other(self):
        done = bench("http://127.0.0.1:9/wsman", "--scenario", LOAD / "inventory.lua", "--operation", "get")
        self.assertEqual(done.returncode, 64)
        self.assertIn("--operation", done.stderr)

    def test_a_scenario_of_requests_is_no_load_of_a_bmc(self):
        done = bench("ipmi://127.0.0.1:9", "--scenario", LOAD / "inventory.lua")
        self.assertEqual(done.returncode, 64)
        self.assertIn("--scenario", done.stderr)


if __name__ == "__main__":
    assay_testing.main()
