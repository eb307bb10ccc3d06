"""kill -9 again and again while intervals close: no committed interval is lost or changed, and the
site's counters never decrease. Every life begins shortly before the end of a quarter hour, some
quarter hours after the former: its first readings close all that were missed. Every second kill
waits until a commit is under way, the others come at a random moment of a life.

This proves that a dying process loses nothing; what a dying machine may lose is the matter of the
store's tests."""

import contextlib
import datetime
import math
import os
import random
import sqlite3
import time

import stack
from modbus_peers import Clock, Meter

QUARTER_HOUR = 900
LEAD = 1.5  # s from the start of a life to the end of a quarter hour
LONGEST_LIFE = 5.0  # s, of those that are killed at random
LONGEST_COMMIT = 0.008  # s
MOST_MISSED = 6  # quarter hours between two lives
FACILITY_WATTS = 1e6
# A register counts single Wh; both ends of an interval lie between two of its steps.
TOLERANCE_JOULES = 2 * 3600
COUNTERS = (
    "pue_facility_energy_joules_total",
    "pue_it_energy_joules_total",
    "pue_elapsed_seconds_total",
    "pue_covered_seconds_total",
    "pue_ledger_records_total",
)


class Killing:
    def __init__(self, pued, clock, dice):
        self.pued = pued
        self.clock = clock
        self.dice = dice
        self.records = {}  # (start in ns, version): the bytes
        self.lines = {}  # start in ns: (version, line of `puectl history`)
        self.counters = dict.fromkeys(COUNTERS, 0)
        self.hot_journals = 0
        self.journal_path = f"{pued.ledger}-journal"

    # ---- one life --------------------------------------------------------------------------------

    def start(self):
        next_end = math.ceil(self.clock.now() / QUARTER_HOUR)
        boundary = (next_end + self.dice.randrange(MOST_MISSED)) * QUARTER_HOUR
        self.clock.shift += max(0, boundary - LEAD - self.clock.now())
        self.pued.launch(environment=stack.clock_shifted_by(self.clock.shift))

    def live_in_peace(self):
        """A first life, ended by SIGTERM: from its state on, no quarter hour may be missing."""
        self.start()
        stack.await_that("pued ready", self.pued.is_ready)
        read = lambda page: len(page.values("pue_meter_energy_joules_total", "meter")) == 2
        self.pued.await_page("both registers read", read)
        self.pued.stop()

    def scrape(self):
        if not self.pued.url and not self.pued.is_ready():
            return
        page = self.pued.page()
        for name in COUNTERS:
            value = page.value(name)
            if value is None:  # until its inputs were read
                continue
            assert value >= self.counters[name], f"{name}: {self.counters[name]} → {value}"
            self.counters[name] = value

    def live_until(self, moment):
        while time.monotonic() < moment:
            self.scrape()
            time.sleep(min(0.05, max(0, moment - time.monotonic())))

    def journal(self):
        """What tells that SQLite writes its rollback journal: every commit begins with it."""
        with contextlib.suppress(FileNotFoundError):
            found = os.stat(self.journal_path)
            return found.st_size, found.st_mtime_ns
        return None

    def live_until_commit(self):
        """To a moment within a commit, which takes milliseconds: nothing pauses here."""
        stack.await_that("pued ready", self.pued.is_ready)
        self.scrape()
        before = self.journal()
        end = time.monotonic() + 30
        while self.journal() == before:
            assert time.monotonic() < end, "nothing was committed after the end of a quarter hour"
        # Half of them in the last part, in which the ledger itself is written.
        until_hot = self.dice.random() < 0.5
        end = time.monotonic() + (1 if until_hot else self.dice.uniform(0, LONGEST_COMMIT))
        with open(self.journal_path, "rb", buffering=0) as journal:
            while time.monotonic() < end and not (until_hot and self.is_hot(journal)):
                pass

    @staticmethod
    def is_hot(journal):
        """From its first byte on it must be rolled back; until it is synced, that byte is 0."""
        return os.pread(journal.fileno(), 1, 0) not in (b"", b"\0")

    def kill(self):
        self.pued.kill()
        with contextlib.suppress(FileNotFoundError), open(self.journal_path, "rb") as journal:
            self.hot_journals += self.is_hot(journal)

    # ---- what is in the ledger -------------------------------------------------------------------

    def read_records(self):
        with contextlib.closing(sqlite3.connect(self.pued.ledger)) as database:
            rows = database.execute("SELECT leaf, bytes FROM record").fetchall()
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return dict(rows)

    def read_versions(self):
        with contextlib.closing(sqlite3.connect(self.pued.ledger)) as database:
            newest = "SELECT start_ns, max(version) FROM interval GROUP BY start_ns"
            return dict(database.execute(newest).fetchall())

    def read_lines(self):
        newest = self.read_versions()
        lines = {}
        for text, rest in self.pued.history("facility_energy").items():
            start = int(datetime.datetime.fromisoformat(text).timestamp()) * 10**9
            lines[start] = (newest.get(start), rest)
        return lines

    def check_ledger(self):
        """`puectl` comes first: what it leaves undone of a torn commit would be done by SQLite."""
        if not self.pued.ledger.exists() or not self.counters["pue_ledger_records_total"]:
            return
        self.pued.verify_ledger()
        records = self.read_records()
        told = self.counters["pue_ledger_records_total"]
        assert len(records) >= told, f"{len(records)} records, /metrics told {told:.0f}"
        for leaf, entry in self.records.items():
            assert records.get(leaf) == entry, f"entry {leaf} is lost or changed"
        lines = self.read_lines()
        for start, (version, line) in self.lines.items():
            now_version, now_line = lines.get(start, (None, None))
            kept = now_line == line or (now_version is not None and now_version > version)
            assert kept, f"history of {start}: {line} → {now_line}"
        self.records, self.lines = records, lines

    def check_energy(self):
        """Whole quarter hours: the first began before the first reading."""
        newest = {}
        for start, (_version, line) in self.read_lines().items():
            kilowatt_hours = line.split(",")[1]  # end,value,unit,…
            newest[start] = round(float(kilowatt_hours) * 3.6e6) if kilowatt_hours else None
        starts = sorted(newest)[1:]
        expected = FACILITY_WATTS * QUARTER_HOUR
        for before, start in zip(starts, starts[1:]):
            assert start - before == QUARTER_HOUR * 10**9, f"a gap before {start}"
        for start in starts:
            off = (newest[start] or 0) - expected
            assert abs(off) <= TOLERANCE_JOULES, f"{start}: {newest[start]} J, {expected:.0f} true"
        return len(starts)


def run(make_pued, peers):
    kills = int(os.environ.get("PUE_CHAOS_KILLS", "20"))
    seed = int(os.environ.get("PUE_CHAOS_SEED", time.time_ns() % 10**6))
    print(f"killed: PUE_CHAOS_SEED={seed}", flush=True)
    if not stack.FAKETIME.exists():
        stack.skip("killed: no libfaketime (package faketime)")
    clock, pued = Clock(), make_pued()
    meters = [Meter("grid", "grid", FACILITY_WATTS, clock), Meter("row", "it", 8e5, clock)]
    for meter in meters:
        peers.add(meter)
    pued.configure(meters, interval="500ms", timeout="400ms", with_ledger=True)
    killing = Killing(pued, clock, random.Random(seed))
    killing.live_in_peace()
    for number in range(kills):
        killing.start()
        if number % 2:
            killing.live_until_commit()
        else:
            killing.live_until(time.monotonic() + killing.dice.uniform(0, LONGEST_LIFE))
        killing.kill()
        if killing.dice.random() < 0.5:  # else the daemon is the first to see what is left
            killing.check_ledger()
    killing.start()
    stack.await_that("pued ready", pued.is_ready)
    pued.await_page(
        "a commit", lambda page: page.value("pue_ledger_last_commit_timestamp_seconds")
    )
    killing.scrape()
    killing.check_ledger()
    whole = killing.check_energy()
    never_seen = [name for name, value in killing.counters.items() if not value]
    assert not never_seen, f"counters that were never there: {never_seen}"
    return [
        f"{kills} kills, seed {seed}",
        f"{killing.hot_journals} left a commit to be rolled back",
        f"{len(killing.records)} records kept",
        f"{whole} whole quarter hours, each true to the register's Wh",
    ]
