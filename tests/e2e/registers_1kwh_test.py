#!/usr/bin/python3
"""registers_1kwh_test.py BUILD_DIR: 30 days of a site of 100 kW IT whose registers count whole kWh,
read each minute. The 15-minute PUE of `puectl replay` must follow the truth with an rms error below
0.01. The errors of interpolating the same registers linearly, and of the same powers without
registers, are printed beside it.

The simulated powers are exact. Here they get what real ones have: the gain error of class 0.5
meters, which makes facility and IT disagree, and 2 % of noise, because the load moves between two
readings."""

import contextlib
import csv
import datetime
import math
import pathlib
import random
import subprocess
import sys
import tempfile

import stack

QUARTER_HOUR = 900
SITE = stack.ROOT / "tests/sim/sites/small.yaml"
UNTIL = "2026-03-01T00:00:00Z"
SOURCES = ("grid", "pv-roof")
IT = ("ups-a-out", "ups-b-out")
GREATEST_RMS = 0.01
GAIN = {"grid": 1.005, "pv-roof": 1.005, "ups-a-out": 0.995, "ups-b-out": 0.995}
NOISE = 0.02


def with_real_powers(path, out):
    """Copies the readings, each power with its meter's gain error and noise; the same each run."""
    noise = random.Random(1)
    with open(path, encoding="utf-8") as rows, open(out, "w", encoding="utf-8") as copy:
        for row in rows:
            if ",active_power_w," in row:
                time, meter, quantity, value = row.rstrip().split(",")
                value = float(value) * GAIN.get(meter, 1) * noise.gauss(1, NOISE)
                row = f"{time},{meter},{quantity},{value}\n"
            copy.write(row)


def seconds(text):
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def true_pue(path):
    """PUE by the start of its quarter hour, from cumulative energies."""
    with open(path, encoding="utf-8") as file:
        energies = {
            seconds(row["time"]): (int(row["facility_joules"]), int(row["it_joules"]))
            for row in csv.DictReader(file)
        }
    return ratios(energies)


def ratios(energies):
    pue = {}
    for start, (facility, it) in energies.items():
        end = energies.get(start + QUARTER_HOUR)
        if start % QUARTER_HOUR == 0 and end is not None and end[1] > it:
            pue[start] = (end[0] - facility) / (end[1] - it)
    return pue


def interpolated_pue(path):
    """The registers as read at the quarter hours: a reading falls on each, so that drawing a
    straight line between readings gives the reading itself."""
    energies = {}
    with open(path, encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        for row in rows:
            direction = {"energy_import_wh": 1, "energy_export_wh": -1}.get(row["quantity"])
            at = row["time"]
            if direction is None or at[14:16] not in ("00", "15", "30", "45"):
                continue
            facility, it = energies.setdefault(seconds(at), (0.0, 0.0))
            net = direction * float(row["value"])
            if row["meter"] in SOURCES:
                facility += net
            elif row["meter"] in IT:
                it += net
            energies[seconds(at)] = (facility, it)
    return ratios(energies)


def power_pue(path):
    """From the sums of the powers of each quarter hour."""
    sums = {}
    with open(path, encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            if row["quantity"] != "active_power_w":
                continue
            start = seconds(row["time"]) // QUARTER_HOUR * QUARTER_HOUR
            both = sums.setdefault(start, [0.0, 0.0])
            if row["meter"] in SOURCES:
                both[0] += float(row["value"])
            elif row["meter"] in IT:
                both[1] += float(row["value"])
    return {start: facility / it for start, (facility, it) in sums.items() if it > 0}


def replayed_pue(text):
    """The newest version of each interval; the first one has no reading before it."""
    pue = {}
    for row in csv.DictReader(text.splitlines()):
        if row["quality"] == "measured":
            pue[seconds(row["start"])] = int(row["facility_joules"]) / int(row["it_joules"])
    return pue


def root_mean_square(pue, truth):
    errors = [pue[start] - truth[start] for start in pue if start in truth]
    assert len(errors) >= 30 * 96 - 4, f"only {len(errors)} quarter hours of 30 days"
    return math.sqrt(sum(e * e for e in errors) / len(errors)), max(map(abs, errors))


def write_config(build, folder):
    """puesim states the configuration of a site that runs."""
    with stack.Processes(folder) as processes:
        processes.start(
            "puesim", build / "tests/sim/puesim", SITE, "--write-config", folder / "pued.yaml"
        )
        stack.await_that("puesim ready", lambda: "ready:" in processes.log("puesim"))


def main(build):
    with contextlib.ExitStack() as stack_of_folders:
        folder = pathlib.Path(
            stack_of_folders.enter_context(tempfile.TemporaryDirectory(prefix="pued-1kwh-"))
        )
        write_config(build, folder)
        exact, truth_file = folder / "exact.csv", folder / "truth.csv"
        readings = folder / "readings.csv"
        subprocess.run(
            [build / "tests/sim/puesim", SITE, "--history", "30d", "--step", "1m"]
            + ["--until", UNTIL, "--out", exact, "--truth-out", truth_file],
            check=True,
            capture_output=True,
        )
        with_real_powers(exact, readings)
        replayed = subprocess.run(
            [build / "puectl", "replay", folder / "pued.yaml", readings, "--format", "csv"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        truth = true_pue(truth_file)
        rms, worst = root_mean_square(replayed_pue(replayed), truth)
        linear, linear_worst = root_mean_square(interpolated_pue(readings), truth)
        power, power_worst = root_mean_square(power_pue(readings), truth)
    print(f"registers of 1 kWh, 100 kW of IT, {len(truth)} quarter hours, error of PUE:")
    print(f"  power bounded by the registers  rms {rms:.4f}, at worst {worst:.4f}")
    print(f"  registers interpolated linearly rms {linear:.4f}, at worst {linear_worst:.4f}")
    print(f"  powers without registers        rms {power:.4f}, at worst {power_worst:.4f}")
    if rms >= GREATEST_RMS:
        print(f"FAILED: rms {rms:.4f}, must be below {GREATEST_RMS}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
