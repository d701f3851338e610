#!/usr/bin/python3
"""What a load of a million endpoints costs beyond the load itself: runs one shard, makes many of what it left, merges them with
`assay merge`, and works out from that how many shards, octets and seconds a plan needs.

    ASSAY_BIN=build/release/bin harness/load/bench/plan_scale.py URL [ENDPOINTS] [ENDPOINTS-A-SHARD]

URL is an endpoint that bears 500 requests a second, e.g. of `wsmand --demo` or ipmi://… of `bmcsim --demo`.
"""

import json
import math
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time
import uuid

ASSAY = pathlib.Path(os.environ.get("ASSAY_BIN", "build/release/bin")) / "assay"
SECONDS = 20
SHARDS = (8, 32, 128)


def assay(*arguments):
    done = subprocess.run([ASSAY, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"assay {arguments[0]}: {done.stderr or done.stdout}")
    return done.stdout


def shards_of(record, count, folder):
    """As many folders as if so many generators had written them."""
    for index in range(count):
        record["parts"][0].update(run=str(uuid.uuid4()), shard={"index": index, "of": count})
        place = folder / f"shard-{index:06}"
        place.mkdir(parents=True)
        (place / "load.json").write_text(json.dumps(record), encoding="utf-8")


def merge_cost(record, count, folder):
    """Seconds, and the largest resident memory of any merge so far in MB."""
    shards_of(record, count, folder)
    began = time.monotonic()
    merged = json.loads(assay("merge", folder, "--json"))
    took = time.monotonic() - began
    assert merged["operations"][0]["succeeded"] == count * record["operations"][0]["succeeded"], "a counter was lost"
    return took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000


def main():
    url = sys.argv[1]
    endpoints = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    a_shard = int(sys.argv[3]) if len(sys.argv) > 3 else 5_000
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        assay("bench", url, "--rate", 500, "--duration", f"{SECONDS}s", "--warmup", "1s", "--out", folder / "one")
        octets = (folder / "one/load.json").stat().st_size
        record = json.loads((folder / "one/load.json").read_text(encoding="utf-8"))
        slots = len(record["operations"][0]["series"]["slots"])
        a_slot = sum(len(json.dumps(slot)) for slot in record["operations"][0]["series"]["slots"]) / slots
        print(f"a shard of {SECONDS} s: load.json {octets / 1000:.0f} kB, of that {a_slot:.0f} octets a second of the series")
        costs = [(count, *merge_cost(record, count, folder / str(count))) for count in SHARDS]
    for count, seconds, memory in costs:
        print(f"merge of {count:4} shards: {seconds:6.2f} s, {1000 * seconds / count:5.1f} ms a shard, {memory:.0f} MB at most")
    count = math.ceil(endpoints / a_shard)
    each = costs[-1][1] / costs[-1][0]
    full = octets - slots * a_slot + 2048 * a_slot
    print(f"{endpoints} endpoints in shards of {a_shard}: {count} shards, merged in {count * each:.0f} s when as short as this one; "
          f"a day's series is at its bound of 2048 slots: {full / 1e6:.1f} MB a shard, {count * full / 1e9:.2f} GB in all")


if __name__ == "__main__":
    main()
