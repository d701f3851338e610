"""What went over the wire, without a privileged recorder: a relay that keeps it, and the pcap of it."""

import contextlib
import socket
import struct
import subprocess
import threading
import time
import unittest

from . import foreign, wait_for

SEGMENT = 1400


class Recorder:
    """Relays connections to a port on loopback and keeps their octets.

    `connections` holds a list a connection of (is_client, octets, seconds), in the order in which they passed.
    """

    def __init__(self, port):
        self._port = int(port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.connections = []
        self._busy = []
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._busy:
            thread.join(5)

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            service = socket.create_connection(("127.0.0.1", self._port))
            passed = []
            self.connections.append(passed)
            for source, sink, is_client in ((client, service, True), (service, client, False)):
                thread = threading.Thread(target=self._pump, args=(source, sink, is_client, passed), daemon=True)
                thread.start()
                self._busy.append(thread)

    @staticmethod
    def _pump(source, sink, is_client, passed):
        with contextlib.suppress(OSError):
            while octets := source.recv(65536):
                passed.append((is_client, octets, time.time()))
                sink.sendall(octets)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)


def _datagram(from_port, to_port, sequence, acknowledgement, flags, payload=b""):
    tcp = struct.pack(">HHIIBBHHH", from_port, to_port, sequence % 2**32, acknowledgement % 2**32, 0x50, flags, 65535, 0, 0)
    head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 40 + len(payload), 1, 0, 64, 6, 0, b"\x7f\0\0\1", b"\x7f\0\0\1")
    return head + tcp + payload


def packets_of(connections, port, disorder=False):
    """[(seconds, datagram)] of a Recorder's connections to a service on `port`; with disorder, as a bad network would
    bring them: neighbours swapped and every third packet twice."""
    packets = []
    for number, passed in enumerate(connections):
        client_port = 20000 + number
        ports = {True: (client_port, port), False: (port, client_port)}
        following = {True: 2**32 - 100, False: 7}  # the client's numbers wrap around
        began = passed[0][2] if passed else 0
        made = [(began, _datagram(*ports[True], following[True] - 1, 0, 2)),
                (began, _datagram(*ports[False], following[False] - 1, following[True], 18))]
        data = []
        for is_client, octets, at in passed:
            for begin in range(0, len(octets), SEGMENT):
                piece = octets[begin:begin + SEGMENT]
                data.append((at, _datagram(*ports[is_client], following[is_client], following[not is_client], 24, piece)))
                following[is_client] += len(piece)
        ended = passed[-1][2] if passed else 0
        made += _disordered(data) if disorder else data
        made += [(ended, _datagram(*ports[side], following[side], following[not side], 17)) for side in (True, False)]
        packets += made
    return sorted(packets, key=lambda packet: packet[0])


def _disordered(data):
    """Segments of one direction change places; what answers a segment never comes before it."""
    swapped = list(data)
    for at in range(0, len(swapped) - 1, 2):
        one, other = swapped[at], swapped[at + 1]
        if one[1][20:22] == other[1][20:22]:
            swapped[at], swapped[at + 1] = (one[0], other[1]), (other[0], one[1])
    return [packet for number, each in enumerate(swapped) for packet in ([each, each] if number % 3 == 0 else [each])]


def write_pcap(path, packets, snapshot=262144):
    """Writes [(seconds, datagram)] as a pcap of raw IP."""
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, snapshot, 101))
        for at, packet in packets:
            kept = packet[:snapshot]
            out.write(struct.pack("<IIII", int(at), int(at % 1 * 1e6), len(kept), len(packet)) + kept)


class Tcpdump:
    """Records a port of the loopback interface into a file while it is entered; skips the test, with the reason, where
    that is not allowed."""

    def __init__(self, path, port):
        command = [foreign("tcpdump"), "-i", "lo", "-s", "0", "-U", "--immediate-mode", "-w", str(path), "tcp", "port", str(port)]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self._path = path

    def __enter__(self):
        last = said = self._process.stderr.readline()
        while said and "listening on" not in said:
            last, said = said, self._process.stderr.readline()
        if not said:
            self._process.wait()
            raise unittest.SkipTest(f"tcpdump cannot record: {last.strip()}")
        return self

    def __exit__(self, *_):
        sizes = []

        def is_quiet():
            sizes.append(self._path.stat().st_size)
            return len(sizes) > 10 and len(set(sizes[-10:])) == 1
        wait_for(is_quiet, seconds=5, step=0.03)
        self._process.terminate()
        self._process.wait(10)
        self._process.stderr.close()
