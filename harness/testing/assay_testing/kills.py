"""What the kill matrices share: running cases against a mutant, and keeping what found it."""

import concurrent.futures
import json
import os
import pathlib
import tempfile
import time

import assay_testing
from assay_testing import CREDENTIALS, Server, program, run


def mutants(name):
    """What `name --list` prints: id, violated rule and title of each mutant."""
    return json.loads(run(program(name), "--list").stdout)


def cases_by_rule():
    """{rule: the cases of services and of BMCs that prove it}, as `assay list --cases --json` describes them"""
    by_rule = {}
    listed = json.loads(run(program("assay"), "list", "--cases", "--json").stdout)
    for case in listed["cases"] + listed["bmc_cases"]:
        for rule in case["proves"]:
            by_rule.setdefault(rule, []).append(case)
    return by_rule


def findings_of(url, selection, timeout=120):
    """Runs the selected cases against a target; returns {rule: [case ids]} of the findings."""
    with tempfile.TemporaryDirectory() as out:
        done = run(program("assay"), "run", url, *selection, "--out", out, "--progress", "none", env=CREDENTIALS, timeout=timeout)
        record = pathlib.Path(out, "run.json")
        if not record.exists():
            raise AssertionError(f"assay run exited with {done.returncode} and wrote no run.json: {done.stderr[-2000:]}")
        rules = {}
        for case in json.loads(record.read_text(encoding="utf-8"))["cases"]:
            for rule in sorted({finding["rule"] for finding in case["findings"]}):
                rules.setdefault(rule, []).append(case["id"])
        return rules


def judge(server_arguments, examine, attempts=3):
    """Returns what `examine(server)` does of a mutant. A machine under load may not come to answer in time."""
    with Server(*server_arguments) as server:
        try:
            return examine(server)
        except AssertionError:
            if attempts == 1:
                raise
        finally:
            server.stop()  # some end before they are asked to
    return judge(server_arguments, examine, attempts - 1)


class Matrix:
    """Each mutant with {rule: case ids} of what was found on it, and the file among the suites that keeps it."""

    def __init__(self, name, every, find):
        """`find(mutant)` returns what was found on it; two are examined at once."""
        self.kept = assay_testing.HOME / "suites" / name
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            first = list(zip(every, pool.map(find, every)))
        known = json.loads(self.kept.read_text(encoding="utf-8")) if self.kept.exists() else {}
        self.rows = [(mutant, self._looked_at_again(mutant, found, known, find)) for mutant, found in first]

    @staticmethod
    def _looked_at_again(mutant, found, known, find, attempts=5):
        """What was found, or what is found when the mutant has the machine for itself: in some findings a datagram or an octet
        has to come before a connection ends, which a machine under load does not always manage."""
        expected = known.get(mutant["id"])
        for attempt in range(attempts):
            if expected is None or found.get(mutant["violates"], []) == expected:
                break
            time.sleep(2 ** attempt)  # what else keeps the machine busy may be over by then
            found = find(mutant)
        return found

    def alive(self):
        return [mutant["id"] for mutant, found in self.rows if mutant["violates"] not in found]

    def differences(self):
        """A line for each mutant of which the file among the suites says something else."""
        known = json.loads(self.kept.read_text(encoding="utf-8"))
        found = {mutant["id"]: cases.get(mutant["violates"], []) for mutant, cases in self.rows}
        return [f"{each}: suites/{self.kept.name} says {known.get(each)}, found {found.get(each)}"
                for each in sorted(known.keys() | found.keys()) if known.get(each) != found.get(each)]

    def text(self):
        """A line a mutant, in the order of the list of mutants."""
        lines = [f"  {json.dumps(mutant['id'])}: {json.dumps(found.get(mutant['violates'], []))}" for mutant, found in self.rows]
        return "{\n" + ",\n".join(lines) + "\n}\n"

    def show(self):
        width = max(len(mutant["id"]) for mutant, _ in self.rows)
        for mutant, found in self.rows:
            by = found.get(mutant["violates"])
            fate = f"killed by {by[0]}" if by else f"ALIVE ({', '.join(sorted(found)) or 'no finding'})"
            print(f"{mutant['id']:{width}}  {mutant['violates']}: {fate}")
        print(f"kill matrix: {len(self.rows) - len(self.alive())} of {len(self.rows)}")

    def keep(self):
        """Leaves the matrix beside the programs, and with ASSAY_APPROVE=1 among the suites."""
        (assay_testing.BIN.parent / self.kept.name).write_text(self.text(), encoding="utf-8")
        if os.environ.get("ASSAY_APPROVE") == "1":
            self.kept.write_text(self.text(), encoding="utf-8")

    def check(self, test):
        """Fails the test when a mutant is alive, or when the file among the suites says something else."""
        self.show()
        self.keep()
        test.assertEqual(self.alive(), [])
        stale = f"suites/{self.kept.name} is stale; ASSAY_APPROVE=1 renews it, and the difference wants to be looked at"
        test.assertEqual(self.differences(), [], stale)
        test.assertEqual(self.kept.read_text(encoding="utf-8"), self.text(), stale)
