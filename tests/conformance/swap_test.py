#!/usr/bin/python3
"""swap_test.py BUILD_DIR: a meter of a pymodbus server is replaced by another one, under a running
pued that reads its serial number. The register of the new meter would be a legal step."""

import asyncio
import pathlib
import struct
import subprocess
import sys
import tempfile
import threading
import unittest

import pymodbus_server

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "chaos"), str(TESTS / "e2e")]

import daemon
import stack

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()

CONFIGURATION = """site: {{name: swap, timezone: Asia/Shanghai, commissioned: 2024-05-01}}
polling: {{interval: 1s, timeout: 500ms, energy_interval: 1s, slow_interval: 1s}}
meters:
{meters}ledger: {{path: {ledger}}}
"""
METER = """  - name: {name}
    link: "modbus+tcp://127.0.0.1:{port}"
    unit: {unit}
    role: {role}
    max_power: 1MW
    points:
      - {{quantity: active_power_w, function: 3, address: 0, type: float32}}
      - {{quantity: energy_import_wh, function: 3, address: 2, type: uint32}}
      - {{quantity: serial, function: 3, address: 4, type: uint32}}
"""


class Site:
    """Units 1 and 2, each with a power, a register in Wh and a serial number."""

    def __init__(self):
        self.context = pymodbus_server.several_units(
            [(unit, 3, address, 0) for unit in (1, 2) for address in range(6)])
        self.port = None
        started = threading.Event()
        threading.Thread(target=asyncio.run, args=(self._serve(started),), daemon=True).start()
        assert started.wait(20), "pymodbus did not start"

    async def _serve(self, started):
        self.port, serving = await pymodbus_server.started(self.context)
        started.set()
        await serving

    def shows(self, unit, energy, serial):
        words = struct.unpack(">6H", struct.pack(">fII", 1000.0, energy, serial))
        self.context[unit].store["h"].words = {i: [word] for i, word in enumerate(words)}


class Swap(unittest.TestCase):
    def test_another_serial_number_is_another_meter(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            with stack.Processes(folder) as processes:
                self.replaced(daemon.Pued(BUILD, folder, processes), Site(), folder)

    def replaced(self, pued, site, folder):
        site.shows(1, 500_000, 4711)
        site.shows(2, 300_000, 1)
        meters = "".join(METER.format(name=name, port=site.port, unit=unit, role=role)
                         for name, unit, role in (("ups", 1, "it\n    point: ups_output"),
                                                  ("grid", 2, "grid")))
        (folder / "pued.yaml").write_text(
            CONFIGURATION.format(meters=meters, ledger=pued.ledger), encoding="utf-8")
        pued.start()
        pued.await_page("registers that are believed",
                        lambda page: len(page.values("pue_meter_energy_joules_total",
                                                     "meter")) == 2)
        # The number is known when it was read three times.
        pued.await_page("some ticks more", self.polls_after(pued, 6))
        before = pued.page().values("pue_meter_swaps_total", "meter")
        self.assertEqual(before, {"ups": 0, "grid": 0})
        energy = pued.page().values("pue_meter_energy_joules_total", "meter")["ups"]

        site.shows(1, 500_200, 815)
        page = pued.await_page("the swap", lambda page: page.values("pue_meter_swaps_total",
                                                                    "meter")["ups"] == 1)
        self.assertEqual(page.values("pue_meter_swaps_total", "meter")["grid"], 0)
        self.assertIn("meter ups was replaced: serial number 4711 → 815", pued.log())
        after = pued.await_page("some ticks of the new meter", self.polls_after(pued, 5))
        moved = after.values("pue_meter_energy_joules_total", "meter")["ups"] - energy
        # 200 Wh would be 720 kJ. What power carried of some seconds at 1 kW is all that there is.
        self.assertLess(moved, 600_000)
        self.assertGreaterEqual(moved, 0)

        pued.stop()
        report = subprocess.run(
            [BUILD / "puectl", "report", "--ledger", pued.ledger, "--format", "csv",
             "--period", "2000-01-01/2100-01-01"],
            capture_output=True, text=True, check=True).stdout
        self.assertIn("serial number 4711 → 815", report)
        pued.verify_ledger()

    @staticmethod
    def polls_after(pued, more):
        polls = pued.page().values("pue_polls_total", "meter")["ups"]
        return lambda page: page.values("pue_polls_total", "meter")["ups"] >= polls + more


if __name__ == "__main__":
    unittest.main()
