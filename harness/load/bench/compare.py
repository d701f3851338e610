#!/usr/bin/python3
"""Measures wsmand against a bare responder, in one run and on this machine.

    compare.py BUILD_FOLDER [--seconds S] [--rounds N] [--json FILE]

Server on one core, generator on another; keep-alive connections, closed loop. Each round measures the bare responder
and wsmand one after the other; each figure is the median of its rounds, the ratio the median of the rounds' ratios.
Figures move with the machine and with what else it does; the ratios are what to compare. "cpu" is the processor time
of the server for one request, which other processes on its core disturb least.
"""

import itertools
import json
import pathlib
import subprocess
import tempfile

from machine import (CREDENTIALS, Limit, Server, cores_to_use, median_of, median_ratio, no_failures, pinned, run_comparison,
                     trouble_of)

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
# Of the bare responder's rate. Openwsman has 0.12 to 0.20 of it on 8 and 64 connections: three times that is less.
LEAST_OF_BARE, HELD = 0.65, ("identify", "get")
HOME = pathlib.Path(__file__).resolve().parents[3]


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
        capture_output=True, text=True, timeout=60 + seconds, check=False, env=CREDENTIALS)
    if done.returncode != 0:
        return trouble_of(done)
    result = json.loads(done.stdout)
    whole = result["operations"][0]
    answers_each = "pull" in label and server.command[0].name == "wsmand"
    messages = SAMPLES / MEMBERS + 1 if answers_each else 1  # of one operation
    spent = server.processor_seconds() - before
    return {"rate": whole["throughput"] * messages, "failed": whole["failed"],
            "p50_us": whole["response_time_ns"]["p50"] / 1000, "p99_us": whole["response_time_ns"]["p99"] / 1000,
            "generator": result["generator"]["busiest_thread"],
            "server_us": spent / max(1, whole["throughput"] * messages * (seconds + 0.2)) * 1e6}


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


def measured(build, seconds, rounds, file=None):
    """Measures, prints, and writes the figures to the file, too. @return what has to hold"""
    rows = compare(build, seconds, rounds, *cores_to_use())
    show(rows)
    if file:
        file.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    return [*(Limit(f"{row['operation']}, {row['connections']} connections: wsmand's rate to the bare responder's", row["ratio"],
                    LEAST_OF_BARE) for row in rows if row["operation"] in HELD),
            no_failures("bare responder and wsmand", [row[side] for row in rows for side in ("bare", "wsmand")])]


if __name__ == "__main__":
    run_comparison(__doc__, measured, 1.0, "of each of the 20 measurements of a round")
