"""One service, a hundred BMCs: what it enumerates is what ipmitool reads from each, a path leads to the one that it names,
and one that is dead is missing without holding up the rest.

The BMCs are a fleet in one process, each the demo's chassis with a GUID of its own, and each analog sensor is driven to a value of
its BMC's, where --seed 0 holds it.
"""

import concurrent.futures
import contextlib
import json
import pathlib
import socket
import tempfile
import time
import tomllib
import unittest

import assay_testing
from assay_testing import HOME, PASSWORD, USER, Server, foreign, run
from same_values import HARDWARE, SENSOR, SENSOR_KEYS, ask, instance_of_curl, invoke, properties, reading, readings_of_ipmitool

COUNT = 100
ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
PULL = """<n:Pull xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration"><n:EnumerationContext>{}</n:EnumerationContext>
<n:MaxElements>200</n:MaxElements></n:Pull>"""


def system(number):
    """The GUID of a BMC of the fleet: the demo's, and its number is added to the last octets."""
    return f"a55a7000-0001-4b3c-8d11-0000{0x5E005301 + number:08x}"


def drive_apart(control):
    """Lets each analog sensor of each BMC stand at a value that tells the BMC's number."""
    demo = tomllib.loads((HOME / "fixtures/chassis/demo.toml").read_text(encoding="utf-8"))
    bases = {each["name"]: each["base"] for each in demo["sensor"] if "base" in each}
    assert len(bases) >= 8, "the demo's sensors are written otherwise"
    acts = [{"command": "act", "bmc": number, "do": "drive", "sensor": name, "value": base * (1 + number / 500)}
            for number in range(COUNT) for name, base in bases.items()]
    with socket.socket(socket.AF_UNIX) as desk, desk.makefile("rw", encoding="utf-8") as lines:
        desk.settimeout(20)
        desk.connect(str(control))
        for act in acts:
            lines.write(json.dumps(act) + "\n")
            lines.flush()
            answer = json.loads(lines.readline())
            assert answer["ok"], answer


def enumerate_all(endpoint, class_name):
    """All instances of a class of the hardware, without those of its subclasses."""
    uri = HARDWARE + class_name
    tree = ask(endpoint, uri, ENUMERATION + "/Enumerate", "", f'<n:Enumerate xmlns:n="{ENUMERATION}"/>')
    found = []
    while tree.find(f".//{{{ENUMERATION}}}EndOfSequence") is None:
        context = tree.find(f".//{{{ENUMERATION}}}EnumerationContext").text
        tree = ask(endpoint, uri, ENUMERATION + "/Pull", "", PULL.format(context))
        found += [properties(element) for element in tree.iter(f"{{{uri}}}{class_name}")]
    return found


class FleetValues(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        control = folder / "control"
        fleet = cls.enterClassContext(Server("bmcsim", "--demo", "--fleet", COUNT, "--spread", "ports", "--seed", "0", "--listen",
                                             "127.0.0.1:0", "--control", control))
        first, last = map(int, fleet.port.split("-"))
        cls.ports = range(first, last + 1)
        assert len(cls.ports) == COUNT, fleet.endpoint
        drive_apart(control)
        cls.mute = cls.enterClassContext(contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)))
        cls.mute.bind(("127.0.0.1", 0))
        cls.dead = "127.0.0.1:%d" % cls.mute.getsockname()[1]
        endpoints = [f"127.0.0.1:{port}" for port in cls.ports]
        endpoints.insert(COUNT // 2, cls.dead)
        cls.arguments = ["--demo", "--listen", "127.0.0.1:0", *(word for each in endpoints for word in ("--bmc", each))]
        cls.wsmand = cls.enterClassContext(Server("wsmand", *cls.arguments))

    def test_enumerated_values_are_those_that_ipmitool_reads(self):
        sensors = enumerate_all(self.wsmand.endpoint, "CIM_NumericSensor")
        found = {}
        for each in sensors:
            values = found.setdefault(each["SystemName"], {})
            self.assertNotIn(each["Name"], values)
            values[each["Name"]] = reading(each) if each["CurrentReading"] is not None else None
        self.assertEqual(len(found), COUNT)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            printed = list(pool.map(lambda port: readings_of_ipmitool(port, "17"), self.ports))
        for number, expected in enumerate(printed):
            values = found[system(number)]
            self.assertGreaterEqual(len(expected), 8)
            for name, value in expected.items():
                self.assertAlmostEqual(values[name], value, delta=0.0006, msg=f"BMC {number}, {name}")
        self.assertGreater(len({tuple(sorted(each.items())) for each in printed}), COUNT * 3 // 4, "they could be mistaken")

    def test_one_that_is_dead_costs_its_time_once(self):
        with Server("wsmand", *self.arguments) as wsmand:
            for limit in (15, 5):
                began = time.monotonic()
                sensors = enumerate_all(wsmand.endpoint, "CIM_NumericSensor")
                took = time.monotonic() - began
                print(f"{len(sensors)} sensors of {COUNT} BMCs and a dead one in {took:.1f} s")
                self.assertEqual(len({each["SystemName"] for each in sensors}), COUNT)
                self.assertLess(took, limit)
            self.assertEqual(wsmand.log().count(f"BMC {self.dead}: no answer"), 1, wsmand.log())

    def test_a_path_leads_to_its_bmc(self):
        for each in enumerate_all(self.wsmand.endpoint, "CIM_NumericSensor")[::97]:
            again = instance_of_curl(self.wsmand.endpoint, each)
            self.assertEqual({key: again[key] for key in (*SENSOR_KEYS, "CurrentReading")},
                             {key: each[key] for key in (*SENSOR_KEYS, "CurrentReading")})

    def test_methods_do_what_they_say_where_they_say_it(self):
        systems = {each["Name"]: each for each in enumerate_all(self.wsmand.endpoint, "CIM_ComputerSystem")}
        chosen = systems[system(0x11)]
        self.assertEqual(invoke(self.wsmand.endpoint, "CIM_ComputerSystem", chosen, ("CreationClassName", "Name"),
                                "RequestStateChange", RequestedState="3"), "0")
        off = [each["Name"] for each in enumerate_all(self.wsmand.endpoint, "CIM_ComputerSystem") if each["EnabledState"] == "3"]
        self.assertEqual(off, [chosen["Name"]])
        self.assertIn("is off", self.ipmitool(0x11, "chassis", "power", "status"))
        self.assertIn("is on", self.ipmitool(0x12, "chassis", "power", "status"))
        log = next(each for each in enumerate_all(self.wsmand.endpoint, "CIM_RecordLog") if chosen["Name"] in each["InstanceID"])
        self.assertEqual(invoke(self.wsmand.endpoint, "CIM_RecordLog", log, ("InstanceID",), "ClearLog"), "0")
        self.assertEqual(self.ipmitool(0x11, "sel", "elist"), "")
        self.assertNotEqual(self.ipmitool(0x12, "sel", "elist"), "")
        invoke(self.wsmand.endpoint, "CIM_ComputerSystem", chosen, ("CreationClassName", "Name"), "RequestStateChange",
               RequestedState="2")

    def ipmitool(self, number, *words):
        done = run(foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", self.ports[number], "-U", USER, "-P",
                   PASSWORD, "-C", "17", *words)
        done.check_returncode()
        return done.stdout


class Mistakes(unittest.TestCase):
    """What is wrong with the BMCs that are named is said before anything is served."""

    def complaint(self, *arguments, configuration=None):
        with tempfile.TemporaryDirectory() as folder:
            words = ["--demo", "--listen", "127.0.0.1:0", *arguments]
            if configuration is not None:
                file = pathlib.Path(folder) / "wsmand.toml"
                file.write_text(configuration, encoding="utf-8")
                words += ["--config", file]
            done = run(assay_testing.program("wsmand"), *words, timeout=20)
        self.assertEqual(done.returncode, 1, done.stderr)
        return done.stderr

    def test_of_ranges(self):
        self.assertIn("no range of at most 10000", self.complaint("--bmc", "127.0.0.1:7099-7000"))
        self.assertIn("no range of at most 10000", self.complaint("--bmc", "10.0.0.0-10.9.0.0:623"))
        self.assertIn("is not a host and a port", self.complaint("--bmc", "127.0.0.1:7000-x"))
        self.assertIn("127.0.0.1:7003 is there twice", self.complaint("--bmc", "127.0.0.1:7000-7005", "--bmc", "127.0.0.1:7003"))

    def test_of_the_configuration(self):
        bmc = '[[bmc]]\naddress = "127.0.0.1:{}"\n'
        self.assertIn("wsmand.toml:5: the name 'a' is that of several", self.complaint(
            configuration=bmc.format("7000-7001") + '\n\n[[bmc]]\naddress = "127.0.0.2-127.0.0.3"\nname = "a"\n'))
        self.assertIn("several [[bmc]]", self.complaint("--bmc", "127.0.0.1:7", configuration=bmc.format(1) + bmc.format(2)))
        self.assertIn("wsmand.toml:3: 'name' is empty", self.complaint(configuration=bmc.format(1) + 'name = "a:b"\n'))
        self.assertIn("wsmand.toml:3: 'kg' is no hex", self.complaint(configuration=bmc.format(1) + 'kg = "0x123"\n'))
        self.assertIn("wsmand.toml:3: 'kg' has 21", self.complaint(configuration=bmc.format(1) + f'kg = "{"k" * 21}"\n'))
        self.assertIn("wsmand.toml:3: 4 is no cipher", self.complaint(configuration=bmc.format(1) + "suites = [17, 4]\n"))


if __name__ == "__main__":
    assay_testing.main()
