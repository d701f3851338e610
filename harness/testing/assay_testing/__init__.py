"""What the end-to-end tests share: finding programs, starting servers on a free port, running commands.

Programs come from $ASSAY_BIN (the build's bin folder), data from $ASSAY_HOME; ctest sets both. Every server listens on
loopback and port 0, and is ended by its own process id.
"""

import json
import os
import pathlib
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

HOME = pathlib.Path(os.environ.get("ASSAY_HOME", pathlib.Path(__file__).resolve().parents[3]))
BIN = pathlib.Path(os.environ.get("ASSAY_BIN", HOME / "build/dev/bin"))

USER = "assay"
PASSWORD = "assay-demo"


def program(name):
    """The path of one of our programs. A missing one is a failure, never a skip: the build should have made it."""
    path = BIN / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is not built; build the preset first")
    return str(path)


def foreign(name):
    """The path of a third party's program; skips the test, saying why, when it is not installed."""
    path = shutil.which(name, path="/usr/bin:/usr/sbin:/bin:/sbin")
    if path is None:
        raise unittest.SkipTest(f"{name} is not installed")
    return path


def run(*command, timeout=60, env=None, cwd=None, stdin=""):
    """Runs a command to its end; returns the CompletedProcess with text in stdout and stderr."""
    environment = dict(os.environ)
    environment.update(env or {})
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=timeout,
                          env=environment, cwd=cwd, input=stdin, check=False)


class Server:
    """A server program that prints the ready line. Use it as a context manager.

        with Server("wsmand", "--demo") as wsmand:
            wsmand.endpoint      # "http://127.0.0.1:40123/wsman"
    """

    def __init__(self, name, *arguments, env=None, ready_within=20):
        self._log = tempfile.TemporaryFile(mode="w+", encoding="utf-8", errors="replace")
        environment = dict(os.environ)
        environment.update(env or {})
        command = [program(name), *[str(word) for word in arguments]]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self._log, text=True, env=environment)
        line = self._first_line(ready_within)
        try:
            ready = json.loads(line)
            assert ready["ready"] is True
            self.endpoints = ready["endpoints"]
        except (ValueError, KeyError, AssertionError, TypeError) as trouble:
            self.stop()
            raise RuntimeError(f"{' '.join(command)} is not ready: printed {line!r}, logged {self.log()!r}") from trouble

    @property
    def endpoint(self):
        return self.endpoints[0]

    @property
    def port(self):
        """The port of the first endpoint, as a string."""
        return self.endpoint.split("//")[-1].split("/")[0].rsplit(":", 1)[1]

    def _first_line(self, seconds):
        readable, _, _ = select.select([self.process.stdout], [], [], seconds)
        return self.process.stdout.readline() if readable else ""

    def log(self):
        """What the server wrote to stderr so far."""
        self._log.seek(0)
        return self._log.read()

    def is_alive(self):
        return self.process.poll() is None

    def stop(self, signal_number=signal.SIGTERM, within=10):
        """Ends the server and returns its exit code; kills it when it does not end in time."""
        if self.is_alive():
            self.process.send_signal(signal_number)
        try:
            code = self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            code = "killed: it did not end by itself"
        self.process.stdout.close()
        return code

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if not self.process.stdout.closed:
            self.stop()
        self._log.close()


def wait_for(condition, seconds=10, step=0.02):
    """Waits until `condition()` is true; returns whether it became so in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(step)
    return bool(condition())


def main():
    """Runs the calling file's tests. Exits 77, which ctest shows as skipped, when every test was skipped."""
    result = unittest.main(exit=False, module="__main__").result
    for _, reason in result.skipped:
        print("skipped:", reason)
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(77 if result.testsRun and len(result.skipped) == result.testsRun else 0)
