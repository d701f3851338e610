"""Clients that we did not write talk to wsmand: curl and python3-dracclient."""

import pathlib
import tempfile
import unittest

from assay_testing import PASSWORD, USER, Server, dracclient, foreign, main, run

ITEM = "http://schemas.assay.example/wbem/1/Assay_Item"
MANY = "http://schemas.assay.example/wbem/1/Assay_Many"

GET = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
 xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">
 <s:Header><a:To>{endpoint}</a:To><a:MessageID>uuid:{number}</a:MessageID>
  <a:Action>http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</a:Action>
  <a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>
  <w:ResourceURI>{uri}</w:ResourceURI>
  <w:SelectorSet><w:Selector Name="Name">{name}</w:Selector></w:SelectorSet></s:Header><s:Body/></s:Envelope>"""


class Interop(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("wsmand", "--demo", "--listen", "127.0.0.1:0", "--threads", "2")

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0

    def curl(self, text, *options):
        with tempfile.TemporaryDirectory() as folder:
            request = pathlib.Path(folder) / "request.xml"
            request.write_text(text, encoding="utf-8")
            return run(foreign("curl"), "--silent", "--show-error", "--max-time", "20", "--user", f"{USER}:{PASSWORD}",
                       "--header", "Content-Type: application/soap+xml;charset=UTF-8", "--data-binary", f"@{request}",
                       "--write-out", "\n%{http_code}", *options, self.server.endpoint).stdout

    def test_curl_gets_an_item(self):
        answer = self.curl(GET.format(endpoint=self.server.endpoint, number=1, uri=ITEM, name="item-07"))
        self.assertTrue(answer.endswith("\n200"), answer)
        self.assertIn(":Name>item-07</", answer)

    def test_curl_sees_a_fault_with_its_status(self):
        answer = self.curl(GET.format(endpoint=self.server.endpoint, number=2, uri=ITEM, name="nobody"))
        self.assertTrue(answer.endswith("\n400"), answer)
        self.assertIn("wsa:DestinationUnreachable", answer)

    def test_curl_waits_for_the_interim_answer_before_a_large_body(self):
        text = GET.format(endpoint=self.server.endpoint, number=3, uri=ITEM, name="item-08")
        answer = self.curl(text + "<!--" + "x" * 100_000 + "-->", "--header", "Expect: 100-continue",
                           "--expect100-timeout", "15", "--max-time", "10")
        self.assertTrue(answer.endswith("\n200"), answer)

    def dracclient(self):
        return dracclient().Client("127.0.0.1", USER, PASSWORD, port=int(self.server.port), protocol="http")

    def test_dracclient_enumerates_everything(self):
        client = self.dracclient()
        items = client.enumerate(ITEM)
        self.assertEqual(len(items.findall(f".//{{{ITEM}}}Assay_Item")), 27)
        many = client.enumerate(MANY)
        indices = [element.text for element in many.findall(f".//{{{MANY}}}Index")]
        self.assertEqual(indices, [str(number) for number in range(1, 1001)])

    def test_dracclient_pulls_batch_after_batch(self):
        many = self.dracclient().enumerate(MANY, max_elems=7, auto_pull=True)
        self.assertEqual(len(many.findall(f".//{{{MANY}}}Index")), 1000)

    def test_dracclient_reads_faults_in_answers(self):
        from dracclient import exceptions  # pylint: disable=import-outside-toplevel
        with self.assertRaises(exceptions.WSManInvalidResponse):
            self.dracclient().enumerate("http://schemas.assay.example/wbem/1/Nothing")


if __name__ == "__main__":
    main()
