"""Every case against two further services: what is asked of an endpoint comes from its profile, never from the reference
service's own data or habits."""

import functools
import json
import pathlib
import sys
import tempfile
import unittest

from assay_testing import HOME, Server, main, program, run

PEERS = pathlib.Path(HOME, "fixtures/peers")
SCREWS = 310


def run_on(endpoint, profile):
    """The finished process and the run.json of every case on the endpoint."""
    with tempfile.TemporaryDirectory() as out:
        finished = run(program("assay"), "run", endpoint, "--target", PEERS / profile, "--out", out, "--progress", "none",
                       timeout=200)
        report = pathlib.Path(out, "run.json")
        assert report.exists(), finished.stderr
        return finished, json.loads(report.read_text(encoding="utf-8"))


@functools.cache
def on_workshop():
    """wsmand with classes of which its demo has none, and more instances than anybody writes by hand."""
    with tempfile.TemporaryDirectory() as folder:
        many = "".join(f'instance of Shop_Screw {{ Number = {n}; Thread = "M{n % 9}"; }};\n' for n in range(1, SCREWS + 1))
        manual = f'instance of Shop_Manual {{ Page = "{"read me " * 2400}"; }};\n'
        pathlib.Path(folder, "many.mof").write_text('#pragma namespace ("root/workshop")\n' + many + manual, encoding="utf-8")
        configuration = pathlib.Path(folder, "wsmand.toml")
        configuration.write_text(f"""
[auth]
digest = []
[cim]
mof = ["{PEERS / 'workshop.mof'}", "many.mof"]
[[user]]
name = "keeper"
password = "of the tools"
[[user.grant]]
resource = ""
rights = ["read", "write", "execute"]
[[user.grant]]
resource = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/workshop/Shop_Safe"
rights = []
[limits]
batch_items = 60
""", encoding="utf-8")
        with Server("wsmand", "--config", configuration, "--listen", "127.0.0.1:0") as wsmand:
            return run_on(wsmand.endpoint, "workshop.toml")


@functools.cache
def on_the_minimal_endpoint():
    with Server(sys.executable, PEERS / "minimal_endpoint.py", env={"PYTHONDONTWRITEBYTECODE": "1"}) as minimal:
        return run_on(minimal.endpoint, "minimal.toml")


def cases(report, *verdicts):
    return [case for case in report["cases"] if case["verdict"] in verdicts]


def shown(found):
    return "\n".join(f"{case['id']}: {case['verdict']} {case['reason']} {[finding['message'] for finding in case['findings']]}"
                     for case in found)


class Either(unittest.TestCase):
    """What holds for both; a SHOULD that is broken would be no failure, but neither service breaks one."""

    def test_has_no_failed_case_and_leaves_none_open(self):
        for service in (on_workshop, on_the_minimal_endpoint):
            with self.subTest(service.__wrapped__.__name__):
                finished, report = service()
                others = cases(report, "failed", "warned", "blocked", "setup_failed", "harness_error")
                self.assertEqual(others, [], shown(others))
                self.assertEqual(finished.returncode, 0, finished.stderr)

    def test_says_why_a_case_does_not_apply(self):
        for service in (on_workshop, on_the_minimal_endpoint):
            silent = [case["id"] for case in cases(service()[1], "not_applicable") if not case["reason"]]
            self.assertEqual(silent, [])


class Wsmand(unittest.TestCase):
    def test_with_other_classes_passes_nearly_every_case(self):
        passed = cases(on_workshop()[1], "passed")
        self.assertGreaterEqual(len([case for case in passed if not case["id"].startswith("passive.")]), 350)

    def test_shares_no_class_with_its_demo(self):
        def uris(profile):
            return {word.rsplit("/", 1)[1] for line in profile.read_text(encoding="utf-8").splitlines()
                    for word in line.split('"')[1::2] if word.startswith("http")}

        self.assertEqual(uris(PEERS / "workshop.toml") & uris(pathlib.Path(HOME, "suites/profiles/assay-demo.toml")), set())


class TheMinimalEndpoint(unittest.TestCase):
    def test_passes_what_applies(self):
        passed = cases(on_the_minimal_endpoint()[1], "passed")
        self.assertGreaterEqual(len([case for case in passed if not case["id"].startswith("passive.")]), 230)

    def test_offers_three_operations_and_is_asked_for_no_more(self):
        _, report = on_the_minimal_endpoint()
        asked = {case["reason"].rsplit(" ", 1)[1] for case in cases(report, "not_applicable") if "does not declare" in case["reason"]}
        self.assertTrue({"feature.transfer.put", "feature.transfer.delete", "feature.fragment", "feature.query.wql"} <= asked, asked)


if __name__ == "__main__":
    main()
