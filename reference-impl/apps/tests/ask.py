#!/usr/bin/python3
"""Asks a WS-Management service for instances by curl and shows them, a line each.

    ask.py URL wql         "SELECT Name, ProcessId FROM Win32_Process WHERE Name LIKE 'ssh%'"
    ask.py URL xpath       Win32_LogicalDisk "Size > 1000000000"
    ask.py URL selector    Win32_Process ProcessId=1
    ask.py URL association Win32_ComputerSystem Name=box [ResultClassName=Win32_LogicalDisk …]

User and password are taken from ASSAY_USER and ASSAY_PASSWORD.
"""

import os
import subprocess
import sys
import uuid
import xml.etree.ElementTree as xml
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = {
    "s": "http://www.w3.org/2003/05/soap-envelope",
    "wsa": "http://schemas.xmlsoap.org/ws/2004/08/addressing",
    "wsen": "http://schemas.xmlsoap.org/ws/2004/09/enumeration",
    "wsman": "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd",
    "wsmb": "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd",
}
WMI = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/"
DIALECTS = {
    "wql": "http://schemas.microsoft.com/wbem/wsman/1/WQL",
    "xpath": "http://www.w3.org/TR/1999/REC-xpath-19991116",
    "selector": "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter",
    "association": "http://schemas.dmtf.org/wbem/wsman/1/cimbinding/associationFilter",
}


def selectors(pairs):
    items = (pair.partition("=") for pair in pairs)
    return "<wsman:SelectorSet>" + "".join(
        f"<wsman:Selector Name={quoteattr(name)}>{escape(value)}</wsman:Selector>" for name, _, value in items
    ) + "</wsman:SelectorSet>"


def association(class_name, key, fields):
    parts = (field.partition("=") for field in fields)
    return ("<wsmb:AssociatedInstances><wsmb:Object><wsa:Address>http://localhost/wsman</wsa:Address>"
            f"<wsa:ReferenceParameters><wsman:ResourceURI>{WMI}{escape(class_name)}</wsman:ResourceURI>{selectors([key])}"
            "</wsa:ReferenceParameters></wsmb:Object>"
            + "".join(f"<wsmb:{name}>{escape(value)}</wsmb:{name}>" for name, _, value in parts)
            + "</wsmb:AssociatedInstances>")


def question(kind, words):
    """The ResourceURI and the content of the filter."""
    if kind == "wql":
        return WMI + "*", escape(words[0])
    if kind == "xpath":
        return WMI + words[0], escape(words[1])
    if kind == "selector":
        return WMI + words[0], selectors(words[1:])
    return WMI + "*", association(words[0], words[1], words[2:])


def envelope(url, action, uri, body):
    declared = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
    return (f"<s:Envelope{declared}><s:Header><wsa:To>{escape(url)}</wsa:To>"
            f"<wsa:Action>{NAMESPACES['wsen']}/{action}</wsa:Action><wsa:MessageID>uuid:{uuid.uuid4()}</wsa:MessageID>"
            f"<wsa:ReplyTo><wsa:Address>{NAMESPACES['wsa']}/role/anonymous</wsa:Address></wsa:ReplyTo>"
            f"<wsman:ResourceURI>{escape(uri)}</wsman:ResourceURI>"
            "<wsman:MaxEnvelopeSize>512000</wsman:MaxEnvelopeSize></s:Header>"
            f"<s:Body>{body}</s:Body></s:Envelope>")


def post(url, text):
    """Sends one message; what is secret goes to curl's standard input, not among its arguments."""
    user = f"{os.environ.get('ASSAY_USER', 'assay')}:{os.environ.get('ASSAY_PASSWORD', '')}"
    config = "\n".join(f'{name} = "{value}"' for name, value in (
        ("url", url), ("user", user.replace("\\", "\\\\").replace('"', '\\"')),
        ("header", "Content-Type: application/soap+xml;charset=UTF-8"), ("max-time", "30"))) + "\nsilent\nshow-error\n"
    message = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    answer = subprocess.run(["curl", "--config", "-"], input=config + f'data-binary = "{message}"\n', text=True,
                            capture_output=True, check=False)
    if answer.returncode != 0:
        raise SystemExit(answer.stderr.strip())
    return xml.fromstring(answer.stdout)


def refuse(reply):
    fault = reply.find(".//s:Fault", NAMESPACES)
    if fault is not None:
        subcode = fault.findtext(".//s:Subcode/s:Value", "", NAMESPACES)
        raise SystemExit(f"{subcode}: {fault.findtext('.//s:Text', '', NAMESPACES)}")


def ask(url, kind, words):
    """All members, as elements."""
    uri, content = question(kind, words)
    wanted = f'<wsman:Filter Dialect="{DIALECTS[kind]}">{content}</wsman:Filter>'
    reply = post(url, envelope(url, "Enumerate", uri, "<wsen:Enumerate><wsman:OptimizeEnumeration/><wsman:MaxElements>100"
                                                      f"</wsman:MaxElements>{wanted}</wsen:Enumerate>"))
    while True:
        refuse(reply)
        for items in ("wsman:Items", "wsen:Items"):
            for holder in reply.findall(".//" + items, NAMESPACES):
                yield from holder
        ended = [reply.find(f".//{prefix}:EndOfSequence", NAMESPACES) for prefix in ("wsman", "wsen")]
        if any(each is not None for each in ended):
            return
        context = reply.findtext(".//wsen:EnumerationContext", "", NAMESPACES)
        reply = post(url, envelope(url, "Pull", uri, f"<wsen:Pull><wsen:EnumerationContext>{context}</wsen:EnumerationContext>"
                                                     "<wsen:MaxElements>100</wsen:MaxElements></wsen:Pull>"))


def line(member):
    """XmlFragment or the class, and the properties that have a value."""
    local = [(child.tag.rpartition("}")[2], child.text) for child in member if child.text]
    return member.tag.rpartition("}")[2] + ": " + ", ".join(f"{name}={text}" for name, text in local)


def main(arguments):
    if len(arguments) < 3 or arguments[1] not in DIALECTS or (arguments[1] != "wql" and len(arguments) < 4):
        raise SystemExit(__doc__)
    for member in ask(arguments[0], arguments[1], arguments[2:]):
        print(line(member))


if __name__ == "__main__":
    main(sys.argv[1:])
