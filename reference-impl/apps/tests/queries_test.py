"""Queries over this machine's own processes and disks, from the command line: WQL, XPath, selectors, associations."""

import os
import pathlib
import platform
import unittest

from assay_testing import CREDENTIALS, Server, foreign, main, run

ASK = pathlib.Path(__file__).with_name("ask.py")


class Queries(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        foreign("curl")
        cls.server = Server("wsmand", "--demo", "--listen", "127.0.0.1:0")

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0

    def ask(self, *words):
        """The lines of the answer, which are also shown."""
        answer = run("/usr/bin/python3", ASK, self.server.endpoint, *words, env=CREDENTIALS)
        print("\n$ ask.py", self.server.endpoint, *(f'"{word}"' if " " in word else word for word in words))
        lines = answer.stdout.splitlines()
        print("\n".join(line[:120] for line in lines[:5]) + (f"\n… {len(lines)} in all" if len(lines) > 5 else ""))
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return lines

    def test_wql_finds_this_very_process(self):
        lines = self.ask("wql", f"SELECT Name, ProcessId FROM Win32_Process WHERE ProcessId = {os.getpid()}")
        self.assertEqual(len(lines), 1)
        self.assertRegex(lines[0], rf"^XmlFragment: Name=python.*ProcessId={os.getpid()}$")

    def test_wql_finds_processes_by_pattern(self):
        lines = self.ask("wql", "SELECT Name, ProcessId FROM Win32_Process WHERE Name LIKE 'wsm%'")
        self.assertTrue(any(f"ProcessId={self.server.process.pid}" in line for line in lines), lines)

    def test_xpath_finds_large_disks(self):
        lines = self.ask("xpath", "Win32_LogicalDisk", "Size > 1000000")
        self.assertTrue(lines)
        for line in lines:
            self.assertRegex(line, r"^Win32_LogicalDisk: .*Size=\d{7,}")
        self.assertEqual(self.ask("xpath", "Win32_LogicalDisk", "Size < 0"), [])

    def test_a_selector_names_one_process(self):
        lines = self.ask("selector", "Win32_Process", f"ProcessId={os.getpid()}")
        self.assertEqual(len(lines), 1)
        self.assertIn(f"Handle={os.getpid()}", lines[0])

    def test_an_association_leads_from_the_computer_to_its_processes(self):
        lines = self.ask("association", "Win32_ComputerSystem", f"Name={platform.node()}",
                         "AssociationClassName=Win32_SystemProcesses", "ResultClassName=Win32_Process",
                         "IncludeResultProperty=Name", "IncludeResultProperty=ProcessId")
        self.assertTrue(any(line.endswith(f"ProcessId={os.getpid()}") for line in lines), lines[:3])

    def test_associators_of_says_the_same_in_wql(self):
        path = f'Win32_ComputerSystem.Name="{platform.node()}"'
        lines = self.ask("wql", f"ASSOCIATORS OF {{{path}}} WHERE AssocClass = Win32_SystemDevices "
                                "ResultClass = Win32_LogicalDisk")
        self.assertTrue(lines)
        self.assertTrue(all(line.startswith("Win32_LogicalDisk: ") for line in lines), lines)

    def test_a_wrong_query_is_told(self):
        answer = run("/usr/bin/python3", ASK, self.server.endpoint, "wql", "SELECT * FROM Win32_Process WHERE Nothing = 1",
                     env=CREDENTIALS)
        self.assertEqual(answer.returncode, 1)
        self.assertIn("wsen:CannotProcessFilter: ", answer.stderr)
        self.assertIn("no property Nothing", answer.stderr)


if __name__ == "__main__":
    main()
