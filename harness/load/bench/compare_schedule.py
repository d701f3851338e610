#!/usr/bin/python3
"""Holds assay bench's percentiles against a wrk2-style reference, and shows how late it sends.

    compare_schedule.py BUILD_FOLDER [--seconds S] [--connections C]

First wsmand at 50 % and 90 % of what it serves in a closed loop: the reference takes due times from the rate alone and ends from
the recorded schedule (reference.py), and may differ from what the run reports by 3 %. Beside it what a queue of the recorded
service times would have come to: by how much that is less, the generator itself was late. Then the scheduling error on a bare
responder, from the due time to the sending of requests that a connection was free for: sleeping until they are due, and with
--spin. Server on one core, generator on another. The exit code is 1 when a percentile is off.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import reference
from compare import Server, cores_to_use, pinned

SHARES = (0.5, 0.9)
RATES = (1_000, 5_000, 10_000, 20_000, 30_000, 40_000, 50_000)
SPIN = "200us"
CREDENTIALS = {"ASSAY_USER": "assay", "ASSAY_PASSWORD": "assay-demo"}


def bench(assay, core, url, connections, seconds, *arguments):
    done = subprocess.run(pinned(core, assay, "bench", url, "--operation", "get", "--connections", connections, "--duration",
                                 f"{seconds:g}s", "--warmup", "500ms", "--json", *arguments),
                          capture_output=True, text=True, timeout=120 + seconds, check=False, env=CREDENTIALS)
    if done.returncode != 0:
        raise SystemExit(f"assay bench {url}: {done.stderr or done.stdout[-300:]}")
    return json.loads(done.stdout)


def recorded(assay, core, url, connections, seconds, rate, *arguments):
    """The run and the rows of its record."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        result = bench(assay, core, url, connections, seconds, "--rate", rate, "--record-schedule", file.name, *arguments)
        rows = reference.read(file.name)
    if len(rows) != result["operations"][0]["offered"]:
        raise SystemExit(f"{len(rows)} of {result['operations'][0]['offered']} requests are in the record")
    return result, rows


def hold_against_reference(assay, core, url, connections, seconds):
    """A line for each share of the capacity, with and without --spin; are all percentiles right?"""
    capacity = bench(assay, core, url, connections, seconds, "--closed")["achieved_rate"]
    print(f"wsmand serves {capacity:.0f} Gets a second on {connections} connections, closed loop")
    print(f"{'':22}{'':6}{'reference':>12}{'reported':>12}{'off by':>9}{'queue alone':>13}")
    sound = True
    for share in SHARES:
        for spin in ([], ["--spin", SPIN]):
            rate = round(share * capacity)
            result, rows = recorded(assay, core, url, connections, seconds, rate, *spin)
            due = reference.steady_schedule(rows[0]["intended_ns"], rate, len(rows))
            times = reference.response_times(due, [row["ended_ns"] for row in rows])
            served = [row for row in rows if row["sent_ns"] is not None]
            queued = reference.queue([row["intended_ns"] for row in served],
                                     [row["ended_ns"] - row["sent_ns"] for row in served], connections)
            alone = reference.response_times([row["intended_ns"] for row in served], queued)
            label = f"{share:4.0%} = {rate}/s{' spin' if spin else ''}"
            for name, expected, actual, off in reference.compare(times, result["operations"][0]["response_time_ns"]):
                less = reference.percentile(alone, float(name[1:]))
                print(f"{label:22}{name:6}{expected / 1e3:>9.1f} us{actual / 1e3:>9.1f} us{off:>9.2%}{less / 1e3:>10.1f} us")
                sound = sound and abs(off) < reference.TOLERANCE
                label = ""
    return sound


def show_scheduling_errors(assay, core, url, connections, seconds):
    print(f"\n{'scheduling error, us':22}{'sleeping':^36}{'--spin ' + SPIN:^36}")
    print(f"{'':22}" + 2 * (f"{'p50':>9}{'p99':>9}{'p99.9':>9}{'core':>9}"))
    for rate in RATES:
        line = f"{rate:>8}/s on {connections} conn. "
        for spin in ([], ["--spin", SPIN]):
            result, rows = recorded(assay, core, url, connections, seconds, rate, *spin)
            errors = reference.scheduling_errors(rows)
            whole = result["operations"][0]
            if not errors or whole["completed"] < 0.95 * whole["offered"]:
                line += f"{'the load is too much':>36}"
                continue
            line += "".join(f"{reference.percentile(errors, percent) / 1e3:>9.1f}" for percent in reference.PERCENTILES)
            line += f"{result['generator']['busiest_thread']:>9.0%}"
        print(line, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=5, help="of each measurement")
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    assay = options.build / "bin/assay"
    server_core, core = cores_to_use()
    with Server(server_core, options.build / "bin/wsmand", "--demo", "--listen", "127.0.0.1:0", "--threads", 1) as wsmand:
        sound = hold_against_reference(assay, core, wsmand.url, options.connections, options.seconds)
    with Server(server_core, options.build / "bin/bare-responder") as bare:
        show_scheduling_errors(assay, core, bare.url, options.connections, options.seconds)
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
