"""A console of IPMI over LAN in Python's own library, written from the specification alone: a second means beside assay's cases.

It believes nothing of what a BMC answers; a test looks at the octets. It sends each datagram once, for it is meant for loopback, and
takes silence for what it is after `timeout` seconds. Sections are those of IPMI 2.0.
"""

import dataclasses
import hashlib
import hmac
import os
import socket
import struct
import subprocess

BMC, CONSOLE = 0x20, 0x81
RMCP = bytes.fromhex("0600ff07")  # 13.1.3: version, sequence number FFh (no acknowledgement), class of IPMI
IPMI, OPEN, OPENED, RAKP1, RAKP2, RAKP3, RAKP4 = 0x00, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15
ENCRYPTED, AUTHENTICATED = 0x80, 0x40
ADMINISTRATOR, OPERATOR, USER = 4, 3, 2

# 22.15.2: suite -> authentication, integrity, confidentiality
SUITES = {0: (0, 0, 0), 1: (1, 0, 0), 2: (1, 1, 0), 3: (1, 1, 1), 4: (1, 1, 2), 6: (2, 0, 0), 7: (2, 2, 0), 8: (2, 2, 1)}
HASHES = {1: "sha1", 2: "md5"}
AUTHCODE_SIZES = {1: 12, 2: 16}  # 13.28.4


def checksum(octets):
    """13.8: what makes the sum of the octets 0."""
    return bytes([-sum(octets) & 0xFF])


def message(netfn, command, data=b"", to=BMC, lun=0, tag=0):
    """13.8, figure 13-4: a request."""
    head = bytes([to, netfn << 2 | lun])
    body = bytes([CONSOLE, tag << 2, command]) + bytes(data)
    return head + checksum(head) + body + checksum(body)


def completion_and_data(response):
    """What follows the command in a response, without the checksum: the completion code and the data. None is silence."""
    return None if response is None else response[6:-1]


def aes_128_cbc(key, vector, octets, way="-e"):
    """AES of whole blocks by the program openssl, for Python's library has none."""
    command = ["openssl", "enc", way, "-aes-128-cbc", "-nopad", "-K", key.hex(), "-iv", vector.hex()]
    return subprocess.run(command, input=octets, capture_output=True, check=True, timeout=20).stdout


@dataclasses.dataclass
class Packet:
    """A packet in the format of RMCP+, 13.6."""
    kind: int
    session: int
    sequence: int
    payload: bytes
    trailer: bytes

    @property
    def payload_type(self):
        return self.kind & 0x3F


def packet_of(datagram):
    """The datagram's parts; None for silence and for another format."""
    if datagram is None or len(datagram) < 16 or datagram[4] != 0x06:
        return None
    kind, session, sequence, size = datagram[5], *struct.unpack_from("<IIH", datagram, 6)
    return Packet(kind, session, sequence, datagram[16:16 + size], datagram[16 + size:])


def rmcp_plus(kind, payload, session=0, sequence=0):
    """13.6: a packet without a trailer."""
    return RMCP + struct.pack("<BBIIH", 0x06, kind, session, sequence, len(payload)) + payload


def ipmi_15(payload, session=0, sequence=0, authentication=0, code=b""):
    """13.6: a packet in the format of IPMI 1.5."""
    return RMCP + struct.pack("<BII", authentication, sequence, session) + code + bytes([len(payload)]) + payload


class Console:
    """One UDP socket to a BMC on loopback. Close it, or use it as a context manager."""

    def __init__(self, port, timeout=0.5):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(("127.0.0.1", int(port)))
        self.socket.settimeout(timeout)

    def exchange(self, datagram):
        """Sends a datagram; returns the one that comes next, or None for silence."""
        self.socket.send(datagram)
        try:
            return self.socket.recv(2048)
        except (TimeoutError, ConnectionRefusedError):
            return None

    def ask_15(self, netfn, command, data=b"", **fields):
        """A request outside of sessions in the format of IPMI 1.5; returns completion code and data, or None."""
        answer = self.exchange(ipmi_15(message(netfn, command, data, **fields)))
        return None if answer is None else completion_and_data(answer[14:])

    def ask_20(self, netfn, command, data=b"", **fields):
        """A request outside of sessions in the format of RMCP+; returns completion code and data, or None."""
        answer = packet_of(self.exchange(rmcp_plus(IPMI, message(netfn, command, data, **fields))))
        return answer and completion_and_data(answer.payload)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


class Handshake:
    """13.17 to 13.24: Open Session and RAKP, a step a call. Each step returns the payload that came, or None."""

    def __init__(self, console, user="assay", password="assay-demo", suite=3, privilege=ADMINISTRATOR):
        self.console, self.user, self.password = console, user.encode(), password.encode().ljust(20, b"\0")
        self.algorithms = SUITES[suite]
        self.privilege = privilege
        self.id, self.random = os.urandom(4), os.urandom(16)
        self.managed_id = self.managed_random = self.guid = bytes(4)
        self.role = bytes([0x10 | privilege, len(self.user)]) + self.user

    def step(self, kind, payload):
        answer = packet_of(self.console.exchange(rmcp_plus(kind, payload)))
        return answer and answer.payload

    def open(self, tag=0):
        records = b"".join(bytes([kind, 0, 0, 8, algorithm, 0, 0, 0]) for kind, algorithm in enumerate(self.algorithms))
        answer = self.step(OPEN, bytes([tag, self.privilege, 0, 0]) + self.id + records)
        if answer and answer[1] == 0:
            self.managed_id = answer[8:12]
        return answer

    def rakp1(self, role=None, name=None):
        """`role` and `name` take the place of the lawful ones."""
        if role is not None or name is not None:
            name = self.user if name is None else name
            self.role = bytes([self.role[0] if role is None else role, len(name)]) + name
        fields = self.managed_id + self.random + self.role[:1] + bytes(2) + self.role[1:]
        answer = self.step(RAKP1, bytes(4) + fields)
        if answer and answer[1] == 0:
            self.managed_random, self.guid = answer[8:24], answer[24:40]
        return answer

    def hmac(self, key, octets):
        """The HMAC of the suite's authentication algorithm; nothing for RAKP-none."""
        name = HASHES.get(self.algorithms[0])
        return hmac.new(key, octets, name).digest() if name else b""

    def rakp3_payload(self):
        code = self.hmac(self.password, self.managed_random + self.id + self.role)
        return bytes(4) + self.managed_id + code

    def rakp3(self):
        return self.step(RAKP3, self.rakp3_payload())

    def keys(self):
        """13.31, 13.32: K1 and K2."""
        integrity_key = self.hmac(self.password, self.random + self.managed_random + self.role)
        return self.hmac(integrity_key, b"\1" * 20), self.hmac(integrity_key, b"\2" * 20)

    def log_on(self):
        """All steps; returns the Session, or None when a step was refused."""
        for step in (self.open, self.rakp1, self.rakp3):
            answer = step()
            if answer is None or answer[1] != 0:
                return None
        return Session(self)


class Session:
    """An open session of RMCP+."""

    def __init__(self, handshake):
        self.console, self.handshake, self.id = handshake.console, handshake, handshake.managed_id
        _, self.integrity, self.confidentiality = handshake.algorithms
        self.authentication_key, keyed = handshake.keys()
        self.encryption_key = keyed[:16]
        self.sequence = 0
        self.sent = b""

    def authcode(self, octets):
        return hmac.new(self.authentication_key, octets, HASHES[self.integrity]).digest()[:AUTHCODE_SIZES[self.integrity]]

    def packet(self, payload, sequence, kind=IPMI):
        """13.28.4: `payload`, encrypted already where it is to be, with the trailer and its AuthCode."""
        if self.integrity:
            kind |= AUTHENTICATED
        datagram = rmcp_plus(kind, payload, struct.unpack("<I", self.id)[0], sequence)
        if not self.integrity:
            return datagram
        pad = -(len(datagram) - 4 + 2) % 4
        datagram += b"\xff" * pad + bytes([pad, 0x07])
        return datagram + self.authcode(datagram[4:])

    def encrypted(self, octets):
        """13.29.2: AES-CBC-128 with the padding 1, 2, 3 and its length."""
        pad = -(len(octets) + 1) % 16
        vector = os.urandom(16)
        return vector + aes_128_cbc(self.encryption_key, vector, octets + bytes(range(1, pad + 1)) + bytes([pad]))

    def clear(self, packet):
        """The message in a packet of the BMC's."""
        if not packet.kind & ENCRYPTED:
            return packet.payload
        octets = aes_128_cbc(self.encryption_key, packet.payload[:16], packet.payload[16:], "-d")
        return octets[:-1 - octets[-1]]

    def ask(self, netfn, command, data=b"", sequence=None, tail=b"", **fields):
        """A request in the session; returns completion code and data, or None for silence and for a wrong AuthCode. `sequence` takes
        the place of the next session sequence number; `tail` follows the payload, behind what was encrypted."""
        if sequence is None:
            self.sequence += 1
            sequence = self.sequence
        payload, kind = message(netfn, command, data, tag=sequence & 0x3F, **fields), IPMI
        if self.confidentiality == 1:
            payload, kind = self.encrypted(payload), ENCRYPTED
        self.sent = self.packet(payload + tail, sequence, kind)
        return self.again()

    def again(self, console=None):
        """Sends the last datagram once more, perhaps from another console's port."""
        datagram = (console or self.console).exchange(self.sent)
        packet = packet_of(datagram)
        if packet is None:
            return None
        size = AUTHCODE_SIZES.get(self.integrity, 0)
        if size and self.authcode(datagram[4:-size]) != datagram[-size:]:
            return None
        return completion_and_data(self.clear(packet))
