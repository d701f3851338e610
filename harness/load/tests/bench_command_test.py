#!/usr/bin/python3
"""assay bench against a service that we hold in our hands: its counts have to be the service's own."""

import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time

import assay_testing
from assay_testing import CREDENTIALS, schema_errors
from assay_testing.scripted import ScriptedService, answer
from bench_testing import OK, SCHEMA, BenchCase, bench, fine

FAULT = "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body><s:Fault/></s:Body></s:Envelope>"
WSEN = "xmlns:n='http://schemas.xmlsoap.org/ws/2004/09/enumeration'"


class BenchTest(BenchCase):
    def test_closed_loop_counts_what_the_service_saw(self):
        with ScriptedService(fine) as service:
            result = self.measure(service.url, "--duration", "1s", "--warmup", "0s", "--connections", "4")
            operation = result["operations"][0]
            self.assertGreater(operation["succeeded"], 0)
            self.assertEqual(operation["sent"] + 1, len(service.requests))  # and the probe
            self.assertEqual(operation["response_time_ns"]["count"], operation["succeeded"])
            self.assertEqual(result["generator"]["connections_opened"], 4)
            self.assertTrue(result["complete"])

    def test_open_loop_offers_exactly_the_rate(self):
        with ScriptedService(fine) as service:
            result = self.measure(service.url, "--rate", "200", "--duration", "1s", "--warmup", "500ms",
                                  "--connections", "4", "--threads", "2")
            operation = result["operations"][0]
            self.assertEqual(operation["offered"], 200)
            self.assertEqual(operation["unsent"] + len(service.requests), 200 + 100 + 1)  # measured, warm-up, probe
            self.assertGreaterEqual(operation["response_time_ns"]["p50"], operation["service_time_ns"]["p50"])

    def test_every_failure_is_counted_by_its_kind(self):
        seen = {"fault": 0, "closed": 0, "status": 0, "malformed": 0}

        def behave(_, number):
            kind = {3: "fault", 5: "closed", 7: "status", 9: "malformed"}.get(number % 10)
            if kind:
                seen[kind] += 1
            return {"fault": answer(FAULT, "500 Internal Server Error"), "closed": b"", "status": answer("", "404 No"),
                    "malformed": b"220 smtp\r\n\r\n", None: answer(OK)}[kind]

        with ScriptedService(behave) as service:
            result = self.measure(service.url, "--rate", "100", "--duration", "1s", "--warmup", "0s", "--connections",
                                  "2")
            self.assertEqual(result["operations"][0]["errors"], seen)
            self.assertEqual(len(service.requests), result["operations"][0]["sent"] + 1)

    def test_answers_that_close_the_connection_cost_no_request(self):
        with ScriptedService(lambda request, number: answer(OK, fields="Connection: close\r\n")) as service:
            result = self.measure(service.url, "--duration", "500ms", "--warmup", "0s", "--connections", "2")
            self.assertEqual(result["operations"][0]["failed"], 0)
            self.assertGreaterEqual(result["generator"]["connections_opened"], result["operations"][0]["succeeded"])

    def test_an_enumeration_is_one_operation_of_several_messages(self):
        def behave(request, _):
            if b"enumeration/Enumerate<" in request:
                return answer(f"<a {WSEN}><n:EnumerationContext>one</n:EnumerationContext></a>")
            if b">one</wsen:EnumerationContext>" in request:
                return answer(f"<a {WSEN}><n:EnumerationContext>two</n:EnumerationContext></a>")
            return answer(f"<a {WSEN}><n:EndOfSequence/></a>")

        with ScriptedService(behave) as service:
            result = self.measure(service.url, "--operation", "enumerate", "--duration", "500ms", "--warmup", "0s")
            whole, enumerate_, pull = result["operations"]
            self.assertGreater(whole["succeeded"], 0)
            self.assertEqual(whole["failed"], 0)
            self.assertEqual([enumerate_["name"], pull["name"]], ["Enumerate", "Pull"])
            self.assertEqual(enumerate_["succeeded"], whole["succeeded"])
            self.assertEqual(len(service.requests), 3 * (whole["succeeded"] + 1))
            self.assertLessEqual(pull["succeeded"], 2 * whole["succeeded"])

    def test_answers_to_other_requests_are_mismatched(self):
        other = answer("<a><wsa:RelatesTo xmlns:wsa='urn:w'>uuid:00000000-0000-0000-0000-000000000000</wsa:RelatesTo></a>")
        with ScriptedService(lambda request, number: other) as service:
            result = self.measure(service.url, "--operation", "get", "--duration", "200ms", "--warmup", "0s", code=1)
            self.assertEqual(set(result["operations"][0]["errors"]), {"mismatched"})

    def test_a_stall_shows_in_the_response_time_and_not_in_the_service_time(self):
        def behave(_, number):
            if number == 50:
                time.sleep(1)
            return answer(OK)

        with ScriptedService(behave) as service:
            result = self.measure(service.url, "--rate", "50", "--connections", "1", "--duration", "3s", "--warmup", "0s")
            operation = result["operations"][0]
            corrected, boasted = operation["response_time_ns"]["p90"], operation["service_time_ns"]["p90"]
            self.assertGreater(corrected, 300_000_000)  # a third of the requests were due during the stall
            self.assertLess(boasted, corrected / 2)

    def test_a_service_that_falls_silent_is_charged_for_every_request_that_was_due(self):
        with ScriptedService(lambda request, number: answer(OK) if number < 20 else None) as service:
            result = self.measure(service.url, "--rate", "50", "--connections", "2", "--duration", "1s", "--warmup", "0s",
                                  "--timeout", "400ms")
            operation = result["operations"][0]
            self.assertEqual(operation["offered"], 50)
            self.assertGreater(operation["errors"]["timed_out"], 0)
            self.assertGreater(operation["unsent"], 0)
            self.assertEqual(operation["response_time_ns"]["count"], 50)
            self.assertTrue(any("never sent" in note for note in result["notes"]), result["notes"])

    def test_a_breached_objective_is_exit_code_5(self):
        with ScriptedService(fine) as service:
            common = (service.url, "--duration", "200ms", "--warmup", "0s", "--slo")
            met = self.measure(*common, "p99<1h,errors<1%", "--slo", "throughput>0")
            self.assertEqual([objective["met"] for objective in met["objectives"]], [True] * 3)
            breached = self.measure(*common, "p50<1ns,errors<1%", code=5)
            self.assertEqual([objective["met"] for objective in breached["objectives"]], [False, True])

    def test_a_dead_target_is_exit_code_3(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))  # bound, not listening
            done = bench(f"http://127.0.0.1:{unused.getsockname()[1]}/wsman")
        self.assertEqual(done.returncode, 3)
        self.assertIn("refused", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_a_target_that_is_no_service_is_exit_code_3(self):
        for behave, expected in ((lambda request, number: None, "--timeout"), (lambda request, number: b"", "closed"),
                                 (lambda request, number: b"220 smtp\r\n\r\n", "not HTTP")):
            with ScriptedService(behave) as service:
                done = bench(service.url, "--timeout", "300ms")
                self.assertEqual(done.returncode, 3)
                self.assertIn(expected, done.stderr)

    def test_refused_authentication_is_exit_code_3_and_shows_no_password(self):
        with ScriptedService(lambda request, number: answer("", "401 Unauthorized")) as service:
            done = bench(service.url.replace("//", "//user:hunter2@"))
            self.assertEqual(done.returncode, 3)
            self.assertIn("ASSAY_PASSWORD", done.stderr)
            self.assertNotIn("hunter2", done.stderr + done.stdout)

    def test_credentials_come_from_the_environment(self):
        with ScriptedService(fine) as service:
            done = bench(service.url, "--duration", "50ms", "--warmup", "0s", env=CREDENTIALS)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(b"Authorization: Basic YXNzYXk6YXNzYXktZGVtbw==", service.requests[0])

    def test_the_schema_refuses_what_it_does_not_describe(self):
        with ScriptedService(fine) as service:
            result = self.measure(service.url, "--duration", "50ms", "--warmup", "0s")
        del result["measured_s"]
        result["surprise"] = 1
        result["operations"][0]["sent"] = "many"
        result["operations"][0]["errors"] = {"gremlins": 1}
        self.assertEqual(len(schema_errors(SCHEMA, result)), 4)

    def test_ctrl_c_prints_what_there_is(self):
        with ScriptedService(fine) as service:
            process = subprocess.Popen([assay_testing.program("assay"), "bench", service.url, "--duration", "60s",
                                        "--warmup", "0s", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                       text=True, env=dict(os.environ))
            self.assertTrue(assay_testing.wait_for(lambda: len(service.requests) > 50, 30))
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
            self.assertEqual(process.returncode, 4, err)
            result = json.loads(out)
            self.assertFalse(result["complete"])
            self.assertGreater(result["operations"][0]["succeeded"], 0)
            self.assertLess(result["measured_s"], 60)
            self.assertTrue(any("interrupted" in note for note in result["notes"]), result["notes"])

    def test_the_table_fits_the_console(self):
        with ScriptedService(fine) as service:
            done = bench(service.url, "--rate", "100", "--duration", "300ms", "--warmup", "0s", "--slo", "p99<1h")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("response time", done.stdout)
            self.assertIn("service time", done.stdout)
            self.assertLessEqual(max(len(line) for line in done.stdout.splitlines()), 80, done.stdout)

    def test_the_hdr_log_has_an_interval_for_each_histogram(self):
        with ScriptedService(fine) as service, tempfile.TemporaryDirectory() as folder:
            log = os.path.join(folder, "bench.hlog")
            self.assertEqual(bench(service.url, "--duration", "50ms", "--warmup", "0s", "--hdr", log).returncode, 0)
            with open(log, encoding="ascii") as lines:
                text = lines.read()
            self.assertTrue(text.startswith("#[Histogram log format version 1.3]\n"))
            self.assertEqual(re.findall("^Tag=([^,]+),", text, re.M), ["identify.response", "identify.service"])

    def test_wrong_use_is_exit_code_64_and_names_the_option(self):
        url = "http://127.0.0.1:9/wsman"
        for arguments, expected in (
                ((), "url"),
                (("https://127.0.0.1/", "--ca", "/nowhere.pem"), "--ca: /nowhere.pem"),
                ((url, "--certificate", __file__, "--key", __file__), "--certificate"),
                ((url, "--auth", "digest"), "--auth"),
                ((url, "--rate", "0"), "--rate"),
                ((url, "--rate", "5", "--closed"), "--closed"),
                ((url, "--slo", "fast"), "--slo"),
                ((url, "--duration", "soon"), "--duration"),
                ((url, "--operation", "put"), "--operation"),
                ((url, "--selector", "Name"), "--selector"),
                ((url, "--connections", "1", "--threads", "2"), "--connections")):
            done = bench(*arguments)
            self.assertEqual(done.returncode, 64, arguments)
            self.assertIn(expected, done.stderr)
            self.assertEqual(done.stdout, "")


if __name__ == "__main__":
    assay_testing.main()
