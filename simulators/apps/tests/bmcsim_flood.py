"""A BMC under a flood of Open Session Requests: it lets a user in at the first attempt, and does not grow."""

import itertools
import pathlib
import socket
import subprocess
import threading
import time
import unittest

from assay_testing import Server, main

# RMCP, RMCP+ header, then Open Session Request for suite 17 at the highest privilege (IPMI 2.0 §13.17)
HEAD = bytes.fromhex("0600ff07" "0610" "00000000" "00000000" "2000")
ALGORITHMS = bytes.fromhex("0000000803000000" "0100000804000000" "0200000801000000")
RATE = 2_000  # a second
SOURCES = 600  # sockets, each with an address and a port of its own; 16 half-open sessions of each are more than a table holds


def request(number):
    return HEAD + bytes([number & 0xFF, 0, 0, 0]) + (number & 0xFFFFFFFF).to_bytes(4, "little") + ALGORITHMS


class Flood:
    """Sends in a thread until the end of the with block; counts what it sent and what came back."""

    def __init__(self, endpoint):
        host, port = endpoint.split(":")
        self.sockets = []
        for number in range(SOURCES):
            source = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            source.bind((f"127.1.{number // 100}.{number % 100 + 1}", 0))
            source.connect((host, int(port)))
            source.setblocking(False)
            self.sockets.append(source)
        self.sent = self.answered = 0
        self.ends = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        begin = time.monotonic()
        for number, source in zip(itertools.count(), itertools.cycle(self.sockets)):
            if self.ends.is_set():
                return
            while self.sent > (time.monotonic() - begin) * RATE:
                time.sleep(0.001)
            try:
                self.answered += bool(source.recv(200))
            except BlockingIOError:
                pass
            source.send(request(number))
            self.sent += 1

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ends.set()
        self.thread.join()
        for source in self.sockets:
            source.close()


class BmcUnderFlood(unittest.TestCase):
    def resident_kib(self, bmc):
        status = pathlib.Path(f"/proc/{bmc.process.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))

    def log_in(self, endpoint):
        """ipmitool without repetitions: one lost or refused packet, and it fails."""
        host, port = endpoint.split(":")
        return subprocess.run(["ipmitool", "-I", "lanplus", "-C", "17", "-H", host, "-p", port, "-U", "assay", "-P",
                               "assay-demo", "-N", "20", "-R", "0", "mc", "guid"], capture_output=True, text=True,
                              timeout=120, check=False)

    def test_lets_a_user_in_at_the_first_attempt(self):
        with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc:
            with Flood(bmc.endpoint) as flood:
                while flood.sent < 2 * RATE:  # more than the table of half-open sessions holds
                    time.sleep(0.01)
                for _ in range(5):
                    done = self.log_in(bmc.endpoint)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertIn("System GUID", done.stdout)
            self.assertGreater(flood.answered, flood.sent / 2)  # it was a flood of lawful requests

    def test_does_not_grow(self):
        with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc:
            with Flood(bmc.endpoint) as flood:
                while flood.sent < RATE:
                    time.sleep(0.01)
                before = self.resident_kib(bmc)
                while flood.sent < 6 * RATE:
                    time.sleep(0.01)
                self.assertLess(self.resident_kib(bmc) - before, 512)


if __name__ == "__main__":
    main()
