"""Data center management: every `dcmi` command of ipmitool and every option of ipmi-dcmi, with what they have to say."""

import re

from assay_testing import main, wait_for
from client_bench import ClientBench


class Dcmi(ClientBench):
    def dcmi(self, command, **options):
        return self.ipmitool("dcmi", *command.split(), **options)

    def of_freeipmi(self, *words):
        return self.freeipmi("ipmi-dcmi", *words)

    def test_capabilities(self):
        said = self.dcmi("discover")
        for line in ("Power management available", "512 SEL entries", "SEL automatic rollover is not present",
                     "Slave address of device: 20h (BMC)", "Primary LAN channel number: 1 is available"):
            self.assertIn(line, said)
        said = self.of_freeipmi("--get-dcmi-capability-info")
        self.assertRegex(said, r"DCMI Specification Conformance\s+: 1\.5\n")
        self.assertRegex(said, r"Asset Tag\s+: Available")
        self.assertEqual(len(re.findall("Available Rolling Average Time Period", said)), 9)

    def test_power_readings(self):
        for command in ("power reading", "power reading 1_min"):
            said = self.dcmi(command)
            for what in ("Instantaneous power reading", "Minimum during sampling period", "Maximum during sampling period",
                         "Average power reading over sample period"):
                self.assertRegex(said, what + r":\s+312 Watts")
            self.assertIn("activated", said)
        self.assertRegex(self.of_freeipmi("--get-system-power-statistics"), r"Current Power\s+: 312 Watts")
        self.assertEqual(len(re.findall("Rolling Average", self.of_freeipmi("--get-enhanced-system-power-statistics"))), 9)
        self.ipmitool("chassis", "power", "off")
        said = self.dcmi("power reading")
        self.assertRegex(said, r"Instantaneous power reading:\s+0 Watts")
        self.assertIn("deactivated", said)

    def test_a_power_limit_that_can_be_kept(self):
        self.assertIn("No Active Power Limit", self.dcmi("power get_limit"))
        for setting in ("limit 240", "correction 2000", "action power_off", "sample 30"):
            self.dcmi("power set_limit " + setting)
        self.assertIn("successfully activated", self.dcmi("power activate"))
        said = self.dcmi("power get_limit")
        for line in ("Power Limit Active", "Hard Power Off & Log Event to SEL", "240 Watts", "2000 milliseconds", "30 seconds"):
            self.assertIn(line, said)
        self.assertTrue(wait_for(lambda: " 240 Watts" in self.dcmi("power reading")), "the host is throttled")
        self.assertRegex(self.ipmitool("sdr", "get", "System Power"), r"Sensor Reading\s+: 240 ")
        self.assertIn("deactivated", self.dcmi("power deactivate"))
        self.assertTrue(wait_for(lambda: "312 Watts" in self.dcmi("power reading")))
        self.assertIn("limit out of range", self.dcmi("power set_limit limit 50", expect=1))
        self.of_freeipmi("--set-power-limit", "--power-limit-requested=400", "--correction-time-limit=2000",
                         "--statistics-sampling-period=20")
        self.of_freeipmi("--activate-deactivate-power-limit=ACTIVATE")
        said = self.of_freeipmi("--get-power-limit")
        self.assertRegex(said, r"Power Limit Requested\s+: 400 watts")

    def test_a_power_limit_that_cannot_be_kept(self):
        self.ipmitool("sel", "clear")
        for setting in ("limit 100", "correction 1000", "action power_off"):
            self.dcmi("power set_limit " + setting)
        self.dcmi("power activate")
        self.assertTrue(wait_for(lambda: "is off" in self.ipmitool("chassis", "power", "status")))
        self.assertRegex(self.ipmitool("sel", "elist"), r"System Power \| Limit Exceeded \| Asserted")

    def test_asset_tag_and_controller_id(self):
        self.assertIn("Asset tag: bench-53\n", self.dcmi("asset_tag"))
        self.dcmi("set_asset_tag a-tag-of-more-than-sixteen-characters")
        self.assertIn("a-tag-of-more-than-sixteen-characters\n", self.dcmi("asset_tag"))
        self.assertEqual(self.of_freeipmi("--get-asset-tag"), "a-tag-of-more-than-sixteen-characters\n")
        self.of_freeipmi("--set-asset-tag=short")
        self.assertIn("Asset tag: short\n", self.dcmi("asset_tag"))
        self.assertIn("DCMI00005e005301", self.dcmi("get_mc_id_string"))
        self.dcmi("set_mc_id_string a-controller-with-a-name")
        self.assertEqual(self.of_freeipmi("--get-management-controller-identifier-string"), "a-controller-with-a-name\n")
        self.of_freeipmi("--set-management-controller-identifier-string=other")
        self.assertIn(": other\n", self.dcmi("get_mc_id_string"))

    def test_sensors_and_temperatures(self):
        said = self.dcmi("sensors")
        for line in ("Inlet Temp       | 23 degrees C", "CPU0 Temp        | 58 degrees C", "Exhaust Temp     | 47 degrees C"):
            self.assertIn(line, said)
        self.assertRegex(self.of_freeipmi("--get-dcmi-sensor-info"), r"Inlet Temperature SDR Record IDs\n1\n")
        said = self.dcmi("get_temp_reading")
        for entity, celsius in ((40, 23), (41, 58), (42, 47)):
            self.assertRegex(said, rf"\({entity}h\)\s+1\s+\+{celsius} C")
        self.ipmitool("chassis", "power", "off")
        self.assertNotIn("(41h)", self.dcmi("get_temp_reading"), "the processor needs the host")

    def test_thermal_limits(self):
        self.assertIn("Temperature Limit                         0 degrees", self.dcmi("thermalpolicy get 0x40 1"))
        self.dcmi("thermalpolicy set 0x40 1 nonvolatile nopoweroff sel 20 1")
        said = self.dcmi("thermalpolicy get 0x40 1")
        for line in ("Log event to SEL only:                active", "20 degrees", "1 seconds"):
            self.assertIn(line, said)
        self.assertTrue(wait_for(lambda: re.search(r"Inlet Temp \| Limit Exceeded", self.ipmitool("sel", "elist"))))

    def test_configuration(self):
        said = self.dcmi("get_conf_param")
        for line in ("Management Controller ID String is enabled", "Initial timeout interval\t: 4 seconds",
                     "contact timeout interval\t: 120 seconds", "retry interval\t: 64 seconds"):
            self.assertIn(line, said)
        for setting in ("activate_dhcp 1", "dhcp_config 2", "init 9", "timeout 300", "retry 500"):
            self.dcmi("set_conf_param " + setting)
        said = self.dcmi("get_conf_param")
        for line in ("ID String is disabled", "Informationa are enabled", ": 9 seconds", ": 300 seconds", ": 500 seconds"):
            self.assertIn(line, said)

    def test_what_a_user_may_not_do(self):
        viewer = {"user": "viewer", "password": "viewer-demo", "level": "USER"}
        self.assertIn("312 Watts", self.dcmi("power reading", **viewer))
        for command in ("power activate", "set_asset_tag x"):
            self.assertIn("Insufficient privilege", self.dcmi(command, expect=1, **viewer))


if __name__ == "__main__":
    main()
