"""What a run's response times have to be, computed again from its recorded schedule (`assay bench --record-schedule`), or from
service times alone. Knows nothing of the generator but the record's columns.

wrk2 takes each answer's time from when its request was due, not from when it was sent, and reads percentiles as HdrHistogram
does: the smallest time that so many percent of all do not exceed. This is the same, on the times themselves.
"""

import csv
import heapq
import math

PERCENTILES = (50, 99, 99.9)
TOLERANCE = 0.03  # of a percentile that the generator reports


def read(path):
    """The record's rows, by due time; times in ns, None where there is none."""
    with open(path, encoding="ascii", newline="") as file:
        rows = list(csv.DictReader(file))
    return [{name: value if name == "result" else int(value) if value else None for name, value in row.items()} for row in rows]


def percentile(times, percent):
    ordered = sorted(times)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered) - 1e-9) - 1)]


def steady_schedule(first, rate, count):
    """The due times of a steady rate in ns, from the first one and the rate alone."""
    return [first + round(number * 1_000_000_000 / rate) for number in range(count)]


def response_times(due, ended):
    """From when each request was due to when its answer was there."""
    return [end - begin for begin, end in zip(due, ended, strict=True)]


def queue(due, service_times, connections):
    """When each request ends that is served in the order in which it was due, by the first connection that is free."""
    free = [0] * connections
    ended = []
    for begin, took in zip(due, service_times, strict=True):
        end = max(begin, heapq.heappop(free)) + took
        heapq.heappush(free, end)
        ended.append(end)
    return ended


def scheduling_errors(rows):
    """How late each request was sent that a connection was free for when it was due."""
    return [row["sent_ns"] - row["intended_ns"] for row in rows if row["sent_ns"] is not None and row["free_ns"] <= row["intended_ns"]]


def compare(times, reported):
    """A row for each percentile: its name, the reference and the report in ns, and their relative difference."""
    rows = []
    for percent in PERCENTILES:
        expected, actual = percentile(times, percent), reported[f"p{percent:g}"]
        rows.append((f"p{percent:g}", expected, actual, actual / expected - 1))
    return rows
