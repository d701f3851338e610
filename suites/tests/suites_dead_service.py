"""Every case against services that answer nothing but Identify: who never answers has proved nothing about answers."""

import functools
import json
import pathlib
import tempfile
import unittest

from assay_testing import PASSWORD, USER, main, program, run
from assay_testing.scripted import ScriptedService, answer

IDENTIFIED = (
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"'
    ' xmlns:wsmid="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"><s:Header/><s:Body>'
    "<wsmid:IdentifyResponse><wsmid:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd</wsmid:ProtocolVersion>"
    "<wsmid:ProductVendor>Assay</wsmid:ProductVendor><wsmid:ProductVersion>1</wsmid:ProductVersion>"
    "</wsmid:IdentifyResponse></s:Body></s:Envelope>"
)
MOODS = {
    "hangs up": b"",
    "answers an empty 200": answer(),
    "answers 500 with a page": answer("<html><body>Internal Server Error</body></html>", "500 Internal Server Error"),
}

# Messages so broken that a service may refuse them in any way it likes, or hang up (RFC 9110 15.5.1, XML 1.0 1.2).
A_REFUSAL_IS_LAWFUL = {
    "http.chunk-of-all-memory", "http.chunk-without-size", "http.chunks-cut-off", "http.content-type-absent",
    "http.field-with-nul", "http.hang-up-in-the-middle", "http.head-cut-off", "http.length-no-number", "http.length-too-long",
    "http.request-line-of-garbage", "http.smuggled-request", "http.tls-hello", "http.unknown-transfer-coding",
    "soap.body-before-header", "soap.empty-body", "soap.no-body", "soap.no-envelope", "soap.not-xml", "soap.nothing-at-all",
    "soap.processing-instruction", "soap.truncated", "soap.utf-16-without-mark",
}
# Cases that send Identify and nothing else, which these services answer.
IDENTIFY_ALONE = {
    "http.body-of-three-million-octets", "http.content-type-spelling", "http.empty-line-before-request",
    "http.fields-between-tabs", "http.fields-in-capitals", "http.fields-in-small-letters", "http.fields-without-space",
    "http.head-too-large", "http.method-head", "http.one-octet-segments", "http.post", "http.silent-connections", "http.slow-sender",
    "http.target-in-absolute-form", "http.version-one-zero", "regress.content-type-twice", "regress.credentials-right-each-time",
    "regress.empty-post-first", "soap.deep-nesting", "soap.long-name", "soap.many-attributes", "soap.many-namespaces",
    "soap.utf-8-request-with-mark",
}


def proves_nothing_about_answers(case):
    """The passive rules are judged by what Identify showed."""
    return case.startswith(("identify.", "passive.")) or case in A_REFUSAL_IS_LAWFUL | IDENTIFY_ALONE


def behave(reply, request, _):
    return answer(IDENTIFIED) if b":Identify" in request else reply


@functools.cache
def passed(mood):
    """The ids of the cases that pass on a service in this mood, and those that the harness itself failed at."""
    with ScriptedService(functools.partial(behave, MOODS[mood])) as service, tempfile.TemporaryDirectory() as out:
        url = service.url.replace("http://", f"http://{USER}:{PASSWORD}@")
        done = run(program("assay"), "run", url, "--out", out, "--progress", "none", timeout=240)
        assert pathlib.Path(out, "run.json").exists(), done.stderr
        cases = json.loads(pathlib.Path(out, "run.json").read_text(encoding="utf-8"))["cases"]
    return ([case["id"] for case in cases if case["verdict"] == "passed"],
            [(case["id"], case["reason"]) for case in cases if case["verdict"] == "harness_error"])


class ADeadService(unittest.TestCase):
    def test_passes_no_case_about_answers(self):
        for mood in MOODS:
            with self.subTest(mood):
                cases, _ = passed(mood)
                self.assertEqual([case for case in cases if not proves_nothing_about_answers(case)], [])

    def test_is_no_trouble_for_the_harness(self):
        for mood in MOODS:
            with self.subTest(mood):
                self.assertEqual(passed(mood)[1], [])

    def test_is_excused_from_nothing_that_it_never_passes(self):
        ever = {case for mood in MOODS for case in passed(mood)[0]}
        self.assertEqual(sorted((A_REFUSAL_IS_LAWFUL | IDENTIFY_ALONE) - ever), [])


if __name__ == "__main__":
    main()
