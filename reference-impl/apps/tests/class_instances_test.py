"""Every instance that wsmand sends is valid by the schema that `assay schema` makes of its class, and the other way round:
two readings of DSP0230 that know nothing of each other."""

import base64
import os
import pathlib
import pwd
import tempfile
import unittest
import urllib.error
import urllib.request
import xml.parsers.expat

import assay_testing
from assay_testing import HOME, PASSWORD, USER, Server, program, run

MESSAGE = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"
 xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration">
<s:Header><a:To>{to}</a:To><w:ResourceURI s:mustUnderstand="true">{uri}</w:ResourceURI>
<w:SelectorSet><w:Selector Name="__cimnamespace">{namespace}</w:Selector>{selectors}</w:SelectorSet>
<a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>
<a:MessageID>uuid:11111111-1111-1111-1111-111111111111</a:MessageID>
<w:MaxEnvelopeSize s:mustUnderstand="true">4000000</w:MaxEnvelopeSize>
<a:Action s:mustUnderstand="true">{action}</a:Action></s:Header><s:Body>{body}</s:Body></s:Envelope>"""
ENUMERATE = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate"
ENUMERATE_BODY = "<n:Enumerate><w:OptimizeEnumeration/><w:MaxElements>200</w:MaxElements></n:Enumerate>"
PROCESS = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/Win32_Process"


def children_of(parent, reply):
    """The texts of the elements within those called `parent`, each as it was sent."""
    found = []
    path = []
    begins = 0

    def start(name, _):
        nonlocal begins
        if path and path[-1].endswith(":" + parent):
            begins = parser.CurrentByteIndex
        path.append(name)

    def end(_):
        path.pop()
        if path and path[-1].endswith(":" + parent):
            stop = reply.index(b">", parser.CurrentByteIndex) + 1
            found.append(reply[begins:stop].decode("utf-8"))

    parser = xml.parsers.expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(reply, True)
    return found


class ClassInstances(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        made = run(program("assay"), "schema", HOME / "fixtures/mof/all.mof", "--out", cls.folder / "schemas")
        assert made.returncode == 0, made.stdout + made.stderr
        words = [line.split() for line in made.stdout.splitlines()]
        cls.classes = [(*name.split(":"), uri) for name, uri in words]
        bmc = cls.enterClassContext(Server("bmcsim", "--demo", "--listen", "127.0.0.1:0"))
        cls.wsmand = cls.enterClassContext(Server("wsmand", "--demo", "--listen", "127.0.0.1:0", "--bmc", bmc.endpoint))

    def ask(self, namespace, uri, action, body, selectors=""):
        """The reply, or None for a fault: some classes have no instances to give."""
        body = MESSAGE.format(to=self.wsmand.endpoint, uri=uri, namespace=namespace, action=action, body=body, selectors=selectors)
        token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        headers = {"Authorization": f"Basic {token}", "Content-Type": "application/soap+xml;charset=UTF-8"}
        request = urllib.request.Request(self.wsmand.endpoint, body.encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                return reply.read()
        except urllib.error.HTTPError as fault:
            fault.read()
            return None

    def check(self, namespace, expected):
        """Enumerates every class of the namespace and validates what comes."""
        folder = self.folder / namespace.replace("/", "_")
        folder.mkdir()
        served = set()
        for space, name, uri in self.classes:
            reply = self.ask(space, uri, ENUMERATE, ENUMERATE_BODY) if space == namespace else None
            for number, item in enumerate(children_of("Items", reply) if reply else []):
                served.add(name)
                (folder / f"{name}-{number}.xml").write_text(item, encoding="utf-8")
        self.assertLessEqual(expected, served)
        self.validate(namespace, sorted(folder.iterdir()))

    def validate(self, namespace, files):
        schemas = self.folder / "schemas" / namespace.replace("/", "_")
        done = run(program("assay"), "validate", "--schemas", schemas, *files)
        wrong = [line for line in done.stdout.splitlines() if not line.endswith(": valid")]
        self.assertEqual(done.returncode, 0, "\n".join(wrong[:20]) + done.stderr)

    def test_of_the_conformance_classes_are_valid(self):
        self.check("root/assay", {"Assay_Types", "Assay_Arrays", "Assay_Defaults", "Assay_Limits", "Assay_Whole",
                                  "Assay_Link", "Assay_Level1", "Assay_Level7", "Assay_Keys", "Assay_Access", "Assay_Singleton"})

    def test_of_this_machine_are_valid(self):
        self.check("root/cimv2", {"Win32_OperatingSystem", "Win32_ComputerSystem", "Win32_Process", "Win32_Processor",
                                  "CIM_OperatingSystem", "CIM_Process", "CIM_RunningOS", "Win32_SystemProcesses"})

    def test_of_the_hardware_are_valid(self):
        self.check("root/hardware", {"CIM_ComputerSystem", "CIM_NumericSensor", "CIM_RecordLog", "CIM_LogRecord"})
        self.check("root/wmi", {"Microsoft_IPMI"})

    def test_of_what_methods_return_are_valid(self):
        process = self.wsmand.process.pid
        reply = self.ask("root/cimv2", PROCESS, PROCESS + "/GetOwner", f'<p:GetOwner_INPUT xmlns:p="{PROCESS}"/>',
                         f'<w:Selector Name="Handle">{process}</w:Selector>')
        self.assertIsNotNone(reply)
        answer = children_of("Body", reply)[0]
        self.assertIn("GetOwner_OUTPUT", answer)
        self.assertIn(">" + pwd.getpwuid(os.geteuid()).pw_name + "<", answer)
        file = self.folder / "answer.xml"
        file.write_text(answer, encoding="utf-8")
        self.validate("root/cimv2", [file])


if __name__ == "__main__":
    assay_testing.main()
