"""Ten thousand idle keep-alive connections, in clear and over TLS: what they cost, and that somebody else is still served."""

import pathlib
import resource
import socket
import ssl
import tempfile
import unittest

from assay_testing import PASSWORD, USER, Server, main
from assay_testing.certificates import Authority

CONNECTIONS = 10_000
MOST_OCTETS = 250 << 20  # of resident memory, for the whole process
HEAD = b"POST /wsman-anon/identify HTTP/1.1\r\nHost: a\r\nContent-Type: application/soap+xml\r\n"
BODY = (
    b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/><s:Body>'
    b'<i:Identify xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"/></s:Body></s:Envelope>'
)
REQUEST = HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY
CONFIGURATION = f"""
listen = ["127.0.0.1:0", "https://127.0.0.1:0"]
[[user]]
name = "{USER}"
password = "{PASSWORD}"
[tls]
certificate = "server.pem"
key = "server.key"
[limits]
connections = {CONNECTIONS + 100}
idle_ms = 600000
"""


def resident(server):
    """Octets of RAM that the process holds."""
    pages = int(pathlib.Path(f"/proc/{server.process.pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def ask(connection):
    connection.sendall(REQUEST)
    answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 200"), answer[:100]


class Idle(unittest.TestCase):
    def setUp(self):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        if most < CONNECTIONS + 200:
            self.skipTest(f"the limit of open files is {most}, which is too low for {CONNECTIONS} connections")
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.authority = Authority(self.folder)
        self.authority.issue("server", names=["IP:127.0.0.1"])
        file = self.folder / "wsmand.toml"
        file.write_text(CONFIGURATION, encoding="utf-8")
        self.server = Server("wsmand", "--config", file)
        self.addCleanup(lambda: self.assertEqual(self.server.stop(within=30), 0))

    def hold(self, endpoint, wrap):
        """Opens the connections, asks something on each, and leaves them open."""
        port = int(endpoint.split("/")[2].rsplit(":", 1)[1])
        before = resident(self.server)
        connections = []
        try:
            for _ in range(CONNECTIONS):
                connection = wrap(socket.create_connection(("127.0.0.1", port), 30))
                connections.append(connection)
                ask(connection)
            after = resident(self.server)
            for connection in (connections[0], connections[-1]):
                ask(connection)
            print(f"{len(connections)} connections: {after >> 20} MiB in all, {(after - before) // CONNECTIONS} octets each")
            self.assertLess(after, MOST_OCTETS)
        finally:
            for connection in connections:
                connection.close()

    def test_in_clear(self):
        self.hold(self.server.endpoints[0], lambda plain: plain)

    def test_over_tls(self):
        context = ssl.create_default_context(cafile=self.authority.certificate)
        self.hold(self.server.endpoints[1], lambda plain: context.wrap_socket(plain, server_hostname="127.0.0.1"))


if __name__ == "__main__":
    main()
