#!/usr/bin/python3
"""profiles_test.py PUECTL: each profile of config/profiles is read by `puectl read` from a pymodbus
server that holds only the registers of that meter's map. The registers are made by `struct` from
meter_map_facts.json, which says for each point where it stands and what the meter shows, in the
vendor's unit; the profiles themselves are not looked at.

Each profile has three units: one shows values, one the device's patterns for "no value", one
energies that cannot be. Raw registers must agree to the bit, values to the rounding of one
multiplication."""

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

from image import on_the_wire
from servers import port_from, started

HERE = pathlib.Path(__file__).resolve().parent
CONFIG = HERE.parents[1] / "config"
LAYOUTS = {"uint16": ">H", "int16": ">h", "uint32": ">I", "int32": ">i", "uint64": ">Q",
           "int64": ">q", "float32": ">f", "float64": ">d"}
IN_BASE_UNIT = {"1": 1, "V": 1, "A": 1, "Hz": 1, "W": 1, "kW": 1000, "Wh": 1, "kWh": 1000}
# Energies that no meter has: below zero, or beyond 2.5e15 Wh, which watt-hours as joules cannot be.
IMPOSSIBLE = {"int32": -100, "int64": -100, "uint64": 2**63 - 1, "float32": -1.0, "float64": -1.0}
LINE = re.compile(r"(\w+) +fc (\d) wire (\d+) +(?:\[([0-9A-F ]+)\] )?(.*?)(?: \([0-9.]+ ms\))?")


class Point:
    def __init__(self, profile, row):
        self.quantity, self.address, self.type, scale, unit, shown = row
        self.function, self.order = profile["function"], profile["order"]
        self.scale, self.shown = fractions.Fraction(str(scale)), fractions.Fraction(str(shown))
        self.factor = IN_BASE_UNIT[unit]

    def pack(self, raw):
        return struct.pack(LAYOUTS[self.type], raw)

    def shown_bytes(self):
        raw = self.shown / self.scale
        if not self.type.startswith("float"):
            assert raw.denominator == 1, f"{self.quantity}: {self.shown} is no whole count"
            return self.pack(int(raw))
        packed = self.pack(float(raw))
        read_back = struct.unpack(LAYOUTS[self.type], packed)[0]
        assert fractions.Fraction(read_back) == raw, f"{self.quantity}: {raw} is no {self.type}"
        return packed

    def words(self, big_endian):
        sent = on_the_wire(big_endian, self.order)
        return struct.unpack(f">{len(sent) // 2}H", sent)


def no_value_bytes(point, profile):
    """The pattern and the reason that must be told; a type without a pattern shows its value."""
    if point.type not in profile["no_value"]:
        return point.shown_bytes(), None
    pattern, reason = profile["no_value"][point.type]
    return bytes.fromhex(pattern), reason


def impossible_bytes(point, _profile):
    if not point.quantity.startswith("energy_") or point.type not in IMPOSSIBLE:
        return point.shown_bytes(), None
    return point.pack(IMPOSSIBLE[point.type]), "implausible"


VARIANTS = {
    "values": lambda point, _profile: (point.shown_bytes(), None),
    "no value": no_value_bytes,
    "impossible": impossible_bytes,
}


def read_by_puectl(port, unit, name):
    done = subprocess.run(
        [Site.puectl, "read", "--link", f"modbus+tcp://127.0.0.1:{port}", "--unit", str(unit),
         "--profile", name],
        capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "PUED_DATA_DIR": str(CONFIG)})
    found = {}
    for line in done.stdout.splitlines():
        quantity, function, address, raw, value = LINE.fullmatch(line).groups()
        found[quantity] = (int(function), int(address), raw, value)
    return found, done.stderr


class Site:
    """All profiles as the units of one server."""
    puectl = ""
    facts = json.loads((HERE / "meter_map_facts.json").read_text(encoding="utf-8"))
    units = {}
    expected = {}
    image = []

    @classmethod
    def lay_out(cls):
        for name, profile in cls.facts.items():
            for variant, bytes_of in VARIANTS.items():
                unit = len(cls.units) + 1
                cls.units[name, variant] = unit
                for row in profile["registers"]:
                    point = Point(profile, row)
                    packed, reason = bytes_of(point, profile)
                    words = point.words(packed)
                    cls.image += [(unit, point.function, point.address + i, word)
                                  for i, word in enumerate(words)]
                    cls.expected.setdefault((name, variant), []).append((point, words, reason))


class Profiles(unittest.TestCase):
    def setUp(self):
        folder = self.entered(tempfile.TemporaryDirectory())
        path = pathlib.Path(folder, "image")
        path.write_text("".join(f"{' '.join(map(str, line))}\n" for line in Site.image),
                        encoding="ascii")
        server = self.entered(
            started([sys.executable, str(HERE / "pymodbus_server.py"), str(path)]))
        self.port = port_from(server)

    def entered(self, context):
        value = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return value

    def judge(self, name, variant):
        found, errors = read_by_puectl(self.port, Site.units[name, variant], name)
        expected = Site.expected[name, variant]
        self.assertEqual(set(found), {point.quantity for point, _, _ in expected}, errors)
        for point, words, reason in expected:
            with self.subTest(profile=name, variant=variant, quantity=point.quantity):
                function, address, raw, value = found[point.quantity]
                self.assertEqual((function, address), (point.function, point.address))
                self.assertEqual(raw, " ".join(f"{word:04X}" for word in words))
                if reason:
                    self.assertEqual(value, f"no value: {reason}")
                else:
                    exact = point.shown * point.factor
                    error = abs(fractions.Fraction(float(value)) - exact)
                    rounding = fractions.Fraction(math.ulp(float(exact)))
                    self.assertLessEqual(error, 2 * rounding, value)

    def test_each_shipped_profile_has_its_facts_and_is_documented(self):
        folder = CONFIG / "profiles"
        shipped = {str(path.relative_to(folder).with_suffix("")) for path in folder.rglob("*.yaml")}
        # Those of SunSpec: sunspec_test.py.
        self.assertEqual(shipped, set(Site.facts) | set(json.loads(
            (HERE / "sunspec_map_facts.json").read_text(encoding="utf-8"))))
        documented = (CONFIG.parent / "docs/configuration.md").read_text(encoding="utf-8")
        for name in shipped:
            self.assertIn(f"`{name}` (", documented)

    def test_what_each_meter_shows_is_read(self):
        for name in Site.facts:
            self.judge(name, "values")

    def test_what_a_meter_says_when_it_has_no_value_is_no_value(self):
        for name in Site.facts:
            self.judge(name, "no value")

    def test_energies_that_cannot_be_are_no_values(self):
        for name in Site.facts:
            self.judge(name, "impossible")


if __name__ == "__main__":
    Site.puectl = sys.argv.pop(1)
    Site.lay_out()
    unittest.main()
