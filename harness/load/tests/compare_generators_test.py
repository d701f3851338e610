#!/usr/bin/python3
"""What the comparison of load generators reads out of what they say, the limits that it holds them to, and what all measurements
share."""

import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

import assay_testing

BENCH = str(pathlib.Path(__file__).resolve().parents[1] / "bench")
sys.path.insert(0, BENCH)
import compare_generators as generators  # noqa: E402
import machine  # noqa: E402

WRK = """Running 1s test @ http://127.0.0.1:18111/wsman
  1 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   329.26us    0.86ms  12.49ms   98.05%
    Req/Sec    30.63k     2.63k   33.01k    90.91%
  Latency Distribution
     50%  216.00us
     75%  282.00us
     90%  348.00us
     99%    4.99ms
  33420 requests in 1.10s, 5.58MB read
  Socket errors: connect 0, read 3, write 0, timeout 1
  Non-2xx or 3xx responses: 7
Requests/sec:  30388.56
Transfer/sec:      5.07MB
"""
H2LOAD = """finished in 1.00s, 27557.00 req/s, 4.60MB/s
requests: 27557 total, 27565 started, 27557 done, 27557 succeeded, 0 failed, 0 errored, 0 timeout
status codes: 27550 2xx, 0 3xx, 7 4xx, 0 5xx
"""
HEY = """
Summary:
  Total:	1.0018 secs
  Requests/sec:	7003.3992

Latency distribution:
  50% in 0.0009 secs
  99% in 0.0049 secs

Status code distribution:
  [200]	7009 responses
  [401]	7 responses

Error distribution:
  [2]	Post "http://127.0.0.1:1/wsman": EOF
"""
AB = """Complete requests:      26054
Failed requests:        2
Non-2xx responses:      5
Keep-Alive requests:    26054
Requests per second:    26053.32 [#/sec] (mean)
Time per request:       0.307 [ms] (mean)
"""


class Generators(unittest.TestCase):
    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.request = generators.Request("http://127.0.0.1:1/wsman", "get", "<a/>", folder / "get")
        self.request.file.write_text(self.request.body, encoding="utf-8")

    def figures(self, generate, output, beside=""):
        def run(*_):
            for suffix in (".log", ".csv") if beside else ():
                self.request.file.with_suffix(suffix).write_text(beside, encoding="ascii")
            return output

        return generate(run, self.request, 8, 1)

    def test_wrk(self):
        self.assertEqual(self.figures(generators.by_wrk, WRK), {"rate": 30388.56, "p50_us": 216, "p99_us": 4990, "failed": 11})

    def test_h2load(self):
        log = "".join(f"1795946270039347\t200\t{time}\n" for time in range(100, 0, -1))
        self.assertEqual(self.figures(generators.by_h2load, H2LOAD, log),
                         {"rate": 27557, "p50_us": 51, "p99_us": 100, "failed": 7})

    def test_hey(self):
        found = self.figures(generators.by_hey, HEY)
        self.assertEqual((found["rate"], round(found["p50_us"]), round(found["p99_us"]), found["failed"]),
                         (7003.3992, 900, 4900, 9))

    def test_ab(self):
        table = "Percentage served,Time in ms\n0,0.1\n50,0.286\n99,0.507\n100,6\n"
        self.assertEqual(self.figures(generators.by_ab, AB, table),
                         {"rate": 26053.32, "p50_us": 286, "p99_us": 507, "failed": 7})

    def test_a_generator_that_falls_below_its_limit_breaks_it(self):
        row = generators.Row("nginx", "get", 8)
        good = {"rate": 96.0, "failed": 0}
        runs = {row: {"wrk": [{"rate": 100.0, "failed": 0}], "assay": [good], "assay checked": [{**good, "rate": 86.0}]}}
        self.assertTrue(all(limit.holds for limit in generators.limits_of(runs)))
        for name, rate in (("assay", 94.0), ("assay checked", 84.0)):
            slow = {row: {**runs[row], name: [{"rate": rate, "failed": 0}]}}
            self.assertEqual([limit.what for limit in generators.limits_of(slow) if not limit.holds],
                             [f"{name}, 8 connections: its rate to wrk's"])
        for run in ({"rate": 96.0, "failed": 1}, {"trouble": "no route"}):
            failed = {row: {**runs[row], "assay": [good, run]}}
            self.assertIn("assay bench: failed requests", [limit.what for limit in generators.limits_of(failed) if not limit.holds])


class Machine(unittest.TestCase):
    def test_a_run_in_trouble_stands_for_its_row(self):
        self.assertEqual(machine.median_of([{"rate": 1, "failed": 0}, {"trouble": "x"}]), {"trouble": "x"})
        self.assertEqual(machine.median_of([{"rate": rate, "failed": 1} for rate in (1, 9, 2)]), {"rate": 2, "failed": 3})

    def test_ratios_are_of_pairs(self):
        ours, theirs = [{"rate": rate} for rate in (10, 40, 90)], [{"rate": rate} for rate in (5, 10, 30)]
        self.assertEqual(machine.median_ratio("rate", ours, theirs), 3)
        self.assertEqual(machine.median_ratio("rate", [{"trouble": "x"}], theirs), 0)

    def test_limits(self):
        self.assertTrue(machine.Limit("a", 0.95, 0.95).holds and machine.Limit("a", 1, 1, at_most=True).holds)
        self.assertFalse(machine.Limit("a", 0.949, 0.95).holds or machine.Limit("a", 1.01, 1, at_most=True).holds)
        self.assertIn("BROKEN", str(machine.Limit("a", 1.01, 1, at_most=True)))

    def test_a_signal_ends_the_servers_too(self):
        server = "import os, time; print('{\"endpoints\": [\"%d\"]}' % os.getpid(), flush=True); time.sleep(60)"
        script = f"""
import sys, time
sys.path.insert(0, {BENCH!r})
from machine import Server, run_alone
def main():
    with Server(None, sys.executable, "-c", {server!r}) as one:
        print(one.url, flush=True)
        time.sleep(60)
run_alone(main)
"""
        for number in (signal.SIGINT, signal.SIGTERM):
            with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
                pid = int(process.stdout.readline())
                process.send_signal(number)
                self.assertEqual(process.wait(30), 128 + number)
                self.assertFalse(pathlib.Path(f"/proc/{pid}").exists())

    def test_work_of_our_own_is_not_the_neighbours(self):
        neighbours = machine.Neighbours()
        busy, whole, own = neighbours.begin
        neighbours.reading = lambda: (busy + 6, whole + 20, own + 5)
        self.assertAlmostEqual(neighbours.share(), 0.05)
        self.assertEqual(neighbours.warning(), "")
        neighbours.reading = lambda: (busy + 9, whole + 20, own + 5)
        self.assertIn("others took 20 % of its cores", neighbours.warning())


if __name__ == "__main__":
    assay_testing.main()
