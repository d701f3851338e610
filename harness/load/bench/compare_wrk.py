#!/usr/bin/python3
"""Measures assay bench beside wrk, on the same bare responder and in turn, then ten thousand connections of one process.

    compare_wrk.py BUILD_FOLDER [--seconds S] [--rounds N] [--connections C]

Both send the same octets from one thread on one core, to the responder on another; each ratio is the median of the
rounds' ratios. wrk reads the status only: --no-checks is its equal, the checks are what assay has beyond it. With --judge 1%
the judge's thread shares the generator's core: its ratio is to the checked run without it.
"""

import argparse
import json
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

from compare import Server, cores_to_use, pinned

RESOURCE = "http://schemas.assay.example/wbem/1/Assay_Item"
MANY = 10_000
# What wrk sends: a Get as long as ours.
SCRIPT = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/soap+xml;charset=UTF-8"
wrk.body = string.rep("x", 1064)
"""


def wrk(program, core, url, connections, seconds, script):
    done = subprocess.run(pinned(core, program, "-t1", f"-c{connections}", f"-d{seconds:g}s", "-s", script, url),
                          capture_output=True, text=True, timeout=60 + seconds, check=True)
    return float(re.search(r"Requests/sec:\s*([\d.]+)", done.stdout).group(1))


def assay(program, core, url, connections, seconds, *more):
    done = subprocess.run(pinned(core, program, "bench", url, "--operation", "get", "--resource", RESOURCE, "--closed",
                                 "--connections", connections, "--duration", f"{seconds:g}s", "--warmup", "200ms", "--json",
                                 *more), capture_output=True, text=True, timeout=120 + seconds, check=False)
    if done.returncode not in (0, 1):  # the bare responder's answers break rules
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def memory_of_idle_connections(program, core, url):
    """KiB a connection: what the process has at its peak beyond one with few. Both ask a hundred times a second."""
    peaks = []
    for connections in (100, MANY):
        command = pinned(core, program, "bench", url, "--rate", "100", "--connections", connections, "--duration", "2s",
                         "--json")
        done = subprocess.run(["/usr/bin/env", "python3", "-c", PEAK, *map(str, command)], capture_output=True, text=True,
                              timeout=120, check=True)
        result = json.loads(done.stdout)
        if result["opened"] != connections:
            raise SystemExit(f"{connections} connections were to be opened, {result['opened']} were")
        peaks.append(result["peak_kib"])
    return (peaks[1] - peaks[0]) / (MANY - 100)


PEAK = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True, check=True)
print(json.dumps({"opened": json.loads(done.stdout)["generator"]["connections_opened"],
                  "peak_kib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}))
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, nargs="*", default=[1, 8, 64])
    options = parser.parse_args()
    foreign = shutil.which("wrk")
    if foreign is None:
        print("wrk is not installed: nothing to compare with")
        return
    ours = options.build / "bin/assay"
    server_core, core = cores_to_use()
    with Server(server_core, options.build / "bin/bare-responder") as bare, \
            tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as script:
        script.write(SCRIPT)
        script.flush()
        print(f"{'':12}{'wrk/s':>10}{'assay/s':>10}{'ratio':>8}{'checked/s':>12}{'ratio':>8}{'judged/s':>11}{'ratio':>8}")
        for connections in options.connections:
            rows = []
            for _ in range(options.rounds):
                theirs = wrk(foreign, core, bare.url, connections, options.seconds, script.name)
                plain, checked, judged = (assay(ours, core, bare.url, connections, options.seconds, *more)["achieved_rate"]
                                  for more in (["--no-checks"], [], ["--judge", "1%"]))
                rows.append((theirs, plain, plain / theirs, checked, checked / theirs, judged, judged / checked))
            theirs, plain, ratio, checked, checked_ratio, judged, cost = (statistics.median(column) for column in zip(*rows))
            print(f"{connections:>4} conn.  {theirs:>10.0f}{plain:>10.0f}{ratio:>8.2f}{checked:>12.0f}{checked_ratio:>8.2f}"
                  f"{judged:>11.0f}{cost:>8.2f}")
        kib = memory_of_idle_connections(ours, core, bare.url)
        print(f"{MANY} connections from one process: {kib:.1f} KiB each")


if __name__ == "__main__":
    sys.exit(main())
