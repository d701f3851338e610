"""What looks at a BMC share: each finding of the suites is confirmed by a look at the same BMC with another tool."""

from assay_testing.rmcp import Console, Handshake

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
