#!/usr/bin/python3
"""readme_test.py BUILD_DIR: every command of README.md is known here and run; its configuration
passes `puectl check`; the files that it names exist. A command that this test does not know fails
it.

What builds and simulates takes minutes: it is run with PUE_E2E_LONG=1, in a copy of the repository,
so that `./quickstart clean` removes the copy's build. Otherwise SKIPPED is printed after the rest
has passed. Exit code 77: skipped."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

import stack

README = stack.ROOT / "README.md"
STARTED = "meters answering"  # the last of the figures that quickstart prints
MINUTES = 60


def blocks(language):
    text = README.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def commands():
    """Every command line of the shell blocks, and the puectl commands in the running text."""
    lines = [line.split(" #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    text = re.sub(r"^```.*?^```", "", README.read_text(encoding="utf-8"), flags=re.M | re.S)
    # A command in the text has arguments; a bare name in code type is talked about.
    lines += re.findall(r"`((?:\./|tests/|puectl )[^`]+)`", text)
    return {line for line in lines if line}


class Copy:
    """The repository as a stranger would clone it, with the work that is not committed yet."""

    def __init__(self, folder):
        self.root = folder / "pued"
        listed = self._git("ls-files", "--cached", "--others", "--exclude-standard", "-z")
        for name in filter(None, listed.split("\0")):
            source = stack.ROOT / name
            if source.exists():
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, self.root / name, follow_symlinks=False)
        self.environment = {**os.environ, "CCACHE_BASEDIR": str(self.root)}
        self.front = None

    @staticmethod
    def _git(*arguments):
        command = ["git", "-C", str(stack.ROOT), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def run(self, *command, minutes=5):
        done = subprocess.run(
            command,
            cwd=self.root,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=minutes * MINUTES,
            check=False,
        )
        output = done.stdout + done.stderr
        assert done.returncode == 0, f"{' '.join(command)}: exit {done.returncode}\n{output}"
        return done.stdout

    def start_in_front(self):
        """./quickstart until its figures are there; it stays."""
        log = self.root.parent / "front.log"
        with open(log, "wb") as out:
            self.front = subprocess.Popen(
                ["./quickstart"],
                cwd=self.root,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                # A background child of a script ignores Ctrl-C; a terminal's does not.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
            )
        ended = lambda: self.front.poll() is not None
        stack.await_that(
            "the figures of ./quickstart",
            lambda: "Ctrl-C stops all" in log.read_text(errors="replace") or ended(),
            25 * MINUTES,
        )
        text = log.read_text(errors="replace")
        assert not ended() and STARTED in text and "SIMULATED" in text, text
        return text

    def interrupt(self):
        """Ctrl-C."""
        if self.front is not None and self.front.poll() is None:
            self.front.send_signal(signal.SIGINT)
            self.front.wait(timeout=30)


def play_quickstart(copy):
    copy.start_in_front()
    print("ok  ./quickstart", flush=True)
    try:
        shown = copy.run("./quickstart", "break", "cooling")
        assert "PueLiveAboveCap" in shown and "cooling" in shown, shown
        print("ok  ./quickstart break cooling", flush=True)
        shown = copy.run("./quickstart", "break", "meter")
        assert "PueMeterDown" in shown and "live PUE is absent" in shown, shown
        print("ok  ./quickstart break meter", flush=True)
        shown = copy.run("./quickstart", "break", "ledger")
        assert "its bytes are not those that were entered" in shown, shown
        print("ok  ./quickstart break ledger", flush=True)
        copy.run("./quickstart", "mend")
        print("ok  ./quickstart mend", flush=True)
    finally:
        copy.interrupt()
    copy.run("./quickstart", "clean")
    left = [name for name in (".quickstart", "build/release") if (copy.root / name).exists()]
    assert not left, f"./quickstart clean left {left}"
    print("ok  ./quickstart clean", flush=True)


def check_tests_run():
    """This test is part of what it runs, so it only asks for its usage."""
    done = subprocess.run(
        [stack.ROOT / "tests/run", "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and "tests/run --all" in done.stdout, done.stdout + done.stderr


def check_configuration(build, folder):
    (text,) = blocks("yaml")
    config = folder / "pued.yaml"
    config.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [build / "puectl", "check", config], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    # What README says that it tells: requests, boundary, policy rows.
    for told in ("E_facility = utility", "1.25", "gw-ups"):
        assert told in done.stdout, f"puectl check does not tell {told!r}:\n{done.stdout}"


def check_rules(build, folder):
    rules = folder / "pued.rules.yml"
    subprocess.run([build / "puectl", "rules", folder / "pued.yaml", "-o", rules], check=True)
    assert "PueMeterDown" in rules.read_text(encoding="utf-8")


def check_live_meters(build, folder):
    """scan, read and doctor on the simulated site."""
    config = folder / "site.yaml"
    with stack.Processes(folder) as processes:
        processes.start(
            "puesim", build / "tests/sim/puesim", stack.ROOT / "tests/sim/sites/demo.yaml",
            "--state", folder / "site.json", "--serial-link", folder / "rs485",
            "--write-config", config, "--ledger", folder / "ledger.db")
        stack.await_that("puesim", lambda: "ready:" in processes.log("puesim"))
        url = re.search(r"^link utility=(\S+)", processes.log("puesim"), re.M)[1]
        for command, told in (
                (["scan", url, "--units", "1"], "unit 1"),
                (["read", "grid", "--config.file", config], "active_power_w"),
                (["doctor", "grid", "--config.file", config, "--wait", "5s"],
                 "nothing wrong found")):
            done = subprocess.run([build / "puectl", *command], capture_output=True, text=True,
                                  check=False)
            assert done.returncode == 0 and told in done.stdout, (command, done)


def check_links():
    text = README.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!http)([^)#]+)", text):
        assert (stack.ROOT / target).exists(), f"README.md links to {target}, which does not exist"


# Each command and what runs it.
KNOWN = {
    "./quickstart": play_quickstart,
    "./quickstart break cooling": play_quickstart,
    "./quickstart break meter": play_quickstart,
    "./quickstart break ledger": play_quickstart,
    "./quickstart mend": play_quickstart,
    "./quickstart clean": play_quickstart,
    "tests/run": check_tests_run,
    "puectl check pued.yaml": check_configuration,
    "puectl rules pued.yaml -o pued.rules.yml": check_rules,
    "puectl scan URL": check_live_meters,
    "puectl read METER": check_live_meters,
    "puectl doctor METER": check_live_meters,
}


def main(build):
    written = commands()
    unknown = written - set(KNOWN)
    assert not unknown, f"README.md has commands that no test runs: {sorted(unknown)}"
    missing = set(KNOWN) - written
    assert not missing, f"no longer in README.md: {sorted(missing)}"
    with tempfile.TemporaryDirectory(prefix="pued-readme-") as name:
        folder = pathlib.Path(name)
        check_links()
        check_tests_run()
        check_configuration(build, folder)
        check_rules(build, folder)
        check_live_meters(build, folder)
        print(f"ok  {len(written)} commands known, links, tests/run, puectl")
        if os.environ.get("PUE_E2E_LONG") != "1":
            stack.skip("./quickstart builds for minutes: run with PUE_E2E_LONG=1")
        play_quickstart(Copy(folder))


if __name__ == "__main__":
    try:
        main(pathlib.Path(sys.argv[1]).resolve())
    except AssertionError as error:
        sys.exit(f"FAILED: {error}")
