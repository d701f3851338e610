"""A relay between an IPMI client and a BMC that counts what passes: what a client had to send twice shows here, however
slow the machine is."""

import selectors
import socket
import threading
import time


class LanTap:
    """Forwards datagrams from `address`:`port` to the BMC on 127.0.0.1 and back. Use it as a context manager.

    A client that speaks in turns, as the IPMI tools do, gets one answer for each request; take() tells how many there
    were of both, and the longest time that a request waited for its answer.
    """

    def __init__(self, bmc_port, address="127.0.0.1", port=0):
        self._bmc = ("127.0.0.1", int(bmc_port))
        self._front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._front.bind((address, port))
        self.port = str(self._front.getsockname()[1])
        self._back = {}  # of each client's address
        self._wake, self._woken = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        for end in (self._front, self._woken):
            self._selector.register(end, selectors.EVENT_READ)
        self._lock = threading.Lock()
        self._reset()
        self._thread = threading.Thread(target=self._forward, daemon=True)

    def _reset(self):
        self._requests = self._answers = 0
        self._asked_at = None
        self._longest = 0.0

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._wake.send(b"end")
        self._thread.join()
        for end in (self._front, self._wake, self._woken, *self._back.values()):
            end.close()
        self._selector.close()

    def take(self):
        """(requests, answers, longest wait in seconds) since the last call. Clients of earlier calls are forgotten."""
        with self._lock:
            counts = (self._requests, self._answers, self._longest)
            self._reset()
            for back in self._back.values():
                self._selector.unregister(back)
                back.close()
            self._back.clear()
            return counts

    def _forward(self):
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._woken:
                    return
                with self._lock:
                    self._pass_on(key)

    def _pass_on(self, key):
        if key.fileobj is self._front:
            datagram, client = self._front.recvfrom(65536)
            self._requests += 1
            self._asked_at = time.monotonic()
            self._of(client).send(datagram)
        elif key.data in self._back:
            self._front.sendto(key.fileobj.recv(65536), key.data)
            self._answers += 1
            if self._asked_at is not None:
                self._longest = max(self._longest, time.monotonic() - self._asked_at)

    def _of(self, client):
        if client not in self._back:
            back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            back.connect(self._bmc)
            self._back[client] = back
            self._selector.register(back, selectors.EVENT_READ, client)
        return self._back[client]
