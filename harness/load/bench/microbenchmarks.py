#!/usr/bin/python3
"""Runs the Google Benchmark programs and compares each benchmark with the committed baseline.

    microbenchmarks.py BUILD_FOLDER [--compare | --renew] [--rounds N] [--only WORD] [--baseline FILE]

Every program holds the benchmark `reference` beside its own: work that no change of this project makes faster or slower. A
figure is a benchmark's processor time in units of the reference, both from the same process, repeated in random order: so
a faster machine has the same figures, and a neighbour on the core disturbs both. Programs run in rounds, in random order; a
figure is the median of its rounds. --renew writes what was measured, with the tolerance that the rounds' spread asks for.
--compare prints figure, baseline and change, and exits 1 naming what became slower by more than its tolerance; before it
does so it measures that once more, so that a disturbance is not taken for a change. What the baseline does not know, or
knows and nobody measures any more, has to be renewed and exits 1, too.
"""

import argparse
import collections
import json
import pathlib
import random
import statistics
import subprocess

from machine import Limit, run_alone, show_limits

BASELINE = pathlib.Path(__file__).with_name("baseline.json")
REFERENCE = "reference"
REPETITIONS = 5
SHORTEST_SECONDS = 0.02  # of a repetition
PATIENCE_SECONDS = 180  # with one program; none needs nearly as long
LEAST_TOLERANCE, SPREADS = 0.15, 3.0  # a change below 15 %, or within thrice what the rounds differ by, is none


def times_of(program, only):
    """Nanoseconds of processor time of each benchmark of one run of a program: the median of its repetitions."""
    chosen = [f"--benchmark_filter=^{REFERENCE}$|{only}"] if only else []
    done = subprocess.run(
        [program, f"--benchmark_min_time={SHORTEST_SECONDS}", f"--benchmark_repetitions={REPETITIONS}",
         "--benchmark_enable_random_interleaving=true", "--benchmark_format=json", *chosen],
        capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{program}: ended with {done.returncode}\n{done.stderr}")
    runs = collections.defaultdict(list)
    units = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}
    for run in json.loads(done.stdout)["benchmarks"]:
        if run.get("error_occurred"):
            raise SystemExit(f"{program}: {run['name']}: {run['error_message']}")
        if run["run_type"] == "iteration":
            runs[run["name"]].append(run["cpu_time"] * units[run["time_unit"]])
    return {name: statistics.median(several) for name, several in runs.items()}


def in_units_of_reference(times, program):
    if REFERENCE not in times:
        raise SystemExit(f"{program}: has no benchmark '{REFERENCE}' to measure by")
    return {f"{program.name}/{name}": time / times[REFERENCE] for name, time in times.items() if name != REFERENCE}


Figure = collections.namedtuple("Figure", "median spread nanoseconds")


def measure(programs, rounds, only=""):
    """@return of each benchmark its median, and by what part of it the rounds are off at most"""
    ratios, absolute = collections.defaultdict(list), {}
    for _ in range(rounds):
        for program in random.sample(programs, len(programs)):
            times = times_of(program, only)
            absolute |= {f"{program.name}/{name}": time for name, time in times.items()}
            for name, ratio in in_units_of_reference(times, program).items():
                ratios[name].append(ratio)
    figures = {}
    for name, several in sorted(ratios.items()):
        middle = statistics.median(several)
        figures[name] = Figure(middle, max(abs(one - middle) for one in several) / middle, absolute[name])
    return figures


def tolerance_of(spread):
    return round(max(LEAST_TOLERANCE, SPREADS * spread), 2)


def written(figures):
    """The text of a baseline: one line a benchmark, so that a difference reads well."""
    lines = [f'  {json.dumps(name)}: {{"ratio": {figure.median:.4g}, "tolerance": {tolerance_of(figure.spread)}}}'
             for name, figure in figures.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def change_of(figure, known):
    return figure.median / known["ratio"] - 1


def is_slower(figure, known):
    return change_of(figure, known) > known["tolerance"]


def measured_again(programs, figures, baseline, rounds):
    """The figures, with what seemed slower replaced by the better of two measurements."""
    suspects = {name for name in figures if name in baseline and is_slower(figures[name], baseline[name])}
    anew = [program for program in programs if any(name.startswith(f"{program.name}/") for name in suspects)]
    second = measure(anew, rounds) if anew else {}
    return {name: min(figure, second[name]) if name in suspects else figure for name, figure in figures.items()}


def show(figures, baseline):
    width = max(map(len, figures), default=0) + 2
    print(f"{'':{width}}{'ns':>12}{'ratio':>11}{'baseline':>11}{'change':>9}{'tolerance':>11}")
    for name, figure in figures.items():
        line = f"{name:{width}}{figure.nanoseconds:>12.0f}{figure.median:>11.4g}"
        known = baseline.get(name)
        if known:
            line += f"{known['ratio']:>11.4g}{change_of(figure, known) * 100:>+8.0f}%{known['tolerance'] * 100:>10.0f}%"
        print(line + ("  SLOWER" if known and is_slower(figure, known) else ""))


def complaints(figures, baseline, whole):
    """What makes --compare fail, a line each; `whole`: every benchmark was measured."""
    slower = [f"{name} is {change_of(figures[name], baseline[name]) * 100:.0f} % slower than the baseline" for name in figures
              if name in baseline and is_slower(figures[name], baseline[name])]
    unknown = [f"{name} is not in the baseline: ./dev bench --renew" for name in figures if name not in baseline]
    gone = [f"{name} of the baseline is no more: ./dev bench --renew" for name in baseline if whole and name not in figures]
    return slower + unknown + gone


def programs_of(build):
    programs = sorted(path for path in (build / "bin").glob("*_bench") if path.is_file())
    if not programs:
        raise SystemExit(f"{build}/bin has no *_bench: build the targets of `benchmarks`")
    return programs


def measured(build, _seconds, rounds, only="", file=BASELINE):
    """Measures, compares and prints. @return what has to hold"""
    programs = programs_of(build)
    baseline = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    figures = measured_again(programs, measure(programs, rounds, only), baseline, rounds)
    show(figures, baseline)
    found = complaints(figures, baseline, not only)
    print("\n".join(found))
    return [Limit("microbenchmarks that are slower than the baseline, or not those of it", len(found), 0, at_most=True)]


def renew(build, rounds, file=BASELINE):
    figures = measure(programs_of(build), rounds)
    show(figures, {})
    file.write_text(written(figures), encoding="utf-8")
    print(f"{len(figures)} benchmarks are in {file}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("build", type=pathlib.Path)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--compare", action="store_true", help="exit 1 when something became slower (the default)")
    what.add_argument("--renew", action="store_true", help="write the baseline")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="a regular expression of the benchmarks to compare")
    parser.add_argument("--baseline", type=pathlib.Path, default=BASELINE)
    options = parser.parse_args()
    if options.renew:
        renew(options.build, options.rounds, options.baseline)
        return 0
    return 0 if show_limits(measured(options.build, 0, options.rounds, options.only, options.baseline)) else 1


if __name__ == "__main__":
    run_alone(main)
