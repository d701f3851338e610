"""What a profile allows and asks for holds: destructive cases, the pace of requests, connections at once; and what it says
wrong is told with its place."""

import json
import pathlib
import socket
import tempfile
import threading
import unittest

from assay_testing import CREDENTIALS, HOME, Server, main, program, run
from assay_testing.scripted import ScriptedService, answer
from target import IDENTIFIED

LATE = 0.02  # seconds that the first request may have begun after its turn


class Counting(ScriptedService):
    """Identifies itself to anybody, and counts how many connections its client holds open at once."""

    def __init__(self):
        self.most = 0
        self._held = []
        self._counting = threading.Lock()
        super().__init__(lambda request, number: answer(IDENTIFIED))

    def _converse(self, connection):
        with self._counting:
            self._held = [each for each in [*self._held, connection] if is_held(each)]
            self.most = max(self.most, len(self._held))
        super()._converse(connection)


def is_held(connection):
    """Has the peer not closed it? The kernel knows, also where octets are left that nobody has read."""
    if connection.fileno() < 0:
        return False
    state = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
    return state == 1  # TCP_ESTABLISHED


class Profiles(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.out = self.folder / "out"

    def profile(self, text):
        file = self.folder / "own.toml"
        file.write_text(text, encoding="utf-8")
        return file

    def assay(self, *arguments):
        return run(program("assay"), *arguments, env=CREDENTIALS)

    def journal(self):
        return [json.loads(line) for line in (self.out / "journal").read_text(encoding="utf-8").splitlines()]

    def test_paces_requests_over_all_jobs_and_says_so_in_the_journal(self):
        profile = self.profile("[target]\nrequests_per_second = 25\n[unknown]\nuri = 'http://nothing'\n")
        with Counting() as service:
            self.assay("run", service.url, "--target", profile, "--suite", "dsp0226/identify", "--jobs", "4", "--out", self.out)
        lines = self.journal()
        self.assertEqual(lines[0]["options"]["requests_per_second"], "25")
        sent = sorted(line["times"]["began"] / 1e9 for line in lines if line["event"] == "exchange")
        self.assertGreater(len(sent), 5)
        # A turn that was taken late on a busy machine shortens the way to the next one, but the turns themselves stay apart.
        early = [at - sent[0] - number / 25 for number, at in enumerate(sent)]
        self.assertGreaterEqual(min(early), -LATE, early)

    def test_waiting_for_its_turn_costs_a_case_none_of_its_time(self):
        profile = self.profile("[target]\nrequests_per_second = 2\n[unknown]\nuri = 'http://nothing'\n")
        with Counting() as service:
            self.assay("run", service.url, "--target", profile, "--case", "identify.*", "--jobs", "4", "--case-timeout", "1", "--out", self.out)
        cases = json.loads((self.out / "run.json").read_text(encoding="utf-8"))["cases"]
        self.assertGreater(max(case["elapsed_seconds"] for case in cases), 1)
        self.assertEqual([case["id"] for case in cases if case["overran"]], [])

    def test_a_replay_keeps_to_the_pace_of_the_run(self):
        profile = self.profile("[target]\nrequests_per_second = 10\n[unknown]\nuri = 'http://nothing'\n")
        with Counting() as service:
            self.assay("run", service.url, "--target", profile, "--suite", "dsp0226/identify", "--out", self.out)
            lines = self.journal()
            sent = [line["case"] for line in lines if line["event"] == "exchange" and line.get("case")]
            most = max(set(sent), key=sent.count)
            self.assay("replay", f"{self.out}#{most}", "--out", self.folder / "again")
        self.out = self.folder / "again"
        times = sorted(line["times"]["began"] / 1e9 for line in self.journal() if line["event"] == "exchange")
        self.assertGreater(len(times), 1)
        self.assertGreaterEqual(min(at - times[0] - number / 10 for number, at in enumerate(times)), -LATE, times)

    def test_without_a_pace_they_come_as_fast_as_they_are_answered(self):
        with Counting() as service:
            self.assay("run", service.url, "--suite", "dsp0226/identify", "--out", self.out)
        sent = sorted(line["times"]["began"] / 1e9 for line in self.journal() if line["event"] == "exchange")
        self.assertLess(min(later - earlier for earlier, later in zip(sent, sent[1:])), 1 / 25)

    def test_keeps_to_the_connections_that_are_allowed(self):
        for most, arguments in ((1, []), (3, ["--jobs", "8"])):
            with self.subTest(most), Counting() as service:
                profile = self.profile(f"[target]\nconnections = {most}\n[unknown]\nuri = 'http://nothing'\n")
                done = self.assay("run", service.url, "--target", profile, "--suite", "dsp0226/identify", "--case",
                                  "http.*", "--suite", "dsp0226/http*", "--case", "identify.*", *arguments, "--out", self.out)
                self.assertNotEqual(done.returncode, 64, done.stderr)
                self.assertLessEqual(service.most, most)
                report = json.loads((self.out / "run.json").read_text(encoding="utf-8"))
                crowd = next(case for case in report["cases"] if case["id"] == "http.silent-connections")
                self.assertEqual(crowd["verdict"], "not_applicable")
                self.assertIn(f"takes 9 connections at once, and the profile 'own' allows {most}", crowd["reason"])

    def test_without_a_bound_takes_as_many_as_it_needs(self):
        with Counting() as service:
            self.assay("run", service.url, "--case", "http.silent-connections", "--out", self.out)
        self.assertGreaterEqual(service.most, 9)

    def test_lets_cases_change_only_what_may_be_changed(self):
        careful = self.profile("base = 'assay-demo'\n[target]\ndestructive = false\n")
        with Server("wsmand", "--demo", "--listen", "127.0.0.1:0") as wsmand:
            def verdict(*options):
                self.assay("run", wsmand.endpoint, "--target", careful, "--case", "transfer.put-is-kept", *options, "--out", self.out)
                cases = json.loads((self.out / "run.json").read_text(encoding="utf-8"))["cases"]
                return next(case for case in cases if case["id"] == "transfer.put-is-kept")

            left_out = verdict()
            self.assertEqual(left_out["verdict"], "not_applicable")
            self.assertIn("destructive = true in [target]", left_out["reason"])
            self.assertEqual(left_out["exchanges"], [])
            self.assertEqual(verdict("--destructive")["verdict"], "passed")

    def test_tells_of_a_known_quirk_beside_what_was_found_and_the_verdict_stays(self):
        plain = "base = 'assay-demo'\n"
        quirk = "[[quirk]]\ndoes = 'Replies relate to nothing'\nrules = ['addressing.relatesto.*']\nsource = 'Acme/lamp#1'\n"
        results = []
        with Server("wsmand-mutants", "--mutant", "reply-without-relates-to", "--demo", "--listen", "127.0.0.1:0") as mutant:
            for text in (plain, "title = 'Acme lamp'\n" + plain + quirk):
                done = self.assay("run", mutant.endpoint, "--target", self.profile(text), "--case", "transfer.get-twice", "--out", self.out)
                self.assertEqual(done.returncode, 1, done.stderr)
                report = json.loads((self.out / "run.json").read_text(encoding="utf-8"))
                results.append({case["id"]: (case["verdict"], [finding["rule"] for finding in case["findings"]]) for case in report["cases"]})
        self.assertEqual(*results)
        of_rule = [finding for case in report["cases"] for finding in case["findings"] if finding["rule"] == "addressing.relatesto.present"]
        others = [finding for case in report["cases"] for finding in case["findings"] if not finding["rule"].startswith("addressing.relatesto.")]
        self.assertTrue(of_rule)
        for finding in of_rule:
            self.assertEqual(finding["quirks"], [{"product": "Acme lamp", "does": "Replies relate to nothing", "source": "Acme/lamp#1"}])
        self.assertEqual([finding for finding in others if finding["quirks"]], [])
        told = "known quirk of Acme lamp: Replies relate to nothing (Acme/lamp#1)"
        self.assertIn(told, " ".join(done.stdout.split()))
        self.assertIn(told, (self.out / "index.html").read_text(encoding="utf-8"))
        self.assertIn(told, (self.out / "junit.xml").read_text(encoding="utf-8"))
        self.assay("judge", self.out / "journal", "--out", self.folder / "again")
        again = json.loads((self.folder / "again/run.json").read_text(encoding="utf-8"))
        self.assertEqual(again["cases"], report["cases"], "the journal knows the profile's quirks")

    def test_tells_of_the_quirks_of_the_dialect_that_the_target_speaks(self):
        with Server("wsmand", "--demo", "--profile", "winrm", "--listen", "127.0.0.1:0") as wsmand:
            done = self.assay("run", wsmand.endpoint, "--case", "fault.http-status-of-sender", "--out", self.out)
        self.assertEqual(done.returncode, 1, "a quirk excuses nothing")
        report = json.loads((self.out / "run.json").read_text(encoding="utf-8"))
        self.assertEqual((report["meta"]["profile"], report["dialects"][0]["name"]), ("assay-demo", "winrm"))
        for case in report["cases"]:
            for finding in case["findings"]:
                self.assertEqual([quirk["product"] for quirk in finding["quirks"]], ["Windows Remote Management"], finding)
        self.assertIn("known quirk of Windows Remote Management: A sender's mistake has the HTTP status 500", " ".join(done.stdout.split()))

    def test_says_where_a_profile_is_wrong(self):
        for text, place, words in (("[itme]\n", "own.toml:1:1", "did you mean"),
                                   ("\n[target]\nurll = 'x'\n", "own.toml:3:8", "did you mean url?"),
                                   ("[features]\n'transfer.gett' = true\n", "own.toml:2:19", "did you mean feature.transfer.get"),
                                   ("base = 'assay-dem'\n", "own.toml:1:8", "there is no profile"),
                                   ("[[quirk]]\ndoes = 'd'\nsource = 's'\nrules = ['fault.from-tabel']\n", "own.toml:1:1",
                                    "did you mean fault.from-table"),
                                   ("a = = b\n", "own.toml:1:5", "correct the TOML")):
            with self.subTest(text):
                done = self.assay("run", "http://127.0.0.1:1/wsman", "--target", self.profile(text))
                self.assertEqual(done.returncode, 4, done.stdout)
                self.assertIn(place, done.stderr)
                self.assertIn(words, done.stderr)

    def test_shows_which_cases_apply_and_why_others_do_not(self):
        shown = json.loads(self.assay("list", "--features", "--target", HOME / "fixtures/peers/minimal.toml", "--json").stdout)
        states = {feature["name"]: feature["state"] for feature in shown["features"]}
        self.assertEqual(states["feature.transfer.get"], "offered")
        self.assertEqual(states["feature.transfer.put"], "not declared")
        self.assertEqual(states["feature.hardware"], "tried")
        reasons = {each["case"]: each["reason"] for each in shown["not_applicable"]}
        self.assertIn("feature.fragment", reasons["fragment.get-property"])
        self.assertNotIn("identify.answers", reasons)
        self.assertEqual(shown["applicable"] + len(reasons), len(json.loads(self.assay("list", "--json").stdout)["cases"]))

    def test_each_key_of_a_profile_is_explained(self):
        keys = json.loads(self.assay("list", "--profile-keys", "--json").stdout)["profile_keys"]
        self.assertEqual([key for key in keys if not key["meaning"] or not key["kind"]], [])
        said = (HOME / "suites/README.md").read_text(encoding="utf-8")
        tables = {key["table"] for key in keys if key["table"]}
        self.assertEqual([table for table in sorted(tables) if f"`[{table}]`" not in said], [])


if __name__ == "__main__":
    main()
