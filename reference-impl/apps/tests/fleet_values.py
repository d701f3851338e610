"""One service, a hundred BMCs: what it enumerates is what ipmitool reads from each, a path leads to the one that it names,
and one that is dead is missing without holding up the rest.

Every chassis is the demo's, with a GUID of its own and the base of each analog sensor moved by its number, where --seed 0 holds
it.
"""

import concurrent.futures
import contextlib
import pathlib
import re
import socket
import tempfile
import time
import unittest

import assay_testing
from assay_testing import HOME, PASSWORD, USER, Server, foreign, run
from same_values import HARDWARE, SENSOR, SENSOR_KEYS, ask, instance_of_curl, invoke, properties, reading, readings_of_ipmitool

COUNT = 100
ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
PULL = """<n:Pull xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration"><n:EnumerationContext>{}</n:EnumerationContext>
<n:MaxElements>200</n:MaxElements></n:Pull>"""


def chassis(number):
    """The demo's chassis, not to be mistaken for another."""
    text = (HOME / "fixtures/chassis/demo.toml").read_text(encoding="utf-8")
    text, named = re.subn(r'guid = "a55a7000-0001', f'guid = "{number:08x}-0001', text)
    assert named == 1, "the demo's GUID is another one"
    text, moved = re.subn(r"^base = ([0-9.]+)$", lambda base: f"base = {float(base[1]) * (1 + number / 500):.4f}", text,
                          flags=re.MULTILINE)
    assert moved >= 8, "the demo's sensors are written otherwise"
    return text


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
        cls.bmcs = []
        for number in range(COUNT):
            file = folder / f"{number}.toml"
            file.write_text(chassis(number), encoding="utf-8")
            cls.bmcs.append(cls.enterClassContext(Server("bmcsim", "--config", file, "--seed", "0", "--listen", "127.0.0.1:0")))
        cls.mute = cls.enterClassContext(contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)))
        cls.mute.bind(("127.0.0.1", 0))
        cls.dead = "127.0.0.1:%d" % cls.mute.getsockname()[1]
        endpoints = [bmc.endpoint for bmc in cls.bmcs]
        endpoints.insert(COUNT // 2, cls.dead)
        cls.arguments = ["--demo", "--listen", "127.0.0.1:0", *(word for each in endpoints for word in ("--bmc", each))]
        cls.wsmand = cls.enterClassContext(Server("wsmand", *cls.arguments))

    def test_enumerated_values_are_those_that_ipmitool_reads(self):
        sensors = enumerate_all(self.wsmand.endpoint, "CIM_NumericSensor")
        found = {}
        for each in sensors:
            system = found.setdefault(each["SystemName"], {})
            self.assertNotIn(each["Name"], system)
            system[each["Name"]] = reading(each) if each["CurrentReading"] is not None else None
        self.assertEqual(len(found), COUNT)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            printed = list(pool.map(lambda bmc: readings_of_ipmitool(bmc.port, "17"), self.bmcs))
        for number, expected in enumerate(printed):
            system = found[f"{number:08x}-0001-4b3c-8d11-00005e005301"]
            self.assertGreaterEqual(len(expected), 8)
            for name, value in expected.items():
                self.assertAlmostEqual(system[name], value, delta=0.0006, msg=f"BMC {number}, {name}")
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
        chosen = systems["00000011-0001-4b3c-8d11-00005e005301"]
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
        done = run(foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", self.bmcs[number].port, "-U", USER, "-P",
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
