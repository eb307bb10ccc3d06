#!/usr/bin/python3
"""openapi_test.py BUILD_DIR: docs/openapi.yaml and the server against each other. A real pued over
a replayed ledger of a simulated site is asked every documented route with every documented example;
its documents are those of puectl, its proofs lead to the signed root, and it is scraped while its
ledger's readers are held up. Exit code 77: SKIPPED."""

import csv
import io
import itertools
import json
import pathlib
import queue
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[2] / path)
                for path in ("tests/e2e", "config/bundle")]

import demo_ledger  # noqa: E402
import merkle_root  # noqa: E402
import openapi_document  # noqa: E402
import stack  # noqa: E402

PERIOD = "2026-03-02/2026-03-04"  # two local days
UNTIL = (demo_ledger.END + demo_ledger.HOUR) // 10**9
PLACES = 4  # of questions to the ledger
TYPES = {"html": "text/html; charset=utf-8", "json": "application/json",
         "csv": "text/csv; charset=utf-8",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
BAD_VALUES = [
    ("/api/v1/figures", {"figure": "peu"}), ("/api/v1/figures", {"figure": "pue", "step": "2h"}),
    ("/api/v1/figures", {"figure": "pue", "from": "yesterday"}),
    ("/api/v1/figures", {"figure": "pue", "to": "2026-13-01"}),
    ("/api/v1/figures", {"figure": "pue", "as_of": ""}),
    ("/api/v1/figures", {"figure": "pue", "step": "15m", "from": "1970-01-01"}),
    ("/api/v1/report", {"period": "March"}), ("/api/v1/report", {"period": "9999"}),
    ("/api/v1/report", {"period": "2026", "format": "pdf"}),
    ("/api/v1/report", {"period": "2026", "lang": "fr"}),
    ("/api/v1/report", {"period": "2026", "as_of": "1999-01-01"}),
    ("/api/v1/bundle", {"period": "2024-01-01/2026-01-01"}),
    ("/api/v1/proof", {"entry": "-1"}), ("/api/v1/proof", {"entry": "1.5"})]


class Daemon:
    """pued over the ledger of a site that goes on where its past ended."""

    def __init__(self, build, folder, processes):
        self.build, self.folder, self.processes = build, folder, processes
        self.ledger = demo_ledger.replayed(build, folder / "site", "3d", UNTIL)
        self.port = stack.free_port()
        clock = stack.clock_shifted_by(UNTIL - time.time())
        site = folder / "site"
        processes.start(
            "puesim", build / "tests/sim/puesim", demo_ledger.SITE, "--state", site / "site.json",
            "--serial-link", site / "rs485", "--write-config", site / "pued.yaml", "--ledger",
            self.ledger, environment=clock)
        stack.await_that("puesim", lambda: "ready:" in processes.log("puesim"))
        processes.start(
            "pued", build / "pued", f"--config.file={site / 'pued.yaml'}", "--web.enable-lifecycle",
            f"--web.listen-address=127.0.0.1:{self.port}", environment=clock)
        stack.await_that("pued", lambda: stack.answers(f"http://127.0.0.1:{self.port}/-/ready"))

    def ask(self, path, parameters=None, method="GET"):
        return openapi_document.ask(self.port, method, path, parameters or {})

    def data(self, path, **parameters):
        answer = self.ask(path, parameters)
        assert answer.status == 200, (path, parameters, answer.body)
        return json.loads(answer.body)["data"]

    def puectl(self, command, *options):
        arguments = [self.build / "puectl", command, "--ledger", self.ledger, *options]
        done = subprocess.run([str(part) for part in arguments], capture_output=True, check=False)
        assert done.returncode == 0, f"{arguments}: {done.stderr.decode()}"
        return done.stdout


def check_routes(daemon, document):
    """The router names its paths to who asks for another, and a path's method to who has a wrong
    one."""
    missing = daemon.ask("/api/v2")
    assert missing.status == 404, missing.status
    paths = json.loads(missing.body)["error"].partition("there are: ")[2].split(", ")
    assert sorted(paths) == sorted(document.paths()), (paths, document.paths())
    for path in paths:
        refused = daemon.ask(path, method="PUT")
        document.validate_error(refused)
        assert refused.status == 405, (path, refused.status)
        allowed = {"GET": {"get"}, "GET, HEAD": {"get"}, "POST": {"post"}}[refused.headers["Allow"]]
        assert allowed == document.methods(path), (path, allowed)
    print(f"ok routes: {len(paths)}")


def check_examples(daemon, document):
    asked = 0
    # A reload comes last: whoever asks while it goes on is told to ask again.
    for path, method in sorted(document.operations(), key=lambda one: one[1] == "post"):
        for parameters in document.queries(path, method):
            answer = daemon.ask(path, parameters, method.upper())
            assert answer.status == 200, (path, parameters, answer.status, answer.body)
            document.validate(path, method, answer)
            if path == "/api/v1/report":
                assert answer.headers["Content-Type"] == TYPES[parameters["format"]], parameters
            asked += 1
    print(f"ok examples: {asked} requests")


def check_refusals(daemon, document):
    for path, parameters in BAD_VALUES:
        answer = daemon.ask(path, parameters)
        document.validate_error(answer)
        last = list(parameters)[-1] if parameters.get("from") != "1970-01-01" else "step"
        assert answer.status == 400, (path, parameters, answer.status)
        assert json.loads(answer.body)["error"].startswith(f"{last}: "), (parameters, answer.body)
    for path in {path for path, _ in BAD_VALUES}:
        for parameters in ({}, {"nothing": "1"}):
            answer = daemon.ask(path, parameters)
            document.validate_error(answer)
            assert answer.status == 400, (path, answer.status)
    for path, parameters in (("/api/v1/proof", {"entry": 10**6}),
                             ("/api/v1/bundle", {"period": "2025-01"})):
        answer = daemon.ask(path, parameters)
        document.validate_error(answer)
        assert answer.status == 404, (path, answer.status)
    print("ok refusals")


def check_reports(daemon):
    for form, language in itertools.product(TYPES, ("en", "zh")):
        def made():
            return daemon.puectl("report", "--period", PERIOD, "--format", form, "--lang",
                                 language)

        # A commit may come between two readers of a running daemon's ledger, but hardly two.
        before = made()
        answer = daemon.ask("/api/v1/report", {"period": PERIOD, "format": form, "lang": language})
        assert answer.body in (before, made()), (form, language)
    print("ok reports: the bytes of puectl")


def check_bundle(daemon):
    answer = daemon.ask("/api/v1/bundle", {"period": PERIOD})
    assert answer.status == 200 and "attachment; filename=" in answer.headers["Content-Disposition"]
    path = daemon.folder / "http.zip"
    path.write_bytes(answer.body)
    verified = subprocess.run([daemon.build / "puectl", "verify", path], capture_output=True,
                              text=True, check=False)
    assert verified.returncode == 0, verified.stderr
    daemon.puectl("bundle", "--period", PERIOD, "-o", daemon.folder / "puectl.zip")
    again = daemon.ask("/api/v1/bundle", {"period": PERIOD}).body
    assert (daemon.folder / "puectl.zip").read_bytes() in (answer.body, again)
    print("ok bundle: the bytes of puectl, verified")


def check_figures(daemon):
    """The points of `puectl history`, whose times are on the local clock: hours of a whole day."""
    bounds = {"from": "2026-03-02", "to": "2026-03-03"}
    for figure in ("pue", "overhead_energy:cooling", "meter_energy:ups-a-out"):
        told = daemon.puectl("history", "--figure", figure, "--from", bounds["from"], "--to",
                             bounds["to"]).decode()
        rows = list(csv.DictReader(io.StringIO(told)))
        series = daemon.data("/api/v1/figures", figure=figure, **bounds)
        points = [(str(point.get("value", "")), point["quality"]) for point in series["points"]]
        expected = [(str(json.loads(row["value"])) if row["value"] else "", row["quality"])
                    for row in rows]
        assert len(points) == 24 and points == expected, (figure, points, expected)
        assert all(row["unit"] == series.get("unit", "") for row in rows), figure
    print("ok figures: those of puectl history")


def check_proofs(daemon):
    size = int(daemon.ask("/api/v1/checkpoint").body.decode().splitlines()[1])
    for entry in (0, 1, size // 2, size - 1):
        merkle_root.check(daemon.data("/api/v1/proof", entry=entry), entry)
    forged = daemon.data("/api/v1/proof", entry=1)
    try:
        merkle_root.check({**forged, "entry": 2}, 2)
    except AssertionError:
        print(f"ok proofs: they lead to the root of {size} entries")
        return
    raise SystemExit("a proof of another entry was accepted")


def check_scrape_beside_reports(daemon):
    """While the ledger is locked no report can be made: when some have been refused, all places
    are taken, by one that is being made and some that wait."""
    answers = queue.Queue()

    def ask():
        answers.put(daemon.ask("/api/v1/report", {"period": PERIOD}))

    lock = sqlite3.connect(daemon.ledger, isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    threads = [threading.Thread(target=ask) for _ in range(PLACES + 2)]
    for thread in threads:
        thread.start()
    for _ in range(2):
        refused = answers.get(timeout=60)
        assert refused.status == 503 and int(refused.headers["Retry-After"]) > 0, refused.body
    scraped = daemon.ask("/metrics")
    assert scraped.status == 200 and b"pue_polls_total" in scraped.body
    assert daemon.ask("/api/v1/status").status == 200
    assert answers.empty()  # all the others are still waited for
    lock.execute("ROLLBACK")
    lock.close()
    for _ in range(PLACES):
        assert answers.get(timeout=60).status == 200
    for thread in threads:
        thread.join()
    print("ok a scrape while reports are made")


def main(build):
    if not stack.FAKETIME.exists():
        stack.skip(f"no {stack.FAKETIME}: install faketime")
    document = openapi_document.Document(stack.ROOT / "docs/openapi.yaml")
    with tempfile.TemporaryDirectory(prefix="pued-openapi-") as name:
        folder = pathlib.Path(name)
        with stack.Processes(folder) as processes:
            try:
                daemon = Daemon(build, folder, processes)
                check_routes(daemon, document)
                check_refusals(daemon, document)
                check_reports(daemon)
                check_bundle(daemon)
                check_figures(daemon)
                check_proofs(daemon)
                check_scrape_beside_reports(daemon)
                check_examples(daemon, document)
            except BaseException:
                processes.print_ends_of_logs()
                raise


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())
