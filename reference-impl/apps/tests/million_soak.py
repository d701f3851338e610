"""A million instances in the repository: enumerating them all takes little memory, and open enumerations cost the others
nothing."""

import pathlib
import re
import sqlite3
import statistics
import tempfile
import time
import unittest

import assay_testing
from assay_testing import Server
from repository_kill import CONFIG, ENUMERATION, TRANSFER, Client

COUNT = 1_000_000
MOST_OVER_IDLE = 64 << 20
OPEN = 1000


def name_of(number):
    return f"node-{number:07}"


def entry(number):
    """(key, value) as the repository writes an Assay_Node: the name, and the weight as a number of two octets."""
    name = name_of(number).encode()
    return name + b"\0\1", bytes([128 + len(name)]) + name + bytes([3, 0x80 | number % 128, 1])


def fill(file):
    with sqlite3.connect(file) as database:
        bin_id = database.execute("SELECT id FROM bin WHERE name = 'root/assay:Assay_Node'").fetchone()[0]
        database.execute("DELETE FROM entry WHERE bin = ?", (bin_id,))
        database.executemany("INSERT INTO entry VALUES (?, ?, ?)", ((bin_id, *entry(number)) for number in range(COUNT)))
    database.close()


def resident(server, what="VmHWM"):
    """Octets: VmHWM is the most that there ever were, VmRSS what there is."""
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    return int(re.search(rf"{what}:\s+(\d+) kB", status)[1]) << 10


class Walk:
    """One enumeration by hand."""

    def __init__(self, client):
        self._client = client
        text = self._ask("Enumerate", "")
        self._context = re.search(r"EnumerationContext>([^<]+)<", text)[1]

    def _ask(self, what, content):
        status, text = self._client.ask(f"{ENUMERATION}/{what}", None,
                                        f'<n:{what} xmlns:n="{ENUMERATION}">{content}</n:{what}>', "512000")
        assert status == 200, text
        return text

    def pull(self, most):
        """The names of the next instances, and whether there are more."""
        text = self._ask("Pull", f"<n:EnumerationContext>{self._context}</n:EnumerationContext>"
                         f"<n:MaxElements>{most}</n:MaxElements>")
        return re.findall(r":Name>([^<]+)<", text), "EndOfSequence" not in text


class Million(unittest.TestCase):
    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        config = folder / "wsmand.toml"
        config.write_text(CONFIG, encoding="utf-8")
        with Server("wsmand", "--config", config, "--listen", "127.0.0.1:0"):
            pass  # makes the file
        fill(folder / "instances.db")
        self.wsmand = self.enterContext(Server("wsmand", "--config", config, "--listen", "127.0.0.1:0", ready_within=120))
        self.client = Client(self.wsmand.port)
        self.assertEqual(self.client.weight(name_of(COUNT - 1)), (COUNT - 1) % 128 + 128)

    def walk_all(self, most):
        idle = resident(self.wsmand)
        walk, seen, more = Walk(self.client), 0, True
        began = time.monotonic()
        while more:
            names, more = walk.pull(most)
            names = [name for name in names if name.startswith("node-")]  # others are of a subclass
            self.assertEqual(names, [name_of(number) for number in range(seen, seen + len(names))])
            seen += len(names)
        over = resident(self.wsmand) - idle
        print(f"MaxElements {most}: {seen} instances in {time.monotonic() - began:.1f} s, {over / 2**20:.1f} MiB over idle")
        self.assertEqual(seen, COUNT)
        self.assertLess(over, MOST_OVER_IDLE)

    def test_is_enumerated_in_little_memory(self):
        self.walk_all(1000)
        self.walk_all(COUNT)

    def test_open_enumerations_do_not_slow_a_get(self):
        def median():
            times = []
            for number in range(300):
                began = time.perf_counter()
                self.client.ask(TRANSFER + "Get", name_of(number * 3001))
                times.append(time.perf_counter() - began)
            return statistics.median(times)

        alone, before = median(), resident(self.wsmand, "VmRSS")
        for _ in range(OPEN):
            self.assertEqual(len(Walk(self.client).pull(10)[0]), 10)
        beside, each = median(), (resident(self.wsmand, "VmRSS") - before) / OPEN
        print(f"Get: {alone * 1e6:.0f} µs alone, {beside * 1e6:.0f} µs beside {OPEN} open enumerations of {each:.0f} octets")
        self.assertLess(beside, 2 * alone)


if __name__ == "__main__":
    assay_testing.main()
