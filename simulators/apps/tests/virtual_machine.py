"""A virtual machine's BMC device against bmcsim --vm, octet by octet as QEMU's ipmi-bmc-extern writes them: the host's own
commands, what the BMC does to its host, and a machine that misbehaves."""

import socket
import time
import unittest

from assay_testing import PASSWORD, USER, Server, foreign, main, program, run, wait_for

MESSAGE, COMMAND, ESCAPE = 0xA0, 0xA1, 0xAA
NO_ATTENTION, ATTENTION, POWER_OFF, RESET, NMI, CAPABILITIES, GRACEFUL, VERSION = 0, 1, 3, 4, 7, 8, 9, 0xFF


def escaped(octets):
    out = bytearray()
    for octet in octets:
        out += bytes((ESCAPE, octet | 0x10)) if octet in (MESSAGE, COMMAND, ESCAPE) else bytes((octet,))
    return bytes(out)


class Machine:
    """The device: version and capabilities first, as on every connection."""

    def __init__(self, endpoint, capabilities=0x3F):
        host, port = endpoint.rsplit(":", 1)
        self.stream = socket.create_connection((host, int(port)), timeout=5)
        self.frame, self.in_escape, self.sequence, self.commands, self.answers = bytearray(), False, 0x9F, [], []
        self.command(VERSION, 1)
        self.command(CAPABILITIES, capabilities)

    def command(self, *octets):
        self.stream.sendall(escaped(octets) + bytes((COMMAND,)))

    def ask(self, netfn, command, *data):
        """Completion code and data."""
        self.sequence = (self.sequence + 1) & 0xFF
        frame = bytes((self.sequence, netfn << 2, command, *data))
        self.stream.sendall(escaped(frame + bytes((-sum(frame) & 0xFF,))) + bytes((MESSAGE,)))
        while not self.answers:
            self.read(5)
        answer = self.answers.pop(0)
        assert sum(answer) & 0xFF == 0 and answer[:3] == bytes((self.sequence, (netfn | 1) << 2, command)), answer.hex()
        return answer[3:-1]

    def read(self, seconds):
        self.stream.settimeout(seconds)
        octets = self.stream.recv(4096)
        assert octets, "the BMC hung up"
        for octet in octets:
            if octet in (MESSAGE, COMMAND):
                (self.answers if octet == MESSAGE else self.commands).append(bytes(self.frame))
                self.frame.clear()
            elif octet == ESCAPE:
                self.in_escape = True
            else:
                self.frame.append(octet & ~0x10 if self.in_escape else octet)
                self.in_escape = False

    def is_told(self, command, within=5):
        """Waits for the command; what came before it is forgotten."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            while self.commands:
                if self.commands.pop(0)[0] == command:
                    return True
            try:
                self.read(max(0.01, deadline - time.monotonic()))
            except TimeoutError:
                pass
        return False


class VirtualMachine(unittest.TestCase):
    def setUp(self):
        self.bmc = self.enterContext(Server("bmcsim", "--demo", "--listen", "127.0.0.1:0", "--vm", "127.0.0.1:0"))
        self.at = self.bmc.endpoints[1]

    def machine(self, **keywords):
        made = Machine(self.at, **keywords)
        self.addCleanup(made.stream.close)
        return made

    def ipmitool(self, *words):
        done = run(foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", self.bmc.port, "-U", USER, "-P", PASSWORD, "-C",
                   "17", *words)
        done.check_returncode()
        return done.stdout

    def test_the_bmc_says_its_version_and_answers(self):
        machine = self.machine()
        for _ in range(3):  # with sequence numbers that have to be escaped
            self.assertEqual(machine.ask(6, 1)[:2], b"\0\x20")
        self.assertTrue(machine.commands[0] == bytes((VERSION, 1)))
        self.assertEqual(machine.ask(6, 0x7F), b"\xc1")
        self.assertEqual(machine.ask(6, 0x2E, 0x0B), b"\0", "Set Global Enables is the host's alone")
        self.assertIn("enabled", self.ipmitool("mc", "getenables"))

    def test_what_is_done_over_the_network_reaches_the_machine(self):
        machine = self.machine()
        machine.ask(6, 1)
        for words, command in (("reset", RESET), ("diag", NMI), ("soft", GRACEFUL), ("off", POWER_OFF)):
            self.ipmitool("power", words)
            self.assertTrue(machine.is_told(command), words)

    def test_the_watchdog_asks_for_attention_and_resets_the_machine(self):
        machine = self.machine()
        # SMS/OS, reset, messaging interrupt 1 s before the end of 1.5 s
        self.assertEqual(machine.ask(6, 0x24, 0x04, 0x31, 1, 0x3E, 15, 0), b"\0")
        self.assertEqual(machine.ask(6, 0x22), b"\0")
        self.assertTrue(machine.is_told(ATTENTION))
        self.assertEqual(machine.ask(6, 0x31), b"\0\x08")
        self.assertEqual(machine.ask(6, 0x30, 0x08), b"\0")
        self.assertTrue(machine.is_told(NO_ATTENTION))
        self.assertTrue(machine.is_told(RESET))
        self.assertIn("watchdog", self.ipmitool("chassis", "restart_cause"))

    def test_a_machine_that_comes_back_finds_itself_on(self):
        machine = self.machine()
        machine.ask(6, 1)
        self.ipmitool("power", "off")
        self.assertTrue(machine.is_told(POWER_OFF))
        machine.stream.close()
        self.assertTrue(wait_for(lambda: self.answers_again()))
        self.assertIn("is on", self.ipmitool("power", "status"))

    def answers_again(self):
        try:
            return self.machine().ask(6, 1)[:1] == b"\0"
        except (OSError, AssertionError):
            return False

    def test_a_second_machine_is_turned_away_and_the_first_goes_on(self):
        first = self.machine()
        first.ask(6, 1)
        second = socket.create_connection(first.stream.getpeername(), timeout=5)
        self.addCleanup(second.close)
        self.assertEqual(second.recv(1), b"")
        self.assertEqual(first.ask(6, 1)[:1], b"\0")

    def test_a_machine_that_misbehaves_is_survived(self):
        machine = self.machine()
        machine.stream.sendall(b"\xaa" * 1000 + bytes(range(256)) * 300 + b"\xa1\xa0\xff\xa1\x08\xa1\xa0")
        machine.answers.clear()
        machine.commands.clear()
        self.assertTrue(wait_for(lambda: "is on" in self.ipmitool("power", "status")))
        machine.stream.close()
        self.assertTrue(wait_for(lambda: self.answers_again()))

    def test_a_machine_that_does_not_read_is_cut_off(self):
        machine = self.machine()
        request = bytes((1, 6 << 2, 1))
        request = escaped(request + bytes((-sum(request) & 0xFF,))) + bytes((MESSAGE,))
        machine.stream.settimeout(20)
        with self.assertRaises(ConnectionError):  # no timeout: it is the BMC that ends it
            for _ in range(4000):
                machine.stream.sendall(request * 1000)
        self.assertIn("is on", self.ipmitool("power", "status"))


class Usage(unittest.TestCase):
    def test_wrong_usage_is_64(self):
        for words, said in ((("--vm", "nowhere"), "--vm 'nowhere' is not an address"),
                            (("--vm", "0.0.0.0:0"), "loopback only"),
                            (("--vm", "127.0.0.1:0", "--fleet", "2"), "for one BMC")):
            done = run(program("bmcsim"), "--demo", "--listen", "127.0.0.1:0", *words, timeout=10)
            self.assertEqual(done.returncode, 64, done.stderr)
            self.assertIn(said, done.stderr)

    def test_a_port_in_use_is_said(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            at = "127.0.0.1:%d" % taken.getsockname()[1]
            done = run(program("bmcsim"), "--demo", "--listen", "127.0.0.1:0", "--vm", at, timeout=10)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"--vm {at}: Address already in use", done.stderr)


if __name__ == "__main__":
    main()
