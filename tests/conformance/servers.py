"""Servers as processes that print their port."""
import contextlib
import os
import subprocess
import time


@contextlib.contextmanager
def started(command, stdout=subprocess.PIPE, **options):
    process = subprocess.Popen(command, stdout=stdout, text=True, **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
        if process.stdout:
            process.stdout.close()


def port_from(process):
    line = process.stdout.readline()
    if not line.strip():
        raise SystemExit(f"{process.args} did not start")
    return int(line)


def wait_for(path, process):
    """Until the process has made that file."""
    deadline = time.monotonic() + 20
    while not os.path.exists(path):
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"{process.args} made no {path}")
        time.sleep(0.01)
