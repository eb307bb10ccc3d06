"""Servers as processes that print their port."""
import contextlib
import os
import subprocess
import time


@contextlib.contextmanager
def started(command):
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
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
