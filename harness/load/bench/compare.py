#!/usr/bin/python3
"""Measures wsmand against a bare responder, in one run and on this machine, then runs the microbenchmarks.

    compare.py BUILD_FOLDER [--seconds S] [--rounds N] [--no-microbenchmarks] [--json FILE]

Server on one core, generator on another; keep-alive connections, closed loop. Each round measures the bare responder
and wsmand one after the other; each figure is the median of its rounds, the ratio the median of the rounds' ratios.
Figures move with the machine and with what else it does; the ratios are what to compare. "cpu" is the processor time
of the server for one request, which other processes on its core disturb least.
"""

import argparse
import itertools
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

CONNECTIONS = (1, 8, 64)
SAMPLE_CLASS = "http://schemas.assay.example/wbem/1/Assay_Sample"
SAMPLES = 2_000
MEMBERS = 100  # of one Pull
# What is measured: the generator's arguments, and on how many connections.
OPERATIONS = {
    "identify": (["identify"], CONNECTIONS),
    "get": (["get"], CONNECTIONS),
    "enumerate 27": (["enumerate", "--optimize", "--max-elements", 50], CONNECTIONS),
    f"pull {MEMBERS} x 20": (["enumerate", "--resource", SAMPLE_CLASS, "--max-elements", MEMBERS,
                            "--max-envelope", 512_000], (8,)),
}
HOME = pathlib.Path(__file__).resolve().parents[3]
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
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


def pinned(cores, *command):
    return ["taskset", "-c", str(cores), *map(str, command)] if cores is not None else list(map(str, command))


def cores_to_use():
    """One for the server and one for the generator; says what makes the figures low."""
    cores = sorted(os.sched_getaffinity(0))
    if os.getloadavg()[0] > 1:
        print(f"Other processes are at work here (load average {os.getloadavg()[0]:.1f}): the figures are low.")
    if len(cores) > 1:
        return cores[0], cores[1]
    print("One core only: server and generator share it, so the figures are low.")
    return None, None


def sample_classes():
    """MOF of a class of 20 properties, as many as a disk or a network adapter has, and its instances."""
    types = ("string", "uint32", "uint64", "boolean", "datetime")
    names = [f"{kind.capitalize()}{i}" for i in range(4) for kind in types]
    properties = "".join(f"    {'[Key] ' if i == 0 else ''}{types[i % 5]} {name};\n" for i, name in enumerate(names))
    lines = [f'#pragma include ("{HOME}/fixtures/mof/all.mof")\n#pragma namespace ("root/assay")\n',
             f"class Assay_Sample {{\n{properties}}};\n"]
    for number in range(SAMPLES):
        values = (f'"sample {number} of a value"', number, number * 1_000_003, "true", '"20261120183107.250000+000"')
        lines.append("instance of Assay_Sample {" + "".join(f" {name} = {values[i % 5]};" for i, name in
                                                            enumerate(names)) + " };\n")
    return "".join(lines)


def measure(assay, core, server, label, connections, seconds):
    """Requests a second, what of a core the generator used, and microseconds of server time a request."""
    arguments, _ = OPERATIONS[label]
    before = server.processor_seconds()
    done = subprocess.run(
        pinned(core, assay, "bench", server.url, "--closed", "--connections", connections, "--duration",
               f"{seconds}s", "--warmup", "200ms", "--json", "--operation", *arguments),
        capture_output=True, text=True, timeout=60 + seconds, check=False,
        env={**os.environ, "ASSAY_USER": "assay", "ASSAY_PASSWORD": "assay-demo"})
    if done.returncode != 0:
        return {"trouble": done.stderr.strip() or done.stdout[-300:]}
    result = json.loads(done.stdout)
    whole = result["operations"][0]
    answers_each = "pull" in label and server.command[0].name == "wsmand"
    messages = SAMPLES / MEMBERS + 1 if answers_each else 1  # of one operation
    spent = server.processor_seconds() - before
    return {"rate": whole["throughput"] * messages, "failed": whole["failed"],
            "p50_us": whole["response_time_ns"]["p50"] / 1000, "p99_us": whole["response_time_ns"]["p99"] / 1000,
            "generator": result["generator"]["busiest_thread"],
            "server_us": spent / max(1, whole["throughput"] * messages * (seconds + 0.2)) * 1e6}


def median_of(runs):
    """One run that stands for several: the first in trouble, else the median of each figure."""
    for run in runs:
        if "trouble" in run:
            return run
    return {figure: statistics.median(run[figure] for run in runs) for figure in runs[0]} | {
        "failed": sum(run["failed"] for run in runs)}


def median_ratio(figure, over, under):
    """Of runs that were measured in pairs."""
    pairs = [(a[figure], b[figure]) for a, b in zip(over, under) if a.get(figure) and b.get(figure)]
    return statistics.median(a / b for a, b in pairs) if pairs else 0


def compare(build, seconds, rounds, server_core, generator_core):
    """One row for each operation and number of connections."""
    binaries = build / "bin"
    keys = [(label, connections) for label, (_, several) in OPERATIONS.items() for connections in several]
    runs = {key: ([], []) for key in keys}
    with tempfile.TemporaryDirectory(prefix="assay-bench-") as folder:
        classes = pathlib.Path(folder, "sample.mof")
        classes.write_text(sample_classes(), encoding="utf-8")
        config = pathlib.Path(folder, "wsmand.toml")
        config.write_text(f'[cim]\nmof = ["{classes}"]\n', encoding="utf-8")
        with Server(server_core, binaries / "bare-responder") as bare, \
                Server(server_core, binaries / "wsmand", "--demo", "--config", config, "--listen", "127.0.0.1:0",
                       "--threads", 1) as wsmand:
            for _, (label, connections) in itertools.product(range(rounds), keys):
                for server, found in zip((bare, wsmand), runs[label, connections]):
                    found.append(measure(binaries / "assay", generator_core, server, label, connections, seconds))
    return [{"operation": label, "connections": connections, "bare": median_of(bare), "wsmand": median_of(wsmand),
             "ratio": median_ratio("rate", wsmand, bare), "cpu_ratio": median_ratio("server_us", bare, wsmand)}
            for (label, connections), (bare, wsmand) in runs.items()]


def show(rows):
    print(f"{'':24}{'requests/s':>20}{'ratio':>8}{'cpu, us':>14}{'ratio':>8}{'wsmand, us':>16}")
    print(f"{'':24}{'bare':>10}{'wsmand':>10}{'':>8}{'bare':>7}{'wsmand':>7}{'':>8}{'p50':>8}{'p99':>8}")
    for row in rows:
        bare, wsmand = row["bare"], row["wsmand"]
        label = f"{row['operation']:<14}{row['connections']:>3} conn."
        trouble = bare.get("trouble") or wsmand.get("trouble")
        if trouble:
            print(f"{label:<24}{trouble}")
            continue
        print(f"{label:<24}{bare['rate']:>10.0f}{wsmand['rate']:>10.0f}{row['ratio']:>8.2f}"
              f"{bare['server_us']:>7.1f}{wsmand['server_us']:>7.1f}{row['cpu_ratio']:>8.2f}"
              f"{wsmand['p50_us']:>8.0f}{wsmand['p99_us']:>8.0f}"
              + (f"  {wsmand['failed']} FAILED" if wsmand["failed"] else ""))
    sides = [row[side] for row in rows for side in ("bare", "wsmand")]
    busy = max((side["generator"] for side in sides if "generator" in side), default=0)
    print(f"The generator used up to {busy * 100:.0f} % of its core"
          + (": where it is near 100 %, the bare responder's figure is the generator's own limit." if busy > 0.9 else "."))
    print("The bare responder's answer to any request is 1 kB, and one answer ends an enumeration: no yardstick for pull.")
    return all("rate" in side and side["failed"] == 0 for side in sides)


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
    parser.add_argument("--seconds", type=float, default=1.0, help="of each of the 20 measurements of a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-microbenchmarks", action="store_true")
    parser.add_argument("--json", type=pathlib.Path, help="write the figures there too")
    options = parser.parse_args()
    server_core, generator_core = cores_to_use()
    rows = compare(options.build, options.seconds, options.rounds, server_core, generator_core)
    sound = show(rows)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    if not options.no_microbenchmarks:
        sound = run_microbenchmarks(options.build) and sound
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
