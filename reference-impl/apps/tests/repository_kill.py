"""kill -9 in the middle of writes to the SQLite repository: whatever was acknowledged is there when the service runs again.

Several clients create, change and delete instances over HTTP while the service is killed. A write that was under way may
have happened or not; one that was answered has, and nothing else changed.
"""

import base64
import http.client
import os
import pathlib
import random
import re
import signal
import tempfile
import threading
import time
import unittest

import assay_testing
from assay_testing import PASSWORD, USER, Server

KILLS = 20
WRITERS = 3
NODE = "http://schemas.assay.example/wbem/1/Assay_Node"
TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer/"
ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"

CONFIG = f"""conformance = true
[[user]]
name = "{USER}"
password = "{PASSWORD}"
[repository]
file = "instances.db"
"""


class Client:
    """One connection. Every method returns whether the service answered that it was done; raises OSError or HTTPException
    when there was no answer."""

    def __init__(self, port):
        self._connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=20)
        credentials = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        self._headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/soap+xml;charset=UTF-8"}

    def close(self):
        self._connection.close()

    def ask(self, action, name=None, body="", envelope_size=None):
        selectors = "" if name is None else f'<w:SelectorSet><w:Selector Name="Name">{name}</w:Selector></w:SelectorSet>'
        size = f"<w:MaxEnvelopeSize>{envelope_size}</w:MaxEnvelopeSize>" if envelope_size else ""
        message = f"""<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
 xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">
 <s:Header><a:To>http://localhost/wsman</a:To><a:MessageID>uuid:4f0d1f3e-6a1c-4a44-9e6e-0d3f3b2f6a01</a:MessageID>
 <a:Action>{action}</a:Action>
 <a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>
 <w:ResourceURI>{NODE}</w:ResourceURI>{selectors}{size}</s:Header><s:Body>{body}</s:Body></s:Envelope>"""
        self._connection.request("POST", "/wsman", message, self._headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read().decode()

    def _write(self, verb, name, body, selected):
        status, text = self.ask(TRANSFER + verb, name if selected else None, body)
        if status != 200:
            raise AssertionError(f"{verb} {name}: {status} {text}")

    def create(self, name, weight):
        self._write("Create", name, node(name, weight), False)

    def put(self, name, weight):
        self._write("Put", name, node(name, weight), True)

    def delete(self, name):
        self._write("Delete", name, "", True)

    def weight(self, name):
        """The node's weight, or None when there is no such node."""
        status, text = self.ask(TRANSFER + "Get", name)
        if status == 200:
            return int(re.search(r":Weight>(\d+)<", text)[1])
        assert "DestinationUnreachable" in text, text
        return None

    def everything(self):
        """{name: weight} of all nodes, by enumeration."""
        found = {}
        body = f'<n:Enumerate xmlns:n="{ENUMERATION}"/>'
        text = self.ask(ENUMERATION + "/Enumerate", None, body)[1]
        while "EndOfSequence" not in text:
            context = re.search(r"EnumerationContext>([^<]+)<", text)[1]
            text = self.ask(ENUMERATION + "/Pull", None, f'<n:Pull xmlns:n="{ENUMERATION}"><n:EnumerationContext>{context}'
                            "</n:EnumerationContext><n:MaxElements>500</n:MaxElements></n:Pull>")[1]
            names, weights = re.findall(r":Name>([^<]+)<", text), re.findall(r":Weight>(\d+)<", text)
            found.update(zip(names, map(int, weights)))
        return found


def node(name, weight):
    return f'<p:Assay_Node xmlns:p="{NODE}"><p:Name>{name}</p:Name><p:Weight>{weight}</p:Weight></p:Assay_Node>'


class Writer(threading.Thread):
    """Writes to nodes of its own until the service is gone.

    `known` is what has to be there: {name: weight or None}. `doubtful` is the write that was not answered: a name and the
    weights, one of which the node has.
    """

    def __init__(self, port, number, known, dice):
        super().__init__(daemon=True)
        self.known, self.doubtful, self.acknowledged, self.trouble = known, {}, 0, None
        self._client, self._number, self._dice = Client(port), number, dice

    def run(self):
        try:
            while True:
                self._step()
        except (OSError, http.client.HTTPException):
            pass  # killed
        except AssertionError as refused:
            self.trouble = refused
        finally:
            self._client.close()

    def _step(self):
        alive = [name for name, weight in self.known.items() if weight is not None]
        weight = self._dice.randrange(1_000_000)
        if len(alive) < 5 or self._dice.random() < 0.5:
            name = f"node-{self._number}-{len(self.known)}"
            self._do(name, weight, lambda: self._client.create(name, weight))
        elif self._dice.random() < 0.6:
            name = self._dice.choice(alive)
            self._do(name, weight, lambda: self._client.put(name, weight))
        else:
            name = self._dice.choice(alive)
            self._do(name, None, lambda: self._client.delete(name))

    def _do(self, name, after, write):
        self.doubtful = {name: (self.known.get(name), after)}
        write()
        self.known[name] = after
        self.doubtful = {}
        self.acknowledged += 1


class Kills(unittest.TestCase):
    kills = KILLS

    def test_lose_no_acknowledged_write(self):
        seed = int(os.environ.get("ASSAY_SEED", random.SystemRandom().randrange(1 << 32)))
        dice = random.Random(seed)
        print(f"seed {seed} (ASSAY_SEED)")
        with tempfile.TemporaryDirectory() as folder:
            config = pathlib.Path(folder) / "wsmand.toml"
            config.write_text(CONFIG, encoding="utf-8")
            known = [{} for _ in range(WRITERS)]
            acknowledged = lost = 0
            writers = []
            for _ in range(self.kills):
                wsmand = Server("wsmand", "--config", config, "--listen", "127.0.0.1:0")
                lost += self.reconcile(wsmand, writers)
                writers = self.write_and_kill(wsmand, known, dice)
                acknowledged += sum(writer.acknowledged for writer in writers)
            with Server("wsmand", "--config", config, "--listen", "127.0.0.1:0") as wsmand:
                lost += self.reconcile(wsmand, writers)
                there = Client(wsmand.port).everything()
            expected = {name: weight for each in known for name, weight in each.items() if weight is not None}
            initial = set(there) - set(expected)
            self.assertFalse([name for name in initial if name.startswith("node-")], "deleted ones came back")
            self.assertEqual({name: there.get(name) for name in expected}, expected)
            print(f"{self.kills} kills, {acknowledged} acknowledged writes, {lost} lost")
            self.assertGreater(acknowledged, 5 * self.kills)
            self.assertEqual(lost, 0)

    def write_and_kill(self, wsmand, known, dice):
        writers = [Writer(wsmand.port, i, known[i], random.Random(dice.random())) for i in range(WRITERS)]
        for writer in writers:
            writer.start()
        assay_testing.wait_for(lambda: all(writer.acknowledged or writer.trouble for writer in writers))
        time.sleep(dice.uniform(0.02, 0.2))
        self.assertEqual(wsmand.stop(signal.SIGKILL), -signal.SIGKILL)
        for writer in writers:
            writer.join(30)
            self.assertIsNone(writer.trouble)
        return writers

    def reconcile(self, wsmand, writers):
        """Asks what became of the writes under way, and how many of the latest acknowledged ones are lost."""
        lost = 0
        client = Client(wsmand.port)
        for writer in writers:
            for name, (before, after) in writer.doubtful.items():
                weight = client.weight(name)
                self.assertIn(weight, (before, after), name)
                writer.known[name] = weight
            for name in list(writer.known)[-20:]:
                lost += client.weight(name) != writer.known[name]
        client.close()
        return lost


if __name__ == "__main__":
    assay_testing.main()
