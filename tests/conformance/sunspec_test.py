#!/usr/bin/python3
"""sunspec_test.py PUECTL: SunSpec profiles are read by `puectl read` from a pymodbus server. Its
units are made by `struct` from sunspec_map_facts.json, which says where each value of a model
stands and what the device shows; the profiles themselves are not looked at.

Each model has three units, at each place where "SunS" may be: one shows values, one the patterns
for "not implemented", one accumulators at 0. The model stands among others that nobody knows."""

import fractions
import json
import math
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import unittest

from servers import port_from, started

HERE = pathlib.Path(__file__).resolve().parent
CONFIG = HERE.parents[1] / "config"
BASES = (40000, 50000, 0)
LAYOUTS = {"uint16": ">H", "int16": ">h", "uint32": ">I", "uint64": ">Q", "float32": ">f"}
NOT_IMPLEMENTED = {"int16": "8000", "uint16": "FFFF", "uint32": "FFFFFFFF",
                   "uint64": "FFFFFFFFFFFFFFFF", "float32": "7FC00000"}
FACTS = json.loads((HERE / "sunspec_map_facts.json").read_text(encoding="utf-8"))
LINE = re.compile(r"(\w+) +fc 3 wire (\d+) +\[([0-9A-F ]+)\] (.*?) \([0-9.]+ ms\)")


def words_of(packed):
    return list(struct.unpack(f">{len(packed) // 2}H", packed))


class Point:
    def __init__(self, row, factors):
        self.quantity, self.offset, self.type, self.factor_at, _, shown = row
        self.shown = fractions.Fraction(str(shown))
        self.factor = 0 if self.factor_at is None else factors[str(self.factor_at)]

    def shown_words(self):
        raw = self.shown / fractions.Fraction(10) ** self.factor
        if self.type == "float32":
            return words_of(struct.pack(">f", float(raw)))
        assert raw.denominator == 1, f"{self.quantity}: {self.shown} is no whole count"
        return words_of(struct.pack(LAYOUTS[self.type], int(raw)))


def shown(point):
    return point.shown_words(), None


def not_implemented(point):
    reason = "not_a_number" if point.type == "float32" else "sentinel"
    return words_of(bytes.fromhex(NOT_IMPLEMENTED[point.type])), reason


def nothing_counted(point):
    """0 of acc32 is "not implemented"; that of an export, and of a uint64, is a count."""
    if point.quantity == "energy_import_wh" and point.type == "uint32":
        return [0, 0], "sentinel"
    return point.shown_words(), None


VARIANTS = {"values": shown, "not implemented": not_implemented, "0 counted": nothing_counted}


class Device:
    """Holding registers: a chain of models behind the marker."""

    def __init__(self, base):
        self.registers = {}
        self.end = base
        self.put([0x5375, 0x6E53])
        self.model(1, 66)

    def put(self, words, at=None):
        start = self.end if at is None else at
        for i, word in enumerate(words):
            self.registers[start + i] = word
        if at is None:
            self.end += len(words)

    def model(self, number, length):
        header = self.end
        self.put([number, length] + [0] * length)
        return header

    def close(self):
        self.put([0xFFFF, 0])

    def lines(self, unit):
        for address, words in sorted(self.registers.items()):
            listed = words if isinstance(words, (list, tuple)) else [words]
            yield f"{unit} 3 {address} {' '.join(str(word & 0xFFFF) for word in listed)}\n"


def device_of(base, number, model, bytes_of):
    """The device, and what is expected of it: (point, address, words, reason)."""
    device = Device(base)
    device.model(64999, 12)
    header = device.model(int(number), model["length"])
    device.model(160, 20)
    device.close()
    expected = []
    for at, factor in model["factors"].items():
        device.put([factor], header + int(at))
    for row in model["registers"]:
        point = Point(row, model["factors"])
        words, reason = bytes_of(point)
        device.put(words, header + point.offset)
        with_factor = words + ([] if point.factor_at is None else [point.factor & 0xFFFF])
        expected.append((point, header + point.offset, with_factor, reason))
    return device, expected


def puectl_read(port, unit, name):
    return subprocess.run(
        [PUECTL, "read", "--link", f"modbus+tcp://127.0.0.1:{port}", "--unit", str(unit),
         "--profile", name],
        capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "PUED_DATA_DIR": str(CONFIG)})


def readings(done):
    return {found[1]: (int(found[2]), found[3], found[4])
            for found in map(LINE.fullmatch, done.stdout.splitlines()) if found}


class Server(unittest.TestCase):
    def serve(self, devices):
        """The port; {unit: Device}."""
        folder = self.entered(tempfile.TemporaryDirectory())
        path = pathlib.Path(folder, "image")
        path.write_text("".join(line for unit, device in devices.items()
                                for line in device.lines(unit)), encoding="ascii")
        command = [sys.executable, str(HERE / "pymodbus_server.py"), str(path)]
        return port_from(self.entered(started(command)))

    def entered(self, context):
        value = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return value


class Profiles(Server):
    def test_each_model_is_found_and_read_wherever_it_stands(self):
        units, cases = {}, []
        for name, profile in FACTS.items():
            for number, model in profile["models"].items():
                for variant, bytes_of in VARIANTS.items():
                    unit = len(units) + 1
                    units[unit], expected = device_of(
                        BASES[unit % len(BASES)], number, model, bytes_of)
                    cases.append((unit, name, number, variant, expected))
        port = self.serve(units)
        for unit, name, number, variant, expected in cases:
            with self.subTest(profile=name, model=number, variant=variant):
                done = puectl_read(port, unit, name)
                found = readings(done)
                self.assertEqual(set(found), {point.quantity for point, *_ in expected},
                                 done.stderr)
                for row in expected:
                    self.judge(found, *row)

    def judge(self, found, point, address, words, reason):
        wire, raw, value = found[point.quantity]
        self.assertEqual(wire, address, point.quantity)
        self.assertEqual(raw, " ".join(f"{word:04X}" for word in words), point.quantity)
        if reason:
            self.assertEqual(value, f"no value: {reason}", point.quantity)
        else:
            error = abs(fractions.Fraction(float(value)) - point.shown)
            rounding = fractions.Fraction(math.ulp(float(point.shown)))
            self.assertLessEqual(error, rounding, f"{point.quantity}: {value}")

    def test_the_preferred_model_is_read_where_a_device_has_two(self):
        device = Device(40000)
        floats = device.model(113, 60)
        integers = device.model(103, 50)
        device.close()
        device.put(words_of(struct.pack(">f", 1.5)), floats + 22)
        device.put([3876, 0], integers + 14)
        found = readings(puectl_read(self.serve({1: device}), 1, "sunspec/inverter"))
        self.assertEqual(found["active_power_w"][2], "3876")

    def test_a_device_without_the_models_is_told_by_its_reason(self):
        other, broken = Device(40000), Device(0)
        other.close()
        broken.put([0, 0])
        nothing = Device(1000)
        port = self.serve({1: other, 2: broken, 3: nothing})
        for unit, reason in [(1, "sunspec_no_model"), (2, "sunspec_chain"),
                             (3, "sunspec_no_marker")]:
            done = puectl_read(port, unit, "sunspec/meter")
            with self.subTest(reason=reason):
                self.assertEqual(done.returncode, 1)
                self.assertIn(reason, done.stderr)


class ScaleFactors(Server):
    """They change with each request: 40000 W as 4000 · 10, 400 · 100, 40 · 1000."""

    def test_a_value_and_its_factor_are_of_one_moment(self):
        device = Device(50000)
        header = device.model(103, 50)
        device.close()
        device.registers[header + 14] = [4000, 400, 40]
        device.registers[header + 15] = [1, 2, 3]
        device.registers[header + 25] = [5000, 500, 50]
        device.registers[header + 26] = [1, 2, 3]
        port = self.serve({1: device})
        shown_by = set()
        for _ in range(4):
            found = readings(puectl_read(port, 1, "sunspec/inverter"))
            self.assertEqual(float(found["active_power_w"][2]), 40000)
            self.assertEqual(float(found["energy_import_wh"][2]), 50000)
            shown_by.add(found["active_power_w"][1])
        self.assertGreater(len(shown_by), 1)  # it did change

    def test_a_step_beyond_the_resolution_and_a_factor_that_is_none_make_no_value(self):
        device = Device(40000)
        header = device.model(103, 50)
        device.close()
        device.put([0, 1234, 4], header + 24)
        device.put([3876, 11], header + 14)
        found = readings(puectl_read(self.serve({1: device}), 1, "sunspec/inverter"))
        self.assertEqual(found["energy_import_wh"][2], "no value: scale")
        self.assertEqual(found["active_power_w"][2], "no value: scale_factor")


if __name__ == "__main__":
    PUECTL = sys.argv.pop(1)
    unittest.main()
