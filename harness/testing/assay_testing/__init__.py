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
CREDENTIALS = {"ASSAY_USER": USER, "ASSAY_PASSWORD": PASSWORD}


def program(name):
    """The path of one of our programs. A missing one is a failure, never a skip: the build should have made it."""
    path = BIN / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is not built; build the preset first")
    return str(path)


def schema_errors(schema, document):
    """How a document breaks a JSON Schema, a line a breach; skips the test when there is no validator."""
    try:
        import jsonschema
    except ImportError:
        raise unittest.SkipTest("python3-jsonschema is not installed") from None
    jsonschema.Draft202012Validator.check_schema(schema)
    errors = jsonschema.Draft202012Validator(schema).iter_errors(document)
    return [f"{error.json_path}: {error.message}" for error in errors]


def foreign(*names):
    """The path of a third party's program, by any of its names; skips the test, saying why, when it is not installed."""
    for name in names:
        path = shutil.which(name, path="/usr/bin:/usr/sbin:/bin:/sbin")
        if path is not None:
            return path
    raise unittest.SkipTest(f"{' or '.join(names)} is not installed")


def dracclient():
    """dracclient's wsman module; skips the test, saying why, when it is not installed."""
    try:
        from dracclient import wsman
    except ImportError as missing:
        raise unittest.SkipTest(f"python3-dracclient is not installed: {missing}") from missing
    return wsman


def run(*command, timeout=60, env=None, cwd=None, stdin=""):
    """Runs a command to its end; returns the CompletedProcess with text in stdout and stderr."""
    environment = dict(os.environ)
    environment.update(env or {})
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=timeout,
                          env=environment, cwd=cwd, input=stdin, check=False)


class Server:
    """A server program, of ours by its name or any by its path, that prints the ready line. Use it as a context manager, which fails the test when the server
    has not ended cleanly; a test that ends the server by itself with stop() judges the exit code by itself.

        with Server("wsmand", "--demo") as wsmand:
            wsmand.endpoint      # "http://127.0.0.1:40123/wsman"
    """

    def __init__(self, name, *arguments, env=None, ready_within=20):
        self._log = tempfile.TemporaryFile(mode="w+", encoding="utf-8", errors="replace")
        environment = dict(os.environ)
        environment.update(env or {})
        command = [name if os.path.isabs(name) else program(name), *[str(word) for word in arguments]]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self._log, text=True, env=environment)
        line = self._first_line(ready_within)
        try:
            self.ready = json.loads(line)
            assert self.ready["ready"] is True
            self.endpoints = self.ready["endpoints"]
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

    def __exit__(self, trouble, *_):
        code = 0 if self.process.stdout.closed else self.stop()
        log = self.log()
        self._log.close()
        if code != 0 and trouble is None:
            raise AssertionError(f"{self.process.args[0]} ended with {code}: {log[-2000:]}")


def wait_for(condition, seconds=10, step=0.02):
    """Waits until `condition()` is true; returns whether it became so in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(step)
    return bool(condition())


class CountingResult(unittest.TextTestResult):
    """Knows how many tests passed, which unittest does not tell."""

    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        self.passed = 0

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1


def main():
    """Runs the calling file's tests and says why any was skipped. Exits 77, which ctest shows as skipped, when all were."""
    runner = unittest.TextTestRunner(resultclass=CountingResult, verbosity=2)
    result = unittest.main(exit=False, module="__main__", testRunner=runner).result
    for test, reason in result.skipped:
        print(f"skipped: {test}: {reason}")
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(77 if result.skipped and not result.passed else 0)
