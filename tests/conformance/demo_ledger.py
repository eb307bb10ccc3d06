"""A few days of the demo site as a ledger: the simulation writes the readings, `puectl replay` the
ledger. And the same forged: with entries of every kind, signed with another key."""

import pathlib
import subprocess

import ledger_writer as writer
import verify

from ledger_writer import HOUR, at

SITE = pathlib.Path(__file__).resolve().parents[1] / "sim/sites/demo.yaml"
DAY = 24 * HOUR
START = at("2026-03-01T16:00:00")  # a local midnight
DAYS = [(START + n * DAY, START + (n + 1) * DAY) for n in range(2)]
END = DAYS[-1][1]
SILENT = ("2026-03-02T01:10:00Z", "2026-03-02T02:50:00Z")  # of ups-a-out: later versions, a gap
CORRECTED = ("2026-03-03T05:00:00Z", "2026-03-03T06:00:00Z")  # make-up-water: 1.5 m³


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True,
                          check=False, )
    if done.returncode != 0:
        raise SystemExit(f"{command}: {done.stderr}")


def configuration(build, folder):
    """pued.yaml of the site, as the running simulation writes it."""
    path = folder / "pued.yaml"
    with subprocess.Popen(
        [build / "tests/sim/puesim", SITE, "--state", folder / "site.json", "--serial-link",
         folder / "rs485", "--write-config", path, "--ledger", folder / "ledger.db"],
        stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if line.startswith("ready"):
                process.terminate()
                return path
    raise SystemExit("puesim did not start")


def replayed(build, folder, history, until):
    """A ledger of the site's past, up to then."""
    folder.mkdir()
    readings = folder / "readings.csv"
    run(build / "tests/sim/puesim", SITE, "--history", history, "--until", until, "--out", readings,
        "--state", folder / "site.json")
    lines = readings.read_text().splitlines(keepends=True)
    readings.write_text("".join(
        line for line in lines
        if not (",ups-a-out," in line and SILENT[0] <= line.split(",")[0] < SILENT[1])))
    config = configuration(build, folder)
    run(build / "puectl", "replay", config, readings, "--ledger", folder / "ledger.db")
    run(build / "puectl", "correct", config, "make-up-water", "--from", CORRECTED[0], "--to",
        CORRECTED[1], "--m3", "1.5", "--who", "Zoë", "--why=-why", "--ticket", "T,1")
    return folder / "ledger.db"


def sum_of(story, start, end):
    """Facility, IT and covered time of the newest versions so far."""
    newest = {}
    for leaf, data in enumerate(story.entries):
        if data[0] == 3:
            entry = verify.decoded(data, leaf)
            newest[entry.start] = entry
    rows = writer.figures(newest.values(), [("day", start, end)]).decode().splitlines()
    cells = rows[1].split(",")
    return int(cells[3]), int(cells[4]), int(cells[6]) * 10**9


def forged(ledger, seed, added=True):
    """The same with entries of every kind, signed with another key each 40 entries."""
    story = writer.Story(ledger)
    if added:
        leaf = story.interval_at(END) + 1
        now = END + HOUR
        story.entries, rest = story.entries[:leaf], story.entries[leaf:]
        day = DAYS[1]
        story.entries += [
            writer.event(now, START, "grid", "outage", -1500, None, "=who", 'a "bill",\nMay', ""),
            writer.day_sum(now, day[0], DAY, *sum_of(story, *day)),
            story.second_version(story.interval_at(START)),
            writer.clock_state(now, now - HOUR, 1, 12_345_678),
            writer.clock_state(now, now, 2),
            writer.clock_state(now, now + 1, 0),
            b"\x07\x01" + writer.s(now) + writer.s(now) + writer.s(now + 5),
            b"\x08\x01" + writer.s(now) + writer.text("0.2.0")]
        story.entries += rest
    story.sign(seed, [*range(40, len(story.entries), 40), len(story.entries)])
    return story
