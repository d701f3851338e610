"""The command `assay peer`: by hand, with drivers that are wrong, with clients that misbehave."""

import json
import pathlib
import subprocess
import tempfile
import unittest
import urllib.request

from assay_testing import HOME, PASSWORD, main, program, run

GET = (HOME / "fixtures/peers/envelopes/get.xml").read_text(encoding="utf-8")
ITEM = "http://schemas.assay.example/wbem/1/Assay_Item"
DRIVER = """
name = "scripted"
[steps.get]
command = ["/usr/bin/python3", "-c", {script}]
timeout = 3
[reported]
fault = [2]
transport = [3]
"""


class Peer(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def driver(self, script):
        file = self.folder / "scripted.toml"
        file.write_text(DRIVER.format(script=json.dumps(script)), encoding="utf-8")
        return file

    def peer(self, *arguments):
        return run(program("assay"), "peer", *arguments, "--out", self.folder / "out", "--progress", "none", timeout=120)

    def case(self, name):
        report = json.loads((self.folder / "out/run.json").read_text(encoding="utf-8"))
        return next(case for case in report["cases"] if case["id"] == name)

    def test_tells_what_to_do_by_hand_and_judges_who_comes(self):
        with subprocess.Popen([program("assay"), "peer", "--case", "asking.get", "--patience", "60", "--out", self.folder / "out",
                               "--progress", "none"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as peer:
            url = json.loads(peer.stdout.readline())["endpoints"][0]
            told = peer.stderr.readline()
            body = GET
            for word, value in {"url": url, "id": "0b8f2c7e-1111-4222-8333-444455556666", "uri": ITEM,
                                "selectors": '<w:Selector Name="Name">item-01</w:Selector><w:Selector Name="Slot">1</w:Selector>'}.items():
                body = body.replace("{" + word + "}", value)
            request = urllib.request.Request(url, body.encode(), {"Content-Type": "application/soap+xml;charset=UTF-8"})
            with urllib.request.urlopen(request, timeout=20) as answer:
                self.assertIn(b"item-01", answer.read())
            rest, errors = peer.communicate(timeout=60)
        self.assertEqual(peer.returncode, 0, rest + errors)
        self.assertIn(f"asking.get: do the step 'get' against {url}", told)
        self.assertNotIn(PASSWORD, told)
        self.assertEqual(self.case("asking.get")["client"]["ended"], "not_seen")

    def test_moves_on_when_nobody_comes(self):
        finished = self.peer("--case", "asking.get", "--patience", "0.3")
        self.assertEqual(finished.returncode, 4, finished.stdout)
        self.assertEqual(self.case("asking.get")["verdict"], "setup_failed")
        self.assertIn("the client sent no request", self.case("asking.get")["reason"])

    def test_a_client_that_hangs_is_ended_in_time(self):
        script = ("import socket, sys, time; print('I wait'); sys.stdout.flush(); time.sleep(60)")
        finished = self.peer("--driver", self.driver(script), "--case", "asking.get")
        self.assertEqual(finished.returncode, 4, finished.stdout)
        self.assertEqual(self.case("asking.get")["client"]["ended"], "timed_out")
        self.assertEqual(self.case("asking.get")["client"]["output"], "I wait\n")

    def test_steps_that_the_driver_does_not_know_are_not_applicable(self):
        finished = self.peer("--driver", self.driver("pass"), "--case", "shells.command")
        self.assertEqual(finished.returncode, 0, finished.stdout)
        self.assertEqual(self.case("shells.command")["verdict"], "not_applicable")
        self.assertIn("does not say how to do the step 'shell'", self.case("shells.command")["reason"])

    def test_says_what_is_wrong_with_a_driver(self):
        file = self.folder / "wrong.toml"
        file.write_text('[steps.get]\ncommand = ["no-such-client-anywhere"]\n', encoding="utf-8")
        finished = self.peer("--driver", file, "--case", "asking.get")
        self.assertEqual(finished.returncode, 4)
        self.assertIn("no-such-client-anywhere: the client cannot be started", finished.stderr)
        file.write_text('[steps.get]\ncommand = ["true", "{shoe}"]\n', encoding="utf-8")
        finished = self.peer("--driver", file, "--case", "asking.get")
        self.assertEqual(finished.returncode, 4)
        self.assertIn("nothing stands for the placeholder {shoe}", finished.stderr)
        file.write_text("[steps]\n", encoding="utf-8")
        self.assertIn("wrong.toml:1:1: the driver has no step", self.peer("--driver", file).stderr)

    def test_refuses_what_means_nothing(self):
        for arguments, words in ((("--case", "selectors.*"), "matches nothing"), (("--listen", "here"), "no address to listen on"),
                                 (("--listen", "0.0.0.0:0"), "clients are told this address")):
            finished = self.peer(*arguments)
            self.assertEqual(finished.returncode, 64, finished.stderr)
            self.assertIn(words, finished.stderr)


if __name__ == "__main__":
    main()
