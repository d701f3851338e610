"""Bad filters and fragments of every dialect: each gets the fault that is ruled, nothing changes, the service lives."""

import base64
import http.client
import re
import unittest
import uuid
from xml.sax.saxutils import escape

from assay_testing import PASSWORD, USER, Server, main

CLASSES = "http://schemas.assay.example/wbem/1/"
NODE = CLASSES + "Assay_Node"
ACTIONS = "http://schemas.xmlsoap.org/ws/2004/09/"
WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/"

XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
WQL = "http://schemas.microsoft.com/wbem/wsman/1/WQL"
CQL = "http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf"
SELECTOR = WSMAN + "wsman/SelectorFilter"
ASSOCIATION = WSMAN + "cimbinding/associationFilter"

ENVELOPE = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:n="{uri}"
 xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
 xmlns:e="http://schemas.xmlsoap.org/ws/2004/09/enumeration" xmlns:b="http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd">
<s:Header><a:To>http://host/wsman</a:To><a:Action>{action}</a:Action><a:MessageID>uuid:{number}</a:MessageID>
<a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>
<w:ResourceURI>{uri}</w:ResourceURI>{headers}</s:Header><s:Body>{body}</s:Body></s:Envelope>"""

OBJECT = ("<b:Object><a:Address>http://host/wsman</a:Address><a:ReferenceParameters><w:ResourceURI>{uri}</w:ResourceURI>"
          "<w:SelectorSet>{selectors}</w:SelectorSet></a:ReferenceParameters></b:Object>")


def selector(name, value):
    return f'<w:Selector Name="{name}">{escape(value)}</w:Selector>'


def selector_set(*pairs):
    return "<w:SelectorSet>" + "".join(selector(name, value) for name, value in pairs) + "</w:SelectorSet>"


def associated(content, kind="AssociatedInstances"):
    return f"<b:{kind}>{content}</b:{kind}>"


def where(condition):
    return "SELECT * FROM Assay_Node WHERE " + condition


SPECIAL = "<b:ResultClassName>Assay_SpecialNode</b:ResultClassName>"
NORTH = OBJECT.format(uri=NODE, selectors=selector("Name", "north"))

BAD_XPATH = [
    "", " ", "Name=", "=Name", "Name='north", "(Name", "Name)", "Name[", "Name]", "Name[]", "//", "///Name", "Name//",
    "/@", "Name Name", "Name == 'a'", "Name && Name", "not(", "count()", "count('a')", "contains(Name)", "sum(1)",
    "unknown()", "document('/etc/passwd')", "current()", "n:extension(Name)", "$variable", "unbound:Name = 'a'",
    "side::Name", "'a'/Name", "1..2", "Name | 'a'", "#", "{Name}", "Name;", "string(Name", "a" * 3000,
    "(" * 40 + "Name" + ")" * 40, "|".join(["Name"] * 200), "SELECT * FROM Assay_Node",
]

BAD_WQL = [
    "", "x", "SELECT", "SELECT *", "SELECT * FROM", "SELECT FROM Assay_Node", "SELECT * FROM Assay_Item",
    "SELECT * FROM Nothing", "SELECT Nothing FROM Assay_Node", "SELECT * FROM Assay_Node WHERE", where("Name"), where("Name ="),
    where("Name = north"), where("Name = 'north"), where("Name = 5"), where("Nothing = 5"), where("Name LIKE 5"),
    where("Name LIKE '[z-a]'"), where("Name LIKE '[a'"), where("Name IS 5"), where("(Name = 'a'"), where("Name = 'a')"),
    where("NOT"), where("Name = 'a' AND"), where("OR Name = 'a'"), where("1 = 1"), where("Name > NULL"),
    where("Name = 'a' ORDER BY Name"), where("Name = 'a'; DELETE FROM Assay_Node"), where("Name = 'a' -- b"),
    where("COUNT(Name) = 1"), where("Name = 'a' WITHIN 5"), where("Name[0] = 'a'"), where("Name.Length = 5"),
    where("(" * 40 + "Name = 'a'" + ")" * 40), where(" OR ".join(["Name='a'"] * 500)), where("Name = '" + "a" * 9000 + "'"),
    where("Name LIKE '" + "_" * 300 + "'"), "SELECT * FROM meta_class", "DELETE FROM Assay_Node",
    "ASSOCIATORS OF", "ASSOCIATORS OF {}", "ASSOCIATORS OF {Assay_Node}", 'ASSOCIATORS OF {Assay_Node.Name="north"',
    'ASSOCIATORS OF {Assay_Node.Name="nobody"}', 'ASSOCIATORS OF {Assay_Node.Name="north"} WHERE Colour = red',
    'ASSOCIATORS OF {Assay_Node.Name="north"} WHERE ClassDefsOnly', 'REFERENCES OF {Assay_Node.Name="north"} WHERE AssocClass = X',
]

BAD_CQL = [
    "", "x", "SELECT * FROM Nothing", where("Name = 5"), where("Name LIKE '*'"), where("LOWERCASE(Name) = 'a'"),
    where("UPPERCASE(Name"), "SELECT DISTINCT Name FROM Assay_Node", "SELECT FIRST 5 Name FROM Assay_Node",
    "SELECT * FROM Assay_Node A, Assay_Node B", 'ASSOCIATORS OF {Assay_Node.Name="north"}', where("Name + 1 = 2"),
]

BAD_SELECTORS = [
    "", "Name=north", "<n:Name>north</n:Name>", "<w:SelectorSet/>", selector_set(("Nothing", "x")),
    selector_set(("Name", "a"), ("Name", "b")), "<w:SelectorSet><w:Selector>x</w:Selector></w:SelectorSet>",
    selector_set(("Name", "a")) * 2, "text" + selector_set(("Name", "a")),
]

BAD_ASSOCIATIONS = [
    "", "text", "<n:Other/>", associated(""), associated("<b:Object/>"), associated(NORTH + NORTH),
    associated(NORTH + "<b:Colour>red</b:Colour>"), associated(NORTH + "<b:Role/>"),
    associated(NORTH + "<b:Role>a</b:Role><b:Role>b</b:Role>"),
    associated(NORTH + "<b:ResultClassName>Nothing</b:ResultClassName>"),
    associated(NORTH + "<b:AssociationClassName>Nothing</b:AssociationClassName>"),
    associated(NORTH + "<b:ResultRole>To</b:ResultRole>", "AssociationInstances"),
    associated(OBJECT.format(uri=CLASSES + "Nothing", selectors=selector("Name", "north"))),
    associated(OBJECT.format(uri=NODE, selectors="")),
    associated(OBJECT.format(uri=NODE, selectors=selector("Serial", "north"))),
    associated(OBJECT.format(uri=NODE, selectors=selector("Name", "nobody"))),
    associated(NORTH) + associated(NORTH),
]

FRAGMENT = "<w:XmlFragment>{}</w:XmlFragment>"


class BadFilters(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("wsmand", "--demo", "--listen", "127.0.0.1:0")
        cls.connection = http.client.HTTPConnection("127.0.0.1", cls.server.port, timeout=30)

    @classmethod
    def tearDownClass(cls):
        cls.connection.close()
        assert cls.server.stop() == 0

    def setUp(self):
        self.before = self.everything()

    def tearDown(self):
        self.assertEqual(self.everything(), self.before, "a refused request changed something")

    def send(self, action, uri, body, headers=""):
        text = ENVELOPE.format(action=action, uri=uri, body=body, headers=headers, number=uuid.uuid4())
        credentials = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        self.connection.request("POST", "/wsman", text.encode(),
                                {"Content-Type": "application/soap+xml;charset=UTF-8",
                                 "Authorization": "Basic " + credentials})
        return self.connection.getresponse().read().decode()

    def enumerate(self, filter_xml, uri=NODE, more="<w:OptimizeEnumeration/><w:MaxElements>100</w:MaxElements>"):
        return self.send(ACTIONS + "enumeration/Enumerate", uri, f"<e:Enumerate>{more}{filter_xml}</e:Enumerate>")

    def everything(self):
        answer = self.enumerate("") + self.enumerate("", CLASSES + "Assay_Item")
        return sorted(re.findall(r"<\w+:(?:Name|Label|Note)>[^<]*", answer))

    def refusal(self, answer):
        found = re.search(r"<s:Subcode><s:Value>([^<]*)</s:Value>", answer)
        detail = re.search(r"faultDetail/([^<]*)<", answer)
        return " ".join(part.group(1) for part in (found, detail) if part) or answer[:2000]

    def refuse_filters(self, dialect, filters, uri=NODE):
        for text in filters:
            for element in ("e:Filter", "w:Filter"):
                with self.subTest(dialect=dialect, filter=text[:80], element=element):
                    answer = self.enumerate(f'<{element} Dialect="{dialect}">{text}</{element}>', uri)
                    self.assertEqual(self.refusal(answer), "wsen:CannotProcessFilter")
                    self.assertRegex(answer, r"<s:Text[^>]*>[^<]{10,}")

    def test_there_are_sixty(self):
        self.assertGreaterEqual(len(BAD_XPATH + BAD_WQL + BAD_CQL + BAD_SELECTORS + BAD_ASSOCIATIONS), 60)
        self.assertEqual(len([name for name in self.before if ":Name>" in name]), 4 + 27)

    def test_xpath(self):
        self.refuse_filters(XPATH, [escape(text) for text in BAD_XPATH])

    def test_wql(self):
        self.refuse_filters(WQL, [escape(text) for text in BAD_WQL])

    def test_cql(self):
        self.refuse_filters(CQL, [escape(text) for text in BAD_CQL])

    def test_selectors(self):
        self.refuse_filters(SELECTOR, BAD_SELECTORS)

    def test_associations(self):
        self.refuse_filters(ASSOCIATION, BAD_ASSOCIATIONS)

    def test_good_ones_of_each_dialect_are_taken(self):
        for dialect, text, count in ((XPATH, "n:Name = 'north'", 1), (XPATH, "contains(Name, 'th')", 2),
                                     (WQL, where("Name LIKE 'N%H'"), 1), (CQL, where("Name LIKE 'n.*h'"), 1),
                                     (SELECTOR, selector_set(("Name", "north")), 1),
                                     (ASSOCIATION, associated(NORTH + SPECIAL), 1)):
            with self.subTest(dialect=dialect):
                answer = self.enumerate(f'<w:Filter Dialect="{dialect}">{text}</w:Filter>')
                self.assertEqual(len(re.findall(r":Name>", answer)), 2 * count, answer)

    def test_hostile_xpath_ends_with_the_walk(self):
        many = CLASSES + "Assay_Types"
        for text in ("//*[//*[//*[//*[//* = //*] = 'x'] = 'x'] = 'x'] = 'x'", "count(//*/preceding::*/following::*) = 7",
                     "//*[" * 12 + "." + "]" * 12):
            with self.subTest(filter=text):
                answer = self.enumerate(f"<w:Filter>{escape(text)}</w:Filter>", many)
                self.assertRegex(answer, "EnumerateResponse|wsen:CannotProcessFilter")

    def test_fragments(self):
        item = selector_set(("Name", "item-03"), ("Slot", "3"))
        bad = [(verb, text, "wsman:CannotProcessFilter") for verb in ("Get", "Put", "Create", "Delete")
               for text in ("", "Label[", "unbound:Label", "$x", "document('x')", "count('a')", "a" * 3000)]
        misfit = "wxf:InvalidRepresentation InvalidFragment"
        bad += [("Put", "Label", misfit), ("Put", "Nothing/Label", misfit), ("Put", "Note[99]", misfit),
                ("Create", "Note[99]", misfit), ("Delete", "Nothing", misfit), ("Delete", "/", misfit),
                ("Create", "Label", "wsman:AlreadyExists"), ("Create", "//Nothing", "wsman:CannotProcessFilter")]
        for verb, text, fault in bad:
            with self.subTest(verb=verb, fragment=text[:60]):
                header = f'{item}<w:FragmentTransfer s:mustUnderstand="true">{escape(text)}</w:FragmentTransfer>'
                body = FRAGMENT.format("<n:Other/>") if verb in ("Put", "Create") else ""
                answer = self.send(ACTIONS + "transfer/" + verb, CLASSES + "Assay_Item", body, header)
                self.assertEqual(self.refusal(answer), fault)


if __name__ == "__main__":
    main()
