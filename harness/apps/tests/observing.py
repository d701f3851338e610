"""What the tests of `assay proxy` and of judging captures share: a service with a breach, a lawful client, and findings."""

import base64
import contextlib
import http.client
import json
import pathlib
import re
import uuid

from assay_testing import PASSWORD, USER, Server
from assay_testing.certificates import Authority

ITEM = "http://schemas.assay.example/wbem/1/Assay_Item"

ENVELOPE = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration"
 xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">
 <s:Header><a:To s:mustUnderstand="true">http://127.0.0.1/wsman</a:To>
  <a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>
  <a:MessageID>uuid:{id}</a:MessageID><a:Action s:mustUnderstand="true">{action}</a:Action>
  <w:ResourceURI s:mustUnderstand="true">{uri}</w:ResourceURI>{headers}</s:Header><s:Body>{body}</s:Body></s:Envelope>"""

GET = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get"
ENUMERATE = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate"
PULL = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Pull"


def envelope(action, body="", headers="", uri=ITEM):
    return ENVELOPE.format(id=uuid.uuid4(), action=action, uri=uri, headers=headers, body=body)


def get(headers=""):
    selectors = '<w:SelectorSet><w:Selector Name="Name">item-01</w:Selector><w:Selector Name="Slot">1</w:Selector></w:SelectorSet>'
    return envelope(GET, headers=selectors + headers)


class LawfulClient:
    """Speaks WS-Management as it should be, over one connection; with an ssl.SSLContext over TLS."""

    def __init__(self, port, tls=None):
        kind = http.client.HTTPSConnection if tls else http.client.HTTPConnection
        self._connection = kind("127.0.0.1", int(port), timeout=20, **({"context": tls} if tls else {}))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._connection.close()

    def send(self, text):
        """Returns (status, body)."""
        credentials = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        self._connection.request("POST", "/wsman", text.encode(), {
            "Content-Type": "application/soap+xml;charset=UTF-8", "Authorization": f"Basic {credentials}"})
        answer = self._connection.getresponse()
        return answer.status, answer.read().decode()

    def look_around(self):
        """A Get and an enumeration in several pulls."""
        status, answer = self.send(get())
        assert status == 200, answer
        _, answer = self.send(envelope(ENUMERATE, "<n:Enumerate/>"))
        for _ in range(30):
            context = re.search(r"EnumerationContext[^>]*>([^<]+)<", answer)
            if context is None or "EndOfSequence" in answer:
                return
            _, answer = self.send(envelope(PULL, f"<n:Pull><n:EnumerationContext>{context[1]}</n:EnumerationContext>"
                                                 "<n:MaxElements>5</n:MaxElements></n:Pull>"))


class Certified:
    """A folder with a certificate for 127.0.0.1, and a configuration of wsmand that uses it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.authority = Authority(self.folder)
        self.certificate, self.key = self.authority.issue("server", names=["IP:127.0.0.1"])
        self.configuration = self.folder / "wsmand.toml"
        self.configuration.write_text(f'[tls]\ncertificate = "{self.certificate}"\nkey = "{self.key}"\n', encoding="utf-8")


@contextlib.contextmanager
def service(mutant=None, tls=None):
    """wsmand on loopback, with one breach, over TLS when it is given something Certified."""
    name, breach = ("wsmand-mutants", ["--mutant", mutant]) if mutant else ("wsmand", [])
    listen = ["--config", tls.configuration, "--listen", "https://127.0.0.1:0"] if tls else ["--listen", "127.0.0.1:0"]
    with Server(name, *breach, "--demo", *listen) as server:
        yield server


def passive(run_json):
    """{id: (verdict, [(rule, message, expected, actual)])} of the passive rules of a run.json (its path, or its text)."""
    text = run_json.read_text(encoding="utf-8") if isinstance(run_json, pathlib.Path) else run_json
    run = json.loads(text)
    return {case["id"]: (case["verdict"], [(each["rule"], each["message"], each["expected"], each["actual"]) for each in case["findings"]])
            for case in run["cases"] if case["id"].startswith("passive.")}


def of_service(results):
    return {name: result for name, result in results.items() if not name.endswith(".request")}


def of_client(results):
    return {name: result for name, result in results.items() if name.endswith(".request")}


def broken(results):
    """The ids of the results with findings."""
    return sorted(name for name, (_, findings) in results.items() if findings)
