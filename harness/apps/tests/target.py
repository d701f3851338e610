"""A scripted WS-Man target that misbehaves on demand: just enough HTTP for the end-to-end tests of `assay`."""

import base64
import socket
import threading

NS = 'xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsmid="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"'
IDENTIFIED = (
    f"<s:Envelope {NS}><s:Header/><s:Body><wsmid:IdentifyResponse>"
    "<wsmid:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd</wsmid:ProtocolVersion>"
    "<wsmid:ProductVendor>Scripted</wsmid:ProductVendor><wsmid:ProductVersion>1</wsmid:ProductVersion>"
    "</wsmid:IdentifyResponse></s:Body></s:Envelope>"
).encode()

AUTHORIZATION = "Basic " + base64.b64encode(b"tester:s3cret-word").decode()


def answer(status, body=b"", reason="OK"):
    head = f"HTTP/1.1 {status} {reason}\r\nContent-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class Last(bytes):
    """Octets to answer with before the target stops serving altogether."""


class Target:
    """Serves on loopback until it is left. `misbehave(request)` may give octets to answer with instead, None to be silent,
    or "die" or a Last to stop serving altogether. With an ssl.SSLContext it speaks TLS."""

    def __init__(self, misbehave=lambda request: ..., tls=None):
        self._misbehave = misbehave
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
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
        if self._tls:
            try:
                connection = self._tls.wrap_socket(connection, server_side=True)
            except OSError:
                return
        with connection:
            pending = b""
            while self._alive:
                request, pending = self._read(connection, pending)
                if request is None:
                    return
                self.requests.append(request)
                reply = self._reply(request)
                if reply == "die":
                    self._die()
                    return
                if isinstance(reply, Last):
                    self._die()  # first, so that whoever has the answer finds nobody any more
                    connection.sendall(reply)
                    return
                if reply is None:
                    connection.recv(1)  # silent until the client gives up
                    return
                try:
                    connection.sendall(reply)
                except OSError:
                    return  # the client has seen enough

    def _reply(self, request):
        reply = self._misbehave(request)
        if reply is not ...:
            return reply
        if f"Authorization: {AUTHORIZATION}".encode() not in request:
            return answer(401, reason="Unauthorized")
        return answer(200, IDENTIFIED)

    @staticmethod
    def _read(connection, pending):
        """One request with a Content-Length; None at the end of the connection."""
        try:
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
                rest += connection.recv(65536)
            return head + b"\r\n\r\n" + rest[:length], rest[length:]
        except OSError:
            return None, b""
