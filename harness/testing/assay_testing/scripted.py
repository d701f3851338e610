"""An HTTP service that does what a test tells it to: for the end-to-end tests of programs that talk to one."""

import socket
import threading

DIE = object()


class Last(bytes):
    """Octets to answer with before the service stops serving altogether."""


def answer(body=b"", status="200 OK", fields=""):
    """The octets of a whole response; `fields` are further header lines, each with its line end."""
    body = body.encode() if isinstance(body, str) else body
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: {len(body)}\r\n{fields}\r\n"
    return head.encode() + body


class ScriptedService:
    """Serves on loopback, a thread a connection, until it is left.

    `behave(request, number)` gets the octets of a request with a Content-Length, and how many came before it. It gives the
    octets to answer with; b"" to close the connection; None to be silent until the client gives up; a Last or DIE to
    stop serving altogether. With an ssl.SSLContext the service speaks TLS. `requests` holds what came, in order.
    """

    def __init__(self, behave=lambda request, number: answer(), tls=None):
        self._behave = behave
        self._tls = tls
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self._alive = True
        self.requests = []
        self.port = self._listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}/wsman"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._die()

    def _die(self):
        self._alive = False
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._listener.close()

    def _accept(self):
        while self._alive:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                self._converse(connection)
        except (OSError, ValueError):
            pass  # the client has seen enough, or sent a length that is no number

    def _converse(self, connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        pending = b""
        while self._alive:
            request, pending = read_request(connection, pending)
            if request is None:
                return
            with self._lock:
                number = len(self.requests)
                self.requests.append(request)
            reply = self._behave(request, number)
            if reply is DIE or isinstance(reply, Last):
                self._die()  # first, so that whoever has the answer finds nobody any more
                if reply is not DIE:
                    connection.sendall(reply)
                return
            if reply is None:
                connection.recv(1)
                return
            connection.sendall(reply)
            if not reply or b"Connection: close" in reply:
                return


def read_request(connection, pending):
    """One request with a Content-Length and what came after it; (None, b"") at the end of the connection."""
    while b"\r\n\r\n" not in pending:
        octets = connection.recv(65536)
        if not octets:
            return None, b""
        pending += octets
    head, rest = pending.split(b"\r\n\r\n", 1)
    length = 0
    for line in head.split(b"\r\n")[1:]:
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    while len(rest) < length:
        octets = connection.recv(65536)
        if not octets:
            return None, b""
        rest += octets
    return head + b"\r\n\r\n" + rest[:length], rest[length:]
