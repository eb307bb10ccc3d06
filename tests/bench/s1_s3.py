"""S1 to S3: what one pued makes of a gateway that handles one request at a time. Ages and losses
are seen from the gateway: when it answered which registers of which unit.

S1  20 SDM630 behind 9600 baud (30 ms + 1.04 ms a byte a request): age of the power of all units
S2  5 good units and a silent one that blocks the bus for 1 s, 10 ms a request
S3  5 good units and one answered 0x0B after 3 s

Beside each figure stands the least that the bus allows. The same for a client by libmodbus that
asks one unit after another, as most programs do, in the same run, and for the peers whose binaries
are in $PEERS_DIR (peers.py).

usage: s1_s3.py BUILD-FOLDER [SECONDS]     (build pued and the benches, preset release)"""
import contextlib
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import peers
from gateway_model import Gateway

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "chaos"), str(TESTS / "e2e")]

import daemon
import stack

BUILD = pathlib.Path(sys.argv[1]).resolve()
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 60
POWER = 52  # of an SDM630, two input registers
MAP = (0, 2, 4, 6, 8, 10, 12, 14, 16, 52, 62, 70, 72, 74)  # all that pued reads of it

PEERS = peers.found(MAP)

PROFILE = TESTS.parent / "config/profiles/eastron/sdm630.yaml"

CONFIGURATION = """site: {{name: bench, timezone: UTC}}
polling: {{interval: {interval}, timeout: 1s, energy_interval: {energy}, slow_interval: {slow}}}
links: {{gateway: {{url: "modbus+tcp://127.0.0.1:{port}", busy_bound: {busy_bound}}}}}
meters:
{meters}"""


def configuration(port, units, interval, energy, slow, busy_bound="0s",
                  profile="eastron/sdm630"):
    def meter(unit):
        role = "role: grid" if unit == 1 else "role: it, point: ups_output"
        return (f"  - {{name: m{unit}, link: gateway, unit: {unit}, "
                f"profile: {profile}, {role}, max_power: 1MW}}\n")
    return CONFIGURATION.format(interval=interval, energy=energy, slow=slow,
                                port=port, busy_bound=busy_bound,
                                meters="".join(meter(unit) for unit in units))


class Pued(contextlib.ExitStack):
    def __init__(self, text):
        super().__init__()
        folder = pathlib.Path(self.enter_context(tempfile.TemporaryDirectory()))
        processes = self.enter_context(stack.Processes(folder))
        (folder / "pued.yaml").write_text(text, encoding="utf-8")
        # The same map with every value as often as the power.
        fast = folder / "profiles/bench/all_fast.yaml"
        fast.parent.mkdir(parents=True)
        shipped = PROFILE.read_text(encoding="utf-8")
        fast.write_text(shipped.replace("float32", "float32, rate: fast"), encoding="utf-8")
        daemon.Pued(BUILD, folder, processes).launch()


class Libmodbus:
    def __init__(self, port, units):
        self.process = subprocess.Popen(
            [BUILD / "tests/bench/gateway_libmodbus", str(port), *map(str, units)])

    def close(self):
        self.process.kill()
        self.process.wait()


def clients(configured):
    """{name: what starts it, for a port and units}; pued as `configured` has it."""
    return {"pued": lambda port, units: Pued(configured(port, units)), "libmodbus": Libmodbus,
            **PEERS}


def observed(gateway, client, warm_up):
    """Answers and requests of SECONDS, after the client has come to know the bus."""
    time.sleep(warm_up)
    begin, spent, connections = gateway.now(), dict(gateway.spent), gateway.connections
    time.sleep(SECONDS)
    client.close()
    answers = [a for a in gateway.answered if a[0] >= begin]
    spent = {unit: gateway.spent[unit] - spent.get(unit, 0) for unit in gateway.spent}
    return answers, spent, gateway.connections - connections


def ages(answers, units, register):
    """How old the newest value of the register is just before the next, of every unit."""
    gaps = []
    for unit in units:
        times = [t for t, u, address, count in answers
                 if u == unit and address <= register < address + count]
        gaps += [later - earlier for earlier, later in zip(times, times[1:])]
    return gaps


def least_time(registers, fixed, per_byte):
    """By trying all divisions of the sorted registers (two words each) into requests."""
    best = [0.0]
    for end in range(1, len(registers) + 1):
        best.append(min(
            best[begin] + fixed + per_byte * (13 + 2 * (registers[end - 1] + 2 - registers[begin]))
            for begin in range(end) if registers[end - 1] + 2 - registers[begin] <= 125))
    return best[-1]


def row(what, value, limit):
    print(f"  {what:<58} {value:>16}   {limit}", flush=True)


def s1():
    fixed, per_byte, units = 0.030, 0.00104, range(1, 21)
    floor = len(units) * least_time([POWER], fixed, per_byte)
    print("S1: 20 units, 30 ms + 1.04 ms a byte")
    for name, start in clients(
            lambda port, units: configuration(port, units, "1s", "60s", "60s")).items():
        gateway = Gateway(fixed, per_byte)
        answers, _, _ = observed(gateway, start(gateway.port, units), 40)
        gaps = ages(answers, units, POWER)
        row(f"{name}: age of a power, median and longest",
            f"{statistics.median(gaps):.2f} s {max(gaps):.2f} s" if gaps else "no answer twice",
            f"floor for powers alone {floor:.2f} s; goal 1.05 of it and the slow share of 10 %: "
            f"{1.15 * floor:.2f} s")
    whole = len(units) * least_time(list(MAP), fixed, per_byte)
    gateway = Gateway(fixed, per_byte)
    client = Pued(configuration(gateway.port, units, "1s", "1s", "1s",
                                profile="bench/all_fast"))
    answers, _, _ = observed(gateway, client, 40)
    gaps = [gap for register in MAP for gap in ages(answers, units, register)]
    row("pued: age of any value, everything at one rate",
        f"{statistics.median(gaps):.2f} s {max(gaps):.2f} s",
        f"floor for the whole map {whole:.2f} s; goal {1.15 * whole:.2f} s")


def bad_unit(title, good, limit, busy_bound="0s", **gateway_of):
    print(title)
    for name, start in clients(
            lambda port, units: configuration(port, units, "1s", "1s", "1s", busy_bound)).items():
        gateway = Gateway(0.010, 0, **gateway_of)
        answers, spent, reconnects = observed(gateway, start(gateway.port, range(1, good + 2)), 30)
        gaps = ages(answers, range(1, good + 1), POWER)
        readings = len(gaps) + good
        row(f"{name}: readings of the good units", str(readings), f"{limit(spent, good)} possible")
        row(f"{name}: bus time of the bad unit", f"{100 * spent.get(good + 1, 0) / SECONDS:.1f} %",
            "goal 5 %")
        row(f"{name}: longest age of a good unit's power, reconnects",
            f"{max(gaps, default=SECONDS):.2f} s {reconnects}",
            "goal: 1 s and what the bus is blocked; none")


def main():
    s1()
    bad_unit("S2: 5 good units, a silent one", 5, lambda spent, good: int(SECONDS) * good,
             silent={6: 1.0})
    bad_unit("S3: 5 good units, one answered 0x0B after 3 s", 5,
             lambda spent, good: int(SECONDS - spent.get(good + 1, 0)) * good, busy_bound="5s",
             late={6: 3.0})


if __name__ == "__main__":
    main()
