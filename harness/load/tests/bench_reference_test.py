#!/usr/bin/python3
"""assay bench's percentiles against a reference that wrk2 would agree with: due times from the rate alone, ends from the record. What
the record says of ends is held against the service's own clock, and against a queue of the service times, which nothing can beat.
None of this depends on how busy the machine is; how near the figures are to those bounds, bench/compare_schedule.py shows.
"""

import os
import pathlib
import sys
import tempfile
import threading
import time

import assay_testing
from assay_testing.scripted import ScriptedService, answer
from bench_testing import BenchCase

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../bench"))
import reference  # noqa: E402  pylint: disable=wrong-import-position

OK = answer("<a/>")
CONNECTIONS = 24


def scripted_seconds(number):
    """How long the service works on a request: 60 ms, now and then 180 ms, and once in four hundred a second."""
    if number % 400 == 150:
        return 1.0
    return 0.18 if number % 25 == 7 else 0.06


MEAN_SECONDS = sum(map(scripted_seconds, range(400))) / 400
CAPACITY = CONNECTIONS / MEAN_SECONDS


class Working:
    """Works as long as the script says; keeps when each request came and was answered, by CLOCK_MONOTONIC, without the probe."""

    def __init__(self):
        self.lock = threading.Lock()
        self.times = []

    def __call__(self, request, number):
        came = time.monotonic_ns()
        time.sleep(scripted_seconds(number))
        with self.lock:
            if number > 0:
                self.times.append((came, time.monotonic_ns()))
        return OK


class ReferenceTest(BenchCase):
    def play(self, share, *arguments):
        """A run at a share of the service's capacity: rate, operation, rows of its record, and the service's own times."""
        rate = round(share * CAPACITY)
        record = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()), "schedule.csv")
        working = Working()
        with ScriptedService(working) as service:
            result = self.measure(service.url, "--rate", rate, "--duration", "5s", "--warmup", "0s", "--connections",
                                  CONNECTIONS, "--record-schedule", record, *arguments)
        operation = result["operations"][0]
        self.assertEqual(operation["succeeded"] + operation["unsent"], operation["offered"], operation["errors"])
        rows = reference.read(record)
        self.assertEqual(len(rows), operation["offered"])
        return rate, result, rows, sorted(working.times)

    def check_equal(self, times, reported):
        self.assertEqual(len(times), reported["count"])
        self.assertEqual(max(times), reported["max"])
        for name, expected, actual, off in reference.compare(times, reported):
            self.assertLess(abs(off), reference.TOLERANCE, f"{name}: {expected} ns by the reference, {actual} ns reported")

    def check_no_less(self, ended, bound, of):
        """Nothing ends before it can have ended."""
        for actual, possible in zip(sorted(ended), sorted(bound), strict=True):
            self.assertLessEqual(possible, actual, of)

    def check_share(self, share):
        rate, result, rows, served = self.play(share)
        operation = result["operations"][0]
        due = reference.steady_schedule(rows[0]["intended_ns"], rate, len(rows))
        for row, when in zip(rows, due):
            self.assertLessEqual(abs(row["intended_ns"] - when), 1)
        self.check_equal(reference.response_times([row["intended_ns"] for row in rows], [row["ended_ns"] for row in rows]),
                         operation["response_time_ns"])
        sent = [row for row in rows if row["sent_ns"] is not None]
        self.check_no_less([row["ended_ns"] for row in sent], [answered for _, answered in served], "the service's clock")
        self.check_no_less([came for came, _ in served], [row["sent_ns"] for row in sent], "the service's clock")
        took = [row["ended_ns"] - row["sent_ns"] for row in sent]
        queued = reference.queue([row["intended_ns"] for row in sent], took, CONNECTIONS)
        self.check_no_less([row["ended_ns"] for row in sent], queued, "a queue of the service times")
        self.assertGreater(operation["response_time_ns"]["p99.9"], 0.9e9)  # the script's stall is in it

    def test_at_half_of_the_capacity(self):
        self.check_share(0.5)

    def test_near_the_capacity(self):
        self.check_share(0.9)

    def test_the_record_is_what_the_figures_were_made_of(self):
        _, result, rows, _ = self.play(0.5, "--threads", "2")
        operation, generator = result["operations"][0], result["generator"]
        sent = [row for row in rows if row["sent_ns"] is not None]
        self.check_equal([row["ended_ns"] - row["sent_ns"] for row in sent], operation["service_time_ns"])
        self.check_equal(reference.scheduling_errors(rows), generator["lateness_ns"])

    def test_what_did_not_succeed_is_recorded_as_what_it_was(self):
        record = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()), "schedule.csv")
        fault = answer("<s:Fault xmlns:s='urn:s'/>", "500 No")
        with ScriptedService(lambda request, number: [OK, OK, fault][min(number, 2)] if number < 3 else None) as service:
            result = self.measure(service.url, "--rate", "20", "--duration", "1s", "--warmup", "0s", "--connections", "2",
                                  "--timeout", "20s", "--drain", "100ms", "--record-schedule", record)
        rows = reference.read(record)
        operation = result["operations"][0]
        counts = {name: sum(row["result"] == name for row in rows) for name in ("succeeded", "fault", "abandoned", "unsent")}
        self.assertEqual(counts, {"succeeded": 1, "fault": 1, "abandoned": 2, "unsent": 16})
        self.assertEqual([counts[name] for name in ("succeeded", "abandoned", "unsent")],
                         [operation[name] for name in ("succeeded", "abandoned", "unsent")])
        self.assertTrue(all(row["sent_ns"] is None for row in rows if row["result"] == "unsent"))


if __name__ == "__main__":
    assay_testing.main()
