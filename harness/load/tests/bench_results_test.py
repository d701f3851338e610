#!/usr/bin/python3
"""What a load leaves: its folder, shards merged into one, two runs compared, objectives judged on the whole."""

import json
import os
import pty
import re
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import assay_testing
from assay_testing import schema_errors
from assay_testing.scripted import ScriptedService, answer

OK = "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body><p:Fine xmlns:p='urn:p'/></s:Body></s:Envelope>"
SOAP = "http://www.w3.org/2003/05/soap-envelope"
FAULT = "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body><s:Fault/></s:Body></s:Envelope>"


def fault(subcode, namespace="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd", code="s:Sender", detail=""):
    """A fault whose prefix for WS-Management is one of its own."""
    return answer(f"<s:Envelope xmlns:s='{SOAP}' xmlns:own='{namespace}'><s:Body><s:Fault><s:Code><s:Value>{code}</s:Value><s:Subcode>"
                  f"<s:Value>own:{subcode}</s:Value></s:Subcode></s:Code><s:Detail>{detail}</s:Detail></s:Fault></s:Body></s:Envelope>",
                  status="500 No")


with open(os.path.join(os.path.dirname(__file__), "../load.schema.json"), encoding="utf-8") as schema_file:
    SCHEMA = json.load(schema_file)


def assay(*arguments, env=None):
    return assay_testing.run(assay_testing.program("assay"), *arguments, env=env)


def after(seconds):
    """A service that answers each request so much later."""
    def behave(_, __):
        time.sleep(seconds)
        return answer(OK)
    return behave


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


class Results(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def bench(self, url, *arguments, code=0, env=None):
        done = assay("bench", url, "--warmup", "0s", *arguments, env=env)
        self.assertEqual(done.returncode, code, done.stderr + done.stdout)
        return done

    def test_a_run_leaves_its_folder(self):
        with ScriptedService(lambda request, number: answer(FAULT if number % 5 == 0 else OK)) as service:
            self.bench(service.url, "--rate", "40", "--duration", "3s", "--out", self.path("run"))
        record = json.loads(read(self.path("run"), "load.json"))
        self.assertEqual(schema_errors(SCHEMA, record), [])
        operation = record["operations"][0]
        self.assertEqual(operation["offered"], 120)
        slots = operation["series"]["slots"]
        self.assertEqual(sum(slot["succeeded"] for slot in slots), operation["succeeded"])
        self.assertEqual(sum(slot["failed"] for slot in slots), operation["failed"])
        self.assertGreater(operation["failed"], 10)
        self.assertIn(len(slots), (3, 4))
        intervals = re.findall(r"^Tag=identify,(\d+\.\d+),1\.000,", read(self.path("run"), "series.hlog"), re.M)
        self.assertEqual(len(intervals), len(slots))
        whole = read(self.path("run"), "histograms.hlog")
        self.assertIn(operation["response_time_ns"]["hdr"], whole)
        page = read(self.path("run"), "index.html")
        self.assertIn("Measured", page)
        again = assay("report", self.path("run"), "--html", self.path("again.html"), "--slo", "errors < 1%")
        self.assertEqual(again.returncode, 5, again.stderr)
        self.assertIn("An objective is breached", read(self.path("again.html")))

    def test_a_terminal_sees_a_panel_and_prometheus_its_metrics_while_it_runs(self):
        with ScriptedService(lambda request, number: answer(FAULT if number % 10 == 0 else OK)) as service:
            master, slave = pty.openpty()
            process = subprocess.Popen([assay_testing.program("assay"), "bench", service.url, "--rate", "100", "--duration", "5s",
                                        "--warmup", "0s", "--metrics", "127.0.0.1:0"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                       stderr=slave, env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "", "CI": ""})
            os.close(slave)
            shown, metrics = "", ""
            while True:
                try:
                    octets = os.read(master, 65536)
                except OSError:  # the other end is closed
                    break
                shown += octets.decode()
                if not metrics and "so far" in shown:
                    url = re.search(r"metrics: (http://127\.0\.0\.1:\d+/metrics)", shown).group(1)
                    with urllib.request.urlopen(url, timeout=5) as response:
                        self.assertEqual(response.headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")
                        metrics = response.read().decode()
                    with self.assertRaises(urllib.error.HTTPError):
                        urllib.request.urlopen(url.replace("/metrics", "/else"), timeout=5)
            os.close(master)
            self.assertEqual(process.wait(timeout=30), 0, shown)
        self.assertRegex(metrics, r'assay_requests_total\{operation="identify",result="succeeded"\} \d+\n')
        self.assertRegex(metrics, r'assay_response_time_seconds\{operation="identify",quantile="0.99"\} 0\.\d+\n')
        self.assertIn("\x1b[4A\x1b[J", shown)
        last = shown.split("\x1b[J")[-2]
        self.assertRegex(last, r"identify  [45] s of 5 s  \d+/s  \d+ errors \([\d.]+ %\)\r\n")
        self.assertRegex(last, r"a second +[▁▂▃▄▅▆▇█]{2,5}\r\n")
        self.assertLessEqual(max(len(line) for line in last.splitlines()), 80)
        self.assertTrue(shown.endswith("\x1b[J"), "the panel is taken away")

    def test_a_pipe_gets_plain_lines(self):
        with ScriptedService(lambda request, number: answer(OK)) as service:
            done = self.bench(service.url, "--rate", "50", "--duration", "2500ms")
            silent = self.bench(service.url, "--rate", "50", "--duration", "1500ms", "--progress", "none")
        self.assertRegex(done.stderr, r"^1 s: identify \d+/s, p50 [^,]+, p90 [^,]+, p99 [^,]+, max [^,]+, 0 errors \(0 %\)\n$")
        self.assertEqual(silent.stderr, "")

    def test_faults_are_told_by_name_wherever_results_are(self):
        windows = "<f:WSManFault xmlns:f='http://schemas.microsoft.com/wbem/wsman/1/wsmanfault' Code='2150858843'/>"
        kinds = [fault("SchemaValidationError"), fault("QuotaLimit", code="s:Receiver", detail=windows)]
        with ScriptedService(lambda request, number: kinds[number % 20 // 10] if number % 10 == 3 else answer(OK)) as service:
            done = self.bench(service.url, "--connections", "1", "--duration", "1200ms", "--out", self.path("run"),
                              "--slo", "faults(wsman:SchemaValidationError) < 1%", "--slo", "faults(wsman:TimedOut) == 0", code=5)
        operation = json.loads(read(self.path("run"), "load.json"))["operations"][0]
        self.assertEqual({(each["code"], each["subcode"], each["provider"]) for each in operation["faults"]},
                         {("s:Sender", "wsman:SchemaValidationError", ""), ("s:Receiver", "wsman:QuotaLimit", "2150858843")})
        self.assertEqual(sum(each["count"] for each in operation["faults"]), operation["errors"]["fault"])
        self.assertRegex(done.stdout, r"fault +[\d ]+ wsman:QuotaLimit \(2150858843\): p50 [\d.]+ [mu]s, p99 ")
        self.assertRegex(done.stdout, r"BREACHED +faults\(wsman:SchemaValidationError\) < 1%: [45][.\d]* %")
        self.assertRegex(done.stdout, r"met +faults\(wsman:TimedOut\) == 0: 0 %")
        self.assertLessEqual(max(len(line) for line in done.stdout.splitlines()), 80)
        page = read(self.path("run"), "index.html")
        self.assertIn("Faults by name", page)
        self.assertIn("wsman:QuotaLimit (2150858843)", page)
        with ScriptedService(lambda request, number: answer(OK)) as service:
            self.bench(service.url, "--connections", "1", "--duration", "1200ms", "--out", self.path("fine"))
        compared = assay("diff", self.path("fine"), self.path("run"), "--json")
        self.assertEqual(compared.returncode, 1, compared.stderr)
        faults = {each["figure"]: each["verdict"] for each in json.loads(compared.stdout)["differences"] if each["figure"].startswith("fault ")}
        self.assertEqual(faults, {"fault wsman:QuotaLimit": "worse", "fault wsman:SchemaValidationError": "worse"})

    def test_what_went_over_the_wire_is_counted(self):
        with ScriptedService(lambda request, number: answer(OK)) as service:
            done = self.bench(service.url, "--connections", "1", "--duration", "500ms", "--requests-per-connection", "5", "--json")
            request = service.requests[0]
        record = json.loads(done.stdout)
        operation = record["operations"][0]
        self.assertEqual(operation["octets_sent"], len(request) * operation["succeeded"])
        self.assertEqual(operation["octets_received"], len(answer(OK)) * operation["succeeded"])
        self.assertEqual(operation["items"], 0)
        self.assertAlmostEqual(record["generator"]["messages"] / record["generator"]["connections_opened"], 5, delta=0.5)

    def test_programs_get_a_line_of_json_a_second(self):
        with ScriptedService(lambda request, number: answer(FAULT if number % 10 == 5 else OK)) as service:
            done = self.bench(service.url, "--rate", "50", "--duration", "3500ms", "--progress", "json")
        lines = [json.loads(line) for line in done.stderr.splitlines()]
        self.assertIn(len(lines), (3, 4))
        self.assertEqual([line["elapsed_s"] for line in lines][:3], sorted(line["elapsed_s"] for line in lines)[:3])
        self.assertEqual(lines[-1]["operation"], "identify")
        self.assertGreater(lines[-1]["succeeded"], 80)
        self.assertGreater(lines[-1]["failed"], 5)
        self.assertEqual(lines[-1]["faults"], {"without a code": lines[-1]["failed"]})

    def test_a_rate_in_stages_is_shown_as_it_is(self):
        with ScriptedService(lambda request, number: answer(OK)) as service:
            done = self.bench(service.url, "--rate", "20..40/500ms,40/500ms,40..10/200ms,10/200ms,10..60/200ms", "--out", self.path("run"))
        self.assertRegex(done.stdout, r"identify, open loop in stages 20\.\.40/0\.5s,\s+40/0\.5s, ")
        self.assertLessEqual(max(len(line) for line in done.stdout.splitlines()), 80)
        self.assertIn("open loop in stages 20..40/0.5s, 40/0.5s", read(self.path("run"), "index.html"))

    def test_the_last_part_of_a_second_is_no_slump(self):
        with ScriptedService(lambda request, number: answer(OK)) as service:
            self.bench(service.url, "--rate", "200", "--duration", "2300ms", "--out", self.path("run"))
        page = read(self.path("run"), "index.html")
        chart = page[page.index('data-name="succeeded"'):page.index("Response time over time")]
        top = float(re.findall(r'data-top="([\d.]+)"', page)[0])
        rates = [(300 - float(point.split(",")[1])) / 300 * top for point in re.findall(r'points="([^"]+)"', chart)[0].split()]
        self.assertEqual(len(rates), 3)
        self.assertGreater(min(rates), 150, rates)

    def test_shards_make_one_load_between_them(self):
        start = str(time.time() + 3)
        with ScriptedService(lambda request, number: answer(OK)) as service:
            waiting = [subprocess.Popen([assay_testing.program("assay"), "bench", service.url, "--warmup", "0s", "--rate", "100",
                                           "--duration", "2s", "--connections", "4", "--shard", f"{index}/2", "--start-at", start,
                                           "--out", self.path("all")], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True) for index in range(2)]
            for process in waiting:
                _, err = process.communicate(timeout=60)
                self.assertEqual(process.returncode, 0, err)
        self.assertEqual(sorted(os.listdir(self.path("all"))), ["shard-000000-of-000002", "shard-000001-of-000002"])
        done = assay("merge", self.path("all"), "--out", self.path("whole"), "--slo", "errors<1% and offered==100", "--json")
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        whole = json.loads(done.stdout)
        self.assertEqual(schema_errors(SCHEMA, whole), [])
        self.assertEqual(whole["operations"][0]["offered"], 200)
        self.assertEqual(whole["scenario"]["rate"], 100)
        self.assertEqual(whole["scenario"]["connections"], 4)
        self.assertEqual([part["shard"]["index"] for part in whole["parts"]], [0, 1])
        began = [part["started_ns"] for part in whole["parts"]]
        self.assertLess(max(began) - min(began), 500_000_000)
        self.assertEqual(json.loads(read(self.path("whole"), "load.json")), whole)
        breached = assay("merge", self.path("all"), "--slo", "rate > 150/s or p50 < 1ns")
        self.assertEqual(breached.returncode, 5, breached.stderr)
        self.assertRegex(breached.stdout, r"BREACHED +rate > 150/s or p50 < 1ns: rate \d+\.\d/s, p50 ")
        part = assay("merge", self.path("all", "shard-000001-of-000002"))
        self.assertEqual(part.returncode, 4)
        self.assertIn("shard 0 of 2 is missing", part.stdout)
        twice = assay("merge", self.path("all"), self.path("all"))
        self.assertEqual(twice.returncode, 4)
        self.assertIn("both hold the run", twice.stderr)

    def test_a_tenth_more_time_is_found_and_a_run_is_equal_to_itself(self):
        for name, seconds in (("before", 0.020), ("after", 0.022)):
            with ScriptedService(after(seconds)) as service:
                self.bench(service.url, "--connections", "1", "--duration", "12s", "--out", self.path(name))
        done = assay("diff", self.path("before"), self.path("after"), "--json")
        self.assertEqual(done.returncode, 1, done.stdout)
        found = {each["figure"]: each for each in json.loads(done.stdout)["differences"]}
        self.assertEqual(found["p50"]["verdict"], "worse")
        self.assertGreater(found["p50"]["low"], 0)
        self.assertEqual(found["rate"]["verdict"], "worse")
        self.assertEqual(found["errors"]["verdict"], "same")
        same = assay("diff", self.path("before"), self.path("before"))
        self.assertEqual(same.returncode, 0, same.stdout)
        self.assertIn("same run", same.stdout)
        self.assertNotIn("WORSE", same.stdout)
        self.assertRegex(same.stdout, r"p50 .*\+0\.0 % .*same\n")
        self.assertLessEqual(max(len(line) for line in same.stdout.splitlines()), 80)
        better = assay("diff", self.path("after"), self.path("before"))
        self.assertEqual(better.returncode, 0, better.stdout)
        self.assertIn("better", better.stdout)

    def test_objectives_from_a_file_are_judged(self):
        with open(self.path("goals.slo"), "w", encoding="utf-8") as goals:
            goals.write("# ours\nnot errors > 1% and p99(Identify) < 1h   # contract\nfaults == 0\n")
        with ScriptedService(lambda request, number: answer(OK)) as service:
            done = self.bench(service.url, "--duration", "200ms", "--slo-file", self.path("goals.slo"), "--json")
        self.assertEqual([each["met"] for each in json.loads(done.stdout)["objectives"]], [True, True])

    def test_wrong_use_says_what_and_where(self):
        with open(self.path("goals.slo"), "w", encoding="utf-8") as goals:
            goals.write("errors < 1%\nerrors < 1% and p99 < 5 parsecs\n")
        with open(self.path("load.json"), "w", encoding="utf-8") as goals:
            goals.write('{"format": "assay-load-1"}')
        url = "http://127.0.0.1:9/wsman"
        soon = str(int(time.time()) + 100)
        for code, arguments, expected in (
                (64, ("bench", url, "--slo", "p99(Get) < 5 parsecs and faults < 0.1%"),
                 "--slo, column 12: expected a duration such as 250us, 5ms or 1.5s, found '5 parsecs'\n"
                 "    p99(Get) < 5 parsecs and faults < 0.1%\n"
                 "               ^~~~~~~~~\n"),
                (64, ("bench", url, "--slo-file", self.path("goals.slo")), "goals.slo:2:23: expected a duration"),
                (64, ("bench", url, "--slo", "p99(Gett)<1s"), "no operation 'Gett'"),
                (64, ("bench", "impi://assay@127.0.0.1", "--slo", "p99<1s"), "not a URL of http, https, ipmi"),
                (64, ("bench", url, "--progress", "loud"), "--progress"),
                (64, ("report", self.path("load.json"), "--junit", "x"), "no cases"),
                (64, ("bench", url, "--shard", "4/4"), "counted from 0 to 3"),
                (64, ("bench", url, "--shard", "auto"), "SLURM_PROCID"),
                (64, ("bench", url, "--shard", "0/4", "--connections", "3"), "--connections"),
                (64, ("bench", url, "--start-at", "tomorrow"), "date +%s"),
                (64, ("diff", self.folder, self.folder, "--margin", "-1"), "--margin"),
                (64, ("merge",), "run"),
                (64, ("report", self.folder), "--html"),
                (4, ("merge", self.path("nothing")), "cannot be read"),
                (4, ("merge", self.path("load.json")), "load.json: the file: 'scenario' is missing"),
                (4, ("diff", self.path("load.json"), self.path("load.json")), "'scenario' is missing")):
            with self.subTest(arguments=arguments):
                done = assay(*arguments)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(expected, done.stderr)
                self.assertEqual(done.stdout, "")
        with ScriptedService(lambda request, number: answer(OK)) as service:
            for arguments, expected in ((("--start-at", "2020-01-01T00:00:00Z"), "ago by this machine's clock"),
                                        (("--start-at", "2150-01-01T00:00:00Z"), "a day off at most"),
                                        (("--start-at", soon, "--clock-error", "1ns"), "--clock-error"),
                                        (("--metrics", "here"), "no address and port"),
                                        (("--metrics", f"127.0.0.1:{service.port}"), "in use")):
                with self.subTest(arguments=arguments):
                    self.assertIn(expected, self.bench(service.url, *arguments, code=4).stderr)


if __name__ == "__main__":
    assay_testing.main()
