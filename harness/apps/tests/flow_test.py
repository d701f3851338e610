"""Which cases `assay run` takes, how often and how long it plays them, and what becomes of its journals afterwards."""

import json
import re
import signal
import threading

from assay_testing import main, wait_for
from assay_testing.scripted import answer
from assay_case import CASES, AssayCase
from target import Target

TIDY = """
case { id = "tidy.late", title = "It tidies up although its time is over", proves = "identify.message", timeout = 0.5, run = function(t)
  t:defer(function() t:send(t.msg.identify():http("X-Marker", "tidied")) end)
  t:send(t.msg.identify():http("X-Marker", "silent"))
end }
"""

PATIENT = """
case { id = "patient.wait", title = "It waits for an answer", proves = "identify.message", timeout = 20, run = function(t)
  t:expect_ok(t:send(t.msg.identify():http("X-Marker", "silent"), { timeout = 100 }))
end }
"""

CHANGING = """
case { id = "changing.create", title = "It changes something", proves = "identify.message", destructive = true,
  run = function(t) t:send(t.msg.identify()) end }
"""

MANY = "".join(f"""
case {{ id = "many.c{i}", title = "One of many", proves = "identify.message", needs = {{ {'"many.c0"' if i % 3 == 1 else ''} }},
  run = function(t) for _ = 1, 3 do t:expect_ok(t:send(t.msg.get({{ uri = "http://x/{i}", selectors = {{ n = t:uuid() .. math.random(1000) }} }}))) end end }}
""" for i in range(12))

BROKEN = b"<s:Envelope"


def spoil(request):
    return answer(BROKEN) if b"X-Marker: spoilt" in request else ...


class EveryOther:
    """Spoils every other answer to what is marked."""

    def __init__(self):
        self.count = 0
        self._lock = threading.Lock()

    def __call__(self, request):
        if b"X-Marker: spoilt" not in request:
            return ...
        with self._lock:
            self.count += 1
            return answer(BROKEN) if self.count % 2 else ...


class SelectionTest(AssayCase):
    def listed(self, *arguments):
        done = self.assay("list", "--json", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [case["id"] for case in json.loads(done.stdout)["cases"]]

    def test_list_takes_the_selection_of_run(self):
        self.assertEqual(self.listed("--tag", "sl*"), ["slow.wait"])
        self.assertEqual(self.listed("--exclude", "e2e.*", "--exclude", "slow.*"), ["hostile.poke"])
        self.assertEqual(self.listed("--case", "e2e.*", "--rule", "schema.*"), ["e2e.spoilt"])

    def test_a_misspelt_tag_or_exclusion_names_the_nearest(self):
        self.assert_one_message(self.assay("run", "http://127.0.0.1:1/", "--tag", "slwo"), 64, "--tag", "did you mean slow?")
        self.assert_one_message(self.assay("list", "--exclude", "e2e.spolit"), 64, "--exclude", "did you mean e2e.spoilt")

    def test_what_failed_is_selected_from_a_folder_a_report_or_a_journal(self):
        with Target(spoil) as target:
            self.assay("run", target.url, "--case", "e2e.*", "--out", self.out)
        failed = ["e2e.spoilt", "e2e.after-spoilt"]  # the one failed, the other was blocked
        for name in (self.out, self.out / "run.json", self.out / "journal"):
            self.assertEqual(self.listed("--failed-of", name), failed)
        (self.out / "run.json").unlink()
        self.assertEqual(self.listed("--failed-of", self.out), failed)
        with Target() as target:
            done = self.assay("run", target.url, "--failed-of", self.out, "--out", self.folder / "again")
        self.assertEqual(done.returncode, 0, done.stdout)
        ran = {case["id"] for case in self.cases(self.folder / "again") if case["suite"] != "passive rules"}
        self.assertEqual(ran, {*failed, "e2e.identify"}, "with what they need")
        self.assert_one_message(self.assay("list", "--failed-of", self.folder / "again"), 64, "--failed-of", "passed")

    def test_what_failed_and_would_change_the_target_is_told_to_be_left_out(self):
        self.write("suites/changing.lua", """
case { id = "changing.create", title = "It changes something", proves = "schema.well-formed", destructive = true,
  run = function(t) t:expect_ok(t:send(t.msg.identify():http("X-Marker", "spoilt"))) end }
""")
        with Target(spoil) as target:
            self.assay("run", target.url, "--case", "changing.create", "--case", "e2e.spoilt", "--destructive", "--out", self.out)
            report = json.loads((self.out / "run.json").read_text(encoding="utf-8"))
            self.assertEqual(report["meta"]["options"]["destructive"], "true")
            self.assertIn("--case changing.create --destructive", (self.out / "index.html").read_text(encoding="utf-8"))
            for name in (self.out, self.out / "journal"):
                done = self.assay("run", target.url, "--failed-of", name, "--out", self.folder / "again")
                self.assertIn("1 of the cases that did not pass change the target, and are left out", done.stderr)
                self.assertIn("--destructive allowed that run to", done.stderr)
                self.assertEqual(self.result("changing.create", self.folder / "again")["verdict"], "not_applicable")
            done = self.assay("run", target.url, "--failed-of", self.out, "--destructive", "--out", self.folder / "again")
            self.assertNotIn("left out", done.stderr)
            self.assertEqual(self.result("changing.create", self.folder / "again")["verdict"], "failed")
            self.assay("run", target.url, "--case", "e2e.spoilt", "--out", self.out)
            self.assertNotIn("left out", self.assay("run", target.url, "--failed-of", self.out).stderr)

    def test_what_broke_a_passive_rule_counts_as_failed(self):
        with Target(lambda request: answer(BROKEN) if b"waiting" in request else ...) as target:
            self.write("suites/e2e.lua", CASES.replace("for _ = 1, 100", "for _ = 1, 1"))
            self.assay("run", target.url, "--case", "slow.wait", "--case", "e2e.identify", "--out", self.out)
        self.assertEqual(self.result("slow.wait")["verdict"], "passed")
        self.assertEqual(self.listed("--failed-of", self.out), ["slow.wait"])

    def test_a_file_that_is_no_run_is_named(self):
        self.assert_one_message(self.assay("list", "--failed-of", self.write("x.json", "{}")), 4, "x.json", "not a run.json")

    def test_a_dry_run_says_what_would_run_and_does_not_ask_the_target(self):
        with Target() as target:
            done = self.assay("run", target.url, "--case", "e2e.*", "--dry-run")
            self.assertEqual(target.requests, [])
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("profile is not known", done.stdout)
        self.assertRegex(done.stdout, r"would run:\n  e2e.identify\n  e2e.spoilt\n  e2e.after-spoilt\nmight run:\n  e2e.featureful\n +if the target's profile has feature.e2e.has")
        self.assertIn("2 not selected", done.stdout)
        profile = self.home / "suites/profiles/scripted.toml"
        told = json.loads(self.assay("run", "--target", profile, "--case", "e2e.*", "--dry-run", "--json").stdout)
        self.assertEqual(told["profile"], "scripted")
        fates = {case["id"]: case["forecast"] for case in told["cases"]}
        self.assertEqual(fates, {"e2e.identify": "would run", "e2e.spoilt": "would run", "e2e.after-spoilt": "would run",
                                 "e2e.featureful": "would not run"})


    def test_a_dry_run_tells_what_changes_the_target_apart(self):
        self.write("suites/changing.lua", CHANGING)
        careful = self.write("careful.toml", "[features]\n\"e2e.has\" = true\n")
        bold = self.write("bold.toml", "[target]\ndestructive = true\n[features]\n\"e2e.has\" = true\n")
        for arguments, forecast, reason in ((["http://127.0.0.1:1/"], "might run", "if the target's profile allows changes, as --destructive does"),
                                            (["http://127.0.0.1:1/", "--destructive"], "would run", ""),
                                            (["--target", careful], "would not run", "destructive = true in [target]"),
                                            (["--target", careful, "--destructive"], "would run", ""), (["--target", bold], "would run", "")):
            with self.subTest(arguments):
                told = json.loads(self.assay("run", *arguments, "--case", "changing.create", "--dry-run", "--json").stdout)["cases"][0]
                self.assertEqual(told["forecast"], forecast)
                self.assertIn(reason, told["reason"])


class RetriesTest(AssayCase):
    def test_a_case_that_fails_every_other_time_is_flaky_and_still_failed(self):
        with Target(EveryOther()) as target:
            done = self.assay("run", target.url, "--case", "e2e.*", "--retries", "3", "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        spoilt = self.result("e2e.spoilt")
        self.assertEqual((spoilt["verdict"], spoilt["flaky"]), ("failed", True))
        self.assertEqual([attempt["verdict"] for attempt in spoilt["attempts"]], ["failed", "passed"])
        self.assertEqual(len(spoilt["exchanges"]), 2)
        self.assertEqual(self.result("e2e.after-spoilt")["verdict"], "blocked")
        self.assertEqual(self.result("e2e.identify")["attempts"], [])
        self.assertIn("flaky in 2 attempts: failed, passed", done.stdout)
        self.assertIn("flaky: 1", done.stdout)
        self.assertIn("flaky, failed e2e.spoilt", done.stderr)
        for report in ("junit.xml", "index.html"):
            self.assertIn("flaky in 2 attempts: failed, passed", (self.out / report).read_text(encoding="utf-8"))
        again = self.assay("judge", self.out / "journal", "--out", self.folder / "again")
        self.assertEqual(again.returncode, 1)
        self.assertEqual((self.folder / "again/run.json").read_text(encoding="utf-8"), (self.out / "run.json").read_text(encoding="utf-8"))

    def test_a_case_that_keeps_failing_is_played_as_often_as_it_may_be_with_other_message_ids(self):
        self.write("suites/e2e.lua", CASES.replace('t:expect_ok(identify(t, "spoilt"))', 't:expect_ok(t:send(t.msg.get({ uri = "http://x/u" }):http("X-Marker", "spoilt")))'))
        with Target(spoil) as target:
            self.assay("run", target.url, "--case", "e2e.spoilt", "--retries", "2", "--seed", "7", "--out", self.out)
            sent = [request for request in target.requests if b"spoilt" in request]
        spoilt = self.result("e2e.spoilt")
        self.assertEqual((spoilt["verdict"], spoilt["flaky"], len(spoilt["attempts"]), len(spoilt["findings"])), ("failed", False, 3, 3))
        self.assertEqual(len({re.search(rb"uuid:[-0-9a-f]+", request).group() for request in sent}), 3)

    def test_what_an_interrupted_retry_had_found_is_kept(self):
        self.write("suites/e2e.lua", CASES.replace('t:expect_ok(identify(t, "spoilt"))', 't:expect_ok(identify(t, "spoilt")) t:sleep(5000)'))
        with Target(EveryOther()) as target:
            # the first attempt sleeps through its five seconds only in part: it is stopped in the second
            process = self.start(target, "--case", "e2e.spoilt", "--retries", "1", "--case-timeout", "1", "--out", self.out)
            with process:
                self.assertTrue(wait_for(lambda: sum(b"spoilt" in request for request in target.requests) == 2, 20))
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=20)
        self.assertEqual(process.returncode, 4)
        self.assay("judge", self.out / "journal", "--out", self.out)
        spoilt = self.result("e2e.spoilt")
        self.assertEqual([attempt["verdict"] for attempt in spoilt["attempts"]], ["failed", "blocked"])
        self.assertEqual(spoilt["verdict"], "failed")


class TimeTest(AssayCase):
    def test_a_case_that_takes_too_long_is_blocked_and_the_run_goes_on(self):
        with Target() as target:
            done = self.assay("run", target.url, "--case", "slow.*", "--case", "e2e.identify", "--case-timeout", "0.7", "--out", self.out)
            self.assertLess(sum(b"waiting" in request for request in target.requests), 5)
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        slow = self.result("slow.wait")
        self.assertEqual((slow["verdict"], slow["overran"]), ("blocked", True))
        self.assertEqual(slow["reason"], "it took longer than its time limit of 0.7 s")
        self.assertEqual(self.result("e2e.identify")["verdict"], "passed")
        report = json.loads((self.out / "run.json").read_text(encoding="utf-8"))
        self.assertEqual(report["outcome"], "unsettled")
        again = self.assay("judge", self.out / "journal", "--out", self.folder / "again")
        self.assertEqual(again.returncode, 4)
        self.assertEqual(json.loads((self.folder / "again/run.json").read_text(encoding="utf-8")), report)

    def test_a_case_is_cut_in_the_middle_of_an_exchange_and_tidies_up(self):
        self.write("suites/tidy.lua", TIDY)
        with Target(lambda request: None if b"silent" in request else ...) as target:
            done = self.assay("run", target.url, "--case", "tidy.*", "--case", "e2e.identify", "--out", self.out)
            self.assertTrue(any(b"tidied" in request for request in target.requests))
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        late = self.result("tidy.late")
        self.assertEqual((late["verdict"], late["findings"]), ("blocked", []), "its own silence says nothing of the target")
        self.assertEqual(late["reason"], "it took longer than its time limit of 0.5 s")
        self.assertLess(late["elapsed_seconds"], 5)
        self.assertEqual(self.assay("judge", self.out / "journal").returncode, 4)

    def test_the_targets_silence_within_the_cases_time_is_judged(self):
        self.write("suites/patient.lua", PATIENT)
        with Target(lambda request: None if b"silent" in request else ...) as target:
            done = self.assay("run", target.url, "--case", "patient.*", "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("timed_out", self.result("patient.wait")["findings"][0]["actual"])

    def test_a_run_ends_when_its_time_is_over_and_is_reported(self):
        with Target() as target:
            done = self.assay("run", target.url, "--case", "slow.*", "--case", "e2e.identify", "--max-duration", "1", "--out", self.out)
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        self.assertIn("ended after 1 s, as --max-duration demands", done.stderr)
        self.assertEqual(self.result("e2e.identify")["verdict"], "passed")
        self.assertEqual(self.result("slow.wait")["verdict"], "blocked")
        self.assertIn("The run was interrupted", done.stdout)


class RepetitionTest(AssayCase):
    def verdicts(self, jobs, out):
        with Target() as target:
            done = self.assay("run", target.url, "--case", "many.*", "--case", "e2e.*", "--seed", "11", "--jobs", jobs, "--out", out)
            requests = sorted(request.replace(str(target.port).encode(), b"PORT") for request in target.requests)
        self.assertIn("seed 11;", done.stdout)
        return [(case["id"], case["verdict"], case["reason"], [finding["rule"] for finding in case["findings"]]) for case in self.cases(out)], requests

    def test_several_jobs_come_to_the_verdicts_and_requests_of_one(self):
        self.write("suites/many.lua", MANY)
        one, sent = self.verdicts(1, self.out)
        four, sent_too = self.verdicts(4, self.folder / "four")
        self.assertEqual(four, one)
        self.assertEqual(sent_too, sent)

    def test_judging_by_other_suites_says_so_and_still_judges(self):
        with Target() as target:
            self.assay("run", target.url, "--case", "e2e.identify", "--out", self.out)
        same = self.assay("judge", self.out / "journal")
        self.assertEqual((same.returncode, same.stderr), (0, ""))
        self.write("suites/more.lua", CASES.replace("e2e.", "more.").replace("hostile.", "more-hostile.").replace("slow.", "more-slow."))
        other = self.assay("judge", self.out / "journal", "--out", self.out)
        self.assertEqual(other.returncode, 0, other.stdout)
        self.assertIn("the catalogue or the suites are not those of the run", other.stderr)
        self.assertIn("Judged by other suites", (self.out / "index.html").read_text(encoding="utf-8"))
        meta = json.loads((self.out / "run.json").read_text(encoding="utf-8"))["meta"]
        self.assertNotEqual(meta["plan_hash"], meta["judged_by"])


if __name__ == "__main__":
    main()
