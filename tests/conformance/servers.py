"""Servers as processes that print their port."""
import contextlib
import subprocess


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
