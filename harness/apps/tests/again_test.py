"""`assay replay` and `assay shrink`: what a recorded case becomes when it is sent again, whole or reduced."""

import json
import re

from assay_testing import CREDENTIALS as DEMO
from assay_testing import Server, foreign, main, run
from assay_testing.scripted import answer
from assay_case import CREDENTIALS, AssayCase
from target import Target

CASES = r"""
local ODD = [[it's "$HOME" `id` \ <&> é]]
local function get(t) return t.msg.get({ uri = "http://assay.example/x", selectors = { Name = ODD } }) end

case { id = "two.gets", title = "It answers twice", proves = "schema.well-formed", run = function(t)
  t:expect_ok(t:send(get(t)))
  t:expect_ok(t:send(get(t):set("wsa:MessageID", "uuid:" .. t:uuid())))
end }
case { id = "wide.get", title = "It reads UTF-16", proves = "schema.well-formed", run = function(t)
  t:expect_ok(t:send(get(t):encoding("utf-16le", true)))
end }
case { id = "raw.pieces", title = "It takes a request in pieces", proves = "schema.well-formed", run = function(t)
  t:expect_ok(t:raw{ octets = "GET /wsman HTTP/1.1\r\nHost: {host}\r\nAuthorization: {authorization}\r\nX-Odd:  two  spaces\r\n\r\n", pieces = 9, why = "it is no POST" })
end }
case { id = "lies.length", title = "It waits for what does not come", proves = "schema.well-formed", run = function(t)
  t:raw{ octets = "POST /wsman HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99\r\n\r\nshort", why = "its length is a lie", half_close = true, timeout = 300 }
end }
"""

LARGE = """
local function large(t)
  local message = t.msg.get({ uri = "http://assay.example/x", selectors = { Name = ("long "):rep(200) } })
  for i = 1, 12 do message:option("o" .. i, ("v"):rep(i * 5), { Type = "xs:string" }) end
  return message:timeout("PT30S"):max_envelope(100000):locale("en"):http("X-Custom", "something")
end
case { id = "large.get", title = "It answers a large Get", proves = { "schema.well-formed", "addressing.relatesto.present" }, run = function(t)
  t:send(t.msg.identify())
  t:send(large(t))
end }
case { id = "large.create", title = "It changes something", proves = "schema.well-formed", destructive = true, run = function(t) t:expect_ok(t:send(large(t))) end }
"""

BROKEN = b"<s:Envelope"


class ReplayTest(AssayCase):
    def setUp(self):
        super().setUp()
        self.write("suites/e2e.lua", CASES)

    def record(self, url, case, *arguments, **variables):
        return self.assay("run", url, "--case", case, "--out", self.out, *arguments, **variables)

    def test_the_same_octets_are_sent_and_the_same_is_found(self):
        with Target(lambda request: answer(BROKEN) if b"Get" in request else ...) as target:
            self.record(target.url, "two.gets")
            first = target.requests[:]
            done = self.assay("replay", f"{self.out}#two.gets", "--out", self.folder / "again")
            self.assertEqual(target.requests[len(first):], first)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("failed two.gets", done.stdout)
        self.assertIn("as recorded: HTTP 200", done.stdout)
        self.assertIn("still [schema.well-formed]", done.stdout)
        self.assertNotIn("recorded as", done.stdout)
        judged = self.assay("judge", self.folder / "again/journal")
        self.assertEqual(judged.returncode, 1, judged.stderr)
        self.assertEqual(self.result("two.gets", self.folder / "again")["verdict"], "failed")

    def test_what_differs_from_the_recording_is_told(self):
        with Target(lambda request: answer(BROKEN, status="500 Oh") if b"Get" in request else ...) as target:
            self.record(target.url, "two.gets")
        with Target() as mended:
            done = self.assay("replay", f"{self.out}#two.gets", mended.url)
            self.assertIn(f"Host: 127.0.0.1:{target.port}".encode(), mended.requests[1], "the octets are those of the recording")
        self.assertIn("now HTTP 200, recorded HTTP 500", done.stdout)
        self.assertIn("recorded as failed", done.stdout)
        self.assertIn("gone [schema.well-formed]", done.stdout)

    def test_fresh_ids_are_fresh_and_nothing_else(self):
        with Target() as target:
            self.record(target.url, "two.gets")
            first = target.requests[1:]
            done = self.assay("replay", f"{self.out}#two.gets", "--fresh-ids", "--out", self.folder / "again")
            again = target.requests[len(first) + 2:]
        ids = lambda requests: [re.search(rb"MessageID>([^<]+)<", request).group(1) for request in requests]
        self.assertFalse(set(ids(first)) & set(ids(again)))
        self.assertEqual([request.replace(one, b"") for request, one in zip(again, ids(again))],
                         [request.replace(one, b"") for request, one in zip(first, ids(first))])
        self.assertIn("passed two.gets", done.stdout)
        self.assertEqual(self.result("two.gets", self.folder / "again")["verdict"], "passed")

    def test_a_case_that_has_changed_is_sent_as_it_was_recorded(self):
        with Target() as target:
            self.record(target.url, "two.gets")
            first = target.requests[1:]
            self.write("suites/e2e.lua", CASES.replace("http://assay.example/x", "http://assay.example/y"))
            done = self.assay("replay", f"{self.out}#two.gets")
            self.assertEqual(target.requests[len(first) + 2:], first)
            self.assertIn("the case is no longer what it was", done.stderr)
            fresh = self.assay("replay", f"{self.out}#two.gets", "--fresh-ids")
            self.assert_one_message(fresh, 64, "the case is no longer what it was", "assay run --case")

    def test_a_case_or_run_that_is_not_there_is_named(self):
        with Target() as target:
            self.record(target.url, "two.gets")
        self.assert_one_message(self.assay("replay", f"{self.out}#two.get"), 64, "no case 'two.get'", "did you mean two.gets")
        self.assert_one_message(self.assay("replay", self.out), 64, "RUN#CASE")
        self.assert_one_message(self.assay("replay", f"{self.folder}/none#two.gets"), 4, "none")

    def test_a_passive_rule_stands_for_the_case_it_was_broken_in(self):
        with Target(lambda request: answer(BROKEN) if b"Get" in request else ...) as target:
            self.record(target.url, "two.gets")
            done = self.assay("replay", f"{self.out}#passive.schema.well-formed")
        self.assertIn("failed two.gets", done.stdout)

    # What changes the target.

    CHANGING = """
case { id = "changing.get", title = "It changes something", proves = "schema.well-formed", %s run = function(t)
  t:expect_ok(t:send(t.msg.get({ uri = "http://assay.example/x" })))
end }
"""

    def test_what_the_run_was_allowed_to_change_may_be_changed_again_there_and_nowhere_else(self):
        self.write("suites/changing.lua", self.CHANGING % "destructive = true,")
        bold = self.write("bold.toml", "[target]\ndestructive = true\n")
        for how in (["--destructive"], ["--target", bold]):
            with self.subTest(how), Target() as target, Target() as other:
                self.record(target.url, "changing.get", *how)
                first = target.requests[1:]
                done = self.assay("replay", f"{self.out}#changing.get")
                self.assertIn("passed changing.get", done.stdout, done.stderr)
                self.assertEqual(target.requests[len(first) + 2:], first)
                refused = self.assay("replay", f"{self.out}#changing.get", other.url)
                self.assert_one_message(refused, 64, "changes the target", f"allowed to at {target.url} alone", "--destructive")
                self.assertEqual(other.requests, [])
                for allowed in (["--destructive"], ["--target", bold]):
                    done = self.assay("replay", f"{self.out}#changing.get", other.url, *allowed, "--out", self.folder / "again")
                    self.assertIn("passed changing.get", done.stdout, done.stderr)
                self.assertEqual(self.assay("judge", self.folder / "again/journal").returncode, 0)

    def test_a_case_that_the_run_was_not_allowed_to_play_is_said_to_be_so(self):
        self.write("suites/changing.lua", self.CHANGING % "destructive = true,")
        with Target() as target:
            self.record(target.url, "changing.get", "--case", "two.gets")
            self.assertEqual(self.result("changing.get")["verdict"], "not_applicable")
            for command in ("replay", "shrink"):
                done = self.assay(command, f"{self.out}#changing.get", "--destructive")
                self.assert_one_message(done, 64, "'changing.get' changes the target, which that run was not allowed to: it was not played",
                                        "assay run --destructive")

    def test_a_case_that_has_come_to_change_the_target_is_sent_again_only_when_that_is_allowed(self):
        self.write("suites/changing.lua", self.CHANGING % "")
        with Target() as target:
            self.record(target.url, "changing.get")
            first = target.requests[1:]
            self.write("suites/changing.lua", self.CHANGING % "destructive = true,")
            done = self.assay("replay", f"{self.out}#changing.get")
            self.assert_one_message(done, 64, "changes the target, which that run was not allowed to", "--destructive")
            self.assertEqual(target.requests[1:], first)
            self.assertEqual(self.assay("replay", f"{self.out}#changing.get", "--curl").returncode, 0, "printing changes nothing")
            done = self.assay("replay", f"{self.out}#changing.get", "--destructive")
            self.assertIn("passed changing.get", done.stdout, done.stderr)
            self.assertEqual(target.requests[len(first) + 2:], first)

    # curl lines are run by a shell, as a person would.

    def paste(self, text, **env):
        script = f"set -e -o pipefail\n{{\n{text}\n}} | LC_ALL=C tr -cd '\\11\\12\\15\\40-\\176'"  # an answer may be in UTF-16
        return run(foreign("bash"), "-c", script, env={**CREDENTIALS, **env}, cwd=self.folder)

    def body_of(self, request):
        return request.partition(b"\r\n\r\n")[2]

    def test_a_curl_line_sends_the_same_body_and_fields(self):
        for case in ("two.gets", "wide.get", "raw.pieces"):
            with self.subTest(case), Target() as target:
                self.record(target.url, case)
                recorded = target.requests[1:]
                done = self.assay("replay", f"{self.out}#{case}", "--curl")
                self.assertEqual(done.returncode, 0, done.stderr)
                pasted = self.paste(done.stdout)
                self.assertEqual(pasted.returncode, 0, pasted.stderr)
                self.assertIn("IdentifyResponse", pasted.stdout)
                sent = target.requests[1 + len(recorded):]
                self.assertEqual([self.body_of(request) for request in sent], [self.body_of(request) for request in recorded])
                for before, after in zip(recorded, sent):
                    for line in before.partition(b"\r\n\r\n")[0].split(b"\r\n"):
                        self.assertIn(line.replace(b":  ", b": "), after.replace(b":  ", b": "))

    def test_what_curl_would_not_send_is_said_to_be_so(self):
        with Target() as target:
            self.record(target.url, "lies.length")
        done = self.assay("replay", f"{self.out}#lies.length", "--curl")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("curl would not send it as it was", done.stdout)
        self.assertEqual([line for line in done.stdout.splitlines() if not line.startswith("#")], [])

    def test_curl_lines_work_against_a_service_with_basic_and_digest(self):
        env = {**DEMO, "NO_COLOR": "1"}
        profile = self.write("digest.toml", "[credentials]\nuser = 'assay'\npassword = 'assay-demo'\nscheme = 'digest'\n")
        with Server("wsmand", "--demo", "--listen", "127.0.0.1:0") as wsmand:
            for case, more in (("two.gets", []), ("wide.get", []), ("wide.get", ["--target", profile])):
                with self.subTest(case, digest=bool(more)):
                    self.record(wsmand.endpoint, case, *more, **{**env, **({"ASSAY_USER": ""} if more else {})})
                    lines = self.assay("replay", f"{self.out}#{case}", "--curl").stdout
                    self.assertEqual("--digest" in lines, bool(more))
                    pasted = self.paste(lines, **env)
                    self.assertEqual(pasted.returncode, 0, pasted.stderr)
                    self.assertIn("s:Fault", pasted.stdout, "the resource is not there, and that is what it says")
                    replayed = self.assay("replay", f"{self.out}#{case}", *more, **{**env, **({"ASSAY_USER": ""} if more else {})})
                    self.assertIn("as recorded: HTTP", replayed.stdout)
                    self.assertNotIn("now HTTP", replayed.stdout)


class ShrinkTest(AssayCase):
    def setUp(self):
        super().setUp()
        self.write("suites/e2e.lua", LARGE)

    def test_a_large_request_shrinks_to_what_the_failure_needs(self):
        # the bug: an answer is broken off when option o7 is asked for together with a locale
        bug = lambda request: answer(BROKEN) if b'"o7"' in request and b"Locale" in request else ...
        with Target(bug) as target:
            self.assay("run", target.url, "--case", "large.get", "--seed", "3", "--out", self.out)
            first = self.shrink(target, f"{self.out}#passive.schema.well-formed", "--out", self.folder / "small")
            again = self.shrink(target, f"{self.out}#passive.schema.well-formed")
        request = (self.folder / "small/large.get.http").read_text(encoding="utf-8")
        self.assertEqual(re.findall('Option Name="(o[0-9]+)"', request), ["o7"])
        self.assertIn("Locale", request)
        for gone in ("X-Custom", "OperationTimeout", "MaxEnvelopeSize", "long long", "xs:string"):
            self.assertNotIn(gone, request)
        for needed in ("wsa:To", "wsa:Action", "wsa:MessageID"):
            self.assertIn(needed, request, "a lawful request stays lawful")
        self.assertEqual(first.split(" tries")[0], again.split(" tries")[0])
        without_ids = lambda text: re.sub("uuid:[-0-9a-f]*", "", text)
        self.assertEqual(without_ids(first), without_ids(again) + f"written to {self.folder}/small/large.get.http\n")

    def shrink(self, target, what, *arguments):
        done = self.assay("shrink", what, *arguments)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"^large.get breaks schema.well-formed with [0-9]+ of [0-9]+ octets, found in [0-9]+ tries\n")
        return done.stdout

    def test_it_does_not_shrink_into_another_failure(self):
        def bug(request):
            if b"X-Custom" not in request and b"<wsmid:Identify" not in request:
                return answer(BROKEN, status="500 Another")
            return answer(BROKEN) if b'"o7"' in request else ...
        with Target(bug) as target:
            self.assay("run", target.url, "--case", "large.get", "--out", self.out)
            self.assay("shrink", f"{self.out}#large.get", "--rule", "schema.well-formed", "--out", self.folder)
        request = (self.folder / "large.get.http").read_text(encoding="utf-8")
        self.assertIn("X-Custom", request)
        self.assertIn('"o7"', request)

    def test_what_has_to_be_kept_is_kept(self):
        with Target(lambda request: answer(BROKEN) if b'"o7"' in request else ...) as target:
            self.assay("run", target.url, "--case", "large.get", "--out", self.out)
            done = self.assay("shrink", f"{self.out}#passive.schema.well-formed", "--keep", '"o3"', "--tries", "60", "--out", self.folder)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn('"o3"', (self.folder / "large.get.http").read_text(encoding="utf-8"))
        self.assertIn("limit of the search", done.stdout)

    def test_a_failure_that_does_not_show_again_is_not_shrunk(self):
        with Target(lambda request: answer(BROKEN) if b'"o7"' in request else ...) as target:
            self.assay("run", target.url, "--case", "large.get", "--out", self.out)
        with Target() as mended:
            done = self.assay("shrink", f"{self.out}#passive.schema.well-formed", mended.url)
        self.assert_one_message(done, 4, "nothing was shrunk", "is not broken any more")

    def test_a_case_that_changes_the_target_is_shrunk_only_where_that_is_allowed(self):
        bug = lambda request: answer(BROKEN) if b'"o7"' in request else ...
        with Target(bug) as target, Target(bug) as other:
            self.assay("run", target.url, "--case", "large.create", "--out", self.out, "--destructive")
            self.assertEqual(self.assay("shrink", f"{self.out}#large.create", "--tries", "3").returncode, 1, "the run was allowed to")
            done = self.assay("shrink", f"{self.out}#large.create", other.url)
            self.assert_one_message(done, 64, "changes the target", "--destructive")
            self.assertEqual(len(other.requests), 0)
            done = self.assay("shrink", f"{self.out}#large.create", other.url, "--tries", "3", "--destructive")
            self.assertEqual(done.returncode, 1, done.stderr)

    def test_a_case_that_has_come_to_change_the_target_is_not_shrunk_unasked(self):
        with Target(lambda request: answer(BROKEN) if b'"o7"' in request else ...) as target:
            self.write("suites/e2e.lua", LARGE.replace("destructive = true, ", ""))
            self.assay("run", target.url, "--case", "large.create", "--out", self.out)
            count = len(target.requests)
            self.write("suites/e2e.lua", LARGE)
            done = self.assay("shrink", f"{self.out}#large.create")
            self.assert_one_message(done, 64, "changes the target, which that run was not allowed to", "--destructive")
            self.assertEqual(len(target.requests), count)
            self.assertEqual(self.assay("shrink", f"{self.out}#large.create", "--tries", "3", "--destructive").returncode, 1)

    def test_a_run_shrinks_its_failures_and_judging_it_again_says_the_same(self):
        self.write("suites/e2e.lua", LARGE.replace("  t:send(large(t))\n", "  t:expect_ok(t:send(large(t)))\n"))
        with Target(lambda request: answer(BROKEN) if b'"o7"' in request else ...) as target:
            done = self.assay("run", target.url, "--case", "large.get", "--shrink", "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertRegex(done.stderr, r"large.get: shrunk from [0-9]+ to [0-9]+ octets in [0-9]+ tries")
        report = json.loads((self.out / "run.json").read_text(encoding="utf-8"))
        shrunk, = report["shrunk"]
        self.assertLess(shrunk["octets"], shrunk["octets_before"] / 2)
        self.assertIn("The smallest request found", (self.out / "index.html").read_text(encoding="utf-8"))
        self.assay("judge", self.out / "journal", "--out", self.folder / "again")
        self.assertEqual(json.loads((self.folder / "again/run.json").read_text(encoding="utf-8")), report)
        self.assertNotIn("s3cret-word", (self.out / "journal").read_text(encoding="utf-8"))

    def test_on_a_mutant_of_the_service_a_plain_get_is_left(self):
        with Server("wsmand-mutants", "--mutant", "reply-without-relates-to", "--demo", "--listen", "127.0.0.1:0") as mutant:
            self.assay("run", mutant.endpoint, "--case", "large.get", "--seed", "3", "--out", self.out, **DEMO)
            done = self.assay("shrink", f"{self.out}#passive.addressing.relatesto.present", "--out", self.folder, **DEMO)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        request = (self.folder / "large.get.http").read_text(encoding="utf-8")
        self.assertNotIn("OptionSet", request)
        self.assertNotIn("long long", request)
        self.assertLess(len(request), 1500)


if __name__ == "__main__":
    main()
