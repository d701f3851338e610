"""What the tests of `assay` from the outside share: a home with a few cases of their own, and running it there."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from assay_testing import HOME, program, run

CREDENTIALS = {"ASSAY_USER": "tester", "ASSAY_PASSWORD": "s3cret-word", "NO_COLOR": "1"}

CASES = """
local function identify(t, marker) return t:send(t.msg.identify():http("X-Marker", marker or "none")) end

case { id = "e2e.identify", title = "It identifies itself", proves = "identify.message",
  run = function(t) t:expect_ok(t:send(t.msg.identify())) end }
case { id = "e2e.spoilt", title = "It answers what is marked as spoilt", proves = { "schema.well-formed" }, needs = { "e2e.identify" },
  run = function(t) t:expect_ok(identify(t, "spoilt")) end }
case { id = "e2e.after-spoilt", title = "It needs what may fail", proves = "identify.message", needs = { "e2e.spoilt" },
  run = function(t) t:expect_ok(identify(t)) end }
case { id = "e2e.featureful", title = "It needs a feature", proves = "identify.message", needs = { "feature.e2e.has" },
  run = function(t) t:expect_ok(identify(t)) end }
case { id = "hostile.poke", title = "It survives a poke", proves = { "http.framing", "service.survives" }, hostile = true,
  run = function(t) t:raw{ octets = "POST / HTTP/1.1\\r\\nHost: {host}\\r\\nContent-Length: 4\\r\\n\\r\\npoke", why = "it is a poke", timeout = 1000 } end }
case { id = "slow.wait", title = "It waits", proves = "identify.message", tags = { "slow" },
  run = function(t) for _ = 1, 100 do t:sleep(200) identify(t, "waiting") end end }
"""

PROFILE = """
[match]
product_vendor = "Scripted"
[features]
e2e.has = false
"""


class AssayCase(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.out = self.folder / "out"
        self.home = self.folder / "home"
        shutil.copytree(HOME / "suites/catalogue", self.home / "suites/catalogue")
        (self.home / "fixtures").mkdir()
        shutil.copytree(HOME / "fixtures/schemas", self.home / "fixtures/schemas")
        self.write("suites/e2e.lua", CASES)
        self.write("suites/profiles/scripted.toml", PROFILE)

    def write(self, name, text):
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def assay(self, *arguments, credentials=True, **variables):
        env = {"ASSAY_HOME": str(self.home), **(CREDENTIALS if credentials else {}), **variables}
        done = run(program("assay"), *arguments, env=env)
        self.assertNotIn("s3cret-word", done.stdout + done.stderr)
        return done

    def start(self, target, *arguments):
        """`assay run` against the target, under way."""
        env = {**os.environ, **CREDENTIALS, "ASSAY_HOME": str(self.home)}
        command = [program("assay"), "run", target.url, *[str(word) for word in arguments]]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)

    def cases(self, out=None):
        return json.loads(((out or self.out) / "run.json").read_text(encoding="utf-8"))["cases"]

    def result(self, case_id, out=None):
        return next(case for case in self.cases(out) if case["id"] == case_id)

    def assert_one_message(self, done, code, *words):
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertLessEqual(len(done.stderr.strip().splitlines()), 3, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)
