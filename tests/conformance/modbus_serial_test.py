#!/usr/bin/python3
"""modbus_serial_test.py [BUILD_DIR]: against modbus-serial (npm), which shares no code with us,
libmodbus or pymodbus. It serves what `puectl` reads and scans and `pued` polls; and it asks
`puesim`. Registers are worked out by hand. Over a serial line too, where its optional package
serialport can be loaded.

Default build/release. Exit code 77: SKIPPED, with the reason."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(1, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))

import image as images
import node_package
from modbus_serial_map import METERS, configuration, image_text
from run import judge, read_all
from servers import port_from, started, wait_for
from stack import ROOT, await_that, get, skip

BUILD = ROOT / "build/release"
PACKAGE = ("modbus-serial", "8.0.25")
LINE = re.compile(r"(\w+) +fc (\d) wire (\d+) +\[([0-9A-F ]+)\] (\S+) \([0-9.]+ ms\)")
LINK = re.compile(r"link (\S+)=modbus\+([a-z+]+):(?://127\.0\.0\.1:)?([^?\s]+)")
SERIES = re.compile(r"^(pue_\w+)\{(.*)\} (\S+)$", re.MULTILINE)


def puectl(*arguments):
    return subprocess.run(
        [BUILD / "puectl", *arguments], capture_output=True, text=True, check=False, timeout=100,
        env={**os.environ, "PUED_DATA_DIR": str(ROOT / "config")})


def readings(done):
    """{quantity: (function, address, words, value)}"""
    return {found[1]: (int(found[2]), int(found[3]), found[4], float(found[5]))
            for found in map(LINE.fullmatch, done.stdout.splitlines()) if found}


class Page:
    """A scrape of /metrics: by family, by the values of some labels."""

    def __init__(self, url):
        self.series = [(name, dict(re.findall(r'(\w+)="([^"]*)"', labels)), float(value))
                       for name, labels, value in SERIES.findall(get(f"{url}/metrics"))]

    def by(self, family, *labels):
        return {tuple(found[label] for label in labels): value
                for name, found, value in self.series if name == family}


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.entered(tempfile.TemporaryDirectory()))

    def entered(self, context):
        value = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return value

    def needs_serialport(self):
        if not node_package.loads("serialport"):
            print("over a serial line: not tried, serialport cannot be loaded")
            self.skipTest("no serialport")


class Serves(Case):
    """modbus-serial is the server."""

    def serve(self, text, *device):
        path = self.folder / "image"
        path.write_text(text, encoding="ascii")
        command = node_package.command("modbus_serial_server.js", path, *device)
        return port_from(self.entered(started(command, env=node_package.environment())))

    def tcp(self, text):
        return f"modbus+tcp://127.0.0.1:{self.serve(text)}"

    def line(self, text):
        """A pair of pseudo terminals as a serial line."""
        ours, theirs = self.folder / "ours", self.folder / "theirs"
        socat = self.entered(started(["socat", f"pty,raw,echo=0,link={ours}",
                                      f"pty,raw,echo=0,link={theirs}"]))
        wait_for(ours, socat)
        wait_for(theirs, socat)
        self.serve(text, theirs)
        return f"modbus+rtu:{ours}?baud=19200&parity=none"

    def configured(self, url):
        path = self.folder / "pued.yaml"
        path.write_text(configuration(url), encoding="utf-8")
        return path

    def judge_readings(self, path):
        for _, name, _, function, points in METERS[:2]:
            done = puectl("read", name, "--config.file", path)
            wanted = {quantity: (function, address, words, value)
                      for quantity, address, _, words, value in points}
            self.assertEqual(readings(done), wanted, done.stdout + done.stderr)
            self.assertEqual(done.returncode, 0)
        for name, reason in (("refusing", "exception_2"), ("unreached", "exception_11")):
            done = puectl("read", name, "--config.file", path)
            self.assertRegex(done.stdout + done.stderr, rf"\b{reason}\b")
            self.assertEqual(done.returncode, 1)

    def test_values_in_each_type_and_order_are_read(self):
        self.judge_readings(self.configured(self.tcp(image_text())))

    def test_they_are_read_over_a_serial_line(self):
        self.needs_serialport()
        self.judge_readings(self.configured(self.line(image_text())))

    def test_the_image_that_the_other_peers_serve_is_read(self):
        built = images.build()
        table = self.folder / "table"
        table.write_text("".join(f"{' '.join(map(str, row[:6]))}\n" for row in built.rows), "ascii")
        url = self.tcp("".join(f"1 {function} {address} {word}\n"
                               for (function, address), word in built.words.items()))
        values = read_all(str(BUILD / "tests/conformance/conformance_reader"), url, str(table))
        self.assertTrue(judge("modbus-serial", values, built.rows))

    def test_scan_names_who_is_there(self):
        done = puectl("scan", self.tcp(image_text()), "--units", "1-6", "--timeout", "2s")
        units = dict(re.findall(r"^unit (\d+) +(.*)$", done.stdout, re.MULTILINE))
        # 3 refuses, so it is there; 4 and 6 the gateway does not reach. 5 has an answer of two
        # registers only by refusing the second.
        self.assertEqual(list(units), ["1", "2", "3", "5"], done.stdout + done.stderr)
        self.assertRegex(units["1"], r"^generic/float32 \(3 of 3 values are possible, 1500 W\)")
        self.assertEqual(done.returncode, 0)

    def test_polling_counts_each_refusal_and_goes_on(self):
        path, log = self.configured(self.tcp(image_text())), self.folder / "pued.log"
        with log.open("w", encoding="utf-8") as out:
            self.entered(started(
                [BUILD / "pued", "--config.file", path, "--web.listen-address", "127.0.0.1:0"],
                out, stderr=out, env={**os.environ, "PUED_DATA_DIR": str(ROOT / "config")}))
        serves = await_that("pued serves", lambda: re.search(r"serves (http://\S+:\d+)",
                                                             log.read_text(encoding="utf-8")))

        def seen_all():
            page = Page(serves[1])
            late = page.by("pue_link_late_frames_total", "link").get(("bus",))
            return page if late and len(page.by("pue_poll_failures_total", "meter")) == 3 else None

        page = await_that("each failure, and a late answer", seen_all)
        before = page.by("pue_polls_total", "meter")

        def five_more():
            page = Page(serves[1])
            polls = page.by("pue_polls_total", "meter")
            goes_on = all(polls[name] >= before[name] + 5
                          for name in (("utility",), ("servers",), ("refusing",)))
            return page if goes_on and page.by("pue_live_ratio") else None

        self.judge_page(await_that("five more polls of each meter that answers", five_more))

    def judge_page(self, page):
        failures = page.by("pue_poll_failures_total", "meter", "reason")
        self.assertEqual(set(failures), {("refusing", "exception_2"), ("unreached", "exception_11"),
                                         ("late", "timeout")})
        self.assertEqual(page.by("pue_meter_up", "meter"),
                         {("utility",): 1, ("servers",): 1, ("refusing",): 0, ("unreached",): 0,
                          ("late",): 0})
        self.assertEqual(page.by("pue_meter_active_power_watts", "meter"),
                         {("utility",): 1500, ("servers",): 1250})
        self.assertEqual(list(page.by("pue_live_ratio").values()), [1.2])  # 1500 W / 1250 W


class Asks(Case):
    """modbus-serial is the client, and our simulated site answers."""

    # Over TCP, as RTU over TCP, and on a serial line: (port of demo.yaml, a meter behind it, its
    # unit, function, address, words that never change). A PM5000 has 61,000,000 kWh from the site's
    # file, 152,500 steps of 400 kWh, as int64 Wh 14 · 2^32 + 0x33E22200; 230.0 V = 1.796875 · 2^7;
    # 50.0 Hz = 1.5625 · 2^5; 0xFFFF where it has no value. An SDM630 has the power factor 0.98.
    CONSTANT = [
        ("utility", "grid", 1, 3, 3203, "0000 000E 33E2 2200"),
        ("utility", "grid", 1, 3, 3027, "4366 0000"),
        ("utility", "grid", 1, 3, 3005, "FFFF"),
        ("plant-room", "chiller-1", 1, 4, 0, "4366 0000 4366 0000 4366 0000"),
        ("plant-room", "chiller-2", 2, 4, 70, "4248 0000"),
        ("rs485-lighting", "lighting", 7, 4, 62, "3F7A E148"),
    ]

    def setUp(self):
        super().setUp()
        site, self.config = self.folder / "site.yaml", self.folder / "pued.yaml"
        demo = (ROOT / "tests/sim/sites/demo.yaml").read_text(encoding="utf-8")
        site.write_text(demo.replace("{name: plant-room}", "{name: plant-room, rtu: true}"),
                        encoding="utf-8")
        # Energies stand still: at a hundredth of the speed 6 MW take 24,000 s to a step of 400 kWh.
        process = self.entered(started(
            [BUILD / "tests/sim/puesim", site, "--serial-link", self.folder / "tty",
             "--write-config", self.config, "--register-step", "400kWh", "--speed", "0.01",
             "--fault", "pdu-b=exception:4"]))
        self.links = {}
        for line in process.stdout:
            if found := LINK.match(line):
                self.links[found[1]] = (found[2], found[3])
            if line.startswith("ready"):
                break

    def ask(self, port, *requests):
        """The words of each request (unit, function, address, count)."""
        done = subprocess.run(
            node_package.command("modbus_serial_client.js", *self.links[port]),
            input="".join(f"{' '.join(map(str, request))}\n" for request in requests),
            capture_output=True, text=True, check=False, timeout=100,
            env=node_package.environment())
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.splitlines()

    def judge_port(self, port):
        rows = [row for row in self.CONSTANT if row[0] == port]
        requests = [(*row[2:5], len(row[5].split())) for row in rows]
        self.assertEqual(self.ask(port, *requests), [row[5] for row in rows])
        for meter, unit in sorted({row[1:3] for row in rows}):
            self.judge_meter(port, meter, unit)

    def judge_meter(self, port, meter, unit):
        """What puectl reads before and after, the client reads in between; powers change."""
        before = self.read(meter)
        words = self.ask(port, *((unit, function, address, len(raw.split()))
                                 for function, address, raw, _ in before.values()))
        after = self.read(meter)
        same = {quantity: (raw[2], asked) for (quantity, raw), asked in zip(before.items(), words)
                if after[quantity] == raw}
        self.assertIn("energy_import_wh", same)
        for quantity, (raw, asked) in same.items():
            self.assertEqual(asked, raw, f"{meter}: {quantity}")

    def read(self, meter):
        done = puectl("read", meter, "--config.file", self.config)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return readings(done)

    def test_over_tcp(self):
        self.judge_port("utility")

    def test_as_rtu_over_tcp(self):
        self.judge_port("plant-room")

    def test_on_a_serial_line(self):
        self.needs_serialport()
        self.judge_port("rs485-lighting")

    def test_a_refusal_has_its_code_and_the_next_unit_answers(self):
        self.assertEqual(self.ask("gw-ups", (6, 4, 52, 2), (5, 4, 0, 2), (5, 4, 358, 1)),
                         ["exception 4", "4366 0000", "exception 2"])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    if not os.access(BUILD / "pued", os.X_OK):
        skip(f"no program in {BUILD}: build it first")
    node_package.fetch(*PACKAGE)
    unittest.main(verbosity=2)
