"""wsmand over TLS: versions, certificates, resumption, deadlines, several listeners, and what is said about broken files."""

import pathlib
import socket
import ssl
import tempfile
import unittest

from assay_testing import PASSWORD, USER, Server, foreign, main, program, run
from assay_testing.certificates import Authority

IDENTIFY = (
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/><s:Body>'
    '<i:Identify xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"/></s:Body></s:Envelope>'
)


def curl(url, *options, body=IDENTIFY):
    """(status, what curl said on stderr)"""
    done = run(foreign("curl"), "--silent", "--show-error", "--max-time", "20", "--noproxy", "*", "--output", "/dev/null",
               "--header", "Content-Type: application/soap+xml;charset=UTF-8", "--data-binary", "@-",
               "--write-out", "%{http_code}", *options, url, stdin=body)
    return int(done.stdout), done.stderr


class Folder(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls._folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls._folder.cleanup)
        cls.folder = pathlib.Path(cls._folder.name)
        cls.authority = Authority(cls.folder)
        cls.authority.issue("server", names=["IP:127.0.0.1", "IP:::1", "DNS:localhost"])

    def configuration(self, text, name="wsmand.toml"):
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return file


PLAIN_AND_TLS = f"""
listen = ["127.0.0.1:0", "https://127.0.0.1:0", "https://[::1]:0", "[::1]:0"]
[[user]]
name = "{USER}"
password = "{PASSWORD}"
[tls]
certificate = "server.pem"
key = "server.key"
[limits]
handshake_ms = 500
"""


class Tls(Folder):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        file = cls.folder / "wsmand.toml"
        file.write_text(PLAIN_AND_TLS, encoding="utf-8")
        cls.server = Server("wsmand", "--config", file)
        cls.plain, cls.secure, cls.secure6, cls.plain6 = cls.server.endpoints

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0

    def curl(self, url, *options, **keywords):
        return curl(url, "--user", f"{USER}:{PASSWORD}", "--cacert", self.authority.certificate, *options, **keywords)

    def connect(self, context, **keywords):
        port = int(self.secure.split("/")[2].rsplit(":", 1)[1])
        return context.wrap_socket(socket.create_connection(("127.0.0.1", port), 10), server_hostname="127.0.0.1", **keywords)

    def client_context(self):
        return ssl.create_default_context(cafile=self.authority.certificate)

    def test_every_listener_is_named_with_its_scheme_and_serves(self):
        schemes = [endpoint.split(":")[0] for endpoint in self.server.endpoints]
        self.assertEqual(schemes, ["http", "https", "https", "http"])
        for endpoint in self.server.endpoints:
            with self.subTest(endpoint):
                self.assertEqual(self.curl(endpoint), (200, ""))

    def test_both_versions_are_spoken_and_nothing_older(self):
        self.assertEqual(self.curl(self.secure, "--tlsv1.3"), (200, ""))
        self.assertEqual(self.curl(self.secure, "--tlsv1.2", "--tls-max", "1.2"), (200, ""))
        self.assertEqual(self.curl(self.secure, "--tlsv1.0", "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0")[0], 0)

    def test_only_forward_secret_ciphers(self):
        for cipher in ("AES128-GCM-SHA256", "AES256-SHA", "ECDHE-ECDSA-AES128-SHA"):
            with self.subTest(cipher):
                self.assertEqual(self.curl(self.secure, "--tls-max", "1.2", "--ciphers", cipher)[0], 0)
        self.assertEqual(self.curl(self.secure, "--tls-max", "1.2", "--ciphers", "ECDHE-ECDSA-AES128-GCM-SHA256")[0], 200)

    def test_sessions_are_resumed(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with self.subTest(version):
                context = self.client_context()
                context.maximum_version = version
                with self.connect(context) as first:
                    first.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                    first.recv(1000)  # the tickets of TLS 1.3 come with the first data
                    session = first.session
                with self.connect(context, session=session) as second:
                    self.assertTrue(second.session_reused)

    def test_large_messages_come_through_both_ways(self):
        self.assertEqual(self.curl(self.secure, body=IDENTIFY + "<!--" + "x" * 400_000 + "-->"), (200, ""))
        self.assertEqual(self.curl(self.secure, body=IDENTIFY + "<!--" + "x" * 600_000 + "-->")[0], 413)

    def test_requests_in_one_record_are_answered_in_order(self):
        head = f"POST /wsman HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n".encode()
        with self.connect(self.client_context()) as connection:
            connection.sendall(head * 3)
            seen = b""
            while seen.count(b"HTTP/1.1 401") < 3:
                more = connection.recv(65536)
                self.assertTrue(more, seen)
                seen += more

    def test_the_end_is_told(self):
        with self.connect(self.client_context()) as connection:
            connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
            seen = b""
            while more := connection.recv(65536):  # raises when the connection ends without close_notify
                seen += more
            self.assertTrue(seen.startswith(b"HTTP/1.1 404"), seen)

    def test_clear_text_and_silence_are_left(self):
        port = int(self.secure.split("/")[2].rsplit(":", 1)[1])
        for octets in (b"GET /wsman HTTP/1.1\r\nHost: a\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b""):
            with self.subTest(octets), socket.create_connection(("127.0.0.1", port), 10) as connection:
                connection.sendall(octets)
                try:
                    while connection.recv(1000):
                        pass
                except ConnectionError:
                    pass
        self.assertEqual(self.curl(self.secure), (200, ""))


class BrokenFiles(Folder):
    """Each mistake in the files ends the start with the file's name and what is wrong with it."""

    def complaint(self, tls, listen="https://127.0.0.1:0"):
        file = self.configuration(f'listen = ["{listen}"]\n[[user]]\nname = "a"\npassword = "b"\n[tls]\n{tls}\n')
        refused = run(program("wsmand"), "--config", file)
        self.assertEqual((refused.returncode, refused.stdout), (1, ""), refused.stderr)
        return refused.stderr

    def test_missing_names_and_files(self):
        self.assertIn("the certificate is not named", self.complaint(""))
        self.assertIn("nowhere.pem: cannot read the certificate", self.complaint('certificate = "nowhere.pem"'))
        self.assertIn("nowhere.key: cannot read the private key",
                      self.complaint('certificate = "server.pem"\nkey = "nowhere.key"'))
        self.assertIn("nowhere.pem: cannot read the CA file", self.complaint(
            'certificate = "server.pem"\nkey = "server.key"\nclient_certificate = "optional"\nclient_ca = "nowhere.pem"'))

    def test_files_that_hold_something_else(self):
        (self.folder / "rubbish.pem").write_text("rubbish\n", encoding="utf-8")
        self.assertIn("rubbish.pem: cannot use the certificate", self.complaint('certificate = "rubbish.pem"'))
        self.assertIn("rubbish.pem: cannot use the private key",
                      self.complaint('certificate = "server.pem"\nkey = "rubbish.pem"'))
        self.assertIn("server.pem: cannot use the private key", self.complaint('certificate = "server.pem"'))
        self.assertIn("rubbish.pem: cannot use the CA file", self.complaint(
            'certificate = "server.pem"\nkey = "server.key"\nclient_certificate = "required"\nclient_ca = "rubbish.pem"'))

    def test_a_key_of_another_certificate(self):
        self.authority.issue("other")
        said = self.complaint('certificate = "server.pem"\nkey = "other.key"')
        self.assertIn("other.key: the private key does not belong to the certificate", said)

    def test_an_encrypted_key_is_refused_and_asks_for_nothing(self):
        made = run(foreign("openssl"), "ec", "-in", self.folder / "server.key", "-aes128", "-passout", "pass:secret", "-out",
                   self.folder / "encrypted.key")
        self.assertEqual(made.returncode, 0, made.stderr)
        said = self.complaint('certificate = "server.pem"\nkey = "encrypted.key"')
        self.assertIn("encrypted.key: cannot use the private key", said)
        self.assertIn("unencrypted", said)


if __name__ == "__main__":
    main()
