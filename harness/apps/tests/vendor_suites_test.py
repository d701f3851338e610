"""Suites outside the tree, broken ones and hostile ones: what is wrong is told once, with its place, and the rest still runs."""

import json
import pathlib
import resource
import shutil
import tempfile
import unittest

from assay_testing import HOME, main, program, run
from target import Target

CREDENTIALS = {"ASSAY_USER": "tester", "ASSAY_PASSWORD": "s3cret-word", "NO_COLOR": "1"}

RULES = """
specification = "ACME-1"
[[rule]]
id = "acme.fans"
section = "7"
level = "SHALL"
side = "service"
wire_testable = "yes"
requirement = "Fans turn"
evidence = "ACME-1"
"""

CLIENT_CASE = """
client_case { id = "acme.asks.posts", title = "It posts", proves = "acme.asks", step = "get", serve = function(t)
  local r = t:request()
  t:expect(r.method == "POST", { message = "no POST", at = r })
  t:reply(r, { octets = "HTTP/1.1 204 No Content\\r\\n\\r\\n", close = true, why = "nothing is in it" })
  t:outcome()
end }
"""

DRIVER = """
name = "scripted"
[steps.get]
command = ["/usr/bin/python3", "-c", "import urllib.request; urllib.request.urlopen('{url}', b'x')"]
"""


def a_case(name, body="t:expect_ok(t:send(t.msg.identify()))", proves="acme.fans", needs=""):
    return f'case {{ id = "{name}", title = "T", proves = "{proves}", needs = {{ {needs} }}, tags = {{ "cold" }},\n  run = function(t) {body} end }}\n'


class VendorSuites(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())).resolve()
        self.out = self.folder / "out"
        self.home = self.folder / "home"
        shutil.copytree(HOME / "suites/catalogue", self.home / "suites/catalogue")
        (self.home / "fixtures").mkdir()
        (self.home / "fixtures/schemas").symlink_to(HOME / "fixtures/schemas")
        for name in ("mutants.json", "client-mutants.json", "bmc-mutants.json", "kills.json", "bmc-kills.json"):
            shutil.copy(HOME / "suites" / name, self.home / "suites" / name)
        self.write("home/suites/ours.lua", a_case("ours.identify", proves="identify.message"))
        self.write("acme/catalogue/fans.toml", RULES)
        self.write("acme/fans.lua", a_case("fans.turn", needs='"ours.identify"'))

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def assay(self, *arguments):
        return run(program("assay"), *arguments, env={"ASSAY_HOME": str(self.home), **CREDENTIALS}, cwd=self.folder, timeout=350)

    def run_on_target(self, *arguments):
        with Target() as target:
            return self.assay("run", target.url, "--out", self.out, "--progress", "none", *arguments)

    def results(self, out=None):
        record = json.loads(((out or self.out) / "run.json").read_text(encoding="utf-8"))
        return {case["id"]: case for case in record["cases"] if not case["id"].startswith("passive.")}

    def verdicts(self):
        return {name: case["verdict"] for name, case in self.results().items()}

    # Outside the tree.

    def test_a_folder_is_loaded_and_selected_with_what_its_cases_need(self):
        self.write("home/suites/other.lua", a_case("other.identify", proves="identify.message"))
        done = self.run_on_target("--suite", "./acme")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(self.verdicts(), {"ours.identify": "passed", "fans.turn": "passed"})
        self.assertEqual(self.results()["fans.turn"]["suite"], "acme/fans.lua")
        self.run_on_target("--suite", "*", "--suite", self.folder / "acme/fans.lua")
        self.assertEqual(len(self.verdicts()), 3)

    def test_a_path_inside_our_suites_is_a_glob(self):
        self.run_on_target("--suite", self.home / "suites/ours.lua")
        self.assertEqual(self.verdicts(), {"ours.identify": "passed"})

    def test_a_journal_is_judged_with_the_suites_of_its_run(self):
        self.run_on_target("--suite", "acme")
        live = (self.out / "run.json").read_text(encoding="utf-8")
        judged = self.assay("judge", self.out / "journal", "--out", self.folder / "again")
        self.assertEqual(judged.returncode, 0, judged.stdout + judged.stderr)
        self.assertEqual((self.folder / "again/run.json").read_text(encoding="utf-8"), live)
        (self.folder / "acme").rename(self.folder / "moved")
        judged = self.assay("judge", self.out / "journal")
        self.assertEqual(judged.returncode, 4, judged.stdout + judged.stderr)
        self.assertIn(f"{self.folder}/acme: the suites of this run are not there any more", judged.stderr)
        judged = self.assay("judge", self.out / "journal", "--suite", "moved")
        self.assertEqual(judged.returncode, 0, judged.stdout + judged.stderr)

    def test_a_case_is_sent_again_with_the_suites_of_its_run(self):
        self.write("acme/broken.lua", "error('no')")
        with Target() as target:
            self.assay("run", target.url, "--suite", "acme", "--out", self.out, "--progress", "none")
            done = self.assay("replay", f"{self.out}#fans.turn")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("passed fans.turn\n", done.stdout)

    def test_cases_of_clients_are_led_judged_and_listed_with_the_others(self):
        self.write("acme/catalogue/asking.toml", RULES.replace("acme.fans", "acme.asks").replace('"service"', '"client"'))
        self.write("acme/asking.lua", CLIENT_CASE)
        self.write("acme/broken.lua", "\nclient_case { id = 'lost', title = 'T', proves = 'acme.asks', serve = print }")
        driver = self.write("driver.toml", DRIVER)
        done = self.assay("peer", "--driver", driver, "--suite", "acme", "--out", self.out, "--progress", "none")
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        self.assertEqual(done.stderr.count(f"{self.folder}/acme/broken.lua:2: the case has no step"), 1, done.stderr)
        self.assertEqual(self.verdicts(), {"acme.asks.posts": "passed", "suite.acme/broken.lua": "harness_error"})
        live = (self.out / "run.json").read_text(encoding="utf-8")
        judged = self.assay("judge", self.out / "journal", "--out", self.folder / "again")
        self.assertEqual(judged.returncode, 4, judged.stdout + judged.stderr)
        self.assertEqual((self.folder / "again/run.json").read_text(encoding="utf-8"), live)
        listed = json.loads(self.assay("list", "--json", "--suite", "acme").stdout)
        self.assertEqual([case["id"] for case in listed["client_cases"]], ["acme.asks.posts"])
        self.assertIn("asks for        the step 'get' of a client", self.assay("explain", "acme.asks.posts", "--suite", "acme").stdout)
        again = self.assay("replay", f"{self.out}#acme.asks.posts")
        self.assertEqual(again.returncode, 64)
        self.assertIn("that run is of a client", again.stderr)

    def test_lists_and_explanations_know_them(self):
        listed = json.loads(self.assay("list", "--json", "--suite", "acme").stdout)["cases"]
        self.assertEqual([case["id"] for case in listed], ["fans.turn"])
        case = self.assay("explain", "fans.turn", "--suite", "acme").stdout
        for words in (f"{self.folder}/acme/fans.lua:1", "needs           ours.identify", "tags            cold", "proves acme.fans (SHALL, ACME-1 7)"):
            self.assertIn(words, case)
        rule = self.assay("explain", "acme.fans", "--suite", "acme").stdout
        for words in (f"{self.folder}/acme/catalogue/fans.toml:4", "ACME-1 7", "\n    fans.turn\n"):
            self.assertIn(words, rule)

    def test_what_is_wrong_on_the_command_line_is_a_usage_error(self):
        (self.folder / "empty").mkdir()
        for path, words in (("./none", "there is no such suite"), ("empty", "there is no suite in it"), ("acmee/*", "matches nothing"),
                            (self.folder / "acme/catalogue/fans.toml", "it is no suite")):
            done = self.assay("run", "http://127.0.0.1:1/", "--suite", path)
            self.assertEqual(done.returncode, 64, done.stderr)
            self.assertIn(words, done.stderr)
            self.assertEqual(self.assay("list", "--suite", path).returncode, 64)

    # Broken.

    def test_each_mistake_is_told_once_with_its_place_and_the_rest_is_run(self):
        self.write("acme/syntax.lua", "\ncase { id = 'lost',\n")
        self.write("acme/unknown_rule.lua", a_case("lost.rule", proves="acme.fanz"))
        self.write("acme/type.lua", "\n\ncase { id = {}, title = 'T' }\n")
        self.write("acme/zz_double.lua", a_case("fans.turn") + a_case("double.fine"))
        self.write("acme/circle.lua", a_case("circle.a", needs="'circle.b'") + a_case("circle.b", needs="'circle.a'")
                   + a_case("circle.needed", needs="'circle.a'"))
        self.write("acme/need.lua", a_case("need.nothing", needs="'fans.trun'"))
        self.write("acme/profiles/broken.toml", "= 1\n")
        self.write("acme/binary.lua", "\x1bLua")
        done = self.run_on_target("--suite", "acme")
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        told = [f"{self.folder}/acme/{place}" for place in (
            "syntax.lua:3: ", "unknown_rule.lua:1: case 'lost.rule' proves 'acme.fanz', which is no rule", "type.lua:3: id: text expected, got table",
            f"zz_double.lua:1: case 'fans.turn' is registered in {self.folder}/acme/fans.lua:1 already",
            "circle.lua:1: needs go in a circle: circle.a → circle.b → circle.a", "need.lua:1: case 'need.nothing' needs 'fans.trun'",
            "profiles/broken.toml:1:1: ", "binary.lua:1: ")]
        for words in told:
            self.assertEqual(done.stderr.count(words), 1, f"{words} in\n{done.stderr}")
        self.assertEqual(done.stderr.count("assay: "), len(told), done.stderr)
        verdicts = self.verdicts()
        broken = {"suite.acme/syntax.lua", "suite.acme/unknown_rule.lua", "suite.acme/type.lua", "suite.acme/zz_double.lua:1", "suite.acme/binary.lua",
                  "suite.acme/profiles/broken.toml", "circle.a", "circle.b", "need.nothing"}
        self.assertEqual({name for name, verdict in verdicts.items() if verdict == "harness_error"}, broken)
        self.assertEqual({name: verdicts[name] for name in ("fans.turn", "double.fine", "circle.needed")},
                         {"fans.turn": "passed", "double.fine": "passed", "circle.needed": "blocked"})
        self.assertEqual(self.results()["circle.needed"]["reason"], "it needs circle.a, which is harness_error")
        live = (self.out / "run.json").read_text(encoding="utf-8")
        judged = self.assay("judge", self.out / "journal", "--out", self.out)
        self.assertEqual(judged.returncode, 4)
        self.assertEqual((self.out / "run.json").read_text(encoding="utf-8"), live)

    def test_our_own_broken_suite_takes_no_other_down_either(self):
        self.write("home/suites/broken.lua", "error('no')")
        done = self.run_on_target()
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        self.assertEqual(self.verdicts(), {"suite.broken.lua": "harness_error", "ours.identify": "passed"})
        self.assertEqual(self.run_on_target("--suite", "ours").returncode, 0, "what is not selected is nobody's trouble")
        listed = self.assay("list")
        self.assertEqual(listed.returncode, 4)
        self.assertIn("ours.identify", listed.stdout)
        self.assertEqual(listed.stderr, "assay: suites/broken.lua:1: no\n  correct the suite file\n")
        unknown = self.assay("run", "http://127.0.0.1:1/", "--case", "lost.case")
        self.assertEqual(unknown.returncode, 64)
        self.assertIn("it may be in broken.lua, which does not load", unknown.stderr)

    # Hostile.

    def test_scripts_without_an_end_are_cut_within_the_limits(self):
        bodies = {"hostile.loop": "while true do end", "hostile.memory": "local all = {} while true do all[#all + 1] = { {}, {} } end",
                  "hostile.error": "error(('x'):rep(30000000))", "hostile.message": "local m, x = t.msg.identify(), ('x'):rep(100000) while true do m:header(x) end"}
        for name, body in bodies.items():
            self.write(f"acme/{name}.lua", a_case(name, body))
        self.write("acme/loads_for_ever.lua", "while true do end")
        self.write("acme/loads_too_much.lua", "x = {}\nwhile true do x[#x + 1] = {} end")
        self.write("acme/collects.lua", "setmetatable({}, { __gc = function() while true do end end })")
        done = self.run_on_target("--suite", "acme", "--jobs", "2")
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        results = self.results()
        for name in bodies:
            self.assertEqual(results[name]["verdict"], "harness_error", name)
            self.assertRegex(results[name]["reason"], rf"^acme/{name}\.lua:2: ", name)
            self.assertLess(len(results[name]["reason"]), 10_000)
        for name, line in (("loads_for_ever", 1), ("loads_too_much", 2), ("collects", 1)):
            self.assertEqual(results[f"suite.acme/{name}.lua"]["verdict"], "harness_error")
            self.assertIn(f"{self.folder}/acme/{name}.lua:{line}: ", done.stderr)
        self.assertEqual(results["fans.turn"]["verdict"], "passed")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        self.assertLess(peak, 200 * 1024, "KiB that the largest assay of this test had")


if __name__ == "__main__":
    main()
