#!/usr/bin/python3
"""Holds assay bench's percentiles against a wrk2-style reference, and shows how late it sends.

    compare_schedule.py BUILD_FOLDER [--seconds S] [--rounds N] [--connections C] [--json FILE]

First wsmand at 50 % and 90 % of what it serves in a closed loop: the reference takes due times from the rate alone and ends from
the recorded schedule (reference.py), and may differ from what the run reports by 3 %. Beside it what a queue of the recorded
service times would have come to: by how much that is less, the generator itself was late. Then the scheduling error on a bare
responder, from the due time to the sending of requests that a connection was free for: sleeping until they are due, and with
--spin. Server on one core, generator on another; each run is as long as all rounds together.
"""

import json
import subprocess
import tempfile

import reference
from machine import CREDENTIALS, Limit, Server, cores_to_use, pinned, run_comparison

SHARES = (0.5, 0.9)
RATES = (1_000, 5_000, 10_000, 20_000, 30_000, 40_000, 50_000)
SPIN = "2ms"  # longer than it takes to be woken; a virtual machine's idle core takes up to 1.6 ms
MOST_LATE_US = 100  # the p99 of the scheduling error, at rates below MOST_RATE
MOST_RATE = 50_000


def bench(assay, core, url, connections, seconds, *arguments):
    done = subprocess.run(pinned(core, assay, "bench", url, "--operation", "get", "--connections", connections, "--duration",
                                 f"{seconds:g}s", "--warmup", "500ms", "--json", *arguments),
                          capture_output=True, text=True, timeout=120 + seconds, check=False, env=CREDENTIALS)
    if done.returncode != 0:
        raise subprocess.SubprocessError(f"assay bench {url}: {done.stderr or done.stdout[-300:]}")
    return json.loads(done.stdout)


def recorded(assay, core, url, connections, seconds, rate, *arguments):
    """The run and the rows of its record."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        result = bench(assay, core, url, connections, seconds, "--rate", rate, "--record-schedule", file.name, *arguments)
        rows = reference.read(file.name)
    if len(rows) != result["operations"][0]["offered"]:
        raise ValueError(f"{len(rows)} of {result['operations'][0]['offered']} requests are in the record")
    return result, rows


def held_against_reference(assay, core, url, connections, seconds):
    """Prints a line for each percentile, at each share of the capacity, with and without --spin; @return them as rows"""
    capacity = bench(assay, core, url, connections, seconds, "--closed")["achieved_rate"]
    print(f"wsmand serves {capacity:.0f} Gets a second on {connections} connections, closed loop")
    print(f"{'':22}{'':6}{'reference':>12}{'reported':>12}{'off by':>9}{'queue alone':>13}")
    found = []
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
                print(f"{label:22}{name:6}{expected / 1e3:>9.1f} us{actual / 1e3:>9.1f} us{off:>9.2%}{less / 1e3:>10.1f} us",
                      flush=True)
                found.append({"share": share, "rate": rate, "spin": bool(spin), "percentile": name, "reference_us": expected / 1e3,
                              "reported_us": actual / 1e3, "off": off, "queue_alone_us": less / 1e3})
                label = ""
    return found


def scheduling_errors(assay, core, url, connections, seconds):
    """Prints a line for each rate; @return what was measured at those that the server kept up with"""
    print(f"\n{'scheduling error, us':22}{'sleeping':^36}{'--spin ' + SPIN:^36}")
    print(f"{'':22}" + 2 * (f"{'p50':>9}{'p99':>9}{'p99.9':>9}{'core':>9}"))
    found = []
    for rate in RATES:
        line = f"{rate:>8}/s on {connections} conn. "
        for spin in ([], ["--spin", SPIN]):
            result, rows = recorded(assay, core, url, connections, seconds, rate, *spin)
            errors = reference.scheduling_errors(rows)
            whole = result["operations"][0]
            if not errors or whole["completed"] < 0.95 * whole["offered"]:
                line += f"{'the load is too much':>36}"
                continue
            late = {f"p{percent:g}_us": reference.percentile(errors, percent) / 1e3 for percent in reference.PERCENTILES}
            line += "".join(f"{each:>9.1f}" for each in late.values()) + f"{result['generator']['busiest_thread']:>9.0%}"
            found.append({"rate": rate, "spin": bool(spin), **late})
        print(line, flush=True)
    return found


def measured(build, seconds, rounds, file=None, connections=16):
    """Measures, prints, and writes the figures to the file, too. @return what has to hold"""
    assay = build / "bin/assay"
    server_core, core = cores_to_use()
    with Server(server_core, build / "bin/wsmand", "--demo", "--listen", "127.0.0.1:0", "--threads", 1) as wsmand:
        percentiles = held_against_reference(assay, core, wsmand.url, connections, seconds * rounds)
    with Server(server_core, build / "bin/bare-responder") as bare:
        errors = scheduling_errors(assay, core, bare.url, connections, seconds * rounds)
    if file:
        file.write_text(json.dumps({"percentiles": percentiles, "scheduling_errors": errors}, indent=2) + "\n", encoding="utf-8")
    asked = [each["p99_us"] for each in errors if each["rate"] < MOST_RATE and each["spin"]]
    return [Limit("open loop at 50 % and 90 %: by how many percent a percentile is off the reference, at the worst",
                  max(abs(row["off"]) for row in percentiles) * 100, reference.TOLERANCE * 100, at_most=True),
            Limit(f"scheduling error below {MOST_RATE} requests/s with --spin: p99 in us, at the worst",
                  max(asked, default=float("inf")), MOST_LATE_US, at_most=True)]


if __name__ == "__main__":
    run_comparison(__doc__, measured, 1.0, "of each measurement and round", connections=16)
