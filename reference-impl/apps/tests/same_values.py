"""One chassis, four witnesses: what ipmitool reads from the BMC is what dracclient and curl read from the service, and what
is done by a method of the service ipmitool finds done.

The sensors move between one question and the next, so the test asks again until all four have agreed on every sensor;
a wrong conversion never agrees.
"""

import re
import unittest
import xml.etree.ElementTree as ElementTree

import assay_testing
from assay_testing import PASSWORD, USER, Server, dracclient, foreign, run

HARDWARE = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
SENSOR = HARDWARE + "CIM_NumericSensor"
SENSOR_KEYS = ("CreationClassName", "DeviceID", "SystemCreationClassName", "SystemName")
ROUNDS = 40

MESSAGE = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
 xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">
<s:Header><a:To>{endpoint}</a:To><w:ResourceURI s:mustUnderstand="true">{uri}</w:ResourceURI>
<a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>
<a:Action s:mustUnderstand="true">{action}</a:Action>
<a:MessageID>uuid:5f0d1f3e-6a1c-4a44-9e6e-0d3f3b2f6a01</a:MessageID><w:MaxEnvelopeSize>512000</w:MaxEnvelopeSize>
{selectors}</s:Header><s:Body>{body}</s:Body></s:Envelope>"""


def ipmitool(port, *words, suite="17"):
    """What it prints, as rows of fields between bars."""
    done = run(foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", port, "-U", USER, "-P", PASSWORD, "-C", suite,
               *words)
    done.check_returncode()
    return [[field.strip() for field in line.split("|")] for line in done.stdout.splitlines()]


def readings_of_ipmitool(port, suite):
    """{sensor name: reading} of the analog sensors, as `ipmitool sensor list` prints them."""
    rows = ipmitool(port, "sensor", "list", suite=suite)
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


def instances_of_curl(endpoint, class_name):
    """All instances of a class of the hardware, without those of its subclasses."""
    enumerate = """<n:Enumerate xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration"><w:OptimizeEnumeration/>
 <w:MaxElements>500</w:MaxElements></n:Enumerate>"""
    uri = HARDWARE + class_name
    tree = ask(endpoint, uri, "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate", "", enumerate)
    return [properties(element) for element in tree.iter(f"{{{uri}}}{class_name}")]


def instance_of_curl(endpoint, instance):
    tree = ask(endpoint, SENSOR, "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get", selectors_of(instance, SENSOR_KEYS))
    return properties(tree.find(f".//{{{SENSOR}}}CIM_NumericSensor"))


def invoke(endpoint, class_name, instance, keys, method, **parameters):
    """The method's return value."""
    uri = HARDWARE + class_name
    given = "".join(f"<p:{name}>{value}</p:{name}>" for name, value in parameters.items())
    body = f'<p:{method}_INPUT xmlns:p="{uri}">{given}</p:{method}_INPUT>'
    tree = ask(endpoint, uri, f"{uri}/{method}", selectors_of(instance, keys), body)
    return tree.find(f".//{{{uri}}}ReturnValue").text


def selectors_of(instance, keys):
    return "".join(f'<w:Selector Name="{key}">{instance[key]}</w:Selector>' for key in keys)


def ask(endpoint, uri, action, selectors="", body=""):
    message = MESSAGE.format(endpoint=endpoint, uri=uri, action=action, body=body,
                             selectors=f"<w:SelectorSet>{selectors}</w:SelectorSet>" if selectors else "")
    done = run(foreign("curl"), "-sS", "--fail", "-u", f"{USER}:{PASSWORD}", "-H",
               "Content-Type: application/soap+xml;charset=UTF-8", "--data-binary", "@-", endpoint, stdin=message)
    done.check_returncode()
    return ElementTree.fromstring(done.stdout)


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


class SameFacts(unittest.TestCase):
    """What does not move: --seed 0 holds every sensor at its base value."""

    def setUp(self):
        self.bmc = self.enterContext(Server("bmcsim", "--demo", "--seed", "0", "--listen", "127.0.0.1:0"))
        self.wsmand = self.enterContext(
            Server("wsmand", "--demo", "--listen", "127.0.0.1:0", "--bmc", self.bmc.endpoint))

    def instances(self, class_name):
        return instances_of_curl(self.wsmand.endpoint, class_name)

    def test_thresholds(self):
        columns = ("LowerThresholdFatal", "LowerThresholdCritical", "LowerThresholdNonCritical", "UpperThresholdNonCritical",
                   "UpperThresholdCritical", "UpperThresholdFatal")
        sensors = {each["Name"]: each for each in self.instances("CIM_NumericSensor")}
        compared = 0
        for row in ipmitool(self.bmc.port, "sensor", "list"):
            for column, printed in zip(columns, row[4:10]):
                if row[0] not in sensors:
                    continue
                value = sensors[row[0]][column]
                self.assertEqual(value is None, printed == "na", f"{row[0]} {column}")
                if value is not None:
                    scaled = int(value) * 10.0 ** int(sensors[row[0]]["UnitModifier"])
                    self.assertAlmostEqual(scaled, float(printed), delta=0.0006, msg=f"{row[0]} {column}")
                    compared += 1
        self.assertGreater(compared, 20)

    def test_states_of_discrete_sensors(self):
        printed = {row[0]: row[4] or "Normal" for row in ipmitool(self.bmc.port, "sdr", "elist", "compact")}
        self.assertEqual({each["Name"]: each["CurrentState"] for each in self.instances("CIM_Sensor")}, printed)

    def test_records_of_the_log(self):
        printed = {str(int(row[0], 16)): row for row in ipmitool(self.bmc.port, "sel", "elist")}
        records = {each["RecordID"]: each for each in self.instances("CIM_LogRecord")}
        self.assertEqual(set(records), set(printed))
        for number, row in printed.items():
            asserted = "asserted" if row[5] == "Asserted" else "deasserted"
            self.assertTrue(records[number]["Description"].endswith(asserted), number)
        self.assertEqual(self.instances("CIM_RecordLog")[0]["CurrentNumberOfRecords"], str(len(printed)))

    def test_users(self):
        rows = [row[0].split() for row in ipmitool(self.bmc.port, "user", "list", "1")[1:]]
        printed = {row[1]: (row[0], row[-1]) for row in rows if row[1] not in ("true", "false")}
        self.assertGreaterEqual(len(printed), 4)
        found = {each["Name"]: (each["UserID"], each["Description"].rsplit(" ", 1)[1]) for each in self.instances("CIM_Account")}
        self.assertEqual(found, printed)

    def test_methods_do_what_they_say(self):
        system, log = self.instances("CIM_ComputerSystem")[0], self.instances("CIM_RecordLog")[0]
        for state, told in (("3", "off"), ("2", "on")):
            self.assertEqual(invoke(self.wsmand.endpoint, "CIM_ComputerSystem", system, ("CreationClassName", "Name"),
                                    "RequestStateChange", RequestedState=state), "0")
            self.assertEqual(ipmitool(self.bmc.port, "chassis", "power", "status"), [[f"Chassis Power is {told}"]])
        self.assertEqual(invoke(self.wsmand.endpoint, "CIM_RecordLog", log, ("InstanceID",), "ClearLog"), "0")
        self.assertEqual(ipmitool(self.bmc.port, "sel", "elist"), [])


if __name__ == "__main__":
    assay_testing.main()
