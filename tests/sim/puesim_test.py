#!/usr/bin/python3
"""Starts puesim and reads it with two Modbus clients that are not ours: mbpoll and pymodbus.

Usage: puesim_test.py PUESIM SITE.yaml. Exit 77 means skipped, with the reason printed.
"""

import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

try:
    from pymodbus.client import ModbusSerialClient, ModbusTcpClient
    from pymodbus.framer.rtu_framer import ModbusRtuFramer
except ImportError as missing:
    print(f"SKIPPED: {missing}; python3-pymodbus and python3-serial-asyncio are needed")
    sys.exit(77)

PUESIM = SITE = ""


class Site:
    """One running puesim in a directory of its own."""

    def __init__(self, directory, *arguments, site=None):
        self.serial_link = os.path.join(directory, "tty")
        self.config = os.path.join(directory, "pued.yaml")
        self.process = subprocess.Popen(
            [PUESIM, site or SITE, "--serial-link", self.serial_link, "--write-config", self.config,
             *arguments], stdout=subprocess.PIPE, text=True)
        self.ports = {}
        for line in self.process.stdout:
            if found := re.match(r"link (\S+)=modbus\+(?:rtu\+)?tcp://127\.0\.0\.1:(\d+)", line):
                self.ports[found[1]] = int(found[2])
            if found := re.match(r"control=(\S+)", line):
                self.control = found[1]
            if line.startswith("ready"):
                return
        raise RuntimeError("puesim ended before it was ready")

    def get(self, path):
        return json.load(urllib.request.urlopen(self.control + path, timeout=10))

    def post(self, path):
        request = urllib.request.Request(self.control + path, method="POST", data=b"")
        return json.load(urllib.request.urlopen(request, timeout=10))

    def client(self, port, timeout=3):
        client = ModbusTcpClient("127.0.0.1", port=self.ports[port], timeout=timeout, retries=0)
        assert client.connect()
        return client

    def end(self):
        self.process.terminate()
        status = self.process.wait(timeout=10)
        self.process.stdout.close()
        return status


def float32(registers):
    return struct.unpack(">f", struct.pack(">2H", *registers))[0]


def int64(registers):
    return struct.unpack(">q", struct.pack(">4H", *registers))[0]


def quarter_hour_before(seconds):
    return seconds - seconds % 900


class PuesimTest(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.site = Site(self.directory.name)

    def tearDown(self):
        self.assertEqual(self.site.end(), 0)
        self.directory.cleanup()

    def grid_register(self, client):
        return int64(client.read_holding_registers(3203, 4, slave=1).registers)

    def test_mbpoll_and_pymodbus_read_the_power_that_the_control_port_states(self):
        truth = self.site.get("/state")["watts"]["pdu-a"]
        text = subprocess.run(
            ["mbpoll", "-m", "tcp", "-0", "-p", str(self.site.ports["gw-ups"]), "-a", "5",
             "-t", "3:float", "-B", "-r", "52", "-c", "1", "-1", "127.0.0.1"],
            check=True, capture_output=True, text=True).stdout
        by_mbpoll = float(re.search(r"\[52\]:\s*(\S+)", text)[1])
        client = self.site.client("gw-ups")
        by_pymodbus = float32(client.read_input_registers(52, 2, slave=5).registers)
        client.close()
        # The load moves by less than 0.1 % in the seconds between.
        self.assertAlmostEqual(by_mbpoll / truth, 1, delta=0.002)
        self.assertAlmostEqual(by_pymodbus / truth, 1, delta=0.002)

    def test_an_energy_register_lies_between_the_true_energies_around_its_reading(self):
        client = self.site.client("utility")
        before = self.site.get("/truth")["meters"]["grid"]["import_joules"]
        register = self.grid_register(client)
        client.close()
        after = before
        while after == before:  # until the next whole second has come
            after = self.site.get("/truth")["meters"]["grid"]["import_joules"]
        # The register starts at 61,000,000 kWh and counts whole Wh.
        counted = (register - 61_000_000_000) * 3600
        self.assertLessEqual(before - 3600, counted)
        self.assertLessEqual(counted, after)

    def test_the_serial_unit_answers_over_its_pseudo_terminal(self):
        client = ModbusSerialClient(self.site.serial_link, baudrate=9600, parity="N", timeout=3)
        self.assertTrue(client.connect())
        watts = float32(client.read_input_registers(52, 2, slave=7).registers)
        client.close()
        self.assertAlmostEqual(watts, self.site.get("/state")["watts"]["lighting"], delta=100)

    def test_an_exception_fault_is_seen_and_taken_back(self):
        client = self.site.client("utility")
        self.site.post("/fault?meter=grid&kind=exception:11")
        answer = client.read_holding_registers(3203, 4, slave=1)
        self.assertTrue(answer.isError())
        self.assertEqual(answer.exception_code, 11)
        self.site.post("/fault?meter=grid&kind=none")
        self.assertGreaterEqual(self.grid_register(client), 61_000_000_000)
        client.close()

    def test_a_silent_unit_does_not_answer_and_its_neighbours_do(self):
        self.site.post("/fault?meter=pdu-a&kind=silent")
        client = self.site.client("gw-ups", timeout=1)
        self.assertTrue(client.read_input_registers(52, 2, slave=5).isError())
        client.close()
        neighbour = self.site.client("gw-ups")
        self.assertFalse(neighbour.read_input_registers(52, 2, slave=6).isError())
        neighbour.close()

    def test_a_zero_glitch_lasts_one_reply(self):
        client = self.site.client("utility")
        self.site.post("/fault?meter=grid&kind=zero_glitch")
        readings = [self.grid_register(client) for _ in range(2)]
        client.close()
        self.assertEqual(readings[0], 0)
        self.assertGreaterEqual(readings[1], 61_000_000_000)

    def test_a_reset_register_begins_again(self):
        client = self.site.client("utility")
        self.site.post("/fault?meter=grid&kind=reset")
        register = self.grid_register(client)
        client.close()
        self.assertLess(register, 1_000_000)

    def test_garbage_is_no_frame(self):
        self.site.post("/fault?meter=grid&kind=garbage")
        with socket.create_connection(("127.0.0.1", self.site.ports["utility"]), 3) as raw:
            raw.sendall(struct.pack(">HHHBBHH", 1, 0, 6, 1, 3, 3203, 4))
            self.assertEqual(raw.recv(64)[:4], b"\xde\xad\x00\xff")

    def test_writes_are_refused_and_a_hole_is_an_illegal_address(self):
        client = self.site.client("utility")
        self.assertEqual(client.write_register(3203, 1, slave=1).exception_code, 1)
        self.assertEqual(client.read_holding_registers(100, 2, slave=1).exception_code, 2)
        client.close()

    def test_two_requests_in_one_segment_are_both_answered(self):
        request = struct.pack(">HHHBBHH", 7, 0, 6, 1, 3, 3059, 2)
        with socket.create_connection(("127.0.0.1", self.site.ports["utility"]), 3) as raw:
            raw.sendall(request + request)
            answer = b""
            while len(answer) < 26:
                answer += raw.recv(64)
        self.assertEqual(answer[:7], answer[13:20])

    def test_inefficient_cooling_raises_cooling_power(self):
        before = self.site.get("/state")["watts"]["crah"]
        self.site.post("/cooling?factor=2.0")
        deadline = time.monotonic() + 30
        after = before
        while after < 1.9 * before and time.monotonic() < deadline:
            after = self.site.get("/state")["watts"]["crah"]
        self.assertAlmostEqual(after / before, 2, delta=0.02)

    def test_the_control_port_refuses_what_it_does_not_know(self):
        for path, status in [("/nope", 404), ("/truth?from=x&to=y", 400)]:
            with self.assertRaises(urllib.error.HTTPError) as refused:
                self.site.get(path)
            self.assertEqual(refused.exception.code, status)
            refused.exception.close()


class RtuOverTcpTest(unittest.TestCase):
    SITE_WITH_LINE = """
plant: {it_design_kw: 100}
ports: [{name: line, rtu: true, baud: 19200}]
meters:
  - {name: a, port: line, unit: 5, measures: pdu_a, registers: sdm630}
  - {name: b, port: line, unit: 6, measures: pdu_b, registers: sdm630}
"""

    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        site = os.path.join(self.directory.name, "site.yaml")
        with open(site, "w", encoding="utf-8") as out:
            out.write(self.SITE_WITH_LINE)
        self.site = Site(self.directory.name, site=site)

    def tearDown(self):
        self.assertEqual(self.site.end(), 0)
        self.directory.cleanup()

    def test_pymodbus_reads_two_units_and_an_exception_over_one_connection(self):
        client = ModbusTcpClient("127.0.0.1", port=self.site.ports["line"], timeout=3,
                                 framer=ModbusRtuFramer)
        self.assertTrue(client.connect())
        truth = self.site.get("/state")["watts"]
        for unit, name in [(5, "a"), (6, "b"), (5, "a")]:
            watts = float32(client.read_input_registers(52, 2, slave=unit).registers)
            self.assertAlmostEqual(watts / truth[name], 1, delta=0.002)
        self.assertEqual(client.read_input_registers(2000, 2, slave=5).exception_code, 2)
        client.close()

    def test_mbpoll_reads_it_through_a_serial_line(self):
        if shutil.which("socat") is None:
            self.skipTest("socat is not installed")
        device = os.path.join(self.directory.name, "line")
        bridge = subprocess.Popen(["socat", f"pty,raw,echo=0,link={device}",
                                   f"tcp:127.0.0.1:{self.site.ports['line']}"])
        try:
            while not os.path.exists(device):
                self.assertIsNone(bridge.poll())
            text = subprocess.run(
                ["mbpoll", "-m", "rtu", "-b", "19200", "-P", "none", "-0", "-a", "6",
                 "-t", "3:float", "-B", "-r", "52", "-c", "1", "-1", device],
                check=True, capture_output=True, text=True).stdout
        finally:
            bridge.terminate()
            bridge.wait()
        truth = self.site.get("/state")["watts"]["b"]
        watts = float(re.search(r"\[52\]:\s*(\S+)", text)[1])
        self.assertAlmostEqual(watts / truth, 1, delta=0.002)

    def test_a_damaged_request_is_not_answered_and_the_next_one_is(self):
        request = bytes.fromhex("050400340002")  # function 4 of unit 5, 2 registers from 52
        damaged, right = request + b"\x00\x00", request + b"\x31\x81"
        with socket.create_connection(("127.0.0.1", self.site.ports["line"]), 3) as raw:
            raw.sendall(damaged)
            raw.settimeout(0.3)
            with self.assertRaises(TimeoutError):
                raw.recv(64)
            raw.settimeout(3)
            raw.sendall(right)
            self.assertEqual(raw.recv(64)[:3], b"\x05\x04\x04")


class ContinuationTest(unittest.TestCase):
    def test_the_live_site_continues_the_registers_of_the_written_past(self):
        with tempfile.TemporaryDirectory() as directory:
            state = os.path.join(directory, "state.json")
            readings = os.path.join(directory, "readings.csv")
            subprocess.run([PUESIM, SITE, "--history", "2d", "--out", readings, "--state", state],
                           check=True)
            with open(readings, encoding="utf-8") as rows:
                last = [row.split(",") for row in rows if ",grid,energy_import_wh," in row][-1]
            site = Site(directory, "--state", state)
            client = site.client("utility")
            register = int64(client.read_holding_registers(3203, 4, slave=1).registers)
            client.close()
            end = quarter_hour_before(int(time.time()))
            past = site.get(f"/truth?from={end - 86400}&to={end}")
            self.assertEqual(site.end(), 0)
            # At most a quarter hour and this test's seconds of at most 10 MW: 2,800 kWh.
            gained = register - int(float(last[3]))
            self.assertGreaterEqual(gained, 0)
            self.assertLess(gained, 2_800_000)
            self.assertGreater(past["pue"], 1.1)
            self.assertLess(past["pue"], 1.4)


if __name__ == "__main__":
    if shutil.which("mbpoll") is None:
        print("SKIPPED: mbpoll is not installed")
        sys.exit(77)
    PUESIM, SITE = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
