"""The ledger's disk is full while quarter hours end: polling and /metrics go on and tell it, and
when there is space again every interval is written, also by a daemon that was killed and started on
the full disk. Time passes by steps of the daemon's wall clock, a quarter hour each."""

import contextlib
import errno
import os
import subprocess
import time

import stack
from modbus_peers import Clock, Meter

QUARTER_HOUR = 900
LEAD = 3  # s from the start to the end of a quarter hour
DISK = "2m"
TRUE_PUE = 1.25
MISSED = 3  # intervals that end while the disk is full


class SteppedClock:
    """The daemon's wall clock, by a file that faketime reads at every call."""

    def __init__(self, folder):
        self._file = folder / "faketime"
        boundary = (int(time.time()) // QUARTER_HOUR + 1) * QUARTER_HOUR
        self._shift = boundary - LEAD - time.time()
        self._write()

    def step(self):
        self._shift += QUARTER_HOUR
        self._write()

    def _write(self):
        """The whole text at once: faketime may read at any moment."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{self._shift:+.3f}\n")
        new.replace(self._file)

    def environment(self):
        environment = stack.clock_shifted_by(self._shift)
        del environment["FAKETIME"]
        return {
            **environment,
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
        }


@contextlib.contextmanager
def small_disk(folder):
    if os.geteuid() != 0:
        stack.skip("disk_full: only root can mount a small disk")
    disk = folder / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", str(disk)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        stack.skip(f"disk_full: {done.stderr.strip()}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(path):
    with open(path, "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError as error:
            assert error.errno == errno.ENOSPC, error


def interval_ends(pued, clock):
    """The page after the next quarter hour has ended, with polls that began after it."""
    before = pued.page()
    clock.step()
    elapsed = before.value("pue_elapsed_seconds_total") or 0
    ended = pued.await_page(
        "an interval ends", lambda page: (page.value("pue_elapsed_seconds_total") or 0) > elapsed
    )
    polls = ended.values("pue_polls_total", "meter")["grid"]
    return pued.await_page(
        "polling goes on", lambda page: page.values("pue_polls_total", "meter")["grid"] > polls + 2
    )


def check_told(full, page):
    for name in ("pue_ledger_records_total", "pue_ledger_last_commit_timestamp_seconds"):
        assert page.value(name) == full.value(name), f"{name} moved: {page.value(name)}"
    assert page.value("pue_live_ratio") == TRUE_PUE, page.value("pue_live_ratio")


def run(make_pued, peers):
    if not stack.FAKETIME.exists():
        stack.skip("disk_full: no libfaketime (package faketime)")
    pued = make_pued()
    with small_disk(pued.folder) as disk:
        return run_on(disk, pued, peers)


def run_on(disk, pued, peers):
    meters = [Meter("grid", "grid", 1e6, Clock()), Meter("row", "it", 8e5, Clock())]
    for meter in meters:
        peers.add(meter)
    pued.ledger = disk / "ledger.db"
    pued.configure(meters, interval="500ms", timeout="400ms", with_ledger=True)
    clock = SteppedClock(pued.folder)
    pued.start(environment=clock.environment())
    # A ledger begins with the first whole quarter hour: the one after this.
    start_of_first = time.monotonic() + LEAD
    stack.await_that("it begins", lambda: time.monotonic() > start_of_first)
    interval_ends(pued, clock)
    commit = "pue_ledger_last_commit_timestamp_seconds"
    full = pued.await_page("a commit", lambda page: page.value(commit))
    fill(disk / "filler")
    for _ in range(MISSED):
        check_told(full, interval_ends(pued, clock))
    stack.await_that("the log tells it", lambda: "history is not written" in pued.log())

    caught_up = await_catching_up(pued, disk, full, MISSED)
    late = caught_up.value(commit) - full.value(commit)
    assert late >= MISSED * QUARTER_HOUR, f"last commit {late} s after the one before"

    fill(disk / "filler")
    interval_ends(pued, clock)
    pued.kill()
    pued.start(environment=clock.environment())
    pued.await_page("live PUE", lambda page: page.value("pue_live_ratio") == TRUE_PUE)
    page = await_catching_up(pued, disk, caught_up, 1)
    records = page.value("pue_ledger_records_total")
    closed = page.value("pue_elapsed_seconds_total") / QUARTER_HOUR
    pued.kill()
    pued.verify_ledger()
    lines = pued.history("coverage")
    assert len(lines) == closed, f"{len(lines)} quarter hours in the history, {closed} closed"
    return [
        f"{MISSED} quarter hours ended without space",
        f"polls, live PUE and /metrics went on, last commit stood still for {late:.0f} s",
        f"{records:.0f} records after it and after a start on the full disk",
    ]


def await_catching_up(pued, disk, before, missed):
    """Space again; the page after what was missed is written."""
    (disk / "filler").unlink()
    due = before.value("pue_ledger_records_total") + missed
    return pued.await_page(
        "caught up", lambda page: page.value("pue_ledger_records_total") >= due
    )
