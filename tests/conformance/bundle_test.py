#!/usr/bin/python3
"""bundle_test.py BUILD_DIR: `puectl report` and `puectl bundle` of a simulated site of which a
meter was silent for some time. The report says what the simulation says; the bundle is the same
bytes twice, and is verified by a Python that knows nothing of pued, in an empty environment."""

import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[2] / path)
                for path in ("tests/e2e", "config/bundle")]

import demo_ledger  # noqa: E402
import stack  # noqa: E402

PERIOD = "2026-03-02/2026-03-04"  # two local days
UNTIL = demo_ledger.END + demo_ledger.HOUR
EMPTY = {"PATH": "/usr/bin:/bin"}


def seconds(nanoseconds):
    return nanoseconds // 10**9


def truth_of_period(build, folder):
    """Of the simulation that goes on where the replayed history ended."""
    with stack.Processes(folder) as processes:
        processes.start("puesim", build / "tests/sim/puesim", demo_ledger.SITE, "--state",
                        folder / "site.json", "--serial-link", folder / "truth-rs485")
        stack.await_that("puesim", lambda: "ready:" in processes.log("puesim"))
        control = re.search(r"^control=(\S+)", processes.log("puesim"), re.M)[1]
        start, end = demo_ledger.DAYS[0][0], demo_ledger.DAYS[-1][1]
        return stack.Simulation(control).truth(seconds(start), seconds(end))


def check_report(build, ledger, truth):
    text = demo_output(build, "report", "--ledger", ledger, "--period", PERIOD, "--format", "json")
    report = json.loads(text)
    figures = report["figures"]
    # The silent meter's readings were lost, its register was not: nothing is missing.
    assert figures["coverage"] == 1, figures["coverage"]
    for which in ("facility", "it"):
        measured, true = figures[f"{which}_joules"], truth[f"{which}_joules"]
        assert abs(measured / true - 1) < 1e-4, f"{which}: {measured}, truth {true}"
    assert abs(figures["pue"] - truth["pue"]) < 1e-4, (figures["pue"], truth["pue"])
    assert report["evidence"]["checkpoint"].startswith("SIMULATED-demo\n")
    print(f"ok report: PUE {figures['pue']:.5f}, truth {truth['pue']:.5f}")


def demo_output(build, *command):
    arguments = [str(part) for part in (build / "puectl", *command)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


def check_documents(build, ledger, folder):
    for form in ("html", "csv", "xlsx"):
        for language in ("en", "zh"):
            path = folder / f"report.{language}.{form}"
            demo_output(build, "report", "--ledger", ledger, "--period", PERIOD, "--format", form,
                        "--lang", language, "-o", path)
            assert path.stat().st_size > 2000, path
    with zipfile.ZipFile(folder / "report.en.xlsx") as workbook:
        assert "xl/workbook.xml" in workbook.namelist()
    print("ok documents")


def check_bundle(build, ledger, folder):
    for name in ("one.zip", "two.zip"):
        demo_output(build, "bundle", "--ledger", ledger, "--period", PERIOD, "-o", folder / name)
    assert (folder / "one.zip").read_bytes() == (folder / "two.zip").read_bytes()
    demo_output(build, "verify", folder / "one.zip")
    unpacked = folder / "unpacked"
    with zipfile.ZipFile(folder / "one.zip") as archive:
        archive.extractall(unpacked)
    by_stranger(unpacked, 0, "VERIFIED")
    rows = (unpacked / "figures.csv").read_text().splitlines()
    assert rows[-1].startswith("period,2026-03-01T16:00:00Z,2026-03-03T16:00:00Z,"), rows[-1]
    changed = rows[-1].replace(",172800,172800", ",172700,172800")
    (unpacked / "figures.csv").write_text("\n".join([*rows[:-1], changed]) + "\n")
    by_stranger(unpacked, 1, "NOT VERIFIED")
    refused = subprocess.run([build / "puectl", "verify", unpacked], capture_output=True, text=True,
                             check=False)
    assert refused.returncode == 1 and "figures.csv" in refused.stderr, refused.stderr
    print("ok bundle")


def by_stranger(folder, code, word):
    done = subprocess.run(["/usr/bin/python3", "-I", "verify.py"], cwd=folder, env=EMPTY,
                          capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == code and word in said, f"exit {done.returncode}: {said}"


def main(build):
    with tempfile.TemporaryDirectory(prefix="pued-bundle-") as name:
        folder = pathlib.Path(name)
        until = datetime.datetime.fromtimestamp(seconds(UNTIL), datetime.timezone.utc)
        ledger = demo_ledger.replayed(build, folder / "site", "3d", int(until.timestamp()))
        check_report(build, ledger, truth_of_period(build, folder / "site"))
        check_documents(build, ledger, folder)
        check_bundle(build, ledger, folder)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())
