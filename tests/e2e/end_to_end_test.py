#!/usr/bin/python3
"""end_to_end_test.py BUILD_DIR: a simulated site over real Modbus sockets, pued, Debian's
Prometheus and Alertmanager with our rules, a webhook receiver. What Prometheus shows is compared
with the simulation's true energies; then things are broken.

The wall clock of site and daemon is shifted (faketime) to 100 s before the last quarter hour, so
that a quarter hour ends while the test runs. With PUE_E2E_LONG=1 the next one, polled from its
first second to its last, is awaited and compared as well. Exit code 77: SKIPPED."""

import contextlib
import datetime
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

import stack
from stack import await_that

QUARTER_HOUR = 900
LEAD = 100  # seconds from the start of the site to the end of the quarter hour
SITE = stack.ROOT / "tests/sim/sites/demo.yaml"
LONG = os.environ.get("PUE_E2E_LONG") == "1"
STALE_AFTER = 30
# Short enough to wait for; a meter is also down for some seconds after each start of pued.
ALERTS = """alerts:
  pue_above_cap: {for: 0s}
  live_above_cap: {for: 0s}
  meter_down: {for: 15s}
"""


@contextlib.contextmanager
def step(name):
    started = time.monotonic()
    notes = []
    try:
        yield notes.append
    except BaseException:
        print(f"FAILED  {name}", flush=True)
        raise
    detail = f": {', '.join(notes)}" if notes else ""
    print(f"ok {time.monotonic() - started:5.1f} s  {name}{detail}", flush=True)


def close(value, expected, tolerance, what):
    assert value is not None, f"{what}: absent, expected {expected}"
    assert abs(value - expected) <= tolerance, f"{what}: {value}, expected {expected} ± {tolerance}"


class EndToEnd:
    def __init__(self, build, folder, processes):
        self.build = build
        self.folder = folder
        self.processes = processes
        self.config = folder / "pued.yaml"
        self.events = folder / "events.csv"
        self.ledger = folder / "ledger.db"
        self.port = stack.free_port()
        self.pued = self.simulation = self.prometheus = None
        self.hook = stack.WebhookReceiver()
        self.boundary = int(time.time()) // QUARTER_HOUR * QUARTER_HOUR
        self.clock = {}
        self.checkpoint = ""

    # ---- starting --------------------------------------------------------------------------------

    def run(self, *command):
        arguments = [str(part) for part in command]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        return done.stdout

    # Trapezoids of readings a quarter hour apart miss what happens between them, and what an
    # interval got too much the next one gets less (a roof's last one at dusk, its first one at
    # dawn): the first live quarter hour would begin with that, hence the last day's finer step.
    def write_past(self, length="13mo"):
        until = self.boundary - LEAD - 5
        self.run(
            *(self.build / "tests/sim/puesim", SITE, "--history", length, "--until", until),
            *("--last-day-step", "1m"),
            *("--out", self.folder / "readings.csv", "--state", self.folder / "site.json"),
        )

    def start_site(self):
        self.clock = stack.clock_shifted_by(self.boundary - LEAD - time.time())
        self.processes.start(
            "puesim",
            *(self.build / "tests/sim/puesim", SITE, "--state", self.folder / "site.json"),
            *("--serial-link", self.folder / "rs485", "--write-config", self.config),
            *("--ledger", self.ledger),
            environment=self.clock,
        )

        def log():
            return self.processes.log("puesim")

        await_that("puesim ready", lambda: "ready:" in log())
        self.simulation = stack.Simulation(re.search(r"^control=(\S+)", log(), re.M)[1])
        self.events.write_text("time,meter,kind,final,initial,who,why,ticket\n")
        self.config.write_text(self.config.read_text() + ALERTS + "events: events.csv\n")

    def replay_past(self):
        readings = self.folder / "readings.csv"
        self.run(
            *(self.build / "puectl", "replay", self.config, readings, "--ledger", self.ledger)
        )

    def start_pued(self):
        self.pued = self.processes.start(
            "pued",
            *(self.build / "pued", f"--config.file={self.config}"),
            f"--web.listen-address=127.0.0.1:{self.port}",
            environment=self.clock,
        )
        await_that("pued ready", lambda: stack.answers(f"{self.url()}/-/ready"))

    def start_monitoring(self):
        self.run(
            *(self.build / "puectl", "rules", self.config, "-o", self.folder / "pued.rules.yml")
        )
        alertmanager = stack.start_alertmanager(self.processes, self.folder, self.hook.port)
        self.prometheus = stack.start_prometheus(
            self.processes, self.folder, self.port, alertmanager
        )

    # ---- asking ----------------------------------------------------------------------------------

    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def value(self, expression):
        return self.prometheus.value(expression)

    def window(self, name):
        windows = json.loads(stack.get(f"{self.url()}/api/v1/status"))["data"]["windows"]
        return next(w for w in windows if w["window"] == name)

    def all_meters_up(self):
        return self.value("sum(pue_meter_up) == count(pue_meter_up)")

    def live_equals_truth(self):
        live = self.value("pue_live_ratio")
        return live is not None and abs(live - self.simulation.live_ratio()) <= 0.01

    def near(self, expression, expected):
        """Its value when it is `expected`; the exposition rounds to 16 digits."""
        value = self.value(expression)
        return value if value is not None and abs(value - expected) < 1e-9 else None

    def meter_reading(self, meter):
        """(joules, time) of one page of metrics: the import counter and when the meter answered."""
        page = stack.get(f"{self.url()}/metrics")
        found = []
        for metric in ("energy_joules_total", "last_success_timestamp_seconds"):
            line = re.search(rf'^pue_meter_{metric}{{(?=.*meter="{meter}").*}} (\S+)', page, re.M)
            if line is None:
                return None
            found.append(float(line[1]))
        return found

    # ---- the steps -------------------------------------------------------------------------------

    def figures_agree(self, note):
        await_that("all meters up in Prometheus", self.all_meters_up)
        await_that("live PUE in Prometheus within 0.01 of the truth", self.live_equals_truth)
        day = await_that("PUE of a day", lambda: self.value('pue_interim_ratio{window="1d"}'))
        coverage = self.value('pue_coverage_ratio{window="1d"}')
        assert coverage >= 22 / 24, f"coverage of the day {coverage}"
        note(f"{self.value('count(pue_meter_up)'):.0f} meters")
        note(f"live {self.value('pue_live_ratio'):.4f}, truth {self.simulation.live_ratio():.4f}")
        note(f"replayed day {day:.4f}, coverage {coverage:.3f}")

    def the_day_agrees(self, note):
        period = self.window("1d")["period"]
        truth = self.simulation.truth(period["start"], period["end"])["pue"]
        day = self.value('pue_interim_ratio{window="1d"}')
        close(day, truth, 0.005, "PUE of the replayed day")
        note(f"{day:.5f}, truth {truth:.5f}")

    def inefficient_cooling(self, note):
        before = self.value("pue_live_ratio")
        self.simulation.set_cooling(2.5)
        alert = await_that("PueLiveAboveCap", lambda: self.hook.firing("PueLiveAboveCap"))[0]
        text = json.dumps(alert["annotations"])
        assert "cooling" in text, f"the alert does not name cooling: {text}"
        await_that("live PUE in Prometheus follows", self.live_equals_truth)
        note(f"live {before:.3f} → {self.value('pue_live_ratio'):.3f}")
        self.simulation.set_cooling(1)

    def killed_and_restarted(self, note):
        await_that("reading of grid", lambda: self.meter_reading("grid"))
        joules, at = self.meter_reading("grid")
        self.pued.kill()
        self.pued.wait()
        down = time.monotonic()
        await_that("Prometheus sees it down", lambda: self.value("up") == 0)
        await_that("15 s of downtime", lambda: time.monotonic() - down > 15)
        self.start_pued()
        recovered = await_that("grid after the restart", lambda: self.meter_reading("grid"))
        start, end = int(at), int(recovered[1])
        truth = self.simulation.truth(start, end)["meters"]["grid"]["import_joules"]
        gained = recovered[0] - joules
        # A counter is up to two polls behind the newest answer. The quarter hour in which this
        # happens is compared more sharply, below.
        close(gained, truth, 11 * truth / (end - start), "energy over the downtime, J")
        note(f"{gained / 3.6e6:.1f} kWh in {end - start} s, truth {truth / 3.6e6:.1f}")
        await_that("all meters up again", self.all_meters_up)

    def quarter_hour_agrees(self, end, note):
        seconds = max(0, end - self.now()) + 150
        await_that(
            "the quarter hour closes",
            lambda: self.window("15m").get("period", {}).get("end") == time_text(end),
            seconds,
        )
        window = self.window("15m")
        figure = await_that(
            "its PUE in Prometheus",
            lambda: self.near('pue_interim_ratio{window="15m"}', window["pue"]),
            10,
        )
        truth = self.simulation.truth(end - QUARTER_HOUR, end)
        close(figure, truth["pue"], 0.005, "PUE of the quarter hour")
        for which in ("facility", "it"):
            energy, measured = truth[f"{which}_joules"], window[f"{which}_joules"]
            close(measured, energy, energy * 1e-3, f"{which} energy, J")
            note(f"{which} energy {(measured / energy - 1) * 1e6:+.0f} ppm")
        close(self.value('pue_coverage_ratio{window="15m"}'), 1, 0, "coverage of the quarter hour")
        note(f"{figure:.5f}, truth {truth['pue']:.5f}")

    def now(self):
        """By the shifted clock."""
        return time.time() + float(self.clock["FAKETIME"])

    def counters_never_decrease(self, note):
        for counter in (
            "pue_facility_energy_joules_total",
            "pue_it_energy_joules_total",
            "pue_meter_energy_joules_total",
        ):
            resets = self.prometheus.samples(f"resets({counter}[15m])")
            assert resets, f"{counter} has no series"
            falling = [s["metric"] for s in resets if float(s["value"][1]) != 0]
            assert not falling, f"{counter} fell: {falling}"
        note(f"{self.value('pue_facility_energy_joules_total') / 3.6e12:.2f} GWh")
        truth = self.simulation.truth(self.boundary - QUARTER_HOUR, self.boundary)
        before = self.prometheus.samples("min_over_time(pue_facility_energy_joules_total[15m])")
        if not LONG:
            gained = self.value("pue_facility_energy_joules_total") - float(before[0]["value"][1])
            energy = truth["facility_joules"]
            close(gained, energy, energy * 1e-3, "facility counter over the quarter hour, J")

    def dashboard(self, note):
        program = [sys.executable, "-B", "tests/e2e/dashboard_expressions.py", self.prometheus.url]
        attempt = lambda: subprocess.run(
            program, cwd=stack.ROOT, capture_output=True, text=True, check=False
        )
        done = attempt()
        # A link has a load a minute after it was opened.
        end = time.monotonic() + 70
        while done.returncode != 0 and time.monotonic() < end:
            time.sleep(1)
            done = attempt()
        assert done.returncode == 0, done.stdout + done.stderr
        note(done.stdout.strip())

    def silent_meter(self, note):
        await_that("live PUE settles", self.live_equals_truth)
        silent = "ups-a-out"
        closed = self.prometheus.values("pue_interim_ratio", "window")
        started = time.time()
        self.simulation.set_fault(silent, "silent")
        alert = await_that("PueMeterDown", lambda: self.hook.firing("PueMeterDown"), 90)[0]
        gone = time.time() - started
        assert alert["labels"]["meter"] == silent, alert["labels"]
        assert silent in json.dumps(alert["annotations"]), alert["annotations"]
        close(self.value(f'pue_meter_up{{meter="{silent}"}}'), 0, 0, "pue_meter_up")
        for vanished in (
            "pue_live_ratio",
            f'pue_meter_active_power_watts{{meter="{silent}"}}',
            f'pue_meter_energy_joules_total{{meter="{silent}"}}',
        ):
            samples = self.prometheus.samples(vanished)
            assert not samples, f"{vanished} is still there: {samples}"
        others = self.value(f'count(pue_meter_active_power_watts{{meter!="{silent}"}})')
        electric = self.value('count(pue_meter_info{role!="water"})')
        close(others, electric - 1, 0, "meters with power")
        assert self.prometheus.values("pue_interim_ratio", "window") == closed
        note(f"alert after {gone:.0f} s, {self.check_live_samples(started)} live values, all true")
        self.simulation.set_fault(silent, "none")
        await_that("the meter is back", self.all_meters_up)
        await_that("live PUE is back", self.live_equals_truth)

    def check_live_samples(self, started):
        """Each value in Prometheus since then lies within what was true while its inputs were
        read; the oldest of them is as old as staleness allows."""
        span = int(time.time() - started) + 1
        series = self.prometheus.samples(f"pue_live_ratio[{span}s]")
        assert len(series) == 1, series
        for at, text in series[0]["values"]:
            low, high = self.simulation.range_of_ratio(at - STALE_AFTER - 10, at + 1)
            value = float(text)
            assert low - 0.01 <= value <= high + 0.01, f"live {value} at {at}, truth {low}…{high}"
        return len(series[0]["values"])

    def reload(self, note):
        good = self.config.read_text()
        polls = self.value("sum(pue_polls_total)")
        self.config.write_text(good + "no_such_key: 1\n")
        self.pued.send_signal(signal.SIGHUP)
        await_that(
            "the broken one is refused",
            lambda: self.value("pue_config_last_reload_successful") == 0,
        )
        await_that("polling goes on", lambda: self.value("sum(pue_polls_total)") > polls + 14)
        assert self.all_meters_up(), "a refused configuration stopped a meter"
        close(self.value("min(pue_cap_ratio)"), 1.25, 0, "cap under the old configuration")
        self.config.write_text(good.replace("hub_node: true", "hub_node: false"))
        self.pued.send_signal(signal.SIGHUP)
        await_that("the cap outside of a hub node", lambda: self.value("min(pue_cap_ratio)") == 1.3)
        await_that(
            "the reload counts as successful",
            lambda: self.value("pue_config_last_reload_successful") == 1,
        )
        await_that("all meters up", self.all_meters_up)
        note("cap 1.25 → 1.3")

    def corrected(self, note):
        """By the running daemon, asked by puectl: figures follow, counters stand."""
        start, end = (
            datetime.datetime.fromtimestamp(self.boundary - ago, datetime.timezone.utc).isoformat()
            for ago in (7200, 3600)
        )
        counted = await_that(
            "the facility's counter", lambda: self.value("pue_facility_energy_joules_total")
        )
        records = self.value("pue_ledger_records_total")
        said = self.run(
            *(self.build / "puectl", "correct", self.config, "ups-a-out", "--from", start),
            *("--to", end, "--kwh", "2000", "--why", "a test", "--who", "Li Wei"),
        )
        assert "4 intervals with a new version" in said, said
        await_that("its entries", lambda: (self.value("pue_ledger_records_total") or 0) > records)
        await_that("all meters up", self.all_meters_up)
        await_that(
            "the facility's counter goes on",
            lambda: (self.value("pue_facility_energy_joules_total") or 0) >= counted,
        )
        note(said.splitlines()[0])

    def event_entered(self, note):
        """By the running daemon, asked by puectl: in the file, and in the ledger at once."""
        at = time_text(self.boundary - QUARTER_HOUR)
        event = ("event", self.config, "ups-a-out", "calibration", "--at", at)
        before = self.events.read_text()
        said = self.run(
            *(self.build / "puectl", *event, "--why", "a test", "--who", "Li Wei"),
            *("--ticket", "C-6"),
        )
        assert "pued has taken it" in said, said
        row = self.events.read_text().removeprefix(before)
        assert re.fullmatch(
            rf"{at},ups-a-out,calibration,,,Li Wei \(\S+\),a test,C-6\n", row
        ), row
        period = f"{time_text(self.boundary - 3600)}/{time_text(self.boundary)}"
        report = ("report", "--ledger", self.ledger, "--period", period, "--format", "json")
        events = json.loads(self.run(self.build / "puectl", *report))["events"]
        assert [event["who"] in row for event in events] == [True], events
        await_that("all meters up", self.all_meters_up)
        note(events[0]["who"])

    def ended(self, note):
        self.checkpoint = stack.get(f"http://127.0.0.1:{self.port}/api/v1/checkpoint")
        self.pued.send_signal(signal.SIGTERM)
        status = self.pued.wait(timeout=20)
        assert status == 0, f"exit code {status}"
        note("exit code 0")

    def verified(self, note):
        """By the checkpoint that the daemon gave before its end, and by the key that it told."""
        kept = self.folder / "checkpoint.txt"
        kept.write_text(self.checkpoint)
        key = re.findall(r"the ledger is signed by ([^\s\"]+)", self.processes.log("pued"))[-1]
        command = ("verify", self.ledger, "--checkpoint", kept, "--key", key)
        note(self.run(self.build / "puectl", *command).splitlines()[0])


def time_text(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def play(test):
    with step("13 months of the site's past"):
        test.write_past()
    with step("simulated site on Modbus/TCP and RTU"):
        test.start_site()
    with step("replay into the ledger"):
        test.replay_past()
    with step("pued, Prometheus, Alertmanager"):
        test.start_pued()
        test.start_monitoring()
    with step("live figures agree with the truth") as note:
        test.figures_agree(note)
    with step("so does the replayed day") as note:
        test.the_day_agrees(note)
    with step("inefficient cooling: the alert names it") as note:
        test.inefficient_cooling(note)
    with step("kill -9 and restart: nothing is lost") as note:
        test.killed_and_restarted(note)
    with step("PUE of a quarter hour that ends live") as note:
        test.quarter_hour_agrees(test.boundary, note)
    if LONG:
        with step("PUE of a quarter hour that was polled live") as note:
            test.quarter_hour_agrees(test.boundary + QUARTER_HOUR, note)
    with step("counters never decrease in Prometheus") as note:
        test.counters_never_decrease(note)
    with step("every expression of the dashboard has data") as note:
        test.dashboard(note)
    with step("a silent meter: no PUE rather than a wrong one") as note:
        test.silent_meter(note)
    with step("reload: a broken configuration changes nothing") as note:
        test.reload(note)
    with step("a correction through the daemon: counters stand") as note:
        test.corrected(note)
    with step("an event through the daemon: in its file and in the ledger") as note:
        test.event_entered(note)
    with step("SIGTERM ends it cleanly") as note:
        test.ended(note)
    with step("the ledger is verified") as note:
        test.verified(note)


def main(build):
    stack.tool("PROMETHEUS", "prometheus")
    stack.tool("ALERTMANAGER", "prometheus-alertmanager")
    if not stack.FAKETIME.exists():
        stack.skip("no libfaketime (package faketime)")
    with tempfile.TemporaryDirectory(prefix="pued-e2e-") as name:
        folder = pathlib.Path(name)
        with stack.Processes(folder) as processes:
            try:
                play(EndToEnd(build, folder, processes))
            except AssertionError as error:
                processes.print_ends_of_logs()
                print(f"FAILED: {error}")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
