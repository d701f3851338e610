#!/usr/bin/python3
"""When assay bench sends: rates that change, think time, churn, and a stall that is charged to all whom it held up."""

import threading
import time

from bench_testing import BenchCase, fine
import assay_testing
from assay_testing.scripted import ScriptedService, answer

OK = answer("<a/>")


class Stalling:
    """Answers at once but for one request, which holds up everybody. `lasted` is what it measured itself."""

    def __init__(self, at, seconds):
        self.at, self.seconds, self.lasted = at, seconds, None
        self.lock = threading.Lock()

    def __call__(self, request, number):
        with self.lock:
            if number == self.at:
                began = time.monotonic()
                time.sleep(self.seconds)
                self.lasted = time.monotonic() - began
        return OK


class CoordinatedOmissionTest(BenchCase):
    """While a service stalls, requests go on being due. The k-th after the beginning of a stall of S seconds waits
    S - k / rate, so of n requests the p-th percentile of the response time is S - (1 - p) n / rate."""

    RATE, SECONDS, STALL = 200, 6, 3.0

    def check(self, *arguments):
        stalling = Stalling(at=101, seconds=self.STALL)  # of which the first is the probe
        with ScriptedService(stalling) as service:
            result = self.measure(service.url, "--rate", self.RATE, "--duration", f"{self.SECONDS}s", "--warmup", "0s",
                                  *arguments)
        operation = result["operations"][0]
        self.assertEqual(operation["offered"], self.RATE * self.SECONDS)
        self.assertEqual(operation["succeeded"], operation["offered"], operation["errors"])
        for percentile in ("p99", "p95", "max"):
            share = {"p99": 0.01, "p95": 0.05, "max": 0}[percentile]
            held_up = operation["offered"] * share
            expected = stalling.lasted - held_up / self.RATE
            actual = operation["response_time_ns"].get(percentile)
            if actual is not None:
                self.assertAlmostEqual(actual / 1e9, expected, delta=0.02 * expected, msg=percentile)
        return operation

    def test_one_connection_waits_as_long_as_the_stall_says(self):
        self.check("--connections", 1)

    def test_what_the_service_would_boast_stands_beside_it(self):
        operation = self.check("--connections", 8, "--threads", 2)
        # eight of 1200 were with the service when it stalled: its own p99 knows nothing of it
        self.assertLess(operation["service_time_ns"]["p99"], operation["response_time_ns"]["p99"] / 5)
        self.assertGreater(operation["service_time_ns"]["max"], 0.95e9 * self.STALL)


class RateTest(BenchCase):
    def test_stages_say_how_much_is_due_and_how_long_it_takes(self):
        with ScriptedService(fine) as service:
            result = self.measure(service.url, "--rate", "50..150/1s,..0/500ms", "--warmup", "200ms")
        self.assertEqual(result["scenario"]["duration_s"], 1.5)
        self.assertEqual(result["scenario"]["rate_profile"], "50..150/1s, 150..0/0.5s")
        self.assertAlmostEqual(result["operations"][0]["offered"], 100 + 37.5, delta=1)

    def test_poisson_arrivals_are_as_many_but_not_evenly_spaced(self):
        came = []

        def behave(request, number):
            came.append(time.monotonic())
            return OK

        with ScriptedService(behave) as service:
            result = self.measure(service.url, "--rate", "300", "--arrivals", "poisson", "--duration", "2s", "--warmup",
                                  "0s", "--connections", "32")
        self.assertEqual(result["scenario"]["arrivals"], "poisson")
        self.assertAlmostEqual(result["operations"][0]["offered"], 600, delta=100)  # four standard deviations
        gaps = sorted(b - a for a, b in zip(came[1:], came[2:]))
        # Exponential gaps: a tenth is below 0.105 of the mean, a tenth above 2.3 times. Uniform ones are all about it.
        self.assertLess(gaps[len(gaps) // 10], 0.4 / 300)
        self.assertGreater(gaps[len(gaps) * 9 // 10], 1.7 / 300)

    def test_who_spins_polls_before_a_request_is_due(self):
        busy = []
        for spin in ([], ["--spin", "5ms"]):
            with ScriptedService(fine) as service:
                result = self.measure(service.url, "--rate", "50", "--duration", "2s", "--warmup", "0s", *spin)
            self.assertEqual(result["operations"][0]["offered"], 100)
            self.assertEqual(result["operations"][0]["succeeded"], 100, result["operations"][0]["errors"])
            busy.append(result["generator"]["busiest_thread"])
        self.assertGreater(busy[1], 2 * busy[0])  # of 20 ms between two requests, 5 are polled away

    def test_a_rate_that_cannot_be_read_shows_the_stage(self):
        done = assay_testing.run(assay_testing.program("assay"), "bench", "http://127.0.0.1:9/", "--rate", "10/5s,x")
        self.assertEqual(done.returncode, 64)
        self.assertIn("--rate: 'x' is not a rate", done.stderr)


class ClosedLoopTest(BenchCase):
    def test_users_think_between_an_answer_and_the_next_request(self):
        with ScriptedService(fine) as service:
            result = self.measure(service.url, "--think", "80ms..120ms", "--connections", "10", "--duration", "2s",
                                  "--warmup", "200ms")
        operation = result["operations"][0]
        self.assertGreater(operation["succeeded"], 120)
        self.assertLess(operation["succeeded"], 10 * 2 / 0.08 + 10)
        self.assertLess(operation["response_time_ns"]["p50"], 50e6)  # thinking is not waiting

    def test_a_new_connection_after_so_many_requests(self):
        with ScriptedService(fine) as service:
            result = self.measure(service.url, "--requests-per-connection", "5", "--connections", "2", "--duration",
                                  "500ms", "--warmup", "0s")
        operation = result["operations"][0]
        self.assertEqual(operation["failed"], 0)
        self.assertAlmostEqual(result["generator"]["connections_opened"], operation["sent"] / 5, delta=3)

    def test_the_drain_ends_on_time(self):
        with ScriptedService(lambda request, number: OK if number < 5 else None) as service:
            began = time.monotonic()
            result = self.measure(service.url, "--duration", "300ms", "--warmup", "0s", "--timeout", "30s", "--drain",
                                  "200ms", "--connections", "3")
            self.assertLess(time.monotonic() - began, 15)
        self.assertEqual(result["operations"][0]["abandoned"], 3)


if __name__ == "__main__":
    assay_testing.main()
