"""The command lists of ipmitool, FreeIPMI and ipmiutil against bmcsim, in every cipher suite and at every privilege level.

Each row is one command line, the least privilege level that it needs, and what it prints. Rows are run in order against
one BMC, for some look at what earlier ones changed. No row may make its tool send a datagram twice.

Each row is run in each suite as administrator, and at each level in one suite; tool_matrix_full.py runs the product.
"""

import shlex
import tempfile
import unittest

import rmcp_port
from assay_testing import PASSWORD, USER, Server, foreign, main, run
from lan_tap import LanTap

SUITES = (1, 2, 3, 6, 7, 8, 11, 12, 15, 16, 17)
ABORT_IPMITOOL = (11, 12)  # ipmitool#196: an assertion of its own
UNKNOWN_TO_IPMIUTIL = (11, 12, 15, 16, 17)
IPMIUTIL_ADDRESS = "127.0.0.64"  # it knows no other port than 623: on an address of its own
LEVELS = ("USER", "OPERATOR", "ADMINISTRATOR")
# refusals that ipmitool does not tell
KEPT_TO_ITSELF = {("lan", "set", "1", "vlan", "id", "7"), ("lan", "set", "1", "vlan", "id", "off")}

# command line | least level | regular expression that its output matches
IPMITOOL = """
mc info                                   | USER          | Firmware Revision +: 2\\.14
mc guid                                   | USER          | System GUID +: a55a7000-0001-4b3c-8d11-00005e005301
mc selftest                               | USER          | Selftest: passed
mc getenables                             | USER          | System Event Logging +: enabled
mc watchdog get                           | USER          | Watchdog Timer Is: +Stopped
mc watchdog off                           | OPERATOR      | timer stopped
mc getsysinfo primary_os_name             | USER          | ^Debian GNU/Linux 12$
mc setsysinfo system_name matrix          | ADMINISTRATOR | ^$
mc getsysinfo system_name                 | USER          | \\S
chassis status                            | USER          | System Power +: on
chassis power status                      | USER          | ^Chassis Power is on$
chassis power diag                        | OPERATOR      | Control: Diag
chassis power reset                       | OPERATOR      | Control: Reset
chassis power soft                        | OPERATOR      | Control: Soft
chassis power on                          | OPERATOR      | Control: Up/On
chassis power off                         | OPERATOR      | Control: Down/Off
chassis power on                          | OPERATOR      | Control: Up/On
chassis identify                          | OPERATOR      | default \\(15 seconds\\)
chassis identify 1                        | OPERATOR      | interval: 1 seconds
chassis identify force                    | OPERATOR      | indefinite
chassis identify 0                        | OPERATOR      | off
chassis poh                               | USER          | 405 days, 11 hours
chassis restart_cause                     | USER          | restart cause: \\S
chassis policy list                       | OPERATOR      | always-off always-on previous
chassis policy always-on                  | OPERATOR      | to always-on
chassis selftest                          | USER          | passed
chassis bootdev pxe                       | OPERATOR      | Set Boot Device to pxe
chassis bootparam get 0                   | OPERATOR      | set complete
chassis bootparam get 5                   | OPERATOR      | Boot Device Selector : \\S
chassis bootmbox get                      | OPERATOR      | IANA PEN +: 0
sdr list                                  | USER          | Inlet Temp +\\| 23 degrees C +\\| ok
sdr elist                                 | USER          | Inlet Temp +\\| 01h \\| ok +\\| 55\\.1 \\| 23 degrees C
sdr elist full                            | USER          | 12V Main +\\| 20h \\| ok +\\| +7\\.1 \\| 12\\.09 Volts
sdr elist compact                         | USER          | PSU1 Status +\\| 40h \\| ok +\\| 10\\.1 \\| Presence detected
sdr elist event                           | USER          | ^$
sdr elist mcloc                           | USER          | Dynamic MC @ 20h
sdr elist fru                             | USER          | Logical FRU @01h
sdr elist generic                         | USER          | ^$
sdr elist all                             | USER          | Dynamic MC @ 20h
sdr info                                  | USER          | SDR Version +: 0x51
sdr type list                             | USER          | Temperature +\\(0x01\\)
sdr type Temperature                      | USER          | Exhaust Temp +\\| 04h
sdr entity 7.1                            | USER          | System Power +\\| 30h
sdr get "Inlet Temp"                      | USER          | Sensor Reading +: 23 \\(\\+/- 0\\) degrees C
sensor list                               | USER          | Inlet Temp +\\| 23\\.000 +\\| degrees C +\\| ok
sensor get "Inlet Temp"                   | USER          | Upper Non-Critical +: \\d
sensor reading "Inlet Temp"               | USER          | Inlet Temp +\\| 23
sensor thresh "Inlet Temp" unc 40         | OPERATOR      | threshold to 40\\.000
sel info                                  | USER          | Version +: 1\\.5 \\(v1\\.5, v2 compliant\\)
sel list                                  | USER          | General Chassis intrusion \\| Deasserted
sel elist                                 | USER          | Intrusion \\| General Chassis intrusion \\| Deasserted
sel get 2                                 | USER          | SEL Record ID +: 0002
sel time get                              | USER          | \\d\\d/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d UTC
sel time set now                          | OPERATOR      | UTC
event 1                                   | OPERATOR      | Upper Critical going high
event 2                                   | OPERATOR      | Lower Critical going low
event 3                                   | OPERATOR      | Correctable ECC
event "Inlet Temp" ucr assert             | OPERATOR      | Temperature #0x01 \\| Upper Critical going high
fru print                                 | USER          | Product Name +: Supply 550 W
fru print 0                               | USER          | Chassis Type +: Rack Mount Chassis
lan print 1                               | OPERATOR      | RMCP\\+ Cipher Suites +: 1,2,3,6,7,8,11,12,15,16,17
lan set 1 ipaddr 127.0.0.2                | ADMINISTRATOR | to 127\\.0\\.0\\.2
lan set 1 netmask 255.255.0.0             | ADMINISTRATOR | to 255\\.255\\.0\\.0
lan set 1 ipsrc static                    | ADMINISTRATOR | ^$
lan set 1 defgw ipaddr 127.0.0.1          | ADMINISTRATOR | to 127\\.0\\.0\\.1
lan set 1 access on                       | ADMINISTRATOR | successful
lan set 1 snmp public                     | ADMINISTRATOR | to public
lan set 1 vlan id 7                       | ADMINISTRATOR | ^$
lan set 1 vlan id off                     | ADMINISTRATOR | ^$
lan set 1 auth ADMIN MD5                  | ADMINISTRATOR | ^$
lan set 1 cipher_privs aaaaaaaaaaaXXXX    | ADMINISTRATOR | ^$
lan alert print 1                         | OPERATOR      | Destination Type +: PET Trap
lan stats get 1                           | USER          | IP Rx Packet +: \\d
lan stats clear 1                         | USER          | ^$
lan6 print 1                              | OPERATOR      | IPv4 and IPv6: yes
user list 1                               | OPERATOR      | 2 +assay +true +true +true +ADMINISTRATOR
user summary 1                            | OPERATOR      | Maximum IDs\\s+: 16
user set name 7 abc                       | ADMINISTRATOR | ^$
user set password 7 pw-of-seven           | ADMINISTRATOR | successful
user test 7 16 pw-of-seven                | ADMINISTRATOR | Success
user priv 7 3 1                           | ADMINISTRATOR | successful
user enable 7                             | ADMINISTRATOR | ^$
user disable 7                            | ADMINISTRATOR | ^$
channel info 1                            | USER          | Medium Type +: 802\\.3 LAN
channel getaccess 1 2                     | OPERATOR      | Privilege Level +: ADMINISTRATOR
channel setaccess 1 7 link=on             | ADMINISTRATOR | successful
channel getciphers ipmi 1                 | USER          | ^17 +N/A +hmac_sha256 +sha256_128 +aes_cbc_128
channel getciphers sol 1                  | USER          | ^17 +N/A +hmac_sha256 +sha256_128 +aes_cbc_128
channel authcap 1 4                       | USER          | auth types +: MD5
session info active                       | USER          | user id +: 2
session info all                          | USER          | slot count +: 63
sol info 1                                | USER          | Enabled +: true
sol set enabled true 1                    | ADMINISTRATOR | ^$
sol payload status 1 2                    | OPERATOR      | is enabled
sol payload enable 1 2                    | ADMINISTRATOR | ^$
pef info                                  | OPERATOR      | Power-off
pef status                                | ADMINISTRATOR | PEF
pef policy list                           | OPERATOR      | 16 \\| 0 \\| disabled \\| Match-always
pef filter list                           | OPERATOR      | 1 \\| \\S
firewall info channel 1                   | USER          | 00,00 support: +ff
raw 0x06 0x01                             | USER          | ^ 20 01 02 14 02
hpm check                                 | USER          | 2\\.14
"""

FREEIPMI = """
bmc-info                                          | USER          | Firmware Revision +: 2\\.14
bmc-info --get-device-id                          | USER          | Device ID +: 32
bmc-info --get-device-guid                        | USER          | a55a7000-0001-4b3c-8d11-00005e005301
bmc-info --get-system-guid                        | USER          | a55a7000-0001-4b3c-8d11-00005e005301
bmc-info --get-system-info                        | USER          | Debian GNU/Linux 12
bmc-info --get-channel-info                       | USER          | 802\\.3 LAN
ipmi-chassis --get-chassis-capabilities           | USER          | Intrusion sensor +: provided
ipmi-chassis --get-chassis-status                 | USER          | System Power +: on
ipmi-chassis --chassis-identify=5                 | OPERATOR      | ^$
ipmi-chassis --get-system-restart-cause           | USER          | Restart cause : \\S
ipmi-chassis --get-power-on-hours-counter         | USER          | Power on hours : \\d
ipmi-chassis --set-power-restore-policy=ALWAYS-ON | OPERATOR      | ^$
ipmi-chassis --set-power-cycle-interval=3         | ADMINISTRATOR | ^$
ipmi-chassis --chassis-control=HARD-RESET         | OPERATOR      | ^$
ipmi-sensors --quiet-cache                        | USER          | Inlet Temp +\\| Temperature +\\| 23\\.00
ipmi-sensors --quiet-cache --output-sensor-thresholds | USER      | Inlet Temp .*\\| 42\\.00
ipmi-sensors --quiet-cache --output-event-bitmask | USER          | PSU1 Status .*\\| 0001h
ipmi-sensors --quiet-cache --output-sensor-state  | USER          | Inlet Temp .*\\| Nominal
ipmi-sensors --quiet-cache --sensor-types=Temperature | USER      | Exhaust Temp
ipmi-sensors --quiet-cache -v                     | USER          | Sensor Number: 1
ipmi-sensors --sdr-info                           | USER          | SDR version +: 1\\.5
ipmi-sel --quiet-cache                            | USER          | Intrusion +\\| Physical Security +\\| General Chassis Intrusion
ipmi-sel --quiet-cache -v --output-event-state    | USER          | Exhaust Temp .*\\| Warning
ipmi-sel --quiet-cache --display=2                | USER          | General Chassis Intrusion
ipmi-sel --info                                   | USER          | SEL version +: 1\\.5
ipmi-fru --quiet-cache                            | USER          | FRU Chassis Type: Rack Mount Chassis
ipmi-fru --quiet-cache --device-id=0              | USER          | FRU Product Name: Bench Server
ipmi-raw 0 6 1                                    | USER          | rcvd: 01 00 20 01 02 14
bmc-device --get-self-test-results                | USER          | No Error
bmc-device --get-acpi-power-state                 | USER          | S0/G0
bmc-device --set-acpi-power-state --set-acpi-system-power-state=S0_G0 | ADMINISTRATOR | ^$
bmc-device --get-lan-statistics                   | USER          | IP Packets Received +: \\d
bmc-device --clear-lan-statistics                 | USER          | ^$
bmc-device --get-sel-time                         | USER          | SEL Time : \\d
bmc-device --set-sel-time=now                     | OPERATOR      | ^$
bmc-device --get-sdr-repository-time              | USER          | SDR Repository Time : \\d
bmc-device --set-sdr-repository-time=now          | OPERATOR      | ^$
bmc-device --get-sel-time-utc-offset              | USER          | SEL UTC Offset : \\S
bmc-device --set-sel-time-utc-offset=0            | OPERATOR      | ^$
bmc-device --get-bmc-global-enables               | USER          | System Event Logging +: enabled
bmc-device --get-mca-auxiliary-log-status         | USER          | entries in MCA log : 0
bmc-device --get-kcs-interface-capabilities       | USER          | KCS Version +: version 1
bmc-device --rearm-sensor=1                       | OPERATOR      | ^$
bmc-device --set-system-name=matrix               | ADMINISTRATOR | ^$
bmc-device --platform-event="4 1 1 1 assertion 0x59 0x40 0x34" | OPERATOR | ^$
ipmi-config --category=chassis --checkout         | OPERATOR      | Section Chassis_Boot_Flags
ipmi-config --category=sensors --checkout         | USER          | Section 1_Inlet_Temp
ipmi-config --category=core --checkout -S Lan_Conf    | OPERATOR  | Subnet_Mask +\\d
ipmi-config --category=core --checkout -S Lan_Channel | OPERATOR      | Volatile_Access_Mode +Always_Available
ipmi-config --category=core --checkout -S User2   | OPERATOR      | Username +assay
ipmi-config --category=core --checkout -S SOL_Conf | OPERATOR      | Enable_SOL +Yes
ipmi-config --category=pef --checkout -S PEF_Conf | OPERATOR      | Enable_PEF +Yes
ipmi-config --category=pef --checkout -S Event_Filter_1 | OPERATOR | Filter_Type
ipmi-config --category=core --diff -e User2:Username=assay | OPERATOR | ^$
"""

IPMIUTIL = """
health                            | USER          | BMC version +(= )?2\\.14
sensor                            | USER          | Inlet Temp +=.*23\\.00 degrees C
sensor -i 01                      | USER          | Inlet Temp +=.*23\\.00 degrees C
sensor -t                         | USER          | Inlet Temp .*23\\.00
sel                               | USER          | Chassis Intrusion
sel -e 3                          | USER          | Exhaust Temp +Hi Noncrit thresh
sel -v                            | USER          | Size = 512 records
fru                               | USER          | Bench Server
fru -i 01                         | USER          | Supply 550 W
lan                               | OPERATOR      | Admin +\\(assay\\)
user list                         | OPERATOR      | assay
user set 7 name abc               | ADMINISTRATOR | status = 0
user set 7 password pw-of-seven   | ADMINISTRATOR | status = 0
wdt                               | USER          | timer +is|timeout is 0 seconds
reset -r                          | OPERATOR      | IPMI_Reset ok
reset -n                          | OPERATOR      | IPMI_Reset ok
reset -d                          | OPERATOR      | IPMI_Reset ok
reset -u                          | OPERATOR      | IPMI_Reset ok
cmd 00 20 18 01                   | USER          | 20 01 02 14
alarms                            | USER          | BMC version 2\\.14
firewall info                     | USER          | 00,00 support: +ff
"""


def rows_of(table):
    """(words, least level, expression) of each line."""
    for line in table.strip().splitlines():
        words, level, expression = (cell.strip() for cell in line.split(" | ", 2))
        yield shlex.split(words), level, expression


class Matrix(unittest.TestCase):
    product = False  # each suite at each level

    def setUp(self):
        bmc = self.enterContext(Server("bmcsim", "--demo", "--seed", "0", "--listen", "127.0.0.1:0"))
        self.bmc_port = bmc.port
        self.home = self.enterContext(tempfile.TemporaryDirectory())
        self.longest = 0.0
        self.counts = {}  # of each suite
        self.faults = []

    def run_table(self, table, tool, suites, **tap):
        self.tap = self.enterContext(LanTap(self.bmc_port, **tap))
        for suite in suites:
            for level in LEVELS if self.product or suite == suites[-1] else LEVELS[-1:]:
                for words, least, expression in rows_of(table):
                    self.run_row(tool, words, suite, level, least, expression)
        total = sum(self.counts.values())
        print(f"{tool.__name__}: {total} runs, {self.counts}; longest wait for an answer {self.longest * 1000:.1f} ms")
        if self.faults:
            self.fail(f"{len(self.faults)} of {total}:\n" + "\n".join(self.faults))

    def run_row(self, tool, words, suite, level, least, expression):
        self.tap.take()
        result = tool(self, words, suite, level)
        requests, answers, longest = self.tap.take()
        self.longest = max(self.longest, longest)
        self.counts[suite] = self.counts.get(suite, 0) + 1
        said = result.stdout + result.stderr
        trouble = []
        if LEVELS.index(level) < LEVELS.index(least):
            if result.returncode == 0 and "rivilege" not in said and tuple(words) not in KEPT_TO_ITSELF:
                trouble.append("was not refused")
        else:
            if result.returncode != 0:
                trouble.append(f"exit {result.returncode}")
            try:
                self.assertRegex(result.stdout.strip("\n"), f"(?m){expression}")
            except AssertionError:
                trouble.append(f"does not match {expression}")
        if requests != answers:
            trouble.append(f"{requests} requests and {answers} answers, longest wait {longest:.3f} s")
        if trouble:
            self.faults.append(f"suite {suite} {level}: {' '.join(words)}: {'; '.join(trouble)}: {said[:300]}")

    def ipmitool(self, words, suite, level):
        return run(foreign("ipmitool"), "-I", "lanplus", "-H", "127.0.0.1", "-p", self.tap.port, "-U", USER, "-P", PASSWORD,
                   "-C", suite, "-L", level, *words)

    def freeipmi(self, words, suite, level):
        return run(foreign(words[0]), "-D", "LAN_2_0", "-h", f"127.0.0.1:{self.tap.port}", "-u", USER, "-p", PASSWORD, "-I",
                   suite, "-l", level.replace("ISTRATOR", ""), *words[1:], env={"HOME": self.home})

    def ipmiutil(self, words, suite, level):
        return run(foreign("ipmiutil"), *words, "-N", IPMIUTIL_ADDRESS, "-U", USER, "-P", PASSWORD, "-F", "lan2", "-J", suite,
                   "-V", 2 + LEVELS.index(level))

    def test_ipmitool(self):
        self.run_table(IPMITOOL, Matrix.ipmitool, [suite for suite in SUITES if suite not in ABORT_IPMITOOL])

    def test_freeipmi(self):
        self.run_table(FREEIPMI, Matrix.freeipmi, SUITES)

    def test_ipmiutil(self):
        foreign("ipmiutil")
        rmcp_port.claim(self, "ipmiutil", IPMIUTIL_ADDRESS)
        self.run_table(IPMIUTIL, Matrix.ipmiutil, [suite for suite in SUITES if suite not in UNKNOWN_TO_IPMIUTIL],
                       address=IPMIUTIL_ADDRESS, port=623)


if __name__ == "__main__":
    main()
