"""A WS-Man target that identifies itself to whoever has the password, and misbehaves on demand."""

import base64

from assay_testing.scripted import ScriptedService, answer

NS = 'xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsmid="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"'
IDENTIFIED = (
    f"<s:Envelope {NS}><s:Header/><s:Body><wsmid:IdentifyResponse>"
    "<wsmid:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd</wsmid:ProtocolVersion>"
    "<wsmid:ProductVendor>Scripted</wsmid:ProductVendor><wsmid:ProductVersion>1</wsmid:ProductVersion>"
    "</wsmid:IdentifyResponse></s:Body></s:Envelope>"
).encode()

AUTHORIZATION = b"Authorization: Basic " + base64.b64encode(b"tester:s3cret-word")


class Target(ScriptedService):
    """`misbehave(request)` may give what a ScriptedService answers with; `...` leaves it to be good."""

    def __init__(self, misbehave=lambda request: ..., tls=None):
        self._misbehave = misbehave
        super().__init__(self._reply, tls)

    def _reply(self, request, _):
        reply = self._misbehave(request)
        if reply is not ...:
            return reply
        return answer(IDENTIFIED) if AUTHORIZATION in request else answer(status="401 Unauthorized")
