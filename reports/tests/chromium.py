"""A headless Chromium driven over its debugging pipe, with nothing but the standard library."""

import base64
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time

from assay_testing import foreign

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
]


class Chromium:
    """One browser process with one page; a context manager. Skips the test when there is no browser."""

    def __init__(self):
        browser = foreign("chromium", "chromium-browser", "google-chrome")
        self._profile = tempfile.mkdtemp(prefix="assay-chromium-")
        commands, self._write = os.pipe()
        self._read, answers = os.pipe()
        # The pipe's ends have to be descriptors 3 and 4 of the browser.
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", f'exec 8<&{commands} 9>&{answers}; exec "$@" 3<&8 4>&9', "sh", browser, *FLAGS,
             f"--user-data-dir={self._profile}", "about:blank"],
            pass_fds=(commands, answers), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(answers)
        self._buffer = b""
        self._last = 0
        self.events = []
        self._session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            os.close(self._write)
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._read)
        shutil.rmtree(self._profile, ignore_errors=True)

    def call(self, method, timeout=60, **parameters):
        """The result of one command of the DevTools protocol."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        return self._until(lambda answer: answer.get("id") == self._last, method, timeout).get("result", {})

    def _until(self, wanted, what, timeout):
        end = time.monotonic() + timeout
        while True:
            while b"\0" in self._buffer:
                raw, self._buffer = self._buffer.split(b"\0", 1)
                message = json.loads(raw)
                if "method" in message:
                    self.events.append(message)
                if "error" in message and wanted(message):
                    raise RuntimeError(f"{what}: {message['error']['message']}")
                if wanted(message):
                    return message
            ready, _, _ = select.select([self._read], [], [], max(0, end - time.monotonic()))
            octets = os.read(self._read, 1 << 20) if ready else b""
            if not octets:
                raise RuntimeError(f"{what}: the browser gave no answer")
            self._buffer += octets

    def view(self, width, height=900, dark=False, script=True, phone=False):
        """How the pages that follow are shown."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2 if phone else 1,
                  mobile=phone)
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
                            {"name": "prefers-reduced-motion", "value": "reduce"}])
        self.call("Emulation.setScriptExecutionDisabled", value=not script)

    def open(self, file, fragment=""):
        """Loads a file and waits until it is there; forgets the events before."""
        self._navigate("about:blank")
        self.events.clear()
        self._navigate(pathlib.Path(file).resolve().as_uri() + fragment)

    def _navigate(self, url):
        before = len(self.events)
        self.call("Page.navigate", url=url)
        if not any(event["method"] == "Page.loadEventFired" for event in self.events[before:]):
            self._until(lambda message: message.get("method") == "Page.loadEventFired", "loading", 120)

    def value(self, expression):
        """What an expression of JavaScript gives; works where the page's own scripts are off."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"].get("description", "exception"))
        return result["result"].get("value")

    def screenshot(self, file, whole=False):
        """A PNG of what is in view, or of the whole page."""
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        pathlib.Path(file).parent.mkdir(parents=True, exist_ok=True)
        pathlib.Path(file).write_bytes(base64.b64decode(data))

    def loaded(self):
        """The URLs that the page asked for since open()."""
        return [event["params"]["request"]["url"] for event in self.events
                if event["method"] == "Network.requestWillBeSent"]
