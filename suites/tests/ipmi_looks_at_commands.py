"""Looks at what OpenIPMI's ipmi_sim answers to commands. Each gets an ipmi_sim, or another BMC, and asserts what is wrong with it."""

import re
import time

from assay_testing.rmcp import Console
from ipmi_looks import ANY_EVENT, confirms, entries, holds, same, session, spare_user


# Channels and users

@confirms("ipmitool raw 6 0x40, 6 0x41", ("channel.access-set", "ipmi.channel.access.set"))
def pef_alerting_is_not_kept(peer):
    before = peer.raw(0x06, 0x41, 0x0E, 0x80)
    same(peer.raw(0x06, 0x40, 0x0E, 0x80 | (before[1] ^ 0x20) & 0x3F, 0), b"\0", "Set Channel Access")
    same(peer.raw(0x06, 0x41, 0x0E, 0x80), before, "the access afterwards")


@confirms("ipmitool user test", ("user.password-test", "ipmi.user.password.test"))
def any_password_is_right(peer):
    spare_user(peer)
    done = peer.ipmitool("-C", "3", "user", "test", "5", "16", "Wrong-Secret")
    holds(done.returncode == 0 and "Success" in done.stdout, done.stdout + done.stderr)


@confirms("ipmitool raw 6 0x47", ("user.password-size", "ipmi.user.password.size"))
def a_size_is_not_kept(peer):
    spare_user(peer)
    password = b"Right-Secret"
    same(peer.raw(0x06, 0x47, 0x85, 0x02, *password.ljust(20, b"\0")), b"\0", "Set User Password of 20 octets")
    same(peer.raw(0x06, 0x47, 0x05, 0x03, *password.ljust(16, b"\0")), b"\0", "the test as one of 16")


@confirms("ipmitool raw 6 0x47", ("user.password-lengths", "ipmi.user.password.length"))
def a_password_of_17_octets(peer):
    spare_user(peer)
    for length, completion in ((10, b"\xC7"), (17, b"\0")):
        same(peer.raw(0x06, 0x47, 0x05, 0x02, *b"Right-Secret".ljust(20, b"\0")[:length]), completion, f"a password of {length} octets")


@confirms("ipmitool -U spare -L OPERATOR", ("user.password-used", "ipmi.user.privilege-limits-login"))
def a_session_above_the_limit(peer):
    spare_user(peer)
    same(peer.raw(0x06, 0x43, 0x91, 0x05, 0x02, 0x00), b"\0", "Set User Access")
    same(peer.raw(0x06, 0x44, 0x01, 0x05)[4] & 0x0F, 2, "the limit of the user")
    holds(peer.ipmitool("-C", "3", "user", "enable", "5").returncode == 0, "the user is not enabled")
    done = peer.ipmitool("-C", "3", "-L", "OPERATOR", "chassis", "power", "on", user="spare", password="Right-Secret")
    holds(done.returncode == 0 or "Set Session Privilege Level" in done.stderr, done.stdout + done.stderr)


# Messages to the host's software

@confirms("ipmitool -l 2 raw 6 1", ("messaging.host-unit", "ipmi.messaging.host-unit"))
def what_is_for_the_host_is_executed(peer):
    done = peer.ipmitool("-N", "1", "-R", "1", "-l", "2", "raw", "6", "1")
    holds(done.returncode == 0, done.stderr)
    same(bytes.fromhex(done.stdout.replace("\n", " ")), peer.raw(0x06, 0x01)[1:], "Get Device ID at logical unit 2")


# Chassis

@confirms("ipmitool raw 0 0", ("chassis.capabilities", "ipmi.chassis.capabilities"), ("completion.response-lengths", "ipmi.completion.response-length"))
def capabilities_of_the_stack(peer):
    same(len(peer.raw(0x00, 0x00)), 36, "octets of Get Chassis Capabilities")


@confirms("ipmitool raw 0 2 6", ("chassis.unknown-control", "ipmi.chassis.control.unknown"), ("chassis.unknown-control", "ipmi.completion.parameter-range"))
def a_control_that_there_is_not(peer):
    for control in (0x06, 0x0F):
        same(peer.raw(0x00, 0x02, control), b"\0", f"chassis control {control}")


@confirms("ipmitool raw 0 2 1 0", ("chassis.control-lengths", "ipmi.completion.too-long"))
def a_control_of_two_octets(peer):
    same(peer.raw(0x00, 0x02, 0x01, 0x00), b"\0", "Chassis Control of two octets")


@confirms("ipmitool raw 0 4 0 0 0", ("chassis.identify-lengths", "ipmi.chassis.identify.length"))
def an_identify_of_three_octets(peer):
    same(peer.raw(0x00, 0x04, 0, 0, 0)[0], 0, "Chassis Identify of three octets")


@confirms("ipmitool chassis bootdev, bootparam get 5", ("boot.flags-kept", "ipmi.boot.kept"))
def boot_flags_stay_invalid(peer):
    holds(peer.ipmitool("-C", "3", "chassis", "bootdev", "pxe").returncode == 0, "the boot device is not set")
    told = peer.ipmitool("-C", "3", "chassis", "bootparam", "get", "5").stdout
    holds("Force PXE" in told and "Boot Flag Invalid" in told, told)


@confirms("ipmitool raw 0 9 0x5f 0 0", ("boot.unknown-parameter", "ipmi.boot.unknown"))
def a_boot_option_that_there_is_not(peer):
    same(peer.raw(0x00, 0x09, 0x5F, 0, 0), b"\xCC", "Get System Boot Options")


@confirms("ipmitool raw 0 8 0x85, 0 9 5", ("boot.marked-invalid", "ipmi.boot.invalid"))
def a_boot_option_is_never_invalid(peer):
    same(peer.raw(0x00, 0x08, 0x85, 0x80, 0x04, 0, 0, 0), b"\0", "Set System Boot Options")
    same(peer.raw(0x00, 0x09, 0x05, 0, 0)[2] & 0x80, 0, "the validity bit")


# Commands in general

@confirms("ipmitool -l 3 raw 6 1", ("completion.unknown-unit", "ipmi.completion.unknown-lun"))
def every_logical_unit_serves(peer):
    done = peer.ipmitool("-C", "3", "-l", "3", "raw", "6", "1")
    same((done.returncode, len(bytes.fromhex(done.stdout))), (0, 15), "Get Device ID of unit 3")


@confirms("ipmitool raw 6 0x24", ("watchdog.settings-kept", "ipmi.completion.response-length"), ("watchdog.lengths", "ipmi.completion.too-long"))
def answers_of_the_stack(peer):
    same(len(peer.raw(0x06, 0x24, 0x82, 0, 0, 0, 0x58, 0x02)), 36, "octets of Set Watchdog Timer")
    same(len(peer.raw(0x06, 0x24, 0x82, 0, 0, 0, 0x58, 0x02, 0)), 36, "octets of Set Watchdog Timer with an octet too much")


@confirms("ipmitool raw 6 1 0", ("device.id-length", "ipmi.completion.too-long"))
def a_device_id_with_data(peer):
    same(peer.raw(0x06, 0x01, 0)[0], 0, "Get Device ID with data")


@confirms("ipmitool raw 6 0x45", ("user.name-lengths", "ipmi.completion.too-long"))
def a_name_of_17_octets(peer):
    same(peer.raw(0x06, 0x45, 0x05, *b"seventeen letters"), b"\0", "Set User Name of 18 octets")


@confirms("ipmitool raw 0xa 0x11 0 0 0 8 0", ("fru.lengths", "ipmi.completion.too-long"))
def a_fru_with_too_much(peer):
    same(peer.raw(0x0A, 0x11, 0, 0, 0, 8, 0)[:2], b"\0\x08", "Read FRU Data of five octets")


@confirms("ipmitool raw 0xa 0x23 0 0 0 0 0 5 0", ("sdr.lengths", "ipmi.completion.too-long"))
def a_record_with_too_much(peer):
    same(peer.raw(0x0A, 0x23, 0, 0, 0, 0, 0, 5, 0)[0], 0, "Get SDR of seven octets")


@confirms("ipmitool raw 0xa 0x43 0 0 0 0 0 0xff 0", ("sel.lengths", "ipmi.completion.too-long"))
def an_entry_with_too_much(peer):
    same(peer.raw(0x0A, 0x43, 0, 0, 0, 0, 0, 0xFF, 0), b"\xCB", "Get SEL Entry of seven octets while there is none")
    same(peer.raw(0x0A, 0x44, *ANY_EVENT)[0], 0, "Add SEL Entry")
    same(peer.raw(0x0A, 0x43, 0, 0, 0, 0, 0, 0xFF, 0)[0], 0, "Get SEL Entry of seven octets")


# LAN, payloads, event filters

@confirms("ipmitool raw 0xc 2 0x81 3 0 0", ("lan.revision-only", "ipmi.lan.parameter.revision-only"))
def no_revision_alone(peer):
    same(peer.raw(0x0C, 0x02, 0x81, 3, 0, 0), b"\xCC", "Get LAN Configuration Parameters")
    same(peer.raw(0x0C, 0x02, 0x01, 3, 0, 0)[0], 0, "the same parameter with its data")


@confirms("ipmitool lan set 1 snmp reads it back in vain", ("lan.set-is-kept", "ipmi.lan.parameter.set"))
def a_community_string_is_not_kept(peer):
    done = peer.ipmitool("-C", "3", "lan", "set", "1", "snmp", "assay")
    holds("LAN Parameter Data does not match" in done.stderr, done.stderr)
    holds(re.search(r"SNMP Community String +: public", peer.ipmitool("-C", "3", "lan", "print", "1").stdout), "another string is told")


@confirms("ipmitool lan set 1 cipher_privs, -C 2 -L OPERATOR", ("lan.suite-limit", "ipmi.lan.suite-limit"))
def a_suite_is_not_limited(peer):
    done = peer.ipmitool("-C", "3", "lan", "set", "1", "cipher_privs", "aauaaaaaaaaaaaa")
    holds(done.returncode == 0, done.stderr)
    holds(re.search(r"Cipher Suite Priv Max +: aau", peer.ipmitool("-C", "3", "lan", "print", "1").stdout), "the limit is not told")
    done = peer.ipmitool("-C", "2", "-L", "OPERATOR", "mc", "info")
    holds(done.returncode == 0, done.stderr)


@confirms("ipmitool lan print 1", ("lan.mac-address", "ipmi.agree.mac"))
def the_mac_address_is_zeros(peer):
    told = peer.ipmitool("-C", "3", "lan", "print", "1").stdout
    holds(re.search(r"MAC Address +: 00:00:00:00:00:00", told), told)


@confirms("ipmitool raw 6 0x4e 1", ("payload.support", "ipmi.payload.support"))
def no_payload_but_sol(peer):
    told = peer.raw(0x06, 0x4E, 0x01)
    same((told[0], len(told) - 1, told[1] & 1, told[3] & 0x3F), (0, 8, 0, 0), "completion, octets, IPMI messages and session setup")


@confirms("ipmitool raw 4 0x10, 4 0x13", ("pef.filters", "ipmi.pef.filters"))
def sixteen_filters_are_fifteen(peer):
    same(peer.raw(0x04, 0x10)[3], 16, "the filters of Get PEF Capabilities")
    same(peer.raw(0x04, 0x13, 5, 0, 0)[2], 15, "the filters of parameter 5")
    same(peer.raw(0x04, 0x13, 6, 16, 0), b"\xCC", "filter 16")


@confirms("octets: 04/17h outside a session gets D5h", ("pef.acknowledge", "ipmi.pef.acknowledge"))
def an_acknowledgement_wants_a_session(peer):
    with Console(peer.port) as console:
        same(console.ask_15(0x04, 0x17, [0xFE, 0xFF, *bytes(10)]), b"\xD5", "PET Acknowledge outside a session")


# Sensors, event log, watchdog

@confirms("ipmitool raw 4 0x2d 0xfe", ("sensor.absent", "ipmi.sensor.absent"))
def an_absent_sensor(peer):
    for command in (0x2D, 0x27, 0x29):
        same(peer.raw(0x04, command, 0xFE), b"\xCC", f"command {command:02X}h for sensor FEh")


@confirms("octets: 28h with two octets of data gets 36 back", ("sensor.disabled-events-not-logged", "ipmi.sensor.events.disabled"))
def event_enable_answers_of_the_stack(peer):
    same(len(session(peer).ask(0x04, 0x28, [0x01, 0x40])), 36, "octets of Set Sensor Event Enable without masks")


@confirms("ipmitool raw 0xa 0x42, 0xa 0x46", ("sel.delete-cancels", "ipmi.sel.cancelled"))
def a_deletion_cancels_nothing(peer):
    entries = [peer.raw(0x0A, 0x44, *ANY_EVENT)[1:] for _ in range(2)]
    reservation = peer.raw(0x0A, 0x42)[1:]
    for entry in entries:
        same(peer.raw(0x0A, 0x46, *reservation, *entry), b"\0" + entry, "Delete SEL Entry")


@confirms("ipmitool raw 6 0x24, 6 0x22, 6 0x25", ("watchdog.settings-kept", "ipmi.watchdog.set"), ("watchdog.counts-down", "ipmi.watchdog.counts"))
def no_present_countdown(peer):
    same(peer.raw(0x06, 0x24, 0x82, 0, 0, 0, 0x58, 0x02)[0], 0, "Set Watchdog Timer")
    same(peer.raw(0x06, 0x22), b"\0", "Reset Watchdog Timer")
    told = peer.raw(0x06, 0x25)
    same((len(told) - 1, told[1] & 0x40), (6, 0), "octets of Get Watchdog Timer, and the bit of a timer that runs")


@confirms("ipmitool raw 6 0x24, 6 0x22, 6 0x25", ("watchdog.runs-out", "ipmi.watchdog.expires"))
def no_expiration_flag(peer):
    same(peer.raw(0x06, 0x24, 0x83, 0, 0, 0, 2, 0)[0], 0, "Set Watchdog Timer")
    same(peer.raw(0x06, 0x22), b"\0", "Reset Watchdog Timer")
    time.sleep(1.2)
    same(peer.raw(0x06, 0x25)[4], 0, "the expiration flags after 1.2 s of 0.2 s")
