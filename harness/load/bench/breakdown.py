#!/usr/bin/python3
"""Breaks down what wsmand's answer to a Get costs: system calls, and each part of the service.

    breakdown.py BUILD_FOLDER [--seconds S] [--rounds N] [--json FILE]

The kernel accounts the processor time of user code and of system calls apart; callgrind counts the instructions of each part, which
no busy machine changes, and the user's time is shared out by them. Server on one core, generator on another.
"""

import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile

from machine import CREDENTIALS, PATIENCE_SECONDS, Server, cores_to_use, pinned, run_comparison, until

OPERATION, CONNECTIONS = "get", 8
# A part and the functions whose whole cost is its own: none calls another one of these. What is resumed as a coroutine is not
# part of who awaits it.
PARTS = {
    "HTTP: read the request": ("assay::wire::Session::parse(",),
    "HTTP: who asks": ("assay::server::Endpoint::admit(assay::wire::Request&) [",),
    "envelope: read": ("StrictReader::read(",),
    "envelope: check and take in": ("assay::service::Service::accepted(", "assay::service::check_understood("),
    "instance: find and write": ("CimResource::get(assay::cim_resource::CimResource::get", "repository::Repository::get(assay::repository::Repository::get"),
    "envelope: write": ("assay::service::Service::written(",),
    "HTTP: write the reply": ("assay::wire::Session::begin_sending(",),
}


def ask(assay, core, url, seconds):
    """How many requests were answered."""
    done = subprocess.run(pinned(core, assay, "bench", url, "--operation", OPERATION, "--closed", "--connections", CONNECTIONS,
                                 "--duration", f"{seconds}s", "--warmup", "0ms", "--json"),
                          capture_output=True, text=True, timeout=120 + seconds, check=True, env=CREDENTIALS)
    return json.loads(done.stdout)["operations"][0]["completed"]


def times_of(process):
    """Seconds of user code and of system calls so far."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return [int(ticks) / os.sysconf("SC_CLK_TCK") for ticks in fields[11:13]]


def microseconds(build, server_core, core, seconds, rounds):
    """(of user code, of system calls) for one request: medians of the rounds"""
    found = []
    with Server(server_core, build / "bin/wsmand", "--demo", "--listen", "127.0.0.1:0", "--threads", 1) as wsmand:
        ask(build / "bin/assay", core, wsmand.url, 0.2)
        for _ in range(rounds):
            before = times_of(wsmand.process)
            count = ask(build / "bin/assay", core, wsmand.url, seconds)
            found.append([(now - then) / count * 1e6 for now, then in zip(times_of(wsmand.process), before)])
    return [statistics.median(figures) for figures in zip(*found)]


def control(server, order):
    """Has callgrind zero its counts (-z) or dump them (-d)."""
    subprocess.run(["callgrind_control", order, str(server.process.pid)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def instructions(build, core, seconds):
    """{part: instructions of one request}, with what is of no part; callgrind makes the server some fifty times slower"""
    with tempfile.TemporaryDirectory(prefix="assay-breakdown-") as folder:
        counts = pathlib.Path(folder, "counts")
        with Server(None, "valgrind", "--tool=callgrind", f"--callgrind-out-file={counts}", build / "bin/wsmand", "--demo",
                    "--listen", "127.0.0.1:0", "--threads", 1) as wsmand:
            ask(build / "bin/assay", core, wsmand.url, 0.5)
            control(wsmand, "-z")
            count = ask(build / "bin/assay", core, wsmand.url, seconds)
            control(wsmand, "-d")
            dump = counts.with_name("counts.1")
            if not until(dump.exists, PATIENCE_SECONDS):
                raise OSError("callgrind wrote no counts")
        text = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", dump], capture_output=True, text=True,
                              check=True).stdout
    rows = [(int(number.replace(",", "")), name) for number, name in re.findall(r"^ *([\d,]+) \( *[\d.]+%\) +(.*)$", text, re.MULTILINE)]
    whole = max(number for number, _ in rows)
    found = {part: sum(next((number for number, name in rows if function in name), 0) for function in functions) / count
             for part, functions in PARTS.items()}
    return found | {"coroutines, event loop, the rest": whole / count - sum(found.values())}


def measured(build, seconds, rounds, file=None):
    """Measures, prints, and writes the figures to the file, too. @return nothing that has to hold"""
    if shutil.which("valgrind") is None:
        print("valgrind is not installed: the parts of the user's time are not told apart")
        return []
    server_core, core = cores_to_use()
    user, system = microseconds(build, server_core, core, seconds, rounds)
    parts = instructions(build, core, max(3, seconds))
    whole = sum(parts.values())
    print(f"{'a Get on ' + str(CONNECTIONS) + ' connections':<36}{'instructions':>14}{'us':>8}{'share':>8}")
    rows = [("system calls", None, system)] + [(part, count, user * count / whole) for part, count in parts.items()]
    for part, count, time in rows:
        print(f"{part:<36}{'' if count is None else f'{count:.0f}':>14}{time:>8.2f}{time / (user + system):>8.0%}")
    print(f"{'in all':<36}{whole:>14.0f}{user + system:>8.2f}{1:>8.0%}")
    if file:
        file.write_text(json.dumps([{"part": part, "instructions": count, "us": time} for part, count, time in rows], indent=2) + "\n",
                        encoding="utf-8")
    return []


if __name__ == "__main__":
    run_comparison(__doc__, measured, 1.0, "of each measurement of a round")
