#!/usr/bin/python3
"""Measures how wsmand's cost of a request grows with its repository, with the items of a Pull and with its connections.

    growth.py BUILD_FOLDER [--seconds S] [--rounds N] [--json FILE] [--chart FILE.svg]

The cost is the processor time of the server for one request (or item), which other processes disturb least. Server on one core,
generator on another; the repositories stand beside each other and are asked in turn. Each figure is the median of its rounds,
each ratio the median of the rounds' ratios.

By connections, server and generator share the core: beside it, a server that one connection asks would fall asleep on an idle core
and be woken for each request, which costs what the machine's idle state costs (on some virtual machines more than the Get), and
ten connections already keep it awake. What opening the connections took is not of a Get: a second, longer run tells what the
requests cost that it has more than the first. The bare responder, measured in the same way, tells what the kernel's part is, and
the growth of a Get beside its answer on as many connections has a limit of its own.
"""

import contextlib
import json
import math
import pathlib
import random
import shutil
import statistics
import subprocess
import tempfile

from machine import CREDENTIALS, Limit, Server, cores_to_use, pinned, run_comparison

INSTANCES = (1_000, 10_000, 100_000, 1_000_000)
ITEMS = (10, 50, 200, 1_000)  # of one Pull; with fewer the generator is asked more than the service
CONNECTIONS = (1, 10, 100, 1_000, 10_000)
FEW = 10  # connections whose memory stays in the caches
LONGER = 4  # times that the second run by connections takes as long as the first
CLASS = "http://schemas.assay.example/wbem/1/Assay_Sample"
LOOKED_AT = 500  # instances that the Gets ask for in turn
LARGEST_ENVELOPE = 4_000_000
FLAT, LINEAR, BY_CONNECTIONS = 1.2, 1.2, 1.3
MOST_A_FILE = 50_000  # instances; a class file is bounded in productions and octets
TIMES_TO_OPEN = 120  # seconds that the largest repository may take to be read, and the many connections to be opened
HOME = pathlib.Path(__file__).resolve().parents[3]
PLOT = """
set terminal svg size 900,900 dynamic font 'sans,13' background 'white'
set output '{chart}'
set datafile separator ' '
set multiplot layout 3,1
set logscale x
set format x '10^{{%T}}'
set yrange [0:*]
set grid
set key off
set ylabel 'us of server time'
set xlabel 'instances in the repository'
set title 'a Get'
plot '{folder}/get' with linespoints lw 2 pt 7
set xlabel 'items of one Pull'
set title 'an item of a Pull, by its size'
set key top right
plot '{folder}/pull' using 1:2 with linespoints lw 2 pt 7 title 'on the whole', \\
     '{folder}/pull' using 1:3 with linespoints lw 2 pt 5 title 'one more, once it is answered'
set xlabel 'connections'
set title 'a Get, by connections that ask at once'
set key bottom right
plot '{folder}/connections' using 1:2 with linespoints lw 2 pt 7 title 'wsmand', \\
     '{folder}/connections' using 1:3 with linespoints lw 2 pt 5 title 'bare responder'
unset multiplot
"""


class Repository(Server):
    """wsmand with so many instances of one class."""

    def __init__(self, core, build, folder, count):
        self.count = count
        classes = pathlib.Path(folder, "class.mof")
        classes.write_text(f'#pragma include ("{HOME}/fixtures/mof/all.mof")\n#pragma namespace ("root/assay")\n'
                           "class Assay_Sample { [Key] uint32 Number; string Label; boolean Used; datetime Since; };\n", encoding="utf-8")
        parts = [classes]
        for first in range(0, count, MOST_A_FILE):
            part = pathlib.Path(folder, f"{first}.mof")
            part.write_text('#pragma namespace ("root/assay")\n' + "".join(
                f'instance of Assay_Sample {{ Number = {number}; Label = "sample {number}"; Used = true; '
                'Since = "20261120183107.250000+000"; };\n' for number in range(first, min(count, first + MOST_A_FILE))), encoding="utf-8")
            parts.append(part)
        config = pathlib.Path(folder, f"{count}.toml")
        config.write_text(f"[cim]\nmof = {json.dumps([str(part) for part in parts])}\n[limits]\nconnections = {CONNECTIONS[-1] + 16}\n"
                          f"reply_octets = {LARGEST_ENVELOPE}\nbatch_items = {ITEMS[-1]}\noperations_per_user = 100000\n", encoding="utf-8")
        super().__init__(core, build / "bin/wsmand", "--demo", "--config", config, "--listen", "127.0.0.1:0", "--threads", 1)
        for part in parts:
            part.unlink()


def spent(server, assay, core, seconds, *arguments, connections=8):
    """(seconds of the server's processor time, operations) of a run, the opening of its connections included."""
    command = pinned(core, assay, "bench", server.url, "--closed", "--connections", connections, "--duration", f"{seconds}s",
                     "--warmup", "0ms", "--json", *arguments)
    before = server.processor_seconds()
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMES_TO_OPEN + seconds, check=False, env=CREDENTIALS)
    after = server.processor_seconds()
    if done.returncode != 0:
        raise subprocess.SubprocessError(f"{' '.join(map(str, command))}: {done.stderr or done.stdout[-300:]}")
    whole = json.loads(done.stdout)["operations"][0]
    if whole["failed"] or not whole["completed"]:
        raise subprocess.SubprocessError(f"{whole['completed']} well, {whole['failed']} not: {' '.join(map(str, command))}")
    return after - before, whole["completed"]


def cost(server, assay, core, seconds, *arguments):
    """Microseconds of processor time an operation, on a few connections."""
    time, operations = spent(server, assay, core, seconds, *arguments)
    return time / operations * 1e6


def cost_once_open(server, assay, core, seconds, *arguments, connections):
    """Microseconds of processor time an operation on so many connections, once they are open."""
    runs = [spent(server, assay, core, duration, *arguments, connections=connections) for duration in (seconds, LONGER * seconds)]
    (time, operations), (more_time, more_operations) = runs
    if more_operations <= operations:
        raise subprocess.SubprocessError(f"{operations} operations in {seconds} s, and no more in {LONGER * seconds} s")
    return (more_time - time) / (more_operations - operations) * 1e6


def scenario_of_gets(folder, count):
    """A load file that looks at instances from all over a repository."""
    numbers = random.Random(count).choices(range(count), k=LOOKED_AT)
    pathlib.Path(folder, f"{count}.csv").write_text("number\n" + "".join(f"{number}\n" for number in numbers), encoding="utf-8")
    file = pathlib.Path(folder, f"{count}.lua")
    file.write_text(f'local one = csv "{count}.csv"\nscenario {{ mix = {{ {{ get {{ resource = "{CLASS}", '
                    "selectors = { Number = one.number } } } } }\n", encoding="utf-8")
    return ["--scenario", file]


def walk(items):
    return ["--operation", "enumerate", "--resource", CLASS, "--max-elements", items, "--max-envelope", LARGEST_ENVELOPE]


def of_pulls(assay, server, core, seconds):
    """A whole walk's cost for each item in it."""
    return {items: cost(server, assay, core, seconds, *walk(items)) / server.count for items in ITEMS}


def of_instances(assay, servers, folder, core, seconds):
    return {server.count: cost(server, assay, core, seconds, *scenario_of_gets(folder, server.count)) for server in servers}


def of_connections(assay, pair, folder, core, seconds):
    """{connections: the cost at each server of the pair}"""
    gets = scenario_of_gets(folder, INSTANCES[0])
    return {connections: [cost_once_open(server, assay, core, seconds, *gets, connections=connections) for server in pair]
            for connections in CONNECTIONS}


def medians(rounds, figure=lambda one, key: one[key]):
    """{key: the median of what `figure` takes from each round}"""
    return {key: statistics.median(figure(each, key) for each in rounds) for key in rounds[0]}


def beside_few(one, count):
    """How much dearer a Get is beside the bare responder's answer, on so many connections, than on a few."""
    beside = {connections: of_get / of_bare for connections, (of_get, of_bare) in one.items()}
    return beside[count] / beside[FEW]


def within_pull(by_items):
    """{items: the cost of one more item, between this size of Pull and the next smaller one}"""
    sizes = sorted(by_items)
    return {more: (more * by_items[more] - less * by_items[less]) / (more - less) for less, more in zip(sizes, sizes[1:])}


def show(title, figures, unit):
    print(f"{title:<44}" + "".join(f"{key:>12}" for key in figures))
    print(f"{unit:<44}" + "".join(f"{figure:>12.2f}" for figure in figures.values()), flush=True)


def draw(chart, get, pull, more, *connections):
    """Draws the curves with gnuplot."""
    if shutil.which("gnuplot") is None:
        print("gnuplot is not installed: no chart is drawn")
        return
    with tempfile.TemporaryDirectory(prefix="assay-chart-") as folder:
        for name, rows in (("get", [get]), ("pull", [pull, more]), ("connections", connections)):
            lines = [" ".join([str(key), *(f"{row.get(key, float('nan')):.3f}" for row in rows)]) for key in rows[0]]
            pathlib.Path(folder, name).write_text("\n".join(lines) + "\n", encoding="ascii")
        subprocess.run(["gnuplot"], input=PLOT.format(chart=chart, folder=folder), text=True, check=True)
    print(f"chart: {chart}")


def spread(figures):
    """The dearest to the cheapest; beyond all bounds where noise has made a cost of nothing or less, which tells nothing."""
    return max(figures.values()) / min(figures.values()) if min(figures.values()) > 0 else math.inf


def measured(build, seconds, rounds, file=None, chart=""):
    """Measures, prints, and writes the figures to the file, too. @return what has to hold"""
    assay = build / "bin/assay"
    server_core, core = cores_to_use()
    with tempfile.TemporaryDirectory(prefix="assay-growth-") as folder, contextlib.ExitStack() as all_servers:
        servers = [all_servers.enter_context(Repository(server_core, build, folder, count)) for count in INSTANCES]
        bare = all_servers.enter_context(Server(server_core, build / "bin/bare-responder"))
        of_gets = [of_instances(assay, servers, folder, core, seconds) for _ in range(rounds)]
        pulls = medians([of_pulls(assay, servers[0], core, seconds) for _ in range(rounds)])
        pairs = [of_connections(assay, (servers[0], bare), folder, server_core, seconds) for _ in range(rounds)]
    get = medians(of_gets)
    to_smallest = medians(of_gets, lambda one, count: one[count] / one[INSTANCES[0]])
    connections, of_bare = (medians(pairs, lambda one, count, side=side: one[count][side]) for side in (0, 1))
    beside_bare = medians(pairs, beside_few)
    more = within_pull(pulls)
    show("instances", get, "a Get, us")
    show("instances", to_smallest, "to the smallest repository")
    show("items of a Pull", pulls, "an item, us")
    show("between two sizes of Pull", more, "one more item, us")
    show("connections", connections, "a Get, us")
    show("connections", of_bare, "bare responder, us")
    show("connections", beside_bare, f"beside it, to that on {FEW}")
    draw(chart or build / "growth.svg", get, pulls, more, connections, of_bare)
    if file:
        file.write_text(json.dumps({"get_us": get, "item_us": pulls, "one_more_item_us": more, "connections_us": connections, "connections_of_bare_us": of_bare},
                                   indent=2) + "\n", encoding="utf-8")
    return [Limit(f"a Get from {INSTANCES[0]} to {INSTANCES[-1]} instances: dearest to cheapest", spread(to_smallest), FLAT, at_most=True),
            Limit(f"one more item of a Pull, up to {ITEMS[-1]}: dearest to cheapest", spread(more), LINEAR, at_most=True),
            Limit(f"a Get on {CONNECTIONS[0]} to {CONNECTIONS[-1]} connections: dearest to cheapest", spread(connections), BY_CONNECTIONS,
                  at_most=True),
            Limit(f"a Get on {CONNECTIONS[0]} to {CONNECTIONS[-1]} connections, beside the bare responder: dearest to that on {FEW}",
                  max(beside_bare.values()), BY_CONNECTIONS, at_most=True)]


if __name__ == "__main__":
    run_comparison(__doc__, measured, 1.0, "of each measurement of a round", chart="")
