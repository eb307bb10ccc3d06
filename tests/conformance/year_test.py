#!/usr/bin/python3
"""year_test.py BUILD_DIR: a year of the simulated site in which the daemon was down, a meter was
silent, a meter was replaced and another told half of what flowed until a person corrected it. The
yearly report equals the simulation within the uncertainty that it states, the ledger is verified,
and the bundle by a Python that knows nothing of pued."""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2] / path) for path in ("tests/e2e", "config/bundle")]

import demo_ledger  # noqa: E402

UNTIL = "2026-01-02T00:00:00Z"
YEAR = ("2024-12-31T16:00:00Z", "2025-12-31T16:00:00Z")  # of the site's zone, +08:00
DOWN = ("2025-02-10T03:07:00Z", "2025-02-10T09:20:00Z")  # no meter is read
SILENT = ("ups-b-out", "2025-05-03T01:00:00Z", "2025-05-04T07:00:00Z")
SWAP = ("ups-a-out", "2025-06-15T02:00:00Z")
HALF = ("ups-b-out", "2025-09-01T00:00:00Z", "2025-09-02T00:00:00Z")
EMPTY = {"PATH": "/usr/bin:/bin"}


def run(*command, code=0, **more):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True,
                          check=False, **more)
    assert done.returncode == code, f"{command}: exit {done.returncode}: {done.stderr}"
    return done.stdout


class Readings:
    """What the meters told that year, made from what they would have told."""

    def __init__(self):
        self.swapped_at = None  # register of the meter that was taken out
        self.half_from = self.half_until = None  # register of the meter that lost half

    def told(self, time, meter, quantity, value):
        """The value as it was read; nothing where nothing was."""
        if DOWN[0] <= time < DOWN[1]:
            return None
        if meter == SILENT[0] and SILENT[1] <= time < SILENT[2]:
            return None
        if meter == SWAP[0] and quantity == "energy_import_wh" and time >= SWAP[1]:
            if time == SWAP[1]:
                self.swapped_at = int(value)
            return str(int(value) - self.swapped_at)
        if meter == HALF[0] and time >= HALF[1]:
            return self.halved(time, quantity, value)
        return value

    def halved(self, time, quantity, value):
        if quantity == "active_power_w":
            return str(float(value) / 2) if time <= HALF[2] else value
        if quantity != "energy_import_wh":
            return value
        register = int(value)
        if time == HALF[1]:
            self.half_from = register
        if time <= HALF[2]:
            self.half_until = register
        return str(register - (self.half_until - self.half_from) // 2)


def write_readings(build, folder):
    """The readings as they were told, and of which sums the simulation knows the truth."""
    run(build / "tests/sim/puesim", demo_ledger.SITE, "--history", "13mo", "--until", UNTIL,
        "--out", folder / "true.csv", "--truth-out", folder / "truth.csv",
        "--state", folder / "site.json")
    readings = Readings()
    with (folder / "true.csv").open() as true, (folder / "readings.csv").open("w") as out:
        for line in true:
            cells = line.rstrip("\n").split(",")
            if len(cells) != 4 or cells[0] == "time":
                out.write(line)
                continue
            value = readings.told(*cells)
            if value is not None:
                out.write(",".join([*cells[:3], value]) + "\n")
    (folder / "events.csv").write_text(
        "time,meter,kind,final,initial,who,why,ticket\n"
        f"{SWAP[1]},{SWAP[0]},swap,{readings.swapped_at},0,Wang Fang,display broken,W-17\n")
    return readings


def truth_of_year(folder):
    with (folder / "truth.csv").open() as rows:
        sums = {row["time"]: row for row in csv.DictReader(rows) if row["time"] in YEAR}
    start, end = (sums[time] for time in YEAR)
    return {which: int(end[f"{which}_joules"]) - int(start[f"{which}_joules"])
            for which in ("facility", "it")}


def report(build, ledger, *more):
    text = run(build / "puectl", "report", "--ledger", ledger, "--period", "2025", "--format",
               "json", *more)
    return json.loads(text)


def near(value, true, relative, what):
    assert abs(value / true - 1) <= relative, f"{what}: {value}, truth {true}"


def check_report(told, truth, lost_joules):
    figures = told["figures"]
    near(figures["it_joules"], truth["it"], 1e-6, "IT energy")
    near(figures["facility_joules"], truth["facility"], 1e-6, "facility energy")
    pue = truth["facility"] / truth["it"]
    assert figures["uncertainty"] > 0 and abs(figures["pue"] - pue) <= figures["uncertainty"]
    near(figures["pue"], pue, 1e-6, "PUE")
    assert figures["coverage"] == 1, figures["coverage"]
    (correction,) = told["corrections"]
    assert correction["meter"] == HALF[0] and correction["ticket"] == "T-9"
    near(correction["new_joules"] - correction["old_joules"], lost_joules, 1e-4, "correction")
    assert [event["kind"] for event in told["events"]] == ["swap"], told["events"]
    # What the registers kept over the outages is no gap; what people entered is named.
    assert [(gap["meter"], gap["quality"]) for gap in told["gaps"]] == [
        (SWAP[0], "edited"), (HALF[0], "edited")], told["gaps"]
    print(f"ok report: PUE {figures['pue']:.6f} ± {figures['uncertainty']:.4f}, truth {pue:.6f}")


def check_as_known_before(told, truth, lost_joules):
    """Half of a day was not known of: IT energy too low by it, PUE too high."""
    near(told["figures"]["it_joules"], truth["it"] - lost_joules, 1e-6, "IT energy as known then")
    assert told["corrections"] == [], told["corrections"]
    print(f"ok as known before the correction: PUE {told['figures']['pue']:.6f}")


def by_stranger(folder):
    said = run("/usr/bin/python3", "-I", "verify.py", cwd=folder, env=EMPTY)
    assert "VERIFIED" in said and "NOT VERIFIED" not in said, said


def check_bundle(build, ledger, folder):
    """Of the quarter of the correction."""
    run(build / "puectl", "bundle", "--ledger", ledger, "--period", "2025-Q3", "-o",
        folder / "bundle.zip")
    run(build / "puectl", "verify", folder / "bundle.zip")
    with zipfile.ZipFile(folder / "bundle.zip") as archive:
        archive.extractall(folder / "unpacked")
    rows = (folder / "unpacked/corrections.csv").read_text().splitlines()
    assert len(rows) == 2 and "half of a CT" in rows[1], rows
    by_stranger(folder / "unpacked")
    print("ok bundle, by a stranger too")


def main(build):
    with tempfile.TemporaryDirectory(prefix="pued-year-") as name:
        folder = pathlib.Path(name)
        readings = write_readings(build, folder)
        config = demo_ledger.configuration(build, folder)
        config.write_text(config.read_text() + "events: events.csv\n")
        ledger = folder / "ledger.db"
        run(build / "puectl", "replay", config, folder / "readings.csv", "--ledger", ledger)
        print("ok replay")
        whole = readings.half_until - readings.half_from
        lost_joules = whole // 2 * 3600
        run(build / "puectl", "correct", config, HALF[0], "--from", HALF[1], "--to", HALF[2],
            "--kwh", whole / 1000, "--who", "Li Wei", "--why", "half of a CT was open", "--ticket",
            "T-9")
        truth = truth_of_year(folder)
        check_report(report(build, ledger), truth, lost_joules)
        check_as_known_before(report(build, ledger, "--as-of", UNTIL), truth, lost_joules)
        said = run(build / "puectl", "verify", ledger)
        print("ok " + said.splitlines()[0])
        check_bundle(build, ledger, folder)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())
