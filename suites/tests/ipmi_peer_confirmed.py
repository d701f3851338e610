"""What the suites of IPMI find at OpenIPMI's ipmi_sim, seen by a second means: ipmitool, FreeIPMI, or octets of a console in Python.

No line of assay's has a part in it. Each deviation of suites/deviations/bmcs/openipmi.toml has a function here, and its `because` ends
with the means that the function uses. Each function gets an ipmi_sim of its own, and asserts what is wrong with it.
"""

import hashlib
import re
import struct
import time
import tomllib
import unittest

from assay_testing import HOME, Server, foreign, main, run, wait_for
from assay_testing.ipmi_sim import Bmc, IpmiSim
from assay_testing.rmcp import (ADMINISTRATOR, ENCRYPTED, RAKP3, USER, Console, Handshake, Session, completion_and_data, ipmi_15, message,
                                packet_of, rmcp_plus)

KNOWN = HOME / "suites/deviations/bmcs/openipmi.toml"
ANY_EVENT = (0, 0, 2, 0, 0, 0, 0, 0x20, 0, 0x04, 0x01, 0x30, 0x01, 0x01, 0xFF, 0xFF)
CONFIRMED = {}


def confirms(means, *findings):
    """Registers a function for findings, each a case and a rule, with the words for the means."""
    def register(function):
        for finding in findings:
            assert finding not in CONFIRMED, finding
            CONFIRMED[finding] = (means, function)
        return function
    return register


def same(seen, expected, what):
    if seen != expected:
        raise AssertionError(f"{what}: {seen!r}; expected {expected!r}, what the finding says")


def holds(condition, what):
    if not condition:
        raise AssertionError(what)


def session(peer, **fields):
    """A session by our own console, at its full privilege level."""
    opened = Handshake(Console(peer.port), **{"suite": 2, **fields}).log_on()
    holds(opened is not None, f"the console of the test gets no session with {fields}")
    same(opened.ask(0x06, 0x3B, [opened.handshake.privilege])[0], 0, "the privilege level")
    return opened


def completion_of(answer):
    """The completion code; None for silence."""
    return answer[0] if answer else None


def entries(own):
    return int.from_bytes(own.ask(0x0A, 0x40)[2:4], "little")


def spare_user(peer):
    for words in (("set", "name", "5", "spare"), ("set", "password", "5", "Right-Secret", "16")):
        done = peer.ipmitool("-C", "3", "user", *words)
        holds(done.returncode == 0, done.stderr)


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


# Chassis

@confirms("ipmitool raw 0 0; FreeIPMI's ipmi-chassis --get-chassis-capabilities waits in vain",
          ("chassis.capabilities", "ipmi.chassis.capabilities"), ("completion.response-lengths", "ipmi.completion.response-length"))
def capabilities_of_the_stack(peer):
    same(len(peer.raw(0x00, 0x00)), 36, "octets of Get Chassis Capabilities")
    done = run(foreign("ipmi-chassis"), "-D", "LAN_2_0", "-W", "opensesspriv", "-h", f"127.0.0.1:{peer.port}", "-u", "assay", "-p", "assay-demo",
               "-I", "3", "--session-timeout=3000", "--retransmission-timeout=1000", "--get-chassis-capabilities")
    holds(done.returncode != 0 and "timeout" in done.stdout + done.stderr, done.stdout + done.stderr)


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


# Outside of sessions

@confirms("octets of Presence Pings", ("ipmi.asf.wrong-length", "ipmi.asf.length"))
def a_ping_of_any_length(peer):
    with Console(peer.port) as console:
        for ping in ("0600ff06000011be80010004", "0600ff06000011be8002000061626364"):
            same(len(console.exchange(bytes.fromhex(ping)) or b""), 28, "octets of the Presence Pong")


@confirms("octets: 7h/1 gets Get Device ID's answer", ("ipmi.message.odd-netfn", "ipmi.message.of-responses"))
def a_response_is_executed(peer):
    same(completion_of(session(peer).ask(0x07, 0x01)), 0, "network function 7")


@confirms("octets: a message to 7Eh is answered", ("ipmi.message.other-responder", "ipmi.message.responder"))
def another_responder_is_answered_for(peer):
    same(completion_of(session(peer).ask(0x06, 0x01, to=0x7E)), 0, "a message to 7Eh")


@confirms("octets: answered in the format of 1.5 alone", ("ipmi.channel-auth.both-formats", "ipmi.channel-auth.capabilities"))
def capabilities_in_one_format(peer):
    with Console(peer.port) as console:
        same(console.ask_20(0x06, 0x38, [0x8E, 4]), None, "the format of RMCP+")
        same(console.ask_15(0x06, 0x38, [0x8E, 4])[0], 0, "the format of IPMI 1.5")


@confirms("octets: level 0 gets 00h, 6 and 15 get CCh", ("ipmi.channel-auth.unknown-privilege", "ipmi.channel-auth.privilege"))
def capabilities_of_no_level(peer):
    with Console(peer.port) as console:
        completions = [console.ask_15(0x06, 0x38, [0x8E, level])[0] for level in (0, 6, 15)]
        same(completions, [0x00, 0xCC, 0xCC], "the completion codes of the levels 0, 6 and 15")


@confirms("ipmitool -I lan -A PASSWORD mc info", ("ipmi.security.no-straight-password", "ipmi.security.plain-password"))
def the_straight_password(peer):
    done = peer.ipmitool("-A", "PASSWORD", "mc", "info", interface="lan")
    holds(done.returncode == 0, done.stderr)


@confirms("octets: type 5 gets a challenge, and bit 5 of the capabilities is clear", ("ipmi.challenge.other-type", "ipmi.challenge.auth-type"))
def a_challenge_of_another_type(peer):
    with Console(peer.port) as console:
        same(console.ask_15(0x06, 0x38, [0x0E, 4])[2] & 0x20, 0, "authentication type 5 in the capabilities")
        answer = console.ask_15(0x06, 0x39, [5, *b"assay".ljust(16, b"\0")])
        same((answer[0], len(answer) - 1), (0, 20), "the challenge")


@confirms("ipmitool -I lan -A NONE -P wrong mc info", ("ipmi.security.no-unauthenticated-session", "ipmi.security.unauthenticated-type"))
def a_session_without_authentication(peer):
    done = peer.ipmitool("-A", "NONE", "mc", "info", interface="lan", password="wrong")
    holds(done.returncode == 0, done.stderr)


@confirms("octets: 54h gets silence in the format of RMCP+", ("ipmi.suites.before-session", "ipmi.suites.without-session"))
def suites_in_one_format(peer):
    with Console(peer.port) as console:
        same(console.ask_20(0x06, 0x54, [0x0E, 0, 0x80]), None, "the format of RMCP+")
        same(console.ask_15(0x06, 0x54, [0x0E, 0, 0x80])[0], 0, "the format of IPMI 1.5")


# Opening sessions

@confirms("ipmitool -C 0 -P wrong user list 1", ("ipmi.security.no-suite-none", "ipmi.security.suite-none"))
def suite_none(peer):
    done = peer.ipmitool("-C", "0", "-L", "ADMINISTRATOR", "user", "list", "1", password="wrong")
    holds(done.returncode == 0 and "viewer" in done.stdout, done.stdout + done.stderr)


@confirms("octets of RAKP Message 2", ("ipmi.security.names-not-told", "ipmi.security.enumeration"))
def names_are_told(peer):
    for name, status in ((b"viewer", 0x00), (b"nobody-here", 0x0D)):
        with Console(peer.port) as console:
            handshake = Handshake(console, privilege=USER)
            handshake.open()
            same(handshake.rakp1(name=name)[1], status, f"the status for {name}")


@confirms("octets of Open Session", ("ipmi.security.ids-not-foretold", "ipmi.security.session-ids"))
def ids_in_steps(peer):
    ids = []
    for _ in range(4):
        with Console(peer.port) as console:
            handshake = Handshake(console)
            handshake.open()
            ids.append(int.from_bytes(handshake.managed_id, "little"))
    same([later - earlier for earlier, later in zip(ids, ids[1:])], [0x82] * 3, "the steps of the session ids")


@confirms("ipmitool -C 7 and -C 8 mc info", ("ipmi.integrity.signs-answers", "ipmi.integrity.each-algorithm"))
def hmac_md5_is_lost(peer):
    holds(peer.ipmitool("-C", "6", "mc", "info").returncode == 0, "suite 6, RAKP-HMAC-MD5 without integrity, does not work")
    for suite in ("7", "8"):
        holds(peer.ipmitool("-C", suite, "mc", "info").returncode != 0, f"suite {suite} works")


@confirms("FreeIPMI's bmc-info without -W opensesspriv", ("ipmi.open.grants-highest", "ipmi.open.highest-privilege"))
def the_highest_privilege_is_not_told(peer):
    with Console(peer.port) as console:
        answer = Handshake(console, privilege=0).open()
        same((answer[1], answer[2]), (0, 0), "status and privilege of Open Session")
    words = ("-D", "LAN_2_0", "-I", "3", "-h", f"127.0.0.1:{peer.port}", "-u", "assay", "-p", "assay-demo", "-l", "ADMIN")
    done = run(foreign("bmc-info"), *words)
    holds("privilege level cannot be obtained" in done.stdout + done.stderr, done.stdout + done.stderr)
    holds(run(foreign("bmc-info"), *words, "-W", "opensesspriv").returncode == 0, "bmc-info does not work with the workaround either")


@confirms("octets of Open Session", ("ipmi.open.unknown-privilege", "ipmi.open.privilege"))
def open_session_for_no_level(peer):
    for level in (6, 15):
        with Console(peer.port) as console:
            same(Handshake(console, privilege=level).open()[1], 0x12, f"the status for level {level}")


@confirms("octets of RAKP Message 2", ("ipmi.rakp1.unknown-role", "ipmi.rakp1.role"))
def a_role_that_there_is_not(peer):
    for role in (0x16, 0x1F):
        with Console(peer.port) as console:
            handshake = Handshake(console)
            handshake.open()
            same(handshake.rakp1(role=role)[1], 0x12, f"the status for role {role:02X}h")


@confirms("octets of RAKP Message 2", ("ipmi.rakp1.role-beyond-request", "ipmi.rakp1.beyond-request"))
def more_than_open_session_asked_for(peer):
    with Console(peer.port) as console:
        handshake = Handshake(console, privilege=USER)
        handshake.open()
        same(handshake.rakp1(role=0x14)[1], 0x00, "the status for administrator")


@confirms("octets of RAKP Message 2", ("ipmi.rakp1.long-name", "ipmi.rakp1.name-length"))
def a_name_that_is_too_long(peer):
    with Console(peer.port) as console:
        handshake = Handshake(console)
        handshake.open()
        same(handshake.rakp1(name=b"x" * 17)[1], 0x12, "the status for a name of 17 octets")


@confirms("octets: the second RAKP Message 4 is encrypted", ("ipmi.rakp3.sent-twice", "ipmi.rakp3.repeated"))
def rakp4_inside_the_session(peer):
    with Console(peer.port) as console:
        handshake = Handshake(console)
        handshake.open()
        handshake.rakp1()
        sent = rmcp_plus(RAKP3, handshake.rakp3_payload())
        first, second = (packet_of(console.exchange(sent)) for _ in range(2))
        same((first.kind, first.payload[1]), (0x15, 0), "the kind and the status of the first")
        same((second.payload_type, second.kind & ENCRYPTED), (0x15, ENCRYPTED), "the type of the second, and whether it is encrypted")
        same(Session(handshake).clear(second), first.payload, "what the second holds")


# In sessions

@confirms("octets: silence 40 s after Get Device ID was answered", ("ipmi.session.times-out", "ipmi.session.timeout"))
def a_session_ends_after_30_s(peer):
    own = session(peer)
    same(completion_of(own.ask(0x06, 0x01)), 0, "Get Device ID")
    time.sleep(40)
    same(own.ask(0x06, 0x01), None, "Get Device ID after 40 s")


@confirms("octets: Add SEL Entry sent three times makes three entries", ("ipmi.sequence.replayed", "ipmi.sequence.replay"))
def a_replay_is_executed(peer):
    own = session(peer)
    before = entries(own)
    same(own.ask(0x0A, 0x44, ANY_EVENT)[0], 0, "Add SEL Entry")
    for _ in range(2):
        own.again()
    same(entries(own) - before, 3, "new entries")


@confirms("octets: Add SEL Entry replayed from another port makes a second entry", ("ipmi.sequence.replayed-to-other", "ipmi.sequence.replay"))
def a_replay_from_elsewhere_is_executed(peer):
    own = session(peer)
    before = entries(own)
    same(own.ask(0x0A, 0x44, ANY_EVENT)[0], 0, "Add SEL Entry")
    with Console(peer.port) as elsewhere:
        own.again(elsewhere)
    same(entries(own) - before, 2, "new entries")


@confirms("octets: Add SEL Entry with number 0 makes an entry", ("ipmi.sequence.number-zero", "ipmi.sequence.zero"))
def number_zero_is_executed(peer):
    own = session(peer)
    before = entries(own)
    same(completion_of(own.ask(0x0A, 0x44, ANY_EVENT, sequence=0)), 0, "Add SEL Entry with sequence number 0")
    same(entries(own) - before, 1, "new entries")


@confirms("octets: three octets after the last block", ("ipmi.confidentiality.odd-length", "ipmi.confidentiality.length"))
def no_whole_number_of_blocks(peer):
    same(completion_of(session(peer, suite=3).ask(0x06, 0x01, tail=b"odd")), 0, "Get Device ID with three octets after the last block")


@confirms("ipmitool raw 6 0x3b 6", ("ipmi.privilege.reserved", "ipmi.privilege.unknown"))
def a_level_that_there_is_not(peer):
    same(peer.raw(0x06, 0x3B, 0x06), b"\x81", "Set Session Privilege Level")


@confirms("ipmitool raw 6 0x3d 0", ("ipmi.session-info.of-own", "ipmi.session-info.own"))
def the_console_has_no_address(peer):
    told = peer.raw(0x06, 0x3D, 0)
    same((told[0], len(told) - 1), (0, 6), "completion code and octets of data, of which 7 to 10 are the address")


@confirms("ipmitool channel getciphers, -C 4 mc info", ("ipmi.suites.no-empty-promise", "ipmi.suites.advertised-work"))
def suites_are_promised(peer):
    listed = peer.ipmitool("-C", "3", "channel", "getciphers", "ipmi", "1").stdout
    holds("xrc4_128" in listed, listed)
    holds(peer.ipmitool("-C", "4", "mc", "info").returncode != 0, "suite 4 works")
    with Console(peer.port) as console:
        same(Handshake(console, suite=4).open()[1], 0x10, "the status of Open Session for suite 4")


class EachFinding(unittest.TestCase):
    def setUp(self):
        known = tomllib.loads(KNOWN.read_text(encoding="utf-8"))["deviation"]
        self.known = {(each["case"], each["finding"]): each["because"] for each in known}

    def test_has_a_second_means(self):
        self.assertEqual(set(self.known), set(CONFIRMED))
        untold = {finding: means for finding, (means, _) in CONFIRMED.items() if not self.known[finding].endswith(f"; confirmed: {means}")}
        self.assertEqual(untold, {}, "`because` ends with '; confirmed: ' and the means")

    def test_is_seen_by_it(self):
        for function in dict.fromkeys(function for _, function in CONFIRMED.values()):
            with self.subTest(function.__name__), IpmiSim() as peer:
                function(peer)
        print(f"{len(CONFIRMED)} findings confirmed by {len({function for _, function in CONFIRMED.values()})} looks")

    def test_is_seen_at_no_honest_bmc(self):
        """No look finds what it looks for at bmcsim: a look that cannot fail proves nothing."""
        for function in dict.fromkeys(function for _, function in CONFIRMED.values()):
            with self.subTest(function.__name__), Server("bmcsim", "--demo", "--seed", "0") as bmcsim:
                self.assertRaises(AssertionError, function, Bmc(bmcsim.port))


class WhatEndsIt(unittest.TestCase):
    """The findings of cases that get a process of their own."""

    def ended(self, peer):
        self.assertTrue(wait_for(lambda: peer.process.poll() is not None), "ipmi_sim goes on")
        self.assertLess(peer.process.returncode, 0, "ended by a signal")

    def test_payload_support_of_a_channel_that_there_is_not(self):
        for channel in ("0x02", "0x0c", "0x0e"):
            with self.subTest(channel), IpmiSim() as peer:
                peer.ipmitool("-C", "3", "-L", "USER", "raw", "0x06", "0x4e", channel)
                self.ended(peer)

    def test_an_unsigned_packet_in_a_session_of_ipmi_15(self):
        with IpmiSim() as peer, Console(peer.port) as console:
            challenge = console.ask_15(0x06, 0x39, [2, *b"assay".ljust(16, b"\0")])
            session_id, text = challenge[1:5], challenge[5:21]
            activate = message(0x06, 0x3A, bytes([2, ADMINISTRATOR]) + text + bytes([1, 0, 0, 0]))
            password = b"assay-demo".ljust(16, b"\0")
            number = int.from_bytes(session_id, "little")
            code = hashlib.md5(password + session_id + activate + bytes(4) + password).digest()  # 22.17.1
            answer = console.exchange(ipmi_15(activate, number, 0, 2, code))
            completion, _, *opened = completion_and_data(answer[30:])
            self.assertEqual(completion, 0, "Activate Session")
            number, inbound = struct.unpack_from("<II", bytes(opened))
            console.exchange(ipmi_15(message(0x06, 0x01), number, inbound, 0))
            self.ended(peer)

    def test_half_open_sessions_keep_everybody_out(self):
        with IpmiSim() as peer:
            consoles = [self.enterContext(Console(peer.port)) for _ in range(64)]
            statuses = [Handshake(console).open()[1] for console in consoles]
            self.assertEqual(statuses[-1], 0x01, "insufficient resources")
            self.assertNotEqual(peer.ipmitool("-C", "3", "mc", "info").returncode, 0)


if __name__ == "__main__":
    main()
