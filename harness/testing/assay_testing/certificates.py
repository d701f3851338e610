"""Certificates for tests, made by openssl when a test runs: no key is ever kept."""

import pathlib

from . import foreign, run


class Authority:
    """A certification authority in a folder of its own.

        authority = Authority(folder)                       # authority.certificate is its PEM file
        certificate, key = authority.issue("server", names=["IP:127.0.0.1", "DNS:localhost"])
    """

    def __init__(self, folder, name="authority", issuer=None):
        self.folder = pathlib.Path(folder)
        self.certificate, self._key = _make(self.folder, name, issuer, ["basicConstraints=critical,CA:TRUE"])

    def issue(self, name, names=()):
        """A certificate with CN=`name` and its key, as paths; `names` are alternative names like "DNS:localhost"."""
        extensions = ["basicConstraints=CA:FALSE"]
        if names:
            extensions.append("subjectAltName=" + ",".join(names))
        return _make(self.folder, name, self, extensions)

    def signing(self):
        return ["-CA", self.certificate, "-CAkey", self._key]


def _make(folder, name, issuer, extensions):
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    command = [foreign("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
               "-days", 2, "-subj", f"/CN={name}", "-keyout", key, "-out", certificate]
    for extension in extensions:
        command += ["-addext", extension]
    made = run(*command, *(issuer.signing() if issuer else []))
    if made.returncode != 0:
        raise RuntimeError(f"openssl made no certificate {name}: {made.stderr}")
    return certificate, key


def thumbprint(certificate, digest="sha1"):
    """As hexadecimal digits without colons."""
    said = run(foreign("openssl"), "x509", "-in", certificate, "-noout", "-fingerprint", f"-{digest}").stdout
    return said.strip().split("=")[1].replace(":", "")
