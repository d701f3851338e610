"""`assay shrink` and `assay judge` of a run against a BMC: which of its datagrams a finding needs."""

import pathlib
import re
import tempfile
import unittest

from assay_testing import CREDENTIALS, HOME, Server, main, program, run

PROFILE = HOME / "suites/profiles/bmcsim-demo.toml"


class Dialogue(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.out = self.folder / "out"

    def serve(self, mutant=None):
        words = ("bmcsim-mutants", "--mutant", mutant) if mutant else ("bmcsim", "--demo", "--seed", "0", "--listen", "127.0.0.1:0")
        server = Server(*words)
        self.addCleanup(server.stop)
        return server

    def assay(self, *words):
        return run(program("assay"), *words, env=CREDENTIALS, timeout=120)

    def record(self, server, case):
        done = self.assay("run", f"ipmi://{server.endpoint}", "--target", PROFILE, "--case", case, "--out", self.out, "--progress", "none")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)

    def shrunk(self, case, rule):
        """Datagrams that are left, datagrams before, and the lines that were written."""
        done = self.assay("shrink", f"{self.out}#{case}", "--out", self.folder)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        told = re.match(rf"{case} breaks {rule} with (\d+) of (\d+) datagrams, (\d+) of (\d+) octets, found in \d+ tries\n", done.stdout)
        self.assertIsNotNone(told, done.stdout[:300])
        lines = (self.folder / f"{case}.datagrams").read_text(encoding="ascii").splitlines()
        sent = [bytes.fromhex(line.split()[1]) for line in lines if line.startswith("console ")]
        self.assertEqual((len(sent), sum(map(len, sent))), (int(told[1]), int(told[3])))
        return int(told[1]), int(told[2]), done.stdout

    def test_what_a_replay_needs_is_left(self):
        self.record(self.serve("replayed-packets-executed"), "ipmi.sequence.replayed")
        left, before, shown = self.shrunk("ipmi.sequence.replayed", "ipmi.sequence.replay")
        self.assertLessEqual(left, 8, "three for the session, its privilege, down, up, the replay and the question")
        self.assertGreater(before, 12)
        self.assertNotIn("06/01", shown, "Get Device ID between them was not needed")

    def test_the_datagram_where_it_shows_stays_whole(self):
        self.record(self.serve("long-requests-are-cut"), "device.id-length")
        left, before, shown = self.shrunk("device.id-length", "ipmi.completion.too-long")
        self.assertLess(left, before)
        self.assertRegex(shown, r"20 18 c8 81 \w\w 01 00 \w\w", "Get Device ID with an octet of data, in clear text")

    def test_what_does_not_show_again_is_not_shrunk(self):
        self.record(self.serve("replayed-packets-executed"), "ipmi.sequence.replayed")
        done = self.assay("shrink", f"{self.out}#ipmi.sequence.replayed", f"ipmi://{self.serve().endpoint}")
        self.assertEqual(done.returncode, 4, done.stdout)
        self.assertIn("'ipmi.sequence.replay' is not broken any more", done.stderr)

    def test_what_ends_the_bmc_is_not_tried_again(self):
        self.record(self.serve("dies-of-an-unused-channel"), "ipmi.security.unused-channels")
        with_it = self.serve("dies-of-an-unused-channel")
        done = self.assay("shrink", f"{self.out}#ipmi.security.unused-channels", f"ipmi://{with_it.endpoint}")
        self.assertEqual(done.returncode, 4, done.stdout)
        self.assertIn("the BMC does not answer any more", done.stderr)

    def test_a_text_cannot_be_kept(self):
        self.record(self.serve("replayed-packets-executed"), "ipmi.sequence.replayed")
        done = self.assay("shrink", f"{self.out}#ipmi.sequence.replayed", "--keep", "x")
        self.assertEqual(done.returncode, 64)
        self.assertIn("--keep is about a text in a request over HTTP", done.stderr)

    def test_a_run_is_judged_by_its_folder_its_report_and_its_journal(self):
        self.record(self.serve("replayed-packets-executed"), "ipmi.sequence.replayed")
        judged = [self.assay("judge", self.out / name) for name in ("", "run.json", "journal")]
        self.assertEqual([done.returncode for done in judged], [1, 1, 1], judged[0].stderr)
        self.assertEqual({done.stdout for done in judged}, {judged[2].stdout})
        done = self.assay("judge", self.folder)
        self.assertEqual(done.returncode, 4)
        self.assertIn(f"{self.folder}/journal: cannot read the journal", done.stderr)


if __name__ == "__main__":
    main()
