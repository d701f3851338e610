#!/usr/bin/python3
"""assay bench over TLS and with credentials: certificates are checked, sessions taken up, challenges answered."""

import itertools
import pathlib
import ssl
import tempfile
import threading

import assay_testing
from assay_testing.certificates import Authority
from assay_testing.digest import DigestOnly
from assay_testing.scripted import ScriptedService, answer
from assay_testing.secure import SecureDemo
from bench_testing import OK, BenchCase, bench, fine

SHORT = ("--duration", "400ms", "--warmup", "0s", "--connections", "2")
TESTER = {"ASSAY_USER": "tester", "ASSAY_PASSWORD": "s3cret-word"}
NOBODY = {"ASSAY_USER": "", "ASSAY_PASSWORD": ""}


class TlsTest(BenchCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.authority = Authority(cls.folder)
        certificate, key = cls.authority.issue("server", names=["IP:127.0.0.1"])
        cls.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        cls.tls.load_cert_chain(certificate, key)
        cls.ca = ("--ca", cls.authority.certificate)

    def test_requests_are_answered_and_handshakes_counted(self):
        with ScriptedService(fine, self.tls) as service:
            result = self.measure(service.url, *self.ca, *SHORT)
            self.assertEqual(result["operations"][0]["failed"], 0)
            self.assertEqual(len(service.requests), result["operations"][0]["sent"] + 1)
            self.assertEqual(result["generator"]["connections_opened"], 2)

    def test_no_more_than_256_handshakes_are_under_way_at_a_time(self):
        class Holding(ScriptedService):
            """Lets nobody in but the probe, until it has counted who waits two seconds after the first one came."""
            came, waiting, door = itertools.count(), None, threading.Event()

            def _count(self):
                self.waiting = next(self.came) - 1
                self.door.set()

            def _serve(self, connection):
                number = next(self.came)
                if number == 1:
                    threading.Timer(2, self._count).start()
                if number > 0:
                    self.door.wait(10)
                super()._serve(connection)

        with Holding(fine, self.tls) as service:
            result = self.measure(service.url, *self.ca, "--duration", "400ms", "--warmup", "0s", "--connections", "300",
                                  "--threads", "1")
            self.assertEqual(service.waiting, 256)
            self.assertEqual(result["operations"][0]["failed"], 0)
            self.assertEqual(result["generator"]["connections_opened"], 300)

    def test_long_answers_come_whole_through_tls(self):
        long = answer("<a>" + "x" * 300_000 + "</a>")
        with ScriptedService(lambda request, number: long, self.tls) as service:
            result = self.measure(service.url, *self.ca, *SHORT)
            self.assertEqual(result["operations"][0]["failed"], 0)
            self.assertGreater(result["operations"][0]["succeeded"], 2)

    def sessions(self, *arguments):
        """How many connections a service saw, and how many of them took a session up."""
        seen = []

        def behave(request, number):
            return answer(OK)

        class Watched(ScriptedService):
            def _converse(self, connection):
                seen.append(connection.session_reused)
                super()._converse(connection)

        with Watched(behave, self.tls) as service:
            result = self.measure(service.url, *self.ca, *SHORT, "--requests-per-connection", "3", *arguments)
            self.assertEqual(result["operations"][0]["failed"], 0)
        return len(seen), sum(seen)

    def test_a_new_connection_takes_up_the_session_of_the_former(self):
        opened, resumed = self.sessions()
        self.assertGreater(opened, 6)
        self.assertGreaterEqual(resumed, opened - 4)  # the probe's, the first of each, and one cut short

    def test_without_reuse_each_handshake_is_a_full_one(self):
        opened, resumed = self.sessions("--no-tls-reuse")
        self.assertGreater(opened, 6)
        self.assertEqual(resumed, 0)

    def test_a_service_that_nobody_vouches_for_is_exit_code_3(self):
        with ScriptedService(fine, self.tls) as service:
            done = bench(service.url, *SHORT)
            self.assertEqual(done.returncode, 3)
            self.assertIn("not trusted", done.stderr)
            self.assertIn("--ca", done.stderr)
            self.assertEqual(service.requests, [])
            self.assertEqual(self.measure(service.url, "--no-verify", *SHORT)["operations"][0]["failed"], 0)

    def test_a_certificate_for_another_name_is_exit_code_3(self):
        other, key = self.authority.issue("other", names=["IP:127.0.0.2"])
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(other, key)
        with ScriptedService(fine, tls) as service:
            done = bench(service.url, *self.ca, *SHORT)
            self.assertEqual(done.returncode, 3)
            self.assertIn("names another host", done.stderr)

    def test_clear_text_where_tls_is_expected_is_exit_code_3(self):
        class ClearText(ScriptedService):
            def _converse(self, connection):
                connection.recv(1000)
                connection.sendall(answer("", "400 Bad Request"))

        with ClearText() as service:
            done = bench(service.url.replace("http:", "https:"), *self.ca)
            self.assertEqual(done.returncode, 3)
            self.assertIn("TLS handshake failed", done.stderr)

    def test_a_client_certificate_opens_the_reference_service(self):
        folder = self.folder / "demo"
        folder.mkdir()
        demo = SecureDemo(folder)
        shown = ("--ca", folder / "authority.pem", "--certificate", folder / "operator.pem", "--key",
                 folder / "operator.key")
        with assay_testing.Server("wsmand", *demo.arguments, "--bmc", "127.0.0.1:1") as wsmand:
            result = self.measure(wsmand.endpoint, *shown, "--operation", "get", *SHORT, env=NOBODY)
            self.assertEqual(result["operations"][0]["failed"], 0)
            done = bench(wsmand.endpoint, *shown[:2], "--operation", "get", *SHORT, env=NOBODY)
            self.assertEqual(done.returncode, 3, done.stderr)  # without it nobody gets in


class DigestTest(BenchCase):
    def test_a_challenge_is_answered_and_its_nonce_used_on(self):
        service = DigestOnly(uses=10 ** 9, body=OK)
        with ScriptedService(lambda request, number: service.reply(request)) as scripted:
            result = self.measure(scripted.url, "--auth", "digest", "--duration", "300ms", "--warmup", "0s",
                                  "--connections", "1", env=TESTER)
            operation = result["operations"][0]
            self.assertEqual(operation["failed"], 0)
            self.assertGreater(operation["succeeded"], 10)
            self.assertEqual(service.nonces, 2)  # the probe's and the load's
            self.assertEqual(len(scripted.requests), operation["sent"] + 1 + 2)
            self.assertFalse(any(b"Basic" in request for request in scripted.requests))

    def test_a_stale_nonce_costs_a_round_trip_and_no_request(self):
        service = DigestOnly(uses=5, body=OK)
        with ScriptedService(lambda request, number: service.reply(request)) as scripted:
            result = self.measure(scripted.url, "--auth", "digest", "--duration", "300ms", "--warmup", "0s",
                                  "--connections", "1", env=TESTER)
            self.assertEqual(result["operations"][0]["failed"], 0)
            self.assertAlmostEqual(service.nonces, result["operations"][0]["sent"] / 5, delta=2)

    def test_a_wrong_password_is_exit_code_3_and_is_not_tried_for_ever(self):
        service = DigestOnly(body=OK)
        with ScriptedService(lambda request, number: service.reply(request)) as scripted:
            done = bench(scripted.url, "--auth", "digest", env={**TESTER, "ASSAY_PASSWORD": "wrong"})
            self.assertEqual(done.returncode, 3)
            self.assertIn("authentication is refused", done.stderr)
            self.assertLessEqual(len(scripted.requests), 3)

    def test_the_reference_service_takes_our_digest(self):
        with assay_testing.Server("wsmand", "--demo", "--listen", "127.0.0.1:0") as wsmand:
            result = self.measure(wsmand.endpoint, "--auth", "digest", "--operation", "get", *SHORT,
                                  env={"ASSAY_USER": "reader", "ASSAY_PASSWORD": "reader-demo"})
            self.assertEqual(result["operations"][0]["failed"], 0)
            self.assertGreater(result["operations"][0]["succeeded"], 10)


if __name__ == "__main__":
    assay_testing.main()
