"""Who gets in and how far: Basic, Digest and client certificates with curl, grants, quotas, reload, drain, access log."""

import base64
import contextlib
import http.client
import json
import pathlib
import re
import signal
import socket
import tempfile
import time
import unittest

from assay_testing import PASSWORD, USER, Server, foreign, main, program, run, wait_for
from assay_testing.certificates import Authority, thumbprint

ITEM = "http://schemas.assay.example/wbem/1/Assay_Item"
SLOW = "http://schemas.assay.example/wbem/1/Assay_Slow"
SOAP = "application/soap+xml;charset=UTF-8"
IDENTIFY = (
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/><s:Body>'
    '<i:Identify xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"/></s:Body></s:Envelope>'
)
MUTUAL = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual"


def request(action, uri=ITEM, selectors="<w:Selector Name='Name'>item-01</w:Selector>", body=""):
    if "/" not in action:
        action = "http://schemas.xmlsoap.org/ws/2004/09/transfer/" + action
    return f"""<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
 xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">
 <s:Header><a:To>http://localhost/wsman</a:To><a:MessageID>uuid:4f0d1f3e-6a1c-4a44-9e6e-0d3f3b2f6a01</a:MessageID>
  <a:Action>{action}</a:Action>
  <a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>
  <w:ResourceURI>{uri}</w:ResourceURI>
  {selectors and f"<w:SelectorSet>{selectors}</w:SelectorSet>"}</s:Header><s:Body>{body}</s:Body></s:Envelope>"""


SLOW_GET = request("Get", SLOW, "")


def curl(url, *options, body=IDENTIFY):
    """(status, the answer's body, what curl said on stderr)"""
    done = run(foreign("curl"), "--silent", "--show-error", "--max-time", "20", "--noproxy", "*",
               "--header", f"Content-Type: {SOAP}", "--data-binary", "@-", "--write-out", "\n%{http_code}", *options, url,
               stdin=body)
    text, status = done.stdout.rsplit("\n", 1)
    return int(status), text, done.stderr


def basic(user=USER, password=PASSWORD):
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode(), "Content-Type": SOAP}


def post(port, body, headers=None, timeout=20, host="127.0.0.1"):
    """An open connection with one request sent; getresponse() reads the answer."""
    connection = http.client.HTTPConnection(host, int(port), timeout=timeout)
    connection.request("POST", "/wsman", body, headers or basic())
    return connection


def entry_for(user, password, realm=None):
    options = ["--realm", realm] if realm else []
    made = run(program("wsmand"), "--hash-password", "--user", user, *options, stdin=password + "\n")
    assert made.returncode == 0, made.stderr
    return made.stdout


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, text):
        file = self.folder / "wsmand.toml"
        file.write_text(text, encoding="utf-8")
        return file

    @contextlib.contextmanager
    def serve(self, text):
        with Server("wsmand", "--config", self.write(text)) as server:
            yield server

    def status(self, server, user=USER, password=PASSWORD, scheme="--basic"):
        return curl(server.endpoint, scheme, "--user", f"{user}:{password}")[0]


HERE = 'listen = ["127.0.0.1:0"]\nconformance = true\n'
ASSAY = f'[[user]]\nname = "{USER}"\npassword = "{PASSWORD}"\n'


class Schemes(Case):
    def test_entries_are_made_by_the_program_and_hold_no_password(self):
        entry = entry_for("jäger", "grün und blau")
        self.assertNotIn("grün", entry)
        self.assertRegex(entry, r'(?m)^password_hash = "scrypt\$')
        self.assertRegex(entry, r'(?m)^digest_sha256 = "[0-9a-f]{64}"$')
        self.assertRegex(entry, r'(?m)^digest_md5 = "[0-9a-f]{32}"$')
        with self.serve(HERE + entry) as server:
            for scheme in ("--basic", "--digest", "--anyauth"):
                with self.subTest(scheme):
                    self.assertEqual(self.status(server, "jäger", "grün und blau", scheme), 200)
                    self.assertEqual(self.status(server, "jäger", "gruen und blau", scheme), 401)

    def test_what_is_offered_is_what_is_configured(self):
        expected = {"": ["Digest SHA-256", "Digest MD5", "Basic"],
                    "[auth]\nbasic = false": ["Digest SHA-256", "Digest MD5"],
                    '[auth]\ndigest = ["MD5", "SHA-256"]': ["Digest MD5", "Digest SHA-256", "Basic"],
                    "[auth]\ndigest = []": ["Basic"]}
        for text, offered in expected.items():
            with self.subTest(text), self.serve(HERE + text + "\n" + entry_for("a", "b")) as server:
                response = post(server.port, IDENTIFY, {"Content-Type": SOAP}).getresponse()
                self.assertEqual(response.status, 401)
                fields = response.headers.get_all("WWW-Authenticate")
                seen = [field.split()[0] + (" " + re.search("algorithm=([^,]*)", field)[1] if "algorithm" in field else "")
                        for field in fields]
                self.assertEqual(seen, offered)
                self.assertEqual(self.status(server, "a", "b", "--basic"), 200 if "Basic" in offered else 401)
                self.assertEqual(self.status(server, "a", "b", "--digest"), 200 if "Digest MD5" in offered else 401)

    def test_a_realm_of_ones_own(self):
        with self.serve(HERE + '[auth]\nrealm = "an \\"inner\\" realm"\n' + entry_for("a", "b", 'an "inner" realm')) as server:
            self.assertEqual(self.status(server, "a", "b", "--digest"), 200)
        with self.serve(HERE + entry_for("a", "b", "another realm")) as server:
            self.assertEqual(self.status(server, "a", "b", "--digest"), 401)

    def test_digest_with_a_body_that_is_sent_twice_over_one_connection(self):
        with self.serve(HERE + ASSAY) as server:
            said = curl(server.endpoint, "--digest", "--user", f"{USER}:{PASSWORD}", "--verbose", body=request("Get"))
            self.assertEqual(said[0], 200, said)
            self.assertIn("item-01", said[1])
            self.assertEqual(said[2].count("Connected to"), 1)
            self.assertIn("algorithm=SHA-256", said[2])

    def test_identify_needs_nobody_and_the_rest_does(self):
        with self.serve(HERE + ASSAY) as server:
            anonymous = server.endpoint + "-anon/identify"
            self.assertEqual(curl(anonymous)[0], 200)
            self.assertEqual(curl(anonymous, body=request("Get"))[0], 401)
            self.assertEqual(curl(server.endpoint, body=request("Get"))[0], 401)
            status, text, _ = curl(server.endpoint, "--user", f"{USER}:{PASSWORD}")
            self.assertEqual(status, 200)
            profiles = re.findall("secprofile/([a-z/]*)<", text)
            self.assertEqual(profiles, ["http/basic", "http/digest"])

    def test_ipv6(self):
        with self.serve('listen = ["[::1]:0"]\n' + ASSAY) as server:
            self.assertTrue(server.endpoint.startswith("http://[::1]:"))
            for scheme in ("--basic", "--digest"):
                self.assertEqual(self.status(server, scheme=scheme), 200)


class Certificates(Case):
    def setUp(self):
        super().setUp()
        self.ours = Authority(self.folder, "ours")
        self.theirs = Authority(self.folder, "theirs")
        self.ours.issue("server", names=["IP:127.0.0.1"])
        self.operator = self.ours.issue("operator", names=["email:operator@example.org"])
        (self.folder / "clients.pem").write_text(
            self.ours.certificate.read_text() + self.theirs.certificate.read_text(), encoding="utf-8")

    def configuration(self, wish, rule):
        return (f'listen = ["https://127.0.0.1:0"]\nconformance = true\n{ASSAY}[[user]]\nname = "carded"\n'
                f'[tls]\ncertificate = "server.pem"\nkey = "server.key"\nclient_ca = "clients.pem"\n'
                f'client_certificate = "{wish}"\n[[certificate]]\nuser = "carded"\n{rule}\n')

    def curl(self, server, identity=None, *options, body=IDENTIFY):
        if identity:
            options = ("--cert", identity[0], "--key", identity[1], *options)
        return curl(server.endpoint, "--cacert", self.ours.certificate, *options, body=body)

    def test_a_certificate_that_a_rule_knows_is_its_user(self):
        issuer = f'issuer = "{thumbprint(self.ours.certificate)}"'
        with self.serve(self.configuration("optional", issuer + '\nsubject = "*@example.org"')) as server:
            status, text, said = self.curl(server, self.operator)
            self.assertEqual(status, 200, said)
            self.assertIn("secprofile/https/mutual<", text)
            self.assertEqual(self.curl(server, self.operator, "--header", f"Authorization: {MUTUAL}")[0], 200)
            self.assertEqual(self.curl(server, self.operator, "--user", f"{USER}:{PASSWORD}")[0], 200)
            self.assertEqual(self.curl(server, self.operator, "--user", f"{USER}:wrong")[0], 401)
            self.assertEqual(self.curl(server, self.ours.issue("guest"))[0], 401)
            self.assertEqual(self.curl(server, self.theirs.issue("foreign", names=["email:operator@example.org"]))[0], 401)
            self.assertEqual(self.curl(server)[0], 401)
            self.assertEqual(self.curl(server, None, "--user", f"{USER}:{PASSWORD}")[0], 200)

    def test_rules_may_name_one_certificate_by_its_thumbprint(self):
        for digest in ("sha1", "sha256"):
            rule = f'thumbprint = "{thumbprint(self.operator[0], digest)}"'
            with self.subTest(digest), self.serve(self.configuration("required", rule)) as server:
                self.assertEqual(self.curl(server, self.operator)[0], 200)
                self.assertEqual(self.curl(server, self.ours.issue("guest"))[0], 401)

    def test_a_rule_may_hold_for_some_resources_only(self):
        rule = f'issuer = "{thumbprint(self.ours.certificate)}"\nuri = "http://schemas.assay.example/wbem/1/Assay_I*"'
        with self.serve(self.configuration("required", rule)) as server:
            self.assertIn("item-01", self.curl(server, self.operator, body=request("Get"))[1])
            self.assertIn("wsman:AccessDenied", self.curl(server, self.operator, body=SLOW_GET)[1])

    def test_without_a_certificate_nobody_comes_in_where_one_is_required(self):
        rule = f'issuer = "{thumbprint(self.ours.certificate)}"'
        with self.serve(self.configuration("required", rule)) as server:
            self.assertEqual(self.curl(server, None, "--user", f"{USER}:{PASSWORD}")[0], 0)
            stranger = Authority(self.folder, "stranger").issue("operator2")
            self.assertEqual(self.curl(server, stranger)[0], 0)
            self.assertEqual(self.curl(server, self.operator)[0], 200)


class Grants(Case):
    def test_what_is_not_granted_is_denied_and_changes_nothing(self):
        prefix = ITEM.rsplit("_", 1)[0]
        grants = (f'[[user.grant]]\nresource = "{prefix}"\nrights = ["read"]\n'
                  f'[[user.grant]]\nresource = "{prefix}_Slow"\nrights = []\n')
        with self.serve(HERE + ASSAY + '[[user]]\nname = "reader"\npassword = "r"\n' + grants) as server:
            def gist(user, password, *what, **more):
                text = curl(server.endpoint, "--user", f"{user}:{password}", body=request(*what, **more))[1]
                found = re.search("<s:Subcode><s:Value>([^<]*)<", text)
                return found[1] if found else "done"
            reader = ("reader", "r")
            self.assertEqual(gist(*reader, "Get"), "done")
            self.assertEqual(gist(*reader, "Get", SLOW), "wsman:AccessDenied")
            self.assertEqual(gist(*reader, "Get", SLOW.upper()), "wsman:AccessDenied")
            self.assertEqual(gist(*reader, "Get", "urn:elsewhere"), "wsman:AccessDenied")
            self.assertEqual(gist(*reader, "Delete"), "wsman:AccessDenied")
            self.assertEqual(gist(*reader, "Put"), "wsman:AccessDenied")
            self.assertEqual(gist(*reader, "Create"), "wsman:AccessDenied")
            self.assertEqual(gist(*reader, ITEM + "/Reset"), "wsman:AccessDenied")
            self.assertEqual(gist(USER, PASSWORD, "Get"), "done")
            self.assertEqual(gist(USER, PASSWORD, "Delete"), "done")
            self.assertEqual(gist(USER, PASSWORD, "Get"), "wsa:DestinationUnreachable")


class Quotas(Case):
    def test_operations_beyond_a_users_share_get_a_fault(self):
        other = '[[user]]\nname = "other"\npassword = "o"\n'
        with self.serve(HERE + ASSAY + other + "[limits]\noperations_per_user = 2\n") as server:
            slow = [post(server.port, SLOW_GET) for _ in range(2)]
            def refused():
                answer = post(server.port, request("Get")).getresponse()
                return b"wsman:QuotaLimit" in answer.read()
            self.assertTrue(wait_for(refused, 4))
            self.assertEqual(self.status(server, "other", "o"), 200)
            for connection in slow:
                self.assertEqual(connection.getresponse().status, 200)
            self.assertFalse(refused())

    def test_connections_beyond_the_limit_get_a_fault_and_are_closed(self):
        with self.serve(HERE + ASSAY + "[limits]\nconnections = 4\n") as server:
            self.assertEqual(self.status(server), 200)
            held = [post(server.port, IDENTIFY) for _ in range(4)]
            self.assertEqual([connection.getresponse().read()[:5] for connection in held], [b"<?xml"] * 4)
            extra = post(server.port, request("Get")).getresponse()
            self.assertEqual((extra.status, extra.headers["Connection"]), (400, "close"))
            text = extra.read()
            self.assertIn(b"wsman:QuotaLimit", text)
            self.assertIn(b"4f0d1f3e-6a1c-4a44-9e6e-0d3f3b2f6a01", text)
            for connection in held:
                connection.close()
            self.assertTrue(wait_for(lambda: self.status(server) == 200))

    def test_too_many_passwords_at_once_are_put_off(self):
        with self.serve(HERE + ASSAY) as server, contextlib.ExitStack() as stack:
            guesses = [stack.enter_context(contextlib.closing(post(server.port, IDENTIFY, basic(password=f"guess {number}"))))
                       for number in range(90)]
            answers = [guess.getresponse() for guess in guesses]
            statuses = [answer.status for answer in answers]
            self.assertEqual(set(statuses), {401, 503})
            self.assertGreaterEqual(statuses.count(401), 64)
            put_off = answers[statuses.index(503)]
            self.assertEqual(put_off.headers["Connection"], "close")
            self.assertEqual(self.status(server), 200)


class Reload(Case):
    def reload(self, server, text, said):
        """Sends SIGHUP after writing `text`; waits until `said` is on standard error once more."""
        before = server.log().count(said)
        self.write(text)
        server.process.send_signal(signal.SIGHUP)
        self.assertTrue(wait_for(lambda: server.log().count(said) > before), server.log())

    def test_users_come_and_go_while_connections_stay(self):
        with self.serve(HERE + ASSAY) as server:
            connection = post(server.port, IDENTIFY)
            self.assertEqual(connection.getresponse().read()[:5], b"<?xml")
            self.reload(server, HERE + '[[user]]\nname = "other"\npassword = "o"\n', "was read again")
            for scheme in ("--basic", "--digest"):
                self.assertEqual(self.status(server, "other", "o", scheme), 200)
                self.assertEqual(self.status(server, scheme=scheme), 401)
            connection.request("POST", "/wsman", IDENTIFY, basic())
            response = connection.getresponse()
            self.assertEqual(response.status, 401)
            response.read()
            connection.request("POST", "/wsman", IDENTIFY, basic("other", "o"))
            self.assertEqual(connection.getresponse().status, 200)

    def test_a_broken_file_changes_nothing_and_is_named(self):
        with self.serve(HERE + ASSAY) as server:
            self.reload(server, "rubbish =\n", "stays as it was")
            self.assertIn("wsmand.toml:1", server.log())
            self.reload(server, HERE, "nobody could log on")
            self.assertEqual(self.status(server), 200)

    def test_limits_are_renewed_and_the_rest_is_named(self):
        with self.serve(HERE + ASSAY) as server:
            self.reload(server, HERE + "threads = 2\n" + ASSAY + "[limits]\nbody_octets = 8192\n", "was read again")
            self.assertIn("a change of threads needs a restart", server.log())
            large = IDENTIFY + "<!--" + "x" * 9000 + "-->"
            self.assertEqual(curl(server.endpoint, "--user", f"{USER}:{PASSWORD}", body=large)[0], 413)

    def test_certificates_are_renewed(self):
        authority = Authority(self.folder)
        authority.issue("server", names=["IP:127.0.0.1"])
        text = 'listen = ["https://127.0.0.1:0"]\n' + ASSAY + '[tls]\ncertificate = "server.pem"\nkey = "server.key"\n'
        with self.serve(text) as server:
            identity = ("--user", f"{USER}:{PASSWORD}", "--cacert")
            self.assertEqual(curl(server.endpoint, *identity, authority.certificate)[0], 200)
            other = Authority(self.folder, "other")
            other.issue("server", names=["IP:127.0.0.1"])
            self.reload(server, text, "was read again")
            self.assertEqual(curl(server.endpoint, *identity, other.certificate)[0], 200)
            self.assertEqual(curl(server.endpoint, *identity, authority.certificate)[0], 0)
            (self.folder / "server.key").write_text("rubbish", encoding="utf-8")
            self.reload(server, text, "stays as it was")
            self.assertIn("server.key: cannot use the private key", server.log())
            self.assertEqual(curl(server.endpoint, *identity, other.certificate)[0], 200)


class Drain(Case):
    def test_requests_under_way_end_and_nobody_comes_in(self):
        with self.serve(HERE + "threads = 2\n" + ASSAY + "[limits]\ndrain_ms = 10000\n") as server:
            idle = post(server.port, IDENTIFY)
            idle.getresponse().read()
            slow = post(server.port, SLOW_GET)
            time.sleep(0.3)
            server.process.send_signal(signal.SIGTERM)
            idle.sock.settimeout(3)
            self.assertEqual(idle.sock.recv(10), b"", "an idle connection ends at once")
            with self.assertRaises(ConnectionRefusedError):
                post(server.port, IDENTIFY)
            self.assertTrue(server.is_alive())
            answer = slow.getresponse()
            self.assertEqual((answer.status, answer.headers["Connection"]), (200, "close"))
            self.assertIn(b"Assay_Slow", answer.read())
            self.assertEqual(server.process.wait(3), 0)

    def test_the_wait_is_bounded(self):
        with self.serve(HERE + ASSAY + "[limits]\ndrain_ms = 200\n") as server:
            post(server.port, SLOW_GET)
            time.sleep(0.3)
            begin = time.monotonic()
            self.assertEqual(server.stop(), 0)
            self.assertLess(time.monotonic() - begin, 3)

    def test_a_second_signal_ends_at_once(self):
        with self.serve(HERE + ASSAY + "[limits]\ndrain_ms = 60000\n") as server:
            post(server.port, SLOW_GET)
            time.sleep(0.3)
            server.process.send_signal(signal.SIGTERM)
            time.sleep(0.2)
            self.assertTrue(server.is_alive())
            self.assertEqual(server.stop(signal.SIGINT, within=3), 0)

    def test_a_slow_sender_does_not_hold_up_an_end_without_requests(self):
        with self.serve(HERE + ASSAY) as server:
            socket.create_connection(("127.0.0.1", int(server.port)))
            time.sleep(0.2)
            begin = time.monotonic()
            self.assertEqual(server.stop(), 0)
            self.assertLess(time.monotonic() - begin, 2)


class Log(Case):
    def entries(self, name="access.log"):
        return [json.loads(line) for line in (self.folder / name).read_text(encoding="utf-8").splitlines()]

    def test_each_request_is_a_line_without_secrets(self):
        with self.serve(HERE + ASSAY + '[log]\naccess = "access.log"\n') as server:
            curl(server.endpoint, "--user", f"{USER}:{PASSWORD}", body=request("Get"))
            curl(server.endpoint + "?token=hidden", "--user", f"{USER}:wrong-password")
            curl(server.endpoint, "--digest", "--user", f"{USER}:{PASSWORD}", body=request("Get", "urn:none"))
            with socket.create_connection(("127.0.0.1", int(server.port))) as raw:
                raw.sendall(b"rubbish\r\n\r\n")
                raw.recv(1000)
        entries = self.entries()
        self.assertEqual([(entry.get("user"), entry["status"]) for entry in entries],
                         [(USER, 200), (None, 401), (None, 401), (USER, 400), (None, 400)])
        first = entries[0]
        self.assertEqual((first["method"], first["path"]), ("POST", "/wsman"))
        self.assertEqual(first["action"], "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get")
        self.assertEqual(first["resource"], ITEM)
        self.assertEqual(first["request_octets"], len(request("Get")))
        self.assertGreater(first["reply_octets"], 300)
        self.assertGreater(first["duration_us"], 0)
        self.assertRegex(first["time"], r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\dZ$")
        self.assertRegex(first["peer"], r"^127\.0\.0\.1:\d+$")
        whole = (self.folder / "access.log").read_text(encoding="utf-8")
        for secret in (PASSWORD, "wrong-password", "hidden", base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode(), "nonce"):
            self.assertNotIn(secret, whole)

    def test_a_failed_handshake_is_told(self):
        Authority(self.folder).issue("server")
        text = ('listen = ["https://127.0.0.1:0"]\n' + ASSAY +
                '[tls]\ncertificate = "server.pem"\nkey = "server.key"\n[log]\naccess = "access.log"\n')
        with self.serve(text) as server, socket.create_connection(("127.0.0.1", int(server.port))) as raw:
            raw.sendall(b"GET / HTTP/1.1\r\n\r\n")
            self.assertTrue(wait_for(lambda: self.entries()))
        self.assertEqual(self.entries()[0]["trouble"], "no TLS: http request")

    def test_the_file_may_be_moved_away(self):
        with self.serve(HERE + ASSAY + '[log]\naccess = "access.log"\n') as server:
            self.status(server)
            self.assertTrue(wait_for(lambda: self.entries()))
            (self.folder / "access.log").rename(self.folder / "old.log")
            server.process.send_signal(signal.SIGHUP)
            self.assertTrue(wait_for(lambda: (self.folder / "access.log").exists()))
            self.status(server)
            self.assertTrue(wait_for(lambda: self.entries()))
        self.assertEqual((len(self.entries("old.log")), len(self.entries())), (1, 1))

    def test_standard_error_will_do(self):
        with self.serve(HERE + ASSAY + '[log]\naccess = "-"\n') as server:
            self.status(server)
            self.assertTrue(wait_for(lambda: '"status":200' in server.log()))

    def test_a_file_that_cannot_be_written_is_said(self):
        refused = run(program("wsmand"), "--config", self.write(HERE + ASSAY + '[log]\naccess = "no/such/folder.log"\n'))
        self.assertEqual(refused.returncode, 1)
        self.assertIn("folder.log: cannot write the access log", refused.stderr)


if __name__ == "__main__":
    main()
