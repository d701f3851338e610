"""A service that takes Digest and nothing else: for tests of those who have to answer its challenges."""

import hashlib
import re

from .scripted import answer


class DigestOnly:
    """Takes HTTP Digest (RFC 7616) of tester with SHA-256, and each nonce so many times."""

    def __init__(self, uses=2, body=""):
        self.nonces = 0
        self._uses, self._body = uses, body
        self._left = 0

    def reply(self, request):
        head = request.split(b"\r\n\r\n")[0].decode()
        given = dict(re.findall(r'(\w+)="?([^",]*)"?', head.partition("Authorization: Digest ")[2].partition("\r\n")[0]))
        if given and given["nonce"] == f"n{self.nonces}" and self._left and given["response"] == self._response(given, head):
            self._left -= 1
            return answer(self._body)
        self.nonces += 1
        self._left = self._uses
        return answer(status="401 Unauthorized", fields='WWW-Authenticate: Digest realm="here, there", qop="auth", algorithm=SHA-256, '
                                                        f'nonce="n{self.nonces}", stale=true\r\n')

    @staticmethod
    def _response(given, head):
        def hashed(*words):
            return hashlib.sha256(":".join(words).encode()).hexdigest()
        return hashed(hashed("tester", "here, there", "s3cret-word"), given["nonce"], given["nc"], given["cnonce"], "auth",
                      hashed(*head.split(" ")[:2]))
