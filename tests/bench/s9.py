"""S9: `puectl replay` of one year of 1-minute readings, beside its limit: 10.5 million readings in
30 s on one core. The readings are puesim's; the result is compared with puesim's true energies.

usage: s9.py BUILD-FOLDER [FOLDER-FOR-1.7-GB]     (targets puectl and puesim, preset release)"""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

BUILD = os.path.abspath(sys.argv[1])
SITE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../sim/sites/demo.yaml")
SIMULATOR = f"{BUILD}/tests/sim/puesim"
FURTHER_METERS = "6"  # 14 of the demo and 6 PDUs: 20 meters, and one of water
LIMIT_SECONDS, LIMIT_READINGS = 30, 10.5e6


def write_configuration(path):
    site = subprocess.Popen([SIMULATOR, SITE, "--meters", FURTHER_METERS, "--write-config", path],
                            stdout=subprocess.PIPE, text=True)
    site.stdout.readline()  # it is ready
    while not os.path.exists(path):
        time.sleep(0.05)
    site.terminate()
    site.wait()


def main():
    folder = tempfile.mkdtemp(dir=sys.argv[2] if len(sys.argv) > 2 else None)
    readings, truth, config = (f"{folder}/{name}" for name in ("r.csv", "t.csv", "pued.yaml"))
    write_configuration(config)
    subprocess.run([SIMULATOR, SITE, "--meters", FURTHER_METERS, "--history", "12mo", "--step",
                    "60s", "--until", "2026-11-01T00:00:00+08:00", "--out", readings,
                    "--truth-out", truth], check=True, stdout=subprocess.DEVNULL)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    done = subprocess.run(["taskset", "-c", "0", f"{BUILD}/puectl", "replay", config, readings],
                          check=True, capture_output=True, text=True)
    wall = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    figures = json.loads(done.stdout)
    count = figures["readings"]
    annual = next(w for w in figures["windows"] if w["window"] == "12mo")
    with open(truth, "rb") as file:
        file.seek(-200, os.SEEK_END)
        _, facility, it = file.read().decode().strip().splitlines()[-1].split(",")
    print(f"{count / 1e6:.1f} M readings of a year: {wall:.1f} s, {cpu:.1f} CPU-s, "
          f"{count / cpu / 1e6:.2f} M readings per CPU-s")
    print(f"the limit: {LIMIT_READINGS / LIMIT_SECONDS / 1e6:.2f} M readings a second; "
          f"{LIMIT_READINGS / 1e6} M would take {LIMIT_READINGS * cpu / count:.1f} CPU-s of "
          f"{LIMIT_SECONDS} s")
    print(f"year's energy less the truth: facility {annual['facility_joules'] - int(facility)} J, "
          f"IT {annual['it_joules'] - int(it)} J of {facility} J and {it} J")
    for name in (readings, truth, config):
        os.remove(name)
    os.rmdir(folder)


main()
