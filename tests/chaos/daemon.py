"""The real pued under test: its configuration, its process, its page of metrics."""

import os
import re
import resource
import subprocess
import time

import stack

SITE = """site: {{name: chaos, timezone: Asia/Shanghai, hub_node: true, commissioned: 2024-05-01, \
standard_racks: 4200}}
polling: {{interval: {interval}, timeout: {timeout}}}
"""
SAMPLE = re.compile(r"^([a-z_]+)(?:\{(.*)\})? (\S+)$", re.M)
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
# What sanitizers put beside each allocation, and keep of what was freed.
MEMORY_FACTOR = float(os.environ.get("PUE_CHAOS_MEMORY_FACTOR", "1"))
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Page:
    """One answer of /metrics."""

    def __init__(self, text):
        self.at = time.monotonic()
        self._samples = {}
        for name, labels, value in SAMPLE.findall(text):
            self._samples.setdefault(name, []).append((dict(LABEL.findall(labels)), float(value)))

    def values(self, name, label):
        """Value by label; what differs in other labels only is summed."""
        sums = {}
        for labels, value in self._samples.get(name, []):
            sums[labels[label]] = sums.get(labels[label], 0) + value
        return sums

    def value(self, name):
        """The only sample of that name; None when it is absent."""
        samples = self._samples.get(name, [])
        assert len(samples) < 2, f"{name} has {len(samples)} series"
        return samples[0][1] if samples else None

    def reasons(self, meter):
        """Failed polls of a meter by reason."""
        return {
            labels["reason"]: value
            for labels, value in self._samples.get("pue_poll_failures_total", [])
            if labels["meter"] == meter
        }


class Pued:
    """One daemon on one configuration, started as often as an experiment likes."""

    def __init__(self, build, folder, processes):
        self.build = build
        self.folder = folder
        self.ledger = folder / "ledger.db"
        self.child = self.url = None
        self._config = folder / "pued.yaml"
        self._processes = processes
        self._starts = 0

    def configure(self, meters, interval="1s", timeout="500ms", with_ledger=False):
        text = SITE.format(interval=interval, timeout=timeout)
        text += "meters:\n" + "".join(meter.configuration() for meter in meters)
        if with_ledger:
            text += f"ledger: {{path: {self.ledger}}}\n"
        self._config.write_text(text)

    def launch(self, *prefix, environment=None):
        """Starts it; returns before it is ready. `prefix` is a program that starts another."""
        self._starts += 1
        self.url = None
        self.child = self._processes.start(
            self._log_name(),
            *prefix,
            *(self.build / "pued", f"--config.file={self._config}"),
            "--web.listen-address=127.0.0.1:0",
            environment=environment,
        )

    def start(self, *prefix, environment=None):
        self.launch(*prefix, environment=environment)
        stack.await_that("pued ready", self.is_ready)

    def is_ready(self):
        assert self.child.poll() is None, f"pued ended by itself: {self.log()[-2000:]}"
        serves = re.search(r"serves (http://\S+:\d+)", self.log())
        if serves:
            self.url = serves[1]
        return serves and stack.answers(f"{self.url}/-/ready")

    def log(self):
        return self._processes.log(self._log_name())

    def _log_name(self):
        return f"pued-{self._starts}"

    def page(self, timeout=10):
        return Page(stack.get(f"{self.url}/metrics", timeout=timeout))

    def await_page(self, what, condition, seconds=60):
        """The first page of which `condition` is true."""

        def attempt():
            page = self.page()
            return page if condition(page) else None

        return stack.await_that(what, attempt, seconds)

    def kill(self):
        self.child.kill()
        self.child.wait()

    def stop(self):
        self.child.terminate()
        assert self.child.wait(timeout=30) == 0, f"exit code {self.child.returncode}"

    def history(self, figure):
        """Rows of `puectl history` in quarter hours: {start: rest of the line}."""
        command = ("history", "--ledger", self.ledger, "--figure", figure, "--step", "15m")
        done = subprocess.run(
            [str(part) for part in (self.build / "puectl", *command)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"puectl history: {done.stderr}"
        return dict(line.split(",", 1) for line in done.stdout.splitlines()[1:])

    def verify_ledger(self):
        done = subprocess.run(
            [str(self.build / "puectl"), "verify", str(self.ledger)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"puectl verify: {done.stderr}"

    # ---- what the kernel knows of it, without asking it -----------------------------------------

    def cpu_seconds(self):
        with open(f"/proc/{self.child.pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND

    def open_descriptors(self):
        return len(os.listdir(f"/proc/{self.child.pid}/fd"))

    def resident_bytes(self):
        with open(f"/proc/{self.child.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * resource.getpagesize()

    def set_descriptor_limit(self, soft):
        _, hard = resource.prlimit(self.child.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(self.child.pid, resource.RLIMIT_NOFILE, (soft, hard))
