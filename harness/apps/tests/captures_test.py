"""`assay judge` of captures and HARs: the same findings as live, and nothing that a capture holds can hurt."""

import json
import os
import pathlib
import resource
import socket
import ssl
import struct
import subprocess
import tempfile
import time
import unittest

import observing
from assay_testing import CREDENTIALS, main, program, run
from assay_testing.recording import Recorder, Tcpdump, packets_of, write_pcap
from observing import Certified, LawfulClient, broken, of_client, of_service, passive

# One breach that a HAR shows, and one that only octets show.
RELATES_TO = ("reply-without-relates-to", "passive.addressing.relatesto.present")
MARK = ("utf-8-with-mark", "passive.soap.utf8-bom")


class CapturesTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def judge(self, *arguments, **keywords):
        return run(program("assay"), "judge", *arguments, env={"NO_COLOR": "1"}, timeout=150, **keywords)

    def results(self, *arguments):
        """(exit code, results of the passive rules, notes)"""
        done = self.judge(*arguments, "--json")
        self.assertEqual(done.stderr, "")
        return done.returncode, passive(done.stdout), json.loads(done.stdout)["notes"]

    # The same as live.

    def recorded(self, mutant, tls=None, talk=LawfulClient.look_around):
        """The pcap of a lawful client that talks to a service with a breach, in bad order."""
        context = None
        if tls:
            context = ssl.create_default_context(cafile=tls.authority.certificate)
            context.keylog_filename = str(self.folder / "keys")
        with observing.service(mutant, tls) as service, Recorder(service.port) as recorder:
            with LawfulClient(recorder.port, context) as client:
                talk(client)
        file = self.folder / "recorded.pcap"
        write_pcap(file, packets_of(recorder.connections, int(service.port), disorder=True))
        return file

    def test_a_breach_is_found_in_a_pcap_under_its_rule(self):
        for mutant, rule in (RELATES_TO, MARK):
            with self.subTest(mutant):
                code, results, notes = self.results(self.recorded(mutant))
                self.assertEqual((code, broken(results), notes), (1, [rule], []))

    def test_what_is_known_of_services_that_speak_so_is_told_beside_the_breach(self):
        report = json.loads(self.judge(self.recorded("reply-with-resource-uri"), "--json").stdout)
        self.assertEqual(report["dialects"][0]["name"], "amt")
        finding, = next(case["findings"] for case in report["cases"] if case["id"] == "passive.addressing.resourceuri.not-in-response")[:1]
        self.assertEqual([(quirk["product"], quirk["does"]) for quirk in finding["quirks"]],
                         [("Intel Active Management Technology", "Replies repeat wsman:ResourceURI")])

    def test_a_pcap_of_a_lawful_service_and_client_conforms(self):
        code, results, notes = self.results(self.recorded(None))
        self.assertEqual((code, broken(results), notes), (0, [], []))
        self.assertEqual(results["passive.http.framing"][0], "passed")

    def test_a_run_recorded_as_pcap_is_judged_as_it_was_live(self):
        # Cases send what is unlawful on purpose; only the service's side is the same.
        for mutant in (None, "end-with-context"):
            with self.subTest(mutant), observing.service(mutant) as service, Recorder(service.port) as recorder:
                out = self.folder / f"live-{mutant}"
                run(program("assay"), "run", f"http://127.0.0.1:{recorder.port}/wsman", "--suite", "dsp0226/enumeration.lua",
                    "--out", out, "--progress", "none", env=CREDENTIALS, timeout=120)
                file = self.folder / "run.pcap"
                write_pcap(file, packets_of(recorder.connections, int(service.port)))
                live = passive(out / "run.json")
                _, results, _ = self.results(file)
                self.assertEqual({name: verdict for name, (verdict, _) in of_service(results).items()},
                                 {name: verdict for name, (verdict, _) in live.items()})
                self.assertEqual(sorted(of_service(results).items()), sorted(live.items()))

    def test_what_tcpdump_records_is_judged_the_same(self):
        file = self.folder / "tcpdump.pcap"
        with observing.service(RELATES_TO[0]) as service:
            with Tcpdump(file, service.port), LawfulClient(service.port) as client:
                client.look_around()
        code, results, _ = self.results(file)
        self.assertEqual((code, broken(results)), (1, [RELATES_TO[1]]))
        self.assertIn(f"http://127.0.0.1:{service.port} and its clients, as seen in {file}", self.judge(file).stdout)

    def test_a_breach_is_found_in_tls_with_the_key_log_and_without_it_it_says_so(self):
        certified = Certified(self.folder)
        file = self.recorded(RELATES_TO[0], certified)
        code, results, notes = self.results(file, "--keylog", self.folder / "keys")
        self.assertEqual((code, broken(results), notes), (1, [RELATES_TO[1]], []))
        code, results, notes = self.results(file)
        self.assertEqual((code, broken(results)), (4, []))
        self.assertRegex(notes[0], r"^1 TLS connection without keys: give --keylog \(127\.0\.0\.1:\d+\)$")

    def test_a_pcapng_brings_its_keys_along(self):
        file = self.recorded(RELATES_TO[0], Certified(self.folder))
        for order in ("<", ">"):
            keys = (self.folder / "keys").read_bytes()
            pcapng = self.folder / "with-keys.pcapng"
            pcapng.write_bytes(self.as_pcapng(file.read_bytes(), keys, order))
            code, results, notes = self.results(pcapng)
            self.assertEqual((code, broken(results), notes), (1, [RELATES_TO[1]], []))

    @staticmethod
    def as_pcapng(pcap, keys, order):
        def block(kind, body):
            body += b"\0" * (-len(body) % 4)
            length = struct.pack(order + "I", len(body) + 12)
            return struct.pack(order + "I", kind) + length + body + length
        made = block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1))
        made += block(1, struct.pack(order + "HHI", 101, 0, 0))
        made += block(10, struct.pack(order + "II", 0x544C534B, len(keys)) + keys)
        at = 24
        while at < len(pcap):
            seconds, micros, kept, length = struct.unpack("<IIII", pcap[at:at + 16])
            time_units = seconds * 10**6 + micros
            made += block(6, struct.pack(order + "IIIII", 0, time_units >> 32, time_units & 0xFFFFFFFF, kept, length) + pcap[at + 16:at + 16 + kept])
            at += 16 + kept
        return made

    # HAR.

    def test_a_run_exported_as_har_is_judged_the_same_but_for_the_wire(self):
        with observing.service(RELATES_TO[0]) as service:
            run(program("assay"), "run", service.endpoint, "--suite", "dsp0226/enumeration.lua", "--suite", "dsp0226/soap*",
                "--out", self.folder / "out", "--progress", "none", env=CREDENTIALS, timeout=120)
        live = passive(self.folder / "out/run.json")
        har = self.folder / "run.har"
        self.judge(self.folder / "out/journal", "--har", har)
        code, results, notes = self.results(har)
        self.assertEqual(code, 1)
        self.assertEqual(broken(results), [RELATES_TO[1]])
        wire = {name for name, (verdict, _) in of_service(results).items() if verdict != live[name][0]}
        self.assertEqual(wire, {"passive.http.framing", "passive.soap.utf8-bom", "passive.soap.encoding-mirror"})
        findings = {name: found for name, (_, found) in of_service(results).items()}
        self.assertEqual({name: len(found) for name, found in findings.items() if found}, {RELATES_TO[1]: len(live[RELATES_TO[1]][1])})
        self.assertEqual(broken(of_client(results)), [])
        self.assertIn("a HAR keeps neither octets nor framing: the rules about them are not judged", notes)

    def test_a_pcap_exported_as_har_shows_the_breach(self):
        har = self.folder / "x.har"
        self.judge(self.recorded(RELATES_TO[0]), "--har", har)
        code, results, _ = self.results(har)
        self.assertEqual((code, broken(results)), (1, [RELATES_TO[1]]))

    # Whatever comes.

    def bounded(self, file, seconds, *options):
        """Judges with at most 1 GiB of address space beyond what it is; returns (CompletedProcess, seconds)."""
        began = time.monotonic()
        done = subprocess.run([program("assay"), "judge", str(file), *options], capture_output=True, text=True, timeout=150, check=False,
                              env={**os.environ, "NO_COLOR": "1"}, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)))
        took = time.monotonic() - began
        self.assertLess(took, seconds)
        self.assertNotIn("internal mistake", done.stderr)
        return done

    def test_a_million_tiny_packets(self):
        began = time.time()
        body = b"x" * 999_000
        head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body)
        octets = head + body
        hello, answer, datagram = (bytearray(packet) for _, packet in packets_of([[(True, b"z", began)]], 80)[:3])
        file = self.folder / "tiny.pcap"
        first = struct.unpack(">I", datagram[24:28])[0]
        with open(file, "wb") as out:
            out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))
            for packet in (hello, answer):
                out.write(struct.pack("<IIII", int(began), 0, 40, 40) + packet)
            for number, octet in enumerate(octets):
                datagram[24:28] = struct.pack(">I", (first + number) % 2**32)
                datagram[40] = octet
                out.write(struct.pack("<IIII", int(began), 0, 41, 41) + datagram)
        done = self.bounded(file, 100)
        self.assertIn("1 exchanges in", done.stdout)

    def test_a_hundred_thousand_connections_and_streams_without_an_end(self):
        began = time.time()
        file = self.folder / "many.pcap"
        packets = []
        for number in range(100_000):
            source = struct.pack(">BBH", 10, number >> 16, number & 0xFFFF)
            datagram = packets_of([[(True, b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n" + b"x" * 200, began)]], 80)[2][1] if not packets else packets[0][1]
            packets.append((began, datagram[:12] + source + datagram[16:]))
        write_pcap(file, packets)
        done = self.bounded(file, 100)
        self.assertEqual(done.returncode, 4)
        self.assertIn("95904 connections given up, because more than 4096 were open at once", done.stdout.replace("\n", " "))

    def test_octets_that_never_come_do_not_fill_the_memory(self):
        began = time.time()
        holes = [(True, b"y" * 1000, began)] * 200_000
        packets = packets_of([[(True, b"POST / HTTP/1.1\r\n", began)] + holes], 80)
        del packets[3]  # whatever follows waits for it
        file = self.folder / "holes.pcap"
        write_pcap(file, packets)
        done = self.bounded(file, 100)
        self.assertEqual(done.returncode, 4)
        self.assertIn("lost in the capture", done.stdout)

    def test_lies_and_garbage_are_one_message_with_file_and_packet(self):
        good = self.recorded(None).read_bytes()
        lying = good[:24] + struct.pack("<IIII", 0, 0, 0x7FFFFFFF, 0x7FFFFFFF) + good[40:]
        for name, octets, words in (("lying", lying, ": packet 1: "), ("garbage", b"\xd4\xc3\xb2\xa1" + os.urandom(3000), ""),
                                    ("cut", good[:30], ": packet 1: "), ("zeros", b"\x0a\x0d\x0d\x0a" + bytes(100), ""),
                                    ("har", b'{"log": {"entries": [{"request": {}}]}}', ": entry 1: "),
                                    ("nothing", b"", "")):
            with self.subTest(name):
                file = self.folder / f"{name}.pcap"
                file.write_bytes(octets)
                done = self.bounded(file, 60)
                self.assertEqual((done.returncode, done.stdout), (4, ""), done.stderr)
                self.assertIn(f"{file}{words}", done.stderr)
                self.assertLessEqual(len(done.stderr.strip().splitlines()), 3)

    def test_what_a_killed_recorder_left_is_judged_up_to_there(self):
        file = self.recorded(None)
        file.write_bytes(file.read_bytes()[:-10])
        code, results, notes = self.results(file)
        self.assertEqual((code, broken(results)), (0, []))
        self.assertRegex(notes[0], rf"^{file}: packet \d+: truncated")

    def test_another_protocol_is_named(self):
        with socket.create_server(("127.0.0.1", 0)) as listener, Recorder(listener.getsockname()[1]) as recorder:
            with socket.create_connection(("127.0.0.1", recorder.port)) as client:
                server, _ = listener.accept()
                server.sendall(b"SSH-2.0-OpenSSH\r\n")
                client.recv(100)
                server.close()
        file = self.folder / "ssh.pcap"
        write_pcap(file, packets_of(recorder.connections, 22))
        self.assertEqual(self.results(file)[2], ["1 connection not HTTP/1 but SSH, and not judged (127.0.0.1:22)"])

    def test_wrong_usage_is_one_message(self):
        har = self.folder / "x.har"
        har.write_text('{"log": {"entries": []}}', encoding="utf-8")
        done = self.judge(har, "--keylog", har)
        self.assertEqual((done.returncode, done.stdout), (64, ""))
        self.assertIn("--keylog and --port are for pcap and pcapng files", done.stderr)
        pcap = self.recorded(None)
        bad = self.folder / "bad-keys"
        bad.write_text("CLIENT_RANDOM nonsense\n", encoding="utf-8")
        done = self.judge(pcap, "--keylog", bad)
        self.assertEqual((done.returncode, done.stdout), (4, ""))
        self.assertIn(f"{bad}:1: not a line of a key log", done.stderr)


if __name__ == "__main__":
    main()
