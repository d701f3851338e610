#!/usr/bin/python3
"""assay bench as the sink of events: a scripted source pushes to it, in each delivery mode, and counts what is acknowledged."""

import datetime
import http.client
import pathlib
import re
import tempfile
import threading
import urllib.parse
import uuid

import assay_testing
from assay_testing import HOME
from assay_testing.scripted import ScriptedService, answer
from bench_testing import BenchCase, bench

PUSH_LUA = pathlib.Path(HOME, "suites/load/push.lua")
WSE = "http://schemas.xmlsoap.org/ws/2004/08/eventing"
WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman"
PUSH, WITH_ACK, EVENTS = f"{WSE}/DeliveryModes/Push", f"{WSMAN}/PushWithAck", f"{WSMAN}/Events"
SUBSCRIPTIONS = 20
AGE = 0.3  # seconds from an event's creation to its delivery
BATCH = 3


def envelope(action, body, message="", header=""):
    message = message and f"<a:MessageID>{message}</a:MessageID>"
    return (f"<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope' xmlns:a='urn:a' xmlns:w='{WSMAN}'><s:Header>"
            f"<a:Action>{action}</a:Action>{message}{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>")


def alert():
    came_about = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=AGE)
    return (f"<p:Alert xmlns:p='urn:p'><p:IndicationTime><c:Datetime xmlns:c='urn:c'>{came_about.isoformat()}</c:Datetime>"
            "</p:IndicationTime></p:Alert>")


class Source:
    """Delivers events to each subscriber on a connection of its own, from Subscribe to Unsubscribe."""

    def __init__(self, pause=0.05, refuse_after=None):
        self.pause, self.refuse_after = pause, refuse_after
        self.lock = threading.Lock()
        self.stops, self.modes, self.ended = {}, set(), []
        self.delivered, self.acknowledged, self.trouble = 0, 0, []
        self.threads = []

    def __call__(self, request, number):
        text = request.decode()
        message = (re.search("<wsa:MessageID[^>]*>([^<]*)<", text) or [None, ""])[1]
        relates = f"<a:RelatesTo>{message}</a:RelatesTo>"
        if f">{WSE}/Subscribe<" in text:
            if self.refuse_after is not None and len(self.stops) == self.refuse_after:
                return answer("<s:Fault xmlns:s='urn:s'/>", "500 No")
            return answer(envelope(f"{WSE}/SubscribeResponse", f"<e:Identifier xmlns:e='{WSE}'>{self.subscribe(text)}</e:Identifier>",
                                   header=relates))
        if f">{WSE}/Unsubscribe<" in text:
            self.unsubscribe(re.search("<wse:Identifier>([^<]*)<", text)[1])
            return answer(envelope(f"{WSE}/UnsubscribeResponse", "", header=relates))
        return answer("<wsmid:IdentifyResponse xmlns:wsmid='urn:i'/>")

    def subscribe(self, text):
        mode = re.search('<wse:Delivery Mode="([^"]*)"', text)[1]
        sink = urllib.parse.urlsplit(re.search("<wsa:Address>(http[^<]*/sink/[^<]*)<", text)[1])
        identifier, stop = str(uuid.uuid4()), threading.Event()
        with self.lock:
            self.modes.add(mode)
            self.stops[identifier] = stop
        self.threads.append(threading.Thread(target=self.deliver, args=(mode, sink, stop), daemon=True))
        self.threads[-1].start()
        return identifier

    def unsubscribe(self, identifier):
        self.ended.append(identifier)
        self.stops[identifier].set()

    def deliver(self, mode, sink, stop):
        connection = http.client.HTTPConnection(sink.hostname, sink.port, timeout=10)
        while not stop.wait(self.pause):
            message = f"uuid:{uuid.uuid4()}"
            ack = "" if mode == PUSH else "<w:AckRequested/>"
            events = "<w:Events>" + BATCH * f"<w:Event Action='urn:alert'>{alert()}</w:Event>" + "</w:Events>"
            body = envelope(EVENTS, events, message, ack) if mode == EVENTS else envelope("urn:alert", alert(), message, ack)
            try:
                connection.request("POST", sink.path, body, {"Content-Type": "application/soap+xml;charset=UTF-8"})
                with connection.getresponse() as response:
                    self.check(mode, message, response.status, response.read().decode())
            except (OSError, http.client.HTTPException) as error:
                self.trouble.append(repr(error))
                return
        connection.close()

    def check(self, mode, message, status, said):
        with self.lock:
            self.delivered += 1
            if mode == PUSH and (status, said) != (204, ""):
                self.trouble.append((status, said))
            if mode != PUSH:
                is_ack = status == 200 and f">{WSMAN}/Ack<" in said and f"RelatesTo>{message}<" in said
                self.acknowledged += is_ack


class PushTest(BenchCase):
    def file(self, text):
        path = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()), "mine.lua")
        path.write_text(text, encoding="utf-8")
        return path

    def play(self, mode, *arguments):
        text = PUSH_LUA.read_text(encoding="utf-8").replace(WITH_ACK, mode)
        source = Source()
        with ScriptedService(source) as service:
            result = self.measure(service.url, "--scenario", self.file(text), "--rate", "20", "--duration", "1500ms", "--warmup",
                                  "200ms", "--drain", "5s", *arguments)
            for thread in source.threads:
                thread.join(10)
        self.assertEqual(source.trouble, [])
        self.assertEqual(source.modes, {mode})
        self.assertEqual(len(source.stops), SUBSCRIPTIONS)
        self.assertEqual(sorted(source.ended), sorted(source.stops))
        deliveries = result["deliveries"]
        self.assertEqual(deliveries["subscriptions"], SUBSCRIPTIONS)
        self.assertEqual((deliveries["undated"], deliveries["rejected"]), (0, 0))
        return source, deliveries, result

    def check_times(self, result, events):
        row = result["operations"][-1]
        self.assertEqual(row["name"], "delivery")
        self.assertEqual(row["failed"], 0)
        self.assertEqual(row["response_time_ns"]["count"], row["succeeded"])
        self.assertGreater(row["succeeded"], 0.1 * events)
        self.assertLess(row["succeeded"], events)  # some came before and after the measured phase
        self.assertGreaterEqual(row["response_time_ns"]["min"], AGE * 1e9)
        self.assertLess(row["response_time_ns"]["p50"], (AGE + 0.5) * 1e9)

    def test_what_is_pushed_is_counted_and_not_acknowledged(self):
        source, deliveries, result = self.play(PUSH)
        self.assertEqual((deliveries["push"], deliveries["events"]), (source.delivered, source.delivered))
        self.assertEqual(deliveries["acknowledged"], 0)
        self.check_times(result, source.delivered)

    def test_what_awaits_it_is_acknowledged(self):
        source, deliveries, result = self.play(WITH_ACK, "--slo", "p50(delivery) >= 300ms")
        self.assertEqual((deliveries["push_with_ack"], deliveries["events"]), (source.delivered, source.delivered))
        self.assertEqual((deliveries["acknowledged"], source.acknowledged), (source.delivered, source.delivered))
        self.check_times(result, source.delivered)

    def test_events_of_batches_are_counted_each(self):
        source, deliveries, result = self.play(EVENTS)
        self.assertEqual((deliveries["batches"], deliveries["events"]), (source.delivered, BATCH * source.delivered))
        self.assertEqual((deliveries["acknowledged"], source.acknowledged), (source.delivered, source.delivered))
        self.check_times(result, BATCH * source.delivered)

    def test_a_subscription_that_fails_takes_back_the_others(self):
        source = Source(refuse_after=3)
        with ScriptedService(source) as service:
            done = bench(service.url, "--scenario", PUSH_LUA, "--duration", "100ms")
            self.assertEqual(done.returncode, 3)
            self.assertIn("the setup of", done.stderr)
        self.assertEqual(len(source.stops), 3)
        self.assertEqual(sorted(source.ended), sorted(source.stops))

    def test_what_is_no_delivery_is_told_apart(self):
        strange = {}

        class Strange(Source):
            def deliver(self, mode, sink, stop):
                connection = http.client.HTTPConnection(sink.hostname, sink.port, timeout=10)
                for name, path, body, headers in (
                        ("text", sink.path, "no envelope", {}), ("elsewhere", "/other", envelope("urn:alert", alert()), {}),
                        ("heartbeat", sink.path, envelope(f"{WSMAN}/Heartbeat", ""), {}),
                        ("huge", sink.path, None, {"Content-Length": "99999999"}), ("undated", sink.path, envelope("urn:x", ""), {})):
                    connection.request("POST", path, body, headers)
                    with connection.getresponse() as response:
                        strange[name] = response.status
                        response.read()
                    connection.close()

        text = PUSH_LUA.read_text(encoding="utf-8").replace(f"subscriptions = {SUBSCRIPTIONS}", "subscriptions = 1")
        with ScriptedService(Strange()) as service:
            result = self.measure(service.url, "--scenario", self.file(text), "--rate", "20", "--duration", "500ms", "--warmup", "0s")
        self.assertEqual(strange, {"text": 400, "elsewhere": 404, "heartbeat": 204, "huge": 413, "undated": 204})
        deliveries = result["deliveries"]
        self.assertEqual({name: deliveries[name] for name in ("events", "undated", "heartbeats", "rejected")},
                         {"events": 1, "undated": 1, "heartbeats": 1, "rejected": 3})
        self.assertTrue(any("did not say when they came about" in note for note in result["notes"]))

    def test_a_service_elsewhere_has_to_be_told_where_to_deliver(self):
        done = bench("http://192.0.2.1/wsman", "--scenario", PUSH_LUA)
        self.assertEqual(done.returncode, 64)
        self.assertIn("--sink", done.stderr)


if __name__ == "__main__":
    assay_testing.main()
