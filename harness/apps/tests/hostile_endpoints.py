"""`assay run` against every endpoint of fixtures/peers/hostile_endpoint.py: none hangs it, crashes it or fills the memory.

Each run ends within the time limit of its exchanges, with an exit code as ruled, a verdict that names the cause, less than
200 MiB of resident memory, and a journal from which `assay judge` makes the same report within the same bounds.
"""

import concurrent.futures
import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from assay_testing import HOME, foreign, main, program

sys.path.insert(0, str(HOME / "fixtures/peers"))
from hostile_endpoint import BEHAVIOURS, HostileEndpoint, make_certificates  # noqa: E402

MEMORY = 200 << 10  # KiB, as the kernel counts
TIMEOUT = 10.0  # seconds for an exchange
SHORT = 1.0  # where it is sure to pass
SLACK = 5.0  # more seconds that a busy machine may take to notice
HANGS = 300  # seconds after which nothing can be said but that it hangs

CASES = """
local here = { uri = "http://example.org/hostile" }
local context = "/s:Envelope/s:Body/*/wsen:EnumerationContext"

case { id = "e2e.get", title = "A Get is answered", proves = "schema.message",
  run = function(t) t:expect_ok(t:send(t.msg.get(here))) end }
case { id = "e2e.enumerate", title = "An enumeration comes to its end", proves = "schema.message", run = function(t)
  local r = t:send(t.msg.enumerate(here, { optimize = true }))
  while r:text(context) do r = t:send(t.msg.pull(here, r:text(context))) end
  t:expect_ok(r)
end }
case { id = "e2e.look", title = "An answer can be looked at in every way", proves = { "schema.message", "service.survives" }, hostile = true,
  run = function(t)
    local r = t:raw{ octets = "POST /wsman HTTP/1.1\\r\\nHost: {host}\\r\\nContent-Length: 5\\r\\n\\r\\n<a/>\\n", why = "it is a poke" }
    local seen = #r:xpath("//*") + #r:xpath("//@*") + r:count("//text()") + #(r.body or "") + #(r.document or "") + #(r:header("X-Padding") or "")
    t:expect(seen < 0, { message = "it was looked at", expected = "nothing", actual = r:summary(), at = r, path = "/s:Envelope/s:Body/*[2]" })
  end }
"""


@dataclasses.dataclass
class Ended:
    """A child process that has ended, with what it used."""
    code: int
    said: str
    seconds: float
    cpu: float
    memory: int  # KiB


def run_measured(*command, env):
    """Runs a command to its end and takes its own resource usage, not that of all children."""
    began = time.monotonic()
    with tempfile.TemporaryFile(mode="w+", errors="replace") as said:
        child = subprocess.Popen([str(word) for word in command], stdout=said, stderr=said, stdin=subprocess.DEVNULL, env=env)
        while True:
            pid, status, used = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - began > HANGS:
                child.kill()
            time.sleep(0.02)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return Ended(child.returncode, said.read(), time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss)


# The exit code that is right for a target of that behaviour, and words of the cause that findings, reasons or the one message name.
TOO_LONG, TOO_MUCH_HEAD, TOO_MANY_FIELDS = "it has more than 4 MiB", "its head has more than 256 KiB", "it has more than 1000 fields"
TOO_MANY_NODES, TOO_MANY_ATTRIBUTES = "more than 100000 elements, comments and instructions", "more than 1000 attributes"
SLOW, SILENT = "the answer did not end within the time limit", "no octet of an answer came within the time limit"
CUT_HEAD, CUT_BODY, BAD_CHUNK = "the octets end within the head", "the octets end before the body does", "a chunk begins without a hexadecimal size"
EXPECTED = {
    "endless-body": (1, TOO_LONG), "endless-chunks": (1, TOO_LONG), "endless-small-chunks": (1, "it has more than 100000 chunks"),
    "endless-chunk-extension": (1, "a line between its chunks has more than 256 KiB"), "endless-trailers": (1, TOO_MANY_FIELDS),
    "endless-interim-responses": (1, "more than 100 interim responses came before it"), "endless-status-line": (1, TOO_MUCH_HEAD),
    "octet-a-minute": (1, SLOW), "octet-a-second": (1, SLOW), "silence": (1, SILENT),
    "headers-of-100-mb": (1, TOO_MUCH_HEAD), "header-line-of-100-mb": (1, TOO_MUCH_HEAD), "million-fields": (1, TOO_MANY_FIELDS),
    "closes-in-status-line": (1, CUT_HEAD), "closes-in-header": (1, CUT_HEAD), "closes-in-body": (1, CUT_BODY), "closes-in-chunk": (1, CUT_BODY),
    "resets-in-body": (1, CUT_BODY), "closes-at-once": (1, "no answer: closed"),
    "length-too-short": (1, "octets follow the end of the message"), "length-too-long": (1, SLOW),
    "lengths-that-differ": (1, "several Content-Length values differ"), "negative-length": (1, "Content-Length is not a count of octets"),
    "length-of-2-64": (1, "Content-Length is not a count of octets"), "length-just-below-2-64": (1, CUT_BODY),
    "chunk-size-FFFFFFFFFFFFFFFF": (1, CUT_BODY), "chunk-size-minus-5": (1, BAD_CHUNK), "chunk-size-1FFFFFFFFFFFFFFFF": (1, BAD_CHUNK),
    "chunk-size-0x10": (1, BAD_CHUNK), "chunk-size-five": (1, BAD_CHUNK),
    "gzip-bomb": (1, "its Content-Encoding gzip is not decoded"), "unknown-content-coding": (1, "an answer that is no IdentifyResponse"),
    "unknown-transfer-coding": (1, "an answer that is no IdentifyResponse"),
    "invalid-utf-8": (1, "not proper UTF-8"), "overlong-utf-8": (1, "not proper UTF-8"), "odd-utf-16": (1, "the octets are not UTF-16"),
    "half-a-surrogate-pair": (1, "the response is in another encoding than the request"), "nul-octets": (1, "the body is not well-formed"),
    "nothing-but-nul-octets": (1, "the body is not well-formed"),
    "billion-laughs": (1, "the message has a document type declaration"), "million-default-attributes": (1, TOO_MANY_ATTRIBUTES),
    "deep-nesting": (1, "nested deeper than 256"), "million-attributes": (1, TOO_LONG), "many-attributes": (1, TOO_MANY_ATTRIBUTES),
    "million-siblings": (1, TOO_MANY_NODES), "many-addresses": (1, "GetResponse does not hold one representation"),
    "megabyte-name": (1, "a name in it has more than 4096 octets"), "megabyte-namespace": (1, "a name in it has more than 4096 octets"),
    "megabyte-text": (1, "the envelope is larger than the client can be expected to take"), "million-namespaces": (1, TOO_LONG),
    "many-namespaces-in-scope": (1, "more than 1000 namespace declarations are in scope"), "comments-without-end": (1, TOO_LONG),
    "hostile-to-xpath": (1, "an answer that is no IdentifyResponse"), "million-items": (1, TOO_LONG),
    "endless-pulls": (4, "the case was cut after 2000 exchanges"), "endless-empty-pulls": (4, "the case was cut after 2000 exchanges"),
    "endless-large-pulls": (4, "the case was cut after answers of 32 MiB"),
    "redirect-loop": (1, "HTTP 307"), "nonces-without-end": (1, "HTTP 401"), "surplus-answers": (1, "octets follow the end of the message"),
    "answers-before-it-is-asked": (1, "an answer that is no IdentifyResponse"), "never-reads": (1, SILENT), "resets-after-accept": (1, "Connection reset by peer"),
    "garbage-for-a-handshake": (3, "TLS: "), "alerts-without-end": (3, "TLS: "), "silent-handshake": (3, "no TLS within the timeout"),
    "expired-certificate": (3, "certificate verify failed"), "certificate-of-somebody-else": (3, "certificate verify failed"),
    "closes-without-a-word": (1, "stream truncated"),
}
# No answer to the first Identify is exit code 3; an answer of any kind lets the run begin.
FROM_THE_FIRST = {
    "endless-body": (3, TOO_LONG), "octet-a-second": (3, SLOW), "silence": (3, SILENT), "closes-in-header": (3, "no answer to Identify: cut"),
    "closes-at-once": (3, "no answer to Identify: closed"), "million-fields": (3, TOO_MANY_FIELDS), "nonces-without-end": (3, "authentication refused, HTTP 401"),
    "never-reads": (3, SILENT), "resets-after-accept": (3, ("no answer to Identify: closed", "no connection: Connection reset by peer")), "garbage-for-a-handshake": (3, "TLS: "),
    "expired-certificate": (3, "certificate verify failed"), "certificate-of-somebody-else": (3, "certificate verify failed"),
    "closes-without-a-word": (3, "no answer to Identify: cut"), "redirect-loop": (1, "HTTP 307"), "billion-laughs": (1, "a document type declaration"),
}
# Those take seconds of a processor each: `ctest -L soak` has them.
HEAVY = {"nothing-but-nul-octets", "many-attributes", "million-siblings", "many-addresses", "megabyte-namespace", "megabyte-text",
         "many-namespaces-in-scope", "hostile-to-xpath", "million-items", "endless-empty-pulls", "endless-large-pulls", "comments-without-end",
         "million-default-attributes"}
# Those take their time, which is to be cut short.
WAITING = {"octet-a-minute", "octet-a-second", "silence", "length-too-long", "never-reads", "silent-handshake"}


class HostileEndpoints(unittest.TestCase):
    AFTER_IDENTIFY = [name for name in BEHAVIOURS if name not in HEAVY]

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.home = cls.folder / "home"
        shutil.copytree(HOME / "suites/catalogue", cls.home / "suites/catalogue")
        shutil.copytree(HOME / "fixtures/schemas", cls.home / "fixtures/schemas")
        (cls.home / "suites/profiles").mkdir()
        (cls.home / "suites/hostile.lua").write_text(CASES, encoding="utf-8")
        foreign("openssl")
        cls.certificates = cls.folder / "certificates"
        cls.certificates.mkdir()
        make_certificates(cls.certificates)
        cls.profile = cls.folder / "target.toml"
        cls.profile.write_text(f"[target]\nca_file = '{cls.certificates}/all.pem'\n", encoding="utf-8")
        cls.env = {**os.environ, "ASSAY_HOME": str(cls.home), "ASSAY_USER": "tester", "ASSAY_PASSWORD": "s3cret-word", "NO_COLOR": "1"}

    def meet(self, name, from_the_first):
        """Runs assay against one behaviour and judges its journal again."""
        out = self.folder / f"{name}-{from_the_first}"
        with HostileEndpoint(name, from_the_first, self.certificates) as endpoint:
            ran = run_measured(program("assay"), "run", endpoint.url, "--target", self.profile, "--timeout", SHORT if name in WAITING else TIMEOUT, "--out", out,
                               "--progress", "none", env=self.env)
        report = json.loads((out / "run.json").read_text(encoding="utf-8")) if (out / "run.json").exists() else None
        again = report and run_measured(program("assay"), "judge", out / "journal", "--out", out / "again", env=self.env)
        return name, ran, report, again, out


    def check(self, name, from_the_first, codes, words):
        name, ran, report, again, out = self.meet(name, from_the_first)
        self.assertIn(ran.code, codes, ran.said)
        self.assertLess(ran.memory, MEMORY)
        told = ran.said if report is None else json.dumps(report["cases"])
        self.assertTrue(any(each in told for each in ([words] if isinstance(words, str) else words)), (words, told))
        if report is None:
            return
        limit = (SHORT if name in WAITING else TIMEOUT) + SLACK
        self.assertEqual([each for each in report["exchanges"] if each["elapsed_seconds"] > limit], [])
        self.assertEqual(again.code, ran.code, again.said)
        self.assertLess(again.memory, MEMORY)
        self.assertEqual((out / "again/run.json").read_bytes(), (out / "run.json").read_bytes())
        self.assertLess((out / "index.html").stat().st_size, 6 << 20)
        shutil.rmtree(out)

    def check_all(self, names, from_the_first=False, expected=EXPECTED):
        with concurrent.futures.ThreadPoolExecutor(4) as several:
            ends = {name: several.submit(self.check, name, from_the_first, {expected[name][0]}, expected[name][1]) for name in names}
        for name, end in ends.items():
            with self.subTest(name):
                end.result()

    def test_every_behaviour_is_expected_to_come_to_something(self):
        self.assertEqual(sorted(EXPECTED), sorted(BEHAVIOURS))

    def test_a_hostile_answer_ends_in_a_verdict(self):
        self.check_all(self.AFTER_IDENTIFY)

    def test_a_target_that_is_hostile_from_the_first_answer_on_ends_in_one_message_or_a_verdict(self):
        self.check_all(FROM_THE_FIRST, True, FROM_THE_FIRST)


if __name__ == "__main__":
    main()
