#!/usr/bin/python3
"""Measures load generators side by side: wrk, h2load, hey, ab and assay bench, on nginx and on wsmand, in one run.

    compare_generators.py BUILD_FOLDER [--seconds S] [--rounds N] [--json FILE]

Generator on one core and one thread, server on another; HTTP/1.1 with keep-alive, closed loop; all send the same octets.
In each round every generator has its turn at every row; each figure is the median of its rounds, a ratio to wrk the median
of the rounds' ratios. assay does not sleep (--spin): a server has to wake whoever does, which the slower ones spare it by never
having the time. Apart from assay all read the status of an answer only: --no-checks is their equal, the checks are
what assay has beyond them; with --judge 1% the judge's thread shares the generator's core. "cpu" is processor time for one request, of the generator and of the server.
"""

import base64
import collections
import csv
import http.server
import json
import math
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

from machine import (CREDENTIALS, PASSWORD, USER, Limit, Server, cores_to_use, median_of, median_ratio, no_failures, pinned,
                     run_comparison, trouble_of, until)

MANY = 10_000
SPIN = "1ms"
MOST_KIB = 32  # of the generator, for an idle connection
BESIDE_WRK, BESIDE_WRK_CHECKED = 0.95, 0.85  # of its requests a second
MEDIA_TYPE = "application/soap+xml;charset=UTF-8"
ANSWER = "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body>" + "<Item>0123456789</Item>" * 36 + \
    "</s:Body></s:Envelope>"
NGINX = """
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections {connections}; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        location / {{ default_type "{media_type}"; return 200 "{answer}"; }}
    }}
}}
"""
# What is asked: of which server, by which operation, on how many connections.
Row = collections.namedtuple("Row", "server operation connections")
ROWS = [Row("nginx", "get", 1), Row("nginx", "get", 8), Row("nginx", "get", 64), Row("wsmand", "identify", 8),
        Row("wsmand", "get", 8)]
Request = collections.namedtuple("Request", "url operation body file")


class Nginx(Server):
    """nginx with a configuration of its own, that answers everything with the same 1 kB; ready when it accepts."""

    def __init__(self, core, connections):
        program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        self.folder = tempfile.TemporaryDirectory(prefix="assay-nginx-")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        config = pathlib.Path(self.folder.name, "nginx.conf")
        config.write_text(NGINX.format(folder=self.folder.name, connections=connections, port=self.port, answer=ANSWER,
                                       media_type=MEDIA_TYPE), encoding="ascii")
        self.start(core, program, "-c", config, "-p", self.folder.name, "-e", pathlib.Path(self.folder.name, "error.log"))
        self.url = f"http://127.0.0.1:{self.port}/wsman"
        if not until(self.accepts):
            self.__exit__()
            raise SystemExit("nginx does not accept connections")

    def accepts(self):
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    def processes(self):
        """The worker does the work."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(child) for child in children.split()]

    def __exit__(self, *_):
        super().__exit__()
        self.folder.cleanup()


def body_sent(assay, operation):
    """What assay bench sends for this operation, as a function of the URL it is sent to."""
    bodies = []

    class Recorder(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/wsman"
        subprocess.run([assay, "bench", url, "--operation", operation, "--no-checks", "--closed", "--duration", "20ms", "--warmup",
                        "0ms", "--json"], capture_output=True, timeout=30, check=True)
        server.shutdown()
    return lambda other: bodies[-1].replace(url, other)


def basic():
    return "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


def said(output, pattern, factor=1.0):
    found = re.search(pattern, output)
    return float(found.group(1)) * factor if found else None


def by_wrk(run, request, connections, seconds):
    script = request.file.with_suffix(".lua")
    script.write_text(f'wrk.method = "POST"\nwrk.headers["Content-Type"] = "{MEDIA_TYPE}"\n'
                      f'wrk.headers["Authorization"] = "{basic()}"\nwrk.body = [[{request.body}]]\n', encoding="utf-8")
    output = run("wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", script, request.url)
    units = {"us": 1, "ms": 1e3, "s": 1e6}
    times = {share: float(number) * units[unit] for share, number, unit in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s)", output)}
    errors = sum(map(int, re.findall(r"(?:connect|read|write|timeout|responses:) (\d+)", output)))
    return {"rate": said(output, r"Requests/sec:\s*([\d.]+)"), "p50_us": times["50"], "p99_us": times["99"], "failed": errors}


def by_h2load(run, request, connections, seconds):
    log = request.file.with_suffix(".log")
    log.unlink(missing_ok=True)
    output = run("h2load", "--h1", "-t1", f"-c{connections}", f"-D{seconds}", "-d", request.file, "-H",
                 f"Content-Type: {MEDIA_TYPE}", "-H", f"Authorization: {basic()}", f"--log-file={log}", request.url)
    with log.open(encoding="ascii") as lines:
        times = sorted(int(line.rsplit("\t", 1)[1]) for line in lines) or [math.inf]
    total, good = said(output, r"requests: (\d+) total"), said(output, r"status codes: (\d+) 2xx")
    return {"rate": said(output, r", ([\d.]+) req/s"), "p50_us": times[len(times) // 2], "p99_us": times[len(times) * 99 // 100],
            "failed": int(total - good)}


def by_hey(run, request, connections, seconds):
    output = run("hey", "-z", f"{seconds}s", "-c", connections, "-cpus", 1, "-m", "POST", "-D", request.file, "-T", MEDIA_TYPE,
                 "-H", f"Authorization: {basic()}", request.url)
    statuses, _, errors = output.partition("Status code distribution")[2].partition("Error distribution")
    unwell = sum(int(count) for status, count in re.findall(r"\[(\d+)\]\s+(\d+)", statuses) if status != "200")
    unwell += sum(map(int, re.findall(r"^\s*\[(\d+)\]", errors, re.MULTILINE)))
    return {"rate": said(output, r"Requests/sec:\s*([\d.]+)"), "p50_us": said(output, r"50% in ([\d.]+) secs", 1e6),
            "p99_us": said(output, r"99% in ([\d.]+) secs", 1e6), "failed": unwell}


def by_ab(run, request, connections, seconds):
    table = request.file.with_suffix(".csv")
    # -t alone would end after 50 000 requests
    output = run("ab", "-q", "-k", "-t", seconds, "-n", 1_000_000, "-c", connections, "-p", request.file, "-T",
                 MEDIA_TYPE, "-H", f"Authorization: {basic()}", "-e", table, request.url)
    with table.open(encoding="ascii") as rows:
        times = {share: float(milliseconds) * 1e3 for share, milliseconds in list(csv.reader(rows))[1:]}
    unwell = (said(output, r"Failed requests:\s*(\d+)") or 0) + (said(output, r"Non-2xx responses:\s*(\d+)") or 0)
    return {"rate": said(output, r"Requests per second:\s*([\d.]+)"), "p50_us": times["50"], "p99_us": times["99"],
            "failed": int(unwell)}


def assay_with(assay, *more):
    def by_assay(run, request, connections, seconds):
        result = json.loads(run(assay, "bench", request.url, "--operation", request.operation, "--closed", "--connections",
                                connections, "--duration", f"{seconds}s", "--warmup", "0ms", "--json", *more,
                                codes=(0, 1)))  # 1: rules were broken, as by what nginx answers
        whole = result["operations"][0]
        return {"rate": result["achieved_rate"], "p50_us": whole["response_time_ns"]["p50"] / 1000,
                "p99_us": whole["response_time_ns"]["p99"] / 1000, "failed": whole["failed"]}

    return by_assay


def generators(assay):
    found = {"wrk": by_wrk, "h2load": by_h2load, "hey": by_hey, "ab": by_ab}
    for name in [name for name in found if shutil.which(name) is None]:
        print(f"{name} is not installed: it is left out")
        del found[name]
    return found | {"assay": assay_with(assay, "--no-checks", "--spin", SPIN), "assay checked": assay_with(assay, "--spin", SPIN),
                    "assay judging 1%": assay_with(assay, "--judge", "1%")}


def ask_once(request):
    """Sends what all are to send; wsmand's hash of a password is slow on purpose, and is remembered from here on."""
    headers = {"Content-Type": MEDIA_TYPE, "Authorization": basic()}
    with urllib.request.urlopen(urllib.request.Request(request.url, request.body.encode(), headers), timeout=30) as answer:
        answer.read()


def one_turn(generate, core, server, request, connections, seconds):
    """Its figures; microseconds of processor time a request, of the generator and of the server."""
    def run(*command, codes=(0,)):
        done = subprocess.run(pinned(core, *command), capture_output=True, text=True, timeout=60 + seconds, check=False,
                              env={**CREDENTIALS, "GOMAXPROCS": "1"})
        if done.returncode not in codes:
            raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
        return done.stdout

    before, own, begin = server.processor_seconds(), sum(os.times()[2:4]), time.monotonic()
    try:
        figures = generate(run, request, connections, seconds)
    except subprocess.CalledProcessError as failure:
        return trouble_of(failure)
    count = max(1.0, figures["rate"] * min(seconds, time.monotonic() - begin))
    return figures | {"cpu_us": (sum(os.times()[2:4]) - own) / count * 1e6,
                      "server_us": (server.processor_seconds() - before) / count * 1e6}


def compare(build, seconds, rounds, server_core, core):
    """Of each row and generator its runs, one a round."""
    assay = build / "bin/assay"
    everyone = generators(assay)
    runs = {row: {name: [] for name in everyone} for row in ROWS}
    bodies = {operation: body_sent(assay, operation) for operation in {row.operation for row in ROWS}}
    with tempfile.TemporaryDirectory(prefix="assay-generators-") as folder, \
            Nginx(server_core, max(row.connections for row in ROWS) + 16) as nginx, \
            Server(server_core, build / "bin/wsmand", "--demo", "--listen", "127.0.0.1:0", "--threads", 1) as wsmand:
        servers = {"nginx": nginx, "wsmand": wsmand}
        for _ in range(rounds):
            for row in ROWS:
                server = servers[row.server]
                request = Request(server.url, row.operation, bodies[row.operation](server.url),
                                  pathlib.Path(folder, row.operation))
                request.file.write_text(request.body, encoding="utf-8")
                ask_once(request)
                for name, generate in everyone.items():
                    runs[row][name].append(one_turn(generate, core, server, request, row.connections, seconds))
    return runs


class SecureService(Server):
    """wsmand over TLS, with a certificate that it signed itself."""

    def __init__(self, core, build):
        self.folder = tempfile.TemporaryDirectory(prefix="assay-tls-")
        folder = pathlib.Path(self.folder.name)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                        "-subj", "/CN=bench", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem",
                        "-out", folder / "certificate.pem"], check=True, capture_output=True)
        config = folder / "wsmand.toml"
        config.write_text(f'listen = ["https://127.0.0.1:0"]\n[tls]\ncertificate = "certificate.pem"\nkey = "key.pem"\n'
                          f"[limits]\nconnections = {MANY + 16}\n", encoding="utf-8")
        super().__init__(core, build / "bin/wsmand", "--demo", "--config", config)

    def __exit__(self, *_):
        super().__exit__()
        self.folder.cleanup()


def memory_of_idle_connections(assay, core, url, *arguments):
    """KiB a connection: what the process has at its peak beyond one with few; infinite where not all could be opened."""
    peaks = []
    for connections in (100, MANY):
        # connections are opened first, which may take a slow machine longer than this; the requests do not matter
        command = pinned(core, assay, "bench", url, "--rate", "100", "--connections", connections, "--duration", "5s", "--json",
                         *arguments)
        done = subprocess.run([sys.executable, "-c", PEAK, *command], capture_output=True, text=True, timeout=300, check=True,
                              env=CREDENTIALS)
        result = json.loads(done.stdout)
        if result["opened"] != connections:
            return math.inf
        peaks.append(result["peak_kib"])
    return (peaks[1] - peaks[0]) / (MANY - 100)


PEAK = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
print(json.dumps({"opened": json.loads(done.stdout)["generator"]["connections_opened"],
                  "peak_kib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}))
"""


def show(runs):
    print(f"{'':38}{'requests/s':>11}{'to wrk':>8}{'p50, us':>9}{'p99, us':>9}{'errors':>8}{'cpu, us':>9}{'server':>8}")
    for row, of_row in runs.items():
        for name, several in of_row.items():
            label = f"{row.server:<7}{row.operation:<9}{row.connections:>3} conn.  {name}"
            middle = median_of(several)
            if "trouble" in middle:
                print(f"{label:<38}{middle['trouble']}")
                continue
            ratio = median_ratio("rate", several, of_row["wrk"]) if "wrk" in of_row else 0
            p50, p99 = (f"{middle[key]:.0f}" if key in middle else "-" for key in ("p50_us", "p99_us"))
            print(f"{label:<38}{middle['rate']:>11.0f}{ratio:>8.2f}{p50:>9}{p99:>9}{middle['failed']:>8}{middle['cpu_us']:>9.1f}"
                  f"{middle['server_us']:>8.1f}")


def limits_of(runs):
    """What is promised beside wrk, on the fastest server, and that nobody's requests failed."""
    limits = []
    for row in (row for row in runs if row.server == "nginx" and "wrk" in runs[row]):
        for name, bound in (("assay", BESIDE_WRK), ("assay checked", BESIDE_WRK_CHECKED)):
            limits.append(Limit(f"{name}, {row.connections} connections: its rate to wrk's",
                                median_ratio("rate", runs[row][name], runs[row]["wrk"]), bound))
    return [*limits, no_failures("assay bench", [run for of_row in runs.values() for name in ("assay", "assay checked")
                                                 for run in of_row[name]])]


def measured(build, seconds, rounds, file=None):
    """Measures, prints, and writes the figures to the file, too. @return what has to hold"""
    server_core, core = cores_to_use()
    runs = compare(build, seconds, rounds, server_core, core)
    show(runs)
    assay = build / "bin/assay"
    with Server(server_core, build / "bin/bare-responder") as bare, SecureService(server_core, build) as secure:
        kib = {"http": memory_of_idle_connections(assay, core, bare.url),
               "https": memory_of_idle_connections(assay, core, secure.url, "--no-verify", "--timeout", "60s")}
    print(f"{MANY} connections from one process of assay, KiB each: {kib['http']:.1f}, over TLS {kib['https']:.1f}")
    if file:
        rows = [{**row._asdict(), **{name: median_of(several) for name, several in of_row.items()}}
                for row, of_row in runs.items()]
        file.write_text(json.dumps({"rows": rows, "kib_a_connection": kib}, indent=2) + "\n", encoding="utf-8")
    return limits_of(runs) + [Limit(f"{MANY} connections by {scheme}: KiB of the generator for each", figure, MOST_KIB, at_most=True)
                              for scheme, figure in kib.items()]


if __name__ == "__main__":
    run_comparison(__doc__, measured, 1, "of each measurement; most generators take whole ones only")
