#!/usr/bin/python3
"""doctor_test.py PUECTL PUESIM: `puectl doctor` and `puectl scan` on meters that are configured
wrong in one way each. A pymodbus server serves a three-phase meter whose registers are made by
`struct`; a simulated site has registers that move with the power."""

import math
import os
import pathlib
import pty
import re
import struct
import subprocess
import sys
import tempfile
import unittest

from image import on_the_wire
from servers import port_from, started, wait_for

HERE = pathlib.Path(__file__).resolve().parent
CONFIG = HERE.parents[1] / "config"
SITE = HERE.parent / "sim/sites/demo.yaml"
PUECTL = PUESIM = ""

VOLTS, AMPERES, FACTOR = (230.1, 229.9, 230.7), (10.01, 11.99, 8.003), 0.9
PHASES = [u * i * FACTOR for u, i in zip(VOLTS, AMPERES)]
#   quantity, address, what the meter shows; energies in kWh
SHOWN = [("active_power_w", 52, sum(PHASES)),
         ("energy_import_wh", 72, 123456.78), ("energy_export_wh", 74, 12.5),
         *((f"voltage_l{i + 1}_v", 2 * i, VOLTS[i]) for i in range(3)),
         *((f"current_l{i + 1}_a", 6 + 2 * i, AMPERES[i]) for i in range(3)),
         *((f"active_power_l{i + 1}_w", 12 + 2 * i, PHASES[i]) for i in range(3)),
         ("power_factor", 62, FACTOR), ("frequency_hz", 70, 50.02)]
PROFILE = "eastron/sdm630"  # which has this map, function 4


def registers(unit, function=4, order="abcd", offset=0, of=lambda quantity, value: value):
    image = []
    for quantity, address, value in SHOWN:
        sent = on_the_wire(struct.pack(">f", of(quantity, value)), order)
        image += [(unit, function, address + offset + i, word)
                  for i, word in enumerate(struct.unpack(">2H", sent))]
    return image


def negative_power(quantity, value):
    return -value if quantity.startswith("active_power") else value


def one_phase_backwards(quantity, value):
    if quantity == "active_power_l2_w":
        return -value
    return value - 2 * PHASES[1] if quantity == "active_power_w" else value


def power_times(factor):
    return lambda quantity, value: factor * value if quantity.startswith("active_power") else value


# unit: (how its registers differ from the profile, what must be written)
METERS = {
    1: ({}, None),
    2: ({"order": "cdab"}, "order: cdab"),
    3: ({"offset": 1}, "address: 53 for active_power_w, and + 1 for all others"),
    4: ({"function": 3}, "function: 3"),
    5: ({"of": negative_power}, "reverse: true"),
    6: ({"of": power_times(10)}, "scale: 0.1 for active_power_w"),
    7: ({"of": power_times(0.001)}, "scale: 1000 for active_power_w"),
    8: ({"of": one_phase_backwards}, "turn the current transformer of that phase"),
}


def puectl(*arguments):
    return subprocess.run(
        [PUECTL, *arguments], capture_output=True, text=True, check=False, timeout=100,
        env={**os.environ, "PUED_DATA_DIR": str(CONFIG)})


def findings(text):
    return re.findall(r"^   remedy: (.*)$", text, re.MULTILINE)


class ServedByPymodbus(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        image = pathlib.Path(folder.name, "image")
        lines = [line for unit, (how, _) in METERS.items() for line in registers(unit, **how)]
        image.write_text("".join(f"{' '.join(map(str, line))}\n" for line in lines),
                         encoding="ascii")
        server = started([sys.executable, str(HERE / "pymodbus_server.py"), str(image)])
        cls.url = f"modbus+tcp://127.0.0.1:{port_from(server.__enter__())}"
        cls.addClassCleanup(server.__exit__, None, None, None)

    def doctor(self, unit):
        # Registers of an image do not move: nothing to wait for.
        return puectl("doctor", "--link", self.url, "--unit", str(unit), "--profile", PROFILE,
                      "--wait", "0s")

    def test_each_fault_is_found_and_nothing_else(self):
        for unit, (how, wanted) in METERS.items():
            with self.subTest(**how):
                done = self.doctor(unit)
                found = findings(done.stdout)
                self.assertEqual(len(found), 0 if wanted is None else 1, done.stdout + done.stderr)
                if wanted is None:
                    self.assertIn("nothing wrong found", done.stdout)
                else:
                    self.assertTrue(found[0].startswith(wanted), done.stdout)
                self.assertEqual(done.returncode, 0 if wanted is None else 1)

    def test_the_points_it_writes_read_what_the_meter_shows(self):
        for unit in (2, 3, 4, 6, 7):
            with self.subTest(unit=unit), tempfile.TemporaryDirectory() as folder:
                written = self.doctor(unit).stdout.partition("    points:\n")[2]
                points = written.partition("\n\n")[0].replace("      - ", "  - ")
                profile = pathlib.Path(folder, "profiles/own/meter.yaml")
                profile.parent.mkdir(parents=True)
                head = "model: M\nsource: its display\nconfidence: high\npoints:\n"
                profile.write_text(f"{head}{points}\n", encoding="utf-8")
                read = subprocess.run(
                    [PUECTL, "read", "--link", self.url, "--unit", str(unit), "--profile",
                     "own/meter"], capture_output=True, text=True, check=False, timeout=60,
                    env={**os.environ, "PUED_DATA_DIR": folder})
                values = dict(re.findall(r"^(\w+) .*\] ([-0-9.e+]+) \(", read.stdout, re.MULTILINE))
                for quantity, _, shown in SHOWN:
                    value = shown * 1000 if quantity.startswith("energy") else shown
                    self.assertTrue(math.isclose(float(values[quantity]), value, rel_tol=1e-6),
                                    f"{quantity}: {values[quantity]}")

    def test_a_unit_that_is_not_there_is_told(self):
        done = self.doctor(99)
        self.assertEqual(done.returncode, 1)
        self.assertIn("puectl scan", done.stderr)

    def test_scan_names_the_units_and_their_profile(self):
        done = puectl("scan", self.url, "--units", "1,5-8,99", "--timeout", "300ms")
        units = re.findall(r"^unit (\d+) +(.*)$", done.stdout, re.MULTILINE)
        self.assertEqual([unit for unit, _ in units], ["1", "5", "6", "7", "8"], done.stderr)
        self.assertIn("eastron/sdm", units[0][1])
        self.assertEqual(done.returncode, 0)

    def test_scan_of_silent_units_and_of_no_link_fails(self):
        silent = puectl("scan", self.url, "--units", "99", "--timeout", "300ms")
        self.assertEqual(silent.returncode, 1)
        self.assertEqual(puectl("scan", "modbus+tcp://127.0.0.1:1", "--units", "1").returncode, 1)
        self.assertIn("for example 1-247", puectl("scan", self.url, "--units", "0-999").stderr)

    def test_progress_is_for_a_terminal(self):
        ours, theirs = pty.openpty()
        with os.fdopen(ours, "rb", buffering=0) as terminal:
            done = subprocess.run([PUECTL, "scan", self.url, "--units", "1"], stderr=theirs,
                                  stdout=subprocess.PIPE, check=True, timeout=60,
                                  env={**os.environ, "PUED_DATA_DIR": str(CONFIG)})
            os.close(theirs)
            self.assertIn(b"unit 1 of 1", terminal.read(4096))
        self.assertNotIn(b"found", done.stdout)


class ServedBySimulatedSite(unittest.TestCase):
    """pdu-a of the demo site: 3 phases of an SDM630, whose registers of energy move."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.config = pathlib.Path(folder.name, "pued.yaml")
        site = started([PUESIM, str(SITE), "--serial-link", str(pathlib.Path(folder.name, "tty")),
                        "--write-config", str(cls.config)])
        process = site.__enter__()
        cls.addClassCleanup(site.__exit__, None, None, None)
        for line in process.stdout:
            if line.startswith("ready"):
                break

    def doctor(self, change=lambda text: text):
        wrong = self.config.with_name("wrong.yaml")
        wrong.write_text(change(self.config.read_text(encoding="utf-8")), encoding="utf-8")
        return puectl("doctor", "pdu-a", "--config.file", str(wrong), "--wait", "10s")

    def own_points(self, slip=lambda point: point):
        """The meter with points of its own: those of the profile, changed."""
        profile = (CONFIG / f"profiles/{PROFILE}.yaml").read_text(encoding="utf-8")
        points = [slip(point) for point in re.findall(r"^  - (\{.*\})$", profile, re.MULTILINE)]
        text = self.config.read_text(encoding="utf-8")
        meter = re.search(r"^  - (?:\{name: pdu-a,|name: pdu-a$)", text, re.MULTILINE)
        end = text.index("\n  - ", meter.end())
        block = text[meter.start():end]
        changed = re.sub(rf"profile: {PROFILE}", f"points: [{', '.join(points)}]", block)
        self.assertNotEqual(block, changed)
        return lambda _: text[:meter.start()] + changed + text[end:]

    def judge(self, slip, remedy):
        done = self.doctor(self.own_points(slip))
        self.assertEqual(findings(done.stdout), [remedy], done.stdout + done.stderr)
        self.assertEqual(done.returncode, 1)

    def test_registers_of_energy_by_a_thousand(self):
        self.judge(lambda point: point.replace(", scale: 1000", ""),
                   "scale: 1000 for energy_import_wh, scale: 1000 for energy_export_wh")

    def test_power_by_a_thousand(self):
        self.judge(lambda point: point.replace("address: 52,", "address: 52, scale: 1000,"),
                   "scale: 1 for active_power_w")

    def test_words_the_wrong_way_round(self):
        self.judge(lambda point: point.replace("float32", "float32, order: cdab"), "order: abcd")

    def test_the_other_function_code(self):
        # Registers of 0 here, not a refusal.
        self.judge(lambda point: point.replace("function: 4", "function: 3"), "function: 4")

    def test_addresses_from_one(self):
        self.judge(lambda point: re.sub(r"address: (\d+)",
                                        lambda found: f"address: {int(found[1]) + 1}", point),
                   "address: 52 for active_power_w, and - 1 for all others")

    def test_a_meter_that_is_turned_without_need(self):
        text = self.own_points()("").replace("name: pdu-a,", "name: pdu-a, reverse: true,")
        done = self.doctor(lambda _: text)
        self.assertEqual(findings(done.stdout), ["reverse: false"], done.stdout + done.stderr)

    def test_a_bus_that_a_daemon_polls_is_asked_through_it(self):
        path = self.config.with_name("control.sock")
        polled = self.config.with_name("polled.yaml")
        polled.write_text(f"{self.config.read_text(encoding='utf-8')}\n"
                          f"control: {{socket: {path}}}\n", encoding="utf-8")
        log = self.config.with_name("pued.log")
        with log.open("w", encoding="utf-8") as out, started(
                [pathlib.Path(PUECTL).with_name("pued"), "--config.file", str(polled),
                 "--web.listen-address", "127.0.0.1:0"], out, stderr=out,
                env={**os.environ, "PUED_DATA_DIR": str(CONFIG)}) as daemon:
            wait_for(path, daemon)
            nobody = puectl("trace", "pdu-a", "--config.file", str(self.config))
            self.assertEqual((nobody.returncode, nobody.stdout), (1, ""))
            self.assertIn("no running pued polls", nobody.stderr)
            for meter in "lighting", "pdu-a":
                done = puectl("doctor", meter, "--config.file", str(polled), "--wait", "0s")
                self.assertIn("nothing wrong found", done.stdout, done.stdout + done.stderr)
                done = puectl("read", meter, "--config.file", str(polled))
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assertRegex(done.stdout, r"active_power_w .* ms\)")
            # Nobody but the daemon has the line: its lock keeps others out.
            alone = puectl("read", "lighting", "--config.file", str(self.config))
            self.assertEqual(alone.returncode, 1, alone.stdout)
            # A tick is five seconds long.
            for meter, form in (("pdu-a", r"→ [0-9A-F ]+  id 0x[0-9A-F]{4} unit \d+: read \d+ "),
                                ("lighting", r"→ [0-9A-F ]+  unit \d+: read \d+ ")):
                traced = puectl("trace", meter, "--config.file", str(polled), "--for", "6s")
                self.assertEqual(traced.returncode, 0, traced.stderr)
                self.assertRegex(traced.stdout, form)
                self.assertRegex(traced.stdout, r"← [0-9A-F ]+  .*unit \d+: \d+ registers ")
            line = re.search(r"modbus\+rtu:[^\s\",}]+", polled.read_text(encoding="utf-8"))[0]
            found = puectl("scan", line, "--config.file", str(polled), "--units", "7")
            self.assertIn("through the pued that polls this bus", found.stderr)
            self.assertIn("unit 7", found.stdout)
        self.assertNotIn("timeout", log.read_text(encoding="utf-8"))

    def test_a_meter_on_a_serial_line(self):
        done = puectl("doctor", "lighting", "--config.file", str(self.config), "--wait", "0s")
        self.assertIn("nothing wrong found", done.stdout, done.stdout + done.stderr)

    def test_a_healthy_meter_has_no_findings_and_its_energy_agrees(self):
        done = self.doctor()
        self.assertIn("nothing wrong found", done.stdout, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"agrees: energy_import_wh over \d+ s = P")
        self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    PUECTL, PUESIM = sys.argv.pop(1), sys.argv.pop(1)
    unittest.main()
