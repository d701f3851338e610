"""One chassis, four witnesses: what ipmitool reads from the BMC is what dracclient and curl read from the service.

The sensors move between one question and the next, so the test asks again until all four have agreed on every sensor;
a wrong conversion never agrees.
"""

import re
import unittest
import xml.etree.ElementTree as ElementTree

import assay_testing
from assay_testing import PASSWORD, USER, Server, dracclient, foreign, run

SENSOR = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_NumericSensor"
ROUNDS = 40

GET = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
 xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">
<s:Header><a:To>{endpoint}</a:To><w:ResourceURI s:mustUnderstand="true">{uri}</w:ResourceURI>
<a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>
<a:Action s:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</a:Action>
<a:MessageID>uuid:5f0d1f3e-6a1c-4a44-9e6e-0d3f3b2f6a01</a:MessageID>
<w:SelectorSet>{selectors}</w:SelectorSet></s:Header><s:Body/></s:Envelope>"""


def readings_of_ipmitool(port, suite):
    """{sensor name: reading} of the analog sensors, as `ipmitool sensor list` prints them."""
    done = run(foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", port, "-U", USER, "-P", PASSWORD, "-C", suite,
               "sensor", "list")
    done.check_returncode()
    rows = [[field.strip() for field in line.split("|")] for line in done.stdout.splitlines()]
    return {row[0]: float(row[1]) for row in rows if re.fullmatch(r"-?\d+\.\d+", row[1])}


def properties(instance):
    return {element.tag.split("}")[1]: element.text for element in instance}


def reading(instance):
    """CurrentReading is scaled by ten to the power of UnitModifier (CIM_NumericSensor)."""
    return int(instance["CurrentReading"]) * 10.0 ** int(instance["UnitModifier"])


def agree(values):
    """Equal to the last of the three decimals that ipmitool prints."""
    return max(values) - min(values) < 0.0006


def instances_of_dracclient(port):
    wsman = dracclient()
    client = wsman.Client("127.0.0.1", USER, PASSWORD, port=port, protocol="http")
    tree = client.enumerate(SENSOR)
    found = [element for element in tree.iter() if element.tag == f"{{{SENSOR}}}CIM_NumericSensor"]
    return {instance["ElementName"]: instance for instance in map(properties, found)}


def instance_of_curl(endpoint, instance):
    keys = ("CreationClassName", "DeviceID", "SystemCreationClassName", "SystemName")
    selectors = "".join(f'<w:Selector Name="{key}">{instance[key]}</w:Selector>' for key in keys)
    body = GET.format(endpoint=endpoint, uri=SENSOR, selectors=selectors)
    done = run(foreign("curl"), "-sS", "--fail", "-u", f"{USER}:{PASSWORD}", "-H",
               "Content-Type: application/soap+xml;charset=UTF-8", "--data-binary", "@-", endpoint, stdin=body)
    done.check_returncode()
    return properties(ElementTree.fromstring(done.stdout).find(f".//{{{SENSOR}}}CIM_NumericSensor"))


class SameValues(unittest.TestCase):
    def compare(self, suite):
        with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc, \
             Server("wsmand", "--demo", "--listen", "127.0.0.1:0", "--bmc", bmc.endpoint) as wsmand:
            wanted = set(readings_of_ipmitool(bmc.port, suite))
            self.assertGreaterEqual(len(wanted), 8)
            self.assertEqual(set(instances_of_dracclient(wsmand.port)), wanted)
            seen = {}
            for _ in range(ROUNDS):
                before = readings_of_ipmitool(bmc.port, suite)
                enumerated = instances_of_dracclient(wsmand.port)
                self.assertLessEqual(wanted, set(enumerated))
                got = {name: instance_of_curl(wsmand.endpoint, enumerated[name]) for name in wanted}
                after = readings_of_ipmitool(bmc.port, suite)
                for name in sorted(wanted):
                    seen[name] = (before[name], reading(enumerated[name]), reading(got[name]), after[name])
                    if agree(seen[name]):
                        wanted.remove(name)
                if not wanted:
                    break
            apart = {name: seen[name] for name in sorted(wanted)}
            self.assertEqual(apart, {}, "ipmitool before, dracclient, curl, ipmitool after")

    def test_suite_17_sensor_values_agree(self):
        self.compare("17")

    def test_suite_3_sensor_values_agree(self):
        self.compare("3")


if __name__ == "__main__":
    assay_testing.main()
