"""Clients that we did not write, led through the suites: what is found is what is known, octet by octet, live and offline."""

import base64
import importlib.util
import json
import os
import pathlib
import tempfile
import unittest

from assay_testing import HOME, PASSWORD, USER, foreign, main, program, run, schema_errors

DRIVERS = HOME / "suites/drivers"
DEVIATIONS = HOME / "suites/deviations/clients"


def findings_of(report):
    return sorted((case["id"], finding["rule"], json.dumps(finding["place"]), finding["actual"])
                  for case in report["cases"] for finding in case["findings"])


class RealClients(unittest.TestCase):
    def certify(self, client, *cases):
        """Runs the cases against the client: nothing may be found but what is known, and all of that."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        out = pathlib.Path(folder.name, "live")
        selection = [word for case in cases for word in ("--case", case)]
        finished = run(program("assay"), "peer", "--driver", DRIVERS / f"{client}.toml", "--deviations", DEVIATIONS / f"{client}.toml",
                       "--out", out, "--progress", "none", *selection, timeout=500, env={"ASSAY_USER": USER, "ASSAY_PASSWORD": PASSWORD})
        self.assertEqual(finished.returncode, 0, finished.stdout + finished.stderr)
        report = json.loads((out / "run.json").read_text(encoding="utf-8"))
        self.assertEqual(schema_errors(json.loads((HOME / "reports/json/run.schema.json").read_text(encoding="utf-8")), report), [])
        self.keeps_secrets(out)
        self.is_judged_the_same_offline(out, client, report)
        return {(case, rule) for case, rule, _, _ in findings_of(report)}

    def keeps_secrets(self, out):
        octets = b"".join(file.read_bytes() for file in out.iterdir())
        for secret in (PASSWORD.encode(), base64.b64encode(f"{USER}:{PASSWORD}".encode())):
            self.assertNotIn(secret, octets)

    def is_judged_the_same_offline(self, out, client, report):
        again = out.parent / "again"
        judged = run(program("assay"), "judge", out / "journal", "--deviations", DEVIATIONS / f"{client}.toml", "--out", again)
        self.assertEqual(judged.returncode, 0, judged.stdout + judged.stderr)
        self.assertEqual(findings_of(json.loads((again / "run.json").read_text(encoding="utf-8"))), findings_of(report))

    def needs_module(self, name, package):
        if importlib.util.find_spec(name) is None:
            self.skipTest(f"{package} is not installed")

    def test_dracclient(self):
        self.needs_module("dracclient", "python3-dracclient")
        found = self.certify("dracclient", "pulling.*", "invoking.*", "answers.invoke.*", "faults.enumerate.*", "http.invoke.*",
                             "authentication.invoke.*")
        self.assertIn(("pulling.first-batch", "client.enumeration.maxelements-namespace"), found)
        self.assertIn(("faults.enumerate.status-200", "client.fault.reported"), found)
        self.assertIn(("http.invoke.closed", "replay.no-resend"), found)

    def test_pywinrm(self):
        self.needs_module("winrm", "python3-winrm")
        found = self.certify("pywinrm")
        self.assertIn(("shells.command", "client.to.faithful"), found)
        self.assertIn(("passive.schema.message.request", "schema.message"), found)

    def test_winrmcp(self):
        foreign("winrmcp")
        found = self.certify("winrmcp")
        self.assertIn(("faults.shell.receiver", "client.fault.reported"), found)

    def test_curl(self):
        foreign("curl")
        found = self.certify("curl", "asking.*", "authentication.get.*", "changing.*", "http.get.*", "answers.get.*")
        self.assertEqual({rule for _, rule in found}, {"client.relates-to"})

    def test_meshcentral(self):
        foreign("node")
        folder = os.environ.get("ASSAY_MESHCENTRAL", "")
        if not folder or not pathlib.Path(folder, "node_modules/meshcentral/amt").is_dir():
            self.skipTest("meshcentral is not installed: run `npm install meshcentral --ignore-scripts` in a folder and name it "
                          "in ASSAY_MESHCENTRAL")
        found = self.certify("meshcentral")
        self.assertIn(("invoking.odd-values", "schema.well-formed"), found)


if __name__ == "__main__":
    main()
