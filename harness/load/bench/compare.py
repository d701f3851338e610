#!/usr/bin/python3
"""Measures wsmand against a bare responder, in one run and on this machine, then runs the microbenchmarks.

    compare.py BUILD_FOLDER [--seconds S] [--rounds N] [--no-microbenchmarks] [--json FILE]

Server on one core, generator on another. Each figure is the best of its rounds, because a shared machine only ever
takes away. Figures move with the machine; the ratios are what to compare. About 60 s and the microbenchmarks.
"""

import argparse
import itertools
import json
import os
import pathlib
import subprocess
import sys

OPERATIONS = ("identify", "get", "enumerate")
CONNECTIONS = (1, 8, 64)
MICROBENCHMARK_SECONDS = 120  # of one program; none needs nearly as long


class Server:
    """A server program pinned to one core; gives the URL of its ready line."""

    def __init__(self, cores, *command):
        self.command = command
        self.process = subprocess.Popen(pinned(cores, *command), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{command[0]} did not start")
        self.url = json.loads(line)["endpoints"][0]

    def processor_seconds(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


def pinned(cores, *command):
    return ["taskset", "-c", str(cores), *map(str, command)] if cores is not None else list(map(str, command))


def measure(assay, core, server, operation, connections, seconds):
    """Requests a second, what of a core the generator used, and microseconds of server time a request."""
    before = server.processor_seconds()
    done = subprocess.run(
        pinned(core, assay, "bench", server.url, "--operation", operation, "--closed", "--connections", connections,
               "--duration", f"{seconds}s", "--warmup", "200ms", "--max-elements", "50", "--json"),
        capture_output=True, text=True, timeout=60 + seconds, check=False,
        env={**os.environ, "ASSAY_USER": "assay", "ASSAY_PASSWORD": "assay-demo"})
    if done.returncode != 0:
        return {"operation": operation, "connections": connections, "trouble": done.stderr.strip() or done.stdout[-300:]}
    result = json.loads(done.stdout)
    whole = result["operations"][0]
    return {"operation": operation, "connections": connections, "rate": whole["throughput"], "failed": whole["failed"],
            "p50_us": whole["response_time_ns"]["p50"] / 1000, "p99_us": whole["response_time_ns"]["p99"] / 1000,
            "generator": result["generator"]["busiest_thread"],
            "server_us": (server.processor_seconds() - before) / max(1, whole["throughput"] * (seconds + 0.2)) * 1e6}


def better(one, other):
    """The run to keep of two rounds: a failed one stands out, else the faster one."""
    for run in (one, other):
        if "trouble" in run or run["failed"]:
            return run
    return max(one, other, key=lambda run: run["rate"])


def compare(build, seconds, rounds, server_core, generator_core):
    """One row for each operation and number of connections: [bare responder's run, wsmand's run]."""
    binaries = build / "bin"
    best = {}
    with Server(server_core, binaries / "bare-responder") as bare, \
            Server(server_core, binaries / "wsmand", "--demo", "--listen", "127.0.0.1:0", "--threads", 1) as wsmand:
        for _ in range(rounds):
            for operation, connections in itertools.product(OPERATIONS, CONNECTIONS):
                for server in (bare, wsmand):
                    run = measure(binaries / "assay", generator_core, server, operation, connections, seconds)
                    key = operation, connections, server
                    best[key] = better(best[key], run) if key in best else run
    return [[best[operation, connections, server] for server in (bare, wsmand)]
            for operation, connections in itertools.product(OPERATIONS, CONNECTIONS)]


def show(rows):
    print(f"{'':22}{'bare responder':>15}{'wsmand':>12}{'ratio':>8}{'wsmand, microseconds':>28}")
    print(f"{'':22}{'requests/s':>15}{'requests/s':>12}{'':>8}{'p50':>9}{'p99':>9}{'cpu':>10}")
    for bare, wsmand in rows:
        label = f"{bare['operation']:<12}{bare['connections']:>3} conn."
        trouble = bare.get("trouble") or wsmand.get("trouble")
        if trouble:
            print(f"{label:<22}{trouble}")
            continue
        print(f"{label:<22}{bare['rate']:>15.0f}{wsmand['rate']:>12.0f}{wsmand['rate'] / bare['rate']:>8.2f}"
              f"{wsmand['p50_us']:>9.0f}{wsmand['p99_us']:>9.0f}{wsmand['server_us']:>10.1f}"
              + (f"  {wsmand['failed']} FAILED" if wsmand["failed"] else ""))
    busy = max((run["generator"] for pair in rows for run in pair if "generator" in run), default=0)
    print(f"The generator used up to {busy * 100:.0f} % of its core"
          + (": where it is near 100 %, the bare responder's figure is the generator's own limit." if busy > 0.9 else "."))
    return all("rate" in run and run["failed"] == 0 for pair in rows for run in pair)


def run_microbenchmarks(build):
    sound = True
    for program in sorted((build / "bin").glob("*_bench")):
        print(f"\n{program.name}", flush=True)
        try:
            code = subprocess.run([str(program), "--benchmark_min_time=0.05", "--benchmark_color=false"],
                                  stderr=subprocess.DEVNULL, timeout=MICROBENCHMARK_SECONDS, check=False).returncode
        except subprocess.TimeoutExpired:
            code = f"no end within {MICROBENCHMARK_SECONDS} s"
        if code != 0:
            print(f"{program.name}: {code}")
            sound = False
    return sound


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each of the 18 measurements of a round")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--no-microbenchmarks", action="store_true")
    parser.add_argument("--json", type=pathlib.Path, help="write the figures there too")
    options = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    server_core, generator_core = (cores[0], cores[1]) if len(cores) > 1 else (None, None)
    if server_core is None:
        print("One core only: server and generator share it, so the figures are low.")
    if os.getloadavg()[0] > 1:
        print(f"Other processes are at work here (load average {os.getloadavg()[0]:.1f}): the figures are low.")
    rows = compare(options.build, options.seconds, options.rounds, server_core, generator_core)
    sound = show(rows)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    if not options.no_microbenchmarks:
        sound = run_microbenchmarks(options.build) and sound
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
