"""The processes of an end-to-end test and the ways to ask them: a simulated site, pued, Debian's
Prometheus and Alertmanager, a webhook receiver. It asserts nothing."""

import contextlib
import http.server
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
FAKETIME = pathlib.Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
TEMPLATE_FOLDER = b"/usr/share/prometheus/alertmanager"


def skip(reason):
    print(f"SKIPPED: {reason}")
    sys.exit(77)


def tool(variable, name):
    """A program of Debian's monitoring packages: named by the environment, unpacked by tests/run,
    or installed."""
    for path in (os.environ.get(variable), ROOT / "build/tools/usr/bin" / name, shutil.which(name)):
        if path and os.access(path, os.X_OK):
            return pathlib.Path(path)
    return skip(f"no {name}: set {variable}, or start tests/run, which unpacks it")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_that(what, condition, seconds=60):
    """The first true value of `condition()`; an error that names `what` when the time is over."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s for: {what}")
        time.sleep(0.1)


def get(url, timeout=10):
    with urllib.request.urlopen(url, timeout=timeout) as answer:
        return answer.read().decode()


def answers(url):
    try:
        get(url, timeout=2)
        return True
    except OSError:
        return False


def clock_shifted_by(seconds):
    """The environment in which a program's wall clock stands so much later; its monotonic clock
    is left alone."""
    return {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME": f"{seconds:+.3f}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_NO_CACHE": "0",
    }


class Processes(contextlib.ExitStack):
    """Children with a log each in `folder`; all are ended, the last started first."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def start(self, name, *command, environment=None, cwd=None):
        with open(self.folder / f"{name}.log", "ab") as log:
            child = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=cwd,
                env={**os.environ, **(environment or {})},
            )
        self.callback(self._end, child)
        return child

    @staticmethod
    def _end(child):
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def log(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def print_ends_of_logs(self):
        for path in sorted(self.folder.glob("*.log")):
            print(f"---- {path.name}")
            print("\n".join(path.read_text(errors="replace").splitlines()[-15:]))


class Simulation:
    """puesim by its control port. A thread notes its true ratio of powers twice a second."""

    def __init__(self, url):
        self.url = url
        self.ratios = []  # (time.time(), ratio)
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        while True:
            try:
                self.ratios.append((time.time(), self.live_ratio()))
            except OSError:
                return
            time.sleep(0.5)

    def live_ratio(self):
        state = self.state()
        return state["facility_watts"] / state["it_watts"]

    def state(self):
        return json.loads(get(f"{self.url}/state"))

    def truth(self, start, end):
        return json.loads(get(f"{self.url}/truth?from={start}&to={end}"))

    def set_cooling(self, factor):
        self._post(f"cooling?factor={factor}")

    def set_fault(self, meter, kind):
        self._post(f"fault?meter={meter}&kind={kind}")

    def _post(self, path):
        request = urllib.request.Request(f"{self.url}/{path}", method="POST", data=b"")
        urllib.request.urlopen(request, timeout=10).close()

    def range_of_ratio(self, start, end):
        """(lowest, highest) true ratio between two moments of this process's clock."""
        inside = [ratio for at, ratio in self.ratios if start <= at <= end]
        return min(inside), max(inside)


class Prometheus:
    def __init__(self, url):
        self.url = url

    def samples(self, expression):
        """The result of an instant query."""
        query = urllib.parse.urlencode({"query": expression})
        try:
            return json.loads(get(f"{self.url}/api/v1/query?{query}"))["data"]["result"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{expression}: {error.read().decode()}") from error

    def value(self, expression):
        """The only value of an expression, or None when it has none."""
        samples = self.samples(expression)
        assert len(samples) < 2, f"{expression} has {len(samples)} results"
        return float(samples[0]["value"][1]) if samples else None

    def values(self, expression, label):
        return {s["metric"][label]: float(s["value"][1]) for s in self.samples(expression)}


class WebhookReceiver:
    """What Alertmanager sends, alert by alert."""

    def __init__(self):
        self.alerts = []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):  # the name that http.server asks for
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.alerts += json.loads(body)["alerts"]
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def firing(self, name):
        """Alerts of that name that were told as firing."""
        return [
            a
            for a in list(self.alerts)
            if a["status"] == "firing" and a["labels"]["alertname"] == name
        ]


def start_prometheus(processes, folder, pued_port, alertmanager_port):
    port = free_port()
    (folder / "prometheus.yml").write_text(
        f"""global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: [pued.rules.yml]
alerting: {{alertmanagers: [{{static_configs: [{{targets: ["127.0.0.1:{alertmanager_port}"]}}]}}]}}
scrape_configs: [{{job_name: pued, static_configs: [{{targets: ["127.0.0.1:{pued_port}"]}}]}}]
"""
    )
    processes.start(
        "prometheus",
        tool("PROMETHEUS", "prometheus"),
        f"--config.file={folder}/prometheus.yml",
        f"--web.listen-address=127.0.0.1:{port}",
        f"--storage.tsdb.path={folder}/prometheus",
        "--rules.alert.resend-delay=5s",
    )
    await_that("Prometheus ready", lambda: answers(f"http://127.0.0.1:{port}/-/ready"))
    return Prometheus(f"http://127.0.0.1:{port}")


def start_alertmanager(processes, folder, webhook_port):
    """Debian's Alertmanager reads its template from /usr/share, where an unpacked package has
    nothing: a path of the same length in a copy of it makes it look beside its working folder."""
    program = tool("ALERTMANAGER", "prometheus-alertmanager")
    share = program.parent.parent / "share/prometheus"
    here = b"./alertmanager".ljust(len(TEMPLATE_FOLDER), b"/")
    copy = folder / "alertmanager"
    copy.write_bytes(program.read_bytes().replace(TEMPLATE_FOLDER, here))
    copy.chmod(0o755)
    port = free_port()
    (folder / "alertmanager.yml").write_text(
        f"""route: {{receiver: test, group_wait: 1s, group_interval: 1s, group_by: ["..."]}}
receivers: [{{name: test, webhook_configs: [{{url: "http://127.0.0.1:{webhook_port}/"}}]}}]
"""
    )
    processes.start(
        "alertmanager",
        copy,
        f"--config.file={folder}/alertmanager.yml",
        f"--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
        f"--storage.path={folder}/alertmanager-data",
        cwd=share,
    )
    await_that("Alertmanager ready", lambda: answers(f"http://127.0.0.1:{port}/-/ready"))
    return port
