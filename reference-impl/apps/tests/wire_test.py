"""wsmand over a raw socket: what a hostile, careless or slow peer sends, and what it gets.

After every hostile exchange the same server has to answer Identify, so that a crash cannot look like a refusal.
"""

import base64
import contextlib
import hashlib
import pathlib
import resource
import socket
import tempfile
import time
import unittest

from assay_testing import PASSWORD, USER, Server, main, program, run

AUTHORIZATION = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
SOAP = "application/soap+xml;charset=UTF-8"
IDENTIFY = (
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/><s:Body>'
    '<i:Identify xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"/></s:Body></s:Envelope>'
)
CONFIGURATION = """
listen = ["127.0.0.1:0"]
conformance = true
[[user]]
name = "assay"
password = "assay-demo"
[limits]
idle_ms = 3000
receive_ms = 1500
"""


def head(length=None, method="POST", path="/wsman", version="1.1", **fields):
    """A request's head; a field given as None is left out."""
    lines = {"Host": "localhost", "Authorization": AUTHORIZATION, "Content-Type": SOAP}
    if length is not None:
        lines["Content-Length"] = str(length)
    lines.update({name.replace("_", "-"): value for name, value in fields.items()})
    text = f"{method} {path} HTTP/{version}\r\n"
    text += "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
    return (text + "\r\n").encode("latin-1")


def post(body, **fields):
    octets = body.encode() if isinstance(body, str) else body
    return head(len(octets), **fields) + octets


def envelope(body, before=""):
    return before + IDENTIFY.replace("<i:Identify", body + "<i:Identify")


class Answer:
    """One response: its status (0 when the connection ended without one), fields in lower case and body."""

    def __init__(self, status=0, fields=None, body=b""):
        self.status, self.fields, self.body = status, fields or {}, body


class Connection:
    def __init__(self, server, timeout=10):
        self.socket = socket.create_connection(("127.0.0.1", int(server.port)), timeout)
        self.rest = b""

    def send(self, octets):
        self.socket.sendall(octets)

    def _more(self):
        try:
            octets = self.socket.recv(65536)
        except ConnectionError:
            octets = b""
        self.rest += octets
        return bool(octets)

    def read(self):
        """The next response."""
        while b"\r\n\r\n" not in self.rest:
            if not self._more():
                return Answer()
        text, self.rest = self.rest.split(b"\r\n\r\n", 1)
        lines = text.decode("latin-1").split("\r\n")
        fields = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines[1:])}
        length = int(fields.get("content-length", "0"))
        while len(self.rest) < length and self._more():
            pass
        body, self.rest = self.rest[:length], self.rest[length:]
        return Answer(int(lines[0].split()[1]), fields, body)

    def is_closed(self):
        """Whether the peer ends the connection within the socket's timeout."""
        while self._more():
            pass
        return True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


class Wire(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        file = pathlib.Path(cls.folder.name) / "wsmand.toml"
        file.write_text(CONFIGURATION, encoding="utf-8")
        cls.server = Server("wsmand", "--config", file)

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        cls.folder.cleanup()
        assert code == 0, f"wsmand ended with {code}: {cls.server.log()}"

    def tearDown(self):
        self.assertTrue(self.server.is_alive(), "wsmand did not survive: " + self.server.log())
        with Connection(self.server) as canary:
            canary.send(post(IDENTIFY))
            self.assertEqual(canary.read().status, 200, "wsmand no longer answers Identify")

    def talk(self, octets, half_close=False):
        with Connection(self.server) as connection:
            connection.send(octets)
            if half_close:
                connection.socket.shutdown(socket.SHUT_WR)
            return connection.read()

    def assert_fault(self, answer, subcode, status=400):
        self.assertEqual(answer.status, status, answer.body)
        self.assertIn(subcode.encode(), answer.body)
        self.assertTrue(answer.fields["content-type"].startswith("application/soap+xml"))

    # Framing

    def test_one_octet_a_segment(self):
        with Connection(self.server) as connection:
            connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for octet in post(IDENTIFY):
                connection.send(bytes([octet]))
            self.assertEqual(connection.read().status, 200)

    def test_pipelining_answers_in_order(self):
        with Connection(self.server) as connection:
            connection.send(post(IDENTIFY) + post("broken") + head(method="GET") + post(IDENTIFY))
            self.assertEqual([connection.read().status for _ in range(4)], [200, 400, 405, 200])

    def test_each_answer_comes_in_one_piece(self):
        # Two writes for one answer make clients that delay acknowledgements wait for 40 ms.
        with Connection(self.server) as connection:
            for _ in range(50):
                connection.send(post(IDENTIFY))
                piece = connection.socket.recv(65536)
                text, body = piece.split(b"\r\n\r\n", 1)
                self.assertIn(b"Content-Length: %d\r\n" % len(body), text + b"\r\n")

    def test_chunks(self):
        middle = len(IDENTIFY) // 2
        parts = [IDENTIFY[:middle].encode(), IDENTIFY[middle:].encode()]
        body = b"".join(b"%x;extension=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\nTrailer: 1\r\n\r\n"
        self.assertEqual(self.talk(head(Transfer_Encoding="chunked") + body).status, 200)

    def test_chunks_without_end_of_size_or_too_many(self):
        answer = self.talk(head(Transfer_Encoding="chunked") + b"zz\r\n")
        self.assertEqual(answer.status, 400)
        piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        answer = self.talk(head(Transfer_Encoding="chunked") + piece * 9)
        self.assertEqual(answer.status, 413)

    def test_endless_chunk_extensions_and_trailers(self):
        extension = b"5;" + b"a" * 1_000_000 + b"\r\nhello\r\n0\r\n\r\n"
        trailer = b"0\r\n" + b"Field: value\r\n" * 70_000 + b"\r\n"
        for authorization, status in ((AUTHORIZATION, 413), (None, 401)):
            for body in (extension, trailer):
                with self.subTest(status=status, body=body[:10]):
                    answer = self.talk(head(Transfer_Encoding="chunked", Authorization=authorization) + body)
                    self.assertEqual((answer.status, answer.fields.get("connection")), (status, "close"))

    def test_truncated_body(self):
        self.assertEqual(self.talk(head(len(IDENTIFY)) + IDENTIFY[:50].encode(), half_close=True).status, 400)

    def test_truncated_head(self):
        self.assertEqual(self.talk(head(5)[:40], half_close=True).status, 400)

    def test_body_longer_than_its_length(self):
        with Connection(self.server) as connection:
            connection.send(post(IDENTIFY) + b"<surplus/>\r\n\r\n")
            self.assertEqual(connection.read().status, 200)
            self.assertEqual(connection.read().status, 400)
            self.assertTrue(connection.is_closed())

    def test_impossible_lengths(self):
        for length in ("-1", "many", "1e3", "99999999999999999999999", "5, 6"):
            with self.subTest(length):
                self.assertEqual(self.talk(head(length)).status, 400)

    def test_two_lengths_or_length_and_chunks(self):
        self.assertEqual(self.talk(head(5, content_length="6") + b"12345").status, 400)
        self.assertEqual(self.talk(head(5, Transfer_Encoding="chunked") + b"0\r\n\r\n").status, 400)

    def test_unknown_transfer_coding(self):
        answer = self.talk(head(Transfer_Encoding="gzip, chunked") + b"0\r\n\r\n")
        self.assertEqual((answer.status, answer.fields["connection"]), (501, "close"))

    def test_large_body_is_refused_and_the_connection_stays(self):
        with Connection(self.server) as connection:
            connection.send(post("x" * 600_000) + post(IDENTIFY))
            self.assertEqual(connection.read().status, 413)
            self.assertEqual(connection.read().status, 200)

    def test_huge_length_is_refused_at_once(self):
        answer = self.talk(head(10**12))
        self.assertEqual(answer.status, 413)
        self.assertEqual(answer.fields["connection"], "close")

    def test_large_head(self):
        self.assertEqual(self.talk(head(0, X="x" * 40_000)).status, 431)

    def test_rubbish_instead_of_http(self):
        for octets in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 50, b"GET\r\n\r\n", b"\x00" * 300):
            with self.subTest(octets[:10]):
                self.assertIn(self.talk(octets).status, (400, 405))

    def test_missing_host(self):
        self.assertEqual(self.talk(post(IDENTIFY, Host=None)).status, 400)

    def test_http10(self):
        answer = self.talk(post(IDENTIFY, version="1.0"))
        self.assertEqual((answer.status, answer.fields["connection"]), (200, "close"))
        answer = self.talk(post(IDENTIFY, version="1.0", Connection="keep-alive"))
        self.assertEqual((answer.status, answer.fields["connection"]), (200, "keep-alive"))

    # Expectations

    def test_expect_continue_is_answered_at_once(self):
        with Connection(self.server) as connection:
            connection.send(head(len(IDENTIFY), Expect="100-continue"))
            start = time.monotonic()
            self.assertEqual(connection.read().status, 100)
            self.assertLess(time.monotonic() - start, 1)
            connection.send(IDENTIFY.encode())
            self.assertEqual(connection.read().status, 200)

    def test_expect_continue_is_refused_without_the_body(self):
        self.assertEqual(self.talk(head(10**6, Expect="100-continue")).status, 413)
        self.assertEqual(self.talk(head(10, Expect="100-continue", Authorization=None)).status, 401)

    def test_other_expectations_cannot_be_met(self):
        self.assertEqual(self.talk(post(IDENTIFY, Expect="a miracle")).status, 417)

    # Slowness

    def test_slow_sender_is_told_and_left(self):
        with Connection(self.server) as connection:
            connection.send(head(len(IDENTIFY)) + IDENTIFY[:10].encode())
            self.assertEqual(connection.read().status, 408)
            self.assertTrue(connection.is_closed())

    def test_drip_does_not_prolong_a_request(self):
        with Connection(self.server) as connection:
            answered = False
            for octet in head(len(IDENTIFY))[:60]:
                try:
                    connection.send(bytes([octet]))
                except ConnectionError:
                    answered = True
                    break
                time.sleep(0.1)
            self.assertTrue(answered or connection.read().status == 408)

    def test_silence_is_left_without_a_word(self):
        with Connection(self.server) as connection:
            self.assertEqual(connection.read().status, 0)

    # Methods, paths, media types

    def test_other_methods(self):
        for method in ("GET", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"):
            with self.subTest(method):
                answer = self.talk(head(0, method=method))
                self.assertEqual((answer.status, answer.fields["allow"]), (405, "POST"))

    def test_other_paths(self):
        for path in ("/", "/wsman/", "/wsman-anon", "/../wsman", "http://localhost/other"):
            with self.subTest(path):
                self.assertEqual(self.talk(post(IDENTIFY, path=path)).status, 404)

    def test_media_types(self):
        expected = {None: 200, "": 200, "application/soap+xml": 200, "application/soap+xml; charset=\"utf-8\"": 200,
                    "text/xml": 415, "application/xml;charset=utf-8": 415, "rubbish": 415, ";": 415,
                    "application/x-www-form-urlencoded": 415}
        for media_type, status in expected.items():
            with self.subTest(media_type):
                self.assertEqual(self.talk(post(IDENTIFY, **{"Content-Type": media_type})).status, status)

    # Log on

    def test_logging_on(self):
        for value in (None, "", "Basic", "Basic !!!", "Basic " + base64.b64encode(b"assay:wrong").decode(),
                      "Basic " + base64.b64encode(b"nocolon").decode(), "Bearer abc"):
            with self.subTest(value):
                answer = self.talk(post(IDENTIFY, Authorization=value))
                self.assertEqual(answer.status, 401)
                self.assertTrue(answer.fields["www-authenticate"].startswith("Basic realm="))
                self.assertEqual(answer.body, b"")

    def test_empty_body_while_logging_on(self):
        with Connection(self.server) as connection:
            connection.send(post("") + post(IDENTIFY))
            answer = connection.read()
            self.assertEqual((answer.status, answer.body), (200, b""))
            self.assertEqual(connection.read().status, 200)

    def test_strangers_may_identify(self):
        self.assertEqual(self.talk(post(IDENTIFY, Authorization=None, WSMANIDENTIFY="unauthenticated")).status, 200)
        self.assertEqual(self.talk(post(IDENTIFY, Authorization=None, path="/wsman-anon/identify")).status, 200)
        self.assertEqual(self.talk(post("<a/>", Authorization=None, WSMANIDENTIFY="unauthenticated")).status, 401)

    # XML

    def test_document_types_and_entities(self):
        bomb = '<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {name} "{("&" + prior + ";") * 10}">' for prior, name in zip("abcdefgh", "bcdefghi")) + "]>"
        outside = '<!DOCTYPE z [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        for text in (envelope("&i;", bomb), envelope("&x;", outside), envelope("", "<!DOCTYPE s:Envelope>"),
                     envelope("&undeclared;"), envelope("<?target data?>")):
            with self.subTest(text[:60]):
                answer = self.talk(post(text))
                self.assert_fault(answer, "wsman:SchemaValidationError")
                self.assertNotIn(b"root:", answer.body)

    def test_ten_thousand_nested_elements(self):
        self.assert_fault(self.talk(post(envelope("<a>" * 10_000 + "</a>" * 10_000))), "wsman:EncodingLimit")

    def test_many_attributes(self):
        crowd = "".join(f' a{number}="1"' for number in range(5_000))
        self.assert_fault(self.talk(post(envelope(f"<a{crowd}/>"))), "wsman:EncodingLimit")

    def test_broken_xml(self):
        for text in (IDENTIFY[:-5], IDENTIFY + "<more/>", "plain", "<a>", "\x00", IDENTIFY.replace("<s:Header/>", "\x01")):
            with self.subTest(text[-20:]):
                self.assert_fault(self.talk(post(text)), "wsman:SchemaValidationError")

    def test_encodings_are_answered_alike(self):
        for codec, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
            for with_mark in (True, False):
                for text, status in ((IDENTIFY, 200), ("<broken", 400)):
                    with self.subTest(codec=codec, with_mark=with_mark, text=text[:8]):
                        body = (mark if with_mark else b"") + text.encode(codec)
                        answer = self.talk(post(body, **{"Content-Type": "application/soap+xml;charset=UTF-16"}))
                        self.assertEqual(answer.status, status)
                        self.assertTrue(answer.body.startswith(mark), answer.body[:10])
                        self.assertEqual(answer.fields["content-type"], "application/soap+xml;charset=UTF-16")
                        self.assertIn("s:Envelope", answer.body.decode("utf-16"))

    def test_octets_that_are_not_their_encoding(self):
        self.assert_fault(self.talk(post(IDENTIFY.encode().replace(b"<s:Header/>", b"<s:Header>\xff</s:Header>"))),
                          "UnsupportedCharacter")
        self.assert_fault(self.talk(post(IDENTIFY, **{"Content-Type": "application/soap+xml;charset=latin1"})), "CharacterSet")


def costly_configuration(limits=""):
    """A configuration whose one password takes a good part of a second to verify."""
    salt, cost, blocks = b"salt", 32768, 16
    key = hashlib.scrypt(PASSWORD.encode(), salt=salt, n=cost, r=8, p=blocks, dklen=32, maxmem=1 << 28)
    text = "$".join(("scrypt", str(cost), "8", str(blocks), base64.b64encode(salt).decode(), base64.b64encode(key).decode()))
    return f'listen = ["127.0.0.1:0"]\n[[user]]\nname = "{USER}"\npassword_hash = "{text}"\n[limits]\n{limits}\n'


class CostlyPassword(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = pathlib.Path(folder.name) / "wsmand.toml"

    def test_a_deadline_that_passes_while_logging_on_still_holds(self):
        self.file.write_text(costly_configuration("receive_ms = 100"), encoding="utf-8")
        with Server("wsmand", "--config", self.file) as server, Connection(server) as connection:
            connection.send(head(len(IDENTIFY)) + IDENTIFY[:10].encode())
            self.assertEqual(connection.read().status, 408)
            self.assertTrue(connection.is_closed())

    def test_a_server_ends_cleanly_while_passwords_are_verified(self):
        self.file.write_text(costly_configuration(), encoding="utf-8")
        # Freed memory is overwritten, so that using it does not go well by luck.
        overwrite_freed = {"GLIBC_TUNABLES": "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0"}
        with Server("wsmand", "--config", self.file, env=overwrite_freed) as server, contextlib.ExitStack() as open_ones:
            for _ in range(8):
                open_ones.enter_context(Connection(server)).send(post(IDENTIFY))
            with Connection(server) as refused:  # its answer says that the others have been read
                refused.send(post(IDENTIFY, path="/other"))
                self.assertEqual(refused.read().status, 404)
            self.assertEqual(server.stop(), 0)

    def test_a_password_there_is_no_memory_for_is_answered(self):
        self.file.write_text(costly_configuration(), encoding="utf-8")
        with Server("wsmand", "--config", self.file) as server:
            pages = int(pathlib.Path(f"/proc/{server.process.pid}/statm").read_text().split()[0])
            limit = pages * resource.getpagesize() + (8 << 20)  # verification takes 32 MiB
            resource.prlimit(server.process.pid, resource.RLIMIT_AS, (limit, limit))
            with Connection(server) as connection:
                connection.send(post(IDENTIFY))
                answer = connection.read()
                self.assertEqual((answer.status, answer.fields.get("connection")), (500, "close"))


class Start(unittest.TestCase):
    def test_a_port_in_use_is_said_clearly(self):
        with Server("wsmand", "--demo", "--listen", "127.0.0.1:0") as first:
            second = run(program("wsmand"), "--demo", "--listen", f"127.0.0.1:{first.port}")
            self.assertEqual(second.returncode, 1)
            self.assertIn(f"127.0.0.1:{first.port}: cannot listen there", second.stderr)
            self.assertEqual(second.stdout, "")

    def test_passwords_do_not_travel_in_clear_text(self):
        refused = run(program("wsmand"), "--demo", "--listen", "0.0.0.0:0")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("allow_unencrypted", refused.stderr)

    def test_a_mistake_in_the_configuration_is_said_with_its_line(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "bad.toml"
            file.write_text("threads = 1\nport = 5985\n", encoding="utf-8")
            refused = run(program("wsmand"), "--config", file)
            self.assertEqual(refused.returncode, 1)
            self.assertIn("bad.toml:2: unknown key 'port'", refused.stderr)
            missing = run(program("wsmand"), "--config", file.with_name("none.toml"))
            self.assertEqual(missing.returncode, 1)
            self.assertIn("none.toml", missing.stderr)

    def test_a_password_is_hashed_for_the_configuration(self):
        made = run(program("wsmand"), "--hash-password", stdin="open sesame\n")
        self.assertEqual(made.returncode, 0)
        self.assertRegex(made.stdout, r"^scrypt\$16384\$8\$1\$[^$]+\$[^$]+\n$")
        self.assertEqual(run(program("wsmand"), "--hash-password").returncode, 1)

    def test_wrong_usage_has_a_code_of_its_own(self):
        self.assertEqual(run(program("wsmand"), "--no-such-option").returncode, 64)

    def test_several_threads_and_listeners_serve_alike(self):
        with Server("wsmand", "--demo", "--threads", "3", "--listen", "127.0.0.1:0", "--listen", "[::1]:0") as server:
            self.assertEqual(len(server.endpoints), 2)
            for _ in range(6):
                with Connection(server) as connection:
                    connection.send(post(IDENTIFY))
                    self.assertEqual(connection.read().status, 200)
            self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    main()
