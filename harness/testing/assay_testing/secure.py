"""wsmand over TLS as the demo profile knows it, and the profile that reaches it: for runs whose URL says https."""

import pathlib

from . import HOME, PASSWORD, USER
from .certificates import Authority, thumbprint

CONFIGURATION = """
conformance = true
listen = ["https://127.0.0.1:0"]

[tls]
certificate = "server.pem"
key = "server.key"
client_ca = "authority.pem"
client_certificate = "optional"

[[bmc]]
user = "{user}"
password = "{password}"

[[user]]
name = "{user}"
password = "{password}"

[[user]]
name = "reader"
password = "reader-demo"
operations = 16
[[user.grant]]
resource = ""
rights = ["read"]

[[certificate]]
issuer = "{issuer}"
user = "{user}"
"""


class SecureDemo:
    """Certificates, a configuration and a profile in a folder of its own.

        demo = SecureDemo(folder)
        Server("wsmand", *demo.arguments, "--bmc", bmc.endpoint)   # serves over TLS what --demo serves in clear text
        demo.profile       # for assay run URL --target
        demo.certified     # likewise, with a client certificate that is known
    """

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        authority = Authority(folder)
        authority.issue("server", names=["IP:127.0.0.1"])
        certificate, key = authority.issue("operator")
        configuration = folder / "wsmand.toml"
        configuration.write_text(CONFIGURATION.format(user=USER, password=PASSWORD, issuer=thumbprint(authority.certificate)),
                                 encoding="utf-8")
        self.arguments = ["--config", configuration]
        target = ("[target]", f'[target]\nca_file = "{authority.certificate}"')
        shown = ("[credentials]", f'[credentials]\ncertificate = "{certificate}"\nkey = "{key}"')
        mutual = ('"security.https-mutual" = false', '"security.https-mutual" = true')
        self.profile = _profile(folder / "profile.toml", target)
        self.certified = _profile(folder / "certified.toml", target, shown, mutual)


def _profile(file, *changes):
    """The demo profile with some of its lines changed."""
    text = pathlib.Path(HOME, "suites/profiles/assay-demo.toml").read_text(encoding="utf-8")
    for line, instead in changes:
        assert text.count(line + "\n") == 1, f"the demo profile has no line {line}"
        text = text.replace(line + "\n", instead + "\n")
    file.write_text(text, encoding="utf-8")
    return file
