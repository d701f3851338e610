"""OpenIPMI's ipmi_sim with our own configuration, for the tests that take it for a BMC of somebody else."""

import pathlib
import re
import socket
import subprocess
import tempfile

from . import HOME, PASSWORD, USER, foreign, run, wait_for

CONFIGURATION = HOME / "fixtures/peers/ipmi_sim"


def free_port(kind):
    """A port that was free just now, on loopback."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Bmc:
    """A BMC on loopback that has the user of our demonstrations, seen with ipmitool."""

    def __init__(self, port):
        self.port = int(port)

    def ipmitool(self, *arguments, interface="lanplus", user=USER, password=PASSWORD):
        """What ipmitool does at this BMC, as a CompletedProcess. It sends nothing twice."""
        return run(foreign("ipmitool"), "-I", interface, "-H", "127.0.0.1", "-p", self.port, "-U", user, "-P", password, "-N", "1", "-R", "1",
                   *arguments, timeout=60)

    def raw(self, netfn, command, *data):
        """The completion code and the data that `ipmitool raw` gets, in a session of suite 3 as an administrator."""
        words = [f"{octet:#x}" for octet in (netfn, command, *data)]
        done = self.ipmitool("-C", "3", "raw", *words)
        if done.returncode == 0:
            return b"\0" + bytes.fromhex(done.stdout)
        refused = re.search(r"rsp=0x([0-9a-f]+)", done.stderr)
        if refused is None:
            raise AssertionError(f"ipmitool raw {' '.join(words)}: {done.stderr!r}; expected an answer of the BMC's")
        return bytes([int(refused[1], 16)])


class IpmiSim(Bmc):
    """ipmi_sim with the configuration of fixtures/peers/ipmi_sim, in a folder of its own."""

    def __init__(self):
        super().__init__(free_port(socket.SOCK_DGRAM))
        self.folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(self.folder.name)
        lan = (CONFIGURATION / "lan.conf").read_text(encoding="utf-8")
        words = {"port": self.port, "console": free_port(socket.SOCK_STREAM), "chassis": f"{CONFIGURATION / 'chassis'} {folder}"}
        for word, value in words.items():
            lan = lan.replace(f"{{{word}}}", str(value))
        (folder / "lan.conf").write_text(lan, encoding="utf-8")
        (folder / "state").mkdir()
        command = [foreign("ipmi_sim"), "-c", folder / "lan.conf", "-f", CONFIGURATION / "board.emu", "-s", folder / "state", "-n"]
        self.process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @property
    def url(self):
        return f"ipmi://127.0.0.1:{self.port}"

    def answers(self):
        ping = bytes.fromhex("0600ff06000011be80010000")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(0.2)
            client.sendto(ping, ("127.0.0.1", self.port))
            try:
                return bool(client.recv(64))
            except OSError:
                return False

    def __enter__(self):
        if not wait_for(self.answers):
            self.__exit__()
            raise AssertionError("ipmi_sim does not answer a Presence Ping")
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()
