"""What the measurements of `./dev bench` share: a server on a core of its own, medians of what was measured in turn, limits that
hold or do not, and how busy others kept the machine meanwhile."""

import argparse
import dataclasses
import json
import math
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import time

USER, PASSWORD = "assay", "assay-demo"
CREDENTIALS = {**os.environ, "ASSAY_USER": USER, "ASSAY_PASSWORD": PASSWORD}
# Of all cores, taken by processes that are not ours: beyond it neither rates nor times are believed.
MOST_OTHERS = 0.1
PATIENCE_SECONDS = 10  # with a server that is to end


class Server:
    """A server program pinned to one core; gives the URL of its ready line."""

    def __init__(self, cores, *command):
        self.start(cores, *command, stdout=subprocess.PIPE)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{command[0]} did not start")
        self.url = json.loads(line)["endpoints"][0]

    def start(self, cores, *command, stdout=subprocess.DEVNULL):
        self.command = command
        self.process = subprocess.Popen(pinned(cores, *command), stdin=subprocess.DEVNULL, stdout=stdout,
                                        stderr=subprocess.DEVNULL, text=True)

    def processes(self):
        """Process ids whose work is the server's."""
        return [self.process.pid]

    def processor_seconds(self):
        tasks = [task for pid in self.processes() for task in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat")]
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def pinned(cores, *command):
    return ["taskset", "-c", str(cores), *map(str, command)] if cores is not None else list(map(str, command))


def cores_to_use():
    """One for the server and one for the generator."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        return cores[0], cores[1]
    print("One core only: server and generator share it, so the figures are low.")
    return None, None


def median_of(runs):
    """One run that stands for several: the first in trouble, else the median of each figure that every run has."""
    for run in runs:
        if "trouble" in run:
            return run
    shared = [figure for figure in runs[0] if all(run.get(figure) is not None for run in runs)]
    return {figure: statistics.median(run[figure] for run in runs) for figure in shared} | {
        "failed": sum(run["failed"] for run in runs)}


def median_ratio(figure, over, under):
    """Of runs that were measured in pairs."""
    pairs = [(a[figure], b[figure]) for a, b in zip(over, under) if a.get(figure) and b.get(figure)]
    return statistics.median(a / b for a, b in pairs) if pairs else 0


@dataclasses.dataclass(frozen=True)
class Limit:
    """A figure and what it may be at least (or at most)."""

    what: str
    figure: float
    bound: float
    at_most: bool = False

    @property
    def holds(self):
        return self.figure <= self.bound if self.at_most else self.figure >= self.bound

    def __str__(self):
        side = "at most" if self.at_most else "at least"
        return f"{'holds ' if self.holds else 'BROKEN'}  {self.what}: {self.figure:.2f}, {side} {self.bound:g}"


def trouble_of(done):
    """A run that has no figures: the last that a generator said before it failed."""
    return {"trouble": ((done.stderr or "").strip() or (done.stdout or "").strip() or "failed without a word").splitlines()[-1]}


def no_failures(where, runs):
    """The limit that holds when every request of these runs was answered well; a run in trouble has no figures."""
    failed = sum(math.inf if "trouble" in run else run["failed"] for run in runs)
    return Limit(f"{where}: failed requests", failed, 0, at_most=True)


def show_limits(limits):
    """Prints each; @return whether all hold"""
    for limit in limits:
        print(limit)
    return all(limit.holds for limit in limits)


class Neighbours:
    """Measures what share of all cores other processes take, from its making on."""

    def __init__(self):
        self.begin = self.reading()

    @staticmethod
    def reading():
        fields = pathlib.Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]
        user, nice, system, idle, waiting, *interrupts_and_stolen = map(int, fields)
        busy = (user + nice + system + sum(interrupts_and_stolen)) / os.sysconf("SC_CLK_TCK")
        whole = busy + (idle + waiting) / os.sysconf("SC_CLK_TCK")
        return busy, whole, sum(os.times()[:4])

    def share(self):
        """0 … 1; what of our own children still runs counts as others'."""
        busy, whole, own = (now - then for now, then in zip(self.reading(), self.begin))
        return min(1.0, max(0.0, busy - own) / whole) if whole > 0 else 0.0

    def warning(self):
        """One line when the figures since then are not to be trusted, else nothing."""
        share = self.share()
        if share <= MOST_OTHERS:
            return ""
        return (f"The machine was too busy for these figures to be trusted: others took {share * 100:.0f} % of its cores "
                f"(load average {os.getloadavg()[0]:.1f}).")


def end_by_signal(*_):
    sys.exit(128 + signal.SIGTERM)


def run_alone(main):
    """Runs what a script is for so that Ctrl-C and SIGTERM end its servers too, and says whether the machine was busy."""
    signal.signal(signal.SIGTERM, end_by_signal)
    neighbours = Neighbours()
    try:
        code = main()
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    warning = neighbours.warning()
    if warning:
        print(warning)
    sys.exit(code)


def run_comparison(text, measured, seconds, of_what, **more):
    """The command line of a script that compares: `measured` gets the options by name, and what it says has to hold decides
    the exit code. `text` describes the script by its first line, `seconds` is the default of --seconds and its kind of
    number, `more` are options of its own with their defaults."""
    def main():
        parser = argparse.ArgumentParser(description=text.split("\n", 1)[0])
        parser.add_argument("build", type=pathlib.Path)
        parser.add_argument("--seconds", type=type(seconds), default=seconds, help=of_what)
        parser.add_argument("--rounds", type=int, default=5)
        for name, default in more.items():
            parser.add_argument(f"--{name}", type=type(default), default=default)
        parser.add_argument("--json", type=pathlib.Path, dest="file", metavar="JSON", help="write the figures there too")
        return 0 if show_limits(measured(**vars(parser.parse_args()))) else 1

    run_alone(main)


def until(ready, seconds=PATIENCE_SECONDS):
    """Asks again and again; @return whether it became true in time"""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
