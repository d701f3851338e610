"""Looks at what OpenIPMI's ipmi_sim does before, at the opening of, and in sessions. Each gets an ipmi_sim, or another BMC, and asserts what
is wrong with it."""

import time

from assay_testing import foreign, run
from assay_testing.rmcp import ENCRYPTED, RAKP3, USER, Console, Handshake, Session, packet_of, rmcp_plus
from ipmi_looks import ANY_EVENT, completion_of, confirms, entries, holds, same, session


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
