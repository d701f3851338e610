"""`assay proxy` from the outside: a real client and a real service talk through it, and both are judged."""

import concurrent.futures
import json
import pathlib
import signal
import socket
import ssl
import tempfile
import time
import unittest

import observing
from assay_testing import CREDENTIALS, PASSWORD, USER, Server, dracclient, foreign, main, program, run, wait_for
from assay_testing.scripted import ScriptedService, answer
from observing import Certified, LawfulClient, broken, of_client, of_service, passive

MANY = "http://schemas.assay.example/wbem/1/Assay_Many"


class Proxy(Server):
    """`assay proxy` in front of a URL; stopped, it has judged."""

    def __init__(self, url, out, *options):
        super().__init__("assay", "proxy", "--listen", "127.0.0.1:0", "--to", url, "--out", out, *options, env={"NO_COLOR": "1"})
        self.out = pathlib.Path(out)
        self.said = ""

    def finish(self, signal_number=signal.SIGTERM):
        """Returns (exit code, results of the passive rules)."""
        if self.is_alive():
            self.process.send_signal(signal_number)
        self.said = self.process.stdout.read()
        code = self.process.wait(60)
        self.process.stdout.close()
        report = self.out / "run.json"
        return code, passive(report) if report.exists() else {}

    def memory(self):
        """In octets."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(status.split("VmRSS:")[1].split()[0]) * 1024


class ProxyTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def proxy(self, url, *options, out="out"):
        return self.enterContext(Proxy(url, self.folder / out, *options))

    def journal(self, out="out"):
        lines = (self.folder / out / "journal").read_text(encoding="utf-8").splitlines()
        return [event for event in map(json.loads, lines) if event["event"] == "exchange"]

    # What it finds.

    def test_a_run_through_it_gives_the_same_passive_findings_as_a_direct_one(self):
        suites = ["--suite", "dsp0226/identify.lua", "--suite", "dsp0226/enumeration.lua", "--seed", "7"]
        for mutant in (None, "end-with-context"):
            with self.subTest(mutant), observing.service(mutant) as service:
                direct, through, seen = (self.folder / f"{mutant}-{name}" for name in ("direct", "through", "seen"))
                proxy = self.proxy(service.endpoint, out=seen)
                for url, out in ((service.endpoint, direct), (proxy.endpoint, through)):
                    run(program("assay"), "run", url, *suites, "--out", out, "--progress", "none", env=CREDENTIALS, timeout=120)
                _, results = proxy.finish()
                expected = {name: verdict for name, (verdict, _) in passive(direct / "run.json").items()}
                self.assertEqual({name: verdict for name, (verdict, _) in passive(through / "run.json").items()}, expected)
                self.assertEqual({name: verdict for name, (verdict, _) in of_service(results).items()}, expected)
                self.assertEqual(broken(of_service(results)), ["passive.enumeration.pull.end-of-sequence"] if mutant else [])
                seen_like, spoken = (json.loads((out / "run.json").read_text(encoding="utf-8"))["dialects"] for out in (seen, through))
                self.assertEqual([each["name"] for each in seen_like], [each["name"] for each in spoken])
                self.assertTrue(spoken)

    def test_the_breach_of_a_service_is_found_under_its_rule_and_the_client_is_not_blamed(self):
        for mutant, rule in (("reply-without-relates-to", "addressing.relatesto.present"), ("utf-8-with-mark", "soap.utf8-bom")):
            with self.subTest(mutant), observing.service(mutant) as service:
                proxy = self.proxy(service.endpoint, out=mutant)
                with LawfulClient(proxy.port) as client:
                    client.look_around()
                code, results = proxy.finish()
                self.assertEqual(code, 1)
                self.assertEqual(broken(results), [f"passive.{rule}"])

    def test_the_breach_of_a_client_is_found_and_the_service_is_not_blamed(self):
        with observing.service() as service:
            proxy = self.proxy(service.endpoint)
            request = self.folder / "request.xml"
            request.write_text(observing.get().replace("<a:ReplyTo>", "<a:From>").replace("</a:ReplyTo>", "</a:From>"), encoding="utf-8")
            run(foreign("curl"), "--silent", "--noproxy", "*", "--user", f"{USER}:{PASSWORD}", "--data-binary", f"@{request}",
                "--header", "Content-Type: application/soap+xml", proxy.endpoint)
            code, results = proxy.finish()
        self.assertEqual(code, 1)
        self.assertEqual(broken(results), ["passive.addressing.replyto.required.request"])
        self.assertIn("rules over the client's requests", proxy.said)

    def test_a_lawful_client_and_a_lawful_service_conform(self):
        with observing.service() as service:
            proxy = self.proxy(service.endpoint)
            with LawfulClient(proxy.port) as client:
                client.look_around()
            code, results = proxy.finish(signal.SIGINT)
        self.assertEqual((code, broken(results)), (0, []), proxy.said)
        self.assertGreater(sum(verdict == "passed" for verdict, _ in of_service(results).values()), 20)
        self.assertGreater(sum(verdict == "passed" for verdict, _ in of_client(results).values()), 10)

    def test_dracclient_is_judged_as_what_it_is(self):
        with observing.service() as service:
            proxy = self.proxy(service.endpoint)
            client = dracclient().Client("127.0.0.1", USER, PASSWORD, port=int(proxy.port), protocol="http")
            self.assertEqual(len(client.enumerate(MANY, max_elems=300, auto_pull=True).findall(f".//{{{MANY}}}Index")), 1000)
            _, results = proxy.finish()
        self.assertEqual(broken(of_service(results)), [])
        # It leaves the Content-Type out, which SOAP 1.2 over HTTP demands (DSP0226 §13.1): so say the octets.
        self.assertEqual(broken(of_client(results)), ["passive.transport.http.content-type.request"])
        self.assertNotIn("content-type", self.journal()[0]["request"]["text"].split("\r\n\r\n")[0].lower())

    # What it writes down.

    def test_credentials_are_not_kept_and_octets_are(self):
        with ScriptedService() as service:
            proxy = self.proxy(service.url)
            with LawfulClient(proxy.port) as client:
                client.send("<x/>")
            self.assertIn(b"Authorization: Basic ", service.requests[0])
            proxy.finish()
        exchange, = self.journal()
        sent = service.requests[0].decode()
        secret = sent.split("Authorization: Basic ")[1].split("\r\n")[0]
        self.assertEqual(exchange["request"]["text"], sent.replace(secret, "[redacted]"))
        self.assertEqual(exchange["response"]["text"], answer().decode())
        for file in (self.folder / "out").iterdir():
            self.assertNotIn(secret, file.read_text(encoding="utf-8"), file.name)

    def test_the_journal_is_written_as_it_happens_and_survives_a_kill(self):
        with ScriptedService() as service:
            proxy = self.proxy(service.url)
            with LawfulClient(proxy.port) as client:
                client.send("<x/>")
                self.assertTrue(wait_for(lambda: len(self.journal()) == 1))
                proxy.stop(signal.SIGKILL)
        again = run(program("assay"), "judge", self.folder / "out/journal", "--json")
        self.assertEqual(again.returncode, 4, again.stderr)  # the journal says that it was interrupted
        self.assertEqual(passive(again.stdout)["passive.http.framing.request"][0], "passed")

    def test_judging_its_journal_again_gives_the_same(self):
        with observing.service("reply-without-relates-to") as service:
            proxy = self.proxy(service.endpoint)
            with LawfulClient(proxy.port) as client:
                client.look_around()
            code, results = proxy.finish()
        again = run(program("assay"), "judge", self.folder / "out/journal", "--json")
        self.assertEqual((again.returncode, passive(again.stdout)), (code, results))

    # How it passes octets on.

    def relayed(self, octets, reply, *, half_close=False):
        """What the service got and the client got when a client sent these octets."""
        got = []
        listener = socket.create_server(("127.0.0.1", 0))
        proxy = self.proxy(f"http://127.0.0.1:{listener.getsockname()[1]}/")

        def serve():
            connection, _ = listener.accept()
            with connection:
                while sum(map(len, got)) < len(octets) or half_close:
                    piece = connection.recv(65536)
                    if not piece:
                        break
                    got.append(piece)
                connection.sendall(reply)

        with listener, concurrent.futures.ThreadPoolExecutor(1) as pool:
            served = pool.submit(serve)
            with socket.create_connection(("127.0.0.1", int(proxy.port)), 10) as client:
                client.sendall(octets)
                if half_close:
                    client.shutdown(socket.SHUT_WR)
                back = b"".join(iter(lambda: client.recv(65536), b""))
            served.result(10)
        proxy.finish()
        return b"".join(got), back

    def test_octets_that_are_no_http_pass_unchanged_too(self):
        strange = bytes(range(256)) * 300
        self.assertEqual(self.relayed(strange, strange[::-1]), (strange, strange[::-1]))

    def test_a_client_that_closes_its_direction_still_gets_the_answer(self):
        request = b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi"
        self.assertEqual(self.relayed(request, answer("bye"), half_close=True), (request, answer("bye")))
        self.assertEqual(self.journal()[0]["ending"], "answered")

    def test_a_hundred_megabytes_do_not_stay_in_memory(self):
        body = b"x" * (100 * 1024 * 1024)
        with ScriptedService(lambda request, number: answer(body)) as service:
            proxy = self.proxy(service.url)
            before = proxy.memory()
            with socket.create_connection(("127.0.0.1", int(proxy.port)), 20) as client:
                client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                left, most = len(answer(body)), 0
                while left > 0:
                    left -= len(client.recv(1 << 20))
                    most = max(most, proxy.memory())
            self.assertLess(most - before, 180 * 1024 * 1024)
            proxy.finish()
        self.assertEqual(self.journal()[0]["ending"], "not_awaited")

    def test_many_clients_at_once_are_kept_apart(self):
        with ScriptedService(lambda request, number: answer(request.split(b"\r\n\r\n")[1])) as service:
            proxy = self.proxy(service.url)

            def talk(number):
                with LawfulClient(proxy.port) as client:
                    return [client.send(f"<n>{number}-{each}</n>") == (200, f"<n>{number}-{each}</n>") for each in range(5)]
            with concurrent.futures.ThreadPoolExecutor(40) as pool:
                self.assertEqual(list(pool.map(talk, range(40))), [[True] * 5] * 40)
            proxy.finish()
        exchanges = self.journal()
        self.assertEqual(sorted(each["id"] for each in exchanges), list(range(1, 201)))
        self.assertEqual(len({each["connection"] for each in exchanges}), 40)
        for each in exchanges:
            self.assertEqual(each["request"]["text"].split("\r\n\r\n")[1], each["response"]["text"].split("\r\n\r\n")[1])

    # TLS.

    def test_tls_to_the_service_and_to_the_client(self):
        certified = Certified(self.folder)
        tls = ssl.create_default_context(cafile=certified.authority.certificate)
        with observing.service("reply-without-relates-to", tls=certified) as service:
            plain = self.proxy(service.endpoint, "--ca", certified.authority.certificate, out="plain")
            secure = self.proxy(service.endpoint, "--no-verify", "--certificate", certified.certificate, "--key", certified.key, out="secure")
            self.assertTrue(secure.endpoint.startswith("https://"))
            for proxy, context in ((plain, None), (secure, tls)):
                with LawfulClient(proxy.port, context) as client:
                    client.look_around()
                _, results = proxy.finish()
                self.assertEqual(broken(results), ["passive.addressing.relatesto.present"])
            self.assertEqual(self.journal("plain")[0]["tls"]["version"], "TLSv1.3")

    def test_a_service_whose_certificate_nobody_vouches_for_is_not_reached(self):
        certified = Certified(self.folder)
        with observing.service(tls=certified) as service:
            proxy = self.proxy(service.endpoint)
            with LawfulClient(proxy.port) as client:
                self.assertEqual(client.send("<x/>")[0], 502)
            code, _ = proxy.finish()
        self.assertEqual(code, 3)
        self.assertIn("certificate verify failed", self.journal()[0]["trouble"])

    # How it ends.

    def test_a_dead_service_is_answered_for_with_502_and_exit_code_3(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        proxy = self.proxy(f"http://127.0.0.1:{port}/wsman")
        with LawfulClient(proxy.port) as client:
            status, body = client.send(observing.get())
        self.assertEqual(status, 502)
        self.assertIn(f"http://127.0.0.1:{port}/wsman: Connection refused", body)
        self.assertEqual(proxy.finish()[0], 3)
        exchange, = self.journal()
        self.assertEqual((exchange["ending"], exchange["trouble"]), ("unreachable", "Connection refused"))

    def test_it_stops_while_an_exchange_is_under_way_and_after_its_duration(self):
        with ScriptedService(lambda request, number: None) as service:
            proxy = self.proxy(service.url, "--duration", "1s")
            began = time.monotonic()
            with socket.create_connection(("127.0.0.1", int(proxy.port)), 10) as client:
                client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                self.assertEqual(client.recv(10), b"")
            code, _ = proxy.finish()
        self.assertLess(time.monotonic() - began, 20)
        self.assertEqual(code, 0, proxy.said)
        self.assertEqual((self.journal()[0]["ending"], self.journal()[0]["trouble"]), ("not_awaited", "the proxy was stopped"))

    def test_nobody_came_is_exit_code_4(self):
        with ScriptedService() as service:
            self.assertEqual(self.proxy(service.url).finish()[0], 4)

    def test_wrong_usage_is_one_message(self):
        for arguments, words in ((["--to", "http://127.0.0.1/", "--listen", "nowhere"], "--listen: 'nowhere' is not an address and a port"),
                                 (["--to", "http://x:secret@127.0.0.1/"], "the proxy sends nothing of its own"),
                                 (["--to", "http://127.0.0.1/", "--certificate", "x"], "--key"),
                                 (["--to", "http://127.0.0.1/", "--duration", "soon"], "'soon' is not a duration")):
            done = run(program("assay"), "proxy", *arguments)
            self.assertEqual((done.returncode, done.stdout), (64, ""), done.stderr)
            self.assertIn(words, done.stderr)
            self.assertNotIn("secret", done.stderr)
        with socket.create_server(("127.0.0.1", 0)) as taken:
            done = run(program("assay"), "proxy", "--to", "http://127.0.0.1/", "--listen", f"127.0.0.1:{taken.getsockname()[1]}")
        self.assertEqual(done.returncode, 4)
        self.assertIn("cannot listen", done.stderr)



if __name__ == "__main__":
    main()
