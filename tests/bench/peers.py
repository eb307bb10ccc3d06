"""Peers of pued in the benches of a gateway, where their binaries are in the folder $PEERS_DIR:
telegraf (its plugin inputs.modbus) and modbus_exporter. Each is told to read the same registers of
the same units once a second."""
import os
import pathlib
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

TELEGRAF = """[agent]
  interval = "1s"
  flush_interval = "10s"
  omit_hostname = true
[[outputs.discard]]
[[inputs.modbus]]
  name = "gateway"
  controller = "tcp://127.0.0.1:{port}"
  timeout = "1s"
  configuration_type = "request"
{requests}"""

TELEGRAF_REQUEST = """[[inputs.modbus.request]]
    slave_id = {unit}
    byte_order = "ABCD"
    register = "input"
    optimization = "{optimization}"
    fields = [{fields}]
"""

MODBUS_EXPORTER = """modules:
  - name: meter
    protocol: tcp/ip
    timeout: 1000
    metrics:
"""

MODBUS_EXPORTER_METRIC = """      - name: value_{address}
        help: of two input registers
        address: {number}
        dataType: float32
        endianness: big
        metricType: gauge
"""

INPUT_REGISTERS = 300000  # of modbus_exporter: the function is the first of six digits


class Peer:
    """A program with a configuration file of its own, until `close`."""

    def __init__(self, binary, text, arguments):
        self.folder = tempfile.TemporaryDirectory()
        path = pathlib.Path(self.folder.name, "configuration")
        path.write_text(text, encoding="utf-8")
        self.process = subprocess.Popen([binary, *arguments(path)], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)

    def close(self):
        if self.process.poll() is not None:
            raise SystemExit(f"{self.process.args[0]} ended by itself: {self.process.returncode}")
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()


class Telegraf(Peer):
    def __init__(self, binary, port, units, registers, optimization):
        fields = ", ".join(f'{{address={address}, name="value_{address}", type="FLOAT32"}}'
                           for address in registers)
        requests = "".join(
            TELEGRAF_REQUEST.format(unit=unit, optimization=optimization, fields=fields)
            for unit in units)
        super().__init__(binary, TELEGRAF.format(port=port, requests=requests),
                         lambda path: ["--config", path])


class ModbusExporter(Peer):
    """Each unit is a target of its own, scraped every second as Prometheus does: the next scrape
    waits for the one before."""

    def __init__(self, binary, port, units, registers):
        self.closed = threading.Event()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            listen = f"127.0.0.1:{free.getsockname()[1]}"
        flags = subprocess.run([binary, "--help"], capture_output=True, text=True, check=False)
        flag = "web.listen-address" if "web.listen" in flags.stdout + flags.stderr else (
            "modbus-listen-address")
        text = MODBUS_EXPORTER + "".join(
            MODBUS_EXPORTER_METRIC.format(address=address, number=INPUT_REGISTERS + address)
            for address in registers)
        super().__init__(binary, text,
                         lambda path: [f"--config.file={path}", f"--{flag}={listen}"])
        for unit in units:
            url = f"http://{listen}/modbus?module=meter&target=127.0.0.1:{port}&sub_target={unit}"
            threading.Thread(target=self._scrape, args=(url,), daemon=True).start()

    def _scrape(self, url):
        due = time.monotonic()
        while not self.closed.is_set():
            try:
                with urllib.request.urlopen(url, timeout=10) as answer:
                    answer.read()
            except (urllib.error.URLError, OSError):
                pass  # what is lost is seen from the gateway
            due = max(due + 1, time.monotonic())
            self.closed.wait(due - time.monotonic())

    def close(self):
        self.closed.set()
        super().close()


def found(registers):
    """{name: what starts it, for a port and units} of those that there are; says which are not."""
    folder = pathlib.Path(os.environ.get("PEERS_DIR", "/nonexistent"))
    peers = {}
    for name in ("telegraf", "modbus_exporter"):
        binary = folder / name
        if not os.access(binary, os.X_OK):
            print(f"SKIPPED: {name} is not in $PEERS_DIR")
        elif name == "telegraf":
            for label, optimization in (("telegraf", "none"),
                                        ("telegraf, max_insert", "max_insert")):
                peers[label] = lambda port, units, binary=binary, optimization=optimization: (
                    Telegraf(binary, port, units, registers, optimization))
        else:
            peers[name] = lambda port, units, binary=binary: (
                ModbusExporter(binary, port, units, registers))
    return peers
