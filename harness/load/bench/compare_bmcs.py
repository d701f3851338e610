#!/usr/bin/python3
"""Measures bmcsim against OpenIPMI's ipmi_sim, in one run and on this machine, and what a fleet of BMCs takes.

    compare_bmcs.py BUILD_FOLDER [--seconds S] [--rounds N] [--fleet N] [--json FILE]

Server on one core, generator on another; closed loop. Each round measures ipmi_sim and bmcsim one after the other; each
figure is the median of its rounds, the ratio the median of the rounds' ratios. ipmi_sim has no cipher suite 17, so
bmcsim's is beside it. "plain" is measured by plain-asker, which shares no code with the generator: a socket a session,
a system call a datagram. "cpu" is the processor time of the server for one request.
"""

import argparse
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from compare import Server, cores_to_use, median_of, median_ratio, pinned

USER, PASSWORD = "assay", "assay-demo"
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
ROWS.append(("plain", 3, 10))


class IpmiSim(Server):
    """ipmi_sim has no ready line: it is ready when it answers a ping."""

    def __init__(self, core):
        self.command = [pathlib.Path(shutil.which("ipmi_sim") or "/usr/bin/ipmi_sim")]
        if not self.command[0].exists():
            raise SystemExit("ipmi_sim is not installed: apt-get install openipmi")
        self.folder = tempfile.TemporaryDirectory(prefix="assay-ipmi-sim-")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        folder = pathlib.Path(self.folder.name)
        (folder / "lan.conf").write_text(LAN.format(port=port, user=USER, password=PASSWORD), encoding="ascii")
        (folder / "board.emu").write_text(BOARD, encoding="ascii")
        (folder / "state").mkdir()
        self.process = subprocess.Popen(
            pinned(core, *self.command, "-c", folder / "lan.conf", "-f", folder / "board.emu", "-s", folder / "state", "-n"),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = f"127.0.0.1:{port}"
        if not any(self.answers(port) for _ in range(100)):
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
    if operation == "plain":
        words = [build / "bin/plain-asker", *server.url.split(":"), USER, PASSWORD, sessions, seconds]
    else:
        words = [build / "bin/assay", "bench", f"ipmi://{server.url}", "--operation", operation, "--suite", suite,
                 "--connections", sessions, "--duration", f"{seconds}s", "--warmup", "200ms", "--timeout", "2s", "--json"]
    done = subprocess.run(pinned(core, *words), capture_output=True, text=True, timeout=60 + seconds, check=False,
                          env={**os.environ, "ASSAY_USER": USER, "ASSAY_PASSWORD": PASSWORD})
    if done.returncode != 0:
        return {"trouble": done.stderr.strip() or done.stdout[-300:]}
    spent = server.processor_seconds() - before
    if operation == "plain":
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


def fleet_of(build, size, seconds, server_core, generator_core):
    """What so many BMCs take: to start, at rest, and when each is asked once a second."""
    start = time.monotonic()
    with Server(server_core, build / "bin/bmcsim", "--demo", "--fleet", size, "--listen", "127.0.0.1:0") as fleet:
        figures = {"bmcs": size, "start_s": time.monotonic() - start, "start_cpu_s": fleet.processor_seconds()}
        time.sleep(2)
        status = pathlib.Path(f"/proc/{fleet.process.pid}/status").read_text(encoding="ascii")
        resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        figures["kib_a_bmc"] = resident / size

        def share_of_core(during):
            before, begin = fleet.processor_seconds(), time.monotonic()
            during()
            return (fleet.processor_seconds() - before) / (time.monotonic() - begin)

        figures["idle_cpu"] = share_of_core(lambda: time.sleep(seconds))
        process = subprocess.Popen(
            pinned(generator_core, build / "bin/assay", "bench", f"ipmi://{fleet.url}", "--operation", "sensor", "--rate", size,
                   "--duration", f"{seconds}s", "--warmup", "5s", "--timeout", "2s", "--json"),
            stdout=subprocess.PIPE, text=True, env={**os.environ, "ASSAY_USER": USER, "ASSAY_PASSWORD": PASSWORD})
        time.sleep(5.5)  # logged in, and the measurement has begun
        figures["polled_cpu"] = share_of_core(lambda: time.sleep(max(0.5, seconds - 1)))
        result = json.loads(process.communicate(timeout=60 + seconds)[0])
        whole = result["operations"][0]
        figures |= {"polls_a_second": whole["throughput"], "polls_failed": whole["failed"] + whole["unsent"],
                    "poll_p99_us": whole["service_time_ns"]["p99"] / 1000}
    return figures


def show(rows):
    print(f"{'':26}{'requests/s':>20}{'ratio':>8}{'cpu, us':>16}{'ratio':>8}{'bmcsim, us':>16}")
    print(f"{'':26}{'ipmi_sim':>10}{'bmcsim':>10}{'':>8}{'ipmi_sim':>9}{'bmcsim':>7}{'':>8}{'p50':>8}{'p99':>8}")
    sound = True
    for row in rows:
        peer, ours = row["ipmi_sim"], row["bmcsim"]
        label = f"{row['operation']:<10} suite {row['suite']:>2} {row['sessions']:>3} s."
        trouble = ours.get("trouble") or (peer or {}).get("trouble")
        if trouble:
            print(f"{label:<26}{trouble}")
            sound = False
            continue
        rate, cpu = (f"{peer['rate']:.0f}", f"{peer['server_us']:.1f}") if peer else ("-", "-")
        ratio, cpu_ratio = (f"{row['ratio']:.2f}", f"{row['cpu_ratio']:.2f}") if peer else ("", "")
        p50, p99 = (f"{ours[key]:.0f}" if key in ours else "" for key in ("p50_us", "p99_us"))
        print(f"{label:<26}{rate:>10}{ours['rate']:>10.0f}{ratio:>8}{cpu:>9}{ours['server_us']:>7.1f}{cpu_ratio:>8}{p50:>8}{p99:>8}")
        sound = sound and ours["failed"] == 0
    busy = max(side["generator"] for row in rows for side in (row["ipmi_sim"], row["bmcsim"]) if side and "generator" in side)
    print(f"The generator used up to {busy * 100:.0f} % of its core"
          + (": where it is near 100 %, the figure is its own limit and the ratio a lower bound." if busy > 0.9 else "."))
    return sound


def show_fleet(fleet):
    print(f"{fleet['bmcs']} BMCs in one process: {fleet['kib_a_bmc']:.1f} KiB each; up in {fleet['start_s']:.2f} s "
          f"({fleet['start_cpu_s']:.2f} s of processor time);\nat rest {fleet['idle_cpu'] * 100:.1f} % of a core; "
          f"asked {fleet['polls_a_second']:.0f} times a second {fleet['polled_cpu'] * 100:.1f} %, "
          f"service time p99 {fleet['poll_p99_us']:.0f} us, {fleet['polls_failed']} failed.")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--fleet", type=int, default=10_000)
    parser.add_argument("--json", type=pathlib.Path, help="write the figures there too")
    options = parser.parse_args()
    server_core, generator_core = cores_to_use()
    rows = compare(options.build, options.seconds, options.rounds, server_core, generator_core)
    sound = show(rows)
    fleet = fleet_of(options.build, options.fleet, max(5.0, options.seconds), server_core, generator_core)
    show_fleet(fleet)
    if options.json:
        options.json.write_text(json.dumps({"rows": rows, "fleet": fleet}, indent=2) + "\n", encoding="utf-8")
    sys.exit(0 if sound and fleet["polls_failed"] == 0 else 1)


if __name__ == "__main__":
    main()
