#!/usr/bin/python3
"""Measures bmcsim against OpenIPMI's ipmi_sim, in one run and on this machine, and what a fleet of BMCs takes.

    compare_bmcs.py BUILD_FOLDER [--seconds S] [--rounds N] [--fleet N] [--json FILE]

Server on one core, generator on another; closed loop. Each round measures ipmi_sim and bmcsim one after the other; each
figure is the median of its rounds, the ratio the median of the rounds' ratios. ipmi_sim has no cipher suite 17, so
bmcsim's is beside it. "plain …" is measured by plain-asker, which shares no code with the generator: one socket, which it
watches and never waits for, datagrams in batches. "cpu" is the processor time of the server for one request.
"""

import json
import math
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

from machine import (CREDENTIALS, PASSWORD, USER, Limit, Server, cores_to_use, median_of, median_ratio, no_failures, pinned,
                     run_comparison, trouble_of, until)

LAN = """name "assay-bench"
startlan 1
  addr 127.0.0.1 {port}
  priv_limit admin
  guid a123456789abcdefa123456789abcdef
endlan
user 2 true "{user}" "{password}" admin 10
"""
BOARD = """mc_setbmc 0x20
mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x001291 0x0f02
mc_enable 0x20
"""
PING = bytes.fromhex("0600ff06000011be80010000")  # RMCP, ASF presence ping
# Operation, cipher suite, sessions; what ipmi_sim has no suite for is measured of bmcsim alone.
ROWS = [(operation, suite, sessions) for suite in (3, 17) for operation in ("device-id", "session") for sessions in (1, 10)]
ROWS += [("plain commands", 3, 10), ("plain sessions", 3, 10)]


class IpmiSim(Server):
    """ipmi_sim has no ready line: it is ready when it answers a ping."""

    def __init__(self, core):
        program = shutil.which("ipmi_sim") or "/usr/bin/ipmi_sim"
        if not pathlib.Path(program).exists():
            raise SystemExit("ipmi_sim is not installed: apt-get install openipmi")
        self.folder = tempfile.TemporaryDirectory(prefix="assay-ipmi-sim-")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        folder = pathlib.Path(self.folder.name)
        (folder / "lan.conf").write_text(LAN.format(port=port, user=USER, password=PASSWORD), encoding="ascii")
        (folder / "board.emu").write_text(BOARD, encoding="ascii")
        (folder / "state").mkdir()
        self.start(core, program, "-c", folder / "lan.conf", "-f", folder / "board.emu", "-s", folder / "state", "-n")
        self.url = f"127.0.0.1:{port}"
        if not until(lambda: self.answers(port)):
            self.__exit__()
            raise SystemExit("ipmi_sim does not answer")

    @staticmethod
    def answers(port):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as console:
            console.settimeout(0.1)
            console.sendto(PING, ("127.0.0.1", port))
            try:
                return bool(console.recv(64))
            except OSError:
                return False

    def __exit__(self, *_):
        super().__exit__()
        self.folder.cleanup()


def asked(build, core, server, row, seconds):
    """Requests a second, what of a core the generator used, and microseconds of server time a request."""
    operation, suite, sessions = row
    before = server.processor_seconds()
    plain, _, kind = operation.rpartition(" ")
    if plain:
        words = [build / "bin/plain-asker", *server.url.split(":"), USER, PASSWORD, sessions, seconds, kind]
    else:
        words = [build / "bin/assay", "bench", f"ipmi://{server.url}", "--operation", operation, "--suite", suite,
                 "--connections", sessions, "--duration", f"{seconds}s", "--warmup", "200ms", "--timeout", "2s", "--json"]
    done = subprocess.run(pinned(core, *words), capture_output=True, text=True, timeout=60 + seconds, check=False,
                          env=CREDENTIALS)
    if done.returncode != 0:
        return trouble_of(done)
    spent = server.processor_seconds() - before
    if plain:
        rate = float(done.stdout)
        return {"rate": rate, "failed": 0, "generator": 0, "server_us": spent / (rate * seconds) * 1e6}
    result = json.loads(done.stdout)
    whole = result["operations"][0]
    return {"rate": whole["throughput"], "failed": whole["failed"], "generator": result["generator"]["busiest_thread"],
            "p50_us": whole["response_time_ns"]["p50"] / 1000, "p99_us": whole["response_time_ns"]["p99"] / 1000,
            "server_us": spent / max(1, whole["throughput"] * (seconds + 0.2)) * 1e6}


def compare(build, seconds, rounds, server_core, generator_core):
    runs = {row: ([], []) for row in ROWS}
    with IpmiSim(server_core) as peer, Server(server_core, build / "bin/bmcsim", "--demo", "--listen", "127.0.0.1:0") as ours:
        for _ in range(rounds):
            for row in ROWS:
                for server, found in zip((peer, ours), runs[row]):
                    if server is ours or row[1] != 17:
                        found.append(asked(build, generator_core, server, row, seconds))
    return [{"operation": row[0], "suite": row[1], "sessions": row[2],
             "ipmi_sim": median_of(peer) if peer else None, "bmcsim": median_of(ours),
             "ratio": median_ratio("rate", ours, peer), "cpu_ratio": median_ratio("server_us", peer, ours)}
            for row, (peer, ours) in runs.items()]


def share_of_core(server, during):
    before, begin = server.processor_seconds(), time.monotonic()
    during()
    return (server.processor_seconds() - before) / (time.monotonic() - begin)


def polled(build, fleet, size, seconds, generator_core):
    """What it takes to answer a sensor reading of each BMC once a second."""
    process = subprocess.Popen(
        pinned(generator_core, build / "bin/assay", "bench", f"ipmi://{fleet.url}", "--operation", "sensor", "--rate", size,
               "--duration", f"{seconds}s", "--warmup", "5s", "--timeout", "2s", "--json"),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=CREDENTIALS)
    try:
        time.sleep(5.5)  # logged in, and the measurement has begun
        share = share_of_core(fleet, lambda: time.sleep(max(0.5, seconds - 1)))
        said = process.communicate(timeout=60 + seconds)[0]
    finally:
        process.kill()
        process.wait()
    if not said:
        return {"polled_cpu": share, "polls_a_second": 0, "polls_failed": math.inf, "poll_p99_us": math.inf}
    whole = json.loads(said)["operations"][0]
    return {"polled_cpu": share, "polls_a_second": whole["throughput"], "polls_failed": whole["failed"] + whole["unsent"],
            "poll_p99_us": whole["service_time_ns"]["p99"] / 1000}


def start_of_fleet(build, size, core, *more):
    """A started fleet, and the seconds until it was ready."""
    begin = time.monotonic()
    fleet = Server(core, build / "bin/bmcsim", "--demo", "--fleet", size, "--listen", "127.0.0.1:0", *more)
    return fleet, time.monotonic() - begin


def fleet_of(build, size, seconds, server_core, generator_core):
    """What so many BMCs take: to start, without and with what they keep, at rest, and when each is asked once a second."""
    figures = {"bmcs": size}
    with tempfile.TemporaryDirectory(prefix="assay-fleet-") as folder:
        for figure in ("first_start_s", "next_start_s"):
            fleet, figures[figure] = start_of_fleet(build, size, server_core, "--state", folder)
            with fleet:
                pass
    fleet, figures["start_s"] = start_of_fleet(build, size, server_core)
    with fleet:
        figures["start_cpu_s"] = fleet.processor_seconds()
        time.sleep(2)
        status = pathlib.Path(f"/proc/{fleet.process.pid}/status").read_text(encoding="ascii")
        resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        figures["kib_a_bmc"] = resident / size
        figures["idle_cpu"] = share_of_core(fleet, lambda: time.sleep(seconds))
        figures |= polled(build, fleet, size, seconds, generator_core)
    return figures


def show(rows):
    print(f"{'':30}{'requests/s':>20}{'ratio':>8}{'cpu, us':>16}{'ratio':>8}{'bmcsim, us':>16}")
    print(f"{'':30}{'ipmi_sim':>10}{'bmcsim':>10}{'':>8}{'ipmi_sim':>9}{'bmcsim':>7}{'':>8}{'p50':>8}{'p99':>8}")
    for row in rows:
        peer, ours = row["ipmi_sim"], row["bmcsim"]
        label = f"{row['operation']:<14} suite {row['suite']:>2} {row['sessions']:>3} s."
        trouble = ours.get("trouble") or (peer or {}).get("trouble")
        if trouble:
            print(f"{label:<30}{trouble}")
            continue
        rate, cpu = (f"{peer['rate']:.0f}", f"{peer['server_us']:.1f}") if peer else ("-", "-")
        ratio, cpu_ratio = (f"{row['ratio']:.2f}", f"{row['cpu_ratio']:.2f}") if peer else ("", "")
        p50, p99 = (f"{ours[key]:.0f}" if key in ours else "" for key in ("p50_us", "p99_us"))
        print(f"{label:<30}{rate:>10}{ours['rate']:>10.0f}{ratio:>8}{cpu:>9}{ours['server_us']:>7.1f}{cpu_ratio:>8}{p50:>8}{p99:>8}")
    busy = max((side["generator"] for row in rows for side in (row["ipmi_sim"], row["bmcsim"]) if side and "generator" in side),
               default=0)
    print(f"The generator used up to {busy * 100:.0f} % of its core"
          + (": where it is near 100 %, the figure is its own limit and the ratio a lower bound." if busy > 0.9 else "."))


def show_fleet(fleet):
    print(f"{fleet['bmcs']} BMCs in one process: {fleet['kib_a_bmc']:.1f} KiB each; up in {fleet['start_s']:.2f} s "
          f"({fleet['start_cpu_s']:.2f} s of processor time), "
          f"with --state in {fleet['first_start_s']:.2f} s, again in {fleet['next_start_s']:.2f} s;\nat rest {fleet['idle_cpu'] * 100:.1f} % of a core; "
          f"asked {fleet['polls_a_second']:.0f} times a second {fleet['polled_cpu'] * 100:.1f} %, "
          f"service time p99 {fleet['poll_p99_us']:.0f} us, {fleet['polls_failed']} failed.")


def limits_of(rows, fleet):
    """What is promised of bmcsim; a row in trouble has the ratio 0."""
    of_row = {(row["operation"], row["suite"], row["sessions"]): row for row in rows}
    size = fleet["bmcs"]
    return [
        Limit("Get Device ID, suite 3, 10 sessions: bmcsim's rate to ipmi_sim's", of_row["device-id", 3, 10]["ratio"], 2.2),
        Limit("session set-up, suite 3, 10 at a time: bmcsim's rate to ipmi_sim's", of_row["session", 3, 10]["ratio"], 2.5),
        Limit("Get Device ID, by plain-asker: bmcsim's rate to ipmi_sim's", of_row["plain commands", 3, 10]["ratio"], 2.2),
        Limit("session set-up, by plain-asker: bmcsim's rate to ipmi_sim's", of_row["plain sessions", 3, 10]["ratio"], 2.5),
        no_failures("bmcsim", [row["bmcsim"] for row in rows]),
        Limit(f"{size} BMCs: seconds to start", fleet["start_s"], 1, at_most=True),
        Limit(f"{size} BMCs with --state: seconds to start at first", fleet["first_start_s"], 1, at_most=True),
        Limit(f"{size} BMCs with --state: seconds to start again", fleet["next_start_s"], 1, at_most=True),
        Limit(f"{size} BMCs: KiB each at rest", fleet["kib_a_bmc"], 64, at_most=True),
        Limit(f"{size} BMCs: polls that failed", fleet["polls_failed"], 0, at_most=True)]


def measured(build, seconds, rounds, fleet=10_000, file=None):
    """Measures, prints, and writes the figures to the file, too. @return what has to hold"""
    server_core, generator_core = cores_to_use()
    rows = compare(build, seconds, rounds, server_core, generator_core)
    show(rows)
    figures = fleet_of(build, fleet, max(5.0, seconds), server_core, generator_core)
    show_fleet(figures)
    if file:
        file.write_text(json.dumps({"rows": rows, "fleet": figures}, indent=2) + "\n", encoding="utf-8")
    return limits_of(rows, figures)


if __name__ == "__main__":
    run_comparison(__doc__, measured, 1.0, "of each measurement", fleet=10_000)
