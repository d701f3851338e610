#!/usr/bin/python3
"""Everything that `./dev bench` measures, and one summary of the limits that hold or do not.

    bench.py BUILD_FOLDER [--compare | --renew] [--quick] [PART...]

Parts: bmcs, generators, schedule, wsmand, growth, breakdown, microbenchmarks; all when none is named. --compare and --renew are of the microbenchmarks
alone. Ends by itself: all of it within about twenty minutes, with --quick within five. Exits 1 when a limit does not hold.
"""

import argparse
import pathlib
import subprocess
import time

import breakdown
import compare
import compare_bmcs
import compare_generators
import compare_schedule
import growth
import microbenchmarks
from machine import Limit, run_alone, show_limits

SECONDS, ROUNDS, QUICK_ROUNDS = 1, 5, 1


PARTS = {"bmcs": compare_bmcs, "generators": compare_generators, "schedule": compare_schedule,
         "wsmand": compare, "growth": growth, "breakdown": breakdown,
         "microbenchmarks": microbenchmarks}


def measured(part, build, rounds):
    """What the part has to hold; a part in trouble breaks, and the others are measured all the same."""
    try:
        return PARTS[part].measured(build, SECONDS, rounds)
    except (OSError, ValueError, subprocess.SubprocessError) as trouble:
        return [Limit(f"{part} could not be measured, {trouble}", 1, 0, at_most=True)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--compare", action="store_true", help="the microbenchmarks with their baseline, and nothing else")
    what.add_argument("--renew", action="store_true", help="write the baseline of the microbenchmarks")
    parser.add_argument("--quick", action="store_true", help="one round: to see that it runs, not for its figures")
    options = parser.parse_intermixed_args()
    unknown = [part for part in options.parts if part not in PARTS]
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    rounds = QUICK_ROUNDS if options.quick else ROUNDS
    if options.renew:
        microbenchmarks.renew(options.build, rounds)
        return 0
    limits, begin = [], time.monotonic()
    for part in ["microbenchmarks"] if options.compare else options.parts or PARTS:
        print(f"\n[{time.monotonic() - begin:4.0f} s] {part}: {PARTS[part].__doc__.splitlines()[0]}", flush=True)
        limits += measured(part, options.build, rounds)
    print(f"\n[{time.monotonic() - begin:4.0f} s] in sum")
    return 0 if show_limits(limits) else 1


if __name__ == "__main__":
    run_alone(main)
