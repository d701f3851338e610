"""bmcsim ctl and the control socket: what a client asks happens, and what a client does wrong hurts nobody else."""

import json
import os
import socket
import stat
import tempfile
import time
import unittest

from assay_testing import PASSWORD, USER, Server, foreign, main, program, run, wait_for

WAITING = """
[[scenario]]
name = "fan fails"
automatic = false
[[scenario.step]]
at = 30
do = "drive"
sensor = "Fan 1"
value = 0
"""
SEEDED = """
[[scenario]]
name = "storm"
[[scenario.step]]
at = 2
times = 40
every = 7
jitter = 5
do = "event"
sensor = "NMI"
offset = 0
"""


class Control(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.path = os.path.join(self.folder, "control.sock")

    def serve(self, *words, control=None, seed="0"):
        return self.enterContext(Server("bmcsim", "--demo", "--seed", seed, "--listen", "127.0.0.1:0", "--control",
                                        control or self.path, *words))

    def scenario(self, text):
        path = os.path.join(self.folder, "scenario.toml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def ctl(self, *words, code=0, control=None):
        result = run(program("bmcsim"), "ctl", "--control", control or self.path, *words)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result.stdout if code == 0 else result.stderr

    def asked(self, *words):
        return json.loads(self.ctl("--json", *words))

    def connect(self, timeout=10):
        client = self.enterContext(socket.socket(socket.AF_UNIX))
        client.settimeout(timeout)
        client.connect(self.path)
        return client

    def ipmitool(self, bmc, *words):
        return run(foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", bmc.port, "-U", USER, "-P", PASSWORD, "-C",
                   "17", "-N", "1", "-R", "2", *words).stdout


class Commands(Control):
    def test_what_ctl_does_ipmitool_sees(self):
        bmc = self.serve()
        self.ctl("set", "Fan 1", "0")
        self.assertRegex(self.ipmitool(bmc, "sdr", "elist"), r"Fan 1 .* lcr .* 0 RPM")
        self.assertIn("Lower Critical going low", self.ipmitool(bmc, "sel", "elist"))
        self.ctl("release", "Fan 1")
        self.assertRegex(self.ipmitool(bmc, "sdr", "elist"), r"Fan 1 .* ok .* 5600 RPM")
        self.ctl("states", "PSU2 Status", "0,3")
        self.assertRegex(self.ipmitool(bmc, "sdr", "elist"), r"PSU2 Status .* Presence detected, Power Supply AC lost")
        self.ctl("power", "down")
        self.assertIn("is off", self.ipmitool(bmc, "power", "status"))
        self.ctl("press", "power")
        self.assertIn("pushbutton", self.ipmitool(bmc, "chassis", "restart_cause"))
        self.ctl("identify", "for ever")
        self.assertEqual(self.asked("status")["identify"], "on")
        self.ctl("sel", "clear")
        self.assertEqual(self.asked("sel", "list"), [])
        self.ctl("fru", "remove", "1")
        self.assertNotIn("Supply 550 W", self.ipmitool(bmc, "fru", "print"))

    def test_a_scenario_runs_when_time_passes(self):
        bmc = self.serve("--scenario", self.scenario(WAITING))
        self.ctl("scenario", "start", "fan fails")
        self.ctl("advance", "29")
        self.assertIn("5600 RPM", self.ipmitool(bmc, "sdr", "get", "Fan 1") + self.ipmitool(bmc, "sdr", "elist"))
        self.ctl("advance", "2")
        self.assertRegex(self.ipmitool(bmc, "sdr", "elist"), r"Fan 1 .* lcr .* 0 RPM")

    def test_a_scenario_file_is_run_by_a_simulator_that_is_up(self):
        bmc = self.serve()
        self.ctl("scenario", "run", self.scenario(WAITING))
        self.ctl("advance", "31")
        self.assertRegex(self.ipmitool(bmc, "sdr", "elist"), r"Fan 1 .* lcr .* 0 RPM")
        wrong = self.scenario(WAITING.replace("Fan 1", "Nose"))
        self.assertRegex(self.ctl("scenario", "run", wrong, code=1), r"scenario\.toml:8: .*wrong 'sensor'")
        self.assertIn("nowhere.toml", self.ctl("scenario", "run", "nowhere.toml", code=1))

    def test_equal_seeds_give_equal_logs_at_any_speed(self):
        logs = []
        for seed, speed in (("7", "120"), ("7", "600"), ("8", "600")):
            self.path = os.path.join(self.folder, f"{seed}-{speed}.sock")
            self.serve("--scenario", self.scenario(SEEDED), "--speed", speed, seed=seed)
            self.ctl("advance", "240")
            self.assertTrue(wait_for(lambda: len([1 for one in self.asked("sel", "list") if one["sensor"] == 0x45]) == 40, 20))
            events = [one for one in self.asked("sel", "list") if one["sensor"] == 0x45]
            seconds = [time.mktime(time.strptime(one["time"], "%Y-%m-%dT%H:%M:%SZ")) for one in events]
            logs.append([second - seconds[0] for second in seconds])
        self.assertLessEqual(max(abs(one - other) for one, other in zip(logs[0], logs[1])), 1, "whole seconds")
        self.assertGreater(max(abs(one - other) for one, other in zip(logs[0], logs[2])), 1, "another seed")

    def test_a_bmc_of_a_fleet_is_named_by_its_index(self):
        self.serve("--fleet", "3")
        self.ctl("--bmc", "2", "power", "down")
        self.assertEqual([self.asked("--bmc", index, "status")["power"] for index in range(3)], ["on", "on", "off"])
        self.assertIn("from 0 to 2", self.ctl("--bmc", "3", "status", code=1))

    def test_what_goes_wrong_is_a_line_and_an_exit_code(self):
        self.serve()
        self.assertIn("see bmcsim ctl --help", self.ctl("dance", code=64))
        self.assertIn("set sensor value", self.ctl("set", "Fan 1", code=64))
        self.assertIn("wrong 'sensor'", self.ctl("set", "Nose", "1", code=1))
        self.assertIn("no scenario", self.ctl("scenario", "start", "x", code=1))
        self.assertIn("no.sock", self.ctl("status", code=1, control="./no.sock"))
        self.assertIn("other machines", self.ctl("status", code=1, control="192.0.2.1:5"))
        for words in (("--help",), ("ctl", "--help"), ("import", "--help")):
            lines = run(program("bmcsim"), *words).stdout.replace(program("bmcsim"), "bmcsim").splitlines()
            self.assertEqual([line for line in lines if len(line) > 80], [])


class Sockets(Control):
    def test_a_unix_socket_is_private_and_goes_with_the_simulator(self):
        bmc = self.serve()
        self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode) & 0o077, 0)
        self.assertIn("another bmcsim", run(program("bmcsim"), "--demo", "--listen", "127.0.0.1:0", "--control", self.path).stderr)
        self.assertEqual(bmc.stop(), 0)
        self.assertFalse(os.path.exists(self.path))

    def test_a_socket_left_behind_is_replaced_and_another_file_is_not(self):
        left = socket.socket(socket.AF_UNIX)
        left.bind(self.path)
        left.close()
        self.serve()
        self.assertEqual(self.asked("status")["power"], "on")
        other = os.path.join(self.folder, "file")
        with open(other, "w", encoding="utf-8") as file:
            file.write("precious")
        self.assertEqual(run(program("bmcsim"), "--demo", "--listen", "127.0.0.1:0", "--control", other).returncode, 1)
        self.assertEqual(os.path.getsize(other), 8)

    def test_a_loopback_port_is_told_in_the_ready_line(self):
        bmc = self.serve(control="127.0.0.1:0")
        self.assertIn('"power":"on"', self.ctl("--json", "status", control=bmc.ready["control"]))


class Misbehaving(Control):
    """After each of them another client is served as before."""

    def setUp(self):
        super().setUp()
        self.bmc = self.serve()

    def tearDown(self):
        self.assertTrue(self.bmc.is_alive())
        started = time.monotonic()
        self.assertEqual(self.asked("status")["power"], "on")
        self.assertLess(time.monotonic() - started, 2)

    def memory(self):
        with open(f"/proc/{self.bmc.process.pid}/status", encoding="utf-8") as status:
            return int(next(line for line in status if line.startswith("VmRSS")).split()[1])

    def test_an_endless_line_ends_the_connection(self):
        client = self.connect()
        with self.assertRaises(OSError):
            while True:
                client.sendall(b"{" * 65536)

    def test_rubbish_is_refused_and_a_web_browser_gets_no_second_line(self):
        client = self.connect()
        client.sendall(b'POST / HTTP/1.1\r\nHost: x\r\n\r\n{"command":"act","do":"power","action":"down"}\n')
        said = b""
        while chunk := client.recv(4096):
            said += chunk
        self.assertEqual(said.count(b"\n"), 1)
        self.assertIn(b'"ok":false', said)

    def test_a_reader_that_does_not_read_holds_no_memory(self):
        before = self.memory()
        for _ in range(6):
            client = self.connect(timeout=0.5)
            try:
                while True:
                    client.sendall(b'{"command":"snapshot"}\n' * 1000)
            except OSError:
                pass
        self.assertLess(self.memory() - before, 32 * 1024)

    def test_thousands_of_connections_leave_room_for_the_next(self):
        clients = []
        for _ in range(3000):
            client = socket.socket(socket.AF_UNIX)
            client.settimeout(10)
            client.connect(self.path)
            clients.append(client)
            if len(clients) > 200:
                clients.pop(0).close()
        self.assertEqual(self.asked("status")["power"], "on")
        self.assertLess(len(os.listdir(f"/proc/{self.bmc.process.pid}/fd")), 60)
        for client in clients:
            client.close()

    def test_half_a_request_waits_alone(self):
        client = self.connect()
        client.sendall(b'{"command":')
        self.assertEqual(self.asked("status")["power"], "on")
        client.sendall(b'"status"}\n')
        self.assertIn(b'"ok":true', client.recv(4096))

    def test_many_requests_in_one_packet_are_answered_in_their_order(self):
        client = self.connect()
        client.sendall(b'{"command":"advance","seconds":1}\n{"command":"nothing"}\n{"command":"advance","seconds":1}\n')
        said = b""
        while said.count(b"\n") < 3:
            said += client.recv(4096)
        self.assertEqual([json.loads(line)["ok"] for line in said.splitlines()], [True, False, True])


if __name__ == "__main__":
    main()
