#!/usr/bin/python3
"""assay bench's percentiles against a reference that wrk2 would agree with: due times from the rate alone, ends from the service's own
clock or from a queue of its service times, and never from what assay measured."""

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

    def check(self, times, operation, of):
        for name, expected, actual, off in reference.compare(times, operation["response_time_ns"]):
            self.assertLess(abs(off), reference.TOLERANCE, f"{name} of {of}: {expected / 1e6:.2f} ms by the reference, "
                            f"{actual / 1e6:.2f} ms reported")

    def check_share(self, share):
        rate, result, rows, served = self.play(share)
        operation = result["operations"][0]
        due = reference.steady_schedule(rows[0]["intended_ns"], rate, len(rows))
        for row, when in zip(rows, due):
            self.assertLessEqual(abs(row["intended_ns"] - when), 1)
        # Requests are served in the order in which they are due, but answers overtake each other: the n-th that came is the n-th
        # that was due, and it was answered when the service says.
        due, never = due[:len(served)], rows[len(served):]
        waited = [row["ended_ns"] - row["intended_ns"] for row in never]  # who came too late to be sent at all
        self.check(reference.response_times(due, [answered for _, answered in served]) + waited, operation,
                   "the service's own clock")
        took = [answered - came for came, answered in served]
        self.check(reference.response_times(due, reference.queue(due, took, CONNECTIONS)) + waited, operation,
                   "a queue of service times")
        self.assertGreater(operation["response_time_ns"]["p99.9"], 0.9e9)  # the script's stall is in it

    def test_at_half_of_the_capacity(self):
        self.check_share(0.5)

    def test_near_the_capacity(self):
        self.check_share(0.9)

    def test_the_record_is_what_the_figures_were_made_of(self):
        _, result, rows, _ = self.play(0.5, "--threads", "2")
        operation, generator = result["operations"][0], result["generator"]
        for times, reported in (
                ([row["ended_ns"] - row["intended_ns"] for row in rows], operation["response_time_ns"]),
                ([row["ended_ns"] - row["sent_ns"] for row in rows], operation["service_time_ns"]),
                (reference.scheduling_errors(rows), generator["lateness_ns"])):
            self.assertEqual(len(times), reported["count"])
            self.assertEqual(max(times), reported["max"])
            for _, expected, actual, off in reference.compare(times, reported):
                self.assertLessEqual(abs(off), 0.001, (expected, actual))

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
